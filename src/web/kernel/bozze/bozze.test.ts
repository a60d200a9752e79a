// The draft of a form against the real server and with real cryptography; only the browser's storage is a Map here (the
// real one is in test/e2e/bozze.e2e.ts).
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { as, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../../test/support/app.ts'
import { type Caller, Refused } from '../../../server/kernel/call.ts'
import { bozzeApi } from '../../../shared/kernel/bozze.api.ts'
import { ProblemaRete } from '../client.ts'
import { apriCassetto, type Chiuso, type Deposito } from './cassetto.ts'
import { Scrittura } from './scrittura.ts'
import type { BozzaLocale, BozzaServer } from './trovate.ts'

class Memoria implements Deposito {
  voci = new Map<string, Chiuso>()
  get = async (n: string) => this.voci.get(n)
  set = async (n: string, v: Chiuso) => void this.voci.set(n, v)
  del = async (n: string) => void this.voci.delete(n)
}

const chiaveNuova = () => ({
  id: randomUUID() as string,
  chiave: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
  giorni: 14,
})
const bozza = (testo: string, chiave = 'diario:7:nuova'): BozzaLocale => ({
  chiave,
  scrittura: randomUUID(),
  sopra: null,
  scritta: new Date().toISOString(),
  contenuto: { valori: { testo }, n: 1 },
})

describe('the drawer in the browser', () => {
  test('gives back what was put in, to the same key', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    const b = bozza('Il signor Rossi riferisce')
    await (await apriCassetto(dove, chiave)).metti(b)
    expect(await (await apriCassetto(dove, chiave)).leggi()).toEqual([b])
  })
  test('shows in the storage neither words, nor form, nor how many, nor how long', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    const c = await apriCassetto(dove, chiave)
    await c.metti(bozza('Il signor Rossi riferisce'))
    const una = [...dove.voci.values()][0]!.dati.byteLength
    for (let n = 0; n < 20; n++) await c.metti(bozza('Rossi '.repeat(n), `diario:${n}:nuova`))
    expect([...dove.voci.keys()]).toEqual([chiave.id])
    const chiuso = dove.voci.get(chiave.id)!
    expect(chiuso.dati.byteLength).toBe(una)
    const tutto = Buffer.concat([Buffer.from(chiuso.dati), chiuso.iv]).toString('latin1') + JSON.stringify(chiuso)
    for (const parola of ['Rossi', 'diario', 'testo', 'valori']) expect(tutto).not.toContain(parola)
  })
  test('does not open with another key, even under the same name; what cannot be opened is thrown away', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    await (await apriCassetto(dove, chiave)).metti(bozza('parole'))
    const intruso = await apriCassetto(dove, { ...chiaveNuova(), id: chiave.id })
    expect(await intruso.leggi()).toEqual([])
    expect(dove.voci.size).toBe(0)
  })
  test('does not open under another name, nor when a bit is changed', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    await (await apriCassetto(dove, chiave)).metti(bozza('parole'))
    const chiuso = dove.voci.get(chiave.id)!
    const altrove = randomUUID()
    await dove.set(altrove, chiuso)
    expect(await (await apriCassetto(dove, { ...chiave, id: altrove })).leggi()).toEqual([])
    new Uint8Array(chiuso.dati)[40]! ^= 1
    expect(await (await apriCassetto(dove, chiave)).leggi()).toEqual([])
  })
  test('empty, it leaves nothing; and what is older than its days is gone', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    let ora = Date.now()
    const c = await apriCassetto(dove, chiave, () => ora)
    const [vecchia, nuova] = [bozza('vecchia'), bozza('nuova')]
    await c.metti(vecchia)
    expect(dove.voci.get(chiave.id)!.scade).toBe(ora + 14 * 86_400_000)
    ora += 13 * 86_400_000
    await c.metti({ ...nuova, scritta: new Date(ora).toISOString() })
    ora += 2 * 86_400_000
    expect((await c.leggi()).map((b) => b.scrittura)).toEqual([nuova.scrittura])
    await c.togli(nuova.scrittura)
    expect(dove.voci.size).toBe(0)
  })
  test('two tabs that write together lose nothing of each other', async () => {
    const [dove, chiave] = [new Memoria(), chiaveNuova()]
    const [una, altra] = [await apriCassetto(dove, chiave), await apriCassetto(dove, chiave)]
    await Promise.all(Array.from({ length: 10 }, (_x, n) => (n % 2 ? una : altra).metti(bozza(`${n}`))))
    expect(await una.leggi()).toHaveLength(10)
  })
})

describe('a form being written', () => {
  let t: TestApp
  let chi: { id: string; codiceFiscale: string }
  beforeAll(async () => {
    t = await testApp()
    chi = await nuovoUtente(t, await nuovoAmbito(t), ['amministratore-ambito'])
  })
  afterAll(() => t.close())
  let chiave: string
  let dove: Memoria
  let guasto: ProblemaRete | null
  let io: Caller
  beforeEach(async () => {
    chiave = `prova:${randomUUID()}`
    dove = new Memoria()
    guasto = null
    io = await as(t, chi)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  })
  afterEach(() => vi.useRealTimers())

  const rete = async <T>(f: () => Promise<T>): Promise<T> => {
    if (guasto) throw guasto
    return f().catch((e) => {
      throw e instanceof Refused ? new ProblemaRete(e.problem) : e
    })
  }
  const cade = () => {
    guasto = new ProblemaRete({ status: 0, codice: 'server-non-raggiungibile', title: 'Il server non risponde' })
  }
  const utente = () => io.utenteId
  /** A page with this form open, on the browser that `deposito` belongs to. */
  async function pagina(deposito = dove, versione?: number) {
    const k = await io.call(bozzeApi.chiave, { utente: utente() })
    let valori: Record<string, unknown> = { testo: '' }
    const s = new Scrittura(chiave, {
      rete: {
        leggi: () =>
          rete(async () => (await io.call(bozzeApi.leggi, { utente: utente(), chiave })).bozza as BozzaServer | null),
        salva: ({ contenuto, ...b }) =>
          rete(() => io.call(bozzeApi.salva, { utente: utente(), chiave, contenuto: { ...contenuto }, ...b })),
        elimina: (v) => rete(() => io.call(bozzeApi.elimina, { utente: utente(), chiave, versione: v })),
      },
      cassetto: () => apriCassetto(deposito, k),
      valori: () => valori,
      mostra: (v) => {
        valori = v
      },
      versione: () => versione,
    })
    await s.apri()
    return {
      s,
      scrive: (testo: string) => {
        valori = { testo }
        s.cambiata()
      },
      get testo() {
        return valori.testo
      },
      get trovate() {
        return s.foto().trovate.map((x) => ({ testo: x.contenuto.valori.testo, dove: x.dove, altrove: x.altrove }))
      },
    }
  }
  const sulServer = async () =>
    (await io.call(bozzeApi.leggi, { utente: utente(), chiave })).bozza?.contenuto.valori ?? null
  /** Time passes, and what it has set going ends. */
  const passano = async (s: Scrittura, ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    await s.salva()
  }

  test('typing without a pause, the server has the words within seconds and the browser keeps none', async () => {
    const p = await pagina()
    for (const parola of ['Il', 'Il signor', 'Il signor Rossi']) {
      p.scrive(parola)
      await vi.advanceTimersByTimeAsync(900)
    }
    await p.s.salva()
    expect(await sulServer()).toEqual({ testo: 'Il signor Rossi' })
    expect(p.s.foto().stato.tipo).toBe('server')
    expect(dove.voci.size).toBe(0)
    expect((await pagina(new Memoria())).trovate).toEqual([
      { testo: 'Il signor Rossi', dove: 'server', altrove: false },
    ])
  })
  test('without network the words are in this browser, are offered when it is back, and go to the server', async () => {
    const p = await pagina()
    p.scrive('prima')
    await passano(p.s, 2000)
    cade()
    p.scrive('prima e dopo')
    await passano(p.s, 2000)
    expect(p.s.foto().stato).toMatchObject({ tipo: 'computer', frase: expect.stringMatching(/^Senza collegamento/) })
    guasto = null
    const q = await pagina()
    expect(q.trovate).toEqual([{ testo: 'prima e dopo', dove: 'computer', altrove: false }])
    await q.s.riprendi(q.s.foto().trovate[0]!)
    expect(q.testo).toBe('prima e dopo')
    expect(await sulServer()).toEqual({ testo: 'prima e dopo' })
    expect(dove.voci.size).toBe(0)
  })
  test('the copy of a reply that was lost is not offered twice', async () => {
    const p = await pagina()
    p.scrive('parole')
    await passano(p.s, 2000)
    const { bozza: b } = await io.call(bozzeApi.leggi, { utente: utente(), chiave })
    const c = await apriCassetto(dove, await io.call(bozzeApi.chiave, { utente: utente() }))
    await c.metti({
      ...bozza('parole', chiave),
      scrittura: b!.scrittura,
      contenuto: b!.contenuto as unknown as BozzaLocale['contenuto'],
    })
    expect((await pagina()).trovate).toEqual([{ testo: 'parole', dove: 'server', altrove: false }])
    expect(dove.voci.size).toBe(0)
  })
  test('what another device wrote meanwhile is told and not overwritten; one goes on with this, or takes up that', async () => {
    const casa = await pagina()
    casa.scrive('casa')
    await passano(casa.s, 2000)
    const ufficio = await pagina(new Memoria())
    await ufficio.s.riprendi(ufficio.s.foto().trovate[0]!)
    ufficio.scrive('ufficio')
    await passano(ufficio.s, 2000)
    casa.scrive('casa ancora')
    await passano(casa.s, 2000)
    expect(await sulServer()).toEqual({ testo: 'ufficio' })
    expect(casa.trovate).toEqual([{ testo: 'ufficio', dove: 'server', altrove: true }])
    expect(casa.s.foto().stato.tipo).toBe('computer')
    // takes up that one: its own words wait their turn
    await casa.s.riprendi(casa.s.foto().trovate[0]!)
    expect(casa.testo).toBe('ufficio')
    expect(casa.trovate).toEqual([{ testo: 'casa ancora', dove: 'computer', altrove: true }])
    await casa.s.riprendi(casa.s.foto().trovate[0]!)
    expect(casa.testo).toBe('casa ancora')
    expect(await sulServer()).toEqual({ testo: 'casa ancora' })
    // and the other device is told in its turn, and goes on with its own
    ufficio.scrive('ufficio ancora')
    await passano(ufficio.s, 2000)
    expect(ufficio.trovate).toEqual([{ testo: 'casa ancora', dove: 'server', altrove: true }])
    await ufficio.s.continua(ufficio.s.foto().trovate[0]!)
    expect(await sulServer()).toEqual({ testo: 'ufficio ancora' })
  })
  test('what was found and is not yet chosen stays on the server while one types something else', async () => {
    const ieri = await pagina()
    ieri.scrive('ieri')
    await passano(ieri.s, 2000)
    const oggi = await pagina()
    oggi.scrive('oggi')
    await passano(oggi.s, 2000)
    expect(await sulServer()).toEqual({ testo: 'ieri' })
    expect(dove.voci.size).toBe(1)
    await oggi.s.elimina(oggi.s.foto().trovate[0]!)
    expect(await sulServer()).toEqual({ testo: 'oggi' })
    expect(dove.voci.size).toBe(0)
  })
  test('thrown away, it is nowhere', async () => {
    const p = await pagina()
    p.scrive('da buttare')
    await passano(p.s, 2000)
    await p.s.scarta()
    expect(await sulServer()).toBeNull()
    expect((await pagina()).trovate).toEqual([])
  })
  test('nothing is saved between the act and its end; a refused act leaves the draft alive', async () => {
    const p = await pagina()
    p.scrive('da inviare')
    await p.s.inviando()
    await passano(p.s, 10_000)
    expect(await sulServer()).toBeNull()
    p.s.nonInviata()
    await passano(p.s, 100)
    expect(await sulServer()).toEqual({ testo: 'da inviare' })
  })
  test('what is typed between the act and its end is another draft; of an act that took all there is none', async () => {
    const p = await pagina()
    p.scrive('inviate')
    await p.s.inviando()
    p.s.inviata()
    await passano(p.s, 10_000)
    expect(await sulServer()).toBeNull()
    p.scrive('inviate')
    await p.s.inviando()
    p.scrive('inviate, e dopo')
    p.s.inviata()
    await passano(p.s, 2000)
    expect(await sulServer()).toEqual({ testo: 'inviate, e dopo' })
  })
  test('too long for the server, it stays in the browser and says so', async () => {
    const p = await pagina()
    p.scrive('à'.repeat(300_000))
    await passano(p.s, 2000)
    expect(p.s.foto().stato).toMatchObject({ tipo: 'computer', frase: expect.stringMatching(/troppo lungo/) })
    expect((await pagina()).trovate).toMatchObject([{ dove: 'computer' }])
  })
  test('an expired session keeps it closed in the browser, and gives it back after signing in', async () => {
    const p = await pagina()
    t.clock.advance(60)
    p.scrive('dopo la scadenza')
    await passano(p.s, 2000)
    expect(p.s.foto().stato).toMatchObject({ tipo: 'computer', frase: expect.stringMatching(/^Sessione scaduta/) })
    io = await as(t, chi)
    expect((await pagina()).trovate).toEqual([{ testo: 'dopo la scadenza', dove: 'computer', altrove: false }])
  })
  test('taken up over a record that has changed since, it says so', async () => {
    const p = await pagina(dove, 3)
    p.scrive('correzione')
    await passano(p.s, 2000)
    const q = await pagina(dove, 4)
    await q.s.riprendi(q.s.foto().trovate[0]!)
    expect(q.s.foto().superata).toBe(true)
  })
})
