// The load, as a process of its own: 16 connections for some seconds on the given requests in turn; prints what came of it.
import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import type { Richiesta } from './richieste.ts'

interface Ordine {
  url: string
  richieste: Richiesta[]
  cookie: string
  secondi: number
}

const { url, richieste, cookie, secondi } = JSON.parse(process.argv[2]!) as Ordine
const r = await autocannon({
  url,
  connections: 16,
  duration: secondi,
  requests: richieste.map(({ metodo, percorso, corpo, scrive }) => ({
    method: metodo,
    path: percorso,
    headers: { cookie, 'x-trama': '1', ...(corpo ? { 'content-type': 'application/json' } : {}) },
    ...(corpo ? { body: JSON.stringify(corpo) } : {}),
    ...(scrive
      ? {
          setupRequest: (questa) => ({ ...questa, headers: { ...questa.headers, 'idempotency-key': randomUUID() } }),
        }
      : {}),
  })),
})
console.log(
  JSON.stringify({
    alSecondo: r['2xx'] / r.duration,
    p50: r.latency.p50,
    p99: r.latency.p99,
    byte: r.throughput.total / Math.max(1, r['2xx']),
    falliti: r.non2xx + r.errors,
  }),
)
