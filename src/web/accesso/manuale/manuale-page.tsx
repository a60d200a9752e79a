// The index of the manual: one chapter for each job.
import { Link } from 'react-router'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { capitoli } from './capitoli.ts'
import '../guida/guida.css'

export default function ManualePage() {
  return (
    <>
      <PageHeader
        titolo="Manuale della cartella sociale"
        sotto="Un capitolo per ogni lavoro. Da ogni pagina, «Guida a questa pagina» porta al suo."
      />
      <ol className="capitoli">
        {capitoli.map((c) => (
          <li key={c.id}>
            <Link to={`/manuale/${c.id}`}>{c.titolo}</Link>
            <span>{c.per}</span>
          </li>
        ))}
      </ol>
      <p>
        Per chi accredita gli operatori c’è la <Link to="/guida">guida all’accreditamento</Link>; ogni rifiuto della
        piattaforma è spiegato nel <Link to="/manuale/problemi">manuale dei problemi</Link>.
      </p>
    </>
  )
}
