// A case manager opens his caso, begins its analysis, concludes it and finds the caso moved; the équipe of another caso sits, its
// minutes are written and closed; who is named in it finds what she is named for, and nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { analizza } from './patto-passi.ts'
import { ancheSulTelefono, entra, pronta, type Scenario, scenario, sullaCarta } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

test('from the first meeting to the analysis concluded, then the équipe sits', { timeout: 300_000 }, async () => {
  const page = await (await s.nuovoContesto()).newPage()
  await entra(page, s, persone.caseManager, '/miei-casi')
  await page.getByRole('link', { name: 'Simulata Olga' }).click()
  await pronta(page)
  await page.getByText('L’analisi preliminare comincia dopo il primo incontro').waitFor()
  await page.getByRole('button', { name: 'Registra il primo incontro' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Registra', exact: true }).click()
  await page.getByText('Si è presentato', { exact: true }).waitFor()
  // she is nobody of the record yet: a work looks for her there, and adds her
  await page.getByRole('button', { name: 'Collega i componenti' }).click()
  await page.getByText('Richiesta inviata').waitFor()
  await analizza(page, /^4 – /)
  await page.getByText('Analisi preliminare conclusa', { exact: true }).first().waitFor()
  await page.getByText('4 – Obbligo sociale e facoltà di lavoro').waitFor()
  await ancheSulTelefono(page, 'caso-analisi')

  await page.goto(`${s.url}/miei-casi`)
  await page.getByRole('link', { name: 'Fittizio Dario' }).click()
  await pronta(page)
  await page.getByText('Obiettivi possibili, dall’ultimo quadro concluso').waitFor()
  await page.getByRole('link', { name: 'Équipe', exact: true }).click()
  await page.waitForURL(/\/equipe\/[0-9a-f-]{36}$/)
  await pronta(page)
  const equipe = page.url()
  await ancheSulTelefono(page, 'equipe', true)
  await page.getByRole('button', { name: 'Nomina un componente' }).click()
  await page.getByRole('dialog').getByLabel('Ente o servizio').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Annulla' }).click()
  await page.getByRole('link', { name: 'Seduta n. 2' }).click()
  await pronta(page)
  await page.getByRole('button', { name: 'Comincia il verbale' }).click()
  await page.getByLabel('Che cosa si è detto').fill('Si comincia dai debiti.')
  await page.getByRole('button', { name: 'Aggiungi una decisione' }).click()
  await page.getByLabel('Che cosa si è deciso').fill('Obiettivi del patto entro il mese')
  await page.getByLabel('Chi la porta avanti').fill('Il case manager')
  await ancheSulTelefono(page, 'equipe-verbale')
  await page.getByRole('button', { name: 'Salva il verbale' }).click()
  await page.getByText('Verbale salvato.').waitFor()
  await page.getByRole('button', { name: 'Chiudi il verbale' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Chiudi il verbale' }).click()
  await page.getByText('Verbale chiuso', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Aggiungi al verbale' }).waitFor()
  await ancheSulTelefono(page, 'equipe-seduta')
  await sullaCarta(page)

  const sua = await (await s.nuovoContesto()).newPage()
  await entra(sua, s, persone.componenteEquipe, '/mie-equipe')
  await ancheSulTelefono(sua, 'equipe-mie')
  await sua.getByRole('link', { name: 'Fittizio Dario' }).click()
  await sua.waitForURL(equipe)
  await pronta(sua)
  expect(await sua.getByRole('button', { name: 'Nomina un componente' }).count()).toBe(0)
  await sua.getByRole('link', { name: 'Quadro di analisi T0' }).click()
  await pronta(sua)
  await sua.getByText('Vedi le parti per cui sei nominato').waitFor()
  await sua.getByRole('heading', { level: 2, name: 'Ambiente e famiglia' }).waitFor()
  expect(await sua.locator('main').textContent()).not.toContain('Bambini e ragazzi')
  await ancheSulTelefono(sua, 'equipe-analisi')
  await sua.goto(equipe)
  await sua.getByRole('link', { name: 'Leggi il patto e come va' }).click()
  await sua.getByRole('heading', { level: 1, name: /^Patto: Fittizio Dario/ }).waitFor()
  await ancheSulTelefono(sua, 'equipe-patto')
  await sua.goto(equipe)
  await sua.getByRole('link', { name: 'Seduta n. 2' }).click()
  await sua.getByText('Si comincia dai debiti.').waitFor()
  // she says herself what she does not agree with, beside the minutes
  await sua.getByRole('button', { name: 'Non sono d’accordo' }).click()
  const dissenso = sua.getByRole('dialog')
  await dissenso.getByLabel('Con quale decisione').selectOption('1')
  await dissenso.getByLabel('Perché').fill('Prima serve la casa.')
  await dissenso.getByRole('button', { name: 'Scrivi il dissenso' }).click()
  await sua.getByText('Dissenso sulla decisione 1').waitFor()
  await ancheSulTelefono(sua, 'equipe-dissenso', true)

  // the household moves: what was found here is read there
  const caso = equipe.split('/').at(-1)!
  await page.goto(`${s.url}/miei-casi/${caso}/confronto/quadro-di-analisi`)
  await page.getByRole('heading', { level: 1, name: /a confronto: Fittizio Dario/ }).waitFor()
  await ancheSulTelefono(page, 'caso-confronto')
  const la = await (await s.nuovoContesto()).newPage()
  await entra(la, s, persone.coordinatoreECase, '/casi')
  const api = async (metodo: 'get' | 'post', path: string, data: object = {}) => {
    const r = await la.request[metodo](`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
    if (!r.ok()) throw new Error(`${path}: ${await r.text()}`)
    return r.json()
  }
  await api('post', `/casi/${caso}/offerta`, { comuneId: 'E472', motivo: 'Vive là' })
  const { voci: arrivi } = await api('get', '/casi/arrivi')
  await api('post', `/casi/arrivi/${arrivi[0].id}/risposta`, { accetta: true, motivo: '' })
  await la.goto(`${s.url}/casi?assegnazione=da-assegnare`)
  const scelta = la.getByLabel('Case manager per Fittizio Dario')
  await expect
    .poll(
      async () => {
        await la.reload()
        await pronta(la)
        return scelta.count()
      },
      { timeout: 60_000, interval: 2000 },
    )
    .toBe(1)
  const io = scelta.locator('option', { hasText: persone.coordinatoreECase.cognome })
  await scelta.selectOption((await io.getAttribute('value'))!)
  await la.getByRole('button', { name: 'Assegna 1 caso' }).click()
  await la.getByText('1 caso assegnato.').waitFor()
  await la.goto(`${s.url}/miei-casi`)
  await la.getByRole('link', { name: 'Fittizio Dario' }).click()
  await pronta(la)
  await la.getByRole('link', { name: 'Quadro di analisi T0' }).click()
  await la.getByText('È arrivata con il nucleo').waitFor()
  await la.getByRole('heading', { level: 2, name: 'Ambiente e famiglia' }).waitFor()
  await ancheSulTelefono(la, 'analisi-ricevuta')
  await sullaCarta(la)
})
