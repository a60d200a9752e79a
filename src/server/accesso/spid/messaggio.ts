// What every SAML message has in common, in both directions: how it is opened when it comes from a browser, how its
// envelope is verified (signature, issuer, destination, version, time), and how the messages of single logout, which
// service and identity provider exchange as equals, are written.
import { randomBytes } from 'node:crypto'
import { esigi, type Motivo, SpidRifiutato } from './motivi.ts'
import {
  type Chiavi,
  contenutoFirmato,
  type Element,
  eNodo,
  figlio,
  firma,
  leggiXml,
  markup,
  NS,
  testoDi,
} from './xml.ts'

/** A SPID response is about 15 kB, 20 in base64; five times as much is no response. */
const MASSIMO = 100_000
/** How far two honest clocks may differ. */
const TOLLERANZA = 60_000

export const FORMATO_ENTITA = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'
export const FORMATO_TRANSITORIO = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
export const SUCCESSO = 'urn:oasis:names:tc:SAML:2.0:status:Success'

export interface Messaggio {
  testo: string
  radice: Element
}

/** A response not verified yet, with the request that it says it answers. */
export interface RispostaAperta extends Messaggio {
  inRispostaA: string | undefined
}
export const conRichiesta = (m: Messaggio): RispostaAperta => ({
  ...m,
  inRispostaA: m.radice.getAttribute('InResponseTo') || undefined,
})

/** Decodes and parses what a form carried; nothing in it is trusted yet. */
export function apriMessaggio(base64: string, tipo: `samlp:${string}`): Messaggio {
  esigi(base64.length <= MASSIMO, 'troppo-grande')
  const compatto = base64.replace(/\s/g, '')
  esigi(/^[A-Za-z0-9+/]+={0,2}$/.test(compatto), 'non-leggibile', 'base64')
  let testo: string
  try {
    testo = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compatto, 'base64'))
  } catch {
    throw new SpidRifiutato('non-leggibile', 'non è UTF-8')
  }
  const radice = leggiXml(testo).documentElement!
  esigi(eNodo(radice, tipo), 'struttura-non-valida', `${radice.nodeName} invece di ${tipo}`)
  return { testo, radice }
}

export interface Atteso {
  entityId: string
  certificati: readonly string[]
  destinazione: string
  adesso: Date
  /** The instant of the request being answered: an answer cannot be older. */
  nonPrimaDi?: Date
}

/** Verifies the envelope and returns the message read from its signed bytes. */
export function verificaBusta(messaggio: Messaggio, atteso: Atteso): Element {
  esigi(messaggio.radice.getAttribute('ID'), 'struttura-non-valida', 'ID')
  const m = contenutoFirmato(messaggio.testo, messaggio.radice, atteso.certificati, 'firma-risposta-assente')
  verificaIntestazione(m, atteso)
  esigi(m.getAttribute('Destination') === atteso.destinazione, 'destinazione-errata')
  const formato = verificaEmittente(m, atteso.entityId)
  esigi(formato === null || formato === FORMATO_ENTITA, 'emittente-errato', 'Format')
  return m
}

/** `Version` and `IssueInstant`, which messages and assertions share. */
export function verificaIntestazione(el: Element, { adesso, nonPrimaDi }: Pick<Atteso, 'adesso' | 'nonPrimaDi'>): void {
  esigi(el.getAttribute('Version') === '2.0', 'versione-non-valida')
  const emesso = istanteDi(el, 'IssueInstant', 'istante-non-valido')
  esigi(+emesso <= +adesso + TOLLERANZA, 'istante-non-valido', 'emesso nel futuro')
  const minimo = nonPrimaDi ?? new Date(+adesso - 5 * TOLLERANZA)
  esigi(+emesso >= +minimo - TOLLERANZA, 'istante-non-valido', 'emesso prima della richiesta')
}

/** Returns the `Format` of the issuer, which must be the expected one. */
export function verificaEmittente(el: Element, entityId: string): string | null {
  const emittente = figlio(el, 'saml:Issuer', 'emittente-errato')
  esigi(testoDi(emittente) === entityId, 'emittente-errato')
  return emittente.getAttribute('Format')
}

/** An instant of SAML: UTC, with `Z`. */
export function istanteDi(el: Element, attributo: string, motivo: Motivo): Date {
  const valore = el.getAttribute(attributo) ?? ''
  const data = new Date(valore)
  const scritto = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(valore) && !Number.isNaN(+data)
  esigi(scritto, motivo, `${attributo} di ${el.localName}`)
  return data
}

export const nonScaduto = (fine: Date, adesso: Date) => esigi(+adesso < +fine + TOLLERANZA, 'scaduta')
export const giaValido = (inizio: Date, adesso: Date) => esigi(+adesso >= +inizio - TOLLERANZA, 'non-ancora-valida')

/** An unguessable identifier; the underscore because an XML ID cannot start with a digit. */
export const nuovoId = () => `_${randomBytes(20).toString('hex')}`
/** Seconds are enough, and a response that truncates them is then never «before» its request. */
export const istante = (d: Date) => d.toISOString().replace(/\.\d+Z$/, 'Z')

// ---- single logout --------------------------------------------------------------------------------------------------

/** What must be kept of a login to end it at the provider too. */
export interface SessioneSpid {
  idp: string
  nameId: string
  nameQualifier: string
  /** Absent when the provider keeps no session of its own, as SPID prescribes from level 2: nothing to end there. */
  sessionIndex?: string
}

interface Estremi {
  id: string
  emittente: string
  destinazione: string
  adesso: Date
  chiavi: Chiavi
}

const apertura = ({ id, destinazione, adesso }: Estremi) =>
  markup`xmlns:samlp="${NS.samlp}" xmlns:saml="${NS.saml}" ID="${id}" Version="2.0" IssueInstant="${istante(adesso)}" Destination="${destinazione}"`
const emittente = ({ emittente: chi }: Estremi) =>
  markup`<saml:Issuer Format="${FORMATO_ENTITA}" NameQualifier="${chi}">${chi}</saml:Issuer>`

export const logoutRequest = (estremi: Estremi, s: SessioneSpid): string =>
  firma(
    markup`<samlp:LogoutRequest ${apertura(estremi)}>${emittente(estremi)}<saml:NameID Format="${FORMATO_TRANSITORIO}" NameQualifier="${s.nameQualifier}">${s.nameId}</saml:NameID><samlp:SessionIndex>${s.sessionIndex}</samlp:SessionIndex></samlp:LogoutRequest>`,
    estremi.chiavi,
  ).testo

export const logoutResponse = (estremi: Estremi, inRispostaA: string, stato = SUCCESSO): string =>
  firma(
    markup`<samlp:LogoutResponse ${apertura(estremi)} InResponseTo="${inRispostaA}">${emittente(estremi)}<samlp:Status><samlp:StatusCode Value="${stato}"/></samlp:Status></samlp:LogoutResponse>`,
    estremi.chiavi,
  ).testo

/** Reads a verified `LogoutRequest`. */
export function leggiLogoutRequest(m: Element, idp: string): SessioneSpid & { id: string } {
  const nameId = figlio(m, 'saml:NameID', 'soggetto-non-valido')
  const sessionIndex = testoDi(figlio(m, 'samlp:SessionIndex', 'soggetto-non-valido'))
  const nameQualifier = nameId.getAttribute('NameQualifier') ?? ''
  return { id: m.getAttribute('ID')!, idp, nameId: testoDi(nameId), nameQualifier, sessionIndex }
}

export const b64 = (testo: string) => Buffer.from(testo).toString('base64')
