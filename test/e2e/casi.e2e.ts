// A household from the extract to the third meeting of its pact: a coordinator loads the file, sees what would happen, confirms, assigns;
// the case manager finds it, convenes it, meets it, analyses it, writes the pact, has it signed, follows and closes it; coordinator and
// administrator have numbers. Every page at desk and on a phone.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { giornoScritto } from '../support/giorni.ts'
import { analizza, numeriDeiPatti, patto } from './patto-passi.ts'
import { ancheSulTelefono, controlla, entra, pronta, type Scenario, scenario, sullaCarta } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const cf = (cognome: string, nome: string, dataNascita: string, genere: 'M' | 'F') =>
  calcolaCodiceFiscale({ cognome, nome, dataNascita, genere, belfiore: 'H501' })
const vera = cf('Viaggiatrice', 'Vera', '1986-02-03', 'F')
const estratto = [
  'Protocollo;CF richiedente;Data presentazione;Data PAD nucleo;Stato beneficio;Importo mensile;CF;Cognome;Nome;Data nascita;Gusti',
  `E2E-1;${vera};${giornoScritto(-40)};${giornoScritto(-30)};In pagamento;500,00;${vera};Viaggiatrice;Vera;03/02/1986;gelato`,
  `E2E-2;${vera};${giornoScritto(-40)};${giornoScritto(-30)};Boh;500,00;ZZZZZZ00A00A000A;Rotta;Rita;01/01/1980;`,
].join('\n')

/** From her page: nobody has declared how to reach her, so the convocation is handed over; the evidence prints. */
async function convoca(sua: Page) {
  await sua.getByRole('link', { name: 'Convoca', exact: true }).click()
  await pronta(sua)
  await sua.getByRole('heading', { name: 'Convoca 1 nucleo' }).waitFor()
  expect(await sua.getByLabel('Convoca Viaggiatrice Vera').isChecked()).toBe(true)
  await sua.getByLabel('Consegnata a mano').check()
  await sua.getByLabel('La stessa ora per tutti').check()
  await sua.getByLabel('Ora', { exact: true }).fill('09:30')
  await sua.getByLabel('Dove').fill('Sportello dei servizi sociali')
  await sua.getByRole('button', { name: 'Guarda che cosa partirebbe' }).click()
  await sua.getByRole('region', { name: 'Anteprima' }).getByText('PEC, E-mail, SMS').waitFor()
  await ancheSulTelefono(sua, 'convocazione-nuova', true)
  await sua.getByRole('button', { name: 'Convoca 1 nucleo' }).click()
  await sua.getByText('1 convocazione preparata').waitFor({ timeout: 60_000 })
  await sua.getByRole('button', { name: '1 lettera da stampare, in un solo PDF' }).waitFor()
  const eml = (name: string) => ({
    name,
    mimeType: 'message/rfc822',
    buffer: Buffer.from('From: a@example.it\r\n\r\nciao'),
  })
  await sua.getByLabel('Ricevute salvate dalla casella').setInputFiles([eml('risposta.eml'), eml('nota.txt')])
  await sua.getByText('Non è una ricevuta di posta certificata').waitFor()
  await sua.getByText('«nota.txt» non è del tipo atteso').waitFor()
  await ancheSulTelefono(sua, 'convocazioni')
  await sua.getByRole('link', { name: 'Viaggiatrice Vera' }).click()
  await sua.getByRole('button', { name: 'Consegnata', exact: true }).click()
  await sua.getByRole('dialog').getByRole('button', { name: 'Registra', exact: true }).click()
  await sua.getByText('Registrato: il nucleo risulta convocato.').waitFor()
  await ancheSulTelefono(sua, 'convocazione', true)
  await sullaCarta(sua)
  await sua.getByRole('link', { name: 'Il caso' }).click()
  await sua.getByText('Convocato', { exact: true }).waitFor()
}

/** She lives alone, and the record has no household of hers: it is made there while something else is being written, and comes by itself. */
async function componiIlNucleo(sua: Page) {
  await sua.getByText('Nella cartella non c’è un nucleo con queste persone.').waitFor()
  await sua.getByRole('button', { name: 'Componi il nucleo nella cartella' }).click()
  await sua.getByRole('dialog').getByRole('button', { name: 'Componi il nucleo nella cartella' }).click()
  await sua.getByText('Il nucleo si sta componendo').waitFor()
  await sua.getByRole('button', { name: 'Esonera', exact: true }).click()
  const documento = sua.getByRole('dialog').getByLabel('Documento che lo prova')
  await documento.fill('Relazione 12')
  await sua.getByText('Composto nella cartella il').waitFor({ timeout: 60_000 })
  expect(await documento.inputValue()).toBe('Relazione 12')
  expect(await documento.evaluate((e) => e === document.activeElement)).toBe(true)
  await documento.fill('')
  await sua.getByRole('dialog').getByRole('button', { name: 'Annulla' }).click()
  const suo = sua.getByRole('table', { name: 'Nucleo ISEE: cartella e caso a confronto' })
  await suo.getByRole('row', { name: /Viaggiatrice Vera Intestatari[ao] della scheda Richiedente/ }).waitFor()
  await ancheSulTelefono(sua, 'caso-nucleo')
}

/** The same number in the chart, in its table and on the sheet; the filter stays in the address. */
async function cruscotto(page: Page) {
  await page.goto(`${s.url}/casi/cruscotto`)
  await pronta(page)
  const breve = page.getByRole('table', { name: 'In breve' })
  const casi = Number(
    (await breve
      .getByRole('row', { name: /^Casi / })
      .getByRole('cell')
      .first()
      .textContent())!,
  )
  expect(casi).toBeGreaterThan(0)
  const misure = page.getByRole('table', { name: 'Casi per misura: le cifre' })
  const righe = await misure.getByRole('row').count()
  let somma = 0
  for (let n = 1; n < righe; n++)
    somma += Number(await misure.getByRole('row').nth(n).getByRole('cell').first().textContent())
  expect(somma).toBe(casi)
  await page.getByRole('region', { name: 'Casi per case manager' }).getByText('Finta Carla').first().waitFor()
  await ancheSulTelefono(page, 'casi-cruscotto', true)
  await page.getByLabel('Misura', { exact: true }).selectOption('adi')
  await page.waitForURL(/misura=adi/)
  await pronta(page)
  await sullaCarta(page)
}

test('from the extract to the signed PDF and the third meeting', { timeout: 420_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.coordinatoreECase, '/casi/estratti')
  await pronta(page)
  await page.getByLabel('Misura').selectOption('adi')
  await page.getByLabel('Comune').selectOption({ label: 'Cisterna di Latina' })
  await ancheSulTelefono(page, 'casi-estratti')
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'estratto.csv', mimeType: 'text/csv', buffer: Buffer.from(estratto) })
  await page.waitForURL(/\/casi\/estratti\/[0-9a-f-]{36}$/)
  await page.getByText('Gusti: si conservano come sono').waitFor()
  await ancheSulTelefono(page, 'casi-colonne')
  await page.getByRole('button', { name: 'Leggi l’estratto' }).click()
  await page.getByText('1 domanda nuova, 0 cambiate').waitFor({ timeout: 60_000 })
  await page.getByText('non è uno stato che si conosce').waitFor()
  await ancheSulTelefono(page, 'casi-resoconto', true)
  await page.getByRole('button', { name: 'Porta le domande tra i casi' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Porta le domande tra i casi' }).click()
  await page.getByText('Estratto concluso: 1 caso nuovo').waitFor({ timeout: 60_000 })

  await page.goto(`${s.url}/casi`)
  await pronta(page)
  await page.getByLabel('Cognome o codice fiscale').fill('Viaggiatrice')
  const scelta = page.getByLabel('Case manager per Viaggiatrice Vera')
  await scelta.waitFor()
  expect(page.url()).not.toContain('Viaggiatrice')
  const carla = await scelta.locator('option', { hasText: 'Finta Carla' }).getAttribute('value')
  await scelta.selectOption(carla!)
  await page.getByRole('button', { name: 'Assegna 1 caso' }).click()
  await page.getByText('1 caso assegnato.').waitFor()
  await page.goto(`${s.url}/casi`)
  await ancheSulTelefono(page, 'casi')
  await page.goto(`${s.url}/casi/carico`)
  await ancheSulTelefono(page, 'casi-carico')
  await cruscotto(page)

  const sua = await (await s.nuovoContesto()).newPage()
  await entra(sua, s, persone.caseManager, '/miei-casi')
  await ancheSulTelefono(sua, 'miei-casi')
  await sua.getByRole('link', { name: 'Viaggiatrice Vera' }).click()
  await pronta(sua)
  await sua.getByText('PAD del nucleo sottoscritto').first().waitFor()
  await convoca(sua)
  await sua.getByRole('button', { name: 'Registra il primo incontro' }).click()
  await sua.getByRole('dialog').getByRole('button', { name: 'Registra', exact: true }).click()
  await sua.getByText('Primo incontro registrato.').waitFor()
  await sua.getByText('Si è presentato', { exact: true }).waitFor()
  await sua.getByText('Ha obblighi ed è attivabile al lavoro').waitFor()
  await sua.getByRole('button', { name: 'Esonera', exact: true }).click()
  const esonero = sua.getByRole('dialog')
  await esonero.getByText('Circostanze valutate dai servizi sociali: Relazione del servizio sociale').waitFor()
  await esonero.getByRole('button', { name: 'Annulla' }).click()
  await ancheSulTelefono(sua, 'caso', true)
  const caso = sua.url()
  await componiIlNucleo(sua)
  await sua.goto(`${s.url}/scadenziere`)
  await ancheSulTelefono(sua, 'scadenziere')
  await sullaCarta(sua)
  await sua.goto(caso)
  await analizza(sua)
  // what nobody knew what it was is there as it was written
  await sua.getByText('Dati dichiarati e verificati').first().click()
  await sua.getByRole('rowheader', { name: 'Gusti' }).waitFor()
  await sua.getByText('gelato', { exact: true }).first().waitFor()
  await patto(sua, 'Viaggiatrice Vera')
  await sua.goto(caso)
  await pronta(sua)
  await sua.getByText('Patto chiuso').first().waitFor()
  await ancheSulTelefono(sua, 'caso-con-patto')
  await numeriDeiPatti(s, 'Viaggiatrice')
})

test('the administrator has counts, and no name', { timeout: 60_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.amministratrice, '/casi/numeri')
  await pronta(page)
  await page
    .getByRole('cell', { name: 'Cisterna di Latina' })
    .or(page.getByRole('rowheader', { name: 'Cisterna di Latina' }))
    .first()
    .waitFor()
  expect(await page.locator('main').textContent()).not.toContain('Dimostrativa')
  await controlla(page, 'casi-numeri')
})
