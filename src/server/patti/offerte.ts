// Households that live elsewhere: offered to their comune, of this ambito or of another, accepted or refused there. Who carries them
// is a work (consegna.ts): the coordinator opens no folder.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { casiApi } from '../../shared/patti/casi.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertAtto, blocca } from './coordinatore.ts'

type Api = typeof casiApi

export async function comuni(ctx: Ctx): Promise<Output<Api['comuni']>> {
  const { rows } = await sql<{ id: string; nome: string; ambito: string }>`
    select * from accesso.comuni_con_patti() order by nome`.execute(ctx.tx)
  return { voci: rows }
}

export async function offri(ctx: Ctx, i: Input<Api['offri']>): Promise<Output<Api['offri']>> {
  const [c] = await blocca(ctx, [i.id])
  assertAtto('trasferisci', [c!])
  if (i.comuneId === c!.comuneId)
    throw erroreDiCampo('comuneId', 'È lo stesso comune: riassegna il caso a un altro case manager.')
  const { rows } = await sql<{
    ambito: string | null
  }>`select accesso.ambito_con_patti(${i.comuneId}) as ambito`.execute(ctx.tx)
  const ambito = rows[0]?.ambito
  if (!ambito)
    throw erroreDiCampo(
      'comuneId',
      'Questo comune non ha la convenzione registrata: il caso gli si può passare solo fuori da Trama.',
    )
  await sql`insert into caso_offerta (comune_id, caso_id, ambito_dest_id, comune_dest_id, motivo) values (${c!.comuneId}, ${c!.id}, ${ambito}, ${i.comuneId}, ${i.motivo.trim()})`.execute(
    ctx.tx,
  )
  await sql`select accesso.avvisa_chi_puo('caso.passa', ${ambito}, ${i.comuneId}, 'Un comune ti offre un nucleo che vive nel tuo territorio: accettalo o rifiutalo.', '/casi/arrivi')`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  await blocca(ctx, [i.id])
  const { rows } =
    await sql`update caso_offerta set stato = 'ritirata', risposta_il = kernel.adesso(), risposta_da = kernel.utente()
    where caso_id = ${i.id} and stato = 'offerta' returning id`.execute(ctx.tx)
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Non c’è un’offerta che attenda risposta: ricarica la pagina.' })
  return { fatto: true }
}

export async function arrivi(ctx: Ctx): Promise<Output<Api['arrivi']>> {
  const { rows } = await sql<Output<Api['arrivi']>['voci'][number]>`
    select o.id, o.comune_dest_id, o.comune_dest, o.comune, o.ambito, o.richiedente, o.codice_fiscale, o.indirizzo, m.nome as misura, o.presentata_il, o.motivo, o.offerta_il
      from accesso.offerte_in_arrivo() o join misura m on m.id = o.misura_id order by o.offerta_il, o.id`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

export async function rispondi(ctx: Ctx, i: Input<Api['rispondi']>): Promise<Output<Api['rispondi']>> {
  const motivo = i.motivo.trim()
  if (!i.accetta && !motivo)
    throw erroreDiCampo('motivo', 'Di’ perché il nucleo non è del tuo territorio: chi lo offre deve saperlo.')
  const { rows } = await sql<{ ambitoId: string; comuneId: string; casoId: string; offertaDa: string }>`
    select * from accesso.rispondi_offerta(${i.id}, ${i.accetta}, ${motivo || null})`.execute(ctx.tx)
  const o = rows[0]
  if (!o) throw problem('non-trovato')
  if (i.accetta) ctx.emit('caso.consegna', { offerta: i.id, ambito: ctx.ambito })
  await sql`select accesso.avvisa_chi_puo('caso.passa', ${o.ambitoId}, ${o.comuneId}, ${
    i.accetta
      ? 'Un nucleo offerto ad altro comune è stato accettato.'
      : 'Un nucleo offerto ad altro comune è stato rifiutato: il motivo è nella sua storia.'
  }, '/casi')`.execute(ctx.tx)
  return { fatto: true }
}
