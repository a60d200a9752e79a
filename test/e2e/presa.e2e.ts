// A presa in carico from the board to the hand-over, through the pages: who coordinates assigns, who works accepts,
// meets, plans and passes on, the colleague acknowledges; on a screen and on a phone, without axe violations.
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apri, assegna, proposta, type Servizio, servizio } from '../../src/server/cartella/presa.fixture.ts'
import { costruisciFront } from '../../src/server/kernel/front.ts'
import { compitiApi } from '../../src/shared/cartella/compiti.api.ts'
import { decisioniApi } from '../../src/shared/cartella/decisioni.api.ts'
import { emergenzeApi } from '../../src/shared/cartella/emergenze.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import { scambiApi } from '../../src/shared/cartella/scambi.api.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../support/app.ts'
import { launch } from '../support/browser.ts'
import { ambitoConCartella, operatore } from '../support/cartella.ts'
import { controlla, pronta } from './support.ts'

let t: TestApp
let a: Ambito
let s: Servizio
let browser: Browser
let url: string
beforeAll(async () => {
  costruisciFront(() => {})
  t = await testApp()
  t.clock.set(new Date().toISOString())
  a = await ambitoConCartella(t)
  s = await servizio(t, a)
  await t.app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  await t.close()
})

/** A browser where this person is signed in. */
async function pagina(chi: Caller, percorso: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
  })
  context.setDefaultTimeout(15_000)
  await context.addCookies([{ name: 'trama', value: chi.token, url }])
  const page = await context.newPage()
  await page.goto(url + percorso)
  await pronta(page)
  return page
}

async function ancheSulTelefono(page: Page, nome: string) {
  await controlla(page, nome)
  await page.setViewportSize({ width: 390, height: 844 })
  await controlla(page, `${nome}-telefono`)
  await page.setViewportSize({ width: 1280, height: 800 })
}

const conferma = (page: Page, etichetta: string) =>
  page.getByRole('dialog').getByRole('button', { name: etichetta, exact: true }).click()

test('from the board to the hand-over', { timeout: 600_000 }, async () => {
  const p = await proposta(s, { sicurezza: 'In due alle visite' })

  const coordina = await pagina(s.coordinatore, '/')
  await controlla(coordina, 'home-coordinatore')
  await coordina.getByRole('link', { name: 'Vai alle assegnazioni' }).click()
  await pronta(coordina)
  await coordina.getByRole('button', { name: 'Proponi un’assegnazione equilibrata' }).click()
  await coordina.getByRole('button', { name: /^Assegna 1 / }).waitFor()
  await ancheSulTelefono(coordina, 'assegnazioni')
  await coordina.getByLabel(/^Operatore per il fascicolo/).selectOption(s.sociale.utenteId)
  await coordina.getByRole('button', { name: /^Assegna 1 / }).click()
  await coordina.getByText('1 presa in carico assegnata.').waitFor()
  await coordina.goto(`${url}/carico`)
  await ancheSulTelefono(coordina, 'carico')

  const page = await pagina(s.sociale, '/')
  await controlla(page, 'home-assistente')
  await page.goto(`${url}/prese`)
  await ancheSulTelefono(page, 'mie-prese')
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Accetta la presa in carico' }).click()
  await page.getByText('Presa in carico accettata.').waitFor()
  await page.getByRole('button', { name: 'Registra il primo contatto' }).click()
  await controlla(page, 'presa-primo-contatto')
  await conferma(page, 'Registra il primo contatto')
  await page.getByText('Primo contatto registrato.').waitFor()
  await page.getByRole('button', { name: 'Attiva', exact: true }).click()
  await page.getByText('Presa in carico attiva.').waitFor()
  await page.getByRole('button', { name: 'Aggiungi un compito' }).click()
  await page.getByLabel('Che cosa c’è da fare').fill('Domanda di casa popolare')
  await page.getByLabel(/^Tipo/).selectOption('prestazione')
  await page.getByLabel(/^Entro il/).fill(new Date(Date.now() + 5 * 86_400_000).toLocaleDateString('it-IT'))
  await conferma(page, 'Aggiungi')
  await page.getByText('Compito aggiunto.').waitFor()
  await page.getByRole('button', { name: 'Offri il passaggio' }).click()
  await page.getByLabel(/^Collega/).selectOption(s.collega.utenteId)
  await page.getByLabel(/^Motivo/).fill('Cambio ufficio')
  await conferma(page, 'Offri il passaggio')
  await page.getByText('Passaggio offerto').first().waitFor()
  await ancheSulTelefono(page, 'presa-offerta')
  // closing says why it cannot be done now
  await page.getByText('C’è ancora un compito aperto').first().waitFor()

  const riceve = await pagina(s.collega, '/')
  await riceve.getByRole('region', { name: 'Aspettano una tua risposta' }).getByRole('link').first().click()
  await pronta(riceve)
  await riceve.getByRole('button', { name: 'Ho visto' }).first().click()
  await riceve
    .getByText(/vista il/)
    .first()
    .waitFor()
  await riceve.getByRole('button', { name: 'Accetta il passaggio' }).click()
  await conferma(riceve, 'Accetta il passaggio')
  await riceve.getByText('ora ne rispondi tu').waitFor()
  await ancheSulTelefono(riceve, 'presa-consegne')
  await riceve.goto(`${url}/radar`)
  await ancheSulTelefono(riceve, 'radar')
  await riceve.goto(`${url}/persone/${p.personaId}/prese`)
  await controlla(riceve, 'persona-prese')
  expect(await riceve.getByRole('rowheader').count()).toBe(1)
})

test('a decision, written and taken', { timeout: 300_000 }, async () => {
  const p = await proposta(s)
  await apri(s.sociale, p.personaId)
  const { id } = await s.sociale.call(decisioniApi.crea, { id: p.personaId, presaId: p.id, quesito: 'Quale alloggio?' })
  const page = await pagina(s.sociale, '/decisioni')
  await ancheSulTelefono(page, 'decisioni')
  await page.goto(`${url}/decisioni/${id}`)
  await pronta(page)
  await page.getByText('Manca che cosa si decide.').waitFor()
  await page.getByLabel('Che cosa si decide').fill('Casa popolare')
  await page.getByRole('button', { name: 'Aggiungi una ragione' }).click()
  await page.getByLabel('Ragione 1').fill('È ciò che chiede')
  await page.getByText('Collega un dato alla ragione 1').click()
  await page.getByRole('button', { name: 'Collega', exact: true }).first().click()
  await ancheSulTelefono(page, 'decisione-bozza')
  await page.getByRole('button', { name: 'Salva la bozza' }).click()
  await page.getByText('Bozza salvata.').waitFor()
  await page.getByRole('button', { name: 'Prendi la decisione' }).click()
  await conferma(page, 'Prendi la decisione')
  await page.getByText('Decisione presa.').waitFor()
  await page.getByText('come noto il').waitFor()
  await ancheSulTelefono(page, 'decisione-presa')
  await page.goto(`${url}/persone/${p.personaId}/decisioni`)
  await controlla(page, 'persona-decisioni')
})

test('what waits for the service: reviews and arrivals', { timeout: 300_000 }, async () => {
  const p = await proposta(s)
  const pis = await operatore(t, a, 'pronto-intervento', s.comune)
  const notte = await pagina(pis, `/persone/${p.personaId}/emergenza`)
  await notte.getByLabel(/^Scopo/).fill('Trovata in strada')
  await controlla(notte, 'emergenza')
  await notte.getByRole('button', { name: 'Apri il fascicolo' }).click()
  await notte.getByText('Il fascicolo è aperto fino al').waitFor()
  const vicino = await servizio(t, a, a.comuni[1])
  const q = await proposta(vicino)
  await assegna(vicino, q.id)
  await vicino.sociale.call(preseApi.accetta, { id: q.id })
  const domani = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(new Date(Date.now() + 86_400_000))
  await vicino.sociale.call(compitiApi.crea, { id: q.id, titolo: 'Rinnovo', tipo: 'prestazione', scade: domani })
  await vicino.sociale.call(scambiApi.offriAComune, { id: q.id, comuneId: s.comune, motivo: 'Si è trasferita' })

  const page = await pagina(s.responsabile, '/')
  await ancheSulTelefono(page, 'home-responsabile')
  await page.goto(`${url}/emergenze`)
  await ancheSulTelefono(page, 'emergenze')
  await page.getByRole('button', { name: 'Riesamina' }).click()
  await page.getByRole('combobox', { name: /^Esito/ }).selectOption('giustificata')
  await page.getByLabel(/^Perché/).fill('Intervento documentato')
  await conferma(page, 'Registra il riesame')
  await page.getByText('Riesame registrato.').waitFor()
  await page.goto(`${url}/arrivi`)
  await ancheSulTelefono(page, 'arrivi')
  await page.getByRole('rowheader').getByRole('link').first().click()
  await pronta(page)
  await ancheSulTelefono(page, 'arrivo')
  expect((await s.responsabile.call(emergenzeApi.elenco, {})).voci).toEqual([])
})

test('what is typed in a decision and in the windows of a presa outlives the page', { timeout: 300_000 }, async () => {
  const p = await proposta(s)
  await assegna(s, p.id)
  await s.sociale.call(preseApi.accetta, { id: p.id })
  await s.sociale.call(preseApi.contatta, { id: p.id, giorno: new Date().toISOString().slice(0, 10) })
  await s.sociale.call(preseApi.attiva, { id: p.id })
  const { id } = await s.sociale.call(decisioniApi.crea, { id: p.personaId, presaId: p.id, quesito: 'Quale alloggio?' })
  const moduli: [string, string | null, string][] = [
    [`/decisioni/${id}`, null, 'Che cosa si decide'],
    [`/prese/${p.id}`, 'Chiudi', 'Valutazione finale'],
    [`/prese/${p.id}`, 'Modifica', 'Accordi'],
    [`/persone/${p.personaId}/prese`, 'Proponi una presa in carico', 'Oggetto'],
  ]
  for (const [percorso, bottone, campo] of moduli) {
    const apriModulo = async () => {
      const page = await pagina(s.sociale, percorso)
      if (bottone) await page.getByRole('button', { name: bottone, exact: true }).first().click()
      const dove = page.getByLabel(campo, { exact: false }).first()
      await dove.waitFor()
      return { page, dove }
    }
    const parole = `Scritto prima che la pagina sparisse: ${campo}`
    const prima = await apriModulo()
    await prima.dove.click()
    await prima.dove.pressSequentially(parole)
    await expect
      .poll(() => prima.page.locator('.bozza-stato [role="status"]').first().textContent(), { timeout: 20_000 })
      .toMatch(/^Bozza salvata/)
    await prima.page.context().close()
    const dopo = await apriModulo()
    await dopo.page.getByRole('button', { name: 'Riprendi' }).first().click()
    await expect.poll(() => dopo.dove.inputValue()).toContain(parole)
    await dopo.page.context().close()
  }
})
