// What an extract declares of a household may say where somebody lives who must not be found, or how she is reached. Here nobody
// reads it, whatever his classes: those entitled read the sheet of the person, where it stands with what one must know.
import { type RawBuilder, sql } from 'kysely'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import type { Ctx } from '../kernel/context.ts'

/** Fields of an extract that say it. */
export const DOVE = ['indirizzo', 'cap', 'telefono', 'cellulare', 'email']
export const isDove = (campo: string): boolean => DOVE.includes(campo)

/** Whether the address of a domanda may be read. */
export const siDice = (domanda: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`not exists (select 1 from accesso.da_non_trovare(${domanda}))`

/** Members of a domanda of whom where they are, and how they are reached, is secret. */
export async function daNonTrovare(ctx: Ctx, domandaId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select id from accesso.da_non_trovare(${domandaId}) as x(id)`.execute(
    ctx.tx,
  )
  return new Set(rows.map((r) => r.id))
}

export const senzaDove = (v: Valori): Valori => Object.fromEntries(Object.entries(v).filter(([k]) => !isDove(k)))
