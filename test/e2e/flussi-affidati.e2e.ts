// One operator, enti of two ambiti that are not his: each is chosen in the header, worked on from its file to its flow, and never seen
// with the other but as numbers.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { COLONNE, csv, rigaBuona } from '../support/fogli-flussi.ts'
import { ancheSulTelefono, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const CISTERNA = 'Comune di Cisterna di Latina (dimostrativo) (C740)'
const CORBETTA = 'Comune di Corbetta (C986)'
const testata = (page: Page) => page.getByRole('banner').getByLabel('Ente', { exact: true })

async function scegli(page: Page, ente: string) {
  await testata(page).selectOption({ label: ente })
  await page.waitForURL(/ente=/)
  await pronta(page)
}

/** From a sheet to a flow, for the ente of the header. Gives the name of the flow. */
async function importaEGenera(page: Page, ente: string, righe: string[][]): Promise<string> {
  await page.goto(`${s.url}/flussi/carichi`)
  await scegli(page, ente)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'contributi.csv', mimeType: 'text/csv', buffer: csv(righe, COLONNE) })
  await page.getByRole('heading', { name: 'Che cosa sono le colonne' }).waitFor()
  // the page of one thing is of the ente of that thing, also when it is loaded again
  await page.reload()
  await pronta(page)
  expect(await testata(page).locator('option:checked').textContent()).toBe(ente)
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText(`Letto: ${righe.length === 1 ? '1 riga, 1 prestazione' : `${righe.length} righe`}`).waitFor()
  await page.goto(`${s.url}/flussi/generati`)
  await scegli(page, ente)
  await page.getByRole('button', { name: 'Genera', exact: true }).click()
  await page.getByText(/^Generati \d+ fluss/).waitFor()
  const scaricato = page.waitForEvent('download')
  await page.getByRole('button', { name: /^XML/ }).first().click()
  return (await scaricato).suggestedFilename()
}

test('chi prepara i flussi di comuni di due ambiti li sceglie nella testata, e non li vede mai insieme', {
  timeout: 240_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.operatoreMetropolitano, '/flussi/enti')
  await page.getByRole('banner').getByLabel('Ambito').selectOption({ label: 'Ambito dimostrativo del Magentino' })
  await page.getByLabel('Codice fiscale di chi invia').fill('DMSSTT80A01F205X')
  // of this ambito nothing else is his
  expect(await page.getByLabel('Comune', { exact: true }).locator('option').allTextContents()).not.toContain('Magenta')
  await ancheSulTelefono(page, 'flussi-affidati-enti')
  await page.getByRole('button', { name: 'Imposta' }).click()
  await page.getByText('Ente impostato: ora puoi caricare i suoi file.').waitFor()

  expect(await importaEGenera(page, CORBETTA, [rigaBuona(1)])).toMatch(/^C986\.PS\.\d{8}\.0000001\.xml$/)
  await ancheSulTelefono(page, 'flussi-affidati', true)
  expect(
    await testata(page)
      .locator('optgroup')
      .evaluateAll((g) => g.map((x) => (x as HTMLOptGroupElement).label)),
  ).toEqual(['Ambito dimostrativo del Magentino', 'Ambito dimostrativo di Latina'])
  expect(await importaEGenera(page, CISTERNA, [rigaBuona(2), rigaBuona(3)])).toMatch(/^C740\.PS\.\d{8}\.\d{7}\.xml$/)
  // nothing of the one is in the pages of the other
  await page.goto(`${s.url}/flussi/generati`)
  await scegli(page, CORBETTA)
  await page
    .getByText(/C986\.PS\./)
    .first()
    .waitFor()
  expect(await page.getByText(/C740\.PS\./).count()).toBe(0)
  // of which ambito the chosen one is stays in sight also with the list closed
  const luogo = page.getByRole('banner').locator('.testata-contesto span')
  expect(await luogo.textContent()).toBe('Ambito dimostrativo del Magentino')
  // another tab stays where it is
  const altra = await page.context().newPage()
  await altra.goto(`${s.url}/flussi`)
  await scegli(altra, CISTERNA)
  await page.reload()
  await pronta(page)
  expect(await testata(page).locator('option:checked').textContent()).toBe(CORBETTA)

  // side by side as numbers alone
  await page.goto(`${s.url}/flussi/invii?anno=2025`)
  await page.getByRole('link', { name: CORBETTA }).first().waitFor()
  await page.getByRole('link', { name: CISTERNA }).first().waitFor()
  await page.getByRole('heading', { name: 'Genera per più enti: Ambito dimostrativo del Magentino' }).waitFor()
  expect(await luogo.count()).toBe(0)
  await ancheSulTelefono(page, 'flussi-affidati-invii', true)
  await page.goto(`${s.url}/flussi/scadenze`)
  await page
    .getByRole('link', { name: /^Comune di Corbetta/ })
    .first()
    .waitFor()
  await page.goto(`${s.url}/flussi/andamento?anno=2025`)
  await page.getByRole('heading', { name: 'Per ente' }).waitFor()
  // and outside the flows he is at home
  await page.goto(`${s.url}/notifiche`)
  const avviso = page.getByRole('link', { name: /flussi generati/ }).first()
  await avviso.click()
  await page.waitForURL(/\/flussi\/generati\?ente=/)
  await pronta(page)
  expect(new URL(page.url()).searchParams.get('presso')).toBeNull()
  expect(await testata(page).locator('option:checked').textContent()).toBe(CISTERNA)
  // the table of the regions is confirmed for the flows of an ambito by who is of it
  await page.goto(`${s.url}/flussi/riferimenti`)
  await page.getByText('li confronta e li conferma un operatore di quell’ambito').waitFor()
  const conferma = page.getByRole('button', { name: 'Confermo: i codici sono questi' })
  expect(await conferma.count()).toBe(0)
  await page.getByRole('banner').getByLabel('Ambito').selectOption({ index: 0 })
  await conferma.waitFor()
})
