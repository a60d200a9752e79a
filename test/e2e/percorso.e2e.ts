// One person's way through the service with the keyboard alone, several operators each on a browser of his own: contact,
// segnalazione, presa in carico, diary, genogram, transfer with its hand-over, closing, reopening. Every key of the quick
// contact is counted. No mouse, no `fill`, no `focus()` (see tasti.ts).
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { persone } from '../../seed/persone.ts'
import { giornoScritto } from '../support/giorni.ts'
import { ancheSulTelefono, controlla, pronta, type Scenario, scenario, sullaCarta } from './support.ts'
import { entraConLaTastiera } from './tasti.ts'

type Postazione = Awaited<ReturnType<typeof entraConLaTastiera>>
let s: Scenario
let olga: Postazione
let teresa: Postazione
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const CAMPI = 5
const TASTI = 40
const LUI = 'D’Esempio Niccolò'
const suo = /^D’Esempio Niccolò/

/** Counts the keys that are not free text: a chord is two. */
function contatore(page: Page) {
  let tasti = 0
  return {
    premi: async (tasto: string, volte = 1) => {
      for (let n = 0; n < volte; n++) await page.keyboard.press(tasto)
      tasti += volte * tasto.split('+').length
    },
    /** Letters typed to find an entry or a person. */
    cerca: async (testo: string) => {
      await page.keyboard.type(testo)
      tasti += testo.length
    },
    quanti: () => tasti,
  }
}

const attivo = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '')
const detto = (page: Page, testo: string | RegExp) => page.getByText(testo).first().waitFor()
const titolo = async (page: Page, nome: string | RegExp) => {
  await page.getByRole('heading', { level: 1, name: nome }).waitFor()
  await pronta(page)
}
/** A button whose state allows it: after an act the page has still to know. */
const possibile = (page: Page, nome: RegExp) =>
  page.locator('button:not([aria-disabled="true"])', { hasText: nome }).first().waitFor()
const finestraChiusa = (page: Page) => page.locator('dialog[open]').waitFor({ state: 'detached' })

describe('from the first contact to the reopening, by keyboard alone', { timeout: 240_000 }, () => {
  let segnalazione = ''

  test('at the desk: two quick contacts, within five fields and forty keys', async () => {
    olga = await entraConLaTastiera(s, persone.sportello)
    const { page, k } = olga
    await controlla(page, 'home-sportello')
    await k.menu(/^Sportello/, /^Accoglienza/)
    await titolo(page, 'Sportello')
    const modulo = page.locator('.contatto-rapido form')
    await modulo.getByRole('combobox', { name: 'Bisogno' }).waitFor()
    expect(await modulo.locator('select, textarea, input').count()).toBe(CAMPI)
    await controlla(page, 'sportello', true)

    // from the top of the page: «vai al contenuto», the way back home, the guide, the form
    await page.reload()
    await modulo.getByRole('combobox', { name: 'Bisogno' }).waitFor()
    const primo = contatore(page)
    await primo.premi('Tab')
    await primo.premi('Enter')
    await primo.premi('Tab', 3)
    expect(await attivo(page)).toBe(await modulo.getByLabel('Come').getAttribute('id'))
    await primo.premi('t')
    await primo.premi('Tab')
    await primo.cerca('redd')
    await page.getByRole('option', { name: 'Reddito' }).waitFor()
    await primo.premi('Enter')
    await primo.premi('Tab')
    await primo.premi('o')
    await primo.premi('Tab', 2)
    await page.keyboard.type('Chiede a chi spetta l’assegno di inclusione.')
    await primo.premi('Control+Enter')
    await detto(page, 'Contatto registrato.')
    expect(primo.quanti()).toBeLessThanOrEqual(TASTI)

    // ready for the next one: the focus is on the first field, what was typed is gone
    await page.waitForFunction(() => document.activeElement?.matches('.contatto-rapido select'))
    expect(await modulo.getByLabel('Nota').inputValue()).toBe('')
    expect(await modulo.getByLabel('Come').inputValue()).toBe('telefono')
    const secondo = contatore(page)
    await secondo.premi('Tab')
    await secondo.cerca('alim')
    await page.getByRole('option', { name: 'Alimentazione' }).waitFor()
    await secondo.premi('Enter')
    await secondo.premi('Tab', 2)
    await secondo.cerca('esem nic')
    await page.getByRole('option', { name: suo }).waitFor()
    await secondo.premi('Enter')
    await secondo.premi('Tab')
    await page.keyboard.type('La portinaia non lo vede da tre giorni.')
    await secondo.premi('Control+Enter')
    await page
      .getByRole('row', { name: /Alimentazione.*D’Esempio Niccolò/ })
      .first()
      .waitFor()
    expect(secondo.quanti()).toBeLessThanOrEqual(TASTI)
    console.info(`keys: ${primo.quanti()} from the top of the page, ${secondo.quanti()} for the next one with a person`)
  })

  test('the contact is completed and becomes a segnalazione, whose reporter the desk reads no more', async () => {
    const { page, k } = olga
    await k.premiSu(/^Completa il contatto appena registrato/, 'a')
    await titolo(page, 'Contatto')
    expect(await page.getByLabel('Alimentazione').isChecked()).toBe(true)
    await k.premiSu(/^Da proporre per questi bisogni/)
    await k.premiSu(/^Aggiungi Emporio solidale dimostrativo/, 'button')
    await controlla(page, 'contatto', true)
    await k.premiSu(/^Salva la scheda/, 'button')
    await detto(page, 'Scheda salvata.')
    await pronta(page)
    await k.premiSu(/^Apri una segnalazione/, 'a')
    await titolo(page, 'Nuova segnalazione')
    await k.riempi(/^Fatti/, 'La signora Portinaia dice che non apre da tre giorni.')
    await k.spunta(/^Sì/, 'radio', 0, /non autosufficiente rimasta sola/)
    await k.riempi(/^Nome di chi segnala/, 'Rosa Portinaia')
    await controlla(page, 'segnalazione-nuova', true)
    await k.premiSu(/^Registra la segnalazione/, 'button')
    const esito = page.getByText(/^Segnalazione \S+ registrata, urgenza urgente/).first()
    segnalazione = /Segnalazione (\S+) registrata/.exec((await esito.textContent()) ?? '')![1]!
    await titolo(page, 'Segnalazioni')
    // it is there, and how it goes; not to be opened
    await page.getByRole('rowheader', { name: segnalazione }).waitFor()
    expect(await page.getByRole('link', { name: segnalazione }).count()).toBe(0)
    expect(await page.locator('main').textContent()).not.toContain('Portinaia')
  })

  test('a social worker evaluates it, prints the copy for the family, proposes the presa in carico', async () => {
    teresa = await entraConLaTastiera(s, persone.assistenteSociale)
    const { page, k } = teresa
    await controlla(page, 'home-assistente-sociale')
    await k.menu(/^Sportello/, /^Segnalazioni$/)
    await titolo(page, 'Segnalazioni')
    await k.premiSu(new RegExp(`^${segnalazione}`), 'a')
    await titolo(page, /^Segnalazione /)
    await k.premiSu(/^Inizia la valutazione$/, 'button')
    await page.getByRole('button', { name: 'Prendi in carico' }).waitFor()
    await detto(page, 'Rosa Portinaia')
    await k.premiSu(/^Aggiungi una persona segnalata/, 'summary')
    await k.riempi(/^Oppure, in parole/, 'La sorella, al piano di sotto')
    await k.premiSu(/^Aggiungi la persona$/, 'button')
    await page.getByRole('listitem').filter({ hasText: 'La sorella, al piano di sotto' }).waitFor()
    await pronta(page)
    await controlla(page, 'segnalazione', true)

    await k.premiSu(/^Copia per la famiglia/, 'a')
    await titolo(page, 'Copia per la famiglia')
    await detto(page, /\[omissis\] dice/)
    await controlla(page, 'segnalazione-copia', true)
    await page.emulateMedia({ media: 'print' })
    // biome-ignore lint/performance/useDomNodeTextContent: what paper shows, without what it hides
    expect(await page.locator('main').innerText()).not.toMatch(/Portinaia|Rileggila/)
    await page.emulateMedia({ media: 'screen' })

    await k.premiSu(/^Segnalazione$/, 'a')
    await titolo(page, /^Segnalazione /)
    await k.premiSu(/^Prendi in carico$/, 'button')
    await k.scegliVoce(/^Area/, 'Anz')
    await k.riempi(/^Perché si prende in carico/, 'Vive solo e non ha rete.')
    await k.premiSu(/^Proponi la presa in carico$/, 'button')
    await detto(page, /Proposta la presa in carico: numero/)
    await page.getByRole('link', { name: /^Presa in carico n\. \d+ di D’Esempio Niccolò/ }).waitFor()
  })

  test('who coordinates assigns it, by balance or by choice, without reading of whom it is', async () => {
    const { page, k } = await entraConLaTastiera(s, persone.coordinatrice)
    await controlla(page, 'home-coordinatrice')
    await k.premiSu(/^Vai alle assegnazioni/, 'a')
    await titolo(page, 'Prese in carico da assegnare')
    await k.premiSu(/^Proponi un’assegnazione equilibrata/, 'button')
    await page.getByRole('button', { name: /^Assegna 1 / }).waitFor()
    await k.scegliVoce(/^Operatore per il fascicolo/, persone.assistenteSociale.cognome)
    await ancheSulTelefono(page, 'assegnazioni', true)
    expect(await page.locator('main').textContent()).not.toMatch(/Esempio|Niccol/)
    await k.premiSu(/^Assegna 1 /, 'button')
    await detto(page, '1 presa in carico assegnata.')
    await k.premiSu(/^Carico di lavoro/, 'a')
    await titolo(page, 'Carico di lavoro')
    await ancheSulTelefono(page, 'carico', true)
    await page.context().close()
  })

  test('she accepts, meets him, informs him, plans', async () => {
    const { page, k } = teresa
    // what a page has read is good for ten seconds: as who is told by a colleague, she reads it anew
    await page.reload()
    await k.premiSu(/^Da fare$/, 'a')
    await titolo(page, 'Che cosa c’è da fare')
    await page.getByRole('region', { name: 'Aspettano una tua risposta' }).getByRole('link', { name: suo }).waitFor()
    await k.premiSu(suo, 'a')
    await titolo(page, suo)
    await k.premiSu(/^Accetta la presa in carico$/, 'button')
    await detto(page, 'Presa in carico accettata.')
    await k.premiSu(/^Registra il primo contatto$/, 'button')
    await k.riempi(/^Come è avvenuto/, 'Visita a casa con la portinaia')
    await controlla(page, 'presa-primo-contatto')
    await k.premiSu(/^Registra il primo contatto$/, 'button')
    await detto(page, 'Primo contatto registrato.')
    await finestraChiusa(page)
    await possibile(page, /^Attiva$/)
    await k.premiSu(/^Attiva$/, 'button')
    await detto(page, 'Presa in carico attiva.')
    await possibile(page, /^Informativa consegnata$/)
    await k.premiSu(/^Informativa consegnata$/, 'button')
    await k.premiSu(/^Registra$/, 'button')
    await detto(page, 'Informativa registrata.')
    await finestraChiusa(page)
    await k.premiSu(/^Modifica$/, 'button')
    await k.riempi(/^Accordi/, 'Una telefonata ogni lunedì')
    await k.riempi(/^Sicurezza/, 'Il cane in cortile: suonare prima')
    await k.premiSu(/^Salva$/, 'button')
    await detto(page, 'Modifiche salvate.')
    await finestraChiusa(page)
    await k.premiSu(/^Aggiungi un compito$/, 'button')
    await k.riempi(/^Che cosa c’è da fare/, 'Domanda di assistenza domiciliare')
    await k.scegliVoce(/^Tipo/, 'Prest')
    await k.riempi(/^Entro il/, giornoScritto(5))
    await k.premiSu(/^Aggiungi$/, 'button')
    await detto(page, 'Compito aggiunto.')
    await finestraChiusa(page)
    // closing says why it cannot be done now
    await detto(page, 'C’è ancora un compito aperto')
    await ancheSulTelefono(page, 'presa', true)
    await sullaCarta(page)
  })

  test('she writes in the diary with Ctrl+Enter', async () => {
    const { page, k } = teresa
    await k.premiSu(/^Tutte le prese in carico di/, 'a')
    await titolo(page, 'Prese in carico')
    await k.premiSu(/^Diario$/, 'a')
    await titolo(page, 'Diario')
    await k.premiSu(/^Scrivi nel diario/, 'a')
    await titolo(page, 'Scrivi nel diario')
    await k.scegliVoce(/^Tipo/, 'Vis')
    await k.riempi(/^Fatto osservato/, 'La dispensa è vuota, la casa è pulita.')
    await k.premi('Control+Enter')
    await titolo(page, 'Diario')
    await page.getByRole('article', { name: /^Visita domiciliare/ }).waitFor()
    await detto(page, 'La dispensa è vuota')
  })

  test('the genogram composes itself from a relation, its date moves with the arrows; the ecomap has the service', async () => {
    const { page, k } = teresa
    await k.premiSu(/^Genogramma$/, 'a')
    await titolo(page, 'Genogramma')
    await detto(page, 'C’è soltanto questa persona')
    await k.premiSu(/^Parentele e legami$/, 'a')
    await titolo(page, 'Parentele, unioni e legami')
    await k.premiSu(/^Registra una relazione$/, 'button')
    await k.cerca(/^Con chi/, 'simul rit')
    await k.spunta(/^Genitore e figlio/, 'radio', 1)
    await k.scegliVoce(/^Tipo/, 'Conv')
    await k.riempi(/^Dal/, '01/02/2022')
    await k.scegliVoce(/^Da dove lo sappiamo/, 'La')
    await k.premiSu(/^Registra$/, 'button')
    await page.getByRole('row', { name: /Simulati Rita/ }).waitFor()
    await k.premiSu(/^Genogramma$/, 'a')
    await titolo(page, 'Genogramma')
    const disegno = page.locator('svg[role=img]').first()
    await disegno.locator('text', { hasText: 'Rita' }).first().waitFor()
    await page.getByRole('row', { name: /Rita Simulati|Simulati Rita/ }).waitFor()
    await ancheSulTelefono(page, 'genogramma-percorso')
    await k.vaiA(/^Anno/, 'range')
    const anno = new Date().getFullYear()
    for (let n = anno; n > 2018; n--) await k.premi('ArrowLeft')
    await detto(page, /Situazione al \d{2}\/\d{2}\/2018/)
    await page.getByRole('row', { name: /Dimostrativo/ }).waitFor()

    await k.premiSu(/^Ecomappa$/, 'a')
    await titolo(page, 'Ecomappa')
    await page.getByRole('row', { name: /Servizio sociale: Anziani/ }).waitFor()
    await page.locator('svg[role=img] text', { hasText: 'Legame forte' }).first().waitFor()
    await k.vaiA(/^Scarica SVG/, 'button')
    await ancheSulTelefono(page, 'ecomappa', true)
    await sullaCarta(page)
  })

  test('the transfer is offered, read item by item, accepted', async () => {
    const { page, k } = teresa
    await k.premiSu(/^Prese in carico$/, 'a')
    await titolo(page, 'Prese in carico')
    await k.premiSu(/^n\. \d/, 'a')
    await titolo(page, suo)
    await k.premiSu(/^Offri il passaggio$/, 'button')
    await k.scegliVoce(/^Collega/, persone.assistenteSociale2.cognome)
    await k.riempi(/^Motivo/, 'Cambio ufficio')
    await k.premiSu(/^Offri il passaggio$/, 'button')
    await detto(page, 'Passaggio offerto')
    await finestraChiusa(page)
    await ancheSulTelefono(page, 'presa-offerta', true)

    const riceve = await entraConLaTastiera(s, persone.assistenteSociale2)
    const [b, kb] = [riceve.page, riceve.k]
    await b.getByRole('region', { name: 'Aspettano una tua risposta' }).getByRole('link', { name: suo }).waitFor()
    await kb.premiSu(suo, 'a')
    await titolo(b, suo)
    const daVedere = b.getByRole('button', { name: 'Ho visto' })
    await daVedere.first().waitFor()
    await pronta(b)
    const voci = await daVedere.count()
    expect(voci).toBeGreaterThanOrEqual(4)
    for (let restano = voci; restano > 0; restano--) {
      await kb.premiSu(/^Ho visto$/, 'button')
      await expect.poll(() => daVedere.count()).toBe(restano - 1)
    }
    await ancheSulTelefono(b, 'presa-consegne', true)
    await kb.premiSu(/^Accetta il passaggio$/, 'button')
    await b.getByRole('dialog').waitFor()
    await kb.premiSu(/^Accetta il passaggio$/, 'button')
    await detto(b, 'ora ne rispondi tu')
    await finestraChiusa(b)
    await expect.poll(() => b.getByText('da vedere').count()).toBe(0)

    // who has passed it on no longer reads it without saying why
    await page.reload()
    await detto(page, 'Non hai in carico questa persona')
    await page.context().close()
    teresa = riceve
  })

  test('closing asks for reason and evaluation; reopening keeps one history', async () => {
    const { page, k } = teresa
    await k.premiSu(/^Fatto$/, 'button')
    await k.riempi(/^Com’è andata/, 'Assegnata dal primo del mese')
    await k.premiSu(/^Segna come fatto$/, 'button')
    await detto(page, 'Compito concluso.')
    await finestraChiusa(page)
    await possibile(page, /^Chiudi$/)
    await k.premiSu(/^Chiudi$/, 'button')
    await k.scegliVoce(/^Motivo/, 'Obiettivi')
    await k.riempi(/^Valutazione finale/, 'Ha ripreso i contatti e mangia con i vicini.')
    await k.premiSu(/^Chiudi$/, 'button')
    await detto(page, 'Presa in carico chiusa.')
    await finestraChiusa(page)
    await possibile(page, /^Riapri e seguila tu$/)
    await k.premiSu(/^Riapri e seguila tu$/, 'button')
    await k.riempi(/^Motivo/, 'È tornato solo')
    await k.premiSu(/^Riapri e seguila tu$/, 'button')
    await detto(page, 'Presa in carico riaperta.')
    await finestraChiusa(page)
    await pronta(page)
    await detto(page, '1 volta')
    const storia = page.getByRole('table', { name: /Dall’atto più recente/ })
    for (const stato of ['da assegnare', 'da accettare', 'accettata', 'attiva', 'chiusa'])
      expect(await storia.getByRole('row', { name: new RegExp(stato) }).count()).toBeGreaterThan(0)
    await controlla(page, 'presa-riaperta')
    await k.premiSu(/^Tutte le prese in carico di/, 'a')
    await titolo(page, 'Prese in carico')
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1)
    await page.getByText(LUI).first().waitFor()
  })
})
