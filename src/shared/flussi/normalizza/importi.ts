// Amounts and hours as they are written in Italy, in programs and by Excel. Where a text can mean two amounts it is not guessed.
import { scriviImporto, scriviOre } from '../valori.ts'
import { type Esito, invariato, letto, type NonLetto } from './esito.ts'
import { inizio } from './testi.ts'

const nonImporto = (v: string): NonLetto => ({
  regola: 'N07',
  frase: `«${inizio(v, 30)}» non è un importo che Trama capisca: scrivilo come 1.234,56.`,
})
const ambiguo = (v: string): NonLetto => ({
  regola: 'N07',
  frase: `«${inizio(v, 30)}» può essere due importi diversi: scrivilo con i centesimi, come 1.234,00 oppure 1,23.`,
})

/** Groups of three after a separator, as thousands are written. */
const MIGLIAIA = { '.': /^\d{1,3}(\.\d{3})+$/, ',': /^\d{1,3}(,\d{3})+$/ } as const

/** As nearly all are written: only the separators change. */
const ITALIANO = /^(?:0|[1-9]\d{0,2}(?:\.\d{3}){0,3}|[1-9]\d{0,11}),\d{2}$/
const GIA_SCRITTO = /^(?:0|[1-9]\d{0,11})\.\d{2}$/

/** An amount that is written in one of those ways, as the layout has it. */
export function importoPiano(v: string): string | undefined {
  if (GIA_SCRITTO.test(v)) return v
  if (!ITALIANO.test(v)) return undefined
  const virgola = v.length - 3
  const intero = v.slice(0, virgola)
  return `${intero.includes('.') ? intero.replaceAll('.', '') : intero}.${v.slice(virgola + 1)}`
}

/** N07. */
export function importo(v: string): Esito {
  const piano = importoPiano(v)
  if (piano !== undefined) return letto(v, piano, 'N07')
  let t = v.trim()
  if (t === '') return invariato(v)
  t = t.replace(/€|\b(eur|euro)\b/giu, '').replace(/[\s'’\u00a0]/g, '')
  const negativo = /^-|^\(.*\)$|-$/.test(t)
  t = t.replace(/^[+-]|[()]|-$/g, '')
  const intero = parteInDue(t)
  if (intero === undefined) return nonImporto(v.trim())
  if (intero === 'ambiguo') return ambiguo(v.trim())
  return letto(v, scriviImporto(negativo ? -intero : intero), 'N07')
}

/** Cents of a text without signs. */
function parteInDue(t: string): number | 'ambiguo' | undefined {
  if (!/^[\d.,]+$/.test(t) || !/\d/.test(t)) return undefined
  const [punti, virgole] = [t.split('.').length - 1, t.split(',').length - 1]
  if (punti > 0 && virgole > 0) {
    // the last one that occurs is the decimal one, and occurs once
    const decimale = t.lastIndexOf(',') > t.lastIndexOf('.') ? ',' : '.'
    const migliaia = decimale === ',' ? '.' : ','
    const [prima, dopo, altro] = t.split(decimale)
    if (altro !== undefined || !MIGLIAIA[migliaia].test(prima!)) return undefined
    return cent(prima!.replaceAll(migliaia, ''), dopo!)
  }
  if (punti > 1) return MIGLIAIA['.'].test(t) ? cent(t.replaceAll('.', ''), '') : undefined
  if (virgole > 1) return MIGLIAIA[','].test(t) ? cent(t.replaceAll(',', ''), '') : undefined
  if (virgole === 1) {
    const [prima, dopo] = t.split(',') as [string, string]
    // 1,234 is 1 euro and 23 in Italy, 1234 elsewhere
    return dopo.length === 3 && prima.length > 0 && prima.length <= 3 && prima !== '0' ? 'ambiguo' : cent(prima, dopo)
  }
  if (punti === 1) {
    const [prima, dopo] = t.split('.') as [string, string]
    // no amount has three decimals: 1.234 is one thousand and more
    return dopo.length === 3 && prima.length <= 3 && prima !== '0' && prima !== ''
      ? cent(prima + dopo, '')
      : cent(prima, dopo)
  }
  return cent(t, '')
}

/** A third decimal is a fraction of a cent, unless it is the tail of a binary number (350.49999999999994). */
function cent(intero: string, decimali: string): number | undefined {
  if (intero.length > 12) return undefined
  const esatto = Number(`${intero || '0'}.${decimali || '0'}`) * 100
  const tondo = Math.round(esatto)
  const coda = decimali.length > 6 ? 1e-3 : 1e-6
  return Math.abs(esatto - tondo) <= coda * Math.max(1, tondo / 1e6) ? tondo : undefined
}

export type ScritturaOre = 'minuti' | 'decimali'

/** N08. `come` says what a point or a comma means where the file does not: minutes, as the layout has it, or decimals. */
export function ore(v: string, come: ScritturaOre | undefined): Esito {
  const t = v.trim()
  if (t === '') return invariato(v)
  const nonOre = (frase: string): NonLetto => ({ regola: 'N08', frase })
  const m = /^(\d{1,4})\s*(?::|h|ore|h\.)\s*(\d{1,2})?(?::00)?\s*(?:m|min|minuti|'|’)?$/i.exec(t)
  if (m) return scrivi(v, Number(m[1]), Number(m[2] ?? 0), nonOre)
  const n = /^(\d{1,4})(?:([.,])(\d{1,2}))?$/.exec(t)
  if (!n) return nonOre(`«${inizio(t, 30)}» non sono ore che Trama capisca: scrivi ore e minuti, come 2:30.`)
  if (n[3] === undefined) return letto(v, n[1]!, 'N08')
  const due = Number(n[3].padEnd(2, '0'))
  if (come === 'decimali') return letto(v, scriviOre(Math.round((Number(n[1]) + due / 100) * 60)), 'N08')
  // with the point it is already as the layout wants it; a comma is a number, and who wrote it may mean decimals
  if (n[2] === '.' || come === 'minuti') return scrivi(v, Number(n[1]), due, nonOre)
  return nonOre(`«${t}» può essere ore e minuti oppure ore con decimali: scrivile come 2:30, o dillo nel profilo.`)
}

function scrivi(v: string, h: number, min: number, nonOre: (frase: string) => NonLetto): Esito {
  if (min > 59) return nonOre(`«${v.trim()}» ha più di 59 minuti: scrivi ore e minuti, come 2:30.`)
  // a point form that is good stays as it is
  if (/^\d+\.\d{1,2}$/.test(v)) return invariato(v)
  return letto(v, scriviOre(h * 60 + min), 'N08')
}
