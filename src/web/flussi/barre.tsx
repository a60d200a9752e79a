// What has left, by one thing or another: the chart is of the money, the table of rows and money.
import type { ReactNode } from 'react'
import { formatEuro, formatNumero } from '../kernel/format.ts'
import { Grafico } from '../kernel/ui/grafico.tsx'

export interface Voce {
  codice: string
  nome: string
  righe: number
  rifiutate: number
  inviate: number
  accettate: number
  centesimi: number
}

export const Barre = ({
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
}) => (
  <Grafico
    titolo={titolo}
    voci={voci}
    chiave={(v) => `${v.codice} ${v.nome}`}
    barra={(v) => v.codice || '–'}
    valore={(v) => v.centesimi}
    formato={formatEuro}
    conteggio={conteggio}
    colonne={[
      { id: 'codice', titolo: 'Codice', cella: (v) => v.codice || '–' },
      { id: 'nome', titolo: 'Voce', riga: true, cella: nome },
      { id: 'righe', titolo: 'Righe', numero: true, cella: (v) => formatNumero(v.righe) },
      { id: 'rifiutate', titolo: 'Rifiutate', numero: true, cella: (v) => formatNumero(v.rifiutate) },
      { id: 'inviate', titolo: 'Inviate', numero: true, cella: (v) => formatNumero(v.inviate) },
      { id: 'accettate', titolo: 'Accettate', numero: true, cella: (v) => formatNumero(v.accettate) },
      { id: 'importo', titolo: 'Importo inviato', numero: true, cella: (v) => formatEuro(v.centesimi) },
    ]}
    vuoto={vuoto}
  />
)
