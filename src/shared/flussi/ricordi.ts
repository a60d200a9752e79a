// What short texts were found to mean, where the same few come a million times. Each has one place, by its letters, and there it may find
// another: so nothing grows and nothing is ever emptied. (A Map wants each text that it is asked for in the engine's table of texts first,
// which costs more than reading most of them.)

/** A power of two. */
const POSTI = 1024
/** Up to so many letters a text is never a piece of another that it would hold in memory. */
const CORTO = 12

export class Ricordi<T> {
  private readonly testi: (string | undefined)[] = new Array(POSTI).fill(undefined)
  private readonly detti: (T | undefined)[] = new Array(POSTI).fill(undefined)

  /** The same that `di` says; asked of it where it is not remembered, and always of a long text. */
  trova(testo: string, di: (testo: string) => T): T {
    if (testo.length > CORTO) return di(testo)
    let posto = testo.length
    for (let i = 0; i < testo.length; i++) posto = (posto * 31 + testo.charCodeAt(i)) | 0
    posto &= POSTI - 1
    if (this.testi[posto] === testo) return this.detti[posto] as T
    const detto = di(testo)
    this.testi[posto] = testo
    this.detti[posto] = detto
    return detto
  }
}
