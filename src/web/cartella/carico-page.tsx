// The workload by operator: weights and counts, nothing of whom nor of what.
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'

const Ritardo = ({ n }: { n: number }) => (n > 0 ? <StatusBadge tono="critico">{formatNumero(n)}</StatusBadge> : <>0</>)

export default function CaricoPage() {
  const q = useEndpoint(assegnazioneApi.carico, {})
  return (
    <>
      <PageHeader
        titolo="Carico di lavoro"
        sotto="Il carico è la somma dei pesi delle prese in carico di cui l’operatore risponde; una sospesa pesa metà"
        azioni={
          <>
            <LinkButton to="/assegnazioni" variante="outline-primary">
              Da assegnare
            </LinkButton>
            <ExportButton e={assegnazioneApi.esportaCarico} input={{}} etichetta="Esporta in Excel" />
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Da chi ha più carico"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(o) => o.utenteId}
        conteggio={['operatore', 'operatori']}
        colonne={[
          {
            id: 'nome',
            titolo: 'Operatore',
            riga: true,
            cella: (o) => (
              <>
                {o.nome} {!o.inServizio && <StatusBadge tono="critico">non più in servizio</StatusBadge>}
              </>
            ),
          },
          { id: 'carico', titolo: 'Carico pesato', numero: true, cella: (o) => String(o.carico).replace('.', ',') },
          { id: 'daAccettare', titolo: 'Da accettare', numero: true, cella: (o) => formatNumero(o.daAccettare) },
          { id: 'attive', titolo: 'Attive', numero: true, cella: (o) => formatNumero(o.attive) },
          { id: 'sospese', titolo: 'Sospese', numero: true, cella: (o) => formatNumero(o.sospese) },
          {
            id: 'inScadenza',
            titolo: 'Compiti entro 7 giorni',
            numero: true,
            cella: (o) => formatNumero(o.inScadenza),
          },
          { id: 'scaduti', titolo: 'Compiti scaduti', numero: true, cella: (o) => <Ritardo n={o.scaduti} /> },
          {
            id: 'contatti',
            titolo: 'Primi contatti in ritardo',
            numero: true,
            cella: (o) => <Ritardo n={o.contattiInRitardo} />,
          },
        ]}
        vuoto={{
          titolo: 'Nessun operatore nei tuoi comuni',
          testo:
            'Compaiono qui gli assistenti sociali abilitati: chiedi all’amministratore dell’ambito di accreditarli.',
        }}
      />
    </>
  )
}
