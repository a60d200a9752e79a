// Where what Trama itself granted comes from. A module that grants something gives a source; the extraction asks each of them the same
// things, month by month, and never asks how it knows. One thing granted makes one prestazione, however many times it is extracted.
import type { MotivoConcessa } from '../../shared/flussi/fonti.api.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Concessa {
  /** Of the thing granted and of its month, within its source: never changes. */
  origine: string
  voce: string
  /** How the office knows it, a protocol: never a name. */
  riferimento: string
  /** As the source knows it; what is missing is completed on the board. */
  record: PrestazioneErogata
  /** In charge on its day. Apart from the record: that it becomes known later is no other prestazione. Not in charge is not known from here: the clerk says it. */
  inCarico?: boolean
  /** Hours and minutes of each of its months, where it has more than one: a mean, which goes only where somebody has chosen it. Apart from the record, like `inCarico`. */
  oreDiOgniMese?: string | undefined
  /** When it was recognised, on the thing that is the first to tell INPS of it: from there its term may count. Apart from the record, in which INPS has no place for it. */
  riconosciutaIl?: string | null
  /** Why it is not to be sent, where the source knows. */
  motivo: MotivoConcessa | null
}

export interface Richiesta {
  comuneId: string
  /** `AAAA-MM` */
  mese: string
  /** The last `origine` already given. */
  dopo: string
  quante: number
}

export interface FontePrestazioni {
  /** Kept with each thing it grants: never changes. */
  id: string
  nome: string
  /** The kinds of what it grants in a comune: of each the ente says as which prestazione it goes to INPS. */
  voci(ctx: Ctx, comuneId: string): Promise<{ voce: string; nome: string }[]>
  /** What it granted in a month, in the order of `origine`. */
  concesse(ctx: Ctx, r: Richiesta): Promise<Concessa[]>
}
