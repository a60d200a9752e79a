// Receiving a file that may be large over a connection that may fall: what has arrived is kept, and the rest is asked for
// from there, as long as the server says that the file is still the same (its validator). Only where the server can give
// a part; otherwise it is read as it comes.

export interface Ripresa {
  /** The same request, with these headers more. */
  chiedi(headers: Record<string, string>): Promise<Response>
  /** From 0 to 1. */
  onProgress?: ((quota: number) => void) | undefined
  signal?: AbortSignal | undefined
  /** Before each new attempt, in milliseconds; when they are over, the connection is given up. */
  attese?: readonly number[]
}

const ATTESE = [1000, 2000, 4000, 8000, 15_000]

/** Reads into `pezzi` what comes; false when the connection fell before the end. */
async function leggi(r: Response, pezzi: Uint8Array<ArrayBuffer>[], arrivati: (bytes: number) => void) {
  const lettore = r.body?.getReader()
  if (!lettore) return true
  try {
    for (;;) {
      const { done, value } = await lettore.read()
      if (done) return true
      pezzi.push(value)
      arrivati(value.length)
    }
  } catch {
    return false
  }
}

const pausa = (ms: number) => new Promise((fatto) => setTimeout(fatto, ms))

/** The whole file, or the refusal that ended it (`r.ok` is false), or an error of the network. */
export async function leggiConRipresa(prima: Response, o: Ripresa): Promise<{ blob: Blob } | { rifiuto: Response }> {
  const etag = prima.headers.get('etag')
  const totale = Number(prima.headers.get('content-length'))
  if (prima.headers.get('accept-ranges') !== 'bytes' || !etag || !totale) return { blob: await prima.blob() }
  const tipo = prima.headers.get('content-type') ?? ''
  const pezzi: Uint8Array<ArrayBuffer>[] = []
  let avuti = 0
  const arrivati = (bytes: number) => {
    avuti += bytes
    o.onProgress?.(Math.min(1, avuti / totale))
  }
  await leggi(prima, pezzi, arrivati)
  let tentativi = [...(o.attese ?? ATTESE)]
  while (avuti < totale) {
    if (o.signal?.aborted) throw o.signal.reason
    const attesa = tentativi.shift()
    if (attesa === undefined) throw new TypeError('the connection does not come back')
    await pausa(attesa)
    const r = await o.chiedi({ range: `bytes=${avuti}-`, 'if-range': etag }).catch(() => undefined)
    if (!r) continue
    if (!r.ok) return { rifiuto: r }
    if (r.status !== 206) {
      // it is no longer the same, or the whole came again
      pezzi.length = 0
      avuti = 0
    }
    const primaDi = avuti
    await leggi(r, pezzi, arrivati)
    // it goes on, however slowly: only standing still is counted
    if (avuti > primaDi) tentativi = [...(o.attese ?? ATTESE)]
  }
  return { blob: new Blob(pezzi, { type: tipo }) }
}
