// When an operator can be met, and the free hours that come of it. One's own, or those of a colleague for whom one may fix
// appointments: the policies of the table say whose.
import { type RawBuilder, sql } from 'kysely'
import { giornoDopo } from '../../shared/cartella/agenda.rules.ts'
import { type Disponibilita, disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import { slotLiberi } from '../../shared/cartella/disponibilita.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiFestivi } from '../parametri/festivi.ts'

type Api = typeof disponibilitaApi
const fatto = { fatto: true } as const
/** Beyond these days nobody looks for a free hour. */
const ORIZZONTE = 120

const dove = sql`(select kernel.comuni()) || (select kernel.comuni_assegnati())`
const ora = (colonna: RawBuilder<unknown>) => sql`to_char(${colonna}, 'HH24:MI')`
const locale = (colonna: RawBuilder<unknown>) =>
  sql`to_char(${colonna} at time zone 'Europe/Rome', 'YYYY-MM-DD"T"HH24:MI')`

async function uffici(ctx: Ctx) {
  const { rows } = await sql<{ id: string; nome: string; comuneId: string | null }>`
    select id, nome, comune_id from accesso.uffici_dell_ambito() where aperto and (comune_id is null or comune_id = any (${dove})) order by nome, id`.execute(
    ctx.tx,
  )
  return rows
}

async function settimane(ctx: Ctx, operatore: string, oggi: string): Promise<Disponibilita[]> {
  const { rows } = await sql<Disponibilita>`
    select d.id, d.comune_id, d.ufficio_id, coalesce(u.nome, '') as ufficio, d.settimana, ${ora(sql`d.dalle`)} as dalle, ${ora(sql`d.alle`)} as alle, d.minuti, d.dal, d.al
      from disponibilita d left join accesso.uffici_dell_ambito() u on u.id = d.ufficio_id
     where d.operatore_id = ${operatore} and coalesce(d.al, 'infinity') >= ${oggi}::date order by d.settimana, d.dalle, d.id`.execute(
    ctx.tx,
  )
  return rows
}

async function assenzeDi(ctx: Ctx, operatore: string, oggi: string) {
  const { rows } = await sql<{ id: string; dal: string; al: string }>`
    select id, dal, al from disponibilita_assenza where operatore_id = ${operatore} and tolta_il is null and al >= ${oggi}::date order by dal, id`.execute(
    ctx.tx,
  )
  return rows
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const operatoreId = i.operatore ?? ctx.utente
  const { rows: comuni } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (${dove}) order by nome`.execute(ctx.tx)
  return {
    operatoreId,
    voci: await settimane(ctx, operatoreId, ctx.oggi()),
    assenze: await assenzeDi(ctx, operatoreId, ctx.oggi()),
    uffici: await uffici(ctx),
    comuni,
  }
}

/** The comune is of the reach, and of a colleague's hours only where one may keep his agenda. */
async function assertPuo(ctx: Ctx, comuneId: string, operatore: string) {
  const { rows } = await sql<{ suo: boolean; altrui: boolean }>`
    select ${comuneId} = any (${dove}) as suo,
           ${comuneId} = any ((select kernel.comuni())::text[]) and exists (select 1 from accesso.operatori_per('agenda.disponibilita') o where o.id = ${operatore}) as altrui`.execute(
    ctx.tx,
  )
  if (!rows[0]!.suo) throw erroreDiCampo('comuneId', 'Questo comune non è tra quelli in cui lavori.')
  if (operatore !== ctx.utente && !rows[0]!.altrui)
    throw erroreDiCampo('operatoreId', 'Di questo operatore non si possono scrivere le ore: scegline un altro.')
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  const operatore = i.operatoreId ?? ctx.utente
  await assertPuo(ctx, i.comuneId, operatore)
  const u = (await uffici(ctx)).find((x) => x.id === i.ufficioId)
  if (!u || (u.comuneId !== null && u.comuneId !== i.comuneId))
    throw erroreDiCampo('ufficioId', 'L’ufficio non è di questo comune, o è stato chiuso: scegline un altro.')
  if (i.alle <= i.dalle) throw erroreDiCampo('alle', 'L’ora di fine viene prima di quella di inizio.')
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const { rows } = await sql<{ id: string }>`
    insert into disponibilita (comune_id, ufficio_id, operatore_id, settimana, dalle, alle, minuti, dal, al)
    values (${i.comuneId}, ${i.ufficioId}, ${operatore}, ${Number(i.settimana)}, ${i.dalle}, ${i.alle}, ${i.minuti}, ${i.dal}, ${i.al ?? null}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id }
}

async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Output<Api['chiudi']>> {
  const { rows } = await sql<{ dal: string }>`select dal from disponibilita where id = ${i.id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  if (i.al < rows[0].dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  await sql`update disponibilita set al = ${i.al} where id = ${i.id}`.execute(ctx.tx)
  return fatto
}

async function assente(ctx: Ctx, i: Input<Api['assente']>): Promise<Output<Api['assente']>> {
  const operatore = i.operatoreId ?? ctx.utente
  await assertPuo(ctx, i.comuneId, operatore)
  if (i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const { rows } = await sql<{ id: string }>`
    insert into disponibilita_assenza (comune_id, operatore_id, dal, al) values (${i.comuneId}, ${operatore}, ${i.dal}, ${i.al}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id }
}

async function presente(ctx: Ctx, i: Input<Api['presente']>): Promise<Output<Api['presente']>> {
  const { rows } = await sql`
    update disponibilita_assenza set tolta_il = kernel.adesso() where id = ${i.id} and tolta_il is null returning id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw problem('non-trovato')
  return fatto
}

/** The first free hours of an operator, as whoever asks sees his agenda: what he does not see, the constraint refuses. */
async function libere(ctx: Ctx, i: Input<Api['libere']>): Promise<Output<Api['libere']>> {
  const operatore = i.operatore ?? ctx.utente
  const dal = [i.dal, ctx.oggi()].sort().at(-1)!
  const al = giornoDopo(dal, ORIZZONTE)
  const { rows: occupati } = await sql<{ inizio: string; fine: string }>`
    select ${locale(sql`inizio`)} as inizio, ${locale(sql`fine`)} as fine from appuntamento
     where operatore_id = ${operatore} and stato in ('fissato', 'svolto') and fine > ${dal}::date::timestamp at time zone 'Europe/Rome'
       and inizio < (${al}::date + 1)::timestamp at time zone 'Europe/Rome'`.execute(ctx.tx)
  const { rows: ora } = await sql<{ adesso: string }>`select ${locale(sql`kernel.adesso()`)} as adesso`.execute(ctx.tx)
  const sue = await settimane(ctx, operatore, dal)
  const { festivo } = await leggiFestivi(ctx)
  const slot = slotLiberi({
    disponibilita: i.ufficio ? sue.filter((d) => d.ufficioId === i.ufficio) : sue,
    assenze: await assenzeDi(ctx, operatore, dal),
    occupati,
    festivo,
    dal,
    al,
    adesso: ora[0]!.adesso,
    quanti: i.quanti,
  })
  const nomi = new Map(sue.map((d) => [d.ufficioId, d.ufficio]))
  return { voci: slot.map((s) => ({ ...s, ufficio: nomi.get(s.ufficioId) ?? '' })) }
}

export const disponibilitaRotte = rotte(disponibilitaApi, { leggi, crea, chiudi, assente, presente, libere })

export const disponibilitaVincoli: Vincoli = {
  disponibilita_non_sovrapposta: {
    codice: 'gia-presente',
    campo: 'dalle',
    detail: 'In quelle ore di quel giorno hai già detto che ci sei: cambia le ore, o chiudi prima quelle di prima.',
  },
}
