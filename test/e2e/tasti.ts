// Hands on the keyboard and nowhere else: Tab until the wanted place has the focus, and type. Each stop must show where
// it is, so a focus that cannot be seen fails here too. No mouse, no `fill`, no `focus()`.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { PersonaDemo } from '../../seed/persone.ts'
import { pronta, type Scenario } from './support.ts'

/** The element that has the focus, as assistive technology names it. */
const attivo = (page: Page) =>
  page.evaluate(() => {
    const e = document.activeElement as HTMLElement | null
    if (!e || e === document.body) return null
    const etichette = [...((e as HTMLInputElement).labels ?? [])].map((l) => l.textContent).join(' ')
    const stile = (x: Element | null | undefined) => {
      const s = x && getComputedStyle(x)
      return Boolean(
        s && ((s.outlineStyle !== 'none' && Number.parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'),
      )
    }
    // a hidden file input shows its focus on what stands for it; a radio may show it on its label
    const sostituti = [e, e.closest('.file-zona'), ...((e as HTMLInputElement).labels ?? [])]
    return {
      nome: (e.getAttribute('aria-label') ?? (etichette || e.textContent || '')).replace(/\s+/g, ' ').trim(),
      tipo: e.getAttribute('role') ?? (e instanceof HTMLInputElement ? e.type : e.tagName.toLowerCase()),
      gruppo: e.closest('fieldset')?.querySelector('legend')?.textContent ?? '',
      visibile: sostituti.some(stile) || sostituti.some((x) => x && stile(x.querySelector('label.btn'))),
    }
  })

/** What one reads in the place that has the focus: of a native list, the entry that is chosen. */
const contenuto = (page: Page) =>
  page.evaluate(() => {
    const e = document.activeElement
    if (e instanceof HTMLSelectElement) return (e.selectedOptions[0]?.text ?? '').trim()
    return e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement ? e.value.trim() : ''
  })

/** As one compares what one wanted with what one reads. */
const piano = (s: string) => s.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')

const TENTATIVI = 4
/** After so long without a key, Chromium begins another word in a native list. */
const DIMENTICA = 1_200

/**
 * Without somebody who listens, the browser opens its own window to choose a file, and asking for it together with the
 * key that opens it may come after the key. Whoever uses the keyboard listens from the beginning.
 */
const ascoltaLeFinestre = () => {}

export function tasti(page: Page) {
  page.on('filechooser', ascoltaLeFinestre)
  const premi = (tasto: string) => page.keyboard.press(tasto)

  /** Goes on with Tab until what is called so has the focus; `tipo` and `gruppo` where two things have the same name. */
  async function vaiA(nome: RegExp, tipo?: string, { gruppo = /^/, massimo = 150 } = {}) {
    const visti: string[] = []
    for (let i = 0; i < massimo; i++) {
      await premi('Tab')
      const qui = await attivo(page)
      if (!qui) continue
      visti.push(`${qui.tipo} ${qui.nome.slice(0, 40)}`)
      if (nome.test(qui.nome) && (!tipo || qui.tipo === tipo) && gruppo.test(qui.gruppo)) {
        expect(qui.visibile, `${page.url()}: il fuoco su «${qui.nome}» non si vede`).toBe(true)
        return
      }
    }
    throw new Error(`${page.url()}: con Tab non si arriva a ${nome}. Passando per:\n${visti.join('\n')}`)
  }
  const scrivi = (testo: string) => page.keyboard.type(testo)
  /** The entries of the native list that has the focus, and the place of the one that is chosen. */
  const elenco = async () =>
    (
      await page.evaluate(() =>
        [...((document.activeElement as HTMLSelectElement | null)?.options ?? [])].map((o) => o.text.trim()),
      )
    ).map(piano)
  const scelto = () => page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedIndex)
  /** They may still be on their way. */
  const voci = (nome: RegExp, quale: string, ci: () => Promise<boolean>) =>
    expect.poll(ci, { timeout: 15_000, message: `${page.url()}: in ${nome} nessuna voce ${quale}` }).toBe(true)
  return {
    premi,
    vaiA,
    scrivi,
    /** Reaches a button or a link and presses it. */
    premiSu: async (nome: RegExp, tipo?: string) => {
      await vaiA(nome, tipo)
      await premi('Enter')
    },
    riempi: async (nome: RegExp, testo: string) => {
      await vaiA(nome)
      await premi('Control+A')
      await scrivi(testo)
      // not written again: what the page has lost under the hands of who types is a fault of the page
      expect(piano(await contenuto(page)), `${page.url()}: in ${nome} non c’è quello che si è scritto`).toBe(
        piano(testo),
      )
    },
    /** Reaches a check box or the radio buttons of a group, and picks with the keys of the browser. */
    spunta: async (nome: RegExp, tipo: 'checkbox' | 'radio', frecce = 0, gruppo = /^/) => {
      await vaiA(nome, tipo, { gruppo })
      await premi('Space')
      for (let i = 0; i < frecce; i++) await premi('ArrowDown')
    },
    /** A native list: by the first letters of the entry, as one types them; without spaces, which open the list. */
    scegliVoce: async (nome: RegExp, lettere: string) => {
      await vaiA(nome, 'select')
      const inizio = piano(lettere)
      await voci(nome, `comincia con «${lettere}»`, async () => (await elenco()).some((v) => v.startsWith(inizio)))
      let scelta = ''
      for (let i = 0; i < TENTATIVI; i++) {
        // on a machine that lags the browser has forgotten the first letters, and the others are another entry's
        if (i > 0) await page.waitForTimeout(DIMENTICA)
        await scrivi(lettere)
        scelta = await contenuto(page)
        if (piano(scelta).startsWith(inizio)) return
      }
      throw new Error(`${page.url()}: in ${nome} le lettere «${lettere}» hanno scelto «${scelta}»`)
    },
    /** A native list: down by so many entries. */
    scegli: async (nome: RegExp, quante: number) => {
      await vaiA(nome, 'select')
      const prima = await scelto()
      await voci(nome, `sta ${quante} sotto quella scelta`, async () => (await elenco()).length > prima + quante)
      for (let i = 0; i < quante; i++) await premi('ArrowDown')
      expect(await scelto(), `${page.url()}: in ${nome} non si è scesi di ${quante}`).toBe(prima + quante)
    },
    /** A list that looks on the server: types, waits for the answers, takes the first, which must be one that was asked. */
    cerca: async (nome: RegExp, testo: string) => {
      await vaiA(nome, 'combobox')
      await scrivi(testo)
      const lista = await page.evaluate(() => document.activeElement?.getAttribute('aria-controls'))
      const offerte = page.locator(`[id="${lista}"] [role="option"]`)
      await offerte.first().waitFor()
      await premi('ArrowDown')
      const presa = piano((await offerte.and(page.locator('[aria-selected="true"]')).textContent()) ?? '')
      for (const parola of piano(testo).split(' '))
        expect(presa, `${page.url()}: ${nome} offre altro da «${testo}»`).toContain(parola)
      await premi('Enter')
      await offerte.first().waitFor({ state: 'hidden' })
      expect(presa, `${page.url()}: in ${nome} non c’è la voce presa`).toContain(piano(await contenuto(page)))
    },
    /** Opens the window of the browser that chooses files; what happens inside it is the browser's. */
    allega: async (nome: RegExp, file: { name: string; mimeType: string; buffer: Buffer }) => {
      await vaiA(nome, 'file')
      const [finestra] = await Promise.all([page.waitForEvent('filechooser'), premi('Space')])
      await finestra.setFiles(file)
    },
    /** From the menu: the group, then the page. */
    menu: async (gruppo: RegExp, voce: RegExp) => {
      await vaiA(gruppo, 'button')
      await premi('Enter')
      await vaiA(voce, 'a', { massimo: 20 })
      await premi('Enter')
    },
  }
}

/** From the first page to the identity provider, with SPID. */
export async function versoSpid(page: Page, s: Scenario) {
  const k = tasti(page)
  await page.goto(s.url)
  await page.waitForURL(/\/accesso/)
  await pronta(page)
  await k.premiSu(/^Entra con SPID/, 'button')
  await k.premiSu(/^Identità di prova/, 'a')
  await page.waitForURL(/idp-prova|spid\/login/)
  return k
}

/** Somebody of the demonstration enters, on a browser of her own. */
export async function entraConLaTastiera(s: Scenario, p: PersonaDemo) {
  const page = await (await s.nuovoContesto()).newPage()
  const k = await versoSpid(page, s)
  await k.premiSu(new RegExp(`^${p.nome} ${p.cognome}`))
  await page.waitForURL(`${s.url}/`)
  await pronta(page)
  return { page, k }
}
