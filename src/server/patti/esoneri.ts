// Who is not subject to the obligations of a measure (§3.6): one member, for a reason that the measure has, for a time, by a
// document, with a day to look at it again. Whether the household is out follows by itself (termini.ts).
import { sql } from 'kysely'
import { analizzaCodiceFiscale, normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import type { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { assertComponente, bloccaCaso, type Caso } from './caso.ts'
import { ricalcola } from './termini.ts'

type Api = typeof mieiCasiApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

const specieDi = { escluso: 'esclusione', esonerabile: 'esonero' } as const

type Tipo = Definizione['esoneri'][number]

/** The reason is one of the measure, of the kind that the measure says; and not for more members than it allows. */
async function assertTipo(ctx: Ctx, c: Caso, i: Input<Api['esonera']>): Promise<Tipo> {
  const tipo = (await getVersione(ctx.tx, c.versioneId)).definizione.esoneri.find((t) => t.id === i.tipo)
  if (!tipo) throw erroreDiCampo('tipo', 'Scegli uno dei motivi che questa misura prevede.')
  if (specieDi[tipo.genere] !== i.specie)
    throw erroreDiCampo(
      'specie',
      tipo.genere === 'escluso'
        ? 'Per questo motivo la misura esclude dagli obblighi: è un’esclusione.'
        : 'Da questi obblighi la misura dispensa: è un esonero.',
    )
  if (tipo.quanti === undefined) return tipo
  const { rows } = await sql<{ n: number }>`
    select count(distinct x.componente_id)::int as n from esonero x join domanda_componente d on d.id = x.componente_id and d.uscito_il is null
     where x.caso_id = ${c.id} and x.componente_id <> ${i.componenteId} and x.tipo = ${i.tipo} and x.cessato_il is null and daterange(x.dal, x.al, '[]') && daterange(${i.dal}::date, ${i.al ?? null}::date, '[]')`.execute(
    ctx.tx,
  )
  if (rows[0]!.n >= tipo.quanti)
    throw erroreDiCampo(
      'tipo',
      tipo.quanti === 1
        ? 'Per questo motivo è già esonerato un altro componente: la misura ne ammette uno solo.'
        : `Per questo motivo la misura ammette al più ${tipo.quanti} componenti.`,
    )
  return tipo
}

/** For whom he cares, where the measure frees so many carers for each person: the caso is locked, so two are never freed at once. */
async function personaCurata(ctx: Ctx, c: Caso, i: Input<Api['esonera']>, tipo: Tipo): Promise<string | null> {
  if (tipo.perCurata === undefined) return null
  if (i.curataId === i.componenteId) throw erroreDiCampo('curataId', 'Chi cura e chi è curato sono due persone.')
  const { rows: membri } = await sql<{ cf: string }>`
    select codice_fiscale as cf from domanda_componente where id = ${i.curataId ?? null} and domanda_id = ${c.domandaId} and uscito_il is null`.execute(
    ctx.tx,
  )
  if (i.curataId && !membri[0]) throw erroreDiCampo('curataId', 'Non è, o non è più, un componente di questo nucleo.')
  const curata = membri[0]?.cf ?? (i.curataCodiceFiscale && normalizzaCodiceFiscale(i.curataCodiceFiscale))
  if (!curata) throw erroreDiCampo('curataId', 'Di’ di chi si cura: la misura ne esonera uno per ogni persona curata.')
  const analisi = analizzaCodiceFiscale(curata)
  if (!membri[0] && !analisi.valido) throw erroreDiCampo('curataCodiceFiscale', analisi.frase)
  const { rows } = await sql<{ n: number; lui: boolean }>`
    select count(distinct x.componente_id)::int as n, coalesce((select m.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${curata}) from domanda_componente m where m.id = ${i.componenteId}), false) as lui
      from esonero x join domanda_componente d on d.id = x.componente_id and d.uscito_il is null
     where x.caso_id = ${c.id} and x.componente_id <> ${i.componenteId} and x.tipo = ${i.tipo} and x.curata_chiave = kernel.chiave_codice_fiscale(${curata})
       and x.cessato_il is null and daterange(x.dal, x.al, '[]') && daterange(${i.dal}::date, ${i.al ?? null}::date, '[]')`.execute(
    ctx.tx,
  )
  if (rows[0]!.lui) throw erroreDiCampo('curataCodiceFiscale', 'Chi cura e chi è curato sono due persone.')
  if (rows[0]!.n >= tipo.perCurata)
    throw erroreDiCampo(
      'curataId',
      tipo.perCurata === 1
        ? 'Per la cura di questa persona è già esonerato un altro componente: la misura ne ammette uno per ogni persona curata.'
        : `Per la cura di una persona la misura ammette al più ${tipo.perCurata} esonerati.`,
    )
  // of two households that register it at once the second finds the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${ctx.ambito} || ' cura ' || kernel.chiave_codice_fiscale(${curata}), 0))`.execute(
    ctx.tx,
  )
  const { rows: altrove } = await sql<{ n: number }>`
    select accesso.curano_altrove(${c.id}, ${i.componenteId}, ${i.tipo}, ${curata}, ${i.dal}, ${i.al ?? null}) as n`.execute(
    ctx.tx,
  )
  if (rows[0]!.n + altrove[0]!.n >= tipo.perCurata)
    throw erroreDiCampo(
      'curataId',
      'Per la cura di questa persona è già esonerato chi vive in un altro nucleo. Chiedi alla famiglia chi altro se ne prende cura: finché quell’esonero non cessa, la misura non ne ammette un altro.',
    )
  return curata
}

export async function esonera(ctx: Ctx, i: Input<Api['esonera']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  await assertComponente(ctx, c, i.componenteId)
  const tipo = await assertTipo(ctx, c, i)
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  if (i.rivedereIl && i.rivedereIl < i.dal) throw erroreDiCampo('rivedereIl', 'Il riesame viene prima dell’inizio.')
  const { rows: gia } = await sql`
    select 1 from esonero where componente_id = ${i.componenteId} and tipo = ${i.tipo} and cessato_il is null and daterange(dal, al, '[]') && daterange(${i.dal}::date, ${i.al ?? null}::date, '[]')`.execute(
    ctx.tx,
  )
  if (gia.length > 0)
    throw problem('gia-presente', { detail: 'Questo componente ha già un esonero dello stesso tipo in quei giorni.' })
  const curata = await personaCurata(ctx, c, i, tipo)
  await sql`insert into esonero (comune_id, caso_id, componente_id, specie, tipo, dal, al, rivedere_il, documento, nota, curata)
    values (${c.comuneId}, ${c.id}, ${i.componenteId}, ${i.specie}, ${i.tipo}, ${i.dal}, ${i.al ?? null}, ${i.rivedereIl ?? null}, ${i.documento.trim()}, ${i.nota?.trim() || null}, ${curata})`.execute(
    ctx.tx,
  )
  await ricalcola(ctx, [c.id])
  return fatto
}

/** Looked at again, it goes on: until another day, or for good. */
export async function riesaminaEsonero(ctx: Ctx, i: Input<Api['riesaminaEsonero']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (i.rivedereIl && i.rivedereIl <= i.giorno)
    throw erroreDiCampo('rivedereIl', 'Il prossimo riesame viene dopo questo.')
  const { rows } = await sql`
    update esonero set riesaminato_il = ${i.giorno}, rivedere_il = ${i.rivedereIl ?? null}, versione = versione + 1
     where id = ${i.esonero} and caso_id = ${c.id} and cessato_il is null and dal <= ${i.giorno} returning id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw problem('non-trovato')
  await ricalcola(ctx, [c.id])
  return fatto
}

export async function cessaEsonero(ctx: Ctx, i: Input<Api['cessaEsonero']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  const { rows: sua } = await sql<{ dal: string }>`
    select dal from esonero where id = ${i.esonero} and caso_id = ${c.id} and cessato_il is null`.execute(ctx.tx)
  // what has not begun is taken away on the day on which one says so
  if (sua[0] && i.giorno < [sua[0].dal, ctx.oggi()].sort()[0]!)
    throw erroreDiCampo('giorno', `L’esonero comincia il ${giornoInParole(sua[0].dal)}: non può finire prima.`)
  const { rows } =
    await sql`update esonero set cessato_il = ${i.giorno}, cessato_motivo = ${i.motivo.trim()}, versione = versione + 1
    where id = ${i.esonero} and caso_id = ${c.id} and cessato_il is null returning id`.execute(ctx.tx)
  if (rows.length === 0) throw problem('non-trovato')
  await ricalcola(ctx, [c.id])
  return fatto
}
