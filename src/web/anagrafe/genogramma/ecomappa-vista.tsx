// The ecomap as people look at it: the picture with its legend, and the same ties as a table.
import { type ReactNode, useMemo } from 'react'
import { type DatiEcomappa, disegnaEcomappa, tabellaEcomappa } from '../../../shared/anagrafe/ecomappa.rules.ts'
import { formatData } from '../../kernel/format.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { Figura } from './figura.tsx'

export default function EcomappaVista({
  dati,
  titolo,
  giorno,
  pdf,
}: {
  dati: DatiEcomappa
  titolo: string
  giorno: string
  /** The button that downloads the picture as a PDF. */
  pdf?: ReactNode
}) {
  const svg = useMemo(
    () => disegnaEcomappa(dati, { titolo, sottotitolo: `Situazione al ${formatData(giorno)}` }),
    [dati, titolo, giorno],
  )
  const righe = useMemo(() => tabellaEcomappa(dati), [dati])
  return (
    <>
      <Figura svg={svg} nome={titolo} file={`ecomappa-${giorno}.svg`} pdf={pdf} />
      <h2 className="h4 mt-4">I legami</h2>
      <DataTable
        caption={`Ciò che sta intorno a ${dati.centro.etichetta}, come nel disegno`}
        lista={{ voci: righe }}
        chiave={(r) => r.id}
        conteggio={['legame', 'legami']}
        colonne={[
          { id: 'tipo', titolo: 'Che cosa è', cella: (r) => r.tipo },
          { id: 'nome', titolo: 'Nome', riga: true, cella: (r) => r.nome },
          { id: 'legame', titolo: 'Com’è il legame', cella: (r) => r.legame },
          { id: 'energia', titolo: 'Dove va l’energia', cella: (r) => r.energia || '–' },
        ]}
        vuoto={{ titolo: 'Nessun legame' }}
      />
    </>
  )
}
