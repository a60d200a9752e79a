// The one place where a received file is stored and given back. The type is decided by the content, never by the name
// or by what the sender declares; the bytes stand in the database, so that nothing is half stored and one backup holds
// all. Signed documents (.p7m) and messages (.eml) have no signature that a general library knows: recognised here.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { FileReply, UploadedFile } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from './context.ts'
import type { Tx } from './db.ts'
import { passano } from './memoria.ts'

export const FETTA = 65_536

/** Short name of a kind of file → its media type. */
export const tipiFile = {
  pdf: 'application/pdf',
  p7m: 'application/pkcs7-mime',
  eml: 'message/rfc822',
  jpg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const
export type TipoFile = keyof typeof tipiFile

/** What an office attaches to a note or a request: documents, signed or scanned, and messages. */
export const documenti: readonly TipoFile[] = ['pdf', 'p7m', 'eml', 'jpg', 'png', 'tif']

const inParole: Record<TipoFile, string> = {
  pdf: 'PDF',
  p7m: 'PDF firmato (.p7m)',
  eml: 'messaggio (.eml)',
  jpg: 'immagine JPG',
  png: 'immagine PNG',
  tif: 'immagine TIFF',
  xlsx: 'cartella di Excel (.xlsx)',
  csv: 'CSV',
}

/** Object identifier of signed data in a CMS envelope, the whole of a .p7m. */
const FIRMATO = Buffer.from('06092a864886f70d010702', 'hex')

/** The kind of file, from its content; undefined where it is none of those that Trama stores. */
export async function riconosciFile(path: string): Promise<TipoFile | undefined> {
  const file = await open(path)
  try {
    const testa = Buffer.alloc(8192)
    const { bytesRead } = await file.read(testa, 0, testa.length, 0)
    return await riconosci(testa.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** Signed documents and messages, from the first bytes: what a general library does not know. */
export function firmatoOMessaggio(testa: Buffer): 'p7m' | 'eml' | undefined {
  if (testa[0] === 0x30 && testa.subarray(0, 64).includes(FIRMATO)) return 'p7m'
  const testo = testa.toString('latin1')
  const armatura = testo.replace(/^-----BEGIN [^-]+-----\s*/, '').slice(0, 120)
  if (/^[A-Za-z0-9+/\s]+$/.test(armatura)) {
    const der = Buffer.from(armatura, 'base64')
    if (der[0] === 0x30 && der.subarray(0, 64).includes(FIRMATO)) return 'p7m'
  }
  if (
    /^([\x21-\x39\x3b-\x7e]+:[^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*)+/.test(testo) &&
    /^(from|received|return-path|mime-version):/im.test(testo)
  )
    return 'eml'
  return undefined
}

async function riconosci(testa: Buffer): Promise<TipoFile | undefined> {
  const nostro = firmatoOMessaggio(testa)
  if (nostro) return nostro
  const noto = await fileTypeFromBuffer(testa)
  return (Object.keys(tipiFile) as TipoFile[]).find((t) => tipiFile[t] === noto?.mime)
}

/** Stores a received file; refuses it, with a sentence, when its content is none of `ammessi`. */
export async function salvaAllegato(ctx: Ctx, file: UploadedFile, ammessi: readonly TipoFile[]): Promise<string> {
  const tipo = await riconosciFile(file.path)
  if (!tipo || !ammessi.includes(tipo))
    throw problem('tipo-file-non-ammesso', {
      detail: `Il file non è ammesso qui: scegline uno di questi tipi: ${ammessi.map((t) => inParole[t]).join(', ')}.`,
    })
  return conserva(ctx.tx, ctx.ambito, file, tipo)
}

/** A received file a slice at a time: a large one never stands in memory whole. */
export const fette = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: FETTA })

/** Stores a file whose type its reader has already proved (a table that was read to the end). */
export async function conserva(tx: Tx, ambito: string | null, file: UploadedFile, tipo: TipoFile): Promise<string> {
  const riga = await tx
    .insertInto('allegato')
    .values({ ambitoId: ambito!, nome: file.nome, tipo: tipiFile[tipo], bytes: file.bytes, sha256: file.sha256 })
    .returning('id')
    .executeTakeFirstOrThrow()
  let parte = 0
  for await (const contenuto of fette(file.path)) {
    passano(contenuto.length)
    await tx.insertInto('allegatoContenuto').values({ allegatoId: riga.id, parte: parte++, contenuto }).execute()
  }
  return riga.id
}

/** The file as the reply of an endpoint; 404 where the reader's scope does not reach it. */
export async function leggiAllegato(ctx: Ctx, id: string): Promise<FileReply> {
  const riga = await ctx.tx.selectFrom('allegato').select(['nome', 'tipo']).where('id', '=', id).executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  const pezzi: Uint8Array[] = []
  for await (const pezzo of pezziAllegato(ctx.tx, id)) pezzi.push(pezzo)
  return { ...riga, contenuto: Buffer.concat(pezzi) }
}

/** The slices of a file, in order. */
export async function* pezziAllegato(tx: Tx, id: string): AsyncGenerator<Uint8Array> {
  for (let parte = 0; ; parte++) {
    const riga = await tx
      .selectFrom('allegatoContenuto')
      .select('contenuto')
      .where('allegatoId', '=', id)
      .where('parte', '=', parte)
      .executeTakeFirst()
    if (!riga) return
    passano(riga.contenuto.length)
    yield riga.contenuto
  }
}
