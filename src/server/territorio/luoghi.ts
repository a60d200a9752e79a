// Search of places (comuni of any time, foreign states) and the comune with its history and successor.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'

/** As many as a list under a field can show. */
const MASSIMO_LUOGHI = 30

type Comune = Output<typeof luoghiApi.comune>

/** First key that no key with this prefix reaches: a range on it uses the index, a LIKE under RLS does not. */
const oltre = (chiave: string) => `${chiave}\u{10FFFF}`

/** What was typed → the key it is searched by; empty when nothing is left of it. */
async function chiaveDi(ctx: Ctx, q: string): Promise<string> {
  const { rows } = await sql<{ chiave: string }>`select trim(kernel.normalizza(${q})) as chiave`.execute(ctx.tx)
  return rows[0]!.chiave
}

async function luoghi(ctx: Ctx, i: Input<typeof luoghiApi.luoghi>): Promise<Output<typeof luoghiApi.luoghi>> {
  const chiave = await chiaveDi(ctx, i.q)
  if (chiave === '') return { voci: [] }
  const { rows } = await sql<Output<typeof luoghiApi.luoghi>['voci'][number]>`
    select id, nome, provincia, tipo, dal, al from (
      -- one row for each name of each place: its latest days
      select distinct on (l.luogo_id, l.nome) l.luogo_id as id, l.nome, p.sigla as provincia, l.tipo, l.dal, l.al,
             bool_or(l.parola = ${chiave}) over nomi as intera, kernel.normalizza(l.nome) as ordine
        from luogo_parola l left join provincia p on p.id = l.provincia_id
       where l.parola >= ${chiave} and l.parola < ${oltre(chiave)}
         ${i.tipo ? sql`and l.tipo = ${i.tipo}` : sql``}
         ${i.il ? sql`and coalesce(l.dal, '-infinity') <= ${i.il} and coalesce(l.al, 'infinity') >= ${i.il}` : sql``}
      window nomi as (partition by l.luogo_id, l.nome)
       order by l.luogo_id, l.nome, l.al desc nulls first) x
     order by ordine = ${chiave} desc, intera desc, al is not null, ordine ^@ ${chiave} desc, ordine, id
     limit ${MASSIMO_LUOGHI}`.execute(ctx.tx)
  return { voci: rows }
}

async function comuni(ctx: Ctx, i: Input<typeof luoghiApi.comuni>): Promise<Output<typeof luoghiApi.comuni>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const chiave = i.q ? await chiaveDi(ctx, i.q) : ''
  const { rows } = await sql<{
    id: string
    nome: string
    chiave: string
    provincia: string | null
    istat: string | null
    al: string | null
    ambitoId: string | null
    ambitoCodice: string | null
    ambitoNome: string | null
  }>`
    select c.id, c.nome, c.nome_chiave as chiave, p.sigla as provincia, c.istat, c.al,
           a.id as ambito_id, a.codice as ambito_codice, a.nome as ambito_nome
      from comune c left join provincia p on p.id = c.provincia_id
      left join ambito_comune ac on ac.comune_id = c.id and ${ctx.oggi()} between ac.dal and coalesce(ac.al, 'infinity')
      left join ambito a on a.id = ac.ambito_id
     where true
       ${dopo ? sql`and (c.nome_chiave, c.id) > (${dopo[0]}, ${dopo[1]})` : sql``}
       ${chiave ? sql`and c.id in (select luogo_id from luogo_parola where parola >= ${chiave} and parola < ${oltre(chiave)})` : sql``}
       ${i.provincia ? sql`and p.sigla = ${i.provincia}` : sql``}
       ${i.soppressi ? sql`` : sql`and (c.al is null or c.al >= ${ctx.oggi()})`}
       ${i.senzaAmbito ? sql`and a.id is null` : sql``}
     order by c.nome_chiave, c.id limit ${limite + 1}`.execute(ctx.tx)
  const { voci, prossima } = pagina(rows, limite, (r) => [r.chiave, r.id])
  return {
    voci: voci.map((r) => ({
      id: r.id,
      nome: r.nome,
      provincia: r.provincia,
      istat: r.istat,
      soppressoIl: r.al,
      ambito: r.ambitoId ? { id: r.ambitoId, codice: r.ambitoCodice!, nome: r.ambitoNome! } : null,
    })),
    prossima,
  }
}

async function comune(ctx: Ctx, i: { id: string }): Promise<Comune> {
  const { rows } = await sql<{ comune: Comune }>`
    select jsonb_build_object(
      'id', c.id, 'nome', c.nome, 'istat', c.istat, 'dal', c.dal, 'al', c.al, 'regione', r.nome,
      'provincia', case when p.id is not null then jsonb_build_object('sigla', p.sigla, 'nome', p.nome) end,
      'successore', case when s.id is not null then jsonb_build_object('id', s.id, 'nome', s.nome, 'fonte', c.successore_fonte) end,
      'subentratoA', coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'nome', x.nome) order by x.nome_chiave)
         from comune x where x.successore_id = c.id), '[]'),
      'storia', coalesce((select jsonb_agg(jsonb_build_object('nome', h.nome, 'altraDenominazione', h.altra_denominazione,
           'istat', h.istat, 'provincia', hp.sigla, 'dal', h.dal, 'al', h.al) order by h.dal desc)
         from comune_periodo h left join provincia hp on hp.id = h.provincia_id where h.comune_id = c.id), '[]'),
      'ambiti', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'codice', a.codice, 'nome', a.nome, 'dal', ac.dal, 'al', ac.al) order by ac.dal desc)
         from ambito_comune ac join ambito a on a.id = ac.ambito_id where ac.comune_id = c.id), '[]')) as comune
      from comune c left join provincia p on p.id = c.provincia_id left join regione r on r.id = p.regione_id
      left join comune s on s.id = c.successore_id
     where c.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0].comune
}

export interface VoceSuccessore {
  id: string
  successoreId: string | null
  fonte: string | null
}

/** A sentence for each successor that cannot be entered. Its own end comes later: so there can be no circle. */
export async function controllaSuccessori(
  ctx: Ctx,
  voci: readonly VoceSuccessore[],
): Promise<{ id: string; messaggio: string }[]> {
  const { rows } = await sql<{ id: string; messaggio: string }>`
    select * from (
      select v.id, case
          when c.id is null then 'Il comune con codice ' || v.id || ' non esiste.'
          when v.successore is null then null
          when c.al is null then 'Il comune di ' || c.nome || ' non è soppresso: solo un comune soppresso ha un successore.'
          when v.successore = v.id then 'Il comune di ' || c.nome || ' non può succedere a se stesso.'
          when s.id is null then 'Il comune subentrato, con codice ' || v.successore || ', non esiste.'
          when s.al <= c.al then 'Il comune di ' || s.nome || ' è stato soppresso prima di ' || c.nome || ', o lo stesso giorno.'
        end as messaggio
        from jsonb_to_recordset(${inJson(voci)}::jsonb) as v(id text, successore text)
        left join comune c on c.id = v.id left join comune s on s.id = v.successore) x
     where messaggio is not null`.execute(ctx.tx)
  return rows
}

const inJson = (voci: readonly VoceSuccessore[]) =>
  JSON.stringify(voci.map((v) => ({ id: v.id, successore: v.successoreId, fonte: v.fonte })))

/** Writes those that differ; says how many. */
export async function scriviSuccessori(ctx: Ctx, voci: readonly VoceSuccessore[]): Promise<number> {
  const { rows } = await sql`
    update comune c set successore_id = v.successore, successore_fonte = v.fonte
      from jsonb_to_recordset(${inJson(voci)}::jsonb) as v(id text, successore text, fonte text)
     where c.id = v.id and (c.successore_id, c.successore_fonte) is distinct from (v.successore, v.fonte)
    returning c.id`.execute(ctx.tx)
  return rows.length
}

async function successore(ctx: Ctx, i: Input<typeof luoghiApi.successore>): Promise<Comune> {
  const c = await comune(ctx, i)
  if (i.successoreId && !i.fonte)
    throw erroreDiCampo('fonte', 'Indica la fonte: l’atto o l’elenco che dice quale comune è subentrato.')
  const voci = [{ id: c.id, successoreId: i.successoreId, fonte: i.successoreId ? (i.fonte ?? null) : null }]
  const [rifiuto] = await controllaSuccessori(ctx, voci)
  if (rifiuto) throw erroreDiCampo('successoreId', rifiuto.messaggio)
  await scriviSuccessori(ctx, voci)
  return comune(ctx, i)
}

/** The name of a comune that must exist on a day; refuses in words on field `campo`. */
export async function assertComuneVivo(ctx: Ctx, id: string, giorno: string, campo: string): Promise<string> {
  const c = await ctx.tx.selectFrom('comune').select(['nome', 'dal', 'al']).where('id', '=', id).executeTakeFirst()
  if (!c) throw erroreDiCampo(campo, 'Questo comune non esiste: sceglilo dall’elenco.')
  if (c.al && c.al < giorno)
    throw erroreDiCampo(campo, `Il comune di ${c.nome} è stato soppresso: è esistito fino al ${data(c.al)}.`)
  return c.nome
}

export const luoghiRotte = rotte(luoghiApi, { luoghi, comuni, comune, successore })
