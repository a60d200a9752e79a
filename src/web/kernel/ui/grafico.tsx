// A chart of few figures, and its table: the bars are for the eye, the table for whoever reads, prints or copies. The table holds
// every figure of the chart, so the drawing is nothing to who listens.
//
//   <Grafico titolo="Per stato" voci={stati} chiave={(s) => s.stato} barra={(s) => nomi[s.stato]} valore={(s) => s.casi}
//     colonne={[…]} conteggio={['stato', 'stati']} vuoto="Nessun caso" />
import type { ReactNode } from 'react'
import { formatNumero } from '../format.ts'
import { type Colonna, DataTable } from './data-table.tsx'

/** Bars that fit on a page; the table has all. */
const BARRE = 12

export interface GraficoProps<R> {
  titolo: string
  /** What the figures are, where the title does not say it. */
  testo?: ReactNode
  voci: R[]
  chiave: (riga: R) => string
  /** Short words beside the bar. */
  barra: (riga: R) => ReactNode
  valore: (riga: R) => number
  formato?: (valore: number) => string
  colonne: Colonna<R>[]
  conteggio: [uno: string, molti: string]
  vuoto: string
  /** Bars of a series in time: the last ones, where there are too many. */
  nelTempo?: boolean
}

export function Grafico<R>({
  titolo,
  testo,
  voci,
  chiave,
  barra,
  valore,
  formato = formatNumero,
  colonne,
  conteggio,
  vuoto,
  nelTempo = false,
}: GraficoProps<R>) {
  const massimo = Math.max(1, ...voci.map(valore))
  const mostrate = nelTempo ? voci.slice(-BARRE) : voci.slice(0, BARRE)
  return (
    <section aria-label={titolo} className="grafico">
      <h2>{titolo}</h2>
      {testo && <p className="campo-aiuto">{testo}</p>}
      {voci.some((v) => valore(v) > 0) && (
        <div className="grafico-barre" aria-hidden="true">
          {mostrate.map((v) => (
            <div key={chiave(v)} className="grafico-barra">
              <span>{barra(v)}</span>
              <span className="grafico-piena">
                <span style={{ width: `${(100 * valore(v)) / massimo}%`, minWidth: valore(v) > 0 ? 2 : 0 }} />
              </span>
              <span>{formato(valore(v))}</span>
            </div>
          ))}
          {voci.length > BARRE && (
            <p className="campo-aiuto">
              {nelTempo ? `Il grafico mostra gli ultimi ${BARRE}` : `Il grafico mostra i primi ${BARRE}`}; la tabella
              tutti.
            </p>
          )}
        </div>
      )}
      <DataTable
        caption={`${titolo}: le cifre`}
        lista={{ voci }}
        chiave={chiave}
        conteggio={conteggio}
        colonne={colonne}
        vuoto={{ titolo: vuoto }}
      />
    </section>
  )
}
