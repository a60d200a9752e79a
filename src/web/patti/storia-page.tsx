// Who has followed a caso, given by whom; and to which comuni it was offered.
import { useParams } from 'react-router'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

const esiti = {
  offerta: 'in attesa di risposta',
  accettata: 'accettata, il nucleo sta passando',
  consegnata: 'accettata, il nucleo è passato',
  rifiutata: 'rifiutata',
  ritirata: 'ritirata',
} as const

export default function StoriaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(casiApi.storia, { id })
  const stato = { isPending: q.isPending, error: q.error, refetch: q.refetch }
  return (
    <>
      <PageHeader
        titolo="Storia delle assegnazioni"
        azioni={
          <>
            <LinkButton to="/casi" variante="outline-primary">
              Casi
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Dalla più recente"
        lista={{ voci: q.data?.voci ?? [], ...stato }}
        chiave={(a) => a.assegnatoIl}
        conteggio={['assegnazione', 'assegnazioni']}
        colonne={[
          { id: 'chi', titolo: 'Case manager', riga: true, cella: (a) => a.caseManager },
          { id: 'dal', titolo: 'Dal', cella: (a) => formatData(a.dal) },
          { id: 'al', titolo: 'Fino al', cella: (a) => (a.al ? formatData(a.al) : 'oggi') },
          {
            id: 'da',
            titolo: 'Assegnato da',
            cella: (a) => `${a.assegnatoDa ?? '–'}, ${formatIstante(a.assegnatoIl)}`,
          },
          { id: 'motivo', titolo: 'Motivo', cella: (a) => a.motivo ?? '–' },
        ]}
        vuoto={{ titolo: 'Mai assegnato', testo: 'Questo caso attende ancora un case manager.' }}
      />
      {(q.data?.offerte.length ?? 0) > 0 && (
        <DataTable
          caption="Offerte ad altri comuni"
          lista={{ voci: q.data?.offerte ?? [] }}
          chiave={(o) => o.offertaIl}
          colonne={[
            { id: 'comune', titolo: 'Comune', riga: true, cella: (o) => o.comune },
            { id: 'quando', titolo: 'Offerta', cella: (o) => formatIstante(o.offertaIl) },
            { id: 'motivo', titolo: 'Motivo', cella: (o) => o.motivo },
            { id: 'stato', titolo: 'Esito', cella: (o) => esiti[o.stato] },
            { id: 'risposta', titolo: 'Risposta', cella: (o) => o.risposta ?? '–' },
          ]}
          vuoto={{ titolo: 'Nessuna offerta' }}
        />
      )}
    </>
  )
}
