// Rows of the register of accesses that say whose folder was read or shown. The register can only be added to.
import { sql } from 'kysely'
import type { Compito } from '../../shared/kernel/problems.ts'
import type { Ctx } from './context.ts'

export interface Accesso {
  /** Path of the contract, and the id it was asked with. */
  oggetto: string
  oggettoId?: string
  persone: readonly string[] | null
  /** Of each, in the same order, the row of a list by which she was shown, where it may be hidden. */
  per?: readonly (string | null)[]
  fuoriCarico?: boolean
  motivo?: string | null
  /** Kind of question that showed them, where no folder was opened. */
  interrogazione?: string
}

export async function registraAccesso(ctx: Ctx, a: Accesso): Promise<void> {
  await sql`insert into kernel.registro_accessi (utente_id, ambito_id, azione, richiesta_id, oggetto, oggetto_id, esito, motivo, persone, per, fuori_carico, interrogazione)
    values (${ctx.utente || null}, ${ctx.ambito}, ${ctx.azione}, ${ctx.richiesta}, ${a.oggetto}, ${a.oggettoId ?? null}, 'consentito', ${a.motivo ?? null}, ${a.persone && (a.per ? [...a.persone] : [...new Set(a.persone)])}, ${a.per ? [...a.per] : null}, ${a.fuoriCarico ?? false}, ${a.interrogazione ?? null})`.execute(
    ctx.tx,
  )
}

export type Rapporto = 'in-carico' | 'aperto' | 'motivo-richiesto' | 'non-trovato'

/** One of these persons whose folder the reader may open, here if he can: on hers a purpose is stated. */
export async function apribile(ctx: Ctx, persone: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from persona where id = any (${[...persone]}::uuid[]) order by accesso.puo_motivare(array[id]) desc, id limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.id
}

/** Of a sheet that asks for a purpose, whether it is work still to be done: it may become the task of who reads. */
export async function compitoDi(ctx: Ctx, tipo: string, id: string): Promise<Compito | undefined> {
  const { rows } = await sql<{ compito: Compito | null }>`
    select kernel.compito_di(${tipo}, ${id}::uuid) as compito`.execute(ctx.tx)
  return rows[0]?.compito ?? undefined
}

/** Whose folder an id opens, and how the reader stands to them. */
export async function rapportoCon(
  ctx: Ctx,
  tipo: string,
  id: string,
): Promise<{ persone: string[]; rapporto: Rapporto }> {
  const { rows } = await sql<{ persone: string[]; rapporto: Rapporto }>`
    select persone, rapporto from kernel.apri_fascicolo(${tipo}, ${id}::uuid)`.execute(ctx.tx)
  return rows[0]!
}
