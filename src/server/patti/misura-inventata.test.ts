// A measure that no law has, with facts, checks, terms, questionnaires, outcomes and names of its own, from the domanda at the desk to the
// third meeting of the pact, the flows and its closure: by the endpoints alone, with no program that knows it.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRuolo, type Caller, type Refused } from '../../../test/support/app.ts'
import { operatore } from '../../../test/support/cartella.ts'
import { luoghiFlussi } from '../../../test/support/flussi.ts'
import { orto } from '../../../test/support/misura-dell-orto.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import {
  type Cella,
  casoDi,
  esiti,
  type Finto,
  finto,
  importa,
  lavora,
  nucleo,
  type Scena,
  scena,
  scriviPatto,
} from '../../../test/support/patti.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { fontiApi } from '../../shared/flussi/fonti.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import { misureApi } from '../../shared/misure/misure.api.ts'
import type { Termine } from '../../shared/misure/termini.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { comunicazioniApi } from '../../shared/patti/comunicazioni.api.ts'
import { cruscottoApi } from '../../shared/patti/cruscotto.api.ts'
import { domandeApi } from '../../shared/patti/domande.api.ts'
import { inviiCpiApi } from '../../shared/patti/invii-cpi.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, pattoApi, sostegniApi } from '../../shared/patti/patto.api.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
import { radice } from '../kernel/paths.ts'
import { caricaQuestionari, type QuestionarioDiFabbrica } from '../parametri/carica-questionari.ts'

const ORTO = 'dote-orto'
const fonte = { fonte: 'Delibera di prova', segno: 'P' } as const
const termine = (t: Pick<Termine, 'id' | 'nome' | 'ancore' | 'lunghezza' | 'adempie'> & Partial<Termine>): Termine => ({
  sana: true,
  ferma: ['giustificato-motivo'],
  preavviso: 5,
  ...fonte,
  ...t,
})

const definizione: Definizione = {
  ...orto,
  fatti: [
    ...orto.fatti,
    { id: 'componente.braccia', tipo: 'logico', nome: 'sa zappare' },
    { id: 'componente.schiena', tipo: 'logico', nome: 'ha mal di schiena' },
  ],
  durata: {
    mesi: 7,
    rinnovi: [
      {
        mesi: 3,
        sosta: 2,
        conDomanda: true,
        testo: 'Si chiede ancora una volta, dopo due mesi di riposo della terra.',
      },
    ],
    decorre: { eventi: ['riconoscimento'], mesiDopo: 1, ...fonte },
    testo: 'Sette mesi.',
    fonte: 'Delibera di prova',
    segno: 'O',
  },
  termini: [
    termine({
      id: 'verifica-del-terreno',
      nome: 'Verifica del terreno',
      ancore: [{ evento: 'domanda' }],
      lunghezza: { quanti: 12, unita: 'giorni' },
      adempie: ['domanda-inviata'],
    }),
    termine({
      id: 'primo-colloquio',
      nome: 'Primo colloquio nell’orto',
      ancore: [{ evento: 'domanda' }],
      lunghezza: { quanti: 45, unita: 'giorni' },
      adempie: ['incontro'],
    }),
    termine({
      id: 'sopralluogo',
      nome: 'Sopralluogo',
      ancore: [{ evento: 'intervista-orto' }],
      quando: { '=': ['analisi.esito', { codice: 'rosso' }] },
      lunghezza: { quanti: 5, unita: 'giorni' },
      adempie: ['sopralluogo-orto'],
    }),
    termine({
      id: 'accordo',
      nome: 'Accordo sull’orto',
      ancore: [{ evento: 'primo-incontro' }],
      lunghezza: { quanti: 10, unita: 'giorni-lavorativi' },
      adempie: ['patto-sottoscritto'],
    }),
    termine({
      id: 'raccolto',
      nome: 'Verifica del raccolto',
      ancore: [{ evento: 'incontro' }],
      lunghezza: { quanti: 40, unita: 'giorni' },
      ripete: true,
      adempie: ['incontro', 'incontro-patto'],
    }),
  ],
  questionari: [
    { codice: 'intervista-orto', nome: 'Intervista', quando: 'Sempre.', ...fonte },
    { codice: 'sopralluogo-orto', nome: 'Sopralluogo', quando: 'Quando l’intervista lo chiede.', ...fonte },
  ],
  obblighi: [
    {
      id: 'zappare',
      nome: 'Zappare',
      testo: 'Chi sa zappare zappa.',
      chi: 'componente.braccia',
      impegna: 'lavoro',
      ...fonte,
    },
  ],
  esoneri: [
    {
      id: 'riposo',
      nome: 'Riposo della schiena',
      testo: 'Chi ha mal di schiena può riposare.',
      chi: 'componente.schiena',
      genere: 'esonerabile',
      documento: 'Certificato',
      ...fonte,
    },
  ],
  flussi: [{ flusso: 'siuss', campo: 'prestazione', codice: 'A1.04', ...fonte }],
  domanda: {
    controlli: [
      { id: 'catasto', nome: 'Catasto', testo: 'L’orto è al catasto.', ...fonte },
      { id: 'acqua', nome: 'Acqua', testo: 'C’è l’acqua.', ...fonte },
    ],
    conIrregolari: 'respinge',
    ...fonte,
  },
  comunicazioni: [
    { tipo: 'domanda', nome: 'Domanda per l’orto', destinatario: 'inps', tracciato: 'domanda.2', eventi: [], ...fonte },
    {
      tipo: 'incontro',
      nome: 'Incontro nell’orto',
      destinatario: 'inps',
      tracciato: 'atto.1',
      eventi: ['primo-incontro', 'incontro'],
      entroIlGiorno: 9,
      ...fonte,
    },
    {
      tipo: 'invio-cpi',
      nome: 'Invio ai campi',
      destinatario: 'centro-impiego',
      tracciato: 'atto.1',
      eventi: ['invio-cpi'],
      ...fonte,
    },
    {
      tipo: 'attivabili',
      nome: 'Chi zappa',
      destinatario: 'siisl',
      tracciato: 'patto.1',
      eventi: ['patto-sottoscritto'],
      perComponente: true,
      ...fonte,
    },
  ],
  convocazione: { preavvisoGiorni: 0, ...fonte },
}

const area = { id: 'terra', nome: 'La terra', riquadro: 'nucleo' } as const
/** Codes that no law has; the framework that one of them opens is not called as any other. */
const ESITI = [
  { codice: 'verde', nome: 'Ci pensano i campi', sociale: false, fonte: 'Prova' },
  { codice: 'giallo', nome: 'Basta l’accordo', sociale: true, fonte: 'Prova' },
  {
    codice: 'rosso',
    nome: 'Serve il sopralluogo',
    sociale: true,
    apre: 'sopralluogo-orto',
    entroGiorni: 5,
    fonte: 'Prova',
  },
  { codice: 'bianco', nome: 'Niente da fare', sociale: false, via: 'nessuna' as const, fonte: 'Prova' },
]
const questionari: QuestionarioDiFabbrica[] = [
  {
    codice: 'intervista-orto',
    versione: 1,
    nome: 'Intervista sull’orto',
    etichetta: 'di prova',
    dal: '2026-01-01',
    al: null,
    nota: '',
    definizione: {
      per: 'nucleo',
      aree: [area],
      esito: { campo: 'esito', valori: ESITI, avvisi: [] },
      modulo: {
        pages: [
          {
            name: 'terra',
            title: 'La terra',
            elements: [
              { type: 'text', name: 'metri', title: 'Quanti metri quadrati?', inputType: 'number' },
              {
                type: 'radiogroup',
                name: 'esito',
                title: 'Esito',
                isRequired: true,
                choices: ESITI.map((e) => ({ value: e.codice, text: e.nome })),
              },
            ],
          },
        ],
      },
    },
  },
  {
    codice: 'sopralluogo-orto',
    versione: 1,
    nome: 'Sopralluogo nell’orto',
    etichetta: 'di prova',
    dal: '2026-01-01',
    al: null,
    nota: '',
    definizione: {
      per: 'nucleo',
      scala: [
        { valore: 1, nome: 'incolto', segno: 'problema' },
        { valore: 2, nome: 'coltivato', segno: 'risorsa' },
      ],
      candidati: { finoA: 1, fonte: 'Prova' },
      aree: [area],
      modulo: {
        pages: [
          {
            name: 'terra',
            title: 'La terra',
            elements: [
              {
                type: 'rating',
                name: 'siepi',
                title: 'Le siepi',
                rateMin: 1,
                rateMax: 2,
                area: 'terra',
                isRequired: true,
              },
            ],
          },
        ],
      },
    },
  },
]

let s: Scena
let sportello: Caller
let controlli: Caller
let invii: Caller
let flussi: Caller
let cp: Caller
let cm: Caller
const quando = async (giorno: string) => {
  ;[sportello, controlli, invii, flussi, cp, cm] = (await s.quando(giorno)) as [
    Caller,
    Caller,
    Caller,
    Caller,
    Caller,
    Caller,
  ]
}
beforeAll(async () => {
  s = await scena(
    'operatore-sportello',
    'responsabile-controlli',
    'coordinatore-controlli',
    'operatore-flussi',
    'coordinatore-patto',
    'case-manager',
  )
  await luoghiFlussi(s.t)
  await caricaModelli(s.t.deps)
  await caricaQuestionari(s.t.deps, questionari)
  await quando('2026-03-02')
  const su = await asRuolo(s.t, null, 'super-utente')
  const { voci } = await su.call(misureApi.list, {})
  // a measure is born from another, and keeps nothing of it
  const { id } = await su.call(misureApi.crea, {
    codice: ORTO,
    nome: 'Dote per l’orto',
    sigla: 'DPO',
    da: voci[0]!.versioni[0]!.id,
  })
  const { revisione } = await su.call(misureApi.leggi, { id })
  const salvata = await su.call(misureApi.salva, {
    id,
    etichetta: 'di prova',
    dal: '2026-01-01',
    al: null,
    nota: 'Inventata per la prova',
    definizione,
    revisione,
  })
  await su.call(misureApi.pubblica, { id, revisione: salvata.revisione })
})
afterAll(() => s.t.close())

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const scheda = (id: string) => cm.call(mieiCasiApi.leggi, { id })
const luci = async (id: string) =>
  Object.fromEntries((await scheda(id)).termini.map((x) => [x.id, `${x.luce} ${x.scadenza ?? ''}`.trim()]))

async function compila(casoId: string, questionario: string, giorno: string, scritte: Record<string, string | number>) {
  const { id } = await cm.call(analisiCasoApi.comincia, { id: casoId, questionario, giorno })
  const { versione } = await cm.call(compilazioniApi.leggi, { id })
  const risposte = Object.entries(scritte).map(([campo, valore]) => ({
    componenteId: null,
    campo,
    valore,
    revisione: 0,
  }))
  const dopo = await cm.call(compilazioniApi.salva, { id, vista: versione, risposte })
  await cm.call(compilazioniApi.finalizza, { id, versione: dopo.versione })
  return id
}

/** What waits to leave, into a file and delivered. */
async function partita() {
  await flussi.call(comunicazioniApi.prepara, {})
  const { voci } = await flussi.call(comunicazioniApi.file, {})
  for (const f of voci.filter((x) => x.stato === 'da-consegnare'))
    await flussi.call(comunicazioniApi.consegna, { id: f.id })
}

const persona = (p: Finto, sesso: 'F' | 'M', altro: Record<string, boolean | string> = {}) => ({
  valori: { codiceFiscale: p.cf, cognome: p.cognome, nome: p.nome, dataNascita: p.nascita, sesso, ...altro },
})

/** From the desk to the caso: presented, checked, sent, granted with the answer of INPS. */
async function accolta(ada: Finto, ivo: Finto, protocollo: string): Promise<string> {
  const { id } = await sportello.call(domandeApi.crea, {
    comuneId: s.comune,
    misuraId: ORTO,
    giorno: '2026-03-02',
    contenuto: {
      nucleo: { indirizzo: 'Via dell’Orto 1', cap: '00100', telefono: '0600000000', 'orto.metri': 33 },
      componenti: [
        persona(ada, 'F', { 'componente.braccia': true, 'componente.schiena': false }),
        persona(ivo, 'M', { parentela: 'figlio', 'componente.braccia': true, 'componente.schiena': true }),
      ],
    },
  })
  const { versione } = await sportello.call(domandeApi.leggi, { id })
  await sportello.call(domandeApi.presenta, { id, giorno: '2026-03-02', versione })
  expect(await sportello.call(domandeApi.leggi, { id })).toMatchObject({
    stato: 'presentata',
    scade: '2026-03-14',
    valutazione: { risultato: { esito: 'spetta', mensile: 4125 } },
  })
  for (const controllo of ['catasto', 'acqua'])
    await controlli.call(domandeApi.controlla, {
      id,
      controllo,
      esito: 'regolare',
      giorno: '2026-03-02',
      documento: 'Mappa 1',
      nota: '',
    })
  await invii.call(domandeApi.invia, { id })
  await partita()
  const { voci } = await flussi.call(comunicazioniApi.list, {})
  const detta = voci.find((c) => c.tipo === 'domanda' && c.stato === 'inviata')!
  const { colonne, righe } = await flussi.call(comunicazioniApi.leggi, { id: detta.id })
  expect(righe.map((r) => r[colonne.indexOf('FATTI_NUCLEO')])).toEqual(['orto.metri=33', 'orto.metri=33'])
  const risposta = ['RIFERIMENTO;ESITO;DATA;MOTIVO;PROTOCOLLO;IMPORTO']
  for (const r of [
    [detta.riferimento, 'RICEVUTA', '02/03/2026', '', '', ''],
    [detta.riferimento, 'ACCOLTA', '02/03/2026', '', protocollo, '41,25'],
  ])
    risposta.push(r.join(';'))
  const file = Buffer.from(risposta.join('\n'))
  expect(await flussi.call(comunicazioniApi.ricevi, { nome: 'ricevute.csv' } as never, { file })).toMatchObject({
    applicate: 2,
    problemi: [],
  })
  expect(await sportello.call(domandeApi.leggi, { id })).toMatchObject({ stato: 'accolta', protocollo })
  const caso = await casoDi(cp, ada)
  await cp.call(casiApi.assegna, { voci: [{ casoId: caso.id, utenteId: cm.utenteId }] })
  await lavora(s.t)
  return caso.id
}

test('from the domanda to the third meeting of the pact and the flows: nothing of it is known to any program', async () => {
  const { t, comune } = s
  const [ada, ivo] = [finto(), finto('Ivo', '1999-06-07', 'M')]
  const id = await accolta(ada, ivo, 'ORTO-1')
  const arrivato = await scheda(id)
  expect(arrivato).toMatchObject({
    misura: 'Dote per l’orto',
    stato: 'assegnato',
    mensile: 4125,
    scadenza: '2026-04-16',
    termine: 'Primo colloquio nell’orto',
  })
  expect(arrivato.termini.map((x) => `${x.id} ${x.luce}`)).toEqual([
    'verifica-del-terreno adempiuto',
    'primo-colloquio verde',
    'sopralluogo non-decorre',
    'accordo non-decorre',
    'raccolto non-decorre',
  ])
  expect(arrivato.durata).toMatchObject({
    dal: '2026-04-01',
    al: '2026-10-31',
    rinnovi: 0,
    passata: false,
    poi: { mesi: 3, nonPrima: '2027-01-01', conDomanda: true },
  })
  // its obligations and its exemption, by what is declared and then by an act
  const di = (nome: string) => arrivato.nucleo.find((m) => m.nome.endsWith(nome))!
  expect([di('Ada'), di('Ivo')].map((m) => [m.soggetto, m.esoneriProposti])).toEqual([
    ['Ha obblighi ed è attivabile al lavoro: la norma chiede: Zappare', []],
    ['Ha obblighi ed è attivabile al lavoro: la norma chiede: Zappare', ['riposo']],
  ])
  await cm.call(mieiCasiApi.esonera, {
    id,
    componenteId: di('Ivo').id,
    specie: 'esonero',
    tipo: 'riposo',
    dal: '2026-03-02',
    documento: 'Certificato',
  })
  expect((await scheda(id)).nucleo.find((m) => m.nome.endsWith('Ivo'))!.soggetto).toBe(
    'Non ha obblighi: è esonerato o escluso (Riposo della schiena)',
  )

  await cm.call(mieiCasiApi.convoca, { id, giorno: '2026-03-02' })
  await cm.call(mieiCasiApi.presenta, { id, giorno: '2026-03-02' })
  expect((await cm.call(inviiCpiApi.leggi, { id })).comunicazioni).toMatchObject([
    { nome: 'Incontro nell’orto', stato: 'da-inviare', entro: '2026-03-09' },
  ])
  // ten working days, and forty days from the meeting
  expect(await luci(id)).toMatchObject({ accordo: 'verde 2026-03-16', raccolto: 'verde 2026-04-11' })
  const { daCominciare } = await cm.call(analisiCasoApi.leggi, { id })
  expect(daCominciare.map((q) => [q.nome, q.impedimento === null])).toEqual([
    ['Intervista sull’orto', true],
    ['Sopralluogo nell’orto', false],
  ])
  await compila(id, 'intervista-orto', '2026-03-02', { metri: 33, esito: 'rosso' })
  expect((await cm.call(analisiCasoApi.leggi, { id })).esito).toMatchObject({
    nome: 'Serve il sopralluogo',
    entro: '2026-03-07',
  })
  expect((await scheda(id)).esitoAnalisi).toEqual({
    codice: 'rosso',
    sociale: true,
    via: 'patto',
    apre: 'sopralluogo-orto',
  })
  expect(await luci(id)).toMatchObject({ sopralluogo: 'verde 2026-03-07' })
  expect((await cm.call(pattoApi.delCaso, { id })).impedito).toMatch(/^Con esito rosso /)
  await expect(
    cm.call(inviiCpiApi.invia, { id, giorno: '2026-03-02', motivo: 'Che ci pensino i campi' }),
  ).rejects.toMatchObject({ problem: { codice: 'stato-non-ammesso' } })
  await quando('2026-03-04')
  await compila(id, 'sopralluogo-orto', '2026-03-04', { siepi: 1 })
  expect((await scheda(id)).stato).toBe('quadro-finalizzato')
  expect((await cm.call(analisiCasoApi.candidati, { id })).voci.map((v) => v.campo)).toEqual(['siepi'])

  const { id: patto } = await cm.call(pattoApi.apri, { id })
  const { risultato } = await scriviPatto(cm, patto)
  await cm.call(pattoApi.proponi, { id: patto, versione: (await cm.call(pattoApi.leggi, { id: patto })).versione })
  const { testo } = await leggiPdf((await cm.raw(pattoApi.pdf, { id: patto })).body as Uint8Array)
  expect(testo.replaceAll('\n', ' ')).toContain('Va al centro civico')
  const { firme, versione, persone } = await cm.call(pattoApi.leggi, { id: patto })
  for (const f of firme)
    await cm.call(pattoApi.disegna, { id: patto, firma: f.id, versione, giorno: '2026-03-04', immagine: PNG })
  expect(await luci(id)).toMatchObject({ accordo: 'adempiuto 2026-03-16' })
  const zappa = (await flussi.call(comunicazioniApi.list, { tipo: 'attivabili' })).voci
  expect(zappa).toHaveLength(1)
  const { colonne, righe } = await flussi.call(comunicazioniApi.leggi, { id: zappa[0]!.id })
  expect(righe.map((r) => ['CF', 'ATTIVABILE'].map((c) => r[colonne.indexOf(c)]))).toEqual([
    [ada.cf, 'SI'],
    [ivo.cf, 'NO'],
  ])

  const giorni = ['2026-04-01', '2026-05-04', '2026-06-08']
  await cm.call(monitoraggioApi.pianifica, { id: patto, giorni, ora: '10:00', durata: 30, voci: [risultato] })
  const { incontri } = await cm.call(monitoraggioApi.leggi, { id: patto })
  const presenti = persone.filter((p) => p.firma).map((p) => p.componenteId)
  for (const [n, giorno] of giorni.entries()) {
    await quando(giorno)
    await cm.call(monitoraggioApi.registra, {
      id: patto,
      incontro: incontri[n]!.id,
      giorno,
      tenuto: true,
      presenti,
      assenti: [],
      decisione: 'prosegue',
      valutazioni: [{ voce: risultato, valore: n < 2 ? 'parziale' : 'raggiunto' }],
    })
    expect((await scheda(id)).stato).toBe('in-monitoraggio')
  }
  expect(await luci(id)).toMatchObject({ raccolto: 'verde 2026-07-18' })

  // what is paid, as it goes to INPS: with the code that the version says
  await importa(
    t,
    cp,
    [
      ...nucleo([ada, ivo], {
        Protocollo: 'ORTO-1',
        'Data PAD': '',
        'Data presentazione': '02/03/2026',
        'Stato beneficio': 'In pagamento',
        Importo: '41,25',
      } satisfies Cella),
    ],
    { comune, misura: ORTO, estrattoIl: '2026-06-08' },
  )
  const { id: ente } = await flussi.call(entiApi.create, {
    comuneId: comune,
    tipo: 'comune',
    codice: 'F205',
    denominazione: 'Comune Dimostrativo',
    sede: 'F205',
    codiceFiscaleOperatore: 'DMSSTT80A01F205X',
    gravita: {},
  })
  const { definizione: pubblicata } = await cm.call(misureApi.leggi, { id: arrivato.versioneId })
  const voce = (await flussi.call(fontiApi.voci, { ente })).voci.find((v) => v.voce === ORTO)!
  expect(voce.nome).toBe('Dote per l’orto')
  await flussi.call(fontiApi.decidi, {
    ente,
    fonte: voce.fonte,
    voce: ORTO,
    invia: true,
    codice: pubblicata.flussi.find((f) => f.flusso === 'siuss')!.codice,
    campi: [
      { campo: 'presenzaProvaMezzi', valore: '4' },
      { campo: 'beneficiario.anagrafica.cittadinanza', valore: '380' },
    ],
  })
  await flussi.call(fontiApi.estrai, { ente, periodo: '2026-06' })
  const { voci: prestazioni } = await flussi.call(prestazioniApi.list, { ente })
  expect(prestazioni.map((p) => Object.fromEntries(p.valori.map((v) => [v.campo, v.valore])))).toMatchObject([
    { codicePrestazione: 'A1.04', importoMensile: '41.25', presaInCarico: '1', 'beneficiario.codiceFiscale': ada.cf },
  ])

  await cm.call(pattoApi.chiudi, {
    id: patto,
    motivo: 'risultati-raggiunti',
    valutazione: 'L’orto dà da mangiare.',
    giorno: '2026-06-08',
    versione: (await cm.call(pattoApi.leggi, { id: patto })).versione,
    caso: 'chiudi',
    motivoCaso: 'conclusione',
  })
  const finale = await scheda(id)
  expect(finale).toMatchObject({ stato: 'chiuso', nonContato: false })
  // asked again while it is still paid, and when the rest of the earth is over
  const ancora = (giorno: string) =>
    // who asks is another of the household
    chiesta(giorno, [
      persona(ivo, 'M', { 'componente.braccia': true, 'componente.schiena': true }),
      persona(ada, 'F', { parentela: 'genitore', 'componente.braccia': true, 'componente.schiena': false }),
    ])
  expect(await ancora('2026-12-31')).toEqual([
    true,
    'giorno: Il beneficio che il nucleo ha avuto è durato fino al 31/10/2026: se ne chiede un altro dal 01/01/2027. Si chiede ancora una volta, dopo due mesi di riposo della terra.',
  ])
  expect(await ancora('2027-01-01')).toEqual([null, 'presentata'])
  // ended by INPS before its months: the caso says so, and the pause is from then
  await daProprietario(
    t,
    `update domanda set beneficio = 'terminato', beneficio_dal = '2026-05-10' where protocollo = 'ORTO-1' returning id`,
  )
  expect((await scheda(id)).durata).toMatchObject({ al: '2026-05-09', passata: true, poi: { nonPrima: '2026-08-01' } })
  expect(await ancora('2026-07-31')).toEqual([
    true,
    expect.stringContaining('al 09/05/2026: se ne chiede un altro dal 01/08/2026'),
  ])
  expect(await ancora('2026-08-01')).toEqual([null, 'presentata'])
  expect(finale.storia.filter((e) => e.titolo === 'Incontro previsto dal patto')).toHaveLength(3)
})

/** Asked at the desk on that day: whether it is told that it is forbidden, and what comes of presenting it. */
async function chiesta(giorno: string, componenti: ReturnType<typeof persona>[]) {
  await quando(giorno)
  const { id } = await sportello.call(domandeApi.crea, {
    comuneId: s.comune,
    misuraId: ORTO,
    giorno,
    contenuto: {
      nucleo: { indirizzo: 'Via dell’Orto 1', cap: '00100', telefono: '0600000000', 'orto.metri': 33 },
      componenti,
    },
  })
  const { versione, presto } = await sportello.call(domandeApi.leggi, { id })
  const esito = await sportello.call(domandeApi.presenta, { id, giorno, versione }).then(
    () => 'presentata',
    (e: Refused) => e.problem.errori?.map((x) => `${x.campo}: ${x.messaggio}`).join(' '),
  )
  return [presto?.vieta ?? null, esito]
}

test('who lived with somebody who must not be found is not told that she asked', async () => {
  const [ada, ivo] = [finto(), finto('Ivo', '1999-06-07', 'M')]
  await quando('2026-03-02')
  const id = await accolta(ada, ivo, 'ORTO-A')
  const padre = () =>
    chiesta('2026-06-01', [
      persona(finto('Ugo', '1970-01-01', 'M'), 'M', { 'componente.braccia': true, 'componente.schiena': false }),
      persona(ivo, 'M', { parentela: 'figlio', 'componente.braccia': true, 'componente.schiena': false }),
    ])
  expect(await padre()).toEqual([true, expect.stringContaining('ha avuto')])
  await quando('2026-06-01')
  const sociale = await operatore(s.t, s.a, 'assistente-sociale', s.comune)
  const { personaId } = (await scheda(id)).nucleo[0]!
  await sociale.call(personeApi.apri, { id: personaId!, motivo: 'vigilanza', dettaglio: 'Prova' })
  await sociale.call(fattiApi.registra, {
    id: personaId!,
    tipo: 'domicilio',
    dati: { comune: s.comune, indirizzo: 'Via Nascosta', civico: '9', cap: '00100' },
    segreto: true,
    fonte: 'persona',
    dal: '2026-01-01',
  } as never)
  expect(await padre()).toEqual([null, 'presentata'])
})

test('had before in a household for which another asked, it is counted', async () => {
  const [ada, lea, ivo] = [finto(), finto('Lea', '1960-01-01'), finto('Ivo', '1999-06-07', 'M')]
  await quando('2026-03-02')
  await accolta(ada, ivo, 'ORTO-P')
  const poi = await accolta(lea, ivo, 'ORTO-Q')
  expect((await scheda(poi)).durata.rinnovi).toBe(0)
  for (const tabella of ['domanda', 'caso'])
    await daProprietario(
      s.t,
      `update ${tabella} set presentata_il = '2026-01-10' where codice_fiscale = '${ada.cf}' returning id`,
    )
  expect((await scheda(poi)).durata.rinnovi).toBe(1)
})

test('its outcomes lead where its questionnaire says, and those that are social are counted', async () => {
  await quando('2026-03-02')
  const porta = async (protocollo: string, esito: string) => {
    const id = await accolta(finto(), finto('Ivo', '1999-06-07', 'M'), protocollo)
    await cm.call(mieiCasiApi.presenta, { id, giorno: '2026-03-02' })
    await compila(id, 'intervista-orto', '2026-03-02', { metri: 33, esito })
    const { impedito } = await cm.call(pattoApi.delCaso, { id })
    const quadro = (await cm.call(analisiCasoApi.leggi, { id })).daCominciare.find((q) => q.id === 'sopralluogo-orto')!
    const cpi = await cm.call(inviiCpiApi.invia, { id, giorno: '2026-03-02', motivo: 'Ai campi' }).then(
      () => true,
      (e: Refused) => e.problem.codice,
    )
    return [impedito === null, quadro.impedimento === null, cpi]
  }
  const aa = await asRuolo(s.t, s.a, 'amministratore-ambito')
  const numeri = async () => {
    const { misure } = await aa.call(sostegniApi.numeri, { dal: '2026-01-01', al: '2026-12-31' })
    const sua = misure.find((m) => m.misura === 'Dote per l’orto')
    return [sua?.casi ?? 0, sua?.presiInCarico ?? 0]
  }
  const [casi, presi] = (await numeri()) as [number, number]
  expect(await porta('ORTO-V', 'verde')).toEqual([false, false, true])
  expect(await porta('ORTO-G', 'giallo')).toEqual([true, false, 'stato-non-ammesso'])
  expect(await porta('ORTO-R', 'rosso')).toEqual([false, true, 'stato-non-ammesso'])
  expect(await porta('ORTO-B', 'bianco')).toEqual([false, false, 'stato-non-ammesso'])
  expect(await numeri()).toEqual([casi + 4, presi + 2])
  // the same in the dashboard, with the days of its own first meeting
  expect(await aa.call(cruscottoApi.territorio, { misura: ORTO })).toMatchObject({
    casi: casi + 4,
    presi: presi + 2,
    misure: [{ id: ORTO, nome: 'Dote per l’orto', casi: casi + 4 }],
    stati: expect.arrayContaining([{ stato: 'inviato-cpi', casi: 1 }]),
    incontri: [{ giorni: 45 }],
  })
})

test('casi of before take from the questionnaires what follows from their outcome; a code that none has stops the upgrade by its name', async () => {
  const [blocco] = readFileSync(join(radice, 'migrations/0093_esiti_del_questionario.sql'), 'utf8').match(
    /^do \$\$[\s\S]*?^end \$\$;/m,
  )!
  const diPrima = async (codice: string, poi: (tutti: () => Promise<unknown>) => Promise<void>) => {
    const { owner } = s.t
    await owner.exec('reset role; begin')
    try {
      await owner.exec(`alter table caso_stato no force row level security; alter table caso_stato drop constraint caso_stato_esito_intero;
        update caso_stato set esito_analisi = ${codice}, esito_sociale = null, esito_via = null, esito_apre = null where esito_analisi is not null`)
      await poi(async () => {
        await owner.exec(blocco)
        await owner.exec('alter table caso_stato no force row level security')
        const { rows } = await owner.query(
          'select distinct esito_analisi, esito_sociale, esito_via, esito_apre from caso_stato where esito_analisi is not null order by 1',
        )
        return rows.map((r) => Object.values(r))
      })
    } finally {
      await owner.exec('rollback')
      if (s.t.deps.db.kind === 'pglite') await owner.exec('set role servizio')
    }
  }
  await diPrima('esito_analisi', async (tutti) =>
    expect(await tutti()).toEqual([
      ['bianco', false, 'nessuna', null],
      ['giallo', true, 'patto', null],
      ['rosso', true, 'patto', 'sopralluogo-orto'],
      ['verde', false, 'cpi', null],
    ]),
  )
  // with no analysis of here to look at, the published questionnaires say it
  await diPrima("'A'", async (tutti) => expect(await tutti()).toEqual([['A', false, 'cpi', null]]))
  await diPrima("'mai-visto'", async (tutti) => {
    await expect(tutti()).rejects.toThrow(/«mai-visto» di \d+ casi/)
  })
})

test('no program names a code of an outcome', () => {
  // a letter beside an outcome, in a comparison or in a list
  const nomina = /esit\w*[^\n]{0,40}(?:[=!]==?|in|includes)\s*\(?\[?\s*'[A-Z]'|(?:'[A-D]',\s*){2}'[A-D]'/
  const file = globSync('src/**/*.{ts,tsx}', { cwd: radice }).filter((f) => !/\.(test|fixture)\.tsx?$/.test(f))
  const ultime = globSync('migrations/*.sql', { cwd: radice }).filter((f) => f.split('/').at(-1)! >= '0093')
  expect(file.length).toBeGreaterThan(400)
  expect([...file, ...ultime].filter((f) => nomina.test(readFileSync(join(radice, f), 'utf8')))).toEqual([])
})

test('a household of years ago is analysed with the questionnaire of then', async () => {
  const { t, comune } = s
  await quando('2020-02-03')
  const ada = finto('Ada', '1980-01-02')
  const righe = nucleo([ada], { 'Data PAD': '', 'Data presentazione': '10/05/2019' } satisfies Cella)
  await importa(t, cp, righe, { comune, misura: 'rdc', estrattoIl: '2020-02-03' })
  const { id } = await casoDi(cp, ada)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: cm.utenteId }] })
  await lavora(t)
  await cm.call(mieiCasiApi.presenta, { id, giorno: '2020-02-03' })
  const analisi = await compila(id, 'analisi-preliminare', '2020-02-03', { esito: 'B', motivazione: 'Colloquio.' })
  const letta = await cm.call(compilazioniApi.leggi, { id: analisi })
  expect(letta).toMatchObject({ versioneId: 'analisi-preliminare.2', giorno: '2020-02-03', stato: 'finalizzata' })
  expect(await scheda(id)).toMatchObject({ stato: 'analisi-finalizzata', esitoAnalisi: esiti.B })
})
