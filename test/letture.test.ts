// Every answer of the social record that shows people leaves a trace: it opens a folder (`soggetto`) or says whom it has
// shown (`mostra`). Read from the contracts: an endpoint added later must say which, answer with nothing but keys and
// states, or stand here with its reason.
import { expect, test } from 'vitest'
import { contratti } from '../src/server/openapi.ts'
import type { Endpoint } from '../src/shared/kernel/endpoint.ts'
import { dellaCartella, nomeEndpoint as nome, soloChiavi } from './support/contratti.ts'

const delFascicolo = contratti().filter(({ e }) => dellaCartella(e))

/** Answers of the record in which nobody of the record appears, each with why. */
const senzaPersone: Record<string, string> = {
  'GET /persone/comuni': 'comuni of the operator',
  'POST /segnalazioni': 'what the desk has just written, by its key, and by when it is to be evaluated',
  'POST /persone/importazione': 'how many rows came back, and whose they are by key',
  'POST /messaggi-regionali': 'what was written of the message he has just sent, and the key of the person',
  'POST /cartella/importazioni': 'the work of a loading: counts and states',
  'GET /cartella/importazioni': 'the work of a loading: counts and states',
  'GET /cartella/importazioni/comuni': 'comuni of the operator',
  'GET /cartella/importazioni/:id': 'the work of a loading: counts, and rows of the file he has just sent',
  'GET /cartella/importazioni/:id/proposta': 'columns of the file he has just sent, with examples from it',
  'GET /cartella/importazioni/:id/rifiutate': 'rows of the file he has just sent',
  'POST /cartella/importazioni/:id/righe/:riga/decisione': 'what was decided of a row',
  'POST /variazioni/accettazione': 'counts',
  'POST /variazioni/accettazione-di-tutte': 'counts',
  'POST /variazioni/rifiuto': 'counts',
  'POST /variazioni/rinvio': 'counts',
  'GET /sportello/postazione': 'offices and comuni of the operator',
  'GET /sportello/contatti/statistiche': 'counts',
  'GET /sportello/contatti/statistiche/csv': 'counts',
  'GET /sportello/colleghi': 'colleagues',
  'GET /segnalazioni/regole': 'hours and questions',
  'GET /segnalazioni/valutatori': 'colleagues',
  'GET /invii/destinatari': 'offices',
  'GET /agenda/operatori': 'colleagues',
  'GET /prese/da-assegnare': 'numbers of folders and days of waiting: the coordinator’s, who sees nobody',
  'POST /prese/da-assegnare/proposta': 'numbers of folders and colleagues',
  'POST /prese/da-assegnare/assegnazione': 'counts',
  'GET /prese/carico': 'counts by colleague',
  'GET /prese/carico/foglio': 'counts by colleague',
  'GET /prese/:id/colleghi': 'colleagues',
  'GET /scambi': 'offers from other comuni, by kind and area: the person is shown by the one that opens it',
}

test('who is shown is always told', () => {
  const muti = delFascicolo
    .filter(({ e }) => !e.soggetto && !e.mostra && !soloChiavi(e) && !(nome(e) in senzaPersone))
    .map(({ e }) => nome(e))
  expect(muti).toEqual([])
})
/** Sheets about one thing that are no folder, and ask no purpose, each with why. */
const senzaMotivo: Record<string, string> = {
  'GET /cartella/importazioni/:id/righe': 'rows of a file, for who loads it',
  'GET /scambi/:id': 'offered to the comune by another: there is no folder here yet',
}
test('what one sheet says of somebody is read as a folder is: for one’s task, or with a purpose', () => {
  const schede = delFascicolo.filter(({ e }) => e.fascicolo && e.mostra && e.params && !e.soggetto)
  expect(schede.filter(({ e }) => !(nome(e) in senzaMotivo)).map(({ e }) => nome(e))).toEqual([])
})
test('an exception that no longer exists is not kept', () => {
  const tutti = new Set(delFascicolo.map(({ e }) => nome(e)))
  const eccezioni = [...Object.keys(senzaPersone), ...Object.keys(senzaMotivo)]
  expect(eccezioni.filter((n) => !tutti.has(n))).toEqual([])
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
