// The catalogue of refusals, each at its own anchor: the `type` of every problem (RFC 9457) points here.
import './pubblico.css'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { gruppi } from './problemi.ts'

export default function ProblemiPage() {
  const { hash } = useLocation()
  const scelto = hash.slice(1)
  useEffect(() => {
    // the page arrives after the browser has looked for the anchor
    if (scelto) document.getElementById(scelto)?.scrollIntoView()
  }, [scelto])
  return (
    <>
      <PageHeader
        titolo="Manuale dei problemi"
        sotto="Ogni volta che Trama rifiuta un’operazione dice perché. Qui ci sono tutti i motivi, con che cosa fare."
      />
      {gruppi.map((g) => (
        <section key={g.titolo} aria-label={g.titolo}>
          <h2>{g.titolo}</h2>
          <p>{g.spiegazione}</p>
          <dl className="problemi">
            {g.voci.map((p) => (
              <div key={p.codice} id={p.codice} className={p.codice === scelto ? 'problema-scelto' : undefined}>
                <dt>
                  <a href={`#${p.codice}`}>{p.codice}</a> <span className="testata-sotto">({p.stato})</span>
                </dt>
                <dd>{p.frase}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  )
}
