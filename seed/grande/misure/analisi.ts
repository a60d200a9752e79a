// The analyses of these households: what is answered depends on what the family is, the outcome on how far it goes; sittings of the
// équipe and frameworks where the need is complex. By who follows the caso, on the days of the story.
import { preseApi } from '../../../src/shared/cartella/prese.api.ts'
import { analisiCasoApi } from '../../../src/shared/patti/analisi-caso.api.ts'
import { type CompilazioneLetta, compilazioniApi } from '../../../src/shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../../../src/shared/patti/miei-casi.api.ts'
import type { Scritta } from '../../analisi.ts'
import type { Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'
import { isSociale } from './operatori.ts'

const ANALISI = 'analisi-preliminare'
const QUADRO = 'quadro-di-analisi'
const MAGGIORE = 18
const AL_LAVORO = 16
const ANZIANO = 60

const uno = <T>(lista: readonly T[], n: number): T => lista[n % lista.length]!

const motivazioni = {
  A: [
    'La famiglia chiede soltanto lavoro: non risultano altri bisogni.',
    'Cerca lavoro da poco, la casa e la famiglia reggono.',
  ],
  B: [
    'Serve un aiuto per i conti e per l’orario di lavoro, che il servizio può dare da solo.',
    'La casa è il punto debole: la famiglia sa che cosa vuole e chiede di essere accompagnata.',
  ],
  C: ['Prima di tutto serve il servizio specialistico, che già conosce la persona.'],
  D: ['Salute, debiti e scuola insieme: nessun servizio da solo basta.'],
} as const
export type EsitoAnalisi = keyof typeof motivazioni

const inCasa: Readonly<Record<string, readonly Scritta[]>> = {
  'famiglia-minori': [
    ['cura', ['minori-6']],
    ['risorse-cura', ['parenti', 'nido-scuola']],
    ['debiti', ['utenze']],
  ],
  anziani: [
    ['cura', ['non-autosufficienti']],
    ['problemi-reti', ['isolamento']],
    ['risorse-cura', ['domiciliare']],
  ],
  disabili: [
    ['cura', ['disabili']],
    ['servizi-attivi', ['disabili']],
    ['risorse-reti', ['parenti']],
  ],
  immigrati: [
    ['problemi-reti', ['senza-parenti']],
    ['risorse-reti', ['comunita', 'associazioni']],
    ['problemi-contesto', ['trasporti']],
  ],
  dipendenze: [
    ['servizi-attivi', ['dipendenze']],
    ['debiti', ['affitto', 'privati']],
    ['problemi-reti', ['conflitti']],
  ],
}
const altrimenti: readonly Scritta[] = [
  ['debiti', ['affitto']],
  ['problemi-reti', ['isolamento']],
  ['risorse-reti', ['vicini']],
]

type Membri = CompilazioneLetta['membri']

/** What the questionnaire asks to be finished, and what this family tells. */
export function risposteAnalisi(x: Nucleo, membri: Membri, esito: EsitoAnalisi): Scritta[] {
  const lavoro = esito === 'A'
  const sociale: readonly Scritta[] = lavoro ? [] : (inCasa[x.famiglia.area] ?? altrimenti)
  const perUno = membri.flatMap(({ id, eta }, k): Scritta[] => {
    const anni = eta ?? 40
    const attivo = anni >= MAGGIORE && anni < ANZIANO
    const escluso = attivo && !lavoro && (x.n + k) % 4 === 3
    return [
      ...(anni >= AL_LAVORO ? ([['attivabile', attivo && !escluso ? 'si' : 'no', id]] as Scritta[]) : []),
      ...(attivo
        ? ([
            ['esclusione', escluso ? 'cura' : 'nessuna', id],
            ['genitoriale', membri.length > 1 ? 'si' : 'no', id],
            ['scala', 'si', id],
            ['condizione', 'disoccupato', id],
            ['senza-lavoro', uno(['meno-6', '6-12', '12-24', 'oltre-24'], x.n + k), id],
          ] as Scritta[])
        : []),
      ['percorso', attivo ? (escluso ? '4' : '1') : anni >= ANZIANO ? '4' : 'nessuno', id],
    ]
  })
  return [
    ['luogo', uno(['ufficio', 'casa', 'ufficio', 'altro'], x.n)],
    ['presenti', membri.length > 1 ? 'Chi chiede, con un’altra persona della famiglia' : 'Chi chiede'],
    ['problemi-economia', x.n % 3 === 0 ? ['perdita', 'bilancio'] : ['reddito']],
    ['risorse-economia', uno([['gestione'], ['aiuti']], x.n)],
    ...sociale,
    ...(esito === 'D' ? ([['problemi-casa', ['sovraffollamento', 'utenze-staccate']]] as Scritta[]) : []),
    ...perUno,
    ['esito', esito],
    ...(esito === 'C' ? ([['servizio-specialistico', 'Centro di salute mentale dimostrativo']] as Scritta[]) : []),
    ['motivazione', uno(motivazioni[esito], x.n)],
    ['parole', 'Vogliamo farcela con un lavoro vicino a casa.'],
  ]
}

/** Writes, confirms what was proposed, answers the version to be finished. From whatever is there: done again it is the same. */
async function scrivi(r: Regia, x: Nucleo, id: string, di: (membri: Membri) => Scritta[], conferma: boolean) {
  const c = await r.fa(x.chi, compilazioniApi.leggi, { id })
  const { versione, cambiate } = await r.subito(x.chi, compilazioniApi.salva, {
    id,
    vista: c.versione,
    risposte: di(c.membri).map(([campo, valore, componenteId = null]) => ({
      componenteId,
      campo,
      valore,
      revisione: c.risposte.find((y) => y.campo === campo && y.componenteId === componenteId)?.revisione ?? 0,
    })),
  })
  const scritte = new Set(cambiate.map((y) => `${y.componenteId} ${y.campo}`))
  const proposte = c.risposte.filter((y) => y.daConfermare && !scritte.has(`${y.componenteId} ${y.campo}`))
  if (!conferma || proposte.length === 0) return { id, versione }
  const dopo = await r.subito(x.chi, compilazioniApi.conferma, {
    id,
    vista: versione,
    risposte: proposte.map(({ componenteId, campo, revisione }) => ({ componenteId, campo, revisione })),
  })
  return { id, versione: dopo.versione }
}

const finisci = (r: Regia, x: Nucleo, nome: string, id: string, di: (membri: Membri) => Scritta[]) =>
  r.unaVolta(x.chi, compilazioniApi.finalizza, `${nome} ${x.caso.id}`, () => scrivi(r, x, id, di, true))

/** The members in the record, and the presa in carico that goes with the caso accepted and at work, before the analysis. */
export async function inCartella(r: Regia, x: Nucleo, ambito: string, giorno: string) {
  await r.forse(async () => {
    const caso = { caso: x.caso.id, ambito, utente: await r.id(x.dove.coordina), comune: x.dove.comune }
    await r.rifai('caso.presa', caso)
    const letto = await r.fa(x.chi, mieiCasiApi.leggi, { id: x.caso.id })
    const dubbi = letto.nucleo.filter((c) => c.collegamento === 'proposto' && c.uscitoIl === null)
    let { presaId } = letto
    for (const c of dubbi)
      await r.subito(x.chi, mieiCasiApi.collega, {
        id: x.caso.id,
        componente: c.id,
        // himself, where another caso has put him in the record; otherwise none of those who are called alike
        personaId: c.simili.find((s) => s.codiceFiscale === c.codiceFiscale)?.personaId ?? null,
      } as never)
    if (dubbi.length > 0) {
      await r.rifai('caso.presa', caso)
      presaId = (await r.fa(x.chi, mieiCasiApi.leggi, { id: x.caso.id })).presaId
    }
    if (presaId && isSociale(x.chi)) await avvia(r, x, presaId, giorno)
  })
}

async function avvia(r: Regia, x: Nucleo, id: string, giorno: string) {
  const { daAccettare } = await r.fa(x.chi, preseApi.agenda, {})
  if (!daAccettare.some((p) => p.id === id)) return
  await r.subito(x.chi, preseApi.accetta, { id })
  await r.subito(x.chi, preseApi.contatta, { id, giorno, nota: 'Primo incontro per il patto.' })
  await r.subito(x.chi, preseApi.attiva, { id })
}

export async function comincia(r: Regia, x: Nucleo, giorno: string): Promise<string> {
  const { id } = await r.fa(x.chi, analisiCasoApi.comincia, { id: x.caso.id, questionario: ANALISI, giorno })
  return id
}

export const bozza = (r: Regia, x: Nucleo, id: string) =>
  r.forse(() =>
    scrivi(
      r,
      x,
      id,
      () => [
        ['luogo', 'ufficio'],
        ['problemi-economia', ['perdita']],
      ],
      false,
    ),
  )

export const concludi = (r: Regia, x: Nucleo, id: string, esito: EsitoAnalisi) =>
  finisci(r, x, 'analisi', id, (membri) => risposteAnalisi(x, membri, esito))

/** As the questionnaire of then asks: less than the one of today. */
export const concludiAllora = (r: Regia, x: Nucleo, id: string) =>
  finisci(r, x, 'analisi di allora', id, () => [
    ['luogo', 'ufficio'],
    ['percorsi-prima', ['rei']],
    ['problemi-economia', ['reddito', 'perdita']],
    ['debiti', ['affitto']],
    ['risorse-reti', ['parenti']],
    ['esito', 'B'],
    ['motivazione', 'Il servizio può dare da solo l’aiuto che serve (dall’archivio di carta).'],
  ])

/** Taken up again with a reason, and finished again. */
export async function rettifica(r: Regia, x: Nucleo, id: string, esito: EsitoAnalisi) {
  const nuova = await r.fa(x.chi, compilazioniApi.rettifica, {
    id,
    motivo: 'Il reddito di un componente era scritto male (dimostrativo).',
  })
  await finisci(r, x, 'rettifica', nuova.id, (membri) => risposteAnalisi(x, membri, esito))
}

const dimensioni = (n: number, quali: readonly string[], id?: string): Scritta[] =>
  quali.map((campo, k): Scritta => {
    const valore = 2 + ((n + k) % 4)
    return id ? [campo, valore, id] : [campo, valore]
  })

/** The framework: of the household, of who is grown up, of the children. */
export async function quadro(r: Regia, x: Nucleo, giorno: string, tempo: 'T0' | 'T1', fino: 'bozza' | 'finalizzato') {
  const { id } = await r.fa(x.chi, analisiCasoApi.comincia, {
    id: x.caso.id,
    questionario: QUADRO,
    giorno,
    tempo,
  })
  const piu = tempo === 'T0' ? 0 : 1
  const ambiente = dimensioni(x.n + piu, ['cura', 'economia', 'casa', 'reti'])
  if (fino === 'bozza') {
    await r.forse(() => scrivi(r, x, id, () => ambiente, false))
    return
  }
  await finisci(r, x, `quadro ${tempo}`, id, (membri) => [
    ...ambiente,
    ...membri.flatMap((m, k) =>
      (m.eta ?? MAGGIORE) >= MAGGIORE
        ? dimensioni(x.n + k + piu, ['salute-fisica', 'lavoro', 'relazioni'], m.id)
        : dimensioni(x.n + k + piu, ['b-salute', 'b-scuola', 'b-calore'], m.id),
    ),
    ['sintesi', 'La famiglia ha risorse che i debiti e la stanchezza coprono.'],
  ])
}
