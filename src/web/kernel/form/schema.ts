// What a form reads from the contract it fills in, so that no page repeats it: which fields are required, how long
// they may be, and how what is on the screen (empty strings, chosen entries, stray spaces) becomes what is sent.
import type { AnyEndpoint } from '../client.ts'

/** As much of JSON Schema as the contracts use. */
interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  maxLength?: number
  enum?: readonly unknown[]
}

/** What a combobox holds: the value to send and the words to show, so that a draft can show them again. */
export interface Scelta {
  valore: string
  etichetta: string
}
export const isScelta = (v: unknown): v is Scelta =>
  typeof v === 'object' && v !== null && 'valore' in v && 'etichetta' in v && Object.keys(v).length === 2

const parti = (e: AnyEndpoint): Schema[] => [e.params, e.query, e.body].filter(Boolean) as Schema[]
const ammetteNull = (s: Schema | undefined): boolean => s?.type === 'null' || Boolean(s?.anyOf?.some(ammetteNull))
/** Behind a nullable union, the schema of the value. */
const pieno = (s: Schema | undefined): Schema | undefined => s?.anyOf?.find((x) => x.type !== 'null') ?? s

/** The contract of one field by its name (`richiedente.cognome`, `righe.0.importo`). */
export function schemaDelCampo(e: AnyEndpoint, name: string): { schema: Schema | undefined; obbligatorio: boolean } {
  const [primo = '', ...altri] = name.split('.')
  let padre = parti(e).find((p) => p.properties?.[primo])
  let schema = padre?.properties?.[primo]
  let ultimo = primo
  for (const pezzo of altri) {
    padre = pieno(schema)
    schema = padre?.type === 'array' ? padre.items : padre?.properties?.[pezzo]
    ultimo = pezzo
  }
  const obbligatorio = Boolean(padre?.required?.includes(ultimo)) && !ammetteNull(schema)
  return { schema: pieno(schema), obbligatorio }
}

/** As it is sent, without the spaces around. */
export const lunghezza = (v: unknown) => String(v ?? '').trim().length
const cifre = new Intl.NumberFormat('it-IT', { useGrouping: 'always' })

/** By how much a text is longer than its contract takes, in a sentence; null when it fits. */
export function diTroppo(v: unknown, massimo: number | undefined): string | null {
  const troppi = massimo === undefined ? 0 : lunghezza(v) - massimo
  if (massimo === undefined || troppi <= 0) return null
  return `Qui stanno ${cifre.format(massimo)} caratteri, e il testo ne ha ${cifre.format(troppi)} di troppo: accorcialo, o mettine una parte altrove.`
}

function pulisci(valore: unknown, schema: Schema | undefined): unknown {
  // an entry of a closed list is what it is, also where it is a blank
  if (pieno(schema)?.enum?.includes(valore)) return valore
  const v = isScelta(valore) ? valore.valore : typeof valore === 'string' ? valore.trim() : valore
  if (v === '' || v === undefined || v === null) return ammetteNull(schema) ? null : undefined
  if (v instanceof Blob) return v
  const s = pieno(schema)
  if (Array.isArray(v)) return v.map((x) => pulisci(x, s?.items))
  if (typeof v === 'object') return pulisciOggetto(v as Record<string, unknown>, s)
  return v
}

function pulisciOggetto(valori: Record<string, unknown>, schema: Schema | undefined): Record<string, unknown> {
  const uscita: Record<string, unknown> = {}
  for (const [k, v] of Object.entries(valori)) {
    const pulito = pulisci(v, schema?.properties?.[k])
    // a required text left empty is sent as such: the server then names the field in its refusal
    if (pulito !== undefined) uscita[k] = pulito
    else if (schema?.required?.includes(k) && v === '') uscita[k] = ''
  }
  return uscita
}

/** The values of the screen as the input of the contract. */
export function valoriDaInviare(e: AnyEndpoint, valori: Record<string, unknown>): Record<string, unknown> {
  const tutte = parti(e)
  return pulisciOggetto(valori, {
    properties: Object.assign({}, ...tutte.map((p) => p.properties ?? {})),
    required: tutte.flatMap((p) => p.required ?? []),
  })
}
