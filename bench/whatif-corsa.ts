// One simulation, as the job of the server runs it, in a process of its own: `whatif-corsa.ts URL INCARICO`. Prints how long it
// took and the peak of resident memory.
import { sql } from 'kysely'
import type { Deps } from '../src/server/kernel/context.ts'
import { openPostgres } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
import { esegui, type Incarico } from '../src/server/misure/simulazioni-corsa.ts'

const [url, testo] = process.argv.slice(2) as [string, string]
const incarico = JSON.parse(testo) as Incarico
const db = openPostgres(url, 4)
const jobs = createJobs(db, (e) => console.error(e))
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }

const t = performance.now()
await esegui(deps, incarico)
const ms = performance.now() - t
const nuclei = await inCtx(deps, { azione: 'misura.simula', ...incarico }, async (ctx) => {
  const { rows } = await sql<{ stato: string; nuclei: number }>`
    select stato, (risultato ->> 'nuclei')::int as nuclei from simulazione_misura where id = ${incarico.id}`.execute(
    ctx.tx,
  )
  if (rows[0]?.stato !== 'conclusa') throw new Error(String(rows[0]?.stato))
  return rows[0].nuclei
})
await db.close()
console.log(JSON.stringify({ ms, picco: Math.round(process.resourceUsage().maxRSS / 1024), nuclei }))
