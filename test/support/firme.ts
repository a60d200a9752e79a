// Who signs a file as a signing program does: with a certificate made here, an envelope around it or a signature inside a PDF.
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

/** A key with its certificate, of somebody with this codice fiscale, who signs on a day. */
export async function firmatario(codiceFiscale: string, quando: Date) {
  const coppia = await getCrypto(true).generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const chiave = coppia.privateKey
  const cert = new Certificate()
  cert.version = 2
  cert.serialNumber = new Integer({ value: 7 })
  const nomi: [string, PrintableString | Utf8String][] = [
    ['2.5.4.3', new Utf8String({ value: 'PROVA ADA' })],
    ['2.5.4.5', new PrintableString({ value: `TINIT-${codiceFiscale}` })],
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
              attributo('1.2.840.113549.1.9.5', new UTCTime({ valueDate: quando })),
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
  return {
    cades: (dati: Buffer) => firma(dati, true),
    pades: firmaPdf,
  }
}
