// Who answers for a person: the responsible of a presa in carico of his, or who answers for the service.
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'

export async function rispondeDi(ctx: Ctx, persone: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ si: boolean }>`
    select accesso.puo(${ctx.utente}, 'diario.sposta', ${ctx.oggi()}::date)
        or exists (select 1 from accesso.responsabili_di(${[...persone]}) r where r.utente_id = ${ctx.utente}) as si`.execute(
    ctx.tx,
  )
  return rows[0]!.si
}

export async function assertRisponde(ctx: Ctx, persone: readonly string[], perche: string): Promise<void> {
  if (!(await rispondeDi(ctx, persone))) throw problem('azione-non-consentita', { detail: perche })
}
