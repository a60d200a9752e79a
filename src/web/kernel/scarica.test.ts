// A download of 100 MB over a connection that is cut: a real server that cuts it, and answers for the part that is asked.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leggiConRipresa, type Ripresa } from './scarica.ts'

const MB = 1_000_000
const file = Buffer.concat(Array.from({ length: 100 }, () => randomBytes(MB)))
const sha = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')

let server: Server
let url: string
let chiesti: (string | undefined)[]
/** What the server does with each request, in order; the last one for all that follow. */
let risposte: ((request: IncomingMessage, reply: ServerResponse) => void)[]
beforeEach(async () => {
  chiesti = []
  server = createServer((request, reply) => {
    chiesti.push(request.headers.range)
    const n = Math.min(chiesti.length, risposte.length) - 1
    risposte[n]!(request, reply)
  })
  await new Promise<void>((fatto) => server.listen(0, '127.0.0.1', fatto))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** From where it is asked, cut after so many bytes. */
const finoA =
  (bytes: number, etag = '"uno"') =>
  (request: IncomingMessage, reply: ServerResponse) => {
    const da =
      request.headers['if-range'] === etag ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
    reply.writeHead(da > 0 ? 206 : 200, {
      'content-type': 'application/pdf',
      'accept-ranges': 'bytes',
      etag,
      'content-length': file.length - da,
      ...(da > 0 ? { 'content-range': `bytes ${da}-${file.length - 1}/${file.length}` } : {}),
    })
    const parte = file.subarray(da, da + bytes)
    reply.write(parte, () => (da + bytes < file.length ? reply.destroy() : reply.end()))
  }
const scarica = async (o: Partial<Ripresa> = {}) =>
  leggiConRipresa(await fetch(url), { chiedi: (headers) => fetch(url, { headers }), attese: [1, 1, 1], ...o })
const impronta = async (r: Awaited<ReturnType<typeof scarica>>) =>
  'blob' in r ? sha(new Uint8Array(await r.blob.arrayBuffer())) : `rifiuto ${r.rifiuto.status}`

describe('a download of 100 MB', () => {
  it('cut twice goes on from where it was, and arrives the same', async () => {
    risposte = [finoA(40 * MB), finoA(35 * MB), finoA(100 * MB)]
    const quote: number[] = []
    const r = await scarica({ onProgress: (q) => quote.push(q) })
    expect(await impronta(r)).toBe(sha(file))
    expect(chiesti).toHaveLength(3)
    expect(chiesti[0]).toBeUndefined()
    for (const c of chiesti.slice(1)) expect(Number(/^bytes=(\d+)-$/.exec(c!)![1])).toBeGreaterThan(0)
    expect(quote.at(-1)).toBe(1)
    expect(quote).toEqual(quote.toSorted((a, b) => a - b))
  })
  it('of a file that has changed meanwhile begins again', async () => {
    risposte = [finoA(40 * MB, '"prima"'), finoA(100 * MB, '"dopo"')]
    expect(await impronta(await scarica())).toBe(sha(file))
  })
  it('refused on its way says so: whoever has lost his right stops receiving', async () => {
    risposte = [finoA(40 * MB), (_request, reply) => reply.writeHead(403).end()]
    expect(await impronta(await scarica())).toBe('rifiuto 403')
  })
  it('that does not come back is given up', async () => {
    risposte = [finoA(40 * MB), (_request, reply) => reply.destroy()]
    await expect(scarica()).rejects.toThrow()
    expect(chiesti).toHaveLength(4)
  })
  it('from a server that gives no parts is read as it comes', async () => {
    risposte = [(_request, reply) => reply.writeHead(200, { 'content-length': MB }).end(file.subarray(0, MB))]
    expect(await impronta(await scarica())).toBe(sha(file.subarray(0, MB)))
    expect(chiesti).toHaveLength(1)
  })
})
