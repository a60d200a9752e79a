// What an act of the coordinator goes through: the casi locked, their state asked of a function that answers no reader, the act
// asserted on all of them, the state moved.
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import {
  type AttoCaso,
  dopoAtto,
  fermato,
  impedimentoCaso,
  type StatoCaso,
  transizioniCaso,
} from '../../shared/patti/casi.rules.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Bloccato {
  id: string
  comuneId: string
  domandaId: string
  richiedente: string
  assegnatarioId: string | null
  stato: StatoCaso
  statoPrima: StatoCaso | null
}

/** The casi, locked in one order for all, with what the act must know of their state. */
export async function blocca(ctx: Ctx, ids: readonly string[]): Promise<Bloccato[]> {
  const { rows } = await sql<Omit<Bloccato, 'stato' | 'statoPrima'>>`
    select id, comune_id, domanda_id, richiedente, assegnatario_id from caso where id = any (${ids}) order by id for update`.execute(
    ctx.tx,
  )
  if (rows.length < new Set(ids).size) throw problem('non-trovato')
  const { rows: stati } = await sql<{ casoId: string; stato: StatoCaso; statoPrima: StatoCaso | null }>`
    select * from accesso.stati_casi(${ids})`.execute(ctx.tx)
  const di = new Map(stati.map((s) => [s.casoId, s]))
  return rows.map((r) => ({ ...r, stato: di.get(r.id)!.stato, statoPrima: di.get(r.id)!.statoPrima }))
}

/** One refusal for all: nothing is done by half, and which casi are the cause is said by name. */
export function assertAtto(atto: AttoCaso, casi: readonly Bloccato[]) {
  const gia = (c: Bloccato) => atto === 'assegna' && fermato(c.stato) && c.assegnatarioId !== null
  const no = casi.filter((c) => impedimentoCaso(atto, c.stato) || gia(c))
  if (no.length === 0) return
  const nomi = no
    .slice(0, 3)
    .map((c) => c.richiedente)
    .join(', ')
  const altri = no.length > 3 ? ` e altri ${no.length - 3}` : ''
  throw problem('stato-non-ammesso', {
    detail: `${nomi}${altri}: ${transizioniCaso[atto].altrimenti} Ricarica la pagina.`,
  })
}

/** Moves the states that the coordinator does not see: all of them, or none. */
export async function muovi(ctx: Ctx, casi: readonly Bloccato[], atto: AttoCaso, motivo: string | null) {
  const mosse = casi.map((c) => {
    const dopo = dopoAtto(atto, { stato: c.stato, prima: c.statoPrima }, true)
    return { caso: c.id, da: c.stato, a: dopo.stato, prima: dopo.prima }
  })
  const { rows } = await sql<{ fermi: number }>`
    select count(*) filter (where not accesso.muovi_caso(r.caso, ${atto}, r.da, r.a, r.prima, ${motivo}))::int as fermi
      from jsonb_to_recordset(${JSON.stringify(mosse)}::jsonb) as r(caso uuid, da text, a text, prima text)`.execute(
    ctx.tx,
  )
  if (rows[0]!.fermi > 0) throw problem('stato-non-ammesso')
}
