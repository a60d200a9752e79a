// Whom to convene: one's own casi, those of a state or all of those on the page; then when, by which channels, with which words; what
// would happen, and only then the convocation.
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { impedimentoCaso, nomiStatoCaso, type StatoCaso, statiCaso } from '../../shared/patti/casi.rules.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { type MioCaso, mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi } from '../../shared/patti/patto.api.ts'
import { Scadenza } from '../cartella/parole.tsx'
import { formatData, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { ModuloConvocazione } from './convocazione-modulo.tsx'
import { StatoCasoBadge } from './parole.tsx'
import '../cartella/cartella.css'

const VUOTI = { stato: '', testo: '' }
const AL_PIU = 500
/** Whether one can be convened, to the first meeting or to another. */
const convocabile = (c: MioCaso): boolean =>
  (['convoca', 'richiama'] as const).some((atto) => impedimentoCaso(atto, c.stato, c.statoPrima) === null)
/** Where there may be somebody to convene: one that is suspended is convened as far as it is. */
const convocabili = statiCaso.filter(
  (s) => s === 'sospeso' || (['convoca', 'richiama'] as const).some((atto) => impedimentoCaso(atto, s) === null),
)

export default function ConvocazioneNuovaPage() {
  const [search] = useSearchParams()
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const lista = usePagine(mieiCasiApi.cerca, {
    ...(filtri.stato && { stato: filtri.stato as StatoCaso }),
    ...(filtri.testo && { testo: filtri.testo }),
    limite: 200,
  })
  const scelte = useEndpoint(convocazioniApi.scelte, {}, { staleTime: 60_000 })
  const [scelti, setScelti] = useState<ReadonlyMap<string, MioCaso>>(new Map())
  // to a meeting of the pact that is planned already
  const [caso, patto, incontro] = ['caso', 'patto', 'incontro'].map((x) => search.get(x))
  const monitoraggio = useEndpoint(monitoraggioApi.leggi, { id: patto ?? '' }, { enabled: !!patto })
  const previsto = monitoraggio.data?.incontri.find((n) => n.id === incontro && n.stato === 'previsto') ?? null
  const [iniziale, setIniziale] = useState(caso)
  const righe = lista.voci.filter(convocabile)
  const suo = iniziale ? righe.find((c) => c.id === iniziale) : undefined
  if (suo) {
    setIniziale(null)
    setScelti(new Map([[suo.id, suo]]))
  }
  const cambia = (c: MioCaso, si: boolean) => {
    const nuovi = new Map(scelti)
    if (si) nuovi.set(c.id, c)
    else nuovi.delete(c.id)
    setScelti(nuovi)
  }
  const tutti = [...scelti.values()]
  const comuni = new Set(tutti.map((c) => c.comuneId))
  return (
    <>
      <PageHeader
        titolo="Convoca"
        sotto="Scegli uno o più dei tuoi casi, poi il giorno e il modo"
        azioni={
          <LinkButton to="/convocazioni" variante="outline-primary">
            Convocazioni
          </LinkButton>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cognome o codice fiscale" />
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutti"
          opzioni={convocabili.map((s) => [s, nomiStatoCaso[s]] as const)}
        />
      </Filtri>
      {righe.length > 1 && (
        <p className="atti">
          <button
            type="button"
            className="btn btn-outline-primary btn-xs"
            onClick={() => setScelti(new Map([...scelti, ...righe.map((c) => [c.id, c] as const)].slice(0, AL_PIU)))}
          >
            Scegli tutti quelli elencati
          </button>
          {scelti.size > 0 && (
            <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setScelti(new Map())}>
              Togli tutti
            </button>
          )}
        </p>
      )}
      <DataTable
        caption="I tuoi casi, dalla scadenza più vicina"
        lista={{ ...lista, voci: righe }}
        chiave={(c) => c.id}
        conteggio={['caso', 'casi']}
        colonne={[
          {
            id: 'scelto',
            titolo: 'Convoca',
            cella: (c) => (
              <input
                type="checkbox"
                aria-label={`Convoca ${c.richiedente}`}
                checked={scelti.has(c.id)}
                onChange={(e) => cambia(c, e.target.checked)}
              />
            ),
          },
          { id: 'chi', titolo: 'Richiedente', riga: true, cella: (c) => c.richiedente },
          { id: 'comune', titolo: 'Comune', cella: (c) => c.comune },
          { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
          { id: 'stato', titolo: 'Stato', cella: (c) => <StatoCasoBadge stato={c.stato} /> },
          {
            id: 'scadenza',
            titolo: 'Prossima scadenza',
            cella: (c) => (c.scadenza ? <Scadenza giorno={c.scadenza} /> : '–'),
          },
        ]}
        vuoto={{
          titolo: 'Nessun caso da convocare',
          testo:
            'Si convocano i casi che ti sono assegnati e sono in corso: togli un filtro, o attendi che il coordinatore te ne assegni.',
        }}
      />
      {tutti.length === 0 ? null : comuni.size > 1 ? (
        <Avviso tipo="warning" titolo="Un comune alla volta">
          <p>La convocazione parte a nome di un comune: lascia scelti soltanto i casi di uno.</p>
        </Avviso>
      ) : (
        <section aria-label="Convocazione">
          <h2>Convoca {plurale(tutti.length, 'nucleo', 'nuclei')}</h2>
          {previsto && tutti.length === 1 && tutti[0]!.id === caso && (
            <p>
              All’incontro del patto in programma per il {formatData(previsto.previstoIl)}
              {previsto.ora && `, ore ${previsto.ora}`}.
            </p>
          )}
          <Caricamento query={scelte}>
            {(s) =>
              s.modelli.length === 0 ? (
                <Avviso titolo="Manca un modello">
                  <p>Nessun modello di documento è una convocazione: chiedi a chi tiene i modelli dell’ambito.</p>
                </Avviso>
              ) : (
                <ModuloConvocazione
                  key={previsto?.id}
                  casi={tutti}
                  s={s}
                  previsto={tutti.length === 1 && tutti[0]!.id === caso ? previsto : null}
                />
              )
            }
          </Caricamento>
        </section>
      )}
    </>
  )
}
