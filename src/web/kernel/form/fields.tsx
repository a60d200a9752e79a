// The fields of a form. Each takes only its name and label: what is required and how long it may be comes from the
// contract of the form, errors from react-hook-form. Labels are always visible, above the field; help is joined to it.
//
// Common props: name, label, aiuto?, obbligatorio? (default: the contract's), disabilitato?, valida?: (v) => string | null
//   <TextField tipo="email" autoComplete="email" maiuscolo />     <TextArea righe={6} />
//   <SelectField opzioni={[['F', 'Femmina'], ['M', 'Maschio']]} />   <RadioField opzioni={…} />
//   <CheckField />  boolean      <ChecksField opzioni={…} />  array of values
//   dates, numbers and amounts: typed-fields.tsx
//   <ComboField …/>  see combo-field.tsx
import { type ReactNode, useEffect, useId } from 'react'
import { useController } from 'react-hook-form'
import { Icon } from '../ui/parts.tsx'
import { useFormCorrente } from './form.tsx'
import { diTroppo, lunghezza, schemaDelCampo } from './schema.ts'

export interface FieldProps {
  name: string
  label: string
  aiuto?: ReactNode
  obbligatorio?: boolean
  disabilitato?: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the value depends on the field
  valida?: (valore: any) => string | null
}
export type Opzione = readonly [valore: string, etichetta: string]

/** One field's wiring: value, error, contract, and the attributes that join them for assistive technology. */
export function useField(p: FieldProps, controllo?: (valore: unknown) => string | null) {
  const form = useFormCorrente()
  const id = useId()
  const contratto = schemaDelCampo(form.endpoint, p.name)
  const scalare = contratto.schema?.type !== 'boolean' && contratto.schema?.type !== 'array'
  const obbligatorio = p.obbligatorio ?? (contratto.obbligatorio && scalare)
  const { field, fieldState } = useController({
    name: p.name,
    disabled: p.disabilitato,
    rules: {
      validate: (v) => {
        const vuoto = v === '' || v === null || v === undefined || v === false || (Array.isArray(v) && v.length === 0)
        if (vuoto || (typeof v === 'string' && !v.trim())) return obbligatorio ? 'Questo dato è necessario.' : true
        return controllo?.(v) ?? p.valida?.(v) ?? true
      },
    },
  })
  useEffect(() => {
    form.campi.set(p.name, { id, label: p.label })
    return () => void form.campi.delete(p.name)
  }, [form.campi, p.name, p.label, id])
  const errore = fieldState.error?.message
  const descritto = [p.aiuto ? `${id}-aiuto` : '', errore ? `${id}-errore` : ''].filter(Boolean).join(' ') || undefined
  const aria = {
    id,
    'aria-invalid': errore ? true : undefined,
    'aria-describedby': descritto,
    'aria-required': obbligatorio || undefined,
  }
  return { field, aria, id, errore, obbligatorio, maxLength: contratto.schema?.maxLength }
}

export function Campo({
  p,
  f,
  gruppo = false,
  children,
}: {
  p: FieldProps
  f: ReturnType<typeof useField>
  /** Several controls under one legend. */
  gruppo?: boolean
  children: ReactNode
}) {
  const titolo = (
    <>
      {p.label} {f.obbligatorio && <span className="obbligatorio">(obbligatorio)</span>}
    </>
  )
  const attorno = (
    <>
      {p.aiuto && (
        <p id={`${f.id}-aiuto`} className="campo-aiuto">
          {p.aiuto}
        </p>
      )}
      {children}
      {f.errore && (
        <p id={`${f.id}-errore`} className="campo-errore">
          <Icon name="it-warning-circle" className="icon-sm" />
          {f.errore}
        </p>
      )}
    </>
  )
  const classe = `campo${f.errore ? ' campo-con-errore' : ''}`
  if (gruppo) {
    return (
      <fieldset className={classe} aria-describedby={f.aria['aria-describedby']}>
        <legend>{titolo}</legend>
        {attorno}
      </fieldset>
    )
  }
  return (
    <div className={classe}>
      <label htmlFor={f.id}>{titolo}</label>
      {attorno}
    </div>
  )
}

export function TextField(
  p: FieldProps & {
    tipo?: 'text' | 'email' | 'tel' | 'url'
    autoComplete?: string
    maiuscolo?: boolean
    maxLength?: number
    /** Codes that one may choose, without being held to them: what is written is told beside. */
    voci?: readonly Opzione[] | undefined
  },
) {
  const f = useField(p)
  const significa = significato(p.voci, f.field.value)
  return (
    <Campo p={p} f={f}>
      <input
        {...f.aria}
        {...f.field}
        list={p.voci && `${f.id}-voci`}
        type={p.tipo ?? 'text'}
        className="form-control"
        value={f.field.value ?? ''}
        maxLength={p.maxLength ?? f.maxLength}
        autoComplete={p.autoComplete ?? 'off'}
        spellCheck={p.maiuscolo ? false : undefined}
        onChange={(e) => f.field.onChange(p.maiuscolo ? e.target.value.toUpperCase() : e.target.value)}
      />
      {p.voci && <Voci id={`${f.id}-voci`} voci={p.voci} />}
      {significa && (
        <p className="campo-aiuto" role="status">
          {significa}
        </p>
      )}
    </Campo>
  )
}

/** The codes that the browser offers while one types. */
export const Voci = ({ id, voci }: { id: string; voci: readonly Opzione[] }) => (
  <datalist id={id}>
    {voci.map(([codice, nome]) => (
      <option key={codice} value={codice} label={`${codice}: ${nome}`} />
    ))}
  </datalist>
)

/** What the codes written in a field mean, one or more with a space between; nothing where one is no code. */
export function significato(voci: readonly Opzione[] | undefined, scritto: unknown): string | undefined {
  if (!voci || typeof scritto !== 'string' || !scritto.trim()) return undefined
  const nomi = scritto
    .trim()
    .split(/\s+/)
    .map((c) => voci.find(([codice]) => codice === c)?.[1])
  return nomi.every((n) => n !== undefined) ? nomi.join(', ') : undefined
}

/** Over what the contract takes nothing is cut, pasted words least of all: it is said, and not sent. */
export function TextArea(p: FieldProps & { righe?: number; maxLength?: number }) {
  const { endpoint } = useFormCorrente()
  const massimo = p.maxLength ?? schemaDelCampo(endpoint, p.name).schema?.maxLength
  const f = useField(p, (v) => diTroppo(v, massimo))
  const troppo = diTroppo(f.field.value, massimo)
  const restano = (massimo ?? Number.POSITIVE_INFINITY) - lunghezza(f.field.value)
  return (
    <Campo p={p} f={f}>
      <textarea
        {...f.aria}
        {...f.field}
        className="form-control"
        rows={p.righe ?? 4}
        // or the browser keeps the words among its own, in clear, to restore the page
        autoComplete="off"
        value={f.field.value ?? ''}
      />
      {massimo !== undefined && restano < massimo * 0.2 && f.errore !== troppo && (
        <p className="campo-aiuto" role="status">
          {troppo ?? `Restano ${restano} caratteri.`}
        </p>
      )}
    </Campo>
  )
}

export function SelectField(p: FieldProps & { opzioni: readonly Opzione[]; vuota?: string }) {
  const f = useField(p)
  return (
    <Campo p={p} f={f}>
      <select {...f.aria} {...f.field} className="form-select" value={f.field.value ?? ''}>
        <option value="">{p.vuota ?? 'Scegli…'}</option>
        {p.opzioni.map(([v, t]) => (
          <option key={v} value={v}>
            {t}
          </option>
        ))}
      </select>
    </Campo>
  )
}

export function RadioField(p: FieldProps & { opzioni: readonly (readonly [string, string, string?])[] }) {
  const f = useField(p)
  return (
    <Campo p={p} f={f} gruppo>
      {p.opzioni.map(([v, t, spiegazione], i) => (
        <div key={v} className="scelta">
          <input
            ref={i === 0 ? f.field.ref : undefined}
            id={i === 0 ? f.id : `${f.id}-${v}`}
            type="radio"
            name={f.id}
            value={v}
            checked={f.field.value === v}
            disabled={p.disabilitato}
            aria-describedby={spiegazione ? `${f.id}-${v}-s` : undefined}
            onChange={() => f.field.onChange(v)}
            onBlur={f.field.onBlur}
          />
          <label htmlFor={i === 0 ? f.id : `${f.id}-${v}`}>{t}</label>
          {spiegazione && (
            <p id={`${f.id}-${v}-s`} className="campo-aiuto">
              {spiegazione}
            </p>
          )}
        </div>
      ))}
    </Campo>
  )
}

export function CheckField(p: FieldProps) {
  const f = useField(p)
  const { value, ...field } = f.field
  return (
    <div className={`campo${f.errore ? ' campo-con-errore' : ''}`}>
      <div className="scelta">
        <input
          {...f.aria}
          {...field}
          type="checkbox"
          checked={Boolean(value)}
          onChange={(e) => field.onChange(e.target.checked)}
        />
        <label htmlFor={f.id}>
          {p.label} {f.obbligatorio && <span className="obbligatorio">(obbligatorio)</span>}
        </label>
      </div>
      {p.aiuto && (
        <p id={`${f.id}-aiuto`} className="campo-aiuto">
          {p.aiuto}
        </p>
      )}
      {f.errore && (
        <p id={`${f.id}-errore`} className="campo-errore">
          {f.errore}
        </p>
      )}
    </div>
  )
}

export function ChecksField(p: FieldProps & { opzioni: readonly Opzione[] }) {
  const f = useField(p)
  const scelti: string[] = f.field.value ?? []
  return (
    <Campo p={p} f={f} gruppo>
      {p.opzioni.map(([v, t], i) => (
        <div key={v} className="scelta">
          <input
            ref={i === 0 ? f.field.ref : undefined}
            id={i === 0 ? f.id : `${f.id}-${v}`}
            type="checkbox"
            checked={scelti.includes(v)}
            disabled={p.disabilitato}
            onChange={(e) => f.field.onChange(e.target.checked ? [...scelti, v] : scelti.filter((x) => x !== v))}
            onBlur={f.field.onBlur}
          />
          <label htmlFor={i === 0 ? f.id : `${f.id}-${v}`}>{t}</label>
        </div>
      ))}
    </Campo>
  )
}
