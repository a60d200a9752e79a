// From a template and its data to a PDF (tagged, PDF/A-2a, checked against PDF/UA-1), each in a process of its own that
// reads no file, reaches no network and is stopped when it takes too long or too much (stampa-processo.ts, ADR 0016).
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { difettiDelModello } from '../../shared/documenti/modelli.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import { radice } from '../kernel/paths.ts'
import type { Lavoro } from './stampa-processo.ts'

export interface Stampa {
  testo: string
  dati: unknown
  /** When it is said to have been made: same data and same instant, same bytes. */
  istante: Date
}

export interface LimitiStampa {
  secondi: number
  /** Of the whole process, a third of which is there before the template is read. */
  megabyte: number
  /** Where its requests for remote packages end: nowhere. Tests put a listener there, to see that they would. */
  proxy: string
}
const LIMITI: LimitiStampa = { secondi: 10, megabyte: 512, proxy: 'http://127.0.0.1:0' }

/** So many at once: the machine has other things to do. */
const INSIEME = 2
let inCorso = 0
const coda: (() => void)[] = []

let libreria: string | undefined
/** What every template can import: the page, the heading, the address, the signature. */
const leggiLibreria = () => {
  libreria ??= readFileSync(join(radice, 'config', 'modelli', 'libreria', 'trama.typ'), 'utf8')
  return libreria
}

export async function stampa(s: Stampa, limiti: Partial<LimitiStampa> = {}): Promise<Buffer> {
  const difetti = difettiDelModello(s.testo)
  if (difetti.length > 0) throw nonSiStampa(difetti)
  if (inCorso >= INSIEME) await new Promise<void>((vai) => coda.push(vai))
  else inCorso++
  try {
    return await inUnProcesso(s, { ...LIMITI, ...limiti })
  } finally {
    const prossimo = coda.shift()
    // the place passes from hand to hand
    if (prossimo) prossimo()
    else inCorso--
  }
}

const nonSiStampa = (frasi: string[]) =>
  problem('regola-non-rispettata', {
    detail: `Il modello non si può stampare. ${frasi.slice(0, 5).join(' ')}`,
    errori: [{ campo: 'testo', codice: 'modello-errato', messaggio: frasi.join(' ') }],
  })

/** The commonest words of the typesetter; the others stay in its own language, which is the language of templates. */
const parole: [RegExp, string][] = [
  [/^(file not found|failed to load file).*$/s, 'un modello non può leggere file'],
  [/^(failed to download package|package not found).*$/s, 'un modello non può usare pacchetti della rete'],
  [/^unknown variable: (.*)$/s, '«$1» non esiste'],
  [/^assertion failed: (.*)$/s, '$1'],
  [/^dictionary does not contain key "(.*)"$/s, 'tra i dati non c’è «$1»'],
  [/^PDF\/UA-1 error: missing document title.*$/s, 'manca il titolo del documento (set document(title: …))'],
  [/^PDF\/UA-1 error: (.*)$/s, 'chi legge con la sintesi vocale non potrebbe: $1'],
]
function inItaliano(messaggio: string): string {
  const trovata = parole.find(([r]) => r.test(messaggio))
  return trovata ? messaggio.replace(trovata[0], trovata[1]) : messaggio
}

async function inUnProcesso(s: Stampa, limiti: LimitiStampa): Promise<Buffer> {
  const { cartella, togli } = await cartellaTemporanea()
  try {
    const figlio = spawn(process.execPath, [join(radice, 'src', 'server', 'documenti', 'stampa-processo.ts')], {
      cwd: cartella,
      stdio: ['pipe', 'pipe', 'pipe'],
      // nothing of ours: no secrets, no home with packages, no way out
      env: {
        HOME: cartella,
        XDG_DATA_HOME: cartella,
        XDG_CACHE_HOME: cartella,
        TYPST_PACKAGE_PATH: cartella,
        TYPST_PACKAGE_CACHE_PATH: cartella,
        HTTP_PROXY: limiti.proxy,
        HTTPS_PROXY: limiti.proxy,
        ALL_PROXY: limiti.proxy,
      },
    })
    const lavoro: Lavoro = {
      cartella,
      testo: s.testo,
      librerie: { 'trama.typ': leggiLibreria() },
      dati: JSON.stringify(s.dati),
      istante: Math.floor(s.istante.getTime() / 1000),
      massimoMb: limiti.megabyte,
    }
    let tardi = false
    const sveglia = setTimeout(() => {
      tardi = true
      figlio.kill('SIGKILL')
    }, limiti.secondi * 1000)
    // a child that dies before reading says why by its exit
    figlio.stdin.on('error', () => {})
    figlio.stdin.end(JSON.stringify(lavoro))
    const uscita: Buffer[] = []
    figlio.stdout.on('data', (d: Buffer) => uscita.push(d))
    const [errore, codice] = await Promise.all([
      text(figlio.stderr),
      new Promise<number | null>((done, no) => {
        figlio.once('error', no)
        figlio.once('close', (c) => done(c))
      }),
    ])
    clearTimeout(sveglia)
    const tutto = Buffer.concat(uscita)
    if (codice === 0) return tutto
    if (codice === 3) {
      const { errori } = JSON.parse(tutto.toString()) as { errori: { riga: number | null; messaggio: string }[] }
      throw nonSiStampa(errori.map((e) => `${e.riga ? `Riga ${e.riga}: ` : ''}${inItaliano(e.messaggio)}.`))
    }
    if (tardi) throw nonSiStampa([`Ci mette più di ${limiti.secondi} secondi: rendilo più semplice.`])
    if (errore.includes('memoria'))
      throw nonSiStampa([`Usa più di ${limiti.megabyte} MB di memoria: rendilo più semplice.`])
    throw new Error(`typesetting process ended with ${codice}: ${errore.slice(0, 500)}`)
  } finally {
    await togli()
  }
}
