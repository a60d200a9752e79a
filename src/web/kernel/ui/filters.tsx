// Filters live in the address, so that a list survives the back button, a reload and being sent to a colleague.
// What one types waits a moment before it counts. Two things never enter an address: keys declared `riservati` and
// whatever looks like a codice fiscale; they stay in the history entry of this browser, which survives back as well.
//
//   const [filtri, setFiltri] = useFiltri({ testo: '', stato: '', ordine: 'cognome' }, { riservati: ['testo'] })
//   <Filtri valori={filtri} onCambia={setFiltri} vuoti={{ testo: '', stato: '' }}>
//     <FilterText name="testo" label="Cerca" />
//     <FilterSelect name="stato" label="Stato" opzioni={[['attivo', 'Attivo'], …]} tutti="Tutti gli stati" />
//     <FilterCheck name="scaduti" label="Solo scaduti" />           value '' or '1'
//     <FilterDate name="dal" label="Dal" />                         value '' or `YYYY-MM-DD`
//   </Filtri>
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useLocation, useNavigate, useNavigation } from 'react-router'
import { formatData, parseData } from '../format.ts'

export type Valori = Record<string, string>

const CODICE_FISCALE = /[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]/i

/** Pure half, tested: what goes into the address and what stays in the history entry. */
export function dividiFiltri(valori: Valori, vuoti: Valori, riservati: readonly string[]) {
  const nellIndirizzo: Valori = {}
  const riservatiOra: Valori = {}
  for (const [k, v] of Object.entries(valori)) {
    if (v === (vuoti[k] ?? '')) continue
    if (riservati.includes(k) || CODICE_FISCALE.test(v)) riservatiOra[k] = v
    else nellIndirizzo[k] = v
  }
  return { nellIndirizzo, riservatiOra }
}

export function useFiltri<const F extends Valori>(
  iniziali: F,
  o: { riservati?: readonly (keyof F & string)[] } = {},
): [{ [K in keyof F]: string }, (cambi: Partial<Record<keyof F, string>>) => void] {
  const location = useLocation()
  const navigate = useNavigate()
  const vuoti = useRef<Valori>(iniziali).current
  const riservati = useRef<readonly string[]>(o.riservati ?? []).current
  const valori = useMemo(() => {
    const indirizzo = new URLSearchParams(location.search)
    const nascosti = (location.state as { filtri?: Valori } | null)?.filtri ?? {}
    return Object.fromEntries(
      Object.keys(vuoti).map((k) => [k, nascosti[k] ?? indirizzo.get(k) ?? vuoti[k] ?? '']),
    ) as { [K in keyof F]: string }
  }, [location.search, location.state, vuoti])
  const ora = useRef(valori)
  ora.current = valori
  const verso = useNavigation().location?.pathname
  const altrove = useRef(false)
  altrove.current = verso !== undefined && verso !== location.pathname
  const cambia = useCallback(
    (cambi: Partial<Record<keyof F, string>>) => {
      // typed, and then another page chosen before the letters had their effect: that page, still on its way, is not taken back
      if (altrove.current) return
      ora.current = { ...ora.current, ...(cambi as Partial<typeof ora.current>) }
      const { nellIndirizzo, riservatiOra } = dividiFiltri(ora.current, vuoti, riservati)
      const search = new URLSearchParams(window.location.search)
      for (const k of Object.keys(vuoti)) search.delete(k)
      for (const [k, v] of Object.entries(nellIndirizzo)) search.set(k, v)
      void navigate(
        { search: search.toString() },
        { replace: true, preventScrollReset: true, state: { filtri: riservatiOra } },
      )
    },
    [navigate, vuoti, riservati],
  )
  return [valori, cambia]
}

const Context = createContext<{ valori: Valori; onCambia: (c: Valori) => void } | null>(null)
const useCampo = (name: string) => {
  const c = useContext(Context)
  if (!c) throw new Error('filter outside <Filtri>')
  return { valore: c.valori[name] ?? '', cambia: (v: string) => c.onCambia({ [name]: v }) }
}

export function Filtri({
  valori,
  onCambia,
  vuoti,
  children,
  etichetta = 'Filtri dell’elenco',
}: {
  valori: Valori
  // biome-ignore lint/suspicious/noExplicitAny: the setter of any useFiltri
  onCambia: (cambi: any) => void
  /** What «Azzera i filtri» goes back to. */
  vuoti: Valori
  children: ReactNode
  etichetta?: string
}) {
  const attivi = Object.keys(vuoti).some((k) => (valori[k] ?? '') !== vuoti[k])
  return (
    <Context value={{ valori, onCambia }}>
      <search className="filtri" aria-label={etichetta}>
        {children}
        {attivi && (
          <button type="button" className="btn btn-link btn-xs" onClick={() => onCambia(vuoti)}>
            Azzera i filtri
          </button>
        )}
      </search>
    </Context>
  )
}

export function FilterText({ name, label, suggerimento }: { name: string; label: string; suggerimento?: string }) {
  const id = useId()
  const { valore, cambia } = useCampo(name)
  const [testo, setTesto] = useState(valore)
  const inviato = useRef(valore)
  // the address changed by other hands (back, «azzera»): follow it
  useEffect(() => {
    if (valore !== inviato.current) {
      inviato.current = valore
      setTesto(valore)
    }
  }, [valore])
  const ultimo = useRef(cambia)
  ultimo.current = cambia
  useEffect(() => {
    if (testo === inviato.current) return
    const t = setTimeout(() => {
      inviato.current = testo
      ultimo.current(testo)
    }, 300)
    return () => clearTimeout(t)
  }, [testo])
  return (
    <div className="campo filtro-testo">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        className="form-control"
        value={testo}
        autoComplete="off"
        aria-describedby={suggerimento ? `${id}-s` : undefined}
        onChange={(e) => setTesto(e.target.value)}
      />
      {suggerimento && (
        <p id={`${id}-s`} className="campo-aiuto">
          {suggerimento}
        </p>
      )}
    </div>
  )
}

export function FilterSelect({
  name,
  label,
  opzioni,
  tutti = 'Tutti',
}: {
  name: string
  label: string
  opzioni: (readonly [valore: string, etichetta: string])[]
  tutti?: string
}) {
  const id = useId()
  const { valore, cambia } = useCampo(name)
  return (
    <div className="campo">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="form-select" value={valore} onChange={(e) => cambia(e.target.value)}>
        <option value="">{tutti}</option>
        {opzioni.map(([v, t]) => (
          <option key={v} value={v}>
            {t}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A day typed the Italian way; it counts as soon as it is one. */
export function FilterDate({ name, label }: { name: string; label: string }) {
  const id = useId()
  const { valore, cambia } = useCampo(name)
  const scritto = valore ? formatData(valore) : ''
  const [testo, setTesto] = useState(scritto)
  const [lasciato, setLasciato] = useState(false)
  // the address changed by other hands (back, «azzera»): follow it
  useEffect(() => setTesto(scritto), [scritto])
  const errata = testo.trim() !== '' && parseData(testo) === null
  return (
    <div className={`campo${errata && lasciato ? ' campo-con-errore' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        className="form-control"
        placeholder="gg/mm/aaaa"
        maxLength={10}
        autoComplete="off"
        value={testo}
        aria-invalid={errata && lasciato ? true : undefined}
        aria-describedby={errata && lasciato ? `${id}-e` : undefined}
        onChange={(e) => {
          setTesto(e.target.value)
          setLasciato(false)
          const giorno = e.target.value.trim() === '' ? '' : parseData(e.target.value)
          if (giorno !== null && giorno !== valore) cambia(giorno)
        }}
        onBlur={() => {
          setLasciato(true)
          if (!errata && valore) setTesto(scritto)
        }}
      />
      {errata && lasciato && (
        <p id={`${id}-e`} className="campo-errore">
          Scrivi il giorno come 22/11/2026.
        </p>
      )}
    </div>
  )
}

export function FilterCheck({ name, label }: { name: string; label: string }) {
  const id = useId()
  const { valore, cambia } = useCampo(name)
  return (
    <div className="campo filtro-spunta">
      <input id={id} type="checkbox" checked={valore === '1'} onChange={(e) => cambia(e.target.checked ? '1' : '')} />
      <label htmlFor={id}>{label}</label>
    </div>
  )
}
