// The load, as a process of its own: 16 connections for some seconds on the given requests in turn; prints what came of it.
// Where what is written is of one person at a time, each connection takes a subject that nobody has, and gives it back.
import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import type { Richiesta } from './richieste.ts'
import { corpoDi, type Salvataggio, salvato } from './salvataggi.ts'

export interface Ordine {
  url: string
  cookie: string
  secondi: number
  richieste: Richiesta[]
  /** Each request to one connection at a time. */
  unaAllaVolta?: boolean
  /** To the product, in the place of the requests: each changes with the reply to the one before. */
  salvataggi?: Salvataggio[]
}

const { url, cookie, secondi, richieste, unaAllaVolta, salvataggi } = JSON.parse(process.argv[2]!) as Ordine

interface Soggetto {
  percorso: string
  corpo(): string | undefined
  risposto(corpo: string): void
}
const conCorpo = { cookie, 'x-trama': '1', 'content-type': 'application/json' }

/** Before the load: what is there now, and the numbers under which it is. */
async function sincronizza(s: Salvataggio): Promise<Soggetto> {
  for (;;) {
    const r = await fetch(url + s.percorso, { method: 'PUT', headers: conCorpo, body: JSON.stringify(corpoDi(s)) })
    if (salvato(s, await r.json())) break
  }
  return {
    percorso: s.percorso,
    corpo: () => JSON.stringify(corpoDi(s)),
    risposto: (corpo) => salvato(s, JSON.parse(corpo)),
  }
}

async function aTurno() {
  const liberi: Soggetto[] = salvataggi
    ? await Promise.all(salvataggi.map(sincronizza))
    : richieste.map(({ percorso }) => ({ percorso, corpo: () => undefined, risposto: () => {} }))
  return [
    {
      method: salvataggi ? 'PUT' : 'GET',
      path: '/',
      headers: salvataggi ? conCorpo : { cookie },
      setupRequest: (questa: autocannon.Chiamata, contesto: { soggetto?: Soggetto }) => {
        const s = contesto.soggetto ?? liberi.shift()!
        contesto.soggetto = s
        const corpo = s.corpo()
        return { ...questa, path: s.percorso, ...(corpo ? { body: corpo } : {}) }
      },
      onResponse: (stato: number, corpo: string, contesto: { soggetto?: Soggetto }) => {
        const s = contesto.soggetto!
        if (stato === 200) s.risposto(corpo)
        liberi.push(s)
        delete contesto.soggetto
      },
    },
  ]
}

const insieme = () =>
  richieste.map(({ metodo, percorso, corpo, scrive }) => ({
    method: metodo,
    path: percorso,
    headers: { cookie, 'x-trama': '1', ...(corpo ? { 'content-type': 'application/json' } : {}) },
    ...(corpo ? { body: JSON.stringify(corpo) } : {}),
    ...(scrive
      ? {
          setupRequest: (questa: autocannon.Chiamata) => ({
            ...questa,
            headers: { ...questa.headers, 'idempotency-key': randomUUID() },
          }),
        }
      : {}),
  }))

const r = await autocannon({
  url,
  connections: 16,
  duration: secondi,
  requests: unaAllaVolta || salvataggi ? await aTurno() : insieme(),
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
