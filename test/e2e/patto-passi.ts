// The steps of a journey from the analysis of a caso to its closed pact, for whoever has a household that has come to its first meeting:
// analysed, a pact written while it is saved, proposed, read as a PDF, signed by hand and on paper, met three times, closed; and what
// the coordinator sees of it, which is numbers.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { giornoScritto } from '../support/giorni.ts'
import { ancheSulTelefono, controlla, entra, pronta, type Scenario, sullaCarta } from './support.ts'

const avanti = (page: Page) => page.getByRole('link', { name: 'Avanti' }).click()

const registra = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Registra', exact: true }).click()

/** On her page, which shows by itself that the household has been linked to the record: begun, answered, concluded with outcome B. */
export async function analizza(page: Page, percorso = /^1 – /) {
  const comincia = page.getByRole('button', { name: 'Comincia', exact: true })
  await comincia.waitFor({ timeout: 60_000 })
  await comincia.click()
  await page.waitForURL(/\/analisi\/[0-9a-f-]{36}/)
  await pronta(page)
  const passo = async (nome: string) => {
    await page
      .getByRole('link', { name: new RegExp(nome) })
      .first()
      .click()
    await page.getByRole('heading', { level: 2, name: nome }).waitFor()
  }
  const risponde = (domanda: RegExp, risposta: string | RegExp) =>
    page
      .getByRole('group', { name: domanda })
      .getByLabel(risposta, { exact: typeof risposta === 'string' })
      .check()
  await passo('Attivabilità lavorativa')
  await risponde(/Causa di esclusione/, 'Nessuna')
  await risponde(/È attivabile/, 'Sì')
  await risponde(/Percorso/, percorso)
  await passo('Esito')
  await page.getByLabel(/^B – /).check()
  await page.getByLabel(/Motivazione/).fill('Basta il servizio sociale.')
  await page.getByText(/Salvato alle/).waitFor()
  await page.getByRole('link', { name: 'Riepilogo' }).click()
  await page.getByRole('button', { name: 'Finalizza l’analisi' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Finalizza l’analisi' }).click()
  await page.getByText('Analisi finalizzata.').waitFor()
  await page.getByRole('link', { name: 'Il caso' }).click()
  await pronta(page)
}

/** From the page of a caso that has been analysed. */
export async function patto(page: Page, chi: string) {
  await page.getByRole('button', { name: 'Prepara il patto' }).click()
  await page.waitForURL(/\/patti\/[0-9a-f-]{36}$/)
  const indirizzo = page.url()
  await pronta(page)
  await page.getByRole('checkbox', { name: /^Firma il patto/ }).waitFor()
  await ancheSulTelefono(page, 'patto-persone')

  await avanti(page)
  await page.getByRole('button', { name: 'Aggiungi: obiettivo' }).click()
  await page.getByLabel(/^Tipo/).selectOption('inclusione-sociale')
  await page.getByLabel(/^Obiettivo/).fill('Conoscere persone nel quartiere.')
  await page.getByRole('button', { name: 'Aggiungi: risultato atteso' }).click()
  await page.getByLabel(/^Risultato \(/).fill('Va al centro anziani una volta alla settimana.')
  await page.getByLabel(/^Come si vede/).fill('Il centro la vede ogni settimana.')
  await page.getByLabel(/^Entro il/).fill('31/12/2027')
  await page.getByText(/Salvato alle/).waitFor()
  await ancheSulTelefono(page, 'patto-obiettivi', true)

  await avanti(page)
  await page.getByRole('button', { name: 'Aggiungi: impegno' }).click()
  const condizionale = page.getByLabel('È condizionale')
  // of the whole household: not conditional, and it says why
  expect(await condizionale.isDisabled()).toBe(true)
  await page.getByLabel(/^Di che cosa/).selectOption('contatti-servizi')
  await page.getByLabel(/^Impegno/).fill('Viene ai colloqui con il servizio.')
  await page.getByLabel('Di chi').selectOption({ label: chi })
  await condizionale.check()
  await avanti(page)
  await page.getByRole('button', { name: 'Aggiungi: sostegno' }).click()
  await page.getByLabel('Dal catalogo dell’ambito').selectOption({ index: 1 })
  await page.getByLabel(/^Dal \(/).fill('01/01/2027')
  await avanti(page)
  await avanti(page)
  await page.getByLabel(/^Primo incontro/).fill('01/02/2027')
  await avanti(page)
  await avanti(page)
  await page.getByText('Non manca niente').waitFor()
  await page.getByText(/^Leggibilità \(/).waitFor()
  await page.getByText(/Salvato alle/).waitFor()
  await ancheSulTelefono(page, 'patto-riepilogo', true)
  await page.getByRole('button', { name: 'Proponi alla firma' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Proponi alla firma' }).click()
  await page.getByText('Patto proposto alla firma.').waitFor()
  await pronta(page)
  const [scarico] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Scarica il PDF' }).click(),
  ])
  expect(scarico.suggestedFilename()).toBe('patto.pdf')
  await firma(page, chi)
  await page.getByText('Sottoscritto da tutti').waitFor()
  await ancheSulTelefono(page, 'patto-firmato')

  await page.getByRole('link', { name: 'Monitoraggio' }).click()
  // until the page has arrived the one before is still shown, and its address with it
  await page.waitForURL(/\/monitoraggio$/)
  await pronta(page)
  await inAgenda(page)
  for (const [n, valore] of ['invariato', 'parziale', 'raggiunto'].entries()) {
    await page.getByLabel('Primo giorno').fill(giornoScritto())
    await page.getByRole('button', { name: 'Metti in programma' }).click()
    await page.getByText('Incontri messi in programma.').first().waitFor()
    // the notice may be of the one before: the list is read again when this one is there
    await pronta(page)
    await page.getByRole('button', { name: /^Registra com’è andato/ }).click()
    const esito = page.getByRole('dialog')
    await esito.getByLabel(chi).selectOption('presente')
    await esito.getByLabel(/^Risultato atteso: Va al centro/).selectOption(valore)
    await esito.getByLabel(/^Impegno: Viene/).selectOption('rispettato')
    if (n === 0) await controlla(page, 'incontro-esito')
    await registra(page)
    await page.getByText('Incontro registrato.').first().waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await pronta(page)
  }
  await page
    .getByText(/: Raggiunto$/)
    .first()
    .waitFor()
  await ancheSulTelefono(page, 'monitoraggio', true)
  await sullaCarta(page)
  await page.goto(indirizzo)
  await page.getByRole('button', { name: 'Chiudi il patto' }).click()
  const chiusura = page.getByRole('dialog')
  await chiusura.getByLabel(/^Motivo/).selectOption('risultati-parziali')
  await chiusura.getByLabel(/^Valutazione/).fill('Va al centro, non ancora ogni settimana.')
  // what becomes of the caso is said by somebody, and the page says what it would do
  await chiusura.getByText('gli incontri periodici restano dovuti').waitFor()
  await chiusura.getByLabel('Si chiude anche il caso').check()
  await chiusura.getByLabel(/^Perché il caso si chiude/).waitFor()
  await chiusura.getByLabel('Il caso resta aperto').check()
  await controlla(page, 'patto-chiusura')
  await chiusura.getByRole('button', { name: 'Chiudi il patto' }).click()
  await page.getByText('Patto chiuso.').waitFor()
}

/** A meeting that takes its hour in an office, from which a convocation starts; then it is taken away, and the hour is free. */
async function inAgenda(page: Page) {
  const monitoraggio = page.url()
  await page.getByLabel('Primo giorno').fill(giornoScritto(30))
  await page.getByLabel('Ora', { exact: true }).fill('15:00')
  await page.getByLabel('Ufficio').selectOption({ index: 1 })
  await page.getByText(/Le tue prime ore libere|Nessuna ora libera/).waitFor()
  await ancheSulTelefono(page, 'monitoraggio-pianifica')
  await page.getByRole('button', { name: 'Metti in programma' }).click()
  await page.getByText('In agenda: fissato').waitFor()
  await page.getByRole('link', { name: 'Convoca' }).click()
  await pronta(page)
  await page.getByText(`All’incontro del patto in programma per il ${giornoScritto(30)}, ore 15:00`).waitFor()
  expect(await page.getByLabel('Giorno', { exact: true }).inputValue()).toBe(giornoScritto(30))
  expect(await page.getByLabel('Ora', { exact: true }).inputValue()).toBe('15:00')
  await controlla(page, 'convocazione-da-incontro')
  await page.goto(monitoraggio)
  await pronta(page)
  await page.getByRole('button', { name: 'Togli', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Perché').fill('Era una prova')
  await page.getByRole('dialog').getByRole('button', { name: 'Togli', exact: true }).click()
  await page.getByText('Incontro tolto dal programma.').waitFor()
  await page.getByText('In agenda: fissato').waitFor({ state: 'hidden' })
}

/** What the pacts are for who coordinates: the catalogue and the counts, and nobody in them. */
export async function numeriDeiPatti(s: Scenario, nessuno: string) {
  const lui = await (await s.nuovoContesto()).newPage()
  await entra(lui, s, persone.coordinatoreECase, '/sostegni')
  await pronta(lui)
  await lui.getByText('Educatori a casa').first().waitFor()
  await controlla(lui, 'sostegni')
  await lui.goto(`${s.url}/patti-numeri`)
  await pronta(lui)
  await controlla(lui, 'patti-numeri')
  expect(await lui.locator('main').textContent()).not.toContain(nessuno)
}

/** She draws hers, the service signs on paper. */
async function firma(page: Page, chi: string) {
  await page.getByRole('button', { name: new RegExp(`^Firma ?: ${chi}`) }).click()
  const finestra = page.getByRole('dialog')
  await finestra.getByLabel('Disegnata sullo schermo').check()
  const tela = finestra.getByRole('img', { name: /Riquadro della firma/ })
  const dove = (await tela.boundingBox())!
  await page.mouse.move(dove.x + 20, dove.y + 40)
  await page.mouse.down()
  await page.mouse.move(dove.x + 120, dove.y + 80, { steps: 5 })
  await page.mouse.up()
  await controlla(page, 'patto-firma-disegnata')
  await finestra.getByRole('button', { name: 'Registra la firma' }).click()
  await page.getByText('Firma registrata.').waitFor()
  await page.getByRole('button', { name: /^Firma ?: Il servizio sociale/ }).click()
  await page
    .getByRole('dialog')
    .locator('input[type="file"]')
    .setInputFiles({
      name: 'scansione.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%scansione di prova\n%%EOF\n'),
    })
}
