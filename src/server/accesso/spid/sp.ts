// Trama as a SPID service provider (SAML 2.0, AgID technical rules): its metadata, the authentication requests it signs,
// the responses it verifies, single logout. No database and no web server here: `routes.ts` gives it both.
// Level 2 is asked with `minimum`, so that level 3 is welcome, and `ForceAuthn`, as the rules require from level 2.
import { type Idp, POST } from './idp-metadata.ts'
import {
  apriMessaggio,
  conRichiesta,
  FORMATO_ENTITA,
  FORMATO_TRANSITORIO,
  istante,
  leggiLogoutRequest,
  logoutRequest,
  logoutResponse,
  type Messaggio,
  nuovoId,
  type RispostaAperta,
  type SessioneSpid,
  SUCCESSO,
  verificaBusta,
} from './messaggio.ts'
import { esigi, SpidRifiutato } from './motivi.ts'
import type { Richiesta } from './registro.ts'
import { type AccessoSpid, ATTRIBUTI, apriRisposta, verificaRisposta } from './risposta.ts'
import { type Chiavi, figli, figlio, firma, markup, NS, testoDi, verificaFirma } from './xml.ts'

export interface Organizzazione {
  nome: string
  nomeBreve: string
  url: string
  codiceIpa: string
  email: string
  /** `+39…`, without spaces. */
  telefono?: string
}

export interface ConfigurazioneSp {
  entityId: string
  /** Scheme and host under which people reach Trama, without a final slash. */
  baseUrl: string
  chiavi: Chiavi
  organizzazione: Organizzazione
  idps: readonly Idp[]
  /** The clock; tests move it. */
  adesso?: () => Date
}

/** A message to post from the browser to the provider. */
export interface Invio {
  id: string
  xml: string
  destinazione: string
}

export type ServiceProvider = ReturnType<typeof creaServiceProvider>

export function creaServiceProvider(config: ConfigurazioneSp) {
  const { entityId, baseUrl, chiavi } = config
  const adesso = config.adesso ?? (() => new Date())
  const idps = new Map(config.idps.map((idp) => [idp.entityId, idp]))
  const acs = `${baseUrl}/spid/acs`
  const slo = `${baseUrl}/spid/logout`
  const gestore = (id: string): Idp => {
    const idp = idps.get(id)
    esigi(idp, 'gestore-sconosciuto')
    return idp
  }
  const estremi = (destinazione: string) => ({
    id: nuovoId(),
    emittente: entityId,
    destinazione,
    adesso: adesso(),
    chiavi,
  })
  let metadati: string | undefined

  return {
    baseUrl,
    adesso,
    /** The providers a person may choose. */
    idps: () => [...idps.values()],

    metadata(): string {
      metadati ??= `<?xml version="1.0" encoding="UTF-8"?>\n${firma(metadataSp(config, acs, slo), chiavi)}`
      return metadati
    },

    authnRequest(idpEntityId: string): Invio {
      const idp = gestore(idpEntityId)
      const id = nuovoId()
      const xml = firma(
        markup`<samlp:AuthnRequest xmlns:samlp="${NS.samlp}" xmlns:saml="${NS.saml}" ID="${id}" Version="2.0" IssueInstant="${istante(adesso())}" Destination="${idp.ssoPost}" ForceAuthn="true" AssertionConsumerServiceIndex="0" AttributeConsumingServiceIndex="0"><saml:Issuer Format="${FORMATO_ENTITA}" NameQualifier="${entityId}">${entityId}</saml:Issuer><samlp:NameIDPolicy Format="${FORMATO_TRANSITORIO}"/><samlp:RequestedAuthnContext Comparison="minimum"><saml:AuthnContextClassRef>https://www.spid.gov.it/SpidL2</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>`,
        chiavi,
      ).testo
      return { id, xml, destinazione: idp.ssoPost }
    },

    /** First half: opens a response and names its request. */
    apri: apriRisposta,
    /** Second half: verifies it against that request, or throws `SpidRifiutato`. */
    verifica(risposta: RispostaAperta, richiesta: Richiesta | undefined): AccessoSpid {
      return verificaRisposta(risposta, richiesta, { entityId, acs, idps, adesso: adesso() })
    },

    /** Undefined when there is nothing to end at the provider. */
    logoutRequest(sessione: SessioneSpid): Invio | undefined {
      const destinazione = idps.get(sessione.idp)?.sloPost
      if (!destinazione || !sessione.sessionIndex) return undefined
      const e = estremi(destinazione)
      return { id: e.id, xml: logoutRequest(e, sessione), destinazione }
    },

    apriLogoutResponse: (base64: string): RispostaAperta => conRichiesta(apriMessaggio(base64, 'samlp:LogoutResponse')),

    /**
     * The provider that has signed a message as a whole, whatever it says and to whom, and what it has signed of it; undefined
     * where none that we know has.
     */
    firmatario({ testo, radice }: Messaggio): { idp: string; firmato: string } | undefined {
      const chi = figli(radice, 'saml:Issuer').map(testoDi).join()
      const idp = idps.get(chi)
      if (!idp || !radice.getAttribute('ID')) return undefined
      try {
        const firmato = verificaFirma(testo, radice, idp.certificati, 'firma-risposta-assente').testo
        return { idp: idp.entityId, firmato }
      } catch (e) {
        if (e instanceof SpidRifiutato) return undefined
        throw e
      }
    },

    /** Whether the provider ended everything, or only part. */
    verificaLogoutResponse(messaggio: RispostaAperta, richiesta: Richiesta | undefined): 'completa' | 'parziale' {
      esigi(messaggio.inRispostaA, 'non-sollecitata')
      esigi(richiesta?.tipo === 'uscita', 'richiesta-sconosciuta')
      const { certificati } = gestore(richiesta.idp)
      const m = verificaBusta(messaggio, {
        entityId: richiesta.idp,
        certificati,
        destinazione: slo,
        adesso: adesso(),
        nonPrimaDi: richiesta.emessaIl,
      })
      esigi(m.getAttribute('InResponseTo') === richiesta.id, 'richiesta-diversa')
      const stato = figlio(m, 'samlp:Status', 'struttura-non-valida')
      const codice = figlio(stato, 'samlp:StatusCode', 'struttura-non-valida').getAttribute('Value')
      return codice === SUCCESSO ? 'completa' : 'parziale'
    },

    /** A provider tells us that the person left: which session, and the answer to send back. */
    verificaLogoutRequest(base64: string): { id: string; xml: string; sessione: SessioneSpid; risposta: Invio } {
      const messaggio = apriMessaggio(base64, 'samlp:LogoutRequest')
      const chi = figlio(messaggio.radice, 'saml:Issuer', 'emittente-errato').textContent?.trim() ?? ''
      const idp = gestore(chi)
      const m = verificaBusta(messaggio, { ...idp, destinazione: slo, adesso: adesso() })
      const { id, ...sessione } = leggiLogoutRequest(m, chi)
      esigi(idp.sloRisposta, 'gestore-sconosciuto', 'senza SingleLogoutService')
      const e = estremi(idp.sloRisposta)
      return {
        id,
        xml: messaggio.testo,
        sessione,
        risposta: { id: e.id, xml: logoutResponse(e, id), destinazione: idp.sloRisposta },
      }
    },
  }
}

function metadataSp({ entityId, chiavi, organizzazione: o }: ConfigurazioneSp, acs: string, slo: string) {
  const certificato = chiavi.certificato.replace(/-----[^-]+-----|\s/g, '')
  return markup`<md:EntityDescriptor xmlns:md="${NS.md}" xmlns:ds="${NS.ds}" xmlns:spid="${NS.spid}" entityID="${entityId}" ID="${nuovoId()}">
  <md:SPSSODescriptor protocolSupportEnumeration="${NS.samlp}" AuthnRequestsSigned="true" WantAssertionsSigned="true">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificato}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleLogoutService Binding="${POST}" Location="${slo}"/>
    <md:NameIDFormat>${FORMATO_TRANSITORIO}</md:NameIDFormat>
    <md:AssertionConsumerService index="0" isDefault="true" Binding="${POST}" Location="${acs}"/>
    <md:AttributeConsumingService index="0">
      <md:ServiceName xml:lang="it">${o.nomeBreve}</md:ServiceName>
      ${Object.keys(ATTRIBUTI).map((nome) => markup`<md:RequestedAttribute Name="${nome}"/>`)}
    </md:AttributeConsumingService>
  </md:SPSSODescriptor>
  <md:Organization>
    <md:OrganizationName xml:lang="it">${o.nome}</md:OrganizationName>
    <md:OrganizationDisplayName xml:lang="it">${o.nomeBreve}</md:OrganizationDisplayName>
    <md:OrganizationURL xml:lang="it">${o.url}</md:OrganizationURL>
  </md:Organization>
  <md:ContactPerson contactType="other">
    <md:Extensions><spid:IPACode>${o.codiceIpa}</spid:IPACode><spid:Public/></md:Extensions>
    <md:EmailAddress>${o.email}</md:EmailAddress>${o.telefono && markup`<md:TelephoneNumber>${o.telefono}</md:TelephoneNumber>`}
  </md:ContactPerson>
</md:EntityDescriptor>`
}
