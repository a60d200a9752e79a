// The data of the demonstration, made once by the server itself and copied for each journey: none sees what another did,
// and none waits for the demonstration to be written again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { avvia, ferma, portaLibera } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder to copy. */
    dati: string
  }
}

export default async function setup(project: TestProject) {
  // by `npm test`, while it did something else
  const pronti = process.env.TRAMA_DATI_E2E
  if (pronti) return project.provide('dati', join(pronti, 'dati'))
  const dir = mkdtempSync(join(tmpdir(), 'trama-e2e-dati-'))
  await ferma(await avvia(dir, await portaLibera()), 'SIGINT')
  project.provide('dati', join(dir, 'dati'))
  return () => rmSync(dir, { recursive: true, force: true })
}
