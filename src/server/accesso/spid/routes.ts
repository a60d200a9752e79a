// The web addresses of SPID: metadata, login, assertion consumer, logout, list of providers. What an accredited person
// is, and what a session is, the caller says with three functions; this file knows only SAML and the browser.
//
// Login CSRF: someone could make a victim's browser post a response obtained for himself, and the victim would work
// under another's name. So a request belongs to the browser that began it: a random cookie, of which the register keeps
// the hash. The response comes from the provider's site, and browsers send no `SameSite=Lax` cookie with a post from
// elsewhere: over https the cookie is therefore `SameSite=None; Secure`, which is safe because alone it opens nothing. Over plain
// http (a developer's machine) browsers refuse `None` without `Secure`, and `Lax` is enough, because the test provider
// lives on the same site. It is always enforced: a real provider needs https, as SPID itself does.
import { createHash, randomBytes } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { b64, type RispostaAperta, type SessioneSpid } from './messaggio.ts'
import { esigi, SpidRifiutato } from './motivi.ts'
import { campiDi, inviaModulo, leggiModulo } from './pagine.ts'
import type { Registro, Richiesta } from './registro.ts'
import type { AccessoSpid } from './risposta.ts'
import type { Invio, ServiceProvider } from './sp.ts'

export interface OpzioniSpid {
  sp: ServiceProvider
  registro: Registro
  /** Somebody proved who he is: open a session and redirect to `accesso.richiesta.ritorno`, or say why he cannot enter. */
  alAccesso(accesso: AccessoSpid, request: FastifyRequest, reply: FastifyReply): unknown
  /** A page with `rifiuto.frase` and, as the code to report, `rifiuto.motivo`. */
  alRifiuto(rifiuto: SpidRifiutato, request: FastifyRequest, reply: FastifyReply): unknown
  sessioneCorrente(request: FastifyRequest): Promise<SessioneSpid | undefined>
  /** Ends every session of ours born from that SPID session, and clears the cookie on `reply`. */
  alLogout(sessione: SessioneSpid, request: FastifyRequest, reply: FastifyReply): Promise<unknown>
  /** Local page after a logout; gets `?spid=parziale` when the provider could not end everything. */
  paginaUscita?: string
}

const impronta = (s: string) => createHash('sha256').update(s).digest('hex')

/** Needs `@fastify/cookie` registered before. */
export async function spidRoutes(app: FastifyInstance, opzioni: OpzioniSpid): Promise<void> {
  const { sp, registro } = opzioni
  const paginaUscita = opzioni.paginaUscita ?? '/'
  const sicuro = sp.baseUrl.startsWith('https:')
  // with its prefix no sibling site can plant it
  const COOKIE = sicuro ? '__Host-spid_browser' : 'spid_browser'
  const cookie: CookieSerializeOptions = {
    path: '/',
    httpOnly: true,
    secure: sicuro,
    sameSite: sicuro ? 'none' : 'lax',
    maxAge: 30 * 60,
  }

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, leggiModulo)
  app.setErrorHandler((errore: Error & { statusCode?: number }, request, reply) => {
    const rifiuto = errore.statusCode === 413 ? new SpidRifiutato('troppo-grande') : errore
    if (!(rifiuto instanceof SpidRifiutato)) throw errore
    return opzioni.alRifiuto(rifiuto, request, reply)
  })

  app.get('/spid/metadata', (_request, reply) => reply.type('application/samlmetadata+xml').send(sp.metadata()))

  // In random order, so that none is favoured (rules of the «Entra con SPID» button).
  app.get('/spid/idp', (_request, reply) => {
    const voci = sp.idps().map(({ entityId, nome }) => ({ entityId, nome, caso: Math.random() }))
    voci.sort((a, b) => a.caso - b.caso)
    return reply.header('cache-control', 'no-store').send({ voci: voci.map(({ caso, ...voce }) => voce) })
  })

  app.get<{ Querystring: { idp?: string; ritorno?: string } }>('/spid/login', async (request, reply) => {
    const { idp = '', ritorno } = request.query
    const invio = sp.authnRequest(idp)
    // the cookie is kept when there is one, so that two tabs may log in at once
    const browser = request.cookies[COOKIE] ?? randomBytes(20).toString('hex')
    reply.setCookie(COOKIE, browser, cookie)
    await ricorda(invio, {
      tipo: 'accesso',
      idp,
      ritorno: ritornoLocale(ritorno, sp.baseUrl),
      legame: impronta(browser),
    })
    return inviaModulo(reply, {
      titolo: 'Stai andando alla pagina di accesso del tuo gestore SPID',
      destinazione: invio.destinazione,
      campi: messaggio('SAMLRequest', invio),
    })
  })

  app.post('/spid/acs', async (request, reply) => {
    const risposta = sp.apri(campiDi(request).SAMLResponse ?? '')
    const richiesta = await richiestaDi(risposta)
    const esito = await annota(richiesta, risposta, () => {
      const browser = request.cookies[COOKIE]
      if (richiesta) esigi(browser && impronta(browser) === richiesta.legame, 'browser-diverso')
      return sp.verifica(risposta, richiesta)
    })
    return opzioni.alAccesso(esito, request, reply)
  })

  // Leaving. Ours is ended first, whatever becomes of the provider's.
  const esci = async (request: FastifyRequest, reply: FastifyReply) => {
    // a link on a foreign page must not log anybody out
    const da = request.headers['sec-fetch-site']
    if (da && da !== 'same-origin' && da !== 'none') return reply.redirect(paginaUscita, 303)
    const sessione = await opzioni.sessioneCorrente(request)
    if (!sessione) return reply.redirect(paginaUscita, 303)
    await opzioni.alLogout(sessione, request, reply)
    const invio = sp.logoutRequest(sessione)
    if (!invio) return reply.redirect(paginaUscita, 303)
    await ricorda(invio, { tipo: 'uscita', idp: sessione.idp, ritorno: paginaUscita, legame: '' })
    return inviaModulo(reply, {
      titolo: 'Stai uscendo anche dal tuo gestore SPID',
      destinazione: invio.destinazione,
      campi: messaggio('SAMLRequest', invio),
    })
  }
  app.get('/spid/logout', esci)
  app.post('/spid/logout', async (request, reply) => {
    const { SAMLRequest, SAMLResponse, RelayState } = campiDi(request)
    if (SAMLResponse) {
      const risposta = sp.apriLogoutResponse(SAMLResponse)
      const richiesta = await richiestaDi(risposta)
      const esito = await annota(richiesta, risposta, () => sp.verificaLogoutResponse(risposta, richiesta))
      return reply.redirect(esito === 'completa' ? paginaUscita : `${paginaUscita}?spid=parziale`, 303)
    }
    if (!SAMLRequest) return esci(request, reply)
    const { id, xml, sessione, risposta } = sp.verificaLogoutRequest(SAMLRequest)
    const uscita = { id, idp: sessione.idp, xml, ricevutaIl: sp.adesso(), risposta: risposta.xml }
    esigi(await registro.salvaUscita(uscita), 'richiesta-sconosciuta', 'uscita già chiesta')
    await opzioni.alLogout(sessione, request, reply)
    return inviaModulo(reply, {
      titolo: 'Sei uscito da Trama',
      destinazione: risposta.destinazione,
      campi: { ...messaggio('SAMLResponse', risposta), ...(RelayState && { RelayState }) },
    })
  })

  const ricorda = ({ id, xml }: Invio, r: Omit<Richiesta, 'id' | 'xml' | 'emessaIl'>) =>
    registro.salvaRichiesta({ ...r, id, xml, emessaIl: sp.adesso() })

  const richiestaDi = async ({ inRispostaA }: RispostaAperta) =>
    inRispostaA ? registro.prendiRichiesta(inRispostaA) : undefined

  /** Runs a verification and writes in the register how it ended. */
  async function annota<T extends AccessoSpid | string>(
    richiesta: Richiesta | undefined,
    risposta: RispostaAperta,
    verifica: () => T,
  ): Promise<T> {
    const { testo: xml } = risposta
    const salva = async (come: {
      esito: 'accettata' | 'rifiutata'
      motivo?: SpidRifiutato['motivo']
      dettaglio?: string
      assertionId?: string
    }) => {
      if (richiesta) await registro.salvaRisposta({ richiesta, ricevutaIl: sp.adesso(), xml, ...come })
    }
    let esito: T
    try {
      esito = verifica()
    } catch (errore) {
      if (!(errore instanceof SpidRifiutato)) throw errore
      const { motivo, dettaglio } = errore
      await salva({ esito: 'rifiutata', motivo, dettaglio })
      const di = richiesta ? undefined : sp.firmatario(risposta)
      if (di)
        await registro.salvaNonAttesa({
          idp: di.idp,
          inRispostaA: risposta.inRispostaA,
          ricevutaIl: sp.adesso(),
          // not what came: around what is signed anybody may write, each time something else
          xml: di.firmato,
          motivo,
          dettaglio,
        })
      throw errore
    }
    await salva({ esito: 'accettata', ...(typeof esito === 'object' && { assertionId: esito.assertionId }) })
    return esito
  }
}

/** The RelayState says nothing, as the rules want: where to return is kept with the request. */
const messaggio = (nome: 'SAMLRequest' | 'SAMLResponse', { xml }: Invio) => ({
  [nome]: b64(xml),
  RelayState: randomBytes(16).toString('hex'),
})

/** A path of ours, whatever is asked: never an address of others (no open redirect). */
export function ritornoLocale(ritorno: string | undefined, baseUrl: string): string {
  if (!ritorno?.startsWith('/') || ritorno.length > 2000) return '/'
  const url = URL.canParse(ritorno, baseUrl) ? new URL(ritorno, baseUrl) : undefined
  if (url?.origin !== new URL(baseUrl).origin) return '/'
  const percorso = url.pathname + url.search + url.hash
  // «/.//host» normalises to «//host», which a browser would read as another site
  return percorso.startsWith('//') ? '/' : percorso
}
