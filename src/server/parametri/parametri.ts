// Parameters: the list that anyone accountable for them reads, and the national act that gives one a new value.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { parametriApi } from '../../shared/parametri/parametri.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

type Parametro = Output<typeof parametriApi.cambia>

async function leggiParametri(ctx: Ctx, chiave?: string): Promise<Parametro[]> {
  let q = ctx.tx
    .selectFrom('kernel.parametro')
    .select(['id', 'chiave', 'ambitoId', 'valore', 'dal', 'al', 'descrizione', 'fonte'])
    .orderBy('chiave')
    .orderBy('dal', 'desc')
  if (chiave) q = q.where('chiave', '=', chiave)
  const oggi = ctx.oggi()
  return [...Map.groupBy(await q.execute(), (r) => r.chiave)].map(([nome, righe]) => {
    const valori = righe.map((r) => ({
      id: r.id,
      valore: r.valore as Parametro['valori'][number]['valore'],
      dal: r.dal,
      al: r.al,
      fonte: r.fonte,
      locale: r.ambitoId !== null,
    }))
    const inVigore = valori.filter((v) => v.dal <= oggi && (v.al === null || v.al >= oggi))
    return {
      chiave: nome,
      descrizione: righe[0]!.descrizione,
      // the ambito's own value wins, as in kernel.parametro
      vigente: inVigore.find((v) => v.locale) ?? inVigore[0] ?? null,
      valori,
    }
  })
}

async function list(ctx: Ctx): Promise<Output<typeof parametriApi.list>> {
  return { voci: await leggiParametri(ctx) }
}

async function cambia(ctx: Ctx, i: Input<typeof parametriApi.cambia>): Promise<Parametro> {
  const righe = await ctx.tx
    .selectFrom('kernel.parametro')
    .selectAll()
    .where('chiave', '=', i.chiave)
    .where('ambitoId', 'is', null)
    .orderBy('dal', 'desc')
    .forUpdate()
    .execute()
  const ultimo = righe[0]
  if (!ultimo) throw problem('non-trovato')
  if (typeof ultimo.valore !== typeof i.valore) {
    const atteso = { number: 'un numero', boolean: 'sì o no', string: 'un testo' }[typeof ultimo.valore as 'number']
    throw erroreDiCampo('valore', `Questo parametro è ${atteso}: scrivi un valore dello stesso tipo.`)
  }
  // what was in force is what past acts were done under: it cannot be rewritten afterwards
  if (i.dal < ctx.oggi())
    throw erroreDiCampo(
      'dal',
      'Un nuovo valore decorre da oggi o da un giorno futuro: quelli passati restano come erano.',
    )
  if (ultimo.dal > i.dal)
    throw erroreDiCampo(
      'dal',
      `C’è già un valore che decorre dal ${ultimo.dal.split('-').reverse().join('/')}: scegli un giorno successivo.`,
    )
  const valore = sql<string>`${JSON.stringify(i.valore)}::jsonb`
  if (ultimo.dal === i.dal) {
    // a value that begins today (or has not begun) and is wrong: corrected, and the register keeps both
    await ctx.tx.updateTable('kernel.parametro').set({ valore, fonte: i.fonte }).where('id', '=', ultimo.id).execute()
  } else {
    await ctx.tx
      .updateTable('kernel.parametro')
      .set({ al: sql<string>`${i.dal}::date - 1` })
      .where('id', '=', ultimo.id)
      .where(sql<boolean>`coalesce(al, 'infinity') >= ${i.dal}::date`)
      .execute()
    await ctx.tx
      .insertInto('kernel.parametro')
      .values({ chiave: i.chiave, valore, dal: i.dal, descrizione: ultimo.descrizione, fonte: i.fonte })
      .execute()
  }
  return (await leggiParametri(ctx, i.chiave))[0]!
}

export const parametriRotte = rotte(parametriApi, { list, cambia })
