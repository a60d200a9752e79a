// A self-signed certificate with the subject and the policies of AgID's Avviso SPID n. 29 (v3), written as plain DER:
// node:crypto signs and reads certificates but does not make them, and forty lines are less to keep than a library.
import { createPrivateKey, createPublicKey, createSign, randomBytes } from 'node:crypto'

export interface ProfiloCertificato {
  entityId: string
  /** The full name of the body, as in the public registers. */
  nome: string
  nomeBreve: string
  codiceIpa: string
  localita: string
}

const tlv = (tipo: number, ...parti: Uint8Array[]): Uint8Array => {
  const corpo = Buffer.concat(parti)
  const n = corpo.length
  const lunghezza = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return Buffer.concat([Uint8Array.from([tipo, ...lunghezza]), corpo])
}
const sequenza = (...parti: Uint8Array[]) => tlv(0x30, ...parti)
const utf8 = (s: string) => tlv(0x0c, Buffer.from(s))
const VERO = tlv(0x01, Uint8Array.of(255))

function oid(punti: string): Uint8Array {
  const [primo, secondo, ...altri] = punti.split('.').map(Number)
  const base128 = (n: number): number[] => (n < 128 ? [n] : [...base128(n >> 7).map((b) => b | 128), n & 127])
  return tlv(0x06, Uint8Array.from([primo! * 40 + secondo!, ...altri.flatMap(base128)]))
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function istante(d: Date): Uint8Array {
  const cifre = d.toISOString().replace(/\D/g, '').slice(0, 14)
  return d.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(`${cifre.slice(2)}Z`)) : tlv(0x18, Buffer.from(`${cifre}Z`))
}

const estensione = (id: string, valore: Uint8Array, critica = false) =>
  sequenza(oid(id), ...(critica ? [VERO] : []), tlv(0x04, valore))

/** A policy with its user notice. */
const politica = (id: string, testo: string) =>
  sequenza(oid(id), sequenza(sequenza(oid('1.3.6.1.5.5.7.2.2'), sequenza(utf8(testo)))))

/** PEM, ten years from `da`. */
export function certificatoSp(chiavePem: string, profilo: ProfiloCertificato, da: Date): string {
  const chiave = createPrivateKey(chiavePem)
  const fino = new Date(da)
  fino.setUTCFullYear(fino.getUTCFullYear() + 10)
  const campo = (id: string, valore: Uint8Array) => tlv(0x31, sequenza(oid(id), valore))
  const soggetto = sequenza(
    campo('2.5.4.6', tlv(0x13, Buffer.from('IT'))),
    campo('2.5.4.7', utf8(profilo.localita)),
    campo('2.5.4.10', utf8(profilo.nome)),
    campo('2.5.4.3', utf8(profilo.nomeBreve)),
    campo('2.5.4.97', utf8(`PA:IT-${profilo.codiceIpa}`)),
    campo('2.5.4.83', utf8(profilo.entityId)),
  )
  const estensioni = sequenza(
    estensione('2.5.29.19', sequenza()),
    estensione('2.5.29.15', tlv(0x03, Uint8Array.of(6, 0b11000000)), true), // digitalSignature, nonRepudiation
    estensione('2.5.29.32', sequenza(politica('1.3.76.16.6', 'agIDcert'), politica('1.3.76.16.4.2.1', 'cert_SP_Pub'))),
  )
  const sha256Rsa = sequenza(oid('1.2.840.113549.1.1.11'), tlv(0x05))
  const seriale = randomBytes(16)
  seriale[0] = (seriale[0]! & 0x7f) | 0x40 // positive, and never a leading zero
  const daFirmare = sequenza(
    tlv(0xa0, tlv(0x02, Uint8Array.of(2))),
    tlv(0x02, seriale),
    sha256Rsa,
    soggetto,
    sequenza(istante(da), istante(fino)),
    soggetto,
    createPublicKey(chiave).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, estensioni),
  )
  const firma = createSign('sha256').update(daFirmare).sign(chiave)
  const der = sequenza(daFirmare, sha256Rsa, tlv(0x03, Uint8Array.of(0), firma))
  const base64 = Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}
