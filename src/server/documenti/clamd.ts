// A virus scanner, by the protocol of clamd: «zINSTREAM», the file in chunks each with its length, an empty chunk, one
// line of answer. Over TCP or a local socket; whatever goes wrong is one error in words, to be tried again.
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'

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

async function* messaggio(contenuto: AsyncIterable<Uint8Array>) {
  const lunghezza = (n: number) => {
    const b = Buffer.alloc(4)
    b.writeUInt32BE(n)
    return b
  }
  yield Buffer.from('zINSTREAM\0')
  for await (const pezzo of contenuto)
    for (let da = 0; da < pezzo.length; da += CHUNK) {
      const chunk = pezzo.subarray(da, da + CHUNK)
      yield lunghezza(chunk.length)
      yield chunk
    }
  yield lunghezza(0)
}

export async function chiediAlloScanner(
  indirizzo: IndirizzoClamd,
  contenuto: AsyncIterable<Uint8Array>,
  attesaMs = 120_000,
): Promise<Responso> {
  const socket = connect(indirizzo)
  let risposta = ''
  let guasto: Error | undefined
  socket.setTimeout(attesaMs, () => socket.destroy(new Error('nessuna risposta')))
  socket.setEncoding('latin1').on('data', (d) => {
    risposta += d
  })
  socket.on('error', (e) => {
    guasto ??= e
  })
  const chiuso = new Promise<void>((done) => socket.once('close', () => done()))
  // a fault of ours (the file cannot be read) says nothing of the scanner
  let nostro: unknown
  const nostri = async function* () {
    try {
      yield* contenuto
    } catch (e) {
      nostro = e
      throw e
    }
  }
  try {
    // the writing side stays open: some versions take its end for a client that has left
    await pipeline(messaggio(nostri()), socket, { end: false })
  } catch (e) {
    // the scanner may answer and hang up before the end of a file beyond its limit
    guasto ??= e as Error
    socket.destroy()
  }
  await chiuso
  if (nostro) throw nostro
  const testo = risposta.replace(/[\0\n]+$/, '')
  if (/^stream: OK$/.test(testo)) return { pulito: true }
  const trovato = /^stream: (.+) FOUND$/.exec(testo)
  if (trovato) return { pulito: false, virus: trovato[1]! }
  throw new ScannerMuto(testo || (guasto?.message ?? 'nessuna risposta'))
}
