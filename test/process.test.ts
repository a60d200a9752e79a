// The process as its operator meets it: started, stopped, killed, started twice, with wrong settings; its command line;
// backup and restore. Real processes on real data folders.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personeDimostrative } from '../seed/persone.ts'
import { pgliteOptions } from '../src/server/kernel/db.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { withDatabase } from './support/database.ts'
import { programmaGiaLetto } from './support/processo.ts'

// each engine in its own run of the suite
const onPostgres = process.env.TRAMA_TEST_PG ? describe : () => {}
const onPglite = process.env.TRAMA_TEST_PG ? () => {} : describe

const dir = mkdtempSync(join(tmpdir(), 'trama-proc-'))
const data = join(dir, 'dati')
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const freePort = () =>
  new Promise<number>((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => done(port))
    })
  })

interface Run {
  child: ChildProcess
  output: () => string
  ended: Promise<number | null>
}
function run(script: string, args: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(radice, 'src/server', script), ...args], {
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      TRAMA_DATA_DIR: data,
      TRAMA_SENZA_PAGINE: '1',
      TRAMA_DEMO: 'piccola',
      ...programmaGiaLetto,
      ...env,
    } as NodeJS.ProcessEnv,
  })
  let text = ''
  child.stdout!.on('data', (d) => {
    text += d
  })
  child.stderr!.on('data', (d) => {
    text += d
  })
  return { child, output: () => text, ended: new Promise((done) => child.on('close', (code) => done(code))) }
}
async function stop(r: Run) {
  r.child.kill('SIGINT')
  return end(r)
}
const end = async (r: Run) => ({ code: await r.ended, output: r.output() })
async function start(env: Record<string, string> = {}) {
  const port = await freePort()
  const r = run('main.ts', [], { TRAMA_PORT: String(port), ...env })
  const url = `http://localhost:${port}`
  const t0 = performance.now()
  while (!r.output().includes('Trama è pronta')) {
    if (r.child.exitCode !== null || performance.now() - t0 > 120_000) throw new Error(`not started: ${r.output()}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return { ...r, url, port, stop: () => stop(r) }
}
/** One sentence and exit code 1: no stack, no English. */
function expectSentence(r: { code: number | null; output: string }, words: RegExp) {
  expect(r.code, r.output).toBe(1)
  expect(r.output).toMatch(words)
  expect(r.output).not.toMatch(/^\s+at /m)
  expect(r.output.trim().split('\n')).toHaveLength(1)
}
const trama = (args: string[], env: Record<string, string> = {}) => end(run('trama.ts', args, env))

onPglite('on a new data folder', { timeout: 240_000 }, () => {
  let first: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    first = await start()
  }, 240_000)

  test('it prints the address and the demo persons, and answers', async () => {
    expect(first.output()).toContain(first.url)
    for (const p of personeDimostrative) expect(first.output()).toContain(p.codiceFiscale)
    expect(await (await fetch(`${first.url}/status`)).json()).toEqual({ stato: 'attivo' })
    expect((await (await fetch(`${first.url}/openapi.json`)).json()).openapi).toMatch(/^3\./)
  })
  test('a second process on the same folder, or the same port, stops with one sentence', async () => {
    expectSentence(
      await end(run('main.ts', [], { TRAMA_PORT: String(await freePort()) })),
      /già aperti da un altro processo/,
    )
    expectSentence(
      await end(run('main.ts', [], { TRAMA_PORT: String(first.port), TRAMA_DATA_DIR: join(dir, 'altri') })),
      /porta \d+ è già occupata/,
    )
  })
  test('commands go through the running server, and name who acts', async () => {
    const help = await trama(['--help'])
    expect(help.code).toBe(0)
    for (const c of [
      'salva',
      'ripristina',
      'superutente crea',
      'territorio importa-comuni',
      'accreditamento importa',
      'prova accedi',
    ])
      expect(help.output).toContain(c)
    const r = await trama(['superutente', 'elenco', '--operatore', 'Chi guarda'], {})
    expect(r.code, r.output).toBe(0)
    const unknown = await trama(['non', 'esiste'])
    expect(unknown.code).toBe(1)
  })
  test('«prova accedi» signs in over HTTP and prints the cookie', async () => {
    const persona = personeDimostrative.find((p) => p.entra)!
    const r = await trama(['prova', 'accedi', persona.codiceFiscale], { TRAMA_BASE_URL: first.url })
    expect(r.code, r.output).toBe(0)
    const s = await fetch(`${first.url}/api/sessione`, { headers: { cookie: r.output.trim() } })
    expect((await s.json()).utente.cognome).toBe(persona.cognome)
    const no = await trama(['prova', 'accedi', personeDimostrative.at(-1)!.codiceFiscale], {
      TRAMA_BASE_URL: first.url,
    })
    expect(no.code).toBe(1)
    expect(no.output).toContain('Non risulti')
  })
  test('a backup is taken while it works, and never overwrites', async () => {
    const file = join(dir, 'copia.trama')
    expect((await trama(['salva', file, '--operatore', 'Ufficio sistemi'])).code).toBe(0)
    expect(existsSync(file)).toBe(true)
    expectSentence(await trama(['salva', file]), /esiste già/)
    expectSentence(await trama(['ripristina', file]), /fermalo prima/)
  })
  test('Ctrl-C stops it gracefully; the second start keeps the data', async () => {
    expect((await first.stop()).code).toBe(0)
    const again = await start()
    expect(again.output()).not.toContain('Preparo')
    expect((await fetch(`${again.url}/status`)).status).toBe(200)
    expect((await again.stop()).code).toBe(0)
  })
  test('killed in mid-work, it starts again on the same data', async () => {
    const s = await start()
    const persona = personeDimostrative.find((p) => p.entra)!
    const login = await trama(['prova', 'accedi', persona.codiceFiscale], { TRAMA_BASE_URL: s.url })
    s.child.kill('SIGKILL')
    await s.ended
    const again = await start()
    const r = await fetch(`${again.url}/api/sessione`, { headers: { cookie: login.output.trim() } })
    expect((await r.json()).utente.cognome).toBe(persona.cognome)
    await again.stop()
  })
  test('the backup comes back, and what was there is kept beside', async () => {
    const r = await trama(['ripristina', join(dir, 'copia.trama'), '--operatore', 'Chi ripristina'])
    expect(r.code, r.output).toBe(0)
    expect(readdirSync(data).some((n) => n.startsWith('database.prima-'))).toBe(true)
    const elsewhere = join(dir, 'altrove')
    expect((await trama(['ripristina', join(dir, 'copia.trama')], { TRAMA_DATA_DIR: elsewhere })).code).toBe(0)
    const count = async (folder: string) => {
      const db = await PGlite.create({ ...pgliteOptions, dataDir: join(folder, 'database') })
      const { rows } = await db.query<{ n: string }>(
        "select (select count(*) from utente) || ' ' || (select count(*) from comune) || ' ' || (select count(*) from kernel.registro_modifiche) as n",
      )
      await db.close()
      return rows[0]!.n
    }
    expect(await count(elsewhere)).toBe(await count(data))
    expect(await count(data)).not.toMatch(/^0 /)
    const db = await PGlite.create({ ...pgliteOptions, dataDir: join(data, 'database') })
    const { rows } = await db.query(
      "select azione, operatore from kernel.registro_modifiche where tabella = 'copia' order by id",
    )
    // also the commands that only read
    const { rows: letti } = await db.query<{ operatore: string }>(
      "select operatore from kernel.registro_modifiche where tabella = 'comando_eseguito' and dopo ->> 'nome' = 'superutente elenco'",
    )
    expect(letti.map((r) => r.operatore)).toEqual(['Chi guarda'])
    await db.close()
    expect(rows).toEqual([
      { azione: 'copia.salvata', operatore: 'Ufficio sistemi' },
      { azione: 'copia.ripristinata', operatore: 'Chi ripristina' },
    ])
  })
  test('a file that is no copy, or a damaged one, is refused and the data stay', async () => {
    writeFileSync(join(dir, 'finta'), 'non è una copia')
    expectSentence(await trama(['ripristina', join(dir, 'finta')]), /non è una copia/)
    writeFileSync(join(dir, 'rotta'), Buffer.from([0x1f, 0x8b, 1, 2, 3]))
    expectSentence(await trama(['ripristina', join(dir, 'rotta')]), /non sono stati toccati/)
    expect(existsSync(join(data, 'database', 'PG_VERSION'))).toBe(true)
  })
  test('a data folder of a newer version is refused', async () => {
    const db = await PGlite.create({ ...pgliteOptions, dataDir: join(data, 'database') })
    await db.exec("insert into migrazione.passo (nome, sha256) values ('9999_futuro.sql', 'x')")
    await db.close()
    expectSentence(await end(run('main.ts', [], { TRAMA_PORT: String(await freePort()) })), /versione più recente/)
  })
})

onPglite('wrong settings', { timeout: 60_000 }, () => {
  const refused = async (env: Record<string, string>, words: RegExp) =>
    expectSentence(await end(run('main.ts', [], { TRAMA_DATA_DIR: join(dir, 'mai'), ...env })), words)
  test('a port that is none', () => refused({ TRAMA_PORT: 'tremila' }, /TRAMA_PORT/))
  test('an address of a database that is none', () =>
    refused({ TRAMA_DATABASE_URL: 'mysql://x/y', TRAMA_MIGRATION_URL: 'postgres://x/y' }, /TRAMA_DATABASE_URL/))
  test('an address of a database with a port that is none', () =>
    refused(
      { TRAMA_DATABASE_URL: 'postgres://servizio@db:porta/x', TRAMA_MIGRATION_URL: 'postgres://x@db/x' },
      /TRAMA_DATABASE_URL non è un indirizzo/,
    ))
  test('a demonstration that is none', () => refused({ TRAMA_DEMO: 'grandissima' }, /TRAMA_DEMO.*intera, piccola, no/))
  test('one of the two addresses only', () => refused({ TRAMA_DATABASE_URL: 'postgres://x/y' }, /entrambi/))
  test('a database that does not answer', () =>
    refused(
      { TRAMA_DATABASE_URL: 'postgres://servizio@127.0.0.1:1/x', TRAMA_MIGRATION_URL: 'postgres://x@127.0.0.1:1/x' },
      /non è raggiungibile/,
    ))
  test('production with the test identity provider', () =>
    refused({ NODE_ENV: 'production', TRAMA_IDP_PROVA: '1' }, /gestore di identità di prova non può/))
  test('production without the providers’ metadata', () =>
    refused({ NODE_ENV: 'production' }, /TRAMA_SPID_IDP_METADATA/))
})

onPostgres('on PostgreSQL', { timeout: 240_000 }, () => {
  test('starts on an empty database, makes roles and grants, and comes back from a backup', async () => {
    const base = process.env.TRAMA_TEST_PG!
    const admin = new pg.Client({ connectionString: base })
    await admin.connect()
    await admin.query('create database trama_processo')
    const owner = withDatabase(base, 'trama_processo')
    const env = {
      TRAMA_MIGRATION_URL: owner,
      TRAMA_DATABASE_URL: Object.assign(new URL(owner), { username: 'servizio', password: 'servizio' }).toString(),
    }
    const s = await start(env)
    const file = join(dir, 'copia.pg')
    expect((await trama(['salva', file], env)).code).toBe(0)
    const client = new pg.Client({ connectionString: owner })
    await client.connect()
    const count = async () =>
      (await client.query('select count(*)::int as n from kernel.registro_modifiche')).rows[0].n as number
    const before = await count()
    await client.query('truncate kernel.registro_modifiche')
    expectSentence(await trama(['ripristina', file], env), /fermalo prima/)
    expect((await s.stop()).code).toBe(0)
    await client.end()
    const r = await trama(['ripristina', file], env)
    expect(r.code, r.output).toBe(0)
    const again = new pg.Client({ connectionString: owner })
    await again.connect()
    expect((await again.query('select count(*)::int as n from kernel.registro_modifiche')).rows[0].n).toBe(before + 1)
    await again.end()
    const t = await start(env)
    expect((await fetch(`${t.url}/status`)).status).toBe(200)
    await t.stop()
    await admin.query('drop database trama_processo with (force)')
    await admin.end()
  })
})
