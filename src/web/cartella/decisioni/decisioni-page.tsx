// The decisions I have written, and those of the prese in carico where I work.
import { decisioniApi, type statiDecisione } from '../../../shared/cartella/decisioni.api.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ElencoDecisioni } from './elenco.tsx'

const VUOTI = { stato: '', rivedere: '' }

export default function DecisioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(decisioniApi.mie, {
    ...(filtri.stato && { stato: filtri.stato as (typeof statiDecisione)[number] }),
    ...(filtri.rivedere && { daRivedere: true }),
  })
  return (
    <>
      <PageHeader
        titolo="Decisioni"
        sotto="Quelle che hai scritto e quelle delle prese in carico in cui lavori"
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Bozze e prese"
          opzioni={[
            ['bozza', 'In bozza'],
            ['presa', 'Prese'],
          ]}
        />
        <FilterCheck name="rivedere" label="Da rivedere ora" />
      </Filtri>
      <ElencoDecisioni
        lista={lista}
        vuoto={{
          titolo: 'Nessuna decisione',
          testo: 'Una decisione si comincia dalla scheda della persona, alla voce «Decisioni».',
        }}
      />
    </>
  )
}
