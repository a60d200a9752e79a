// When the household is met: the days of the plan, who is awaited, how long it takes, and where an office is chosen the hour that it
// takes in the agenda, among those in which one is free.
import { useId, useState } from 'react'
import { disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { giorniDelPiano } from '../../shared/patti/monitoraggio.rules.ts'
import { monitoraggioApi, type PattoLetto } from '../../shared/patti/patto.api.ts'
import { generi, testoDi, type Voce, vociDi } from '../../shared/patti/patto-voci.ts'
import { formatData, oggi, parseData } from '../kernel/format.ts'
import { useAction, useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { toccatePatto } from './patto-atti.tsx'

const DURATE = ['15', '30', '45', '60', '90', '120']
const ORE_PROPOSTE = 12

export function PianificaIncontri({ p, voci, ci }: { p: PattoLetto; voci: readonly Voce[]; ci: number }) {
  const can = useCan()
  const id = useId()
  const m = vociDi(voci, 'monitoraggio')[0]
  const giorni = m?.campi.giorni
  const ogni = typeof giorni === 'number' && giorni > 0 ? giorni : p.incontriOgni
  const dalPatto = m ? testoDi(m, 'primo') : ''
  const valutabili = voci.filter((v) => generi[v.genere].valutato)
  const [primo, setPrimo] = useState(formatData(ci === 0 && dalPatto >= oggi() ? dalPatto : oggi()))
  const [quanti, setQuanti] = useState('1')
  const [ora, setOra] = useState('')
  const [durata, setDurata] = useState('60')
  const [ufficio, setUfficio] = useState('')
  const [luogo, setLuogo] = useState('')
  // those left out: an entry or a person that comes meanwhile is in
  const [senza, setSenza] = useState<ReadonlySet<string>>(new Set())
  const pianifica = useAction(monitoraggioApi.pianifica, {
    invalidates: [...toccatePatto, disponibilitaApi.libere],
    esito: 'Incontri messi in programma.',
  })
  if (!can(monitoraggioApi.pianifica.azione)) return null
  const giorno = parseData(primo)
  const date = giorno ? giorniDelPiano(giorno, ogni, Number(quanti)) : []
  const dentro = (di: readonly string[]) => di.filter((x) => !senza.has(x))
  const scegli = (x: string, si: boolean) => {
    const nuove = new Set(senza)
    if (si) nuove.delete(x)
    else nuove.add(x)
    setSenza(nuove)
  }
  return (
    <form
      className="patto-voce"
      aria-label="Metti in programma"
      onSubmit={(e) => {
        e.preventDefault()
        if (date.length > 0)
          void pianifica
            .run({
              id: p.id,
              giorni: date,
              ora: ora || null,
              durata: Number(durata),
              voci: dentro(valutabili.map((v) => v.voce)),
              persone: dentro(p.persone.map((x) => x.componenteId)),
              ufficioId: ufficio || null,
              luogo: luogo.trim() || null,
            })
            .catch(() => undefined)
      }}
    >
      <h2>Metti in programma</h2>
      <div className="patto-righe">
        <div className="campo">
          <label htmlFor={`${id}-primo`}>Primo giorno</label>
          <input
            id={`${id}-primo`}
            className="form-control"
            inputMode="numeric"
            value={primo}
            aria-invalid={giorno === null || undefined}
            onChange={(e) => setPrimo(e.target.value)}
          />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-ora`}>Ora</label>
          <input
            id={`${id}-ora`}
            className="form-control"
            type="time"
            value={ora}
            required={ufficio !== ''}
            onChange={(e) => setOra(e.target.value)}
          />
        </div>
        <Scelta id={`${id}-durata`} etichetta="Durata in minuti" valore={durata} onCambia={setDurata}>
          {[...new Set([...DURATE, durata])].map((n) => (
            <option key={n}>{n}</option>
          ))}
        </Scelta>
        <Scelta
          id={`${id}-quanti`}
          etichetta={`Quanti incontri, uno ogni ${ogni} giorni`}
          valore={quanti}
          onCambia={setQuanti}
        >
          {['1', '2', '3', '4', '6', '12'].map((n) => (
            <option key={n}>{n}</option>
          ))}
        </Scelta>
        <Ufficio id={`${id}-ufficio`} valore={ufficio} onCambia={setUfficio} />
        <div className="campo">
          <label htmlFor={`${id}-luogo`}>Dove</label>
          <input
            id={`${id}-luogo`}
            className="form-control"
            value={luogo}
            maxLength={200}
            onChange={(e) => setLuogo(e.target.value)}
          />
        </div>
      </div>
      {ufficio && giorno && (
        <OreLibere
          dal={giorno}
          ufficio={ufficio}
          onScegli={(s) => {
            setPrimo(formatData(s.giorno))
            setOra(s.ora)
            setDurata(String(s.minuti))
          }}
        />
      )}
      <Scelti
        titolo="Chi è atteso"
        voci={p.persone.map((x) => [x.componenteId, x.nome] as const)}
        senza={senza}
        onCambia={scegli}
      />
      <Scelti
        titolo="Che cosa si valuta"
        voci={valutabili.map((v) => [v.voce, testoDi(v)] as const)}
        senza={senza}
        onCambia={scegli}
      />
      {date.length > 1 && <p>{date.map((g) => formatData(g)).join(', ')}</p>}
      <button type="submit" className="btn btn-primary btn-xs" disabled={date.length === 0 || pianifica.inCorso}>
        Metti in programma
      </button>
    </form>
  )
}

function Scelta({
  id,
  etichetta,
  valore,
  onCambia,
  children,
}: {
  id: string
  etichetta: string
  valore: string
  onCambia: (v: string) => void
  children: React.ReactNode
}) {
  return (
    <div className="campo">
      <label htmlFor={id}>{etichetta}</label>
      <select id={id} className="form-select" value={valore} onChange={(e) => onCambia(e.target.value)}>
        {children}
      </select>
    </div>
  )
}

function Ufficio({ id, valore, onCambia }: { id: string; valore: string; onCambia: (v: string) => void }) {
  const scelte = useEndpoint(convocazioniApi.scelte, {}, { staleTime: 60_000 })
  return (
    <Scelta id={id} etichetta="Ufficio" valore={valore} onCambia={onCambia}>
      <option value="">Nessuno</option>
      {(scelte.data?.uffici ?? []).map((u) => (
        <option key={u.id} value={u.id}>
          {u.nome}
        </option>
      ))}
    </Scelta>
  )
}

interface Slot {
  giorno: string
  ora: string
  minuti: number
}
/** The first free hours in that office: one is chosen, and the day with it. */
function OreLibere({ dal, ufficio, onScegli }: { dal: string; ufficio: string; onScegli: (s: Slot) => void }) {
  const libere = useEndpoint(disponibilitaApi.libere, { dal, ufficio, quanti: ORE_PROPOSTE })
  const voci = libere.data?.voci ?? []
  if (!libere.data) return null
  if (voci.length === 0)
    return <p>Nessuna ora libera in questo ufficio da quel giorno: scrivi quando ci sei, o scegli tu un’ora.</p>
  return (
    <fieldset className="campo">
      <legend>Le tue prime ore libere</legend>
      <div className="atti">
        {voci.map((s) => (
          <button
            type="button"
            key={`${s.giorno} ${s.ora}`}
            className="btn btn-outline-primary btn-xs"
            onClick={() => onScegli(s)}
          >
            {formatData(s.giorno)}, {s.ora}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

function Scelti({
  titolo,
  voci,
  senza,
  onCambia,
}: {
  titolo: string
  voci: readonly (readonly [id: string, nome: string])[]
  senza: ReadonlySet<string>
  onCambia: (id: string, si: boolean) => void
}) {
  const id = useId()
  if (voci.length === 0) return null
  return (
    <fieldset className="campo">
      <legend>{titolo}</legend>
      {voci.map(([x, nome]) => (
        <div className="scelta" key={x}>
          <input
            type="checkbox"
            id={`${id}-${x}`}
            checked={!senza.has(x)}
            onChange={(e) => onCambia(x, e.target.checked)}
          />
          <label htmlFor={`${id}-${x}`}>{nome}</label>
        </div>
      ))}
    </fieldset>
  )
}
