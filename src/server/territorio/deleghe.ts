// Deleghe of the comuni to the ambito, for the pacts and never for the registry checks (R1.11). Which users see what
// while one is valid is decided by the scope of each request, day by day: the end of a delega closes the view by itself.
import { sql } from 'kysely'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { delegheApi } from '../../shared/territorio/deleghe.api.ts'
import { documenti, leggiAllegato, salvaAllegato } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertAmbito, comuniFuori } from './tenenza.ts'

type Delega = Output<typeof delegheApi.leggi>

const colonne = (oggi: string) => sql`
  d.id, d.ambito_id, d.oggetto, d.protocollo, d.data, d.versione,
  (select jsonb_build_object('nome', f.nome, 'tipo', f.tipo, 'bytes', f.bytes) from allegato f where f.id = d.allegato_id) as documento,
  (select jsonb_agg(jsonb_build_object('comuneId', c.id, 'comune', c.nome, 'dal', dc.dal, 'al', dc.al, 'motivoFine', dc.motivo_fine,
            'inCorso', ${oggi} between dc.dal and coalesce(dc.al, 'infinity')) order by c.nome_chiave, dc.dal)
     from delega_comune dc join comune c on c.id = dc.comune_id where dc.delega_id = d.id) as comuni`

async function elenco(ctx: Ctx, i: Input<typeof delegheApi.elenco>): Promise<Output<typeof delegheApi.elenco>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const oggi = ctx.oggi()
  const inCorso = i.inCorso ? sql`and ${oggi} between x.dal and coalesce(x.al, 'infinity')` : sql``
  const dopoDi = (data: string, id: string) =>
    dopo ? sql`and (${sql.ref(data)}, ${sql.ref(id)}) < (${dopo[0]}::date, ${dopo[1]}::uuid)` : sql``
  // of a comune in the order of the list, which its rows carry; those in force are asked of each delega as it comes
  const da = i.comune
    ? sql`(select distinct x.data, x.delega_id as id from delega_comune x where x.comune_id = ${i.comune}
             ${ctx.ambito ? sql`and x.ambito_id = ${ctx.ambito}` : sql``} ${inCorso} ${dopoDi('x.data', 'x.delega_id')}
            order by 1 desc, 2 desc limit ${limite + 1}) k, lateral (select d.* from delega d where d.id = k.id offset 0) d`
    : sql`(select d.* from delega d where ${ctx.ambito ? sql`d.ambito_id = ${ctx.ambito}` : sql`true`}
             ${i.inCorso ? sql`and exists (select 1 from delega_comune x where x.delega_id = d.id ${inCorso} offset 0)` : sql``} ${dopoDi('d.data', 'd.id')}) d`
  const { rows } = await sql<Delega>`
    select ${colonne(oggi)} from ${da} order by d.data desc, d.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.data, r.id])
}

async function leggi(ctx: Ctx, i: { id: string }): Promise<Delega> {
  const { rows } = await sql<Delega>`select ${colonne(ctx.oggi())} from delega d where d.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** One refusal with a line for each comune that cannot be there. */
const rifiuto = (frasi: readonly string[]) =>
  new Problem('regola-non-rispettata', {
    detail: frasi.join(' '),
    errori: frasi.map((messaggio) => ({ campo: 'comuni', codice: 'non-valido', messaggio })),
  })

async function crea(ctx: Ctx, i: Input<typeof delegheApi.crea>): Promise<Delega> {
  const ambitoId = assertAmbito(ctx)
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  if (i.data > ctx.oggi()) throw erroreDiCampo('data', 'La data della nota è nel futuro: controlla il protocollo.')
  const fuori = await comuniFuori(ctx, ambitoId, i.comuni, i.dal)
  if (fuori.length > 0) throw rifiuto(fuori)
  const { rows: gia } = await sql<{ nome: string; protocollo: string; dal: string; al: string | null }>`
    select c.nome, d.protocollo, dc.dal, dc.al
      from delega_comune dc join delega d on d.id = dc.delega_id join comune c on c.id = dc.comune_id
     where dc.comune_id = any (${i.comuni}::text[]) and daterange(dc.dal, dc.al, '[]') && daterange(${i.dal}, ${i.al ?? null}, '[]')
     order by c.nome_chiave`.execute(ctx.tx)
  if (gia.length > 0)
    throw rifiuto(
      gia.map(
        (g) =>
          `Il comune di ${g.nome} è già sotto delega dal ${data(g.dal)}${g.al ? ` al ${data(g.al)}` : ''} (protocollo ${g.protocollo}): chiudi prima quella.`,
      ),
    )
  const { id } = await ctx.tx
    .insertInto('delega')
    .values({ ambitoId, oggetto: i.oggetto, protocollo: i.protocollo, data: i.data })
    .returning('id')
    .executeTakeFirstOrThrow()
  await ctx.tx
    .insertInto('delegaComune')
    .values(
      i.comuni.map((comuneId) => ({ ambitoId, delegaId: id, data: i.data, comuneId, dal: i.dal, al: i.al ?? null })),
    )
    .execute()
  return leggi(ctx, { id })
}

const getRiga = async (ctx: Ctx, id: string, perScrivere = false) => {
  const q = ctx.tx.selectFrom('delega').selectAll().where('id', '=', id)
  const r = await (perScrivere ? q.forUpdate() : q).executeTakeFirst()
  if (!r) throw problem('non-trovato')
  return r
}

async function documento(ctx: Ctx, i: Input<typeof delegheApi.documento>): Promise<Delega> {
  const r = await getRiga(ctx, i.id, true)
  const allegatoId = await salvaAllegato({ ...ctx, ambito: r.ambitoId }, i.file, documenti)
  await ctx.tx
    .updateTable('delega')
    .set({ allegatoId, versione: r.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  if (r.allegatoId) await ctx.tx.deleteFrom('allegato').where('id', '=', r.allegatoId).execute()
  return leggi(ctx, i)
}

async function scarica(ctx: Ctx, i: { id: string }): Promise<FileReply> {
  const r = await getRiga(ctx, i.id)
  if (!r.allegatoId) throw problem('non-trovato', { detail: 'A questa delega non è ancora allegata la nota.' })
  return leggiAllegato(ctx, r.allegatoId)
}

async function chiudi(ctx: Ctx, i: Input<typeof delegheApi.chiudi>): Promise<Delega> {
  const r = await getRiga(ctx, i.id, true)
  const { comuni } = await leggi(ctx, i)
  const oggi = ctx.oggi()
  const scelti = comuni.filter((c) => (!i.comuneId || c.comuneId === i.comuneId) && (c.al === null || c.al >= oggi))
  if (i.comuneId && !comuni.some((c) => c.comuneId === i.comuneId))
    throw erroreDiCampo('comuneId', 'Questo comune non è nella delega.')
  if (scelti.length === 0)
    throw problem('stato-non-ammesso', {
      detail: i.comuneId ? 'Per questo comune la delega è già finita.' : 'La delega è già finita per tutti i comuni.',
    })
  const dopo = scelti.find((c) => i.al < c.dal)
  if (dopo) throw erroreDiCampo('al', `Per il comune di ${dopo.comune} la delega comincia il ${data(dopo.dal)}.`)
  const allungata = scelti.find((c) => c.al !== null && i.al > c.al)
  if (allungata)
    throw erroreDiCampo('al', `Per il comune di ${allungata.comune} la delega finisce già il ${data(allungata.al!)}.`)
  await ctx.tx
    .updateTable('delegaComune')
    .set({ al: i.al, motivoFine: i.motivo })
    .where('delegaId', '=', i.id)
    .where(
      'comuneId',
      'in',
      scelti.map((c) => c.comuneId),
    )
    .execute()
  await ctx.tx
    .updateTable('delega')
    .set({ versione: r.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  return leggi(ctx, i)
}

export const delegheRotte = rotte(delegheApi, { elenco, leggi, crea, documento, scarica, chiudi })
