// Which of the kinds that a folder takes a received file is, from its content alone; and whether its name agrees.
// What has no signature (a text) is read to the end: every byte must be of a text, and it must not be a program.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import { discordanza, type NomeTipoDocumento, tipiDocumento } from '../../shared/documenti/tipi-documento.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { firmatoOMessaggio } from '../kernel/allegati.ts'

/** Other names under which the library reports a kind of ours. */
const alias: Record<string, NomeTipoDocumento> = {
  'image/heif': 'heic',
  'application/x-cfb': 'cfb',
  'text/rtf': 'rtf',
}
const perMime = new Map<string, NomeTipoDocumento>(
  Object.entries(tipiDocumento).map(([nome, t]) => [t.mime, nome as NomeTipoDocumento]),
)

const PROGRAMMA = /^\s*(<\?xml|<!doctype|<html|<svg|<script|<head|<body|#!|<\?php)/i

async function testaDi(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const testa = Buffer.alloc(8192)
    const { bytesRead } = await file.read(testa, 0, testa.length, 0)
    return testa.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** No control character but those of a text, in UTF-8 or in the Windows alphabet of western Europe. */
async function eTesto(path: string, testa: Buffer): Promise<boolean> {
  if (PROGRAMMA.test(testa.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''))) return false
  for await (const pezzo of createReadStream(path) as AsyncIterable<Buffer>)
    for (const b of pezzo) if (b < 32 && b !== 9 && b !== 10 && b !== 13 && b !== 12) return false
  return true
}

export async function riconosciDocumento(path: string): Promise<NomeTipoDocumento | undefined> {
  const testa = await testaDi(path)
  const nostro = firmatoOMessaggio(testa)
  if (nostro) return nostro
  const noto = await fileTypeFromFile(path)
  if (noto) return perMime.get(noto.mime) ?? alias[noto.mime]
  return (await eTesto(path, testa)) ? 'txt' : undefined
}

/** A text is read to the end: once, before any transaction, and not again by the handler. */
const riconosciuti = new WeakMap<UploadedFile, NomeTipoDocumento>()

/** The kind of a file that may enter a folder; refuses, with a sentence, what may not and what is not what it says. */
export async function assertDocumento(file: UploadedFile): Promise<NomeTipoDocumento> {
  const gia = riconosciuti.get(file)
  if (gia) return gia
  const tipo = await riconosciDocumento(file.path)
  if (!tipo)
    throw problem('tipo-file-non-ammesso', {
      detail:
        'Il file non è ammesso: la cartella accetta PDF, immagini, documenti di Office e LibreOffice, testi, messaggi (.eml) e file firmati (.p7m).',
    })
  const detail = discordanza(file.nome, tipo)
  if (detail) throw problem('tipo-file-non-ammesso', { detail })
  riconosciuti.set(file, tipo)
  return tipo
}
