// Plain days: adding days, months and working days, and which days nobody works. Days are `YYYY-MM-DD` and are counted in UTC,
// where every day has twenty-four hours: daylight saving cannot move a term.

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

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
export function pasqua(anno: number): string {
  const a = anno % 19
  const b = Math.floor(anno / 100)
  const c = anno % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return daMs(Date.UTC(anno, Math.floor(f / 31) - 1, (f % 31) + 1))
}

/** A holiday as data: a day of the year (`06-02`) or days after Easter, in the years in which the law has it. */
export interface Festivita {
  giorno: string | null
  dopoPasqua: number | null
  dalAnno: number | null
  alAnno: number | null
}

/** Tells the days on which nobody works: Saturdays and Sundays, the holidays, the patron's day (`MM-DD`) of the comune. */
export function calendario(
  festivita: readonly Festivita[],
  patrono: string | null = null,
): (giorno: string) => boolean {
  const perAnno = new Map<number, Set<string>>()
  const festivi = (anno: number) => {
    const gia = perAnno.get(anno)
    if (gia) return gia
    const validi = festivita.filter((f) => (f.dalAnno ?? anno) <= anno && (f.alAnno ?? anno) >= anno)
    const giorni = validi.map((f) => (f.giorno ? `${anno}-${f.giorno}` : piuGiorni(pasqua(anno), f.dopoPasqua ?? 0)))
    const tutti = new Set(patrono ? [...giorni, `${anno}-${patrono}`] : giorni)
    perAnno.set(anno, tutti)
    return tutti
  }
  return (g) => {
    const settimana = new Date(inMs(g)).getUTCDay()
    return settimana === 0 || settimana === 6 || festivi(Number(g.slice(0, 4))).has(g)
  }
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
