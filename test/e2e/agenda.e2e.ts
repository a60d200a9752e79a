// The agenda outside the office: an appointment fixed on a phone, an hour already taken refused, the calendar that carries
// no names; and the week as the office looks at it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { lunediDi } from '../../src/shared/cartella/agenda.rules.ts'
import { giorno, giornoScritto } from '../support/giorni.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('the week of the agenda on a phone, an hour already taken is refused with a sentence', {
  timeout: 240_000,
}, async () => {
  const page = await (await s.nuovoContesto({ telefono: true })).newPage()
  await entra(page, s, persone.assistenteSociale, '/agenda/nuovo')
  await pronta(page)
  // in a month, a day of work or not
  const fraUnMese = giornoScritto(30)
  const fissa = async () => {
    await page
      .getByLabel(/^Giorno/)
      .first()
      .fill(fraUnMese)
    await page.getByLabel(/^Ora/).fill('09:00')
    await page.getByRole('button', { name: 'Fissa', exact: true }).click()
  }
  await fissa()
  await page.getByText('Appuntamento fissato.').waitFor()
  await page.waitForURL(/agenda\?giorno/)
  await controlla(page, 'agenda-telefono')
  await page.goto(`${s.url}/agenda/nuovo`)
  await pronta(page)
  await fissa()
  await page
    .getByText(/ha già un appuntamento/)
    .first()
    .waitFor()
  await page.goto(`${s.url}/agenda/calendario`)
  await pronta(page)
  await page.getByRole('button', { name: 'Crea l’indirizzo' }).click()
  const indirizzo = await page.getByLabel('Indirizzo del calendario').inputValue()
  const file = await (await page.request.get(indirizzo)).text()
  expect(file).toContain('SUMMARY:Appuntamento\\, ufficio')
  await page.context().close()
})

test('the week of the office, with who receives whom', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  const prossima = lunediDi(giorno(7))
  await entra(page, s, persone.sportello, `/agenda?giorno=${prossima}`)
  await page.getByText('Dimostrativa Maria').first().waitFor()
  await controlla(page, 'agenda', true)
})
