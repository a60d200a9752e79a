// The verification of a SPID response: the module's reason to exist. It follows the technical rules (§ 1.3.1 of the
// «Regole tecniche», and the hundred-odd cases of AgID's conformance test) in this order: is it readable, does it answer
// a request of ours, did the provider say no, is it signed where it must be, and then, reading only what was signed,
// does each statement hold. Each failure has its own reason.

import type { Idp } from './idp-metadata.ts'
import {
  apriMessaggio,
  conRichiesta,
  FORMATO_ENTITA,
  FORMATO_TRANSITORIO,
  giaValido,
  istanteDi,
  nonScaduto,
  type RispostaAperta,
  type SessioneSpid,
  SUCCESSO,
  verificaBusta,
  verificaEmittente,
  verificaIntestazione,
} from './messaggio.ts'
import { esigi, motivoDelloStato, SpidRifiutato } from './motivi.ts'
import type { Richiesta } from './registro.ts'
import { contenutoFirmato, discendenti, type Element, eNodo, figli, figlio, testoDi } from './xml.ts'

export interface Attributi {
  spidCode: string
  /** Without the `TINIT-` prefix. */
  codiceFiscale: string
  nome: string
  cognome: string
  /** YYYY-MM-DD */
  dataNascita: string
  /** Belfiore code of the comune or foreign state. */
  luogoNascita: string
  genere: 'M' | 'F'
  email: string | null
  telefono: string | null
}

export interface AccessoSpid {
  attributi: Attributi
  sessione: SessioneSpid
  livello: 2 | 3
  assertionId: string
  autenticatoIl: Date
  richiesta: Richiesta
}

export interface Contesto {
  entityId: string
  acs: string
  idps: ReadonlyMap<string, Idp>
  adesso: Date
}

const VITA_RICHIESTA = 30 * 60_000
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** Opens a response and says which request it claims to answer, if any: the caller takes that request from its register. */
export const apriRisposta = (base64: string): RispostaAperta => conRichiesta(apriMessaggio(base64, 'samlp:Response'))

export function verificaRisposta(
  messaggio: RispostaAperta,
  richiesta: Richiesta | undefined,
  c: Contesto,
): AccessoSpid {
  esigi(messaggio.inRispostaA, 'non-sollecitata')
  esigi(richiesta?.tipo === 'accesso', 'richiesta-sconosciuta')
  esigi(+c.adesso - +richiesta.emessaIl <= VITA_RICHIESTA, 'richiesta-scaduta')
  const idp = c.idps.get(richiesta.idp)
  esigi(idp, 'gestore-sconosciuto')

  // A «no» needs no proof: it is believed before the signature, so that the person reads why. It opens nothing.
  verificaStato(messaggio.radice)
  const asserzione = trovaAsserzione(messaggio.radice)

  const atteso = {
    entityId: idp.entityId,
    certificati: idp.certificati,
    adesso: c.adesso,
    nonPrimaDi: richiesta.emessaIl,
  }
  const risposta = verificaBusta(messaggio, { ...atteso, destinazione: c.acs })
  esigi(risposta.getAttribute('InResponseTo') === richiesta.id, 'richiesta-diversa', 'Response')
  verificaStato(risposta) // again, on the signed bytes
  const firmata = contenutoFirmato(messaggio.testo, asserzione, idp.certificati, 'firma-asserzione-assente')
  return {
    richiesta,
    ...verificaAsserzione(firmata, richiesta, idp.entityId, { ...c, nonPrimaDi: richiesta.emessaIl }),
  }
}

function verificaStato(risposta: Element): void {
  const stato = figlio(risposta, 'samlp:Status', 'struttura-non-valida')
  const codice = figlio(stato, 'samlp:StatusCode', 'struttura-non-valida').getAttribute('Value')
  esigi(codice, 'struttura-non-valida', 'StatusCode')
  if (codice === SUCCESSO) return
  const messaggio = figli(stato, 'samlp:StatusMessage').map(testoDi).join()
  throw new SpidRifiutato(motivoDelloStato(messaggio), `${codice} ${messaggio}`.slice(0, 200))
}

/** Exactly one assertion, where it must be, and signatures only where they must be: the ground of signature wrapping. */
function trovaAsserzione(radice: Element): Element {
  const tutti = discendenti(radice)
  esigi(!tutti.some((el) => el.localName === 'EncryptedAssertion'), 'asserzione-cifrata')
  const vicine = figli(radice, 'saml:Assertion')
  esigi(vicine.length <= 1, 'asserzioni-multiple')
  const omonime = tutti.filter((el) => el.localName === 'Assertion' || el.localName === 'Response')
  esigi(omonime.length === 1 + vicine.length, 'firma-spostata', 'Assertion o Response annidata')
  const asserzione = vicine[0]
  esigi(asserzione, 'asserzione-assente')
  const fuoriPosto = tutti.filter(
    (el) => eNodo(el, 'ds:Signature') && el.parentNode !== radice && el.parentNode !== asserzione,
  )
  esigi(fuoriPosto.length === 0, 'firma-spostata', 'Signature annidata')
  esigi(asserzione.getAttribute('ID'), 'struttura-non-valida', 'ID di Assertion')
  return asserzione
}

function verificaAsserzione(
  a: Element,
  richiesta: Richiesta,
  idp: string,
  c: Contesto & { nonPrimaDi: Date },
): Omit<AccessoSpid, 'richiesta'> {
  verificaIntestazione(a, c)
  esigi(verificaEmittente(a, idp) === FORMATO_ENTITA, 'emittente-errato', 'Format di Assertion')
  const nameId = verificaSoggetto(figlio(a, 'saml:Subject', 'soggetto-non-valido'), richiesta, c)
  verificaCondizioni(figlio(a, 'saml:Conditions', 'condizioni-non-valide'), c)
  const autenticazione = figlio(a, 'saml:AuthnStatement', 'autenticazione-assente')
  return {
    assertionId: a.getAttribute('ID')!,
    livello: livelloDi(autenticazione),
    autenticatoIl: istanteDi(autenticazione, 'AuthnInstant', 'autenticazione-assente'),
    sessione: { idp, ...nameId, sessionIndex: autenticazione.getAttribute('SessionIndex') || undefined },
    attributi: leggiAttributi(a),
  }
}

function verificaSoggetto(soggetto: Element, richiesta: Richiesta, c: Contesto) {
  const nameId = figlio(soggetto, 'saml:NameID', 'soggetto-non-valido')
  const nameQualifier = nameId.getAttribute('NameQualifier')
  esigi(nameId.getAttribute('Format') === FORMATO_TRANSITORIO, 'soggetto-non-valido', 'Format di NameID')
  esigi(nameQualifier && testoDi(nameId), 'soggetto-non-valido', 'NameID')

  const conferma = figlio(soggetto, 'saml:SubjectConfirmation', 'conferma-non-valida')
  esigi(conferma.getAttribute('Method') === BEARER, 'conferma-non-valida', 'Method')
  const dati = figlio(conferma, 'saml:SubjectConfirmationData', 'conferma-non-valida')
  esigi(dati.getAttribute('Recipient') === c.acs, 'destinatario-errato')
  esigi(dati.getAttribute('InResponseTo') === richiesta.id, 'richiesta-diversa', 'SubjectConfirmationData')
  nonScaduto(istanteDi(dati, 'NotOnOrAfter', 'conferma-non-valida'), c.adesso)
  return { nameId: testoDi(nameId), nameQualifier }
}

function verificaCondizioni(condizioni: Element, c: Contesto): void {
  giaValido(istanteDi(condizioni, 'NotBefore', 'condizioni-non-valide'), c.adesso)
  nonScaduto(istanteDi(condizioni, 'NotOnOrAfter', 'condizioni-non-valide'), c.adesso)
  const destinatari = figli(figlio(condizioni, 'saml:AudienceRestriction', 'condizioni-non-valide'), 'saml:Audience')
  esigi(destinatari.length > 0, 'condizioni-non-valide', 'Audience')
  esigi(
    destinatari.some((d) => testoDi(d) === c.entityId),
    'servizio-errato',
  )
}

function livelloDi(autenticazione: Element): 2 | 3 {
  const contesto = figlio(autenticazione, 'saml:AuthnContext', 'autenticazione-assente')
  const classe = testoDi(figlio(contesto, 'saml:AuthnContextClassRef', 'autenticazione-assente'))
  esigi(classe, 'autenticazione-assente', 'AuthnContextClassRef')
  const livello = /^https:\/\/www\.spid\.gov\.it\/SpidL([23])$/.exec(classe)?.[1]
  esigi(livello, 'livello-insufficiente', classe.slice(0, 80))
  return Number(livello) as 2 | 3
}

/** The attributes we ask for, in the order of the metadata. All belong to every SPID identity; the two contacts are not
 * needed to know who the person is, so a provider that leaves one empty does not keep anyone out. */
export const ATTRIBUTI = {
  spidCode: /^[A-Za-z0-9_-]{1,64}$/,
  fiscalNumber: /^TINIT-[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/,
  name: /\S/,
  familyName: /\S/,
  dateOfBirth: /^\d{4}-\d{2}-\d{2}$/,
  placeOfBirth: /\S/,
  gender: /^[MF]$/,
  email: /^$|^\S+@\S+$/,
  mobilePhone: /^[+0-9 ]*$/,
} as const
const FACOLTATIVI = ['email', 'mobilePhone']

function leggiAttributi(asserzione: Element): Attributi {
  const ricevuti = new Map<string, string>()
  for (const el of figli(figlio(asserzione, 'saml:AttributeStatement', 'attributo-mancante'), 'saml:Attribute')) {
    const nome = el.getAttribute('Name') ?? ''
    esigi(!ricevuti.has(nome), 'attributo-non-valido', `${nome.slice(0, 40)} ripetuto`)
    const valori = figli(el, 'saml:AttributeValue')
    esigi(valori.length <= 1, 'attributo-non-valido', `${nome.slice(0, 40)} con più valori`)
    ricevuti.set(nome, valori[0] ? testoDi(valori[0]) : '')
  }
  const valore = (nome: keyof typeof ATTRIBUTI) => {
    const v = ricevuti.get(nome) ?? ''
    esigi(v || FACOLTATIVI.includes(nome), 'attributo-mancante', nome)
    esigi(ATTRIBUTI[nome].test(v) && v.length <= 250, 'attributo-non-valido', nome)
    return v
  }
  return {
    spidCode: valore('spidCode'),
    codiceFiscale: valore('fiscalNumber').slice('TINIT-'.length),
    nome: valore('name'),
    cognome: valore('familyName'),
    dataNascita: valore('dateOfBirth'),
    luogoNascita: valore('placeOfBirth'),
    genere: valore('gender') as 'M' | 'F',
    email: valore('email') || null,
    telefono: valore('mobilePhone') || null,
  }
}
