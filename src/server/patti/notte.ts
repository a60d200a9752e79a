// Every night: what is due in every open caso, written only where it has changed, and who is told that something has just passed
// (the case manager; the coordinator and the administrator, as counts). Lights need no job: they are computed when they are read.
// Each ambito has a run of its own in the queue: one that fails stops no other, is tried again, and whoever counts is told.
import { sql } from 'kysely'
import { RIESAME } from '../../shared/patti/casi.rules.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { ricalcola } from './termini.ts'
import { Termini } from './termini-letti.ts'

const AZIONE = 'casi.notte'
/** Casi in one transaction: the embedded database does one at a time, and the others wait for it. */
const lotto = (deps: Deps) => (deps.db.kind === 'postgres' ? 500 : 100)

/** Comuni whose convenzione is registered: the section gives the others to nobody. */
async function comuniAperti(deps: Deps, ambito: string): Promise<string[]> {
  return inCtx(deps, { azione: AZIONE, ambito, operatore: 'notte' }, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`select accesso.comuni_aperti('patti') as comuni`.execute(ctx.tx)
    return rows[0]!.comuni
  })
}

const dentro = <T>(deps: Deps, ambito: string, comuni: string[], fn: Parameters<typeof inCtx<T>>[2]) =>
  inCtx(deps, { azione: AZIONE, ambito, comuni, fascicolo: true, operatore: 'notte' }, fn)

/**
 * A version that corrects another, from the same day, says what the other should have said: open casi go on under it, with what was
 * evaluated left as it was (ADR 0044).
 */
const seguonoCorrezioni = (ctx: Ctx, casi: readonly string[]) =>
  sql`update caso c set versione_id = n.id, versione = c.versione + 1
    from misura_versione v cross join lateral (
      select x.id from misura_versione x where x.misura_id = v.misura_id and x.dal = v.dal and x.numero > v.numero and x.stato = 'pubblicata' order by x.numero desc limit 1) n
   where c.id = any (${casi}) and v.id = c.versione_id`.execute(ctx.tx)

/** The due dates of an ambito, by lots; answers how many rows were written. */
export async function aggiornaTermini(deps: Deps, ambito: string, comuni: string[]): Promise<number> {
  const termini = new Termini()
  const quanti = lotto(deps)
  let scritte = 0
  for (let dopo = { comuneId: '', id: '00000000-0000-0000-0000-000000000000' }; ; ) {
    const casi = await dentro(deps, ambito, comuni, async (ctx) => {
      const { rows } = await sql<typeof dopo>`
        select comune_id, id from caso where ambito_id = ${ambito} and assegnazione in ('da-assegnare', 'assegnato') and (comune_id, id) > (${dopo.comuneId}, ${dopo.id}::uuid)
         order by comune_id, id limit ${quanti}`.execute(ctx.tx)
      const ids = rows.map((r) => r.id)
      await seguonoCorrezioni(ctx, ids)
      scritte += await ricalcola(ctx, ids, termini)
      return rows
    })
    if (casi.length < quanti) return scritte
    dopo = casi.at(-1)!
  }
}

const quanti = (n: number, uno: string, molti: string) => (n === 1 ? uno : molti.replace('#', String(n)))

type Livello = 'case-manager' | 'coordinatore' | 'amministratore' | 'riesame'
/** Whom nobody follows is told to nobody below the coordinator: it will be, to whoever is given it. */
const seguito = sql`t.assegnatario_id is not null`

/**
 * What has passed and this level has not been told of, and is still due: up to yesterday, less the days that it is left to those below.
 * The mark is on the term, so that one written when it had already passed is told as any other, and nothing is told twice; another day
 * or another case manager takes it away. Fewer days than none are told before.
 */
async function passate(ctx: Ctx, ambito: string, livello: Livello, giorni: number, quali = sql`true`) {
  const { rows } = await sql<{ utenteId: string | null; comuneId: string; n: number }>`
    with queste as (
      update caso_termine t set detti = array_append(t.detti, ${livello}::text)
       where t.ambito_id = ${ambito} and t.comune_id = any (kernel.comuni()) and t.scade <= kernel.oggi() - 1 - ${giorni}::int and not t.fermo
         and not t.detti @> array[${livello}::text] and ${quali} returning t.assegnatario_id, t.comune_id)
    select assegnatario_id as utente_id, comune_id, count(*)::int as n from queste group by 1, 2`.execute(ctx.tx)
  return rows
}

const somma = (righe: readonly { n: number }[]) => righe.reduce((t, r) => t + r.n, 0)

/** The case manager knows what it is and at once; the coordinator and then the administrator how much of it is still there. */
async function avvisa(deps: Deps, ambito: string, comuni: string[]) {
  await dentro(deps, ambito, comuni, async (ctx) => {
    const { rows: p } = await sql<{ riesame: number; coordinatore: number; amministratore: number }>`
      select (kernel.parametro(${RIESAME.parametro}))::int as riesame, (kernel.parametro('caso.avviso-coordinatore-giorni'))::int as coordinatore, (kernel.parametro('caso.avviso-amministratore-giorni'))::int as amministratore`.execute(
      ctx.tx,
    )
    const sue = await passate(ctx, ambito, 'case-manager', 0, seguito)
    await notificaTutti(
      ctx,
      [...Map.groupBy(sue, (r) => r.utenteId!)].map(([utenteId, righe]) => ({
        utenteId,
        testo: quanti(somma(righe), 'Una scadenza dei tuoi casi è passata.', '# scadenze dei tuoi casi sono passate.'),
        collegamento: '/scadenziere',
      })),
    )
    // to be prepared: before the day, not after
    const vicini = await passate(ctx, ambito, 'riesame', -p[0]!.riesame, sql`t.termine = ${RIESAME.id} and ${seguito}`)
    await notificaTutti(
      ctx,
      [...Map.groupBy(vicini, (r) => r.utenteId!)].map(([utenteId, righe]) => ({
        utenteId,
        testo: quanti(somma(righe), 'Un esonero è da riesaminare tra poco.', '# esoneri sono da riesaminare tra poco.'),
        collegamento: '/scadenziere',
      })),
    )
    const coordinate = await passate(ctx, ambito, 'coordinatore', p[0]!.coordinatore)
    for (const [comune, righe] of Map.groupBy(coordinate, (r) => r.comuneId)) {
      const testo = quanti(
        somma(righe),
        'Una scadenza dei casi che coordini è passata.',
        '# scadenze dei casi che coordini sono passate.',
      )
      await sql`select accesso.avvisa_chi_puo('caso.carico', ${ambito}, ${comune}, ${testo}, '/casi/carico')`.execute(
        ctx.tx,
      )
    }
    const giorni = p[0]!.amministratore
    const ancora = somma(await passate(ctx, ambito, 'amministratore', giorni))
    if (ancora > 0) {
      const testo = quanti(
        ancora,
        `Nell’ambito una scadenza dei casi è passata da almeno ${giorni} giorni, ed è ancora lì.`,
        `Nell’ambito # scadenze dei casi sono passate da almeno ${giorni} giorni, e sono ancora lì.`,
      )
      await sql`select accesso.avvisa_chi_puo('caso.conta', ${ambito}, ${comuni[0]}, ${testo}, '/casi/numeri')`.execute(
        ctx.tx,
      )
    }
  })
}

/** The night of one ambito; answers how many rows of due dates were written. */
export async function notteDi(deps: Deps, ambito: string): Promise<number> {
  const comuni = await comuniAperti(deps, ambito)
  if (comuni.length === 0) return 0
  const scritte = await aggiornaTermini(deps, ambito, comuni)
  await avvisa(deps, ambito, comuni)
  return scritte
}

/** Once a day, however many times it is tried. */
async function avvisaGuasto(deps: Deps, ambito: string): Promise<void> {
  const [comune] = await comuniAperti(deps, ambito)
  if (!comune) return
  await dentro(deps, ambito, [comune], async (ctx) => {
    const { rows } = await sql`insert into caso_avviso_notte (livello, fino) values ('guasto', kernel.oggi())
      on conflict (ambito_id, livello) do update set fino = excluded.fino where caso_avviso_notte.fino < excluded.fino returning fino`.execute(
      ctx.tx,
    )
    if (rows.length === 0) return
    const testo =
      'Le scadenze dei casi non sono state aggiornate questa notte: si riprova da sé. Se domani lo leggi ancora, avvisa l’assistenza.'
    await sql`select accesso.avvisa_chi_puo('caso.conta', ${ambito}, ${comune}, ${testo}, '/casi/numeri')`.execute(
      ctx.tx,
    )
  })
}

export const jobNotteDi: Job = {
  nome: 'casi.notte-ambito',
  async run(deps, { ambito }) {
    try {
      await notteDi(deps, String(ambito))
    } catch (e) {
      await avvisaGuasto(deps, String(ambito))
      // the queue keeps it, and tries it again
      throw e
    }
  },
}

export const jobNotte: Job = {
  nome: 'casi.notte',
  ogni: '30 2 * * *',
  run: (deps) =>
    inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'notte' }, async (ctx) => {
      const { rows } = await sql<{ id: string }>`select id from ambito order by id`.execute(ctx.tx)
      for (const { id } of rows) ctx.emit(jobNotteDi.nome, { ambito: id })
    }),
}
