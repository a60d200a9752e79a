// A morning with one folder, by keyboard: opened with a purpose, an entry completed with Ctrl+Enter, a confidential one
// whose readers are named before saving, the story, a chronology, what is hidden, the register for the person.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('the folder: first page, diary, story, chronology', async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.responsabile, '/persone')
  const api = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const { voci } = await (await api('/persone/ricerca', { nome: 'mar dimo' })).json()
  const { id } = voci[0]
  await page.goto(`${s.url}/persone/${id}`)
  await page.getByText('Non hai in carico questa persona').waitFor()
  await page.getByLabel('Perché lo apri').selectOption('vigilanza')
  await page.getByLabel('In poche parole').fill('Verifica del responsabile')
  await page.getByRole('button', { name: 'Apri il fascicolo' }).click()
  await page.getByRole('heading', { name: 'Prossime scadenze' }).waitFor()
  await page.getByRole('link', { name: 'Diario', exact: true }).waitFor()
  await controlla(page, 'fascicolo-frontespizio', true)

  await page.goto(`${s.url}/persone/${id}/diario/nuova`)
  await page.getByLabel('Tipo').selectOption('visita-domiciliare')
  await page.getByLabel('Fatto osservato').fill('La casa è in ordine.')
  await page.getByRole('button', { name: '+ Dichiarazione' }).click()
  await page.getByLabel('Dichiarazione di').fill('la vicina')
  await page.getByRole('textbox', { name: 'Dichiarazione', exact: false }).last().fill('La sente cantare.')
  await page.getByLabel('È un evento significativo').check()
  await controlla(page, 'diario-nuova', true)
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/diario')
  await page.getByText('Dichiarazione (la vicina)').waitFor()
  await controlla(page, 'diario', true)

  await page.goto(`${s.url}/persone/${id}/diario/nuova`)
  await page.getByLabel('Tipo').selectOption('nota')
  await page.getByLabel('Fatto osservato').fill('Da approfondire.')
  await page.getByLabel('Soltanto io e chi indico').check()
  await page.getByText('La vedrai soltanto tu').waitFor()
  await page.keyboard.press('Control+s')
  await page.waitForURL('**/diario')
  await page.goto(`${s.url}/diario/bozze`)
  await page.getByRole('link', { name: /Dimostrativa/ }).waitFor()
  await controlla(page, 'diario-bozze')

  // one goes on typing while the saving is under way: the words stay, in the same place, and are a draft until they are sent
  await page.locator('main a[href$="/modifica"]').click()
  const fatto = page.getByLabel('Fatto osservato')
  await fatto.waitFor()
  let lascia = () => {}
  const attesa = new Promise<void>((r) => {
    lascia = r
  })
  await page.route(/\/api\/diario\/[0-9a-f-]+$/, async (r) => {
    if (r.request().method() === 'PUT') await attesa
    await r.continue()
  })
  await fatto.fill('Da approfondire: sentire la scuola.')
  await page.getByRole('button', { name: 'Salva come bozza' }).click()
  await page.getByRole('button', { name: 'Attendi…' }).waitFor()
  await fatto.pressSequentially(' E il pediatra.')
  lascia()
  await page.getByText('Bozza salvata.', { exact: true }).waitFor()
  await fatto.pressSequentially(' Poi')
  const tutto = 'Da approfondire: sentire la scuola. E il pediatra. Poi'
  await page
    .locator('.bozza-stato')
    .getByText(/^Bozza salvata alle/)
    .waitFor()
  expect(await fatto.inputValue()).toBe(tutto)
  const inviata = page.waitForResponse((r) => r.request().method() === 'PUT' && /\/api\/diario\//.test(r.url()))
  await page.getByRole('button', { name: 'Salva come bozza' }).click()
  expect((await inviata).status()).toBe(200)
  await page.reload()
  await expect.poll(() => fatto.inputValue()).toBe(tutto)

  await page.goto(`${s.url}/persone/${id}/diario`)
  await page.getByRole('link', { name: /Visita domiciliare del/ }).click()
  await page.getByLabel('Che cosa va aggiunto').fill('Era il mattino.')
  await page.getByRole('button', { name: 'Aggiungi', exact: true }).click()
  await page.getByText('Era il mattino.').waitFor()
  await pronta(page)
  await controlla(page, 'diario-voce')

  await page.goto(`${s.url}/persone/${id}/timeline`)
  await page.getByText('La casa è in ordine.').waitFor()
  await controlla(page, 'storia', true)

  await page.goto(`${s.url}/persone/${id}/cronologie`)
  await page.getByLabel('Titolo').fill('Per la riunione')
  // nothing of what is pasted is cut: it is said, and not sent
  await page.getByLabel('A che cosa serve').focus()
  await page.keyboard.insertText('a'.repeat(2_000_000))
  await page.getByText('1.998.000 di troppo').waitFor()
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.locator('.campo-errore', { hasText: 'di troppo' }).waitFor()
  expect((await page.getByLabel('A che cosa serve').inputValue()).length).toBe(2_000_000)
  await page.getByLabel('A che cosa serve').fill('Alla riunione di équipe')
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.getByRole('button', { name: 'Aggiungi', exact: true }).first().click()
  await page.getByLabel('Analisi').fill('Una casa curata.')
  await page.getByRole('button', { name: 'Salva la cronologia' }).click()
  await page.getByText('Cronologia salvata').waitFor()
  await controlla(page, 'cronologia', true)

  for (const [parte, nome] of [
    ['oscuramenti', 'oscuramenti'],
    ['registro', 'registro-persona'],
  ] as const) {
    await page.goto(`${s.url}/persone/${id}/${parte}`)
    await pronta(page)
    await controlla(page, nome, true)
  }
  const zip = page.waitForEvent('download')
  await page.goto(`${s.url}/persone/${id}`)
  await page.getByRole('button', { name: 'Esporta il fascicolo' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/^Perché lo esporti/)
    .fill('Prova')
  await page.getByRole('dialog').getByRole('button', { name: 'Esporta il fascicolo' }).click()
  expect((await zip).suggestedFilename()).toMatch(/^fascicolo-.*\.zip$/)
})
