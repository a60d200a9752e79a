// Which ente one works for: chosen once, kept in the address of every page of the flows, so that two are never seen mixed.
import { type ReactNode, useId } from 'react'
import { Link } from 'react-router'
import { type Ente, entiApi } from '../../shared/flussi/enti.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Caricamento } from '../kernel/ui/parts.tsx'

/** Shows the choice where there is more than one, what to do where there is none, and the rest for the one chosen. */
export function ConEnte({
  scelto,
  onScelto,
  children,
}: {
  scelto: string
  onScelto: (id: string) => void
  children: (ente: Ente) => ReactNode
}) {
  const id = useId()
  const q = useEndpoint(entiApi.list, {}, { staleTime: 60_000 })
  return (
    <Caricamento query={q} righe={4}>
      {({ voci }) => {
        const ente = voci.find((e) => e.id === scelto) ?? voci[0]
        if (!ente)
          return (
            <div className="vuoto" role="status">
              <p className="vuoto-titolo">Nessun ente imposta ancora i suoi flussi</p>
              <p>Per cominciare servono il codice che INPS ha dato all’ente e il codice fiscale di chi invia.</p>
              <Link className="btn btn-primary" to="/flussi/enti">
                Imposta l’ente
              </Link>
            </div>
          )
        return (
          <>
            {voci.length > 1 && (
              <div className="campo flussi-ente">
                <label htmlFor={id}>Ente</label>
                <select id={id} className="form-select" value={ente.id} onChange={(e) => onScelto(e.target.value)}>
                  {voci.map((e) => (
                    <option key={e.id} value={e.id}>
                      {e.denominazione} ({e.codice})
                    </option>
                  ))}
                </select>
              </div>
            )}
            {children(ente)}
          </>
        )
      }}
    </Caricamento>
  )
}
