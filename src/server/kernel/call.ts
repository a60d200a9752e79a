// Calls endpoints of an application in the same process, typed by their contracts and with a real session: what the
// demonstration data and the tests do, so that both pass through authorization, rules and register like anyone.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Binario, type Endpoint, type Input, type Output } from '../../shared/kernel/endpoint.ts'
import type { ProblemBody } from '../../shared/kernel/problems.ts'
import type { Deps } from './context.ts'
import { hashToken } from './serve.ts'

export interface CallOptions {
  headers?: Record<string, string>
  /** Bytes of the file, for an upload endpoint. */
  file?: Uint8Array
  /** Address that it comes from, where who is counted by it. */
  da?: string
}

export interface RawReply {
  status: number
  body: unknown
  headers: Record<string, unknown>
}

export interface Caller {
  /** Empty for an anonymous one. */
  utenteId: string
  token: string
  /** Sent with every call: the ambito he works in. */
  sempre: Record<string, string>
  /** Throws `Refused` when the answer is a problem. */
  call<E extends Endpoint>(e: E, input: Input<E>, options?: CallOptions): Promise<Output<E>>
  raw<E extends Endpoint>(e: E, input: Input<E>, options?: CallOptions): Promise<RawReply>
}

export class Refused extends Error {
  readonly problem: ProblemBody
  constructor(problem: ProblemBody) {
    super(
      `${problem.status} ${problem.codice}: ${problem.detail ?? problem.title} ${JSON.stringify(problem.errori ?? [])}`,
    )
    this.problem = problem
  }
}

/** Address and body of a call, as they go over the network. */
export function toRequest(e: Endpoint, input: Record<string, unknown>) {
  const pick = (schema?: { properties: Record<string, unknown> }) =>
    Object.fromEntries(Object.entries(input).filter(([k, v]) => schema && k in schema.properties && v !== undefined))
  const params = pick(e.params)
  const url = `/api${e.path.replace(/:(\w+)/g, (_, k: string) => encodeURIComponent(String(params[k])))}`
  const search = new URLSearchParams(Object.entries(pick(e.query)).map(([k, v]) => [k, String(v)])).toString()
  return { url: search ? `${url}?${search}` : url, body: e.body ? pick(e.body) : undefined }
}

/** Someone with this session token, or nobody in particular without one. */
export function caller(app: FastifyInstance, utenteId = '', token = '', sempre: Record<string, string> = {}): Caller {
  const raw: Caller['raw'] = async (e, input, options = {}) => {
    const { url, body } = toRequest(e, input as Record<string, unknown>)
    const r = await app.inject({
      method: e.method,
      url,
      ...(options.da ? { remoteAddress: options.da } : {}),
      headers: {
        'x-trama': '1',
        ...(token ? { cookie: `trama=${token}` } : {}),
        ...(options.file ? { 'content-type': 'application/octet-stream' } : {}),
        ...sempre,
        ...options.headers,
      },
      ...(options.file ? { payload: Buffer.from(options.file) } : body ? { payload: body } : {}),
    })
    const isJson = String(r.headers['content-type'] ?? '').includes('json')
    return { status: r.statusCode, body: isJson ? r.json() : r.rawPayload, headers: r.headers }
  }
  return {
    utenteId,
    token,
    sempre,
    raw,
    async call(e, input, options) {
      const r = await raw(e, input, options)
      if (r.status >= 400) throw new Refused(r.body as ProblemBody)
      if ((e.reply as unknown) === Binario)
        return {
          nome: String(r.headers['content-disposition'] ?? ''),
          tipo: String(r.headers['content-type']),
          contenuto: r.body as Uint8Array,
        } as never
      return r.body as never
    },
  }
}

/** Opens the session of an accredited person, as the SPID login does once it knows who he is. */
export async function signIn(app: FastifyInstance, deps: Deps, codiceFiscale: string): Promise<Caller> {
  const token = randomBytes(32).toString('base64url')
  const [row] = await deps.db.call('select * from accesso.apri_sessione($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    codiceFiscale,
    hashToken(token),
    deps.clock().toISOString(),
    'interno',
    'interno',
    '{}',
    '',
    2,
    '{}',
  ])
  if (row?.esito !== 'ok') throw new Error(`sign-in refused: ${row?.esito}`)
  return caller(app, row.utente_id as string, token)
}
