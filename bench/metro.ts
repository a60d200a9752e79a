// The yardstick, as a process of its own: the least that a server on this stack can do for the same answer. Fastify, the
// same driver with the same pool, a transaction in the same role with the same settings, the very statements that the
// product sends, inserts included, and a JSON of the very same content. No session, validation, kernel, headers.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import pg from 'pg'

export interface Copione {
  url: string
  richieste: {
    /** The settings that the product's scope had, and its database role. */
    scope: string
    istruzioni: { testo: string; valori: readonly unknown[] }[]
    /** A value that must be another at each repetition. */
    fresco?: string
    risposta: unknown
  }[]
}

const { url, richieste } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Copione
const pool = new pg.Pool({ connectionString: url, max: 16, options: '-c jit=off' })
const app = Fastify({ logger: false })

app.route<{ Params: { n: string } }>({
  method: ['GET', 'POST'],
  url: '/:n',
  handler: async (request) => {
    const r = richieste[Number(request.params.n)]!
    const nuovo = r.fresco && randomUUID()
    const client = await pool.connect()
    try {
      await client.query(r.scope)
      for (const i of r.istruzioni)
        await client.query(i.testo, nuovo ? i.valori.map((v) => (v === r.fresco ? nuovo : v)) : (i.valori as unknown[]))
      await client.query('commit')
    } finally {
      client.release()
    }
    return r.risposta
  },
})

await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
