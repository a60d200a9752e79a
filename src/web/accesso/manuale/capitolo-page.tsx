// One chapter of the manual, and the ways to the next ones.
import { lazy, Suspense } from 'react'
import { Link, useParams } from 'react-router'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Attesa, Avviso } from '../../kernel/ui/parts.tsx'
import { capitoli } from './capitoli.ts'
import { TestoManuale } from './testo.tsx'
import '../pubblico/pubblico.css'
import '../guida/guida.css'

const testi = new Map(
  capitoli.map((c) => [
    c.id,
    lazy(async () => {
      const { default: testo } = await c.testo()
      return { default: () => <TestoManuale testo={testo} /> }
    }),
  ]),
)

export default function CapitoloPage() {
  const { capitolo = '' } = useParams()
  const n = capitoli.findIndex((c) => c.id === capitolo)
  const qui = capitoli[n]
  const Testo = testi.get(capitolo)
  if (!qui || !Testo)
    return (
      <>
        <PageHeader titolo="Manuale della cartella sociale" />
        <Avviso titolo="Questo capitolo non esiste">
          <Link to="/manuale">Torna all’indice del manuale</Link>
        </Avviso>
      </>
    )
  const [prima, dopo] = [capitoli[n - 1], capitoli[n + 1]]
  return (
    <>
      <PageHeader titolo={qui.titolo} sotto={qui.per} azioni={<PrintButton />} />
      <Suspense fallback={<Attesa righe={10} cosa="Lettura del capitolo" />}>
        <Testo />
      </Suspense>
      <nav aria-label="Altri capitoli" className="capitoli-vicini">
        {prima && <Link to={`/manuale/${prima.id}`}>← {prima.titolo}</Link>}
        <Link to="/manuale">Tutti i capitoli</Link>
        {dopo && <Link to={`/manuale/${dopo.id}`}>{dopo.titolo} →</Link>}
      </nav>
    </>
  )
}
