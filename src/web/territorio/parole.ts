// Dates and lists of names as the sentences of these pages say them. Pure.
import { formatData } from '../kernel/format.ts'

/** «Latina, Aprilia e Cisterna». */
export const enumera = (nomi: readonly string[]): string =>
  nomi.length < 2 ? (nomi[0] ?? '') : `${nomi.slice(0, -1).join(', ')} e ${nomi.at(-1)}`

/** «Latina, Aprilia, Cisterna e altri 4». */
export const elencoBreve = (nomi: readonly string[], quanti = 3): string =>
  nomi.length <= quanti + 1 ? enumera(nomi) : `${nomi.slice(0, quanti).join(', ')} e altri ${nomi.length - quanti}`

/** «dal 01/01/2026 al 31/12/2026», «dal 01/01/2026». */
export const periodo = (p: { dal: string | null; al: string | null }): string =>
  p.dal
    ? `dal ${formatData(p.dal)}${p.al ? ` al ${formatData(p.al)}` : ''}`
    : p.al
      ? `fino al ${formatData(p.al)}`
      : '–'
