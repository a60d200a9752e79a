// Which days nobody works: Saturdays and Sundays, national holidays, the patron's day of a comune. Data say which they are; here is
// how a year is made of them.

const MS = 86_400_000
const inMs = (g: string) => Date.parse(`${g}T00:00:00Z`)
const daMs = (ms: number) => new Date(ms).toISOString().slice(0, 10)

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

/** The day of a holiday in a year, where it has one: in common years the 29th of February does not. */
function giornoDi(f: Festivita, anno: number): string[] {
  if ((f.dalAnno ?? anno) > anno || (f.alAnno ?? anno) < anno) return []
  if (f.giorno === null) return [daMs(inMs(pasqua(anno)) + (f.dopoPasqua ?? 0) * MS)]
  const giorno = `${anno}-${f.giorno}`
  return Number.isNaN(inMs(giorno)) || daMs(inMs(giorno)) !== giorno ? [] : [giorno]
}

/** Tells the days on which nobody works in a comune whose holidays, its patron's day among them, are these. */
export function calendario(festivita: readonly Festivita[]): (giorno: string) => boolean {
  const perAnno = new Map<number, Set<string>>()
  const festivi = (anno: number) => {
    const gia = perAnno.get(anno)
    if (gia) return gia
    const tutti = new Set(festivita.flatMap((f) => giornoDi(f, anno)))
    perAnno.set(anno, tutti)
    return tutti
  }
  return (g) => {
    const settimana = new Date(inMs(g)).getUTCDay()
    return settimana === 0 || settimana === 6 || festivi(Number(g.slice(0, 4))).has(g)
  }
}
