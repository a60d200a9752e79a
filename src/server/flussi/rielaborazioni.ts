// Rows judged anew through the API: asked for here, done by rielaborazioni-corsa.ts.
import { sql } from 'kysely'
import { type Rielaborazione, rielaborazioniApi } from '../../shared/flussi/rielaborazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getEnte } from './enti.ts'
import { tracciatoDi } from './rielaborazioni-corsa.ts'
import { doveRighe } from './tracciato.ts'

type Api = typeof rielaborazioniApi

/** Writes the request; whoever does it by himself does not put it in the queue. */
export async function apriRielaborazione(ctx: Ctx, i: Input<Api['avvia']>): Promise<{ id: string; comuni: string[] }> {
  const ente = await getEnte(ctx, i.ente)
  const t = tracciatoDi(i.tipo ?? 'PS_PSA_SINA')
  const { rows } = await sql<{ id: string; comuni: string[] }>`
    insert into rielaborazione_flussi (comune_id, ente_id, tipo, periodo, carico_id, portata, da_guardare)
    select ${ente.comuneId}, ${ente.id}::uuid, ${t.tipo}, ${i.periodo ?? null}, ${i.carico ?? null}::uuid, jsonb_build_object('comuni', to_jsonb(kernel.comuni())),
           (select count(*) from ${sql.raw(t.stretta)} p where ${doveRighe({ ente: ente.id, periodo: i.periodo, carico: i.carico }, t.periodo)} and ${t.inLavorazione})
     where ${i.carico ?? null}::uuid is null or exists (select 1 from carico_flussi c where c.id = ${i.carico ?? null}::uuid and c.ente_id = ${ente.id})
    returning id, kernel.comuni() as comuni`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function avvia(ctx: Ctx, i: Input<Api['avvia']>): Promise<Output<Api['avvia']>> {
  const { id, comuni } = await apriRielaborazione(ctx, i)
  ctx.emit('flussi.rielabora', { id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni })
  return { id }
}

const colonne = sql`r.id, r.ente_id, r.tipo, r.periodo, r.carico_id, r.stato, r.da_guardare, r.guardate, r.cambiate, r.errore, r.creata_il, r.conclusa_il,
  coalesce((select jsonb_agg(jsonb_build_object('da', split_part(x.key, ' ', 1), 'a', split_part(x.key, ' ', 2), 'quante', x.value) order by x.key)
     from jsonb_each(r.passaggi) x), '[]') as passaggi,
  coalesce((select jsonb_agg(jsonb_build_object('regola', x.key, 'tolte', x.value -> 'tolte', 'nuove', x.value -> 'nuove') order by x.key)
     from jsonb_each(r.regole) x), '[]') as regole`

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Rielaborazione> {
  const { rows } =
    await sql<Rielaborazione>`select ${colonne} from rielaborazione_flussi r where r.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function recenti(ctx: Ctx, i: Input<Api['recenti']>): Promise<Output<Api['recenti']>> {
  const { rows } = await sql<Rielaborazione>`
    select ${colonne} from rielaborazione_flussi r where r.ente_id = ${i.ente} ${i.tipo ? sql`and r.tipo = ${i.tipo}` : sql``} order by r.creata_il desc, r.id limit 10`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

export const rielaborazioniRotte = rotte(rielaborazioniApi, { avvia, leggi, recenti })

export const rielaborazioniVincoli: Vincoli = {
  rielaborazione_flussi_una_alla_volta: {
    codice: 'stato-non-ammesso',
    detail: 'Una rielaborazione di questo ente è già in corso: aspetta che finisca.',
  },
}
