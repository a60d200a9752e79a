// Every answer of the social record that shows people leaves a trace: it opens a folder (`soggetto`) or says whom it has
// shown (`mostra`). Read from the contracts: an endpoint added later must say which, or stand here with its reason.
import { expect, test } from 'vitest'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { contratti } from '../src/server/openapi.ts'
import type { Endpoint } from '../src/shared/kernel/endpoint.ts'

const sezione = new Map(readCsv('ruoli.csv').map((r) => [r.azione!, r.sezione!]))
const delFascicolo = contratti().filter(({ e }) => sezione.get(e.azione) === 'cartella')
const nome = (e: Endpoint) => `${e.method} ${e.path}`

/** Answers of the record in which nobody of the record appears, each with why. */
const senzaPersone: Record<string, string> = {
  'POST /persone': 'adds a person and answers with her id alone',
  'GET /persone/comuni': 'comuni of the operator',
  'POST /persone/:id/apertura': 'states a purpose; answers until when it is valid',
}

test('who is shown is always told', () => {
  const muti = delFascicolo
    .filter(({ e }) => !e.soggetto && !e.mostra && !(nome(e) in senzaPersone))
    .map(({ e }) => nome(e))
  expect(muti).toEqual([])
})
test('an exception that no longer exists is not kept', () => {
  const tutti = new Set(delFascicolo.map(({ e }) => nome(e)))
  expect(Object.keys(senzaPersone).filter((n) => !tutti.has(n))).toEqual([])
})
test('what opens a folder is written as such: the detail tables and the access row go together', () => {
  expect(delFascicolo.filter(({ e }) => e.soggetto && !e.fascicolo).map(({ e }) => nome(e))).toEqual([])
})
test('the field of the subject is one of the input', () => {
  const campi = (e: Endpoint) => [e.params, e.query, e.body].flatMap((s) => Object.keys(s?.properties ?? {}))
  expect(
    delFascicolo.filter(({ e }) => e.soggetto && !campi(e).includes(e.soggetto.campo)).map(({ e }) => nome(e)),
  ).toEqual([])
})
