// The product, as the process that is installed, against the yardstick. The two are never loaded together: they take
// turns, five times, and the ratio is the median of the five pairs. The server process also says its peak of memory.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { radice } from '../src/server/kernel/paths.ts'
import { type Esito, mediana, opzioniDiNode, type Prodotto } from './ambiente.ts'
import type { Ordine } from './carico.ts'
import type { Copione } from './metro.ts'
import { chiedi, leggi, type Richiesta } from './richieste.ts'
import { richiestaDi, type Salvataggio } from './salvataggi.ts'

const COPPIE = 5
const SECONDI = 3
const SOGLIA = 0.6

export interface Servito {
  processo: ChildProcess
  url: string
}

/** Starts a server and waits for the line that says where it listens. */
export function avvia(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Servito> {
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

export const ferma = ({ processo }: Servito) =>
  new Promise<void>((fatto) => {
    processo.removeAllListeners('exit').once('exit', () => fatto())
    processo.kill('SIGTERM')
  })

/** The product on the database of `p`, as `npm start` starts it. */
export const avviaProdotto = (p: Prodotto, cartella: string, env: NodeJS.ProcessEnv = {}) =>
  avvia([...opzioniDiNode(), 'src/server/main.ts'], {
    TRAMA_DATABASE_URL: p.url,
    TRAMA_MIGRATION_URL: p.urlProprietario,
    TRAMA_DATA_DIR: join(cartella, 'dati'),
    TRAMA_PORT: '0',
    TRAMA_SENZA_PAGINE: '1',
    TRAMA_IDP_PROVA: '0',
    ...env,
  })

interface Carico {
  alSecondo: number
  p50: number
  p99: number
  byte: number
  falliti: number
}

type Che = Pick<Ordine, 'richieste' | 'unaAllaVolta' | 'salvataggi'>

function carica(url: string, che: Che, token: string, secondi = SECONDI): Promise<Carico> {
  const ordine: Ordine = { url, ...che, cookie: `trama=${token}`, secondi }
  const p = spawn(process.execPath, [join(import.meta.dirname, 'carico.ts'), JSON.stringify(ordine)], {
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

/** The product's own statements and answers, for the yardstick to repeat. */
async function copione(p: Prodotto, token: string, richieste: Richiesta[]): Promise<Copione> {
  const scritte: Copione['richieste'] = []
  for (const r of richieste) {
    let risposta: unknown
    let fresco: string | undefined
    const viste = await p.cattura(async () => {
      const { corpo, chiave } = await chiedi(p, token, r)
      risposta = corpo
      if (r.scrive) fresco = chiave
    })
    scritte.push({
      scope: await scopeSenzaSessione(p, viste[0]!.testo),
      risposta,
      ...(fresco ? { fresco } : {}),
      istruzioni: viste.flatMap((i) => (i.valori ? [{ testo: i.testo, valori: i.valori }] : [])),
    })
  }
  return { url: p.url, richieste: scritte }
}

const impostazioni = [
  'ambito',
  'ambito_intero',
  'comuni',
  'comuni_assegnati',
  'classi',
  'persone_vietate',
  'utente',
  'azione',
  'adesso',
  'richiesta',
  'fascicolo',
]

/** Opens the product's own scope once, reads the settings that it made, and says them without asking the session again. */
async function scopeSenzaSessione(p: Prodotto, apertura: string): Promise<string> {
  const link = await p.deps.db.connect()
  try {
    await link.exec(apertura)
    const { rows } = await link.query(
      `select ${impostazioni.map((n) => `current_setting('app.${n}', true) as ${n}`).join(', ')}, current_user as ruolo`,
      [],
    )
    await link.exec('rollback')
    const r = rows[0] as Record<string, string>
    const set = impostazioni.map((n) => `set_config('app.${n}', '${(r[n] ?? '').replaceAll("'", "''")}', true)`)
    const soloLettura = apertura.includes('read only') ? '; set transaction read only' : ''
    return `begin; select ${set.join(', ')}; set local role ${r.ruolo}${soloLettura}`
  } finally {
    link.release()
  }
}

/** Peak of resident memory of a process, in megabytes, as the system tells it. */
export const piccoDiMemoria = (s: Servito) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${s.processo.pid}/status`, 'utf8'))![1]) / 1024

export const numero = (v: number, cifre = 0) => v.toLocaleString('it-IT', { maximumFractionDigits: cifre })

export function memoriaDi(s: Servito): Esito {
  const picco = piccoDiMemoria(s)
  return {
    misura: 'Memoria del server, picco sotto questo carico',
    valore: `${numero(picco)} MB`,
    soglia: '< 300 MB',
    rispettata: picco < 300,
  }
}

export interface Dove {
  p: Prodotto
  prodotto: Servito
  cartella: string
}

/** One measure: the same requests, of whoever holds `token`, to the product that is running and to a yardstick. */
export const confronta = (dove: Dove, nome: string, token: string, richieste: Richiesta[]): Promise<Esito> =>
  misura(dove, nome, token, { richieste })

/** … and what is saved over and over, by one connection at a time on both sides. */
export const confrontaSalvataggi = (
  dove: Dove,
  nome: string,
  token: string,
  salvataggi: Salvataggio[],
): Promise<Esito> =>
  misura(dove, nome, token, { richieste: salvataggi.map(richiestaDi), unaAllaVolta: true, salvataggi })

async function misura({ p, prodotto, cartella }: Dove, nome: string, token: string, che: Che): Promise<Esito> {
  const { richieste } = che
  const file = join(cartella, 'copione.json')
  const righe = await copione(p, token, richieste)
  writeFileSync(file, JSON.stringify(righe))
  const metro = await avvia([join(import.meta.dirname, 'metro.ts'), file])
  try {
    const { salvataggi: _s, ...daMetro } = { ...che, richieste: richieste.map((_, i) => leggi(`/${i}`)) }
    await carica(metro.url, daMetro, token, 2)
    await carica(prodotto.url, che, token, 2)
    const coppie: [Carico, Carico][] = []
    for (let i = 0; i < COPPIE; i++)
      coppie.push([await carica(metro.url, daMetro, token), await carica(prodotto.url, che, token)])
    const rapporto = mediana(coppie.map(([m, t]) => t.alSecondo / m.alSecondo))
    const [m, t] = [mediana(coppie.map(([x]) => x.alSecondo)), mediana(coppie.map(([, x]) => x.alSecondo))]
    const falliti = coppie.reduce((n, [a, b]) => n + a.falliti + b.falliti, 0)
    const byte = JSON.stringify(righe.richieste[0]!.risposta).length
    return {
      misura: `${nome} (${numero(byte / 1000, 1)} kB, ${righe.richieste[0]!.istruzioni.length} istruzioni SQL)`,
      valore: `${numero(rapporto * 100)} % (${numero(t)} contro ${numero(m)} al secondo${falliti > 0 ? `; ${falliti} falliti` : ''})`,
      soglia: '≥ 60 % del metro',
      rispettata: rapporto >= SOGLIA && falliti === 0,
    }
  } finally {
    await ferma(metro)
  }
}
