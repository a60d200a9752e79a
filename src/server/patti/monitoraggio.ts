// After the signature: the meetings of the plan and what came of each, how results and commitments move. A
// meeting that was held is an event of the caso, from which its terms run.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { impedimentoCaso } from '../../shared/patti/casi.rules.ts'
import { type StatoIncontro, transizioniIncontro } from '../../shared/patti/monitoraggio.rules.ts'
import { documentoMancante } from '../../shared/patti/motivi.rules.ts'
import { type IncontroPatto, monitoraggioApi } from '../../shared/patti/patto.api.ts'
import { generi, vociVive } from '../../shared/patti/patto-voci.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'
import { assertAvvenuto, type Caso, muoviCaso, punto, registraEvento } from './caso.ts'
import { getPatto, type Patto, personeDi, vociDelPatto } from './patto-lettura.ts'
import { annotaPatto, daMonitorare } from './patto-scrittura.ts'
import { eroga, sostegniDi, sostegno, togliErogazione } from './sostegni-patto.ts'
import { ricalcola } from './termini.ts'

type Api = typeof monitoraggioApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const p = await getPatto(ctx, i.id)
  const { rows: incontri } = await sql<IncontroPatto>`
    select n.id, n.previsto_il, n.ora, n.durata, n.voci, n.stato, n.tenuto_il, n.decisione,
           coalesce(e.presenti, '{}') as presenti, coalesce(e.assenti, '{}') as assenti, e.giustificato, e.documento, e.nota,
           (select coalesce(jsonb_agg(jsonb_build_object('voce', v.voce, 'valore', v.valore, 'nota', v.nota)), '[]') from patto_valutazione v where v.incontro_id = n.id) as valutazioni
      from patto_incontro n left join patto_incontro_esito e on e.incontro_id = n.id where n.origine_id = ${p.origineId} order by n.previsto_il, n.ora nulls first, n.id`.execute(
    ctx.tx,
  )
  return { incontri, sostegni: await sostegniDi(ctx, p.origineId) }
}

/** What can be evaluated, entry by entry, with its scale. */
async function valutabili(ctx: Ctx, p: Patto): Promise<Map<string, (typeof generi)['risultato']['valutato']>> {
  return new Map(
    vociVive(await vociDelPatto(ctx, p.id)).flatMap((v) =>
      generi[v.genere].valutato ? [[v.voce, generi[v.genere].valutato] as const] : [],
    ),
  )
}

async function pianifica(ctx: Ctx, i: Input<Api['pianifica']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const giorni = [...new Set(i.giorni)].sort()
  if (giorni[0]! < ctx.oggi()) throw erroreDiCampo('giorni', 'Si mette in programma un giorno che deve ancora venire.')
  const sue = await valutabili(ctx, p)
  if (i.voci.some((v) => !sue.has(v))) throw erroreDiCampo('voci', 'Si valutano i risultati e gli impegni del patto.')
  await sql`insert into patto_incontro (comune_id, caso_id, origine_id, previsto_il, ora, durata, voci)
    select ${p.comuneId}, ${p.casoId}, ${p.origineId}, g, ${i.ora ?? null}, ${i.durata ?? null}, ${i.voci}::uuid[] from unnest(${giorni}::date[]) as g`.execute(
    ctx.tx,
  )
  if (punto(c) === 'patto-sottoscritto') await muoviCaso(ctx, c, 'avvia-monitoraggio')
  return fatto
}

interface Incontro {
  id: string
  stato: StatoIncontro
}
async function getIncontro(ctx: Ctx, p: Patto, id: string): Promise<Incontro> {
  const { rows } =
    await sql<Incontro>`select id, stato from patto_incontro where id = ${id} and origine_id = ${p.origineId}`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function sposta(ctx: Ctx, i: Input<Api['sposta']>): Promise<Fatto> {
  const { p } = await daMonitorare(ctx, i.id)
  const n = await getIncontro(ctx, p, i.incontro)
  assertTransizione(transizioniIncontro, 'sposta', n.stato)
  if (i.giorno < ctx.oggi()) throw erroreDiCampo('giorno', 'Si sposta a un giorno che deve ancora venire.')
  await sql`update patto_incontro set previsto_il = ${i.giorno}, ora = ${i.ora ?? null}, versione = versione + 1 where id = ${n.id}`.execute(
    ctx.tx,
  )
  return fatto
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const { p } = await daMonitorare(ctx, i.id)
  const n = await getIncontro(ctx, p, i.incontro)
  const stato = assertTransizione(transizioniIncontro, 'annulla', n.stato)
  await sql`update patto_incontro set stato = ${stato}, versione = versione + 1 where id = ${n.id}`.execute(ctx.tx)
  await annotaPatto(ctx, p, 'annulla-incontro', i.motivo.trim())
  return fatto
}

async function registra(ctx: Ctx, i: Input<Api['registra']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const n = await getIncontro(ctx, p, i.incontro)
  const stato = assertTransizione(transizioniIncontro, i.tenuto ? 'tieni' : 'manca', n.stato)
  assertAvvenuto(ctx, c, i.giorno)
  await assertEsito(ctx, p, i)
  await sql`update patto_incontro set stato = ${stato}, tenuto_il = ${i.tenuto ? i.giorno : null}, decisione = ${i.decisione ?? null}, versione = versione + 1 where id = ${n.id}`.execute(
    ctx.tx,
  )
  await sql`insert into patto_incontro_esito (incontro_id, comune_id, caso_id, presenti, assenti, giustificato, documento, nota)
    values (${n.id}, ${p.comuneId}, ${p.casoId}, ${i.presenti}::uuid[], ${i.assenti}::uuid[], ${i.giustificato ?? null}, ${(i.giustificato && i.documento?.trim()) || null}, ${i.nota?.trim() || null})`.execute(
    ctx.tx,
  )
  await sql`insert into patto_valutazione (incontro_id, voce, comune_id, caso_id, valore, nota)
    select ${n.id}, r.voce, ${p.comuneId}, ${p.casoId}, r.valore, r.nota from jsonb_to_recordset(${JSON.stringify(i.valutazioni)}::jsonb) as r(voce uuid, valore text, nota text)`.execute(
    ctx.tx,
  )
  await segnaNelCaso(ctx, p, c, i)
  return fatto
}

async function assertEsito(ctx: Ctx, p: Patto, i: Input<Api['registra']>): Promise<void> {
  const persone = new Set((await personeDi(ctx, p.id)).map((x) => x.componenteId))
  for (const campo of ['presenti', 'assenti'] as const)
    if (i[campo].some((x) => !persone.has(x))) throw erroreDiCampo(campo, 'Scegli tra le persone del patto.')
  if (i.presenti.some((x) => i.assenti.includes(x))) throw erroreDiCampo('assenti', 'Una persona c’era, oppure no.')
  if (i.tenuto && i.presenti.length === 0) throw erroreDiCampo('presenti', 'A un incontro tenuto qualcuno c’era.')
  if (!i.tenuto && i.valutazioni.length > 0)
    throw erroreDiCampo('valutazioni', 'Si valuta in un incontro che si è tenuto.')
  if (i.giustificato && !i.documento?.trim()) throw erroreDiCampo('documento', documentoMancante)
  const sue = await valutabili(ctx, p)
  const viste = new Set<string>()
  for (const v of i.valutazioni) {
    if (!sue.has(v.voce) || viste.has(v.voce))
      throw erroreDiCampo('valutazioni', 'Si valutano i risultati e gli impegni del patto, una volta ciascuno.')
    viste.add(v.voce)
  }
  await assertVoci(ctx.tx, ctx.oggi(), {
    giustificato: ['giustificato-motivo', i.giustificato],
    decisione: ['decisione-incontro', i.decisione],
    ...Object.fromEntries(i.valutazioni.map((v) => [`valutazioni.${v.voce}`, [sue.get(v.voce)!, v.valore] as const])),
  })
}

/** A meeting under the pact satisfies the terms of who was there; who was not, and is justified, stops his. */
async function segnaNelCaso(ctx: Ctx, p: Patto, c: Caso, i: Input<Api['registra']>): Promise<void> {
  const evento = (nome: string, di: { componenteId?: string; presenti?: readonly string[] }) =>
    registraEvento(ctx, c, { evento: nome, giorno: i.giorno, ...di, origine: 'patto', origineId: p.id })
  const altro = { giorno: i.giorno, motivo: 'Incontro di monitoraggio del patto' }
  if (i.tenuto) {
    if (punto(c) === 'patto-sottoscritto') await muoviCaso(ctx, c, 'avvia-monitoraggio')
    // after a renewal it is the first one too
    const primo = impedimentoCaso('presenta', c.stato, c.statoPrima) === null
    await muoviCaso(ctx, c, primo ? 'presenta' : 'incontra', altro)
    if (primo) await evento('primo-incontro', { presenti: i.presenti })
    await evento('incontro-patto', { presenti: i.presenti })
  } else if (impedimentoCaso('non-si-presenta', c.stato, c.statoPrima) === null)
    await muoviCaso(ctx, c, 'non-si-presenta', altro)
  for (const chi of i.assenti) {
    if (!i.giustificato) await evento('mancata-presentazione', { componenteId: chi })
    // the reason is of that day
    else
      await registraEvento(ctx, c, {
        evento: 'giustificato-motivo',
        giorno: i.giorno,
        fino: i.giorno,
        componenteId: chi,
        origine: 'patto',
        origineId: p.id,
      })
  }
  await ricalcola(ctx, [c.id])
}

export const monitoraggioRotte = rotte(monitoraggioApi, {
  leggi,
  pianifica,
  sposta,
  annulla,
  registra,
  sostegno,
  eroga,
  togliErogazione,
})
