// A private PostgreSQL for tests and measurements: its own data folder, a free port, on 127.0.0.1 only; gone when stopped.
// PostgreSQL refuses to run as root, so as root it runs as the user `postgres`.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder of PostgreSQL's own programs, newest first; undefined when it is not installed. */
export function postgresBin(): string | undefined {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  const found = readdirSync(base)
    .filter((v) => existsSync(join(base, v, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a))[0]
  return found ? join(base, found, 'bin') : undefined
}

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

export interface PrivatePostgres {
  /** URL of a superuser, the owner of what tests create. */
  url: string
  stop(): void
}

export async function startPostgres(settings: Record<string, string> = {}): Promise<PrivatePostgres> {
  const bin = postgresBin()
  if (!bin) throw new Error('PostgreSQL non è installato: apt-get install postgresql')
  const root = process.getuid?.() === 0
  const dir = mkdtempSync(join(tmpdir(), 'trama-pg-'))
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString())
  const ids = root ? { uid: id('-u'), gid: id('-g') } : {}
  if (root) chownSync(dir, ids.uid!, ids.gid!)
  const data = join(dir, 'data')
  const options = { ...ids, stdio: 'ignore' as const, cwd: dir }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'trama', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    options,
  )
  const port = await freePort()
  const all = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '60',
    // a restore locks everything at once (README, Production)
    max_locks_per_transaction: '256',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...settings,
  }
  const args = ['-D', data, '-p', String(port), ...Object.entries(all).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
  const server = spawn(join(bin, 'postgres'), args, options)
  const stop = () => {
    server.kill('SIGINT')
    // the postmaster removes its own children; the folder goes once it is gone
    for (let i = 0; i < 50 && server.exitCode === null && existsSync(join(data, 'postmaster.pid')); i++)
      execFileSync('sleep', ['0.1'])
    rmSync(dir, { recursive: true, force: true })
  }
  for (let i = 0; ; i++) {
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-q'])
      break
    } catch (e) {
      if (i > 100 || server.exitCode !== null) throw new Error('PostgreSQL non si è avviato', { cause: e })
      execFileSync('sleep', ['0.1'])
    }
  }
  return { url: `postgres://trama@127.0.0.1:${port}/postgres`, stop }
}
