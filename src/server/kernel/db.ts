// The one deep interface of the server: a transaction already inside the right tenant, role, reach and audit context.
//
// Hides: PGlite (embedded, one connection) or PostgreSQL (pool); opening a scope in a single message (begin, settings
// and database role together: round trips are the cost); retry on serialization failure; value parsing, equal on both.
// Outside a scope a statement fails with 42501, because the login role can do nothing by itself.
/// <reference path="./pg-utils.d.ts" />
import { type PGlite, protocol } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'
import type { DB } from '../schema.gen.ts'

export type Tx = Kysely<DB>
type Row = Record<string, unknown>

/** One connection, for as long as a transaction lasts. */
export interface Link {
  query(text: string, values: readonly unknown[]): Promise<{ rows: Row[]; count: number }>
  /** Several statements in one message, no parameters; the rows of each. */
  exec(text: string): Promise<Row[][]>
  release(broken?: boolean): void
}

/** Settings of a scope that does not come from a session: jobs, command line, public pages, tests. */
export interface Scope {
  azione: string
  /** Sees the tables that opted in, in every ambito or in `ambito` alone. */
  nazionale?: boolean
  ambito?: string | undefined
  /** The act reaches the whole ambito (never the tables of a section). */
  intero?: boolean
  comuni?: readonly string[]
  /** The one ente that a machine has entered for. */
  ente?: string
  /** Classes of protected data that the act opens, in every one of its comuni. */
  classi?: readonly string[]
  utente?: string | undefined
  /** Named in the register where there is no signed-in user. */
  operatore?: string
  richiesta?: string
  fascicolo?: boolean
  /** Hex SHA-256 of the secret by which an anonymous person reaches his own draft. */
  chiave?: string
  adesso?: Date
}

export interface SessionScope {
  token: Buffer
  azione: string
  ambito?: string | undefined
  adesso: Date
  richiesta: string
  fascicolo: boolean
  soloLettura: boolean
}

/** What `accesso.entra` answers. */
export interface Ingresso {
  esito: string
  utenteId: string | null
  ambitoId: string | null
  sessioneId: string | null
  nazionale: boolean
}

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  inScope<T>(scope: Scope, fn: (tx: Tx, link: Link) => Promise<T>): Promise<T>
  inSession<T>(scope: SessionScope, fn: (ingresso: Ingresso, tx: Tx, link: Link) => Promise<T>): Promise<T>
  /** Calls one of the few functions granted to the login role itself, outside any scope. */
  call(text: string, values: readonly unknown[]): Promise<Row[]>
  /** A bare connection as the login role: for the job library. */
  connect(): Promise<Link>
  /**
   * Counts rows anew, after bulk work, where a table has grown. PostgreSQL does it by itself; the embedded engine has
   * nobody who does, and its one session would go on with plans made when the tables were empty.
   */
  contaRighe(): Promise<void>
  close(): Promise<void>
  /** The embedded engine, for migration and backup; undefined on PostgreSQL. */
  readonly pglite?: PGlite
}

// Dates stay plain strings, instants become ISO strings, counts are numbers: the same on both engines.
const parsers: Record<number, (v: string) => unknown> = {
  20: Number,
  1082: (v) => v,
  1184: (v) => new Date(v).toISOString(),
}

export const pgliteOptions = { extensions: { btree_gist }, parsers }

const literal = (v: string | number | boolean | null | undefined) =>
  v === null || v === undefined ? 'null' : `'${String(v).replaceAll("'", "''")}'`

const arrayLiteral = (v: readonly string[]) => `{${v.map((x) => `"${x.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`

function openScopeSql(s: Scope): string {
  const settings: Record<string, string> = {
    azione: s.azione,
    ambito: s.ambito ?? '',
    ambito_intero: String(s.intero ?? false),
    comuni: arrayLiteral(s.comuni ?? []),
    classi: arrayLiteral(s.classi ?? []),
    ente: s.ente ?? '',
    utente: s.utente ?? '',
    operatore: s.operatore ?? '',
    richiesta: s.richiesta ?? '',
    fascicolo: String(s.fascicolo ?? false),
    chiave: s.chiave ?? '',
    adesso: s.adesso?.toISOString() ?? '',
  }
  const set = Object.entries(settings).map(([k, v]) => `set_config('app.${k}', ${literal(v)}, true)`)
  return `begin; select ${set.join(', ')}; set local role ${s.nazionale ? 'nazionale' : 'applicazione'}`
}

function openSessionSql(s: SessionScope): string {
  const args = [
    `'\\x${s.token.toString('hex')}'::bytea`,
    literal(s.azione),
    `${literal(s.ambito)}::uuid`,
    `${literal(s.adesso.toISOString())}::timestamptz`,
    `${literal(s.richiesta)}::uuid`,
    String(s.fascicolo),
  ]
  // the role is the last thing set: until then the statement runs as the login, which may only call this function
  return `begin; select e.*, set_config('role', e.ruolo_db, true) from accesso.entra(${args.join(', ')}) e${
    s.soloLettura ? '; set transaction read only' : ''
  }`
}

class LinkConnection implements DatabaseConnection {
  readonly #link: Link
  constructor(link: Link) {
    this.#link = link
  }
  async executeQuery<R>(q: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, count } = await this.#link.query(q.sql, q.parameters)
    return { rows: rows as R[], numAffectedRows: BigInt(count) }
  }
  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('not supported: read by keyset pages')
  }
}

const adapter = new PostgresAdapter()
const camel = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/** Kysely over a connection that is already inside its transaction. */
function kyselyOver(link: Link): Tx {
  const connection = new LinkConnection(link)
  return new Kysely<DB>({
    plugins: [camel],
    dialect: {
      createAdapter: () => adapter,
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: async () => {
          throw new Error('one request is one transaction: a handler cannot open another')
        },
        commitTransaction: async () => {},
        rollbackTransaction: async () => {},
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  })
}
const retryable = (e: unknown) => ['40001', '40P01'].includes((e as { code?: string })?.code ?? '')

/**
 * Counting every table takes half a second, and a job may ask at each of its steps: only those that have grown by a
 * fifth since they were last counted, as the daemon of PostgreSQL would choose them. (By their pages, since the embedded
 * engine does not keep the numbers of the daemon; the counts themselves cannot be counted.)
 */
export const contaLeCresciute = `do $$ declare t regclass; begin
  for t in select oid from pg_class
    where relkind = 'r' and oid <> 'pg_statistic'::regclass
      and pg_relation_size(oid) / current_setting('block_size')::int > case when reltuples < 0 then 0 else relpages * 1.2 end
  loop execute 'analyze ' || t; end loop;
end $$`

/** By which PostgreSQL knows that a server, or a command beside it, is at work. */
export const NOMI_SUL_DATABASE = { server: 'trama', comando: 'trama-comando' } as const

export abstract class Base implements Database {
  abstract readonly kind: 'pglite' | 'postgres'
  abstract connect(): Promise<Link>
  abstract contaRighe(): Promise<void>
  abstract close(): Promise<void>

  async #transaction<T>(open: string, fn: (first: Row | undefined, link: Link) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const link = await this.connect()
      let broken = false
      try {
        const results = await link.exec(open)
        const value = await fn(results.flat()[0], link)
        await link.exec('commit')
        return value
      } catch (e) {
        await link.exec('rollback').catch(() => {
          broken = true
        })
        if (!retryable(e) || attempt === 3) throw e
      } finally {
        link.release(broken)
      }
    }
  }

  inScope<T>(scope: Scope, fn: (tx: Tx, link: Link) => Promise<T>): Promise<T> {
    return this.#transaction(openScopeSql(scope), (_, link) => fn(kyselyOver(link), link))
  }

  inSession<T>(scope: SessionScope, fn: (ingresso: Ingresso, tx: Tx, link: Link) => Promise<T>): Promise<T> {
    return this.#transaction(openSessionSql(scope), (row, link) => {
      const r = row as Record<string, string | null>
      const ingresso: Ingresso = {
        esito: r.esito ?? 'sessione-assente',
        utenteId: r.utente_id ?? null,
        ambitoId: r.ambito_id ?? null,
        sessioneId: r.sessione_id ?? null,
        nazionale: r.ruolo_db === 'nazionale',
      }
      return fn(ingresso, kyselyOver(link), link)
    })
  }

  async call(text: string, values: readonly unknown[]): Promise<Row[]> {
    const link = await this.connect()
    try {
      return (await link.query(text, values)).rows
    } finally {
      link.release()
    }
  }
}

const parserDi = ((oid: number, format: string) =>
  parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser

/** A connection keeps as many; a request asks a dozen, a day of work in one module some hundreds. */
const STATEMENTS_KEPT = 300

/**
 * The statements that one connection keeps by name (ADR 0077). One that comes again has had its words and its policies read already and, from
 * the sixth time, its plan too, where one plan for all values promises to cost no more than one for each. The plan is of a role: asked under
 * another it is made anew. What is asked least lately makes room.
 */
class Statements {
  readonly #names = new Map<string, string>()
  #dropped: string[] = []
  #made = 0

  nameOf(text: string): { name: string; isNew: boolean } {
    const known = this.#names.get(text)
    const name = known ?? `d${++this.#made}`
    this.#names.delete(text)
    this.#names.set(text, name)
    if (this.#names.size > STATEMENTS_KEPT) this.forget(this.#names.keys().next().value!)
    return { name, isNew: known === undefined }
  }
  forget(text: string) {
    const name = this.#names.get(text)
    if (name !== undefined) this.#dropped.push(name)
    this.#names.delete(text)
  }
  /** Names that the engine must be told to put away, once. */
  dropped(): string[] {
    const names = this.#dropped
    this.#dropped = []
    return names
  }
}

/**
 * A statement to the embedded engine as the driver of PostgreSQL sends it: its messages all at once, values written and read in
 * the same way on both. `pglite.query` sends them one by one, and asks of what types they are: more than twice the time.
 */
async function unaDomanda(pglite: PGlite, statements: Statements, text: string, values: readonly unknown[] = []) {
  const { serialize, messages } = protocol
  // before it has a name, as below
  const scritti = values.map(prepareValue)
  const risposta = await pglite.runExclusive(async () => {
    const { name, isNew } = statements.nameOf(text)
    const messaggi = Buffer.concat([
      ...statements.dropped().map((n) => serialize.close({ type: 'S', name: n })),
      ...(isNew ? [serialize.parse({ name, text })] : []),
      serialize.bind({ statement: name, values: scritti }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    ])
    try {
      return await pglite.execProtocol(messaggi, { syncToFs: false })
    } catch (e) {
      // refused before the engine had read it, or after: in both cases it may be asked again
      if (isNew) statements.forget(text)
      throw e
    }
  })
  let campi: [string, (v: string) => unknown][] = []
  const rows: Row[] = []
  let count = 0
  for (const m of risposta.messages)
    if (m instanceof messages.RowDescriptionMessage)
      campi = m.fields.map((f) => [f.name, parserDi(f.dataTypeID, 'text')])
    else if (m instanceof messages.DataRowMessage)
      rows.push(Object.fromEntries(m.fields.map((v, n) => [campi[n]![0], v === null ? null : campi[n]![1](v)])))
    else if (m instanceof messages.CommandCompleteMessage) count = Number(/\d+$/.exec(m.text)?.[0] ?? 0)
  return { rows, count }
}

class Postgres extends Base {
  readonly kind = 'postgres'
  readonly #pool: pg.Pool
  readonly #statements = new WeakMap<pg.PoolClient, Statements>()
  constructor(url: string, max: number, nome: string) {
    super()
    this.#pool = new pg.Pool({
      connectionString: url,
      max,
      // named so that an operator finds it in pg_stat_activity
      application_name: nome,
      // the engine compiles a query that it holds to be long: here none is, and compiling one takes seconds
      options: '-c jit=off',
      types: { getTypeParser: parserDi },
    })
    // an idle connection that drops is replaced by the pool; without a listener it would end the process
    this.#pool.on('error', () => {})
  }
  async connect(): Promise<Link> {
    const client = await this.#pool.connect()
    const statements = this.#statements.get(client) ?? new Statements()
    this.#statements.set(client, statements)
    return {
      query: async (text, values) => {
        // before it has a name: a value that cannot be written would leave the name without its statement
        const scritti = values.map(prepareValue)
        const { name } = statements.nameOf(text)
        const r = await client.query({ name, text, values: scritti })
        return { rows: r.rows, count: r.rowCount ?? 0 }
      },
      exec: async (text) => {
        const r = (await client.query(text)) as unknown as pg.QueryResult | pg.QueryResult[]
        return (Array.isArray(r) ? r : [r]).map((x) => x.rows ?? [])
      },
      release: (broken) => {
        const names = broken ? [] : statements.dropped()
        if (names.length === 0) return client.release(broken)
        client.query(names.map((n) => `deallocate ${n}`).join('; ')).then(
          () => client.release(),
          (e) => client.release(e),
        )
      },
    }
  }
  contaRighe = async () => {}
  close = () => this.#pool.end()
}

class Embedded extends Base {
  readonly kind = 'pglite'
  readonly pglite: PGlite
  readonly #statements = new Statements()
  #tail: Promise<void> = Promise.resolve()
  constructor(pglite: PGlite) {
    super()
    this.pglite = pglite
  }
  // one connection: transactions wait for each other here, never inside the engine
  async connect(): Promise<Link> {
    const before = this.#tail
    let release = () => {}
    this.#tail = new Promise((done) => {
      release = done
    })
    await before
    return {
      query: (text, values) => unaDomanda(this.pglite, this.#statements, text, values),
      exec: async (text) => (await this.pglite.exec(text)).map((x) => x.rows as Row[]),
      release,
    }
  }
  contaRighe = async () => {
    const link = await this.connect()
    try {
      await link.exec(`reset role; ${contaLeCresciute}`)
    } finally {
      await link.exec('set role servizio')
      link.release()
    }
  }
  close = async () => {
    await this.#tail
    await this.pglite.close()
  }
}

/** PostgreSQL by its run-time login URL. */
export const openPostgres = (url: string, max = 16, nome: string = NOMI_SUL_DATABASE.server): Database =>
  new Postgres(url, max, nome)

/** An already migrated PGlite: from here on its connection is the login role, which can do nothing by itself. */
export async function openEmbedded(pglite: PGlite): Promise<Database> {
  await pglite.exec('set role servizio')
  return new Embedded(pglite)
}
