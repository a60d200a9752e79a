// What the acts of the desk ask about before writing: that the comune, the office and the persons are within the
// operator's reach. What he does not see does not exist, and the refusal says the same of both.
import { type RawBuilder, sql } from 'kysely'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import { ufficiDiOggi } from '../accesso/uffici-operatori.ts'
import type { Ctx } from '../kernel/context.ts'

/**
 * Of the offices in which the reader works today; of all those he sees, where nobody has said in which he works: nothing
 * sent to an office may be left unread because of that.
 */
export const deiMieiUffici = (ctx: Ctx, colonna: RawBuilder<unknown>) =>
  sql`(not exists (${ufficiDiOggi(ctx.utente)}) or ${colonna} in (${ufficiDiOggi(ctx.utente)}))`

export async function assertLuogo(ctx: Ctx, i: { comuneId: string; ufficioId?: string | null | undefined }) {
  const { rows } = await sql<{ comune: boolean; ufficio: boolean }>`
    select ${i.comuneId} = any (kernel.comuni()) as comune,
           exists (select 1 from ufficio u where u.id = ${i.ufficioId ?? null}::uuid and coalesce(u.al, 'infinity') >= kernel.oggi()
             and (u.comune_id is null or u.comune_id = ${i.comuneId})) as ufficio`.execute(ctx.tx)
  if (!rows[0]?.comune) throw erroreDiCampo('comuneId', 'Questo comune non è tra quelli in cui lavori.')
  if (i.ufficioId && !rows[0].ufficio)
    throw erroreDiCampo('ufficioId', 'L’ufficio non è di questo comune, o è stato chiuso: scegline un altro.')
}

/** The persons as the operator sees them; one that he does not see is refused as if it were not there. */
export async function assertPersone(
  ctx: Ctx,
  ids: readonly (string | null | undefined)[],
  campo: string,
  comuneId: string,
) {
  const cercate = [...new Set(ids.filter((x): x is string => typeof x === 'string'))]
  if (cercate.length === 0) return
  const { rows } = await sql<{
    comuneId: string
  }>`select comune_id from persona where id = any (${cercate}::uuid[])`.execute(ctx.tx)
  if (rows.length < cercate.length) throw erroreDiCampo(campo, 'La persona non si trova più: cercala di nuovo.')
  if (rows.some((r) => r.comuneId !== comuneId))
    throw erroreDiCampo(campo, 'La persona è di un altro comune: registra dal comune che ha il suo fascicolo.')
}

/** Colleagues who may do an act here. */
export async function colleghiPer(ctx: Ctx, azione: string) {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from accesso.operatori_per(${azione})`.execute(ctx.tx)
  return rows
}

/** For whom something will exist: its author and the colleagues chosen. */
export async function riservatoA(ctx: Ctx, azione: string, colleghi: readonly string[]): Promise<string[]> {
  const noti = new Set((await colleghiPer(ctx, azione)).map((c) => c.id))
  if (colleghi.some((u) => !noti.has(u)))
    throw erroreDiCampo('colleghi', 'Uno dei colleghi non lavora più qui: ricarica la pagina e scegli di nuovo.')
  return [...new Set([ctx.utente, ...colleghi])]
}

/** «{id, cognome, nome}» of the person of a row as she is shown, null where there is none or it is hidden. */
export const personaNominata = (colonna: RawBuilder<unknown>) =>
  sql`(select jsonb_build_object('id', p.id, 'cognome', p.cognome, 'nome', p.nome) from persona p where p.id = kernel.principale(${colonna}))`

/** Italian days, both included. */
export const nelPeriodo = (colonna: RawBuilder<unknown>, dal?: string, al?: string): RawBuilder<unknown>[] => [
  ...(dal ? [sql`${colonna} >= ${dal}::date::timestamp at time zone 'Europe/Rome'`] : []),
  ...(al ? [sql`${colonna} < (${al}::date + 1)::timestamp at time zone 'Europe/Rome'`] : []),
]

export const nomeDi = (colonna: RawBuilder<unknown>) => sql`(select nome from accesso.nomi_di(array[${colonna}]))`

/** Newest first: rows after the cursor. */
export const dopoDi = (colonna: RawBuilder<unknown>, id: RawBuilder<unknown>, cursore: string[] | undefined) =>
  cursore
    ? [
        sql`${colonna} <= ${cursore[0]}::timestamptz and (${colonna} < ${cursore[0]}::timestamptz or ${id} > ${cursore[1]}::uuid)`,
      ]
    : []
