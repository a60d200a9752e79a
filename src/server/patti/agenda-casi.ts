// Hours of the agenda of the offices that casi take. A convocation and a meeting of a pact take theirs in the same way; where they
// are the same meeting, they have one.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'

export interface OraPresa {
  casoId: string
  giorno: string
  ora: string
}
interface Dove {
  comuneId: string
  ufficioId: string
  minuti: number
}

/** Open offices of the comuni where one follows casi. */
export async function ufficiPerCasi(ctx: Ctx): Promise<{ id: string; nome: string; comuneId: string | null }[]> {
  const { rows } = await sql<{ id: string; nome: string; comuneId: string | null }>`
    select id, nome, comune_id from accesso.uffici_dell_ambito() where aperto and (comune_id is null or comune_id = any ((select kernel.comuni_assegnati())::text[])) order by nome, id`.execute(
    ctx.tx,
  )
  return rows
}

/** 422 on `ufficioId` where the office is closed, or of another comune. */
export async function assertUfficio(ctx: Ctx, ufficioId: string, comuneId: string): Promise<void> {
  if (!(await ufficiPerCasi(ctx)).some((u) => u.id === ufficioId && (u.comuneId ?? comuneId) === comuneId))
    throw erroreDiCampo('ufficioId', 'L’ufficio non è di questo comune, o è stato chiuso: scegline un altro.')
}

/** Days and hours of Italy; an hour that the clock jumps over is refused on that field. */
export async function assertOre(ctx: Ctx, ore: readonly { giorno: string; ora: string }[], campo: string) {
  const { rows } = await sql`
    select 1 from unnest(${ore.map((v) => `${v.giorno} ${v.ora}`)}::text[]) x
     where x::timestamp at time zone 'Europe/Rome' at time zone 'Europe/Rome' <> x::timestamp limit 1`.execute(ctx.tx)
  if (rows.length > 0)
    throw erroreDiCampo(campo, 'Quel giorno una delle ore scelte non c’è: l’orologio passa dalle 2 alle 3.')
}

/** Takes these hours for whoever asks, and says the office alone: what is written of a household is not read in the agenda; answers the appointments, in the order of the hours. Two at the same time: the constraint. */
export async function prendiOre(ctx: Ctx, d: Dove, ore: readonly OraPresa[]): Promise<string[]> {
  const righe = ore.map((o) => ({ id: randomUUID() as string, caso_id: o.casoId, quando: `${o.giorno} ${o.ora}` }))
  const x = sql`jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x(id uuid, caso_id uuid, quando timestamp)`
  await sql`insert into appuntamento (id, comune_id, ufficio_id, operatore_id, inizio, fine, tipo)
    select x.id, ${d.comuneId}, ${d.ufficioId}, ${ctx.utente}, x.quando at time zone 'Europe/Rome', x.quando at time zone 'Europe/Rome' + make_interval(mins => ${d.minuti}), 'colloquio' from ${x}`.execute(
    ctx.tx,
  )
  await sql`insert into appuntamento_caso (appuntamento_id, comune_id, caso_id) select x.id, ${d.comuneId}, x.caso_id from ${x}`.execute(
    ctx.tx,
  )
  return righe.map((r) => r.id)
}

export type FineAppuntamento = 'svolto' | 'non-presentato' | 'annullato'
/** How an appointment ended, where nobody has said it: an hour that is still to come was not used, and is free again. */
export const chiudiAppuntamento = (ctx: Ctx, id: string | null, fine: FineAppuntamento) =>
  sql`update appuntamento set stato = case when inizio > kernel.adesso() then 'annullato' else ${fine} end, versione = versione + 1
       where id = ${id} and stato = 'fissato'`.execute(ctx.tx)

/** What every desk of the comune reads in the agenda of an hour of a caso that is taken away: never why, which is a family's own. */
export const ORA_TOLTA = 'L’appuntamento non è più in programma.'

export const liberaAppuntamento = (ctx: Ctx, id: string | null) =>
  sql`update appuntamento set stato = 'annullato', motivo = ${ORA_TOLTA}, versione = versione + 1 where id = ${id} and stato = 'fissato'`.execute(
    ctx.tx,
  )

/** Whether somebody is still awaited at that hour: a meeting of a pact that is still planned, or another who is called to it. */
export async function oraAttesa(ctx: Ctx, id: string | null): Promise<boolean> {
  const { rows } = await sql`
    select 1 from patto_incontro where appuntamento_id = ${id} and stato = 'previsto'
    union all select 1 from convocazione where appuntamento_id = ${id} and esito is null and stato <> 'annullata' limit 1`.execute(
    ctx.tx,
  )
  return rows.length > 0
}

/**
 * Hours that ended by mistake and to which somebody is still called. Not those that the desk took away, which have a reason; one that
 * others have taken meanwhile stays as it is, and the page of whoever is called says that it is annulled.
 */
export const riapriAppuntamenti = (ctx: Ctx, ids: readonly string[]) =>
  sql`update appuntamento a set stato = 'fissato', versione = a.versione + 1
       where a.id = any (${[...ids]}::uuid[]) and (a.stato in ('svolto', 'non-presentato') or (a.stato = 'annullato' and a.motivo is null))
         and (exists (select 1 from patto_incontro n where n.appuntamento_id = a.id and n.stato = 'previsto')
           or exists (select 1 from convocazione v where v.appuntamento_id = a.id and v.esito is null and v.stato <> 'annullata'))
         and not exists (select 1 from patto_incontro n where n.appuntamento_id = a.id and n.stato in ('tenuto', 'non-tenuto'))
         and not exists (select 1 from appuntamento x where x.id <> a.id and x.operatore_id = a.operatore_id and x.stato in ('fissato', 'svolto')
           and tstzrange(x.inizio, x.fine) && tstzrange(a.inizio, a.fine))`.execute(ctx.tx)
