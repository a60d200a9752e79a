// A domanda from the desk to its caso: written in part, presented, evaluated, printed; checked by the comune, sent, in a file that leaves by
// hand, answered as the simulator answers, granted; its caso assigned and opened by whoever follows it, who finds there what the same person
// had with the REI, written with its days. The form with the keyboard, every page at desk and on a phone. Whatever may go wrong on the way
// is in src/server/patti/domande.test.ts.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonaDemo, persone } from '../../seed/persone.ts'
import { rispondiA } from '../../src/server/patti/simulatore-inps.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { giorno } from '../support/giorni.ts'
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

/** Every check of the comune, one after another, until none is left; the last is applied again, and both stay. `quando`: if not today. */
async function controlla(domanda: string, quando?: string): Promise<Page> {
  const page = await pagina(persone.responsabileControlli, domanda)
  const tabella = page.getByRole('table', { name: 'Ciò che la misura chiede di verificare' })
  const applica = tabella.getByRole('button', { name: 'Applica', exact: true })
  const quanti = await applica.count()
  expect(quanti).toBeGreaterThan(0)
  const regolare = async (documento: string) => {
    const finestra = page.getByRole('dialog')
    await finestra.getByLabel('Regolare', { exact: true }).check()
    if (quando) await finestra.getByLabel(/^Verificato il/).fill(quando)
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
  return page
}

/** By whoever sends them, and nothing carries them: the file is made, taken, delivered by hand; answers what it says of our domanda. */
async function spedisci(): Promise<{ page: Page; nostra: Record<string, string> }> {
  const page = await pagina(persone.operatoreFlussi, '/comunicazioni')
  await page.getByRole('button', { name: 'Prepara i file' }).click()
  await page.getByText(/^\d+ file pront[oi]: /).waitFor()
  await ancheSulTelefono(page, 'comunicazioni')
  await page.getByRole('link', { name: 'File e ricevute' }).click()
  await pronta(page)
  await ancheSulTelefono(page, 'comunicazioni-file')
  const daConsegnare = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'L’ho consegnato' }) })
  let nostra: Record<string, string> = {}
  for (let n = await daConsegnare.count(); n > 0; n--) {
    const riga = daConsegnare.first()
    const [scarico] = await Promise.all([
      page.waitForEvent('download'),
      riga.getByRole('button', { name: /^Scarica/ }).click(),
    ])
    const [testa, ...righe] = readFileSync((await scarico.path())!, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
    const celle = righe.find((r) => r.includes(cf))?.split(';')
    if (celle) nostra = Object.fromEntries(testa!.split(';').map((c, n) => [c, celle[n] ?? '']))
    await riga.getByRole('button', { name: 'L’ho consegnato' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'L’ho consegnato' }).click()
    await expect.poll(() => daConsegnare.count()).toBe(n - 1)
  }
  expect(nostra.RIFERIMENTO).toMatch(/^M-[0-9A-F]{12}$/)
  return { page, nostra }
}

/**
 * What the simulator of the demonstration answers to our message, in a file: twice, and the second changes nothing; an answer to somebody
 * else is told. The protocol of the outcome.
 */
async function ricevi(page: Page, nostra: Record<string, string>): Promise<string> {
  const risposte = rispondiA(nostra, giorno())
  expect(risposte.map((r) => r[1])).toEqual(['RICEVUTA', 'ACCOLTA'])
  const testo = [
    ['RIFERIMENTO', 'ESITO', 'DATA', 'MOTIVO', 'PROTOCOLLO', 'IMPORTO'],
    ...risposte,
    ['M-000000000000', 'ACCOLTA', giorno(), '', 'E2E-ALTRO', '250,00'],
  ]
    .map((r) => r.join(';'))
    .join('\n')
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
  await ancheSulTelefono(page, 'comunicazioni-ricevute', true)
  await carica()
  await page.getByText(/Lo stesso file era già stato letto/).waitFor()
  return risposte[1]![4]!
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
  const controlli = await controlla(domanda)
  await ancheSulTelefono(controlli, 'domanda-controlli', true)
  await ufficio.reload()
  await pronta(ufficio)
  await invia.click()
  await ufficio.getByRole('dialog').getByRole('button', { name: 'Invia a INPS' }).click()
  await ufficio.getByText('La domanda è tra le comunicazioni da inviare.').waitFor()
  const { page: flussi, nostra } = await spedisci()
  const protocollo = await ricevi(flussi, nostra)
  await ufficio.reload()
  await pronta(ufficio)
  await ufficio.getByText(protocollo).first().waitFor()
  await ancheSulTelefono(ufficio, 'domanda-accolta')
  await sullaCarta(ufficio)
  await casoAperto()
})

test('the REI of years ago, written with its days: nothing leaves, and it is in the story of her caso', {
  timeout: 240_000,
}, async () => {
  const page = await pagina(persone.sportello, '/domande/nuova')
  await page.getByLabel('Misura').selectOption({ label: 'Reddito di Inclusione' })
  await page.getByLabel(/^Giorno della domanda/).fill('04/06/2018')
  await page.getByLabel('Codice fiscale di chi chiede').fill(cf)
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.waitForURL(/\/domande\/[0-9a-f-]{36}$/)
  await pronta(page)
  for (const [campo, testo] of [
    [/^Cognome/, 'Viandante'],
    [/^Nome/, 'Zoe'],
    [/^Data di nascita/, '04/03/1988'],
    [/^Indirizzo di residenza/, 'Via della Prova 1'],
  ] as const)
    await page.getByLabel(campo).fill(testo)
  await page.getByLabel(/^Sesso/).selectOption('F')
  await page.getByRole('button', { name: /^Presenta/ }).click()
  await page.getByText('Domanda presentata.').waitFor()
  const domanda = new URL(page.url()).pathname
  await controlla(domanda, '11/06/2018')

  const ufficio = await pagina(persone.amministrativa, domanda)
  // who receives it has been closed for years
  expect(await ufficio.getByRole('button', { name: 'Invia a INPS' }).count()).toBe(0)
  await ufficio.getByRole('button', { name: 'Riporta com’è finita' }).click()
  const finestra = ufficio.getByRole('dialog')
  await finestra.getByLabel(/^Accolta/).check()
  await finestra.getByLabel(/^Inviata a INPS il/).fill('15/06/2018')
  await finestra.getByLabel(/^Decisa il/).fill('12/06/2018')
  await finestra.getByLabel(/^Protocollo di INPS/).fill('E2E-REI')
  await finestra.getByLabel(/^Importo mensile/).fill('187,50')
  await finestra.getByLabel(/^Ultimo giorno del beneficio/).fill('24/12/2019')
  await finestra.getByRole('button', { name: 'Riporta', exact: true }).click()
  await finestra.getByText('La data viene prima di ciò che la precede.').first().waitFor()
  await finestra.getByLabel(/^Decisa il/).fill('25/06/2018')
  await finestra.getByRole('button', { name: 'Riporta', exact: true }).click()
  await ufficio.getByText('Domanda riportata: nulla è partito per INPS.').waitFor()
  await ufficio.getByText('25/06/2018, E2E-REI, 187,50 € al mese').waitFor()
  expect(await ufficio.getByRole('table', { name: 'Comunicazioni con INPS' }).count()).toBe(0)
  await ancheSulTelefono(ufficio, 'domanda-riportata')

  // over, and nobody's to assign
  const lui = await pagina(persone.coordinatoreECase, '/casi')
  await lui.getByLabel('Cognome o codice fiscale').fill('Viandante')
  const suo = lui.getByRole('row', { name: /Viandante Zoe/ }).filter({ hasText: 'Reddito di Inclusione' })
  await suo.getByText('Concluso', { exact: true }).waitFor()
  await lui.goto(`${s.url}/miei-casi`)
  await lui.getByRole('link', { name: 'Viandante Zoe' }).click()
  await pronta(lui)
  await lui
    .getByRole('table', { name: 'Storia', exact: true })
    .getByRole('row')
    .filter({ hasText: 'Reddito di Inclusione' })
    .first()
    .waitFor()
})
