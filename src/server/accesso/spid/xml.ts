// XML as SPID needs it, and nothing more: writing with escaping that cannot be forgotten, reading that refuses what
// has no place in a SAML message, signing and verifying. Hides xml-crypto and xmldom.
//
// Why the reader is severe: signature wrapping, comments that split a value, entities and duplicate IDs all live in the
// gap between what is verified and what is read. So `contenutoFirmato` gives back the element parsed again from the
// very bytes whose digest was verified: nothing outside the signature can be reached from it.
import { createHash, createSign, createVerify, type KeyLike } from 'node:crypto'
import { DOMParser, type Document, type Element, Node } from '@xmldom/xmldom'
import { type HashAlgorithm, type SignatureAlgorithm, SignedXml } from 'xml-crypto'
import { esigi, type Motivo, SpidRifiutato } from './motivi.ts'

export type { Document, Element } from '@xmldom/xmldom'

export const NS = {
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  md: 'urn:oasis:names:tc:SAML:2.0:metadata',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  spid: 'https://spid.gov.it/saml-extensions',
} as const

// ---- writing --------------------------------------------------------------------------------------------------------

/** Markup already escaped; serves XML and HTML alike. */
export class Markup {
  readonly testo: string
  constructor(testo: string) {
    this.testo = testo
  }
  toString() {
    return this.testo
  }
}

const ENTITA: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
// Control characters are not XML at all, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern must name them to take them out
const protetto = (s: string) => s.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '').replace(/[&<>"']/g, (c) => ENTITA[c]!)

type Valore = string | number | Markup | readonly Markup[] | null | undefined | false

/** Template literal: every value is escaped, except markup made with the same template; nothing for null and false. */
export function markup(parti: TemplateStringsArray, ...valori: Valore[]): Markup {
  const uno = (v: Valore) =>
    v instanceof Markup ? v.testo : Array.isArray(v) ? v.join('') : v || v === 0 ? protetto(String(v)) : ''
  return new Markup(parti.reduce((testo, parte, i) => testo + uno(valori[i - 1]) + parte))
}

// ---- reading --------------------------------------------------------------------------------------------------------

/** Parses strictly: an error of any kind, a DOCTYPE, a comment, a processing instruction or a repeated ID is refused. */
export function leggiXml(testo: string): Document {
  esigi(!/<!(DOCTYPE|ENTITY)/i.test(testo), 'xml-vietato', 'DOCTYPE')
  const rifiuta = (_livello: string, messaggio: string) => {
    throw new SpidRifiutato('non-leggibile', messaggio)
  }
  let documento: Document
  try {
    documento = new DOMParser({ onError: rifiuta }).parseFromString(testo, 'text/xml')
  } catch (errore) {
    throw new SpidRifiutato('non-leggibile', (errore as Error).message)
  }
  const radice = documento.documentElement! // the parser has refused a document without
  const visti = new Set<string>()
  for (const el of discendenti(radice)) {
    for (const n of el.childNodes)
      esigi(n.nodeType === Node.ELEMENT_NODE || n.nodeType === Node.TEXT_NODE, 'xml-vietato', `nodo in ${el.localName}`)
    // xml-crypto takes Id, ID and id, of any namespace, all for identifiers: so do we
    for (const { localName, value } of el.attributes) {
      if (localName?.toLowerCase() !== 'id') continue
      esigi(!visti.has(value), 'id-ripetuto')
      visti.add(value)
    }
  }
  return documento
}

/** No SAML message or metadata is this deep; a deeper one is made to exhaust the stack of whoever reads it. */
const PROFONDITA_MASSIMA = 40

/** The element and all those below it, in document order. */
export function discendenti(el: Element): Element[] {
  const tutti: Element[] = []
  const scendi = (e: Element, profondita: number) => {
    esigi(profondita <= PROFONDITA_MASSIMA, 'xml-vietato', 'troppi livelli')
    tutti.push(e)
    for (const n of e.childNodes) if (n.nodeType === Node.ELEMENT_NODE) scendi(n as Element, profondita + 1)
  }
  scendi(el, 1)
  return tutti
}

type Prefisso = keyof typeof NS
type Nome = `${Prefisso}:${string}`

export function eNodo(el: Element, nome: Nome): boolean {
  const [prefisso, locale] = nome.split(':') as [Prefisso, string]
  return el.namespaceURI === NS[prefisso] && el.localName === locale
}

/** The children of that name. `nome` uses our prefixes, whatever the document calls them. */
export const figli = (el: Element, nome: Nome): Element[] =>
  [...el.childNodes].filter((n): n is Element => n.nodeType === Node.ELEMENT_NODE && eNodo(n as Element, nome))

/** The only child of that name; none or several is a refusal. */
export function figlio(el: Element, nome: Nome, motivo: Motivo): Element {
  const trovati = figli(el, nome)
  esigi(trovati.length === 1, motivo, `${nome} presente ${trovati.length} volte`)
  return trovati[0]!
}

/** The text of an element that has no elements inside. */
export const testoDi = (el: Element): string => (el.textContent ?? '').trim()

// ---- signing and verifying ------------------------------------------------------------------------------------------

const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** The digests SPID admits; SHA-1 is only for the tests that must be refused. */
export type Impronta = 'sha1' | 'sha256' | 'sha384' | 'sha512'
const SIGNATURE: Record<Impronta, string> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
}
const DIGEST: Record<Impronta, string> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
}

/** Replaces the algorithms of xml-crypto, which knows SHA-1 and HMAC and lacks SHA-384, by exactly the ones named. */
function soloCon(firmatario: SignedXml, impronte: readonly Impronta[]): SignedXml {
  firmatario.SignatureAlgorithms = Object.fromEntries(
    impronte.map((h) => [
      SIGNATURE[h],
      class implements SignatureAlgorithm {
        getAlgorithmName = () => SIGNATURE[h]
        getSignature = (dati: unknown, chiave: KeyLike) => createSign(h).update(String(dati)).sign(chiave, 'base64')
        verifySignature = (dati: string, chiave: KeyLike, valore: string) =>
          createVerify(h).update(dati).verify(chiave, valore, 'base64')
      },
    ]),
  )
  firmatario.HashAlgorithms = Object.fromEntries(
    impronte.map((h) => [
      DIGEST[h],
      class implements HashAlgorithm {
        getAlgorithmName = () => DIGEST[h]
        getHash = (dati: string) => createHash(h).update(dati, 'utf8').digest('base64')
      },
    ]),
  )
  const { [C14N]: canonica, [ENVELOPED]: senzaFirma } = firmatario.CanonicalizationAlgorithms
  firmatario.CanonicalizationAlgorithms = { [C14N]: canonica!, [ENVELOPED]: senzaFirma! }
  return firmatario
}

export interface Chiavi {
  /** PEM, RSA of at least 2048 bits. */
  chiave: string
  /** PEM. */
  certificato: string
}

/** Signs the root element (it must have an `ID`), enveloped; the signature goes after the `Issuer`, or first. */
export function firma(documento: Markup, chiavi: Chiavi, impronta: Impronta = 'sha256'): Markup {
  const firmatario = soloCon(
    new SignedXml({
      privateKey: chiavi.chiave,
      publicCert: chiavi.certificato,
      signatureAlgorithm: SIGNATURE[impronta],
      canonicalizationAlgorithm: C14N,
    }),
    [impronta],
  )
  firmatario.addReference({ xpath: '/*', transforms: [ENVELOPED, C14N], digestAlgorithm: DIGEST[impronta] })
  const conIssuer = /^<[^>]*>\s*<(\w+:)?Issuer\b/.test(documento.testo)
  firmatario.computeSignature(documento.testo, {
    prefix: 'ds',
    location: { reference: '/*/*[1]', action: conIssuer ? 'after' : 'before' },
  })
  return new Markup(firmatario.getSignedXml())
}

const AMMESSE = ['sha256', 'sha384', 'sha512'] as const

interface Firmato {
  /** What was signed, as its digest was taken: the same however what is around it, or in `KeyInfo`, is rewritten. */
  testo: string
  elemento: Element
}

/**
 * Verifies the signature that is a child of `el`, an element of the document `testo`, against the given certificates
 * alone (the key sent in `KeyInfo` is never looked at), and returns the signed bytes and the element read again from them.
 */
export function verificaFirma(testo: string, el: Element, certificati: readonly string[], assente: Motivo): Firmato {
  const nodi = figli(el, 'ds:Signature')
  esigi(nodi.length > 0, assente)
  esigi(nodi.length === 1, 'firma-spostata', 'più firme nello stesso elemento')
  const nodo = nodi[0]!
  controllaForma(nodo, el)
  for (const certificato of certificati) {
    const verifica = soloCon(new SignedXml({ publicCert: certificato, getCertFromKeyInfo: () => null }), AMMESSE)
    try {
      verifica.loadSignature(nodo as unknown as globalThis.Node)
      if (!verifica.checkSignature(testo)) continue
    } catch {
      continue // another certificate of the same provider may fit
    }
    const firmato = verifica.getSignedReferences()[0]!
    const elemento = leggiXml(firmato).documentElement!
    // Unique IDs make this true, as long as the two parsers (ours and xml-crypto’s) read the same text alike.
    esigi(elemento.localName === el.localName && elemento.namespaceURI === el.namespaceURI, 'firma-spostata')
    return { testo: firmato, elemento }
  }
  throw new SpidRifiutato('firma-non-valida', el.localName ?? '')
}

export const contenutoFirmato = (...a: Parameters<typeof verificaFirma>): Element => verificaFirma(...a).elemento

/** One reference, to the parent itself; only the admitted algorithms; no foreign content carried inside. */
function controllaForma(nodo: Element, el: Element): void {
  const info = figlio(nodo, 'ds:SignedInfo', 'firma-non-valida')
  const algoritmo = (di: Element, nome: Nome) =>
    figlio(di, nome, 'firma-non-valida').getAttribute('Algorithm') ?? 'nessuno'
  const riferimento = figlio(info, 'ds:Reference', 'firma-spostata')
  esigi(riferimento.getAttribute('URI') === `#${el.getAttribute('ID')}`, 'firma-spostata', 'Reference')
  esigi(figli(nodo, 'ds:Object').length === 0, 'firma-spostata', 'Object')
  const passi = figli(figlio(riferimento, 'ds:Transforms', 'algoritmo-non-ammesso'), 'ds:Transform')
  const usati = [algoritmo(info, 'ds:CanonicalizationMethod'), ...passi.map((p) => p.getAttribute('Algorithm'))]
  esigi(usati.join() === [C14N, ENVELOPED, C14N].join(), 'algoritmo-non-ammesso', usati.join())
  const [firmaCon, improntaCon] = [algoritmo(info, 'ds:SignatureMethod'), algoritmo(riferimento, 'ds:DigestMethod')]
  esigi(
    AMMESSE.some((h) => SIGNATURE[h] === firmaCon),
    'algoritmo-non-ammesso',
    firmaCon,
  )
  esigi(
    AMMESSE.some((h) => DIGEST[h] === improntaCon),
    'algoritmo-non-ammesso',
    improntaCon,
  )
}
