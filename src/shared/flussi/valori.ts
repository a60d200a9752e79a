// What the texts of a record mean: cents, minutes, days, months. Each reader answers undefined for what the layout would not
// read, so a rule can say so in words; each writer gives the one form that INPS's layout and examples use.

const TRATTINO = 45
const PUNTO = 46
/** The number that digits write; not a number where there is anything else. */
function cifre(testo: string, da: number, a: number): number {
  let n = 0
  for (let i = da; i < a; i++) {
    const c = testo.charCodeAt(i) - 48
    if (c < 0 || c > 9) return Number.NaN
    n = n * 10 + c
  }
  return n
}

/** Whole cents of an amount; undefined when it is no amount, or has fractions of a cent. */
export function centesimi(importo: string | undefined): number | undefined {
  // as nearly all are written
  const punto = importo === undefined ? 0 : importo.length - 3
  if (punto > 0 && importo!.charCodeAt(punto) === PUNTO) {
    const tutti = cifre(importo!, 0, punto) * 100 + cifre(importo!, punto + 1, punto + 3)
    if (Number.isSafeInteger(tutti)) return tutti
  }
  if (importo === undefined || !/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(importo)) return undefined
  const cento = Number(importo) * 100
  const intero = Math.round(cento)
  return Math.abs(cento - intero) < 1e-4 && Number.isSafeInteger(intero) ? intero : undefined
}

export function scriviImporto(cent: number): string {
  const [segno, n] = cent < 0 ? ['-', -cent] : ['', cent]
  return `${segno}${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
}

/** «1.234,56 €», for sentences. */
export const importoInParole = (cent: number): string => {
  const [intero, decimali] = scriviImporto(cent).split('.') as [string, string]
  return `${intero.replace(/\B(?=(\d{3})+$)/g, '.')},${decimali} €`
}

/** Minutes of `ore.minuti`: the part after the point is minutes, of which there are sixty, so `2.75` is nothing. */
export function minuti(ore: string | undefined): number | undefined {
  const m = ore === undefined ? null : /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(ore)
  if (!m) return undefined
  // a decimal: 2.5 is the same number as 2.50
  const resto = Number((m[2] ?? '').padEnd(2, '0'))
  return resto < 60 ? Number(m[1]) * 60 + resto : undefined
}

export const scriviOre = (min: number): string => `${Math.trunc(min / 60)}.${String(min % 60).padStart(2, '0')}`

export interface Calendario {
  anno: number
  mese: number
  giorno: number
}

/** The day that a text names, if it exists. Asked many times of each record: without a regular expression. */
export function giorno(testo: string | undefined): Calendario | undefined {
  if (testo?.length !== 10 || testo.charCodeAt(4) !== TRATTINO || testo.charCodeAt(7) !== TRATTINO) return undefined
  const [anno, mese, g] = [cifre(testo, 0, 4), cifre(testo, 5, 7), cifre(testo, 8, 10)]
  return anno > 0 && mese >= 1 && mese <= 12 && g >= 1 && g <= giorniDelMese(anno, mese)
    ? { anno, mese, giorno: g }
    : undefined
}

export function giorniDelMese(anno: number, mese: number): number {
  if (mese === 2) return anno % 4 === 0 && (anno % 100 !== 0 || anno % 400 === 0) ? 29 : 28
  return mese === 4 || mese === 6 || mese === 9 || mese === 11 ? 30 : 31
}

const due = (n: number) => String(n).padStart(2, '0')

export const scriviGiorno = (c: Calendario): string =>
  `${String(c.anno).padStart(4, '0')}-${due(c.mese)}-${due(c.giorno)}`

/** «31/12/2025», for sentences. */
export const giornoInParole = (testo: string): string => testo.split('-').reverse().join('/')

/** Calendar months from one day to another, both touched: from 27 January to 2 February they are two. */
export const mesiToccati = (dal: Calendario, al: Calendario): number =>
  (al.anno - dal.anno) * 12 + al.mese - dal.mese + 1

/** Months counted from the first day, the last one begun counting whole: from 14 October to 13 November it is one. */
export function mesiDalGiorno(dal: Calendario, al: Calendario): number {
  const interi = (al.anno - dal.anno) * 12 + al.mese - dal.mese
  return al.giorno < dal.giorno ? interi : interi + 1
}

/** Month and year as a number that grows by one each month; undefined when the text is not `MM/AAAA`. */
export function meseAnno(testo: string | undefined): number | undefined {
  const m = testo === undefined ? null : /^(0[1-9]|1[0-2])\/((?:19|20)\d{2})$/.exec(testo)
  return m ? Number(m[2]) * 12 + Number(m[1]) - 1 : undefined
}
