// What an ente has taught, shown and taken away: the files to come are read without it; what was read stays as it is.
import { sql } from 'kysely'
import { type Insegnamento, insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

type Api = typeof insegnamentiApi

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const { rows } = await sql<Insegnamento>`
    select i.id, i.campo, i.prima, i.dopo, i.insegnato_il, (select nome from accesso.nomi_di_chi_prepara(array[i.insegnato_da])) as da
      from insegnamento_flussi i where i.ente_id = ${i.ente} and i.tolto_il is null order by i.campo, i.prima limit 1000`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

async function togli(ctx: Ctx, i: Input<Api['togli']>): Promise<Output<Api['togli']>> {
  const { rows } = await sql`
    update insegnamento_flussi set tolto_il = kernel.adesso() where id = ${i.id} and tolto_il is null returning id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw problem('non-trovato')
  return { fatto: true }
}

export const insegnamentiRotte = rotte(insegnamentiApi, { list, togli })
