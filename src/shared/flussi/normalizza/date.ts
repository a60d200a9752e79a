// Dates as spreadsheets, programs and people write them, to `AAAA-MM-GG`. A date that does not exist stays as it is, and is
// said: 31/02/2025 is somebody's mistake, and only they know which.
import { giorniDelMese, scriviGiorno } from '../valori.ts'
import { type Esito, invariato, letto, type NonLetto } from './esito.ts'
import { inizio } from './testi.ts'

export interface OpzioniData {
  /** The day on which one reads: it says the century of a year of two digits. */
  oggi: string
  /** Day and month change place, as in American files. */
  ordine?: 'gma' | 'mga'
  /** Days of Excel for Mac of once, that count from 1904. */
  dal1904?: boolean
}

const MESI = ['gen', 'feb', 'mar', 'apr', 'mag', 'giu', 'lug', 'ago', 'set', 'ott', 'nov', 'dic']
const GIORNO_MS = 86_400_000
/** Days of Excel that can be dates of ours: from 1900 to 2099. */
const PRIMO_SERIALE = 60
const ULTIMO_SERIALE = 73_050

const inesistente = (v: string): NonLetto => ({
  regola: 'N05',
  frase: `La data «${inizio(v, 30)}» non esiste: correggila.`,
})
const incomprensibile = (v: string): NonLetto => ({
  regola: 'N05',
  frase: `«${inizio(v, 30)}» non è una data che Trama capisca: scrivila come 31/12/2025.`,
})

function secolo(anno: number, oggi: string): number {
  const questo = Number(oggi.slice(0, 4))
  const con = Math.floor(questo / 100) * 100 + anno
  return con > questo + 1 ? con - 100 : con
}

/** N05, N06. */
export function data(v: string, { oggi, ordine = 'gma', dal1904 = false }: OpzioniData): Esito {
  const t = v.trim()
  if (t === '') return invariato(v)
  // the hour of a cell that holds a date
  const senzaOra = t.replace(/[T ]\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/, '')
  const componi = (anno: number, mese: number, giorno: number): Esito => {
    if (mese < 1 || mese > 12 || giorno < 1 || anno < 1 || giorno > giorniDelMese(anno, mese)) return inesistente(t)
    return letto(v, scriviGiorno({ anno, mese, giorno }), 'N05')
  }
  let m = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(senzaOra)
  if (m) return componi(Number(m[1]), Number(m[2]), Number(m[3]))
  m = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(senzaOra)
  if (m) {
    const anno = m[3]!.length === 2 ? secolo(Number(m[3]), oggi) : Number(m[3])
    const [giorno, mese] = ordine === 'gma' ? [Number(m[1]), Number(m[2])] : [Number(m[2]), Number(m[1])]
    return componi(anno, mese, giorno)
  }
  m = /^(\d{1,2})[°º]?[ -/.]([a-zà]{3,9})[ -/.](\d{4}|\d{2})$/i.exec(senzaOra)
  if (m) {
    const mese = MESI.indexOf(m[2]!.slice(0, 3).toLowerCase()) + 1
    if (mese > 0) return componi(m[3]!.length === 2 ? secolo(Number(m[3]), oggi) : Number(m[3]), mese, Number(m[1]))
  }
  if (/^\d{8}$/.test(senzaOra)) {
    const [primi, ultimi] = [Number(senzaOra.slice(0, 4)), Number(senzaOra.slice(4))]
    if (primi >= 1850 && primi < 2100) return componi(primi, Number(senzaOra.slice(4, 6)), Number(senzaOra.slice(6)))
    return componi(ultimi, Number(senzaOra.slice(2, 4)), Number(senzaOra.slice(0, 2)))
  }
  m = /^(\d{2,5})(?:[.,]\d+)?$/.exec(t)
  if (m && Number(m[1]) >= PRIMO_SERIALE && Number(m[1]) <= ULTIMO_SERIALE)
    return letto(v, daSeriale(Number(m[1]), dal1904), 'N06')
  return incomprensibile(t)
}

/** The day that Excel keeps as a number. From day 60 on: before, Excel's 1900 has a day too many. */
export function daSeriale(giorni: number, dal1904 = false): string {
  const epoca = dal1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  return new Date(epoca + giorni * GIORNO_MS).toISOString().slice(0, 10)
}

/** N18: month and year, also from a whole date. */
export function meseAnno(v: string, opzioni: OpzioniData): Esito {
  const t = v.trim()
  const m = /^(\d{1,2})[-/. ](\d{4})$/.exec(t) ?? /^(\d{4})[-/.](\d{1,2})$/.exec(t)
  if (m) {
    const [mese, anno] = m[1]!.length === 4 ? [m[2]!, m[1]!] : [m[1]!, m[2]!]
    return Number(mese) >= 1 && Number(mese) <= 12
      ? letto(v, `${mese.padStart(2, '0')}/${anno}`, 'N18')
      : inesistente(t)
  }
  const intera = data(v, opzioni)
  if ('frase' in intera || t === '') return intera
  return letto(v, `${intera.valore.slice(5, 7)}/${intera.valore.slice(0, 4)}`, 'N18')
}

/** N22: a year, also from a whole date. */
export function anno(v: string, opzioni: OpzioniData): Esito {
  const t = v.trim()
  if (t === '' || /^\d{4}$/.test(t)) return letto(v, t, 'N01')
  const intera = data(v, opzioni)
  return 'frase' in intera ? intera : letto(v, intera.valore.slice(0, 4), 'N22')
}
