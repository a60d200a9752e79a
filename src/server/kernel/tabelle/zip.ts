// Reads the parts of a zip archive from disk without trusting it: the directory at the end of the file is checked as a
// whole (number of parts, declared sizes, duplicates, passwords) before any part is opened, and a part that inflates
// to anything but what the directory declared is refused on the spot. So the bound on the declared sizes is a bound
// on memory and time. Hides offsets, zlib and CRCs; knows nothing of workbooks.
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { passano } from '../memoria.ts'
import { LIMITI, TabellaRifiutata } from './rifiuti.ts'

interface Parte {
  metodo: number
  crc: number
  compressi: number
  espansi: number
  /** Where the local header starts. */
  inizio: number
}

export interface Archivio {
  nomi: string[]
  has(nome: string): boolean
  /** The inflated bytes of one part, a piece at a time. */
  leggi(nome: string): AsyncGenerator<Buffer>
}

const FINE = 0x06054b50
const VOCE = 0x02014b50
const LOCALE = 0x04034b50
const PIENO_32 = 0xffffffff

export async function apriArchivio(file: FileHandle, bytes: number): Promise<Archivio> {
  const parti = await leggiIndice(file, bytes)

  async function* leggi(nome: string): AsyncGenerator<Buffer> {
    const parte = parti.get(nome)
    if (!parte) throw new TabellaRifiutata('danneggiato')
    const testa = await leggiBlocco(file, parte.inizio, 30)
    if (testa.readUInt32LE(0) !== LOCALE) throw new TabellaRifiutata('danneggiato')
    const dati = parte.inizio + 30 + testa.readUInt16LE(26) + testa.readUInt16LE(28)
    if (dati + parte.compressi > bytes) throw new TabellaRifiutata('danneggiato')
    if (parte.espansi === 0) return

    const grezzo = leggiTratto(file, dati, parte.compressi)
    // The callback only has to exist: the error itself reaches the loop below.
    const espanso = parte.metodo === 0 ? grezzo : pipeline(grezzo, createInflateRaw({ chunkSize: 65_536 }), () => {})
    let letti = 0
    let crc = 0
    try {
      for await (const pezzo of espanso) {
        letti += pezzo.length
        if (letti > parte.espansi) throw new TabellaRifiutata('file-espanso')
        crc = crc32(pezzo, crc)
        passano(pezzo.length)
        yield pezzo
      }
    } catch (errore) {
      throw errore instanceof TabellaRifiutata ? errore : new TabellaRifiutata('danneggiato', undefined, errore)
    }
    if (letti !== parte.espansi || crc !== parte.crc) throw new TabellaRifiutata('danneggiato')
  }

  return { nomi: [...parti.keys()], has: (nome) => parti.has(nome), leggi }
}

async function leggiIndice(file: FileHandle, bytes: number): Promise<Map<string, Parte>> {
  // The end record is 22 bytes and may be followed by a comment of up to 65,535.
  const coda = await leggiBlocco(file, Math.max(0, bytes - 65_557), Math.min(bytes, 65_557))
  let fine = coda.length - 22
  while (fine >= 0 && coda.readUInt32LE(fine) !== FINE) fine--
  if (fine < 0) throw new TabellaRifiutata('danneggiato')
  const quante = coda.readUInt16LE(fine + 10)
  const lunghezza = coda.readUInt32LE(fine + 12)
  const inizio = coda.readUInt32LE(fine + 16)
  if (quante > LIMITI.parti) throw new TabellaRifiutata('file-espanso')
  // Also refuses Zip64 (all ones): no table under the size limit needs it.
  if (inizio + lunghezza > bytes) throw new TabellaRifiutata('danneggiato')

  const indice = await leggiBlocco(file, inizio, lunghezza)
  const parti = new Map<string, Parte>()
  let totale = 0
  let da = 0
  for (let i = 0; i < quante; i++) {
    if (da + 46 > indice.length || indice.readUInt32LE(da) !== VOCE) throw new TabellaRifiutata('danneggiato')
    const opzioni = indice.readUInt16LE(da + 8)
    const parte: Parte = {
      metodo: indice.readUInt16LE(da + 10),
      crc: indice.readUInt32LE(da + 16),
      compressi: indice.readUInt32LE(da + 20),
      espansi: indice.readUInt32LE(da + 24),
      inizio: indice.readUInt32LE(da + 42),
    }
    const finoA = da + 46 + indice.readUInt16LE(da + 28)
    const nome = indice.toString('utf8', da + 46, finoA).replaceAll('\\', '/')
    da = finoA + indice.readUInt16LE(da + 30) + indice.readUInt16LE(da + 32)

    if (opzioni & 1) throw new TabellaRifiutata('protetto-da-password')
    // Two parts with one name: Excel and we could read different ones.
    if (parti.has(nome)) throw new TabellaRifiutata('danneggiato')
    if (parte.espansi === PIENO_32 || parte.compressi === PIENO_32) throw new TabellaRifiutata('file-espanso')
    if (parte.metodo !== 0 && parte.metodo !== 8) throw new TabellaRifiutata('danneggiato')
    if (parte.metodo === 0 && parte.compressi !== parte.espansi) throw new TabellaRifiutata('danneggiato')
    totale += parte.espansi
    const sproporzionata = parte.espansi > LIMITI.esenteDalRapporto && parte.espansi > parte.compressi * LIMITI.rapporto
    if (sproporzionata || totale > LIMITI.bytesEspansi) throw new TabellaRifiutata('file-espanso')
    parti.set(nome, parte)
  }
  return parti
}

async function leggiBlocco(file: FileHandle, da: number, quanti: number): Promise<Buffer> {
  const blocco = Buffer.alloc(quanti)
  const { bytesRead } = await file.read(blocco, 0, quanti, da)
  if (bytesRead !== quanti) throw new TabellaRifiutata('danneggiato')
  return blocco
}

/** A stretch of the file, a piece at a time. (A stream of a FileHandle would close the handle with itself.) */
export async function* leggiTratto(file: FileHandle, da: number, quanti: number): AsyncGenerator<Buffer> {
  for (let letti = 0; letti < quanti; ) {
    const pezzo = Buffer.allocUnsafe(Math.min(65_536, quanti - letti))
    const { bytesRead } = await file.read(pezzo, 0, pezzo.length, da + letti)
    if (bytesRead === 0) throw new TabellaRifiutata('danneggiato')
    letti += bytesRead
    yield pezzo.subarray(0, bytesRead)
  }
}
