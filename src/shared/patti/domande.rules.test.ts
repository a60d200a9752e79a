// The table of a domanda and that of a message, every state × every act; the layouts; what is missing from a domanda.
import { describe, expect, test } from 'vitest'
import { calcolaCodiceFiscale } from '../kernel/codice-fiscale.ts'
import { Problem } from '../kernel/problems.ts'
import { impedimento } from '../kernel/transizioni.ts'
import type { Fatto } from '../misure/linguaggio.ts'
import {
  type AttoComunicazione,
  entroIlGiorno,
  inRitardo,
  statiComunicazione,
  transizioniComunicazione,
} from './comunicazioni.rules.ts'
import { type Contenuto, difettiPresentazione, inFatti, leggiContenuto } from './domanda-campi.ts'
import {
  attiDomanda,
  controlliValidi,
  dopoAttoDomanda,
  giornoFuoriOrdine,
  impedimentoDomanda,
  impedimentoInvio,
  impedimentoRifiuto,
  impedimentoRiporto,
  isDaInps,
  isFinita,
  nomiAttoDomanda,
  nomiStatoDomanda,
  type StatoDomanda,
  statiDomanda,
} from './domande.rules.ts'
import { statiInvio, transizioniInvio } from './invii-cpi.rules.ts'
import {
  colonneDi,
  lettoreRisposte,
  scriviTracciato,
  type TracciatoRisposte,
  type TracciatoUscita,
} from './tracciati.rules.ts'

/** Where each act leads from each state; what is not here is refused. */
const attesi: Partial<Record<StatoDomanda, Partial<Record<(typeof attiDomanda)[number], StatoDomanda>>>> = {
  bozza: { salva: 'bozza', scarta: 'scartata', presenta: 'presentata' },
  presentata: { correggi: 'in-correzione', controlla: 'presentata', rinuncia: 'rinunciata' },
  'in-correzione': { salva: 'in-correzione', presenta: 'presentata', rinuncia: 'rinunciata' },
  controllata: {
    correggi: 'in-correzione',
    controlla: 'presentata',
    invia: 'inviata',
    respingi: 'respinta',
    rinuncia: 'rinunciata',
  },
  inviata: {
    controlla: 'inviata',
    ricevi: 'in-verifica',
    ritorna: 'controllata',
    sospendi: 'sospesa',
    accogli: 'accolta',
    nega: 'respinta',
    rinuncia: 'rinunciata',
  },
  'in-verifica': {
    controlla: 'in-verifica',
    sospendi: 'sospesa',
    accogli: 'accolta',
    nega: 'respinta',
    rinuncia: 'rinunciata',
  },
  sospesa: {
    correggi: 'in-correzione',
    controlla: 'sospesa',
    integra: 'inviata',
    accogli: 'accolta',
    nega: 'respinta',
    rinuncia: 'rinunciata',
  },
}
const unoManca = [{ esito: 'regolare' as const }, { esito: null }]

describe('states of a domanda', () => {
  test.each(statiDomanda.flatMap((s) => attiDomanda.map((a) => [s, a] as const)))('%s, %s', (stato, atto) => {
    const va = attesi[stato]?.[atto]
    if (va) expect(dopoAttoDomanda(atto, stato, unoManca)).toBe(va)
    else {
      expect(impedimentoDomanda(atto, stato)).toMatch(/\.$/)
      expect(() => dopoAttoDomanda(atto, stato)).toThrow(Problem)
    }
  })
  test('each has its words; nothing comes after an end', () => {
    expect(Object.keys(nomiStatoDomanda)).toEqual([...statiDomanda])
    expect(attiDomanda.every((a) => nomiAttoDomanda[a])).toBe(true)
    for (const s of statiDomanda.filter(isFinita))
      expect(attiDomanda.filter((a) => !impedimentoDomanda(a, s))).toEqual([])
    expect(statiDomanda.filter(isDaInps)).toEqual(['inviata', 'in-verifica', 'sospesa'])
  })
})

describe('checks', () => {
  const r = { controlli: [{ id: 'a' }, { id: 'b' }], conIrregolari: 'respinge' } as unknown as Parameters<
    typeof impedimentoInvio
  >[0]
  const applica = (...x: [string, number, 'regolare' | 'non-regolare' | 'in-attesa'][]) =>
    controlliValidi(
      r,
      x.map(([controllo, revisione, esito]) => ({ controllo, revisione, esito })),
      2,
    )
  test('the last one of this revision holds', () => {
    expect(applica(['a', 2, 'non-regolare'], ['a', 2, 'regolare'], ['b', 1, 'regolare'])).toEqual([
      { id: 'a', esito: 'non-regolare' },
      { id: 'b', esito: null },
    ])
  })
  test('all decided, it is ready; one that waits brings it back', () => {
    expect(dopoAttoDomanda('controlla', 'presentata', applica(['a', 2, 'regolare'], ['b', 2, 'non-regolare']))).toBe(
      'controllata',
    )
    expect(dopoAttoDomanda('controlla', 'controllata', applica(['a', 2, 'regolare'], ['b', 2, 'in-attesa']))).toBe(
      'presentata',
    )
  })
  test('one that failed goes to INPS only where the measure says so', () => {
    const tutti = applica(['a', 2, 'regolare'], ['b', 2, 'regolare'])
    const irregolare = applica(['a', 2, 'regolare'], ['b', 2, 'non-regolare'])
    expect(impedimentoInvio(r, tutti)).toBeNull()
    expect(impedimentoInvio(r, unoManca)).toMatch(/Mancano/)
    expect(impedimentoInvio(r, irregolare)).toMatch(/respinge il comune/)
    expect(impedimentoInvio({ ...r, conIrregolari: 'invia' }, irregolare)).toBeNull()
    expect(impedimentoRifiuto(r, irregolare)).toBeNull()
    expect(impedimentoRifiuto(r, tutti)).toMatch(/non è regolare/)
    expect(impedimentoRifiuto({ ...r, conIrregolari: 'invia' }, irregolare)).toMatch(/decide INPS/)
  })
  test('only what can no longer be asked for is brought from other years, its days in order and none to come', () => {
    expect(impedimentoRiporto({ al: '2018-12-31' }, '2026-03-02')).toBeNull()
    for (const al of [null, '2026-03-02', '2027-01-01'])
      expect(impedimentoRiporto({ al }, '2026-03-02')).toMatch(/si può ancora chiedere/)
    const giorni = (...g: (string | null)[]) =>
      giornoFuoriOrdine(
        g.map((x, n) => [`g${n}`, x] as const),
        '2026-03-02',
      )
    expect(giorni('2018-06-04', '2018-06-04', null, '2018-07-01', '2026-03-02')).toBeNull()
    expect(giorni('2018-06-04', null, '2018-06-03')).toMatchObject({ campo: 'g2', frase: /precede/ })
    expect(giorni('2018-06-04', '2026-03-03')).toMatchObject({ campo: 'g1', frase: /futuro/ })
  })
})

describe('messages', () => {
  const dove: Record<AttoComunicazione, readonly string[]> = {
    raccogli: ['da-inviare'],
    consegna: ['in-invio'],
    ricevi: ['in-invio', 'inviata'],
    scarta: ['in-invio', 'inviata'],
    annulla: ['da-inviare'],
    rimanda: ['scartata'],
  }
  test('every state × every act: what left is never sent again', () => {
    for (const a of Object.keys(dove) as AttoComunicazione[])
      for (const s of statiComunicazione)
        expect(impedimento(transizioniComunicazione, a, s) === null, `${a} ${s}`).toBe(dove[a].includes(s))
  })
  test('by the 20th: the same month, or the next', () => {
    expect(entroIlGiorno('2026-03-20', 20)).toBe('2026-03-20')
    expect(entroIlGiorno('2026-03-21', 20)).toBe('2026-04-20')
    expect(entroIlGiorno('2026-12-31', 20)).toBe('2027-01-20')
    expect(inRitardo({ stato: 'inviata', entro: '2026-03-20' }, '2026-03-21')).toBe(true)
    expect(inRitardo({ stato: 'ricevuta', entro: '2026-03-20' }, '2026-03-21')).toBe(false)
  })
  test('referral to the employment centre: it is answered once, and comes back once', () => {
    const prende = { prendi: ['inviato'], rientra: ['inviato', 'preso-in-carico'], nonAccogli: ['inviato'] }
    for (const a of ['prendi', 'rientra', 'nonAccogli'] as const)
      for (const s of statiInvio)
        expect(impedimento(transizioniInvio, a, s) === null, `${a} ${s}`).toBe(prende[a].includes(s))
  })
})

describe('layouts', () => {
  const t = {
    separatore: ';',
    campi: [
      { colonna: 'A', da: 'a' },
      { colonna: 'B', da: 'b' },
    ],
  } as TracciatoUscita
  test('cells are quoted, empty where nothing is known, and are never formulas', () => {
    expect(
      scriviTracciato(t, [
        { a: 'x;"y"', b: null },
        { a: '=1+1', b: true },
      ]),
    ).toBe('A;B\r\n"x;""y""";\r\n\'=1+1;SI\r\n')
    expect(colonneDi(t, { b: 12.5 })).toEqual(['', '12.5'])
  })
  const nomi = (...x: string[]) => x
  const r = {
    separatore: ';',
    colonne: {
      riferimento: nomi('RIFERIMENTO'),
      esito: nomi('ESITO'),
      giorno: nomi('DATA'),
      motivo: nomi('MOTIVO'),
      protocollo: nomi('PROTOCOLLO'),
      mensile: nomi('IMPORTO'),
    },
    esiti: {
      ricevuta: ['OK'],
      scartata: ['KO'],
      accolta: ['ACCOLTA'],
      respinta: ['RESPINTA'],
      integrazione: ['SOSPESA'],
      'presa-in-carico': ['PRESA'],
      rientro: ['RIENTRO'],
      'non-accolta': ['NO'],
    },
  } as unknown as TracciatoRisposte
  test('a file that is not of receipts says what is missing', () => {
    expect(lettoreRisposte(r, ['A', 'B']).difetto).toMatch(/RIFERIMENTO, ESITO/)
  })
  test('row by row: what is understood, and what is not in a sentence', () => {
    const l = lettoreRisposte(r, ['Riferimento', 'esito', 'Data', 'motivo', 'Protocollo', 'Importo'])
    expect(l.difetto).toBeNull()
    expect(l.leggi(2, ['m-0123456789ab', 'accolta', '5/3/2026', '', 'INPS-1', '1.234,50'])).toEqual({
      riga: 2,
      riferimento: 'M-0123456789AB',
      esito: 'accolta',
      giorno: '2026-03-05',
      motivo: '',
      protocollo: 'INPS-1',
      mensile: 123_450,
    })
    expect(l.leggi(3, ['M-1', 'OK', '', '', '', ''])).toMatch(/Riga 3.*riferimento/)
    expect(l.leggi(4, ['M-0123456789AB', 'boh', '', '', '', ''])).toMatch(/Riga 4.*esito/)
    expect(l.leggi(5, ['M-0123456789AB', 'OK', '31/02/2026', '', '', ''])).toMatch(/Riga 5.*data/)
    expect(l.leggi(6, ['M-0123456789AB', 'OK', '', '', '', 'tanti'])).toMatch(/Riga 6.*importo/)
  })
})

describe('what is declared', () => {
  const usati: Fatto[] = [
    { id: 'isee.valore', tipo: 'importo', nome: 'ISEE' },
    { id: 'domanda.giorno', tipo: 'giorno', nome: 'giorno' },
    { id: 'componente.nascita', tipo: 'giorno', nome: 'nascita' },
    { id: 'componente.occupato', tipo: 'logico', nome: 'lavora' },
  ]
  const lei = {
    codiceFiscale: calcolaCodiceFiscale({
      cognome: 'Prova',
      nome: 'Maria',
      dataNascita: '1980-01-01',
      genere: 'F',
      belfiore: 'H501',
    }),
    cognome: 'Prova',
    nome: 'Maria',
    dataNascita: '1980-01-01',
    sesso: 'F',
  }
  const x = (altro: Partial<Contenuto> = {}): Contenuto => ({
    nucleo: { indirizzo: 'Via Prova 1' },
    componenti: [lei],
    ...altro,
  })
  test('what is not of the domanda, or not in its form, is said with its place', () => {
    const { errori } = leggiContenuto(
      usati,
      x({
        nucleo: { inventato: 'x', 'isee.valore': -3 },
        componenti: [{ sesso: 'X', dataNascita: 'ieri', 'componente.occupato': 'forse' }],
      }),
    )
    expect(errori.map((e) => e.campo)).toEqual([
      'nucleo.inventato',
      'nucleo.isee.valore',
      'componenti.0.sesso',
      'componenti.0.dataNascita',
      'componenti.0.componente.occupato',
    ])
    expect(leggiContenuto(usati, x({ nucleo: { indirizzo: '  ', 'isee.valore': 100 } })).contenuto.nucleo).toEqual({
      'isee.valore': 100,
    })
  })
  test('everything that is missing at once: twice the same person, one without kinship, one not born yet', () => {
    const errori = difettiPresentazione(
      usati,
      x({ nucleo: {}, componenti: [lei, { ...lei, dataNascita: '2026-04-01' }] }),
      '2026-03-02',
    )
    expect(errori.map((e) => e.campo)).toEqual([
      'nucleo.indirizzo',
      'componenti.1.parentela',
      'componenti.1.dataNascita',
      'componenti.1.codiceFiscale',
    ])
    expect(difettiPresentazione(usati, x(), '2026-03-02')).toEqual([])
    expect(
      difettiPresentazione(usati, x({ componenti: [{ ...lei, codiceFiscale: 'RSSMRA80A41H501X' }] }), '2026-03-02').map(
        (e) => e.campo,
      ),
    ).toEqual(['componenti.0.codiceFiscale'])
  })
  test('what is not written is not known', () => {
    expect(inFatti(usati, x(), '2026-03-02')).toEqual({
      nucleo: { 'isee.valore': null, 'domanda.giorno': '2026-03-02' },
      componenti: [{ 'componente.nascita': '1980-01-01', 'componente.occupato': null }],
    })
  })
})
