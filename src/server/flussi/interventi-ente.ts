// Which services of the catalogue an ente does not send to INPS, and why.
import { sql } from 'kysely'
import { type InterventoEnte, interventiEnteApi } from '../../shared/flussi/interventi-ente.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { interventiIl } from '../interventi/catalogo.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getEnte } from './enti.ts'

type Api = typeof interventiEnteApi

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const ente = await getEnte(ctx, i.ente)
  const { rows } = await sql<InterventoEnte>`
    select p.codice, p.nome, p.inps, p.istat_servizio, p.istat_area,
           case when n.id is not null then jsonb_build_object('nonInviare', n.non_inviare, 'motivo', n.motivo, 'versione', n.versione) end as scelta
      from ${interventiIl()} p left join intervento_ente n on n.codice = p.codice and n.ente_id = ${ente.id}
     order by p.inps nulls last, p.nome limit 1000`.execute(ctx.tx)
  return { voci: rows }
}

async function scegli(ctx: Ctx, i: Input<Api['scegli']>): Promise<Output<Api['scegli']>> {
  const ente = await getEnte(ctx, i.ente, true)
  const motivo = i.motivo?.trim() || null
  if (i.nonInviare && !motivo) throw erroreDiCampo('motivo', 'Scrivi perché non si manda.')
  const { rows } = await sql<{ versione: number | null }>`
    select (select n.versione from intervento_ente n where n.ente_id = ${ente.id} and n.codice = ${i.codice}) as versione
      from ${interventiIl()} p where p.codice = ${i.codice}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  if ((rows[0].versione ?? undefined) !== i.versione) throw problem('versione-superata')
  await sql`
    insert into intervento_ente (comune_id, ente_id, codice, non_inviare, motivo) values (${ente.comuneId}, ${ente.id}, ${i.codice}, ${i.nonInviare}, ${motivo})
    on conflict on constraint intervento_ente_uno do update set non_inviare = excluded.non_inviare, motivo = excluded.motivo, deciso_il = kernel.adesso(),
      deciso_da = kernel.utente(), versione = intervento_ente.versione + 1`.execute(ctx.tx)
  return { fatto: true }
}

export const interventiEnteRotte = rotte(interventiEnteApi, { list, scegli })
