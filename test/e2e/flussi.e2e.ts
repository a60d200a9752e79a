// From a spreadsheet to a file that INPS takes, in the browser: columns recognised, rows put right with the keyboard and together, a
// flow generated and downloaded, which `flussi verifica` finds without errors. And whoever works for two enti never sees them mixed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { assertFlusso, enteDiProva, unisci } from '../../src/server/flussi/prova.fixture.ts'
import { scriviPrestazioni } from '../../src/server/flussi/scrivi-flusso.ts'
import { verifica } from '../../src/server/flussi/verifica.ts'
import { xlsx } from '../../src/server/kernel/tabelle/prova.ts'
import { occasionaleDiProva } from '../../src/shared/flussi/esempi.fixture.ts'
import { COLONNE, csv, rigaBuona } from '../support/fogli-flussi.ts'
import { giorno } from '../support/giorni.ts'
import { ancheSulTelefono, entra, pronta, type Scenario, scenario, trattieni } from './support.ts'

let s: Scenario
let cartella: string
beforeAll(async () => {
  s = await scenario()
  cartella = mkdtempSync(join(tmpdir(), 'trama-flussi-'))
})
afterAll(async () => {
  rmSync(cartella, { recursive: true, force: true })
  await s.close()
})

const file = (righe: string[][]) => ({
  name: 'contributi-maggio.csv',
  mimeType: 'text/csv',
  buffer: csv(righe, COLONNE),
})

const LATINA = 'Comune di Latina (dimostrativo) (E472)'
const CISTERNA = 'Comune di Cisterna di Latina (dimostrativo) (C740)'
/** From the header, as on every page of the flows. */
async function scegli(page: Page, ente: string) {
  await page.getByRole('banner').getByLabel('Ente', { exact: true }).selectOption({ label: ente })
  await page.waitForURL(/ente=/)
  await pronta(page)
}

test('a spreadsheet becomes a flow without errors', { timeout: 240_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.operatoreFlussi, '/flussi')
  await scegli(page, LATINA)
  await page.getByText('prestazioni sono pronte').waitFor()
  await ancheSulTelefono(page, 'flussi-quadro', true)
  await page.getByRole('link', { name: 'Carica un file' }).click()
  await pronta(page)
  await ancheSulTelefono(page, 'flussi-file')
  await page
    .locator('input[type=file]')
    .setInputFiles(
      file([
        rigaBuona(1),
        rigaBuona(2, { 'Data pagamento': '31/02/2025' }),
        rigaBuona(3, { 'Codice INPS': 'A2.20' }),
        rigaBuona(4, { 'Codice INPS': 'A2.20' }),
      ]),
    )
  await page.getByRole('heading', { name: 'Che cosa sono le colonne' }).waitFor()
  expect(await page.getByLabel('Che cos’è la colonna Codice fiscale', { exact: true }).inputValue()).toBe(
    'beneficiario.codiceFiscale',
  )
  await page.getByText('La data «31/02/2025» non esiste').first().waitFor()
  await ancheSulTelefono(page, 'flussi-colonne', true)
  await page.getByLabel('Conserva queste scelte con il nome').fill('Contributi di prova')
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText('Letto: 4 righe, 4 prestazioni').waitFor()
  await ancheSulTelefono(page, 'flussi-letto')

  // the refused one, with the keyboard alone
  await page.getByRole('link', { name: 'Correggi quella rifiutata' }).click()
  const cella = page.getByLabel('Data di erogazione, prestazione 1')
  await cella.waitFor()
  await ancheSulTelefono(page, 'flussi-griglia', true)
  await cella.focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('28/02/2025')
  // one goes on in another cell while that is being saved
  const salvata = await trattieni(page, /\/correzione$/)
  const accanto = page.getByLabel('Cognome, prestazione 1')
  await page.keyboard.press('Enter')
  await accanto.fill('In corso')
  salvata()
  await page.getByRole('cell', { name: /pronta/ }).waitFor()
  expect(await cella.inputValue()).toBe('2025-02-28')
  expect(await accanto.inputValue()).toBe('In corso')
  await accanto.press('Escape')
  // put back as it was while its change is being saved: it is saved as it was
  const comEra = await accanto.inputValue()
  const partita = await trattieni(page, /\/correzione$/)
  await accanto.fill('Un altro')
  await cella.focus()
  const rimessa = page.waitForResponse((r) => r.request().postData()?.includes(JSON.stringify(comEra)) ?? false)
  await accanto.fill(comEra)
  await cella.focus()
  partita()
  await rimessa
  expect(await accanto.inputValue()).toBe(comEra)

  // the two with the same warning, together
  await page.goto(`${s.url}/flussi/prestazioni?regola=PS07&periodo=2025-05`)
  await pronta(page)
  await page.getByText('Supera l’avviso PS07', { exact: true }).first().click()
  await page.getByLabel('Perché si può andare avanti').fill('Verificato con il servizio sociale')
  await page.getByRole('button', { name: 'Supera l’avviso' }).click()
  await page.getByText('Avviso superato in 2 prestazioni.').waitFor()
  await ancheSulTelefono(page, 'flussi-insieme')

  await page.goto(`${s.url}/flussi/generati`)
  await pronta(page)
  // what leaves carries codes that nobody has confirmed: said where it leaves from too
  await page.getByText('I codici delle regioni (tabella T0) sono da verificare').waitFor()
  await page.getByLabel('Dal mese').selectOption('2025-02')
  await page.getByLabel('Al mese', { exact: true }).selectOption('2025-05')
  await page.getByRole('button', { name: 'Genera', exact: true }).click()
  await page.getByText('Generati 1 flusso').waitFor()
  await ancheSulTelefono(page, 'flussi-generati', true)
  const scaricato = page.waitForEvent('download')
  await page.getByRole('button', { name: /^XML/ }).first().click()
  const download = await scaricato
  expect(download.suggestedFilename()).toMatch(/^E472\.PS\.\d{8}\.\d{7}\.xml$/)
  await download.saveAs(join(cartella, 'flusso.xml'))
  await assertFlusso(readFileSync(join(cartella, 'flusso.xml'), 'utf8'))
  const righe: string[] = []
  const dice = (r: string) => void righe.push(r)
  const codice = await verifica(
    ['flusso.xml', '--solo-errori'],
    { cwd: cartella, xsdInps: undefined },
    { out: dice, err: dice },
  )
  expect(codice, righe.join('\n')).toBe(0)

  await page.goto(`${s.url}/flussi/prestazioni/nuova`)
  await ancheSulTelefono(page, 'flussi-a-mano')
  // a code says what it means
  await page.getByLabel('Codice della prestazione').fill('A1.04')
  await page.getByText('Contributi economici a integrazione del reddito', { exact: false }).first().waitFor()
  await page.goto(`${s.url}/flussi/prestazioni?stato=rifiutata`)
  await page.getByRole('link', { name: /^Apri la prestazione 1$/ }).click()
  await page.getByText('Che cosa è stato cambiato').waitFor()
  await ancheSulTelefono(page, 'flussi-prestazione')
  // and in another field of its page
  const corretta = await trattieni(page, /\/correzione$/)
  await page.getByLabel('Nome', { exact: true }).fill('sintetica corretta')
  await page.getByRole('button', { name: 'Salva e ricontrolla' }).click()
  await page.getByRole('button', { name: 'Attendi…' }).waitFor()
  await page.getByLabel('Cognome', { exact: true }).fill('Scritto dopo')
  corretta()
  await page.getByText('corretto a mano').first().waitFor()
  expect(await page.getByLabel('Cognome', { exact: true }).inputValue()).toBe('Scritto dopo')

  await cancellaECorreggi(page)
  await dueEnti(page, await page.context().newPage())
})

/** What has left and was wrong: the form beside it, and then what waits for INPS. */
async function cancellaECorreggi(page: Page) {
  await page.goto(`${s.url}/flussi/prestazioni?stato=in-flusso&periodo=2025-05`)
  await pronta(page)
  // those of the file come last: a payment made once, whose amount is whole
  await page
    .getByRole('link', { name: /^Apri la prestazione \d+$/ })
    .last()
    .click()
  await page.getByRole('heading', { name: 'Cancella e correggi' }).waitFor()
  await pronta(page)
  await page.getByText('Scrivi quella corretta').click()
  await page.getByLabel('Importo della prestazione').fill('999,00')
  await page.getByLabel('Perché si cancella').fill('Importo letto male dal foglio')
  await ancheSulTelefono(page, 'flussi-cancella')
  await page.getByRole('button', { name: 'Prepara la cancellazione e quella corretta' }).click()
  await page.getByText('Parte quando INPS ha accettato la cancellazione', { exact: true }).waitFor()
  expect(await page.getByLabel('Importo della prestazione').inputValue()).toBe('999.00')
  await ancheSulTelefono(page, 'flussi-in-attesa')
}

/** Two tabs on two enti; what INPS takes of the second; all of them side by side, with their charts. */
async function dueEnti(page: Page, altra: Page) {
  await page.goto(`${s.url}/flussi/prestazioni?stato=accettata`)
  await pronta(page)
  expect(new URL(page.url()).searchParams.get('stato')).toBe('accettata')
  const latina = new URL(page.url()).searchParams.get('ente')
  await altra.goto(`${s.url}/flussi/cooperazione`)
  await pronta(altra)
  await scegli(altra, CISTERNA)
  await altra.getByText('Codice fiscale del beneficiario non presente in anagrafe').first().waitFor()
  await ancheSulTelefono(altra, 'flussi-cooperazione', true)
  await page.reload()
  await pronta(page)
  expect(new URL(page.url()).searchParams.get('ente')).toBe(latina)
  await page.goto(`${s.url}/flussi/prestazioni`)
  await pronta(page)
  expect(new URL(page.url()).searchParams.get('ente')).toBe(latina)
  await altra.goto(`${s.url}/flussi?ente=00000000-0000-4000-8000-000000000000`)
  await altra.getByText('L’ente di questo indirizzo non è tra i tuoi').waitFor()

  // a year of which the demonstration tells some months
  const anno = giorno(-200).slice(0, 4)
  await altra.goto(`${s.url}/flussi/invii?anno=${anno}`)
  await altra.getByRole('link', { name: CISTERNA }).first().waitFor()
  await altra.getByRole('link', { name: LATINA }).first().waitFor()
  await altra.getByRole('heading', { name: 'Genera per più enti' }).waitFor()
  await ancheSulTelefono(altra, 'flussi-invii', true)
  await altra.goto(`${s.url}/flussi/andamento?anno=${anno}`)
  await altra.getByRole('heading', { name: 'Per ente' }).waitFor()
  await ancheSulTelefono(altra, 'flussi-andamento', true)
  await scegli(altra, LATINA)
  expect(await altra.getByRole('heading', { name: 'Per ente' }).count()).toBe(0)
  await altra.goto(`${s.url}/flussi/scadenze`)
  await altra.getByRole('cell', { name: 'In ritardo' }).first().waitFor()
  await ancheSulTelefono(altra, 'flussi-scadenze', true)
}
/** A sheet whose amounts are calculated: read once somebody says so, and withdrawn. */
async function conFormule(page: Page) {
  const cella = (v: string) => `<c t="inlineStr"><is><t>${v}</t></is></c>`
  const riga = rigaBuona(90).map((v, n) => (COLONNE[n] === 'Importo' ? `<c><f>100*2</f><v>200</v></c>` : cella(v)))
  const buffer = xlsx(`<row>${COLONNE.map(cella).join('')}</row><row>${riga.join('')}</row>`)
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.goto(`${s.url}/flussi/carichi`)
  await pronta(page)
  await page.locator('input[type=file]').setInputFiles({ name: 'calcolato.xlsx', mimeType, buffer })
  await page.getByText('è calcolata con formule: Importo').waitFor()
  await ancheSulTelefono(page, 'flussi-formule')
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText('La colonna «Importo» è calcolata con formule').first().waitFor()
  await page.getByLabel('Leggi i valori calcolati dalle formule').check()
  await pronta(page)
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText('Letto: 1 riga, 1 prestazione').waitFor()
  await page.getByRole('button', { name: 'Ritira il file' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ritira il file' }).click()
  await page.getByText('Ciò che ha portato e non era ancora partito è escluso.').waitFor()
}

test('the regions are confirmed, a card of a minor is written, what Trama granted is looked at', {
  timeout: 120_000,
}, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.operatoreFlussi, '/flussi')
  await page.getByRole('link', { name: 'Confrontali e conferma' }).click()
  await pronta(page)
  await ancheSulTelefono(page, 'flussi-riferimenti')
  await page.getByLabel('Con che cosa l’hai confrontata').fill('Tabella T0, pagina di prova')
  await page.getByRole('button', { name: 'Confermo: i codici sono questi' }).click()
  await page.getByText('Confrontata con: Tabella T0, pagina di prova').waitFor()

  // what is confirmed counts for what was already read too
  await page.goto(`${s.url}/flussi`)
  await page.getByRole('button', { name: 'Rielabora le prestazioni dell’ente' }).click()
  await page.getByText(/^Ultima rielaborazione, /).waitFor()
  await ancheSulTelefono(page, 'flussi-rielabora')

  // what another program has already sent: kept to be recognised, and for this ente only because somebody says so
  await page.goto(`${s.url}/flussi/carichi`)
  await pronta(page)
  const xml = await unisci(scriviPrestazioni(enteDiProva, [occasionaleDiProva()]))
  const inviato = { name: 'inviato.xml', mimeType: 'application/xml', buffer: Buffer.from(xml) }
  await page.locator('input[type=file]').setInputFiles(inviato)
  await page.getByRole('heading', { name: 'È un file di INPS' }).waitFor()
  await page.getByLabel('Sono già state inviate, con un altro programma').check()
  await page.getByLabel(/^Le sue prestazioni sono di /).check()
  await ancheSulTelefono(page, 'flussi-xml')
  await page.getByRole('button', { name: 'Leggi il file' }).click()
  await page.getByText('Sono già state inviate con un altro programma').waitFor()
  await conFormule(page)
  await page.goto(`${s.url}/flussi/copia`)
  await page.getByRole('heading', { name: 'Copia dal mese prima' }).waitFor()
  await pronta(page)
  await ancheSulTelefono(page, 'flussi-copia')
  await page.goto(`${s.url}/flussi/prestazioni`)
  await page.getByText('Come si scrive il CSV di questo ente').click()
  await page.getByLabel('Aggiungi una colonna').selectOption({ label: 'Cognome' })
  await ancheSulTelefono(page, 'flussi-csv')
  await page.getByRole('button', { name: 'Conserva' }).click()
  await page.getByText('Il CSV di questo ente si scriverà così.').waitFor()

  await page.goto(`${s.url}/flussi/minori`)
  await pronta(page)
  await ancheSulTelefono(page, 'flussi-minori')
  await page.getByRole('link', { name: 'Scrivi una scheda' }).click()
  await page.getByLabel('Numero del fascicolo').fill('Prova 7')
  await page.getByLabel('Anno di nascita').fill('12/03/2015')
  await ancheSulTelefono(page, 'flussi-minore-nuovo')
  await page.getByRole('button', { name: 'Scrivi la scheda' }).click()
  await page.getByText('Che cosa non va').waitFor()
  expect(await page.getByLabel('Anno di nascita').inputValue()).toBe('2015')
  // the header works for the ente of the card
  await page.getByRole('banner').getByLabel('Ente', { exact: true }).waitFor()
  await ancheSulTelefono(page, 'flussi-minore')
  // what normalising has changed is there, and put back
  await page.getByRole('button', { name: 'Rimetti com’era' }).click()
  await page.getByText('Valore rimesso com’era.').waitFor()
  await expect.poll(() => page.getByLabel('Anno di nascita').inputValue()).toBe('12/03/2015')
  // the same grid as that of prestazioni, reached from the figures
  await page.goto(`${s.url}/flussi/minori`)
  await page
    .getByRole('link', { name: /rifiutata/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Schede da correggere' }).waitFor()
  const annoMinore = page.getByLabel('Anno di nascita, scheda 1')
  await annoMinore.fill('2015')
  const corretta = page.waitForResponse((r) => r.url().includes('/correzione') && r.ok())
  await annoMinore.press('Enter')
  await corretta
  expect(new URL(page.url()).searchParams.get('stato')).toBe('rifiutata')
  await ancheSulTelefono(page, 'flussi-minori-griglia')

  await page.goto(`${s.url}/flussi/concesse`)
  await pronta(page)
  await ancheSulTelefono(page, 'flussi-concesse')
})
