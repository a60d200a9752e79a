// Plain days: adding days, months and working days (which ones those are: kernel/festivi.ts). Days are `YYYY-MM-DD` and are counted
// in UTC, where every day has twenty-four hours: daylight saving cannot move a term.

const MS = 86_400_000
const inMs = (g: string) => Date.parse(`${g}T00:00:00Z`)
const daMs = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const piuGiorni = (g: string, n: number): string => daMs(inMs(g) + n * MS)
export const giorniTra = (da: string, a: string): number => Math.round((inMs(a) - inMs(da)) / MS)

/** The same day of a later month, or its last where that day does not exist (art. 2963 c.c.). */
export function piuMesi(g: string, n: number): string {
  const [anno, mese, giorno] = g.split('-').map(Number) as [number, number, number]
  const ultimo = new Date(Date.UTC(anno, mese - 1 + n + 1, 0)).getUTCDate()
  return daMs(Date.UTC(anno, mese - 1 + n, Math.min(giorno, ultimo)))
}

/** The day of this number in the month of `g`, or its last. */
export function giornoDelMese(g: string, quale: number): string {
  const ultimo = Number(piuGiorni(piuMesi(`${g.slice(0, 8)}01`, 1), -1).slice(8))
  return `${g.slice(0, 8)}${String(Math.min(quale, ultimo)).padStart(2, '0')}`
}

/** The n-th working day after `g`, which itself does not count. */
export function piuLavorativi(g: string, n: number, festivo: (giorno: string) => boolean): string {
  let giorno = g
  for (let restano = n; restano > 0; ) {
    giorno = piuGiorni(giorno, 1)
    if (!festivo(giorno)) restano--
  }
  return giorno
}
