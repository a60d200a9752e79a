// Every page of every module, read from the route tables, for each kind of reader: accessible, within a phone's screen,
// readable at 200 %, clean on paper. A page added later is covered on arrival; one that shows a reader nothing that another
// has not been shown is opened, and not examined again. The files of tests that call this take half of the pages each, because
// it is by far the longest journey and a file has one worker.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonaDemo, persone } from '../../seed/persone.ts'
import { readCsv } from '../../src/server/kernel/read-csv.ts'
import { tutteLeRotte } from '../../src/web/rotte.ts'
import {
  calma,
  conLeSueRegole,
  entra,
  fotografa,
  fotografaSulTelefono,
  ingrandita,
  type Scenario,
  scenario,
  senzaScorrimentoLaterale,
  senzaViolazioni,
  sullaCarta,
  vai,
} from './support.ts'

let s: Scenario

/** Where the `:id` of a path is found: the first row of the list it belongs to, or what the function gives. */
const elenchi: Record<string, string | ((page: Page) => Promise<string | undefined>)> = {
  '/persone/:id': personaAperta,
  '/sportello/contatti/:id': '/api/sportello/contatti',
  '/segnalazioni/:id': '/api/segnalazioni',
  '/invii/:id': '/api/invii?verso=partenza',
  '/diario/:id': (page) =>
    scritta(page, 'diario', {
      specie: 'diario',
      giorno: '2026-01-01',
      tipo: 'nota',
      blocchi: [{ tipo: 'fatto', testo: 'Prova delle pagine' }],
    }),
  '/prese/:id': async (page) => {
    const sue = `${s.url}/api/persone/${await personaAperta(page)}/prese`
    const una = async (): Promise<string | undefined> => (await (await page.request.get(sue)).json()).voci?.[0]?.id
    const nuova = { tipo: 'professionale', area: 'adulti', mandato: 'accordo', peso: 1, oggetto: 'Prova delle pagine' }
    // another reader of the same person may have just made it
    return (await una()) ?? (await scritta(page, 'prese', nuova)) ?? una()
  },
  '/decisioni/:id': (page) => scritta(page, 'decisioni', { quesito: 'Prova delle pagine' }),
  '/modelli/:id': async (page) =>
    (await (await page.request.get(`${s.url}/api/modelli`)).json()).voci?.[0]?.versioni?.[0]?.id,
  '/misure/valutazioni/:id': valutazioneConservata,
  '/misure/:id/bozza': async (page) => {
    const dati = { headers: { 'x-trama': '1' } }
    return (
      await (await page.request.post(`${s.url}/api/misure/versioni/${await versioneInVigore(page)}/bozza`, dati)).json()
    ).id
  },
  '/misure/:id': versioneInVigore,
  '/casi/estratti/:id': '/api/estratti',
  '/casi/:id': (page) => primoCaso(page, '/casi/elenco'),
  '/miei-casi/:id': (page) => primoCaso(page, '/miei-casi/elenco'),
  '/miei-casi/:id/requisiti': (page) => primoCaso(page, '/miei-casi/elenco'),
  // its case manager's first caso, or the first that one is named in
  '/equipe/:id': async (page) => (await nominato(page))?.casoId ?? primoCaso(page, '/miei-casi/elenco'),
  '/equipe/:id/patto': async (page) => (await nominato(page))?.casoId,
  '/mie-equipe/analisi/:id': async (page) => {
    const una = await nominato(page)
    return una && (await (await page.request.get(`${s.url}/api/equipe/${una.casoId}`)).json()).analisi?.[0]?.id
  },
  '/patti/:id': async (page) => {
    const caso = await primoCaso(page, '/miei-casi/elenco', { stato: 'in-monitoraggio' })
    return caso && (await (await page.request.get(`${s.url}/api/miei-casi/${caso}/patti`)).json()).voci?.[0]?.id
  },
  '/convocazioni/:id': (page) => primoCaso(page, '/convocazioni/elenco'),
  '/domande/:id': (page) => primoCaso(page, '/domande/elenco'),
  '/comunicazioni/:id': '/api/comunicazioni',
  '/analisi/:id': async (page) =>
    (await (await page.request.get(`${s.url}/api/persone/${await personaAperta(page)}/analisi`)).json()).voci?.[0]?.id,
  '/questionari/:id/bozza': async (page) => {
    const url = `${s.url}/api/questionari/versioni/quadro-di-analisi.1/bozza`
    return (await (await page.request.post(url, { headers: { 'x-trama': '1' } })).json()).id
  },
  '/questionari/:id': async () => 'quadro-di-analisi.1',
  '/cronologie/:id': (page) => scritta(page, 'cronologie', { titolo: 'Prova delle pagine' }),
  '/flussi/carichi/:id': '/api/flussi/carichi',
  '/flussi/prestazioni/:id': prestazioneDaInviare,
  '/flussi/minori/:id': async (page) => {
    const ente = (await (await page.request.get(`${s.url}/api/flussi/enti`)).json()).voci?.[0]?.id
    const data = { ente, riferimento: 'Prova delle pagine', campi: [{ campo: 'annoNascita', valore: '2015' }] }
    return (await (await page.request.post(`${s.url}/api/flussi/minori`, { data, headers: { 'x-trama': '1' } })).json())
      .id
  },
  '/adesioni/:id': '/api/adesioni',
  '/deleghe/:id': '/api/deleghe',
  '/ambiti/:id': '/api/ambiti',
  '/utenti/:id': '/api/utenti',
  '/richieste-formali/:id': '/api/richieste-formali',
  '/richieste-ambito/:id': '/api/richieste-ambito',
  '/sezioni-nazionali/schemi/:id': '/api/schemi-adesione',
}
const fissi: Record<string, string> = {
  '/sezioni/:codice': '/sezioni/patti',
  '/comuni/:id': '/comuni/E472',
  '/parametri/:chiave': '/parametri/sessione.inattivita-minuti',
  '/manuale/:capitolo': '/manuale/sportello',
  // three levels, its own entries: every part of the page
  '/codifiche/:codifica': '/codifiche/classificazione-segnalazione',
}

/** Pages whose example is made by a journey of their own, which checks them in the same way. */
const altrove = new Set([
  '/persone/:id/documenti/:documento',
  '/equipe/:id/sedute/:seduta',
  '/miei-casi/:id/analisi/:analisi',
  '/arrivi/:id',
  '/importazioni/:id',
  '/cartella/importazioni/:id',
])

/** Of whom these data have no row to open a page on: each has its reason in what the role is, and the rest must have one. */
const senzaEsempio: Record<string, readonly string[]> = {
  // cases of his own, and no way into the record
  'case-manager': ['/persone/:id', '/analisi/:id'],
  'coordinatore-patto': ['/persone/:id', '/analisi/:id', '/patti/:id', '/convocazioni/:id'],
  // he reads a folder out of his caseload, and writes nothing there
  educatore: ['/decisioni/:id', '/cronologie/:id'],
  psicologa: ['/cronologie/:id'],
}

const nominato = async (page: Page): Promise<{ casoId: string } | undefined> =>
  (await (await page.request.get(`${s.url}/api/equipe`)).json()).voci?.[0]

/** The row that a page is opened on. */
const esempio = async (page: Page, dove: (typeof elenchi)[string]): Promise<string | undefined> =>
  typeof dove === 'string' ? (await (await page.request.get(`${s.url}${dove}`)).json()).voci?.[0]?.id : dove(page)

/** A person of the demonstration, whose folder each reader opens once, by stating why. */
const aperte = new WeakMap<BrowserContext, Promise<string | undefined>>()
function personaAperta(page: Page): Promise<string | undefined> {
  const context = page.context()
  const persona = aperte.get(context) ?? apri(page)
  aperte.set(context, persona)
  return persona
}
async function apri(page: Page): Promise<string | undefined> {
  const post = (path: string, data: object) =>
    page.request.post(`${s.url}/api${path}`, { data, headers: { 'x-trama': '1' } })
  const id = (await (await post('/persone/ricerca', { nome: 'dimostrativa maria' })).json()).voci?.[0]?.id
  if (!id) return undefined
  const aperta = await post(`/persone/${id}/apertura`, { motivo: 'vigilanza', dettaglio: 'Prova delle pagine' })
  // the pronto intervento has its own way in
  if (!aperta.ok()) await post(`/persone/${id}/emergenza`, { dettaglio: 'Prova delle pagine' })
  return id
}

/** A prestazione that does not go: every part of its page. */
async function prestazioneDaInviare(page: Page): Promise<string | undefined> {
  const ente = (await (await page.request.get(`${s.url}/api/flussi/enti`)).json()).voci?.[0]?.id
  const { voci } = await (await page.request.get(`${s.url}/api/flussi/prestazioni?ente=${ente}&stato=rifiutata`)).json()
  return voci?.[0]?.id
}

/** The version in force of some measure. */
async function versioneInVigore(page: Page): Promise<string | undefined> {
  const { voci } = await (await page.request.get(`${s.url}/api/misure`)).json()
  const tutte: { id: string; inVigore: boolean }[] = voci.flatMap((m: { versioni: unknown }) => m.versioni)
  return tutte.find((v) => v.inVigore)?.id
}

/** A case that the reader has evaluated, under a number of its own. */
async function valutazioneConservata(page: Page): Promise<string | undefined> {
  const { voci } = await (await page.request.get(`${s.url}/api/misure/valutazioni/comuni`)).json()
  if (!voci?.[0]) return undefined
  const data = {
    versioneId: await versioneInVigore(page),
    comuneId: voci[0].id,
    pratica: 'Prova delle pagine',
    fatti: {
      nucleo: { 'domanda.giorno': '2026-01-15', 'isee.valore': 500_000 },
      componenti: [{ 'componente.nascita': '1950-01-01' }, { 'componente.nascita': '2018-01-01' }],
    },
  }
  const r = await page.request.post(`${s.url}/api/misure/valutazioni`, { data, headers: { 'x-trama': '1' } })
  return (await r.json()).id
}

/** The first of a list that is asked for in a body, because a name may be in it. */
async function primoCaso(page: Page, elenco: string, data: object = {}): Promise<string | undefined> {
  const r = await page.request.post(`${s.url}/api${elenco}`, { data, headers: { 'x-trama': '1' } })
  return (await r.json()).voci?.[0]?.id
}

/** Something written in that folder, for the pages that show one. */
async function scritta(page: Page, dove: string, data: object): Promise<string | undefined> {
  const url = `${s.url}/api/persone/${await personaAperta(page)}/${dove}`
  return (await (await page.request.post(url, { data, headers: { 'x-trama': '1' } })).json()).id
}

/** Who is there and what they are: data, as the numbers are. */
const dati = [
  ...Object.values(persone).flatMap((p) => [`${p.nome} ${p.cognome}`, `${p.cognome} ${p.nome}`]),
  ...readCsv('elenco-ruoli.csv').map((r) => r.nome!),
]
  .toSorted((x, y) => y.length - x.length)
  .join('|')

/** What the page offers and names, whatever the data. */
const parti = async (page: Page) =>
  new Set(
    await page.evaluate((nomi) => {
      const quali =
        'h1, h2, h3, caption, th[scope=col], label, legend, summary, button, a.btn, .avviso-titolo, [role=tab]'
      const variabile = new RegExp(`${nomi}|\\d+`, 'g')
      return [...document.querySelectorAll(`main :is(${quali})`)].map((e) =>
        `${e.tagName} ${e.textContent}`.replaceAll(variabile, '#'),
      )
    }, dati),
  )
const viste = new Map<string, Set<string>[]>()

/** Whether somebody has already been shown all that this page has. */
async function giaVista(page: Page, rotta: string): Promise<boolean> {
  const queste = await parti(page)
  const prima = viste.get(rotta) ?? []
  viste.set(rotta, prima)
  if (prima.some((altre) => queste.isSubsetOf(altre))) return true
  prima.push(queste)
  return false
}

/** Pages that somebody has opened from their address: for who comes next, as from the menu. */
const daIndirizzo = new Set<string>()

const slug = (path: string) => path.replaceAll(/[/:]+/g, '-').replace(/^-|-$/g, '') || 'home'

async function visita(chi: string, persona: PersonaDemo, rotte: typeof tutteLeRotte) {
  const context = await s.nuovoContesto()
  const page = await context.newPage()
  const rotti: string[] = []
  page.on('pageerror', (e) => rotti.push(`${page.url()}: ${e.message}`))
  await entra(page, s, persona)
  const { azioni } = await (await page.request.get(`${s.url}/api/sessione`)).json()
  const visitate: string[] = []
  const esempi = new Map<string, string | undefined>()
  for (const r of rotte) {
    if (altrove.has(r.path)) continue
    if (r.azione === 'pubblico' && chi !== 'amministratrice') continue
    const servono = r.azione === undefined || r.azione === 'pubblico' ? [] : [r.azione].flat()
    if (servono.length > 0 && !servono.some((a) => a in azioni)) continue
    let path = fissi[r.path] ?? r.path
    const base = Object.keys(elenchi).find((k) => r.path === k || r.path.startsWith(`${k}/`))
    if (base) {
      if (!esempi.has(base)) esempi.set(base, await esempio(page, elenchi[base]!))
      const id = esempi.get(base)
      // these data have no such row for this reader: of a role that has lost its example somebody must say so
      if (!id) {
        if (!senzaEsempio[chi]?.includes(base)) rotti.push(`${r.path}: no example`)
        continue
      }
      path = path.replace(':id', id)
    }
    if (path.endsWith('/scheda/:fatto')) {
      const scheda = await (await page.request.get(`${s.url}/api${path.replace(/\/scheda.*/, '')}`)).json()
      path = path.replace(':fatto', scheda.fatti[0].id)
    }
    path = path.replace('/confronto/:questionario', '/confronto/quadro-di-analisi')
    if (path.includes(':')) {
      rotti.push(`${r.path}: no example`)
      continue
    }
    // all the pages, then what is wrong in each: not one page for each run
    try {
      if (daIndirizzo.has(r.path)) await vai(page, path)
      else await page.goto(`${s.url}${path}`)
      daIndirizzo.add(r.path)
      await calma(page)
      visitate.push(r.path)
      await conLeSueRegole(page)
      if (await giaVista(page, r.path)) continue
      await fotografa(page, `${chi}-${slug(r.path)}`)
      await senzaViolazioni(page)
      await senzaScorrimentoLaterale(page)
      await fotografaSulTelefono(page, `${chi}-${slug(r.path)}-telefono`)
      // its narrowest screen says it of every phone
      await ingrandita(page)
      await sullaCarta(page)
    } catch (e) {
      rotti.push(`${r.path}: ${(e as Error).message}`)
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize({ width: 1280, height: 800 })
    }
  }
  expect(rotti).toEqual([])
  expect(visitate.length).toBeGreaterThan(
    persona === persone.amministratrice || persona === persone.superUtente ? 7 : 2,
  )
  await context.close()
}

const lettori: [string, PersonaDemo][] = [
  ['amministratrice', persone.amministratrice],
  ['super-utente', persone.superUtente],
  ['case-manager', persone.caseManager],
  ['coordinatore-patto', persone.coordinatoreECase],
  ['assistente-sociale', persone.assistenteSociale],
  ['responsabile-puc', persone.puc],
  ['responsabile-servizio', persone.responsabile],
  ['operatore-sportello', persone.sportello],
  ['educatore', persone.educatore],
  ['amministrativo', persone.amministrativa],
  ['pronto-intervento', persone.prontoIntervento],
  ['coordinatore', persone.coordinatrice],
  ['dpo', persone.dpo],
  ['operatore-flussi', persone.operatoreFlussi],
  ['psicologa', persone.psicologa],
  ['amministratore-tecnico', persone.tecnico],
  ['coordinatore-controlli', persone.coordinatoreControlli],
  ['responsabile-controlli', persone.responsabileControlli],
  ['coordinatore-verifiche', persone.coordinatoreVerifiche],
  ['responsabile-verifiche', persone.responsabileVerifiche],
  ['svantaggio', persone.svantaggio],
  ['incontri', persone.incontri],
  ['componente-equipe', persone.componenteEquipe],
]

/** The tests of half of the pages: one in two of the table, so that each half has of every module. Gives what they run on. */
export function giroDellePagine(meta: 0 | 1): () => Scenario {
  const rotte = tutteLeRotte.filter((_, n) => n % 2 === meta)
  beforeAll(async () => {
    s = await scenario()
  })
  afterAll(() => s.close())

  // several at once: most of the time of a page is waiting for it to be still
  test.concurrent.each(lettori)('as %s, each page that the role opens', { timeout: 600_000 }, (chi, persona) =>
    visita(chi, persona, rotte),
  )

  test('and every page has been opened by somebody', () => {
    const queste: string[] = rotte.map((r) => r.path)
    expect(queste.filter((p) => !daIndirizzo.has(p) && !altrove.has(p))).toEqual([])
  })
  return () => s
}
