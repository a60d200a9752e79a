// Second and third phase, as the administrator works them: the adhesion of a comune, the formal request, an operator by
// hand and many with the workbook, the refused rows corrected and loaded again; and the operator who enters.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdf } from '../../seed/fonti.ts'
import { persone } from '../../seed/persone.ts'
import { leggiTabella } from '../../src/server/kernel/tabelle/leggi.ts'
import { colonneModello } from '../../src/shared/accreditamento/importazioni.rules.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { giornoScritto } from '../support/giorni.ts'
import {
  cartellaOperatori,
  controlla,
  entra,
  fotografa,
  pronta,
  rigaOperatore,
  type Scenario,
  scenario,
} from './support.ts'

let s: Scenario
let p: Page
beforeAll(async () => {
  s = await scenario()
  p = await (await s.nuovoContesto()).newPage()
  await entra(p, s, persone.amministratrice)
})
afterAll(() => s.close())

const giulia = {
  nome: 'Giulia',
  cognome: 'Provetta',
  genere: 'F' as const,
  dataNascita: '1985-05-12',
  belfiore: 'E472',
}
const oggi = giornoScritto()

describe('the administrator of an ambito', { timeout: 240_000 }, () => {
  test('sees his ambito, its gaps and its adhesions', async () => {
    for (const [path, nome] of [
      ['/ambito', 'ambito'],
      ['/completezza', 'completezza'],
      ['/adesioni', 'adesioni'],
      ['/guida', 'guida'],
      ['/deleghe', 'deleghe'],
    ] as const) {
      await p.goto(`${s.url}${path}`)
      await controlla(p, nome, nome === 'ambito' || nome === 'completezza')
    }
    await p.locator('tbody a').first().click()
    await p.waitForURL(/deleghe.[0-9a-f-]{36}/)
    await controlla(p, 'delega', true)
  })

  test('registers the adhesion of a comune, and those prepared there are enabled', async () => {
    await p.goto(`${s.url}/adesioni?stato=bozza`)
    await pronta(p)
    await p.locator('tbody a').first().click()
    await pronta(p)
    const caricato = p.waitForResponse(
      (r) => r.request().method() === 'POST' && /\/adesioni\/.+\/documento/.test(r.url()),
    )
    await p
      .locator('input[type=file]')
      .setInputFiles({ name: 'convenzione.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf('Convenzione')) })
    await p.getByText('convenzione.pdf').first().waitFor()
    // the name stands there while the file is still on its way: signed then, the act would be of the version before
    await caricato
    await pronta(p)
    await p.getByRole('button', { name: /firma/i }).first().click()
    await p.getByLabel(/^Nome e cognome di chi ha firmato/).fill('Rita Rocca')
    await p.locator('dialog[open]').getByLabel('sindaco', { exact: true }).check()
    await p.getByLabel(/^Data della firma/).fill('12/01/2026')
    await p.locator('dialog[open] button[type=submit]').click()
    await p.locator('dialog[open]').waitFor({ state: 'detached' })
    await p
      .getByRole('button', { name: /registra/i })
      .first()
      .click()
    await p.getByLabel(/^Valida dal/).fill('13/01/2026')
    await fotografa(p, 'adesione-registra')
    await p.locator('dialog[open] button[type=submit]').click()
    await p.locator('dialog[open]').waitFor({ state: 'detached' })
    await controlla(p, 'adesione', true)
    await p.goto(`${s.url}/utenti?stato=comunicato`)
    await pronta(p)
    await p.getByRole('button', { name: /^Abilita i ruoli/ }).click()
    await p
      .locator('dialog[open]')
      .getByRole('button', { name: /^Abilita/ })
      .click()
    await p
      .locator('.esiti')
      .getByText(/abilitat/i)
      .first()
      .waitFor()
    // Paola was waiting for it: now she enters
    const q = await (await s.nuovoContesto()).newPage()
    await entra(q, s, persone.preparata)
    await q.waitForURL(`${s.url}/`)
  })

  test('accredits an operator by hand; a codice fiscale that looks odd asks for a reason; nothing typed is lost', async () => {
    await p.goto(`${s.url}/utenti/nuovo?ruolo=case-manager&comune=E472`)
    await controlla(p, 'utente-vuoto')
    await p.getByLabel(/^Codice fiscale/).fill(calcolaCodiceFiscale(giulia))
    await p.getByLabel(/^Cognome/).fill('Diverso')
    await p.getByLabel(/^Nome/).fill('Giulia')
    await p
      .getByLabel(/^Data di nascita/)
      .first()
      .fill('12/05/1985')
    const luogo = p.getByRole('combobox', { name: /Comune o Stato/ })
    await luogo.fill('Latin')
    await p
      .getByRole('option', { name: /^Latina/ })
      .first()
      .waitFor()
    await luogo.press('ArrowDown')
    await luogo.press('Enter')
    await p.getByLabel('Femmina').check()
    await p.getByLabel(/^Richiesta formale/).selectOption({ index: 1 })
    await fotografa(p, 'utente-nuovo', true)
    await p.getByRole('button', { name: 'Accredita', exact: true }).click()
    await p.getByText('Il codice fiscale non convince').waitFor()
    await p.getByLabel(/^Perché i dati/).fill('Cognome da coniugata sul documento')
    // the draft survives a closed page
    await p.waitForTimeout(2500)
    await p.reload()
    await p.getByText('Hai una bozza').waitFor()
    await p.getByRole('button', { name: 'Riprendi' }).click()
    await expect.poll(() => p.getByLabel(/^Cognome/).inputValue()).toBe('Diverso')
    await p.getByRole('button', { name: 'Accredita', exact: true }).click()
    await p.getByText('è tra gli utenti').waitFor()
    await p.getByRole('link', { name: 'Apri la scheda' }).click()
    await controlla(p, 'utente-scheda', true)
    await p.getByText('Cognome da coniugata sul documento').first().waitFor()
    // found by codice fiscale he is exported alone, and no address says it
    const codiceFiscale = calcolaCodiceFiscale(giulia)
    await p.goto(`${s.url}/utenti`)
    await p.getByLabel('Nome, e-mail o codice fiscale').fill(codiceFiscale)
    await p.getByRole('table', { name: 'Utenti con questo codice fiscale' }).waitFor()
    const [chiesto] = await Promise.all([
      p.waitForRequest((r) => r.url().includes('/utenti/esportazione')),
      p.waitForEvent('download'),
      p.getByRole('button', { name: 'Esporta in Excel' }).click(),
    ])
    expect(chiesto.postDataJSON()).toEqual({ codiceFiscale, formato: 'xlsx' })
    expect(p.url() + chiesto.url()).not.toContain(codiceFiscale)
  })

  test('suspends him, and he is out at once', async () => {
    const q = await (await s.nuovoContesto()).newPage()
    await entra(q, s, persone.caseManager)
    expect((await q.request.get(`${s.url}/api/sessione`)).status()).toBe(200)
    await p.goto(`${s.url}/utenti?testo=finta&q=finta`)
    await pronta(p)
    await p.getByRole('link', { name: 'Finta Carla' }).click()
    await p.locator('.utente-stato').getByRole('button', { name: 'Sospendi' }).click()
    await p.getByLabel(/^Motivo/).fill('Congedo')
    await p.locator('dialog[open]').getByRole('button', { name: 'Sospendi' }).click()
    await p.locator('.utente-stato').getByRole('button', { name: 'Riprendi' }).waitFor()
    expect((await q.request.get(`${s.url}/api/sessione`)).status()).toBe(401)
  })

  test('loads many with the workbook; the refused rows come back, corrected, and the same file changes nothing', async () => {
    await p.goto(`${s.url}/importazioni`)
    await controlla(p, 'importazione-modello', true)
    const [modello] = await Promise.all([
      p.waitForEvent('download'),
      p.getByRole('button', { name: 'Scarica il modello' }).click(),
    ])
    const scaricato = join(s.dir, 'modello.xlsx')
    await modello.saveAs(scaricato)
    const righeModello: string[][] = []
    for await (const r of leggiTabella(scaricato)) righeModello.push(r.celle)
    expect(righeModello[0]).toEqual([...colonneModello])

    const righe = Array.from({ length: 8 }, (_x, n) => rigaOperatore(`Prov${'BCDFGLMNPR'[n]}a`, `19${70 + n}-03-1${n}`))
    const giusta = { ...righe[3]! }
    righe[3]!['Comune di riferimento'] = 'Milano'
    const carica = async (r: Record<string, string>[]) => {
      await p.goto(`${s.url}/importazioni`)
      await pronta(p)
      await p.getByLabel(/^Richiesta formale/).selectOption({ index: 1 })
      await p.locator('input[type=file]').setInputFiles({
        name: 'operatori.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: await cartellaOperatori(r),
      })
      await p.waitForURL(/importazioni\/[0-9a-f-]{36}/)
      await p.locator('.conti-righe').waitFor({ timeout: 60_000 })
    }
    const conferma = async () => {
      await p.getByRole('button', { name: /^Importa \d/ }).click()
      await p
        .locator('dialog[open]')
        .getByRole('button', { name: /^Importa/ })
        .click()
      await p.getByText('Importazione conclusa').first().waitFor({ timeout: 60_000 })
    }
    await carica(righe)
    await controlla(p, 'importazione-esito', true)
    await p
      .getByText(/Milano/)
      .first()
      .waitFor()
    await p.getByRole('button', { name: /rifiutat.*ricaricare/ }).click()
    const [rifiutate] = await Promise.all([
      p.waitForEvent('download'),
      p
        .getByRole('button', { name: /Scarica/ })
        .first()
        .click(),
    ])
    const path = join(s.dir, 'rifiutate.xlsx')
    await rifiutate.saveAs(path)
    const tornate: string[][] = []
    for await (const r of leggiTabella(path)) tornate.push(r.celle)
    expect(tornate).toHaveLength(2)
    expect(tornate[1]).toContain('Milano')
    await conferma()
    await controlla(p, 'importazione-conclusa')
    await carica([giusta])
    await conferma()
    await carica(righe.filter((_r, n) => n !== 3))
    await p
      .getByText(/già present/i)
      .first()
      .waitFor()
    expect(await p.getByRole('button', { name: /^Importa 0/ }).getAttribute('aria-disabled')).toBe('true')

    // the one who entered with the workbook signs in, and reads role and territory in words
    const q = await (await s.nuovoContesto({ telefono: true })).newPage()
    const { voci } = await (await q.request.get(`${s.url}/spid/idp`)).json()
    await q.goto(`${s.url}/spid/login?idp=${encodeURIComponent(voci[0].entityId)}`)
    await q.getByText('Un’altra persona').click()
    const campi = {
      codiceFiscale: giusta['Codice fiscale']!,
      nome: 'Elena',
      cognome: giusta.Cognome!,
      dataNascita: giusta['Data di nascita']!,
      luogoNascita: 'H501',
      email: 'elena@example.it',
      telefono: '3331112223',
    }
    for (const [campo, valore] of Object.entries(campi)) await q.locator(`input[name="${campo}"]`).fill(valore)
    await q.locator('select[name="genere"]').selectOption('F')
    await q.getByRole('button', { name: 'Entra come questa persona' }).click()
    await q.waitForURL(`${s.url}/`)
    await controlla(q, 'home-operatore-telefono')
    await q
      .getByText(/Comune di Latina/)
      .first()
      .waitFor()
  })

  test('records a formal request, and finds in the register who did what', async () => {
    await p.goto(`${s.url}/richieste-formali/nuova`)
    await pronta(p)
    await p.getByLabel(/^Ufficio/).fill('Anagrafe')
    await p.getByLabel(/^Protocollo/).fill('77/2026')
    await p.getByLabel(/^Data della nota/).fill(oggi)
    await p.getByRole('button', { name: 'Registra' }).click()
    await p.waitForURL(/richieste-formali\/[0-9a-f-]{36}/)
    await controlla(p, 'richiesta-formale')
    await p.goto(`${s.url}/registri/modifiche`)
    await controlla(p, 'registro-modifiche')
    await p.getByText('Anna Esempio').first().waitFor()
  })

  test('ends the convenzione of a comune: whoever works there reads why the pages are empty', async () => {
    const a = await (await s.nuovoContesto()).newPage()
    await entra(a, s, persone.amministratore)
    const api = `${s.url}/api/adesioni`
    // of Magenta, where she works
    const sua = `comune=E801&tipo=convenzione-ministero&stato=registrata`
    const { voci } = await (await a.request.get(`${api}?${sua}`)).json()
    const data = { al: '2026-01-31', motivo: 'Recesso del comune', versione: voci[0].versione }
    await a.request.post(`${api}/${voci[0].id}/cessazione`, { data, headers: { 'x-trama': '1' } })
    const q = await (await s.nuovoContesto()).newPage()
    await entra(q, s, persone.milanese, '/casi')
    await q.getByText('La sezione «Patti per l’inclusione» non è aperta nel tuo territorio').waitFor()
    await controlla(q, 'sezione-chiusa')
  })
})
