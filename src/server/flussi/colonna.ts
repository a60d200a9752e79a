// A column of a lot as it grows: the bytes of its values one after the other, as the database will read them. They stand outside the
// heap of the thread that makes them, which would otherwise carry each value of a lot along at every collection until the lot is whole,
// and pass to the other thread, and to the database, without being copied or written anew.

/** Values put together at a time: each writing costs more than many letters. */
const INSIEME = 64
const INIZIO = 4096
/** The most bytes that one letter of a text takes. */
const PER_LETTERA = 3

export class Colonna {
  private readonly separatore: string
  private readonly fine: string
  private readonly inizio: string
  private bytes: Buffer
  private scritti = 0
  private vuota = true
  private attesa: string[] = []

  /** An array as PostgreSQL writes it, or lines. */
  constructor(come: 'elenco' | 'righe') {
    const [separatore, inizio, fine] = come === 'elenco' ? [',', '{', '}'] : ['\n', '', '']
    this.separatore = separatore
    this.inizio = inizio
    this.fine = fine
    this.bytes = Buffer.allocUnsafeSlow(INIZIO)
    this.scrivi(inizio)
  }

  aggiungi(valore: string): void {
    if (this.attesa.push(valore) === INSIEME) this.versa()
  }

  /** What has been gathered; another column begins, in the memory of one that is of no more use. */
  togli(memoria: ArrayBuffer | undefined): Uint8Array<ArrayBuffer> {
    this.versa()
    this.scrivi(this.fine)
    const fatta = this.bytes.subarray(0, this.scritti) as Uint8Array<ArrayBuffer>
    this.bytes = memoria ? Buffer.from(memoria) : Buffer.allocUnsafeSlow(INIZIO)
    this.scritti = 0
    this.vuota = true
    this.scrivi(this.inizio)
    return fatta
  }

  private versa(): void {
    if (this.attesa.length === 0) return
    if (!this.vuota) this.attesa[0] = this.separatore + this.attesa[0]!
    this.scrivi(this.attesa.join(this.separatore))
    this.vuota = false
    this.attesa.length = 0
  }

  private scrivi(testo: string): void {
    const serve = this.scritti + testo.length * PER_LETTERA
    if (serve > this.bytes.length) {
      const nuovi = Buffer.allocUnsafeSlow(Math.max(serve, this.bytes.length * 2))
      this.bytes.copy(nuovi, 0, 0, this.scritti)
      this.bytes = nuovi
    }
    this.scritti += this.bytes.write(testo, this.scritti)
  }
}
