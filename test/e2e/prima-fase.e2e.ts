// First phase, whole: the legal representative names the administrator with the public form, the ministry asks for an
// integration, the applicant gives it, the ministry approves, and the new administrator enters with SPID.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eml, pdf } from '../../seed/fonti.ts'
import { persone } from '../../seed/persone.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { controlla, entraDallePagine, fotografa, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const anna = { cognome: 'Verdi', nome: 'Anna', dataNascita: '1980-05-06', genere: 'F' as const, belfiore: 'H501' }
const cf = calcolaCodiceFiscale(anna)
const altro = calcolaCodiceFiscale({
  cognome: 'Neri',
  nome: 'Ugo',
  dataNascita: '1970-01-02',
  genere: 'M',
  belfiore: 'H501',
})

describe('an ambito asks to be accredited', () => {
  test('from the form to the first login of its administrator', { timeout: 300_000 }, async () => {
    const p = await (await s.nuovoContesto()).newPage()
    p.on('dialog', (d) => void d.accept())

    // the key, shown once
    await p.goto(`${s.url}/richiesta-accreditamento`)
    await controlla(p, 'richiesta-inizio')
    await p.getByRole('button', { name: 'Comincia una nuova richiesta' }).press('Enter')
    await p.getByRole('heading', { name: 'La chiave della tua richiesta' }).waitFor()
    const chiave = (await p.locator('code.ra-codice').textContent())!
    await controlla(p, 'richiesta-chiave')
    await p.getByRole('button', { name: /Ho conservato/ }).click()

    // the form, that saves itself
    await p.getByRole('heading', { name: 'Modulo della richiesta' }).waitFor()
    const ambito = p.getByRole('combobox', { name: /Ambito territoriale/ })
    await ambito.focus()
    await p.keyboard.type('Latina')
    await p.getByRole('option').first().waitFor()
    await p.keyboard.press('ArrowDown')
    await p.keyboard.press('Enter')
    await p.getByLabel('Un delegato').check()
    await p.getByLabel(/Cognome di chi firma/).fill('Firma')
    await p.getByLabel(/^Nome di chi firma/).fill('Franca')
    await p.getByLabel(/E-mail di chi firma/).fill('franca.firma@example.it')
    await p.getByLabel(/Telefono di chi firma/).fill('0773 123456')
    await p
      .getByLabel(/^Cognome \(/)
      .first()
      .fill(anna.cognome)
    await p
      .getByLabel(/^Nome \(/)
      .first()
      .fill(anna.nome)
    await p.locator('input[name="persone.0.codiceFiscale"]').fill(cf.toLowerCase())
    await p.getByRole('radio', { name: 'Femmina' }).check()
    await p.locator('input[name="persone.0.dataNascita"]').fill('6/5/1980')
    const luogo = p.getByRole('combobox', { name: /nascita/ })
    await luogo.fill('Roma')
    await p
      .getByRole('option', { name: /^Roma\b/ })
      .first()
      .click()
    await p.locator('input[name="persone.0.email"]').fill('anna.verdi@example.it')
    await p.locator('input[name="persone.0.telefono"]').fill('3330000000')
    await p.getByLabel(/Dichiaro/).check()
    const allega = async (etichetta: RegExp, nome: string, contenuto: Uint8Array, tipo = 'application/pdf') => {
      await p
        .getByLabel(etichetta)
        .first()
        .setInputFiles({ name: nome, mimeType: tipo, buffer: Buffer.from(contenuto) })
      await p.getByText(nome).first().waitFor()
    }
    await allega(/Documento di identità: Verdi/, 'identita.pdf', pdf('identità'))
    await allega(/Tessera sanitaria.*Verdi/, 'tessera.pdf', pdf('tessera'))
    await allega(/Atto di delega/, 'delega.pdf', pdf('delega'))
    await allega(
      /Messaggio PEC/,
      'nota.eml',
      eml(new Date('2026-03-02T09:00:00Z'), 'comune@pec.example.it', 'Nota', 'Si designa Anna Verdi.'),
      'message/rfc822',
    )

    // A2.05: the note names somebody else, and the page says who is missing where
    await p.getByRole('button', { name: 'Aggiungi una persona nominata nella nota' }).click()
    await p.locator('input[name="personeNota.0.nominativo"]').fill('Neri Ugo')
    await p.locator('input[name="personeNota.0.codiceFiscale"]').fill(altro)
    await p
      .locator('.ra-mancanze')
      .getByText(/Neri Ugo|Verdi/)
      .first()
      .waitFor()
    await controlla(p, 'richiesta-nomi-diversi')
    await p.locator('input[name="personeNota.0.nominativo"]').fill('Verdi Anna')
    await p.locator('input[name="personeNota.0.codiceFiscale"]').fill(cf)
    await p.getByRole('button', { name: 'Salva e controlla' }).click()

    // a closed page loses nothing: the key opens the draft again
    await p.locator('.ra-mancanze').waitFor({ state: 'detached' })
    await p.reload()
    await p.getByLabel('Chiave della richiesta').fill(chiave)
    await p.keyboard.press('Enter')
    await p.getByRole('heading', { name: 'Modulo della richiesta' }).waitFor()
    expect(await p.locator('input[name="persone.0.cognome"]').inputValue()).toBe('Verdi')
    await fotografa(p, 'richiesta-pubblica', true)
    await p.getByRole('button', { name: 'Invia la richiesta' }).click()
    await p.getByRole('dialog').getByRole('button', { name: 'Invia la richiesta' }).click()
    await p.getByRole('heading', { name: 'Ricevuta della richiesta' }).waitFor()
    await controlla(p, 'richiesta-ricevuta')
    const ricevuta = (await p.locator('code.ra-codice').textContent())!

    // the ministry
    const m = await (await s.nuovoContesto()).newPage()
    await entraDallePagine(m, s, persone.superUtente, '/richieste-ambito')
    await controlla(m, 'richieste-coda', true)
    await m.getByLabel('Ambito o codice').fill(ricevuta.slice(0, 9))
    await m.waitForURL(/q=/)
    await m
      .getByRole('row')
      .getByRole('link', { name: /Latina/ })
      .click()
    await m.getByRole('heading', { name: 'Il modulo' }).waitFor()
    await m.getByRole('button', { name: 'Prendi in carico' }).click()
    await m.getByText('La richiesta è in carico a te').waitFor()
    await controlla(m, 'richiesta-scheda')
    await m.getByRole('button', { name: 'Chiedi un’integrazione' }).click()
    await m.getByLabel(/Che cosa manca/).fill('Indica un telefono diretto di chi firma.')
    await m.getByRole('dialog').getByRole('button', { name: 'Chiedi un’integrazione' }).click()
    await m.getByText('Integrazione richiesta.').waitFor()

    // the applicant, with the receipt code and then with the key
    await p.goto(`${s.url}/richiesta-accreditamento/stato?ricevuta=${ricevuta}`)
    await p.getByText('In attesa di un’integrazione').first().waitFor()
    expect(await p.getByText('Verdi').count()).toBe(0)
    await controlla(p, 'richiesta-stato')
    await p.goto(`${s.url}/richiesta-accreditamento`)
    await p.getByLabel('Chiave della richiesta').fill(chiave)
    await p.keyboard.press('Enter')
    await p.getByText('Il ministero chiede di integrare').waitFor()
    await p.getByLabel(/Telefono di chi firma/).fill('0773 654321')
    await p.getByRole('button', { name: 'Salva e controlla' }).click()
    await p.getByRole('button', { name: 'Invia la richiesta integrata' }).click()
    await p.getByRole('dialog').getByRole('button', { name: /Invia/ }).click()
    await p.getByRole('heading', { name: 'Ricevuta della' }).waitFor()

    // approval
    await m.reload()
    await m.getByRole('button', { name: 'Prendi in carico' }).click()
    await m.getByText('La richiesta è in carico a te').waitFor()
    // A2.05: who approves has read the note himself
    await m
      .getByText(/Le persone della nota le ha scritte chi ha mandato la richiesta/)
      .first()
      .waitFor()
    await m.getByRole('button', { name: 'Salva le persone della nota' }).click()
    await m.getByText('Persone della nota riportate.').waitFor()
    await m.getByRole('button', { name: 'Approva' }).click()
    await m.getByRole('dialog').getByRole('button', { name: 'Approva' }).click()
    await m.getByText(/Richiesta approvata/).waitFor()
    await p.goto(`${s.url}/richiesta-accreditamento/stato?ricevuta=${ricevuta}`)
    await p.getByText('Approvata').first().waitFor()

    // R1.10, R1.12: she enters with SPID, and is the second administrator of the ambito
    const a = await (await s.nuovoContesto()).newPage()
    await a.goto(`${s.url}/accesso`)
    const { voci } = await (await a.request.get(`${s.url}/spid/idp`)).json()
    await a.goto(`${s.url}/spid/login?idp=${encodeURIComponent(voci[0].entityId)}`)
    await a.getByText('Un’altra persona').click()
    for (const [campo, valore] of Object.entries({
      codiceFiscale: cf,
      nome: 'Anna',
      cognome: 'Verdi',
      dataNascita: '1980-05-06',
      luogoNascita: 'H501',
      email: 'anna.verdi@example.it',
      telefono: '3330000000',
    }))
      await a.locator(`input[name="${campo}"]`).fill(valore)
    await a.locator('select[name="genere"]').selectOption('F')
    await a.getByRole('button', { name: 'Entra come questa persona' }).click()
    await a.waitForURL(`${s.url}/`)
    await pronta(a)
    await a.getByText('Anna Verdi').first().waitFor()
    await a.goto(`${s.url}/utenti`)
    await pronta(a)
    await a.getByRole('link', { name: 'Esempio Anna' }).first().waitFor()
  })
})
