// Half of the pages, as everybody sees them; the manual; and what a page says that is not for its reader.
import { describe, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { capitoli } from '../../src/web/accesso/manuale/capitoli.ts'
import { giroDellePagine } from './giro-delle-pagine.ts'
import { controlla, entra, pronta, senzaViolazioni } from './support.ts'

const scena = giroDellePagine(0)

test('the manual: every chapter, with its pictures', { timeout: 240_000 }, async () => {
  const page = await (await scena().nuovoContesto()).newPage()
  for (const c of capitoli) {
    await page.goto(`${scena().url}/manuale/${c.id}`)
    await page.locator('.manuale').waitFor()
    await controlla(page, `manuale-${c.id}`)
    const mancano = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>('.manuale img')].filter((i) => !i.naturalWidth).map((i) => i.src),
    )
    expect(mancano).toEqual([])
  }
})

describe('a page', () => {
  test('that the role does not open says so, and offers no data', async () => {
    const page = await (await scena().nuovoContesto()).newPage()
    await entra(page, scena(), persone.caseManager, '/utenti')
    await pronta(page)
    await page
      .getByText(/ruolo non comprende/i)
      .first()
      .waitFor()
    await senzaViolazioni(page)
  })
  test('that does not exist says so', async () => {
    const page = await (await scena().nuovoContesto()).newPage()
    await entra(page, scena(), persone.caseManager, '/non-esiste')
    await pronta(page)
    await page
      .getByText(/non esiste|non trovata/i)
      .first()
      .waitFor()
    await senzaViolazioni(page)
  })
})
