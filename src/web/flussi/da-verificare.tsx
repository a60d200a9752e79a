// What leaves carries codes of the regions that nobody of the ambito has compared with the official ones yet: said wherever it leaves from.
import { Link } from 'react-router'
import { riferimentiApi } from '../../shared/flussi/riferimenti.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Avviso } from '../kernel/ui/parts.tsx'

export function DaVerificare() {
  const q = useEndpoint(riferimentiApi.leggi, {}, { staleTime: 300_000 })
  if (!q.data || q.data.conferma || !q.data.regioni.some((r) => r.daVerificare)) return null
  return (
    <Avviso tipo="warning" titolo="I codici delle regioni (tabella T0) sono da verificare">
      <Link to="/flussi/riferimenti">Confrontali e conferma</Link>
    </Avviso>
  )
}
