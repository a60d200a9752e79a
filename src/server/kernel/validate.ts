// Checks each part of a request against its contract and says in Italian, field by field, what is wrong.
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { type ErroreCampo, problem } from '../../shared/kernel/problems.ts'

type Check = (value: unknown) => void

interface RawError {
  keyword: string
  instancePath: string
  params?: Record<string, unknown>
}

const text: Record<string, (p: Record<string, unknown>) => string> = {
  required: () => 'Campo obbligatorio.',
  additionalProperties: () => 'Campo non previsto.',
  // the schema of a field that may not be there is `false`
  boolean: () => 'Campo non previsto.',
  minLength: (p) => (p.limit === 1 ? 'Campo obbligatorio.' : `Servono almeno ${p.limit} caratteri.`),
  maxLength: (p) => `Al massimo ${p.limit} caratteri.`,
  minimum: (p) => `Il valore minimo è ${p.limit}.`,
  maximum: (p) => `Il valore massimo è ${p.limit}.`,
  minItems: (p) => `Indicane almeno ${p.limit}.`,
  maxItems: (p) => `Al massimo ${p.limit}.`,
  enum: () => 'Scegli uno dei valori previsti.',
  format: (p) =>
    ({
      date: 'Data non valida: usa giorno, mese e anno.',
      email: 'Indirizzo e-mail non valido.',
      uuid: 'Riferimento non valido.',
    })[String(p.format)] ?? 'Formato non valido.',
  pattern: () => 'Formato non valido.',
  type: () => 'Tipo di valore non valido.',
}

function toFields(errors: RawError[]): ErroreCampo[] {
  const fields = new Map<string, ErroreCampo>()
  for (const e of errors) {
    const p = e.params ?? {}
    const base = e.instancePath.split('/').slice(1)
    const names =
      e.keyword === 'required'
        ? ((p.requiredProperties as string[]) ?? [])
        : e.keyword === 'additionalProperties'
          ? ((p.additionalProperties as string[]) ?? [])
          : [undefined]
    // a union («or null») reports each branch and itself: the branch says more
    if (e.keyword === 'anyOf' || e.keyword === 'oneOf') continue
    for (const n of names) {
      const campo = [...base, ...(n === undefined ? [] : [n])].join('.')
      if (fields.has(campo)) continue
      fields.set(campo, { campo, codice: e.keyword, messaggio: (text[e.keyword] ?? (() => 'Valore non valido.'))(p) })
    }
  }
  return [...fields.values()]
}

/** The check of one part, compiled when it is first needed; `convert` reads numbers and booleans out of the strings of a URL. */
export function checker(schema: TSchema): Check {
  let validator: ReturnType<typeof Compile> | undefined
  return (value) => {
    validator ??= Compile(schema)
    if (validator.Check(value)) return
    const errori = toFields(validator.Errors(value) as unknown as RawError[])
    throw problem('dati-non-validi', { errori })
  }
}

/** Reads the strings of a query or path as the types of the schema. */
export const convert = (schema: TSchema, value: unknown): unknown => Value.Convert(schema, value)
