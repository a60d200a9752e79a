// The prestazioni behind a figure of the board, in a grid where they are corrected: with the keyboard one by one, or many at once.
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Csv } from './csv.tsx'
import { VUOTI } from './domanda.ts'
import { ConEnte } from './ente-scelto.tsx'
import { Righe } from './righe.tsx'
import { PRESTAZIONI } from './tracciati.ts'
import './flussi.css'

export default function PrestazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  return (
    <>
      <PageHeader
        titolo="Prestazioni da inviare"
        sotto="Si correggono qui, cella per cella o molte insieme; ciò che è già partito si cancella e si rimanda"
        azioni={
          <>
            <LinkButton
              azione="flusso.correggi"
              to={`/flussi/prestazioni/nuova${filtri.ente && `?ente=${filtri.ente}`}`}
              icona="it-plus"
            >
              Scrivi una prestazione
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ...VUOTI, ente })}>
        {(ente) => (
          <Righe key={ente.id} t={PRESTAZIONI} ente={ente} filtri={filtri} onFiltri={setFiltri}>
            {(d) => <Csv domanda={d} />}
          </Righe>
        )}
      </ConEnte>
    </>
  )
}
