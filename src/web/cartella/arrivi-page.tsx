// Prese in carico that other comuni offer: whose they are is read only by opening one, which is recorded.
import { Link } from 'react-router'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

export default function ArriviPage() {
  const q = useEndpoint(scambiApi.arrivi, {})
  return (
    <>
      <PageHeader
        titolo="Da altri comuni"
        sotto="Prese in carico offerte ai tuoi comuni, in attesa di una risposta"
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Da quella che attende di più"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(s) => s.id}
        conteggio={['offerta', 'offerte']}
        colonne={[
          { id: 'comune', titolo: 'Da', riga: true, cella: (s) => <Link to={`/arrivi/${s.id}`}>{s.comune}</Link> },
          { id: 'ambito', titolo: 'Ambito', cella: (s) => s.ambito },
          { id: 'a', titolo: 'A', cella: (s) => s.comuneDest },
          { id: 'area', titolo: 'Area', cella: (s) => s.area ?? '–' },
          { id: 'tipo', titolo: 'Tipo', cella: (s) => s.tipo ?? '–' },
          { id: 'peso', titolo: 'Peso', numero: true, cella: (s) => s.peso },
          { id: 'quando', titolo: 'Offerta il', cella: (s) => formatIstante(s.offertoIl) },
        ]}
        vuoto={{
          titolo: 'Nessuna offerta in attesa',
          testo: 'Quando un altro comune offre una presa in carico, compare qui.',
        }}
      />
    </>
  )
}
