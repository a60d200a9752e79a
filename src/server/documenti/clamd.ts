// A virus scanner, by the protocol of clamd: «zINSTREAM», the file in chunks each with its length, an empty chunk, one
// line of answer. Over TCP or a local socket; whatever goes wrong is one error in words, to be tried again.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** `host:porta`, `tcp://host:porta`, or the path of a socket (`unix:` before it is welcome). */
export type IndirizzoClamd = { host: string; port: number } | { path: string }

export function leggiIndirizzoClamd(testo: string): IndirizzoClamd | undefined {
  const socket = /^(?:unix:(?:\/\/)?)?(\/.+)$/.exec(testo)
  if (socket) return { path: socket[1]! }
  const tcp = /^(?:tcp:\/\/)?(\[[0-9a-f:]+\]|[^:/\s]+):(\d{1,5})\/?$/i.exec(testo)
  if (!tcp || Number(tcp[2]) > 65535) return undefined
  return { host: tcp[1]!.replace(/^\[|\]$/g, ''), port: Number(tcp[2]) }
}

export type Responso = { pulito: true } | { pulito: false; virus: string }

/** The scanner gave no answer that can be believed: down, slow, or the file is beyond its own limit. */
export class ScannerMuto extends Error {}

const CHUNK = 65_536

async function scrivi(socket: Socket, pezzo: Uint8Array) {
  if (!socket.write(pezzo)) await once(socket, 'drain')
}

async function invia(socket: Socket, contenuto: AsyncIterable<Uint8Array>) {
  await scrivi(socket, Buffer.from('zINSTREAM\0'))
  const lunghezza = (n: number) => {
    const b = Buffer.alloc(4)
    b.writeUInt32BE(n)
    return b
  }
  for await (const pezzo of contenuto)
    for (let da = 0; da < pezzo.length; da += CHUNK) {
      const chunk = pezzo.subarray(da, da + CHUNK)
      await scrivi(socket, lunghezza(chunk.length))
      await scrivi(socket, chunk)
    }
  await scrivi(socket, lunghezza(0))
}

export async function chiediAlloScanner(
  indirizzo: IndirizzoClamd,
  contenuto: AsyncIterable<Uint8Array>,
  attesaMs = 120_000,
): Promise<Responso> {
  const socket = connect(indirizzo)
  socket.setTimeout(attesaMs, () => socket.destroy(new Error('nessuna risposta')))
  let risposta = ''
  socket.setEncoding('latin1')
  socket.on('data', (d) => {
    risposta += d
  })
  const chiuso = once(socket, 'close')
  const errore = new Promise<never>((_, no) => socket.once('error', no))
  // observed below, whichever of the two ends first
  errore.catch(() => {})
  try {
    await Promise.race([once(socket, 'connect'), errore])
    // the scanner may answer, and close, before the end: «size limit exceeded»
    await Promise.race([invia(socket, contenuto), chiuso, errore])
    await Promise.race([chiuso, errore])
  } catch (e) {
    // what it managed to say is worth more than how it left
    if (!risposta) throw new ScannerMuto((e as Error).message)
  } finally {
    socket.destroy()
  }
  const testo = risposta.replace(/[\0\n]+$/, '')
  if (/^stream: OK$/.test(testo)) return { pulito: true }
  const trovato = /^stream: (.+) FOUND$/.exec(testo)
  if (trovato) return { pulito: false, virus: trovato[1]! }
  throw new ScannerMuto(testo || 'nessuna risposta')
}
