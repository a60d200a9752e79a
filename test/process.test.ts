// The process as its operator meets it: started, stopped, killed, started twice, with wrong settings; its command line;
// backup and restore. Real processes on real data folders.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personeDimostrative } from '../seed/persone.ts'
import { doveSonoIDati, holdFolder } from '../src/server/kernel/cartella-dati.ts'
import { pgliteOptions } from '../src/server/kernel/db.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { withDatabase } from './support/database.ts'
import { pocoCompilato, programmaGiaLetto } from './support/processo.ts'

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
function run(script: string, args: string[], env: Record<string, string>, programma = radice, breve = true): Run {
  const child = spawn(
    process.execPath,
    [...(breve ? [pocoCompilato] : []), join(programma, 'src/server', script), ...args],
    {
      cwd: dir,
      env: {
        PATH: process.env.PATH,
        TRAMA_DATA_DIR: data,
        TRAMA_SENZA_PAGINE: '1',
        TRAMA_DEMO: 'piccola',
        ...programmaGiaLetto,
        ...env,
      } as NodeJS.ProcessEnv,
    },
  )
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
async function start(env: Record<string, string> = {}, breve = true) {
  const port = await freePort()
  const r = run('main.ts', [], { TRAMA_PORT: String(port), ...env }, radice, breve)
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
  let interrotto: { code: number | null; output: string }
  let first: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    const r = run('main.ts', [], { TRAMA_PORT: String(await freePort()) })
    // at its migrations
    while (!existsSync(join(data, 'database', 'PG_VERSION')) && r.child.exitCode === null)
      await new Promise((done) => setTimeout(done, 50))
    interrotto = await stop(r)
    // it writes the whole demonstration
    first = await start({}, false)
  }, 240_000)

  test('Ctrl-C during the first start closes in order, and the next start goes on', () => {
    expect(interrotto.code, interrotto.output).toBe(0)
    expect(interrotto.output).toContain('Chiudo…')
    expect(interrotto.output).not.toMatch(/Trama è pronta|Error/)
  })

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
    expect(statSync(file).mode & 0o077).toBe(0)
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
    // of a restore that was killed while it loaded
    mkdirSync(join(data, 'database.nuovo-1'))
    const nuove = () => readdirSync(data).filter((n) => n.startsWith('database.nuovo-'))
    const inCorso = run('trama.ts', ['ripristina', join(dir, 'copia.trama'), '--operatore', 'Chi ripristina'], {})
    while ((nuove().length === 0 || nuove().includes('database.nuovo-1')) && inCorso.child.exitCode === null)
      await new Promise((done) => setTimeout(done, 20))
    // whoever entered now would write his pages into a folder that is being moved
    await expect(holdFolder(doveSonoIDati({ datiDir: data, databaseUrl: undefined }))).rejects.toThrow(/già aperti/)
    const r = await end(inCorso)
    expect(r.code, r.output).toBe(0)
    expect(nuove()).toEqual([])
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
    // as a restore killed between its two renames leaves them
    renameSync(join(elsewhere, 'database'), join(elsewhere, 'database.prima-di-oggi'))
    expectSentence(
      await end(run('main.ts', [], { TRAMA_PORT: String(await freePort()), TRAMA_DATA_DIR: elsewhere })),
      /ripristino si è interrotto a metà .* rinomina «database\.prima-di-oggi» in «database»/,
    )
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
  test('a mail server that is none', () => refused({ TRAMA_SMTP_URL: 'mail.example.it' }, /TRAMA_SMTP_URL non è/))
  test('an address of its own without https:// or http://', () =>
    refused({ TRAMA_BASE_URL: 'trama.example.it' }, /TRAMA_BASE_URL vale/))
  test('a data folder that is a file', () => {
    writeFileSync(join(dir, 'file'), '')
    return refused({ TRAMA_DATA_DIR: join(dir, 'file') }, /cartella dei dati .* è un file/)
  })
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
  const base = process.env.TRAMA_TEST_PG ?? ''
  const owner = base && withDatabase(base, 'trama_processo')
  const conLogin = (username: string, password: string, url = owner) =>
    Object.assign(new URL(url), { username, password }).toString()
  const env = base
    ? { TRAMA_MIGRATION_URL: owner, TRAMA_DATABASE_URL: conLogin('servizio', 'servizio') }
    : ({} as Record<string, string>)
  const file = join(dir, 'copia.pg')
  let admin: pg.Client
  let server: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    admin = new pg.Client({ connectionString: base })
    await admin.connect()
    await admin.query('create database trama_processo')
    server = await start(env)
  }, 240_000)
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await admin.query('drop database if exists trama_processo with (force)')
    await admin.end()
  })
  const sulDatabase = async (testo: string) => {
    const client = new pg.Client({ connectionString: owner })
    await client.connect()
    const { rows } = await client.query(testo).finally(() => client.end())
    return rows as Record<string, unknown>[]
  }
  const chiHaElencato = async () =>
    (
      await sulDatabase(
        "select operatore from kernel.registro_modifiche where tabella = 'comando_eseguito' and dopo ->> 'nome' = 'superutente elenco' order by id",
      )
    ).map((r) => r.operatore)
  /** The program as its next version will be: one migration more. */
  const versioneDopo = () => {
    const altra = join(dir, 'versione-dopo')
    for (const parte of ['src/server', 'src/shared', 'config', 'migrations', 'package.json'])
      cpSync(join(radice, parte), join(altra, parte), { recursive: true })
    symlinkSync(join(radice, 'node_modules'), join(altra, 'node_modules'))
    writeFileSync(join(altra, 'migrations', '9999_dopo.sql'), 'create table arrivata_dopo (id int);')
    return altra
  }

  test('a command’s act happens in the server; of another version it is refused, and beside it nothing is migrated', async () => {
    // this login does not exist: who opened the data himself would not enter, or would have made it
    const senzaLogin = { ...env, TRAMA_DATABASE_URL: conLogin('nessuno_di_trama', 'x') }
    const quiAltrove = { ...env, TRAMA_DATA_DIR: join(dir, 'altra-macchina') }
    const dopo = versioneDopo()
    const elenco = (chi: string) => ['superutente', 'elenco', '--operatore', chi]
    const [attraverso, accanto, dopoQui, dopoAltrove, secondo] = await Promise.all([
      trama(elenco('Chi è qui'), senzaLogin),
      trama(elenco('Chi è altrove'), quiAltrove),
      end(run('trama.ts', elenco('Chi viene dopo'), env, dopo)),
      end(run('trama.ts', elenco('Chi viene dopo'), { ...quiAltrove, TRAMA_DATA_DIR: join(dir, 'terza') }, dopo)),
      end(run('main.ts', [], { ...env, TRAMA_PORT: String(await freePort()) })),
    ])
    expect(attraverso.code, attraverso.output).toBe(0)
    expect((await sulDatabase("select 1 from pg_roles where rolname = 'nessuno_di_trama'")).length).toBe(0)
    expect(accanto.code, accanto.output).toBe(0)
    expectSentence(dopoQui, /altra versione di Trama: riavvialo/)
    expectSentence(dopoAltrove, /server di una versione precedente di Trama: riavvialo/)
    expectSentence(secondo, /già aperti da un altro processo/)
    expect((await sulDatabase("select to_regclass('arrivata_dopo') as t"))[0]!.t).toBeNull()
    expect((await chiHaElencato()).sort()).toEqual(['Chi è altrove', 'Chi è qui'])
  })
  test('makes roles and grants on an empty database, and comes back from a backup; without a server commands work alone', async () => {
    expect((await trama(['salva', file, '--operatore', 'Ufficio sistemi'], env)).code).toBe(0)
    expect(statSync(file).mode & 0o077).toBe(0)
    const [{ n: before }] = (await sulDatabase('select count(*)::int as n from kernel.registro_modifiche')) as [
      { n: number },
    ]
    await sulDatabase('truncate kernel.registro_modifiche')
    expectSentence(await trama(['ripristina', file], env), /fermalo prima/)
    expectSentence(
      await trama(['ripristina', file], { ...env, TRAMA_DATA_DIR: join(dir, 'altra-macchina') }),
      /fermalo prima/,
    )
    expect((await server.stop()).code).toBe(0)
    const r = await trama(['ripristina', file], env)
    expect(r.code, r.output).toBe(0)
    expect(await sulDatabase('select count(*)::int as n from kernel.registro_modifiche')).toEqual([{ n: before + 1 }])
    const solo = await trama(['superutente', 'elenco', '--operatore', 'Chi è solo'], env)
    expect(solo.code, solo.output).toBe(0)
    expect(await chiHaElencato()).toContain('Chi è solo')
    server = await start(env)
    expect((await fetch(`${server.url}/status`)).status).toBe(200)
    await server.stop()
  })
  test('what keeps it from starting is one sentence', async () => {
    const url = withDatabase(base, 'trama_errori')
    await admin.query('create database trama_errori')
    await admin.query("create role trama_debole login; create role trama_chiuso login password 'giusta'")
    // an older server, as far as anyone can ask it
    await admin.query('alter database trama_errori set search_path = public, pg_catalog')
    const vecchio = new pg.Client({ connectionString: url })
    await vecchio.connect()
    await vecchio.query(
      "create function public.current_setting(text) returns text language sql as $$ select '140011' $$",
    )
    await vecchio.end()
    await sulDatabase("insert into migrazione.passo (nome, sha256) values ('9999_futuro.sql', 'x')")
    const { rows } = await admin.query<{ hba: string; testo: string }>(
      "select current_setting('hba_file') as hba, pg_read_file(current_setting('hba_file')) as testo",
    )
    const { hba, testo } = rows[0]!
    const porte = async (prima: string[]) => {
      const righe = [...prima, ...testo.split('\n').filter((r) => /^[a-z]/.test(r))].map((r) => pg.escapeLiteral(r))
      await admin.query(`copy (select unnest(array[${righe.join(', ')}])) to ${pg.escapeLiteral(hba)}`)
      await admin.query('select pg_reload_conf()')
    }
    await porte(['host all trama_chiuso 127.0.0.1/32 scram-sha-256'])
    const senza = withDatabase(base, 'trama_mai')
    const altra = withDatabase(base, 'postgres')
    const casi: [Record<string, string>, RegExp][] = [
      [{ TRAMA_MIGRATION_URL: conLogin('trama_chiuso', 'sbagliata') }, /MIGRATION_URL: utente o password/],
      [
        { TRAMA_MIGRATION_URL: senza, TRAMA_DATABASE_URL: conLogin('servizio', 'servizio', senza) },
        /il database non esiste/,
      ],
      [
        { TRAMA_MIGRATION_URL: url, TRAMA_DATABASE_URL: conLogin('servizio', 'x', url) },
        /PostgreSQL 15 o successivo: questo è il 14/,
      ],
      [
        {
          TRAMA_MIGRATION_URL: conLogin('trama_debole', '', altra),
          TRAMA_DATABASE_URL: conLogin('servizio', 'x', altra),
        },
        /non ha i diritti per preparare il database/,
      ],
      [{}, /versione più recente/],
    ]
    await Promise.all(
      casi.map(async ([diverso, frase], i) => {
        const dati = { TRAMA_DATA_DIR: join(dir, `errore-${i}`), TRAMA_PORT: String(await freePort()) }
        expectSentence(await end(run('main.ts', [], { ...env, ...diverso, ...dati })), frase)
      }),
    )
    await sulDatabase("delete from migrazione.passo where nome = '9999_futuro.sql'")
    // a login that is there keeps its password, whatever the address says
    const chiuso = { ...env, TRAMA_DATABASE_URL: conLogin('trama_chiuso', 'sbagliata') }
    expectSentence(await trama(['superutente', 'elenco'], chiuso), /DATABASE_URL: utente o password/)
    await porte([])
    await admin.query('drop database trama_errori with (force)')
    await admin.query('drop role trama_debole; drop role trama_chiuso')
  })
})
