// Nothing typed is lost (issue: at most five seconds of it), and nothing typed is left for others to read: the server
// and the browser killed with kill -9, the network cut, the session gone, a second person at the same browser.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PersonaDemo, persone } from '../../seed/persone.ts'
import { apriProfilo } from '../support/browser.ts'
import { controlla, entra, pronta, type Scenario, scenario } from './support.ts'

let s: Scenario
beforeAll(async () => {
  s = await scenario()
})
afterAll(() => s.close())

const MODULO = '/richieste-formali/nuova'
/** What may be lost. */
const CINQUE_SECONDI = 5000

const nota = (p: Page) => p.getByLabel(/^Note/)
const stato = (p: Page) => p.locator('.bozza-stato [role="status"]')
const dice = (p: Page, frase: RegExp) => expect.poll(() => stato(p).textContent(), { timeout: 20_000 }).toMatch(frase)
async function apri(p: Page) {
  await p.goto(`${s.url}${MODULO}`)
  await pronta(p)
}
async function entraNelModulo(context: BrowserContext, chi: PersonaDemo = persone.amministratrice): Promise<Page> {
  const p = await context.newPage()
  await entra(p, s, chi, MODULO)
  await nota(p).waitFor()
  await pronta(p)
  return p
}
async function scrivi(p: Page, testo: string) {
  await nota(p).click()
  await nota(p).pressSequentially(testo)
}
/** The draft is offered, and taken up gives back the words. */
async function ritrova(p: Page, testo: string, dove: RegExp = /^Hai una bozza del/) {
  await p.getByText(dove).first().waitFor()
  await p.getByRole('button', { name: 'Riprendi' }).first().click()
  await expect.poll(() => nota(p).inputValue()).toBe(testo)
}
/** Leaves nothing for the next test. */
async function butta(p: Page) {
  await p.getByRole('button', { name: 'Elimina la bozza' }).click()
  await expect.poll(() => nota(p).inputValue()).toBe('')
}
/** Everything that this origin keeps in the browser, as its next user could read it. */
const conservato = (p: Page) =>
  p.evaluate(async () => {
    const trovato: string[] = []
    for (const magazzino of [localStorage, sessionStorage]) trovato.push(...Object.entries(magazzino).flat())
    const cassetti: { nome: string; iv: number[]; dati: number[] }[] = []
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((fatto, no) => {
        const r = indexedDB.open(name!)
        r.onsuccess = () => fatto(r.result)
        r.onerror = () => no(r.error)
      })
      for (const tabella of db.objectStoreNames) {
        const negozio = db.transaction(tabella).objectStore(tabella)
        const tutto = <T>(r: IDBRequest<T>) =>
          new Promise<T>((fatto) => {
            r.onsuccess = () => fatto(r.result)
          })
        const [chiavi, valori] = await Promise.all([tutto(negozio.getAllKeys()), tutto(negozio.getAll())])
        valori.forEach((v, n) => {
          cassetti.push({
            nome: String(chiavi[n]),
            iv: [...(v.iv as Uint8Array)],
            dati: [...new Uint8Array(v.dati as ArrayBuffer)],
          })
        })
      }
      db.close()
    }
    for (const nome of await caches.keys()) trovato.push(nome)
    return { trovato, cassetti }
  })
const inChiaro = ({ trovato, cassetti }: Awaited<ReturnType<typeof conservato>>) =>
  trovato.join('\n') + cassetti.map((c) => c.nome + Buffer.from(c.dati).toString('latin1')).join('\n')

describe('nothing typed is lost', { timeout: 240_000 }, () => {
  test('when the server is killed: on the same data, from another browser, the words are there', async () => {
    const p = await entraNelModulo(await s.nuovoContesto())
    await scrivi(p, 'Parole prima del kill -9 del server')
    await p.waitForTimeout(CINQUE_SECONDI)
    await s.uccidiServer()
    // and one goes on typing meanwhile
    await nota(p).pressSequentially(', e dopo')
    await dice(p, /^Senza collegamento/)
    await s.riavviaServer()
    await dice(p, /^Bozza salvata alle \d\d:\d\d/)
    await p.context().close()
    const q = await entraNelModulo(await s.nuovoContesto())
    await controlla(q, 'bozza-ritrovata')
    await ritrova(q, 'Parole prima del kill -9 del server, e dopo')
    await controlla(q, 'bozza-ripresa')
    await butta(q)
    await q.context().close()
  })

  test('when the server is killed and nobody touches the page any more: an entry of the diary, with all its blocks', async () => {
    const modulo = async () => {
      const p = await (await s.nuovoContesto()).newPage()
      await entra(p, s, persone.responsabile, '/persone')
      const api = (path: string, data: object) =>
        p.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
      const { voci } = await (await api('/persone/ricerca', { nome: 'mar dimo' })).json()
      const { id } = voci[0]
      await api(`/persone/${id}/apertura`, { motivo: 'vigilanza', dettaglio: 'Verifica del responsabile' })
      await p.goto(`${s.url}/persone/${id}/diario/nuova`)
      await p.getByLabel('Fatto osservato').waitFor()
      await pronta(p)
      return p
    }
    const dichiarazione = (p: Page) => p.getByRole('textbox', { name: 'Dichiarazione' }).last()
    const p = await modulo()
    await p.getByLabel('Fatto osservato').pressSequentially('La casa è fredda.')
    await p.getByRole('button', { name: '+ Dichiarazione' }).click()
    await p.getByLabel('Dichiarazione di').pressSequentially('la vicina')
    await dichiarazione(p).pressSequentially('Tossisce da giorni.')
    await p.waitForTimeout(CINQUE_SECONDI)
    await s.uccidiServer()
    await p.context().close()
    await s.riavviaServer()
    const q = await modulo()
    await q.getByRole('button', { name: 'Riprendi' }).first().click()
    await expect.poll(() => q.getByLabel('Fatto osservato').inputValue()).toBe('La casa è fredda.')
    expect(await q.getByLabel('Dichiarazione di').inputValue()).toBe('la vicina')
    expect(await dichiarazione(q).inputValue()).toBe('Tossisce da giorni.')
    await q.context().close()
  })

  test('when the browser is killed', async () => {
    const profilo = mkdtempSync(join(s.dir, 'profilo-'))
    const b = await apriProfilo(profilo)
    const p = await entraNelModulo(b.context)
    await scrivi(p, 'Parole prima del kill -9 del browser')
    await p.waitForTimeout(CINQUE_SECONDI)
    await b.uccidi()
    const c = await apriProfilo(profilo)
    const q = await entraNelModulo(c.context)
    await ritrova(q, 'Parole prima del kill -9 del browser')
    await butta(q)
    await c.uccidi()
  })

  test('when the network is cut, and then the browser killed: they were closed in the browser', async () => {
    const profilo = mkdtempSync(join(s.dir, 'profilo-'))
    const b = await apriProfilo(profilo)
    const p = await entraNelModulo(b.context)
    await b.context.setOffline(true)
    await scrivi(p, 'Parole senza rete')
    await p.waitForTimeout(CINQUE_SECONDI)
    expect(await stato(p).textContent()).toBe('Senza collegamento: la bozza è su questo computer.')
    await b.uccidi()
    const c = await apriProfilo(profilo)
    const q = await entraNelModulo(c.context)
    await ritrova(q, 'Parole senza rete', /rimasta su questo computer/)
    // now the server has them, and the browser none
    await expect.poll(async () => (await conservato(q)).cassetti).toEqual([])
    await butta(q)
    await c.uccidi()
  })

  test('when the session is gone while one types: after signing in the words are given back', async () => {
    const context = await s.nuovoContesto()
    const p = await entraNelModulo(context)
    await scrivi(p, 'Prima')
    await dice(p, /^Bozza salvata/)
    // what the server sees of an expired session: no session
    await context.clearCookies()
    await nota(p).pressSequentially(' e dopo la scadenza')
    await dice(p, /^Sessione scaduta/)
    await p.getByText('La sessione è scaduta.').waitFor()
    await p.close()
    const q = await entraNelModulo(context)
    await ritrova(q, 'Prima e dopo la scadenza', /rimasta su questo computer/)
    await butta(q)
    await context.close()
  })

  test('when one leaves everywhere from another device: what the server had comes back, the rest opens no more and is removed', async () => {
    const [casa, ufficio] = [await s.nuovoContesto(), await s.nuovoContesto()]
    const p = await entraNelModulo(ufficio)
    await scrivi(p, 'Sul server')
    await dice(p, /^Bozza salvata/)
    const q = await entraNelModulo(casa)
    const r = await q.request.post(`${s.url}/api/sessione/esci-ovunque`, { headers: { 'x-trama': '1' }, data: {} })
    expect(r.status()).toBe(201)
    await nota(p).pressSequentially(' e poi qui')
    await dice(p, /^Sessione scaduta/)
    expect((await conservato(p)).cassetti).toHaveLength(1)
    const morto = (await conservato(p)).cassetti[0]!.nome
    await p.close()
    const dopo = await entraNelModulo(ufficio)
    await ritrova(dopo, 'Sul server')
    await expect.poll(async () => (await conservato(dopo)).cassetti.map((c) => c.nome)).not.toContain(morto)
    await butta(dopo)
    await casa.close()
    await ufficio.close()
  })

  test('when one signs in again in another tab, the page goes on by itself, under the new key', async () => {
    const context = await s.nuovoContesto()
    const p = await entraNelModulo(context)
    await scrivi(p, 'Prima')
    await p.request.post(`${s.url}/api/sessione/esci-ovunque`, { headers: { 'x-trama': '1' }, data: {} })
    await nota(p).pressSequentially(' e durante')
    await dice(p, /^Sessione scaduta/)
    const q = await context.newPage()
    await entra(q, s, persone.amministratrice, '/accesso/ripresa')
    await dice(p, /^Bozza salvata/)
    expect(await nota(p).inputValue()).toBe('Prima e durante')
    await p.close()
    const r = await entraNelModulo(context)
    await ritrova(r, 'Prima e durante')
    await butta(r)
    await context.close()
  })

  test('a reason typed in a dialog too', async () => {
    const context = await s.nuovoContesto()
    const p = await context.newPage()
    await entra(p, s, persone.amministratrice, '/utenti?testo=finta&q=finta')
    await pronta(p)
    await p.getByRole('link', { name: 'Finta Carla' }).click()
    const apriFinestra = () => p.locator('.utente-stato').getByRole('button', { name: 'Sospendi' }).click()
    await apriFinestra()
    await p.getByLabel(/^Motivo/).pressSequentially('Congedo per maternità')
    await dice(p, /^Bozza salvata/)
    await p.reload()
    await apriFinestra()
    await p.getByText(/Hai una bozza del/).waitFor()
    await controlla(p, 'bozza-motivo')
    await p.getByRole('button', { name: 'Riprendi' }).click()
    await expect.poll(() => p.getByLabel(/^Motivo/).inputValue()).toBe('Congedo per maternità')
    await context.close()
  })

  test('and what another device wrote is told, not overwritten', async () => {
    const [casa, ufficio] = [await s.nuovoContesto(), await s.nuovoContesto()]
    const p = await entraNelModulo(casa)
    await scrivi(p, 'Da casa')
    await dice(p, /^Bozza salvata/)
    const q = await entraNelModulo(ufficio)
    await ritrova(q, 'Da casa')
    await scrivi(q, ' e dall’ufficio')
    await dice(q, /^Bozza salvata/)
    await q.waitForTimeout(3000)
    await nota(p).pressSequentially(', ancora')
    await p.getByText(/C’è una bozza più recente, scritta su un altro dispositivo/).waitFor()
    await controlla(p, 'bozza-altrove')
    await p.getByRole('button', { name: 'Continua con questa' }).click()
    await dice(p, /^Bozza salvata/)
    await butta(p)
    await casa.close()
    await ufficio.close()
  })
})

describe('nothing typed is left for others', { timeout: 240_000 }, () => {
  test('a second person at the same browser reads nothing, and the first finds her words again', async () => {
    const profilo = mkdtempSync(join(s.dir, 'profilo-'))
    const SEGRETO = 'Segretissimo: la signora Gialli riferisce'
    const b = await apriProfilo(profilo)
    const p = await entraNelModulo(b.context)
    await b.context.setOffline(true)
    await scrivi(p, SEGRETO)
    await p.waitForTimeout(CINQUE_SECONDI)
    await b.uccidi()

    const c = await apriProfilo(profilo)
    const q = await c.context.newPage()
    await entra(q, s, persone.caseManager)
    await pronta(q)
    const tutto = await conservato(q)
    expect(tutto.cassetti).toHaveLength(1)
    for (const parola of [
      'Segretissimo',
      'Gialli',
      'richiesta-formale',
      persone.amministratrice.codiceFiscale,
      'valori',
    ])
      expect(inChiaro(tutto)).not.toContain(parola)
    // her own key, whatever its name, opens nothing; and the first one's is not given to her
    const prova = await q.evaluate(async ({ nome, iv, dati }) => {
      const io = (await (await fetch('/api/sessione')).json()).utente.id
      const k = await (await fetch(`/api/bozze/chiave?utente=${io}`)).json()
      const raw = Uint8Array.from(atob(k.chiave), (x) => x.charCodeAt(0))
      const aes = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
      const aperto = await crypto.subtle
        .decrypt(
          { name: 'AES-GCM', iv: new Uint8Array(iv), additionalData: new TextEncoder().encode(nome) },
          aes,
          new Uint8Array(dati),
        )
        .then(
          () => true,
          () => false,
        )
      return { aperto, suo: k.id === nome, altrui: (await fetch(`/api/bozze/chiave?utente=${nome}`)).status }
    }, tutto.cassetti[0]!)
    expect(prova).toEqual({ aperto: false, suo: false, altrui: 409 })
    await c.uccidi()
    // nor in the files of the profile
    const inFile = readdirSync(profilo, { recursive: true, withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name))
      .filter((f) => {
        const byte = readFileSync(f)
        return byte.includes('Segretissimo') || byte.includes(Buffer.from('Segretissimo', 'utf16le'))
      })
    expect(inFile).toEqual([])

    const d = await apriProfilo(profilo)
    const r = await entraNelModulo(d.context)
    await ritrova(r, SEGRETO, /rimasta su questo computer/)
    await butta(r)
    await d.uccidi()
  })

  test('sent, a draft is nowhere', async () => {
    const context = await s.nuovoContesto()
    const p = await entraNelModulo(context)
    await scrivi(p, 'Da inviare')
    await p.getByLabel(/^Ufficio/).fill('Servizi sociali')
    await p.getByLabel(/^Protocollo/).fill(`B-${Date.now()}`)
    await p.getByLabel(/^Data della nota/).fill('02/01/2026')
    await dice(p, /^Bozza salvata/)
    await p.getByRole('button', { name: 'Registra', exact: true }).click()
    await p.waitForURL(/richieste-formali\/[0-9a-f-]{36}/)
    expect((await conservato(p)).cassetti).toEqual([])
    await apri(p)
    await nota(p).waitFor()
    expect(await p.getByText(/Hai una bozza/).count()).toBe(0)
    await context.close()
  })

  test('on leaving, the last words go to the server and the browser keeps nothing', async () => {
    const context = await s.nuovoContesto()
    const p = await entraNelModulo(context)
    await scrivi(p, 'Ultime parole')
    await p.getByRole('button', { name: /profilo e uscita/ }).click()
    await p.getByRole('link', { name: 'Esci' }).click()
    await p.waitForURL(/\/accesso/)
    expect((await conservato(p)).cassetti).toEqual([])
    const q = await entraNelModulo(context)
    await ritrova(q, 'Ultime parole')
    // what the server does not take is not thrown away without asking
    await context.setOffline(true)
    await nota(q).pressSequentially(' e altre')
    await q.getByRole('button', { name: /profilo e uscita/ }).click()
    await q.getByRole('link', { name: 'Esci' }).click()
    await q.getByText('Ci sono bozze che il server non ha ricevuto').waitFor()
    await q.getByRole('button', { name: 'Annulla' }).click()
    await context.setOffline(false)
    await dice(q, /^Bozza salvata/)
    await butta(q)
    await context.close()
  })
})
