// The équipe multidisciplinare of a caso: who is in it on a day, which parts he is named for, the life of a sitting and of its minutes.
import { problem } from '../kernel/problems.ts'
import type { Transizioni } from '../kernel/transizioni.ts'
import { voci } from '../parametri/questionari.rules.ts'
import type { Definizione } from '../parametri/questionario.ts'

export const partiEquipe = ['analisi', 'patto', 'verbali'] as const
export type ParteEquipe = (typeof partiEquipe)[number]
export const nomiParte: Readonly<Record<ParteEquipe, string>> = {
  analisi: 'Analisi',
  patto: 'Patto',
  verbali: 'Sedute e verbali',
}

/** What somebody is named for. Of an analysis, all of it or some of its sections. */
export interface Parte {
  parte: ParteEquipe
  questionario?: string
  /** Names of pages of the questionnaire; absent: all of it. */
  sezioni?: string[]
}
/** As it is kept: with the questions of those sections, that the policies of the database read. */
export interface ParteConCampi extends Parte {
  campi?: string[]
}

/** The questions of the sections; a section that no version has is refused. Questions of a later version stay closed. */
export function conCampi(p: Parte, versioni: readonly Definizione[]): ParteConCampi {
  if (p.parte !== 'analisi') return { parte: p.parte }
  if (!p.questionario || versioni.length === 0)
    throw problem('regola-non-rispettata', { detail: 'Scegli di quale analisi vede le parti.' })
  const base: Parte = { parte: 'analisi', questionario: p.questionario }
  if (!p.sezioni || p.sezioni.length === 0) return base
  const sezioni = p.sezioni
  const tutte = versioni.flatMap(voci)
  const ignota = sezioni.find((s) => !tutte.some((v) => v.pagina.name === s))
  if (ignota) throw problem('regola-non-rispettata', { detail: 'Una delle parti scelte non è di questa analisi.' })
  const campi = tutte.filter((v) => sezioni.includes(v.pagina.name)).map((v) => v.domanda.name)
  return { ...base, sezioni, campi: [...new Set(campi)] }
}

export interface Nomina {
  dal: string
  al: string | null
}
/** The last day counts, the day after does not. */
export const nominato = (n: Nomina, giorno: string): boolean => n.dal <= giorno && (n.al === null || giorno <= n.al)

// ---- sittings ------------------------------------------------------------------------------------------------------------

export const statiSeduta = ['fissata', 'in-verbale', 'chiusa', 'annullata'] as const
export type StatoSeduta = (typeof statiSeduta)[number]
export const nomiStatoSeduta: Readonly<Record<StatoSeduta, string>> = {
  fissata: 'Fissata',
  'in-verbale': 'Verbale da chiudere',
  chiusa: 'Verbale chiuso',
  annullata: 'Annullata',
}

export const transizioniSeduta = {
  cambia: { da: ['fissata'], a: 'fissata', altrimenti: 'Si cambia una seduta che non si è ancora tenuta.' },
  annulla: { da: ['fissata'], a: 'annullata', altrimenti: 'Si annulla una seduta che non si è ancora tenuta.' },
  verbalizza: {
    da: ['fissata'],
    a: 'in-verbale',
    altrimenti: 'Il verbale di questa seduta è già cominciato, o è annullata.',
  },
  scrivi: {
    da: ['in-verbale'],
    a: 'in-verbale',
    altrimenti: 'Il verbale non è aperto: se è chiuso, ciò che manca si scrive come aggiunta.',
  },
  chiudi: { da: ['in-verbale'], a: 'chiusa', altrimenti: 'Non c’è un verbale da chiudere.' },
  aggiungi: {
    da: ['chiusa'],
    a: 'chiusa',
    altrimenti: 'Si aggiunge a un verbale chiuso: questo si può ancora scrivere.',
  },
} as const satisfies Transizioni<StatoSeduta, string>

/** What a member of the équipe says himself, beside the minutes that the case manager writes. */
export const speciDichiarazione = ['contributo', 'dissenso'] as const
export type SpecieDichiarazione = (typeof speciDichiarazione)[number]
export const speciAggiunta = ['aggiunta', ...speciDichiarazione] as const
export type SpecieAggiunta = (typeof speciAggiunta)[number]
export const nomiSpecieAggiunta: Readonly<Record<SpecieAggiunta, string>> = {
  aggiunta: 'Aggiunta',
  contributo: 'Contributo',
  dissenso: 'Dissenso',
}
export const transizioniDichiarazione = {
  contributo: {
    da: ['fissata', 'in-verbale', 'chiusa'],
    a: 'chiusa',
    altrimenti: 'La seduta è annullata: non si scrive nulla accanto.',
  },
  dissenso: {
    da: ['chiusa'],
    a: 'chiusa',
    altrimenti: 'Il dissenso si scrive quando il verbale è chiuso, e le decisioni si possono leggere.',
  },
} as const satisfies Transizioni<StatoSeduta, string>

export const presenze = ['presente', 'assente', 'giustificato'] as const
export type Presenza = (typeof presenze)[number]
export const nomiPresenza: Readonly<Record<Presenza, string>> = {
  presente: 'Presente',
  assente: 'Assente',
  giustificato: 'Assente giustificato',
}

export interface BozzaVerbale {
  testo: string
  presenze: readonly { di: 'equipe' | 'nucleo'; presenza: Presenza }[]
  decisioni: readonly { testo: string }[]
  dissensi: readonly { decisione: number | null }[]
}

/** All that is missing to close the minutes, at once. */
export function mancanzeVerbale(v: BozzaVerbale): { campo: string; codice: string; messaggio: string }[] {
  const manca = (campo: string, messaggio: string) => ({ campo, codice: 'mancante', messaggio })
  return [
    ...(v.testo.trim() ? [] : [manca('testo', 'Scrivi che cosa si è detto.')]),
    ...(v.presenze.some((p) => p.di === 'equipe' && p.presenza === 'presente')
      ? []
      : [manca('presenze', 'Indica almeno un componente dell’équipe presente.')]),
    ...v.dissensi.flatMap((d, n) =>
      d.decisione !== null && d.decisione > v.decisioni.length
        ? [manca(`dissensi.${n}.decisione`, 'Questa decisione non c’è.')]
        : [],
    ),
  ]
}
