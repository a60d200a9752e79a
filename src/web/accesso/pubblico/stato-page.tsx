// Is the service up? Asks `GET /status`, which answers only if the database answers too, and keeps asking.
import { useQuery } from '@tanstack/react-query'
import { formatIstante } from '../../kernel/format.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Attesa, Avviso } from '../../kernel/ui/parts.tsx'
import { ConContatti, Email } from './contatti.tsx'

const OGNI = 30_000

async function chiedi(): Promise<boolean> {
  const r = await fetch('/status', { headers: { accept: 'application/json' } }).catch(() => null)
  return r?.ok ?? false
}

export default function StatoPage() {
  const q = useQuery({ queryKey: ['status'], queryFn: chiedi, refetchInterval: OGNI, retry: false, staleTime: 0 })
  return (
    <>
      <PageHeader titolo="Stato del servizio" />
      {q.isPending && <Attesa righe={1} cosa="Controllo del servizio" />}
      <div role="status">
        {q.data === true && (
          <Avviso tipo="success" titolo="Il servizio è attivo">
            <p>L’applicazione e la base di dati rispondono.</p>
          </Avviso>
        )}
        {q.data === false && (
          <Avviso tipo="danger" titolo="Il servizio non risponde">
            <p>Riproviamo da soli ogni mezzo minuto: ciò che hai scritto nelle altre pagine è conservato.</p>
          </Avviso>
        )}
      </div>
      {q.dataUpdatedAt > 0 && <p>Ultimo controllo: {formatIstante(new Date(q.dataUpdatedAt).toISOString())}.</p>}
      {q.data && (
        <ConContatti>
          {(c) => (
            <p>
              Gestisce la piattaforma {c.gestore}: <Email a={c.email} oggetto="Stato di Trama" />.
            </p>
          )}
        </ConContatti>
      )}
    </>
  )
}
