// Small files of every kind that a test needs, built byte by byte: what they are is decided by their content.
import { crc32 } from 'node:zlib'

export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A zip whose files are stored as they are. */
export function zip(files: Record<string, string>): Buffer {
  const locali: Buffer[] = []
  const centrali: Buffer[] = []
  let posizione = 0
  for (const [nome, testo] of Object.entries(files)) {
    const dati = Buffer.from(testo)
    const comune = Buffer.alloc(26)
    comune.writeUInt16LE(20, 0)
    comune.writeUInt32LE(crc32(dati), 10)
    comune.writeUInt32LE(dati.length, 14)
    comune.writeUInt32LE(dati.length, 18)
    comune.writeUInt16LE(nome.length, 22)
    const locale = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), comune, Buffer.from(nome), dati])
    const coda = Buffer.alloc(14)
    coda.writeUInt32LE(posizione, 10)
    centrali.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), comune, coda, Buffer.from(nome)]))
    locali.push(locale)
    posizione += locale.length
  }
  const indice = Buffer.concat(centrali)
  const fine = Buffer.alloc(22)
  fine.write('PK\x05\x06', 'latin1')
  fine.writeUInt16LE(centrali.length, 8)
  fine.writeUInt16LE(centrali.length, 10)
  fine.writeUInt32LE(indice.length, 12)
  fine.writeUInt32LE(posizione, 16)
  return Buffer.concat([...locali, indice, fine])
}

export const DOCX = zip({
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  'word/document.xml': '<?xml version="1.0"?><document/>',
})
export const ODT = zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' })
