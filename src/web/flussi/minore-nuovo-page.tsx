// The card of a minor, written.
import { useNavigate } from 'react-router'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { MinoreForm } from './minore-form.tsx'
import './flussi.css'

export default function MinoreNuovoPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '' })
  const vai = useNavigate()
  return (
    <>
      <PageHeader
        titolo="Scheda di un minore"
        sotto="Senza nome e senza codice fiscale: a INPS va un identificativo estratto a sorte, sempre lo stesso"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => (
          <MinoreForm
            key={ente.id}
            e={minoriApi.create}
            valori={[]}
            fissi={{ ente: ente.id }}
            invio="Scrivi la scheda"
            esito="Scheda scritta."
            onDone={(r) => void vai(`/flussi/minori/${r.id}`)}
          />
        )}
      </ConEnte>
    </>
  )
}
