// The casi in whose équipe I am named today, and what for.
import { Link } from 'react-router'
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { partiInBreve } from './equipe-parole.tsx'

export default function EquipeMiePage() {
  const q = useEndpoint(equipeApi.mie, {})
  return (
    <>
      <PageHeader
        titolo="Le mie équipe"
        sotto="I casi nella cui équipe sei nominato oggi, e che cosa ne vedi"
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Casi"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(c) => `${c.casoId} ${c.dal} ${c.ente}`}
        conteggio={['caso', 'casi']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Richiedente',
            riga: true,
            cella: (c) => <Link to={`/equipe/${c.casoId}`}>{c.richiedente}</Link>,
          },
          { id: 'comune', titolo: 'Comune', cella: (c) => c.comune },
          { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
          { id: 'come', titolo: 'Come', cella: (c) => `${c.professione}, ${c.ente}` },
          { id: 'parti', titolo: 'Vedi', cella: (c) => partiInBreve(c.parti) },
          {
            id: 'quando',
            titolo: 'Nominato',
            cella: (c) => `dal ${formatData(c.dal)}${c.al ? ` al ${formatData(c.al)}` : ''}`,
          },
        ]}
        vuoto={{
          titolo: 'Non sei in alcuna équipe',
          testo: 'I casi compaiono qui quando un case manager ti nomina, e fino all’ultimo giorno della nomina.',
        }}
      />
    </>
  )
}
