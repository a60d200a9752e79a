// Who has how much: counts and weights, nothing of which households nor of what is late.
import { Link } from 'react-router'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { AvvisoAnalisiFerma } from './analisi-ferma.tsx'

const Conto = ({ n, tono }: { n: number; tono: 'attenzione' | 'critico' }) =>
  n > 0 ? <StatusBadge tono={tono}>{formatNumero(n)}</StatusBadge> : <>0</>

export default function CaricoPage() {
  const q = useEndpoint(casiApi.carico, {})
  const d = q.data
  return (
    <>
      <PageHeader
        titolo="Carico dei case manager"
        sotto="Quanti casi, di che peso, e in quanti c’è qualcosa di vicino o di superato: soltanto numeri"
        azioni={
          <>
            <LinkButton to="/casi" variante="outline-primary">
              Casi
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      {d && d.daAssegnare > 0 && (
        <Avviso
          tipo={d.daAssegnareScaduti > 0 ? 'danger' : 'warning'}
          titolo={plurale(d.daAssegnare, 'caso attende un case manager', 'casi attendono un case manager')}
        >
          <p>
            {d.daAssegnareScaduti > 0 &&
              `In ${d.daAssegnareScaduti} una scadenza è già passata: senza case manager nessuno può convocare. `}
            <Link to="/casi?assegnazione=da-assegnare">Assegnali</Link>.
          </p>
        </Avviso>
      )}
      <AvvisoAnalisiFerma a={d?.analisiFerma} />
      <DataTable
        caption="Case manager dei tuoi comuni"
        lista={{ voci: d?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(m) => m.utenteId}
        conteggio={['case manager', 'case manager']}
        colonne={[
          {
            id: 'nome',
            titolo: 'Case manager',
            riga: true,
            cella: (m) => <Link to={`/casi?assegnatario=${m.utenteId}`}>{m.nome}</Link>,
          },
          { id: 'casi', titolo: 'Casi', numero: true, cella: (m) => formatNumero(m.casi) },
          { id: 'peso', titolo: 'Peso', numero: true, cella: (m) => formatNumero(m.peso) },
          {
            id: 'vicini',
            titolo: `In scadenza entro ${d?.giorni ?? 15} giorni`,
            numero: true,
            cella: (m) => <Conto n={m.inScadenza} tono="attenzione" />,
          },
          {
            id: 'scaduti',
            titolo: 'Con scadenze superate',
            numero: true,
            cella: (m) => <Conto n={m.scaduti} tono="critico" />,
          },
        ]}
        vuoto={{
          titolo: 'Nessun case manager nei tuoi comuni',
          testo: 'Chiedi all’amministratore dell’ambito di accreditarli.',
        }}
      />
    </>
  )
}
