// The hub at work, in a process of its own as `npm start` has it: `hub-corsa.ts URL AMBITO UTENTE FILE ENTE…`. One file for each ente, stored,
// read, normalised, checked; then flows made of all of them. Meanwhile somebody asks for lists, without end. Prints how long each step
// took, the peak of memory and how long the others waited.
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { buildApp } from '../src/server/app.ts'
import { mappaCarico } from '../src/server/flussi/carichi.ts'
import { accogli } from '../src/server/flussi/carichi-avvio.ts'
import { dentroFlussi, type Incarico, leggiCarico } from '../src/server/flussi/carichi-corsa.ts'
import { caricoDi, deposita, guarda } from '../src/server/flussi/carichi-file.ts'
import { apriGenerazione, flussiDi } from '../src/server/flussi/generazioni.ts'
import { generaFlussi } from '../src/server/flussi/generazioni-corsa.ts'
import { signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { openPostgres } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { moduli } from '../src/server/modules.ts'
import { prestazioniApi } from '../src/shared/flussi/prestazioni.api.ts'
import { profiloDa, proponiColonne } from '../src/shared/flussi/profilo.ts'

const [url, ambito, codice, ...coppie] = process.argv.slice(2) as [string, string, string, ...string[]]
const lavori = Array.from({ length: coppie.length / 3 }, (_, n) => {
  const [file, ente, comune] = coppie.slice(n * 3, n * 3 + 3) as [string, string, string]
  return { file, ente, comune, incarico: { id: '', ambito, operatore: 'misure', comuni: [comune] } satisfies Incarico }
})
const nomeDatabase = new URL(url).pathname.slice(1)
const db = openPostgres(url, 8)
const jobs = createJobs(db, (e) => console.error(e))
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }
const app = await buildApp({ deps, moduli })
const chi = await signIn(app, deps, codice)

let finito = false
const attese: number[] = []
/** Another user, who looks at the board and at a page of prestazioni. */
async function altri() {
  while (!finito) {
    for (const chiede of [
      () => chi.call(prestazioniApi.quadro, { ente: lavori[0]!.ente }),
      () => chi.call(prestazioniApi.list, { ente: lavori[0]!.ente, stato: 'pronta' }),
    ]) {
      const t = performance.now()
      await chiede()
      attese.push(performance.now() - t)
      await setTimeout(100)
    }
  }
}

const ms: Record<string, number> = {}
/** Seconds of processor: of this process, threads and all, of its first thread alone, and of the database. On a machine that others use, more telling than the clock. */
const cpu: Record<string, { server: number; principale: number; database: number }> = {}
const inSecondi = (c: NodeJS.CpuUsage) => (c.user + c.system) / 1e6
async function fase<T>(nome: string, fn: () => Promise<T>): Promise<T> {
  const t = performance.now()
  const [server, principale, database] = [process.cpuUsage(), process.threadCpuUsage(), cpuDatabase()]
  const v = await fn()
  ms[nome] = (ms[nome] ?? 0) + performance.now() - t
  const prima = cpu[nome] ?? { server: 0, principale: 0, database: 0 }
  cpu[nome] = {
    server: prima.server + inSecondi(process.cpuUsage(server)),
    principale: prima.principale + inSecondi(process.threadCpuUsage(principale)),
    database: prima.database + cpuDatabase() - database,
  }
  return v
}
/** Of the processes of PostgreSQL that serve this database, where Linux says it. */
function cpuDatabase(): number {
  let tic = 0
  for (const pid of readdirSync('/proc').filter((n) => /^\d+$/.test(n)))
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`postgres: servizio ${nomeDatabase}`)) continue
      // after the name of the program, which may hold spaces: user and system time are the twelfth and the thirteenth
      const campi = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
      tic += Number(campi[11]) + Number(campi[12])
    } catch {
      // it has ended meanwhile
    }
  return tic / 100
}
async function impronta(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const pezzo of createReadStream(path)) hash.update(pezzo as Buffer)
  return hash.digest('hex')
}

const guardano = altri()
for (const { file: path, ente, comune, incarico } of lavori) {
  const dentro = <T>(fn: Parameters<typeof dentroFlussi<T>>[3]) => dentroFlussi(deps, 'flusso.carica', incarico, fn)
  const id = await fase('deposito', async () => {
    const visto = await guarda(path)
    const { size: bytes } = await stat(path)
    const file = { path, nome: 'misura.csv', bytes, sha256: await impronta(path), depositi: new Map<string, string>() }
    await deposita(dentro, { ...visto, enteId: ente, comuneId: comune, file })
    const { colonne, fogli } = visto
    const celle = fogli![0]!.righe.slice(1).map((r) => r.celle)
    await dentro(async (ctx) => {
      await accogli(ctx, caricoDi(file))
      const profilo = profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', colonne, celle))
      await mappaCarico(ctx, caricoDi(file), { lettura: {}, profilo }, false)
    })
    return caricoDi(file)
  })
  await fase('lettura', () => leggiCarico(deps, { ...incarico, id }))
}
const piccoLettura = process.resourceUsage().maxRSS / 1024
for (const { ente, incarico } of lavori)
  await fase('generazione', async () => {
    const dentro = <T>(fn: Parameters<typeof dentroFlussi<T>>[3]) => dentroFlussi(deps, 'flusso.genera', incarico, fn)
    const { id } = await dentro((ctx) => apriGenerazione(ctx, { ente }))
    await generaFlussi(deps, { ...incarico, id })
    await dentro((ctx) => flussiDi(ctx, id))
  })
finito = true
await guardano
const tutti = { ...lavori[0]!.incarico, comuni: lavori.map((l) => l.comune) }
const conti = await dentroFlussi(deps, 'flusso.leggi', tutti, async ({ tx }) => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from prestazione_erogata) as prestazioni, (select count(*) from prestazione_erogata where stato = 'in-flusso') as partite,
           (select count(*) from flusso where stato = 'generato') as flussi, (select sum(bytes) from flusso where stato = 'generato')::bigint as bytes`.execute(
    tx,
  )
  return rows[0]!
})
await app.close()
await db.close()
console.log(JSON.stringify({ ms, cpu, picco: process.resourceUsage().maxRSS / 1024, piccoLettura, attese, ...conti }))
process.exit(0)
