// Offices of an ambito and of its comuni. An office is closed on a day, never deleted: what it did stays said.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { ufficiApi } from '../../shared/territorio/ambiti.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertAmbito, assertComuneNellAmbito } from './tenenza.ts'

type Ufficio = Output<typeof ufficiApi.crea>

const colonne = [
  'u.id',
  'u.comuneId',
  'c.nome as comune',
  'u.nome',
  'u.indirizzo',
  'u.telefono',
  'u.email',
  'u.dal',
  'u.al',
  'u.versione',
] as const

const query = (ctx: Ctx) =>
  ctx.tx.selectFrom('ufficio as u').leftJoin('comune as c', 'c.id', 'u.comuneId').select(colonne)

/** Those open today: of the ambito first, then comune by comune. */
export const ufficiDi = (ctx: Ctx, ambitoId: string): Promise<Ufficio[]> =>
  query(ctx)
    .where('u.ambitoId', '=', ambitoId)
    .where(sql<boolean>`coalesce(u.al, 'infinity') >= ${ctx.oggi()}`)
    .orderBy('c.nome', (o) => o.asc().nullsFirst())
    .orderBy('u.nome')
    .limit(500)
    .execute()

async function elenco(ctx: Ctx, i: Input<typeof ufficiApi.elenco>): Promise<Output<typeof ufficiApi.elenco>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  let taglio = ctx.tx
    .selectFrom('ufficio')
    .selectAll()
    .orderBy('nome')
    .orderBy('id')
    .limit(limite + 1)
  // the policy says the same, but hides from the planner which ambito it is
  if (ctx.ambito) taglio = taglio.where('ambitoId', '=', ctx.ambito)
  if (i.comune) taglio = taglio.where('comuneId', '=', i.comune)
  if (!i.chiusi) taglio = taglio.where(sql<boolean>`coalesce(al, 'infinity') >= ${ctx.oggi()}`)
  if (dopo) taglio = taglio.where(sql<boolean>`(nome, id) > (${dopo[0]}, ${dopo[1]}::uuid)`)
  // the page is cut first, then the comuni that it names are read, each once
  const voci = await ctx.tx
    .with('p', () => taglio)
    .with(
      (w) => w('nomi').materialized(),
      (q) =>
        q
          .selectFrom((d) => d.selectFrom('p').select('comuneId').distinct().as('d'))
          .innerJoin('comune', 'comune.id', 'd.comuneId')
          .select(['comune.id', 'comune.nome']),
    )
    .selectFrom('p as u')
    .leftJoin('nomi as c', 'c.id', 'u.comuneId')
    .select(colonne)
    .orderBy('u.nome')
    .orderBy('u.id')
    .execute()
  return pagina(voci, limite, (r) => [r.nome, r.id])
}

async function getUfficio(ctx: Ctx, id: string): Promise<Ufficio> {
  const u = await query(ctx).where('u.id', '=', id).executeTakeFirst()
  if (!u) throw problem('non-trovato')
  return u
}

async function crea(ctx: Ctx, i: Input<typeof ufficiApi.crea>): Promise<Ufficio> {
  const ambitoId = assertAmbito(ctx)
  const dal = i.dal ?? ctx.oggi()
  if (i.comuneId) await assertComuneNellAmbito(ctx, ambitoId, i.comuneId, dal)
  const { id } = await ctx.tx
    .insertInto('ufficio')
    .values({ ...i, ambitoId, dal })
    .returning('id')
    .executeTakeFirstOrThrow()
  return getUfficio(ctx, id)
}

async function modifica(ctx: Ctx, i: Input<typeof ufficiApi.modifica>): Promise<Ufficio> {
  const { id, versione, ...campi } = i
  await getUfficio(ctx, id)
  const scritto = await ctx.tx
    .updateTable('ufficio')
    .set({ ...campi, versione: versione + 1 })
    .where('id', '=', id)
    .where('versione', '=', versione)
    .returning('id')
    .executeTakeFirst()
  if (!scritto) throw problem('versione-superata')
  return getUfficio(ctx, id)
}

async function chiudi(ctx: Ctx, i: Input<typeof ufficiApi.chiudi>): Promise<Ufficio> {
  const u = await getUfficio(ctx, i.id)
  if (u.al && u.al < ctx.oggi())
    throw problem('stato-non-ammesso', { detail: `L’ufficio è già stato chiuso il ${data(u.al)}.` })
  if (i.al < u.dal) throw erroreDiCampo('al', `L’ufficio esiste dal ${data(u.dal)}.`)
  await ctx.tx
    .updateTable('ufficio')
    .set({ al: i.al, versione: u.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  return getUfficio(ctx, i.id)
}

export const ufficiRotte = rotte(ufficiApi, { elenco, crea, modifica, chiudi })
