// A request that a contract accepts, made from its schemas: with one identifier wherever one goes, and some words.
import type { TSchema } from 'typebox'

interface Forma {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Forma[]
  items?: Forma
  properties?: Record<string, Forma>
  required?: string[]
  minimum?: number
}
export interface Finta {
  id: string
  testo: string
  comune: string
}

function valore(f: Forma, x: Finta): unknown {
  if (f.const !== undefined) return f.const
  if (f.enum) return f.enum[0]
  if (f.anyOf) return valore(f.anyOf[0]!, x)
  switch (f.type) {
    case 'object':
      return Object.fromEntries(Object.entries(f.properties ?? {}).map(([k, v]) => [k, valore(v, x)]))
    case 'array':
      return [valore(f.items ?? {}, x)]
    case 'integer':
    case 'number':
      return f.minimum ?? 1
    case 'boolean':
      return true
    default:
      if (f.format === 'uuid') return x.id
      if (f.format === 'date') return '2026-03-02'
      if (f.format === 'date-time') return '2026-03-02T09:00:00Z'
      if (f.pattern?.startsWith('^[A-Z][0-9]{3}')) return x.comune
      return x.testo
  }
}

/** What the schema asks for; `tutto`: also what may be left out. */
export function finta(s: TSchema | undefined, x: Finta, tutto = false): Record<string, unknown> {
  const f = (s ?? {}) as Forma
  const chieste = Object.entries(f.properties ?? {}).filter(([k]) => tutto || f.required?.includes(k))
  return valore({ type: 'object', properties: Object.fromEntries(chieste) }, x) as Record<string, unknown>
}
