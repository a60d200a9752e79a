// Sittings of the équipe and their minutes: convened with what is to be discussed, written while they are a draft of the case manager,
// closed once and for all, then only added to.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { equipeApi, Verbale } from '../../shared/patti/equipe.api.ts'
import { mancanzeVerbale, nominato, type StatoSeduta, transizioniSeduta } from '../../shared/patti/equipe.rules.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { membriDelCaso } from './analisi-mossa.ts'
import { bloccaCaso, type Caso } from './caso.ts'
import { componentiDi } from './equipe-lettura.ts'

type Api = typeof equipeApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

interface SedutaBloccata {
  id: string
  numero: number
  giorno: string
  stato: StatoSeduta
  versione: number
}

/** Of a caso still under way; the caso is locked, and its sittings with it. */
export async function bloccaAperto(ctx: Ctx, id: string): Promise<Caso> {
  const c = await bloccaCaso(ctx, id)
  const { rows } = await sql`select 1 from caso where id = ${id} and assegnazione = 'assegnato'`.execute(ctx.tx)
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Il caso non è più in corso: la sua équipe si legge soltanto.' })
  return c
}

async function bloccaSeduta(ctx: Ctx, casoId: string, id: string): Promise<[Caso, SedutaBloccata]> {
  const c = await bloccaAperto(ctx, casoId)
  const { rows } = await sql<SedutaBloccata>`
    select id, numero, giorno, stato, versione from equipe_seduta where id = ${id} and caso_id = ${c.id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return [c, rows[0]]
}

/** Who is named that day and enters here is told that something is there to read; never what, nor of whom. */
async function avvisa(ctx: Ctx, casoId: string, giorno: string, testo: string) {
  const { rows } = await sql<{ utenteId: string; dal: string; al: string | null }>`
    select distinct utente_id, dal, al from equipe_componente where caso_id = ${casoId} and utente_id is not null and parti @> '[{"parte": "verbali"}]'`.execute(
    ctx.tx,
  )
  await notificaTutti(
    ctx,
    rows
      .filter((r) => nominato(r, giorno))
      .map((r) => ({ utenteId: r.utenteId, testo, collegamento: `/equipe/${casoId}` })),
  )
}

export async function fissa(ctx: Ctx, i: Input<Api['fissa']>): Promise<Output<Api['fissa']>> {
  const c = await bloccaAperto(ctx, i.id)
  if (i.giorno < c.presentataIl) throw erroreDiCampo('giorno', 'La data viene prima della domanda.')
  const { rows } = await sql<{ id: string }>`
    insert into equipe_seduta (comune_id, caso_id, numero, giorno, ora, luogo, ordine)
    select ${c.comuneId}, ${c.id}, 1 + coalesce(max(numero), 0), ${i.giorno}::date, ${i.ora || null}, ${i.luogo.trim()}, ${i.ordine.map((p) => p.trim())}::text[]
      from equipe_seduta where caso_id = ${c.id} returning id`.execute(ctx.tx)
  if (i.giorno >= ctx.oggi()) await avvisa(ctx, c.id, i.giorno, 'È fissata una seduta di un’équipe di cui fai parte.')
  return rows[0]!
}

export async function sposta(ctx: Ctx, i: Input<Api['sposta']>): Promise<Fatto> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  const stato = assertTransizione(transizioniSeduta, 'cambia', s.stato)
  if (s.versione !== i.versione) throw problem('versione-superata')
  if (i.giorno < c.presentataIl) throw erroreDiCampo('giorno', 'La data viene prima della domanda.')
  await sql`update equipe_seduta set stato = ${stato}, giorno = ${i.giorno}, ora = ${i.ora || null}, luogo = ${i.luogo.trim()}, ordine = ${i.ordine.map((p) => p.trim())}::text[], versione = versione + 1
    where id = ${s.id}`.execute(ctx.tx)
  if (i.giorno !== s.giorno)
    await avvisa(ctx, c.id, i.giorno, 'È cambiato il giorno di una seduta di un’équipe di cui fai parte.')
  return fatto
}

export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  const stato = assertTransizione(transizioniSeduta, 'annulla', s.stato)
  await sql`update equipe_seduta set stato = ${stato}, motivo = ${i.motivo.trim()}, versione = versione + 1 where id = ${s.id}`.execute(
    ctx.tx,
  )
  await avvisa(ctx, c.id, s.giorno, 'È annullata una seduta di un’équipe di cui fai parte.')
  return fatto
}

type Presenza = Verbale['presenze'][number]

/** Who could be there: the case manager, members named on that day, and the persons of the household. */
async function possibili(ctx: Ctx, c: Caso, giorno: string): Promise<Omit<Presenza, 'presenza' | 'partecipazione'>[]> {
  const componenti = (await componentiDi(ctx, c.id)).filter((e) => nominato(e, giorno))
  const lui = (await nomiUtenti(ctx, [ctx.utente])).get(ctx.utente)
  return [
    ...(lui ? [{ di: 'equipe' as const, id: ctx.utente, nome: lui, qualita: 'Case manager' }] : []),
    ...componenti.map((e) => ({
      di: 'equipe' as const,
      id: e.id,
      nome: e.nome,
      qualita: `${e.professioneTesto}, ${e.ente}`,
    })),
    ...(await membriDelCaso(ctx, c.id)).map((m) => ({
      di: 'nucleo' as const,
      id: m.componenteId,
      nome: m.nome,
      qualita: m.parentela ?? (m.richiedente ? 'Richiedente' : 'Componente del nucleo'),
    })),
  ]
}

export async function verbalizza(ctx: Ctx, i: Input<Api['verbalizza']>): Promise<Fatto> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  const stato = assertTransizione(transizioniSeduta, 'verbalizza', s.stato)
  if (s.giorno > ctx.oggi())
    throw problem('stato-non-ammesso', {
      detail: 'La seduta non si è ancora tenuta: il verbale si comincia dal suo giorno.',
    })
  const presenze = (await possibili(ctx, c, s.giorno)).map(
    (p): Presenza => ({ ...p, presenza: p.di === 'equipe' ? 'presente' : 'assente', partecipazione: null }),
  )
  await sql`update equipe_seduta set stato = ${stato}, versione = versione + 1 where id = ${s.id}`.execute(ctx.tx)
  await sql`insert into equipe_verbale (seduta_id, comune_id, caso_id, presenze) values (${s.id}, ${c.comuneId}, ${c.id}, ${JSON.stringify(presenze)}::jsonb)`.execute(
    ctx.tx,
  )
  return fatto
}

async function getVerbale(ctx: Ctx, id: string): Promise<Omit<Verbale, 'chiusoDa'>> {
  const { rows } = await sql<Omit<Verbale, 'chiusoDa'>>`
    select testo, presenze, decisioni, dissensi, chiuso_il, versione from equipe_verbale where seduta_id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function scrivi(ctx: Ctx, i: Input<Api['scrivi']>): Promise<Output<Api['scrivi']>> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  assertTransizione(transizioniSeduta, 'scrivi', s.stato)
  const v = await getVerbale(ctx, s.id)
  if (v.versione !== i.versione) throw problem('versione-superata')
  // names as they are known here, or as they already stand in the minutes: nobody is written who could not be there
  const noti = [...v.presenze, ...(await possibili(ctx, c, s.giorno))]
  const presenze = i.presenze.map((p, n): Presenza => {
    const chi = noti.find((x) => x.di === p.di && x.id === p.id)
    if (!chi) throw erroreDiCampo(`presenze.${n}`, 'Non è nell’équipe di quel giorno né nel nucleo.')
    const { di, id, nome, qualita } = chi
    return { di, id, nome, qualita, presenza: p.presenza, partecipazione: p.partecipazione?.trim() || null }
  })
  const { rows } = await sql<{ versione: number }>`
    update equipe_verbale set testo = ${i.testo}, presenze = ${JSON.stringify(presenze)}::jsonb, decisioni = ${JSON.stringify(i.decisioni)}::jsonb,
      dissensi = ${JSON.stringify(i.dissensi)}::jsonb, versione = versione + 1 where seduta_id = ${s.id} returning versione`.execute(
    ctx.tx,
  )
  return rows[0]!
}

export async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Fatto> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  const stato = assertTransizione(transizioniSeduta, 'chiudi', s.stato)
  const v = await getVerbale(ctx, s.id)
  // what is closed is what the person has read
  if (v.versione !== i.versione) throw problem('versione-superata')
  const errori = mancanzeVerbale(v)
  if (errori.length > 0)
    throw problem('regola-non-rispettata', { detail: errori.map((e) => e.messaggio).join(' '), errori })
  await sql`update equipe_verbale set chiuso_il = ${ctx.adesso()}, chiuso_da = ${ctx.utente} where seduta_id = ${s.id}`.execute(
    ctx.tx,
  )
  await sql`update equipe_seduta set stato = ${stato}, versione = versione + 1 where id = ${s.id}`.execute(ctx.tx)
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, da, a, giorno, motivo, dettaglio)
    values (${c.comuneId}, ${c.id}, 'seduta-equipe', ${c.stato}, ${c.stato}, ${s.giorno}, ${`Seduta n. ${s.numero}: verbale chiuso`}, ${JSON.stringify({ seduta: s.id })}::jsonb)`.execute(
    ctx.tx,
  )
  await avvisa(ctx, c.id, ctx.oggi(), 'È chiuso il verbale di una seduta di un’équipe di cui fai parte.')
  return fatto
}

export async function aggiungi(ctx: Ctx, i: Input<Api['aggiungi']>): Promise<Fatto> {
  const [c, s] = await bloccaSeduta(ctx, i.id, i.seduta)
  assertTransizione(transizioniSeduta, 'aggiungi', s.stato)
  await sql`insert into equipe_aggiunta (comune_id, caso_id, seduta_id, testo) values (${c.comuneId}, ${c.id}, ${s.id}, ${i.testo.trim()})`.execute(
    ctx.tx,
  )
  return fatto
}
