// The sections of the product and, for my ambito, whether their data are open today: each explains itself.
import { Link } from 'react-router'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import type { Sezione } from './sezioni.ts'

export default function SezioniPage() {
  const { sezioni, ambito } = useSessione()
  const elenco = useEndpoint(sezioniApi.elenco, {})
  const mia = new Map(sezioni.map((s) => [s.codice, s]))
  const nazionale = (s: Sezione) =>
    s.aperta ? 'Attiva su tutto il territorio nazionale.' : `Chiusa su tutto il territorio nazionale: ${s.norma ?? ''}`
  return (
    <>
      <PageHeader
        titolo="Sezioni"
        sotto="Ogni sezione mostra i dati di un comune soltanto quando le adesioni che richiede sono registrate."
        azioni={<PrintButton />}
      />
      <DataTable
        caption={ambito ? `Le sezioni per ${ambito.nome}` : 'Le sezioni'}
        lista={{ voci: elenco.data?.voci ?? [], ...elenco }}
        chiave={(s) => s.id}
        conteggio={['sezione', 'sezioni']}
        colonne={[
          {
            id: 'nome',
            titolo: 'Sezione',
            riga: true,
            cella: (s) => <Link to={`/sezioni/${s.id}`}>{s.nome}</Link>,
          },
          { id: 'cosa', titolo: 'Che cosa contiene', cella: (s) => s.descrizione },
          {
            id: 'oggi',
            titolo: 'Oggi',
            cella: (s) => {
              const aperta = ambito ? (mia.get(s.id)?.comuniAperti.length ?? 0) > 0 : s.aperta
              return <StatusBadge tono={aperta ? 'positivo' : 'attenzione'}>{aperta ? 'aperta' : 'chiusa'}</StatusBadge>
            },
          },
          { id: 'perche', titolo: 'Perché', cella: (s) => mia.get(s.id)?.spiegazione ?? nazionale(s) },
        ]}
        vuoto={{ titolo: 'Nessuna sezione' }}
      />
    </>
  )
}
