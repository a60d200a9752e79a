// The year of the demonstration: the working days up to the one before the start, and the days around them. Everything
// is placed by a fraction of the year, so that the story holds whenever the installation is started.
import { readCsv } from '../../src/server/kernel/read-csv.ts'
import { giornoDopo } from '../../src/shared/cartella/agenda.rules.ts'
import { calendario } from '../../src/shared/kernel/festivi.ts'

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

/** Working days. */
const RECENTI = 60

const festivo = calendario(
  readCsv('festivita.csv').map((f) => ({
    giorno: f.giorno || null,
    dopoPasqua: f.dopo_pasqua ? Number(f.dopo_pasqua) : null,
    dalAnno: f.dal_anno ? Number(f.dal_anno) : null,
    alAnno: f.al_anno ? Number(f.al_anno) : null,
  })),
)

function vicino(giorno: string, passo: 1 | -1): string {
  let g = giorno
  while (festivo(g)) g = giornoDopo(g, passo)
  return g
}

export function giorni(oggi: string): Giorni {
  const ultimo = vicino(giornoDopo(oggi, -1), -1)
  const tutti: string[] = []
  for (let g = giornoDopo(oggi, -365); g <= ultimo; g = giornoDopo(g)) if (!festivo(g)) tutti.push(g)
  // some days are enough to look like a year, and spare the logins of the others: more of them lately, when one looks
  const usati = tutti.filter((_, n) => {
    const fa = tutti.length - 1 - n
    return fa % (fa < RECENTI ? 2 : 3) === 0
  })
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
