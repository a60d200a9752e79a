// The day before, the operator is reminded of his appointments: one line in his notifications and one message, which say
// how many and not with whom. An appointment is remembered once.
import { sql } from 'kysely'
import { INDIRIZZO, notifica, scriviPosta } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'

const AZIONE = 'agenda.promemoria'
const OPERATORE = 'promemoria dell’agenda'

export const jobPromemoria: Job = {
  nome: 'agenda.promemoria',
  ogni: '0 15 * * *',
  async run(deps) {
    const ambiti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: OPERATORE }, async (ctx) => {
      const { rows } = await sql<{ id: string; comuni: string[] }>`
        select ambito_id as id, array_agg(comune_id) as comuni from ambito_comune
         where kernel.oggi() between dal and coalesce(al, 'infinity') group by ambito_id`.execute(ctx.tx)
      return rows
    })
    for (const a of ambiti) await unAmbito(deps, a.id, a.comuni)
  },
}

const unAmbito = (deps: Deps, ambito: string, comuni: string[]) =>
  inCtx(deps, { azione: AZIONE, ambito, comuni, operatore: OPERATORE }, async (ctx) => {
    const { rows } = await sql<{ operatoreId: string; giorno: string }>`
      update appuntamento set promemoria_il = kernel.adesso()
       where stato = 'fissato' and promemoria_il is null and inizio > kernel.adesso()
         and (inizio at time zone 'Europe/Rome')::date <= kernel.oggi() + (kernel.parametro('agenda.promemoria-giorni'))::int
      returning operatore_id, to_char(inizio at time zone 'Europe/Rome', 'YYYY-MM-DD') as giorno`.execute(ctx.tx)
    for (const [operatore, suoi] of Map.groupBy(rows, (r) => r.operatoreId)) await ricorda(ctx, operatore, suoi)
  })

async function ricorda(ctx: Ctx, operatore: string, suoi: { giorno: string }[]) {
  const giorno = suoi.map((s) => s.giorno).sort()[0]!
  const quanti = suoi.length === 1 ? 'un appuntamento' : `${suoi.length} appuntamenti`
  const data = giorno.split('-').reverse().join('/')
  await notifica(ctx, operatore, `Hai ${quanti} dal ${data}: guarda l’agenda.`, `/agenda?giorno=${giorno}`)
  const { rows } = await sql<{ email: string }>`select email from accesso.recapiti_di(${[operatore]}::uuid[])`.execute(
    ctx.tx,
  )
  if (rows[0])
    await scriviPosta(
      ctx,
      rows[0].email,
      'Trama: promemoria dell’agenda',
      `Hai ${quanti} dal ${data}. Leggi quali nella tua agenda: ${INDIRIZZO}/agenda?giorno=${giorno}`,
    )
}
