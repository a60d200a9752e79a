// A pact in the browser: begun from its caso, written while it is saved, made ready, proposed, read as a PDF, signed by hand and on
// paper, then the plan of the meetings and the first of them; what the coordinator sees of it, which is numbers.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { leggiConfigurazione } from '../../src/server/kernel/config.ts'
import { openInstallation } from '../../src/server/kernel/installation.ts'
import { inCtx } from '../../src/server/kernel/serve.ts'
import { bloccaCaso, muoviCaso } from '../../src/server/patti/caso.ts'
import { ancheSulTelefono, controlla, entra, pronta, type Scenario, scenario, sullaCarta } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

/** A caso of hers whose analysis was begun, brought to where a pact begins while the server is off: the analysis has its own journey. */
async function casoConAnalisi(page: Page): Promise<string> {
  const post = { data: { testo: 'Campioni' }, headers: { 'x-trama': '1' } }
  const { voci } = await (await page.request.post(`${s.url}/api/miei-casi/elenco`, post)).json()
  const { utente, ambito } = await (await page.request.get(`${s.url}/api/sessione`)).json()
  const { id, comuneId } = voci[0]
  await s.uccidiServer()
  const installazione = await openInstallation(leggiConfigurazione({ TRAMA_DATA_DIR: join(s.dir, 'dati') }), 'comando')
  const deps = {
    db: installazione.db,
    clock: () => new Date(),
    jobs: { enqueue: async () => {} },
    verificaRisposte: false,
  }
  const come = { azione: 'caso.gestisci', ambito: ambito.id, utente: utente.id, comuni: [comuneId], fascicolo: true }
  await inCtx(deps, come, async (ctx) => {
    const c = await bloccaCaso(ctx, id)
    await muoviCaso(ctx, c, 'finalizza-analisi', { esitoAnalisi: 'B' })
  })
  await installazione.close()
  await s.riavviaServer()
  return id
}

const avanti = (page: Page) => page.getByRole('link', { name: 'Avanti' }).click()

test('a pact from the first word to the first meeting', { timeout: 300_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.caseManager, '/miei-casi')
  await pronta(page)
  const caso = await casoConAnalisi(page)
  await page.goto(`${s.url}/miei-casi/${caso}`)
  await page.getByRole('button', { name: 'Prepara il patto' }).click()
  await page.waitForURL(/\/patti\/[0-9a-f-]{36}$/)
  const patto = page.url()
  await pronta(page)
  await page.getByRole('checkbox', { name: /^Firma il patto/ }).waitFor()
  await ancheSulTelefono(page, 'patto-persone')

  await avanti(page)
  await page.getByRole('button', { name: 'Aggiungi: obiettivo' }).click()
  await page.getByLabel(/^Tipo/).selectOption('inclusione-sociale')
  await page.getByLabel(/^Obiettivo/).fill('Lidia vuole conoscere persone nel suo quartiere.')
  await page.getByRole('button', { name: 'Aggiungi: risultato atteso' }).click()
  await page.getByLabel(/^Risultato \(/).fill('Va al centro anziani una volta alla settimana.')
  await page.getByLabel(/^Come si vede/).fill('Il centro la vede ogni settimana.')
  await page.getByLabel(/^Entro il/).fill('31/12/2027')
  await page.getByText(/Salvato alle/).waitFor()
  await ancheSulTelefono(page, 'patto-obiettivi')

  await avanti(page)
  await page.getByRole('button', { name: 'Aggiungi: impegno' }).click()
  const condizionale = page.getByLabel('È condizionale')
  // of the whole household: not conditional, and it says why
  expect(await condizionale.isDisabled()).toBe(true)
  await page.getByLabel(/^Di che cosa/).selectOption('contatti-servizi')
  await page.getByLabel(/^Impegno/).fill('Viene ai colloqui con il servizio.')
  await page.getByLabel('Di chi').selectOption({ label: 'Campioni Lidia' })
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
  await page.getByText(/Leggibilità/).waitFor()
  await page.getByText(/Salvato alle/).waitFor()
  await ancheSulTelefono(page, 'patto-riepilogo')
  await page.getByRole('button', { name: 'Proponi alla firma' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Proponi alla firma' }).click()
  await page.getByText('Patto proposto alla firma.').waitFor()
  await pronta(page)
  const [scarico] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Scarica il PDF' }).click(),
  ])
  expect(scarico.suggestedFilename()).toBe('patto.pdf')
  await firma(page)
  await page.getByText('Sottoscritto da tutti').waitFor()
  await ancheSulTelefono(page, 'patto-firmato')

  await page.getByRole('link', { name: 'Monitoraggio' }).click()
  await pronta(page)
  await page
    .getByLabel('Primo giorno')
    .fill(new Date().toLocaleDateString('it-IT', { day: '2-digit', month: '2-digit', year: 'numeric' }))
  await page.getByRole('button', { name: 'Metti in programma' }).click()
  await page.getByText('Incontri messi in programma.').waitFor()
  await page.getByRole('button', { name: /^Registra com’è andato/ }).click()
  const esito = page.getByRole('dialog')
  await esito.getByLabel('Campioni Lidia').selectOption('presente')
  await esito.getByLabel(/^Risultato atteso: Va al centro/).selectOption('parziale')
  await esito.getByLabel(/^Impegno: Viene/).selectOption('rispettato')
  await controlla(page, 'incontro-esito')
  await esito.getByRole('button', { name: 'Registra', exact: true }).click()
  await page.getByText('Incontro registrato.').waitFor()
  await page.getByText('Raggiunto in parte').waitFor()
  await ancheSulTelefono(page, 'monitoraggio')
  await sullaCarta(page)
  await page.goto(patto)
  await page.getByRole('button', { name: 'Chiudi il patto' }).click()
  const chiusura = page.getByRole('dialog')
  await chiusura.getByLabel(/^Motivo/).selectOption('risultati-parziali')
  await chiusura.getByLabel(/^Valutazione/).fill('Lidia va al centro, non ancora ogni settimana.')
  // what becomes of the caso is said by somebody, and the page says what it would do
  await chiusura.getByText('gli incontri periodici restano dovuti').waitFor()
  await chiusura.getByLabel('Si chiude anche il caso').check()
  await chiusura.getByLabel(/^Perché il caso si chiude/).waitFor()
  await chiusura.getByLabel('Il caso resta aperto').check()
  await controlla(page, 'patto-chiusura')
  await chiusura.getByRole('button', { name: 'Chiudi il patto' }).click()
  await page.getByText('Patto chiuso.').waitFor()

  const lui = await (await s.nuovoContesto()).newPage()
  await entra(lui, s, persone.coordinatoreECase, '/sostegni')
  await pronta(lui)
  await lui.getByText('Educatori a casa').first().waitFor()
  await controlla(lui, 'sostegni')
  await lui.goto(`${s.url}/patti-numeri`)
  await pronta(lui)
  await controlla(lui, 'patti-numeri')
  expect(await lui.locator('main').textContent()).not.toContain('Campioni')
})

/** She draws hers, the service signs on paper. */
async function firma(page: Page) {
  await page.getByRole('button', { name: /^Firma ?: Campioni Lidia/ }).click()
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
