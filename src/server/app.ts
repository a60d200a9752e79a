// The HTTP application: security headers, cookies, rate limits, the routes of every module, the front end.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { problem } from '../shared/kernel/problems.ts'
import type { Deps, Vincoli } from './kernel/context.ts'
import { errorHandler } from './kernel/errors.ts'
import type { Modulo } from './kernel/modulo.ts'
import { radice } from './kernel/paths.ts'
import { PREFISSO_IPV6 } from './kernel/provenienza.ts'
import { type Api, type Handlers, serve } from './kernel/serve.ts'
import { documento } from './openapi.ts'

export interface AppOptions {
  deps: Deps
  moduli: readonly Modulo[]
  logger?: FastifyBaseLogger
  /** Served over HTTPS, directly or behind a proxy: stricter headers and cookies. */
  sicuro?: boolean
  /** Addresses of the proxy, believed about the caller's own; this machine's by default. */
  proxy?: string
  /** No rate limits: for calls of our own process. */
  senzaLimiti?: boolean
  /** Extra routes, outside the contracts: SPID and the test identity provider. */
  altre?: (app: FastifyInstance) => Promise<void> | void
}

/** Constraints of the kernel itself; each module adds its own. */
const vincoliKernel: Vincoli = {
  versione_pubblicata_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'Una versione pubblicata non si modifica: creane una nuova.',
  },
  parametro_un_valore_al_giorno: {
    codice: 'gia-presente',
    detail: 'Per questo parametro c’è già un valore in quelle date.',
  },
}

export async function buildApp(o: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(o.logger ? { loggerInstance: o.logger } : { logger: false }),
    genReqId: () => randomUUID(),
    bodyLimit: 1_048_576,
    trustProxy: o.sicuro ? (o.proxy ?? 'loopback') : false,
    forceCloseConnections: 'idle',
  })
  app.decorate('sicuro', o.sicuro ?? false)
  const vincoli: Vincoli = Object.assign({}, vincoliKernel, ...o.moduli.map((m) => m.vincoli ?? {}))
  app.setErrorHandler(errorHandler(vincoli))
  app.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' && !/^\/(api|spid|idp-prova|assets|manuale\/immagini)\//.test(request.url) && front)
      return reply.type('text/html').sendFile('index.html')
    throw problem('non-trovato')
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // the SPID login posts a form to the identity provider
        formAction: ["'self'", 'https:', ...(o.sicuro ? [] : ['http://localhost:*', 'http://127.0.0.1:*'])],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        upgradeInsecureRequests: o.sicuro ? [] : null,
      },
    },
    strictTransportSecurity: o.sicuro ?? false,
  })
  await app.register(cookie)
  await app.register(compress, { threshold: 2048 })
  await app.register(rateLimit, {
    global: false,
    ipv6Subnet: PREFISSO_IPV6,
    errorResponseBuilder: () => problem('troppe-richieste'),
    ...(o.senzaLimiti ? { allowList: () => true } : {}),
  })
  for (const m of o.moduli)
    for (const r of m.rotte) serve(app, o.deps, r.api, r.handlers as Handlers<Api>, vincoli, r.ricezioni)
  for (const p of o.moduli.flatMap((m) => m.porte ?? []))
    await app.register((scope) => p.apri(scope, o.deps), { prefix: p.prefisso })
  // alive means that the database answers too
  app.get('/status', async () => {
    await o.deps.db.call('select 1', [])
    return { stato: 'attivo' }
  })
  app.get('/openapi.json', async () => documento())
  const front = existsSync(join(radice, 'dist', 'web', 'index.html'))
  if (front)
    await app.register(fastifyStatic, {
      root: join(radice, 'dist', 'web'),
      // file names carry the hash of their content
      setHeaders: (res, path) =>
        void res.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    })
  // the pictures of the guide, taken by the e2e journeys
  const immagini = join(radice, 'docs', 'manuale', 'immagini')
  if (existsSync(immagini))
    await app.register(fastifyStatic, { root: immagini, prefix: '/manuale/immagini/', decorateReply: false })
  await o.altre?.(app)
  return app
}
