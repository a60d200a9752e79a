// The withdrawal of a file: what it brought and has not left is excluded, by lots. A small one is withdrawn by the request itself; a large
// one by a job, that says how far it is and, killed, is taken up from the rows that are left.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { passata } from '../kernel/memoria.ts'
import { dentroFlussi, type Incarico, incarico, NonPuoPiu, ORE, puoAncora } from './carichi-corsa.ts'
import { ritiraSchede } from './minori-scrittura.ts'
import { liberaDoppie, tieniImpronte } from './righe-db.ts'

/** Rows in one transaction: on the embedded engine the others wait for it. */
const LOTTO = { pglite: 500, postgres: 2000 } as const
/** Runs that end in nothing, one after the other: each lot that is excluded counts them anew. */
const CORSE = 5

interface Ritiro {
  id: string
  enteId: string
}

/** Excludes some rows after a place in their order. Answers the last, or undefined when none is left. */
export async function escludiRighe(ctx: Ctx, c: Ritiro, dopo: number, quante: number): Promise<number | undefined> {
  await tieniImpronte(ctx, c.enteId)
  const { rows } = await sql<{ ordine: number; impronta: string }>`
    update prestazione_erogata set stato = 'esclusa', versione = versione + 1
     where id = any (array(
       select id from prestazione_erogata where ambito_id = ${ctx.ambito} and ente_id = ${c.enteId} and carico_id = ${c.id} and ordine > ${dopo}
          and (stato in ('rifiutata', 'da-completare', 'pronta') or gia_inviata and flusso_id is null and stato = 'in-flusso') order by ordine limit ${quante} for update))
    returning ordine, impronta`.execute(ctx.tx)
  if (rows.length === 0) return undefined
  await liberaDoppie(ctx, c.enteId, sql`select unnest(${rows.map((r) => r.impronta)}::text[])`)
  await sql`update carico_flussi set ritirate = ritirate + ${rows.length}, corse = 0, aggiornato = kernel.adesso() where id = ${c.id}`.execute(
    ctx.tx,
  )
  return Math.max(...rows.map((r) => r.ordine))
}

/** Takes the work up; undefined when it is no longer there to be done, or may no longer be: then the ente makes flows again, and it is withdrawn anew. */
async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Ritiro | undefined> {
  const { rows } = await sql<Ritiro & { corse: number; puo: boolean }>`
    update carico_flussi set corsa = ${corsa}, corse = corse + 1, aggiornato = kernel.adesso() where id = ${i.id} and stato = 'in-ritiro'
    returning id, ente_id, corse, ${puoAncora(ctx, i, 'flusso.carica')} as puo`.execute(ctx.tx)
  const c = rows[0]
  if (!c) return undefined
  if (c.puo && c.corse <= CORSE) return c
  const perche = c.puo
    ? 'Il ritiro si è interrotto più volte: ciò che era già escluso lo resta, il resto no. Ritiralo di nuovo; se si ripete, avvisa l’assistenza.'
    : 'Chi ha ritirato il file non prepara più i flussi di questo ente, e il ritiro non è finito: ritiralo di nuovo.'
  await sql`update carico_flussi set stato = 'fallito', corsa = null, errore = ${perche} where id = ${i.id}`.execute(
    ctx.tx,
  )
  return undefined
}

export async function ritiraFile(deps: Deps, i: Incarico, avanza?: (righe: number) => void): Promise<void> {
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.carica', i, fn)
  const corsa = randomUUID()
  const c = await dentro((ctx) => prendi(ctx, i, corsa))
  if (!c) return
  let [dopo, fatte] = [0 as number | undefined, 0]
  const passo = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentro(async (ctx) => {
      const { rows } = await sql<{ puo: boolean }>`
        select ${puoAncora(ctx, i, 'flusso.carica')} as puo from carico_flussi where id = ${c.id}`.execute(ctx.tx)
      if (!rows[0]?.puo) throw new NonPuoPiu()
      return fn(ctx)
    })
  try {
    while (dopo !== undefined) {
      const da: number = dopo
      dopo = await passo((ctx) => escludiRighe(ctx, c, da, LOTTO[deps.db.kind]))
      passata()
      avanza?.(++fatte)
    }
    await passo((ctx) => conclude(ctx, i, c))
  } catch (e) {
    if (!(e instanceof NonPuoPiu)) throw e
    await dentro((ctx) => prendi(ctx, i, randomUUID()))
  }
}

async function conclude(ctx: Ctx, i: Incarico, c: Ritiro): Promise<void> {
  // cards of minors are hundreds: all at once
  await ritiraSchede(ctx, c.enteId, c.id)
  const { rows } = await sql<{ nomeFile: string }>`
    update carico_flussi set stato = 'ritirato', corsa = null, corse = 0, aggiornato = kernel.adesso() where id = ${c.id} and stato = 'in-ritiro' returning nome_file`.execute(
    ctx.tx,
  )
  if (rows[0] && i.utente)
    await notifica(
      ctx,
      i.utente,
      `Il file «${rows[0].nomeFile}» è ritirato: ciò che aveva portato e non era partito è escluso.`,
      `/flussi/carichi/${c.id}`,
    )
}

export const jobRitira: Job = { nome: 'flussi.ritira', ore: ORE, run: (deps, dati) => ritiraFile(deps, incarico(dati)) }
