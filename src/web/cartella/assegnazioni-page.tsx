// The assignment board: what waits, from the longest wait; one or many at a time, by hand or as the balanced proposal
// says. It shows the work and never the person.
import { useRef, useState } from 'react'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { formatData, plurale } from '../kernel/format.ts'
import { useAction, useEndpoint, usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { useVoci } from '../parametri/voci.ts'
import './cartella.css'

type Voce = Output<typeof assegnazioneApi.daAssegnare>['voci'][number]
type Operatore = Output<typeof assegnazioneApi.carico>['voci'][number]

const VUOTI = { area: '', comune: '' }

export default function AssegnazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const aree = useVoci('area-utenza')
  const lista = usePagine(assegnazioneApi.daAssegnare, {
    ...(filtri.area && { area: filtri.area }),
    ...(filtri.comune && { comune: filtri.comune }),
  })
  const carico = useEndpoint(assegnazioneApi.carico, {})
  const operatori = carico.data?.voci ?? []
  const [scelte, setScelte] = useState<ReadonlyMap<string, string>>(new Map())
  // what one has chosen while the proposal was on its way: newer than it
  const intanto = useRef(new Map<string, string>())
  const scegli = (presaId: string, utenteId: string) => {
    intanto.current.set(presaId, utenteId)
    setScelte((prima) => new Map(prima).set(presaId, utenteId))
  }
  const proposta = useAction(assegnazioneApi.proposta, {
    onDone: (r) => setScelte(new Map([...r.voci.map((v) => [v.presaId, v.utenteId] as const), ...intanto.current])),
  })
  const proponi = () => {
    if (proposta.inCorso) return
    intanto.current.clear()
    proposta.run({ prese: lista.voci.slice(0, 200).map((v) => v.id) }).catch(() => {})
  }
  const assegna = useAction(assegnazioneApi.assegna, {
    invalidates: [assegnazioneApi.daAssegnare, assegnazioneApi.carico],
    esito: (r) => `${plurale(r.assegnate, 'presa in carico assegnata', 'prese in carico assegnate')}.`,
  })
  // what somebody else has assigned meanwhile is no longer on the board
  const pronte = lista.voci.flatMap((p) => {
    const utenteId = scelte.get(p.id)
    return utenteId ? [{ presaId: p.id, utenteId }] : []
  })
  const esegui = async () => {
    if (pronte.length === 0 || assegna.inCorso) return
    const fatta = await assegna.run({ assegnazioni: pronte }).then(
      () => true,
      () => false,
    )
    if (!fatta) return
    const inviate = new Set(pronte.map((p) => p.presaId))
    setScelte((ora) => new Map([...ora].filter(([presaId]) => !inviate.has(presaId))))
  }
  const comuni = [...new Map(lista.voci.map((v) => [v.comuneId, v.comune]))]
  return (
    <>
      <PageHeader
        titolo="Prese in carico da assegnare"
        sotto="Scegli un operatore per ciascuna, o fatti proporre chi ha meno carico"
        azioni={
          <>
            <LinkButton to="/carico" variante="outline-primary">
              Carico di lavoro
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="area"
          label="Area"
          tutti="Tutte le aree"
          opzioni={aree.voci.map((v) => [v.codice, v.etichetta] as const)}
        />
        {(comuni.length > 1 || filtri.comune) && (
          <FilterSelect name="comune" label="Comune" tutti="Tutti i comuni" opzioni={comuni} />
        )}
      </Filtri>
      <DiChiNonCePiu operatori={operatori} />
      {lista.voci.length > 0 && (
        <p className="atti">
          <button type="button" className="btn btn-outline-primary" aria-disabled={proposta.inCorso} onClick={proponi}>
            Proponi un’assegnazione equilibrata
          </button>
          <button
            type="button"
            className={`btn btn-primary${pronte.length === 0 ? ' disabled' : ''}`}
            aria-disabled={pronte.length === 0 || assegna.inCorso}
            onClick={esegui}
          >
            {pronte.length === 0
              ? 'Scegli almeno un operatore'
              : `Assegna ${plurale(pronte.length, 'presa in carico', 'prese in carico')}`}
          </button>
        </p>
      )}
      <DataTable
        caption="Da quella che attende di più"
        lista={lista}
        chiave={(p) => p.id}
        conteggio={['presa in carico', 'prese in carico']}
        colonne={[
          { id: 'numero', titolo: 'Fascicolo', riga: true, cella: (p) => <Fascicolo presa={p} /> },
          { id: 'comune', titolo: 'Comune', cella: (p) => p.comune },
          { id: 'area', titolo: 'Area', cella: (p) => p.area ?? '–' },
          { id: 'tipo', titolo: 'Tipo', cella: (p) => p.tipo ?? '–' },
          { id: 'peso', titolo: 'Peso', numero: true, cella: (p) => p.peso },
          { id: 'dal', titolo: 'Proposta il', cella: (p) => formatData(p.apertaIl) },
          { id: 'giorni', titolo: 'Giorni di attesa', numero: true, cella: (p) => p.giorni },
          {
            id: 'operatore',
            titolo: 'Operatore',
            cella: (p) => (
              <SceltaOperatore
                presa={p}
                operatori={operatori}
                valore={scelte.get(p.id) ?? ''}
                onCambia={(v) => scegli(p.id, v)}
              />
            ),
          },
        ]}
        vuoto={{
          titolo: 'Niente da assegnare',
          testo: 'Le prese in carico proposte compaiono qui, da quella che attende di più.',
        }}
      />
    </>
  )
}

const Fascicolo = ({ presa }: { presa: Voce }) => (
  <>
    n. {presa.numero}
    {presa.daRiassegnare && (
      <>
        {' '}
        <StatusBadge tono="critico">chi doveva accettarla non è più in servizio</StatusBadge>
      </>
    )}
  </>
)

/** How many are of whoever no longer works here: never which. */
function DiChiNonCePiu({ operatori }: { operatori: readonly Operatore[] }) {
  const assenti = operatori.filter((o) => !o.inServizio)
  if (assenti.length === 0) return null
  return (
    <Avviso tipo="warning" titolo="Lavoro di chi non è più in servizio">
      <ul className="elenco-semplice">
        {assenti.map((o) => (
          <li key={o.utenteId}>
            {o.nome}: {plurale(o.daAccettare + o.attive + o.sospese, 'presa in carico', 'prese in carico')},{' '}
            {plurale(o.scaduti, 'compito scaduto', 'compiti scaduti')}
          </li>
        ))}
      </ul>
      <p>
        Quelle non ancora accettate si assegnano da qui. Delle altre il passaggio lo offre il responsabile del servizio:
        le trova nel radar, alla voce «Responsabile non più in servizio».
      </p>
    </Avviso>
  )
}

function SceltaOperatore({
  presa,
  operatori,
  valore,
  onCambia,
}: {
  presa: Voce
  operatori: readonly Operatore[]
  valore: string
  onCambia: (utenteId: string) => void
}) {
  return (
    <select
      className="form-select"
      aria-label={`Operatore per il fascicolo n. ${presa.numero} di ${presa.comune}`}
      value={valore}
      onChange={(e) => onCambia(e.target.value)}
    >
      <option value="">Scegli…</option>
      {operatori
        .filter((o) => o.comuni.includes(presa.comuneId))
        .map((o) => (
          <option key={o.utenteId} value={o.utenteId}>
            {o.nome} (carico {String(o.carico).replace('.', ',')})
          </option>
        ))}
    </select>
  )
}
