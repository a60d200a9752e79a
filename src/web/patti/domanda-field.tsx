// A question as one fills it in: the types of the engine with our own fields, labels above, help and notes joined to them.
// What the record has proposed says where it comes from and of which day, with a button that confirms it.
import { type ReactNode, useId, useState } from 'react'
import {
  scelteDi,
  type Valore,
  type Voce,
  valoreInParole,
  valoreNonAmmesso,
} from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import type { PropostaLetta, Risposta } from '../../shared/patti/compilazioni.api.ts'
import { formatData, formatIstante, parseData } from '../kernel/format.ts'
import { Icon } from '../kernel/ui/parts.tsx'

export interface DomandaProps {
  voce: Voce
  d: Definizione
  valore: Valore
  onCambia: (v: Valore) => void
  obbligatoria: boolean
  risposta?: Risposta | undefined
  onConferma?: () => void
  /** What other sources say, otherwise than the answer. */
  altre?: readonly PropostaLetta[]
  onScegli?: (p: PropostaLetta) => void
  /** Beside the answer: the note, the priority, the contributions. */
  children?: ReactNode
}

export function DomandaField(p: DomandaProps) {
  const id = useId()
  const { domanda, numero } = p.voce
  const { description: aiuto } = domanda
  const gruppo = ['radiogroup', 'checkbox', 'rating'].includes(domanda.type)
  const proposta = p.risposta?.daConfermare ? p.risposta : undefined
  const descritto = [aiuto && `${id}-aiuto`, proposta && `${id}-proposta`].filter(Boolean).join(' ') || undefined
  const titolo = (
    <>
      <span className="domanda-numero">{numero}</span> {domanda.title}{' '}
      {p.obbligatoria && <span className="obbligatorio">(obbligatorio)</span>}
    </>
  )
  const attorno = (
    <>
      {aiuto && (
        <p id={`${id}-aiuto`} className="campo-aiuto">
          {aiuto}
        </p>
      )}
      {gruppo ? <Gruppo p={p} id={id} /> : <Casella p={p} id={id} descritto={descritto} />}
      {proposta && (
        <div className="domanda-proposta" id={`${id}-proposta`}>
          <p>
            Da confermare. {proposta.origine}
            {proposta.informazioneDel && `, informazione del ${formatData(proposta.informazioneDel)}`}.
          </p>
          {p.onConferma && (
            <button type="button" className="btn btn-outline-primary btn-xs" onClick={p.onConferma}>
              Conferma<span className="visually-hidden">: {domanda.title}</span>
            </button>
          )}
        </div>
      )}
      <AltreFonti p={p} />
      {p.children}
    </>
  )
  const classe = 'campo domanda'
  if (gruppo)
    return (
      <fieldset className={classe} aria-describedby={descritto}>
        <legend>{titolo}</legend>
        {attorno}
      </fieldset>
    )
  return (
    <div className={classe}>
      <label htmlFor={id}>{titolo}</label>
      {attorno}
    </div>
  )
}

/** What is known from elsewhere, beside the answer: one looks at both and chooses. */
function AltreFonti({ p }: { p: DomandaProps }) {
  if (!p.altre || p.altre.length === 0) return null
  return (
    <ul className="domanda-altre">
      {p.altre.map((a) => (
        <li key={a.origine}>
          {a.testo}
          {a.informazioneDel && `, informazione del ${formatData(a.informazioneDel)}`}:{' '}
          <strong>{valoreInParole(p.voce.domanda, p.d, a.valore)}</strong>{' '}
          {p.onScegli && (
            <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => p.onScegli?.(a)}>
              Usa questa<span className="visually-hidden">: {p.voce.domanda.title}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** One or several choices. A single one can be taken back: «not asked» is an answer too. */
function Gruppo({ p, id }: { p: DomandaProps; id: string }) {
  const { domanda } = p.voce
  const piu = domanda.type === 'checkbox'
  const scelti = (piu ? ((p.valore ?? []) as (string | number)[]) : [p.valore]) as (string | number)[]
  const spunta = (v: string | number, si: boolean) => {
    if (!piu) return p.onCambia(v)
    const altri = scelti.filter((x) => x !== v && x !== 'none')
    const nuovi = !si ? scelti.filter((x) => x !== v) : v === 'none' ? ['none'] : [...altri, v]
    p.onCambia(nuovi.length > 0 ? nuovi : null)
  }
  return (
    <div className={domanda.type === 'rating' ? 'domanda-scala' : undefined}>
      {scelteDi(domanda, p.d).map((s) => (
        <div key={s.value} className="scelta">
          <input
            id={`${id}-${s.value}`}
            type={piu ? 'checkbox' : 'radio'}
            name={id}
            checked={scelti.includes(s.value)}
            onChange={(e) => spunta(s.value, e.target.checked)}
          />
          <label htmlFor={`${id}-${s.value}`}>
            {domanda.type === 'rating' && s.value !== 0 ? `${s.value} – ${s.text}` : s.text}
          </label>
        </div>
      ))}
      {!piu && p.valore !== null && p.valore !== undefined && (
        <button type="button" className="btn btn-link btn-xs" onClick={() => p.onCambia(null)}>
          Togli la risposta<span className="visually-hidden">: {domanda.title}</span>
        </button>
      )}
    </div>
  )
}

const numero = (t: string) => (/^-?\d+(,\d+)?$/.test(t.trim()) ? Number(t.trim().replace(',', '.')) : null)

function Casella({ p, id, descritto }: { p: DomandaProps; id: string; descritto: string | undefined }) {
  const { domanda } = p.voce
  const aria = {
    id,
    'aria-describedby': descritto,
    'aria-required': p.obbligatoria || undefined,
  }
  const testo = p.valore === null || p.valore === undefined ? '' : String(p.valore)
  if (domanda.type === 'dropdown')
    return (
      <select {...aria} className="form-select" value={testo} onChange={(e) => p.onCambia(e.target.value || null)}>
        <option value="">Scegli…</option>
        {scelteDi(domanda, p.d).map((s) => (
          <option key={s.value} value={s.value}>
            {s.text}
          </option>
        ))}
      </select>
    )
  if (domanda.type === 'comment')
    return (
      <textarea
        {...aria}
        className="form-control"
        rows={3}
        autoComplete="off"
        maxLength={domanda.maxLength ?? 4000}
        value={testo}
        onChange={(e) => p.onCambia(e.target.value || null)}
      />
    )
  if (domanda.inputType === 'number' || domanda.inputType === 'date') return <Interpretata p={p} aria={aria} />
  return (
    <input
      {...aria}
      type="text"
      className="form-control"
      autoComplete="off"
      maxLength={domanda.maxLength ?? 4000}
      value={testo}
      onChange={(e) => p.onCambia(e.target.value || null)}
    />
  )
}

/** Typed the Italian way; what makes no sense stays on the screen, and says so. */
function Interpretata({ p, aria }: { p: DomandaProps; aria: { id: string; 'aria-describedby': string | undefined } }) {
  const { domanda } = p.voce
  const data = domanda.inputType === 'date'
  const scrivi = (v: Valore) =>
    v === null || v === undefined ? '' : valoreInParole(domanda, p.d, v).replaceAll('.', '')
  const leggi = (t: string): { valore: Valore; errore: string | null } => {
    if (t.trim() === '') return { valore: null, errore: null }
    const v = data ? parseData(t) : numero(t)
    if (v === null)
      return {
        valore: null,
        errore: data
          ? 'Scrivi una data che esiste: per esempio 22/11/2026.'
          : 'Scrivi un numero, senza punti: per esempio 1234,50.',
      }
    const errore = valoreNonAmmesso(p.d, domanda.name, v)
    return { valore: errore ? null : v, errore }
  }
  const [testo, setTesto] = useState(() => scrivi(p.valore))
  const [visto, setVisto] = useState(p.valore)
  if (visto !== p.valore) {
    // changed from outside: confirmed, or written by a colleague
    setVisto(p.valore)
    if (leggi(testo).valore !== p.valore) setTesto(scrivi(p.valore))
  }
  const { errore } = leggi(testo)
  const idErrore = `${aria.id}-illeggibile`
  return (
    <>
      <input
        {...aria}
        aria-invalid={errore ? true : undefined}
        aria-describedby={[aria['aria-describedby'], errore && idErrore].filter(Boolean).join(' ') || undefined}
        type="text"
        inputMode={data ? 'numeric' : 'decimal'}
        className="form-control domanda-corta"
        autoComplete="off"
        value={testo}
        onChange={(e) => {
          setTesto(e.target.value)
          const { valore } = leggi(e.target.value)
          setVisto(valore)
          p.onCambia(valore)
        }}
      />
      {errore && (
        <p id={idErrore} className="campo-errore">
          <Icon name="it-warning-circle" className="icon-sm" />
          {errore}
        </p>
      )}
    </>
  )
}

/** Who wrote the answer and when; nothing where nobody has. */
export function FirmaRisposta({ r }: { r: Risposta | undefined }) {
  if (!r || r.daConfermare) return null
  return (
    <p className="domanda-firma">
      {r.autore ?? 'Un collega'}, {formatIstante(r.scrittaIl)}
      {r.origine && `; ${r.origine}, confermata`}
    </p>
  )
}

/** The note beside an answer: closed until it is needed. */
export function NotaField({ di, valore, onCambia }: { di: string; valore: Valore; onCambia: (v: Valore) => void }) {
  const id = useId()
  const [aperta, setAperta] = useState(Boolean(valore))
  return (
    <details className="dettagli domanda-nota" open={aperta} onToggle={(e) => setAperta(e.currentTarget.open)}>
      <summary>Nota{valore ? '' : ' (facoltativa)'}</summary>
      <label htmlFor={id}>Nota su: {di}</label>
      <textarea
        id={id}
        className="form-control"
        rows={2}
        autoComplete="off"
        maxLength={4000}
        value={String(valore ?? '')}
        onChange={(e) => onCambia(e.target.value || null)}
      />
    </details>
  )
}
