// Saving a page of an analysis over and over, as who writes does: each time other answers, under the numbers that the last
// reply gave. What the load and the plans share; no more than they need.
import type { Valore } from '../src/shared/parametri/questionari.rules.ts'
import type { Richiesta } from './richieste.ts'

export interface Salvataggio {
  percorso: string
  /** Version up to which the page has seen what was written. */
  vista: number
  giro: number
  risposte: { componenteId: string | null; campo: string; valori: [Valore, Valore]; revisione: number }[]
}

/** What is asked of a reply: no more of it is read. */
interface Salvata {
  versione: number
  conflitti: { componenteId: string | null; campo: string; revisione: number }[]
  cambiate: { componenteId: string | null; campo: string; revisione: number }[]
}

export const corpoDi = (s: Salvataggio) => ({
  vista: s.vista,
  risposte: s.risposte.map(({ valori, ...r }) => ({ ...r, valore: valori[s.giro % 2]! })),
})

export const richiestaDi = (s: Salvataggio): Richiesta => ({
  metodo: 'PUT',
  percorso: s.percorso,
  corpo: corpoDi(s),
})

/** True when all was written: whoever saves next writes the other answers. */
export function salvato(s: Salvataggio, risposta: unknown): boolean {
  const { versione, conflitti, cambiate } = risposta as Salvata
  for (const x of [...conflitti, ...cambiate]) {
    const sua = s.risposte.find((r) => r.campo === x.campo && r.componenteId === x.componenteId)
    if (sua) sua.revisione = x.revisione
  }
  s.vista = versione
  if (conflitti.length > 0) return false
  s.giro++
  return true
}
