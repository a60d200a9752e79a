// Words for what a printed folder says: days, codes, names. Codes are asked once for the whole folder.
import { sql } from 'kysely'
import { giornoInParole } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'
import type { RigaEsportata } from './tabelle-fascicolo.ts'

export type Coppia = [titolo: string, testo: string]

export const testo = (v: unknown): string => (typeof v === 'string' ? v.trim() : '')
export const righe = (v: unknown): RigaEsportata[] => (Array.isArray(v) ? (v as RigaEsportata[]) : [])
/** «2 marzo 2026», from a day or from an instant. */
export const giorno = (v: unknown): string =>
  typeof v !== 'string' || v === '' ? '' : giornoInParole(v.length > 10 ? giornoDi(v) : v)

const italiano = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' })
export const giornoDi = (istante: string): string => italiano.format(new Date(istante))
const orologio = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit' })
/** «2 marzo 2026, ore 10.15» */
export const momento = (istante: Date): string =>
  `${giorno(istante.toISOString())}, ore ${orologio.format(istante).replace(':', '.')}`

export const periodo = (dal: unknown, al: unknown): string =>
  [dal && `dal ${giorno(dal)}`, al && `al ${giorno(al)}`].filter(Boolean).join(' ')
export const unisci = (parti: readonly unknown[], con = '; '): string => parti.filter(Boolean).join(con)
export const maiuscola = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
/** Only what has been written. */
export const piene = (coppie: readonly Coppia[]): Coppia[] => coppie.filter(([, t]) => t !== '')

const KB = 1000
export function dimensione(bytes: number): string {
  if (bytes < KB) return `${bytes} byte`
  const [n, unita] = bytes < KB * KB ? [bytes / KB, 'kB'] : [bytes / (KB * KB), 'MB']
  return `${n.toLocaleString('it-IT', { maximumFractionDigits: 1 })} ${unita}`
}

export interface CodiceDaDire {
  lista: string
  codice: unknown
  sesso?: unknown
}

/** The words of these codes; a code without words is said as it is. */
export async function paroleDi(ctx: Ctx, codici: readonly CodiceDaDire[]) {
  const chiesti = codici
    .filter((c) => typeof c.codice === 'string' && c.codice !== '')
    .map((c) => ({ lista: c.lista, codice: c.codice, sesso: c.sesso ?? null }))
  const { rows } =
    chiesti.length === 0
      ? { rows: [] }
      : await sql<{ lista: string; codice: string; sesso: string | null; parole: string | null }>`
    select distinct lista, codice, sesso, kernel.voce_etichetta(lista, codice, kernel.oggi(), sesso) as parole
      from jsonb_to_recordset(${JSON.stringify(chiesti)}::jsonb) as x(lista text, codice text, sesso text)`.execute(
          ctx.tx,
        )
  const dette = new Map(rows.map((r) => [`${r.lista} ${r.codice} ${r.sesso ?? ''}`, r.parole]))
  return (lista: string, codice: unknown, sesso?: unknown): string =>
    dette.get(`${lista} ${codice} ${sesso ?? ''}`) ?? testo(codice)
}
/** Who and what the rows name, for those who put them in words. */
export interface Contesto {
  oggi: string
  righe(tabella: string): RigaEsportata[]
  persona(id: unknown): string
  collega(id: unknown): string
  parola: Awaited<ReturnType<typeof paroleDi>>
}
