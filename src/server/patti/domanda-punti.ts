// Where domande are taken: the desk of the comune always, and the offices that the comune names, from a day to another.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { domandeApi } from '../../shared/patti/domande.api.ts'
import type { Ctx } from '../kernel/context.ts'

type Api = typeof domandeApi
type Punto = Output<Api['punti']>['voci'][number]

const tutti = sql`select p.id, p.comune_id, c.nome as comune, p.ufficio_id, u.nome as ufficio, p.dal, p.al
  from punto_domande p join comune c on c.id = p.comune_id join ufficio u on u.id = p.ufficio_id`

export async function puntiAperti(ctx: Ctx, giorno = ctx.oggi()): Promise<Punto[]> {
  const { rows } =
    await sql<Punto>`${tutti} where ${giorno}::date between p.dal and coalesce(p.al, 'infinity') order by u.nome, p.id`.execute(
      ctx.tx,
    )
  return rows
}

export async function punti(ctx: Ctx): Promise<Output<Api['punti']>> {
  const { rows: voci } = await sql<Punto>`${tutti} order by p.al is not null, c.nome, u.nome, p.dal`.execute(ctx.tx)
  const { rows: comuni } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti')))) order by nome_chiave`.execute(
    ctx.tx,
  )
  const { rows: uffici } = await sql<{ id: string; nome: string }>`
    select id, nome from ufficio where ambito_id = ${ctx.ambito} and ${ctx.oggi()}::date between dal and coalesce(al, 'infinity') order by nome, id`.execute(
    ctx.tx,
  )
  return { voci, comuni, uffici }
}

export async function apriPunto(ctx: Ctx, i: Input<Api['apriPunto']>): Promise<Output<Api['apriPunto']>> {
  const { comuni, uffici } = await punti(ctx)
  if (!comuni.some((c) => c.id === i.comuneId))
    throw erroreDiCampo('comuneId', 'Scegli uno dei comuni con la convenzione registrata.')
  if (!uffici.some((u) => u.id === i.ufficioId)) throw erroreDiCampo('ufficioId', 'Scegli uno degli uffici aperti.')
  await sql`insert into punto_domande (comune_id, ufficio_id, dal) values (${i.comuneId}, ${i.ufficioId}, ${i.dal})`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export async function chiudiPunto(ctx: Ctx, i: Input<Api['chiudiPunto']>): Promise<Output<Api['chiudiPunto']>> {
  const { rows } = await sql<{
    dal: string
    al: string | null
  }>`select dal, al from punto_domande where id = ${i.id} for update`.execute(ctx.tx)
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  if (p.al !== null)
    throw problem('stato-non-ammesso', { detail: 'Questo ufficio ha già smesso di raccogliere domande.' })
  if (i.al < p.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  await sql`update punto_domande set al = ${i.al} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}
