// A social worker puts a file in a person's folder, looks at it in the page, writes a letter from a template; who is
// responsible for the service copies the template and changes it. A document goes to the right person; a folder leaves and
// comes back.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { PNG } from '../support/file-di-prova.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('a file, its preview, a letter', { timeout: 240_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  const rotti: string[] = []
  page.on('pageerror', (e) => rotti.push(`${page.url()}: ${e.message}`))
  page.on('console', (m) => m.type() === 'error' && rotti.push(m.text()))
  await entra(page, s, persone.assistenteSociale, '/persone')
  const manda = async (percorso: string, data: object) => {
    const r = await page.request.post(`${s.url}/api${percorso}`, { headers: { 'x-trama': '1' }, data })
    expect(r.status(), await r.text()).toBe(201)
    return (await r.json()) as { id: string }
  }
  const { id } = await manda('/persone', {
    cognome: 'Zanfognini',
    nome: 'Ortensia',
    sesso: 'F',
    dataNascita: '1958-04-07',
    comuneId: 'E472',
    fonte: 'persona',
  })
  await manda(`/persone/${id}/apertura`, { motivo: 'emergenza', dettaglio: 'Prima accoglienza' })

  await page.goto(`${s.url}/persone/${id}/documenti`)
  await page.getByText('Nessun documento', { exact: true }).waitFor()
  await page.getByLabel('Mettilo in').selectOption('tribunale')
  // a program with the name of an image goes nowhere
  const scegli = page.locator('input[type=file]')
  await scegli.setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="x()"/>') })
  await page.getByText('Il file non è ammesso').waitFor()
  rotti.length = 0 // the browser also logs the refusal
  await scegli.setInputFiles({ name: 'Decreto.png', mimeType: 'image/png', buffer: PNG })
  await page.getByText('Documento aggiunto.').waitFor()
  await page.getByText('Non verificato').first().waitFor()
  await controlla(page, 'documenti', true)
  await scegli.setInputFiles({ name: 'Decreto bis.png', mimeType: 'image/png', buffer: PNG })
  await page.getByText('Lo stesso file c’era già').waitFor()

  await page
    .getByRole('row', { name: /^Decreto Tribunale/ })
    .getByRole('link')
    .click()
  await page.getByRole('img', { name: 'Decreto' }).waitFor()
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.vista-immagine')?.naturalWidth === 1)
  await page.getByRole('button', { name: 'Titolo e protocollo' }).click()
  await page.getByLabel('Numero di protocollo').fill('4512')
  await page.keyboard.press('Enter')
  await page.getByText('Documento aggiornato.').waitFor()
  await page
    .getByText(/Prot. 4512/)
    .first()
    .waitFor()
  await controlla(page, 'documento')

  await page.goto(`${s.url}/persone/${id}/lettera`)
  await page.getByText('Non risulta un indirizzo').waitFor()
  await controlla(page, 'lettera-scelta')
  await page.getByRole('button', { name: 'Convocazione a un colloquio' }).click()
  await page.getByLabel(/^Giorno/).fill('16/03/2027')
  await page.getByLabel(/^Ora/).fill('10.30')
  await page.getByLabel(/^Dove/).fill('gli uffici di piazza del Popolo')
  await page.getByRole('button', { name: 'Mostra l’anteprima' }).click()
  await page
    .getByText(/Zanfognini/)
    .nth(1)
    .waitFor({ state: 'attached' })
  await page.getByText('Pagina 1 di 1', { exact: true }).waitFor()
  await controlla(page, 'lettera', true)
  await page.getByRole('button', { name: 'Scrivi e conserva' }).click()
  await page.getByText('Lettera scritta').waitFor()
  await page.getByText('Pagina 1 di 1', { exact: true }).waitFor()
  await controlla(page, 'documento-lettera')
  await page.setViewportSize({ width: 390, height: 844 })
  await controlla(page, 'documento-telefono')
  await page.goto(`${s.url}/persone/${id}/documenti`)
  await controlla(page, 'documenti-telefono')
  expect(rotti).toEqual([])
})

test('the responsible copies a template, changes it, tries it, publishes it', { timeout: 240_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.responsabile, '/modelli')
  await pronta(page)
  await controlla(page, 'modelli')
  await page
    .getByRole('row', { name: /Lettera generica/ })
    .getByRole('button', { name: 'Copia e cambia' })
    .click()
  const testo = page.getByLabel('Testo del modello')
  await testo.waitFor()
  await testo.fill(`${await testo.inputValue()}\n#pippo`)
  await page.getByRole('button', { name: 'Mostra l’anteprima' }).click()
  await page.getByText('«pippo» non esiste').waitFor()
  await testo.fill(
    (await testo.inputValue()).replace('#pippo', '// campo: saluto | Saluto finale | testo\n#dati.campi.saluto'),
  )
  await page.getByText(/compila: .*Saluto finale/).waitFor()
  await page.getByRole('button', { name: 'Mostra l’anteprima' }).click()
  await page.getByText('Pagina 1 di 1', { exact: true }).waitFor()
  await controlla(page, 'modello', true)
  await page.getByRole('button', { name: 'Salva la bozza' }).click()
  await page.getByText('Bozza del modello salvata.').waitFor()
  await page.getByRole('button', { name: 'Pubblica', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pubblica la versione' }).click()
  await page.getByText('Versione pubblicata.').waitFor()
  await page.getByText('In vigore').first().waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await controlla(page, 'modello-telefono')
})

test('a document goes to the right person; the folder leaves with its files and comes back', {
  timeout: 240_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.assistenteSociale, '/persone')
  const headers = { 'x-trama': '1' }
  const nuova = async (cognome: string, nome: string) => {
    const data = { cognome, nome, sesso: 'F', dataNascita: '1961-02-03', comuneId: 'E472', fonte: 'persona' }
    const { id } = (await (await page.request.post(`${s.url}/api/persone`, { headers, data })).json()) as { id: string }
    const apertura = { motivo: 'emergenza', dettaglio: 'Prima accoglienza' }
    expect((await page.request.post(`${s.url}/api/persone/${id}/apertura`, { headers, data: apertura })).status()).toBe(
      201,
    )
    return id
  }
  const sbagliata = await nuova('Quagliozzi', 'Sintetica')
  const giusta = await nuova('Brambatti', 'Simulata')
  const r = await page.request.post(
    `${s.url}/api/persone/${sbagliata}/documenti?nome=Verbale.png&sottocartella=altro`,
    {
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      data: PNG,
    },
  )
  const { id: documento } = (await r.json()) as { id: string }

  await page.goto(`${s.url}/persone/${sbagliata}/documenti/${documento}`)
  await page.getByRole('button', { name: 'È di un’altra persona' }).click()
  const chi = page.getByRole('combobox', { name: /Persona giusta/ })
  await chi.fill('brambatti')
  await page.getByRole('option', { name: /Brambatti Simulata/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await controlla(page, 'documento-altra-persona')
  // by keyboard alone, and the reason is required
  await page
    .getByRole('dialog')
    .getByLabel(/^Motivo/)
    .fill('Caricato per errore')
  await page.getByRole('button', { name: 'Sposta nell’altro fascicolo' }).press('Enter')
  await page.getByText('Documento spostato nel fascicolo giusto.').waitFor()
  await page.waitForURL(`**/persone/${giusta}/documenti/${documento}`)
  await page.getByText('Arrivato dal fascicolo di un’altra persona').waitFor()
  await controlla(page, 'documento-arrivato')
  await page.goto(`${s.url}/persone/${sbagliata}/timeline`)
  await page.getByText('Un documento è stato spostato nel fascicolo giusto').waitFor()

  await page.goto(`${s.url}/persone/${giusta}`)
  await page.getByRole('button', { name: 'Esporta il fascicolo' }).click()
  const dialogo = page.getByRole('dialog')
  await dialogo.getByLabel(/^Perché lo esporti/).fill('Richiesta di accesso, prova')
  await controlla(page, 'esporta-fascicolo')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialogo.getByRole('button', { name: 'Esporta il fascicolo' }).click(),
  ])
  const zip = join(s.dir, 'fascicolo.zip')
  await file.saveAs(zip)
  const parti = unzipSync(readFileSync(zip))
  expect(Object.keys(parti)).toEqual([
    'LEGGIMI.txt',
    'fascicolo.pdf',
    'fascicolo.json',
    'IMPRONTE.txt',
    'documenti/0001 Verbale.png',
  ])
  expect(Buffer.from(parti['documenti/0001 Verbale.png']!).equals(PNG)).toBe(true)

  const rse = await (await s.nuovoContesto()).newPage()
  await entra(rse, s, persone.responsabile, '/fascicoli/importazione')
  await rse.getByLabel('Comune che lo riceve').waitFor()
  await controlla(rse, 'importa-fascicolo')
  const archivio = rse.locator('input[type=file]')
  await archivio.setInputFiles({
    name: 'rotto.zip',
    mimeType: 'application/zip',
    buffer: readFileSync(zip).subarray(0, 900),
  })
  await rse.getByText(/non è un archivio di Trama, oppure è danneggiato/).waitFor()
  await archivio.setInputFiles(zip)
  await rse.getByText(/righe e 1 file di documenti/).waitFor()
  await controlla(rse, 'importa-fascicolo-fatto')
  await rse.setViewportSize({ width: 390, height: 844 })
  await controlla(rse, 'importa-fascicolo-telefono')
})
