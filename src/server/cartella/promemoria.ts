// The day before, an operator is reminded of his appointments: one line in his notifications and one message, which say how
// many and not with whom. Who works in the office is told how many there are, his own apart. An appointment is remembered
// once.
import { sql } from 'kysely'
import { type Avviso, INDIRIZZO, notificaTutti, scriviPoste } from '../kernel/avvisi.ts'
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

interface Ricordato {
  operatoreId: string
  ufficioId: string
  giorno: string
}

const unAmbito = (deps: Deps, ambito: string, comuni: string[]) =>
  inCtx(deps, { azione: AZIONE, ambito, comuni, operatore: OPERATORE }, async (ctx) => {
    const { rows } = await sql<Ricordato>`
      update appuntamento set promemoria_il = kernel.adesso()
       where stato = 'fissato' and promemoria_il is null and inizio > kernel.adesso()
         and (inizio at time zone 'Europe/Rome')::date <= kernel.oggi() + (kernel.parametro('agenda.promemoria-giorni'))::int
      returning operatore_id, ufficio_id, to_char(inizio at time zone 'Europe/Rome', 'YYYY-MM-DD') as giorno`.execute(
      ctx.tx,
    )
    if (rows.length === 0) return
    await ricordaOperatori(ctx, rows)
    await ricordaUffici(ctx, rows)
  })

/** «un appuntamento», «3 appuntamenti»; from which day. */
function inBreve(quali: readonly Ricordato[]) {
  const giorno = quali.map((s) => s.giorno).sort()[0]!
  const quanti = quali.length === 1 ? 'un appuntamento' : `${quali.length} appuntamenti`
  return { quanti, data: giorno.split('-').reverse().join('/'), collegamento: `/agenda?giorno=${giorno}` }
}

async function ricordaOperatori(ctx: Ctx, presi: readonly Ricordato[]) {
  const per = [...Map.groupBy(presi, (r) => r.operatoreId)].map(([id, suoi]) => ({ id, ...inBreve(suoi) }))
  await notificaTutti(
    ctx,
    per.map((o) => ({
      utenteId: o.id,
      testo: `Hai ${o.quanti} dal ${o.data}: guarda l’agenda.`,
      collegamento: o.collegamento,
    })),
  )
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from accesso.recapiti_di(${per.map((o) => o.id)}::uuid[])`.execute(ctx.tx)
  const email = new Map(rows.map((r) => [r.id, r.email]))
  await scriviPoste(
    ctx,
    per.flatMap((o) => {
      const a = email.get(o.id)
      return a
        ? [
            {
              a,
              oggetto: 'Trama: promemoria dell’agenda',
              testo: `Hai ${o.quanti} dal ${o.data}. Leggi quali nella tua agenda: ${INDIRIZZO}${o.collegamento}`,
            },
          ]
        : []
    }),
  )
}

/** Who works in the office today and may read its agenda. */
async function ricordaUffici(ctx: Ctx, presi: readonly Ricordato[]) {
  const uffici = [...new Set(presi.map((r) => r.ufficioId))]
  const { rows } = await sql<{ utenteId: string; ufficioId: string; nome: string }>`
    select l.utente_id, l.ufficio_id, u.nome from ufficio_operatore l join ufficio u on u.id = l.ufficio_id
     where l.ufficio_id = any (${uffici}::uuid[]) and kernel.oggi() between l.dal and coalesce(l.al, 'infinity')
       and accesso.puo(l.utente_id, 'agenda.leggi', kernel.oggi())`.execute(ctx.tx)
  await notificaTutti(
    ctx,
    rows.flatMap((l): Avviso[] => {
      const altrui = presi.filter((r) => r.ufficioId === l.ufficioId && r.operatoreId !== l.utenteId)
      if (altrui.length === 0) return []
      const { quanti, data, collegamento } = inBreve(altrui)
      return [
        {
          utenteId: l.utenteId,
          testo: `Nel tuo ufficio «${l.nome}»: ${quanti} dal ${data}.`,
          collegamento: `${collegamento}&ufficio=${l.ufficioId}`,
        },
      ]
    }),
  )
}
