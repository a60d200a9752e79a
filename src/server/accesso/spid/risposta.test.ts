// Every reason of refusal, provoked with a real response of the test provider in which one thing is wrong. A table: the
// reason, what is wrong, how. An alteration that did not take would leave a good response, which is accepted: so the
// case fails. The last test looks for reasons that nobody provokes.
import { afterEach, describe, expect, test } from 'vitest'
import { caricaChiavi } from './chiavi.ts'
import {
  baseUrl,
  chiaviAltrui,
  chiaviIdp,
  esito,
  idp,
  motivoDi,
  nuovaRichiesta,
  organizzazione,
  orologio,
  persona,
  risposta,
  sp,
  verifica,
} from './fixture.ts'
import { leggiIdp } from './idp-metadata.ts'
import type { Ritocchi } from './idp-prova.ts'
import { b64 } from './messaggio.ts'
import { type Motivo, motivi } from './motivi.ts'
import { creaServiceProvider } from './sp.ts'

afterEach(() => {
  orologio.scarto = 0
})

type Caso = [motivo: Motivo, cosa: string, come: Ritocchi | (() => unknown)]

const cambia = (da: string | RegExp, a: string) => (xml: string) => {
  if (xml.replace(da, a) === xml) throw new Error(`niente da cambiare: ${da}`)
  return xml.replace(da, a)
}
const nellaRisposta = (da: string | RegExp, a: string): Ritocchi => ({ risposta: cambia(da, a) })
const nellAsserzione = (da: string | RegExp, a: string): Ritocchi => ({ asserzione: cambia(da, a) })
const dopo = (da: string | RegExp, a: string): Ritocchi => ({ tutto: cambia(da, a) })
const via = (elemento: string) => new RegExp(`<${elemento}[ >].*?</${elemento}>|<${elemento}[^>]*/>`)
const attributo = (nome: string) => new RegExp(`<saml:Attribute Name="${nome}">.*?</saml:Attribute>`)
const minuti = (n: number) => new Date(Date.now() + n * 60_000).toISOString()

/** The parts of a signed response, to put together again in another order. */
function parti(xml: string) {
  const asserzione = /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)![0]
  const firmaAsserzione = /<ds:Signature.*?<\/ds:Signature>/s.exec(asserzione)![0]
  const firmaRisposta = /<ds:Signature.*?<\/ds:Signature>/s.exec(xml)![0]
  const falsa = asserzione
    .replace(firmaAsserzione, '')
    .replace(/ ID="[^"]+"/, ' ID="_falsa"')
    .replace(persona.codiceFiscale, 'VRDLGU70A01H501O')
  return { asserzione, firmaAsserzione, firmaRisposta, falsa }
}
const ricomponi = (fai: (xml: string, p: ReturnType<typeof parti>) => string): Ritocchi => ({
  tutto: (xml) => fai(xml, parti(xml)),
})

const illeggibili: Caso[] = [
  ['troppo-grande', 'più di centomila caratteri', () => motivoDi(() => sp.apri('A'.repeat(100_001)))],
  ['non-leggibile', 'non è base64', () => motivoDi(() => sp.apri('<Response/>'))],
  ['non-leggibile', 'base64 con altri caratteri', () => motivoDi(() => sp.apri(`!${b64(risposta(nuovaRichiesta()))}`))],
  ['non-leggibile', 'è vuota', () => motivoDi(() => sp.apri(''))],
  ['non-leggibile', 'non è UTF-8', () => motivoDi(() => sp.apri(Buffer.from([0x3c, 0xff, 0xfe]).toString('base64')))],
  ['non-leggibile', 'non è XML', () => motivoDi(() => sp.apri(b64('ciao')))],
  ['non-leggibile', 'XML non ben formato', dopo('</samlp:Response>', '')],
  ['non-leggibile', 'due radici', dopo('</samlp:Response>', '</samlp:Response><altra/>')],
  ['xml-vietato', 'DOCTYPE', { tutto: (xml) => `<!DOCTYPE Response>${xml}` }],
  [
    'xml-vietato',
    'entità esterna',
    { tutto: (xml) => `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('Maria', '&x;')}` },
  ],
  ['xml-vietato', 'commento in un attributo', dopo('RSSMRA', 'RSS<!-- -->MRA')],
  ['xml-vietato', 'commento firmato in NameID', nellAsserzione('</saml:NameID>', '<!-- -->.altro</saml:NameID>')],
  ['xml-vietato', 'istruzione di elaborazione', nellAsserzione('Maria', 'Ma<?x y?>ria')],
  ['xml-vietato', 'CDATA', nellAsserzione('Maria', '<![CDATA[Maria]]>')],
  ['xml-vietato', 'mille livelli', () => motivoDi(() => sp.apri(b64(`${'<a>'.repeat(9999)}${'</a>'.repeat(9999)}`)))],
  [
    'id-ripetuto',
    'xml:id uguale all’ID dell’Assertion',
    {
      risposta: (x) =>
        x.replace('<samlp:Status', `<samlp:Status xml:id="${/<saml:Assertion.*? ID="([^"]+)/.exec(x)![1]}"`),
    },
  ],
  [
    'id-ripetuto',
    'Status con l’ID della Response',
    { risposta: (x) => x.replace('<samlp:Status', `<samlp:Status Id="${/ID="([^"]+)/.exec(x)![1]}"`) },
  ],
  ['struttura-non-valida', 'non è una Response', () => motivoDi(() => sp.apri(b64(nuovaRichiesta().xml)))],
  ['struttura-non-valida', 'Response di un altro vocabolario', dopo(/SAML:2.0:protocol/, 'SAML:1.1:protocol')],
  ['struttura-non-valida', 'Response senza ID', dopo(/ ID="[^"]+"/, '')],
  ['struttura-non-valida', 'Assertion senza ID', dopo(/(<saml:Assertion.*?) ID="[^"]+"/, '$1')],
  ['struttura-non-valida', 'senza Status', nellaRisposta(via('samlp:Status'), '')],
  ['struttura-non-valida', 'Status vuoto', nellaRisposta(via('samlp:StatusCode'), '')],
  ['struttura-non-valida', 'StatusCode senza valore', nellaRisposta(/ Value="[^"]+"/, '')],
  ['versione-non-valida', 'Response 1.1', nellaRisposta('Version="2.0"', 'Version="1.1"')],
  ['versione-non-valida', 'Assertion 1.1', nellAsserzione('Version="2.0"', 'Version="1.1"')],
]

const nonChieste: Caso[] = [
  [
    'gestore-sconosciuto',
    'login verso un gestore ignoto',
    () => motivoDi(() => sp.authnRequest('https://finto.example')),
  ],
  [
    'gestore-sconosciuto',
    'gestore nel frattempo tolto',
    () => {
      const richiesta = nuovaRichiesta()
      return motivoDi(() => verifica(risposta(richiesta), { ...richiesta, idp: 'https://tolto.example' }))
    },
  ],
  ['non-sollecitata', 'InResponseTo assente', nellaRisposta(/ InResponseTo="[^"]+"/, '')],
  ['non-sollecitata', 'InResponseTo vuoto', nellaRisposta(/ InResponseTo="[^"]+"/, ' InResponseTo=""')],
  [
    'richiesta-sconosciuta',
    'richiesta già usata o mai fatta',
    () => motivoDi(() => verifica(risposta(nuovaRichiesta()), undefined)),
  ],
  [
    'richiesta-sconosciuta',
    'risposta a una richiesta di uscita',
    () => {
      const richiesta = nuovaRichiesta()
      return motivoDi(() => verifica(risposta(richiesta), { ...richiesta, tipo: 'uscita' }))
    },
  ],
  [
    'richiesta-scaduta',
    'mezz’ora sulla pagina del gestore',
    () => {
      const richiesta = nuovaRichiesta()
      orologio.avanti(29)
      const xml = risposta(richiesta)
      orologio.avanti(2)
      return motivoDi(() => verifica(xml, richiesta))
    },
  ],
  [
    'richiesta-diversa',
    'SubjectConfirmationData di un’altra richiesta',
    nellAsserzione(/InResponseTo="[^"]+"/, 'InResponseTo="_altra"'),
  ],
  ['richiesta-diversa', 'SubjectConfirmationData senza richiesta', nellAsserzione(/InResponseTo="[^"]+"/, '')],
  [
    'richiesta-diversa',
    'Response con un altro InResponseTo',
    nellaRisposta(/InResponseTo="[^"]+"/, 'InResponseTo="_altra"'),
  ],
  [
    'richiesta-diversa',
    'Response di un’altra richiesta',
    () => motivoDi(() => verifica(risposta(nuovaRichiesta()), nuovaRichiesta())),
  ],
]

const firmeCattive: Caso[] = [
  ['firma-risposta-assente', 'Response non firmata', { chiaviRisposta: 'nessuna' }],
  ['firma-asserzione-assente', 'Assertion non firmata', { chiaviAsserzione: 'nessuna' }],
  ['firma-non-valida', 'Response con un’altra chiave, allegata', { chiaviRisposta: chiaviAltrui }],
  ['firma-non-valida', 'Assertion con un’altra chiave, allegata', { chiaviAsserzione: chiaviAltrui }],
  ['firma-non-valida', 'contenuto cambiato dopo la firma', dopo(persona.codiceFiscale, 'VRDLGU70A01H501O')],
  ['firma-non-valida', 'firma cambiata', dopo(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA')],
  ['firma-non-valida', 'firma senza SignedInfo', dopo(/<ds:SignedInfo>.*?<\/ds:SignedInfo>/, '')],
  ['firma-non-valida', 'due SignedInfo', dopo(/(<ds:SignedInfo>.*?<\/ds:SignedInfo>)/, '$1$1')],
  ['algoritmo-non-ammesso', 'SHA-1', { impronta: 'sha1' }],
  [
    'algoritmo-non-ammesso',
    'HMAC con il certificato come segreto',
    dopo(/xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
  ],
  [
    'algoritmo-non-ammesso',
    'impronta SHA-1',
    dopo('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
  ],
  ['algoritmo-non-ammesso', 'canonicalizzazione con i commenti', dopo(/xml-exc-c14n#/, 'xml-exc-c14n#WithComments')],
  [
    'algoritmo-non-ammesso',
    'trasformazione XSLT',
    dopo('<ds:Transforms>', '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'),
  ],
]

// The eight classical wrappings (XSW1…8), and some of our own.
const spostate: Caso[] = [
  [
    'firma-spostata',
    'XSW1: la Response vera dentro la firma di una falsa',
    ricomponi((xml, p) =>
      xml
        .replace(p.asserzione, p.falsa)
        .replace(/ ID="[^"]+"/, ' ID="_esterna"')
        .replace(
          '</ds:KeyInfo></ds:Signature>',
          `</ds:KeyInfo><ds:Object>${xml.replace(p.firmaRisposta, '')}</ds:Object></ds:Signature>`,
        ),
    ),
  ],
  [
    'firma-spostata',
    'XSW2: la Response vera accanto alla firma di una falsa',
    ricomponi((xml, p) =>
      xml
        .replace(p.asserzione, p.falsa)
        .replace(/ ID="[^"]+"/, ' ID="_esterna"')
        .replace(
          p.firmaRisposta,
          `<samlp:Extensions>${xml.replace(p.firmaRisposta, '')}</samlp:Extensions>${p.firmaRisposta}`,
        ),
    ),
  ],
  [
    'asserzioni-multiple',
    'XSW3: la falsa prima della vera',
    ricomponi((xml, p) => xml.replace(p.asserzione, p.falsa + p.asserzione)),
  ],
  [
    'firma-spostata',
    'XSW4: la vera dentro la falsa',
    ricomponi((xml, p) =>
      xml.replace(p.asserzione, p.falsa.replace('</saml:Assertion>', `${p.asserzione}</saml:Assertion>`)),
    ),
  ],
  [
    'asserzioni-multiple',
    'XSW5: la firma passata alla falsa, la vera in fondo',
    ricomponi((xml, p) =>
      xml.replace(
        p.asserzione,
        p.falsa.replace('<saml:Subject>', `${p.firmaAsserzione}<saml:Subject>`) +
          p.asserzione.replace(p.firmaAsserzione, ''),
      ),
    ),
  ],
  [
    'firma-spostata',
    'XSW6: la vera nella firma della falsa',
    ricomponi((xml, p) =>
      xml.replace(
        p.asserzione,
        p.falsa.replace(
          '<saml:Subject>',
          `${p.firmaAsserzione.replace('</ds:Signature>', `<ds:Object>${p.asserzione.replace(p.firmaAsserzione, '')}</ds:Object></ds:Signature>`)}<saml:Subject>`,
        ),
      ),
    ),
  ],
  [
    'firma-spostata',
    'XSW7: la falsa tra le estensioni',
    ricomponi((xml, p) =>
      xml.replace('<samlp:Status>', `<samlp:Extensions>${p.falsa}</samlp:Extensions><samlp:Status>`),
    ),
  ],
  [
    'firma-spostata',
    'XSW8: la falsa attorno, la vera in un Object della firma',
    ricomponi((xml, p) =>
      xml.replace(
        p.asserzione,
        p.asserzione.replace('</ds:Signature>', `<ds:Object>${p.falsa}</ds:Object></ds:Signature>`),
      ),
    ),
  ],
  [
    'firma-spostata',
    'Reference verso l’altro elemento',
    ricomponi((xml, p) => xml.replace(p.firmaRisposta, p.firmaAsserzione)),
  ],
  ['firma-spostata', 'Reference verso tutto il documento', dopo(/<ds:Reference URI="[^"]+"/, '<ds:Reference URI=""')],
  ['firma-spostata', 'due Reference', dopo(/(<ds:Reference .*?<\/ds:Reference>)/, '$1$1')],
  [
    'firma-spostata',
    'due firme',
    ricomponi((xml, p) => xml.replace(p.firmaRisposta, p.firmaRisposta + p.firmaRisposta)),
  ],
  ['firma-spostata', 'Object estraneo nella firma', dopo('</ds:Signature>', '<ds:Object/></ds:Signature>')],
  [
    'firma-spostata',
    'firma dentro Status',
    ricomponi((xml, p) => xml.replace('<samlp:Status>', `<samlp:Status>${p.firmaAsserzione}`)),
  ],
  [
    'asserzioni-multiple',
    'due asserzioni firmate dal gestore',
    {
      risposta: (xml) =>
        xml.replace(/(<saml:Assertion.*<\/saml:Assertion>)/, (a) => a + a.replaceAll(/(ID="|URI="#)_/g, '$1_b')),
    },
  ],
  ['asserzione-assente', 'nessuna asserzione', nellaRisposta(via('saml:Assertion'), '')],
  ['asserzione-cifrata', 'asserzione cifrata', nellaRisposta(via('saml:Assertion'), '<saml:EncryptedAssertion/>')],
]

const chiECome: Caso[] = [
  [
    'emittente-errato',
    'Issuer della Response diverso',
    nellaRisposta('/idp-prova</saml:Issuer>', '/altro</saml:Issuer>'),
  ],
  ['emittente-errato', 'Issuer della Response assente', nellaRisposta(via('saml:Issuer'), '<samlp:Extensions/>')],
  [
    'emittente-errato',
    'Format di Issuer della Response',
    nellaRisposta('nameid-format:entity', 'nameid-format:persistent'),
  ],
  [
    'emittente-errato',
    'Issuer dell’Assertion diverso',
    nellAsserzione('/idp-prova</saml:Issuer>', '/altro</saml:Issuer>'),
  ],
  ['emittente-errato', 'Issuer dell’Assertion senza Format', nellAsserzione(/Issuer Format="[^"]+"/, 'Issuer')],
  [
    'destinazione-errata',
    'Destination di un altro',
    nellaRisposta(`Destination="${baseUrl}`, 'Destination="https://altro.example'),
  ],
  ['destinazione-errata', 'Destination assente', nellaRisposta(/ Destination="[^"]+"/, '')],
  [
    'destinatario-errato',
    'Recipient di un altro',
    nellAsserzione(`Recipient="${baseUrl}`, 'Recipient="https://altro.example'),
  ],
  ['destinatario-errato', 'Recipient assente', nellAsserzione(/ Recipient="[^"]+"/, '')],
  [
    'servizio-errato',
    'Audience di un altro',
    nellAsserzione(/<saml:Audience>.*?</, '<saml:Audience>https://altro.example<'),
  ],
  ['condizioni-non-valide', 'Audience assente', nellAsserzione(via('saml:Audience'), '')],
  ['condizioni-non-valide', 'AudienceRestriction assente', nellAsserzione(via('saml:AudienceRestriction'), '')],
  ['condizioni-non-valide', 'Conditions assente', nellAsserzione(via('saml:Conditions'), '')],
  ['condizioni-non-valide', 'NotBefore assente', nellAsserzione(/NotBefore="[^"]+"/, '')],
  [
    'condizioni-non-valide',
    'NotOnOrAfter mal scritto',
    nellAsserzione(/(Conditions.*?NotOnOrAfter=")[^"]+/, '$1domani'),
  ],
  ['conferma-non-valida', 'SubjectConfirmation assente', nellAsserzione(via('saml:SubjectConfirmation'), '')],
  ['conferma-non-valida', 'Method diverso da bearer', nellAsserzione('cm:bearer', 'cm:holder-of-key')],
  ['conferma-non-valida', 'SubjectConfirmationData assente', nellAsserzione(via('saml:SubjectConfirmationData'), '')],
  ['conferma-non-valida', 'NotOnOrAfter assente', nellAsserzione(/ NotOnOrAfter="[^"]+"/, '')],
  ['soggetto-non-valido', 'Subject assente', nellAsserzione(via('saml:Subject'), '')],
  ['soggetto-non-valido', 'NameID assente', nellAsserzione(via('saml:NameID'), '')],
  ['soggetto-non-valido', 'NameID vuoto', nellAsserzione(/(<saml:NameID[^>]*>)[^<]+/, '$1')],
  [
    'soggetto-non-valido',
    'NameID non transitorio',
    nellAsserzione('nameid-format:transient', 'nameid-format:persistent'),
  ],
  ['soggetto-non-valido', 'NameID senza NameQualifier', nellAsserzione(/ NameQualifier="[^"]+"/, '')],
  ['autenticazione-assente', 'AuthnStatement assente', nellAsserzione(via('saml:AuthnStatement'), '')],
  ['autenticazione-assente', 'AuthnContext assente', nellAsserzione(via('saml:AuthnContext'), '')],
  ['autenticazione-assente', 'AuthnContextClassRef vuoto', nellAsserzione('https://www.spid.gov.it/SpidL2', '')],
  ['livello-insufficiente', 'livello 1', nellAsserzione('SpidL2', 'SpidL1')],
  [
    'livello-insufficiente',
    'livello di una vecchia specifica',
    nellAsserzione('https://www.spid.gov.it/SpidL2', 'urn:oasis:names:tc:SAML:2.0:ac:classes:SpidL2'),
  ],
]

const quando: Caso[] = [
  ['istante-non-valido', 'Response senza IssueInstant', nellaRisposta(/ IssueInstant="[^"]+"/, '')],
  [
    'istante-non-valido',
    'Response con una data mal scritta',
    nellaRisposta(/IssueInstant="[^"]+"/, 'IssueInstant="22/11/2026"'),
  ],
  [
    'istante-non-valido',
    'data impossibile',
    nellaRisposta(/IssueInstant="[^"]+"/, 'IssueInstant="2026-13-45T00:00:00Z"'),
  ],
  [
    'istante-non-valido',
    'Response prima della richiesta',
    nellaRisposta(/IssueInstant="[^"]+"/, `IssueInstant="${minuti(-3)}"`),
  ],
  ['istante-non-valido', 'Response nel futuro', nellaRisposta(/IssueInstant="[^"]+"/, `IssueInstant="${minuti(3)}"`)],
  [
    'istante-non-valido',
    'Assertion prima della richiesta',
    nellAsserzione(/IssueInstant="[^"]+"/, `IssueInstant="${minuti(-3)}"`),
  ],
  ['istante-non-valido', 'Assertion nel futuro', nellAsserzione(/IssueInstant="[^"]+"/, `IssueInstant="${minuti(3)}"`)],
  [
    'scaduta',
    'SubjectConfirmationData scaduto',
    nellAsserzione(/(SubjectConfirmationData.*?NotOnOrAfter=")[^"]+/, `$1${minuti(-2)}`),
  ],
  ['scaduta', 'Conditions scadute', nellAsserzione(/(Conditions.*?NotOnOrAfter=")[^"]+/, `$1${minuti(-2)}`)],
  [
    'scaduta',
    'arrivata sette minuti dopo',
    () => {
      const richiesta = nuovaRichiesta()
      const xml = risposta(richiesta)
      orologio.avanti(7)
      return motivoDi(() => verifica(xml, richiesta))
    },
  ],
  ['non-ancora-valida', 'NotBefore tra due minuti', nellAsserzione(/NotBefore="[^"]+"/, `NotBefore="${minuti(2)}"`)],
]

const attributi: Caso[] = [
  ['attributo-mancante', 'nessun AttributeStatement', nellAsserzione(via('saml:AttributeStatement'), '')],
  ...(['spidCode', 'fiscalNumber', 'name', 'familyName', 'dateOfBirth', 'placeOfBirth', 'gender'] as const).map(
    (nome): Caso => ['attributo-mancante', `${nome} assente`, nellAsserzione(attributo(nome), '')],
  ),
  ['attributo-mancante', 'nome vuoto', nellAsserzione('>Maria<', '> <')],
  ['attributo-non-valido', 'codice fiscale senza TINIT-', nellAsserzione('TINIT-', '')],
  [
    'attributo-non-valido',
    'codice fiscale di un’impresa',
    nellAsserzione(`TINIT-${persona.codiceFiscale}`, 'TINIT-01234567890'),
  ],
  ['attributo-non-valido', 'due codici fiscali', nellAsserzione(attributo('fiscalNumber'), '$&$&')],
  [
    'attributo-non-valido',
    'due valori',
    nellAsserzione(
      /(<saml:AttributeValue[^>]*>RSS.*?|<saml:AttributeValue[^>]*>TINIT.*?<\/saml:AttributeValue>)/,
      '$1$1',
    ),
  ],
  ['attributo-non-valido', 'genere', nellAsserzione('>F<', '>X<')],
]

const rifiutiDelGestore: Caso[] = [
  ...([19, 20, 21, 22, 23, 25] as const).map((n): Caso => [`nr${n}`, 'detto dal gestore', () => anomalia(n)]),
  ['richiesta-non-accettata', 'il gestore trova un difetto nella richiesta (nr11)', () => anomalia(11)],
  ['esito-negativo', 'un’anomalia fuori tabella (nr24)', () => anomalia(24)],
  ['esito-negativo', 'un «no» senza spiegazione', nellaRisposta('status:Success', 'status:RequestDenied')],
  ['nr25', 'anche se il gestore non firma il suo «no»', () => anomalia(25, { chiaviRisposta: 'nessuna' })],
]

function anomalia(numero: number, ritocchi: Ritocchi = {}) {
  const richiesta = nuovaRichiesta()
  return motivoDi(() => verifica(idp.rifiuta(idp.leggiRichiesta(b64(richiesta.xml)), numero, ritocchi), richiesta))
}

const tutti = { illeggibili, nonChieste, firmeCattive, spostate, chiECome, quando, attributi, rifiutiDelGestore }
for (const [gruppo, casi] of Object.entries(tutti))
  describe(gruppo, () => {
    test.each(casi)('%s: %s', (motivo, _cosa, come) => {
      expect(typeof come === 'function' ? come() : esito(come)).toBe(motivo)
    })
  })

test('every reason is provoked here, but the one about the browser, which is in routes.test.ts', () => {
  const provocati = new Set(Object.values(tutti).flatMap((casi) => casi.map(([motivo]) => motivo)))
  expect(Object.keys(motivi).filter((m) => !provocati.has(m as Motivo))).toEqual(['browser-diverso'])
})

test('every reason has a sentence that says what to do', () => {
  for (const [, frase] of Object.values(motivi)) expect(frase).toMatch(/^[A-ZÈ].{30,}\.$/)
})

describe('what is good is accepted', () => {
  test('a response of the provider gives the person, the session and the level', () => {
    const richiesta = nuovaRichiesta()
    expect(verifica(risposta(richiesta), richiesta)).toMatchObject({
      attributi: {
        codiceFiscale: persona.codiceFiscale,
        nome: persona.nome,
        cognome: persona.cognome,
        dataNascita: persona.dataNascita,
        luogoNascita: persona.luogoNascita,
        genere: persona.genere,
        email: persona.email,
        telefono: persona.telefono,
      },
      sessione: { idp: idp.entityId, sessionIndex: expect.stringMatching(/^_/) },
      livello: 2,
      richiesta,
    })
  })

  test.each<[string, Ritocchi, object]>([
    ['level 3, since 2 is the minimum', nellAsserzione('SpidL2', 'SpidL3'), { livello: 3 }],
    ['SHA-384', { impronta: 'sha384' }, { livello: 2 }],
    ['SHA-512', { impronta: 'sha512' }, { livello: 2 }],
    ['Issuer of the Response without Format', nellaRisposta(/Issuer Format="[^"]+"/, 'Issuer'), { livello: 2 }],
    ['no SessionIndex', nellAsserzione(/ SessionIndex="[^"]+"/, ''), { sessione: { sessionIndex: undefined } }],
    ['no e-mail', nellAsserzione(attributo('email'), ''), { attributi: { email: null } }],
    ['milliseconds', nellaRisposta(/(IssueInstant="[^"]+)Z"/, '$1.123Z"'), { livello: 2 }],
    ['clocks 50 seconds apart', nellAsserzione(/NotBefore="[^"]+"/, `NotBefore="${minuti(5 / 6)}"`), { livello: 2 }],
    ['an XML declaration and blanks', { tutto: (xml) => `<?xml version="1.0"?>\n${xml}\n` }, { livello: 2 }],
    [
      'namespaces with other prefixes',
      {
        asserzione: (xml) => xml.replaceAll('saml:', 'a:').replace('xmlns:saml', 'xmlns:a'),
        risposta: (xml) => xml.replaceAll('samlp', 'p'),
      },
      { livello: 2 },
    ],
  ])('%s', (_cosa, ritocchi, atteso) => {
    expect(esito(ritocchi)).toMatchObject(atteso)
  })

  test('a second certificate in the metadata, as during a change of key', () => {
    const [vero] = leggiIdp(idp.metadata())
    const due = creaServiceProvider({
      entityId: `${baseUrl}/spid/metadata`,
      baseUrl,
      organizzazione,
      chiavi: caricaChiavi(chiaviAltrui.chiave, chiaviAltrui.certificato),
      idps: [{ ...vero!, certificati: [chiaviAltrui.certificato, chiaviIdp.certificato] }],
    })
    const richiesta = nuovaRichiesta()
    expect(due.verifica(due.apri(b64(risposta(richiesta))), richiesta).livello).toBe(2)
  })
})
