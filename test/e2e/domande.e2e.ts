// A domanda from the desk to its caso: written in part, presented, evaluated, printed; checked by the comune, sent, in a file that leaves by
// hand, answered by receipts brought back, granted; its caso assigned and opened by whoever follows it. The form with the keyboard, every
// page at desk and on a phone. Whatever may go wrong on the way is in src/server/patti/domande.test.ts.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonaDemo, persone } from '../../seed/persone.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { giornoScritto } from '../support/giorni.ts'
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

const pagina = async (chi: PersonaDemo, dove: string): Promise<Page> => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, chi, dove)
  await pronta(page)
  return page
}
const registra = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Registra', exact: true }).click()

/** Every check of the comune, one after another, until none is left; the last is applied again, and both stay. */
async function controlla(domanda: string) {
  const page = await pagina(persone.responsabileControlli, domanda)
  const tabella = page.getByRole('table', { name: 'Ciò che la misura chiede di verificare' })
  const applica = tabella.getByRole('button', { name: 'Applica', exact: true })
  const quanti = await applica.count()
  expect(quanti).toBeGreaterThan(0)
  const regolare = async (documento: string) => {
    const finestra = page.getByRole('dialog')
    await finestra.getByLabel('Regolare', { exact: true }).check()
    await finestra.getByLabel(/^Da quale documento/).fill(documento)
    await registra(page)
    await finestra.waitFor({ state: 'hidden' })
  }
  for (let n = quanti; n > 0; n--) {
    await applica.first().click()
    await regolare(`Visura di prova ${n}`)
    await expect.poll(() => applica.count()).toBe(n - 1)
  }
  await tabella.getByRole('button', { name: 'Applica di nuovo' }).last().click()
  await regolare('Visura di conferma')
  await tabella.getByText('Visura di conferma').waitFor()
  await tabella.getByText('Visura di prova 1', { exact: false }).waitFor()
  await ancheSulTelefono(page, 'domanda-controlli')
}

/** By whoever sends them, and nothing carries them: the file is made, taken, delivered by hand; answers what it says of our domanda. */
async function spedisci(): Promise<{ page: Page; riferimento: string }> {
  const page = await pagina(persone.operatoreFlussi, '/comunicazioni')
  await page.getByRole('button', { name: 'Prepara i file' }).click()
  await page.getByText(/^\d+ file pront[oi]: /).waitFor()
  await ancheSulTelefono(page, 'comunicazioni')
  await page.getByRole('link', { name: 'File e ricevute' }).click()
  await pronta(page)
  await ancheSulTelefono(page, 'comunicazioni-file')
  const daConsegnare = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'L’ho consegnato' }) })
  let riferimento = ''
  for (let n = await daConsegnare.count(); n > 0; n--) {
    const riga = daConsegnare.first()
    const [scarico] = await Promise.all([
      page.waitForEvent('download'),
      riga.getByRole('button', { name: /^Scarica/ }).click(),
    ])
    const [testa, ...righe] = readFileSync((await scarico.path())!, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
    const nostra = righe.find((r) => r.includes(cf))
    if (nostra) riferimento = nostra.split(';')[testa!.split(';').indexOf('RIFERIMENTO')]!
    await riga.getByRole('button', { name: 'L’ho consegnato' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'L’ho consegnato' }).click()
    await expect.poll(() => daConsegnare.count()).toBe(n - 1)
  }
  expect(riferimento).toMatch(/^M-[0-9A-F]{12}$/)
  return { page, riferimento }
}

/** The answers of the receiver, in a file: twice, and the second changes nothing; one of somebody else is told. */
async function ricevi(page: Page, riferimento: string) {
  const oggi = giornoScritto()
  const testo = [
    'RIFERIMENTO;ESITO;DATA;MOTIVO;PROTOCOLLO;IMPORTO',
    `${riferimento};RICEVUTA;${oggi};;;`,
    `${riferimento};ACCOLTA;${oggi};;E2E-PROTOCOLLO;250,00`,
    `M-000000000000;ACCOLTA;${oggi};;E2E-ALTRO;250,00`,
  ].join('\n')
  const carica = () =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'ricevute.csv', mimeType: 'text/csv', buffer: Buffer.from(testo) })
  await carica()
  await page.getByText('2 risposte applicate').first().waitFor()
  await page
    .getByText(/M-000000000000/)
    .first()
    .waitFor()
  await ancheSulTelefono(page, 'comunicazioni-ricevute')
  await carica()
  await page.getByText(/Lo stesso file era già stato letto/).waitFor()
}

/** The caso that the outcome has opened: with its coordinator, then with whoever follows it, who finds the domanda in its story. */
async function casoAperto() {
  const page = await pagina(persone.coordinatoreECase, '/casi')
  await page.getByLabel('Cognome o codice fiscale').fill('Viandante')
  const scelta = page.getByLabel('Case manager per Viandante Zoe')
  await scelta.waitFor()
  const suo = await scelta.locator('option', { hasText: 'Sintetico Mario' }).getAttribute('value')
  await scelta.selectOption(suo!)
  await page.getByRole('button', { name: 'Assegna 1 caso' }).click()
  await page.getByText('1 caso assegnato.').waitFor()
  await page.goto(`${s.url}/miei-casi`)
  await pronta(page)
  await page.getByRole('link', { name: 'Viandante Zoe' }).click()
  await pronta(page)
  await page.getByRole('heading', { level: 1, name: /Viandante Zoe/ }).waitFor()
  await page.getByText('Sostegno dimostrativo').first().waitFor()
  await page.getByText('Esito di INPS sulla domanda').first().waitFor()
  await ancheSulTelefono(page, 'caso-da-domanda')
}

test('from the desk to the caso', { timeout: 480_000 }, async () => {
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
  const domanda = new URL(page.url()).pathname
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

  // before its checks it does not leave
  const ufficio = await pagina(persone.amministrativa, domanda)
  const invia = ufficio.getByRole('button', { name: 'Invia a INPS' })
  await ufficio.getByRole('heading', { name: 'Controlli del comune' }).waitFor()
  expect(await invia.count()).toBe(0)
  await controlla(domanda)
  await ufficio.reload()
  await pronta(ufficio)
  await invia.click()
  await ufficio.getByRole('dialog').getByRole('button', { name: 'Invia a INPS' }).click()
  await ufficio.getByText('La domanda è tra le comunicazioni da inviare.').waitFor()
  const { page: flussi, riferimento } = await spedisci()
  await ricevi(flussi, riferimento)
  await ufficio.reload()
  await pronta(ufficio)
  await ufficio.getByText('E2E-PROTOCOLLO, 250,00 € al mese').waitFor()
  await ancheSulTelefono(ufficio, 'domanda-accolta')
  await sullaCarta(ufficio)
  await casoAperto()
})
