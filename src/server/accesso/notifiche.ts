// The notifications of the signed-in person: RLS shows him his own and no other.
import { sql } from 'kysely'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'

/**
 * In the pages of the flows one may work for another ambito: a link to them says its own, also when it is that of the reader, so that
 * whoever is working for another comes home. Every other page is at home.
 */
const collegamento = (ctx: Ctx) =>
  ctx.ambito
    ? sql<string | null>`case when ambito_id is not null and collegamento ~ '^/flussi([/?]|$)'
        then collegamento || case when position('?' in collegamento) > 0 then '&' else '?' end || 'presso=' || ambito_id
        else collegamento end`
    : sql<string | null>`collegamento`

async function list(ctx: Ctx, i: Input<typeof notificheApi.list>): Promise<Output<typeof notificheApi.list>> {
  const limite = i.limite ?? PER_PAGINA
  let q = ctx.tx
    .selectFrom('kernel.notifica')
    .select(['id', 'testo', collegamento(ctx).as('collegamento'), 'creata', 'letta'])
    .where('utenteId', '=', ctx.utente)
    .orderBy('creata', 'desc')
    .orderBy('id')
    .limit(limite + 1)
  if (i.soloDaLeggere) q = q.where('letta', 'is', null)
  const chiave = leggiCursore(i.dopo, 2)
  if (chiave) {
    const [creata, id] = chiave
    q = q.where(sql<boolean>`(creata <= ${creata} and (creata < ${creata} or id > ${id}))`)
  }
  return pagina(await q.execute(), limite, (r) => [r.creata, r.id])
}

async function leggi(ctx: Ctx, i: Input<typeof notificheApi.leggi>): Promise<Output<typeof notificheApi.leggi>> {
  // the first reading is the one that counts
  const { rows } =
    await sql`update kernel.notifica set letta = coalesce(letta, ${ctx.adesso().toISOString()}) where id = ${i.id} returning id`.execute(
      ctx.tx,
    )
  if (rows.length === 0) throw problem('non-trovato')
  return { fatto: true }
}

async function leggiTutte(ctx: Ctx): Promise<Output<typeof notificheApi.leggiTutte>> {
  await sql`update kernel.notifica set letta = ${ctx.adesso().toISOString()} where letta is null and utente_id = ${ctx.utente}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export const notificheRotte = rotte(notificheApi, { list, leggi, leggiTutte })
