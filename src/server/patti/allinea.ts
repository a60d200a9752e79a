// The state of a household after what its members have become: out of the obligations, or back in them. Done by whatever recomputes
// how they stand (termini.ts), so that no act has to think of it.
import { sql } from 'kysely'
import type { attoDovuto } from '../../shared/patti/esoneri.rules.ts'
import { motiviDovuti } from '../../shared/patti/esoneri.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, muoviCaso } from './caso.ts'

type Dovuto = NonNullable<ReturnType<typeof attoDovuto>>

/** Answers which were moved: one that another comune has just accepted stays as it is, because what is written now would not travel. */
export async function allinea(ctx: Ctx, atti: ReadonlyMap<string, Dovuto>): Promise<string[]> {
  if (atti.size === 0) return []
  const { rows } = await sql<{ id: string }>`
    select c.id from caso c where c.id = any (${[...atti.keys()]})
       and not exists (select 1 from caso_offerta o where o.caso_id = c.id and o.stato = 'accettata') order by c.id`.execute(
    ctx.tx,
  )
  for (const { id } of rows) {
    const atto = atti.get(id)!
    await muoviCaso(ctx, await bloccaCaso(ctx, id), atto, { motivo: motiviDovuti[atto] })
  }
  return rows.map((r) => r.id)
}
