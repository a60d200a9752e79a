// The enti one works for, and which of them a page is of. Pure.
import type { Ente } from '../../shared/flussi/enti.api.ts'

/** An ente, and the ambito that entrusts it; null: it is of one's own. */
export interface EnteMio extends Ente {
  ambito: string | null
  nomeAmbito: string
}

type Suo = Pick<EnteMio, 'id' | 'ambito'>

export const perAmbito = <E extends Suo>(enti: readonly E[]): E[][] => [...Map.groupBy(enti, (e) => e.ambito).values()]

/** The ambiti of one ente, or of all those shown together: those that a page asks. */
export const ambitiDi = (ente: Suo | undefined, enti: readonly Suo[]): (string | null)[] =>
  ente ? [ente.ambito] : perAmbito(enti).map((g) => g[0]!.ambito)

/** Of a page that may show all: the one that the address says, or the only one there is. None: all of them, or one that is not ours. */
export const enteUnico = <E extends Suo>(enti: readonly E[], scelto: string): E | undefined =>
  scelto || enti.length !== 1 ? enti.find((e) => e.id === scelto) : enti[0]
