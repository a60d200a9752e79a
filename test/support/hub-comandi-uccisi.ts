// A process that runs, one after the other, what the command line does with the flows — a file deposited and read, flows as files, flows
// where INPS takes them, a SINBA file — to be killed while it does: `hub-comandi-uccisi.ts FOLDER` keeps its data there, with a URL in that
// database. It says how many transactions each has made; started again it gives the command that was interrupted anew, as a person would;
// when all is done it says, in JSON, what there is. Run by comandi-uccisi.test.ts.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as dopo } from 'node:timers/promises'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { dentroFlussi } from '../../src/server/flussi/carichi-corsa.ts'
import { jobArrivi } from '../../src/server/flussi/carichi-file.ts'
import { comandiFlussi } from '../../src/server/flussi/comandi.ts'
import { riprendi } from '../../src/server/flussi/modulo.ts'
import { enteDiProva, leggiTutto, unisci } from '../../src/server/flussi/prova.fixture.ts'
import { scriviMinori } from '../../src/server/flussi/scrivi-flusso.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import { type Database, openEmbedded, openPostgres } from '../../src/server/kernel/db.ts'
import { createJobs } from '../../src/server/kernel/jobs.ts'
import { moduli } from '../../src/server/modules.ts'
import { cooperazioneApi } from '../../src/shared/flussi/cooperazione.api.ts'
import { entiApi } from '../../src/shared/flussi/enti.api.ts'
import { minoreDiProva } from '../../src/shared/flussi/esempi.fixture.ts'
import type { TestApp } from './app.ts'
import { baseInCartella } from './database.ts'
import { importa, lavora, luoghiFlussi, scenaFlussi } from './flussi.ts'
import { COLONNE, csv, rigaBuona } from './fogli-flussi.ts'

const [dir = '', url] = process.argv.slice(2)
/** Several lots, which are larger where a transaction costs more. */
const RIGHE = url ? 4500 : 600
const SCHEDE = 160
/** Long cells, so that the bytes of a file are stored by several lots. */
const NOTA = 'x'.repeat(6_000_000 / RIGHE)
const qui = join(dir, '..')
const appunti = join(qui, 'appunti.json')

const aperto = url ? openPostgres(url, 4) : await openEmbedded(await baseInCartella(dir))
let fase = ''
let fatte = 0
/** The same database, that tells each transaction that ends. */
const db: Database = new Proxy(aperto, {
  get(vero, nome) {
    if (nome !== 'inScope') {
      const v: unknown = Reflect.get(vero, nome, vero)
      return typeof v === 'function' ? v.bind(vero) : v
    }
    return (async (scope, fn) => {
      const valore = await vero.inScope(scope, fn)
      if (fase) {
        console.log(`${fase} ${++fatte}`)
        // who listens has the time to kill
        await dopo(5)
      }
      return valore
    }) satisfies Database['inScope']
  },
})
const jobs = createJobs(db, console.error)
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }

interface Appunti {
  ambito: string
  comune: string
  codice: string
  fatti: string[]
}

const righe = (da: number) =>
  csv(
    Array.from({ length: RIGHE }, (_, n) => [...rigaBuona(da + n), NOTA]),
    [...COLONNE, 'Nota'],
  )

async function comincia(): Promise<Appunti> {
  const app = await buildApp({ deps, moduli })
  const t = { app, deps, jobs } as TestApp
  await luoghiFlussi(t)
  await lavora(t)
  const s = await scenaFlussi(t)
  // the profile that the command line asks for; nothing of it is left to send
  await importa(t, s, csv([rigaBuona(0, { 'Codice INPS': 'X' })]), 'Prova')
  await s.chi.call(cooperazioneApi.imposta, {
    ente: s.ente,
    audience: 'https://example.it/siuss/uccisi',
    finalita: ['00000000-0000-4000-8000-000000000000'],
    attiva: true,
  })
  const { codice } = (await s.chi.call(entiApi.list, {})).voci[0]!
  writeFileSync(join(qui, 'uno.csv'), righe(1000))
  writeFileSync(join(qui, 'due.csv'), righe(100_000))
  const schede = Array.from({ length: SCHEDE }, (_, n) => minoreDiProva({ idBeneficiario: `F205-${n}` }))
  writeFileSync(join(qui, 'minori.xml'), await unisci(scriviMinori(enteDiProva, schede)))
  await app.close()
  return { ambito: s.a.id, comune: s.comune, codice, fatti: [] }
}

if (!existsSync(appunti)) writeFileSync(appunti, JSON.stringify(await comincia()))
const a = JSON.parse(readFileSync(appunti, 'utf8')) as Appunti
mkdirSync(join(qui, 'fuori'), { recursive: true })

/** A command, unless it has ended in a life before. */
async function fai(nome: string, comando: string, ...args: string[]): Promise<void> {
  if (a.fatti.includes(nome)) return
  fase = nome
  fatte = 0
  const env = { deps, operatore: 'prove', cwd: qui, baseUrl: '', out: () => {}, err: () => {} }
  await comandiFlussi.find((c) => c.nome === `flussi ${comando}`)!.run(env, [...args, '--ente', a.codice])
  fase = ''
  a.fatti.push(nome)
  writeFileSync(appunti, JSON.stringify(a))
}

await fai('importa', 'importa', 'uno.csv', '--profilo', 'Prova')
await fai('genera', 'genera', '--out', 'fuori', '--max-record', String(RIGHE / 6))
await fai('importa-altre', 'importa', 'due.csv', '--profilo', 'Prova')
await fai('pubblica', 'genera', '--canale', 'waas')
await fai('minori', 'importa', 'minori.xml', '--altro-ente')
// what a life before had begun, and what had not arrived whole
await riprendi(deps, -1)
const domani = { ...deps, clock: () => new Date(Date.now() + 24 * 3_600_000) }
await jobArrivi.run(domani, {})

const scritti = readdirSync(join(qui, 'fuori')).filter((f) => f.endsWith('.xml'))
const protocolli: string[] = []
for (const f of scritti) {
  const { prestazioni } = await leggiTutto(readFileSync(join(qui, 'fuori', f), 'utf8'))
  protocolli.push(...prestazioni.map((p) => p.protocolloDomanda!))
}
const conta = await dentroFlussi(
  deps,
  'flusso.correggi',
  { id: '', ambito: a.ambito, operatore: 'prove', comuni: [a.comune] },
  async ({ tx }) => {
    const { rows } = await sql<Record<string, number>>`
    select (select count(*) from prestazione_erogata where codice = 'A1.04')::int as prestazioni, (select count(distinct impronta) from prestazione_erogata where codice = 'A1.04')::int as diverse,
           (select count(*) from prestazione_erogata where stato = 'in-flusso')::int as in_flusso,
           (select count(*) from flusso where stato <> 'generato')::int as mezzi, (select count(*) from flusso where canale = 'waas')::int as pubblicati,
           (select count(distinct istante) from flusso where canale = 'waas')::int as istanti, (select sum(prestazioni) from flusso where canale = 'file')::int as nei_file,
           (select count(*) from scheda_minore)::int as schede, (select count(*) from minore_flussi)::int as minori,
           (select count(*) from carico_flussi where stato not in ('concluso', 'ritirato'))::int as file_a_meta,
           (select count(*) from carico_flussi_parte p join carico_flussi c on c.id = p.carico_id where c.stato = 'ritirato')::int as resti`.execute(
      tx,
    )
    return rows[0]!
  },
)
console.log(
  JSON.stringify({
    ...conta,
    fileScritti: scritti.length,
    protocolli: protocolli.length,
    protocolliDiversi: new Set(protocolli).size,
    righe: RIGHE,
    minoriAttesi: SCHEDE,
  }),
)
await aperto.close()
process.exit(0)
