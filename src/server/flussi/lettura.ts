// The other side of the threads that read files: lots, one at a time, each asked for when the one before is stored. A thread that has
// finished waits for another file for a while, with the places that it already knows.
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { FileIlleggibile } from './lettore-xml.ts'
import type { LavoroLettura, LottoLetto, Messaggio, Richiesta } from './lettura-thread.ts'
import { type Lotto, memorie } from './righe-lotto.ts'

/** A lot is some megabytes; the rest is what the readers hold of a workbook (its shared strings). */
const MEMORIA_MB = 256
/**
 * What has just been made: of each row some tens of kilobytes that are of no use a moment later. In the little that the server gives itself
 * (`npm start`) a fifth of the thread's time would go in looking for what is still alive.
 */
const GIOVANE_MB = 24
/** The flag of the command line holds for every heap that is made, whatever is said of it; the server's own has been made by now. */
const GIOVANE = '--max-semi-space-size='
const delServer = process.execArgv.find((a) => a.startsWith(GIOVANE))
/** How long a thread waits for another file. */
const ATTESA_MS = 30_000

/** Places, and what tells that they are still the same. */
export interface LuoghiDetti {
  firma: string
  leggi(): Promise<string>
}

class Lettore {
  private readonly thread: Worker
  private readonly arrivati: Messaggio[] = []
  private guasto: Error | undefined
  private sveglia = () => {}
  private firma: string | undefined
  private attesa: NodeJS.Timeout | undefined

  constructor() {
    setFlagsFromString(`${GIOVANE}0`)
    this.thread = new Worker(new URL('./lettura-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORIA_MB, maxYoungGenerationSizeMb: GIOVANE_MB },
    })
    this.thread.once('online', () => delServer && setFlagsFromString(delServer))
    this.thread.on('message', (m: Messaggio) => {
      this.arrivati.push(m)
      this.sveglia()
    })
    this.thread.on('error', (e) => {
      this.guasto = e instanceof Error ? e : new Error(String(e))
      this.togli()
      this.sveglia()
    })
  }

  async *lotti(lavoro: LavoroLettura, luoghi: LuoghiDetti): AsyncGenerator<LottoLetto> {
    clearTimeout(this.attesa)
    this.thread.ref()
    let intero = false
    let prima: Lotto | undefined
    try {
      const nuovi = this.firma !== luoghi.firma ? await luoghi.leggi() : undefined
      this.firma = luoghi.firma
      this.chiedi({ lavoro, luoghi: nuovi })
      for (;;) {
        const m = await this.prossimo()
        intero = !('lotto' in m)
        if ('fine' in m) return
        if ('rifiuto' in m) throw new FileIlleggibile(m.rifiuto)
        // while this one is stored the thread makes the next, in the memory of the one before
        this.chiedi({ prosegui: true, reso: prima }, prima && memorie(prima))
        prima = m.lotto.lotto
        yield m.lotto
      }
    } finally {
      if (intero) this.riposa()
      else await this.thread.terminate()
    }
  }

  private chiedi(r: Richiesta, passa: ArrayBuffer[] = []): void {
    this.thread.postMessage(r, passa)
  }

  private async prossimo(): Promise<Messaggio> {
    while (this.arrivati.length === 0 && !this.guasto)
      await new Promise<void>((si) => {
        this.sveglia = si
      })
    const m = this.arrivati.shift()
    if (!m) throw this.guasto
    return m
  }

  /** Neither the thread nor its wait keeps the process alive. */
  private riposa(): void {
    liberi.push(this)
    this.thread.unref()
    this.attesa = setTimeout(() => {
      this.togli()
      void this.thread.terminate()
    }, ATTESA_MS)
    this.attesa.unref()
  }

  private togli(): void {
    const dove = liberi.indexOf(this)
    if (dove >= 0) liberi.splice(dove, 1)
  }
}

const liberi: Lettore[] = []

export const lotti = (lavoro: LavoroLettura, luoghi: LuoghiDetti): AsyncGenerator<LottoLetto> =>
  (liberi.pop() ?? new Lettore()).lotti(lavoro, luoghi)
