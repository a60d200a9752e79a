// The families of the demonstration, over the comuni that have the record open: as many of each situation as out of
// five hundred, at least one.
import { Casa, type Usati } from './casa.ts'
import { type Caso, caso } from './caso.ts'
import { giorni } from './giorni.ts'
import { type NomeSituazione, nomiSituazione, situazioni } from './situazioni.ts'

export interface Famiglia {
  casa: Casa
  situazione: NomeSituazione
  area: string
}

export const FAMIGLIE = 500
const SEME = 328_2000

/** Comune → how many families out of a hundred. */
export type Quote = readonly (readonly [comune: string, percento: number])[]

function comuneDi(c: Caso, quote: Quote): string {
  let resta = c.tra(0, 99)
  for (const [comune, percento] of quote) {
    if (resta < percento) return comune
    resta -= percento
  }
  return quote[0]![0]
}

export function componiFamiglie(quante: number, oggi: string, quote: Quote): Famiglia[] {
  const c = caso(SEME)
  const usati: Usati = new Set()
  const { inizio } = giorni(oggi)
  const tutte = nomiSituazione.flatMap((s) =>
    Array.from({ length: Math.max(1, Math.round((situazioni[s].quante * quante) / FAMIGLIE)) }, () => s),
  )
  return c.mescola(tutte).map((situazione, n) => {
    const casa = new Casa({ n, comune: comuneDi(c, quote), oggi, inizio }, c, usati)
    situazioni[situazione].componi(casa)
    return { casa, situazione, area: situazioni[situazione].area }
  })
}

/** Others, of a comune that keeps no record: numbered after those that are in it. */
export function componiAltre(quante: number, dopo: number, oggi: string, comune: string): Famiglia[] {
  const c = caso(SEME + 1)
  const usati: Usati = new Set()
  const { inizio } = giorni(oggi)
  const quali = ['coppia-con-figli', 'adulto-solo', 'straniera'] as const satisfies readonly NomeSituazione[]
  return Array.from({ length: quante }, (_, n) => {
    const situazione = quali[n % quali.length]!
    const casa = new Casa({ n: dopo + n, comune, oggi, inizio }, c, usati)
    situazioni[situazione].componi(casa)
    return { casa, situazione, area: situazioni[situazione].area }
  })
}

/** How many out of five hundred families, at least one. */
export const quota = (su500: number, quante: number): number => Math.max(1, Math.round((su500 * quante) / FAMIGLIE))
