// Entering and leaving, as a person does it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { controlla, entraDallePagine, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

describe('entering with SPID', () => {
  test('from the button, by keyboard alone, to the home page; and out again', async () => {
    const page = await (await s.nuovoContesto()).newPage()
    await page.goto(s.url)
    await page.waitForURL(/\/accesso/)
    await controlla(page, 'accesso', true)
    const bottone = page.getByRole('button', { name: /entra con spid/i })
    await bottone.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').or(page.locator('[role="menu"], ul a[href^="/spid/login"]').first()).first().waitFor()
    await page.locator('a[href^="/spid/login"]').first().focus()
    await page.keyboard.press('Enter')
    await page.locator(`button[value="${persone.amministratrice.codiceFiscale}"]`).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${s.url}/`)
    await controlla(page, 'home-amministratore', true)
    await page.goto(`${s.url}/spid/logout`)
    await page.waitForURL(/\/accesso/)
    expect((await page.request.get(`${s.url}/api/sessione`)).status()).toBe(401)
  })
  test.each([
    ['sospesa', persone.sospesa, /sospeso/i],
    ['cessato', persone.cessato, /cessato/i],
    ['preparata', persone.preparata, /non sei ancora abilitat/i],
    ['sconosciuto', persone.sconosciuto, /non risulti/i],
  ])('who is %s reads why and whom to ask', async (nome, persona, frase) => {
    const page = await (await s.nuovoContesto()).newPage()
    await entraDallePagine(page, s, persona)
    await pronta(page)
    await page.getByText(frase).first().waitFor()
    await controlla(page, `accesso-${nome}`)
  })
  test('who cancels at the provider reads so', async () => {
    const page = await (await s.nuovoContesto()).newPage()
    await page.goto(`${s.url}/accesso`)
    const { voci } = await (await page.request.get(`${s.url}/spid/idp`)).json()
    await page.goto(`${s.url}/spid/login?idp=${encodeURIComponent(voci[0].entityId)}`)
    await page.getByRole('button', { name: 'Annulla' }).click()
    await page
      .getByText(/hai annullato/i)
      .first()
      .waitFor()
  })
  test('the place one was going to is kept', async () => {
    const page = await (await s.nuovoContesto()).newPage()
    await page.goto(`${s.url}/utenti?stato=sospeso`)
    await page.waitForURL(/\/accesso/)
    await page.getByRole('button', { name: /entra con spid/i }).click()
    await page.locator('a[href^="/spid/login"]').first().click()
    await page.locator(`button[value="${persone.amministratrice.codiceFiscale}"]`).click()
    await page.waitForURL(/\/utenti\?stato=sospeso/)
    await page.getByText('Sospesa').first().waitFor()
  })
})
