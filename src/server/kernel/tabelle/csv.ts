// CSV as Italian offices exchange it. Reading guesses what the file does not say (separator, character set); writing
// makes what an Italian Excel opens with a double click, with no cell that it would run as a formula.
import type { FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { type Options, parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { LIMITI, TabellaRifiutata, troppeRighe } from './rifiuti.ts'
import type { Riga } from './xlsx.ts'
import { leggiTratto } from './zip.ts'

export async function* leggiCsv(file: FileHandle, bytes: number, maxRighe: number): AsyncGenerator<Riga> {
  const codifica = await scopriCodifica(leggiTratto(file, 0, bytes))
  const pezzi = decodifica(leggiTratto(file, 0, bytes), codifica)
  const testa = (await pezzi.next()).value ?? ''
  if (testa.includes('\0')) throw new TabellaRifiutata('formato-diverso')
  async function* tutto() {
    yield testa
    yield* pezzi
  }
  let riga = 0
  let piene = 0
  const opzioni: Options<Riga, string[]> = {
    delimiter: scopriSeparatore(testa),
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

type Codifica = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** UTF-8 when the whole file is; Windows-1252 otherwise, as Excel saves "CSV" in Italy. UTF-16 only if it says so. */
async function scopriCodifica(pezzi: AsyncIterable<Buffer>): Promise<Codifica> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let primo = true
  for await (const pezzo of pezzi) {
    if (primo && pezzo[0] === 0xff && pezzo[1] === 0xfe) return 'utf-16le'
    if (primo && pezzo[0] === 0xfe && pezzo[1] === 0xff) return 'utf-16be'
    primo = false
    try {
      decoder.decode(pezzo, { stream: true })
    } catch {
      return 'windows-1252'
    }
  }
  return 'utf-8'
}

async function* decodifica(pezzi: AsyncIterable<Buffer>, codifica: Codifica): AsyncGenerator<string> {
  const decoder = new TextDecoder(codifica)
  for await (const pezzo of pezzi) yield decoder.decode(pezzo, { stream: true })
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

/** `;`, UTF-8 with BOM, CRLF, in pieces: the reply of a download, whatever its length. */
export async function* scriviCsv(
  righe: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  let lotto: string[][] = []
  // Line ends inside a cell are quoted only when told: by itself it looks for CRLF alone.
  const opzioni = { delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const
  const testo = () => Buffer.from(stringify(lotto, opzioni))
  yield Buffer.from('\ufeff')
  for await (const riga of righe) {
    if (lotto.push(riga.map((cella) => metteApostrofo(cella.replace(CONTROLLI, '')))) < PER_VOLTA) continue
    yield testo()
    lotto = []
  }
  if (lotto.length > 0) yield testo()
}
