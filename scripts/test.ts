// `npm test`: its own set-up, then every check there is, on both databases and in a real browser.
// Ends with the line «N passed, N failed» (and «, N skipped» when something was not run, each group named before it).
//   npm test              everything
//   npm test -- unita     only the named stages: lint tipi generati unita postgres e2e
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { radice } from '../src/server/kernel/paths.ts'
import { chromiumPath, senzaFinestre } from '../test/support/browser.ts'
import { postgresBin, startPostgres } from './postgres.ts'

const ci = process.env.CI === 'true'
const only = process.argv.slice(2)
const dati = resolve(radice, process.env.TRAMA_DATI_PROVA || '../shared/data')
let [passed, failed, skipped] = [0, 0, 0]
const notRun: string[] = []
const problems: string[] = []
const wanted = (stage: string) => only.length === 0 || only.includes(stage)
const conPostgres = wanted('postgres') || wanted('e2e')

/**
 * Installs what is missing where that is possible; otherwise says what to install, and fails. Much of it is waiting: what needs none
 * of it begins meanwhile.
 */
async function ensurePackages(): Promise<void> {
  const root = process.getuid?.() === 0
  const missing = conPostgres && !postgresBin() ? ['postgresql'] : []
  const browser = wanted('e2e') && !existsSync(senzaFinestre)
  if (browser && (root || !chromiumPath())) missing.push('chromium-headless-shell')
  if (missing.length === 0) return
  if (!root) {
    console.error(
      `Mancano i pacchetti Debian: ${missing.join(', ')}. Installali con: sudo apt-get install ${missing.join(' ')}`,
    )
    process.exit(1)
  }
  console.log(`Installo i pacchetti Debian mancanti: ${missing.join(', ')}…`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args: string[]) => insieme('apt-get', args, env)
  const installati =
    (await apt(['update', '-qq'])) && (await apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]))
  if (installati) return
  // the browser with windows does the same, more slowly
  const basta = (!conPostgres || postgresBin()) && (!wanted('e2e') || chromiumPath())
  console.error(`Non è stato possibile installare ${missing.join(', ')}.`)
  if (!basta) process.exit(1)
}

async function stage(title: string, run: () => boolean | undefined | Promise<boolean | undefined>) {
  const t0 = performance.now()
  console.log(`\n── ${title}`)
  const ok = await run()
  if (ok === false) problems.push(title)
  if (ok !== undefined) ok ? passed++ : failed++
  console.log(`   ${((performance.now() - t0) / 1000).toFixed(0)} s`)
}

const bin = (name: string) => join(radice, 'node_modules', '.bin', name)

/** Undefined when it ended well; otherwise how it ended. */
function run(program: string, args: string[], env: NodeJS.ProcessEnv = {}): string | undefined {
  const r = spawnSync(program, args, { cwd: radice, stdio: 'inherit', env: { ...process.env, ...env } })
  return r.status === 0 ? undefined : `uscita ${r.status ?? r.signal}`
}

/** Beside others: what it says is shown when it ends, so that it stays in one piece. */
const insieme = (program: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<boolean>((done) => {
    const child = spawn(program, args, {
      cwd: radice,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    const said: Buffer[] = []
    for (const out of [child.stdout, child.stderr]) out.on('data', (b: Buffer) => said.push(b))
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      done(code === 0)
    })
  })

/** Runs vitest and adds its counts; returns undefined, unless it broke before counting. */
function vitest(name: string, args: string[], env: NodeJS.ProcessEnv = {}): false | undefined {
  const cached = (f: string) => join(radice, '.cache', `${f}-${name}.json`)
  const [out, wrong] = [cached('esito'), cached('non-riuscite')]
  mkdirSync(join(radice, '.cache'), { recursive: true })
  for (const f of [out, wrong]) rmSync(f, { force: true })
  const how = run(
    process.execPath,
    [
      join(radice, 'node_modules', 'vitest', 'vitest.mjs'),
      ...args,
      '--run',
      `--reporter=${join(radice, 'test', 'support', 'resoconto.ts')}`,
      '--reporter=json',
      `--outputFile.json=${out}`,
    ],
    { ...env, TRAMA_NON_RIUSCITE: wrong },
  )
  if (existsSync(wrong)) problems.push(...(JSON.parse(readFileSync(wrong, 'utf8')) as string[]))
  if (how) problems.push(`vitest ${name}: ${how}`)
  if (!existsSync(out)) return false
  const r = JSON.parse(readFileSync(out, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTotalTests: number
  }
  passed += r.numPassedTests
  failed += r.numFailedTests
  skipped += r.numPendingTests
  if (r.numTotalTests === 0) return false
  // a suite that fails to load has no failed test of its own
  if (how && r.numFailedTests === 0) return false
  return undefined
}

const pacchetti = ensurePackages()
if (!existsSync(dati)) {
  if (ci) {
    console.error(
      `Mancano i dati di riferimento (${process.env.TRAMA_DATI_PROVA ? 'TRAMA_DATI_PROVA' : '../shared/data'}): in CI sono obbligatori.`,
    )
    failed++
  } else notRun.push('il confronto con i dati di riferimento (TRAMA_DATI_PROVA non indica una cartella)')
}

// several checkers would each work out the same types, beside others who wait for their core
const tsc = (progetto: string) => ['tsc', '-p', `tsconfig.${progetto}.json`, '--checkers', '1']
// one server for the tests that want a real one and for the journeys
const conServer = pacchetti.then(async () => {
  if (!conPostgres) return undefined
  const acceso = await startPostgres()
  process.once('exit', () => acceso.stop())
  return acceso.url
})
const datiE2e = wanted('e2e') ? mkdtempSync(join(tmpdir(), 'trama-e2e-dati-')) : undefined
if (datiE2e) process.once('exit', () => rmSync(datiE2e, { recursive: true, force: true }))
const perPrime = [
  ['lint', 'biome', 'ci', '.', '--max-diagnostics=50'],
  ...['server', 'web', 'shared'].map((p) => ['tipi', ...tsc(p)]),
  ['generati', 'node', 'scripts/generate.ts', '--verifica'],
  // not a check: what later stages begin with, made by the core that would wait
  ['unita', 'node', 'test/support/prepara.ts'],
].filter(([nome]) => wanted(nome!))
/** On the server, which has to be there; one after the other, because the second begins from what the first has migrated. */
async function preparaSulServer(): Promise<boolean> {
  const url = await conServer
  const prepara = (...altro: string[]) => insieme(bin('node'), ['test/support/prepara.ts', url!, ...altro])
  if (wanted('postgres') && !(await prepara())) return false
  return !datiE2e || prepara(datiE2e)
}
if (perPrime.length > 0 || conPostgres)
  await stage('formato, stile, tipi e file generati; intanto i pacchetti e i dati delle prove', async () => {
    const esiti = perPrime.map(([, programma, ...args]) => insieme(bin(programma!), args))
    return (await Promise.all([...esiti, preparaSulServer()])).every(Boolean)
  })
const urlPostgres = await conServer
// the product as a whole, asked about everything by everybody, and a year of its life: once, on the database of production
const sistema = ['permissions', 'oscuramento', 'contatto-sicuro', 'letture', 'registri'].map((f) => `test/${f}.test.ts`)
sistema.push('seed/grande/grande.test.ts')
if (wanted('unita'))
  await stage('unità e integrazione su PGlite', () =>
    vitest('pglite', wanted('postgres') ? sistema.map((f) => `--exclude=${f}`) : []),
  )
if (wanted('postgres'))
  await stage('integrazione e sistema su PostgreSQL', () => {
    // what works on a database, and that alone: the rest is the same on any
    const sulDatabase = [
      'test/support/app.ts',
      'test/support/catalogo.ts',
      'test/process.test.ts',
      'src/server/flussi/ucciso.test.ts',
    ]
    return vitest('postgres', ['related', ...sulDatabase], { TRAMA_TEST_PG: urlPostgres! })
  })
if (wanted('e2e'))
  await stage('percorsi nel browser', () =>
    vitest('e2e', ['--config', 'vitest.e2e.config.ts'], { TRAMA_DATI_E2E: datiE2e!, TRAMA_PG_E2E: urlPostgres! }),
  )

if (problems.length > 0) console.log(`\nNon riuscite:\n\n${problems.join('\n\n')}`)
if (notRun.length > 0) console.log(`\nNon eseguito: ${notRun.join('; ')}.`)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || (ci && skipped > 0) ? 1 : 0)
