// The diary of a person, newest first, whole entries one under the other: it is read as one reads a diary.
import { Link, useParams } from 'react-router'
import { diarioApi } from '../../../shared/cartella/diario.api.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { FilterCheck, FilterDate, FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ElencoFascicolo } from '../fascicolo/elenco.tsx'
import { useAutori } from './autori.ts'
import { Corpo, Segni, titoloVoce } from './parole.tsx'
import '../fascicolo/fascicolo.css'

const VUOTI = { specie: '', dal: '', al: '', autore: '', significativi: '' }

export default function DiarioPage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(diarioApi.voci, {
    id,
    limite: 20,
    ...(filtri.specie && { specie: filtri.specie as 'diario' | 'attivita' }),
    ...(filtri.dal && { dal: filtri.dal }),
    ...(filtri.al && { al: filtri.al }),
    ...(filtri.autore && { autore: filtri.autore }),
    ...(filtri.significativi && { significativi: true }),
  })
  const autori = useAutori(id, lista.voci.length > 0)
  const filtrato = Object.values(filtri).some(Boolean)
  return (
    <>
      <PageHeader
        titolo="Diario"
        azioni={
          <>
            <LinkButton azione="diario.scrivi" to={`/persone/${id}/diario/nuova`} icona="it-plus">
              Scrivi nel diario
            </LinkButton>
            <LinkButton
              azione="diario.scrivi"
              to={`/persone/${id}/diario/nuova?specie=attivita`}
              variante="outline-primary"
            >
              Registra un’attività
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="specie"
          label="Che cosa"
          tutti="Diario e attività"
          opzioni={[
            ['diario', 'Diario'],
            ['attivita', 'Attività professionali'],
          ]}
        />
        <FilterDate name="dal" label="Dal" />
        <FilterDate name="al" label="Al" />
        <FilterSelect name="autore" label="Chi l’ha scritto" tutti="Chiunque" opzioni={autori} />
        <FilterCheck name="significativi" label="Solo eventi significativi" />
      </Filtri>
      <ElencoFascicolo
        personaId={id}
        lista={lista}
        conteggio={['voce', 'voci']}
        vuoto={
          filtrato
            ? { titolo: 'Nessuna voce corrisponde', testo: 'Togli un filtro per vedere le altre.' }
            : {
                titolo: 'Il diario è vuoto',
                testo: 'Scrivi la prima voce: che cosa è accaduto, con chi, che cosa ne pensi.',
              }
        }
      >
        {(voci) =>
          voci.map((v) => (
            <article key={v.id} className={`voce${v.significativo ? ' significativo' : ''}`} aria-label={titoloVoce(v)}>
              <div className="voce-testata">
                <h2>
                  <Link to={v.stato === 'bozza' ? `/diario/${v.id}/modifica` : `/diario/${v.id}`}>{titoloVoce(v)}</Link>
                </h2>
                <Segni v={v} />
                <small>{v.autore.nome}</small>
              </div>
              <Corpo v={v} />
            </article>
          ))
        }
      </ElencoFascicolo>
    </>
  )
}
