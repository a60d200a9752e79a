// A file from the program used before, the changes of the registry, two sheets that are one person: in the browser.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { ancheSulTelefono, controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const csv = (righe: string[]) => ({
  name: 'persone.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(righe.join('\r\n')),
})
const conferma = (page: Page, verbo: RegExp | string) =>
  page.getByRole('dialog').getByRole('button', { name: verbo }).click()

test('persons from a file: columns proposed, profile kept, rows confirmed, a doubtful one decided', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.responsabile, '/cartella/importazioni')
  await pronta(page)
  await ancheSulTelefono(page, 'cartella-importazioni')
  await page
    .locator('input[type=file]')
    .setInputFiles(
      csv([
        'Codice;Cognome;Nome;Data di nascita;Sesso;Indirizzo;Famiglia;Parentela',
        '1;Caricata;Ada;01/02/1970;F;Via dei Fili;77;Intestatario della scheda',
        '2;Caricato;Leo;03/04/2009;M;Via dei Fili;77;Figlio',
        '3;Dimostrativa;Marya;02/04/1979;F;Via Nuova;;',
        '4;Errata;Zoe;31/02/1980;F;;;',
      ]),
    )
  await page.getByRole('heading', { name: 'Che cosa sono le colonne' }).waitFor()
  expect(await page.getByLabel('Che cos’è la colonna Cognome').inputValue()).toBe('generalita.cognome')
  await ancheSulTelefono(page, 'cartella-colonne', true)
  await page.getByLabel(/Programma o anagrafe/).fill('Programma di prima')
  await page.getByLabel(/Conserva queste scelte/).fill('Profilo del programma di prima')
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText('2 righe si possono importare').waitFor()
  await ancheSulTelefono(page, 'cartella-da-confermare')
  await page.getByRole('button', { name: 'Importa 2 righe' }).click()
  await conferma(page, /Importa/)
  await page.getByText(/Importazione conclusa: 2 persone nuove/).waitFor()
  await page.getByRole('button', { name: 'È Dimostrativa Maria' }).click()
  await page.getByText('Riga importata.').waitFor()
  await ancheSulTelefono(page, 'cartella-importata')
})

test('registry changes: proposed from a file, read before and after, accepted together', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.responsabile, '/cartella/importazioni')
  await pronta(page)
  await page.getByLabel('Variazioni anagrafiche', { exact: true }).check()
  await page
    .locator('input[type=file]')
    .setInputFiles(
      csv([
        'Cognome;Nome;Data di nascita;Indirizzo;Data variazione',
        'Dimostrativa;Maria;02/04/1979;Via del Trasloco;01/02/2026',
        'Sconosciuta;Persona;01/01/1950;Via Ignota;01/02/2026',
      ]),
    )
  await page.getByLabel(/Programma o anagrafe/).fill('Anagrafe')
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByRole('link', { name: 'Esamina le variazioni' }).click()
  await page.getByText('Via del Trasloco').waitFor()
  await ancheSulTelefono(page, 'variazioni', true)
  expect(page.url()).not.toMatch(/dimostrativa/i)
  await page.getByRole('button', { name: 'Scegli tutte quelle mostrate' }).click()
  await page.getByRole('button', { name: 'Accetta', exact: true }).click()
  await conferma(page, 'Accetta')
  await page.getByText('Nessuna variazione da esaminare').waitFor()
  await controlla(page, 'variazioni-esaminate')
})

test('two sheets of one person: proposed, compared, merged, divided again', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.responsabile, '/persone')
  await pronta(page)
  const api = async (path: string, data: object) =>
    (await page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })).json()
  const { voci } = await (await page.request.get(`${s.url}/api/persone/comuni`)).json()
  const base = { cognome: 'Gemellare', sesso: 'M', dataNascita: '1960-01-01', comuneId: voci[0].id, fonte: 'persona' }
  const { id: una } = await api('/persone', { ...base, nome: 'Youssef' })
  const { id: altra } = await api('/persone', { ...base, nome: 'Yusef', diverseDa: [una] })
  for (const id of [una, altra]) await api(`/persone/${id}/apertura`, { motivo: 'vigilanza', dettaglio: 'Doppioni' })
  await page.goto(`${s.url}/persone/doppioni`)
  await page.getByRole('link', { name: 'Gemellare Youssef' }).first().waitFor()
  await ancheSulTelefono(page, 'doppioni')
  await page
    .getByRole('row', { name: /Gemellare/ })
    .getByRole('link', { name: 'Confronta' })
    .click()
  await page.getByRole('heading', { name: 'Dato per dato' }).waitFor()
  await ancheSulTelefono(page, 'unione', true)
  await page.getByRole('radio').nth(1).check()
  await page.getByLabel(/Perché sono la stessa persona/).fill('Stesso documento')
  await page.getByRole('button', { name: 'Unisci le due schede' }).click()
  await page.getByText('Qui c’è anche un’altra scheda della stessa persona').waitFor()
  await ancheSulTelefono(page, 'scheda-unita')
  await page.getByRole('button', { name: 'Dividi' }).click()
  await page.getByRole('dialog').getByLabel('Motivo').fill('Erano due cugini')
  await conferma(page, 'Dividi')
  await page.getByText('Schede divise.').waitFor()
})
