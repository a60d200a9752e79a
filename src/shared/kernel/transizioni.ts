// What may happen in which state, as a table: the server asserts it, the screens read the same table to offer, or to
// say why not. States are code, because the sentences, the tests and the law follow them.
import { problem } from './problems.ts'

export interface Transizione<S extends string> {
  da: readonly S[]
  a: S
  /** Why it is not possible in the other states, and what to do. */
  altrimenti: string
}
export type Transizioni<S extends string, A extends string> = Readonly<Record<A, Transizione<S>>>

/** Why the act is not possible in this state; null when it is. */
export const impedimento = <S extends string, A extends string>(
  t: Transizioni<S, A>,
  atto: A,
  stato: S,
): string | null => (t[atto].da.includes(stato) ? null : t[atto].altrimenti)

/** The state that follows, or 409 with the reason. */
export function assertTransizione<S extends string, A extends string>(t: Transizioni<S, A>, atto: A, stato: S): S {
  const perche = impedimento(t, atto, stato)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  return t[atto].a
}
