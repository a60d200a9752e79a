// The codes that a field may have, with what they mean: for the form, the grid and the tables of a column.
import type { Opzione } from '../kernel/form/fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PRESTAZIONI, type TracciatoWeb } from './tracciati.ts'

/** By path of the field; empty until they have come, because one types all the same. */
export function useScelte(t: TracciatoWeb = PRESTAZIONI): ReadonlyMap<string, readonly Opzione[]> {
  const q = useEndpoint(t.api.scelte, {}, { staleTime: 300_000 })
  return new Map((q.data?.voci ?? []).map((x) => [x.campo, x.voci.map((v) => [v.codice, v.nome] as const)]))
}
