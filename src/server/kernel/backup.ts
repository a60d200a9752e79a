// Backup and restore, one command for both databases. A copy is whole or is not there: it is written beside, and renamed when
// the disk has it.
//   PGlite      a gzip archive of the data folder, taken between two transactions
//   PostgreSQL  pg_dump's custom format, through the owner's login
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { PGlite } from '@electric-sql/pglite'
import { cartellaNuova, fissaNomi, scambiaDatabase } from './cartella-database.ts'
import { doveSonoIDati, holdFolder, IN_FUNZIONE } from './cartella-dati.ts'
import { type Configurazione, ErroreDiAvvio } from './config.ts'
import { type Database, NOMI_SUL_DATABASE, pgliteOptions } from './db.ts'
import { openInstallation } from './installation.ts'
import { ensureGroups, ownerOfPostgres } from './migrate.ts'

/** Address without its password, which goes in the environment: arguments are for everyone to read. */
function conninfo(url: string): { dbname: string; env: NodeJS.ProcessEnv } {
  const u = new URL(url)
  const password = decodeURIComponent(u.password)
  u.password = ''
  return { dbname: u.toString(), env: { ...process.env, ...(password ? { PGPASSWORD: password } : {}) } }
}

const run = (program: string, args: string[], env: NodeJS.ProcessEnv, input?: Readable) =>
  new Promise<void>((done, fail) => {
    const errors: Buffer[] = []
    const p = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'pipe'] })
    p.stderr.on('data', (d) => errors.push(d))
    p.on('error', () => fail(new ErroreDiAvvio(`Manca il programma ${program}: installa il client di PostgreSQL.`)))
    p.on('close', (code) =>
      code === 0
        ? done()
        : fail(
            new ErroreDiAvvio(`${program} non è riuscito: ${Buffer.concat(errors).toString().trim().split('\n')[0]}`),
          ),
    )
    // a program that ends early closes its input: what it has to say is on its error stream
    p.stdin.on('error', () => {})
    if (input) input.pipe(p.stdin)
    else p.stdin.end()
  })

/** In the register of changes: who took all the data out, or put others in their place. */
const registraCopia = (db: Database, operazione: 'salvata' | 'ripristinata', file: string, operatore: string) =>
  db.inScope({ azione: `copia.${operazione}`, nazionale: true, operatore }, (tx) =>
    tx
      .insertInto('copia')
      .values({ operazione, file: basename(file) })
      .execute(),
  )

/** Writes the copy, which says who took it; returns its size in bytes. */
export async function salva(
  db: Database,
  c: Pick<Configurazione, 'migrationUrl'>,
  file: string,
  operatore: string,
): Promise<number> {
  const path = resolve(file)
  if (existsSync(path))
    throw new ErroreDiAvvio(`${path} esiste già: scegli un altro nome, una copia non si sovrascrive.`)
  await registraCopia(db, 'salvata', path, operatore)
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
    } else {
      const { dbname, env } = conninfo(c.migrationUrl!)
      await assertLeggeTutto(c.migrationUrl!)
      // made here, for nobody else to read: the program writes in the file it finds
      writeFileSync(partial, '', { mode: 0o600 })
      await run('pg_dump', ['--format=custom', '--no-owner', `--file=${partial}`, `--dbname=${dbname}`], env)
    }
    sulDisco(partial)
    renameSync(partial, path)
    fissaNomi(path)
  } catch (e) {
    rmSync(partial, { force: true })
    throw e
  }
  return statSync(path).size
}

/** Returns when the disk has every byte of the file: a name that comes before them would be of a file cut short. */
function sulDisco(path: string) {
  const fd = openSync(path, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const magic = (path: string) => {
  const b = Buffer.alloc(5)
  const fd = openSync(path, 'r')
  readSync(fd, b, 0, 5, 0)
  closeSync(fd)
  return b
}

/**
 * Puts a copy in place of the present data, brings it to this version and writes in its register who did so. Whoever else
 * would open the data in the meantime is kept out until the end: he would write his pages into a folder that is being moved.
 * PGlite: the old folder stays beside, renamed. Returns where.
 */
export async function ripristina(c: Configurazione, file: string, operatore: string): Promise<string | undefined> {
  const path = resolve(file)
  if (!existsSync(path)) throw new ErroreDiAvvio(`${path} non esiste.`)
  const head = magic(path)
  const ofPostgres = head.toString('latin1') === 'PGDMP'
  if (!ofPostgres && (head[0] !== 0x1f || head[1] !== 0x8b))
    throw new ErroreDiAvvio(`${path} non è una copia di Trama.`)
  if (c.migrationUrl && !ofPostgres)
    throw new ErroreDiAvvio('Questa copia viene da un database incorporato: non si può ripristinare su PostgreSQL.')
  if (!c.migrationUrl && ofPostgres)
    throw new ErroreDiAvvio('Questa copia viene da PostgreSQL: non si può ripristinare sul database incorporato.')
  const presa = await holdFolder(doveSonoIDati(c))
  let old: string | undefined
  try {
    if (c.migrationUrl) await ripristinaPostgres(c.migrationUrl, path)
    else old = await ripristinaPglite(c.datiDir, path)
  } catch (e) {
    presa.server.close()
    throw e
  }
  const installation = await openInstallation(c, 'comando', presa)
  try {
    await registraCopia(installation.db, 'ripristinata', path, operatore)
  } finally {
    await installation.close()
  }
  return old
}

async function ripristinaPglite(dir: string, path: string): Promise<string | undefined> {
  const fresh = cartellaNuova(dir)
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
  return scambiaDatabase(dir, fresh)
}

/** Forced row-level security hides every row from the owner too, unless he may bypass it: half a copy is none. */
async function assertLeggeTutto(url: string) {
  const owner = await ownerOfPostgres(url)
  try {
    const { rows } = await owner.query(
      'select rolsuper or rolbypassrls as si from pg_roles where rolname = current_user',
    )
    if (!rows[0]?.si)
      throw new ErroreDiAvvio(
        'Per la copia l’utente di TRAMA_MIGRATION_URL deve leggere ogni riga: un amministratore gli dia «alter role … bypassrls».',
      )
  } finally {
    await owner.close()
  }
}

// the schema `public` itself belongs to the server: only what is in it goes
const svuota = `set client_min_messages = warning;
drop schema if exists migrazione, pgboss, kernel, accesso cascade;
drop extension if exists btree_gist cascade;
do $$ declare r record; begin
  for r in select c.oid::regclass as nome from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    execute format('drop table if exists %s cascade', r.nome);
  end loop;
end $$;
`

/** What is there goes and the copy comes in one transaction: if it fails, everything is as before. */
async function ripristinaPostgres(url: string, path: string) {
  const owner = await ownerOfPostgres(url)
  try {
    const { rows } = await owner.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = any ($1) limit 1',
      [Object.values(NOMI_SUL_DATABASE)],
    )
    if (rows[0]) throw new ErroreDiAvvio(IN_FUNZIONE)
    await ensureGroups(owner)
  } finally {
    await owner.close()
  }
  const { dbname, env } = conninfo(url)
  async function* script() {
    yield svuota
    const dump = spawn('pg_restore', ['--no-owner', '--file=-', path], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise<number | null>((done) => dump.on('close', done).on('error', () => done(1)))
    yield* dump.stdout
    // an unreadable copy must not be committed as an empty database
    if ((await ended) !== 0) yield "do $$ begin raise exception 'copia illeggibile'; end $$;\n"
  }
  try {
    await run(
      'psql',
      ['--quiet', '--no-psqlrc', '--single-transaction', '--set=ON_ERROR_STOP=1', `--dbname=${dbname}`],
      env,
      Readable.from(script()),
    )
  } catch (e) {
    // every object that goes or comes is locked until the end of the one transaction
    if (!/out of shared memory/.test((e as Error).message)) throw e
    throw new ErroreDiAvvio(
      'PostgreSQL non può bloccare insieme tanti oggetti: imposta max_locks_per_transaction a 256, riavvialo e ripeti. I dati sono come prima.',
    )
  }
}
