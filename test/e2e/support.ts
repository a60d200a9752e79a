// A real server on a fresh data folder, a real Chromium, and the checks that every page passes: no axe violation, no
// sideways scroll on a phone, screenshots for a person to look at (.cache/e2e, or the guide's own pictures when
// TRAMA_IMMAGINI=1).
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { PersonaDemo } from '../../seed/persone.ts'
import { radice } from '../../src/server/kernel/paths.ts'
import { launch } from '../support/browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const cartella = join(radice, '.cache', 'e2e')
const guida = join(radice, 'docs', 'manuale', 'immagini')

export interface Scenario {
  url: string
  dir: string
  browser: Browser
  /** A fresh browser profile; closed with the scenario. */
  nuovoContesto(opzioni?: { telefono?: boolean }): Promise<BrowserContext>
  /** kill -9, as when the power goes. */
  uccidiServer(): Promise<void>
  /** Again on the same data and the same address. */
  riavviaServer(): Promise<void>
  close(): Promise<void>
}

const freePort = () =>
  new Promise<number>((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => done(port))
    })
  })

/** Starts the server on this folder and port, and waits until it is ready. */
async function avvia(dir: string, port: number): Promise<ChildProcess> {
  const server: ChildProcess = spawn(process.execPath, [join(radice, 'src/server/main.ts')], {
    env: { ...process.env, TRAMA_DATA_DIR: join(dir, 'dati'), TRAMA_PORT: String(port) },
  })
  let output = ''
  for (const s of [server.stdout!, server.stderr!])
    s.on('data', (d) => {
      output += d
    })
  for (let i = 0; !output.includes('Trama è pronta'); i++) {
    if (server.exitCode !== null || i > 2400) throw new Error(`il server non è partito:\n${output}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  return server
}

async function ferma(server: ChildProcess, segnale: 'SIGINT' | 'SIGKILL') {
  const ended = new Promise((done) => server.once('close', done))
  server.kill(segnale)
  await ended
}

export async function scenario(): Promise<Scenario> {
  mkdirSync(cartella, { recursive: true })
  const dir = mkdtempSync(join(tmpdir(), 'trama-e2e-'))
  const port = await freePort()
  let server = await avvia(dir, port)
  const browser = await launch()
  return {
    url: `http://localhost:${port}`,
    dir,
    browser,
    nuovoContesto: async ({ telefono = false } = {}) => {
      const context = await browser.newContext({
        viewport: telefono ? { width: 390, height: 844 } : { width: 1280, height: 800 },
        locale: 'it-IT',
        timezoneId: 'Europe/Rome',
        acceptDownloads: true,
        ...(telefono ? { hasTouch: true, isMobile: true } : {}),
      })
      context.setDefaultTimeout(15_000)
      return context
    },
    uccidiServer: () => ferma(server, 'SIGKILL'),
    riavviaServer: async () => {
      server = await avvia(dir, port)
    },
    close: async () => {
      await browser.close()
      await ferma(server, 'SIGINT')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Signs in through the real pages: the SPID button, the test provider, the person, back. */
export async function entra(page: Page, s: Scenario, p: PersonaDemo, percorso = '/') {
  await page.goto(`${s.url}/spid/login?idp=${encodeURIComponent(await idp(s))}&ritorno=${encodeURIComponent(percorso)}`)
  await page.locator(`button[name="codiceFiscale"][value="${p.codiceFiscale}"]`).click()
  await page.waitForURL((u) => !/\/(spid|idp-prova)\//.test(u.pathname))
}

async function idp(s: Scenario): Promise<string> {
  const { voci } = (await (await fetch(`${s.url}/spid/idp`)).json()) as { voci: { entityId: string }[] }
  return voci[0]!.entityId
}

/** The page has loaded what it shows: its heading is there and nothing is waiting. */
export async function pronta(page: Page) {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
}

export async function senzaViolazioni(page: Page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const r = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return r.violations.map(
      (v: { id: string; nodes: { target: string[]; failureSummary: string }[] }) =>
        `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary}`).join(' | ')}`,
    )
  })
  expect(found, page.url()).toEqual([])
}

export async function senzaScorrimentoLaterale(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, `${page.url()} scorre di lato`).toBeLessThanOrEqual(1)
}

/** Takes the picture of a page; `perLaGuida` ones are kept in the repository when asked. */
export async function fotografa(page: Page, nome: string, perLaGuida = false) {
  await page.screenshot({ path: join(cartella, `${nome}.png`), fullPage: true })
  if (perLaGuida && process.env.TRAMA_IMMAGINI === '1') {
    mkdirSync(guida, { recursive: true })
    await page.screenshot({ path: join(guida, `${nome}.png`) })
  }
}

/** Ready, accessible, within the screen, and photographed. */
export async function controlla(page: Page, nome: string, perLaGuida = false) {
  await pronta(page)
  await fotografa(page, nome, perLaGuida)
  await senzaViolazioni(page)
  await senzaScorrimentoLaterale(page)
}
