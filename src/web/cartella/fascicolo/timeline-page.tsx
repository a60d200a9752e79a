// Everything that happened to a person, newest first; the same filters print what they show.
import { useParams } from 'react-router'
import { tipiEvento } from '../../../shared/cartella/eventi.rules.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { FilterCheck, FilterDate, FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { useAutori } from '../diario/autori.ts'
import { ElencoFascicolo } from './elenco.tsx'
import { Evento } from './evento.tsx'
import './fascicolo.css'

const VUOTI = { tipo: '', dal: '', al: '', autore: '', significativi: '' }

export default function TimelinePage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(fascicoloApi.timeline, {
    id,
    ...(filtri.tipo && { tipo: filtri.tipo }),
    ...(filtri.dal && { dal: filtri.dal }),
    ...(filtri.al && { al: filtri.al }),
    ...(filtri.autore && { autore: filtri.autore }),
    ...(filtri.significativi && { significativi: true }),
  })
  const autori = useAutori(id, lista.voci.length > 0)
  const filtrato = Object.values(filtri).some(Boolean)
  return (
    <>
      <PageHeader titolo="Storia" sotto="Tutto ciò che è accaduto, dal più recente" azioni={<PrintButton />} />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect name="tipo" label="Che cosa" tutti="Tutto" opzioni={Object.entries(tipiEvento)} />
        <FilterDate name="dal" label="Dal" />
        <FilterDate name="al" label="Al" />
        <FilterSelect name="autore" label="Chi l’ha scritto" tutti="Chiunque" opzioni={autori} />
        <FilterCheck name="significativi" label="Solo eventi significativi" />
      </Filtri>
      <ElencoFascicolo
        personaId={id}
        lista={lista}
        conteggio={['evento', 'eventi']}
        vuoto={
          filtrato
            ? { titolo: 'Nessun evento corrisponde', testo: 'Togli un filtro per vedere il resto.' }
            : {
                titolo: 'Non è ancora accaduto niente',
                testo: 'Qui compaiono le voci del diario, i dati registrati, i nuclei e le prese in carico.',
              }
        }
      >
        {(voci) => (
          <ol className="eventi">
            {voci.map((e) => (
              <Evento key={e.tipo + e.id} e={e} />
            ))}
          </ol>
        )}
      </ElencoFascicolo>
    </>
  )
}
