// What a signed file says by itself: a CMS envelope around the pact (CAdES, .p7m) or a PDF with signatures inside it (PAdES). Checked:
// that what was signed is the pact as it was proposed, that it has not changed since, who signed by the certificate in the file and
// within which dates. Not checked, and said: the chain of trust, revocation, a certain date. Nothing is asked of the network.
import { createHash } from 'node:crypto'
import { fromBER, OctetString } from 'asn1js'
import { type Certificate, ContentInfo, SignedData, type SignerInfo } from 'pkijs'
import { type FirmaTrovata, maiVerificato, type VerificaFirma } from '../../shared/patti/firma.rules.ts'

const OID_FIRMATO = '1.2.840.113549.1.7.2'
const OID_IMPRONTA = '1.2.840.113549.1.9.4'
const OID_QUANDO = '1.2.840.113549.1.9.5'
const OID_NOME = '2.5.4.3'
const OID_SERIALE = '2.5.4.5'
const OID_ENTE = '2.5.4.10'

const impronte: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const bytesDi = (b: Buffer): ArrayBuffer => new Uint8Array(b).buffer

function busta(der: Buffer): SignedData | null {
  const asn1 = fromBER(bytesDi(der))
  if (asn1.offset === -1) return null
  try {
    const c = new ContentInfo({ schema: asn1.result })
    return c.contentType === OID_FIRMATO ? new SignedData({ schema: c.content }) : null
  } catch {
    return null
  }
}

/** A .p7m may be written in letters, with or without its headings. */
function daLettere(file: Buffer): Buffer {
  if (file[0] === 0x30) return file
  return Buffer.from(file.toString('latin1').replace(/-----[^-]+-----/g, ''), 'base64')
}

type Nomi = Certificate['subject']
function nel(n: Nomi, oid: string): string | null {
  const v = n.typesAndValues.find((t) => t.type === oid)?.value
  return v ? String(v.valueBlock.value) : null
}

/** «TINIT-RSSMRA80A01H501U», or the same by older rules. */
const codiceFiscale = (seriale: string | null): string | null =>
  /(?:^|[-:])([A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z])$/i
    .exec(seriale ?? '')?.[1]
    ?.toUpperCase() ?? null

function quando(s: SignerInfo): Date | null {
  const a = s.signedAttrs?.attributes.find((x) => x.type === OID_QUANDO)?.values[0]
  return typeof a?.toDate === 'function' ? a.toDate() : null
}

/** What the signer says that he signed is not this. */
function isAltro(s: SignerInfo, contenuto: Buffer): boolean {
  const scritta = s.signedAttrs?.attributes.find((x) => x.type === OID_IMPRONTA)?.values[0]
  const come = impronte[s.digestAlgorithm.algorithmId]
  if (!come || !(scritta instanceof OctetString)) return false
  return !createHash(come).update(contenuto).digest().equals(Buffer.from(scritta.getValue()))
}

async function firmeDi(cms: SignedData, contenuto: Buffer | null, intero: boolean): Promise<FirmaTrovata[]> {
  const trovate: FirmaTrovata[] = []
  const firmato = contenuto ?? dentro(cms)
  for (const [signer, s] of cms.signerInfos.entries()) {
    let integra: boolean | null = null
    let cert: Certificate | null = null
    try {
      const r = await cms.verify({
        signer,
        checkChain: false,
        extendedMode: true,
        ...(contenuto && { data: bytesDi(contenuto) }),
      })
      integra = r.signatureVerified === true
      cert = r.signerCertificate ?? null
    } catch (e) {
      // refused by the library with what it knows so far: a signature that does not hold, or an algorithm that it has not
      const x = e as { signatureVerified?: boolean | null; signerCertificate?: Certificate | null }
      integra = x.signatureVerified === false ? false : null
      cert = x.signerCertificate ?? null
    }
    if (firmato && isAltro(s, firmato)) integra = false
    const [dal, al] = cert ? [cert.notBefore.value, cert.notAfter.value] : [null, null]
    const giorno = quando(s)
    trovate.push({
      firmatario: (cert && nel(cert.subject, OID_NOME)) ?? 'Firmatario non leggibile',
      codiceFiscale: codiceFiscale(cert && nel(cert.subject, OID_SERIALE)),
      emittente: (cert && (nel(cert.issuer, OID_ENTE) ?? nel(cert.issuer, OID_NOME))) ?? 'non leggibile',
      dal: dal?.toISOString() ?? '',
      al: al?.toISOString() ?? '',
      dichiarataIl: giorno?.toISOString() ?? null,
      integra: integra && intero,
      certificatoNelleDate: dal !== null && al !== null && giorno !== null && dal <= giorno && giorno <= al,
    })
  }
  return trovate
}

/** What the envelope holds. */
function dentro(cms: SignedData): Buffer | null {
  const e = cms.encapContentInfo.eContent
  return e instanceof OctetString ? Buffer.from(e.getValue()) : null
}

async function cades(file: Buffer, patto: Buffer): Promise<VerificaFirma | null> {
  let cms = busta(daLettere(file))
  if (!cms) return null
  const firme: FirmaTrovata[] = []
  // an envelope may hold another: each adds its signatures
  for (let strato = 0; cms && strato < 5; strato++) {
    firme.push(...(await firmeDi(cms, null, true)))
    const contenuto = dentro(cms)
    if (!contenuto) break
    if (contenuto.equals(patto)) return esito('CAdES', true, firme)
    const pdf = contenuto.subarray(0, 5).toString('latin1') === '%PDF-' ? await pades(contenuto, patto) : null
    if (pdf) return esito('CAdES', pdf.contenuto === 'uguale', [...firme, ...pdf.firme])
    cms = busta(contenuto)
  }
  return esito('CAdES', false, firme)
}

/** Each signature of a PDF covers two stretches of it, and stands between them in hexadecimal. */
async function pades(file: Buffer, patto: Buffer): Promise<VerificaFirma> {
  const firme: FirmaTrovata[] = []
  const intervalli = [
    ...file.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g),
  ].map((m) => m.slice(1).map(Number) as [number, number, number, number])
  const fine = Math.max(0, ...intervalli.map(([, , c, d]) => c + d))
  for (const [a, b, c, d] of intervalli) {
    if (a !== 0 || b < 1 || c <= b || c + d > file.length) continue
    const esadecimale = file
      .subarray(b, c)
      .toString('latin1')
      .replace(/[^0-9a-fA-F]/g, '')
    const cms = busta(Buffer.from(esadecimale, 'hex'))
    if (!cms) continue
    // what was added after the last signature is signed by nobody
    const intero = c + d === fine ? file.subarray(fine).toString('latin1').trim() === '' : true
    firme.push(...(await firmeDi(cms, Buffer.concat([file.subarray(0, b), file.subarray(c, c + d)]), intero)))
  }
  // a signature is added at the end: what comes before is the pact, byte by byte, and it covers it
  const uguale =
    file.length > patto.length &&
    file.subarray(0, patto.length).equals(patto) &&
    intervalli.every(([, b]) => b >= patto.length)
  return esito('PAdES', uguale, firme)
}

const esito = (forma: VerificaFirma['forma'], uguale: boolean, firme: FirmaTrovata[]): VerificaFirma => ({
  forma,
  contenuto: uguale ? 'uguale' : 'diverso',
  firme,
  persona: 'non-si-sa',
  nonVerificato: [
    ...maiVerificato,
    ...(firme.some((f) => f.integra === null) ? ['una firma, fatta in un modo che qui non si sa controllare'] : []),
  ],
})

/** What can be said of a file that should be the pact, signed; null where it is neither a PDF nor an envelope. */
export async function verificaFirma(file: Buffer, patto: Buffer): Promise<VerificaFirma | null> {
  if (file.subarray(0, 5).toString('latin1') === '%PDF-') return pades(file, patto)
  return cades(file, patto)
}
