// A domanda from the desk to the caso: written in part, presented, checked, sent, carried by hand to who receives, answered with a
// file; the coordinator finds the household to be assigned. The form with the keyboard alone, every page at desk and on a phone.
import { readFile } from 'node:fs/promises'
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

test('from the desk to the caso', { timeout: 300_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.sportello, '/domande')
  await pronta(page)
  await ancheSulTelefono(page, 'domande')
  await page.getByRole('link', { name: 'Nuova domanda' }).first().click()
  await pronta(page)
  await page.getByLabel('Misura').selectOption({ label: 'Sostegno dimostrativo' })
  await page.getByLabel('Codice fiscale di chi chiede').fill(cf)
  await page.getByRole('button', { name: 'Cerca nella cartella' }).click()
  await page.getByText('Nella cartella di questo comune non c’è').waitFor()
  await ancheSulTelefono(page, 'domanda-nuova')
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.waitForURL(/\/domande\/[0-9a-f-]{36}$/)
  const indirizzo = page.url()
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

  const controlli = await (await s.nuovoContesto()).newPage()
  await entra(controlli, s, persone.responsabileControlli, new URL(indirizzo).pathname)
  await pronta(controlli)
  for (let n = 0; n < 3; n++) {
    await controlli.getByRole('button', { name: 'Applica', exact: true }).first().click()
    const finestra = controlli.getByRole('dialog')
    await finestra.getByLabel('Regolare', { exact: true }).check()
    await finestra.getByLabel(/^Da quale documento/).fill('Anagrafe, visura di prova')
    await finestra.getByRole('button', { name: 'Registra' }).click()
    await controlli.getByText('Controllo registrato.').first().waitFor()
    await finestra.waitFor({ state: 'detached' }).catch(() => finestra.waitFor({ state: 'hidden' }))
  }
  await controlli.getByText('Controllata, da inviare').first().waitFor()

  const ufficio = await (await s.nuovoContesto()).newPage()
  await entra(ufficio, s, persone.amministrativa, new URL(indirizzo).pathname)
  await pronta(ufficio)
  await ufficio.getByRole('button', { name: 'Invia a INPS' }).click()
  await ufficio.getByRole('dialog').getByRole('button', { name: 'Invia a INPS' }).click()
  await ufficio.getByText('La domanda è tra le comunicazioni da inviare.').waitFor()

  const flussi = await (await s.nuovoContesto()).newPage()
  await entra(flussi, s, persone.operatoreFlussi, '/comunicazioni')
  await pronta(flussi)
  await ancheSulTelefono(flussi, 'comunicazioni')
  await flussi.getByRole('button', { name: 'Prepara i file' }).click()
  await flussi.getByText(/file pront/).waitFor()
  await flussi.goto(`${s.url}/comunicazioni/file`)
  await pronta(flussi)
  const scarico = flussi.waitForEvent('download')
  await flussi
    .getByRole('button', { name: /^Scarica/ })
    .first()
    .click()
  const righe = (await readFile(await (await scarico).path(), 'utf8')).split('\r\n')
  const riferimento = righe.find((r) => r.includes(cf))!.split(';')[0]!
  await flussi.getByRole('button', { name: 'L’ho consegnato' }).first().click()
  await flussi.getByRole('dialog').getByRole('button', { name: 'L’ho consegnato' }).click()
  await flussi.getByText('File consegnato.').waitFor()
  const ricevute = `RIFERIMENTO;ESITO;DATA;MOTIVO;PROTOCOLLO;IMPORTO\n${riferimento};RICEVUTA;;;;\n${riferimento};ACCOLTA;;;E2E-DOMANDA-1;187,50\nM-000000000000;RICEVUTA;;;;`
  await flussi
    .locator('input[type="file"]')
    .setInputFiles({ name: 'ricevute.csv', mimeType: 'text/csv', buffer: Buffer.from(ricevute) })
  await flussi.getByText('2 risposte applicate').first().waitFor()
  await flussi.getByText('non è tra le comunicazioni inviate da qui').first().waitFor()
  await ancheSulTelefono(flussi, 'comunicazioni-file')

  const coordina = await (await s.nuovoContesto()).newPage()
  await entra(coordina, s, persone.coordinatoreECase, '/domande/cruscotto')
  await ancheSulTelefono(coordina, 'domande-cruscotto')
  await coordina.goto(`${s.url}/casi`)
  await pronta(coordina)
  await coordina.getByLabel('Cognome o codice fiscale').fill('Viandante')
  await coordina.getByLabel('Case manager per Viandante Zoe').waitFor()
})
