// The library has no types of its own: what carico.ts uses of it.
declare module 'autocannon' {
  namespace autocannon {
    interface Risultato {
      duration: number
      '2xx': number
      non2xx: number
      errors: number
      latency: { p50: number; p99: number }
      throughput: { total: number }
    }
    interface Chiamata {
      method: string
      path: string
      headers: Record<string, string>
      body?: string
      /** The context is of a connection, and begins anew when all the requests have had their turn. */
      setupRequest?: (questa: Chiamata, contesto: object) => Chiamata
      onResponse?: (stato: number, corpo: string, contesto: object) => void
    }
  }
  function autocannon(opzioni: {
    url: string
    connections: number
    duration: number
    requests: autocannon.Chiamata[]
  }): Promise<autocannon.Risultato>
  export default autocannon
}
