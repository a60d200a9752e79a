import { describe, expect, test } from 'vitest'
import { calcolaCodiceFiscale } from '../kernel/codice-fiscale.ts'
import { conTutte, difettiMappa, type Lettura, lettoreEstratto, proponiMappa } from './estratto.rules.ts'
import { campiEstratto, NON_SERVE } from './estratto-campi.ts'
import { componiNucleo, differenzeNucleo, type Nucleo } from './nucleo.rules.ts'

const cf = (cognome: string, nome: string, dataNascita: string, genere: 'M' | 'F') =>
  calcolaCodiceFiscale({ cognome, nome, dataNascita, genere, belfiore: 'H501' })
const ada = cf('Simulata', 'Ada', '1985-03-04', 'F')
const ivo = cf('Simulato', 'Ivo', '2015-06-07', 'M')
const colonne = [
  'Protocollo',
  'CF richiedente',
  'Data presentazione',
  'Stato beneficio',
  'Importo',
  'Comune',
  'CF',
  'Cognome',
  'Nome',
  'Data nascita',
  'Colore preferito',
]
const riga = (altro: Partial<Record<string, string>> = {}) => {
  const v: Record<string, string> = {
    Protocollo: 'INPS-1',
    'CF richiedente': ada,
    'Data presentazione': '15/01/2026',
    'Stato beneficio': 'In pagamento',
    Importo: '1.234,50',
    Comune: 'Prova',
    CF: ada,
    Cognome: 'SIMULATA',
    Nome: 'ADA',
    'Data nascita': '04/03/1985',
    'Colore preferito': 'blu',
  }
  return colonne.map((c) => altro[c] ?? v[c] ?? '')
}
const { mappa, sconosciute } = proponiMappa(colonne)
const leggi = lettoreEstratto(mappa, colonne, {
  oggi: '2026-03-02',
  comune: (t) => (t === 'Prova' ? 'X001' : undefined),
})
const nucleo = (...lette: Lettura[]) =>
  componiNucleo(
    lette.map((l, n) => ({ riga: n + 2, dati: l.dati, motivi: l.motivi })),
    'X001',
  )
const figlio = { CF: ivo, Cognome: 'Simulato', Nome: 'Ivo', 'Data nascita': '07/06/2015' }

test('columns are known by their headers; those that nobody knows are said, and kept as they are', () => {
  expect(sconosciute).toEqual(['Colore preferito'])
  expect(mappa.at(-1)).toEqual({ campo: 'colonna/Colore preferito', colonna: 'Colore preferito' })
  // a profile of fewer columns loses none; what does not serve is said, and stays out
  expect(conTutte([], ['Taglia', ' '])).toEqual([{ campo: 'colonna/Taglia', colonna: 'Taglia' }])
  expect(conTutte([{ campo: NON_SERVE, colonna: 'TAGLIA' }], ['Taglia'])).toHaveLength(1)
  expect(difettiMappa([...mappa.slice(0, -1), { campo: NON_SERVE, colonna: 'Colore preferito' }], colonne)).toEqual([])
  expect(difettiMappa(mappa, colonne)).toEqual([])
  expect(difettiMappa(mappa.slice(1), colonne)).toEqual(['Indica la colonna di «Protocollo INPS».'])
  expect(difettiMappa([...mappa, { campo: 'cap', colonna: 'Non c’è' }], colonne)[0]).toContain('manca la colonna')
})

test('a row in the fields it means', () => {
  const { dati, motivi } = leggi(riga())
  expect(motivi).toEqual([])
  expect(dati.domanda).toEqual({
    protocollo: 'INPS-1',
    codiceFiscaleRichiedente: ada,
    presentataIl: '2026-01-15',
    beneficio: 'in-pagamento',
    mensile: 123450,
    comune: 'X001',
  })
  expect(dati.componente).toEqual({
    codiceFiscale: ada,
    cognome: 'SIMULATA',
    nome: 'ADA',
    dataNascita: '1985-03-04',
    'colonna/Colore preferito': 'blu',
  })
})

test('every field that the sources list has a column (gepi §3.2, M1–M6 of §11bis), and no header is of two', () => {
  const detti = [
    [
      'id domanda',
      'cf richiedente',
      'cognome richiedente',
      'nome richiedente',
      'ambito',
      'data presentazione',
      'data assegnazione',
    ],
    ['cf coordinatore assegnante', 'cf case manager assegnatario', 'indirizzo residenza', 'comune residenza', 'cap'],
    [
      'cf',
      'cognome',
      'nome',
      'relazione parentale',
      'data nascita',
      'genere',
      'condizione occupazionale',
      'did firmata',
    ],
    [
      'stato patto lavoro',
      'disabilita',
      'stato beneficio',
      'motivazione',
      'nazionalita',
      'comune nascita',
      'indirizzo componente',
    ],
    [
      'convivente',
      'titolo studio',
      'qualifica professionale',
      'frequenza corsi',
      'prestazioni inps',
      'titolo soggiorno',
      'naspi',
    ],
    ['periodo disoccupazione', 'studente', 'telefono', 'cellulare', 'email'],
    // by decree: M1–M3, then M4–M6 and the work side
    [
      'importo',
      'isee',
      'ise',
      'isre',
      'reddito familiare',
      'immobili',
      'mobiliare',
      'canone',
      'mutuo',
      'protocollo dsu',
    ],
    ['altre prestazioni', 'in scala', 'soggetto agli obblighi', 'competenza cpi'],
    [
      'residenza non accertabile',
      'soggiorno non accertabile',
      'nucleo isee da verificare',
      'data aggiornamento contatti',
    ],
    ['stato pagamento', 'importo pagato', 'motivo decadenza', 'esito controlli', 'pec', 'domicilio'],
    ['cod stato', 'cod ruolo beneficiario', 'cod sap', 'data rendicontazione'],
  ].flat()
  expect(proponiMappa(detti).sconosciute).toEqual([])
  const sinonimi = campiEstratto.flatMap((c) => [...new Set(c.sinonimi)])
  expect(sinonimi.filter((s, n) => sinonimi.indexOf(s) !== n)).toEqual([])
})

describe('what is wrong with a row, in words', () => {
  test.each([
    ['a wrong code', { CF: `${ada.slice(0, 15)}${ada.endsWith('A') ? 'B' : 'A'}` }, 'errore di battitura'],
    ['a day in the future', { 'Data presentazione': '03/03/2026' }, '03/03/2026 è nel futuro'],
    ['a day that does not exist', { 'Data nascita': '31/02/1985' }, 'non è una data'],
    ['another person', { 'Data nascita': '05/03/1985' }, 'non è quella del codice fiscale'],
    ['a state that nobody knows', { 'Stato beneficio': 'boh' }, 'non è uno stato che si conosce'],
    ['an amount that is not one', { Importo: 'molto' }, 'non è un importo'],
    ['a comune that does not exist', { Comune: 'Atlantide' }, 'non è un comune'],
    ['nothing where something serves', { Protocollo: '' }, 'Protocollo INPS: manca.'],
  ])('%s', (_, altro, frase) => {
    expect(leggi(riga(altro)).motivi.join(' ')).toContain(frase)
  })
})

describe('the rows of a protocol', () => {
  test('are one household, who asks first', () => {
    const { nucleo: n } = nucleo(leggi(riga(figlio)), leggi(riga()))
    expect(n?.componenti.map((c) => c.codiceFiscale)).toEqual([ada, ivo])
    expect(n?.valori).toMatchObject({ presentataIl: '2026-01-15', comune: 'X001' })
  })
  test('the same row twice is one; two that contradict each other are refused', () => {
    expect(nucleo(leggi(riga()), leggi(riga())).nucleo?.componenti).toHaveLength(1)
    expect(nucleo(leggi(riga()), leggi(riga({ Nome: 'Adalgisa', CF: ada }))).motivi.length).toBeGreaterThan(0)
    expect(nucleo(leggi(riga()), leggi(riga({ ...figlio, 'Data presentazione': '16/01/2026' }))).motivi).toEqual([
      'Le righe 2 e 3 sono della stessa domanda e dicono cose diverse di «Data di presentazione».',
    ])
  })
  test('of what comes one line at a time, another benefit or a column that nobody knows, each line is kept', () => {
    const { nucleo: n } = nucleo(leggi(riga()), leggi(riga({ 'Colore preferito': 'verde' })), leggi(riga()))
    expect(n?.componenti[0]?.valori['colonna/Colore preferito']).toBe('blu · verde')
  })
  test('without the applicant are refused', () => {
    expect(nucleo(leggi(riga(figlio))).motivi.join()).toContain('richiedente non è tra i componenti')
  })
})

test('against what is known: values, who came and who went; what is not said is not taken away', () => {
  const n = (protocollo: string, valori: Nucleo['valori'], componenti: Nucleo['componenti']): Nucleo => ({
    protocollo,
    richiedente: ada,
    valori,
    componenti,
  })
  const noto = n('1', { mensile: 50000, cap: '00100' }, [
    { codiceFiscale: ada, valori: { nome: 'ADA', email: 'a@example.it' } },
    { codiceFiscale: ivo, valori: {} },
  ])
  const nuovo = n('1', { mensile: 60000 }, [
    { codiceFiscale: ada, valori: { nome: 'Ada' } },
    { codiceFiscale: 'NUOVO', valori: {} },
  ])
  expect(differenzeNucleo(noto, nuovo)).toEqual([
    { campo: 'mensile', di: null, prima: 50000, dopo: 60000 },
    { campo: 'componente', di: 'NUOVO', prima: null, dopo: 'entrato' },
    { campo: 'componente', di: ivo, prima: 'presente', dopo: 'uscito' },
  ])
  expect(differenzeNucleo(noto, noto)).toEqual([])
})
