// What stands around a presa in carico, through the pages: a decision with its reasons, the emergency reviewed the next
// morning, what another comune offers; on a screen and on a phone. Its own life is in percorso.e2e.ts.
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apri, assegna, proposta, type Servizio, servizio } from '../../src/server/cartella/presa.fixture.ts'
import { costruisciFront } from '../../src/server/kernel/front.ts'
import { personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import { compitiApi } from '../../src/shared/cartella/compiti.api.ts'
import { decisioniApi } from '../../src/shared/cartella/decisioni.api.ts'
import { emergenzeApi } from '../../src/shared/cartella/emergenze.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import { scambiApi } from '../../src/shared/cartella/scambi.api.ts'
import { segnalazioniApi } from '../../src/shared/cartella/segnalazioni.api.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../support/app.ts'
import { browserDelProcesso } from '../support/browser.ts'
import { ambitoConCartella, operatore } from '../support/cartella.ts'
import { giorno } from '../support/giorni.ts'
import { segnalazione } from '../support/sportello.ts'
import { ancheSulTelefono, controlla, pronta } from './support.ts'

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
  browser = await browserDelProcesso()
})
afterAll(async () => {
  await Promise.all(browser.contexts().map((c) => c.close()))
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

const conferma = (page: Page, etichetta: string) =>
  page.getByRole('dialog').getByRole('button', { name: etichetta, exact: true }).click()

test('a decision, written and taken', { timeout: 300_000 }, async () => {
  const p = await proposta(s, {}, { cognome: 'Dimostrativa', nome: 'Serena' })
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
  await ancheSulTelefono(page, 'decisione-bozza', true)
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
  const p = await proposta(s, {}, { cognome: 'Simulati', nome: 'Irma' })
  const pis = await operatore(t, a, 'pronto-intervento', s.comune)
  const notte = await pagina(pis, `/persone/${p.personaId}/emergenza`)
  await notte.getByLabel(/^Scopo/).fill('Trovata in strada')
  await controlla(notte, 'emergenza', true)
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
  await page.goto(`${url}/radar?tutti=1`)
  await ancheSulTelefono(page, 'radar')
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
  await s.sociale.call(preseApi.contatta, { id: p.id, giorno: giorno() })
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

test('what is typed to read a sheet is a draft of the sheet, and is not offered where others would read it', {
  timeout: 300_000,
}, async () => {
  const p = await proposta(s, {}, { cognome: 'Riservata', nome: 'Alma' })
  await assegna(s, p.id)
  const { id } = await s.responsabile.call(
    segnalazioniApi.crea,
    segnalazione(s.comune, { segnalati: [{ personaId: p.personaId }] }),
  )
  const page = await pagina(s.collega, `/segnalazioni/${id}`)
  await page.getByText('non nominare segnalazioni').waitFor()
  await page.getByLabel(/^Spiegazione/).pressSequentially('Dalla scuola')
  await expect
    .poll(() => page.locator('.bozza-stato [role="status"]').first().textContent(), { timeout: 20_000 })
    .toMatch(/^Bozza salvata/)
  await page.goto(`${url}/persone/${p.personaId}`)
  await pronta(page)
  await page.getByLabel(/^In poche parole/).waitFor()
  expect(await page.getByRole('button', { name: 'Riprendi' }).count()).toBe(0)
  await page.goto(`${url}/segnalazioni/${id}`)
  await page.getByRole('button', { name: 'Riprendi' }).click()
  await expect.poll(() => page.getByLabel(/^Spiegazione/).inputValue()).toBe('Dalla scuola')
  await page.getByRole('combobox', { name: /^Motivo/ }).selectOption('lavoro-equipe')
  await page.getByRole('button', { name: /^(Apri il fascicolo|Leggi la scheda)$/ }).click()
  await page.getByText('Non esce di casa da una settimana.').waitFor()
  const letture = async (chi: Caller) => (await chi.call(personeApi.letture, { id: p.personaId })).voci
  const motivi = (await letture(s.sociale)).map((v) => v.motivo ?? '')
  expect(motivi.filter((m) => /scuola|ragioni/.test(m))).toEqual([
    expect.stringMatching(/: Dalla scuola$/),
    'Per ragioni di servizio',
  ])
})
