// One measure, or all: for the lists and the dashboards that have more than one.
import { misureApi } from '../../shared/misure/misure.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { FilterSelect } from '../kernel/ui/filters.tsx'

export function FiltroMisura() {
  const q = useEndpoint(misureApi.list, {}, { staleTime: 300_000 })
  return (
    <FilterSelect
      name="misura"
      label="Misura"
      tutti="Tutte"
      opzioni={(q.data?.voci ?? []).map((m) => [m.id, m.nome] as const)}
    />
  )
}
