// What the gateway of SMS says of a message that it took: one file for each outcome (docs/manuale/convocazioni.md). It is not evidence as a
// receipt of certified mail is: it says whether somebody was reached.
import type { StatoMessaggio } from './convocazioni.rules.ts'

export interface EsitoRiportato {
  /** Of the message, as its file called it. */
  id: string
  esito: 'consegnato' | 'non-consegnato'
  /** Instant, ISO, UTC. */
  quando: string
}

/** An outcome from its file; null where it is none. Whatever else is in it is left there: it may name a number. */
export function leggiEsito(contenuto: string): EsitoRiportato | null {
  let x: unknown
  try {
    x = JSON.parse(contenuto)
  } catch {
    return null
  }
  if (typeof x !== 'object' || x === null) return null
  const { id, esito, quando } = x as Record<string, unknown>
  if (typeof id !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null
  if (esito !== 'consegnato' && esito !== 'non-consegnato') return null
  if (
    typeof quando !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(quando)
  )
    return null
  const istante = new Date(quando)
  return Number.isNaN(istante.getTime()) ? null : { id: id.toLowerCase(), esito, quando: istante.toISOString() }
}

/** Two clocks are never the same: so much of difference is none. */
const SCARTO_MS = 5 * 60_000

/** What an outcome does to its message. `attendi`: it is still being sent. `nulla`: it is known already, or of an earlier sending. `scarta`: it cannot be true. */
export function effettoEsito(
  e: EsitoRiportato,
  m: { stato: StatoMessaggio; creatoIl: string; inviatoIl: string | null },
  adesso: string,
): 'consegna' | 'torna' | 'attendi' | 'nulla' | 'scarta' {
  const quando = Date.parse(e.quando)
  if (quando > Date.parse(adesso) + SCARTO_MS || quando < Date.parse(m.creatoIl) - SCARTO_MS) return 'scarta'
  if (m.stato === 'in-partenza') return 'attendi'
  if (m.stato !== 'inviato' && m.stato !== 'incerto') return 'nulla'
  if (m.inviatoIl && quando < Date.parse(m.inviatoIl) - SCARTO_MS) return 'nulla'
  return e.esito === 'consegnato' ? 'consegna' : 'torna'
}
