// To-dos: always of somebody in the team, so that none belongs to nobody.
import { sql } from 'kysely'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { impedimentoPresa } from '../../shared/cartella/prese.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'
import { bloccaPresa, type Presa } from './presa.ts'

async function presaAperta(ctx: Ctx, id: string): Promise<Presa> {
  const p = await bloccaPresa(ctx, id)
  const perche = impedimentoPresa('pianifica', p.stato)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  return p
}

const inEquipe = async (ctx: Ctx, presaId: string, utenteId: string) =>
  (
    await sql`select 1 from presa_operatore where presa_id = ${presaId} and utente_id = ${utenteId} and al is null`.execute(
      ctx.tx,
    )
  ).rows.length > 0

async function assertInEquipe(ctx: Ctx, presaId: string, utenteId: string) {
  if (!(await inEquipe(ctx, presaId, utenteId)))
    throw erroreDiCampo('utenteId', 'Il compito si dà a chi è nell’équipe: aggiungi prima l’operatore.')
}

async function avvisaIncaricato(ctx: Ctx, utenteId: string, presaId: string) {
  if (utenteId !== ctx.utente)
    await notifica(ctx, utenteId, 'Hai un nuovo compito in una presa in carico.', `/prese/${presaId}`)
}

async function crea(ctx: Ctx, i: Input<typeof compitiApi.crea>): Promise<Output<typeof compitiApi.crea>> {
  const p = await presaAperta(ctx, i.id)
  await assertVoci(ctx.tx, ctx.oggi(), { tipo: ['tipo-compito', i.tipo] })
  if (i.scade < ctx.oggi()) throw erroreDiCampo('scade', 'La scadenza è già passata: indica un giorno da oggi in poi.')
  const chi = i.utenteId ?? ((await inEquipe(ctx, p.id, ctx.utente)) ? ctx.utente : p.responsabileId!)
  await assertInEquipe(ctx, p.id, chi)
  const { rows } = await sql<{ id: string }>`
    insert into compito (comune_id, persona_id, presa_id, utente_id, tipo, scade, riservato_a)
    select comune_id, persona_id, id, ${chi}, ${i.tipo}, ${i.scade}, riservato_a from presa_in_carico where id = ${p.id} returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await sql`insert into compito_testo (compito_id, comune_id, persona_id, titolo, riservato_a)
    select id, comune_id, persona_id, ${i.titolo.trim()}, riservato_a from compito where id = ${id}`.execute(ctx.tx)
  await avvisaIncaricato(ctx, chi, p.id)
  return { id }
}

async function getAperto(ctx: Ctx, id: string) {
  // the presa first, then its to-do: the same order as whoever closes or transfers it
  const { rows: di } = await sql<{ presaId: string }>`select presa_id from compito where id = ${id}`.execute(ctx.tx)
  if (!di[0]) throw problem('non-trovato')
  await presaAperta(ctx, di[0].presaId)
  const { rows } = await sql<{ presaId: string; stato: string; utenteId: string; scade: string; versione: number }>`
    select presa_id, stato, utente_id, scade, versione from compito where id = ${id} for update`.execute(ctx.tx)
  const c = rows[0]!
  if (c.stato !== 'aperto')
    throw problem('stato-non-ammesso', { detail: 'Questo compito è già concluso: ricarica la pagina.' })
  return c
}

async function modifica(ctx: Ctx, i: Input<typeof compitiApi.modifica>): Promise<Output<typeof compitiApi.modifica>> {
  const c = await getAperto(ctx, i.id)
  if (c.versione !== i.versione) throw problem('versione-superata')
  await assertVoci(ctx.tx, ctx.oggi(), { tipo: ['tipo-compito', i.tipo] })
  if (i.scade !== c.scade && i.scade < ctx.oggi())
    throw erroreDiCampo('scade', 'La scadenza è già passata: indica un giorno da oggi in poi.')
  await assertInEquipe(ctx, c.presaId, i.utenteId)
  await sql`update compito set tipo = ${i.tipo}, scade = ${i.scade}, utente_id = ${i.utenteId}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  await sql`update compito_testo set titolo = ${i.titolo.trim()} where compito_id = ${i.id}`.execute(ctx.tx)
  if (i.utenteId !== c.utenteId) await avvisaIncaricato(ctx, i.utenteId, c.presaId)
  return { fatto: true }
}

async function chiudi(ctx: Ctx, i: Input<typeof compitiApi.chiudi>): Promise<Output<typeof compitiApi.chiudi>> {
  await getAperto(ctx, i.id)
  if (i.come === 'annullato' && !i.esito?.trim()) throw erroreDiCampo('esito', 'Di’ perché il compito si annulla.')
  await sql`update compito set stato = ${i.come}, chiuso_il = kernel.adesso(), chiuso_da = kernel.utente(), versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  await sql`update compito_testo set esito = ${i.esito?.trim() || null} where compito_id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const compitiRotte = rotte(compitiApi, { crea, modifica, chiudi })
