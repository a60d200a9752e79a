// The cards of minors behind a figure of their board, in a grid where they are corrected: with the keyboard one by one, or many at once.
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { VUOTI } from './domanda.ts'
import { ConEnte } from './ente-scelto.tsx'
import { Righe } from './righe.tsx'
import { MINORI } from './tracciati.ts'
import './flussi.css'

export default function MinoriRighePage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  return (
    <>
      <PageHeader
        titolo="Schede da correggere"
        sotto="Si correggono qui, cella per cella o molte insieme; di chi sono lo dice la scheda, a chi la apre"
        azioni={
          <>
            <LinkButton
              azione="flusso.leggi"
              variante="outline-primary"
              to={`/flussi/minori${filtri.ente && `?ente=${filtri.ente}`}`}
            >
              Che cosa c’è da inviare
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ...VUOTI, ente })}>
        {(ente) => <Righe key={ente.id} t={MINORI} ente={ente} filtri={filtri} onFiltri={setFiltri} />}
      </ConEnte>
    </>
  )
}
