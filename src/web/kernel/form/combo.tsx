// The box of every combobox, whatever its entries come from: text, ARIA roles and keys. Arrows move, Enter chooses,
// Escape closes and then empties; leaving without choosing keeps the last choice.
import { type KeyboardEvent, useEffect, useState } from 'react'
import { Icon } from '../ui/parts.tsx'
import { Campo, type FieldProps, type useField } from './fields.tsx'

export interface OpzioneCombo {
  valore: string
  etichetta: string
  dettaglio?: string
}

interface ComboProps {
  p: FieldProps
  f: ReturnType<typeof useField>
  /** What is being typed; null when nobody is searching. */
  testo: string | null
  onTesto: (testo: string | null) => void
  /** Words of the present choice, empty without one. */
  scelta: string
  aperta: boolean
  opzioni: readonly OpzioneCombo[]
  annuncio: string
  placeholder: string
  onScegli: (o: OpzioneCombo | null) => void
  /** The arrow opens the whole list, without typing. */
  apribile?: boolean
}

export function Combo({
  p,
  f,
  testo,
  onTesto,
  scelta,
  aperta,
  opzioni,
  annuncio,
  placeholder,
  onScegli,
  apribile,
}: ComboProps) {
  const [attiva, setAttiva] = useState(-1)
  const lista = `${f.id}-lista`
  const idVoce = (i: number) => `${f.id}-voce-${i}`

  // the active entry stays in sight while the arrows move through a long list
  useEffect(() => {
    if (attiva >= 0) document.getElementById(`${f.id}-voce-${attiva}`)?.scrollIntoView({ block: 'nearest' })
  }, [attiva, f.id])

  const cerca = (t: string | null) => {
    onTesto(t)
    setAttiva(-1)
  }
  const scegli = (o: OpzioneCombo | undefined) => {
    if (!o) return
    onScegli(o)
    cerca(null)
  }
  const tasto = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      if (apribile && !aperta) {
        e.preventDefault()
        return cerca('')
      }
      if (opzioni.length === 0) return
      e.preventDefault()
      const passo = e.key === 'ArrowDown' ? 1 : -1
      setAttiva((attiva + passo + opzioni.length + (attiva < 0 && passo < 0 ? 1 : 0)) % opzioni.length)
    } else if (e.key === 'Enter' && aperta) {
      // never the submission of the form while a list is open
      e.preventDefault()
      scegli(opzioni[attiva >= 0 ? attiva : opzioni.length === 1 ? 0 : -1])
    } else if (e.key === 'Escape' && (aperta || scelta)) {
      e.preventDefault()
      e.stopPropagation()
      if (!aperta) onScegli(null)
      cerca(null)
    }
  }
  return (
    <Campo p={p} f={f}>
      <div className="combo">
        <input
          {...f.aria}
          ref={f.field.ref}
          type="text"
          role="combobox"
          className="form-control"
          autoComplete="off"
          spellCheck={false}
          disabled={p.disabilitato}
          aria-autocomplete="list"
          aria-expanded={aperta && opzioni.length > 0}
          aria-controls={lista}
          aria-activedescendant={attiva >= 0 && opzioni[attiva] ? idVoce(attiva) : undefined}
          value={testo ?? scelta}
          placeholder={placeholder}
          onChange={(e) => {
            cerca(e.target.value)
            if (e.target.value === '') onScegli(null)
          }}
          onKeyDown={tasto}
          onClick={() => apribile && !aperta && cerca(testo ?? '')}
          onBlur={() => {
            cerca(null)
            f.field.onBlur()
          }}
        />
        <Icon name="it-search" className="icon-sm" />
        <div id={lista} role="listbox" aria-label={p.label} hidden={!aperta || opzioni.length === 0}>
          {opzioni.map((o, i) => (
            // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the text, aria-activedescendant points here
            <div
              key={o.valore}
              id={idVoce(i)}
              role="option"
              aria-selected={i === attiva}
              // before the blur that would close the list
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => scegli(o)}
            >
              {o.etichetta}
              {o.dettaglio && <small>{o.dettaglio}</small>}
            </div>
          ))}
        </div>
        <p className="campo-aiuto" role="status">
          {annuncio}
        </p>
      </div>
    </Campo>
  )
}
