// Anyone may knock at a public door, and a register that only grows must not grow by it: what was said a moment ago is not
// written again. It is remembered by the running process, which is one (ADR 0056 says what a restart costs).

/** However many they are who knock, what is remembered of them is this much: the oldest is forgotten first. */
const MASSIMO = 20_000

export class Detti {
  readonly #quando = new Map<string, number>()
  readonly #intervallo: number
  constructor(minuti: number) {
    this.#intervallo = minuti * 60_000
  }

  /** Whether it was not said in so many minutes: then it is now. */
  nuovo(detto: string, adesso: Date): boolean {
    const ora = adesso.getTime()
    if (ora - (this.#quando.get(detto) ?? Number.NEGATIVE_INFINITY) < this.#intervallo) return false
    // to the end of the map, so that the first is the oldest
    this.#quando.delete(detto)
    this.#quando.set(detto, ora)
    if (this.#quando.size > MASSIMO) this.#quando.delete(this.#quando.keys().next().value!)
    return true
  }
}
