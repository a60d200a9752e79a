// Choosing one among many by typing: the ARIA combobox with a list, whose entries come from an endpoint. The form
// holds the value with its words (`Scelta`), so that a draft can show them again; what is sent is the value alone.
// Keyboard: arrows move, Enter chooses, Escape closes and then empties; leaving without choosing keeps the last choice.
//
//   <ComboField name="comuneId" label="Comune" e={comuniApi.cerca} cerca={(testo) => ({ testo })}
//     voci={(reply) => reply.voci} opzione={(c) => ({ valore: c.id, etichetta: c.nome, dettaglio: c.provincia })} />
// In a change form, `iniziali: { comuneId: { valore: u.comuneId, etichetta: u.comuneNome } }`.
import { type KeyboardEvent, useDeferredValue, useEffect, useState } from 'react'
import type { AnyEndpoint, InputWeb, OutputWeb } from '../client.ts'
import { plurale } from '../format.ts'
import { useEndpoint } from '../hooks.ts'
import { Icon } from '../ui/parts.tsx'
import { Campo, type FieldProps, useField } from './fields.tsx'
import { isScelta } from './schema.ts'

interface OpzioneCombo {
  valore: string
  etichetta: string
  dettaglio?: string
}

export interface ComboFieldProps<E extends AnyEndpoint, V> extends FieldProps {
  e: E
  cerca: (testo: string) => InputWeb<E>
  voci: (reply: OutputWeb<E>) => readonly V[]
  opzione: (voce: V) => OpzioneCombo
  /** Letters before the first search. */
  minimo?: number
}

/** What was typed, once the typing has paused. */
function useFermo(testo: string, ms = 250): string {
  const [fermo, setFermo] = useState(testo)
  useEffect(() => {
    const t = setTimeout(() => setFermo(testo), ms)
    return () => clearTimeout(t)
  }, [testo, ms])
  return useDeferredValue(fermo)
}

export function ComboField<const E extends AnyEndpoint, V>(p: ComboFieldProps<E, V>) {
  const f = useField(p, (v) => (isScelta(v) ? null : 'Scegli una voce dell’elenco.'))
  const scelta = isScelta(f.field.value) ? f.field.value : null
  const [testo, setTesto] = useState<string | null>(null)
  const [attiva, setAttiva] = useState(-1)
  const minimo = p.minimo ?? 2
  const fermo = useFermo(testo?.trim() ?? '')
  const aperta = testo !== null && testo.trim().length >= minimo
  const q = useEndpoint(p.e, p.cerca(fermo), {
    enabled: aperta && fermo.length >= minimo,
    tieni: true,
    staleTime: 60_000,
  })
  const pronte = aperta && fermo === testo?.trim() && !q.isPlaceholderData && q.data !== undefined
  const opzioni = pronte ? p.voci(q.data as OutputWeb<E>).map(p.opzione) : []
  const lista = `${f.id}-lista`
  const idVoce = (i: number) => `${f.id}-voce-${i}`

  // the active entry stays in sight while the arrows move through a long list
  useEffect(() => {
    if (attiva >= 0) document.getElementById(`${f.id}-voce-${attiva}`)?.scrollIntoView({ block: 'nearest' })
  }, [attiva, f.id])

  const scegli = (o: OpzioneCombo | undefined) => {
    if (!o) return
    f.field.onChange({ valore: o.valore, etichetta: o.etichetta })
    setTesto(null)
    setAttiva(-1)
  }
  const tasto = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
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
      if (!aperta) f.field.onChange(null)
      setTesto(null)
      setAttiva(-1)
    }
  }
  const annuncio = !aperta
    ? ''
    : q.error
      ? q.error.message
      : !pronte
        ? 'Ricerca in corso…'
        : opzioni.length === 0
          ? 'Nessun risultato: controlla come è scritto.'
          : plurale(opzioni.length, 'risultato', 'risultati')
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
          value={testo ?? scelta?.etichetta ?? ''}
          placeholder={`Scrivi almeno ${minimo} lettere`}
          onChange={(e) => {
            setTesto(e.target.value)
            setAttiva(-1)
            if (e.target.value === '') f.field.onChange(null)
          }}
          onKeyDown={tasto}
          onBlur={() => {
            setTesto(null)
            setAttiva(-1)
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
