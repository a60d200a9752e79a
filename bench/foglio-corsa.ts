// One import from the file to the users, as the server does it, in a process of its own: `foglio-corsa.ts URL FILE`.
// Prints how long each step took and the peak of resident memory.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { apri, assertFoglio, avviaConferma } from '../src/server/accreditamento/importazioni.ts'
import { type Incarico, importa, verifica } from '../src/server/accreditamento/importazioni-corsa.ts'
import type { Ctx, Deps } from '../src/server/kernel/context.ts'
import { openPostgres } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
import { MAGGIORE } from './data.ts'
import { fase, ms, picchi } from './fasi.ts'

const [url, path] = process.argv.slice(2) as [string, string]
const db = openPostgres(url, 4)
const jobs = createJobs(db, (e) => console.error(e))
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }

// the identifiers of bench/data.ts
const uuid = (seme: string) =>
  createHash('md5')
    .update(seme)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const chi = { ambito: uuid(`ambito ${MAGGIORE}`), utente: uuid(`amministratore ${MAGGIORE}`) }
const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) =>
  inCtx(deps, { azione: 'importazione.esegui', intero: true, ...chi }, fn)

async function sha256(): Promise<string> {
  const hash = createHash('sha256')
  for await (const pezzo of createReadStream(path)) hash.update(pezzo as Buffer)
  return hash.digest('hex')
}

const id = await fase('caricamento', async () => {
  await assertFoglio(path)
  const file = {
    path,
    nome: 'operatori.xlsx',
    bytes: (await stat(path)).size,
    sha256: await sha256(),
    depositi: new Map<string, string>(),
  }
  return dentro(async (ctx) => {
    const richiesta = await ctx.tx
      .insertInto('richiestaFormale')
      .values({ ambitoId: chi.ambito, ufficio: 'Servizi sociali', protocollo: randomUUID(), data: ctx.oggi() })
      .returning('id')
      .executeTakeFirstOrThrow()
    return (await apri(ctx, file, richiesta.id)).id
  })
})
const incarico: Incarico = { id, ...chi }
await fase('verifica', () => verifica(deps, incarico))
await fase('conferma', async () => {
  await dentro((ctx) => avviaConferma(ctx, id))
  await importa(deps, incarico)
})
const esito = await dentro(async (ctx) => {
  const { rows } = await sql<{ accettate: number; rifiutate: number; stato: string; errore: string | null }>`
    select accettate, rifiutate, stato, errore from importazione where id = ${id}`.execute(ctx.tx)
  return rows[0]!
})
if (esito.stato !== 'conclusa') throw new Error(`${esito.stato}: ${esito.errore}`)
await db.close()
console.log(JSON.stringify({ ms, picchi, ...esito }))
