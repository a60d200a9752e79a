// Bytes written ahead of the document they will be. On the embedded engine a transaction stops everybody, so a large file
// goes in by lots, each its own short transaction, into a «deposito» that no document names and nobody sees (migration
// 0019). A version then takes its id. What never becomes one is taken back: by the request that failed, by the nightly
// job, or, on the embedded engine, at the next start.
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { passano } from '../kernel/memoria.ts'
import { type Dentro, inCtx } from '../kernel/serve.ts'

/** A megabyte of slices: what the others wait for, at most. */
const PER_LOTTO = 16
/** Nobody is still writing after so long: not even the command that brings back a whole ambito. */
const ORE_ABBANDONATO = 12

export async function apriDeposito(ctx: Ctx, comuneId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into documento_deposito (comune_id) values (${comuneId}) returning id`.execute(ctx.tx)
  return rows[0]!.id
}

async function aggiungi(ctx: Ctx, id: string, parte: number, contenuto: Uint8Array) {
  await sql`insert into documento_contenuto (versione_id, parte, contenuto) values (${id}, ${parte}, ${contenuto})`.execute(
    ctx.tx,
  )
}

/** The slices of a large file, lot after lot, each in a transaction that `scrivi` opens. */
export async function aLotti(
  contenuto: AsyncIterable<Uint8Array>,
  scrivi: (fette: { parte: number; contenuto: Uint8Array }[]) => Promise<void>,
): Promise<void> {
  let lotto: { parte: number; contenuto: Uint8Array }[] = []
  let parte = 0
  for await (const fetta of contenuto) {
    lotto.push({ parte: parte++, contenuto: fetta })
    passano(fetta.length)
    if (lotto.length < PER_LOTTO) continue
    await scrivi(lotto)
    lotto = []
  }
  if (lotto.length > 0) await scrivi(lotto)
}

export const depositaALotti = (dentro: Dentro, id: string, contenuto: AsyncIterable<Uint8Array>): Promise<void> =>
  aLotti(contenuto, (fette) =>
    dentro(async (ctx) => {
      for (const f of fette) await aggiungi(ctx, id, f.parte, f.contenuto)
    }),
  )

/** Something small, whole, in the transaction of its act. */
export async function depositaIntero(ctx: Ctx, comuneId: string, contenuto: Uint8Array): Promise<string> {
  const id = await apriDeposito(ctx, comuneId)
  await aggiungi(ctx, id, 0, contenuto)
  return id
}

/** What was written ahead under this name; its absence is a mistake of ours. */
export function depositoDi(file: { depositi: ReadonlyMap<string, string> }, nome: string): string {
  const id = file.depositi.get(nome)
  if (!id) throw problem('errore-interno')
  return id
}

export async function ritira(ctx: Ctx, depositi: readonly string[]): Promise<void> {
  await sql`select accesso.togli_depositi(${[...depositi]}::uuid[])`.execute(ctx.tx)
}

async function togliAbbandonati(deps: Deps, prima: (adesso: Date) => string): Promise<void> {
  await inCtx(deps, { azione: 'documenti.depositi', nazionale: true, operatore: 'pulizia' }, async (ctx) => {
    await sql`select accesso.togli_depositi_abbandonati(${prima(ctx.adesso())})`.execute(ctx.tx)
  })
}

/** At the start of the embedded engine, which no other process shares: whatever is half written was left by one that died. */
export async function togliRimasti(deps: Deps): Promise<void> {
  if (deps.db.kind === 'pglite') await togliAbbandonati(deps, () => 'infinity')
}

export const pulisciDepositi: Job = {
  nome: 'documenti.depositi',
  ogni: '20 3 * * *',
  run: (deps) =>
    togliAbbandonati(deps, (adesso) => new Date(adesso.getTime() - ORE_ABBANDONATO * 3_600_000).toISOString()),
}
