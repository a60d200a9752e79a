// Rows judged anew, outside any request: a lot at a time, each in a transaction that also says how far the work is, so that a run that
// dies is taken up after its last lot; and a row that is as it should be is not written at all, so that doing it again does nothing.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { dentroFlussi, type Incarico, incarico, NonPuoPiu, ORE, puoAncora } from './carichi-corsa.ts'
import { tracciatoMinori } from './minori-tracciato.ts'
import { tracciatoPrestazioni } from './prestazioni-tracciato.ts'
import { tieniImpronte } from './righe-db.ts'
import { doveRighe, type Rifatta, type RigaFlussi, type Tracciato } from './tracciato.ts'

/** One at a time: whatever is of a layout is of that one alone. */
type Qualunque = Tracciato<object, RigaFlussi<object>, unknown>
export const tracciatoDi = (tipo: TipoFlusso): Qualunque =>
  (tipo === 'SINBA' ? tracciatoMinori : tracciatoPrestazioni) as unknown as Qualunque

const LOTTO = 200
/** Runs that end in nothing, one after the other: each lot that is stored counts them anew. */
const CORSE = 5

class Superata extends Error {}

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) =>
  dentroFlussi(deps, 'flusso.correggi', i, fn)

interface Presa {
  enteId: string
  tipo: TipoFlusso
  periodo: string | null
  caricoId: string | null
}

async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update rielaborazione_flussi set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${i.id} and stato = 'in-corso'
    returning ente_id, tipo, periodo, carico_id, corse,
      ${puoAncora(ctx, i, 'flusso.correggi')} as puo`.execute(ctx.tx)
  const p = rows[0]
  if (!p) return undefined
  if (p.puo && p.corse <= CORSE) return p
  const perche = p.puo
    ? 'La rielaborazione si è interrotta più volte: ciò che era già rifatto resta. Se si ripete, avvisa l’assistenza.'
    : 'Chi ha avviato la rielaborazione non corregge più le righe di questo ente: ciò che era già rifatto resta.'
  await sql`update rielaborazione_flussi set stato = 'fallita', corsa = null, errore = ${perche}, conclusa_il = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
  return undefined
}

/** What a lot has changed. */
class Resoconto {
  cambiate = 0
  readonly passaggi: Record<string, number> = {}
  readonly regole: Record<string, { tolte: number; nuove: number }> = {}

  cambiata({ prima: era, dopo: ora }: Rifatta): void {
    this.cambiate++
    const [da, a] = [era.stato, ora.stato]
    const [prima, dopo] = [era, ora].map((g) => [...g.errori, ...g.avvisi]) as [string[], string[]]
    if (da !== a) this.passaggi[`${da} ${a}`] = (this.passaggi[`${da} ${a}`] ?? 0) + 1
    for (const r of prima) if (!dopo.includes(r)) this.conto(r).tolte++
    for (const r of dopo) if (!prima.includes(r)) this.conto(r).nuove++
  }

  private conto(regola: string) {
    const conto = this.regole[regola] ?? { tolte: 0, nuove: 0 }
    this.regole[regola] = conto
    return conto
  }
}

/** The next lot, and how many rows have been looked at; undefined when there are no more. */
async function lotto(ctx: Ctx, i: Incarico, p: Presa, corsa: string): Promise<number | undefined> {
  const { rows } = await sql<{ ultimo: number; guardate: number; puo: boolean }>`
    update rielaborazione_flussi set aggiornata = kernel.adesso() where id = ${i.id} and corsa = ${corsa} and stato = 'in-corso'
    returning ultimo, guardate, ${puoAncora(ctx, i, 'flusso.correggi')} as puo`.execute(ctx.tx)
  if (!rows[0]) throw new Superata()
  if (!rows[0].puo) throw new NonPuoPiu()
  await tieniImpronte(ctx, p.enteId)
  const t = tracciatoDi(p.tipo)
  const filtri = { ente: p.enteId, periodo: p.periodo ?? undefined, carico: p.caricoId ?? undefined }
  const righe = await t.righe(
    ctx.tx,
    sql`where ${doveRighe(filtri, t.periodo)} and ${t.inLavorazione} and p.ordine > ${rows[0].ultimo} order by p.ordine limit ${LOTTO} for update of p`,
  )
  const ultima = righe.at(-1)
  if (!ultima) return undefined
  const contesto = await t.contesto(ctx, p.enteId)
  const resoconto = new Resoconto()
  for (const r of righe) {
    const rifatta = await t.rifai(ctx, r, contesto)
    if (rifatta) resoconto.cambiata(rifatta)
  }
  await sql`
    update rielaborazione_flussi r set corse = 0, ultimo = ${ultima.ordine}, guardate = guardate + ${righe.length}, cambiate = cambiate + ${resoconto.cambiate},
           passaggi = coalesce((select jsonb_object_agg(k, n) from (
             select key as k, sum(value::bigint) as n from (select * from jsonb_each_text(r.passaggi) union all select * from jsonb_each_text(${JSON.stringify(resoconto.passaggi)}::jsonb)) x
              group by key) s), '{}'),
           regole = coalesce((select jsonb_object_agg(k, jsonb_build_object('tolte', t, 'nuove', n)) from (
             select key as k, sum((value ->> 'tolte')::bigint) as t, sum((value ->> 'nuove')::bigint) as n
               from (select * from jsonb_each(r.regole) union all select * from jsonb_each(${JSON.stringify(resoconto.regole)}::jsonb)) x group by key) s), '{}')
     where r.id = ${i.id}`.execute(ctx.tx)
  return rows[0].guardate + righe.length
}

async function concludi(ctx: Ctx, i: Incarico, p: Presa): Promise<void> {
  const { rows } = await sql<{ guardate: number; cambiate: number }>`
    update rielaborazione_flussi set stato = 'conclusa', corsa = null, corse = 0, conclusa_il = kernel.adesso() where id = ${i.id} and stato = 'in-corso'
    returning guardate, cambiate`.execute(ctx.tx)
  const fatta = rows[0]
  if (!fatta || !i.utente) return
  const n = (v: number) => v.toLocaleString('it-IT')
  await notifica(
    ctx,
    i.utente,
    `${p.tipo === 'SINBA' ? 'Schede dei minori' : 'Prestazioni'} rielaborate: ${n(fatta.guardate)}, di cui ${n(fatta.cambiate)} cambiate.`,
    p.tipo === 'SINBA' ? `/flussi/minori?ente=${p.enteId}` : `/flussi?ente=${p.enteId}`,
  )
}

export async function rielaboraRighe(deps: Deps, i: Incarico, avanza?: (righe: number) => void): Promise<void> {
  const corsa = randomUUID()
  const presa = await dentro(deps, i, (ctx) => prendi(ctx, i, corsa))
  if (!presa) return
  try {
    // each lot is a transaction of its own
    for (;;) {
      const guardate = await dentro(deps, i, (ctx) => lotto(ctx, i, presa, corsa))
      if (guardate === undefined) break
      avanza?.(guardate)
    }
    await dentro(deps, i, (ctx) => concludi(ctx, i, presa))
  } catch (e) {
    if (e instanceof NonPuoPiu) await dentro(deps, i, (ctx) => prendi(ctx, i, randomUUID()))
    else if (!(e instanceof Superata)) throw e
  }
}

export const jobRielabora: Job = {
  nome: 'flussi.rielabora',
  ore: ORE,
  run: (deps, dati) => rielaboraRighe(deps, incarico(dati)),
}
