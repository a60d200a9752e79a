// What-if: started by whoever coordinates the cases, run by a job over the households in charge of his comuni, followed and
// stopped from the page. It reads the cases and writes only its own row.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { type SimulazioneLetta, simulazioniApi, transizioniSimulazione } from '../../shared/misure/simulazioni.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getVersione } from './misure.ts'

type Api = typeof simulazioniApi

const colonne = sql`id, stato, versione_id, creata_il, conclusa_il, totale, esaminati, errore, risultato`

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const { id } = await getVersione(ctx.tx, i.id)
  const { rows } = await sql<SimulazioneLetta>`
    select ${colonne} from simulazione_misura where versione_id = ${id} and creata_da = ${ctx.utente}
     order by creata_il desc, id limit 20`.execute(ctx.tx)
  return { voci: rows }
}

async function avvia(ctx: Ctx, i: Input<Api['avvia']>): Promise<Output<Api['avvia']>> {
  const versione = await getVersione(ctx.tx, i.id)
  if (versione.stato === 'scartata')
    throw problem('stato-non-ammesso', { detail: 'Questa bozza è stata scartata: provane un’altra.' })
  const { rows } = await sql<{ id: string }>`
    insert into simulazione_misura (ambito_id, versione_id, portata)
    values (${ctx.ambito}, ${versione.id}, jsonb_build_object('comuni', to_jsonb(kernel.comuni()))) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  ctx.emit('misura.simula', { id, ambito: ctx.ambito, utente: ctx.utente })
  return { id }
}

async function get(ctx: Ctx, id: string): Promise<SimulazioneLetta> {
  const { rows } = await sql<SimulazioneLetta>`
    select ${colonne} from simulazione_misura where id = ${id} and creata_da = ${ctx.utente}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const leggi = (ctx: Ctx, i: Input<Api['leggi']>): Promise<SimulazioneLetta> => get(ctx, i.id)

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const s = await get(ctx, i.id)
  const stato = assertTransizione(transizioniSimulazione, 'annulla', s.stato)
  await sql`update simulazione_misura set stato = ${stato}, corsa = null, conclusa_il = kernel.adesso()
    where id = ${i.id} and stato = ${s.stato}`.execute(ctx.tx)
  return { fatto: true }
}

export const simulazioniRotte = rotte(simulazioniApi, { list, avvia, leggi, annulla })
