// A data folder has one process: also when several ask for it at the same moment, and where one has died. And what a dead process
// has left in the folder of the system goes.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandThroughServer, doveSonoIDati, holdFolder } from './cartella-dati.ts'
import { cartellaTemporanea, togliRimaste } from './cartella-temporanea.ts'

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
test('who asks for a command and is killed while he is answered takes nobody with him', async () => {
  const dove = { dir, nome: 'trama' }
  const richiesta = { args: ['prova'], cwd: dir, operatore: 'prove' }
  const presa = await holdFolder(dove)
  const programma = `
    const { commandThroughServer } = await import(${JSON.stringify(new URL('./cartella-dati.ts', import.meta.url).href)})
    await commandThroughServer(${JSON.stringify(dove)}, ${JSON.stringify(richiesta)}, { out: () => {}, err: () => {} })`
  const finita = Promise.withResolvers<void>()
  presa.onCommand(async (_, { out }) => {
    for (let n = 0; n < 40; n++) {
      out('riga'.repeat(20_000))
      await setTimeout(5)
      // with what he has not read yet, and more on its way
      if (n === 4) figlio.kill('SIGKILL')
    }
    finita.resolve()
    return 0
  })
  const figlio = spawn(process.execPath, ['--input-type=module', '-e', programma], { stdio: 'inherit' })
  await finita.promise
  let risposte = 0
  const uscite = { out: () => risposte++, err: () => {} }
  expect(await commandThroughServer(dove, richiesta, uscite)).toBe(0)
  expect(risposte).toBe(40)
  await new Promise((done) => presa.server.close(done))
})

test('of a server that goes away with the command unread one is told with a sentence', async () => {
  const muto = createServer({ pauseOnConnect: true }, async (s) => {
    await setTimeout(50)
    s.destroy()
  })
  await new Promise<void>((done) => muto.listen(join(dir, 'trama.sock'), done))
  const richiesta = { args: ['prova'], cwd: dir, operatore: 'prove' }
  const uscite = { out: () => {}, err: () => {} }
  await expect(commandThroughServer({ dir, nome: 'trama' }, richiesta, uscite)).rejects.toThrow(
    /si è fermato prima di finire/,
  )
  await new Promise((done) => muto.close(done))
})

/** A process that is receiving a file, in the folder of the system that is `dir` for it. */
async function cheRiceve(): Promise<{ figlio: ChildProcess; file: string }> {
  const programma = `
    import { writeFileSync } from 'node:fs'
    const { cartellaTemporanea } = await import(${JSON.stringify(new URL('./cartella-temporanea.ts', import.meta.url).href)})
    const { cartella } = await cartellaTemporanea()
    writeFileSync(cartella + '/file', 'Sintetico')
    console.log(cartella + '/file')
    process.stdin.on('end', () => process.exit()).resume()`
  const figlio = spawn(process.execPath, ['--input-type=module', '-e', programma], {
    env: { ...process.env, TMPDIR: dir },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const file of createInterface({ input: figlio.stdout! })) return { figlio, file }
  throw new Error('nothing was received')
}

test('of what was being received, that of a killed process goes at the next start, that of who is at work stays', async () => {
  const [ucciso, vivo] = [await cheRiceve(), await cheRiceve()]
  // of another program, whatever its name
  mkdirSync(join(dir, 'trama-altro'))
  ucciso.figlio.kill('SIGKILL')
  await once(ucciso.figlio, 'exit')
  expect(existsSync(ucciso.file)).toBe(true)
  await togliRimaste(dir)
  expect(readdirSync(dir).sort()).toEqual([dirname(dirname(vivo.file)).slice(dir.length + 1), 'trama-altro'].sort())
  expect(existsSync(vivo.file)).toBe(true)
  // who ends takes his away himself
  vivo.figlio.stdin!.end()
  await once(vivo.figlio, 'exit')
  expect(readdirSync(dir)).toEqual(['trama-altro'])
})
test('one goes on receiving also where the system has swept the folder away', async () => {
  const prima = await cartellaTemporanea()
  rmSync(dirname(prima.cartella), { recursive: true })
  const dopo = await cartellaTemporanea()
  expect(existsSync(dopo.cartella)).toBe(true)
  await dopo.togli()
  expect(existsSync(dopo.cartella)).toBe(false)
})
