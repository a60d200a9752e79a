// What an extract declares of a household may say where somebody lives who must not be found, or how she is reached. Here nobody
// reads it, whatever his classes: those entitled read the sheet of the person, where it stands with what one must know.
import { type RawBuilder, sql } from 'kysely'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import { daColonna, isColonna } from '../../shared/patti/estratto-campi.ts'
import type { Ctx } from '../kernel/context.ts'

/** Fields of an extract that say it; and a column of which nobody has said what it is may. */
const DOVE = ['indirizzo', 'cap', 'indirizzoSuo', 'domicilio', 'telefono', 'cellulare', 'email', 'pec']
export const isDove = (campo: string): boolean => DOVE.includes(campo) || isColonna(campo)
/** The same, of a field that the database has. */
export const diceColonna = (campo: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`${campo} like ${`${daColonna('')}%`}`
export const diceDove = (campo: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`(${campo} = any (${DOVE}) or ${diceColonna(campo)})`

/** Whether the address of a domanda may be read. */
export const siDice = (domanda: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`not exists (select 1 from accesso.da_non_trovare(${domanda}))`

/** Whether somebody of a domanda must not be found. Of all its members then: a number is often declared with each of them. */
export async function isDaNonTrovare(ctx: Ctx, domandaId: string): Promise<boolean> {
  const { rows } = await sql<{ si: boolean }>`select not ${siDice(sql`${domandaId}::uuid`)} as si`.execute(ctx.tx)
  return rows[0]!.si
}

export const senzaDove = (v: Valori): Valori => Object.fromEntries(Object.entries(v).filter(([k]) => !isDove(k)))
