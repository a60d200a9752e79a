// For the tests of whoever reads tables: archives made by hand, so that each can be wrong in exactly one way.
import { crc32, deflateRawSync } from 'node:zlib'

export interface ParteProva {
  nome: string
  testo: string | Buffer
  /** What the directory says instead of the truth. */
  dichiarati?: number
  crc?: number
  opzioni?: number
  metodo?: 0 | 8
}

export function archivio(parti: ParteProva[], { quante = parti.length } = {}): Buffer {
  const pezzi: Buffer[] = []
  const indice: Buffer[] = []
  let qui = 0
  for (const { nome, testo, dichiarati, crc, opzioni = 0, metodo = 8 } of parti) {
    const chiaro = Buffer.from(testo as string)
    const dati = metodo === 8 ? deflateRawSync(chiaro) : chiaro
    const comuni = Buffer.alloc(26)
    comuni.writeUInt16LE(20, 0)
    comuni.writeUInt16LE(opzioni, 2)
    comuni.writeUInt16LE(metodo, 4)
    comuni.writeUInt32LE(crc ?? crc32(chiaro), 10)
    comuni.writeUInt32LE(dati.length, 14)
    comuni.writeUInt32LE(dichiarati ?? chiaro.length, 18)
    comuni.writeUInt16LE(Buffer.byteLength(nome), 22)
    const coda = Buffer.alloc(14)
    coda.writeUInt32LE(qui, 10)
    pezzi.push(Buffer.from('PK\x03\x04'), comuni, Buffer.from(nome), dati)
    indice.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), comuni, coda, Buffer.from(nome))
    qui += 30 + Buffer.byteLength(nome) + dati.length
  }
  const elenco = Buffer.concat(indice)
  const fine = Buffer.alloc(22)
  fine.write('PK\x05\x06', 'latin1')
  fine.writeUInt16LE(quante, 8)
  fine.writeUInt16LE(quante, 10)
  fine.writeUInt32LE(elenco.length, 12)
  fine.writeUInt32LE(qui, 16)
  return Buffer.concat([...pezzi, elenco, fine])
}

const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const P = 'http://schemas.openxmlformats.org/package/2006'
const M = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TESTA = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

/** The parts of a workbook with one sheet, as Excel writes it; each can be replaced by name. */
export function partiXlsx(
  righe: string,
  { testi = '', formati = '', libro = '', sostituite = {} as Record<string, string>, altre = [] as ParteProva[] } = {},
): ParteProva[] {
  const parti: Record<string, string> = {
    '[Content_Types].xml': `${TESTA}<Types xmlns="${P}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `${TESTA}<Relationships xmlns="${P}/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${TESTA}<workbook xmlns="${M}" xmlns:r="${R}">${libro}<sheets><sheet name="Elenchi" sheetId="2" state="hidden" r:id="rId9"/><sheet name="Utenti &amp; ruoli" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${TESTA}<Relationships xmlns="${P}/relationships"><Relationship Id="rId1" Type="${R}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${R}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="${R}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${TESTA}<styleSheet xmlns="${M}"><numFmts>${formati}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${TESTA}<sst xmlns="${M}">${testi}</sst>`,
    'xl/worksheets/sheet1.xml': `${TESTA}<worksheet xmlns="${M}"><dimension ref="A1"/><sheetData>${righe}</sheetData></worksheet>`,
    ...sostituite,
  }
  return [...Object.entries(parti).map(([nome, testo]) => ({ nome, testo })), ...altre]
}

export const xlsx = (...argomenti: Parameters<typeof partiXlsx>) => archivio(partiXlsx(...argomenti))

/** A row of inline texts. */
export const rigaXml = (...celle: string[]) =>
  `<row>${celle.map((c) => `<c t="inlineStr"><is><t>${c}</t></is></c>`).join('')}</row>`
