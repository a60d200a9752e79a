// The three phases with the keyboard alone (interface: every journey by keyboard): the public form; from the SPID button
// to an adhesion, a formal request, an operator enabled by hand and others with the workbook.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eml, pdf } from '../../seed/fonti.ts'
import { persone } from '../../seed/persone.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { cartellaOperatori, entraDallePagine, pronta, rigaOperatore, type Scenario, scenario } from './support.ts'
import { tasti, versoSpid } from './tasti.ts'

let s: Scenario
let p: Page
beforeAll(async () => {
  s = await scenario()
  p = await (await s.nuovoContesto()).newPage()
})
afterAll(() => s.close())

const documento = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(pdf(name)) })
const elena = { cognome: 'Tastiera', nome: 'Elena', dataNascita: '1985-05-12', genere: 'F' as const, belfiore: 'E472' }

describe('an administrator who never touches a mouse', { timeout: 240_000 }, () => {
  test('enters with SPID and registers the adhesion of a comune; who was prepared there is enabled', async () => {
    const k = await versoSpid(p, s)
    await k.premiSu(/^Anna Esempio/)
    await p.waitForURL(`${s.url}/`)
    await pronta(p)

    await k.menu(/^Territorio/, /^Adesioni$/)
    await p.getByRole('heading', { name: 'Adesioni', level: 1 }).waitFor()
    await pronta(p)
    // the ones that wait for something come first
    await k.premiSu(/^Comune di Rocca Massima/, 'a')
    await p.waitForURL(/adesioni\/[0-9a-f-]{36}/)
    await pronta(p)
    await k.allega(/^Allega il documento firmato/, documento('convenzione.pdf'))
    await p.getByText('convenzione.pdf').first().waitFor()
    await k.premiSu(/^Riporta la firma$/, 'button')
    await k.riempi(/^Nome e cognome di chi ha firmato/, 'Rita Rocca')
    await k.spunta(/sindaco/, 'radio')
    await k.riempi(/^Data della firma/, '12/01/2026')
    await k.premiSu(/^Riporta la firma$/, 'button')
    await p.locator('dialog[open]').waitFor({ state: 'detached' })
    await p.locator('button:not([aria-disabled="true"])', { hasText: /^Registra$/ }).waitFor()
    await k.premiSu(/^Registra$/, 'button')
    await k.riempi(/^Valida dal/, '13/01/2026')
    await k.premiSu(/^Registra l’adesione$/, 'button')
    await p.locator('dialog[open]').waitFor({ state: 'detached' })

    // A2.13b: offered right there, never silently
    await p.getByText('1 utente preparato che ora si può abilitare').waitFor()
    await k.premiSu(/^Abilita 1 ruolo$/, 'button')
    await p.locator('dialog[open]').waitFor()
    await k.premiSu(/^Abilita 1 ruolo$/, 'button')
    await p.getByText('1 utente preparato che ora si può abilitare').waitFor({ state: 'detached' })
    const paola = await (await s.nuovoContesto()).newPage()
    await entraDallePagine(paola, s, persone.preparata)
    await paola.waitForURL(`${s.url}/`)
  })

  test('records the formal request and accredits an operator, who enters', async () => {
    const k = tasti(p)
    await k.menu(/^Accreditamento/, /^Richieste formali$/)
    await p.getByRole('heading', { name: 'Richieste formali', level: 1 }).waitFor()
    await k.premiSu(/^Registra una richiesta/, 'a')
    await p.getByRole('heading', { name: 'Registra una richiesta formale' }).waitFor()
    await pronta(p)
    await k.riempi(/^Ufficio/, 'Servizi sociali')
    await k.riempi(/^Protocollo/, '501/2026')
    await k.riempi(/^Data della nota/, '01/02/2026')
    await k.premiSu(/^Registra$/, 'button')
    await p.waitForURL(/richieste-formali\/[0-9a-f-]{36}/)
    await pronta(p)
    await k.premiSu(/^Accredita un operatore$/, 'a')
    await p.getByRole('heading', { name: 'Accredita un operatore' }).waitFor()
    await pronta(p)
    await k.riempi(/^Codice fiscale/, calcolaCodiceFiscale(elena))
    await k.riempi(/^Cognome/, elena.cognome)
    await k.riempi(/^Nome/, elena.nome)
    await k.riempi(/^Data di nascita/, '12/05/1985')
    await k.cerca(/^Comune o Stato di nascita/, 'Latin')
    await k.spunta(/^Femmina/, 'radio')
    await k.scegliVoce(/^Ruolo/, 'Case')
    await k.scegliVoce(/^Territorio|^Comune|^Per quale/, 'Latin')
    await k.premiSu(/^Accredita$/, 'button')
    await p.getByText('è tra gli utenti').waitFor()

    const lei = await (await s.nuovoContesto()).newPage()
    const kl = await versoSpid(lei, s)
    await kl.premiSu(/^Un’altra persona/)
    for (const [campo, valore] of [
      [/^Codice fiscale/, calcolaCodiceFiscale(elena)],
      [/^Nome/, elena.nome],
      [/^Cognome/, elena.cognome],
    ] as const)
      await kl.riempi(campo, valore)
    await kl.vaiA(/nascita/, 'date')
    await kl.scrivi('12051985')
    await kl.riempi(/^(Luogo|Comune|Codice).*nascita/, 'E472')
    await kl.riempi(/mail/, 'elena@example.it')
    await kl.riempi(/^(Telefono|Cellulare)/, '3331112223')
    await kl.premiSu(/^Entra come questa persona/)
    await lei.waitForURL(`${s.url}/`)
    await lei.getByText('Comune di Latina').first().waitFor()
  })

  test('loads a workbook, reads what it would do, confirms', async () => {
    const k = tasti(p)
    await k.menu(/^Accreditamento/, /^Import/)
    await p.getByRole('heading', { level: 1, name: /^Importa/ }).waitFor()
    await pronta(p)
    await k.scegli(/^Richiesta formale/, 1)
    await k.allega(/^Foglio degli operatori/, {
      name: 'operatori.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await cartellaOperatori([rigaOperatore('Foglio', '1978-03-14')]),
    })
    await p.waitForURL(/importazioni\/[0-9a-f-]{36}/)
    await p.locator('.conti-righe').waitFor({ timeout: 60_000 })
    await k.premiSu(/^Importa 1/, 'button')
    await p.locator('dialog[open]').waitFor()
    await k.premiSu(/^Importa/, 'button')
    await p.getByText('Importazione conclusa').first().waitFor({ timeout: 60_000 })
  })
})

test('the legal representative of an ambito fills in the public form and sends it', { timeout: 240_000 }, async () => {
  const anna = { cognome: 'Verdi', nome: 'Anna', dataNascita: '1980-05-06', genere: 'F' as const, belfiore: 'H501' }
  const cf = calcolaCodiceFiscale(anna)
  const q = await (await s.nuovoContesto()).newPage()
  const k = tasti(q)
  await q.goto(`${s.url}/richiesta-accreditamento`)
  await pronta(q)
  await k.premiSu(/^Comincia una nuova richiesta/, 'button')
  await q.getByRole('heading', { name: 'La chiave della tua richiesta' }).waitFor()
  await k.premiSu(/Ho conservato/)
  await q.getByRole('heading', { name: 'Modulo della richiesta' }).waitFor()
  await pronta(q)
  await k.cerca(/^Ambito territoriale/, 'Magent')
  await k.spunta(/legale rappresentante/i, 'radio')
  await k.riempi(/^Cognome di chi firma/, 'Firma')
  await k.riempi(/^Nome di chi firma/, 'Franca')
  await k.riempi(/^E-mail di chi firma/, 'franca.firma@example.it')
  await k.riempi(/^Telefono di chi firma/, '02 123456')
  await k.riempi(/^Codice fiscale/, cf)
  await k.riempi(/^Cognome \(/, anna.cognome)
  await k.riempi(/^Nome \(/, anna.nome)
  await k.spunta(/^Femmina/, 'radio')
  await k.riempi(/^Data di nascita/, '06/05/1980')
  await k.cerca(/nascita/, 'Roma')
  await k.riempi(/^E-mail/, 'anna.verdi@example.it')
  await k.riempi(/^Telefono/, '3330000000')
  await k.allega(/^Documento di identità/, documento('identita.pdf'))
  await q.getByRole('button', { name: 'Togli «identita.pdf»' }).waitFor()
  await k.allega(/^Tessera sanitaria/, documento('tessera.pdf'))
  await q.getByRole('button', { name: 'Togli «tessera.pdf»' }).waitFor()
  await k.allega(/Messaggio PEC/, {
    name: 'nota.eml',
    mimeType: 'message/rfc822',
    buffer: Buffer.from(
      eml(new Date('2026-03-02T09:00:00Z'), 'comune@pec.example.it', 'Nota', 'Si designa Anna Verdi.'),
    ),
  })
  await q.getByRole('button', { name: 'Togli «nota.eml»' }).waitFor()
  await k.premiSu(/^Aggiungi una persona nominata/, 'button')
  await k.riempi(/Nominativo|Cognome e nome/i, 'Verdi Anna')
  await k.riempi(/^Codice fiscale/, cf)
  await k.spunta(/^Dichiaro/, 'checkbox')
  await k.premiSu(/^Salva e controlla/, 'button')
  await q.locator('.ra-mancanze').waitFor({ state: 'detached' })
  // the draft is being saved: the button says so until it is
  await q.locator('button:not([aria-disabled="true"])', { hasText: /^Invia la richiesta$/ }).waitFor()
  await k.premiSu(/^Invia la richiesta/, 'button')
  await q.locator('dialog[open]').waitFor()
  await k.premiSu(/^Invia la richiesta/, 'button')
  await q.getByRole('heading', { name: 'Ricevuta della richiesta' }).waitFor()
  expect(await q.locator('code.ra-codice').count()).toBe(1)
})
