// One kind of thing to do: a heading, the first of them with where to go, and a single line when there is none.
//
//   <Compito titolo="Contratti in scadenza" vuoto="Nessun contratto termina entro 30 giorni." lettura={q}
//     voci={(d) => d.voci.map((u) => ({ chiave: u.id, to: `/utenti/${u.id}`, testo: …, poi: 'termina il …' }))}
//     tutti={{ to: '/utenti?contratto=30', etichetta: 'Tutti i contratti in scadenza' }} />
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Caricamento, Icon, type Lettura } from '../kernel/ui/parts.tsx'

export interface VoceCompito {
  chiave: string
  testo: string
  to?: string
  /** After the link: what is the matter. */
  poi?: ReactNode
}

/** How many are shown; one more is asked for, to know whether there are others. */
export const PRIMI = 5

export function Compito<T>({
  titolo,
  vuoto,
  lettura,
  voci,
  quanti,
  tutti,
  children,
}: {
  titolo: string
  vuoto: string
  lettura: Lettura<T>
  voci: (dati: T) => VoceCompito[]
  /** How many there are in all, where the reading says it. */
  quanti?: (dati: T) => number
  tutti?: { to: string; etichetta: string }
  /** An act on all of them, below the list. */
  children?: ReactNode
}) {
  const elenco = lettura.data === undefined ? null : voci(lettura.data)
  const noto = lettura.data !== undefined && quanti?.(lettura.data)
  const conto = elenco?.length ? noto || (elenco.length > PRIMI ? `più di ${PRIMI}` : elenco.length) : null
  return (
    <section className={`compito${elenco?.length === 0 ? ' compito-vuoto' : ''}`} aria-label={titolo}>
      <h3>
        {titolo}
        {conto && ` (${conto})`}
      </h3>
      <Caricamento query={lettura} righe={2}>
        {() =>
          elenco?.length === 0 ? (
            <p className="in-ordine">
              <Icon name="it-check" className="icon-sm" />
              {vuoto}
            </p>
          ) : (
            <>
              <ul>
                {elenco?.slice(0, PRIMI).map((v) => (
                  <li key={v.chiave}>
                    {v.to ? <Link to={v.to}>{v.testo}</Link> : v.testo}
                    {v.poi && <span className="testata-sotto"> – {v.poi}</span>}
                  </li>
                ))}
              </ul>
              {children}
              {tutti && (
                <p className="compito-tutti">
                  <Link to={tutti.to}>{tutti.etichetta}</Link>
                </p>
              )}
            </>
          )
        }
      </Caricamento>
    </section>
  )
}
