// What every part starts from: a private PostgreSQL, a migrated and filled database, the product opened on it, and a way
// to see the statements that a request really sends, so that what is measured cannot drift from what the product does.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { startPostgres } from '../scripts/postgres.ts'
import { buildApp } from '../src/server/app.ts'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { type Database, openPostgres } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { loadConfig } from '../src/server/kernel/load-config.ts'
import { migrate, ownerOfPostgres } from '../src/server/kernel/migrate.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { caricaMisure } from '../src/server/misure/carica-misure.ts'
import { moduli } from '../src/server/modules.ts'
import { caricaQuestionari } from '../src/server/parametri/carica-questionari.ts'
import { caricaTerritorio } from '../src/server/territorio/predefiniti.ts'
import { CODICE_MINISTERO, codiceAmministratore, cresci, MAGGIORE, MEDIANO, popola } from './data.ts'
import type { Esecutore } from './massa.ts'
import { codiceCoordinatore, NUCLEI } from './patti-data.ts'
import { codiceSociale, PERSONE } from './persone-data.ts'
import { popolaNuclei } from './popola-nuclei.ts'
import { popolaPersone } from './popola-persone.ts'

// Memory and costs of a small real server on a solid state disk. fsync stays off: the data are thrown away, and what is
// timed reads far more than it writes.
export const impostazioni = {
  shared_buffers: '512MB',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  max_wal_size: '8GB',
  maintenance_work_mem: '256MB',
  // no standby follows these data: rebuilding an index need not be logged
  wal_level: 'minimal',
  max_wal_senders: '0',
  // everything is vacuumed and counted when it has been loaded: nobody tidies up while something is measured
  autovacuum: 'off',
}

export interface Istruzione {
  testo: string
  /** Undefined for several statements in one message. */
  valori?: readonly unknown[]
}

export interface Prodotto {
  url: string
  /** URL of the owner, for what no request may do: explain, settings. */
  urlProprietario: string
  app: FastifyInstance
  deps: Deps
  /** Runs `fn` and returns the statements that it sent. */
  cattura(fn: () => Promise<unknown>): Promise<Istruzione[]>
  chiudi(): Promise<void>
}

export interface DueGrandezze {
  decimo: Prodotto
  intero: Prodotto
}

export interface Ambiente {
  base: Prodotto
  /** The same ambiti with ten times the rows, where it was asked for. */
  dieci: Prodotto | undefined
  /** The people and their record, and the same ambiti with a tenth of them, where they were asked for. */
  persone: DueGrandezze | undefined
  /** The households in charge, and the same ambiti with a tenth of them, where they were asked for. */
  nuclei: DueGrandezze | undefined
  /** A folder for files, removed at the end. */
  cartella: string
  chiudi(): Promise<void>
}

export const conDatabase = (url: string, nome: string) =>
  Object.assign(new URL(url), { pathname: `/${nome}` }).toString()
export const comeServizio = (url: string) =>
  Object.assign(new URL(url), { username: 'servizio', password: 'servizio' }).toString()

async function comeProprietario<T>(url: string, fn: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  try {
    return await fn(owner)
  } finally {
    await owner.end()
  }
}

/** Passes every message on, and writes it down while someone is looking. */
function osserva(db: Database) {
  let viste: Istruzione[] | undefined
  const connect = db.connect.bind(db)
  db.connect = async () => {
    const link = await connect()
    return {
      ...link,
      query: (testo, valori) => {
        viste?.push({ testo, valori })
        return link.query(testo, valori)
      },
      exec: (testo) => {
        viste?.push({ testo })
        return link.exec(testo)
      },
    }
  }
  return async (fn: () => Promise<unknown>) => {
    viste = []
    await fn()
    const prese = viste
    viste = undefined
    return prese
  }
}

/** The product on a database, in this process. */
function depsDi(db: Database): Deps {
  return { db, clock: () => new Date(), jobs: createJobs(db, (e) => console.error(e)), verificaRisposte: false }
}

async function apri(urlProprietario: string): Promise<Prodotto> {
  const url = comeServizio(urlProprietario)
  const db = openPostgres(url)
  const cattura = osserva(db)
  const deps = depsDi(db)
  const app = await buildApp({ deps, moduli })
  const chiudi = async () => {
    await app.close()
    await db.close()
  }
  return { url, urlProprietario, app, deps, cattura, chiudi }
}

export async function prepara(
  { conDieci, conPersone, conNuclei }: { conDieci: boolean; conPersone: boolean; conNuclei: boolean },
  dire: (s: string) => void,
): Promise<Ambiente> {
  // of a server that was left running, with the databases that it already has: to do one part again without loading
  const lasciato = process.env.TRAMA_MISURE_PG
  const pgPrivato = lasciato ? { url: lasciato, stop: () => {} } : await startPostgres(impostazioni)
  const cartella = mkdtempSync(join(tmpdir(), 'trama-misure-'))
  const aperti: Prodotto[] = []
  const chiudi = async () => {
    for (const p of aperti) await p.chiudi()
    pgPrivato.stop()
    rmSync(cartella, { recursive: true, force: true })
  }
  const cronometro = async (frase: string, fn: () => Promise<unknown>) => {
    const t = performance.now()
    await fn()
    dire(`${frase}: ${((performance.now() - t) / 1000).toFixed(0)} s`)
  }
  const di = (nome: string) => conDatabase(pgPrivato.url, nome)
  const esiste = (nome: string) =>
    comeProprietario(pgPrivato.url, async (o) => {
      const { rows } = await o.query('select 1 from pg_database where datname = $1', [nome])
      return rows.length > 0
    })
  const daMisure = (nome: string) =>
    comeProprietario(pgPrivato.url, (o) => o.query(`create database ${nome} template misure`))
  const apriAltro = async (u: string) => {
    const p = await apri(u)
    aperti.push(p)
    return p
  }
  try {
    if (!(await esiste('misure'))) await cronometro('dati', () => riempi(pgPrivato.url, di('misure')))
    if (conDieci && !(await esiste('misure_dieci')))
      await cronometro('dieci volte i dati', async () => {
        await daMisure('misure_dieci')
        await comeProprietario(di('misure_dieci'), (uno) =>
          comeProprietario(di('misure_dieci'), (due) => cresci([uno, due])),
        )
      })
    type Riempie = (esecutori: [Esecutore, Esecutore], nome: string, quanti: number) => Promise<void>
    const unaGrandezza = async (nome: string, quanti: number, frase: string, riempie: Riempie) => {
      if (!(await esiste(nome)))
        await cronometro(`${quanti.toLocaleString('it-IT')} ${frase}`, async () => {
          await daMisure(nome)
          await comeProprietario(di(nome), (uno) =>
            comeProprietario(di(nome), (due) => riempie([uno, due], nome, quanti)),
          )
        })
      return apriAltro(di(nome))
    }
    const dueGrandezze = async (nome: string, quanti: number, frase: string, riempie: Riempie) => ({
      decimo: await unaGrandezza(`${nome}_decimo`, quanti / 10, frase, riempie),
      intero: await unaGrandezza(nome, quanti, frase, riempie),
    })
    const conIlProdotto: Riempie = async (esecutori, nome, quanti) => {
      const db = openPostgres(comeServizio(di(nome)), 2)
      await popolaNuclei(esecutori, depsDi(db), quanti)
      await db.close()
    }
    return {
      base: await apriAltro(di('misure')),
      dieci: conDieci ? await apriAltro(di('misure_dieci')) : undefined,
      persone: conPersone
        ? await dueGrandezze('persone', PERSONE, 'persone con la loro cartella', (e, _nome, n) => popolaPersone(e, n))
        : undefined,
      nuclei: conNuclei ? await dueGrandezze('nuclei', NUCLEI, 'nuclei in carico', conIlProdotto) : undefined,
      cartella,
      chiudi,
    }
  } catch (e) {
    await chiudi()
    throw e
  }
}

async function riempi(urlServer: string, url: string) {
  await comeProprietario(urlServer, (o) => o.query('create database misure'))
  const owner = await ownerOfPostgres(url)
  await migrate(owner, { user: 'servizio', password: 'servizio' })
  await owner.close()
  const db = openPostgres(comeServizio(url), 2)
  await loadConfig(db)
  const deps = { ...depsDi(db), jobs: { enqueue: async () => {} } }
  await caricaTerritorio(deps)
  await caricaMisure(deps)
  await caricaQuestionari(deps)
  await db.close()
  await comeProprietario(url, popola)
}

/** Who asks, and how large what he asks about is. */
export const chi = {
  maggiore: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, codiceAmministratore(MAGGIORE)),
  mediano: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, codiceAmministratore(MEDIANO)),
  ministero: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, CODICE_MINISTERO),
  /** A social worker of the largest ambito, who reaches all of it. */
  sociale: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, codiceSociale(MAGGIORE)),
  coordinatore: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, codiceCoordinatore(MAGGIORE)),
  socialeMediano: (p: Prodotto): Promise<Caller> => signIn(p.app, p.deps, codiceSociale(MEDIANO)),
}

export const proprietario = comeProprietario

export const mediana = (v: readonly number[]) => quantile(v, 0.5)
export const quantile = (v: readonly number[], q: number) => {
  const o = [...v].sort((a, b) => a - b)
  return o[Math.min(o.length - 1, Math.floor(q * o.length))]!
}

/** The options of Node with which `npm start` starts the server: what is measured is what is installed. */
export function opzioniDiNode(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(radice, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((x) => x.startsWith('--'))
}

/** One line of the results. */
export interface Esito {
  misura: string
  valore: string
  soglia: string
  /** Undefined where there is no target. */
  rispettata?: boolean
}
