// Backup and restore, one command for both databases. A copy is whole or is not there: it is written beside and renamed.
//   PGlite      a gzip archive of the data folder, taken between two transactions
//   PostgreSQL  pg_dump's custom format, through the owner's login
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type Configurazione, ErroreDiAvvio } from './config.ts'
import { type Database, pgliteOptions } from './db.ts'

const run = (program: string, args: string[]) =>
  new Promise<void>((done, fail) => {
    const errors: Buffer[] = []
    const p = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    p.stderr.on('data', (d) => errors.push(d))
    p.on('error', () => fail(new ErroreDiAvvio(`Manca il programma ${program}: installa il client di PostgreSQL.`)))
    p.on('close', (code) =>
      code === 0
        ? done()
        : fail(new ErroreDiAvvio(`${program} non è riuscito: ${Buffer.concat(errors).toString().trim()}`)),
    )
  })

/** Writes the copy; returns its size in bytes. */
export async function salva(db: Database, c: Pick<Configurazione, 'migrationUrl'>, file: string): Promise<number> {
  const path = resolve(file)
  if (existsSync(path))
    throw new ErroreDiAvvio(`${path} esiste già: scegli un altro nome, una copia non si sovrascrive.`)
  const partial = `${path}.parziale`
  try {
    if (db.pglite) {
      // holding the one connection: no transaction is open while the folder is read
      const link = await db.connect()
      try {
        const archive = await db.pglite.dumpDataDir('gzip')
        writeFileSync(partial, Buffer.from(await archive.arrayBuffer()), { mode: 0o600 })
      } finally {
        link.release()
      }
    } else await run('pg_dump', ['--format=custom', '--no-owner', `--file=${partial}`, `--dbname=${c.migrationUrl}`])
    renameSync(partial, path)
  } catch (e) {
    rmSync(partial, { force: true })
    throw e
  }
  return statSync(path).size
}

const magic = (path: string) => {
  const b = Buffer.alloc(5)
  const fd = openSync(path, 'r')
  readSync(fd, b, 0, 5, 0)
  closeSync(fd)
  return b
}

/** Puts a copy in place of the present data. PGlite: the old folder stays beside, renamed. Returns where. */
export async function ripristina(c: Configurazione, file: string): Promise<string | undefined> {
  const path = resolve(file)
  if (!existsSync(path)) throw new ErroreDiAvvio(`${path} non esiste.`)
  const head = magic(path)
  const ofPostgres = head.toString('latin1') === 'PGDMP'
  if (!ofPostgres && (head[0] !== 0x1f || head[1] !== 0x8b))
    throw new ErroreDiAvvio(`${path} non è una copia di Trama.`)
  if (c.migrationUrl) {
    if (!ofPostgres)
      throw new ErroreDiAvvio('Questa copia viene da un database incorporato: non si può ripristinare su PostgreSQL.')
    await run('pg_restore', [
      '--clean',
      '--if-exists',
      '--no-owner',
      '--single-transaction',
      `--dbname=${c.migrationUrl}`,
      path,
    ])
    return undefined
  }
  if (ofPostgres)
    throw new ErroreDiAvvio('Questa copia viene da PostgreSQL: non si può ripristinare sul database incorporato.')
  const target = join(c.datiDir, 'database')
  const fresh = join(c.datiDir, `database.nuovo-${process.pid}`)
  rmSync(fresh, { recursive: true, force: true })
  try {
    const pglite = await PGlite.create({
      ...pgliteOptions,
      dataDir: fresh,
      loadDataDir: new Blob([readFileSync(path)]),
    })
    await pglite.query('select count(*) from migrazione.passo')
    await pglite.close()
  } catch (e) {
    rmSync(fresh, { recursive: true, force: true })
    throw new ErroreDiAvvio(`La copia non si apre: ${(e as Error).message}. I dati presenti non sono stati toccati.`)
  }
  let old: string | undefined
  if (existsSync(target)) {
    old = join(c.datiDir, `database.prima-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
    renameSync(target, old)
  }
  renameSync(fresh, target)
  return old
}
