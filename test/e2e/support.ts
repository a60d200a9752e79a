// A real server on data of its own, a real Chromium, and the checks that every page passes: no axe violation, no
// sideways scroll on a phone, screenshots for a person to look at (.cache/e2e when TRAMA_FOTO=1, and the guide's own pictures
// when TRAMA_IMMAGINI=1).
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page, Request } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { PersonaDemo } from '../../seed/persone.ts'
import { accediDiProva } from '../../src/server/accesso/prova-accedi.ts'
import { radice } from '../../src/server/kernel/paths.ts'
import { scriviCartella } from '../../src/server/kernel/tabelle/scrivi.ts'
import { colonneModello } from '../../src/shared/accreditamento/importazioni.rules.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { browserDelProcesso } from '../support/browser.ts'
import { clone } from '../support/database.ts'
import { avvia, DIMOSTRAZIONE, ferma, portaLibera, ultimeParole } from './server.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const cartella = join(radice, '.cache', 'e2e')
const guida = join(radice, 'docs', 'manuale', 'immagini')
const guardate = process.env.TRAMA_FOTO === '1' || process.env.TRAMA_IMMAGINI === '1'

export interface Scenario {
  url: string
  dir: string
  /** A fresh browser profile; closed with the scenario. */
  nuovoContesto(opzioni?: { telefono?: boolean }): Promise<BrowserContext>
  /** kill -9, as when the power goes. */
  uccidiServer(): Promise<void>
  /** Again on the same data and the same address. */
  riavviaServer(): Promise<void>
  close(): Promise<void>
}

/** Those that are open, of whichever journey of this process. */
const aperti = new Set<BrowserContext>()

/** What stands on the pages that are open, and what their servers have said: of a journey that has failed on a machine where nobody was looking. */
export async function mostraPagine(prova: string) {
  const pagine = [...aperti].flatMap((c) => c.pages())
  for (const [n, page] of pagine.entries()) {
    const testo = await page
      .locator('main')
      .ariaSnapshot({ timeout: 1000 })
      .catch(() => 'senza contenuto')
    console.error(`${prova}: ${page.url()}\n${testo.slice(0, 3000)}\n`)
    const foto = join(cartella, `fallita-${prova.replaceAll(/\W+/g, '-').slice(0, 60)}-${n}.png`)
    await page.screenshot({ path: foto, timeout: 5000 }).catch(() => {})
  }
  for (const parole of ultimeParole()) console.error(`${prova}: il server\n${parole}\n`)
}

export async function scenario(): Promise<Scenario> {
  mkdirSync(cartella, { recursive: true })
  const dir = mkdtempSync(join(tmpdir(), 'trama-e2e-'))
  const { cartella: prima, server: pgUrl } = inject('dati')
  cpSync(join(prima, 'dati'), join(dir, 'dati'), { recursive: true })
  const [port, database] = [await portaLibera(), await clone(pgUrl, DIMOSTRAZIONE)]
  let server = await avvia(dir, port, database.url)
  const browser = await browserDelProcesso()
  const contesti: BrowserContext[] = []
  return {
    url: `http://localhost:${port}`,
    dir,
    nuovoContesto: async ({ telefono = false } = {}) => {
      const context = await browser.newContext({
        viewport: telefono ? { width: 390, height: 844 } : { width: 1280, height: 800 },
        locale: 'it-IT',
        timezoneId: 'Europe/Rome',
        acceptDownloads: true,
        reducedMotion: 'reduce',
        // where nobody looks at the pictures, a sixteenth of the points to draw: boxes and styles are the same
        deviceScaleFactor: guardate ? 1 : 0.25,
        ...(telefono ? { hasTouch: true, isMobile: true } : {}),
      })
      contesti.push(context)
      aperti.add(context)
      context.once('close', () => aperti.delete(context))
      context.setDefaultTimeout(15_000)
      ascolta(context)
      return context
    },
    uccidiServer: () => ferma(server, 'SIGKILL'),
    riavviaServer: async () => {
      server = await avvia(dir, port, database.url)
    },
    close: async () => {
      await Promise.all(contesti.map((c) => c.close()))
      await ferma(server, 'SIGINT')
      await database.togli()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/**
 * Signs in as a script does, with the posts of the real pages: those are looked at by the journeys that are about them
 * (`entraDallePagine`, `tastiera`), and cost as much as three others.
 */
export async function entra(page: Page, s: Scenario, p: PersonaDemo, percorso = '/') {
  const [name, value] = (await accediDiProva(s.url, p.codiceFiscale)).split('=') as [string, string]
  await page.context().addCookies([{ name, value, url: s.url, httpOnly: true, sameSite: 'Lax' }])
  await page.goto(`${s.url}${percorso}`)
}

/** Signs in through the real pages: the SPID button, the test provider, the person, back. */
export async function entraDallePagine(page: Page, s: Scenario, p: PersonaDemo, percorso = '/') {
  await page.goto(`${s.url}/spid/login?idp=${encodeURIComponent(await idp(s))}&ritorno=${encodeURIComponent(percorso)}`)
  await page.locator(`button[name="codiceFiscale"][value="${p.codiceFiscale}"]`).click()
  await page.waitForURL((u) => !/\/(spid|idp-prova)\//.test(u.pathname))
}

async function idp(s: Scenario): Promise<string> {
  const { voci } = (await (await fetch(`${s.url}/spid/idp`)).json()) as { voci: { entityId: string }[] }
  return voci[0]!.entityId
}

/** A workbook of operators as somebody fills it in, one row for each person and role. */
export const cartellaOperatori = async (righe: Record<string, string>[]) =>
  Buffer.from(
    await scriviCartella({
      titolo: 'Operatori',
      fogli: [
        {
          nome: 'Utenti',
          colonne: colonneModello.map((titolo) => ({
            titolo,
            formato: /^(Data|Fine)/.test(titolo) ? ('data' as const) : ('testo' as const),
          })),
          righe: righe.map((r) => colonneModello.map((c) => r[c])),
        },
      ],
    }),
  )

export const rigaOperatore = (cognome: string, dataNascita: string): Record<string, string> => ({
  'Codice fiscale': calcolaCodiceFiscale({ cognome, nome: 'Elena', dataNascita, genere: 'F', belfiore: 'H501' }),
  Nome: 'Elena',
  Cognome: cognome,
  'Data di nascita': dataNascita,
  'Comune di nascita': 'Roma',
  Genere: 'F',
  'Comune di riferimento': 'Latina',
  Ruolo: 'Case manager',
})

/** What each browser profile has asked for and not yet received. */
const richieste = new WeakMap<BrowserContext, Set<Request>>()
function ascolta(context: BrowserContext) {
  const sue = new Set<Request>()
  richieste.set(context, sue)
  context.on('request', (r) => sue.add(r))
  context.on('requestfinished', (r) => sue.delete(r))
  context.on('requestfailed', (r) => sue.delete(r))
}

/**
 * As `pronta`, for a page on which nobody is typing: without the half second in which a browser calls itself idle. Nothing
 * asked for, nothing that says it is waiting, and still so after the page has drawn itself again.
 */
export async function calma(page: Page) {
  await page.locator('h1').first().waitFor()
  const sue = richieste.get(page.context())!
  const entro = performance.now() + 15_000
  for (let volte = 0; volte < 3; ) {
    const inAttesa = await page.evaluate(
      () =>
        new Promise<boolean>((done) =>
          requestAnimationFrame(() =>
            setTimeout(() => done(document.querySelector('[aria-busy="true"], .pagina-in-arrivo') !== null), 20),
          ),
        ),
    )
    volte = sue.size === 0 && !inAttesa ? volte + 1 : 0
    if (performance.now() > entro) throw new Error(`${page.url()} aspetta ancora: ${[...sue].map((r) => r.url())}`)
  }
}

/** After its width has changed nothing is asked for: two frames, and what follows the width has followed it. */
const ridisegnata = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

/** Another page of the application as its menu opens it, without loading everything again. */
export async function vai(page: Page, path: string) {
  if (new URL(page.url()).pathname === path) return
  await page.evaluate((to) => {
    document.querySelector('h1')?.setAttribute('data-di-prima', '')
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.locator('h1:not([data-di-prima])').first().waitFor()
}

/** The page has loaded what it shows: its heading is there and nothing is waiting. */
export async function pronta(page: Page) {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .pagina-in-arrivo'))
}

/** Classes of the design system whose rules the build has left out (`vite.config.ts`): asked once of whoever serves them. */
let senzaRegole: Promise<Set<string>> | undefined
async function foglioServito(origine: string): Promise<Set<string>> {
  const classi = (css: string) => new Set(Array.from(css.matchAll(/\.(-?[a-z_][\w-]*)/gi), (t) => t[1]!))
  const pagina = await (await fetch(origine)).text()
  const servito = await (await fetch(new URL(/<link[^>]+href="([^"]+\.css)"/.exec(pagina)![1]!, origine))).text()
  const intero = createRequire(import.meta.url).resolve('bootstrap-italia/dist/css/bootstrap-italia.min.css')
  const tolte = classi(readFileSync(intero, 'utf8')).difference(classi(servito))
  expect(tolte.size).toBeGreaterThan(0)
  return tolte
}

/** None of what the page writes has lost its rules. */
export async function conLeSueRegole(page: Page) {
  senzaRegole ??= foglioServito(new URL(page.url()).origin)
  const tolte = await senzaRegole
  const scritte = await page.evaluate(() => [
    ...new Set([...document.querySelectorAll('[class]')].flatMap((e) => [...e.classList])),
  ])
  const perse = scritte.filter((c) => tolte.has(c))
  expect(perse, `${page.url()}: classi senza le loro regole`).toEqual([])
}

export async function senzaViolazioni(page: Page) {
  await conLeSueRegole(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
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

/**
 * Text and page at 200 % (WCAG 1.4.4, 1.4.10), and the narrowest phone: nothing runs out of the screen, nothing of the
 * header is cut.
 */
export async function ingrandita(page: Page) {
  // half the width is what a desktop window at 200 % leaves
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 800 })
    await senzaScorrimentoLaterale(page)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  await senzaScorrimentoLaterale(page)
  const tagliati = await page.evaluate(() =>
    [...document.querySelectorAll('.testata a, .testata button')].flatMap((e) => {
      const [suo, fascia] = [e.getBoundingClientRect(), e.closest('[class*="-wrapper"]')!.getBoundingClientRect()]
      return suo.height > 0 && suo.bottom > fascia.bottom + 1 && !e.closest('ul ul, .menu-bottone > ul')
        ? [e.textContent]
        : []
    }),
  )
  expect(tagliati, `${page.url()}: tagliati con il testo al 200 %`).toEqual([])
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
}

/** What an A4 sheet with our margins leaves, in CSS pixels. */
const FOGLIO = 680

/** As it prints: neither menus nor buttons, nothing wider than the sheet. */
export async function sullaCarta(page: Page) {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: FOGLIO, height: 960 })
  const resti = await page.evaluate(() =>
    [...document.querySelectorAll('header, nav, footer, .btn, button:not(.ordina), input[type="file"], dialog')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0)
      .map((e) => `${e.tagName} ${e.textContent}`),
  )
  expect(resti, `${page.url()} stampa comandi`).toEqual([])
  expect(await page.locator('h1').first().isVisible(), `${page.url()} stampa il suo titolo`).toBe(true)
  const larghi = await page.evaluate(
    (foglio) =>
      [...document.querySelectorAll('main table, main p, main li, main dd, main pre, main svg, main img')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > foglio + 1)
        .map((e) => `${e.tagName} ${e.textContent?.slice(0, 60)}`),
    FOGLIO,
  )
  expect(larghi, `${page.url()} esce dal foglio`).toEqual([])
  await page.emulateMedia({ media: null })
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** In the guide one looks at the page: not at its frame, which is always the same, nor at what is said for a moment. */
const SENZA_CORNICE = '.testata, .fascia-dimostrativa, .it-footer, .esiti { display: none !important }'

/** Takes the picture of a page, where somebody has asked to look; `perLaGuida` ones are kept in the repository. */
export async function fotografa(page: Page, nome: string, perLaGuida = false) {
  if (process.env.TRAMA_FOTO === '1') await page.screenshot({ path: join(cartella, `${nome}.png`), fullPage: true })
  if (perLaGuida && process.env.TRAMA_IMMAGINI === '1') {
    mkdirSync(guida, { recursive: true })
    await page.setViewportSize({ width: 1280, height: 1000 })
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.screenshot({ path: join(guida, `${nome}.png`), style: SENZA_CORNICE })
    await page.setViewportSize({ width: 1280, height: 800 })
  }
}

/** The same as on a phone, and back. */
export async function fotografaSulTelefono(page: Page, nome: string) {
  if (process.env.TRAMA_FOTO !== '1') return
  await page.setViewportSize({ width: 390, height: 844 })
  await ridisegnata(page)
  await fotografa(page, nome)
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** Requests to this address wait until they are let go: to do something while an answer is on its way. */
export async function trattieni(page: Page, indirizzo: RegExp): Promise<() => void> {
  const attesa = Promise.withResolvers<void>()
  await page.route(indirizzo, async (r) => {
    await attesa.promise
    await r.continue()
  })
  return attesa.resolve
}

/** As `controlla`, and on a phone. */
export async function ancheSulTelefono(page: Page, nome: string, perLaGuida = false) {
  await controlla(page, nome, perLaGuida)
  await page.setViewportSize({ width: 390, height: 844 })
  await ridisegnata(page)
  await fotografa(page, `${nome}-telefono`)
  await senzaScorrimentoLaterale(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** Ready, accessible, within the screen, and photographed. */
export async function controlla(page: Page, nome: string, perLaGuida = false) {
  await pronta(page)
  await fotografa(page, nome, perLaGuida)
  await senzaViolazioni(page)
  await senzaScorrimentoLaterale(page)
}
