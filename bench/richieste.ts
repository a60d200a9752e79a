// A request as the measurements send it: to the product in this process, to observe what it does, or over the network.
import { randomUUID } from 'node:crypto'
import { toRequest } from '../src/server/kernel/call.ts'
import type { Endpoint, Input, Method } from '../src/shared/kernel/endpoint.ts'
import type { Prodotto } from './ambiente.ts'

export interface Richiesta {
  metodo: Method
  percorso: string
  corpo?: object
  /** It changes something: each time under an idempotency key of its own, as the pages send it. */
  scrive?: true
}

export const leggi = (percorso: string): Richiesta => ({ metodo: 'GET', percorso })

export function daContratto<E extends Endpoint>(e: E, input: Input<E>, scrive = false): Richiesta {
  const { url, body } = toRequest(e, input as Record<string, unknown>)
  return { metodo: e.method, percorso: url, ...(body ? { corpo: body } : {}), ...(scrive ? { scrive: true } : {}) }
}

/** With one more field of the query or of the body, wherever the others stand. */
export const conLimite = (r: Richiesta, limite: number): Richiesta =>
  r.corpo
    ? { ...r, corpo: { ...r.corpo, limite } }
    : { ...r, percorso: `${r.percorso}${r.percorso.includes('?') ? '&' : '?'}limite=${limite}` }

export interface Risposta {
  corpo: unknown
  /** The idempotency key under which it was asked. */
  chiave: string
}

export async function chiedi(p: Prodotto, token: string, r: Richiesta): Promise<Risposta> {
  const chiave = randomUUID()
  const risposta = await p.app.inject({
    method: r.metodo,
    url: r.percorso,
    headers: { cookie: `trama=${token}`, 'x-trama': '1', ...(r.scrive ? { 'idempotency-key': chiave } : {}) },
    ...(r.corpo ? { payload: r.corpo } : {}),
  })
  if (risposta.statusCode >= 300) throw new Error(`${r.percorso}: ${risposta.statusCode} ${risposta.body}`)
  return { corpo: risposta.json(), chiave }
}
