// The embedded database with 50,000 persons: a small ambito that installs nothing. How long the server takes to start, how
// much memory it holds, and how fast it answers to one who works, over the network, one request after another.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { buildApp } from '../src/server/app.ts'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { openEmbedded, pgliteOptions } from '../src/server/kernel/db.ts'
import { createJobs } from '../src/server/kernel/jobs.ts'
import { loadConfig } from '../src/server/kernel/load-config.ts'
import { migrate, ownerOfEmbedded } from '../src/server/kernel/migrate.ts'
import { moduli } from '../src/server/modules.ts'
import { caricaTerritorio } from '../src/server/territorio/predefiniti.ts'
import { fascicoloApi } from '../src/shared/cartella/fascicolo.api.ts'
import { type Ambiente, type Esito, opzioniDiNode, quantile } from './ambiente.ts'
import { richiesteDiUnGiorno, seguiteCon } from './cartella.ts'
import { avvia, ferma, numero, piccoDiMemoria } from './confronto.ts'
import { MAGGIORE, popola } from './data.ts'
import type { Esecutore } from './massa.ts'
import { codiceSociale } from './persone-data.ts'
import { popolaPersone } from './popola-persone.ts'
import { daContratto, type Richiesta } from './richieste.ts'

const PERSONE = Math.min(50_000, Number(process.env.TRAMA_PERSONE ?? 50_000))
const GIRI = 60
/** Slower than this, people wait. */
const USABILE_MS = 1000

interface Preparato {
  token: string
  richieste: [string, Richiesta[]][]
}

async function prepara(dir: string): Promise<Preparato> {
  const dataDir = join(dir, 'database')
  mkdirSync(dataDir, { recursive: true })
  const pglite = await PGlite.create({ ...pgliteOptions, dataDir })
  try {
    await migrate(ownerOfEmbedded(pglite))
    const db = await openEmbedded(pglite)
    const deps: Deps = { db, clock: () => new Date(), jobs: createJobs(db, () => {}), verificaRisposte: false }
    await loadConfig(db)
    await caricaTerritorio(deps)
    await pglite.exec('reset role')
    const e: Esecutore = {
      query: async (testo) => ({ rows: ((await pglite.exec(testo)).at(-1)?.rows ?? []) as Record<string, unknown>[] }),
    }
    await popola(e, 0)
    await popolaPersone([e], PERSONE)
    await pglite.exec('set role servizio')
    const app = await buildApp({ deps, moduli })
    const c: Caller = await signIn(app, deps, codiceSociale(MAGGIORE))
    await app.close()
    await pglite.exec('reset role')
    const persone = await seguiteCon(e, c.utenteId)
    return {
      token: c.token,
      richieste: [
        ...Object.entries(richiesteDiUnGiorno(persone)),
        ['Storia', persone.map((x) => daContratto(fascicoloApi.timeline, { id: x.id }))],
      ],
    }
  } finally {
    await pglite.close()
  }
}

async function una(url: string, token: string, r: Richiesta): Promise<number> {
  const t = performance.now()
  const risposta = await fetch(url + r.percorso, {
    method: r.metodo,
    headers: {
      cookie: `trama=${token}`,
      'x-trama': '1',
      ...(r.corpo ? { 'content-type': 'application/json' } : {}),
      ...(r.scrive ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    ...(r.corpo ? { body: JSON.stringify(r.corpo) } : {}),
  })
  const testo = await risposta.text()
  if (!risposta.ok) throw new Error(`${r.percorso}: ${risposta.status} ${testo}`)
  return performance.now() - t
}

export async function incorporato({ cartella }: Ambiente): Promise<Esito[]> {
  const dir = join(cartella, 'incorporato')
  const { token, richieste } = await prepara(dir)
  const t = performance.now()
  const server = await avvia([...opzioniDiNode(), 'src/server/main.ts'], {
    TRAMA_DATA_DIR: dir,
    TRAMA_PORT: '0',
    TRAMA_SENZA_PAGINE: '1',
    TRAMA_IDP_PROVA: '0',
  })
  const avvio = performance.now() - t
  const quante = `${numero(PERSONE)} persone`
  try {
    const esiti: Esito[] = [
      { misura: `Avvio del server, ${quante}`, valore: `${numero(avvio / 1000, 1)} s`, soglia: '' },
    ]
    for (const [nome, r] of richieste) {
      const tempi: number[] = []
      for (let i = 0; i < GIRI; i++) tempi.push(await una(server.url, token, r[i % r.length]!))
      const p95 = quantile(tempi, 0.95)
      esiti.push({
        misura: `${nome}, ${quante}`,
        valore: `mediana ${numero(quantile(tempi, 0.5))} ms, p95 ${numero(p95)} ms, la prima ${numero(tempi[0]!)} ms`,
        soglia: `p95 < ${USABILE_MS} ms`,
        rispettata: p95 < USABILE_MS,
      })
    }
    esiti.push({ misura: 'Memoria del server, picco', valore: `${numero(piccoDiMemoria(server))} MB`, soglia: '' })
    return esiti
  } finally {
    await ferma(server)
  }
}
