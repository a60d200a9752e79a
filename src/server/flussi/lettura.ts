// The other side of the thread that reads a file: lots, one at a time, each asked for when the one before is stored.
import { Worker } from 'node:worker_threads'
import { FileIlleggibile } from './lettore-xml.ts'
import type { LavoroLettura, LottoLetto, Messaggio } from './lettura-thread.ts'

/** A lot is some megabytes; the rest is what the readers hold of a workbook (its shared strings). */
const MEMORIA_MB = 256

export async function* lotti(lavoro: LavoroLettura): AsyncGenerator<LottoLetto> {
  const thread = new Worker(new URL('./lettura-thread.ts', import.meta.url), {
    workerData: lavoro,
    resourceLimits: { maxOldGenerationSizeMb: MEMORIA_MB },
  })
  const arrivati: Messaggio[] = []
  let guasto: Error | undefined
  let sveglia = () => {}
  thread.on('message', (m: Messaggio) => {
    arrivati.push(m)
    sveglia()
  })
  thread.on('error', (e) => {
    guasto = e instanceof Error ? e : new Error(String(e))
    sveglia()
  })
  try {
    for (;;) {
      while (arrivati.length === 0 && !guasto)
        await new Promise<void>((si) => {
          sveglia = si
        })
      const m = arrivati.shift()
      if (!m) throw guasto
      if ('fine' in m) return
      if ('rifiuto' in m) throw new FileIlleggibile(m.rifiuto)
      // while this one is stored the thread makes the next
      thread.postMessage('prosegui')
      yield m.lotto
    }
  } finally {
    await thread.terminate()
  }
}
