// The whole journey as a browser makes it, through the real routes of the service and of the test provider: login,
// refusals, single logout from both sides; and what the routes alone defend: login CSRF, replay, open redirect.
import cookie from '@fastify/cookie'
import Fastify, { type LightMyRequestResponse } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  baseUrl,
  chiaviIdp,
  chiaviSp,
  idp,
  motivoDi,
  organizzazione,
  orologio,
  persona,
  registroInMemoria,
  sp,
} from './fixture.ts'
import { leggiIdp } from './idp-metadata.ts'
import { idpProvaRoutes } from './idp-prova-routes.ts'
import { b64, logoutResponse, nuovoId, type SessioneSpid } from './messaggio.ts'
import type { Risposta } from './registro.ts'
import type { AccessoSpid } from './risposta.ts'
import { ritornoLocale, spidRoutes } from './routes.ts'
import { creaServiceProvider, type ServiceProvider } from './sp.ts'

async function avvia(service: ServiceProvider = sp) {
  const registro = registroInMemoria()
  const accessi: AccessoSpid[] = []
  const uscite: SessioneSpid[] = []
  const app = Fastify()
  await app.register(cookie)
  await app.register(spidRoutes, {
    sp: service,
    registro,
    alAccesso: (accesso, _request, reply) => {
      accessi.push(accesso)
      return reply.redirect(accesso.richiesta.ritorno, 303)
    },
    alRifiuto: (rifiuto, _request, reply) => reply.code(rifiuto.status).send({ motivo: rifiuto.motivo }),
    sessioneCorrente: async () => accessi.at(-1)?.sessione,
    alLogout: async (sessione) => uscite.push(sessione),
  })
  await app.register(idpProvaRoutes, { idp, persone: async () => [persona] })
  return { app, registro, accessi, uscite }
}

let c: Awaited<ReturnType<typeof avvia>>
let browser: Record<string, string>
beforeEach(async () => {
  c = await avvia()
  browser = {}
})
afterEach(async () => {
  orologio.scarto = 0
  await c.app.close()
})

async function va(url: string, campi?: Record<string, string>, headers: Record<string, string> = {}) {
  const reply = await c.app.inject({
    method: campi ? 'POST' : 'GET',
    url,
    cookies: browser,
    headers: { ...headers, ...(campi && { 'content-type': 'application/x-www-form-urlencoded' }) },
    payload: campi && new URLSearchParams(campi).toString(),
  })
  for (const k of reply.cookies) browser[k.name] = k.value
  return reply
}

/** The form of a page: where it posts, and its hidden fields. */
function modulo(reply: LightMyRequestResponse) {
  const campi = [...reply.body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)]
  const azione = /<form method="post" action="([^"]+)"/.exec(reply.body)?.[1]
  if (!azione) throw new Error(`nessun modulo in: ${reply.statusCode} ${reply.body}`)
  return { url: azione.replace(baseUrl, ''), campi: Object.fromEntries(campi.map(([, n, v]) => [n!, v!])) }
}

const login = (ritorno = '/utenti?pagina=2') => va(`/spid/login?${new URLSearchParams({ idp: idp.entityId, ritorno })}`)

/** Up to the page that brings the response back. */
async function finoAlRitorno(scelta: Record<string, string>) {
  const andata = modulo(await login())
  const scelte = await va(andata.url, andata.campi)
  expect(scelte.statusCode).toBe(200)
  const { url, campi } = modulo(scelte)
  return va(url, { ...campi, ...scelta })
}
const entra = async () => {
  const { url, campi } = modulo(await finoAlRitorno({ codiceFiscale: persona.codiceFiscale }))
  return va(url, campi)
}

describe('login', () => {
  test('with a demo person: in, at the page asked, and the register has both messages', async () => {
    const reply = await entra()
    expect(reply.statusCode).toBe(303)
    expect(reply.headers.location).toBe('/utenti?pagina=2')
    expect(c.accessi[0]?.attributi).toMatchObject({ codiceFiscale: persona.codiceFiscale, cognome: persona.cognome })
    expect(c.registro.risposte).toMatchObject([
      {
        esito: 'accettata',
        assertionId: c.accessi[0]?.assertionId,
        richiesta: { tipo: 'accesso', idp: idp.entityId, xml: expect.stringContaining('<samlp:AuthnRequest') },
        xml: expect.stringContaining('<samlp:Response'),
      },
    ])
  })

  test('with anyone whose data are all given', async () => {
    const altro = {
      codiceFiscale: 'vrdlgu70a01h501o',
      nome: 'Luigi',
      cognome: 'Verdi',
      dataNascita: '1970-01-01',
      luogoNascita: 'H501',
      genere: 'M',
      email: 'l@example.org',
      telefono: '+39061',
    }
    const { url, campi } = modulo(await finoAlRitorno(altro))
    expect((await va(url, campi)).statusCode).toBe(303)
    expect(c.accessi[0]?.attributi).toMatchObject({ codiceFiscale: 'VRDLGU70A01H501O', nome: 'Luigi', genere: 'M' })
  })

  test('an unknown codice fiscale alone: the test provider asks for the rest', async () => {
    const reply = await finoAlRitorno({ codiceFiscale: 'VRDLGU70A01H501O' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('compila tutti i campi')
  })

  test('cancelled by the person: nr25, kept in the register', async () => {
    const { url, campi } = modulo(await finoAlRitorno({ esito: 'annulla' }))
    expect((await va(url, campi)).json()).toEqual({ motivo: 'nr25' })
    expect(c.registro.risposte).toMatchObject([{ esito: 'rifiutata', motivo: 'nr25' }])
    expect(c.accessi).toEqual([])
  })

  test('two tabs at once both enter', async () => {
    const prima = modulo(await login('/uno'))
    const seconda = modulo(await login('/due'))
    for (const andata of [prima, seconda]) {
      const { url, campi } = modulo(
        await va('/idp-prova/accedi', { ...andata.campi, codiceFiscale: persona.codiceFiscale }),
      )
      await va(url, campi)
    }
    expect(c.accessi.map((a) => a.richiesta.ritorno)).toEqual(['/uno', '/due'])
  })

  test('the same response twice: the second is refused', async () => {
    const { url, campi } = modulo(await finoAlRitorno({ codiceFiscale: persona.codiceFiscale }))
    expect((await va(url, campi)).statusCode).toBe(303)
    expect((await va(url, campi)).json()).toEqual({ motivo: 'richiesta-sconosciuta' })
    expect(c.registro.risposte).toHaveLength(1)
    const [{ richiesta }] = c.registro.risposte as [Risposta]
    expect(c.registro.nonAttese).toMatchObject([
      { idp: idp.entityId, inRispostaA: richiesta.id, motivo: 'richiesta-sconosciuta' },
    ])
  })

  test('a response that was not asked for is kept if a provider has signed it, and not otherwise', async () => {
    const { url, campi } = modulo(await finoAlRitorno({ codiceFiscale: persona.codiceFiscale }))
    c.registro.richieste.clear()
    const vera = Buffer.from(campi.SAMLResponse!, 'base64').toString()
    const manda = async (xml: string) => (await va(url, { SAMLResponse: b64(xml) })).json()
    expect(await manda(vera.replace(/<saml:Issuer[^>]*>[^<]+/, '$&altri'))).toEqual({ motivo: 'richiesta-sconosciuta' })
    expect(await manda(vera.replace('Response ', 'Response  Consent="x" '))).toEqual({
      motivo: 'richiesta-sconosciuta',
    })
    expect(await manda(vera.replace(/<ds:Signature.*?<\/ds:Signature>/s, ''))).toEqual({
      motivo: 'richiesta-sconosciuta',
    })
    expect(c.registro.nonAttese).toEqual([])
    // what the provider has signed is kept, and is the same whatever is written around it
    const inPiu = '<ds:KeyInfo><ds:KeyName>altro</ds:KeyName>'
    for (const xml of [vera, `${vera}\n`, vera.replace('Response ', 'Response  '), vera.replace('<ds:KeyInfo>', inPiu)])
      expect(await manda(xml)).toEqual({ motivo: 'richiesta-sconosciuta' })
    expect(c.registro.nonAttese).toHaveLength(4)
    expect(new Set(c.registro.nonAttese.map((r) => r.xml)).size).toBe(1)
    expect(c.registro.nonAttese[0]!.xml).toContain('<saml:Assertion')
    const spontanea = idp.conferma({ ...idp.leggiRichiesta(b64(sp.authnRequest(idp.entityId).xml)), id: '' }, persona)
    expect(await manda(spontanea)).toEqual({ motivo: 'non-sollecitata' })
    expect(c.registro.nonAttese[4]).toMatchObject({ inRispostaA: undefined, motivo: 'non-sollecitata' })
    expect(c.registro.risposte).toEqual([])
  })

  test.each([
    ['no cookie', {}],
    ['another cookie', { spid_browser: 'altro' }],
  ])('a response carried to another browser (%s) is refused', async (_quale, altroBrowser: Record<string, string>) => {
    const { url, campi } = modulo(await finoAlRitorno({ codiceFiscale: persona.codiceFiscale }))
    browser = altroBrowser
    expect((await va(url, campi)).json()).toEqual({ motivo: 'browser-diverso' })
    expect(c.registro.risposte).toMatchObject([{ esito: 'rifiutata', motivo: 'browser-diverso' }])
  })

  test('a wrong response is refused in the words of its reason, an enormous one too', async () => {
    expect((await va('/spid/acs', {})).json()).toEqual({ motivo: 'non-leggibile' })
    expect((await va('/spid/acs', { SAMLResponse: b64('<a') })).json()).toEqual({ motivo: 'non-leggibile' })
    const enorme = await va('/spid/acs', { SAMLResponse: 'A'.repeat(1_100_000) })
    expect(enorme.statusCode).toBe(413)
    expect(enorme.json()).toEqual({ motivo: 'troppo-grande' })
    expect(c.registro.risposte).toEqual([])
  })

  test('an unknown provider is refused before anything is kept', async () => {
    expect((await va('/spid/login?idp=https://finto.example')).json()).toEqual({ motivo: 'gestore-sconosciuto' })
    expect(c.registro.richieste.size).toBe(0)
  })

  test('over https the browser cookie travels with the provider’s post', async () => {
    const https = creaServiceProvider({
      entityId: 'https://trama.example',
      baseUrl: 'https://trama.example',
      chiavi: chiaviSp,
      organizzazione,
      idps: leggiIdp(idp.metadata()),
    })
    await c.app.close()
    c = await avvia(https)
    expect((await login()).headers['set-cookie']).toMatch(
      /^__Host-spid_browser=\w{40}; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=None$/,
    )
  })

  test('over plain http it is Lax, never sent elsewhere', async () => {
    expect((await login()).headers['set-cookie']).toMatch(/Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test.each([
    [undefined, '/'],
    ['/utenti?q=a#b', '/utenti?q=a#b'],
    ['https://altro.example', '/'],
    ['//altro.example', '/'],
    ['/\\altro.example', '/'],
    ['/.//altro.example', '/'],
    ['/\t/altro.example', '/'],
    ['javascript:alert(1)', '/'],
    [`/${'a'.repeat(2000)}`, '/'],
  ])('return to %s', (chiesto, dato) => {
    expect(ritornoLocale(chiesto, baseUrl)).toBe(dato)
  })
})

describe('pages', () => {
  test('the page that carries the request posts by itself, under a policy of its own, and by hand without scripts', async () => {
    const reply = await login()
    const csp = String(reply.headers['content-security-policy'])
    const nonce = /script-src 'nonce-([^']+)'/.exec(csp)![1]
    expect(csp).toContain("default-src 'none'")
    expect(reply.body).toContain(`<script nonce="${nonce}">document.forms[0].submit()</script>`)
    expect(reply.body).toContain('<button type="submit">Prosegui</button>')
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  test('what comes from outside is escaped', async () => {
    const { campi } = modulo(await login())
    const reply = await va('/idp-prova/sso', { ...campi, RelayState: '"><script>alert(1)</script>' })
    expect(reply.body).not.toContain('<script')
    expect(reply.body).toContain('D’Amico &amp; Rossi')
  })

  test('the test provider refuses a request that is not signed by the service', async () => {
    const { xml } = sp.authnRequest(idp.entityId)
    const reply = await va('/idp-prova/sso', { SAMLRequest: b64(xml.replace('SpidL2', 'SpidL1')) })
    expect(reply.statusCode).toBe(403)
    expect(reply.body).toContain('firma-non-valida')
  })

  test('the list of providers and the metadata', async () => {
    expect((await va('/spid/idp')).json()).toEqual({
      voci: [{ entityId: idp.entityId, nome: 'Identità di prova (dimostrativo)' }],
    })
    const metadati = await va('/spid/metadata')
    expect(metadati.headers['content-type']).toContain('application/samlmetadata+xml')
    expect(metadati.body).toBe(sp.metadata())
    expect(leggiIdp((await va('/idp-prova/metadata')).body)[0]?.entityId).toBe(idp.entityId)
  })
})

describe('logout', () => {
  test('from Trama: ours is ended, then the provider’s', async () => {
    await entra()
    const andata = modulo(await va('/spid/logout', {}, { 'sec-fetch-site': 'same-origin' }))
    expect(c.uscite).toEqual([c.accessi[0]?.sessione])
    const ritorno = modulo(await va(andata.url, andata.campi))
    const fine = await va(ritorno.url, ritorno.campi)
    expect([fine.statusCode, fine.headers.location]).toEqual([303, '/'])
    expect(c.registro.risposte.at(-1)).toMatchObject({ esito: 'accettata', richiesta: { tipo: 'uscita' } })
    // and its answer cannot be used again
    expect((await va(ritorno.url, ritorno.campi)).json()).toEqual({ motivo: 'richiesta-sconosciuta' })
  })

  test('what the provider answers is verified, and a partial logout is told', async () => {
    await entra()
    const rispondi = async (inRispostaA: (id: string) => string, stato?: string) => {
      const { campi } = modulo(await va('/spid/logout'))
      const id = / ID="([^"]+)/.exec(Buffer.from(campi.SAMLRequest!, 'base64').toString())![1]!
      const destinazione = `${baseUrl}/spid/logout`
      const estremi = { id: nuovoId(), emittente: idp.entityId, destinazione, adesso: new Date(), chiavi: chiaviIdp }
      return logoutResponse(estremi, inRispostaA(id), stato)
    }
    const invia = (xml: string) => va('/spid/logout', { SAMLResponse: b64(xml) })
    const parziale = await rispondi((id) => id, 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout')
    expect((await invia(parziale)).headers.location).toBe('/?spid=parziale')
    expect((await invia(await rispondi(() => ''))).json()).toEqual({ motivo: 'non-sollecitata' })
    expect((await invia(await rispondi(() => '_altra'))).json()).toEqual({ motivo: 'richiesta-sconosciuta' })
    expect(c.registro.nonAttese.map((r) => r.motivo)).toEqual(['non-sollecitata', 'richiesta-sconosciuta'])
    const alterata = (await rispondi((id) => id)).replace(/IssueInstant="[^"]+"/, '')
    expect((await invia(alterata)).json()).toEqual({ motivo: 'firma-non-valida' })
    const altra = await rispondi((id) => id)
    const richiesta = [...c.registro.richieste.values()].at(-1)!
    expect(
      motivoDi(() => sp.verificaLogoutResponse(sp.apriLogoutResponse(b64(altra)), { ...richiesta, id: '_x' })),
    ).toBe('richiesta-diversa')
  })

  test('a request of a provider that has no address to be answered at is refused', async () => {
    await entra()
    const [con] = leggiIdp(idp.metadata())
    const senza = creaServiceProvider({
      entityId: `${baseUrl}/spid/metadata`,
      baseUrl,
      chiavi: chiaviSp,
      organizzazione,
      idps: [{ ...con!, sloPost: undefined, sloRisposta: undefined }],
    })
    const richiesta = b64(idp.chiediLogout(c.accessi[0]!.sessione))
    expect(motivoDi(() => senza.verificaLogoutRequest(richiesta))).toBe('gestore-sconosciuto')
  })

  test('not from a link of another site', async () => {
    await entra()
    await va('/spid/logout', undefined, { 'sec-fetch-site': 'cross-site' })
    expect(c.uscite).toEqual([])
  })

  test('without a session at the provider, ours alone', async () => {
    await entra()
    c.accessi[0]!.sessione.sessionIndex = undefined
    expect((await va('/spid/logout')).headers.location).toBe('/')
    expect(c.uscite).toHaveLength(1)
  })

  test('from the provider: its request is verified, ours is ended, it is answered', async () => {
    await entra()
    const { sessione } = c.accessi[0]!
    const SAMLRequest = b64(idp.chiediLogout(sessione))
    const reply = await va('/spid/logout', { SAMLRequest, RelayState: 'suo' }, { 'sec-fetch-site': 'cross-site' })
    expect(c.uscite).toEqual([sessione])
    const { url, campi } = modulo(reply)
    expect(url).toBe('/idp-prova/logout')
    expect(campi.RelayState).toBe('suo')
    const risposta = Buffer.from(campi.SAMLResponse!, 'base64').toString()
    expect(risposta).toContain('status:Success')
    // kept with its answer, and obeyed once: who sends it again does not end the session begun meanwhile
    expect(c.registro.uscite).toMatchObject([{ idp: idp.entityId, risposta }])
    expect((await va('/spid/logout', { SAMLRequest })).json()).toEqual({ motivo: 'richiesta-sconosciuta' })
    expect(c.uscite).toHaveLength(1)
    expect(c.registro.uscite).toHaveLength(1)
  })

  test('a forged request of the provider ends nothing', async () => {
    await entra()
    const vera = idp.chiediLogout(c.accessi[0]!.sessione)
    const falsa = vera.replace(/<ds:Signature.*<\/ds:Signature>/s, '')
    expect((await va('/spid/logout', { SAMLRequest: b64(falsa) })).json()).toEqual({ motivo: 'firma-risposta-assente' })
    const altrui = vera.replace(/(SessionIndex>_)(.)/, (_m, prima, c) => `${prima}${c === '0' ? '1' : '0'}`)
    expect((await va('/spid/logout', { SAMLRequest: b64(altrui) })).json()).toEqual({ motivo: 'firma-non-valida' })
    expect(c.uscite).toEqual([])
  })
})
