// Who answers for a person: the responsible of a presa in carico of his, or who answers for the service. And who answers
// for one presa in carico.
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Presa } from './presa.ts'

/** The act of who answers for the service. */
const SERVIZIO = 'diario.sposta'

export async function rispondeDi(ctx: Ctx, persone: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ si: boolean }>`
    select accesso.puo(${ctx.utente}, ${SERVIZIO}, ${ctx.oggi()}::date)
        or exists (select 1 from accesso.responsabili_di(${[...persone]}) r where r.utente_id = ${ctx.utente}) as si`.execute(
    ctx.tx,
  )
  return rows[0]!.si
}

export async function assertRisponde(ctx: Ctx, persone: readonly string[], perche: string): Promise<void> {
  if (!(await rispondeDi(ctx, persone))) throw problem('azione-non-consentita', { detail: perche })
}

/**
 * Of this presa: its responsible, or who answers for the service in its comune, also for a colleague who is absent. Nobody
 * else hands it over or closes it, or whoever opens a folder could offer it to himself and accept, or close it and have it
 * opened again as his (issue 3, §4).
 */
export async function rispondeDellaPresa(ctx: Ctx, p: Pick<Presa, 'comuneId' | 'responsabileId'>): Promise<boolean> {
  if (p.responsabileId === ctx.utente) return true
  const { rows } =
    await sql`select 1 from accesso.operatori_con(${SERVIZIO}, ${[p.comuneId]}) where utente_id = ${ctx.utente}`.execute(
      ctx.tx,
    )
  return rows.length > 0
}

const CHI_LA_OFFRE = 'La offre e ne ritira l’offerta soltanto chi ne è responsabile, o il responsabile del servizio.'

export async function assertRispondeDellaPresa(ctx: Ctx, p: Presa, detail = CHI_LA_OFFRE): Promise<void> {
  if (!(await rispondeDellaPresa(ctx, p))) throw problem('azione-non-consentita', { detail })
}
