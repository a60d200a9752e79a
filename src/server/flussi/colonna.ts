// A column of a lot as it grows: the bytes of an array as PostgreSQL takes it in, which are read once and not looked at letter by letter (an
// array written as a text is read twice, by who plans and by who does). They stand outside the heap of the thread that makes them, which would
// otherwise carry each value of a lot along at every collection until the lot is whole, and pass to the other thread, and to the database,
// without being copied or written anew.

/** Of the elements: the number by which PostgreSQL knows their type, and how one is written. Gives how many bytes it took. */
interface Genere {
  tipo: number
  scrivi(b: Buffer, a: number, valore: string | number): number
}

/** Up to so many letters, writing them one by one costs less than calling the engine. */
const CORTO = 24

function scriviTesto(b: Buffer, a: number, valore: string | number): number {
  const v = String(valore)
  if (v.length > CORTO) return b.write(v, a)
  for (let i = 0; i < v.length; i++) {
    const c = v.charCodeAt(i)
    if (c > 0x7f) return b.write(v, a)
    b[a + i] = c
  }
  return v.length
}

const CIFRA = (c: number) => (c < 58 ? c - 48 : (c | 32) - 87)

/** From its thirty-six letters. */
function scriviUuid(b: Buffer, a: number, valore: string | number): number {
  const v = String(valore)
  let qui = a
  for (let i = 0; i < v.length; i += 2) {
    if (v[i] === '-') i++
    b[qui++] = (CIFRA(v.charCodeAt(i)) << 4) | CIFRA(v.charCodeAt(i + 1))
  }
  return qui - a
}

const DUE_ALLA_32 = 2 ** 32

export const generi = {
  testo: { tipo: 25, scrivi: scriviTesto },
  uuid: { tipo: 2950, scrivi: scriviUuid },
  breve: { tipo: 21, scrivi: (b, a, v) => b.writeInt16BE(Number(v), a) - a },
  intero: { tipo: 23, scrivi: (b, a, v) => b.writeInt32BE(Number(v), a) - a },
  lungo: {
    tipo: 20,
    scrivi: (b, a, v) => {
      const alta = Math.floor(Number(v) / DUE_ALLA_32)
      b.writeInt32BE(alta, a)
      return b.writeUInt32BE(Number(v) - alta * DUE_ALLA_32, a + 4) - a
    },
  },
} as const satisfies Record<string, Genere>

const INIZIO = 4096
/** How many dimensions, whether there are nulls, the type, how many elements, the number of the first. */
const TESTATA = 20
/** The most bytes that one letter of a text takes, and that a number does. */
const [PER_LETTERA, PER_NUMERO] = [3, 8]

/** Neither may stand in a text of pieces. */
const [SEPARATORE, A_CAPO] = [0x1f, 0x0a]

export class Colonna {
  private readonly genere: Genere
  private bytes = Buffer.allocUnsafeSlow(INIZIO)
  private scritti = TESTATA
  private quanti = 0

  constructor(genere: keyof typeof generi) {
    this.genere = generi[genere]
  }

  aggiungi(valore: string | number | null): void {
    this.quanti++
    this.spazio(4 + (typeof valore === 'string' ? valore.length * PER_LETTERA : PER_NUMERO))
    const lunghi = valore === null ? -1 : this.genere.scrivi(this.bytes, this.scritti + 4, valore)
    this.bytes.writeInt32BE(lunghi, this.scritti)
    this.scritti += 4 + Math.max(0, lunghi)
  }

  /**
   * One text of many pieces, U+001F between one and the next; false, and nothing is added, where it would not be cut into the same again, or
   * has more than one line. Looked at as bytes, once written: letters of a text cost the engine much more.
   */
  aggiungiPezzi(pezzi: readonly string[]): boolean {
    const testo = pezzi.join('\x1f')
    this.spazio(4 + testo.length * PER_LETTERA)
    const { bytes } = this
    const inizio = this.scritti + 4
    const fine = inizio + bytes.write(testo, inizio)
    let separatori = 0
    for (let i = inizio; i < fine; i++) {
      const c = bytes[i]!
      // nearly every letter is beyond both
      if (c > SEPARATORE) continue
      if (c === SEPARATORE) separatori++
      else if (c === A_CAPO) return false
    }
    if (separatori !== Math.max(0, pezzi.length - 1)) return false
    bytes.writeInt32BE(fine - inizio, this.scritti)
    this.scritti = fine
    this.quanti++
    return true
  }

  /** What has been gathered; another column begins, in the memory of one that is of no more use. */
  togli(memoria: ArrayBuffer | undefined): Uint8Array<ArrayBuffer> {
    for (const [n, v] of [1, 0, this.genere.tipo, this.quanti, 1].entries()) this.bytes.writeInt32BE(v, n * 4)
    const fatta = this.bytes.subarray(0, this.scritti) as Uint8Array<ArrayBuffer>
    this.bytes = memoria ? Buffer.from(memoria) : Buffer.allocUnsafeSlow(INIZIO)
    this.scritti = TESTATA
    this.quanti = 0
    return fatta
  }

  private spazio(serve: number): void {
    if (this.scritti + serve <= this.bytes.length) return
    const nuovi = Buffer.allocUnsafeSlow(Math.max(this.scritti + serve, this.bytes.length * 2))
    this.bytes.copy(nuovi, 0, 0, this.scritti)
    this.bytes = nuovi
  }
}

/** A whole array as a parameter of a statement. */
export function elencoDi(genere: keyof typeof generi, valori: readonly string[]): Buffer {
  const colonna = new Colonna(genere)
  for (const v of valori) colonna.aggiungi(v)
  const { buffer, byteOffset, byteLength } = colonna.togli(undefined)
  return Buffer.from(buffer, byteOffset, byteLength)
}
