// Brings a database to this version: roles, then the SQL files of migrations/ in order, each in one transaction,
// checksummed, under an advisory lock; then the job library's own tables; then config/ as rows.
// Forward only. A database of a newer version is refused: going back would lose what it does not know.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { getConstructionPlans } from 'pg-boss'
import { ErroreDiAvvio } from './config.ts'
import { radice } from './paths.ts'

/** The owner's connection: several statements at once, or one with parameters. */
export interface Owner {
  exec(text: string): Promise<unknown>
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  close(): Promise<void>
}

export const ownerOfEmbedded = (pglite: PGlite): Owner => ({
  exec: (text) => pglite.exec(text),
  query: (text, values) => pglite.query(text, values),
  close: async () => {},
})

export async function ownerOfPostgres(url: string): Promise<Owner> {
  const client = new pg.Client({ connectionString: url, application_name: 'trama-migrazioni' })
  await client.connect()
  return {
    exec: (text) => client.query(text),
    query: (text, values) => client.query(text, values),
    close: () => client.end(),
  }
}

const groups = ['applicazione', 'nazionale', 'custode'] as const

const has = async (owner: Owner, name: string) =>
  (await owner.query('select 1 from pg_roles where rolname = $1', [name])).rows.length > 0

/** The roles that objects are granted to; they belong to the server, so a restored copy finds them or they are made. */
export async function ensureGroups(owner: Owner) {
  for (const g of groups) if (!(await has(owner, g))) await owner.exec(`create role ${g} nologin`)
  if (!(await has(owner, 'servizio'))) await owner.exec('create role servizio login noinherit')
  await owner.exec('grant custode to current_user')
}

/** `login` is the name (and password) in the run-time URL; on PGlite it is `servizio` without one. */
async function ensureRoles(owner: Owner, login: { user: string; password?: string }) {
  const ident = `"${login.user.replaceAll('"', '""')}"`
  const fresh = !(await has(owner, login.user))
  await ensureGroups(owner)
  if (login.user !== 'servizio') {
    // migrations grant to `servizio`: a login of another name has its place by being a member
    if (fresh) await owner.exec(`create role ${ident} login`)
    await owner.exec(`grant servizio to ${ident}; alter role ${ident} inherit`)
  }
  if (fresh && login.password)
    await owner.exec(`alter role ${ident} password '${login.password.replaceAll("'", "''")}'`)
  await owner.exec(`grant applicazione, nazionale to ${login.user === 'servizio' ? 'servizio' : ident}`)
}

/** A restored copy gives every object to whoever restores it: what acts as `custode` goes back to it. */
const giveBack = `do $$ declare f record; begin
  for f in select p.oid::regprocedure as nome from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('public', 'kernel', 'accesso') and p.prosecdef and pg_get_userbyid(p.proowner) <> 'custode' loop
    execute format('alter function %s owner to custode', f.nome);
  end loop; end $$`

export interface Migration {
  name: string
  sql: string
  sha256: string
}

export function readMigrations(dir = join(radice, 'migrations')): Migration[] {
  return readdirSync(dir)
    .filter((n) => /^\d{4}_.*\.sql$/.test(n))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    })
}

/** The program, as far as data and commands are concerned: its number and its migrations. */
export function versione(migrations = readMigrations()): string {
  const { version } = JSON.parse(readFileSync(join(radice, 'package.json'), 'utf8')) as { version: string }
  const hash = createHash('sha256')
  for (const m of migrations) hash.update(m.sha256)
  return `${version} ${hash.digest('hex').slice(0, 16)}`
}

/** The migrations that these data still lack; data of a newer version, or of another history, are refused. */
async function mancanti(owner: Owner, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await owner.query('select nome, sha256 from migrazione.passo order by nome')
  const done = new Map(rows.map((r) => [r.nome as string, r.sha256 as string]))
  const known = new Set(migrations.map((m) => m.name))
  const unknown = [...done.keys()].filter((n) => !known.has(n))
  if (unknown.length > 0)
    throw new ErroreDiAvvio(
      `I dati sono di una versione più recente di Trama (passo ${unknown[0]}): avvia quella versione, o ripristina una copia di sicurezza di questa.`,
    )
  for (const m of migrations) {
    const sha = done.get(m.name)
    if (sha !== undefined && sha !== m.sha256)
      throw new ErroreDiAvvio(`Il passo di migrazione ${m.name} è cambiato dopo essere stato applicato a questi dati.`)
  }
  return migrations.filter((m) => !done.has(m.name))
}

/** For who works beside a server: its data are of its version, and are left so. */
export async function assertGiaMigrato(owner: Owner, migrations = readMigrations()): Promise<void> {
  const { rows } = await owner.query("select to_regclass('migrazione.passo') is not null as presente")
  const daFare = rows[0]!.presente ? await mancanti(owner, migrations) : migrations
  if (daFare.length > 0)
    throw new ErroreDiAvvio(
      'Su questo database è in funzione un server di una versione precedente di Trama: riavvialo con questa, poi ripeti il comando.',
    )
}

/** Returns the names of the migrations applied now. */
export async function migrate(
  owner: Owner,
  login: { user: string; password?: string } = { user: 'servizio' },
  migrations = readMigrations(),
): Promise<string[]> {
  const lock = 'select pg_advisory_lock(72617461)'
  await owner.exec(lock)
  try {
    await owner.exec(
      'create schema if not exists migrazione; create table if not exists migrazione.passo (nome text primary key, sha256 text not null, applicata timestamptz not null default now())',
    )
    const daFare = await mancanti(owner, migrations)
    await ensureRoles(owner, login)
    const applied: string[] = []
    for (const m of daFare) {
      try {
        await owner.exec(
          `begin; select set_config('app.operatore', 'migrazione', true);\n${m.sql}\n;insert into migrazione.passo (nome, sha256) values ('${m.name}', '${m.sha256}'); commit`,
        )
      } catch (e) {
        await owner.exec('rollback')
        throw new Error(`${m.name}: ${(e as Error).message}`, { cause: e })
      }
      applied.push(m.name)
    }
    await owner.exec(giveBack)
    const { rows } = await owner.query("select 1 from pg_namespace where nspname = 'pgboss'")
    if (rows.length === 0) await owner.exec(getConstructionPlans('pgboss'))
    await owner.exec(
      'grant usage on schema pgboss to servizio; grant select, insert, update, delete on all tables in schema pgboss to servizio; grant execute on all functions in schema pgboss to servizio',
    )
    return applied
  } finally {
    await owner.exec(lock.replace('advisory_lock', 'advisory_unlock'))
  }
}
