// The register of readings as the person may ask for it; unusual accesses, found every Monday for the week before and
// told to the responsabile della protezione dei dati.
import { sql } from 'kysely'
import { accessiApi } from '../../shared/cartella/accessi.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { inCtx } from '../kernel/serve.ts'

async function registro(ctx: Ctx, i: Input<typeof accessiApi.registro>): Promise<Output<typeof accessiApi.registro>> {
  const limite = i.limite ?? PER_PAGINA
  const prima = leggiCursore(i.dopo, 1)
  const { rows } = await sql<Output<typeof accessiApi.registro>['voci'][number] & { chi: string | null }>`
    select id, quando, coalesce(chi, 'Il sistema') as chi, ruoli, atto, interrogazione, fuori_carico, motivo
      from accesso.registro_di(${i.id}, ${prima ? Number(prima[0]) : null}, ${limite + 1})`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.id])
}

async function insoliti(ctx: Ctx, i: Input<typeof accessiApi.insoliti>): Promise<Output<typeof accessiApi.insoliti>> {
  type Voce = Output<typeof accessiApi.insoliti>['voci'][number]
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Omit<Voce, 'chi'>>`
    select id, settimana, regola, utente_id, quante, solito::float8 as solito, esito, nota, esaminato_il, esaminato_da from accesso_insolito
     where ambito_id = ${ctx.ambito} ${i.daEsaminare ? sql`and esaminato_il is null` : sql``}
       ${dopo ? sql`and (settimana, id) < (${dopo[0]}::date, ${dopo[1]}::uuid)` : sql``}
     order by settimana desc, id desc limit ${limite + 1}`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.flatMap((r) => [r.utenteId, r.esaminatoDa]),
  )
  const p = pagina(rows, limite, (r) => [r.settimana, r.id])
  return {
    voci: p.voci.map((r) => ({
      ...r,
      chi: nomi.get(r.utenteId) ?? '',
      esaminatoDa: r.esaminatoDa ? (nomi.get(r.esaminatoDa) ?? '') : null,
    })),
    prossima: p.prossima,
  }
}

async function esamina(ctx: Ctx, i: Input<typeof accessiApi.esamina>): Promise<Output<typeof accessiApi.esamina>> {
  if (i.esito !== 'giustificato' && !i.nota?.trim())
    throw problem('regola-non-rispettata', {
      detail: 'Scrivi che cosa resta da fare.',
      errori: [{ campo: 'nota', codice: 'obbligatorio', messaggio: 'Scrivi che cosa resta da fare.' }],
    })
  const { rows } = await sql<{ visto: boolean; chiuso: boolean }>`
    select date_trunc('milliseconds', esaminato_il) is not distinct from date_trunc('milliseconds', ${i.esameVisto ?? null}::timestamptz) as visto,
           coalesce(esito <> 'da-approfondire', false) as chiuso
      from accesso_insolito where id = ${i.id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  // still to be looked into, it is examined again by who has read what the last one found
  if (rows[0].chiuso || !rows[0].visto)
    throw problem('stato-non-ammesso', {
      detail: 'Questo accesso è già stato esaminato da un collega: ricarica la pagina.',
    })
  await sql`update accesso_insolito set esito = ${i.esito}, nota = ${i.nota?.trim() || null}, esaminato_il = kernel.adesso(), esaminato_da = kernel.utente()
    where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const accessiRotte = rotte(accessiApi, { registro, insoliti, esamina })

const azione = 'accessi.insoliti'

/** The Monday of the week before the one of this day. */
export function lunediScorso(oggi: string): string {
  const d = new Date(`${oggi}T00:00:00Z`)
  return new Date(d.getTime() - (((d.getUTCDay() + 6) % 7) + 7) * 86_400_000).toISOString().slice(0, 10)
}

export const accessiInsoliti: Job = {
  nome: azione,
  ogni: '10 5 * * 1',
  async run(deps) {
    const ambiti = await inCtx(deps, { azione, nazionale: true, operatore: azione }, async (ctx) => {
      const { rows } = await sql<{
        id: string
      }>`select id from ambito where al is null or al >= kernel.oggi() order by id`.execute(ctx.tx)
      return rows
    })
    for (const { id: ambito } of ambiti)
      await inCtx(deps, { azione, ambito, intero: true, operatore: azione }, async (ctx) => {
        const lunedi = lunediScorso(ctx.oggi())
        // who looks is not told twice of the same thing, if the job runs again
        const { rows } = await sql`insert into accesso_insolito (settimana, regola, utente_id, quante, solito)
          select ${lunedi}::date, regola, utente_id, quante, solito from accesso.insoliti(${lunedi}::date)
              on conflict on constraint accesso_insolito_una_volta do nothing returning id`.execute(ctx.tx)
        if (rows.length === 0) return
        const { rows: responsabili } = await sql<{
          utente: string
        }>`select x as utente from accesso.utenti_con_atto('accesso-insolito.leggi') x`.execute(ctx.tx)
        const testo =
          rows.length === 1
            ? 'Un accesso insolito della settimana scorsa è da esaminare.'
            : `${rows.length} accessi insoliti della settimana scorsa sono da esaminare.`
        await notificaTutti(
          ctx,
          responsabili.map((r) => ({ utenteId: r.utente, testo, collegamento: '/accessi-insoliti?daEsaminare=1' })),
        )
      })
  },
}
