// The questionnaires and their versions in time.
import { Link } from 'react-router'
import { type QuestionarioLetto, questionariApi } from '../../shared/parametri/questionari.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatoVersioneBadge, validita } from './versioni.tsx'

export default function QuestionariPage() {
  const lista = useEndpoint(questionariApi.list, {})
  return (
    <>
      <PageHeader
        titolo="Questionari"
        sotto="Ciò che si chiede alle famiglie, versione per versione. Una versione pubblicata non cambia: le risposte restano legate alla loro."
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Questionari e versioni"
        lista={{ ...lista, voci: lista.data?.voci ?? [] }}
        chiave={(q) => q.id}
        conteggio={['questionario', 'questionari']}
        colonne={[
          { id: 'nome', titolo: 'Questionario', riga: true, cella: (q) => q.nome },
          { id: 'versioni', titolo: 'Versioni, dalla più recente', cella: (q) => <Versioni q={q} /> },
        ]}
        vuoto={{ titolo: 'Nessun questionario', testo: 'Quelli nazionali si caricano all’avvio.' }}
      />
    </>
  )
}

function Versioni({ q }: { q: QuestionarioLetto }) {
  return (
    <ul className="elenco-semplice">
      {q.versioni.map((v) => (
        <li key={v.id}>
          <Link to={`/questionari/${v.id}`}>{v.etichetta}</Link> ({validita(v)}){' '}
          <StatoVersioneBadge stato={v.stato} inVigore={v.inVigore} />
        </li>
      ))}
    </ul>
  )
}
