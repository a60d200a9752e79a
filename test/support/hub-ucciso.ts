// A process on a data folder of its own that reads a file of prestazioni and makes flows of them, to be killed while it does:
// `hub-ucciso.ts FOLDER`. Started again it goes on from where the folder is; when all is done it says, in JSON, what there is. Run by
// ucciso.test.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { dentroFlussi, type Incarico, leggiCarico } from '../../src/server/flussi/carichi-corsa.ts'
import { generaFlussi } from '../../src/server/flussi/generazioni-corsa.ts'
import { type Deps, oggiInItalia } from '../../src/server/kernel/context.ts'
import { openEmbedded } from '../../src/server/kernel/db.ts'
import { createJobs } from '../../src/server/kernel/jobs.ts'
import { moduli } from '../../src/server/modules.ts'
import { generazioniApi } from '../../src/shared/flussi/generazioni.api.ts'
import type { TestApp } from './app.ts'
import { baseInCartella } from './database.ts'
import { lavora, luoghiFlussi, prepara, scenaFlussi } from './flussi.ts'
import { csv, rigaBuona } from './fogli-flussi.ts'

const RIGHE = 3000
const [dir = ''] = process.argv.slice(2)
/** What the folder is about, written once it is ready to be read. */
const appunti = join(dir, '..', 'appunti.json')

const db = await openEmbedded(await baseInCartella(dir))
const jobs = createJobs(db, console.error)
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }

interface Appunti {
  carico: Incarico
  generazione: Incarico
}

async function comincia(): Promise<Appunti> {
  const app = await buildApp({ deps, moduli })
  const t = { app, deps, jobs } as TestApp
  await luoghiFlussi(t)
  await lavora(t)
  const s = await scenaFlussi(t)
  const id = await prepara(s, csv(Array.from({ length: RIGHE }, (_, n) => rigaBuona(n))))
  const { id: generazione } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 500 })
  const i = { ambito: s.a.id, utente: s.chi.utenteId, comuni: [s.comune] }
  await app.close()
  return { carico: { ...i, id }, generazione: { ...i, id: generazione } }
}

if (!existsSync(appunti)) writeFileSync(appunti, JSON.stringify(await comincia()))
const { carico, generazione } = JSON.parse(readFileSync(appunti, 'utf8')) as Appunti
console.log('al lavoro')

// each death is as the first: after five the work is given up
const scope = { azione: 'prova', ambito: carico.ambito, comuni: carico.comuni }
await db.inScope(scope, async (tx) => {
  await sql`update carico_flussi set corse = 0`.execute(tx)
  await sql`update generazione_flussi set corse = 0`.execute(tx)
})
await leggiCarico(deps, carico)
await generaFlussi(deps, generazione)

const conta = await dentroFlussi(deps, 'flusso.leggi', carico, async ({ tx }) => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from prestazione_erogata) as prestazioni, (select count(distinct riga) from prestazione_erogata) as righe,
           (select count(*) from prestazione_dati) as dati, (select count(*) from prestazione_erogata where stato = 'in-flusso') as in_flusso,
           (select count(*) from prestazione_erogata p join flusso f on f.id = p.flusso_id) as legami, (select count(*) from flusso where stato = 'generato') as flussi,
           (select count(*) from flusso where stato <> 'generato') as mezzi, (select coalesce(max(progressivo), 0) from flusso where giorno = ${oggiInItalia(new Date())}) as ultimo`.execute(
    tx,
  )
  return rows[0]!
})
console.log(JSON.stringify({ ...conta, attese: RIGHE }))
await db.close()
process.exit(0)
