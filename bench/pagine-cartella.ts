// In the browser, on the real server with the pages that are installed: the first page of a folder from an empty cache
// and from a warm one; and the genogram of sixty persons.
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { build } from 'vite'
import { launch } from '../test/support/browser.ts'
import { type Ambiente, chi, type Esito, mediana } from './ambiente.ts'
import { seguite } from './cartella.ts'
import { avviaProdotto, ferma, numero } from './confronto.ts'
import type { MisuraGenogramma } from './genogramma-misura.ts'

const VOLTE = 5
const PAGINA_MS = 500
const GENOGRAMMA_MS = 300

interface Visita {
  primaVernice: number
  nome: number
}

/** Opens the address and waits for the name of the person in its heading. */
async function visita(contesto: BrowserContext, url: string, nome: string): Promise<Visita> {
  const pagina = await contesto.newPage()
  await pagina.addInitScript((atteso) => {
    const guarda = () => {
      if (document.querySelector('h1')?.textContent?.includes(atteso)) performance.mark('fascicolo')
      else requestAnimationFrame(guarda)
    }
    requestAnimationFrame(guarda)
  }, nome)
  await pagina.goto(url)
  await pagina.waitForFunction(
    () =>
      performance.getEntriesByName('fascicolo').length > 0 &&
      performance.getEntriesByName('first-contentful-paint').length > 0,
  )
  const tempi = await pagina.evaluate(() =>
    ['first-contentful-paint', 'fascicolo'].map((n) => performance.getEntriesByName(n)[0]!.startTime),
  )
  await pagina.close()
  return { primaVernice: tempi[0]!, nome: tempi[1]! }
}

const esito = (misura: string, visite: readonly Visita[]): Esito => {
  const [vernice, nome] = [mediana(visite.map((v) => v.primaVernice)), mediana(visite.map((v) => v.nome))]
  return {
    misura,
    valore: `prima vernice ${numero(vernice)} ms, nome della persona ${numero(nome)} ms`,
    soglia: `prima vernice < ${PAGINA_MS} ms`,
    rispettata: vernice < PAGINA_MS,
  }
}

async function primaPagina(a: Ambiente): Promise<Esito[]> {
  const p = a.persone!.intero
  const { token, utenteId } = await chi.sociale(p)
  const persone = await seguite(p, utenteId)
  const server = await avviaProdotto(p, a.cartella, { TRAMA_SENZA_PAGINE: '0' })
  const browser = await launch()
  const [fredde, calde]: [Visita[], Visita[]] = [[], []]
  try {
    for (let i = 0; i <= VOLTE; i++) {
      const contesto = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'it-IT' })
      await contesto.addCookies([{ name: 'trama', value: token, url: server.url }])
      const [una, altra] = [persone[2 * i]!, persone[2 * i + 1]!]
      const fredda = await visita(contesto, `${server.url}/persone/${una.id}`, una.cognome)
      const calda = await visita(contesto, `${server.url}/persone/${altra.id}`, altra.cognome)
      // the first of all warms the server, not the browser
      if (i > 0) {
        fredde.push(fredda)
        calde.push(calda)
      }
      await contesto.close()
    }
  } finally {
    await browser.close()
    await ferma(server)
  }
  return [
    esito('Frontespizio nel browser, memoria del browser vuota', fredde),
    esito('Frontespizio nel browser, pagine già in memoria', calde),
  ]
}

async function genogramma({ cartella }: Ambiente): Promise<Esito> {
  // it makes of this process one of production, and what is started from here would be
  const prima = process.env.NODE_ENV
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(cartella, 'genogramma'),
      lib: {
        entry: join(import.meta.dirname, 'genogramma-misura.ts'),
        formats: ['iife'],
        name: 'misura',
        fileName: () => 'misura.js',
      },
    },
  })
  if (prima === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = prima
  const browser = await launch()
  try {
    const misure: MisuraGenogramma[] = []
    for (let i = 0; i < VOLTE; i++) {
      const pagina = await browser.newPage()
      await pagina.addScriptTag({ path: join(cartella, 'genogramma', 'misura.js') })
      misure.push(await pagina.evaluate<MisuraGenogramma>('misura.misuraGenogramma()'))
      await pagina.close()
    }
    const m = (di: (m: MisuraGenogramma) => number) => mediana(misure.map(di))
    const prima = m((x) => x.prima)
    const peggiore = m((x) => x.peggiore)
    return {
      misura: `Genogramma di 60 persone nel browser (${misure[0]!.famiglie} famiglie)`,
      valore: `disposizione mediana ${numero(
        m((x) => x.disposizione),
        1,
      )} ms, p95 ${numero(
        m((x) => x.p95),
        1,
      )} ms, peggiore ${numero(peggiore, 1)} ms, la prima a freddo ${numero(prima, 1)} ms; disegno ${numero(
        m((x) => x.disegno),
        1,
      )} ms`,
      soglia: `< ${GENOGRAMMA_MS} ms, anche la peggiore`,
      rispettata: Math.max(prima, peggiore) < GENOGRAMMA_MS,
    }
  } finally {
    await browser.close()
  }
}

export const fascicolo = async (a: Ambiente): Promise<Esito[]> => [...(await primaPagina(a)), await genogramma(a)]
