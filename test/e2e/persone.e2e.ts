// Finding and adding people: by keyboard from any page, the similar ones first, the folder opened with a purpose.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('search by keyboard from anywhere, motive asked outside the caseload, the reading in the register', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale)
  await pronta(page)
  await page.keyboard.press('Control+k')
  await page.waitForURL('**/persone')
  await page.locator('input:focus').waitFor()
  await page.keyboard.type('mar dimo')
  await page.getByRole('link', { name: 'Dimostrativa Maria' }).waitFor()
  expect(page.url()).not.toMatch(/mar|dimo/i)
  await controlla(page, 'persone-trovate', true)
  const id = (await page.getByRole('link', { name: 'Dimostrativa Maria' }).getAttribute('href'))!.split('/').pop()!
  await page.goto(`${s.url}/persone/${id}/scheda`)
  await page.getByText('Non hai in carico questa persona').waitFor()
  await controlla(page, 'fascicolo-motivo', true)
  await page.getByLabel('Perché lo apri').selectOption('sostituzione')
  await page.getByLabel('In poche parole').fill('Sostituisco la collega')
  await page.getByRole('button', { name: 'Apri il fascicolo' }).click()
  await page.getByText('Via dimostrativa').waitFor()
  await controlla(page, 'persona-scheda', true)
  await page.goto(`${s.url}/persone/${id}/letture`)
  await page.getByText('Fuori dal carico').first().waitFor()
  await controlla(page, 'persona-letture')
})

test('a new person: the similar one is shown with why, and must be looked at', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.sportello, '/persone/nuova')
  await pronta(page)
  await page.getByRole('textbox', { name: 'Cognome' }).fill('Dimostrativa')
  await page.getByRole('textbox', { name: /^Nome/ }).fill('Marya')
  await page.getByRole('textbox', { name: 'Data di nascita' }).fill('02/04/1979')
  await page.getByText('C’è già una persona simile').waitFor()
  await controlla(page, 'persona-nuova-simili')
})

test('a fact registered, corrected, and read as it was known before', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale, '/persone')
  const api = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const { voci } = await (await api('/persone/ricerca', { nome: 'd esempio' })).json()
  const id = voci[0].id
  await api(`/persone/${id}/apertura`, { motivo: 'sostituzione', dettaglio: 'Prova' })
  await page.goto(`${s.url}/persone/${id}/scheda/nuovo`)
  await controlla(page, 'fatto-scelta')
  await page.getByRole('link', { name: 'Lavoro' }).click()
  await page.getByLabel('Condizione').waitFor()
  await controlla(page, 'fatto-lavoro')
  await page.getByLabel('Condizione').selectOption({ index: 1 })
  await page.getByRole('textbox', { name: 'Vero dal' }).fill('1/9/2025')
  await page.getByLabel('Chi lo dice').selectOption('persona')
  await page.getByRole('button', { name: 'Registra' }).click()
  await page.waitForURL('**/scheda')
  await page.getByRole('article', { name: 'Lavoro' }).waitFor()
  await controlla(page, 'scheda-con-lavoro')
})

test('the family: households compared, ties in words, the genogram and its slider', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale, '/persone')
  const api = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const id = (await (await api('/persone/ricerca', { nome: 'dimostrativa maria' })).json()).voci[0].id
  await api(`/persone/${id}/apertura`, { motivo: 'sostituzione', dettaglio: 'Prova' })
  await page.goto(`${s.url}/persone/${id}/nuclei`)
  await page.getByText('Che cosa non coincide').waitFor()
  await controlla(page, 'nuclei', true)
  await page.goto(`${s.url}/persone/${id}/relazioni`)
  await page.getByText('ex moglie').or(page.getByText('separazione legale')).first().waitFor()
  await controlla(page, 'relazioni')
  await page.getByRole('button', { name: 'Registra una relazione' }).click()
  await controlla(page, 'relazione-nuova')
  await page.goto(`${s.url}/persone/${id}/genogramma`)
  await page.locator('svg[role=img]').first().waitFor()
  await controlla(page, 'genogramma', true)
  await page.goto(`${s.url}/persone/${id}/nuclei/nuovo`)
  await controlla(page, 'nucleo-nuovo')
})
