// What the tests that walk the contracts ask of each: its section, whether its answer says anything of anybody.
import { readCsv } from '../../src/server/kernel/read-csv.ts'
import type { Endpoint } from '../../src/shared/kernel/endpoint.ts'

const sezioni = new Map(readCsv('ruoli.csv').map((r) => [r.azione!, r.sezione!]))

export const dellaCartella = (e: Endpoint): boolean => sezioni.get(e.azione) === 'cartella'
export const nomeEndpoint = (e: Endpoint): string => `${e.method} ${e.path}`

/** Keys of an answer that say nothing of anybody: what an act gives back when it is done. */
const neutre = new Set([
  'id',
  'fatto',
  'versione',
  'stato',
  'scade',
  'prese',
  'personaId',
  'numero',
  'voci',
  'invioId',
  'presaId',
])

interface Schema {
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}
const chiavi = (s: Schema): string[] => [
  ...Object.entries(s.properties ?? {}).flatMap(([k, v]) => [k, ...chiavi(v)]),
  ...(s.items ? chiavi(s.items) : []),
  ...(s.anyOf ?? []).flatMap(chiavi),
]
export const soloChiavi = (e: Endpoint): boolean => {
  const sue = chiavi(e.reply as Schema)
  return sue.length > 0 && sue.every((k) => neutre.has(k))
}
