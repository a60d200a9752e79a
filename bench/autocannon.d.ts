// The library has no types of its own: what carico.ts uses of it.
declare module 'autocannon' {
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
    setupRequest?: (questa: Chiamata) => Chiamata
  }
  export default function autocannon(opzioni: {
    url: string
    connections: number
    duration: number
    requests: Chiamata[]
  }): Promise<Risultato>
}
