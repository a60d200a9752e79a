// Reading a table that someone uploaded, an .xlsx or .ods workbook or a CSV, one row at a time. What the file is, is decided by
// its first bytes, never by its name. Memory does not grow with the rows.
// A file that is not acceptable ends the reading with `TabellaRifiutata`: that can happen after some rows were given,
// so who stores rows must do it in one transaction.
import { type FileHandle, open } from 'node:fs/promises'
import { leggiCsvALotti, lineeDiTesto, type OpzioniCsv, utf16 } from './csv.ts'
import { eOds, fogliOds, leggiOds } from './ods.ts'
import { LIMITI, TabellaRifiutata } from './rifiuti.ts'
import { fogliXlsx, leggiXlsx, type Riga } from './xlsx.ts'
import { apriArchivio, leggiTratto } from './zip.ts'

export interface OpzioniLettura {
  /** Bytes of the file. */
  maxBytes?: number
  /** Filled rows, header included. */
  maxRighe?: number
  /** Name of the sheet; without it the first visible one. A CSV has no sheets: ignored. */
  foglio?: string
  /** For a text file: what it does not say of itself. */
  csv?: OpzioniCsv
  /** Of a workbook: what formulas have made is read as it is shown, and each row says where; otherwise the first one ends the reading. */
  conFormule?: boolean
  /** Where a workbook of ours comes back: any other table is refused, and told how to become one. */
  soloXlsx?: boolean
}

/** The filled rows of the table, header included; `riga` is the number the spreadsheet shows. */
export async function* leggiTabella(path: string, opzioni: OpzioniLettura = {}): AsyncGenerator<Riga> {
  for await (const righe of leggiTabellaALotti(path, opzioni)) yield* righe
}

/** The same, some at a time. */
export async function* leggiTabellaALotti(path: string, opzioni: OpzioniLettura = {}): AsyncGenerator<Riga[]> {
  const { maxBytes = LIMITI.bytes, maxRighe = LIMITI.righe, foglio, csv, soloXlsx, conFormule = false } = opzioni
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size === 0) throw new TabellaRifiutata('vuoto')
    if (size > maxBytes) {
      const mega = (maxBytes / 1024 / 1024).toLocaleString('it-IT', { maximumFractionDigits: 1 })
      const frase = `Il file supera ${mega} MB: dividilo in più file e caricali uno alla volta.`
      throw new TabellaRifiutata('troppo-grande', frase)
    }
    const formato = await riconosci(file, size)
    if (soloXlsx && formato !== 'xlsx') throw new TabellaRifiutata('formato-diverso', nonXlsx[formato])
    if (formato === 'xlsx') yield* aLotti(leggiXlsx(file, size, { maxRighe, foglio, conFormule }))
    else if (formato === 'ods') yield* aLotti(leggiOds(file, size, { maxRighe, foglio, conFormule }))
    else yield* leggiCsvALotti(file, size, maxRighe, csv)
  } finally {
    await file.close()
  }
}

/** The sheets of a workbook, in order; none of a text. */
export async function fogliDi(path: string): Promise<string[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size === 0) throw new TabellaRifiutata('vuoto')
    const formato = await riconosci(file, size)
    return formato === 'xlsx' ? await fogliXlsx(file, size) : formato === 'ods' ? await fogliOds(file, size) : []
  } finally {
    await file.close()
  }
}

/** The first lines of a text as they are, blanks and all: to see where columns of fixed width begin. */
export async function primeLinee(path: string, quante: number, codifica?: OpzioniCsv['codifica']): Promise<string[]> {
  const file = await open(path)
  try {
    return await lineeDiTesto(file, (await file.stat()).size, quante, codifica)
  } finally {
    await file.close()
  }
}

const nonXlsx = {
  ods: 'Il file è un foglio di LibreOffice (.ods): aprilo, scegli “Salva con nome”, tipo “Excel 2007-365 (.xlsx)”, e carica il nuovo file.',
  csv: 'Il file non è una cartella di Excel (.xlsx): usa il modello scaricato da Trama.',
}

const LOTTO = 64

async function* aLotti(righe: AsyncIterable<Riga>): AsyncGenerator<Riga[]> {
  let lotto: Riga[] = []
  for await (const r of righe) {
    if (lotto.push(r) < LOTTO) continue
    yield lotto
    lotto = []
  }
  yield lotto
}

const CFB = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

async function riconosci(file: FileHandle, size: number): Promise<'xlsx' | 'ods' | 'csv'> {
  const testa = Buffer.alloc(Math.min(size, 4096))
  await file.read(testa, 0, testa.length, 0)
  if (testa.subarray(0, 4).equals(Buffer.from('PK\x03\x04')))
    return (await eOds(await apriArchivio(file, size))) ? 'ods' : 'xlsx'
  if (testa.subarray(0, 8).equals(CFB)) {
    if (await contiene(file, size, 'EncryptedPackage')) throw new TabellaRifiutata('protetto-da-password')
    throw new TabellaRifiutata((await contiene(file, size, 'Workbook')) ? 'excel-vecchio' : 'formato-diverso')
  }
  const inizio = testa.toString('latin1').replace(/^(ï»¿|\s)+/, '')
  const binario = !utf16(testa) && testa.some((b) => b < 9 || (b > 13 && b < 32))
  // No table starts like a web page, an XML, a PDF or another archive; and no text has control characters.
  if (binario || /^(<|%PDF|PK|\{\\rtf)/.test(inizio)) {
    throw new TabellaRifiutata('formato-diverso')
  }
  return 'csv'
}

/** Whether the name of a stream occurs in an OLE container: a protected .xlsx and a .xls differ only in their streams. */
async function contiene(file: FileHandle, size: number, nome: string): Promise<boolean> {
  const cercato = Buffer.from(nome, 'utf16le')
  let coda = Buffer.alloc(0)
  for await (const pezzo of leggiTratto(file, 0, size)) {
    const insieme = Buffer.concat([coda, pezzo])
    if (insieme.includes(cercato)) return true
    coda = insieme.subarray(-cercato.length)
  }
  return false
}
