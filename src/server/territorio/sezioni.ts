// Sections: the national switch, what each requires, and for every comune of the ambito whether it is open, or why not
// and who must do what. Whether data are open is decided by `accesso.comuni_aperti`, the same function the policies
// read; here it is only explained.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { type AdesioneNota, cosaManca, percheSezione } from '../../shared/territorio/sezioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { ultimoGiorno } from '../kernel/ricerca.ts'
import { assertAmbito } from './tenenza.ts'

type Sezione = Output<typeof sezioniApi.apri>

async function leggiSezioni(ctx: Ctx, id?: string): Promise<Sezione[]> {
  const { rows } = await sql<Sezione>`
    select s.id, s.nome, s.descrizione, s.delegabile, accesso.sezione_aperta(s.id, ${ctx.oggi()}) as aperta,
           (select norma from sezione_apertura p where p.sezione_id = s.id and ${ctx.oggi()} between p.dal and coalesce(p.al, 'infinity')) as norma,
           coalesce((select jsonb_agg(jsonb_build_object('aperta', p.aperta, 'dal', p.dal, 'al', p.al, 'norma', p.norma) order by p.dal desc)
              from sezione_apertura p where p.sezione_id = s.id), '[]') as aperture,
           coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'tipoId', t.id, 'tipo', t.nome, 'attuatore', r.attuatore,
                'dal', r.dal, 'al', r.al, 'fonte', r.fonte) order by r.dal desc, t.ordine)
              from sezione_requisito r join tipo_adesione t on t.id = r.tipo_adesione_id where r.sezione_id = s.id), '[]') as requisiti
      from sezione s ${id ? sql`where s.id = ${id}` : sql``} order by s.ordine`.execute(ctx.tx)
  return rows
}

async function getSezione(ctx: Ctx, id: string): Promise<Sezione> {
  const [s] = await leggiSezioni(ctx, id)
  if (!s) throw problem('non-trovato')
  return s
}

const elenco = async (ctx: Ctx): Promise<Output<typeof sezioniApi.elenco>> => ({ voci: await leggiSezioni(ctx) })

/** Of each comune, and of the implementing body: the acts in force or to come, and of a kind that has none the last that ended. */
async function adesioniNote(ctx: Ctx, ambitoId: string): Promise<AdesioneNota[]> {
  const { rows } = await sql<AdesioneNota>`
    with tipi as materialized (
      select distinct q.tipo_adesione_id as id from sezione_requisito q where ${ctx.oggi()}::date between q.dal and coalesce(q.al, 'infinity')
    ), vive as materialized (
      select a.* from tipi t, lateral (
        select * from adesione a where a.ambito_id = ${ambitoId} and a.tipo_adesione_id = t.id and a.stato in ('bozza', 'firmata', 'registrata')
           and ${ultimoGiorno('a')} >= ${ctx.oggi()} offset 0) a
    ), senza as materialized (
      select t.id as tipo, x.ente from tipi t
        cross join unnest(accesso.comuni_di(${ambitoId}, ${ctx.oggi()}) || '*'::text) as x(ente)
       -- of a kind that nobody ever had nothing is looked for
       where exists (select 1 from adesione a where a.ambito_id = ${ambitoId} and a.tipo_adesione_id = t.id and a.stato in ('registrata', 'cessata') offset 0)
      except select v.tipo_adesione_id, coalesce(v.comune_id, '*') from vive v
    ), finite as (
      select a.* from senza s, lateral (
        select * from adesione a where a.ambito_id = ${ambitoId} and a.tipo_adesione_id = s.tipo and (case when a.comune_id is null then '*' else a.comune_id end) = s.ente
           and a.stato in ('registrata', 'cessata') order by ${ultimoGiorno('a')} desc limit 1) a
    )
    select x.comune_id, x.tipo_adesione_id as tipo_id, x.stato, x.dal, x.al, x.anno, x.allegato_id
      from (select * from vive union all select * from finite) x`.execute(ctx.tx)
  return rows
}

async function stato(ctx: Ctx): Promise<Output<typeof sezioniApi.stato>> {
  const ambitoId = assertAmbito(ctx)
  const oggi = ctx.oggi()
  const sezioni = await leggiSezioni(ctx)
  const { rows: comuni } = await sql<{ id: string; nome: string; delegato: boolean }>`
    with di as materialized (select accesso.comuni_di(${ambitoId}, ${oggi}) as suoi, accesso.comuni_delegati(${ambitoId}, ${oggi}) as delegati)
    select c.id, c.nome, c.id = any (di.delegati) as delegato
      from di, unnest(di.suoi) x join comune c on c.id = x order by c.nome_chiave, c.id`.execute(ctx.tx)
  const { rows: aperti } = await sql<{ id: string; comuni: string[] }>`
    select id, accesso.comuni_aperti(id) as comuni from sezione`.execute(ctx.tx)
  const adesioni = await adesioniNote(ctx, ambitoId)
  const adesioniDi = Map.groupBy(adesioni, (a) => a.comuneId)
  const apertiPer = new Map(aperti.map((a) => [a.id, new Set(a.comuni)]))
  const note = (comune: string) => [...(adesioniDi.get(comune) ?? []), ...(adesioniDi.get(null) ?? [])]
  return {
    voci: sezioni.map((s) => {
      const requisiti = s.requisiti.filter((r) => r.dal <= oggi && (r.al === null || r.al >= oggi))
      return {
        id: s.id,
        nome: s.nome,
        delegabile: s.delegabile,
        nazionale: { aperta: s.aperta, norma: s.norma },
        comuni: comuni.map((c) => {
          const aperta = apertiPer.get(s.id)!.has(c.id)
          const mancanze = aperta ? [] : cosaManca({ requisiti, adesioni: note(c.id), comune: c, oggi })
          return {
            comuneId: c.id,
            comune: c.nome,
            delegato: c.delegato,
            aperta,
            perche: percheSezione({ aperta, sezione: s, mancanze }),
            mancanze,
          }
        }),
      }
    }),
  }
}

async function apri(ctx: Ctx, i: Input<typeof sezioniApi.apri>): Promise<Sezione> {
  const s = await getSezione(ctx, i.id)
  // what was open on a past day cannot be decided today
  if (i.dal < ctx.oggi()) throw erroreDiCampo('dal', 'Scegli oggi o un giorno futuro: il passato resta come era.')
  const ultima = s.aperture[0]
  if (ultima && ultima.dal >= i.dal)
    throw erroreDiCampo('dal', `È già prevista una variazione il ${data(ultima.dal)}: scegli un giorno successivo.`)
  const inVigore = ultima && (ultima.al === null || ultima.al >= i.dal)
  if (inVigore && ultima.aperta === i.aperta)
    throw problem('stato-non-ammesso', {
      detail: i.aperta ? 'La sezione è già aperta in quel giorno.' : 'La sezione è già chiusa in quel giorno.',
    })
  if (inVigore)
    await sql`update sezione_apertura set al = ${i.dal}::date - 1 where sezione_id = ${i.id} and dal = ${ultima.dal}`.execute(
      ctx.tx,
    )
  await ctx.tx
    .insertInto('sezioneApertura')
    .values({ sezioneId: i.id, aperta: i.aperta, dal: i.dal, norma: i.norma })
    .execute()
  return getSezione(ctx, i.id)
}

async function richiedi(ctx: Ctx, i: Input<typeof sezioniApi.richiedi>): Promise<Sezione> {
  const s = await getSezione(ctx, i.id)
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const tipo = await ctx.tx.selectFrom('tipoAdesione').select('nome').where('id', '=', i.tipoId).executeTakeFirst()
  if (!tipo) throw erroreDiCampo('tipoId', 'Questo tipo di adesione non esiste: sceglilo dall’elenco.')
  const gia = s.requisiti.find(
    (r) => r.tipoId === i.tipoId && (r.al === null || r.al >= i.dal) && (!i.al || r.dal <= i.al),
  )
  if (gia) throw erroreDiCampo('tipoId', `La sezione richiede già «${tipo.nome}» dal ${data(gia.dal)}.`)
  if (i.attuatore && !s.delegabile)
    throw erroreDiCampo('attuatore', 'Questa sezione non si delega: l’atto deve essere di ciascun comune.')
  await ctx.tx
    .insertInto('sezioneRequisito')
    .values({
      sezioneId: i.id,
      tipoAdesioneId: i.tipoId,
      attuatore: i.attuatore,
      dal: i.dal,
      al: i.al ?? null,
      fonte: i.fonte,
    })
    .execute()
  return getSezione(ctx, i.id)
}

async function nonRichiedere(ctx: Ctx, i: Input<typeof sezioniApi.nonRichiedere>): Promise<Sezione> {
  const r = await ctx.tx.selectFrom('sezioneRequisito').selectAll().where('id', '=', i.id).executeTakeFirst()
  if (!r) throw problem('non-trovato')
  if (i.al < r.dal) throw erroreDiCampo('al', `L’adesione è richiesta dal ${data(r.dal)}.`)
  if (r.al && r.al < i.al) throw erroreDiCampo('al', `L’adesione non è più richiesta già dal ${data(r.al)}.`)
  await ctx.tx.updateTable('sezioneRequisito').set({ al: i.al }).where('id', '=', i.id).execute()
  return getSezione(ctx, r.sezioneId)
}

export const sezioniRotte = rotte(sezioniApi, { elenco, stato, apri, richiedi, nonRichiedere })
