// What a professional activity says beside its blocks (cartella §2.7): the situations found, the sources used, how the
// service was organised, the problems touched, what is proposed, until when the next activity lasts. Kept as one value
// of the entry, and locked with it.
import { erroreDiCampo } from '../kernel/problems.ts'

/** Each is a text; in the order in which a report is read. */
export const testiAttivita = {
  ambientale: { nome: 'Situazione ambientale', aiuto: 'Casa, quartiere, condizioni di vita.' },
  genitoriale: { nome: 'Situazione genitoriale', aiuto: 'Chi si occupa dei figli, e come.' },
  sanitaria: { nome: 'Situazione sanitaria', aiuto: 'Che cosa si sa della salute, e da chi.' },
  fonti: { nome: 'Fonti usate', aiuto: 'Colloqui, visite, documenti, altri servizi.' },
  organizzazione: { nome: 'Organizzazione del servizio', aiuto: 'Chi ha fatto che cosa, con quali mezzi.' },
  interventi: { nome: 'Interventi proposti', aiuto: 'Uno per riga.' },
} as const
export type TestoAttivita = keyof typeof testiAttivita
export const nomiTestoAttivita = Object.keys(testiAttivita) as TestoAttivita[]

export const nomiNatura = { materiale: 'Materiale', immateriale: 'Immateriale' } as const
export type Natura = keyof typeof nomiNatura
export const nature = Object.keys(nomiNatura) as Natura[]

export const nomiStatoProblema = {
  aperto: 'aperto',
  migliora: 'in miglioramento',
  peggiora: 'in peggioramento',
  risolto: 'risolto',
} as const
export type StatoProblema = keyof typeof nomiStatoProblema
export const statiProblema = Object.keys(nomiStatoProblema) as StatoProblema[]

export interface Problematica {
  problema: string
  natura: Natura
  stato: StatoProblema
}

export type Attivita = { [K in TestoAttivita]?: string } & { problemi?: Problematica[]; prossimaAl?: string }
export type AttivitaScritta = { [K in TestoAttivita]?: string | null | undefined } & {
  problemi?: readonly Problematica[] | undefined
  prossimaAl?: string | null | undefined
}

export const PROBLEMI_MASSIMI = 12

/** Without what was left empty; null when nothing was said. */
export function pulisciAttivita(a: AttivitaScritta | null | undefined): Attivita | null {
  if (!a) return null
  const testi = nomiTestoAttivita.flatMap((k) => (a[k]?.trim() ? [[k, a[k].trim()] as const] : []))
  const problemi = (a.problemi ?? [])
    .filter((p) => p.problema.trim())
    .map((p) => ({ problema: p.problema.trim(), natura: p.natura, stato: p.stato }))
  const pulita: Attivita = {
    ...Object.fromEntries(testi),
    ...(problemi.length > 0 ? { problemi } : {}),
    ...(a.prossimaAl ? { prossimaAl: a.prossimaAl } : {}),
  }
  return Object.keys(pulita).length > 0 ? pulita : null
}

/** What lasts begins before it ends, and on a day. */
export function assertAttivita(a: AttivitaScritta | null | undefined, prossimaIl: string | null | undefined) {
  if (!a?.prossimaAl) return
  if (!prossimaIl) throw erroreDiCampo('prossimaIl', 'Indica anche da quando comincia la prossima attività.')
  if (a.prossimaAl < prossimaIl) throw erroreDiCampo('attivita.prossimaAl', 'La fine viene prima dell’inizio.')
}

/** Heading and text, for the screen and the print. */
export function attivitaInParole(a: Attivita | null): [string, string][] {
  if (!a) return []
  const problemi = (a.problemi ?? []).map(
    (p) => `${p.problema} (${nomiNatura[p.natura].toLowerCase()}, ${nomiStatoProblema[p.stato]})`,
  )
  return [
    ...nomiTestoAttivita.flatMap((k): [string, string][] => (a[k] ? [[testiAttivita[k].nome, a[k]]] : [])),
    ...(problemi.length > 0 ? ([['Problemi toccati', problemi.join('\n')]] as [string, string][]) : []),
  ]
}

/** Everything written in it, for the limit on the length of an entry. */
export const testiDi = (a: AttivitaScritta | null | undefined): string[] =>
  a ? [...nomiTestoAttivita.map((k) => a[k] ?? ''), ...(a.problemi ?? []).map((p) => p.problema)] : []
