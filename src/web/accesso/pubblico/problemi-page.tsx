// The catalogue of refusals, each at its own anchor: the `type` of every problem (RFC 9457) points here.
import './pubblico.css'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { catalogo } from '../../../shared/kernel/problems.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'

/** Families in the order in which one meets them; a status belongs to the first that lists it. */
const famiglie: { titolo: string; spiegazione: string; stati: number[] }[] = [
  {
    titolo: 'Entrare e poter fare',
    spiegazione: 'Riguardano la sessione, i ruoli e il territorio: non si risolvono riprovando.',
    stati: [401, 403],
  },
  {
    titolo: 'Dati da correggere',
    spiegazione: 'Il messaggio dice quali campi: correggili e invia di nuovo. Ciò che hai scritto resta nella pagina.',
    stati: [400, 422],
  },
  {
    titolo: 'Le cose sono cambiate, o non ci sono',
    spiegazione: 'Ricarica la pagina per vedere come stanno adesso.',
    stati: [404, 405, 409, 412],
  },
  { titolo: 'File', spiegazione: 'Riguardano i file caricati: non ne è stato conservato nulla.', stati: [413, 415] },
  {
    titolo: 'Il servizio',
    spiegazione: 'Passano quasi sempre da soli. Il codice della richiesta, tra i dettagli, serve a chi assiste.',
    stati: [429, 500, 503],
  },
]

const problemi = Object.entries(catalogo).map(([codice, [stato, frase]]) => ({ codice, stato, frase }))

export default function ProblemiPage() {
  const { hash } = useLocation()
  const scelto = hash.slice(1)
  useEffect(() => {
    // the page arrives after the browser has looked for the anchor
    if (scelto) document.getElementById(scelto)?.scrollIntoView()
  }, [scelto])
  const gruppi = famiglie.map((f) => ({ ...f, voci: problemi.filter((p) => f.stati.includes(p.stato)) }))
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
