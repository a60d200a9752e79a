// The fixed texts of the printed pact, by language: config/testi-patto.csv. The Italian is what is signed; another language is
// repeated beside it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { radice } from '../kernel/paths.ts'
import { readCsv } from '../kernel/read-csv.ts'

interface Lingua {
  id: string
  nome: string
  testi: Record<string, string>
}
let lette: Map<string, Lingua> | undefined
function lingue(): Map<string, Lingua> {
  if (lette) return lette
  lette = new Map()
  for (const r of readCsv('testi-patto.csv')) {
    const l = lette.get(r.lingua!) ?? { id: r.lingua!, nome: r.nome!, testi: {} }
    l.testi[r.chiave!] = r.testo!
    lette.set(l.id, l)
  }
  return lette
}

/** Those in which the fixed texts can be repeated. */
export const lingueDelPatto = (): { id: string; nome: string }[] =>
  [...lingue().values()].filter((l) => l.id !== 'it').map(({ id, nome }) => ({ id, nome }))
export const testiDelPatto = (lingua: string): Record<string, string> | null => lingue().get(lingua)?.testi ?? null

/** A pact that nobody has made, in two languages, for whoever changes its template. */
const inDueLingue = (file: string): object => ({
  ...JSON.parse(readFileSync(join(radice, 'config', 'modelli', 'prova', file), 'utf8')),
  testi: testiDelPatto('it'),
  accanto: testiDelPatto('en'),
})
let patto: unknown
let copia: unknown
export function pattoDiProva(): unknown {
  patto ??= inDueLingue('patto.json')
  return patto
}
/** The same in plain words. */
export function copiaDiProva(): unknown {
  copia ??= inDueLingue('copia-patto.json')
  return copia
}
