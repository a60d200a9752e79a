// The shared strings of a workbook: Excel stores every distinct text once, in a part of its own, and the cells refer
// to it by number. It is the only part that cannot be streamed, and it grows with the rows (codici fiscali, e-mail
// addresses); so texts are kept as UTF-8 pages, the first ones in memory, the others in a temporary file that has no
// name. Programs number the texts in the order of the rows, so a page is read back about once: repeated values (roles,
// comuni) are all in the first pages.
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LIMITI, TabellaRifiutata } from './rifiuti.ts'
import { type Ascolto, scorriXml } from './xml.ts'

const BIT = 10
const PER_PAGINA = 1 << BIT
/** Where each text of the page ends, before the texts themselves. */
const INDICE = PER_PAGINA * 4
const PAGINE_IN_MEMORIA = 64
const PAGINE_RILETTE = 8

export class Testi {
  readonly #prime: Buffer[] = []
  readonly #posizioni: { da: number; bytes: number }[] = []
  readonly #rilette = new Map<number, Buffer>()
  #banco: Buffer | undefined
  #aperta: string[] = []
  #pagine = 0
  #bytes = 0
  #file: number | undefined

  async leggi(pezzi: AsyncIterable<Uint8Array>): Promise<void> {
    await scorriXml(pezzi, new AscoltoTesti(this))
  }

  chiudi() {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  add(testo: string) {
    if (testo.length > LIMITI.caratteri) throw new TabellaRifiutata('cella-troppo-lunga')
    this.#aperta.push(testo)
    if (this.#aperta.length === PER_PAGINA) this.#chiudiPagina()
  }

  get(indice: number): string {
    const n = indice & (PER_PAGINA - 1)
    const numero = indice >>> BIT
    if (numero >= this.#pagine) {
      const testo = numero === this.#pagine ? this.#aperta[n] : undefined
      if (testo === undefined) throw new TabellaRifiutata('danneggiato')
      return testo
    }
    const pagina = this.#prime[numero] ?? this.#rilette.get(numero) ?? this.#rileggi(numero)
    const da = n === 0 ? INDICE : pagina.readUInt32LE((n - 1) * 4)
    return pagina.toString('utf8', da, pagina.readUInt32LE(n * 4))
  }

  #chiudiPagina() {
    const fini = new Uint32Array(PER_PAGINA)
    let fine = INDICE
    for (let i = 0; i < PER_PAGINA; i++) fini[i] = fine += Buffer.byteLength(this.#aperta[i]!)
    const inMemoria = this.#pagine < PAGINE_IN_MEMORIA
    const pagina = inMemoria ? Buffer.alloc(fine) : abbastanza(this.#banco, fine)
    for (let i = 0; i < PER_PAGINA; i++) pagina.writeUInt32LE(fini[i]!, i * 4)
    pagina.write(this.#aperta.join(''), INDICE)

    if (inMemoria) this.#prime.push(pagina)
    else {
      this.#banco = pagina
      this.#file ??= apriSenzaNome()
      this.#posizioni[this.#pagine] = { da: this.#bytes, bytes: fine }
      writeSync(this.#file, pagina, 0, fine, this.#bytes)
    }
    this.#aperta = []
    this.#pagine++
    this.#bytes += fine
    const troppi = this.#bytes > LIMITI.bytesTesti || this.#pagine * PER_PAGINA > LIMITI.testi
    if (troppi) throw new TabellaRifiutata('file-espanso')
  }

  #rileggi(numero: number): Buffer {
    const { da, bytes } = this.#posizioni[numero]!
    let libera: Buffer | undefined
    if (this.#rilette.size === PAGINE_RILETTE) {
      // A Map keeps the order of insertion: the first entry is the page read longest ago.
      const [vecchia, buffer] = this.#rilette.entries().next().value!
      this.#rilette.delete(vecchia)
      libera = buffer
    }
    const pagina = abbastanza(libera, bytes)
    readSync(this.#file!, pagina, 0, bytes, da)
    this.#rilette.set(numero, pagina)
    return pagina
  }
}

/** The same buffer again when it is large enough: buffers die slowly, and a large workbook would pile them up. */
const abbastanza = (buffer: Buffer | undefined, bytes: number) =>
  buffer && buffer.length >= bytes ? buffer : Buffer.alloc(bytes + (bytes >> 1))

/** A file that disappears with the process: its name is removed at once, so no personal data stays behind. */
function apriSenzaNome(): number {
  const path = join(tmpdir(), `tabella-${randomUUID()}`)
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  return file
}

/** `<si>` is one text: a `<t>`, or the `<t>` of its runs; the phonetic guide of `<rPh>` is not part of it. */
class AscoltoTesti implements Ascolto {
  readonly #testi: Testi
  #testo = ''
  #inT = false
  #inGuida = false
  constructor(testi: Testi) {
    this.#testi = testi
  }
  apre(nome: string) {
    if (nome === 'si') this.#testo = ''
    else if (nome === 't') this.#inT = true
    else if (nome === 'rPh') this.#inGuida = true
  }
  chiude(nome: string) {
    if (nome === 'si') this.#testi.add(pulisci(this.#testo))
    else if (nome === 't') this.#inT = false
    else if (nome === 'rPh') this.#inGuida = false
  }
  testo(testo: string) {
    if (this.#inT && !this.#inGuida) this.#testo += testo
  }
}

/** A cell's text as people meant it: Excel's `_x000D_` escapes decoded, line ends made one, outer blanks dropped. */
export function pulisci(testo: string): string {
  if (testo.includes('_x')) {
    testo = testo.replace(/_x([0-9A-Fa-f]{4})_/g, (_, esa) => String.fromCharCode(Number.parseInt(esa, 16)))
  }
  if (testo.includes('\r')) testo = testo.replace(/\r\n?/g, '\n')
  return testo.trim()
}
