// What Trama says of itself to the federation: keys and certificate (Avviso 29), metadata, authentication request; and
// what it takes from the providers’ metadata. The conformance test of AgID is not in the repository: these are the
// points on which it insists.
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { caricaChiavi, chiaviInCartella } from './chiavi.ts'
import { baseUrl, chiaviAltrui, chiaviSp, idp, organizzazione, sp } from './fixture.ts'
import { caricaIdp } from './idp-metadata.ts'
import { creaIdpProva } from './idp-prova.ts'
import { b64 } from './messaggio.ts'
import { contenutoFirmato, discendenti, leggiXml } from './xml.ts'

const cartella = mkdtempSync(join(tmpdir(), 'spid-'))
afterAll(() => rmSync(cartella, { recursive: true }))
const profilo = { ...organizzazione, localita: 'Forlì', entityId: `${baseUrl}/spid/metadata` }

describe('keys', () => {
  test('made once, readable by the owner alone, the same at the second start', () => {
    const dove = join(cartella, 'chiavi', 'nuova')
    const prime = chiaviInCartella(dove, profilo)
    expect(statSync(join(dove, 'spid-chiave.pem')).mode & 0o777).toBe(0o600)
    expect(chiaviInCartella(dove, profilo)).toEqual(prime)
    const paths = [join(dove, 'spid-chiave.pem'), join(dove, 'spid-certificato.pem')] as const
    expect(caricaChiavi(...paths)).toEqual(caricaChiavi(readFileSync(paths[0], 'utf8'), readFileSync(paths[1], 'utf8')))
  })

  test('the certificate has the profile of Avviso 29', () => {
    const x509 = new X509Certificate(chiaviInCartella(join(cartella, 'profilo'), profilo).certificato)
    expect(x509.subject.split('\n')).toEqual([
      'C=IT',
      'L=Forlì',
      `O=${profilo.nome}`,
      `CN=${profilo.nomeBreve}`,
      'organizationIdentifier=PA:IT-c_h501',
      expect.stringMatching(`=${profilo.entityId}$`),
    ])
    expect(x509.ca).toBe(false)
    expect(x509.verify(x509.publicKey)).toBe(true)
    expect(x509.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(+x509.validToDate - Date.now()).toBeGreaterThan(9 * 365 * 86_400_000)
    // 1.3.76.16.4.2.1, the policy of public service providers
    expect(x509.raw.includes(Buffer.from('06062b4c10040201', 'hex'))).toBe(true)
  })

  test.each([
    ['a certificate of another key', chiaviSp.chiave, chiaviAltrui.certificato, /non è quello della chiave/],
    ['a path that is not there', '/non/esiste.pem', chiaviSp.certificato, /Non riesco a leggere la chiave/],
    [
      'not a key',
      '-----BEGIN PRIVATE KEY-----\nciao\n-----END PRIVATE KEY-----',
      chiaviSp.certificato,
      /non sono utilizzabili/,
    ],
  ])('refused: %s', (_cosa, chiave, certificato, perche) => {
    expect(() => caricaChiavi(chiave, certificato)).toThrow(perche)
  })
})

describe('what we publish', () => {
  const leggi = (xml: string) => {
    const el = leggiXml(xml).documentElement!
    return contenutoFirmato(xml, el, [chiaviSp.certificato], 'firma-risposta-assente')
  }
  const primo = (radice: ReturnType<typeof leggi>, nome: string) =>
    discendenti(radice).find((el) => el.localName === nome)!

  test('metadata: signed, with every part a public service provider must have', () => {
    const m = leggi(sp.metadata())
    expect(m.getAttribute('entityID')).toBe(`${baseUrl}/spid/metadata`)
    const ruolo = primo(m, 'SPSSODescriptor')
    expect(ruolo.getAttribute('AuthnRequestsSigned')).toBe('true')
    expect(ruolo.getAttribute('WantAssertionsSigned')).toBe('true')
    const acs = primo(m, 'AssertionConsumerService')
    expect(['index', 'isDefault', 'Location'].map((a) => acs.getAttribute(a))).toEqual([
      '0',
      'true',
      `${baseUrl}/spid/acs`,
    ])
    expect(primo(m, 'SingleLogoutService').getAttribute('Location')).toBe(`${baseUrl}/spid/logout`)
    expect(
      discendenti(m)
        .filter((e) => e.localName === 'RequestedAttribute')
        .map((e) => e.getAttribute('Name')),
    ).toEqual([
      'spidCode',
      'fiscalNumber',
      'name',
      'familyName',
      'dateOfBirth',
      'placeOfBirth',
      'gender',
      'email',
      'mobilePhone',
    ])
    expect(primo(m, 'ContactPerson').getAttribute('contactType')).toBe('other')
    expect(primo(m, 'IPACode').textContent).toBe('c_h501')
    expect(primo(m, 'Public').textContent).toBe('')
    expect(primo(m, 'OrganizationName').textContent).toBe(organizzazione.nome)
  })

  test('authentication request: signed, level 2 at least, authenticated anew', () => {
    const { xml, id, destinazione } = sp.authnRequest(idp.entityId)
    const r = leggi(xml)
    expect(r.getAttribute('ID')).toBe(id)
    expect(r.getAttribute('Destination')).toBe(destinazione)
    expect(r.getAttribute('ForceAuthn')).toBe('true')
    expect(r.hasAttribute('IsPassive')).toBe(false)
    expect(primo(r, 'RequestedAuthnContext').getAttribute('Comparison')).toBe('minimum')
    expect(primo(r, 'AuthnContextClassRef').textContent).toBe('https://www.spid.gov.it/SpidL2')
    expect(primo(r, 'NameIDPolicy').hasAttribute('AllowCreate')).toBe(false)
    expect(primo(r, 'Issuer').getAttribute('NameQualifier')).toBe(`${baseUrl}/spid/metadata`)
    expect(idp.leggiRichiesta(b64(xml))).toEqual({
      id,
      emittente: `${baseUrl}/spid/metadata`,
      acs: `${baseUrl}/spid/acs`,
    })
  })

  test('no two requests have the same identifier', () => {
    expect(sp.authnRequest(idp.entityId).id).not.toBe(sp.authnRequest(idp.entityId).id)
  })
})

describe('the providers’ metadata', () => {
  const scrivi = (nome: string, files: Record<string, string>) => {
    const dove = mkdtempSync(join(cartella, nome))
    for (const [file, testo] of Object.entries(files)) writeFileSync(join(dove, file), testo)
    return dove
  }
  const unoSolo = idp.metadata()
  const altro = unoSolo.replace(/entityID="[^"]+"/, 'entityID="https://altro.example"')

  test('every file of the folder, single or as AgID’s list, with comments and BOM as they come', () => {
    const lista = `\uFEFF<!-- registro --><md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${altro.replace(/ ID="[^"]+"/, '')}</md:EntitiesDescriptor>`
    const letti = caricaIdp(scrivi('buoni', { 'a.xml': unoSolo, 'b.XML': lista, 'leggimi.txt': 'x' }))
    expect(letti.map((i) => i.entityId)).toEqual([idp.entityId, 'https://altro.example'])
    expect(letti[0]).toMatchObject({
      nome: 'Identità di prova (dimostrativo)',
      ssoPost: `${baseUrl}/idp-prova/sso`,
      sloPost: `${baseUrl}/idp-prova/logout`,
      certificati: [expect.stringContaining('BEGIN CERTIFICATE')],
    })
  })

  test.each([
    ['not XML', 'ciao', /rotto\.xml/],
    ['a DOCTYPE', `<!DOCTYPE a>${unoSolo}`, /DOCTYPE/],
    ['a service provider', sp.metadata(), /IDPSSODescriptor/],
    ['no certificate', unoSolo.replace(/<md:KeyDescriptor.*?<\/md:KeyDescriptor>/, ''), /nessun certificato/],
    ['an encryption certificate only', unoSolo.replace('use="signing"', 'use="encryption"'), /nessun certificato/],
    ['no POST binding', unoSolo.replaceAll('HTTP-POST', 'HTTP-Redirect'), /SingleSignOnService/],
    ['an address that is not one', unoSolo.replace(/Location="[^"]+sso"/, 'Location="javascript:1"'), /indirizzo/],
  ])('refused, naming the file: %s', (_cosa, xml, perche) => {
    const errore = () => caricaIdp(scrivi('rotti', { 'rotto.xml': xml }))
    expect(errore).toThrow(/^Il file rotto\.xml non contiene metadati validi/)
    expect(errore).toThrow(perche)
  })

  test('refused: the same provider in two files', () => {
    expect(() => caricaIdp(scrivi('doppi', { 'a.xml': unoSolo, 'b.xml': unoSolo }))).toThrow(
      /b\.xml.*già in un altro file/,
    )
  })
})

test('the test provider does not exist in production', () => {
  const prima = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    expect(() => creaIdpProva({ baseUrl, chiavi: chiaviSp, metadataSp: () => '' })).toThrow(/produzione/)
  } finally {
    process.env.NODE_ENV = prima
  }
})
