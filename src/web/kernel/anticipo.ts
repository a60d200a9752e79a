// Requests sent before the page that asks for them is there: while the session is being read, or the page's own code arrives.
// Each is sent once: the first reading of the same thing takes its answer, whatever it is, so that the register of the readings
// has one row. Nobody having asked for it soon after, it is forgotten; and so are all when the ambito or who is signed in changes:
// what was asked for one is not the answer to another.
import { type AnyEndpoint, call, type InputWeb, type OutputWeb } from './client.ts'

const VALE_MS = 10_000
const partite = new Map<string, Promise<unknown>>()
const chiave = (e: AnyEndpoint, input: unknown) => `${e.method} ${e.path} ${JSON.stringify(input)}`

export function anticipa<const E extends AnyEndpoint>(e: E, input: InputWeb<E>): void {
  const k = chiave(e, input)
  const risposta = call(e, input)
  // a refusal is told by whoever takes it
  risposta.catch(() => {})
  partite.set(k, risposta)
  setTimeout(() => partite.get(k) === risposta && partite.delete(k), VALE_MS)
}

export function dimenticaPartite(): void {
  partite.clear()
}

/** The one already sent, to be taken once. */
export function partita<const E extends AnyEndpoint>(e: E, input: InputWeb<E>): Promise<OutputWeb<E>> | undefined {
  const k = chiave(e, input)
  const risposta = partite.get(k) as Promise<OutputWeb<E>> | undefined
  partite.delete(k)
  return risposta
}
