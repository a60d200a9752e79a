// Every night: who has left entries in draft beyond the hours of the parameter is told so, once for each, and never of
// whom they speak.
import { sql } from 'kysely'
import { notifica } from '../kernel/avvisi.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'

const azione = 'diario.bozze-in-ritardo'

export const bozzeInRitardo: Job = {
  nome: azione,
  ogni: '30 5 * * *',
  async run(deps) {
    const autori = await inCtx(deps, { azione, operatore: 'bozze in ritardo' }, async (ctx) => {
      const { rows } = await sql<{ ambitoId: string; comuni: string[]; autoreId: string; quante: number }>`
        select * from accesso.bozze_in_ritardo()`.execute(ctx.tx)
      return rows
    })
    // as each author, because nobody else sees his drafts
    for (const a of autori)
      await inCtx(
        deps,
        { azione, ambito: a.ambitoId, comuni: a.comuni, utente: a.autoreId, fascicolo: true },
        async (ctx) => {
          const { rows } = await sql`update diario_voce set segnalata_il = kernel.adesso()
          where autore_id = ${a.autoreId} and stato = 'bozza' and segnalata_il is null
            and creata_il < kernel.adesso() - make_interval(hours => (kernel.parametro('diario.bozza-ore'))::int) returning id`.execute(
            ctx.tx,
          )
          if (rows.length === 0) return
          await notifica(
            ctx,
            a.autoreId,
            rows.length === 1
              ? 'Una voce di diario è ancora in bozza: completala o annullala.'
              : `${rows.length} voci di diario sono ancora in bozza: completale o annullale.`,
            '/diario/bozze',
          )
        },
      )
  },
}
