// An operator who came with what he wrote in another installation is found to be a user of here (ADR 0053): his row stays, and
// says who he is.
import { sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { getUtente } from './utenti-abilitazioni.ts'

export const SOLO_DI_ALTROVE =
  'Si dice chi è soltanto di un operatore di un’altra installazione: chi può entrare è chi dice SPID. Se il suo codice fiscale è sbagliato, usa «Correggi i dati».'

export async function unisci(ctx: Ctx, i: Input<typeof utentiApi.unisci>): Promise<Output<typeof utentiApi.unisci>> {
  const lui = await getUtente(ctx, i.id)
  if (lui.stato !== 'altrove') throw problem('stato-non-ammesso', { detail: SOLO_DI_ALTROVE })
  if (lui.stessoDi)
    throw problem('stato-non-ammesso', { detail: 'Si sa già chi è: se non è lui, dillo prima dalla sua scheda.' })
  if (i.utenteId === i.id || (await getUtente(ctx, i.utenteId)).stato === 'altrove')
    throw erroreDiCampo('utenteId', 'Scegli un utente accreditato in questo ambito.')
  return scriviChiE(ctx, lui.id, i.utenteId, i.motivo)
}

export async function dividi(ctx: Ctx, i: Input<typeof utentiApi.dividi>): Promise<Output<typeof utentiApi.dividi>> {
  const lui = await getUtente(ctx, i.id)
  if (!lui.stessoDi) throw problem('stato-non-ammesso', { detail: 'Non risulta essere un utente di qui.' })
  return scriviChiE(ctx, lui.id, null, i.motivo)
}

async function scriviChiE(ctx: Ctx, id: string, utenteId: string | null, motivo: string) {
  await sql`update utente set stesso_di = ${utenteId}, motivo_stato = ${motivo.trim()}, versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  return { fatto: true } as const
}
