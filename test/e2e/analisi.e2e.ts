// The analysis of a family in the browser: begun from the folder, proposals confirmed, saved while one writes, two people at
// once, finalised, compared with the one before; and the pages of who looks after the questionnaires.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

/** The social worker of the demonstration, with the folder of the mother opened by stating why. */
async function entraNelFascicolo(telefono = false) {
  const page = await (await s.nuovoContesto({ telefono })).newPage()
  await entra(page, s, persone.assistenteSociale, '/persone')
  const api = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const id = (await (await api('/persone/ricerca', { nome: 'dimostrativa maria' })).json()).voci[0].id as string
  await api(`/persone/${id}/apertura`, { motivo: 'sostituzione', dettaglio: 'Prova' })
  await page.goto(`${s.url}/persone/${id}/analisi`)
  await pronta(page)
  return { page, id }
}

/** What the record has proposed on this page, all together or the only one. */
async function conferma(page: Page) {
  const tutte = page.getByRole('button', { name: 'Conferma tutte' })
  const una = page.getByRole('button', { name: /^Conferma ?: / })
  if (await tutte.count()) await tutte.click()
  else if (await una.count()) await una.first().click()
  await expect.poll(() => una.count()).toBe(0)
}

test('the analyses of a family: read, compared, begun again', { timeout: 240_000 }, async () => {
  const { page, id } = await entraNelFascicolo()
  await controlla(page, 'analisi-elenco')
  await page.getByRole('link', { name: 'Analisi preliminare' }).first().click()
  await pronta(page)
  await page.getByText('bisogno complesso').first().waitFor()
  await controlla(page, 'analisi-letta')
  await page.goto(`${s.url}/persone/${id}/analisi/confronto/quadro-di-analisi`)
  await pronta(page)
  await page.getByRole('img', { name: /Radar/ }).first().waitFor()
  await controlla(page, 'analisi-confronto', true)

  await page.goto(`${s.url}/persone/${id}/analisi`)
  await pronta(page)
  await page.getByLabel('Che cosa').selectOption('analisi-preliminare')
  await page.getByRole('button', { name: 'Comincia', exact: true }).click()
  await pronta(page)
  await page.getByText('Analisi preliminare precedente').first().waitFor()
  await page.getByLabel('A casa della famiglia').check()
  await page.getByText(/Salvato alle/).waitFor()
  await controlla(page, 'analisi-compila')
  const indirizzo = page.url().replace(/\?.*/, '')

  // the same page on another desk: each sees what the other has written, and one chooses
  const { page: altra } = await entraNelFascicolo()
  await altra.goto(`${indirizzo}?persona=${id}`)
  await altra.getByLabel(/Chi vive con la famiglia/).fill('La nonna materna')
  await altra.getByText(/Salvato alle/).waitFor()
  await page.getByLabel(/Chi vive con la famiglia/).fill('Uno zio')
  await page.getByText('Un collega ha cambiato la stessa risposta').waitFor()
  await controlla(page, 'analisi-conflitto', true)
  await page.getByRole('button', { name: 'Unisci i due testi' }).click()
  await expect.poll(() => page.getByLabel(/Chi vive con la famiglia/).inputValue()).toBe('La nonna materna\nUno zio')
  await page.getByText(/Salvato alle/).waitFor()

  await conferma(page)
  await page.getByRole('link', { name: 'Riepilogo' }).click()
  await page.getByText(/Mancano \d+ risposte/).waitFor()
  await controlla(page, 'analisi-riepilogo')
  for (const passo of [
    'Situazione economica',
    'Bisogni del nucleo',
    'Bisogni dei singoli componenti',
    'Attivabilità lavorativa',
  ]) {
    await page
      .getByRole('link', { name: new RegExp(passo) })
      .first()
      .click()
    await page.getByRole('heading', { level: 2, name: passo }).waitFor()
    await conferma(page)
    if (passo === 'Bisogni dei singoli componenti') await controlla(page, 'analisi-componenti')
    if (passo !== 'Attivabilità lavorativa') continue
    for (const gruppo of await page.getByRole('group', { name: /Causa di esclusione/ }).all())
      await gruppo.getByLabel('Nessuna', { exact: true }).check()
    for (const gruppo of await page.getByRole('group', { name: /È attivabile/ }).all())
      await gruppo.getByLabel('No', { exact: true }).check()
    for (let n = await page.getByRole('button', { name: /Usa questo/ }).count(); n > 0; n--)
      await page
        .getByRole('button', { name: /Usa questo/ })
        .first()
        .click()
    await controlla(page, 'analisi-percorsi')
  }
  await page.getByRole('link', { name: /^Esito/ }).click()
  await page.getByLabel(/^B – /).check()
  await page.getByLabel(/Motivazione/).fill('Non servono più professioni.')
  await page.getByText(/Salvato alle/).waitFor()
  await page.getByRole('link', { name: 'Riepilogo' }).click()
  await page.getByText('valuta l’esito D').waitFor()
  await page.getByRole('button', { name: 'Finalizza l’analisi' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Finalizza l’analisi' }).click()
  await page.getByText('Analisi finalizzata.').waitFor()
  await pronta(page)
  await page.getByRole('button', { name: 'Rettifica' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/Motivo della rettifica/)
    .fill('Esito da rivedere con l’équipe')
  await page.getByRole('dialog').getByRole('button', { name: 'Rettifica' }).click()
  await page.getByText('versione 2').waitFor()
})

test('on a phone, and nothing typed is lost when the server stops', { timeout: 180_000 }, async () => {
  const { page } = await entraNelFascicolo(true)
  await controlla(page, 'analisi-elenco-telefono')
  await page.getByRole('link', { name: /Quadro di analisi T2/ }).click()
  await page.getByRole('heading', { level: 2, name: 'Ambiente e famiglia' }).waitFor()
  await controlla(page, 'analisi-quadro-telefono')
  await page.getByText('Nota (facoltativa)').first().click()
  await s.uccidiServer()
  await page.getByLabel(/Nota su: Bisogni di cura/).fill('Parola rimasta sul tavolo')
  await page
    .getByText(/Il server non risponde/)
    .first()
    .waitFor()
  await s.riavviaServer()
  await page.getByText(/Salvato alle/).waitFor({ timeout: 30_000 })
  await page.reload()
  const nota = page.getByLabel(/Nota su: Bisogni di cura/)
  await nota.waitFor()
  expect(await nota.inputValue()).toBe('Parola rimasta sul tavolo')
})

test('questionnaires and versions, and the paper form with the same numbers', { timeout: 120_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.superUtente, '/questionari')
  await pronta(page)
  await controlla(page, 'questionari')
  await page.getByRole('link', { name: 'ADI 2024' }).click()
  await pronta(page)
  await page.getByRole('rowheader', { name: '3.1.1 Difficoltà di cura' }).waitFor()
  await controlla(page, 'questionario')
  await page.getByRole('link', { name: 'Modulo di carta' }).click()
  await pronta(page)
  await page.getByText('3.1.1 Difficoltà di cura').waitFor()
  await controlla(page, 'questionario-carta')
  await page.getByRole('link', { name: 'Leggi la versione' }).click()
  await page.getByRole('button', { name: 'Nuova versione da questa' }).click()
  await page.getByLabel('Nome della versione').fill('di prova')
  await page.getByRole('button', { name: 'Salva la bozza' }).click()
  await page.getByText('Bozza salvata.').waitFor()
  await controlla(page, 'questionario-bozza')
})
