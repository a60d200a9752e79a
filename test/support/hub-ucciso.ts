// A process that reads a file of prestazioni, judges them anew and makes flows of them, to be killed while it does: `hub-ucciso.ts FOLDER`
// keeps its data there, `hub-ucciso.ts FOLDER URL` in that database. It says how far it is, a line for each lot; started again it goes
// on from where it was; when all is done it says, in JSON, what there is. Run by ucciso.test.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { dentroFlussi, type Incarico, leggiCarico } from '../../src/server/flussi/carichi-corsa.ts'
import { generaFlussi } from '../../src/server/flussi/generazioni-corsa.ts'
import { apriRielaborazione } from '../../src/server/flussi/rielaborazioni.ts'
import { rielaboraRighe } from '../../src/server/flussi/rielaborazioni-corsa.ts'
import { imparato } from '../../src/server/flussi/tracciato.ts'
import { type Ctx, type Deps, oggiInItalia } from '../../src/server/kernel/context.ts'
import { openEmbedded, openPostgres } from '../../src/server/kernel/db.ts'
import { createJobs } from '../../src/server/kernel/jobs.ts'
import { moduli } from '../../src/server/modules.ts'
import { generazioniApi } from '../../src/shared/flussi/generazioni.api.ts'
import type { TestApp } from './app.ts'
import { baseInCartella } from './database.ts'
import { lavora, luoghiFlussi, prepara, scenaFlussi } from './flussi.ts'
import { csv, rigaBuona } from './fogli-flussi.ts'

const [dir = '', url] = process.argv.slice(2)
/** Several lots, which are larger where a transaction costs more. */
const RIGHE = url ? 6000 : 3000
/** One in three is written with a code that the ente has yet to teach. */
const SCONOSCIUTO = 'CONTR'
/** What the folder is about, written once it is ready to be read. */
const appunti = join(dir, '..', 'appunti.json')

const db = url ? openPostgres(url, 4) : await openEmbedded(await baseInCartella(dir))
const jobs = createJobs(db, console.error)
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }

interface Appunti {
  carico: Incarico
  generazione: Incarico
  ente: string
}

async function comincia(): Promise<Appunti> {
  const app = await buildApp({ deps, moduli })
  const t = { app, deps, jobs } as TestApp
  await luoghiFlussi(t)
  await lavora(t)
  const s = await scenaFlussi(t)
  const riga = (n: number) => rigaBuona(n, n % 3 === 0 ? { 'Codice INPS': SCONOSCIUTO } : {})
  const id = await prepara(s, csv(Array.from({ length: RIGHE }, (_, n) => riga(n))))
  const { id: generazione } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 500 })
  const i = { ambito: s.a.id, utente: s.chi.utenteId, comuni: [s.comune] }
  await app.close()
  return { carico: { ...i, id }, generazione: { ...i, id: generazione }, ente: s.ente }
}

if (!existsSync(appunti)) writeFileSync(appunti, JSON.stringify(await comincia()))
const { carico, generazione, ente } = JSON.parse(readFileSync(appunti, 'utf8')) as Appunti

const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.correggi', carico, fn)

/** What the ente teaches once the file is read; and the request, once. */
async function rielaborazione(): Promise<Incarico> {
  const id = await dentro(async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from rielaborazione_flussi`.execute(ctx.tx)
    if (rows[0]) return rows[0].id
    const dove = { enteId: ente, comuneId: carico.comuni[0]!, modifiche: [] }
    await imparato(ctx, dove, 'codicePrestazione', SCONOSCIUTO, 'A1.04')
    return (await apriRielaborazione(ctx, { ente })).id
  })
  return { ...carico, id }
}

const dice = (fase: string) => (n: number) => console.log(`${fase} ${n}`)
await leggiCarico(deps, carico, dice('lettura'))
await rielaboraRighe(deps, await rielaborazione(), dice('rielaborazione'))
await generaFlussi(deps, generazione, dice('generazione'))

const conta = await dentro(async ({ tx }) => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from prestazione_erogata) as prestazioni, (select count(distinct riga) from prestazione_erogata) as righe,
           (select count(*) from prestazione_dati) as dati, (select count(*) from prestazione_erogata where stato = 'in-flusso') as in_flusso,
           (select count(*) from prestazione_erogata p join flusso f on f.id = p.flusso_id) as legami,
           (select sum(guardate) from rielaborazione_flussi)::int as guardate, (select sum(cambiate) from rielaborazione_flussi)::int as cambiate,
           (select count(*) from flusso where stato = 'generato') as flussi, (select count(*) from flusso where stato <> 'generato') as mezzi,
           (select coalesce(max(progressivo), 0) from flusso where giorno = ${oggiInItalia(new Date())}) as ultimo`.execute(
    tx,
  )
  return rows[0]!
})
console.log(JSON.stringify({ ...conta, attese: RIGHE }))
await db.close()
process.exit(0)
