// What happens to each family in the year: which presa in carico, which segnalazione, or nothing but a contact.
import type { Famiglia } from './famiglie.ts'

/** How many out of five hundred families; at least one each, so that every state is there to be seen. */
export const sortiPresa = {
  'importata-attiva': 60,
  'importata-chiusa': 14,
  proposta: 7,
  assegnata: 5,
  accettata: 5,
  attiva: 38,
  sospesa: 7,
  chiusa: 13,
  riaperta: 5,
  riassegnata: 2,
  rifiutata: 2,
  'passaggio-offerto': 3,
  'passaggio-accettato': 4,
  'passaggio-rifiutato': 2,
  'passaggio-ritirato': 1,
  'scambio-offerto': 2,
  'scambio-accettato': 2,
  'scambio-rifiutato': 1,
} as const
export type SortePresa = keyof typeof sortiPresa

export const sortiSegnalazione = {
  ricevuta: 9,
  'in-valutazione': 11,
  archiviata: 26,
  orientata: 15,
  inoltrata: 9,
  ripresa: 3,
  'segnalata-autorita': 6,
} as const
export type SorteSegnalazione = keyof typeof sortiSegnalazione

export interface Sorte {
  famiglia: Famiglia
  presa?: SortePresa
  segnalazione?: SorteSegnalazione
}

/** Situations that a service hardly leaves without a presa in carico: theirs come first. */
const prima = ['violenza', 'minore-straniero-solo', 'affidataria', 'senza-dimora', 'tre-generazioni']

export function assegnaSorti(famiglie: readonly Famiglia[], quanti: (su500: number) => number): Sorte[] {
  const code = (n: Readonly<Record<string, number>>) =>
    Object.entries(n).flatMap(([nome, su500]) => Array.from({ length: quanti(su500) }, (_, k) => ({ nome, k })))
  // one of each kind before the second of any
  const prese = code(sortiPresa).sort((a, b) => a.k - b.k)
  const segnalazioni = code(sortiSegnalazione).sort((a, b) => a.k - b.k)
  const peso = (f: Famiglia) => (prima.includes(f.situazione) ? 0 : 1)
  const ordinate = [...famiglie].sort((a, b) => peso(a) - peso(b) || a.casa.n - b.casa.n)
  return ordinate.map((famiglia, n) => {
    const presa = prese[n]?.nome as SortePresa | undefined
    const segnalazione = segnalazioni[n - prese.length]?.nome as SorteSegnalazione | undefined
    return { famiglia, ...(presa ? { presa } : {}), ...(segnalazione ? { segnalazione } : {}) }
  })
}
