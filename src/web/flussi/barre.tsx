// A chart of few figures, and its table: the bars are for the eye, the table for whoever reads, prints or copies. The table holds
// every figure of the chart, so the drawing is nothing to who listens.
import type { ReactNode } from 'react'
import { formatEuro, formatNumero } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'

export interface Voce {
  codice: string
  nome: string
  righe: number
  inviate: number
  accettate: number
  centesimi: number
}

/** Bars that fit on a page; the table has all. */
const BARRE = 12

export function Barre({
  titolo,
  voci,
  conteggio,
  nome = (v) => v.nome,
  vuoto,
}: {
  titolo: string
  voci: Voce[]
  conteggio: [uno: string, molti: string]
  nome?: (v: Voce) => ReactNode
  vuoto: string
}) {
  const massimo = Math.max(1, ...voci.map((v) => v.centesimi))
  const mostrate = voci.slice(0, BARRE)
  return (
    <section aria-label={titolo} className="flussi-grafico">
      <h2>{titolo}</h2>
      {voci.some((v) => v.centesimi > 0) && (
        <div className="flussi-barre" aria-hidden="true">
          {mostrate.map((v) => (
            <div key={v.codice} className="flussi-barra">
              <span>{v.codice || '–'}</span>
              <span className="flussi-barra-piena">
                <span style={{ width: `${(100 * v.centesimi) / massimo}%` }} />
              </span>
              <span>{formatEuro(v.centesimi)}</span>
            </div>
          ))}
          {voci.length > BARRE && <p className="campo-aiuto">Il grafico mostra le prime {BARRE}; la tabella tutte.</p>}
        </div>
      )}
      <DataTable
        caption={`${titolo}: le cifre`}
        lista={{ voci }}
        chiave={(v) => v.codice}
        conteggio={conteggio}
        colonne={[
          { id: 'codice', titolo: 'Codice', cella: (v) => v.codice || '–' },
          { id: 'nome', titolo: 'Voce', riga: true, cella: nome },
          { id: 'righe', titolo: 'Righe', numero: true, cella: (v) => formatNumero(v.righe) },
          { id: 'inviate', titolo: 'Inviate', numero: true, cella: (v) => formatNumero(v.inviate) },
          { id: 'accettate', titolo: 'Accettate', numero: true, cella: (v) => formatNumero(v.accettate) },
          { id: 'importo', titolo: 'Importo inviato', numero: true, cella: (v) => formatEuro(v.centesimi) },
        ]}
        vuoto={{ titolo: vuoto }}
      />
    </section>
  )
}
