// What a number in a cell of a workbook means: a date when its number format shows one (a workbook has no dates, only
// days since 1900 or 1904 with a format), otherwise the digits the operator sees.
import { attributo, scorriXml } from './xml.ts'

/** For each cell style, whether it shows a date. */
export async function formatiData(stili: AsyncIterable<Uint8Array>): Promise<boolean[]> {
  const propri = new Map<number, string>()
  const date: boolean[] = []
  let inCelle = false
  await scorriXml(stili, {
    apre(nome, attributi) {
      if (nome === 'numFmt') {
        propri.set(Number(attributo(attributi, 'numFmtId')), attributo(attributi, 'formatCode') ?? '')
      } else if (nome === 'cellXfs') inCelle = true
      else if (nome === 'xf' && inCelle) {
        const id = Number(attributo(attributi, 'numFmtId') ?? 0)
        const proprio = propri.get(id)
        date.push(proprio === undefined ? eDataPredefinita(id) : eFormatoData(proprio))
      }
    },
    chiude(nome) {
      if (nome === 'cellXfs') inCelle = false
    },
  })
  return date
}

/** Formats that Excel knows by number alone, national variants included (ECMA-376, 18.8.30). */
const eDataPredefinita = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

function eFormatoData(codice: string): boolean {
  const primo = codice.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0]!
  return /[ymdhs]/i.test(primo.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ''))
}

const GIORNO = 86_400_000

/** Days since the epoch of the workbook as `YYYY-MM-DD`; a time without a day as `HH:MM`. */
export function testoData(valore: string, dal1904: boolean): string {
  const n = Number(valore)
  if (!(n >= 0 && n < 2_958_466)) return valore.trim()
  if (n < 1) return new Date(Math.round(n * 1440) * 60_000).toISOString().slice(11, 16)
  const giorni = Math.floor(n)
  // Excel's 1900 had a 29 February that never was: day 60. Days before it count from one day later.
  const epoca = dal1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, giorni < 60 ? 31 : 30)
  return new Date(epoca + giorni * GIORNO).toISOString().slice(0, 10)
}

/** Plain digits: no exponent, no binary tail (Excel itself keeps 15 significant digits). */
export function testoNumero(valore: string): string {
  const grezzo = valore.trim()
  if (/^\d{1,15}$/.test(grezzo)) return String(Number(grezzo))
  const n = Number(Number(grezzo).toPrecision(15))
  if (!Number.isFinite(n)) return grezzo
  if (Number.isInteger(n)) return BigInt(n).toString()
  const testo = String(n)
  return testo.includes('e') ? n.toFixed(20).replace(/0+$/, '') : testo
}
