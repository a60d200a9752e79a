// Segnalazioni near one another: received within the days of the parameter on the same person, household or address. Asked for
// the opened sheet and for a page of the list, all its rows at once. Everything is read as the reader: what is hidden to him joins
// nothing and is not counted. And everything by key, one row at a time (`offset 0`): the planner, who does not know what the
// policies leave, would read the ambito.
import { type RawBuilder, sql } from 'kysely'
import type { SegnalazioneScheda } from '../../shared/cartella/segnalazioni.api.ts'
import {
  type MotivoRipetizione,
  motiviRipetizione,
  type StatoSegnalazione,
} from '../../shared/cartella/segnalazioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'

interface Vicina {
  id: string
  riferimento: string
  ricevutaIl: string
  stato: StatoSegnalazione
  perche: MotivoRipetizione[]
}

const GIORNI = sql`(kernel.parametro('segnalazione.ripetute-giorni'))::int`

/** Residence or domicile that one believes today: in which comune, street and number as a key. The one of who has no home is an office’s. */
const abita = (persona: RawBuilder<unknown>, protetti: boolean) => sql`
  select coalesce(f.dati ->> 'comune', f.comune_id) as comune_id,
         btrim(kernel.normalizza((f.dati ->> 'indirizzo') || ' ' || coalesce(f.dati ->> 'civico', ''))) as chiave
    from persona_fatto f
   where f.persona_id = ${persona} and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null
     and (f.al is null or f.al >= kernel.oggi()) and f.dati ->> 'indirizzo' is not null
     and f.dati ->> 'senzaFissaDimora' is distinct from 'true'
     ${protetti ? sql`` : sql`and f.classe is null`} offset 0`

const diPersona = (persona: RawBuilder<unknown>) =>
  sql`(select x.segnalazione_id as id from segnalazione_persona x where x.persona_id = ${persona} offset 0)`

/**
 * «trovate (di, id, perche)»: what each of these has in common with others, and «soglia», since when. Addresses of a protected
 * class are compared only where `protetti`: in a list, two rows marked together would tell where somebody hides.
 */
const trovate = (ctx: Ctx, ids: readonly string[], protetti: boolean) => sql`
  with soglia as materialized (select kernel.adesso() - make_interval(days => ${GIORNI}) as dal),
  queste as materialized (
    select s.id, s.comune_id, d.luogo_chiave from segnalazione s
      cross join lateral (select d.luogo_chiave from segnalazione_dettaglio d where d.segnalazione_id = s.id offset 0) d
     where s.id = any (${[...ids]}::uuid[])
  ), persone as materialized (
    select distinct q.id as di, y.id from queste q
      cross join lateral (select x.persona_id from segnalazione_persona x join persona p on p.id = x.persona_id where x.segnalazione_id = q.id offset 0) x
      cross join lateral unnest(accesso.stessa_persona(x.persona_id)) as y(id)
  ), conviventi as materialized (
    select distinct m.di, y.id from persone m
      cross join lateral (
        select altri.persona_id from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and n.tipo in ('anagrafico', 'fatto')
          join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null and (altri.al is null or altri.al >= kernel.oggi())
          join persona p on p.id = altri.persona_id
         where mio.persona_id = m.id and mio.sostituito_il is null and (mio.al is null or mio.al >= kernel.oggi()) offset 0) a
      cross join lateral unnest(accesso.stessa_persona(a.persona_id)) as y(id)
     where not exists (select 1 from persone p where p.di = m.di and p.id = a.persona_id)
  ), luoghi as materialized (
    select q.id as di, q.comune_id, q.luogo_chiave as chiave from queste q where q.luogo_chiave is not null
    union select m.di, f.comune_id, f.chiave from persone m cross join lateral (${abita(sql`m.id`, protetti)}) f
  ), allo_stesso as materialized (
    select distinct l.di, y.id from luoghi l
      cross join lateral (
        select distinct w.persona_id as id from persona_parola w
         where w.ambito_id = ${ctx.ambito} and w.tipo = 'indirizzo' and w.parola = replace(l.chiave, ' ', '') offset 0) w
      cross join lateral (select 1 from (${abita(sql`w.id`, protetti)}) f where f.comune_id = l.comune_id and f.chiave = l.chiave limit 1) f
      cross join lateral unnest(accesso.stessa_persona(w.id)) as y(id)
  ), trovate as (
    select m.di, x.id, 'persona' as perche from persone m cross join lateral ${diPersona(sql`m.id`)} x
    union select c.di, x.id, 'nucleo' from conviventi c cross join lateral ${diPersona(sql`c.id`)} x
    union select a.di, x.id, 'indirizzo' from allo_stesso a cross join lateral ${diPersona(sql`a.id`)} x
     where not exists (select 1 from persone p where p.di = a.di and p.id = a.id)
    union select l.di, d.id, 'indirizzo' from luoghi l
      cross join lateral (
        select d.segnalazione_id as id from segnalazione_dettaglio d
         where d.ambito_id = ${ctx.ambito} and d.comune_id = l.comune_id and d.luogo is not null and d.luogo_chiave = l.chiave offset 0) d
  )`

/** Of each segnalazione of a page, what it has in common with others of the last days. */
export async function ripetizioni(ctx: Ctx, ids: readonly string[]): Promise<(id: string) => MotivoRipetizione[]> {
  if (ids.length === 0) return () => []
  const { rows } = await sql<{ di: string; perche: MotivoRipetizione[] }>`${trovate(ctx, ids, false)}
    select t.di, array_agg(distinct t.perche) as perche from trovate t cross join soglia g
      cross join lateral (select 1 from segnalazione s where s.id = t.id and s.ricevuta_il >= g.dal offset 0) s
     where t.id <> t.di group by t.di`.execute(ctx.tx)
  const per = new Map(rows.map((r) => [r.di, new Set(r.perche)]))
  return (id) => motiviRipetizione.filter((m) => per.get(id)?.has(m))
}

/** The others near the one whose sheet is open, newest first. */
export async function ripetute(ctx: Ctx, id: string): Promise<SegnalazioneScheda['ripetute']> {
  const { rows: parametro } = await sql<{ giorni: number }>`select ${GIORNI} as giorni`.execute(ctx.tx)
  const { rows } = await sql<Vicina>`${trovate(ctx, [id], true)}
    select s.id, upper(left(s.id::text, 8)) as riferimento, s.ricevuta_il, s.stato, array_agg(distinct t.perche) as perche
      from trovate t cross join soglia g
      cross join lateral (select x.id, x.ricevuta_il, x.stato from segnalazione x where x.id = t.id and x.ricevuta_il >= g.dal offset 0) s
     where t.id <> t.di
     group by s.id, s.ricevuta_il, s.stato order by s.ricevuta_il desc limit 50`.execute(ctx.tx)
  return { giorni: parametro[0]!.giorni, voci: rows }
}
