// What every search in order is made of (ADR 0024): ranges on stored keys, because under row-level security nothing else
// reaches an index, and counts up to a bound, which say whether what was found is put in order or met in order.
import { type RawBuilder, sql } from 'kysely'

export type Sql = RawBuilder<unknown>

/** Fewer than these are put in order, and lead the search. */
export const POCHE = 500

/** The last code point: it closes the range of everything that begins so. */
export const FINE = '\u{10ffff}'
/** The first of all keys, where an id must follow. */
export const ZERO = '00000000-0000-0000-0000-000000000000'

export const inizia = (colonna: Sql, parola: Sql) => sql`${colonna} >= ${parola} and ${colonna} < ${parola} || ${FINE}`

export const tutte = (cond: readonly Sql[]) => sql.join(cond, sql` and `)

/** Last day of a row that may have none, as indexes hold it: of `coalesce` row-level security would make none of them. */
export const ultimoGiorno = (x: string) =>
  sql`(case when ${sql.ref(`${x}.al`)} is null then 'infinity'::date else ${sql.ref(`${x}.al`)} end)`

/** How many rows `from …` finds, counted no further than the bound. */
export const fino = (da: Sql, alPiu = POCHE) => sql`(select count(*) from (select 1 ${da} limit ${alPiu}) x)`

export const minimo = (v: readonly number[]) => v.indexOf(Math.min(...v))

/** Of a list by surname and first name: the order, and the row, as a source names them. */
export interface Riga {
  cognome: Sql
  nome: Sql
  id: Sql
}
export const riga = (x: string, id: string): Riga => ({
  cognome: sql.ref(`${x}.cognome_chiave`),
  nome: sql.ref(`${x}.nome_chiave`),
  id: sql.ref(`${x}.${id}`),
})
export const ordine = (r: Riga) => sql`${r.cognome}, ${r.nome}, ${r.id}`

/** After the last of the page before. */
export const dopoDi = (da: readonly string[] | undefined, r: Riga) =>
  da ? [sql`(${ordine(r)}) > (${da[0]}, ${da[1]}, ${da[2]}::uuid)`] : []

/**
 * Whose surname begins so, after the last of the page before. One lower bound alone: of two, an index is entered at the
 * first, and walked to the other.
 */
export function cominciaDopo(da: readonly string[] | undefined, r: Riga, chiave: Sql): Sql[] {
  if (!da) return [inizia(r.cognome, chiave)]
  const gia = sql`${da[0]}::text collate "C"`
  return [
    sql`(${ordine(r)}) > (greatest(${gia}, ${chiave}), case when ${gia} >= ${chiave} then ${da[1]}::text else '' end,
      case when ${gia} >= ${chiave} then ${da[2]}::uuid else ${ZERO}::uuid end)`,
    sql`${r.cognome} < ${chiave} || ${FINE}`,
  ]
}

/** No further than the last of the page, as `ultima` knows it: where the page is not full, as far as the list goes. */
export function finoAllUltima(r: Riga): Sql {
  const ultima = (colonna: string, se: Sql) => sql`coalesce((select ${sql.ref(colonna)} from ultima), ${se})`
  return sql`(${ordine(r)}) <= (${ultima('cognome_chiave', sql`${FINE}`)}, ${ultima('nome_chiave', sql`''`)}, ${ultima('id', sql`${ZERO}::uuid`)})`
}

/** The first of all the sources, each in order. */
export const unite = (fonti: readonly Sql[], righe: number) =>
  sql`select * from (${sql.join(
    fonti.map((f) => sql`(${f})`),
    sql` union `,
  )}) x order by 1, 2, 3 limit ${righe}`
