// CSV as Italian offices exchange it. Reading guesses what the file does not say (separator, character set); writing
// makes what an Italian Excel opens with a double click, with no cell that it would run as a formula.
import type { FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { type Options, parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
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

export async function* leggiCsv(
  file: FileHandle,
  bytes: number,
  maxRighe: number,
  scelte: OpzioniCsv = {},
): AsyncGenerator<Riga> {
  const codifica = scelte.codifica ?? (await scopriCodifica(leggiTratto(file, 0, bytes)))
  const pezzi = decodifica(leggiTratto(file, 0, bytes), codifica)
  const testa = (await pezzi.next()).value ?? ''
  if (testa.includes('\0')) throw new TabellaRifiutata('formato-diverso')
  async function* tutto() {
    yield testa
    yield* pezzi
  }
  if (scelte.colonneFisse) {
    yield* leggiColonneFisse(tutto(), scelte.colonneFisse, maxRighe)
    return
  }
  let riga = 0
  let piene = 0
  const opzioni: Options<Riga, string[]> = {
    delimiter: scelte.separatore ?? scopriSeparatore(testa),
    quote: scelte.virgolette === '' ? null : (scelte.virgolette ?? '"'),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LIMITI.caratteri * 8,
    // Rows of empty cells cost little if they never enter the stream; empty lines still count for the row number.
    skip_empty_lines: true,
    on_record(campi, { records, empty_lines }) {
      riga = records + empty_lines
      if (riga > LIMITI.ultimaRiga) throw new TabellaRifiutata('troppe-righe-vuote')
      const celle = campi.map((campo) => togliApostrofo(campo).replace(/\r\n?/g, '\n').trim())
      while (celle.length > 0 && celle.at(-1) === '') celle.pop()
      if (celle.length === 0) return null
      if (++piene > maxRighe) throw new TabellaRifiutata('troppe-righe', troppeRighe(maxRighe))
      if (celle.length > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
      if (celle.some((c) => c.length > LIMITI.caratteri)) throw new TabellaRifiutata('cella-troppo-lunga')
      return { riga, celle }
    },
  }
  // The library lets `on_record` change what a record is, its overloads do not say so.
  const analisi = parse(opzioni as unknown as Options)
  try {
    yield* pipeline(Readable.from(tutto()), analisi, () => {}) as AsyncIterable<Riga>
  } catch (errore) {
    if (errore instanceof TabellaRifiutata) throw errore
    const dove = `Il file CSV non è leggibile dopo la riga ${riga}: controlla le virgolette, oppure salvalo come .xlsx.`
    throw new TabellaRifiutata('csv-illeggibile', dove, errore)
  }
}

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
  return 'utf-8'
}

async function* decodifica(pezzi: AsyncIterable<Buffer>, codifica: CodificaTesto): AsyncGenerator<string> {
  const decoder = new TextDecoder(codifica)
  for await (const pezzo of pezzi) yield decoder.decode(pezzo, { stream: true })
}

/** A text of columns at fixed places, as the mainframes print it: a line, cut. */
async function* leggiColonneFisse(
  pezzi: AsyncIterable<string>,
  inizi: readonly number[],
  maxRighe: number,
): AsyncGenerator<Riga> {
  if (inizi.length > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
  let riga = 0
  let piene = 0
  for await (const linea of linee(pezzi)) {
    if (++riga > LIMITI.ultimaRiga) throw new TabellaRifiutata('troppe-righe-vuote')
    const celle = inizi.map((da, i) => linea.slice(da, inizi[i + 1]).trim())
    while (celle.length > 0 && celle.at(-1) === '') celle.pop()
    if (celle.length === 0) continue
    if (++piene > maxRighe) throw new TabellaRifiutata('troppe-righe', troppeRighe(maxRighe))
    yield { riga, celle }
  }
}

/** Lines, whatever ends them, also one way here and another there. */
async function* linee(pezzi: AsyncIterable<string>): AsyncGenerator<string> {
  let resto = ''
  for await (const pezzo of pezzi) {
    // a \r at the end may be half of the end of a line
    const insieme = resto + pezzo
    const intero = insieme.endsWith('\r') ? insieme.slice(0, -1) : insieme
    const parti = intero.split(/\r\n|\n|\r/)
    resto = parti.pop()! + (intero === insieme ? '' : '\r')
    if (resto.length > LIMITI.caratteri * 8) throw new TabellaRifiutata('cella-troppo-lunga')
    yield* parti
  }
  if (resto !== '') yield* resto.replace(/\r$/, '').split('\r')
}

/** The candidate most frequent in the first line, quoted text left out. */
function scopriSeparatore(testa: string): string {
  const prima = testa
    .replace(/"[^"]*"/g, '')
    .trimStart()
    .split(/[\r\n]/, 1)[0]!
  const quanti = (c: string) => prima.split(c).length
  return [';', ',', '\t', '|'].reduce((scelto, c) => (quanti(c) > quanti(scelto) ? c : scelto))
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
