// The load, as a process of its own: 16 connections for some seconds on the given paths in turn; prints what came of it.
import autocannon from 'autocannon'

interface Ordine {
  url: string
  percorsi: string[]
  cookie: string
  secondi: number
}

const { url, percorsi, cookie, secondi } = JSON.parse(process.argv[2]!) as Ordine
const r = await autocannon({
  url,
  connections: 16,
  duration: secondi,
  requests: percorsi.map((path) => ({ method: 'GET', path, headers: { cookie } })),
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
