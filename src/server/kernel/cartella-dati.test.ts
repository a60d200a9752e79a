// A data folder has one process: also when several ask for it at the same moment, and where one has died.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doveSonoIDati, holdFolder } from './cartella-dati.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trama-cartella-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('of several that ask together one has it, the others read a sentence', async () => {
  const esiti = await Promise.allSettled(Array.from({ length: 6 }, () => holdFolder({ dir, nome: 'trama' })))
  const prese = esiti.flatMap((e) => (e.status === 'fulfilled' ? [e.value] : []))
  expect(prese).toHaveLength(1)
  for (const e of esiti)
    if (e.status === 'rejected') expect(String(e.reason)).toMatch(/già aperti da un altro processo/)
  await new Promise((done) => prese[0]!.server.close(done))
  const dopo = await holdFolder({ dir, nome: 'trama' })
  await new Promise((done) => dopo.server.close(done))
})
test('what a dead process has left keeps nobody out', async () => {
  writeFileSync(join(dir, 'trama.sock'), '')
  mkdirSync(join(dir, 'trama.apertura'))
  const unMinutoFa = new Date(Date.now() - 60_000)
  utimesSync(join(dir, 'trama.apertura'), unMinutoFa, unMinutoFa)
  const presa = await holdFolder({ dir, nome: 'trama' })
  await new Promise((done) => presa.server.close(done))
})
test('several that find it together remove it once, and one enters at a time', async () => {
  mkdirSync(join(dir, 'trama.apertura'))
  const unMinutoFa = new Date(Date.now() - 60_000)
  utimesSync(join(dir, 'trama.apertura'), unMinutoFa, unMinutoFa)
  const esiti = await Promise.allSettled(Array.from({ length: 6 }, () => holdFolder({ dir, nome: 'trama' })))
  const prese = esiti.flatMap((e) => (e.status === 'fulfilled' ? [e.value] : []))
  expect(prese).toHaveLength(1)
  expect(readdirSync(dir)).toEqual(['trama.sock'])
  await new Promise((done) => prese[0]!.server.close(done))
})
test('a folder that is a file, or is under one, is said with a sentence', async () => {
  writeFileSync(join(dir, 'file'), '')
  for (const nome of ['file', join('file', 'dati')])
    await expect(holdFolder({ dir: join(dir, nome), nome: 'trama' })).rejects.toThrow(/cartella dei dati .* è un file/)
  // root writes everywhere
  if (process.getuid?.() === 0) return
  mkdirSync(join(dir, 'chiusa'), { mode: 0o500 })
  await expect(holdFolder({ dir: join(dir, 'chiusa'), nome: 'trama' })).rejects.toThrow(/non può scrivervi/)
})
test('the same database is the same data by whatever login and name of this machine, and another is not', () => {
  const di = (databaseUrl?: string) => doveSonoIDati({ datiDir: dir, databaseUrl }).nome
  expect(di()).toBe('trama')
  expect(di('postgres://servizio:a@localhost/trama')).toBe(di('postgresql://altro:b@127.0.0.1:5432/trama'))
  expect(di('postgres://servizio@localhost/trama')).not.toBe(di('postgres://servizio@localhost/prova'))
  expect(di('postgres://servizio@localhost/trama')).not.toBe(di('postgres://servizio@db/trama'))
})
