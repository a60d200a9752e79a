// The year of the demonstration: the working days up to the one before the start, and the days around them. Everything
// is placed by a fraction of the year, so that the story holds whenever the installation is started.
import { giornoDopo } from '../../src/shared/cartella/agenda.rules.ts'

/** The roles of the record can be assigned from 2026 (config/ruoli-assegnabili.csv): before, nobody could write. */
export const PRIMO_GIORNO = '2026-02-11'

export interface Giorni {
  oggi: string
  inizio: string
  /** The working day at this fraction of the year, 0 the first and 1 the last before today. */
  al(frazione: number): string
  /** Where a day stands in the year, as a fraction; and how much one step is. */
  posizione(giorno: string): number
  passo: number
  /** The working day `n` days before today, or the nearest one before. */
  fa(n: number): string
  /** A working day in `n` days, or the nearest one after. */
  fra(n: number): string
}

const feriale = (g: string) => {
  const d = new Date(`${g}T12:00:00Z`).getUTCDay()
  return d !== 0 && d !== 6
}

function vicino(giorno: string, passo: 1 | -1): string {
  let g = giorno
  while (!feriale(g)) g = giornoDopo(g, passo)
  return g
}

export function giorni(oggi: string): Giorni {
  const unAnnoFa = giornoDopo(oggi, -365)
  const ultimo = vicino(giornoDopo(oggi, -1), -1)
  const inizio = vicino(unAnnoFa > PRIMO_GIORNO ? unAnnoFa : PRIMO_GIORNO, 1)
  const tutti: string[] = []
  for (let g = inizio; g <= ultimo; g = giornoDopo(g)) if (feriale(g)) tutti.push(g)
  if (tutti.length === 0) tutti.push(ultimo)
  // every other day is enough to look like a year, and halves the logins
  const usati = tutti.filter((_, n) => (tutti.length - 1 - n) % 2 === 0)
  const passi = Math.max(1, usati.length - 1)
  return {
    oggi,
    inizio: usati[0]!,
    passo: 1 / passi,
    posizione: (giorno) =>
      Math.max(
        0,
        usati.findLastIndex((u) => u <= giorno),
      ) / passi,
    al: (frazione) => usati[Math.min(usati.length - 1, Math.round(Math.max(0, frazione) * passi))]!,
    fa: (n) => {
      const g = giornoDopo(oggi, -n)
      return usati.findLast((u) => u <= g) ?? usati[0]!
    },
    fra: (n) => vicino(giornoDopo(oggi, n), 1),
  }
}

/** A date of birth at this age, never on the same day for two. */
export function nato(oggi: string, anni: number, giorniPrima: number): string {
  const d = new Date(`${oggi}T12:00:00Z`)
  d.setUTCFullYear(d.getUTCFullYear() - anni)
  d.setUTCDate(d.getUTCDate() - giorniPrima)
  return d.toISOString().slice(0, 10)
}

export const inItaliano = (g: string) => g.split('-').reverse().join('/')
