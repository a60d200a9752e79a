// What texts were found to mean, where the same few come a million times. Each has one place, by its letters, and there it may find
// another: so nothing grows and nothing is ever emptied. (A Map wants each text that it is asked for in the engine's table of texts first,
// which costs more than reading most of them.)

/** A power of two. */
const POSTI = 1024
/** Up to so many letters a text is never a piece of another that it would hold in memory. */
const CORTO = 12
/** As long as a description of a list may be; what is longer hardly ever comes twice. */
const LUNGO = 300

/** A text of its own: one cut from a piece of the file would hold the whole piece in memory. */
export const copia = (v: string): string => (v.length > CORTO ? JSON.parse(JSON.stringify(v)) : v)

export class Ricordi<T> {
  private readonly testi: (string | undefined)[] = new Array(POSTI).fill(undefined)
  private readonly detti: (T | undefined)[] = new Array(POSTI).fill(undefined)

  /** The same that `di` says of it, or of a copy; asked where it is not remembered, and always of a very long text. */
  trova(testo: string, di: (testo: string) => T): T {
    if (testo.length > LUNGO) return di(testo)
    let posto = testo.length
    for (let i = 0; i < testo.length; i++) posto = (posto * 31 + testo.charCodeAt(i)) | 0
    posto &= POSTI - 1
    if (this.testi[posto] === testo) return this.detti[posto] as T
    // what is said of it may hold it as well
    const mio = copia(testo)
    const detto = di(mio)
    this.testi[posto] = mio
    this.detti[posto] = detto
    return detto
  }
}
