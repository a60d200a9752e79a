// Cancellations that a file brings, beside what had been sent: one that repeats it is linked to it, and needs no confirmation; one that
// says otherwise is told so (PS13).
import { sql } from 'kysely'
import { posizione } from '../../shared/flussi/elabora.ts'
import { applica, type GravitaScelte } from '../../shared/flussi/regole.ts'
import { regolePrestazione, stessiDati } from '../../shared/flussi/regole-prestazione.ts'
import type { Ctx } from '../kernel/context.ts'
import { elenchiOggi } from './contesto.ts'
import { prestazioni, type RigaPrestazione } from './prestazioni-lettura.ts'
import type { Lotto } from './righe-lotto.ts'

const PS13 = regolePrestazione.filter((r) => r.id === 'PS13')

/** Of the rows of a lot just written. */
export async function collegaCancellazioni(ctx: Ctx, enteId: string, l: Lotto, gravita: GravitaScelte): Promise<void> {
  if (l.cancellazioni.length === 0) return
  const cancellazioni = await prestazioni(ctx.tx, sql`where p.id = any (${l.cancellazioni}::uuid[]) order by p.ordine`)
  const elenchi = await elenchiOggi(ctx)
  for (const c of cancellazioni) await collega(ctx, c, await inviata(ctx, enteId, c), elenchi, gravita)
}

/** What it cancels, if it left and nothing else is cancelling it. */
async function inviata(ctx: Ctx, enteId: string, c: RigaPrestazione): Promise<RigaPrestazione | undefined> {
  const [r] = await prestazioni(
    ctx.tx,
    sql`where p.ente_id = ${enteId} and p.impronta = ${c.impronta} and p.operazione = 'I' and p.stato in ('in-flusso', 'accettata')
          and (select 1 from prestazione_erogata x where x.annulla_id = p.id and x.stato <> 'esclusa' limit 1) is null order by p.ordine limit 1`,
  )
  return r
}

async function collega(
  ctx: Ctx,
  c: RigaPrestazione,
  prima: RigaPrestazione | undefined,
  elenchi: Awaited<ReturnType<typeof elenchiOggi>>,
  gravita: GravitaScelte,
): Promise<void> {
  if (!prima) return
  const suoi = applica(PS13, c.record, { elenchi, inviata: () => prima.record }, gravita)
  const difetti = [...c.difetti.filter((d) => d.regola !== 'PS13'), ...suoi]
  const p = posizione(difetti, c.deroghe)
  const annulla = stessiDati({ ...prima.record, tipoOperazione: 'C' }, c.record) ? prima.id : null
  await sql`update prestazione_erogata set stato = ${p.stato}, errori = ${[...p.errori]}, avvisi = ${[...p.avvisi]}, annulla_id = ${annulla}::uuid,
      versione = versione + 1 where id = ${c.id}`.execute(ctx.tx)
  await sql`update prestazione_dati set difetti = ${JSON.stringify(difetti)}::jsonb where id = ${c.id}`.execute(ctx.tx)
}
