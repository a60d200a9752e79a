// The test identity provider, its SAML half: a real provider that verifies the requests of Trama and signs responses as
// SPID prescribes, for the demonstration and for the tests. The tests alter the messages while they are being made
// (`Ritocchi`), so that what is refused is a true response with one thing wrong. It proves nobody's identity: it
// refuses to exist in production.

import { POST } from './idp-metadata.ts'
import {
  apriMessaggio,
  FORMATO_ENTITA,
  FORMATO_TRANSITORIO,
  istante,
  leggiLogoutRequest,
  logoutRequest,
  logoutResponse,
  nuovoId,
  type SessioneSpid,
  SUCCESSO,
  verificaBusta,
} from './messaggio.ts'
import { esigi } from './motivi.ts'
import {
  type Chiavi,
  discendenti,
  type Element,
  eNodo,
  figlio,
  firma,
  type Impronta,
  leggiXml,
  Markup,
  markup,
  NS,
  testoDi,
} from './xml.ts'

export interface Persona {
  codiceFiscale: string
  nome: string
  cognome: string
  /** YYYY-MM-DD */
  dataNascita: string
  /** Belfiore code. */
  luogoNascita: string
  genere: 'M' | 'F'
  email: string
  telefono: string
  /** Shown in the list: what this person is for in the demonstration. */
  nota?: string
}

/** How a test spoils a response. The first two act before the signatures, `tutto` after. */
export interface Ritocchi {
  asserzione?(xml: string): string
  risposta?(xml: string): string
  tutto?(xml: string): string
  chiaviAsserzione?: Chiavi | 'nessuna'
  chiaviRisposta?: Chiavi | 'nessuna'
  impronta?: Impronta
}

/** An authentication request, verified. */
export interface RichiestaRicevuta {
  id: string
  emittente: string
  acs: string
}

export interface ConfigurazioneIdpProva {
  baseUrl: string
  chiavi: Chiavi
  /** The metadata of the service provider, asked only when needed: each of the two needs the other’s. */
  metadataSp(): string
  adesso?: () => Date
}

export type IdpProva = ReturnType<typeof creaIdpProva>

export function creaIdpProva(config: ConfigurazioneIdpProva) {
  if (process.env.NODE_ENV === 'production')
    throw new Error('Il gestore di identità di prova non può stare in produzione.')
  const { baseUrl, chiavi } = config
  const adesso = config.adesso ?? (() => new Date())
  const entityId = `${baseUrl}/idp-prova`
  const sso = `${entityId}/sso`
  const slo = `${entityId}/logout`
  const traMinuti = (n: number) => istante(new Date(+adesso() + n * 60_000))
  const emittente = markup`<saml:Issuer Format="${FORMATO_ENTITA}">${entityId}</saml:Issuer>`

  function rispondi(r: RichiestaRicevuta, dentro: Markup, ritocchi: Ritocchi): string {
    const intera = markup`<samlp:Response xmlns:samlp="${NS.samlp}" xmlns:saml="${NS.saml}" ID="${nuovoId()}" Version="2.0" IssueInstant="${istante(adesso())}" InResponseTo="${r.id}" Destination="${r.acs}">${emittente}${dentro}</samlp:Response>`
    const firmata = firmaSe(intera, ritocchi.risposta, ritocchi.chiaviRisposta, ritocchi.impronta)
    return ritocchi.tutto?.(firmata.testo) ?? firmata.testo
  }
  function firmaSe(m: Markup, ritocco = (xml: string) => xml, con: Chiavi | 'nessuna' = chiavi, impronta?: Impronta) {
    const ritoccato = new Markup(ritocco(m.testo))
    return con === 'nessuna' ? ritoccato : firma(ritoccato, con, impronta)
  }
  const spVerificato = () => leggiSp(config.metadataSp())

  return {
    entityId,

    metadata: (): string =>
      firma(
        markup`<md:EntityDescriptor xmlns:md="${NS.md}" xmlns:ds="${NS.ds}" entityID="${entityId}" ID="${nuovoId()}"><md:IDPSSODescriptor protocolSupportEnumeration="${NS.samlp}" WantAuthnRequestsSigned="true"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${chiavi.certificato.replace(/-----[^-]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleLogoutService Binding="${POST}" Location="${slo}"/><md:NameIDFormat>${FORMATO_TRANSITORIO}</md:NameIDFormat><md:SingleSignOnService Binding="${POST}" Location="${sso}"/></md:IDPSSODescriptor><md:Organization><md:OrganizationName xml:lang="it">Identità di prova</md:OrganizationName><md:OrganizationDisplayName xml:lang="it">Identità di prova (dimostrativo)</md:OrganizationDisplayName><md:OrganizationURL xml:lang="it">${baseUrl}</md:OrganizationURL></md:Organization></md:EntityDescriptor>`,
        chiavi,
      ).testo,

    /** Verifies an authentication request, as a provider must, and says whom to answer. */
    leggiRichiesta(base64: string): RichiestaRicevuta {
      const sp = spVerificato()
      const messaggio = apriMessaggio(base64, 'samlp:AuthnRequest')
      const m = verificaBusta(messaggio, {
        ...sp,
        destinazione: sso,
        adesso: adesso(),
        nonPrimaDi: new Date(+adesso() - 30 * 60_000),
      })
      const indice = m.getAttribute('AssertionConsumerServiceIndex')
      const acs = sp.acs.get(indice ?? '')
      esigi(acs, 'struttura-non-valida', 'AssertionConsumerServiceIndex')
      return { id: m.getAttribute('ID')!, emittente: sp.entityId, acs }
    },

    /** The person is who he says: a signed response with a signed assertion. */
    conferma(r: RichiestaRicevuta, p: Persona, ritocchi: Ritocchi = {}): string {
      const attributi = {
        spidCode: `PROVA${p.codiceFiscale.slice(0, 6)}0001`,
        fiscalNumber: `TINIT-${p.codiceFiscale}`,
        name: p.nome,
        familyName: p.cognome,
        dateOfBirth: p.dataNascita,
        placeOfBirth: p.luogoNascita,
        gender: p.genere,
        email: p.email,
        mobilePhone: p.telefono,
      }
      const asserzione = markup`<saml:Assertion xmlns:saml="${NS.saml}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="${nuovoId()}" Version="2.0" IssueInstant="${istante(adesso())}">${emittente}<saml:Subject><saml:NameID Format="${FORMATO_TRANSITORIO}" NameQualifier="${entityId}">${nuovoId()}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${r.id}" Recipient="${r.acs}" NotOnOrAfter="${traMinuti(5)}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${traMinuti(0)}" NotOnOrAfter="${traMinuti(5)}"><saml:AudienceRestriction><saml:Audience>${r.emittente}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${traMinuti(0)}" SessionIndex="${nuovoId()}"><saml:AuthnContext><saml:AuthnContextClassRef>https://www.spid.gov.it/SpidL2</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${Object.entries(attributi).map(([nome, valore]) => markup`<saml:Attribute Name="${nome}"><saml:AttributeValue xsi:type="xs:${nome === 'dateOfBirth' ? 'date' : 'string'}">${valore}</saml:AttributeValue></saml:Attribute>`)}</saml:AttributeStatement></saml:Assertion>`
      const firmata = firmaSe(asserzione, ritocchi.asserzione, ritocchi.chiaviAsserzione, ritocchi.impronta)
      return rispondi(
        r,
        markup`<samlp:Status><samlp:StatusCode Value="${SUCCESSO}"/></samlp:Status>${firmata}`,
        ritocchi,
      )
    },

    /** A «no», with one of the anomalies of the SPID table: 19…25. */
    rifiuta(r: RichiestaRicevuta, numero: number, ritocchi: Ritocchi = {}): string {
      const stato = (nome: string) => `urn:oasis:names:tc:SAML:2.0:status:${nome}`
      return rispondi(
        r,
        markup`<samlp:Status><samlp:StatusCode Value="${stato('Responder')}"><samlp:StatusCode Value="${stato('AuthnFailed')}"/></samlp:StatusCode><samlp:StatusMessage>ErrorCode nr${numero}</samlp:StatusMessage></samlp:Status>`,
        ritocchi,
      )
    },

    /** Answers a logout request of the service provider. */
    rispondiLogout(base64: string): { xml: string; destinazione: string } {
      const sp = spVerificato()
      const messaggio = apriMessaggio(base64, 'samlp:LogoutRequest')
      const m = verificaBusta(messaggio, { ...sp, destinazione: slo, adesso: adesso() })
      const { id } = leggiLogoutRequest(m, entityId)
      const estremi = { id: nuovoId(), emittente: entityId, destinazione: sp.slo, adesso: adesso(), chiavi }
      return { xml: logoutResponse(estremi, id), destinazione: sp.slo }
    },

    /** Begins a logout from the provider’s side. */
    chiediLogout(sessione: SessioneSpid): string {
      const { slo: destinazione } = spVerificato()
      return logoutRequest({ id: nuovoId(), emittente: entityId, destinazione, adesso: adesso(), chiavi }, sessione)
    },
  }
}

/** What a provider needs to know of the service. */
function leggiSp(xml: string) {
  const entita = leggiXml(xml).documentElement!
  const ruolo = figlio(entita, 'md:SPSSODescriptor', 'struttura-non-valida')
  const indirizzi = (nome: `md:${string}`) => discendenti(ruolo).filter((el: Element) => eNodo(el, nome))
  return {
    entityId: entita.getAttribute('entityID')!,
    certificati: indirizzi('md:KeyDescriptor').map(
      (k) => `-----BEGIN CERTIFICATE-----\n${testoDi(k)}\n-----END CERTIFICATE-----\n`,
    ),
    acs: new Map(
      indirizzi('md:AssertionConsumerService').map((el) => [el.getAttribute('index'), el.getAttribute('Location')!]),
    ),
    slo: indirizzi('md:SingleLogoutService')[0]!.getAttribute('Location')!,
  }
}
