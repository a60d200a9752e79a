// The measures and their versions: what everybody reads, and the national acts that write a draft, publish it, withdraw it.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import { type MisuraLetta, misureApi, type VersioneLetta } from '../../shared/misure/misure.api.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import { inVigore, type StatoVersione, transizioniVersione } from '../../shared/parametri/versioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { rotte } from '../kernel/modulo.ts'

type Api = typeof misureApi

async function list(ctx: Ctx): Promise<Output<Api['list']>> {
  const { rows } = await sql<Omit<MisuraLetta['versioni'][number], 'inVigore'> & { nome: string; sigla: string }>`
    select m.nome, m.sigla, v.id, v.misura_id, v.numero, v.stato, v.etichetta, v.dal, v.al, v.nota
      from misura m join misura_versione v on v.misura_id = m.id where v.stato <> 'scartata'
     order by v.dal desc, v.numero desc`.execute(ctx.tx)
  return {
    voci: [...Map.groupBy(rows, (r) => r.misuraId)].map(([id, sue]) => {
      const oggi = inVigore(sue, ctx.oggi())
      const versioni = sue.map(({ nome: _nome, sigla: _sigla, ...v }) => ({ ...v, inVigore: v.id === oggi?.id }))
      return { id, nome: sue[0]!.nome, sigla: sue[0]!.sigla, versioni }
    }),
  }
}

export async function getVersione(tx: Tx, id: string): Promise<VersioneLetta> {
  const { rows } = await sql<VersioneLetta>`
    select v.id, v.misura_id, v.numero, v.stato, v.etichetta, v.dal, v.al, v.nota, m.nome, m.sigla, v.revisione, v.derivata_da, v.definizione
      from misura_versione v join misura m on m.id = v.misura_id where v.id = ${id}`.execute(tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const leggi = (ctx: Ctx, i: Input<Api['leggi']>): Promise<VersioneLetta> => getVersione(ctx.tx, i.id)

/** A draft of the measure, with the content of another version. */
async function apriBozza(ctx: Ctx, misura: string, da: VersioneLetta): Promise<Output<Api['scrivi']>> {
  const { rows } = await sql<{ id: string }>`
    insert into misura_versione (misura_id, numero, etichetta, dal, al, nota, definizione, derivata_da)
    select ${misura}, coalesce(max(numero), 0) + 1, ${`Bozza da «${da.etichetta}»`}, ${ctx.oggi()}::date, null, '', ${JSON.stringify(da.definizione)}::jsonb, ${da.id}
      from misura_versione where misura_id = ${misura} returning id`.execute(ctx.tx)
  return { id: rows[0]!.id }
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  const da = await getVersione(ctx.tx, i.da)
  await sql`insert into misura (id, nome, sigla) values (${i.codice}, ${i.nome.trim()}, ${i.sigla.trim()})`.execute(
    ctx.tx,
  )
  return apriBozza(ctx, i.codice, da)
}

async function scrivi(ctx: Ctx, i: Input<Api['scrivi']>): Promise<Output<Api['scrivi']>> {
  const da = await getVersione(ctx.tx, i.id)
  const { rows } = await sql<{ id: string }>`
    select id from misura_versione where misura_id = ${da.misuraId} and stato = 'bozza'`.execute(ctx.tx)
  return rows[0] ?? apriBozza(ctx, da.misuraId, da)
}

async function passa(ctx: Ctx, id: string, atto: keyof typeof transizioniVersione): Promise<StatoVersione> {
  const { rows } = await sql<{ stato: StatoVersione }>`
    select stato from misura_versione where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return assertTransizione(transizioniVersione, atto, rows[0].stato)
}

/** A draft is always one that evaluates: whatever is wrong with it is said, all of it, before it is kept. */
function assertDefinizione(d: Definizione) {
  const { difetti } = leggiDefinizione(d)
  if (difetti.length > 0)
    throw problem('regola-non-rispettata', {
      detail: difetti[0]!,
      errori: difetti.map((messaggio) => ({ campo: 'definizione', codice: 'definizione-errata', messaggio })),
    })
}

async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  await passa(ctx, i.id, 'salva')
  if (i.al !== null && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  assertDefinizione(i.definizione)
  const { rows } = await sql<{ revisione: number }>`
    update misura_versione set etichetta = ${i.etichetta.trim()}, dal = ${i.dal}, al = ${i.al}, nota = ${i.nota.trim()},
           definizione = ${JSON.stringify(i.definizione)}::jsonb, revisione = revisione + 1
     where id = ${i.id} and revisione = ${i.revisione} returning revisione`.execute(ctx.tx)
  if (!rows[0]) throw problem('versione-superata')
  return rows[0]
}

async function scarta(ctx: Ctx, i: Input<Api['scarta']>): Promise<Output<Api['scarta']>> {
  await sql`update misura_versione set stato = ${await passa(ctx, i.id, 'scarta')} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

async function pubblica(ctx: Ctx, i: Input<Api['pubblica']>): Promise<Output<Api['pubblica']>> {
  const stato = await passa(ctx, i.id, 'pubblica')
  const { rows } = await sql`
    update misura_versione set stato = ${stato}, pubblicata_il = ${ctx.adesso()}, pubblicata_da = ${ctx.utente}
     where id = ${i.id} and revisione = ${i.revisione} returning id`.execute(ctx.tx)
  // what is published is what the person has read
  if (rows.length === 0) throw problem('versione-superata')
  return { fatto: true }
}

async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  await sql`update misura_versione set stato = ${await passa(ctx, i.id, 'ritira')} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const misureRotte = rotte(misureApi, { list, leggi, crea, scrivi, salva, scarta, pubblica, ritira })
