// The regional message in the browser: the phase of a person, the file of hers, a message of somebody else looked at and
// taken in, the codes that contradict each other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { radice } from '../../src/server/kernel/paths.ts'
import { controlla, entra, fotografa, pronta, type Scenario, scenario, senzaScorrimentoLaterale } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

/** As `controlla`, and on a phone. */
async function ovunque(page: Page, nome: string) {
  await controlla(page, nome)
  await page.setViewportSize({ width: 390, height: 844 })
  await pronta(page)
  await fotografa(page, `${nome}-telefono`)
  await senzaScorrimentoLaterale(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}

const esempio = (fase: string, cambia: (xml: string) => string = (x) => x) => ({
  name: `fase-${fase}.xml`,
  mimeType: 'application/xml',
  buffer: Buffer.from(
    cambia(readFileSync(join(radice, 'src/server/cartella/lombardia/esempi', `fase-${fase}.xml`), 'utf8')),
  ),
})

async function apri(page: Page): Promise<string> {
  const post = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const { id } = (await (await post('/persone/ricerca', { nome: 'dimostrativa maria' })).json()).voci[0]
  await post(`/persone/${id}/apertura`, { motivo: 'vigilanza', dettaglio: 'Prova dei messaggi' })
  return id
}

test('from the folder: the phase with its reasons, what is missing, the file', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale)
  const id = await apri(page)
  await page.goto(`${s.url}/persone/${id}`)
  await pronta(page)
  await ovunque(page, 'fascicolo-con-fase')
  await page.getByRole('link', { name: 'Messaggio regionale' }).click()
  await page.getByRole('heading', { name: 'A che punto è' }).waitFor()
  await pronta(page)
  await page.locator('details > summary').first().click()
  await ovunque(page, 'messaggio-regionale')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Scarica il messaggio della fase A' }).click(),
  ])
  const xml = readFileSync((await file.path())!, 'utf8')
  expect(xml).toContain('schema non verificato')
  expect(file.suggestedFilename()).not.toMatch(/dimostrativa/i)
})

test('on a phone the parts of the folder are one button, by keyboard too', async () => {
  const page = await (await s.nuovoContesto({ telefono: true })).newPage()
  await entra(page, s, persone.assistenteSociale)
  const id = await apri(page)
  await page.goto(`${s.url}/persone/${id}/scheda`)
  await pronta(page)
  const parti = page.getByRole('button', { name: 'Scheda: parti del fascicolo' })
  await parti.focus()
  await page.keyboard.press('ArrowDown')
  await fotografa(page, 'parti-del-fascicolo-telefono')
  await senzaScorrimentoLaterale(page)
  await page.getByRole('navigation', { name: 'Parti del fascicolo' }).getByRole('link', { name: 'Nuclei' }).click()
  await page.waitForURL(/\/nuclei$/)
  await page.getByRole('button', { name: 'Nuclei: parti del fascicolo' }).waitFor()
})

test('a message received: refused in a sentence, looked at, taken in; the second time nothing is new', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale, '/messaggi-regionali')
  await pronta(page)
  const comune = page.getByRole('combobox', { name: /^Comune/ })
  if ((await comune.inputValue()) === '') await comune.selectOption({ index: 1 })
  await ovunque(page, 'messaggi-ricevuti')
  const scegli = (file: ReturnType<typeof esempio>) => page.locator('input[type=file]').setInputFiles(file)
  await scegli(esempio('a', (x) => x.slice(0, 700)))
  await page.getByText(/non è un XML ben formato/).waitFor()
  await scegli(esempio('a'))
  await page.getByRole('heading', { name: 'Di chi parla' }).waitFor()
  await ovunque(page, 'messaggio-di-chi')
  await page.getByRole('button', { name: /persona nuova/ }).click()
  await page.getByRole('heading', { name: /Una persona nuova/ }).waitFor()
  await ovunque(page, 'messaggio-persona-nuova')
  await page.getByRole('button', { name: 'Aggiungi la persona e riporta il messaggio' }).click()
  await page.getByText('Il messaggio è nella cartella').waitFor()
  await ovunque(page, 'messaggio-riportato')
  await page.getByRole('button', { name: 'Riporta un altro messaggio' }).click()
  if ((await comune.inputValue()) === '') await comune.selectOption({ index: 1 })
  await scegli(esempio('a'))
  await page.getByRole('button', { name: /^È Sintetica Ada/ }).click()
  // not in her charge: why is asked before anything of her is compared
  await page.getByLabel('Perché lo apri').selectOption({ index: 1 })
  await page.getByLabel('In poche parole').fill('Messaggio di un altro ente')
  await page.getByRole('button', { name: 'Apri il fascicolo' }).click()
  await page.getByText(/è già stato riportato/).waitFor()
  await ovunque(page, 'messaggio-a-confronto')
  await page.getByRole('button', { name: 'Riporta nel fascicolo' }).click()
  await page.getByText('Era già tutto nella cartella').waitFor()
})

test('the codes: those that contradict each other, and where they come from', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.superUtente, '/messaggi-regionali/codici')
  await pronta(page)
  // the filter stays in the address, so the box follows it
  await page.getByLabel('Soltanto quelli che si contraddicono').click()
  await page.getByRole('checkbox', { name: 'Soltanto quelli che si contraddicono', checked: true }).waitFor()
  await pronta(page)
  await ovunque(page, 'messaggi-codici')
  await page.getByRole('link', { name: 'Cambia l’OID' }).first().click()
  await page.waitForURL(/\/parametri\/lombardia\.oid-/)
})
