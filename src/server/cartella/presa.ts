// What every act on a presa in carico goes through: the row locked, the transition asserted, one line of history.
import { type RawBuilder, sql } from 'kysely'
import { type AttoPresa, assertAtto, type StatoPresa } from '../../shared/cartella/prese.rules.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Presa {
  id: string
  comuneId: string
  personaId: string
  stato: StatoPresa
  apertaIl: string
  primoContattoEntro: string | null
  primoContattoIl: string | null
  attivataIl: string | null
  versione: number
  responsabileId: string | null
}

/** The row, locked: of two who act at the same moment the second finds the state that the first has left. */
export async function bloccaPresa(ctx: Ctx, id: string): Promise<Presa> {
  const { rows } = await sql<Presa>`
    select id, comune_id, persona_id, stato, aperta_il, primo_contatto_entro, primo_contatto_il, attivata_il, versione
      from presa_in_carico where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  // after the lock, or the responsible may be the one of before
  const { rows: chi } = await sql<{
    utenteId: string
  }>`select utente_id from presa_operatore where presa_id = ${id} and responsabile and al is null`.execute(ctx.tx)
  return { ...rows[0], responsabileId: chi[0]?.utenteId ?? null }
}

interface Altro {
  motivo?: string | null | undefined
  dettaglio?: Record<string, unknown>
  /** Other columns that the act writes. */
  imposta?: RawBuilder<unknown>
}

/** Does the act: the state that follows, the columns it writes, its line in the history. */
export async function muovi(ctx: Ctx, p: Presa, atto: AttoPresa, altro: Altro = {}): Promise<void> {
  const dopo = assertAtto(atto, p.stato)
  await sql`update presa_in_carico set stato = ${dopo}, versione = versione + 1${altro.imposta ? sql`, ${altro.imposta}` : sql``}
    where id = ${p.id}`.execute(ctx.tx)
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, motivo, dettaglio)
    values (${p.comuneId}, ${p.id}, ${atto}, ${p.stato}, ${dopo}, ${altro.motivo?.trim() || null}, ${altro.dettaglio ? JSON.stringify(altro.dettaglio) : null}::jsonb)`.execute(
    ctx.tx,
  )
}

/** Whoever answers for it is told of what others do on it. */
export async function avvisaResponsabile(ctx: Ctx, p: Presa, testo: string): Promise<void> {
  if (p.responsabileId && p.responsabileId !== ctx.utente)
    await notifica(ctx, p.responsabileId, testo, `/prese/${p.id}`)
}

export function assertResponsabile(ctx: Ctx, p: Presa, frase: string): void {
  if (p.responsabileId !== ctx.utente) throw problem('azione-non-consentita', { detail: frase })
}

/** A day on which something has already happened. */
export function assertPassato(ctx: Ctx, giorno: string, campo: string, nonPrima?: string): void {
  if (giorno > ctx.oggi()) throw erroreDiCampo(campo, 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (nonPrima && giorno < nonPrima)
    throw erroreDiCampo(campo, 'La data viene prima dell’apertura della presa in carico.')
}

/** Work of this kind can be given to this colleague in this comune: he has the act there today. */
export async function assertPuo(ctx: Ctx, utenteId: string, azione: string, comuneId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from accesso.operatori_con(${azione}, ${[comuneId]}) where utente_id = ${utenteId}`.execute(
      ctx.tx,
    )
  if (rows.length === 0)
    throw erroreDiCampo(
      'utenteId',
      'Questo operatore non può lavorare a una presa in carico di questo comune: scegli tra quelli proposti.',
    )
}

export async function parametro(ctx: Ctx, chiave: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select (kernel.parametro(${chiave}))::int as n`.execute(ctx.tx)
  return rows[0]!.n
}

/** His trade as somebody has written it, in this team or in another; otherwise that of whom a presa in carico is assigned to. */
export const professioneDi = (utente: RawBuilder<unknown>, presa: RawBuilder<unknown>) =>
  sql`coalesce((select o.professione from presa_operatore o where o.utente_id = ${utente}
    order by o.presa_id = ${presa} desc, o.al is null desc, o.dal desc, o.registrato_il desc, o.id limit 1), 'assistente-sociale')`

/** A new responsible from today on; the one before ends today. */
export async function nominaResponsabile(ctx: Ctx, p: Presa, utenteId: string, motivo: string): Promise<void> {
  await terminaDallEquipe(ctx, p, sql`(o.responsabile or o.utente_id = ${utenteId})`, motivo)
  await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile)
    values (${p.comuneId}, ${p.id}, ${utenteId}, ${professioneDi(sql`${utenteId}::uuid`, sql`${p.id}::uuid`)}, true)`.execute(
    ctx.tx,
  )
}

export const terminaDallEquipe = (ctx: Ctx, p: Presa, quali: RawBuilder<unknown>, motivo: string) =>
  sql`update presa_operatore o set al = greatest(o.dal, kernel.oggi()), motivo = ${motivo} where o.presa_id = ${p.id} and o.al is null and ${quali}`.execute(
    ctx.tx,
  )

/** Who answered for it when it was closed. */
export async function ultimoResponsabile(ctx: Ctx, presaId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select accesso.ultimo_responsabile(${presaId}) as id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

/** Open to-dos of one operator pass to another: none remains to somebody who is no longer there. */
export const passaCompiti = (ctx: Ctx, p: Presa, da: string, a: string) =>
  sql`update compito set utente_id = ${a}, versione = versione + 1 where presa_id = ${p.id} and utente_id = ${da} and stato = 'aperto'`.execute(
    ctx.tx,
  )

/** The offer of a transfer or of an exchange, waiting for its answer. */
export async function passaggioInCorso(ctx: Ctx, presaId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from trasferimento where presa_id = ${presaId} and stato = 'offerto'
    union all select 1 from scambio_presa where presa_id = ${presaId} and stato = 'offerto'`.execute(ctx.tx)
  return rows.length > 0
}
