// A question that must be answered before going on, over the native <dialog>: the browser keeps the focus inside,
// makes the rest inert, closes on Escape and gives the focus back. One dialog never opens another.
//
//   <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo="Scegli l’ufficio" azioni={<button…/>}>…</Dialog>
//   <ConfirmDialog aperta onChiudi onConferma={(motivo) => …} titolo testo conferma="Sospendi" motivo="Motivo" pericolo />
// With `bozza` the reason being written is a draft like a form's (see ../bozze/scrittura.ts).
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { AvvisoBozza, StatoBozza } from '../bozze/avviso-bozza.tsx'
import type { Scrittura } from '../bozze/scrittura.ts'
import { useScrittura } from '../bozze/use-bozza.ts'
import { diTroppo } from '../form/schema.ts'
import { Icon } from './parts.tsx'

export function Dialog({
  aperta,
  onChiudi,
  titolo,
  children,
  azioni,
}: {
  aperta: boolean
  onChiudi: () => void
  titolo: string
  children: ReactNode
  azioni?: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const d = ref.current
    if (aperta && d && !d.open) d.showModal()
    if (!aperta && d?.open) d.close()
  }, [aperta])
  return (
    <dialog
      ref={ref}
      className="finestra"
      aria-labelledby={id}
      onClose={onChiudi}
      onCancel={(e) => {
        e.preventDefault()
        onChiudi()
      }}
    >
      {aperta && (
        <>
          <h2 id={id}>{titolo}</h2>
          <div className="finestra-corpo">{children}</div>
          {azioni && <div className="finestra-azioni">{azioni}</div>}
          {/* last, so that the focus starts from what is asked and not from the way out */}
          <button type="button" aria-label="Chiudi la finestra" onClick={onChiudi}>
            <Icon name="it-close" />
          </button>
        </>
      )}
    </dialog>
  )
}

/** The most that a contract takes of a reason; where it takes fewer, its refusal says so. */
const MOTIVO_AL_PIU = 1000

export function ConfirmDialog({
  aperta,
  onChiudi,
  onConferma,
  titolo,
  testo,
  conferma,
  motivo,
  bozza: nome,
  pericolo = false,
  inCorso = false,
}: {
  aperta: boolean
  onChiudi: () => void
  /** Receives the reason, or an empty string where none is asked, and the draft that the act is the end of. */
  onConferma: (motivo: string, scrittura: Scrittura | null) => void
  titolo: string
  testo?: ReactNode
  /** The verb of the act, never «OK». */
  conferma: string
  /** Label of the reason, which then is required. */
  motivo?: string
  /** Names the draft of the reason; without it none is kept. */
  bozza?: string
  pericolo?: boolean
  inCorso?: boolean
}) {
  const [scritto, setScritto] = useState('')
  // read by the draft when it is saved, which may be before the next drawing
  const adesso = useRef('')
  const scrivi = (testo: string) => {
    adesso.current = testo
    setScritto(testo)
  }
  const bozza = useScrittura(aperta && motivo ? nome : null, {
    valori: () => ({ motivo: adesso.current }),
    mostra: (v) => scrivi(String(v.motivo ?? '')),
  })
  const [manca, setManca] = useState(false)
  const id = useId()
  const campo = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (aperta) return
    adesso.current = ''
    setScritto('')
    setManca(false)
  }, [aperta])
  const troppo = diTroppo(scritto, MOTIVO_AL_PIU)
  const errore = troppo ?? (manca ? 'Scrivi il motivo: resterà nel registro insieme all’operazione.' : null)
  const invia = () => {
    if (motivo && (troppo || !scritto.trim())) {
      setManca(true)
      campo.current?.focus()
    } else onConferma(scritto.trim(), bozza.scrittura)
  }
  return (
    <Dialog
      aperta={aperta}
      onChiudi={onChiudi}
      titolo={titolo}
      azioni={
        <>
          <button type="button" className="btn btn-outline-primary" onClick={onChiudi}>
            Annulla
          </button>
          <button
            type="button"
            className={`btn ${pericolo ? 'btn-danger' : 'btn-primary'}`}
            disabled={inCorso}
            onClick={invia}
          >
            {conferma}
          </button>
        </>
      }
    >
      {testo && <div>{testo}</div>}
      {motivo && (
        <div className="campo">
          <AvvisoBozza bozza={bozza} dopo={() => campo.current?.focus()} />
          <label htmlFor={id}>
            {motivo} <span className="obbligatorio">(obbligatorio)</span>
          </label>
          <textarea
            id={id}
            ref={campo}
            rows={3}
            autoComplete="off"
            className="form-control"
            value={scritto}
            required
            aria-invalid={errore !== null}
            aria-describedby={errore ? `${id}-errore` : undefined}
            onChange={(e) => {
              scrivi(e.target.value)
              bozza.scrittura?.cambiata()
            }}
          />
          <StatoBozza bozza={bozza} vuota={() => scrivi('')} />
          {errore && (
            <p id={`${id}-errore`} className="campo-errore">
              {errore}
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}
