// Databases for tests: built once (migrations, configuration, fixtures), then loaded for each file of tests.
//   PGlite: an image on disk, loaded in memory.
//   PostgreSQL (TRAMA_TEST_PG = owner URL of a private server): one template database, cloned.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { EmscriptenBuiltinFilesystem } from '@electric-sql/pglite/basefs'
import { sql } from 'kysely'
import pg from 'pg'
import { type Database, openEmbedded, openPostgres, pgliteOptions } from '../../src/server/kernel/db.ts'
import { loadConfig } from '../../src/server/kernel/load-config.ts'
import {
  migrate,
  type Owner,
  ownerOfEmbedded,
  ownerOfPostgres,
  readMigrations,
} from '../../src/server/kernel/migrate.ts'
import { radice } from '../../src/server/kernel/paths.ts'

const fixture = readFileSync(join(import.meta.dirname, 'fixture.sql'), 'utf8')
const cache = join(radice, '.cache')

/** Changes when anything that shapes the database changes. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const m of readMigrations()) hash.update(m.sha256)
  hash.update(fixture)
  for (const f of [
    'elenco-ruoli',
    'ruoli-assegnabili',
    'ruoli',
    'classi-riservatezza',
    'ruoli-adesioni',
    'sezioni',
    'tipi-adesione',
    'sezioni-requisiti',
    'sezioni-aperture',
    'parametri',
    'prestazioni-offerte',
    'codifiche',
    ...readdirSync(join(radice, 'config', 'codifiche')).map((f) => `codifiche/${f.replace(/\.csv$/, '')}`),
  ])
    hash.update(readFileSync(join(radice, 'config', `${f}.csv`)))
  for (const f of ['migrate', 'load-config', 'load-codifiche'])
    hash.update(readFileSync(join(radice, 'src/server/kernel', `${f}.ts`)))
  return hash.digest('hex').slice(0, 16)
}

const percorsoImmagine = () => join(cache, `pglite-${fingerprint()}.tar`)

const migrato = (owner: Owner) => migrate(owner, { user: 'servizio', password: 'servizio' })

/** Acts on the fixture tables: the configuration of the product does not know them. */
const fixtureActs = (db: Database) =>
  db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`with atti as (insert into azione (id, descrizione, sezione_id) values
        ('prova-caso.elenca', 'prova', 'patti'), ('prova-caso.leggi', 'prova', 'patti'),
        ('prova-controllo.assegna', 'prova', 'controlli'), ('prova-controllo.verifica', 'prova', 'controlli') returning id)
      insert into permesso (azione_id, ruolo_id, portata)
      select * from (values ('prova-caso.elenca', 'coordinatore-patto', 'comune'), ('prova-caso.leggi', 'case-manager', 'assegnati'),
        ('prova-controllo.assegna', 'coordinatore-controlli', 'comune'), ('prova-controllo.verifica', 'responsabile-controlli', 'comune')) v
      where exists (select 1 from atti)`.execute(tx),
  )

/** What the tests begin with, where it is not there: the image, and with `pgUrl` the database that is cloned on that server. */
export async function buildImages(pgUrl?: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const path = percorsoImmagine()
  if (!existsSync(path)) {
    // what the engine keeps to write again, and no copy will: a third of the image
    const startParams = [...PGlite.defaultStartParams, '-c', 'min_wal_size=32MB', '-c', 'max_wal_size=32MB']
    const pglite = await PGlite.create({ ...pgliteOptions, startParams })
    const owner = ownerOfEmbedded(pglite)
    await migrato(owner)
    await owner.exec(fixture)
    const db = await openEmbedded(pglite)
    await loadConfig(db)
    await fixtureActs(db)
    await db.contaRighe()
    // or every copy would begin by redoing the work of this one
    await owner.exec('reset role; checkpoint; set role servizio')
    const image = await pglite.dumpDataDir('none')
    writeFileSync(`${path}.tmp`, Buffer.from(await image.arrayBuffer()))
    renameSync(`${path}.tmp`, path)
    await pglite.close()
  }
  if (pgUrl) await buildTemplate(pgUrl)
}

/** A database of that server, made by `come` unless it is there as it would be made now. */
async function unaVolta(pgUrl: string, nome: string, modello: string, come: (url: string) => Promise<void>) {
  const [owner, impronta] = [await ownerOfPostgres(pgUrl), fingerprint()]
  const { rows } = await owner.query(
    `select 1 from pg_database where datname = '${nome}' and shobj_description(oid, 'pg_database') = '${impronta}'`,
  )
  if (rows.length === 0) {
    await owner.exec(`drop database if exists ${nome} with (force)`)
    await owner.exec(`create database ${nome} template ${modello}`)
    await come(withDatabase(pgUrl, nome))
    // last: one that was left half made is made again
    await owner.exec(`comment on database ${nome} is '${impronta}'`)
  }
  await owner.close()
}

/** As the migrations leave it, for who goes on from there: two that migrate at once on a server would both make its roles. */
export async function databaseMigrato(pgUrl: string): Promise<string> {
  await unaVolta(pgUrl, 'trama_migrato', 'template1', async (url) => {
    const owner = await ownerOfPostgres(url)
    await migrato(owner)
    await owner.close()
  })
  return 'trama_migrato'
}

/** The database that is cloned for each file of tests. */
export async function buildTemplate(pgUrl: string): Promise<void> {
  await unaVolta(pgUrl, 'trama_modello', await databaseMigrato(pgUrl), async (url) => {
    const owner = await ownerOfPostgres(url)
    await owner.exec(fixture)
    await owner.close()
    const db = openPostgres(asServizio(url), 1)
    await loadConfig(db)
    await fixtureActs(db)
    await db.close()
  })
}

export const withDatabase = (url: string, name: string) =>
  Object.assign(new URL(url), { pathname: `/${name}` }).toString()
export const asServizio = (url: string) =>
  Object.assign(new URL(url), { username: 'servizio', password: 'servizio' }).toString()

interface Base {
  db: Database
  owner: Owner
  close(): Promise<void>
}

// compiled once for all the databases that this process opens
let motore: Promise<WebAssembly.Module> | undefined
const compilato = () =>
  (motore ??= WebAssembly.compile(
    readFileSync(
      createRequire(import.meta.url)
        .resolve('@electric-sql/pglite')
        .replace(/[^/]+$/, 'pglite.wasm'),
    ),
  ))

interface Voce {
  /** Of the folder that it is in, ending with a slash. */
  cartella: string
  nome: string
  /** Absent: it is a folder. */
  dati?: Uint8Array
}

/** The folders and files of an image, each folder before what is in it. */
function* voci(tar: Uint8Array): Generator<Voce> {
  const testo = (da: number, quanto: number) =>
    Buffer.from(tar.buffer, tar.byteOffset + da, quanto)
      .toString('latin1')
      .split('\0')[0]!
  for (let i = 0; i < tar.length && tar[i] !== 0; ) {
    const via = testo(i, 100).replace(/\/$/, '')
    const quanto = Number.parseInt(testo(i + 124, 12), 8)
    const taglio = via.lastIndexOf('/') + 1
    const dati = tar.subarray(i + 512, i + 512 + quanto)
    yield {
      cartella: via.slice(0, taglio),
      nome: via.slice(taglio),
      ...(testo(i + 156, 1) === '5' ? {} : { dati }),
    }
    i += 512 + Math.ceil(quanto / 512) * 512
  }
}

// read once for all the databases that this process opens
let immagine: Voce[] | undefined
const leggiImmagine = () => (immagine ??= [...voci(readFileSync(percorsoImmagine()))])

/** Data in memory, put there as the image has them: PGlite's own reading looks for its folder at each of three thousand files. */
class InMemoria extends EmscriptenBuiltinFilesystem {
  override async initialSyncFs() {
    const { FS } = (this.pg as unknown as { Module: { FS: FileSystem } }).Module
    FS.mkdirTree(PGlite.paths.PGDATA)
    const cartelle = new Map<string, Nodo>([['/', FS.lookupPath(PGlite.paths.PGDATA).node]])
    for (const { cartella, nome, dati } of leggiImmagine()) {
      const dove = cartelle.get(cartella)!
      const nodo = dove.node_ops.mknod(dove, nome, dati ? 0o100600 : 0o40700, 0)
      if (!dati) cartelle.set(`${cartella}${nome}/`, nodo)
      else if (dati.length > 0)
        Object.assign(nodo, { contents: dati, usedBytes: dati.length, stream_ops: copiaSeScrive(nodo) })
    }
  }
}
/** The bytes of a file are the image's, and everybody's, until the first that writes in it: most are only read. */
function copiaSeScrive(nodo: Nodo): Nodo['stream_ops'] {
  const { stream_ops: sue } = nodo
  let diTutti = true
  return {
    ...sue,
    write: (...o) => {
      if (diTutti) nodo.contents = new Uint8Array(nodo.contents!)
      diTutti = false
      return sue.write(...o)
    },
  }
}
/** Of Emscripten's file system in memory, what is asked here. */
interface FileSystem {
  mkdirTree(path: string): void
  lookupPath(path: string): { node: Nodo }
}
interface Nodo {
  node_ops: { mknod(parent: Nodo, name: string, mode: number, dev: number): Nodo }
  stream_ops: { write(...o: unknown[]): number }
  contents?: Uint8Array | null
}

/** A database of its own, as the images were built. */
export async function nuovaBase(): Promise<Base> {
  const pgUrl = process.env.TRAMA_TEST_PG
  if (!pgUrl) {
    const pglite = await PGlite.create({
      ...pgliteOptions,
      fs: new InMemoria(),
      pgliteWasmModule: await compilato(),
    })
    const db = await openEmbedded(pglite)
    return { db, owner: ownerOfEmbedded(pglite), close: () => db.close() }
  }
  const { url, togli } = await clone(pgUrl)
  const db = openPostgres(asServizio(url), 8)
  const owner = await ownerOfPostgres(url)
  const close = async () => {
    await owner.close()
    await db.close()
    await togli()
  }
  return { db, owner, close }
}

/** A copy of a database of that server, at its owner's address, until it is taken away. Nobody may be in the one that is copied. */
export async function clone(
  pgUrl: string,
  modello = 'trama_modello',
): Promise<{ url: string; togli(): Promise<void> }> {
  const name = `trama_prova_${process.pid}_${Date.now()}`
  const admin = async (testo: string) => {
    const client = new pg.Client({ connectionString: pgUrl })
    await client.connect()
    await client.query(testo)
    await client.end()
  }
  // a copy of its files: written through the log it takes three times as long
  await admin(`create database ${name} template ${modello} strategy file_copy`)
  return { url: withDatabase(pgUrl, name), togli: () => admin(`drop database ${name} with (force)`) }
}

/** Where the tests run on PostgreSQL, a database for another process, as the images were built. */
export async function baseAParte(): Promise<{ url: string; close(): Promise<void> } | undefined> {
  const pgUrl = process.env.TRAMA_TEST_PG
  if (!pgUrl) return undefined
  const { url, togli } = await clone(pgUrl)
  return { url: asServizio(url), close: togli }
}

/** The database of a process that keeps its data in a folder: the first time as the images were built, then as it was left. */
export async function baseInCartella(dataDir: string): Promise<PGlite> {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    for (const { cartella, nome, dati } of leggiImmagine()) {
      const via = join(dataDir, cartella, nome)
      if (dati) writeFileSync(via, dati, { mode: 0o600 })
      else mkdirSync(via, { mode: 0o700 })
    }
  }
  return PGlite.create({ ...pgliteOptions, dataDir })
}

let delFile: Promise<Base> | undefined

/** The database of this file of tests: all its applications work on it. */
export const baseDelFile = (): Promise<Base> => (delFile ??= nuovaBase())

/** Another file begins: it must not find what this one has written. */
export async function lasciaLaBase() {
  const base = delFile
  delFile = undefined
  await (await base)?.close()
}
