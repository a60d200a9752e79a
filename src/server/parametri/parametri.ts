// Parameters: the list that anyone accountable for them reads, the national act that gives one a new value, and that of an
// ambito for itself, where it may.
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
  // a national act sees the rows of every ambito
  q = q.where((w) => w.or([w('ambitoId', 'is', null), ...(ctx.ambito ? [w('ambitoId', '=', ctx.ambito)] : [])]))
  const oggi = ctx.oggi()
  const adattabili = new Map(
    (await ctx.tx.selectFrom('parametroDiAmbito').selectAll().execute()).map((r) => [r.chiave, r.perche]),
  )
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
      adattabile: adattabili.get(nome) ?? null,
      // the ambito's own value wins, as in kernel.parametro
      vigente: inVigore.find((v) => v.locale) ?? inVigore[0] ?? null,
      valori,
    }
  })
}

async function list(ctx: Ctx): Promise<Output<typeof parametriApi.list>> {
  return { voci: await leggiParametri(ctx) }
}

/** Gives a value, national or of an ambito, from a day on; the one before ends the day before. */
async function scrivi(ctx: Ctx, i: Input<typeof parametriApi.cambia>, ambitoId: string | null): Promise<Parametro> {
  const righe = await ctx.tx
    .selectFrom('kernel.parametro')
    .selectAll()
    .where('chiave', '=', i.chiave)
    .where('ambitoId', ambitoId ? '=' : 'is', ambitoId)
    .orderBy('dal', 'desc')
    .forUpdate()
    .execute()
  const nazionale = await ctx.tx
    .selectFrom('kernel.parametro')
    .select(['valore', 'descrizione'])
    .where('chiave', '=', i.chiave)
    .where('ambitoId', 'is', null)
    .orderBy('dal', 'desc')
    .executeTakeFirst()
  if (!nazionale) throw problem('non-trovato')
  const ultimo = righe[0]
  if (typeof nazionale.valore !== typeof i.valore) {
    const atteso = { number: 'un numero', boolean: 'sì o no', string: 'un testo' }[typeof nazionale.valore as 'number']
    throw erroreDiCampo('valore', `Questo parametro è ${atteso}: scrivi un valore dello stesso tipo.`)
  }
  // what was in force is what past acts were done under: it cannot be rewritten afterwards
  if (i.dal < ctx.oggi())
    throw erroreDiCampo(
      'dal',
      'Un nuovo valore decorre da oggi o da un giorno futuro: quelli passati restano come erano.',
    )
  if (ultimo && ultimo.dal > i.dal)
    throw erroreDiCampo(
      'dal',
      `C’è già un valore che decorre dal ${ultimo.dal.split('-').reverse().join('/')}: scegli un giorno successivo.`,
    )
  const valore = sql<string>`${JSON.stringify(i.valore)}::jsonb`
  if (ultimo?.dal === i.dal) {
    // a value that begins today (or has not begun) and is wrong: corrected, and the register keeps both
    await ctx.tx.updateTable('kernel.parametro').set({ valore, fonte: i.fonte }).where('id', '=', ultimo.id).execute()
  } else {
    if (ultimo)
      await ctx.tx
        .updateTable('kernel.parametro')
        .set({ al: sql<string>`${i.dal}::date - 1` })
        .where('id', '=', ultimo.id)
        .where(sql<boolean>`coalesce(al, 'infinity') >= ${i.dal}::date`)
        .execute()
    await ctx.tx
      .insertInto('kernel.parametro')
      .values({ chiave: i.chiave, ambitoId, valore, dal: i.dal, descrizione: nazionale.descrizione, fonte: i.fonte })
      .execute()
  }
  return (await leggiParametri(ctx, i.chiave))[0]!
}

const cambia = (ctx: Ctx, i: Input<typeof parametriApi.cambia>) => scrivi(ctx, i, null)

async function adatta(ctx: Ctx, i: Input<typeof parametriApi.adatta>): Promise<Parametro> {
  const permesso = await ctx.tx
    .selectFrom('parametroDiAmbito')
    .select('chiave')
    .where('chiave', '=', i.chiave)
    .executeTakeFirst()
  if (!permesso)
    throw problem('regola-non-rispettata', {
      detail: 'Questo parametro vale per tutti gli ambiti: lo cambia soltanto chi gestisce la piattaforma.',
    })
  if (typeof i.valore === 'number' && (i.valore < 1 || !Number.isInteger(i.valore)))
    throw erroreDiCampo('valore', 'Scrivi un numero intero maggiore di zero.')
  return scrivi(ctx, i, ctx.ambito)
}

export const parametriRotte = rotte(parametriApi, { list, cambia, adatta })
