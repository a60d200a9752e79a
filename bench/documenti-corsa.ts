// A server in a process of its own, so that its peak of memory is its own: `documenti-corsa.ts pglite|URL`. It prepares
// one person in charge of one operator, says where it listens and as whom, and at the end of its input its peak, in MB.
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { buildApp } from '../src/server/app.ts'
import { verificaJob } from '../src/server/documenti/verifica.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { openEmbedded, openPostgres, pgliteOptions } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { loadConfig } from '../src/server/kernel/load-config.ts'
import { migrate, ownerOfEmbedded } from '../src/server/kernel/migrate.ts'
import { moduli } from '../src/server/modules.ts'
import type { TestApp } from '../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../test/support/cartella.ts'

const dove = process.argv[2]!
const cartella = dove === 'pglite' ? await mkdtemp(join(tmpdir(), 'trama-misure-')) : undefined

async function apri() {
  if (!cartella) return openPostgres(dove, 4)
  const pglite = await PGlite.create({ dataDir: join(cartella, 'db'), ...pgliteOptions })
  await migrate(ownerOfEmbedded(pglite))
  const db = await openEmbedded(pglite)
  await loadConfig(db)
  return db
}

const db = await apri()
const jobs = createJobs(db, (e) => console.error(e))
const deps: Deps = { db, clock: () => new Date(), jobs, verificaRisposte: false }
const app = await buildApp({ deps, moduli })
await jobs.start(deps, verificaJob({ clamd: undefined }))
const t = { app, deps } as TestApp
const a = await ambitoConCartella(t, 1)
const chi = await operatore(t, a, 'assistente-sociale')
const persona = await nuovaPersona(chi, a.comuni[0]!)
await presaInCarico(t, a, a.comuni[0]!, persona, chi.utenteId)
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, token: chi.token, persona }))

process.stdin.resume().once('end', async () => {
  console.log(JSON.stringify({ picco: Math.round(process.resourceUsage().maxRSS / 1024) }))
  await app.close()
  await jobs.stop()
  await db.close()
  if (cartella) await rm(cartella, { recursive: true, force: true })
  process.exit(0)
})
