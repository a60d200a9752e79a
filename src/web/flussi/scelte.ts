// The codes that a field of a prestazione may have, with what they mean: for the form, the grid and the tables of a column.
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Opzione } from '../kernel/form/fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'

/** By path of the field; empty until they have come, because one types all the same. */
export function useScelte(): ReadonlyMap<string, readonly Opzione[]> {
  const q = useEndpoint(prestazioniApi.scelte, {}, { staleTime: 300_000 })
  return new Map((q.data?.voci ?? []).map((x) => [x.campo, x.voci.map((v) => [v.codice, v.nome] as const)]))
}
