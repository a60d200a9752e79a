// The head of every page: breadcrumb, h1, document title, and the acts of the page. Hidden here: after a navigation
// the focus goes to the h1, so that who listens knows where he is and who tabs starts from there.
//
//   <PageHeader titolo="Anna Verdi" sotto="Case manager, Comune di Latina" azioni={<><ActionButton …/><PrintButton /></>} />
// The breadcrumb is made from the route tables: every registered path that is a prefix of this one; so is the way to the
// manual, in another tab, because who asks for help is in the middle of something.
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { briciole, trovaRotta, useRotte } from '../rotte.ts'
import { useCan } from '../session.tsx'
import { Icon } from './parts.tsx'

let focused = ''

export function PageHeader({ titolo, sotto, azioni }: { titolo: string; sotto?: ReactNode; azioni?: ReactNode }) {
  const h1 = useRef<HTMLHeadingElement>(null)
  const { pathname, key } = useLocation()
  const { rotte } = useRotte()
  const luogo = `${pathname} ${key}`
  useEffect(() => {
    document.title = `${titolo} – Trama`
  }, [titolo])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per place, not when the same place changes its filters
  useEffect(() => {
    // the first page of a visit starts from the top, where the skip links are
    const first = focused === ''
    if (!first && focused !== luogo) h1.current?.focus({ preventScroll: true })
    focused = luogo
  }, [pathname])
  const can = useCan()
  const sopra = briciole(rotte, pathname, can)
  const guida = trovaRotta(rotte, pathname)?.guida
  return (
    <div className="testata-pagina">
      {sopra.length > 0 && (
        <nav className="breadcrumb-container" aria-label="Percorso di navigazione">
          <ol className="breadcrumb">
            {sopra.map((b) => (
              <li key={b.path} className="breadcrumb-item">
                <Link to={b.path}>{b.titolo}</Link>
                <Icon name="it-chevron-right" className="icon-xs" />
              </li>
            ))}
            <li className="breadcrumb-item active" aria-current="page">
              {titolo}
            </li>
          </ol>
        </nav>
      )}
      <div className="testata-riga">
        <div>
          <h1 ref={h1} tabIndex={-1}>
            {titolo}
          </h1>
          {sotto && <div className="testata-sotto">{sotto}</div>}
          {guida && <Guida a={guida} />}
        </div>
        {azioni && <div className="testata-azioni">{azioni}</div>}
      </div>
    </div>
  )
}

const Guida = ({ a }: { a: string }) => (
  <p className="testata-guida d-print-none">
    <Link to={a} target="_blank" rel="noopener">
      <Icon name="it-help-circle" className="icon-sm" />
      Guida a questa pagina<span className="visually-hidden">, si apre in un’altra scheda</span>
    </Link>
  </p>
)
