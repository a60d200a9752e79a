// From contracts and handlers to routes. Everything that every request needs happens here, once:
// origin check → session, act and scope (one message to the database) → validation → access log → idempotency →
// handler → commit → reply. A handler is left with its rules and its SQL.
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { HEADER_BOZZA } from '../../shared/kernel/bozze.api.ts'
import {
  Binario,
  type Endpoint,
  type FileReply,
  type Input,
  type Mostrata,
  type Output,
  type UploadedFile,
} from '../../shared/kernel/endpoint.ts'
import { type Problem, problem } from '../../shared/kernel/problems.ts'
import { apribile, compitoDi, rapportoCon, registraAccesso } from './accessi.ts'
import { cartellaTemporanea } from './cartella-temporanea.ts'
import { type Ctx, type Deps, type Evento, oggiInItalia, type Vincoli } from './context.ts'
import type { Ingresso, Link, Scope, SessionScope, Tx } from './db.ts'
import { toProblem } from './errors.ts'
import { inviaFile } from './invia-file.ts'
import { passano } from './memoria.ts'
import { provenienzaDi } from './provenienza.ts'
import { checker, convert } from './validate.ts'

export type Api = Record<string, Endpoint>
export type Handlers<A extends Api> = { [K in keyof A]: (ctx: Ctx, input: Input<A[K]>) => Promise<Output<A[K]>> }

/** What an upload endpoint does before the transaction of its handler opens. */
export interface Ricezione<E extends Endpoint = Endpoint> {
  /** In the short transaction that admits who sends: refuses him before anything of the file is received. */
  ammetti?(ctx: Ctx, input: Omit<Input<E>, 'file'>): Promise<unknown>
  /** Reads the received file, in no transaction: it may be long, and on the embedded engine a transaction stops everybody. */
  controlla?(file: UploadedFile): Promise<void>
  /**
   * Writes what is long to write, in as many short transactions of the act's own scope as it takes, where nobody sees it
   * yet; the ids go in `file.depositi`, for the handler to make something of. What it makes nothing of is taken back.
   */
  deposita?(dentro: Dentro, input: Input<E>): Promise<void>
  ritira?(ctx: Ctx, depositi: string[]): Promise<void>
}
/** Opens the scope of a request, once for each call. */
export type Dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>
export type Ricezioni<A extends Api> = {
  [K in keyof A as A[K] extends { upload: object } ? K : never]?: Ricezione<A[K]>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Served over https, directly or behind a proxy. */
    sicuro: boolean
  }
}

export const cookieSessione = (sicuro: boolean) => (sicuro ? '__Host-trama' : 'trama')

export const hashToken = (token: string) => createHash('sha256').update(token).digest()

/** Cookie → session token; undefined where there is none. Over https only the name that no other site can plant. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[cookieSessione(request.server.sicuro)]
}

/**
 * A request that changes something must come from a page of ours: a custom header cannot be sent cross-site without
 * a permission that we never give, and the browser's own declaration is believed where there is one.
 */
function assertSameOrigin(request: FastifyRequest) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (request.headers['x-trama'] !== '1' || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw problem('richiesta-non-sicura')
}

const header = (request: FastifyRequest, name: string) => {
  const v = request.headers[name]
  return typeof v === 'string' && v !== '' ? v : undefined
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const fraseTroppoGrande = (maxBytes: number) =>
  `Il file supera ${Math.round(maxBytes / 1_048_576)} MB: riducilo, o dividilo in più file e caricali uno alla volta.`

/** Writes the body to a temporary file before any transaction opens: nothing waits for the network inside one. */
async function receive(request: FastifyRequest, maxBytes: number): Promise<UploadedFile & { remove(): Promise<void> }> {
  const { cartella, togli: remove } = await cartellaTemporanea()
  const path = join(cartella, 'file')
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _enc, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(problem('file-troppo-grande', { detail: fraseTroppoGrande(maxBytes) }))
      else {
        hash.update(chunk)
        passano(chunk.length)
        done(null, chunk)
      }
    },
  })
  try {
    const declared = Number(request.headers['content-length'] ?? 0)
    if (declared > maxBytes) throw problem('file-troppo-grande', { detail: fraseTroppoGrande(maxBytes) })
    // whoever sends nothing has sent an empty file
    await pipeline(
      (request.body as Readable | null | undefined) ?? Readable.from([]),
      meter,
      createWriteStream(path, { mode: 0o600 }),
    )
  } catch (e) {
    await remove()
    throw e
  }
  if (bytes === 0) {
    await remove()
    throw problem('regola-non-rispettata', { detail: 'Il file è vuoto.' })
  }
  const nome = String((request.query as Record<string, unknown>).nome ?? 'file').slice(0, 255)
  return { path, nome, bytes, sha256: hash.digest('hex'), depositi: new Map(), remove }
}

/** The context of a handler over an open transaction; `flush` writes what it emitted, as the login role. */
export function makeCtx(
  deps: Deps,
  tx: Tx,
  link: Link,
  who: Omit<Ctx, 'tx' | 'adesso' | 'oggi' | 'emit'>,
  adesso: Date,
) {
  const eventi: Evento[] = []
  // once a request: a list asks for it at every row, and a calendar is slow to ask
  let oggi: string | undefined
  const ctx: Ctx = {
    ...who,
    tx,
    adesso: () => adesso,
    oggi: () => {
      oggi ??= oggiInItalia(adesso)
      return oggi
    },
    emit: (nome, dati) => void eventi.push({ nome, dati }),
  }
  const flush = async () => {
    if (eventi.length === 0) return
    await link.exec('set local role servizio')
    await deps.jobs.enqueue((text, values) => link.query(text, values), eventi)
  }
  return { ctx, flush }
}

/** Runs `fn` as a handler outside HTTP: command line, jobs, seed. */
export async function inCtx<T>(deps: Deps, scope: Scope, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
  const adesso = scope.adesso ?? deps.clock()
  const richiesta = scope.richiesta ?? randomUUID()
  return deps.db.inScope({ ...scope, adesso, richiesta }, async (tx, link) => {
    const who = {
      rileggi: <R>(read: (tx: Tx) => Promise<R>) => deps.db.inScope({ ...scope, adesso, richiesta }, read),
      utente: scope.utente ?? '',
      ambito: scope.ambito ?? null,
      nazionale: scope.nazionale ?? false,
      azione: scope.azione,
      richiesta,
      provenienza: '',
    }
    const { ctx, flush } = makeCtx(deps, tx, link, who, adesso)
    const value = await fn(ctx)
    await flush()
    return value
  })
}

export function serve<A extends Api>(
  app: FastifyInstance,
  deps: Deps,
  api: A,
  handlers: Handlers<A>,
  vincoli: Vincoli,
  ricezioni: Record<string, Ricezione | undefined> = {},
) {
  for (const [name, e] of Object.entries(api)) {
    const handler = handlers[name as keyof A] as unknown as (ctx: Ctx, input: object) => Promise<unknown>
    route(app, deps, e, handler, vincoli, ricezioni[name] ?? {})
  }
}

function route(
  app: FastifyInstance,
  deps: Deps,
  e: Endpoint,
  handler: (ctx: Ctx, input: object) => Promise<unknown>,
  vincoli: Vincoli,
  ricezione: Ricezione,
) {
  const check = {
    params: e.params && checker(e.params),
    query: e.query && checker(e.query),
    body: e.body && checker(e.body),
    reply: deps.verificaRisposte && e.reply !== Binario ? checker(e.reply) : undefined,
  }
  const readOnly = e.method === 'GET' && !e.fascicolo && !e.mostra && e.azione !== 'pubblico'

  const readInput = (request: FastifyRequest, file?: UploadedFile) => {
    const input: Record<string, unknown> = file ? { file } : {}
    const parts = [
      [e.params, check.params, request.params],
      [e.query, check.query, request.query],
    ] as const
    for (const [schema, assert, raw] of parts) {
      if (!schema || !assert) continue
      const { nome, ...rest } = (raw ?? {}) as Record<string, unknown>
      // the name of an uploaded file is not the contract's business
      const value = convert(schema, e.upload && !('nome' in schema.properties) ? rest : (raw ?? {}))
      assert(value)
      Object.assign(input, value)
    }
    if (check.body) {
      check.body(request.body ?? {})
      Object.assign(input, request.body)
    }
    return input
  }

  /** The draft of what is done goes with it: both or neither. */
  const act = async (ctx: Ctx, input: object, scrittura: string | undefined) => {
    const value = await handler(ctx, input)
    if (e.mostra) await logShown(ctx, e, input, e.mostra.persone(value as never), e.mostra.domanda(input as never))
    if (scrittura && ctx.utente && !readOnly) {
      if (!uuid.test(scrittura)) throw problem('richiesta-illeggibile')
      await sql`delete from kernel.bozza where utente_id = ${ctx.utente} and scrittura = ${scrittura}`.execute(ctx.tx)
    }
    return value
  }

  const run = async (request: FastifyRequest, ctx: Ctx, flush: () => Promise<void>, input: Record<string, unknown>) => {
    if (e.fascicolo) await logOpening(ctx, e, input, e.motivo ? String(input[e.motivo]).trim() : motivo(request))
    // a search or a file in a POST changes nothing: what it answered is not kept
    const key =
      e.method === 'POST' && !e.mostra && e.reply !== Binario && ctx.utente
        ? header(request, 'idempotency-key')
        : undefined
    if (key === undefined) {
      const value = await act(ctx, input, header(request, HEADER_BOZZA))
      await flush()
      return value
    }
    if (!uuid.test(key)) throw problem('richiesta-illeggibile')
    const { file, ...plain } = input as { file?: UploadedFile }
    const impronta = createHash('sha256')
      .update(JSON.stringify([e.path, ctx.ambito, plain, file?.sha256]))
      .digest('hex')
    // a concurrent twin waits here, on the unique index, until the first one has answered
    const taken = await sql<{
      chiave: string
    }>`insert into kernel.chiave_idempotenza (chiave, impronta) values (${key}, ${impronta})
      on conflict do nothing returning chiave`.execute(ctx.tx)
    if (taken.rows.length === 0) {
      const { rows } = await sql<{
        impronta: string
        risposta: unknown
      }>`select impronta, risposta from kernel.chiave_idempotenza where chiave = ${key}`.execute(ctx.tx)
      if (rows[0]?.impronta !== impronta) throw problem('richiesta-ripetuta-diversa')
      return rows[0].risposta
    }
    const value = await act(ctx, input, header(request, HEADER_BOZZA))
    await sql`update kernel.chiave_idempotenza set risposta = ${JSON.stringify(value ?? null)}::jsonb where chiave = ${key}`.execute(
      ctx.tx,
    )
    await flush()
    return value
  }

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    assertSameOrigin(request)
    const token = tokenOf(request)
    if (e.azione !== 'pubblico' && !token) throw problem('sessione-assente')
    const adesso = deps.clock()
    let who: Ingresso | undefined
    let file: Awaited<ReturnType<typeof receive>> | undefined
    // who may not act is told so before anything of what he sends is read
    const admit = (ingresso: Ingresso) => {
      who = ingresso
      if (ingresso.esito !== 'ok') throw problem(ingresso.esito as never)
    }
    const session = (): SessionScope => ({
      token: hashToken(token!),
      azione: e.azione,
      ambito: uuid.test(header(request, 'trama-ambito') ?? '') ? header(request, 'trama-ambito') : undefined,
      adesso,
      richiesta: request.id,
      fascicolo: e.fascicolo ?? false,
      soloLettura: readOnly,
    })
    const rileggi: Ctx['rileggi'] = (fn) =>
      e.azione === 'pubblico'
        ? deps.db.inScope(publicScope(request, e, adesso), fn)
        : deps.db.inSession({ ...session(), adesso: deps.clock(), soloLettura: true }, (ingresso, tx) => {
            if (ingresso.esito !== 'ok') throw problem(ingresso.esito as never)
            return fn(tx)
          })
    const inside = <T>(fn: (ctx: Ctx, flush: () => Promise<void>) => Promise<T>): Promise<T> => {
      const open = (tx: Tx, link: Link, whose: Pick<Ctx, 'utente' | 'ambito' | 'nazionale' | 'provenienza'>) => {
        const { ctx, flush } = makeCtx(
          deps,
          tx,
          link,
          { ...whose, azione: e.azione, richiesta: request.id, rileggi },
          adesso,
        )
        return fn(ctx, flush)
      }
      if (e.azione === 'pubblico')
        return deps.db.inScope(publicScope(request, e, adesso), (tx, link) =>
          open(tx, link, {
            utente: '',
            ambito: null,
            nazionale: false,
            provenienza: provenienzaDi(request.ip, oggiInItalia(adesso)),
          }),
        )
      return deps.db.inSession(session(), async (ingresso, tx, link) => {
        admit(ingresso)
        return open(tx, link, {
          utente: ingresso.utenteId!,
          ambito: ingresso.ambitoId,
          nazionale: ingresso.nazionale,
          provenienza: '',
        })
      })
    }
    let value: unknown
    try {
      if (e.upload) {
        await inside(async (ctx) => {
          const input = readInput(request)
          if (e.soggetto) await assertApribile(ctx, e.soggetto, input)
          await ricezione.ammetti?.(ctx, input as never)
        })
        file = await receive(request, e.upload.maxBytes)
        await ricezione.controlla?.(file)
        await ricezione.deposita?.((fn) => inside(fn), readInput(request, file) as never)
      }
      value = await inside((ctx, flush) => run(request, ctx, flush, readInput(request, file)))
    } catch (err) {
      await logRefusal(deps, request, e, who, toProblem(err, vincoli), adesso)
      throw err
    } finally {
      await file?.remove()
      const depositi = [...(file?.depositi.values() ?? [])]
      // what has become of the act's does not need it; where it cannot be done now, the nightly job does it
      if (depositi.length > 0)
        await inside((ctx) => ricezione.ritira?.(ctx, depositi) ?? Promise.resolve()).catch((err) =>
          request.log.error({ err }, 'what was written ahead remains'),
        )
    }
    if (e.reply === Binario) return inviaFile(request, reply, value as FileReply)
    check.reply?.(value)
    return reply
      .code(e.method === 'POST' ? 201 : 200)
      .header('cache-control', 'no-store')
      .send(value)
  }

  const url = `/api${e.path}`
  const config = e.limite ? { rateLimit: { max: e.limite, timeWindow: '1 minute' } } : {}
  const rotta = {
    method: e.method,
    url,
    handler: handle,
    config,
    // a file is what it is: compressed on its way, its parts would be parts of something else
    ...(e.reply === Binario ? { compress: false as const } : {}),
  }
  if (!e.upload) {
    app.route(rotta)
    return
  }
  const bodyLimit = e.upload.maxBytes + 1024
  // what is sent is not parsed, and that is of this route alone
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    scope.route({ ...rotta, bodyLimit })
  })
}

/** As the reader: what he may not see is not there, and outside his caseload he must have said why. */
async function assertApribile(ctx: Ctx, soggetto: NonNullable<Endpoint['soggetto']>, input: Record<string, unknown>) {
  const id = String(input[soggetto.campo] ?? '')
  const trovato = await rapportoCon(ctx, soggetto.tipo, id)
  if (trovato.rapporto === 'non-trovato') throw problem('non-trovato')
  if (trovato.rapporto === 'motivo-richiesto')
    throw problem('motivo-richiesto', {
      persona: await apribile(ctx, trovato.persone),
      compito: await compitoDi(ctx, soggetto.tipo, id),
    })
  return trovato
}

/**
 * The access row comes first, in the same transaction, so that no reading goes unrecorded. Outside the caseload there
 * must be a purpose still valid (`apertura_fascicolo`); who has none is asked for it, and that refusal is logged too.
 */
async function logOpening(ctx: Ctx, e: Endpoint, input: Record<string, unknown>, motivo: string | null) {
  const aperto = e.soggetto && (await assertApribile(ctx, e.soggetto, input))
  await registraAccesso(ctx, {
    oggetto: e.path,
    oggettoId: String(input[e.soggetto?.campo ?? 'id'] ?? ''),
    persone: aperto?.persone ?? null,
    fuoriCarico: aperto !== undefined && aperto.rapporto !== 'in-carico',
    motivo,
  })
}

/**
 * A search or a list that shows persons: one row, with the kind of question, the ids shown, and by what: the sheet that was
 * asked for, the rows of the list.
 */
async function logShown(ctx: Ctx, e: Endpoint, input: object, mostrate: (string | Mostrata)[], domanda: string) {
  if (mostrate.length === 0) return
  const una = (m: string | Mostrata): [string, string | null] =>
    typeof m === 'string' ? [m, null] : [m.persona, m.per]
  const coppie = [...new Map(mostrate.map(una).map((c) => [c.join(' '), c])).values()]
  const perRighe = coppie.some(([, per]) => per !== null)
  await registraAccesso(ctx, {
    oggetto: e.path,
    ...(e.params && 'id' in e.params.properties && { oggettoId: String((input as { id?: unknown }).id) }),
    persone: coppie.map(([persona]) => persona),
    ...(perRighe && { per: coppie.map(([, per]) => per) }),
    interrogazione: domanda,
  })
}

const motivo = (request: FastifyRequest) => {
  const m = header(request, 'trama-motivo')
  if (!m) return null
  try {
    return decodeURIComponent(m).slice(0, 500)
  } catch {
    throw problem('richiesta-illeggibile')
  }
}

/** An anonymous person reaches the rows whose secret he shows, and no other. */
function publicScope(request: FastifyRequest, e: Endpoint, adesso: Date): Scope {
  const chiave = header(request, 'trama-chiave')
  return {
    azione: e.azione,
    adesso,
    richiesta: request.id,
    operatore: 'pubblico',
    ...(chiave ? { chiave: hashToken(chiave).toString('hex') } : {}),
  }
}

/** A refused attempt on something that exists, or under an act one has not, leaves a trace: the refused transaction rolls back, this one stays. */
async function logRefusal(
  deps: Deps,
  request: FastifyRequest,
  e: Endpoint,
  who: Ingresso | undefined,
  p: Problem | undefined,
  adesso: Date,
) {
  if (!who?.utenteId || !p || (p.status !== 403 && p.status !== 404 && p.codice !== 'motivo-richiesto')) return
  const scope: Scope = {
    azione: e.azione,
    utente: who.utenteId,
    ...(who.ambitoId ? { ambito: who.ambitoId } : {}),
    adesso,
    richiesta: request.id,
  }
  // whose folder was asked for may be told in the body; what is no id is no reader's business
  const campo = e.soggetto?.campo ?? 'id'
  const { params, body } = request as { params?: Record<string, unknown>; body?: unknown }
  const detto = params?.[campo] ?? (body as Record<string, unknown> | null | undefined)?.[campo] ?? params?.id
  const id = typeof detto === 'string' && (uuid.test(detto) || detto === params?.[campo]) ? detto : ''
  await deps.db
    .inScope(scope, (tx) =>
      sql`insert into kernel.registro_accessi (utente_id, ambito_id, azione, richiesta_id, oggetto, oggetto_id, esito, motivo)
        values (${who.utenteId}, ${who.ambitoId}, ${e.azione}, ${request.id}, ${e.path}, ${id}, 'negato', ${p.codice})`.execute(
        tx,
      ),
    )
    .catch((err) => request.log.error({ err }, 'refused attempt not logged'))
}
