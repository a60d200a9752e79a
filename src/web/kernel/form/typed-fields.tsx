// Fields typed as text whose value is something else: what the person wrote is understood the Italian way, shown back
// as it was understood when he leaves the field, and kept as he wrote it, with the reason, when it makes no sense.
//
//   <DateField name label />  value `YYYY-MM-DD`      <NumberField />  number      <AmountField />  integer cents
import { useRef, useState } from 'react'
import { formatData, formatImporto, parseData, parseImporto } from '../format.ts'
import { Icon } from '../ui/parts.tsx'
import { Campo, type FieldProps, useField } from './fields.tsx'

interface Scrittura<T> {
  leggi: (testo: string) => T | null
  scrivi: (valore: T) => string
  errore: string
  is: (v: unknown) => v is T
}

/** A text with a meaning: the form holds the meaning as soon as there is one, and until then the text as typed. */
function useScrittura<T>(p: FieldProps, s: Scrittura<T>) {
  const f = useField(p, (v) => (s.is(v) ? null : s.errore))
  const mostra = (v: unknown) => (s.is(v) ? s.scrivi(v) : String(v ?? ''))
  const [testo, setTesto] = useState(() => mostra(f.field.value))
  const mio = useRef<unknown>(f.field.value)
  if (mio.current !== f.field.value) {
    // changed from outside: a draft restored, the form started again
    mio.current = f.field.value
    setTesto(mostra(f.field.value))
  }
  const cambia = (t: string) => {
    setTesto(t)
    const v = t.trim() === '' ? '' : (s.leggi(t) ?? t)
    mio.current = v
    f.field.onChange(v)
  }
  const input = {
    ...f.aria,
    ref: f.field.ref,
    name: f.field.name,
    disabled: p.disabilitato,
    value: testo,
    className: 'form-control',
    autoComplete: 'off',
    onChange: (e: { target: { value: string } }) => cambia(e.target.value),
    onBlur: () => {
      // typed 1-2-2026, shown 01/02/2026: the person sees what was understood
      if (s.is(f.field.value)) setTesto(s.scrivi(f.field.value))
      f.field.onBlur()
    },
  }
  return { f, input, cambia }
}

const data: Scrittura<string> = {
  leggi: parseData,
  scrivi: formatData,
  errore: 'Scrivi una data che esiste, nella forma giorno/mese/anno: per esempio 22/11/2026.',
  is: (v): v is string => typeof v === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(v),
}

export function DateField(p: FieldProps & { autoComplete?: string }) {
  const { f, input, cambia } = useScrittura({ ...p, aiuto: p.aiuto ?? 'gg/mm/aaaa' }, data)
  const nativo = useRef<HTMLInputElement>(null)
  return (
    <Campo p={{ ...p, aiuto: p.aiuto ?? 'gg/mm/aaaa' }} f={f}>
      <div className="campo-data">
        <input {...input} type="text" inputMode="numeric" maxLength={10} autoComplete={p.autoComplete ?? 'off'} />
        {/* the browser's calendar, for who prefers choosing; typing is the accessible way, so it stays out of the tab order */}
        <input
          ref={nativo}
          type="date"
          className="campo-data-nativo"
          tabIndex={-1}
          aria-hidden="true"
          value={data.is(f.field.value) ? f.field.value : ''}
          onChange={(e) => e.target.value && cambia(formatData(e.target.value))}
        />
        <button
          type="button"
          className="campo-data-apri"
          disabled={p.disabilitato}
          aria-label={`Scegli dal calendario: ${p.label}`}
          onClick={() => nativo.current?.showPicker()}
        >
          <Icon name="it-calendar" />
        </button>
      </div>
    </Campo>
  )
}

const numero: Scrittura<number> = {
  leggi: (t) => (/^-?\d+(,\d+)?$/.test(t.trim()) ? Number(t.trim().replace(',', '.')) : null),
  scrivi: (n) => String(n).replace('.', ','),
  errore: 'Scrivi un numero, senza punti: per esempio 1234.',
  is: (v): v is number => typeof v === 'number' && Number.isFinite(v),
}

export function NumberField(p: FieldProps) {
  const { f, input } = useScrittura(p, numero)
  return (
    <Campo p={p} f={f}>
      <input {...input} type="text" inputMode="decimal" />
    </Campo>
  )
}

const importo: Scrittura<number> = {
  leggi: parseImporto,
  scrivi: formatImporto,
  errore: 'Scrivi un importo in euro: per esempio 1.234,56.',
  is: numero.is,
}

export function AmountField(p: FieldProps) {
  const { f, input } = useScrittura(p, importo)
  return (
    <Campo p={p} f={f}>
      <div className="campo-importo">
        <input {...input} type="text" inputMode="decimal" />
        <span aria-hidden="true">€</span>
      </div>
    </Campo>
  )
}
