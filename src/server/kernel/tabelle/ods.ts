// Reads one sheet of an .ods spreadsheet (OpenDocument 1.2, part 1, §9) row by row. The content is one part, walked once
// and never held; a formula is refused at its cell, or read as it is shown, as in .xlsx.
import type { FileHandle } from 'node:fs/promises'
import { testoNumero } from './numeri.ts'
import {
  formulaInErrore,
  formulaRifiutata,
  formulaSenzaValore,
  LIMITI,
  TabellaRifiutata,
  troppeRighe,
} from './rifiuti.ts'
import { lettereColonna, type Quale, type Riga } from './xlsx.ts'
import { type Ascolto, attributo, avanzaXml, scorriXml } from './xml.ts'
import { type Archivio, apriArchivio } from './zip.ts'

const CONTENUTO = 'content.xml'
const MANIFESTO = 'META-INF/manifest.xml'
const TIPO = 'application/vnd.oasis.opendocument.spreadsheet'

/** Whether the archive says of itself that it is a spreadsheet of this format. */
export async function eOds({ has, leggi }: Archivio): Promise<boolean> {
  if (!has('mimetype') || !has(CONTENUTO)) return false
  let tipo = ''
  for await (const pezzo of leggi('mimetype')) if (tipo.length < 200) tipo += pezzo.toString('latin1')
  return tipo.trim().startsWith(TIPO)
}

async function apri(file: FileHandle, bytes: number): Promise<Archivio> {
  const archivio = await apriArchivio(file, bytes)
  if (archivio.nomi.some((n) => /^(Basic|Scripts)\//.test(n))) throw new TabellaRifiutata('macro')
  if (archivio.has(MANIFESTO))
    await scorriXml(archivio.leggi(MANIFESTO), {
      apre(nome) {
        if (nome === 'encryption-data') throw new TabellaRifiutata('protetto-da-password')
      },
      chiude() {},
    })
  return archivio
}

export async function* leggiOds(
  file: FileHandle,
  bytes: number,
  { maxRighe, foglio, conFormule }: Quale,
): AsyncGenerator<Riga> {
  const archivio = await apri(file, bytes)
  const ascolto = new AscoltoFoglio(maxRighe, foglio, conFormule)
  for await (const _ of avanzaXml(archivio.leggi(CONTENUTO), ascolto)) {
    for (const riga of ascolto.pronte) yield riga
    ascolto.pronte.length = 0
  }
  if (!ascolto.trovato) throw new TabellaRifiutata('foglio-assente', foglio && `Nel file manca il foglio “${foglio}”.`)
}

/** Names of the sheets: they are all in one part, that is walked whole. */
export async function fogliOds(file: FileHandle, bytes: number): Promise<string[]> {
  const archivio = await apri(file, bytes)
  const nomi: string[] = []
  await scorriXml(archivio.leggi(CONTENUTO), {
    apre(nome, attributi) {
      if (nome === 'table') nomi.push(attributo(attributi, 'name') ?? '')
    },
    chiude() {},
  })
  return nomi
}

class AscoltoFoglio implements Ascolto {
  readonly pronte: Riga[] = []
  trovato = false
  readonly #maxRighe: number
  readonly #foglio: string | undefined
  #dentro = false
  #piene = 0
  #riga = 0
  #ripetiRiga = 1
  #celle: string[] = []
  #colonna = 0
  #ripeti = 1
  #tipo = ''
  #valore = ''
  #paragrafi = 0
  #testo = ''
  #inTesto = false
  #nota = 0
  readonly #conFormule: boolean
  #formule: number[] = []
  #calcolata = false

  constructor(maxRighe: number, foglio: string | undefined, conFormule: boolean) {
    this.#conFormule = conFormule
    this.#maxRighe = maxRighe
    this.#foglio = foglio
  }

  apre(nome: string, attributi: string) {
    if (nome === 'table') {
      const suo = attributo(attributi, 'name') ?? ''
      this.#dentro =
        !this.trovato && (this.#foglio === undefined || suo.trim().toLowerCase() === this.#foglio.trim().toLowerCase())
      if (this.#dentro) this.trovato = true
      return
    }
    if (!this.#dentro) return
    switch (nome) {
      case 'table-row':
        this.#ripetiRiga = quante(attributi, 'number-rows-repeated')
        this.#celle = []
        this.#formule = []
        this.#colonna = 0
        break
      case 'covered-table-cell':
      case 'table-cell':
        this.#ripeti = quante(attributi, 'number-columns-repeated')
        this.#tipo = attributo(attributi, 'value-type') ?? ''
        this.#valore =
          attributo(
            attributi,
            this.#tipo === 'date' ? 'date-value' : this.#tipo === 'boolean' ? 'boolean-value' : 'value',
          ) ?? ''
        this.#testo = ''
        this.#paragrafi = 0
        this.#calcolata = attributo(attributi, 'formula') !== undefined
        if (this.#calcolata) {
          if (!this.#conFormule) throw formulaRifiutata(this.#qui())
          for (let n = 0; n < Math.min(this.#ripeti, LIMITI.colonne); n++) this.#formule.push(this.#colonna + n)
        }
        break
      case 'annotation':
        this.#nota++
        break
      case 'p':
        if (this.#nota > 0) break
        if (this.#paragrafi++ > 0) this.#testo += '\n'
        this.#inTesto = true
        break
      case 's':
        if (this.#inTesto) this.#testo += ' '.repeat(Math.min(quante(attributi, 'c'), 100))
        break
      case 'tab':
      case 'line-break':
        if (this.#inTesto) this.#testo += nome === 'tab' ? '\t' : '\n'
    }
  }

  chiude(nome: string) {
    if (!this.#dentro) return
    switch (nome) {
      case 'table':
        this.#dentro = false
        break
      case 'annotation':
        this.#nota--
        break
      case 'p':
        this.#inTesto = false
        break
      case 'covered-table-cell':
      case 'table-cell':
        this.#aggiungi()
        break
      case 'table-row':
        this.#chiudiRiga()
    }
  }

  testo(testo: string) {
    if (this.#inTesto && this.#nota === 0) this.#testo += testo
    if (this.#testo.length > LIMITI.caratteri) throw new TabellaRifiutata('cella-troppo-lunga')
  }

  /** How the spreadsheet calls the cell. */
  #qui(): string {
    return `${lettereColonna(this.#colonna + 1)}${this.#riga + 1}`
  }

  #aggiungi() {
    // a text may well be empty: what has no kind was never calculated
    if (this.#calcolata && this.#tipo === '' && this.#testo === '') throw formulaSenzaValore(this.#qui())
    // LibreOffice writes an error as a text, or as a number that it is not
    if (this.#calcolata && ERRORE.test(this.#testo.trim())) throw formulaInErrore(this.#qui(), this.#testo.trim())
    const testo = this.#testoCella()
    // the empty cells up to the end of the sheet are one, repeated
    if (testo !== '') {
      if (this.#colonna + this.#ripeti > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
      while (this.#celle.length < this.#colonna) this.#celle.push('')
      for (let n = 0; n < this.#ripeti; n++) this.#celle.push(testo)
    }
    this.#colonna += this.#ripeti
  }

  #testoCella(): string {
    switch (this.#tipo) {
      case 'date':
        return this.#valore.slice(0, 10)
      case 'boolean':
        return this.#valore === 'true' ? 'VERO' : 'FALSO'
      case 'float':
      case 'currency':
      case 'percentage':
        return testoNumero(this.#valore)
      default:
        return this.#testo.trim()
    }
  }

  #chiudiRiga() {
    const piena = this.#celle.length > 0
    if (piena && this.#riga + this.#ripetiRiga > LIMITI.ultimaRiga) throw new TabellaRifiutata('troppe-righe-vuote')
    for (let n = 1; piena && n <= this.#ripetiRiga; n++) {
      if (++this.#piene > this.#maxRighe) throw new TabellaRifiutata('troppe-righe', troppeRighe(this.#maxRighe))
      this.pronte.push({
        riga: this.#riga + n,
        celle: this.#celle,
        ...(this.#formule.length > 0 && { formule: this.#formule }),
      })
    }
    this.#riga += this.#ripetiRiga
  }
}

/** As Excel and LibreOffice show one, in Italian and in English. */
const ERRORE = /^(#[\p{Lu}\d/]+[!?]?|Err:\d+)$/u

function quante(attributi: string, nome: string): number {
  const n = Number(attributo(attributi, nome) ?? 1)
  if (!(n >= 1 && n <= 2_000_000)) throw new TabellaRifiutata('danneggiato')
  return n
}
