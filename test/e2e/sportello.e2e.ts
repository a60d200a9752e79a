// The desk, by keyboard: two quick contacts with every key counted, then from the contact to the segnalazione, its
// evaluation, the presa in carico, and the copy for the family.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const CAMPI = 5
const TASTI = 40

/** Counts the keys that are not free text: a chord is two. */
function contatore(page: Page) {
  let tasti = 0
  return {
    premi: async (tasto: string, volte = 1) => {
      for (let n = 0; n < volte; n++) await page.keyboard.press(tasto)
      tasti += volte * tasto.split('+').length
    },
    /** Letters typed to find an entry or a person. */
    cerca: async (testo: string) => {
      await page.keyboard.type(testo)
      tasti += testo.length
    },
    quanti: () => tasti,
  }
}

const attivo = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '')

test('a quick contact by keyboard alone, within five fields and forty keys', { timeout: 240_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.sportello, '/sportello')
  await pronta(page)
  const modulo = page.locator('.contatto-rapido form')
  await modulo.getByRole('combobox', { name: 'Bisogno' }).waitFor()
  expect(await modulo.locator('select, textarea, input').count()).toBe(CAMPI)
  await controlla(page, 'sportello')

  // from the top of the page: «vai al contenuto», the way back home, the form
  const primo = contatore(page)
  await primo.premi('Tab')
  await primo.premi('Enter')
  await primo.premi('Tab', 2)
  expect(await attivo(page)).toBe(await modulo.getByLabel('Come').getAttribute('id'))
  await primo.premi('t')
  await primo.premi('Tab')
  await primo.cerca('redd')
  await page.getByRole('option', { name: 'Reddito' }).waitFor()
  await primo.premi('Enter')
  await primo.premi('Tab')
  await primo.premi('o')
  await primo.premi('Tab', 2)
  await page.keyboard.type('Chiede a chi spetta l’assegno di inclusione.')
  await primo.premi('Control+Enter')
  await page.getByText('Contatto registrato.').first().waitFor()
  expect(primo.quanti()).toBeLessThanOrEqual(TASTI)

  // ready for the next one: the focus is on the first field, what was typed is gone
  await page.waitForFunction(() => document.activeElement?.matches('.contatto-rapido select'))
  expect(await modulo.getByLabel('Nota').inputValue()).toBe('')
  expect(await modulo.getByLabel('Come').inputValue()).toBe('telefono')
  const secondo = contatore(page)
  await secondo.premi('Tab')
  await secondo.cerca('alim')
  await page.getByRole('option', { name: 'Alimentazione' }).waitFor()
  await secondo.premi('Enter')
  await secondo.premi('Tab', 2)
  await secondo.cerca('mar dim')
  await page.getByRole('option', { name: /Dimostrativa Maria/ }).waitFor()
  await secondo.premi('Enter')
  await secondo.premi('Tab')
  await page.keyboard.type('Aspetta lo stipendio.')
  await secondo.premi('Control+Enter')
  await page.getByRole('link', { name: 'Completa il contatto appena registrato' }).waitFor()
  await page
    .getByRole('row', { name: /Alimentazione.*Dimostrativa Maria/ })
    .first()
    .waitFor()
  expect(secondo.quanti()).toBeLessThanOrEqual(TASTI)
  console.info(`keys: ${primo.quanti()} from the top of the page, ${secondo.quanti()} for the next one with a person`)
  await page.context().close()
})

test('from the contact to the segnalazione, evaluated, taken in charge, copied without the reporter', {
  timeout: 300_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale, '/sportello')
  await pronta(page)
  const modulo = page.locator('.contatto-rapido form')
  await modulo.getByRole('combobox', { name: 'Persona' }).fill('esempio nicc')
  await page.getByRole('option', { name: /Esempio Niccolò/ }).click()
  await modulo.getByLabel('Nota').fill('La portinaia non lo vede da tre giorni.')
  await modulo.getByLabel('Nota').press('Control+Enter')
  await page.getByRole('link', { name: 'Completa il contatto appena registrato' }).click()
  await pronta(page)
  await page.getByLabel('Alimentazione').check()
  await page.getByText(/Da proporre per questi bisogni/).click()
  await page.getByRole('button', { name: 'Aggiungi Emporio solidale dimostrativo' }).click()
  await controlla(page, 'contatto')
  await page.getByRole('button', { name: 'Salva la scheda' }).click()
  await page.getByText('Scheda salvata.').waitFor()
  await page.getByRole('link', { name: 'Apri una segnalazione' }).click()
  await pronta(page)
  await page.getByLabel(/^Fatti/).fill('La signora Portinaia dice che non apre da tre giorni.')
  await page.getByLabel('Nome di chi segnala').fill('Rosa Portinaia')
  const domanda = page.getByRole('group', { name: /non autosufficiente rimasta sola/ })
  await domanda.getByLabel('Sì').check()
  await controlla(page, 'segnalazione-nuova')
  await page.getByRole('button', { name: 'Registra la segnalazione' }).click()
  await page.getByText(/registrata, urgenza urgente/).waitFor()
  await pronta(page)
  await page.getByRole('button', { name: 'Inizia la valutazione' }).click()
  await page.getByRole('button', { name: 'Prendi in carico' }).waitFor()
  await page.getByText('Rosa Portinaia').waitFor()
  await controlla(page, 'segnalazione')
  const scheda = page.url()

  await page.getByRole('link', { name: 'Copia per la famiglia' }).click()
  await page.getByText(/\[omissis\] dice/).waitFor()
  await controlla(page, 'segnalazione-copia')
  await page.emulateMedia({ media: 'print' })
  // biome-ignore lint/performance/useDomNodeTextContent: what paper shows, without what it hides
  expect(await page.locator('main').innerText()).not.toMatch(/Portinaia|Rileggila/)
  await page.emulateMedia({ media: 'screen' })

  await page.goto(scheda)
  await page.getByRole('button', { name: 'Prendi in carico' }).click()
  const finestra = page.getByRole('dialog')
  await finestra.getByLabel(/^Area/).selectOption('anziani')
  await finestra.getByLabel(/Perché si prende in carico/).fill('Vive solo e non ha rete.')
  await finestra.getByRole('button', { name: 'Proponi la presa in carico' }).click()
  await page.getByText(/Proposta la presa in carico: numero/).waitFor()
  await page.getByText(/Presa in carico n\. \d+ di D’Esempio Niccolò: proposta/).waitFor()
  await page.context().close()
})

test('the week of the agenda on a phone, an hour already taken is refused with a sentence', {
  timeout: 240_000,
}, async () => {
  const page = await (await s.nuovoContesto({ telefono: true })).newPage()
  await entra(page, s, persone.assistenteSociale, '/agenda/nuovo')
  await pronta(page)
  // in a month, a day of work or not
  const giorno = new Date(Date.now() + 30 * 86_400_000).toLocaleDateString('it-IT', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
  const fissa = async () => {
    await page
      .getByLabel(/^Giorno/)
      .first()
      .fill(giorno)
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
