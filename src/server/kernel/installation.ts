// One installation: where its data are, who holds them, and how they come to this version.
//
// PGlite: the data folder belongs to one process at a time. Whoever opens it listens on a local socket; a second
// process finds it answering and either sends its command there (the operator's command line) or stops with a sentence.
// After a crash nobody answers, and the folder is free. PostgreSQL needs no such lock.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PGlite } from '@electric-sql/pglite'
import { type Configurazione, ErroreDiAvvio } from './config.ts'
import { type Database, openEmbedded, openPostgres, pgliteOptions } from './db.ts'
import { loadConfig } from './load-config.ts'
import { migrate, type Owner, ownerOfEmbedded, ownerOfPostgres } from './migrate.ts'

export interface Installation {
  db: Database
  /** First time on these data: nothing was there before. */
  nuova: boolean
  /** Answers the commands of other processes; set by the server. */
  onCommand(handler: CommandHandler): void
  close(): Promise<void>
}

export interface CommandRequest {
  args: string[]
  cwd: string
  operatore: string
}
/** Where a command says what it has to say: its answer, and how far it is. */
export interface CommandOutput {
  out(line: string): void
  err(line: string): void
}
export type CommandHandler = (request: CommandRequest, uscite: CommandOutput) => Promise<number>

/** A socket path has a limit of about 100 bytes: a deeper data folder is known by the hash of its path. */
function socketPath(dir: string): string {
  const path = join(dir, 'trama.sock')
  if (Buffer.byteLength(path) < 100) return path
  return join(tmpdir(), `trama-${createHash('sha256').update(realpathSync(dir)).digest('hex').slice(0, 16)}.sock`)
}

const connect = (path: string) =>
  new Promise<Socket | undefined>((done) => {
    const s = createConnection(path, () => done(s))
    s.on('error', () => done(undefined))
  })

/**
 * One process at a time asks who holds a folder and takes it: two that start together would each find the other's socket not
 * answering yet, and remove it. Who dies in these few milliseconds is waited for ten seconds.
 */
async function unoAllaVolta<T>(dir: string, fn: () => Promise<T>): Promise<T> {
  const porta = join(dir, 'trama.apertura')
  for (;;)
    try {
      mkdirSync(porta)
      break
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e
      const da = Date.now() - (statSync(porta, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      if (da > 10_000) rmSync(porta, { recursive: true, force: true })
      else await new Promise((done) => setTimeout(done, 50))
    }
  try {
    return await fn()
  } finally {
    rmSync(porta, { recursive: true, force: true })
  }
}

/** Takes a data folder for this process, or says with a sentence that another has it. */
export function holdFolder(dir: string): Promise<{ server: Server; onCommand(h: CommandHandler): void }> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  return unoAllaVolta(dir, () => prendi(dir))
}

async function prendi(dir: string): Promise<{ server: Server; onCommand(h: CommandHandler): void }> {
  const path = socketPath(dir)
  const running = await connect(path)
  if (running) {
    running.destroy()
    throw new ErroreDiAvvio(
      `I dati in ${dir} sono già aperti da un altro processo di Trama: fermalo, o indica un’altra cartella con TRAMA_DATA_DIR.`,
    )
  }
  if (existsSync(path)) unlinkSync(path)
  let handler: CommandHandler | undefined
  const server = createServer((socket) => {
    const say = (o: object) => socket.write(`${JSON.stringify(o)}\n`)
    createInterface({ input: socket }).once('line', async (line) => {
      try {
        if (!handler) throw new ErroreDiAvvio('Il server si sta avviando: riprova tra poco.')
        const codice = await handler(JSON.parse(line) as CommandRequest, {
          out: (riga) => say({ riga }),
          err: (avanzamento) => say({ avanzamento }),
        })
        say({ codice })
      } catch (e) {
        say({ riga: (e as Error).message, codice: 1 })
      }
      socket.end()
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done))
  server.unref()
  return {
    server,
    onCommand: (h) => {
      handler = h
    },
  }
}

/** Sends a command to the process that holds the folder; undefined when nobody does. */
export async function commandThroughServer(
  dir: string,
  request: CommandRequest,
  uscite: CommandOutput,
): Promise<number | undefined> {
  if (!existsSync(dir)) return undefined
  const socket = await connect(socketPath(dir))
  if (!socket) return undefined
  socket.write(`${JSON.stringify(request)}\n`)
  for await (const line of createInterface({ input: socket })) {
    const m = JSON.parse(line) as { riga?: string; avanzamento?: string; codice?: number }
    if (m.riga !== undefined) uscite.out(m.riga)
    if (m.avanzamento !== undefined) uscite.err(m.avanzamento)
    if (m.codice !== undefined) return m.codice
  }
  throw new ErroreDiAvvio('Il server si è fermato prima di finire il comando.')
}

export async function openInstallation(c: Configurazione): Promise<Installation> {
  return c.databaseUrl && c.migrationUrl ? openOnPostgres(c.databaseUrl, c.migrationUrl) : openOnPglite(c.datiDir)
}

async function openOnPglite(dir: string): Promise<Installation> {
  const { server, onCommand } = await holdFolder(dir)
  try {
    const dataDir = join(dir, 'database')
    const nuova = !existsSync(join(dataDir, 'PG_VERSION'))
    const pglite = await PGlite.create({ ...pgliteOptions, dataDir })
    try {
      await migrate(ownerOfEmbedded(pglite))
      const db = await openEmbedded(pglite)
      await loadConfig(db)
      return {
        db,
        nuova,
        onCommand,
        close: async () => {
          await db.close()
          await new Promise((done) => server.close(done))
        },
      }
    } catch (e) {
      await pglite.close()
      throw e
    }
  } catch (e) {
    server.close()
    throw e
  }
}

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nessun server risponde a quell’indirizzo',
  ENOTFOUND: 'il nome del server non esiste',
  '28P01': 'utente o password non sono corretti',
  '28000': 'l’utente non è ammesso',
  '3D000': 'il database non esiste',
}

async function openOnPostgres(url: string, migrationUrl: string): Promise<Installation> {
  const explain = (name: string) => (e: unknown) => {
    const code = (e as { code?: string }).code ?? ''
    throw new ErroreDiAvvio(`PostgreSQL non è raggiungibile con ${name}: ${unreachable[code] ?? (e as Error).message}.`)
  }
  const owner: Owner = await ownerOfPostgres(migrationUrl).catch(explain('TRAMA_MIGRATION_URL'))
  let nuova: boolean
  try {
    const { rows } = await owner.query(
      "select current_setting('server_version_num')::int as v, to_regclass('public.utente') is null as nuova",
    )
    if ((rows[0]!.v as number) < 150000) throw new ErroreDiAvvio('Serve PostgreSQL 15 o successivo.')
    nuova = rows[0]!.nuova as boolean
    const { username, password } = new URL(url)
    if (!username)
      throw new ErroreDiAvvio(
        'TRAMA_DATABASE_URL deve nominare l’utenza di esercizio: postgres://servizio:password@host/database.',
      )
    await migrate(owner, {
      user: decodeURIComponent(username),
      ...(password ? { password: decodeURIComponent(password) } : {}),
    })
  } finally {
    await owner.close()
  }
  const db = openPostgres(url)
  await db.call('select 1', []).catch(explain('TRAMA_DATABASE_URL'))
  await loadConfig(db)
  return { db, nuova, onCommand: () => {}, close: () => db.close() }
}
