// Files signed here with a certificate made here, as a signing program does: an envelope around the pact, a PDF with its signature
// inside. Whole, cut, of another document, changed after the signature.
import { webcrypto } from 'node:crypto'
import { Integer, ObjectIdentifier, OctetString, PrintableString, UTCTime, Utf8String } from 'asn1js'
import {
  Attribute,
  AttributeTypeAndValue,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  getCrypto,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import { beforeAll, expect, test } from 'vitest'
import { verificaFirma } from './firma-digitale.ts'

let chiave: CryptoKey
let cert: Certificate
const patto = Buffer.from('%PDF-1.7\npatto di prova\n%%EOF\n')
const ieri = new Date('2026-03-01T10:00:00Z')

beforeAll(async () => {
  const coppia = await getCrypto(true).generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  chiave = coppia.privateKey
  cert = new Certificate()
  cert.version = 2
  cert.serialNumber = new Integer({ value: 7 })
  const nomi: [string, PrintableString | Utf8String][] = [
    ['2.5.4.3', new Utf8String({ value: 'PROVA ADA' })],
    ['2.5.4.5', new PrintableString({ value: 'TINIT-PRVDAA85C44H501D' })],
    ['2.5.4.10', new Utf8String({ value: 'Ente di prova' })],
  ]
  for (const [type, value] of nomi) {
    cert.subject.typesAndValues.push(new AttributeTypeAndValue({ type, value }))
    cert.issuer.typesAndValues.push(new AttributeTypeAndValue({ type, value }))
  }
  cert.notBefore.value = new Date('2025-01-01T00:00:00Z')
  cert.notAfter.value = new Date('2027-01-01T00:00:00Z')
  await cert.subjectPublicKeyInfo.importKey(coppia.publicKey)
  await cert.sign(chiave, 'SHA-256')
})

/** The envelope of some bytes: with them inside, or detached as a PDF has it. */
async function firma(dati: Buffer, dentro: boolean): Promise<Buffer> {
  const impronta = Buffer.from(await webcrypto.subtle.digest('SHA-256', new Uint8Array(dati)))
  const attributo = (type: string, value: ObjectIdentifier | OctetString | UTCTime) =>
    new Attribute({ type, values: [value] })
  const cms = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: '1.2.840.113549.1.7.1',
      ...(dentro && { eContent: new OctetString({ valueHex: new Uint8Array(dati).buffer }) }),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: cert.issuer, serialNumber: cert.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attributo('1.2.840.113549.1.9.3', new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })),
            attributo('1.2.840.113549.1.9.5', new UTCTime({ valueDate: ieri })),
            attributo('1.2.840.113549.1.9.4', new OctetString({ valueHex: new Uint8Array(impronta).buffer })),
          ],
        }),
      }),
    ],
    certificates: [cert],
  })
  await cms.sign(chiave, 0, 'SHA-256', dentro ? undefined : new Uint8Array(dati).buffer)
  const busta = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: cms.toSchema(true) })
  return Buffer.from(busta.toSchema().toBER(false))
}

/** A signature added at the end of a PDF: two stretches signed, and between them the envelope in hexadecimal. */
async function firmaPdf(pdf: Buffer): Promise<Buffer> {
  const posto = 8192
  const testa = Buffer.concat([
    pdf,
    Buffer.from('9 0 obj\n<< /Type /Sig /ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC] /Contents '),
  ])
  const coda = Buffer.from(' >>\nendobj\n%%EOF\n')
  const inizio = testa.length
  const fine = inizio + posto + 2
  const scrivi = (n: number) => String(n).padEnd(10)
  const testo = testa
    .toString('latin1')
    .replace('AAAAAAAAAA', scrivi(inizio))
    .replace('BBBBBBBBBB', scrivi(fine))
    .replace('CCCCCCCCCC', scrivi(coda.length))
  const prima = Buffer.from(testo, 'latin1')
  const cms = await firma(Buffer.concat([prima, coda]), false)
  return Buffer.concat([prima, Buffer.from(`<${cms.toString('hex').padEnd(posto, '0')}>`), coda])
}

const attesa = {
  firmatario: 'PROVA ADA',
  codiceFiscale: 'PRVDAA85C44H501D',
  emittente: 'Ente di prova',
  dichiarataIl: ieri.toISOString(),
  integra: true,
  certificatoNelleDate: true,
}

test('CAdES: the pact in an envelope, in bytes or in letters, once or twice; another document is another', async () => {
  const p7m = await firma(patto, true)
  expect(await verificaFirma(p7m, patto)).toMatchObject({ forma: 'CAdES', contenuto: 'uguale', firme: [attesa] })
  const lettere = Buffer.from(`-----BEGIN PKCS7-----\n${p7m.toString('base64')}\n-----END PKCS7-----\n`)
  expect(await verificaFirma(lettere, patto)).toMatchObject({ contenuto: 'uguale', firme: [attesa] })
  expect((await verificaFirma(await firma(p7m, true), patto))!.firme).toHaveLength(2)
  expect(await verificaFirma(await firma(Buffer.from('altro'), true), patto)).toMatchObject({ contenuto: 'diverso' })
  expect((await verificaFirma(p7m, patto))!.nonVerificato.join()).toContain('autorità riconosciuta')
})

test('CAdES changed after the signature: not whole', async () => {
  const p7m = await firma(patto, true)
  const dove = p7m.indexOf('patto di prova')
  const guasta = Buffer.from(p7m)
  guasta.write('patto di frode', dove)
  const altro = Buffer.from(patto.toString().replace('prova', 'frode'))
  expect(await verificaFirma(guasta, altro)).toMatchObject({ contenuto: 'uguale', firme: [{ integra: false }] })
})

test('PAdES: the pact and a signature after it; changed inside or added to at the end it does not hold', async () => {
  const pdf = await firmaPdf(patto)
  expect(await verificaFirma(pdf, patto)).toMatchObject({ forma: 'PAdES', contenuto: 'uguale', firme: [attesa] })
  const guasto = Buffer.from(pdf)
  guasto.write('frode', pdf.indexOf('prova'))
  expect(await verificaFirma(guasto, patto)).toMatchObject({ contenuto: 'diverso', firme: [{ integra: false }] })
  const aggiunto = Buffer.concat([pdf, Buffer.from('10 0 obj << >> endobj')])
  expect(await verificaFirma(aggiunto, patto)).toMatchObject({ firme: [{ integra: false }] })
  // signed twice, one after the other: both hold
  expect((await verificaFirma(await firmaPdf(pdf), patto))!.firme.map((f) => f.integra)).toEqual([true, true])
  expect(await verificaFirma(patto, patto)).toMatchObject({ firme: [] })
  expect(await verificaFirma(Buffer.from('non è niente'), patto)).toBeNull()
})
