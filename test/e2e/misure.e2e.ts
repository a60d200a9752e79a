// The measures in the browser: a case manager tries a case until it can be decided and keeps it, and has the requirements of a caso explained; the ministry drafts a version, a coordinator
// sees what it would change for her households, stops one half-way, and nothing is touched; the ministry writes the version that comes next, publishes it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import {
  ancheSulTelefono,
  controlla,
  entra,
  pronta,
  type Scenario,
  scenario,
  senzaViolazioni,
  sullaCarta,
} from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('a case is tried, explained, kept, and found again computed the same', { timeout: 120_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.caseManager, '/misure')
  await pronta(page)
  const riga = page.getByRole('row', { name: /Assegno di Inclusione/ })
  await riga.getByRole('link', { name: '2025', exact: true }).click()
  await pronta(page)
  await page.getByRole('link', { name: 'Prova un caso' }).click()
  await pronta(page)
  await page.getByText('Non si sa ancora', { exact: true }).waitFor()
  await page.getByLabel('Giorno della domanda').fill('15/01/2026')
  await page.getByLabel('Cittadinanza o titolo di soggiorno di chi chiede').selectOption('italiano')
  await page.getByLabel('Mesi di residenza in Italia di chi chiede, in tutto').fill('240')
  await page.getByLabel('Mesi di residenza continuativa di chi chiede fino alla domanda').fill('240')
  await page.getByLabel('Canone annuo di locazione registrato').fill('2.400,00')
  await page.getByLabel('Data di nascita').fill('10/05/1955')
  await page.getByRole('button', { name: 'Il resto è «no» o zero' }).click()
  await page.getByText('Spetta: 845,00 € al mese').waitFor()
  await controlla(page, 'misura-prova')

  await page.getByRole('button', { name: 'Conserva la valutazione' }).click()
  const finestra = page.getByRole('dialog')
  await finestra.getByLabel('Numero della pratica').fill('E2E-1')
  await finestra.getByLabel('Comune').selectOption({ index: 1 })
  await finestra.getByRole('button', { name: 'Conserva', exact: true }).click()
  await page.getByText('il risultato è lo stesso').waitFor()
  await page.getByText('Spetta: 845,00 € al mese').waitFor()
  await controlla(page, 'misura-valutazione', true)
})

test('the requirements of a caso are explained on what was declared and verified, and kept without typing them again', {
  timeout: 120_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.caseManager, '/miei-casi')
  await pronta(page)
  await page.getByRole('table').first().getByRole('rowheader').first().getByRole('link').click()
  await pronta(page)
  await page.getByText(/^(Fine prevista|Doveva durare|È durato)$/).waitFor()
  await page.getByRole('link', { name: 'Requisiti' }).click()
  await page.getByRole('heading', { name: 'Requisito per requisito' }).waitFor()
  await page.getByRole('table', { name: /Requisiti/ }).waitFor()
  // facts by their names, never by ours
  expect(await page.locator('main').textContent()).not.toMatch(/\b(?:isee|residenza|componente|beni)\.[a-z]/)
  await ancheSulTelefono(page, 'caso-requisiti')
  await page.getByRole('button', { name: 'Conserva la valutazione' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Conserva la valutazione' }).click()
  await page.getByText('il risultato è lo stesso').waitFor()
})

/** Two, one after the other: the second waits for the first to be taken, and there is time to stop it. */
async function fermata(page: Page) {
  const tutte = page.getByRole('table', { name: 'Le tue simulazioni' })
  const risultato = page.getByRole('region', { name: 'Risultato' })
  const avvia = async (quante: number) => {
    await page.getByRole('button', { name: 'Avvia', exact: true }).click()
    await tutte
      .getByRole('rowheader')
      .nth(quante - 1)
      .waitFor()
  }
  await avvia(2)
  await avvia(3)
  await risultato.getByText(/^Nuclei esaminati: \d+/).waitFor()
  await risultato.getByRole('progressbar', { name: /^Nuclei esaminati/ }).waitFor()
  await risultato.getByRole('button', { name: 'Ferma', exact: true }).click()
  await page.getByText('Simulazione fermata.').waitFor()
  await risultato.getByText('È stata fermata prima della fine').waitFor()
  // neither numbers nor a way to stop it again, and the list says it
  expect(await risultato.locator('dl, table, button').count()).toBe(0)
  await tutte.getByRole('row').filter({ hasText: 'fermata' }).waitFor()
  await senzaViolazioni(page)
  // the other one goes to its end, and this one stays as it was left
  await expect.poll(() => tutte.getByText('conclusa', { exact: true }).count(), { timeout: 60_000 }).toBe(2)
  expect(await tutte.getByText('fermata', { exact: true }).count()).toBe(1)
}

test('what a draft would change: winners, losers and cost of the households of a coordinator, and nothing of them is touched', {
  timeout: 180_000,
}, async () => {
  const su = await (await s.nuovoContesto()).newPage()
  await entra(su, s, persone.superUtente, '/misure')
  await pronta(su)
  await su
    .getByRole('row', { name: /Assegno di Inclusione/ })
    .getByRole('link', { name: '2025', exact: true })
    .click()
  await pronta(su)
  await su.getByRole('button', { name: 'Nuova versione da questa' }).click()
  await su.getByLabel('Etichetta').fill('ipotesi')
  await su.getByRole('textbox', { name: 'In vigore dal' }).fill('01/01/2099')
  await su.getByLabel('Che cosa cambia e perché').fill('Quanto costerebbe')
  await su.getByLabel('Importo: soglia annua per una persona, nei nuclei di anziani').fill('7.000,00')
  await su.getByRole('button', { name: 'Salva giorni e valori' }).click()
  await su.getByText('Bozza salvata.').waitFor()
  const bozza = new URL(su.url()).pathname.replace(/\/bozza$/, '')

  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.coordinatoreECase, bozza)
  await pronta(page)
  await page.getByRole('link', { name: 'Che cosa cambierebbe' }).click()
  await pronta(page)
  await page.getByRole('button', { name: 'Avvia', exact: true }).click()
  await page.getByText('conclusa').waitFor({ timeout: 60_000 })
  const risultato = page.getByRole('region', { name: 'Risultato' })
  const figura = async (nome: string) =>
    (await risultato.locator('dt', { hasText: nome }).locator('xpath=following-sibling::dd[1]').textContent())!.trim()
  // the case that was kept before: 8,190 becomes 7,000, the rent stays
  expect(await figura('Riceverebbero di meno')).toBe('1')
  expect(await figura('Riceverebbero di più')).toBe('0')
  const [nuclei, ...parti] = await Promise.all(
    [
      'Nuclei esaminati',
      'Comincerebbero a ricevere',
      'Nessun cambiamento',
      'Riceverebbero di meno',
      'Non riceverebbero più',
      'Non si può dire',
    ].map(async (x) => Number(await figura(x))),
  )
  expect(nuclei).toBe(parti.reduce((x, y) => x + y))
  // 99,17 a month less for that one, and whatever the others would lose
  expect(await figura('Spesa al mese, con questa versione')).toMatch(/\(-[\d.]+,\d\d.€\)/)
  expect(await page.locator('main').textContent()).not.toContain('E2E-1')
  await ancheSulTelefono(page, 'misura-simulazione', true)
  await sullaCarta(page)
  await fermata(page)

  // what was kept is computed as it was
  const sua = await (await s.nuovoContesto()).newPage()
  await entra(sua, s, persone.caseManager, '/misure/valutazioni')
  await pronta(sua)
  await sua.getByRole('link', { name: 'E2E-1' }).click()
  await sua.getByText('Spetta: 845,00 € al mese').waitFor()
  await sua.getByText('il risultato è lo stesso').waitFor()

  await su.goto(`${s.url}${bozza}`)
  await su.getByRole('button', { name: 'Scarta' }).click()
  await su.getByRole('dialog').getByRole('button', { name: 'Scarta' }).click()
  await su.getByText('Bozza scartata.').waitFor()
})

test('the ministry opens the next version, changes a value, compares and publishes it', {
  timeout: 120_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.superUtente, '/misure')
  await pronta(page)
  await page
    .getByRole('row', { name: /Assegno di Inclusione/ })
    .getByRole('link', { name: '2025', exact: true })
    .click()
  await pronta(page)
  await page.getByRole('button', { name: 'Nuova versione da questa' }).click()
  await page.getByLabel('Etichetta').fill('di prova')
  await page.getByRole('textbox', { name: 'In vigore dal' }).fill('01/01/2099')
  await page.getByLabel('Che cosa cambia e perché').fill('Soglia di prova')
  await page.getByLabel('Importo: soglia ISEE').fill('11.000,00')
  await page.getByRole('button', { name: 'Salva giorni e valori' }).click()
  await page.getByText('Bozza salvata.').waitFor()
  await controlla(page, 'misura-bozza')
  await page.getByRole('link', { name: 'Leggi la versione' }).click()
  await pronta(page)
  const differenza = page.getByRole('row', { name: /Valori: soglia ISEE/ })
  await differenza.getByText('11.000,00 €').waitFor()
  expect(await differenza.textContent()).toContain('10.140,00 €')
  await page.getByRole('button', { name: 'Pubblica' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pubblica', exact: true }).click()
  await page.getByText('Versione pubblicata.').waitFor()
  await page.getByRole('button', { name: 'Ritira' }).waitFor()
})
