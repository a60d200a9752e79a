// The identity providers we trust: read from the metadata that AgID publishes, one or more XML files in a folder
// (`TRAMA_SPID_IDP_METADATA`). The certificates found here are the only keys with which a response is verified.
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SpidRifiutato } from './motivi.ts'
import { discendenti, type Element, eNodo, figli, leggiXml, testoDi } from './xml.ts'

export interface Idp {
  entityId: string
  /** As shown beside the button. */
  nome: string
  /** Where the AuthnRequest is posted. */
  ssoPost: string
  /** Where logout messages are posted, if the provider takes them. */
  sloPost?: string
  sloRisposta?: string
  /** PEM. */
  certificati: string[]
}

export const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'

/** Every `*.xml` of the folder. A file that is not good stops everything, with one sentence that names it. */
export function caricaIdp(cartella: string): Idp[] {
  const tutti = new Map<string, Idp>()
  for (const file of readdirSync(cartella)
    .filter((f) => f.toLowerCase().endsWith('.xml'))
    .sort()) {
    try {
      for (const idp of leggiIdp(readFileSync(join(cartella, file), 'utf8'))) {
        if (tutti.has(idp.entityId)) throw new Error(`${idp.entityId} è già in un altro file`)
        tutti.set(idp.entityId, idp)
      }
    } catch (errore) {
      const perche = errore instanceof SpidRifiutato ? errore.dettaglio || errore.motivo : (errore as Error).message
      throw new Error(`Il file ${file} non contiene metadati validi di un gestore di identità SPID: ${perche}`)
    }
  }
  return [...tutti.values()]
}

/** The providers described by one document: an `EntityDescriptor`, or AgID's list of them. */
export function leggiIdp(xml: string): Idp[] {
  const radice = leggiXml(xml.replace(/^\uFEFF/, '').replace(/<!--[\s\S]*?-->/g, '')).documentElement!
  const entita = discendenti(radice).filter((el) => eNodo(el, 'md:EntityDescriptor'))
  if (entita.length === 0) throw new Error('manca EntityDescriptor')
  return entita.map(leggiEntita)
}

function leggiEntita(entita: Element): Idp {
  const entityId = entita.getAttribute('entityID')
  const ruolo = figli(entita, 'md:IDPSSODescriptor')[0]
  if (!entityId || !ruolo) throw new Error('manca entityID o IDPSSODescriptor')
  const indirizzo = (nome: 'md:SingleSignOnService' | 'md:SingleLogoutService') => {
    const el = figli(ruolo, nome).find((e) => e.getAttribute('Binding') === POST)
    const url = el?.getAttribute('Location')
    if (el && !/^https?:\/\//.test(url ?? '')) throw new Error(`${nome} senza un indirizzo`)
    return el && { url: url!, risposta: el.getAttribute('ResponseLocation') ?? url! }
  }
  const sso = indirizzo('md:SingleSignOnService')
  const slo = indirizzo('md:SingleLogoutService')
  if (!sso) throw new Error('manca SingleSignOnService in HTTP-POST')
  const certificati = figli(ruolo, 'md:KeyDescriptor')
    .filter((k) => k.getAttribute('use') !== 'encryption')
    .flatMap((k) => discendenti(k).filter((el) => eNodo(el, 'ds:X509Certificate')))
    .map((el) => certificato(testoDi(el)))
  if (certificati.length === 0) throw new Error('nessun certificato di firma')
  const organizzazione = figli(entita, 'md:Organization')[0]
  const nomi = organizzazione
    ? [...figli(organizzazione, 'md:OrganizationDisplayName'), ...figli(organizzazione, 'md:OrganizationName')]
    : []
  const nome = (nomi.find((n) => n.getAttribute('xml:lang') === 'it') ?? nomi[0])?.textContent?.trim()
  return {
    entityId,
    nome: nome || entityId,
    ssoPost: sso.url,
    sloPost: slo?.url,
    sloRisposta: slo?.risposta,
    certificati: [...new Set(certificati)],
  }
}

function certificato(base64: string): string {
  const x509 = new X509Certificate(Buffer.from(base64, 'base64'))
  const { publicKey } = x509
  if (publicKey.asymmetricKeyType !== 'rsa' || publicKey.asymmetricKeyDetails!.modulusLength! < 2048)
    throw new Error('un certificato non ha una chiave RSA di almeno 2048 bit')
  return x509.toString()
}
