// The list of the coordinator's households: pages in the order of days, by name, by whoever follows them, at a cost that is of his comuni
// and not of the ambito.
import { type RawBuilder, sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { CasoBreve, casiApi } from '../../shared/patti/casi.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'

type Api = typeof casiApi

const isCodiceFiscale = (testo: string) => /^[a-z]{6}[0-9a-z]{10}$/i.test(testo)

/** Beginning of a name, or a codice fiscale: ranges and equality, that reach an index. */
export function perTesto(testo: string | undefined, c = 'c'): RawBuilder<unknown> | undefined {
  const t = testo?.trim()
  if (!t) return undefined
  const [chiave, codice] = [sql.ref(`${c}.richiedente_chiave`), sql.ref(`${c}.codice_fiscale_chiave`)]
  return isCodiceFiscale(t)
    ? sql`${codice} = kernel.chiave_codice_fiscale(${t})`
    : sql`${chiave} >= kernel.normalizza(${t}) and ${chiave} < kernel.normalizza(${t}) || ${'\u{10FFFF}'}`
}

export async function cerca(ctx: Ctx, i: Input<Api['cerca']>): Promise<Output<Api['cerca']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [sql`c.ambito_id = ${ctx.ambito}`]
  if (i.assegnazione) cond.push(sql`c.assegnazione = ${i.assegnazione}`)
  if (i.misura) cond.push(sql`c.misura_id = ${i.misura}`)
  if (i.assegnatario) cond.push(sql`c.assegnatario_id = ${i.assegnatario}`)
  const testo = i.testo?.trim()
  const perChi = perTesto(testo)
  if (dopo) cond.push(sql`(c.presentata_il, c.id) > (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  const primi = sql`order by c.presentata_il, c.id limit ${limite + 1}`
  // Who follows them, or whose they are, is few rows. Otherwise a page is the first of the first of each comune: their rows begin
  // together in an index, and nothing of the comuni of others is walked.
  const codice = isCodiceFiscale(testo ?? '')
  const pochi = i.assegnatario || codice
  const comuni = i.comune ? sql`array[${i.comune}]::text[]` : sql`(select kernel.comuni())::text[]`
  const suoi = perChi ? sql.join([...cond, perChi], sql` and `) : sql.join(cond, sql` and `)
  const chiavi = pochi
    ? sql`select c.id, c.presentata_il, false as di_componente from caso c where c.comune_id = any (${comuni}) and ${suoi} ${primi}`
    : sql`select c.id, c.presentata_il, false as di_componente from unnest(${comuni}) z(comune_id) cross join lateral (
        select c.id, c.presentata_il from caso c where c.comune_id = z.comune_id and ${suoi} ${primi}) c ${primi}`
  // A member is found by who knows his whole name, or his codice fiscale, and no more is said of him than that he is of it.
  const conComponente = testo
    ? sql`select distinct on (c.presentata_il, c.id) c.id, c.presentata_il, c.di_componente from (
        (${chiavi})
        union all
        select c.id, c.presentata_il, true from (select m.caso_id from accesso.casi_del_componente(${testo}, ${codice}) m offset 0) m
          cross join lateral (select x.* from caso x where x.id = m.caso_id offset 0) c
         where c.comune_id = any (${comuni}) and ${sql.join(cond, sql` and `)}
      ) c order by c.presentata_il, c.id, c.di_componente limit ${limite + 1}`
    : chiavi
  const { rows } = await sql<CasoBreve>`
    with k as materialized (
      ${conComponente}
    ), p as (
      -- one row at a time: the policies would have the planner read the ambito
      select c.*, k.di_componente from k cross join lateral (select x.* from caso x where x.id = k.id offset 0) c
    ), segrete as materialized (
      select id from accesso.domande_da_non_trovare(array(select p.domanda_id from p)) s(id)
    )
    select p.id, p.richiedente, p.codice_fiscale, p.persona_id, case when s.id is null then p.indirizzo end as indirizzo, case when s.id is null then p.cap end as cap, p.comune_id, k.nome as comune, p.misura_id, m.nome as misura, p.presentata_il, p.arrivato_il,
           p.componenti, p.di_componente, p.peso, p.assegnazione, p.assegnatario_id, u.nome as assegnatario, p.assegnato_il,
           (select d.nome from caso_offerta o join comune d on d.id = o.comune_dest_id where o.caso_id = p.id and o.stato in ('offerta', 'accettata')) as offerto_a
      from p join comune k on k.id = p.comune_id join misura m on m.id = p.misura_id left join segrete s on s.id = p.domanda_id
      left join accesso.nomi_di(array(select distinct p.assegnatario_id from p)) u on u.id = p.assegnatario_id
     order by p.presentata_il, p.id`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.presentataIl, r.id])
}
