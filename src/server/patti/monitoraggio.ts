// After the signature: the meetings of the plan and what came of each (incontri-patto.ts), how results and commitments move, how the
// supports go (sostegni-patto.ts).
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { type IncontroPatto, monitoraggioApi } from '../../shared/patti/patto.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { annulla, pianifica, registra, sposta } from './incontri-patto.ts'
import { getPatto } from './patto-lettura.ts'
import { eroga, sostegniDi, sostegno, togliErogazione } from './sostegni-patto.ts'

type Api = typeof monitoraggioApi

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const p = await getPatto(ctx, i.id)
  const { rows: incontri } = await sql<IncontroPatto>`
    select n.id, n.previsto_il, n.ora, n.durata, n.voci, n.persone, n.stato, n.tenuto_il, n.decisione, u.nome as ufficio, n.luogo, a.stato as appuntamento, v.id as convocazione_id,
           coalesce(e.presenti, i.chi, '{}') as presenti, coalesce(e.assenti, '{}') as assenti, e.nota, n.stato = 'tenuto' and e.incontro_id is null as da_raccontare,
           (select coalesce(jsonb_agg(jsonb_build_object('componenteId', g ->> 'componente', 'motivo', g ->> 'motivo', 'documento', g ->> 'documento') order by k), '[]') from jsonb_array_elements(e.giustificati) with ordinality x(g, k)) as giustificati,
           (select coalesce(jsonb_agg(jsonb_build_object('voce', v.voce, 'valore', v.valore, 'nota', v.nota)), '[]') from patto_valutazione v where v.incontro_id = n.id) as valutazioni
      from patto_incontro n left join patto_incontro_esito e on e.incontro_id = n.id left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id
      left join appuntamento a on a.id = n.appuntamento_id
      left join lateral (select x.id from convocazione x where x.incontro_id = n.id and x.stato <> 'annullata' order by x.inizio desc, x.id limit 1) v on true
      left join lateral (
        select array_agg(k.componente_id) as chi from caso_incontro y join caso_incontro_componente k on k.incontro_id = y.id
         where y.patto_incontro_id = n.id and y.esito = 'tenuto' and y.annullato_il is null) i on true
     where n.origine_id = ${p.origineId} order by n.previsto_il, n.ora nulls first, n.id`.execute(ctx.tx)
  return { incontri, sostegni: await sostegniDi(ctx, p.origineId) }
}

export const monitoraggioRotte = rotte(monitoraggioApi, {
  leggi,
  pianifica,
  sposta,
  annulla,
  registra,
  sostegno,
  eroga,
  togliErogazione,
})
