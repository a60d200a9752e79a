// An analysis is of persons of the record, hence it lives there (ADR 0068): where the record is not open in a comune this is said before one
// works on a caso, with the adhesion that opens it.
import { sql } from 'kysely'
import { cheCosaApreLaCartella } from '../../shared/patti/cartella-chiusa.rules.ts'
import type { AnalisiFerma } from '../../shared/patti/casi.api.ts'
import type { Ctx } from '../kernel/context.ts'

async function requisiti(ctx: Ctx): Promise<Omit<AnalisiFerma, 'comuni'>> {
  const { rows } = await sql<Omit<AnalisiFerma, 'comuni'>>`
    select aperta, adesioni from accesso.adesioni_richieste('cartella')`.execute(ctx.tx)
  return rows[0]!
}

/** The comuni of the running act whose casi wait for the record, with how many. */
export async function analisiFerma(ctx: Ctx): Promise<AnalisiFerma> {
  const { rows: comuni } = await sql<AnalisiFerma['comuni'][number]>`
    select s.comune_id, k.nome as comune, s.casi from accesso.casi_senza_cartella() s join comune k on k.id = s.comune_id order by k.nome`.execute(
    ctx.tx,
  )
  return { ...(await requisiti(ctx)), comuni }
}

async function cartellaAperta(ctx: Ctx, comuneId: string): Promise<boolean> {
  const { rows } = await sql<{
    si: boolean
  }>`select ${comuneId} = any (accesso.comuni_aperti('cartella')) as si`.execute(ctx.tx)
  return rows[0]!.si
}

/** Why no analysis can begin in a comune, and what opens it; null where the record is open. */
export async function cartellaChiusa(ctx: Ctx, comuneId: string): Promise<string | null> {
  if (await cartellaAperta(ctx, comuneId)) return null
  return `In questo comune la cartella sociale non è aperta: l’analisi, e dopo di lei esito e patto, non possono cominciare. ${cheCosaApreLaCartella(await requisiti(ctx))}`
}
