// A measure that no law has, with terms, questionnaires and names of its own, from the extract to the third meeting of the pact and its
// closure: by the endpoints alone, with no program that knows it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRuolo, type Caller } from '../../../test/support/app.ts'
import { orto } from '../../../test/support/misura-dell-orto.ts'
import {
  type Cella,
  casoDi,
  finto,
  importa,
  lavora,
  nucleo,
  type Scena,
  scena,
  scriviPatto,
} from '../../../test/support/patti.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import { misureApi } from '../../shared/misure/misure.api.ts'
import type { Termine } from '../../shared/misure/termini.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, pattoApi } from '../../shared/patti/patto.api.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
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
  durata: { mesi: 7, rinnovi: [], testo: 'Sette mesi.', ...fonte },
  termini: [
    termine({
      id: 'primo-colloquio',
      nome: 'Primo colloquio nell’orto',
      ancore: [{ evento: 'domanda' }],
      lunghezza: { quanti: 45, unita: 'giorni' },
      adempie: ['incontro'],
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
  obblighi: [],
  esoneri: [],
  flussi: [],
}

const area = { id: 'terra', nome: 'La terra', riquadro: 'nucleo' } as const
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
      esito: {
        campo: 'esito',
        valori: [
          { codice: 'B', nome: 'Basta l’accordo', sociale: true, fonte: 'Prova' },
          {
            codice: 'D',
            nome: 'Serve il sopralluogo',
            sociale: true,
            apre: 'sopralluogo-orto',
            entroGiorni: 5,
            fonte: 'Prova',
          },
        ],
        avvisi: [],
      },
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
                choices: [
                  { value: 'B', text: 'Basta l’accordo' },
                  { value: 'D', text: 'Serve il sopralluogo' },
                ],
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
let cp: Caller
let cm: Caller
const quando = async (giorno: string) => {
  ;[cp, cm] = (await s.quando(giorno)) as [Caller, Caller]
}
beforeAll(async () => {
  s = await scena('coordinatore-patto', 'case-manager')
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

test('from the extract to the third meeting and the closure: terms, questionnaires and words are those of the measure', async () => {
  const { t, comune } = s
  const [ada, ivo] = [finto(), finto('Ivo', '2015-06-07', 'M')]
  const righe = nucleo([ada, ivo], { 'Data PAD': '', 'Data presentazione': '20/02/2026' } satisfies Cella)
  await importa(t, cp, righe, { comune, misura: ORTO })
  const { id } = await casoDi(cp, ada)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: cm.utenteId }] })
  await lavora(t)
  const arrivato = await scheda(id)
  expect(arrivato).toMatchObject({
    misura: 'Dote per l’orto',
    stato: 'assegnato',
    scadenza: '2026-04-06',
    termine: 'Primo colloquio nell’orto',
  })
  expect(arrivato.termini.map((x) => x.id)).toEqual(['primo-colloquio', 'accordo', 'raccolto'])
  // what its rule asks for, and how much it gives
  const { id: valutazione } = await cm.call(valutazioniApi.conserva, {
    versioneId: arrivato.versioneId,
    comuneId: comune,
    pratica: arrivato.protocollo,
    fatti: { nucleo: { 'domanda.giorno': '2026-02-20', 'orto.metri': 33 }, componenti: [{}] },
  })
  expect(await cm.call(valutazioniApi.leggi, { id: valutazione })).toMatchObject({ esito: 'spetta', mensile: 4125 })

  await cm.call(mieiCasiApi.convoca, { id, giorno: '2026-03-02' })
  await cm.call(mieiCasiApi.presenta, { id, giorno: '2026-03-02' })
  // ten working days, and forty days from the meeting
  expect(await luci(id)).toMatchObject({ accordo: 'verde 2026-03-16', raccolto: 'verde 2026-04-11' })
  const { daCominciare } = await cm.call(analisiCasoApi.leggi, { id })
  expect(daCominciare.map((q) => [q.nome, q.impedimento === null])).toEqual([
    ['Intervista sull’orto', true],
    ['Sopralluogo nell’orto', false],
  ])
  await compila(id, 'intervista-orto', '2026-03-02', { metri: 33, esito: 'D' })
  expect((await cm.call(analisiCasoApi.leggi, { id })).esito).toMatchObject({
    nome: 'Serve il sopralluogo',
    entro: '2026-03-07',
  })
  expect((await cm.call(pattoApi.delCaso, { id })).impedito).not.toBeNull()
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
  expect(finale.storia.filter((e) => e.titolo === 'Incontro previsto dal patto')).toHaveLength(3)
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
  expect(await scheda(id)).toMatchObject({ stato: 'analisi-finalizzata', esitoAnalisi: 'B' })
})
