// Users list, search and card: the product, as the process that is installed, against the yardstick. The two are never
// loaded together: they take turns, five times, and the ratio is the median of the five pairs. The server process also
// says its peak of memory under that load.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { radice } from '../src/server/kernel/paths.ts'
import { type Ambiente, chi, type Esito, mediana, opzioniDiNode, type Prodotto } from './ambiente.ts'
import type { Copione } from './metro.ts'

const COPPIE = 5
const SECONDI = 3
const SOGLIA = 0.6

interface Servito {
  processo: ChildProcess
  url: string
}

/** Starts a server and waits for the line that says where it listens. */
function avvia(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Servito> {
  const processo = spawn(process.execPath, args, {
    cwd: radice,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((fatto, errore) => {
    let detto = ''
    processo.stdout!.on('data', (pezzo: Buffer) => {
      detto += pezzo.toString()
      const porta = /http:\/\/[a-z0-9.]+:(\d+)/.exec(detto)?.[1]
      if (porta) fatto({ processo, url: `http://127.0.0.1:${porta}` })
    })
    processo.once('exit', (c) => errore(new Error(`${args.join(' ')}: uscito con ${c}\n${detto}`)))
  })
}

const ferma = ({ processo }: Servito) =>
  new Promise<void>((fatto) => {
    processo.removeAllListeners('exit').once('exit', () => fatto())
    processo.kill('SIGTERM')
  })

interface Carico {
  alSecondo: number
  p50: number
  p99: number
  byte: number
  falliti: number
}

function carica(url: string, percorsi: string[], token: string, secondi = SECONDI): Promise<Carico> {
  const ordine = JSON.stringify({ url, percorsi, cookie: `trama=${token}`, secondi })
  const p = spawn(process.execPath, [join(import.meta.dirname, 'carico.ts'), ordine], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let detto = ''
  p.stdout.on('data', (pezzo: Buffer) => {
    detto += pezzo.toString()
  })
  return new Promise((fatto, errore) =>
    p.once('exit', (c) => (c === 0 ? fatto(JSON.parse(detto) as Carico) : errore(new Error('carico fallito')))),
  )
}

/** Sixteen addresses of each kind, so that no answer is always the same one. */
async function indirizzi(p: Prodotto, token: string): Promise<Record<string, string[]>> {
  const get = async (url: string) => (await p.app.inject({ url, headers: { cookie: `trama=${token}` } })).json()
  const pagine = ['/api/utenti']
  const voci: { id: string; cognome: string }[] = []
  for (let i = 0; i < 16; i++) {
    const { voci: lette, prossima } = await get(pagine.at(-1)!)
    voci.push(...lette)
    if (!prossima) break
    pagine.push(`/api/utenti?dopo=${prossima}`)
  }
  const scelti = voci.filter((_, i) => i % Math.max(1, Math.floor(voci.length / 16)) === 0).slice(0, 16)
  return {
    'Elenco utenti': pagine.slice(0, 16),
    'Ricerca per cognome': scelti.map((v) => `/api/utenti?q=${v.cognome}`),
    'Scheda utente': scelti.map((v) => `/api/utenti/${v.id}`),
  }
}

/** The product's own statements and answers, for the yardstick to repeat. */
async function copione(p: Prodotto, token: string, percorsi: string[]): Promise<Copione> {
  const richieste: Copione['richieste'] = []
  let scope = ''
  for (const url of percorsi) {
    let risposta: unknown
    const viste = await p.cattura(async () => {
      const r = await p.app.inject({ url, headers: { cookie: `trama=${token}` } })
      if (r.statusCode !== 200) throw new Error(`${url}: ${r.statusCode} ${r.body}`)
      risposta = r.json()
    })
    richieste.push({
      risposta,
      istruzioni: viste.flatMap((i) => (i.valori ? [{ testo: i.testo, valori: i.valori }] : [])),
    })
    scope ||= await scopeSenzaSessione(p, viste[0]!.testo)
  }
  return { url: p.url, scope, richieste }
}

/** Opens the product's own scope once, reads the settings that it made, and says them without asking the session again. */
async function scopeSenzaSessione(p: Prodotto, apertura: string): Promise<string> {
  const nomi = [
    'ambito',
    'ambito_intero',
    'comuni',
    'comuni_assegnati',
    'utente',
    'azione',
    'adesso',
    'richiesta',
    'fascicolo',
  ]
  const link = await p.deps.db.connect()
  try {
    await link.exec(apertura)
    const { rows } = await link.query(
      `select ${nomi.map((n) => `current_setting('app.${n}', true) as ${n}`).join(', ')}, current_user as ruolo`,
      [],
    )
    await link.exec('rollback')
    const r = rows[0] as Record<string, string>
    const set = nomi.map((n) => `set_config('app.${n}', '${(r[n] ?? '').replaceAll("'", "''")}', true)`)
    return `begin; select ${set.join(', ')}; set local role ${r.ruolo}; set transaction read only`
  } finally {
    link.release()
  }
}

/** Peak of resident memory of a process, in megabytes, as the system tells it. */
const piccoDiMemoria = (s: Servito) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${s.processo.pid}/status`, 'utf8'))![1]) / 1024

const numero = (v: number, cifre = 0) => v.toLocaleString('it-IT', { maximumFractionDigits: cifre })

export async function elenco({ base, cartella }: Ambiente): Promise<Esito[]> {
  const esiti: Esito[] = []
  const prodotto = await avvia([...opzioniDiNode(), 'src/server/main.ts'], {
    TRAMA_DATABASE_URL: base.url,
    TRAMA_MIGRATION_URL: base.urlProprietario,
    TRAMA_DATA_DIR: join(cartella, 'dati'),
    TRAMA_PORT: '0',
    TRAMA_SENZA_PAGINE: '1',
    TRAMA_IDP_PROVA: '0',
  })
  try {
    for (const [dove, persona] of [['maggiore', chi.maggiore] as const, ['mediano', chi.mediano] as const]) {
      const { token } = await persona(base)
      for (const [nome, percorsi] of Object.entries(await indirizzi(base, token))) {
        const file = join(cartella, 'copione.json')
        const righe = await copione(base, token, percorsi)
        writeFileSync(file, JSON.stringify(righe))
        const metro = await avvia([join(import.meta.dirname, 'metro.ts'), file])
        try {
          const daMetro = percorsi.map((_, i) => `/${i}`)
          await carica(metro.url, daMetro, token, 2)
          await carica(prodotto.url, percorsi, token, 2)
          const coppie: [Carico, Carico][] = []
          for (let i = 0; i < COPPIE; i++)
            coppie.push([await carica(metro.url, daMetro, token), await carica(prodotto.url, percorsi, token)])
          const rapporto = mediana(coppie.map(([m, t]) => t.alSecondo / m.alSecondo))
          const [m, t] = [mediana(coppie.map(([x]) => x.alSecondo)), mediana(coppie.map(([, x]) => x.alSecondo))]
          const falliti = coppie.reduce((n, [a, b]) => n + a.falliti + b.falliti, 0)
          const byte = JSON.stringify(righe.richieste[0]!.risposta).length
          esiti.push({
            misura: `${nome}, ambito ${dove} (${numero(byte / 1000, 1)} kB, ${righe.richieste[0]!.istruzioni.length} istruzioni SQL)`,
            valore: `${numero(rapporto * 100)} % (${numero(t)} contro ${numero(m)} al secondo${falliti > 0 ? `; ${falliti} falliti` : ''})`,
            soglia: '≥ 60 % del metro',
            rispettata: rapporto >= SOGLIA && falliti === 0,
          })
        } finally {
          await ferma(metro)
        }
      }
    }
    const picco = piccoDiMemoria(prodotto)
    esiti.push({
      misura: 'Memoria del server, picco sotto questo carico',
      valore: `${numero(picco)} MB`,
      soglia: '< 300 MB',
      rispettata: picco < 300,
    })
  } finally {
    await ferma(prodotto)
  }
  return esiti
}
