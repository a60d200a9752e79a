// What every act on a caso goes through: the row locked, the transition asserted, its line in the history, its events, its terms.
import { sql } from 'kysely'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import {
  type AttoCaso,
  casoAperto,
  dopoAtto,
  type EsitoAnalisi,
  impedimentoEsito,
  type Posizione,
  puntoDi,
  type StatoCaso,
} from '../../shared/patti/casi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { accodaEvento } from './coda.ts'

export interface Caso {
  id: string
  comuneId: string
  domandaId: string
  misuraId: string
  versioneId: string
  assegnatarioId: string | null
  arrivatoIl: string
  presentataIl: string
  stato: StatoCaso
  statoPrima: StatoCaso | null
  esitoAnalisi: EsitoAnalisi | null
}

/** How far it is on its path, also while its benefit is suspended. */
export const punto = (c: Pick<Caso, 'stato' | 'statoPrima'>): StatoCaso => puntoDi(c.stato, c.statoPrima)

/** The outcome of the analysis as a rule reads it, from a row of caso_stato that the query calls «s». */
export const esitoLetto = sql`case when s.esito_analisi is not null then jsonb_build_object('codice', s.esito_analisi, 'sociale', s.esito_sociale, 'via', s.esito_via, 'apre', s.esito_apre) end as esito_analisi`

/** In an update of caso_stato: what a later analysis does not say stays as it was. */
export const esitoScritto = (e: EsitoAnalisi | null | undefined) =>
  e
    ? sql`esito_analisi = ${e.codice}, esito_sociale = ${e.sociale}, esito_via = ${e.via}, esito_apre = ${e.apre}`
    : sql`esito_analisi = esito_analisi`

/** The caso, locked: of two who act at the same moment the second finds the state that the first has left. 404 where it is not one's own. */
export async function bloccaCaso(ctx: Ctx, id: string): Promise<Caso> {
  const { rows: bloccato } = await sql`select 1 from caso_stato where caso_id = ${id} for update`.execute(ctx.tx)
  if (bloccato.length === 0) throw problem('non-trovato')
  const { rows } = await sql<Caso>`
    select c.id, c.comune_id, c.domanda_id, c.misura_id, c.versione_id, c.assegnatario_id, c.arrivato_il, c.presentata_il, s.stato, s.stato_prima, ${esitoLetto}
      from caso c join caso_stato s on s.caso_id = c.id where c.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  // whoever hands a household over loses its write at once: what he wrote now would not travel
  if (ctx.azione !== 'caso.passa') {
    const { rows: accettata } =
      await sql`select 1 from caso_offerta where caso_id = ${id} and stato = 'accettata'`.execute(ctx.tx)
    if (accettata.length > 0)
      throw problem('stato-non-ammesso', {
        detail: 'Un altro comune ha appena accettato questo nucleo: da qui si può soltanto leggere.',
      })
  }
  return rows[0]
}

interface Altro {
  giorno?: string | undefined
  motivo?: string | null | undefined
  dettaglio?: Record<string, unknown>
  /** Code of the reason of the new state, where it has one. */
  codice?: string
  /** Outcome of the analisi preliminare, of the act that finishes it. */
  esitoAnalisi?: EsitoAnalisi
}

/** What the coordinator may know follows from the state, and is written with it. */
const assegnazioneDi = (p: Posizione, assegnato: boolean) =>
  p.stato === 'trasferito' ? 'passato' : !casoAperto(p.stato) ? 'concluso' : assegnato ? 'assegnato' : 'da-assegnare'

/** Does the act: the state that follows, its line in the history, what the coordinator sees of it. */
export async function muoviCaso(ctx: Ctx, c: Caso, atto: AttoCaso, altro: Altro = {}): Promise<Posizione> {
  const assegnato = c.assegnatarioId !== null
  const dopo = dopoAtto(atto, { stato: c.stato, prima: c.statoPrima }, assegnato)
  const contro = impedimentoEsito(atto, punto(c), c.esitoAnalisi)
  if (contro) throw problem('stato-non-ammesso', { detail: contro })
  await sql`update caso_stato set stato = ${dopo.stato}, stato_prima = ${dopo.prima}, versione = versione + 1,
      dal = case when stato = ${dopo.stato} then dal else kernel.oggi() end,
      motivo = coalesce(${altro.codice ?? null}, case when stato = ${dopo.stato} then motivo end), ${esitoScritto(altro.esitoAnalisi)}
    where caso_id = ${c.id}`.execute(ctx.tx)
  // of what goes on under a suspension the story says the path
  const [da, a] =
    c.stato === 'sospeso' && dopo.stato === 'sospeso'
      ? [punto(c), puntoDi(dopo.stato, dopo.prima)]
      : [c.stato, dopo.stato]
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, da, a, giorno, motivo, dettaglio)
    values (${c.comuneId}, ${c.id}, ${atto}, ${da}, ${a}, ${altro.giorno ?? null}, ${altro.motivo?.trim() || null}, ${altro.dettaglio ? JSON.stringify(altro.dettaglio) : null}::jsonb)`.execute(
    ctx.tx,
  )
  const visto = assegnazioneDi(dopo, assegnato)
  await sql`update caso set assegnazione = ${visto}, versione = versione + 1 where id = ${c.id} and assegnazione <> ${visto}`.execute(
    ctx.tx,
  )
  Object.assign(c, { stato: dopo.stato, statoPrima: dopo.prima, esitoAnalisi: altro.esitoAnalisi ?? c.esitoAnalisi })
  return dopo
}

interface Riporto {
  giorno?: string
  motivo: string
  dettaglio: Record<string, unknown>
}
/** What was done by mistake is undone: the path is again where it was, under the suspension where there is one. */
export async function riportaA(ctx: Ctx, c: Caso, dove: StatoCaso, atto: string, r: Riporto): Promise<void> {
  if (dove !== punto(c))
    await sql`update caso_stato set versione = versione + 1, dal = case when stato = 'sospeso' then dal else kernel.oggi() end,
        stato = case when stato = 'sospeso' then stato else ${dove} end, stato_prima = case when stato = 'sospeso' then ${dove} else stato_prima end where caso_id = ${c.id}`.execute(
      ctx.tx,
    )
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, da, a, giorno, motivo, dettaglio)
    values (${c.comuneId}, ${c.id}, ${atto}, ${punto(c)}, ${dove}, ${r.giorno ?? null}, ${r.motivo}, ${JSON.stringify(r.dettaglio)}::jsonb)`.execute(
    ctx.tx,
  )
}

export interface NuovoEvento {
  evento: string
  giorno: string
  fino?: string | null | undefined
  componenteId?: string | null | undefined
  /** Of a meeting of the household, who was there, where it is said: of the others it satisfies nothing. */
  presenti?: readonly string[] | undefined
  origine?: string
  origineId?: string
}

/** Something that happened and from which terms run, by the name that the measure gives it; who must be told of it will be. */
export async function registraEvento(ctx: Ctx, c: Pick<Caso, 'id' | 'comuneId'>, e: NuovoEvento): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into caso_evento (comune_id, caso_id, componente_id, presenti, evento, giorno, fino, origine, origine_id)
    values (${c.comuneId}, ${c.id}, ${e.componenteId ?? null}, ${e.presenti?.length ? [...e.presenti] : null}::uuid[], ${e.evento}, ${e.giorno}, ${e.fino ?? null}, ${e.origine ?? 'operatore'}, ${e.origineId ?? null})
    returning id`.execute(ctx.tx)
  await accodaEvento(ctx, c.id, { ...e, id: rows[0]!.id })
}

/** A day on which something of this caso has already happened. */
export function assertAvvenuto(ctx: Ctx, c: Caso, giorno: string): void {
  if (giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (giorno < c.presentataIl) throw erroreDiCampo('giorno', 'La data viene prima della domanda.')
}

/** A member of the household who is still in it, or none for the whole of it. */
export async function assertComponente(ctx: Ctx, c: Caso, componenteId: string | null | undefined): Promise<void> {
  if (!componenteId) return
  const { rows } = await sql`
    select 1 from domanda_componente where id = ${componenteId} and domanda_id = ${c.domandaId} and uscito_il is null`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw erroreDiCampo('componenteId', 'Scegli uno dei componenti del nucleo.')
}
