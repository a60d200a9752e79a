// The administrator of an ambito adds an entry to a list with levels, by keyboard alone, and closes it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('an entry of the ambito is added inside another, found, and closed', { timeout: 120_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.amministratrice, '/codifiche')
  await pronta(page)
  await page.getByLabel('Cerca una codifica').fill('segnalazione class')
  await page.getByRole('link', { name: 'Classificazione della segnalazione' }).click()
  await pronta(page)

  // while the list is on its way a disabled choice stands in its place
  const dentro = page.locator('input[role=combobox]').and(page.getByLabel('Dentro la voce'))
  await dentro.waitFor({ timeout: 30_000 })
  await dentro.focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option').first().waitFor()
  expect(await page.getByRole('option').count()).toBeGreaterThan(20)
  await page.keyboard.type('minori disagio')
  await page.getByRole('option', { name: 'Disagio del minore' }).waitFor()
  await controlla(page, 'codifica-scelta-voce')
  await page.keyboard.press('Enter')
  expect(await dentro.inputValue()).toBe('Disagio del minore')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Cyberbullismo')
  await page.getByLabel('Fonte').focus()
  await page.keyboard.type('Accordo con le scuole')
  await page.keyboard.press('Enter')
  await page.getByText('La voce è aggiunta.').waitFor()

  await page.getByLabel('Cerca una voce').fill('cyber')
  const riga = page.getByRole('row', { name: /Cyberbullismo/ })
  await riga.getByText('il tuo ambito').waitFor()
  await riga.getByRole('button', { name: 'Chiudi' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Chiudi', exact: true }).last().click()
  await page.getByText('si può scegliere fino a oggi').waitFor()
  await riga.getByRole('button', { name: 'Riapri' }).waitFor()
  // the form of a new entry has begun again
  expect(await dentro.inputValue()).toBe('')
})
