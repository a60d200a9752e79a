// The demonstration, written once by the server itself and copied for each journey: none sees what another did, and none waits
// for it to be written again. On PostgreSQL, where a copy is a moment, and a server starts and answers with half of the work.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../scripts/postgres.ts'
import { scriviDimostrazione } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with its `dati`, and the owner's address of the server where its database is. */
    dati: { cartella: string; server: string }
  }
}

export default async function setup(project: TestProject) {
  // by `npm test`, while it did something else
  const { TRAMA_DATI_E2E: pronti, TRAMA_PG_E2E: acceso } = process.env
  if (pronti && acceso) return project.provide('dati', { cartella: pronti, server: acceso })
  const postgres = await startPostgres()
  const cartella = mkdtempSync(join(tmpdir(), 'trama-e2e-dati-'))
  const via = () => {
    postgres.stop()
    rmSync(cartella, { recursive: true, force: true })
  }
  try {
    await scriviDimostrazione(cartella, postgres.url)
  } catch (e) {
    via()
    throw e
  }
  project.provide('dati', { cartella, server: postgres.url })
  return via
}
