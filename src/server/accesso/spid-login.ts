// SPID and the platform: exchanges kept in the database, an identity turned into a session, refusals told to the person.
// What SAML is stands in spid/; what a session is stands in the database (migration 0003). There is no password anywhere.
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Configurazione, ErroreDiAvvio } from '../kernel/config.ts'
import { type Deps, oggiInItalia } from '../kernel/context.ts'
import { Detti } from '../kernel/detti.ts'
import { provenienzaDi } from '../kernel/provenienza.ts'
import { cookieSessione, hashToken, tokenOf } from '../kernel/serve.ts'
import { caricaChiavi, chiaviInCartella } from './spid/chiavi.ts'
import { caricaIdp, leggiIdp } from './spid/idp-metadata.ts'
import { creaIdpProva, type Persona } from './spid/idp-prova.ts'
import { idpProvaRoutes } from './spid/idp-prova-routes.ts'
import type { SpidRifiutato } from './spid/motivi.ts'
import type { Registro, Richiesta } from './spid/registro.ts'
import type { AccessoSpid } from './spid/risposta.ts'
import { spidRoutes } from './spid/routes.ts'
import { creaServiceProvider } from './spid/sp.ts'

/** Why a person whom SPID vouches for does not enter, and whom to ask. */
const nonEntra: Record<string, [string, (ambito: string) => string]> = {
  'non-accreditato': [
    'Non risulti tra gli utenti accreditati',
    () =>
      'SPID ti ha riconosciuto, ma nessun ambito ti ha accreditato. Chiedi al tuo ente di comunicare il tuo nominativo all’amministratore dell’ambito territoriale; se rappresenti un ambito, compila la richiesta di accreditamento.',
  ],
  'non-ancora-abilitato': [
    'Non sei ancora abilitato',
    (a) =>
      `${a} ha registrato i tuoi dati, ma non ti ha ancora abilitato: può mancare un atto che il tuo ente deve firmare, oppure l’abilitazione dell’amministratore dell’ambito. Rivolgiti a lui.`,
  ],
  'ambito-terminato': [
    'Il tuo ambito è terminato',
    (a) =>
      `${a} non opera più: nessuno può entrare come suo utente. Chiedi al tuo ente di comunicare il tuo nominativo all’amministratore dell’ambito di cui il comune fa parte adesso.`,
  ],
  sospeso: ['Il tuo accesso è sospeso', (a) => `L’amministratore di ${a} ha sospeso il tuo accesso: rivolgiti a lui.`],
  cessato: [
    'Il tuo accesso è cessato',
    (a) => `Il tuo incarico presso ${a} risulta concluso. Se non è così, rivolgiti all’amministratore dell’ambito.`,
  ],
  'contratto-scaduto': [
    'Il tuo contratto risulta scaduto',
    (a) =>
      `La data di fine contratto registrata è passata. Se il contratto è stato rinnovato, chiedi all’amministratore di ${a} di aggiornarla.`,
  ],
}

/** Exchanges in the database: kept 24 months, each request taken once. What a reason says besides never names a person. */
function registroSql(deps: Deps): Registro {
  return {
    async salvaRichiesta(r) {
      await deps.db.call('select accesso.spid_emetti($1, $2, $3, $4, $5, $6, $7)', [
        r.id,
        r.tipo,
        r.idp,
        r.ritorno,
        r.legame,
        r.xml,
        r.emessaIl.toISOString(),
      ])
    },
    async prendiRichiesta(id) {
      const [r] = await deps.db.call('select * from accesso.spid_prendi($1, $2)', [id, deps.clock().toISOString()])
      if (!r) return undefined
      const { emessa_il, ...rest } = r as Record<string, string>
      return { ...rest, emessaIl: new Date(emessa_il!) } as unknown as Richiesta
    },
    async salvaRisposta(r) {
      await deps.db.call('select accesso.spid_conserva($1, $2, $3, $4, $5, $6)', [
        r.richiesta.id,
        r.xml,
        r.ricevutaIl.toISOString(),
        r.assertionId ?? null,
        r.esito,
        r.motivo ? `${r.motivo} ${r.dettaglio ?? ''}`.trim() : null,
      ])
    },
    async salvaNonAttesa(r) {
      await deps.db.call('select accesso.spid_conserva_non_attesa($1, $2, $3, $4, $5, $6)', [
        createHash('sha256').update(r.xml).digest('hex'),
        r.idp,
        r.inRispostaA ?? null,
        r.xml,
        `${r.motivo} ${r.dettaglio}`.trim(),
        r.ricevutaIl.toISOString(),
      ])
    },
    async salvaUscita(u) {
      const [r] = await deps.db.call('select accesso.spid_ricevi($1, $2, $3, $4, $5) as nuova', [
        u.id,
        u.idp,
        u.xml,
        u.ricevutaIl.toISOString(),
        u.risposta,
      ])
      return (r as { nuova: boolean }).nuova
    },
  }
}

/** SPID identity → session → cookie. Shared by the login and by nothing else. */
async function apriSessione(deps: Deps, accesso: AccessoSpid, dispositivo: string) {
  const token = randomBytes(32).toString('base64url')
  const { attributi: a, sessione: s } = accesso
  const [row] = await deps.db.call('select * from accesso.apri_sessione($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    a.codiceFiscale,
    hashToken(token),
    deps.clock().toISOString(),
    dispositivo,
    s.idp,
    JSON.stringify(s),
    s.nameId,
    accesso.livello,
    JSON.stringify(a),
  ])
  const { esito, ambito_nome } = row as { esito: string; ambito_nome: string | null }
  return { token, esito, ambito: ambito_nome ?? 'il tuo ambito' }
}

export interface SpidOptions {
  config: Pick<
    Configurazione,
    'baseUrl' | 'datiDir' | 'spidEntityId' | 'spidChiave' | 'spidCertificato' | 'spidIdpMetadata' | 'idpProva' | 'ente'
  >
  persone?: () => Promise<Persona[]>
}

export function spid(deps: Deps, { config, persone }: SpidOptions) {
  const sicuro = config.baseUrl.startsWith('https:')
  const { localita, ...organizzazione } = config.ente
  const { url: _url, email: _email, ...nomi } = organizzazione
  const profilo = { entityId: config.spidEntityId, localita, ...nomi }
  let chiavi: ReturnType<typeof caricaChiavi>
  try {
    chiavi =
      config.spidChiave && config.spidCertificato
        ? caricaChiavi(config.spidChiave, config.spidCertificato)
        : chiaviInCartella(join(config.datiDir, 'spid'), profilo, deps.clock())
  } catch (e) {
    throw new ErroreDiAvvio((e as Error).message)
  }
  const idps = config.spidIdpMetadata ? leggiCartella(config.spidIdpMetadata) : []
  // each of the two needs the other’s metadata: the provider asks for them at the first request
  const prova = config.idpProva
    ? creaIdpProva({
        baseUrl: config.baseUrl,
        chiavi: chiaviInCartella(join(config.datiDir, 'idp-prova'), profilo, deps.clock()),
        metadataSp: () => sp.metadata(),
        adesso: deps.clock,
      })
    : undefined
  const sp = creaServiceProvider({
    entityId: config.spidEntityId,
    baseUrl: config.baseUrl,
    chiavi,
    organizzazione,
    idps: [...idps, ...(prova ? leggiIdp(prova.metadata()) : [])],
    adesso: deps.clock,
  })

  const esito = (reply: FastifyReply, codice: string, titolo: string, testo: string) => {
    const value = Buffer.from(JSON.stringify({ codice, titolo, testo })).toString('base64url')
    reply.setCookie('trama_esito', value, {
      path: '/spid',
      httpOnly: true,
      sameSite: 'lax',
      secure: sicuro,
      maxAge: 300,
    })
    return reply.redirect(`/accesso?esito=${codice}`, 303)
  }
  const current = async (request: FastifyRequest) => {
    const token = tokenOf(request)
    if (!token) return undefined
    const [row] = await deps.db.call('select * from accesso.leggi_sessione($1)', [hashToken(token)])
    return row as { spid_sessione: string } | undefined
  }

  // the same reason from the same network is written once an hour
  const detti = new Detti(60)
  const annotaRifiuto = async (request: FastifyRequest, motivo: string) => {
    const adesso = deps.clock()
    const url = request.routeOptions.url!
    if (!detti.nuovo(`${provenienzaDi(request.ip, oggiInItalia(adesso))} ${url} ${motivo}`, adesso)) return
    const azione = url === '/spid/logout' ? 'sessione.chiudi' : 'sessione.apri'
    await deps.db
      .call('select accesso.spid_rifiuta($1, $2, $3, $4)', [azione, url, motivo, adesso.toISOString()])
      .catch((err) => request.log.error({ err }, 'refused login not logged'))
  }

  return async (app: FastifyInstance) => {
    await app.register(async (scope) => {
      scope.addHook('onRequest', app.rateLimit({ max: 120, timeWindow: '1 minute' }))
      // rotated at login: the session that the browser had ends when it asks for another, because over https its
      // cookie does not come along with the provider's cross-site answer
      scope.addHook('preHandler', async (request) => {
        // a link on a foreign page must not log anybody out
        const da = request.headers['sec-fetch-site']
        const nostra = da === undefined || da === 'same-origin' || da === 'none'
        const old = nostra && request.routeOptions.url === '/spid/login' ? tokenOf(request) : undefined
        if (old)
          await deps.db.call('select accesso.chiudi_sessioni($1, null, $2, $3)', [
            hashToken(old),
            'nuovo accesso',
            deps.clock().toISOString(),
          ])
      })
      await spidRoutes(scope, {
        sp,
        registro: registroSql(deps),
        async alAccesso(accesso, request, reply) {
          const dispositivo = String(request.headers['user-agent'] ?? '').slice(0, 200)
          const { token, esito: come, ambito } = await apriSessione(deps, accesso, dispositivo)
          const no = nonEntra[come]
          if (no) return esito(reply, come, no[0], no[1](ambito))
          reply.setCookie(cookieSessione(sicuro), token, { path: '/', httpOnly: true, sameSite: 'lax', secure: sicuro })
          return reply.redirect(accesso.richiesta.ritorno, 303)
        },
        async alRifiuto(rifiuto: SpidRifiutato, request, reply) {
          request.log.warn({ motivo: rifiuto.motivo, dettaglio: rifiuto.dettaglio }, 'SPID refused')
          // a message refused, whoever sent it; who only asks to enter has sent none
          if (request.method === 'POST') await annotaRifiuto(request, rifiuto.motivo)
          return esito(reply, rifiuto.motivo, 'Non è stato possibile entrare', rifiuto.frase)
        },
        async sessioneCorrente(request) {
          const row = await current(request)
          return row ? JSON.parse(row.spid_sessione) : undefined
        },
        async alLogout(sessione, _request, reply) {
          await deps.db.call('select accesso.chiudi_sessioni_spid($1, $2, $3)', [
            sessione.idp,
            sessione.nameId,
            deps.clock().toISOString(),
          ])
          reply.clearCookie(cookieSessione(sicuro), { path: '/' })
        },
        paginaUscita: '/accesso',
      })
    })
    // why the last attempt from this browser was refused: the page of access asks once
    app.get('/spid/esito', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const raw = request.cookies.trama_esito
      if (!raw) return reply.send('null')
      reply.clearCookie('trama_esito', { path: '/spid' })
      return reply.type('application/json').send(Buffer.from(raw, 'base64url').toString())
    })
    if (prova)
      await app.register(async (scope) => idpProvaRoutes(scope, { idp: prova, persone: persone ?? (async () => []) }))
  }
}

function leggiCartella(cartella: string) {
  try {
    return caricaIdp(cartella)
  } catch (e) {
    throw new ErroreDiAvvio(`TRAMA_SPID_IDP_METADATA: ${(e as Error).message}`)
  }
}
