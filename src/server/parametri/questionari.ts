// The questionnaires and their versions: what everybody reads, and the national acts that write a draft, publish it, withdraw it.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  type QuestionarioLetto,
  questionariApi,
  type VersioneQuestionario,
} from '../../shared/parametri/questionari.api.ts'
import { inVigore, type StatoVersione, transizioniVersione } from '../../shared/parametri/versioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { rotte } from '../kernel/modulo.ts'
import { difettiDellaDefinizione } from './motore.ts'

type Api = typeof questionariApi

async function list(ctx: Ctx): Promise<Output<Api['list']>> {
  type Riga = Omit<QuestionarioLetto['versioni'][number], 'inVigore'> & { nome: string }
  const { rows } = await sql<Riga>`
    select q.nome, v.id, v.questionario_id, v.numero, v.stato, v.etichetta, v.dal, v.al, v.nota
      from questionario q join questionario_versione v on v.questionario_id = q.id where v.stato <> 'scartata'
     order by q.nome, v.dal desc, v.numero desc`.execute(ctx.tx)
  return {
    voci: [...Map.groupBy(rows, (r) => r.questionarioId)].map(([id, sue]) => {
      const oggi = inVigore(sue, ctx.oggi())
      return {
        id,
        nome: sue[0]!.nome,
        versioni: sue.map(({ nome: _nome, ...v }) => ({ ...v, inVigore: v.id === oggi?.id })),
      }
    }),
  }
}

export async function getVersioneQuestionario(tx: Tx, id: string): Promise<VersioneQuestionario> {
  const { rows } = await sql<VersioneQuestionario>`
    select v.id, v.questionario_id, v.numero, v.stato, v.etichetta, v.dal, v.al, v.nota, q.nome, v.revisione, v.derivata_da, v.definizione
      from questionario_versione v join questionario q on q.id = v.questionario_id where v.id = ${id}`.execute(tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** The version under which one compiles today. */
export async function getVersioneInVigore(
  tx: Tx,
  questionarioId: string,
  giorno: string,
): Promise<VersioneQuestionario> {
  const { rows } = await sql<{ id: string; numero: number; stato: StatoVersione; dal: string; al: string | null }>`
    select id, numero, stato, dal, al from questionario_versione where questionario_id = ${questionarioId} and stato = 'pubblicata'`.execute(
    tx,
  )
  const v = inVigore(rows, giorno)
  if (!v) throw erroreDiCampo('questionario', 'Di questo questionario non c’è una versione in vigore.')
  return getVersioneQuestionario(tx, v.id)
}

const leggi = (ctx: Ctx, i: Input<Api['leggi']>): Promise<VersioneQuestionario> => getVersioneQuestionario(ctx.tx, i.id)

async function scrivi(ctx: Ctx, i: Input<Api['scrivi']>): Promise<Output<Api['scrivi']>> {
  const da = await getVersioneQuestionario(ctx.tx, i.id)
  const { rows: aperte } = await sql<{ id: string }>`
    select id from questionario_versione where questionario_id = ${da.questionarioId} and stato = 'bozza'`.execute(
    ctx.tx,
  )
  if (aperte[0]) return aperte[0]
  const { rows } = await sql<{ id: string }>`
    insert into questionario_versione (id, questionario_id, numero, etichetta, dal, al, nota, definizione, derivata_da)
    select ${da.questionarioId}::text || '.' || n, ${da.questionarioId}, n, ${`Bozza da «${da.etichetta}»`}, ${ctx.oggi()}::date, null, '', ${JSON.stringify(da.definizione)}::jsonb, ${da.numero}
      from (select coalesce(max(numero), 0) + 1 as n from questionario_versione where questionario_id = ${da.questionarioId}) x returning id`.execute(
    ctx.tx,
  )
  return rows[0]!
}

async function passa(ctx: Ctx, id: string, atto: keyof typeof transizioniVersione): Promise<StatoVersione> {
  const { rows } = await sql<{ stato: StatoVersione }>`
    select stato from questionario_versione where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return assertTransizione(transizioniVersione, atto, rows[0].stato)
}

async function assertClassi(ctx: Ctx, v: Input<Api['salva']>['definizione']) {
  const { rows } = await sql<{ id: string }>`select id from classe_riservatezza`.execute(ctx.tx)
  const note = new Set(rows.map((r) => r.id))
  const ignota = JSON.stringify(v.modulo)
    .match(/"classe":"([^"]+)"/g)
    ?.find((c) => !note.has(c.slice(10, -1)))
  return ignota ? [`La classe di dati protetti «${ignota.slice(10, -1)}» non c’è.`] : []
}

async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  await passa(ctx, i.id, 'salva')
  if (i.al !== null && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const difetti = [...difettiDellaDefinizione(i.definizione), ...(await assertClassi(ctx, i.definizione))]
  if (difetti.length > 0)
    throw problem('regola-non-rispettata', {
      detail: difetti[0]!,
      errori: difetti.map((messaggio) => ({ campo: 'definizione', codice: 'definizione-errata', messaggio })),
    })
  const { rows } = await sql<{ revisione: number }>`
    update questionario_versione set etichetta = ${i.etichetta.trim()}, dal = ${i.dal}, al = ${i.al}, nota = ${i.nota.trim()},
           definizione = ${JSON.stringify(i.definizione)}::jsonb, revisione = revisione + 1
     where id = ${i.id} and revisione = ${i.revisione} returning revisione`.execute(ctx.tx)
  if (!rows[0]) throw problem('versione-superata')
  return rows[0]
}

async function scarta(ctx: Ctx, i: Input<Api['scarta']>): Promise<Output<Api['scarta']>> {
  const stato = await passa(ctx, i.id, 'scarta')
  await sql`update questionario_versione set stato = ${stato} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

async function pubblica(ctx: Ctx, i: Input<Api['pubblica']>): Promise<Output<Api['pubblica']>> {
  const stato = await passa(ctx, i.id, 'pubblica')
  const { rows } = await sql`
    update questionario_versione set stato = ${stato}, pubblicata_il = ${ctx.adesso()}, pubblicata_da = ${ctx.utente}
     where id = ${i.id} and revisione = ${i.revisione} returning id`.execute(ctx.tx)
  // what is published is what the person has read
  if (rows.length === 0) throw problem('versione-superata')
  return { fatto: true }
}

async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  const stato = await passa(ctx, i.id, 'ritira')
  await sql`update questionario_versione set stato = ${stato} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const questionariRotte = rotte(questionariApi, { list, leggi, scrivi, salva, scarta, pubblica, ritira })
