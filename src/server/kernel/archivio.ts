// Zip archives as streams: written while they are read, opened from a file by their index. Neither way holds more than a
// few slices in memory, whatever is inside.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import * as yauzl from 'yauzl'
import { ZipFile } from 'yazl'

export interface VoceArchivio {
  nome: string
  /** Whole, and then compressed; or by slices, as it is: documents and images are compressed already. */
  contenuto: Uint8Array | (() => AsyncIterable<Uint8Array>)
}

/** The bytes of an archive. What fails while a part is read breaks it off: half an archive does not open. */
export function scriviArchivio(voci: readonly VoceArchivio[], quando: Date): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const uscita = zip.outputStream as Readable
  const rompi = (e: Error) => uscita.destroy(e)
  zip.on('error', rompi)
  for (const { nome, contenuto } of voci) {
    if (contenuto instanceof Uint8Array) zip.addBuffer(Buffer.from(contenuto), nome, { mtime: quando })
    else
      zip.addReadStreamLazy(nome, { mtime: quando, compress: false }, (fatto) => {
        const parte = Readable.from(contenuto(), { objectMode: false, highWaterMark: 65_536 })
        parte.once('error', rompi)
        fatto(null, parte)
      })
  }
  zip.end()
  return uscita
}

export interface Archivio {
  /** Name → bytes it will have. */
  voci: ReadonlyMap<string, number>
  leggi(nome: string): Promise<AsyncIterable<Uint8Array>>
  chiudi(): void
}

type Apri = (path: string, opzioni: yauzl.Options) => Promise<yauzl.ZipFile>

/** Rejects what is not an archive, or is cut short. */
export async function apriArchivio(path: string): Promise<Archivio> {
  const zip = await (promisify(yauzl.open) as Apri)(path, { lazyEntries: true, autoClose: false })
  try {
    const entries = new Map<string, yauzl.Entry>()
    await new Promise<void>((fatto, errore) => {
      zip.on('entry', (e: yauzl.Entry) => {
        entries.set(e.fileName, e)
        zip.readEntry()
      })
      zip.once('end', fatto)
      zip.once('error', errore)
      zip.readEntry()
    })
    const apri = promisify(zip.openReadStream.bind(zip)) as (e: yauzl.Entry) => Promise<Readable>
    return {
      voci: new Map([...entries].map(([nome, e]) => [nome, e.uncompressedSize])),
      leggi: (nome) => apri(entries.get(nome)!),
      chiudi: () => zip.close(),
    }
  } catch (e) {
    zip.close()
    throw e
  }
}

export async function improntaDi(contenuto: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const pezzo of contenuto) hash.update(pezzo)
  return hash.digest('hex')
}

/** The same bytes in slices of one length, as the database keeps them. */
export async function* aFette(contenuto: AsyncIterable<Uint8Array>, lunghezza: number): AsyncGenerator<Buffer> {
  let attesa: Buffer[] = []
  let quanti = 0
  for await (const pezzo of contenuto) {
    attesa.push(Buffer.from(pezzo))
    quanti += pezzo.length
    if (quanti < lunghezza) continue
    const tutto = Buffer.concat(attesa)
    let da = 0
    for (; quanti - da >= lunghezza; da += lunghezza) yield tutto.subarray(da, da + lunghezza)
    attesa = [tutto.subarray(da)]
    quanti -= da
  }
  if (quanti > 0) yield Buffer.concat(attesa)
}
