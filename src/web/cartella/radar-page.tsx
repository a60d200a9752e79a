// The radar: alerts with the rule that rang and the rows that made it ring. Whoever answers for the service chooses
// whether to look at his own or at all.
import { Link } from 'react-router'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { type NomeRegola, nomiRegole, regolaRadar } from '../../shared/cartella/radar.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { AttoConCampi } from './atto-con-campi.tsx'
import { nomeDi } from './parole.tsx'

type Avviso = Output<typeof radarApi.servizio>['voci'][number]
const VUOTI = { regola: '', comune: '', rinviati: '', tutti: '' }

export default function RadarPage() {
  const can = useCan()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const comuni = useEndpoint(personeApi.comuni, {}, { staleTime: 300_000 })
  const lista = usePagine(filtri.tutti && can('radar.servizio') ? radarApi.servizio : radarApi.miei, {
    ...(filtri.regola && { regola: filtri.regola as NomeRegola }),
    ...(filtri.comune && { comune: filtri.comune }),
    ...(filtri.rinviati && { rinviati: true }),
  })
  return (
    <>
      <PageHeader
        titolo="Radar dei casi silenziosi"
        sotto="Regole scritte, che dicono che cosa manca: nessun punteggio sulle persone"
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="regola"
          label="Regola"
          tutti="Tutte le regole"
          opzioni={nomiRegole.map((r) => [r, regolaRadar(r).nome] as const)}
        />
        {(comuni.data?.voci.length ?? 0) > 1 && (
          <FilterSelect
            name="comune"
            label="Comune"
            tutti="Tutti i comuni"
            opzioni={comuni.data!.voci.map((c) => [c.id, c.nome] as const)}
          />
        )}
        <FilterCheck name="rinviati" label="Anche quelli rinviati" />
        {can('radar.servizio') && <FilterCheck name="tutti" label="Di tutto il servizio" />}
      </Filtri>
      <DataTable
        caption="Avvisi"
        lista={lista}
        chiave={(a) => `${a.regola} ${a.presaId}`}
        conteggio={['avviso', 'avvisi']}
        colonne={[
          {
            id: 'persona',
            titolo: 'Persona',
            riga: true,
            cella: (a) => <Link to={`/prese/${a.presaId}?persona=${a.persona.id}`}>{nomeDi(a.persona)}</Link>,
          },
          { id: 'regola', titolo: 'Regola', cella: (a) => <Regola a={a} /> },
          {
            id: 'righe',
            titolo: 'Perché',
            cella: (a) => (
              <ul>
                {a.righe.map((r) => (
                  <li key={`${r.tipo} ${r.id}`}>
                    {r.testo}
                    {r.giorno && `, ${formatData(r.giorno)}`}
                  </li>
                ))}
              </ul>
            ),
          },
          { id: 'responsabile', titolo: 'Responsabile', cella: (a) => a.responsabile ?? '–' },
          { id: 'atti', titolo: 'Azioni', senzaTitolo: true, cella: (a) => <Rinvia a={a} /> },
        ]}
        vuoto={{
          titolo: 'Nessun avviso',
          testo: 'Tra le prese in carico guardate nessuna regola segnala qualcosa da fare.',
        }}
      />
    </>
  )
}

const Regola = ({ a }: { a: Avviso }) => (
  <>
    <strong>{a.nome}</strong>
    <div>{a.frase}</div>
    {a.rinvio && (
      <div>
        Rinviato fino al {formatData(a.rinvio.fino)}: {a.rinvio.motivo}
      </div>
    )}
  </>
)

const Rinvia = ({ a }: { a: Avviso }) => (
  <AttoConCampi
    e={radarApi.rinvia}
    fissi={{ id: a.presaId, regola: a.regola }}
    invalidates={[radarApi.miei, radarApi.servizio]}
    iniziali={{ fino: '', motivo: '' }}
    etichetta="Rinvia"
    titolo={`Rinviare «${a.nome}»?`}
    piccolo
    esito="Avviso rinviato."
  >
    <DateField name="fino" label="Fino al" />
    <TextArea name="motivo" label="Motivo" righe={2} />
  </AttoConCampi>
)
