// The browser of the e2e journeys: Debian's Chromium, a fresh profile, no traffic of its own. Where there is its shell without
// windows, that one: it draws the same pages in two thirds of the time.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

export const senzaFinestre = '/usr/bin/chromium-headless-shell'
export const chromiumPath = () =>
  [senzaFinestre, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => existsSync(p))

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), headless: true, args })

let delProcesso: Promise<Browser> | undefined
/** One for all the journeys of a process, each in profiles of its own: starting one costs as much as ten pages. */
export const browserDelProcesso = (): Promise<Browser> => (delProcesso ??= launch())

/** A browser on a profile that stays, as on somebody's desk: `uccidi` is kill -9 of the whole of it. */
export async function apriProfilo(profilo: string): Promise<{ context: BrowserContext; uccidi(): Promise<void> }> {
  const portaScritta = join(profilo, 'DevToolsActivePort')
  rmSync(portaScritta, { force: true })
  // a group of its own, so that its helpers end with it
  const child = spawn(
    chromiumPath()!,
    [
      ...args,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${profilo}`,
      '--lang=it-IT',
      'about:blank',
    ],
    { detached: true, stdio: 'ignore', env: { ...process.env, TZ: 'Europe/Rome' } },
  )
  const finito = new Promise<void>((done) => child.once('close', () => done()))
  let porta: string | undefined
  for (let i = 0; !porta; i++) {
    if (child.exitCode !== null || i > 300) throw new Error('the browser did not start')
    await new Promise((done) => setTimeout(done, 100))
    if (existsSync(portaScritta)) porta = readFileSync(portaScritta, 'utf8').split('\n')[0]
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${porta}`)
  return {
    context: browser.contexts()[0]!,
    uccidi: async () => {
      process.kill(-child.pid!, 'SIGKILL')
      await finito
      // the lock of who did not close
      rmSync(join(profilo, 'SingletonLock'), { force: true })
    },
  }
}
