// The door of WaaS: INPS calls, one ente at a time. Each call passes the same steps as a request of a page: who it is (the voucher),
// whether the policy table and the adhesion let it in, a scope that holds the ente's comune and the ente alone, the access
// written before anything is read. Outside it is told only what the specification has words for.
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BASE_WAAS, type Rifiuto, rifiuti } from '../../shared/flussi/cooperazione.rules.ts'
import type { CorpoProblemaWaas } from '../../shared/flussi/waas.contratto.ts'
import { registraAccesso } from '../kernel/accessi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Scope } from '../kernel/db.ts'
import { Detti } from '../kernel/detti.ts'
import { toProblem } from '../kernel/errors.ts'
import type { Porta } from '../kernel/modulo.ts'
import { PREFISSO_IPV6 } from '../kernel/provenienza.ts'
import { inCtx } from '../kernel/serve.ts'
import { consegna, type EnteChiamato, notifica, RichiestaErrata, registraRifiuto } from './cooperazione-inps.ts'
import { NonAmmesso, type Pdnd, verificaVoucher } from './voucher.ts'
import { documentoWaas } from './waas-openapi.ts'

type Atto = 'waas.flussi' | 'waas.esiti'
/** Calls in a minute, from one address for one ente, or for all the codes that are of none: INPS suggests a hundred in a day. */
const LIMITE = 300

interface Riconosciuto extends EnteChiamato {
  ambitoId: string
  audience: string
  finalita: string[]
  impedimento: Rifiuto | null
}

async function riconosci(deps: Deps, codice: string, atto: Atto, adesso: Date): Promise<Riconosciuto> {
  const [r] = /^[a-z2-7]{20}$/.test(codice)
    ? await deps.db.call('select * from accesso.fruitore_inps($1, $2, $3)', [codice, atto, adesso.toISOString()])
    : []
  if (!r) throw new NonAmmesso('ente-sconosciuto')
  return {
    enteId: r.ente_id as string,
    comuneId: r.comune_id as string,
    ambitoId: r.ambito_id as string,
    audience: r.audience as string,
    finalita: r.finalita as string[],
    impedimento: r.impedimento as Rifiuto | null,
  }
}

async function passa(
  { deps, pdnd, detti, noti }: { deps: Deps; pdnd: Pdnd | undefined; detti: Detti; noti: Set<string> },
  request: FastifyRequest,
  atto: Atto,
  fn: (ctx: Ctx, e: EnteChiamato) => Promise<unknown>,
): Promise<unknown> {
  const adesso = deps.clock()
  const { codice } = request.params as { codice: string }
  const e = await riconosci(deps, codice, atto, adesso)
  noti.add(codice)
  const scope: Scope = {
    azione: atto,
    ambito: e.ambitoId,
    comuni: [e.comuneId],
    ente: e.enteId,
    fascicolo: true,
    operatore: 'INPS, in cooperazione',
    richiesta: request.id,
    adesso,
  }
  try {
    const v = await verificaVoucher(request.headers.authorization, { ...e, adesso }, pdnd)
    if (e.impedimento) throw new NonAmmesso(e.impedimento)
    return await inCtx(deps, scope, async (ctx) => {
      await registraAccesso(ctx, {
        oggetto: `${BASE_WAAS}/${atto.slice(5)}`,
        oggettoId: e.enteId,
        persone: null,
        motivo: `INPS, finalità ${v.finalita.slice(0, 64)}, voucher ${v.id.slice(0, 64)}`,
      })
      return fn(ctx, e)
    })
  } catch (errore) {
    const motivo =
      errore instanceof NonAmmesso ? errore.motivo : errore instanceof RichiestaErrata && 'richiesta-errata'
    // in a transaction of its own: the refused one rolls back
    if (motivo && detti.nuovo(`${e.enteId} ${motivo}`, adesso))
      await inCtx(deps, { ...scope, fascicolo: false }, (ctx) => registraRifiuto(ctx, e, atto, motivo)).catch((err) =>
        request.log.error({ err }, 'refused call not logged'),
      )
    throw errore
  }
}

const TITOLI: Readonly<Record<number, string>> = {
  200: 'Il servizio funziona correttamente',
  400: 'Bad Request',
  401: 'Non sono state fornite le credenziali necessarie',
  403: 'Autorizzazione non concessa per l’operazione richiesta',
  404: 'Not Found',
  429: 'Too many requests',
  503: 'Service Unavailable',
}

const corpo = (request: FastifyRequest, status: number, detail?: string): CorpoProblemaWaas => ({
  type: 'about:blank',
  title: TITOLI[status] ?? 'Unexpected error',
  status,
  ...(detail ? { detail } : {}),
  instance: `urn:uuid:${request.id}`,
})

const invia = (request: FastifyRequest, reply: FastifyReply, status: number, detail?: string) => {
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  if (status === 503) void reply.header('retry-after', '60')
  return reply
    .code(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(corpo(request, status, detail)))
}

function rifiuta(errore: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (errore instanceof NonAmmesso) {
    request.log.warn({ motivo: errore.motivo, richiestaId: request.id }, 'INPS not let in')
    return invia(request, reply, rifiuti[errore.motivo][0])
  }
  if (errore instanceof RichiestaErrata) return invia(request, reply, 400, errore.message)
  const noto = toProblem(errore, {})
  if (!noto) request.log.error({ err: errore, richiestaId: request.id }, 'unexpected error')
  return invia(request, reply, noto?.status ?? 500)
}

export const portaInps = (pdnd: () => Pdnd | undefined): Porta => ({
  prefisso: BASE_WAAS,
  azioni: ['waas.flussi', 'waas.esiti'],
  async apri(app, deps) {
    // the same reason of the same ente is written once a minute
    const detti = new Detti(1)
    // codes that exist, as they are met: trying others is counted together, whatever code is tried
    const noti = new Set<string>()
    const qui = () => ({ deps, pdnd: pdnd(), detti, noti })
    app.setErrorHandler(rifiuta)
    // a route, because the pages answer for every address that has none
    app.all('/*', (request, reply) => invia(request, reply, 404))
    const codiceDi = (r: FastifyRequest) => (r.params as { codice?: string }).codice ?? ''
    const config = {
      rateLimit: {
        max: LIMITE,
        timeWindow: '1 minute',
        keyGenerator: (r: FastifyRequest) => {
          const rete = normalizeIP(r.ip, PREFISSO_IPV6)
          return noti.has(codiceDi(r)) ? `${rete} ${codiceDi(r)}` : rete
        },
      },
    }
    app.get('/openapi.json', async (_request, reply) => reply.send(documentoWaas()))
    app.get('/:codice/status', { config }, (request, reply) => stato(app, deps, request, reply))
    app.get('/:codice/flussi', { config }, async (request, reply) => {
      const elenco = await passa(qui(), request, 'waas.flussi', (ctx, e) =>
        consegna(ctx, e, request.query as Record<string, unknown>),
      )
      return reply.header('cache-control', 'no-store').send(elenco)
    })
    app.post('/:codice/esiti', { config }, async (request, reply) => {
      await passa(qui(), request, 'waas.esiti', (ctx, e) => notifica(ctx, e, request.body))
      return reply.code(204).send()
    })
  },
})

/** The same for every ente, and for a code of none: it says nothing of who is there. */
async function stato(app: FastifyInstance, deps: Deps, request: FastifyRequest, reply: FastifyReply) {
  try {
    await deps.db.call('select 1', [])
  } catch (err) {
    app.log.error({ err }, 'database')
    return invia(request, reply, 503)
  }
  return invia(request, reply, 200)
}
