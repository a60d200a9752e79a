// Databases for tests: built once (migrations, configuration, fixtures), then loaded by each worker.
//   PGlite: an image on disk, loaded in memory by each worker.
//   PostgreSQL (TRAMA_TEST_PG = owner URL of a private server): one template database, cloned by each worker.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
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

const prepare = async (owner: Owner) => {
  await migrate(owner, { user: 'servizio', password: 'servizio' })
  await owner.exec(fixture)
}

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

export async function buildImages(pgUrl?: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `pglite-${fingerprint()}.tar`)
  if (!existsSync(path)) {
    const pglite = await PGlite.create(pgliteOptions)
    await prepare(ownerOfEmbedded(pglite))
    const db = await openEmbedded(pglite)
    await loadConfig(db)
    await fixtureActs(db)
    const image = await pglite.dumpDataDir('none')
    writeFileSync(`${path}.tmp`, Buffer.from(await image.arrayBuffer()))
    renameSync(`${path}.tmp`, path)
    await pglite.close()
  }
  if (pgUrl) {
    const owner = await ownerOfPostgres(pgUrl)
    await owner.exec('drop database if exists trama_modello with (force)')
    await owner.exec('create database trama_modello')
    await owner.close()
    const there = await ownerOfPostgres(withDatabase(pgUrl, 'trama_modello'))
    await prepare(there)
    const db = openPostgres(asServizio(withDatabase(pgUrl, 'trama_modello')), 1)
    await loadConfig(db)
    await fixtureActs(db)
    await db.close()
    await there.close()
  }
}

export const withDatabase = (url: string, name: string) =>
  Object.assign(new URL(url), { pathname: `/${name}` }).toString()
export const asServizio = (url: string) =>
  Object.assign(new URL(url), { username: 'servizio', password: 'servizio' }).toString()

/** A database of its own for this test worker. */
export async function workerDatabase(): Promise<{ db: Database; owner: Owner }> {
  const pgUrl = process.env.TRAMA_TEST_PG
  if (!pgUrl) {
    const image = new Blob([readFileSync(join(cache, `pglite-${fingerprint()}.tar`))])
    const pglite = await PGlite.create({ ...pgliteOptions, loadDataDir: image })
    return { db: await openEmbedded(pglite), owner: ownerOfEmbedded(pglite) }
  }
  const name = `trama_prova_${process.pid}_${process.env.VITEST_POOL_ID ?? '0'}_${Date.now()}`
  const admin = new pg.Client({ connectionString: pgUrl })
  await admin.connect()
  await admin.query(`create database ${name} template trama_modello`)
  await admin.end()
  const url = withDatabase(pgUrl, name)
  return { db: openPostgres(asServizio(url), 8), owner: await ownerOfPostgres(url) }
}

/** The database as its owner sees it, for the tests that read the catalogue. */
export async function catalogo() {
  const { db, owner } = await workerDatabase()
  // the embedded engine's connection is the login role by now
  await owner.exec('reset role')
  return { rows: async <R>(text: string) => (await owner.query(text)).rows as R[], close: () => db.close() }
}
