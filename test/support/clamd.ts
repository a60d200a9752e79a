// A small scanner that speaks the protocol of clamd and knows one virus: EICAR, the file that every antivirus agrees to
// call one. Written in two halves, or a scanner on a developer's machine would take this file away.
import { createServer, type Server } from 'node:net'
import type { IndirizzoClamd } from '../../src/server/documenti/clamd.ts'

export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

export interface Scanner {
  indirizzo: IndirizzoClamd
  /** Bytes of each file that it has been given to the end. */
  visti: number[]
  ferma(): Promise<void>
}

/** `massimo` is StreamMaxLength: beyond it clamd says so and hangs up. */
export async function avviaScanner(o: { massimo?: number; socket?: string; muto?: boolean } = {}): Promise<Scanner> {
  const visti: number[] = []
  const server: Server = createServer((s) => {
    let arrivo = Buffer.alloc(0)
    let file = Buffer.alloc(0)
    let iniziato = false
    const rispondi = (testo: string) => s.end(`${testo}\0`)
    s.on('error', () => {})
    s.on('data', (d: Buffer) => {
      if (o.muto) return
      arrivo = Buffer.concat([arrivo, d])
      if (!iniziato) {
        const comando = 'zINSTREAM\0'
        if (arrivo.length < comando.length) return
        if (arrivo.subarray(0, comando.length).toString() !== comando) return rispondi('UNKNOWN COMMAND')
        iniziato = true
        arrivo = arrivo.subarray(comando.length)
      }
      while (arrivo.length >= 4) {
        const n = arrivo.readUInt32BE()
        if (n === 0) {
          visti.push(file.length)
          return rispondi(file.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK')
        }
        if (arrivo.length < 4 + n) return
        file = Buffer.concat([file, arrivo.subarray(4, 4 + n)])
        arrivo = arrivo.subarray(4 + n)
        if (o.massimo !== undefined && file.length > o.massimo) return rispondi('INSTREAM size limit exceeded. ERROR')
      }
    })
  })
  const dove = o.socket ? { path: o.socket } : { host: '127.0.0.1', port: 0 }
  await new Promise<void>((done) => server.listen(dove, done))
  const indirizzo = o.socket
    ? { path: o.socket }
    : { host: '127.0.0.1', port: (server.address() as { port: number }).port }
  return { indirizzo, visti, ferma: () => new Promise((done) => server.close(() => done())) }
}
