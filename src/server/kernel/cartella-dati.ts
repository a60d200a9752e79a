// Who holds an installation's data on this machine, and how a command reaches him.
//
// Whoever opens the data listens on a local socket in the data folder; a second process finds it answering and either sends
// its command there (the operator's command line) or stops with a sentence. After a crash nobody answers, and the folder is
// free. The embedded database is in the folder itself; one on PostgreSQL has its name in that of the socket, so that a
// command never reaches a server of other data.
import { createHash, randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Configurazione, ErroreDiAvvio } from './config.ts'
import { versione } from './migrate.ts'

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

/** Where the data are: the folder, and which database it is the folder of. */
export interface Dove {
  dir: string
  nome: string
}

/** To whoever wants to put a copy in the place of data that a server holds. */
export const IN_FUNZIONE = 'Il server è in funzione su questi dati: fermalo prima di ripristinare una copia.'

const impronta = (s: string, lunga: number) => createHash('sha256').update(s).digest('hex').slice(0, lunga)
const QUI = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The login is not part of it: the same database by another name or password is the same data. */
export function doveSonoIDati(c: Pick<Configurazione, 'datiDir' | 'databaseUrl'>): Dove {
  if (!c.databaseUrl) return { dir: c.datiDir, nome: 'trama' }
  const { hostname, port, pathname } = new URL(c.databaseUrl)
  const database = `${QUI.has(hostname) ? 'localhost' : hostname}:${port || '5432'}${pathname}`
  return { dir: c.datiDir, nome: `trama-${impronta(database, 12)}` }
}

/** A socket path has a limit of about 100 bytes: a deeper data folder is known by the hash of its path. */
function socketPath({ dir, nome }: Dove): string {
  const path = join(dir, `${nome}.sock`)
  if (Buffer.byteLength(path) < 100) return path
  return join(tmpdir(), `${nome}-${impronta(realpathSync(dir), 16)}.sock`)
}

const connect = (path: string) =>
  new Promise<Socket | undefined>((done) => {
    const s = createConnection(path, () => done(s))
    s.on('error', () => done(undefined))
  })

/**
 * Takes away what a dead process has left. Between the look and the removal another may have done so and entered: only one
 * renames it, and whoever has taken away a young one by mistake has taken it from somebody at work, so he puts it back.
 */
function scarta(porta: string) {
  const mia = `${porta}.${randomUUID()}`
  try {
    renameSync(porta, mia)
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return
    throw e
  }
  const giovane = Date.now() - statSync(mia).mtimeMs < 10_000
  if (giovane) renameSync(mia, porta)
  else rmSync(mia, { recursive: true, force: true })
}

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
      if (da > 10_000) scarta(porta)
      else await new Promise((done) => setTimeout(done, 50))
    }
  try {
    return await fn()
  } finally {
    rmSync(porta, { recursive: true, force: true })
  }
}

export interface Presa {
  server: Server
  /** Answers the commands of other processes. */
  onCommand(h: CommandHandler): void
}

function preparaCartella(dir: string) {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (e) {
    const { code, message } = e as NodeJS.ErrnoException
    const perche =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'quel nome, o uno di quelli che lo precedono, è un file'
        : code === 'EACCES' || code === 'EPERM'
          ? 'chi avvia Trama non può scrivervi'
          : code === 'EROFS'
            ? 'il disco è di sola lettura'
            : code === 'ENOSPC'
              ? 'il disco è pieno'
              : message
    throw new ErroreDiAvvio(
      `La cartella dei dati ${dir} non si può usare: ${perche}. Indicane un’altra con TRAMA_DATA_DIR.`,
    )
  }
}

/** Takes a data folder for this process, or says with a sentence that another has it. */
export async function holdFolder(dove: Dove): Promise<Presa> {
  preparaCartella(dove.dir)
  return unoAllaVolta(dove.dir, () => prendi(dove))
}

async function prendi(dove: Dove): Promise<Presa> {
  const path = socketPath(dove)
  const running = await connect(path)
  if (running) {
    running.destroy()
    throw new ErroreDiAvvio(
      `I dati in ${dove.dir} sono già aperti da un altro processo di Trama: fermalo, o indica un’altra cartella con TRAMA_DATA_DIR.`,
    )
  }
  if (existsSync(path)) unlinkSync(path)
  // of the program as it starts: on the disk there may be another by the time a command arrives
  const mia = versione()
  let handler: CommandHandler | undefined
  const server = createServer((socket) => {
    const say = (o: object) => socket.write(`${JSON.stringify(o)}\n`)
    const righe = createInterface({ input: socket })
    // whoever asked may be killed, and must not take the server with him: what reads lines gives the fault of the socket as its own
    for (const x of [socket, righe]) x.on('error', () => {})
    righe.once('line', async (line) => {
      try {
        if (!handler)
          throw new ErroreDiAvvio('Il server si sta avviando, o è in corso un altro comando: riprova tra poco.')
        const { versione: sua, ...request } = JSON.parse(line) as CommandRequest & { versione: string }
        if (sua !== mia)
          throw new ErroreDiAvvio(
            'Il server in funzione è di un’altra versione di Trama: riavvialo con questa, poi ripeti il comando.',
          )
        const codice = await handler(request, {
          out: (riga) => say({ riga }),
          err: (avanzamento) => say({ avanzamento }),
        })
        say({ codice })
      } catch (e) {
        say({ riga: (e as Error).message, codice: 1 })
      }
      socket.end()
    })
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

/** Sends a command to the process that holds these data on this machine; undefined when nobody does. */
export async function commandThroughServer(
  dove: Dove,
  request: CommandRequest,
  uscite: CommandOutput,
): Promise<number | undefined> {
  if (!existsSync(dove.dir)) return undefined
  const socket = await connect(socketPath(dove))
  if (!socket) return undefined
  socket.write(`${JSON.stringify({ ...request, versione: versione() })}\n`)
  try {
    for await (const line of createInterface({ input: socket })) {
      const m = JSON.parse(line) as { riga?: string; avanzamento?: string; codice?: number }
      if (m.riga !== undefined) uscite.out(m.riga)
      if (m.avanzamento !== undefined) uscite.err(m.avanzamento)
      if (m.codice !== undefined) return m.codice
    }
  } catch (e) {
    if (!['ECONNRESET', 'EPIPE'].includes((e as NodeJS.ErrnoException).code ?? '')) throw e
  }
  throw new ErroreDiAvvio('Il server si è fermato prima di finire il comando.')
}
