// The parameters with the value in force today, since when and on whose authority.
import { Link } from 'react-router'
import { parametriApi } from '../../shared/parametri/parametri.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { valoreInParole } from './valore.ts'

export default function ParametriPage() {
  const lista = useEndpoint(parametriApi.list, {})
  return (
    <>
      <PageHeader
        titolo="Parametri"
        sotto="Ciò che una norma o una scelta organizzativa può cambiare. Un valore non si sovrascrive: uno nuovo comincia da un giorno e il precedente resta nella storia."
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Parametri e valori in vigore oggi"
        lista={{ voci: lista.data?.voci ?? [], ...lista }}
        chiave={(p) => p.chiave}
        conteggio={['parametro', 'parametri']}
        colonne={[
          {
            id: 'descrizione',
            titolo: 'Parametro',
            riga: true,
            cella: (p) => <Link to={`/parametri/${p.chiave}`}>{p.descrizione}</Link>,
          },
          { id: 'valore', titolo: 'Oggi', cella: (p) => (p.vigente ? valoreInParole(p.vigente.valore) : '–') },
          { id: 'dal', titolo: 'Dal', cella: (p) => formatData(p.vigente?.dal) },
          { id: 'fonte', titolo: 'Fonte', cella: (p) => p.vigente?.fonte ?? '–' },
          { id: 'ambito', titolo: 'L’ambito può cambiarlo', cella: (p) => (p.adattabile ? 'sì' : 'no') },
        ]}
        vuoto={{ titolo: 'Nessun parametro' }}
      />
    </>
  )
}
