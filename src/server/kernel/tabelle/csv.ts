// CSV as Italian offices exchange it. Reading guesses what the file does not say (separator, character set); writing
// makes what an Italian Excel opens with a double click, with no cell that it would run as a formula.
import type { FileHandle } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { stringify } from 'csv-stringify/sync'
import { type AscoltoRighe, TagliaRighe, VirgoletteAperte } from './csv-righe.ts'
import { LIMITI, TabellaRifiutata, troppeRighe } from './rifiuti.ts'
import type { Riga } from './xlsx.ts'
import { leggiTratto } from './zip.ts'

/** What the file does not say and the caller may know: each is guessed where it is not told. */
export interface OpzioniCsv {
  codifica?: CodificaTesto
  /** Any text, of one or more characters. */
  separatore?: string
  /** The character that encloses a cell; `''` where quotes are letters like any other. */
  virgolette?: string
  /** Columns of fixed width instead of a separator: where each begins, from 0. */
  colonneFisse?: readonly number[]
}

/** The filled rows, as many at a time as a piece of the file holds: waiting for each of a million would cost more than reading it. */
export async function* leggiCsvALotti(
  file: FileHandle,
  bytes: number,
  maxRighe: number,
  scelte: OpzioniCsv = {},
): AsyncGenerator<Riga[]> {
  const codifica = scelte.codifica ?? (await scopriCodifica(leggiTratto(file, 0, bytes)))
  const pezzi = decodifica(leggiTratto(file, 0, bytes), codifica)
  const testa = (await pezzi.next()).value ?? ''
  if (testa.includes('\0')) throw new TabellaRifiutata('formato-diverso')
  const raccolta = new Raccolta(maxRighe)
  if (scelte.colonneFisse) {
    if (scelte.colonneFisse.length > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
    yield* leggiColonneFisse(conTesta(testa, pezzi), scelte.colonneFisse, raccolta)
    return
  }
  const taglio = new TagliaRighe(scelte.separatore ?? scopriSeparatore(testa), scelte.virgolette ?? '"')
  const leggi = (pezzo: string, ultimo: boolean) => {
    try {
      taglio.taglia(pezzo, ultimo, raccolta)
    } catch (errore) {
      if (!(errore instanceof VirgoletteAperte)) throw errore
      const dove = `Il file CSV non è leggibile dopo la riga ${raccolta.numero}: controlla le virgolette, oppure salvalo come .xlsx.`
      throw new TabellaRifiutata('csv-illeggibile', dove, errore)
    }
    return raccolta.togli()
  }
  for await (const pezzo of conTesta(testa, pezzi)) yield leggi(pezzo, false)
  yield leggi('', true)
}

/** The first lines that have something in them, not cut and not cleaned. */
export async function lineeDiTesto(
  file: FileHandle,
  bytes: number,
  quante: number,
  codifica?: CodificaTesto,
): Promise<string[]> {
  const prime: string[] = []
  const scelta = codifica ?? (await scopriCodifica(leggiTratto(file, 0, bytes)))
  for await (const righe of linee(decodifica(leggiTratto(file, 0, bytes), scelta))) {
    prime.push(...righe.filter((r) => r.trim() !== ''))
    if (prime.length >= quante) break
  }
  return prime.slice(0, quante)
}

async function* conTesta(testa: string, pezzi: AsyncIterable<string>): AsyncGenerator<string> {
  yield testa
  yield* pezzi
}

/**
 * Rows with their numbers, as the limits of every table allow them. Rows of empty cells cost little if they are left here. A text has no last
 * row, as a sheet has: only how many are filled counts.
 */
class Raccolta implements AscoltoRighe {
  numero = 0
  private piene = 0
  private vuote = 0
  private righe: Riga[] = []
  private readonly maxRighe: number

  constructor(maxRighe: number) {
    this.maxRighe = maxRighe
  }

  vuota(): void {
    this.numero++
  }

  riga(celle: string[]): void {
    this.numero++
    for (let i = 0; i < celle.length; i++) celle[i] = pulita(celle[i]!)
    while (celle.length > 0 && celle.at(-1) === '') celle.pop()
    if (celle.length === 0) {
      if (++this.vuote > LIMITI.ultimaRiga) throw new TabellaRifiutata('troppe-righe-vuote')
      return
    }
    if (++this.piene > this.maxRighe) throw new TabellaRifiutata('troppe-righe', troppeRighe(this.maxRighe))
    if (celle.length > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
    for (const c of celle) if (c.length > LIMITI.caratteri) throw new TabellaRifiutata('cella-troppo-lunga')
    this.righe.push({ riga: this.numero, celle })
  }

  togli(): Riga[] {
    const queste = this.righe
    this.righe = []
    return queste
  }
}

/** Of printable ASCII that no formula begins, nothing is to be taken off: nearly every cell. */
const PULITA = /^(?:[!-&(-~](?:[ -~]*[!-~])?)?$/
const pulita = (campo: string) => (PULITA.test(campo) ? campo : togliApostrofo(campo).replace(/\r\n?/g, '\n').trim())

export const codificheTesto = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type CodificaTesto = (typeof codificheTesto)[number]

/** UTF-16 that says so with its first bytes, or where the other half of every Latin letter is zero. */
export function utf16(testa: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (testa[0] === 0xff && testa[1] === 0xfe) return 'utf-16le'
  if (testa[0] === 0xfe && testa[1] === 0xff) return 'utf-16be'
  const zeri = [0, 0]
  const quanti = Math.min(testa.length, 512)
  for (let i = 0; i < quanti; i++) if (testa[i] === 0) zeri[i % 2]!++
  const [pari, dispari] = zeri as [number, number]
  if (dispari > quanti / 4 && pari === 0) return 'utf-16le'
  if (pari > quanti / 4 && dispari === 0) return 'utf-16be'
  return undefined
}

/** UTF-8 when the whole file is; Windows-1252 otherwise, as Excel saves "CSV" in Italy. */
async function scopriCodifica(pezzi: AsyncIterable<Buffer>): Promise<CodificaTesto> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let primo = true
  for await (const pezzo of pezzi) {
    const doppia = primo ? utf16(pezzo) : undefined
    if (doppia) return doppia
    primo = false
    try {
      decoder.decode(pezzo, { stream: true })
    } catch {
      return 'windows-1252'
    }
  }
  try {
    // a letter that the end of the file cuts
    decoder.decode()
  } catch {
    return 'windows-1252'
  }
  return 'utf-8'
}

/**
 * With one byte for each letter wherever the engine can: of texts that came from a decoder of its own, which gives two, every cell would cost
 * twice as much to keep, to compare and to write.
 */
async function* decodifica(pezzi: AsyncIterable<Buffer>, codifica: CodificaTesto): AsyncGenerator<string> {
  if (codifica === 'utf-8') {
    const decoder = new StringDecoder('utf8')
    let primo = true
    for await (const pezzo of pezzi) {
      const testo = decoder.write(pezzo)
      yield primo && testo.startsWith('\ufeff') ? testo.slice(1) : testo
      primo = false
    }
    const coda = decoder.end()
    if (coda) yield coda
    return
  }
  const decoder = new TextDecoder(codifica)
  for await (const pezzo of pezzi) {
    const latino = codifica === 'windows-1252' ? pezzo.toString('latin1') : undefined
    yield latino !== undefined && !SOLO_WINDOWS.test(latino) ? latino : decoder.decode(pezzo, { stream: true })
  }
}

/** Where Windows-1252 is not Latin-1. */
const SOLO_WINDOWS = /[\x80-\x9f]/

/** A text of columns at fixed places, as the mainframes print it: a line, cut. */
async function* leggiColonneFisse(
  pezzi: AsyncIterable<string>,
  inizi: readonly number[],
  raccolta: Raccolta,
): AsyncGenerator<Riga[]> {
  for await (const righe of linee(pezzi)) {
    for (const linea of righe) raccolta.riga(inizi.map((da, i) => linea.slice(da, inizi[i + 1])))
    yield raccolta.togli()
  }
}

/** Lines, whatever ends them, also one way here and another there; as many at a time as a piece holds. */
async function* linee(pezzi: AsyncIterable<string>): AsyncGenerator<string[]> {
  let resto = ''
  for await (const pezzo of pezzi) {
    // a \r at the end may be half of the end of a line
    const insieme = resto + pezzo
    const intero = insieme.endsWith('\r') ? insieme.slice(0, -1) : insieme
    const parti = intero.split(/\r\n|\n|\r/)
    resto = parti.pop()! + (intero === insieme ? '' : '\r')
    if (resto.length > LIMITI.caratteri * 8) throw new TabellaRifiutata('cella-troppo-lunga')
    yield parti
  }
  if (resto !== '') yield resto.replace(/\r$/, '').split('\r')
}

const SEPARATORI = [';', ',', '\t', '|'] as const

/**
 * Quoted text left out, the candidate most frequent in the first line that the next one has as many times: above a table there may be
 * titles. Where no two lines agree, the most frequent in the first.
 */
function scopriSeparatore(testa: string): string {
  const prime = testa
    .replace(/"[^"]*"/g, '')
    .split(/[\r\n]+/)
    .filter((r) => r.trim() !== '')
    .slice(0, 20)
  const quanti = (riga: string | undefined, c: string) => (riga ?? '').split(c).length - 1
  const piu = (riga: string | undefined, tra: readonly string[]) =>
    tra.reduce((scelto, c) => (quanti(riga, c) > quanti(riga, scelto) ? c : scelto))
  // as many as no title has
  if (quanti(prime[0], piu(prime[0], SEPARATORI)) >= 3) return piu(prime[0], SEPARATORI)
  for (const [n, riga] of prime.slice(0, -1).entries()) {
    const concordi = SEPARATORI.filter((c) => quanti(riga, c) > 0 && quanti(riga, c) === quanti(prime[n + 1], c))
    if (concordi.length > 0) return piu(riga, concordi)
  }
  return piu(prime[0], SEPARATORI)
}

// A cell that begins like a formula gets an apostrophe, Excel's own mark for "this is text"; reading takes it off.
// One that already has apostrophes before gets one more, so that reading gives back exactly what was written.
const metteApostrofo = (cella: string) => (/^'*[=+\-@\t\r]/.test(cella) ? `'${cella}` : cella)
const togliApostrofo = (campo: string) => (/^'+[=+\-@\t\r]/.test(campo) ? campo.slice(1) : campo)

const PER_VOLTA = 500
/** Control characters make a text file look binary, to us and to others; line ends and tabs do not. */
const CONTROLLI = /(?![\t\n\r])\p{Cc}/gu

export interface OpzioniScrittura {
  separatore?: string
  fineRiga?: 'windows' | 'unix'
  /** The mark that tells Excel that the file is UTF-8. */
  bom?: boolean
  /** For a program and not for a spreadsheet: no apostrophe before what looks like a formula. */
  perProgrammi?: boolean
}

/** `;`, UTF-8 with BOM, CRLF unless told otherwise, in pieces: the reply of a download, whatever its length. */
export async function* scriviCsv(
  righe: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  { separatore = ';', fineRiga = 'windows', bom = true, perProgrammi = false }: OpzioniScrittura = {},
): AsyncGenerator<Uint8Array> {
  let lotto: string[][] = []
  // Line ends inside a cell are quoted only when told: by itself it looks for the record delimiter alone.
  const opzioni = { delimiter: separatore, record_delimiter: fineRiga, quoted_match: /[\r\n]/ } as const
  const testo = () => Buffer.from(stringify(lotto, opzioni))
  const scritta = (cella: string) => (perProgrammi ? cella : metteApostrofo(cella))
  if (bom) yield Buffer.from('\ufeff')
  for await (const riga of righe) {
    if (lotto.push(riga.map((cella) => scritta(cella.replace(CONTROLLI, '')))) < PER_VOLTA) continue
    yield testo()
    lotto = []
  }
  if (lotto.length > 0) yield testo()
}
