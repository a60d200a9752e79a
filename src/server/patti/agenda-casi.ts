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
  luogo: string | null
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

/** Takes these hours for whoever asks; answers the appointments, in the order of the hours. Two at the same time: the constraint. */
export async function prendiOre(ctx: Ctx, d: Dove, ore: readonly OraPresa[]): Promise<string[]> {
  const righe = ore.map((o) => ({ id: randomUUID() as string, caso_id: o.casoId, quando: `${o.giorno} ${o.ora}` }))
  const x = sql`jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x(id uuid, caso_id uuid, quando timestamp)`
  await sql`insert into appuntamento (id, comune_id, ufficio_id, operatore_id, inizio, fine, tipo, luogo)
    select x.id, ${d.comuneId}, ${d.ufficioId}, ${ctx.utente}, x.quando at time zone 'Europe/Rome', x.quando at time zone 'Europe/Rome' + make_interval(mins => ${d.minuti}), 'colloquio', ${d.luogo} from ${x}`.execute(
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

export const liberaAppuntamento = (ctx: Ctx, id: string | null, motivo: string) =>
  sql`update appuntamento set stato = 'annullato', motivo = ${motivo}, versione = versione + 1 where id = ${id} and stato = 'fissato'`.execute(
    ctx.tx,
  )
