// Every night: what is due in every open caso, written only where it has changed, and who is told that something has just passed
// (the case manager; the coordinator and the administrator, as counts). Lights need no job: they are computed when they are read.
import { sql } from 'kysely'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { riprendiEsonerati } from './esoneri.ts'
import { ricalcola, Termini } from './termini.ts'

const AZIONE = 'casi.notte'
const LOTTO = 500

/** Comuni whose convenzione is registered: the section gives the others to nobody. */
async function comuniAperti(deps: Deps, ambito: string): Promise<string[]> {
  return inCtx(deps, { azione: AZIONE, ambito, operatore: 'notte' }, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`select accesso.comuni_aperti('patti') as comuni`.execute(ctx.tx)
    return rows[0]!.comuni
  })
}

const dentro = <T>(deps: Deps, ambito: string, comuni: string[], fn: Parameters<typeof inCtx<T>>[2]) =>
  inCtx(deps, { azione: AZIONE, ambito, comuni, fascicolo: true, operatore: 'notte' }, fn)

/** The due dates of an ambito, by lots; answers how many rows were written. */
export async function aggiornaTermini(deps: Deps, ambito: string, comuni: string[]): Promise<number> {
  const termini = new Termini()
  let scritte = 0
  for (let dopo = '00000000-0000-0000-0000-000000000000'; ; ) {
    const ids = await dentro(deps, ambito, comuni, async (ctx) => {
      const { rows } = await sql<{ id: string }>`
        select id from caso where ambito_id = ${ambito} and assegnazione in ('da-assegnare', 'assegnato') and id > ${dopo} order by id limit ${LOTTO}`.execute(
        ctx.tx,
      )
      const questi = rows.map((r) => r.id)
      scritte += await ricalcola(ctx, questi, termini)
      return questi
    })
    if (ids.length < LOTTO) return scritte
    dopo = ids.at(-1)!
  }
}

const quanti = (n: number, uno: string, molti: string) => (n === 1 ? uno : molti.replace('#', String(n)))

/** What passed yesterday: the case manager knows what it is, the others how much of it there is. */
async function avvisa(deps: Deps, ambito: string, comuni: string[]) {
  await dentro(deps, ambito, comuni, async (ctx) => {
    const { rows } = await sql<{ utenteId: string | null; comuneId: string; n: number }>`
      select t.assegnatario_id as utente_id, t.comune_id, count(*)::int as n from caso_termine t
       where t.scade = kernel.oggi() - 1 and not t.fermo group by 1, 2`.execute(ctx.tx)
    const miei = Map.groupBy(
      rows.filter((r) => r.utenteId),
      (r) => r.utenteId!,
    )
    await notificaTutti(
      ctx,
      [...miei].map(([utenteId, suoi]) => ({
        utenteId,
        testo: quanti(
          suoi.reduce((n, r) => n + r.n, 0),
          'Una scadenza dei tuoi casi è passata ieri.',
          '# scadenze dei tuoi casi sono passate ieri.',
        ),
        collegamento: '/scadenziere',
      })),
    )
    for (const [comune, sue] of Map.groupBy(rows, (r) => r.comuneId)) {
      const n = sue.reduce((t, r) => t + r.n, 0)
      const testo = quanti(
        n,
        'Una scadenza dei casi che coordini è passata ieri.',
        '# scadenze dei casi che coordini sono passate ieri.',
      )
      await sql`select accesso.avvisa_chi_puo('caso.carico', ${ambito}, ${comune}, ${testo}, '/casi/carico')`.execute(
        ctx.tx,
      )
    }
    const tutte = rows.reduce((t, r) => t + r.n, 0)
    if (tutte > 0)
      await sql`select accesso.avvisa_chi_puo('caso.conta', ${ambito}, ${comuni[0]}, ${quanti(tutte, 'Nell’ambito una scadenza dei casi è passata ieri.', 'Nell’ambito # scadenze dei casi sono passate ieri.')}, '/casi/numeri')`.execute(
        ctx.tx,
      )
  })
}

export const jobNotte: Job = {
  nome: 'casi.notte',
  ogni: '30 2 * * *',
  async run(deps) {
    const ambiti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'notte' }, async (ctx) => {
      const { rows } = await sql<{ id: string }>`select id from ambito order by id`.execute(ctx.tx)
      return rows.map((r) => r.id)
    })
    for (const ambito of ambiti) {
      const comuni = await comuniAperti(deps, ambito)
      if (comuni.length === 0) continue
      await dentro(deps, ambito, comuni, riprendiEsonerati)
      await aggiornaTermini(deps, ambito, comuni)
      await avvisa(deps, ambito, comuni)
    }
  },
}
