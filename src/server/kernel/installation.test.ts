// A data folder has one process: also when several ask for it at the same moment, and where one has died.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdFolder } from './installation.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trama-cartella-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('of several that ask together one has it, the others read a sentence', async () => {
  const esiti = await Promise.allSettled(Array.from({ length: 6 }, () => holdFolder(dir)))
  const prese = esiti.flatMap((e) => (e.status === 'fulfilled' ? [e.value] : []))
  expect(prese).toHaveLength(1)
  for (const e of esiti)
    if (e.status === 'rejected') expect(String(e.reason)).toMatch(/già aperti da un altro processo/)
  await new Promise((done) => prese[0]!.server.close(done))
  const dopo = await holdFolder(dir)
  await new Promise((done) => dopo.server.close(done))
})
test('what a dead process has left keeps nobody out', async () => {
  writeFileSync(join(dir, 'trama.sock'), '')
  mkdirSync(join(dir, 'trama.apertura'))
  const unMinutoFa = new Date(Date.now() - 60_000)
  utimesSync(join(dir, 'trama.apertura'), unMinutoFa, unMinutoFa)
  const presa = await holdFolder(dir)
  await new Promise((done) => presa.server.close(done))
})
