// What the desk does in the agenda to an hour of a caso: whoever fixes hours there reaches no caso, so a work follows. Moved, the hour
// takes its caso with it, and the meeting of the pact is of that day; whoever follows the household is told, also where it is annulled.
import { sql } from 'kysely'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { ricalcola } from './termini.ts'

interface Cambiato {
  appuntamento: string
  /** The one that takes its place; null where it is annulled. */
  nuovo: string | null
  ambito: string
  comune: string
  utente: string
}

async function segue(ctx: Ctx, d: Cambiato): Promise<void> {
  const { rows } = await sql<{ casoId: string; assegnatarioId: string | null }>`
    select c.id as caso_id, c.assegnatario_id from appuntamento_caso a join caso c on c.id = a.caso_id where a.appuntamento_id = ${d.appuntamento}`.execute(
    ctx.tx,
  )
  const c = rows[0]
  if (!c) return
  if (d.nuovo) {
    await sql`insert into appuntamento_caso (appuntamento_id, comune_id, caso_id) values (${d.nuovo}, ${d.comune}, ${c.casoId}) on conflict do nothing`.execute(
      ctx.tx,
    )
    await sql`update patto_incontro n set appuntamento_id = a.id, previsto_il = kernel.giorno(a.inizio), ora = to_char(a.inizio at time zone 'Europe/Rome', 'HH24:MI'),
        durata = least(600, extract(epoch from a.fine - a.inizio) / 60), versione = n.versione + 1
       from appuntamento a where a.id = ${d.nuovo} and n.appuntamento_id = ${d.appuntamento} and n.stato = 'previsto'`.execute(
      ctx.tx,
    )
    // for which hour they were called is what was written to them, and stays
    await sql`update convocazione set appuntamento_id = ${d.nuovo}, versione = versione + 1 where appuntamento_id = ${d.appuntamento} and esito is null and stato <> 'annullata'`.execute(
      ctx.tx,
    )
    await ricalcola(ctx, [c.casoId])
  }
  if (c.assegnatarioId && c.assegnatarioId !== d.utente)
    await notifica(
      ctx,
      c.assegnatarioId,
      d.nuovo
        ? 'L’appuntamento di un tuo caso è stato spostato in agenda: se il nucleo è convocato, avvisalo.'
        : 'L’appuntamento di un tuo caso è stato annullato in agenda: se il nucleo è convocato, avvisalo.',
      `/miei-casi/${c.casoId}`,
    )
}

export const jobAppuntamento: Job = {
  nome: 'appuntamento.cambiato',
  run: (deps, dati) => {
    const d = dati as unknown as Cambiato
    const come = { azione: 'agenda.gestisci', ambito: d.ambito, utente: d.utente, comuni: [d.comune], fascicolo: true }
    return inCtx(deps, come, (ctx) => segue(ctx, d))
  },
}
