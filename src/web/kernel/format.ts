// How Italian people write and read dates, instants, amounts and quantities, both ways. Dates stay plain
// `YYYY-MM-DD` strings and amounts integer cents everywhere else: only what is on the screen passes from here.

const FUSO = 'Europe/Rome'
const quando = new Intl.DateTimeFormat('it-IT', {
  timeZone: FUSO,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const numeri = new Intl.NumberFormat('it-IT', { useGrouping: 'always' })
const decimali = new Intl.NumberFormat('it-IT', {
  useGrouping: 'always',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})

/** `2026-11-22` → `22/11/2026`; nothing → a dash. */
export function formatData(iso: string | null | undefined): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '')
  return m ? `${m[3]}/${m[2]}/${m[1]}` : '–'
}

const lungo = new Intl.DateTimeFormat('it-IT', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
/** `2026-11-22` → `22 novembre 2026`, as it is printed. */
export const formatGiornoInParole = (iso: string): string =>
  lungo.format(new Date(`${iso}T00:00:00Z`)).replace(/^1 /, '1º ')

/** UTC instant → `22/11/2026, 14:05` in Italian time. */
export function formatIstante(iso: string | null | undefined): string {
  if (!iso) return '–'
  const d = new Date(iso)
  return Number.isNaN(d.getTime()) ? '–' : quando.format(d)
}

/** UTC instant → `14:05` in Italian time, for a field that one edits. */
export const formatOra = (iso: string): string =>
  new Intl.DateTimeFormat('it-IT', { timeZone: FUSO, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(iso),
  )

/** Today in Italy, `YYYY-MM-DD`. */
export const oggi = (now = new Date()): string => new Intl.DateTimeFormat('sv-SE', { timeZone: FUSO }).format(now)

/** `22/11/2026` (also `22-11-2026`, `22.11.2026`, `22112026`) → `2026-11-22`; null when it is no day of the calendar. */
export function parseData(testo: string): string | null {
  const m =
    /^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})$/.exec(testo.trim()) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(testo.trim())
  if (!m) return null
  const [giorno, mese, anno] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const d = new Date(Date.UTC(anno, mese - 1, giorno))
  d.setUTCFullYear(anno)
  if (d.getUTCMonth() !== mese - 1 || d.getUTCDate() !== giorno) return null
  return `${String(anno).padStart(4, '0')}-${String(mese).padStart(2, '0')}-${String(giorno).padStart(2, '0')}`
}

/** Cents → `1.234,56 €`. */
export const formatEuro = (centesimi: number | null | undefined): string =>
  centesimi === null || centesimi === undefined ? '–' : `${decimali.format(centesimi / 100)} €`

/** Cents → `1.234,56`, for a field that one edits. */
export const formatImporto = (centesimi: number): string => decimali.format(centesimi / 100)

/** `1.234,56`, `1234,5`, `1234` → cents; null when it is no amount. A point is a thousands separator, never decimals. */
export function parseImporto(testo: string): number | null {
  const t = testo.replace(/[€\s]/g, '')
  const m = /^(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(t)
  if (!m) return null
  const cents = Number(m[2]!.replaceAll('.', '')) * 100 + Number((m[3] ?? '').padEnd(2, '0'))
  return m[1] && cents > 0 ? -cents : cents
}

export const formatNumero = (n: number | null | undefined): string =>
  n === null || n === undefined ? '–' : numeri.format(n)

/** `plurale(1, 'utente', 'utenti')` → `1 utente`. */
export const plurale = (n: number, uno: string, molti: string): string => `${numeri.format(n)} ${n === 1 ? uno : molti}`

/** How many rows are shown, in a sentence that needs no gender: «50 righe, e l’elenco continua». */
export const contoRighe = (n: number, uno: string, molti: string, altre: boolean): string =>
  `${plurale(n, uno, molti)}${altre ? ', e l’elenco continua' : ''}`

export function formatByte(n: number): string {
  if (n < 1000) return `${n} byte`
  if (n < 1_000_000) return `${numeri.format(Math.round(n / 100) / 10)} kB`
  if (n < 1_000_000_000) return `${numeri.format(Math.round(n / 100_000) / 10)} MB`
  return `${numeri.format(Math.round(n / 100_000_000) / 10)} GB`
}

const mesi = new Intl.DateTimeFormat('it-IT', { month: 'long', year: 'numeric', timeZone: 'UTC' })
/** `2026-11`, or a day of that month → `novembre 2026`. */
export const formatMese = (mese: string): string => mesi.format(new Date(`${mese.slice(0, 7)}-01T00:00:00Z`))

/** A part of a whole: `12 su 20 (60 %)`; of nothing, a dash. */
export const formatParte = (n: number, su: number): string =>
  su === 0 ? '–' : `${formatNumero(n)} su ${formatNumero(su)} (${Math.round((100 * n) / su)} %)`
