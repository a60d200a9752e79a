// After the signature: the meetings of the plan and what came of each (incontri-patto.ts), how results and commitments move, how the
// supports go.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { type StatoSostegno, transizioniSostegno, vuoleMotivo } from '../../shared/patti/monitoraggio.rules.ts'
import { type IncontroPatto, monitoraggioApi, type SostegnoPatto } from '../../shared/patti/patto.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertAvvenuto } from './caso.ts'
import { annulla, daMonitorare, pianifica, registra, sposta } from './incontri-patto.ts'
import { getPatto } from './patto-lettura.ts'
import { annotaPatto } from './patto-scrittura.ts'

type Api = typeof monitoraggioApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const p = await getPatto(ctx, i.id)
  const { rows: incontri } = await sql<IncontroPatto>`
    select n.id, n.previsto_il, n.ora, n.durata, n.voci, n.persone, n.stato, n.tenuto_il, n.decisione, u.nome as ufficio, n.luogo, a.stato as appuntamento, v.id as convocazione_id,
           coalesce(e.presenti, i.chi, '{}') as presenti, coalesce(e.assenti, '{}') as assenti, e.giustificato, e.nota, n.stato = 'tenuto' and e.incontro_id is null as da_raccontare,
           (select coalesce(jsonb_agg(jsonb_build_object('voce', v.voce, 'valore', v.valore, 'nota', v.nota)), '[]') from patto_valutazione v where v.incontro_id = n.id) as valutazioni
      from patto_incontro n left join patto_incontro_esito e on e.incontro_id = n.id left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id
      left join appuntamento a on a.id = n.appuntamento_id
      left join lateral (select x.id from convocazione x where x.incontro_id = n.id and x.stato <> 'annullata' order by x.inizio desc, x.id limit 1) v on true
      left join lateral (
        select array_agg(k.componente_id) as chi from caso_incontro y join caso_incontro_componente k on k.incontro_id = y.id
         where y.patto_incontro_id = n.id and y.esito = 'tenuto' and y.annullato_il is null) i on true
     where n.origine_id = ${p.origineId} order by n.previsto_il, n.ora nulls first, n.id`.execute(ctx.tx)
  const { rows: sostegni } = await sql<SostegnoPatto>`
    select x.id, x.voce, x.sostegno, x.offerta_id, x.stato, x.dal, x.richiesto_il, x.attivo_dal, x.finito_il, x.ore, x.costo, x.fondo,
           o.posti, coalesce(q.attivi, 0) as attivi, coalesce(q.in_attesa, 0) as in_attesa
      from patto_sostegno x left join offerta_sostegno o on o.id = x.offerta_id left join accesso.posti_occupati() q on q.offerta_id = x.offerta_id
     where x.origine_id = ${p.origineId} order by x.dal, x.id`.execute(ctx.tx)
  return { incontri, sostegni }
}

async function sostegno(ctx: Ctx, i: Input<Api['sostegno']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const { rows } = await sql<{ stato: StatoSostegno; attivoDal: string | null }>`
    select stato, attivo_dal from patto_sostegno where id = ${i.sostegno} and origine_id = ${p.origineId}`.execute(
    ctx.tx,
  )
  const x = rows[0]
  if (!x) throw problem('non-trovato')
  const stato = assertTransizione(transizioniSostegno, i.atto, x.stato)
  assertAvvenuto(ctx, c, i.giorno)
  if (vuoleMotivo(i.atto) && !i.motivo) throw erroreDiCampo('motivo', 'Scrivi perché.')
  if (x.attivoDal && i.giorno < x.attivoDal) throw erroreDiCampo('giorno', 'La data viene prima dell’inizio.')
  const finisce = stato === 'concluso' || stato === 'interrotto' || stato === 'non-attivato'
  await sql`update patto_sostegno set stato = ${stato}, versione = versione + 1, ore = coalesce(${i.ore ?? null}, ore), costo = coalesce(${i.costo ?? null}, costo),
      richiesto_il = case when ${stato} = 'in-attesa' then ${i.giorno}::date else richiesto_il end,
      attivo_dal = case when ${stato} = 'attivo' then coalesce(attivo_dal, ${i.giorno}::date) else attivo_dal end,
      finito_il = case when ${finisce} then ${i.giorno}::date end where id = ${i.sostegno}`.execute(ctx.tx)
  if (i.motivo) await annotaPatto(ctx, p, `sostegno-${i.atto}`, i.motivo.trim())
  return fatto
}

export const monitoraggioRotte = rotte(monitoraggioApi, { leggi, pianifica, sposta, annulla, registra, sostegno })
