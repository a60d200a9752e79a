// A domanda at the desk: written in part, presented, evaluated, printed. The form with the keyboard, every page at desk and on a
// phone. What follows (checks, files, receipts, the caso) is in src/server/patti/domande.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { ancheSulTelefono, entra, pronta, type Scenario, scenario, sullaCarta } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const cf = calcolaCodiceFiscale({
  cognome: 'Viandante',
  nome: 'Zoe',
  dataNascita: '1988-03-04',
  genere: 'F',
  belfiore: 'H501',
})

test('from the desk to the sheet of the household', { timeout: 300_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.sportello, '/domande')
  await pronta(page)
  await ancheSulTelefono(page, 'domande')
  await page.getByRole('link', { name: 'Nuova domanda' }).first().click()
  // the list has a measure to choose, too
  await page.waitForURL(/\/domande\/nuova$/)
  await pronta(page)
  await page.getByLabel('Misura').selectOption({ label: 'Sostegno dimostrativo' })
  await page.getByLabel('Codice fiscale di chi chiede').fill(cf)
  await page.getByRole('button', { name: 'Cerca nella cartella' }).click()
  await page.getByText('Nella cartella di questo comune non c’è').waitFor()
  await ancheSulTelefono(page, 'domanda-nuova')
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.waitForURL(/\/domande\/[0-9a-f-]{36}$/)
  await pronta(page)
  expect(await page.getByLabel(/^Codice fiscale/).inputValue()).toBe(cf)
  // the keyboard alone: from the codice fiscale on, field after field
  await page.getByLabel(/^Codice fiscale/).focus()
  for (const [campo, testo] of [
    ['Cognome', 'Viandante'],
    ['Nome', 'Zoe'],
    ['Data di nascita', '4/3/1988'],
  ] as const) {
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate(() => document.activeElement?.closest('.campo')?.querySelector('label')?.textContent),
    ).toContain(campo)
    await page.keyboard.type(testo)
  }
  await page.getByLabel(/^Sesso/).selectOption('F')
  await page.getByRole('button', { name: /^Presenta/ }).click()
  await page.getByText('Manca: Indirizzo di residenza.').first().waitFor()
  await page.getByLabel(/^Indirizzo di residenza/).fill('Via della Prova 3')
  await page.getByLabel('ISEE', { exact: true }).fill('1.500,00')
  await ancheSulTelefono(page, 'domanda-modulo')
  await page.getByRole('button', { name: /^Presenta/ }).click()
  await page.getByText('Domanda presentata.').waitFor()
  await page.getByRole('heading', { name: 'Requisiti, su ciò che dichiara' }).waitFor()
  await ancheSulTelefono(page, 'domanda-presentata')
  await page.getByRole('link', { name: 'Scheda di progettazione' }).click()
  await pronta(page)
  await ancheSulTelefono(page, 'domanda-scheda')
  await sullaCarta(page)

  await page.goto(`${s.url}/domande/cruscotto`)
  await pronta(page)
  const stati = page.getByRole('table', { name: 'Domande per stato: le cifre' })
  const presentate = stati
    .getByRole('row', { name: /^Presentata, da controllare/ })
    .getByRole('cell')
    .first()
  expect(Number.parseInt((await presentate.textContent())!, 10)).toBeGreaterThan(0)
  await ancheSulTelefono(page, 'domande-cruscotto')
  await presentate.getByRole('link').click()
  await page.waitForURL(/\/domande\?stato=presentata/)
  await page.getByRole('link', { name: 'Viandante Zoe' }).waitFor()
})
