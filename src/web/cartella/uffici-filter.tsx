// Which offices a list is of: those in which one works, one of them, or all. In the address, so that a link says the same.
import { ufficiOperatoriApi } from '../../shared/accesso/uffici-operatori.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { FilterSelect } from '../kernel/ui/filters.tsx'

const TUTTI = 'tutti'

/** The offices in which I work today. */
export const useMieiUffici = () => useEndpoint(ufficiOperatoriApi.miei, {}, { staleTime: 300_000 }).data?.voci ?? []

/** What the filter asks of the list. */
export const filtroUffici = (valore: string) =>
  valore === '' ? {} : valore === TUTTI ? { uffici: 'tutti' as const } : { ufficio: valore }

export function UfficiFilter({ altri = [] }: { altri?: readonly { id: string; nome: string }[] }) {
  const miei = useMieiUffici()
  const uffici = [...new Map([...miei, ...altri].map((u) => [u.id, u.nome]))]
  // who has no office of his own already sees them all
  if (miei.length === 0 && uffici.length === 0) return null
  return (
    <FilterSelect
      name="ufficio"
      label="Ufficio"
      tutti={miei.length > 0 ? 'I miei uffici' : 'Tutti gli uffici'}
      opzioni={[...(miei.length > 0 ? [[TUTTI, 'Tutti gli uffici'] as const] : []), ...uffici]}
    />
  )
}
