// What the pages of the two registers share: the period, the act, and the restrictions to one person or one object,
// which are chosen from a row and shown here in words with the way to lift them.
import { ruoliApi } from '../../shared/accesso/ruoli.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'

/** Acts of the policy table, in words, for a select. */
export function useAtti(): [string, string][] {
  const { data } = useEndpoint(ruoliApi.elenco, {}, { staleTime: 600_000 })
  const atti = new Map(data?.voci.flatMap((r) => r.azioni.map((a) => [a.azione, a.descrizione] as const)))
  return [...atti].sort((a, b) => a[1].localeCompare(b[1], 'it'))
}

/** Empty filters are left out of the question to the server. */
export const soloPieni = <T extends Record<string, string>>(filtri: T) =>
  Object.fromEntries(Object.entries(filtri).filter(([, v]) => v !== '')) as Partial<T>

export function Restrizione({ children, onTogli }: { children: string; onTogli: () => void }) {
  return (
    <p className="campo">
      {children}{' '}
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={onTogli}>
        Mostra tutto
      </button>
    </p>
  )
}

/** Narrows the register from a row. */
export function Restringi({ children, di, onClick }: { children: string; di: string; onClick: () => void }) {
  return (
    <button
      type="button"
      className="btn btn-link btn-xs p-0 text-start text-nowrap"
      aria-label={`${children}: ${di}`}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
