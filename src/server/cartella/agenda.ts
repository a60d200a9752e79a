// The agenda. A slot is taken whoever comes, and who comes stands apart: the constraint that refuses two appointments at
// the same time betrays nobody. Day and hour are those of Italy; the database turns them into an instant.
import { sql } from 'kysely'
import { type Appuntamento, agendaApi } from '../../shared/cartella/agenda.api.ts'
import { type StatoAppuntamento, transizioniAppuntamento } from '../../shared/cartella/agenda.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'
import { assertLuogo, assertPersone, colleghiPer, deiMieiUffici, nomeDi, personaNominata } from './sportello-parti.ts'

type Api = typeof agendaApi
const fatto = { fatto: true } as const

const GIORNI_AL_PIU = 62
/** On one page: of a busy week of a large ambito the rest is counted, and one chooses an office. */
const AL_PIU = 2000
/** A year of four figures: nobody fixes an appointment further than this. */
const ANNI_AVANTI = 3

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  if (i.al < i.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  if ((Date.parse(i.al) - Date.parse(i.dal)) / 86_400_000 > GIORNI_AL_PIU)
    throw erroreDiCampo('al', 'Scegli al massimo due mesi.')
  const { rows: lette } = await sql<Omit<Appuntamento, 'caso'> & { quanti: number; assenti: number }>`
    with tutti as materialized (
      select a.* from appuntamento a
       where a.ambito_id = ${ctx.ambito} and a.inizio < (${i.al}::date + 1)::timestamp at time zone 'Europe/Rome'
         -- one that began the evening before and goes past midnight is of this day too
         and a.inizio > (${i.dal}::date)::timestamp at time zone 'Europe/Rome' - interval '12 hours' and a.fine > (${i.dal}::date)::timestamp at time zone 'Europe/Rome'
         ${i.ufficio ? sql`and a.ufficio_id = ${i.ufficio}` : sql``} ${i.operatore ? sql`and a.operatore_id = ${i.operatore}` : sql``}
         ${i.ufficio || i.operatore || i.uffici === 'tutti' ? sql`` : sql`and (a.operatore_id = ${ctx.utente} or ${deiMieiUffici(ctx, sql`a.ufficio_id`)})`}
    ), a as materialized (select * from tutti order by inizio, id limit ${AL_PIU})
    select a.id, to_char(a.inizio at time zone 'Europe/Rome', 'YYYY-MM-DD') as giorno, to_char(a.inizio at time zone 'Europe/Rome', 'HH24:MI') as ora,
           to_char(a.fine at time zone 'Europe/Rome', 'HH24:MI') as ora_fine, a.inizio, a.fine, a.tipo,
           coalesce(kernel.voce_etichetta('tipo-appuntamento', a.tipo), a.tipo) as tipo_testo, a.luogo, a.stato, a.motivo, a.comune_id, a.ufficio_id,
           coalesce(u.nome, '') as ufficio, a.operatore_id, coalesce(${nomeDi(sql`a.operatore_id`)}, '') as operatore,
           ${personaNominata(sql`(select x.persona_id from appuntamento_persona x where x.appuntamento_id = a.id)`)} as persona,
           (select count(*)::int from tutti) as quanti, (select count(*)::int from tutti t where t.stato = 'non-presentato') as assenti
      from a left join ufficio u on u.id = a.ufficio_id order by a.inizio, a.id`.execute(ctx.tx)
  const { quanti, assenti } = lette[0] ?? { quanti: 0, assenti: 0 }
  const rows = lette.map(({ quanti: _, assenti: __, ...a }) => a)
  const { rows: casi } = await sql<{
    appuntamentoId: string
    casoId: string
    richiedente: string
    personaId: string | null
  }>`
    select * from accesso.casi_di_appuntamenti(${rows.map((r) => r.id)}::uuid[])`.execute(ctx.tx)
  const di = new Map(
    casi.map((c) => [c.appuntamentoId, { id: c.casoId, richiedente: c.richiedente, personaId: c.personaId }]),
  )
  const voci = rows.map((r) => ({ ...r, caso: di.get(r.id) ?? null }))
  return { dal: i.dal, al: i.al, voci, quanti, nonPresentati: assenti }
}

interface Quando {
  giorno: string
  ora: string
  durataMinuti: number
}

/** The instant of a day and hour of Italy, refused where the clock jumps over it. */
async function inizioDi(ctx: Ctx, q: Quando): Promise<string> {
  const anni = Number(q.giorno.slice(0, 4)) - Number(ctx.oggi().slice(0, 4))
  if (q.giorno < ctx.oggi())
    throw erroreDiCampo('giorno', 'Il giorno è già passato: un appuntamento si fissa da oggi in avanti.')
  if (anni > ANNI_AVANTI) throw erroreDiCampo('giorno', 'Il giorno è troppo lontano: controlla l’anno.')
  const { rows } = await sql<{ inizio: string; esiste: boolean }>`
    select t as inizio, t at time zone 'Europe/Rome' = ${`${q.giorno} ${q.ora}`}::timestamp as esiste
      from (select ${`${q.giorno} ${q.ora}`}::timestamp at time zone 'Europe/Rome' as t) x`.execute(ctx.tx)
  if (!rows[0]!.esiste)
    throw erroreDiCampo('ora', 'Quel giorno quest’ora non c’è: l’orologio passa dalle 2 alle 3. Scegline un’altra.')
  return rows[0]!.inizio
}

async function assertOperatore(ctx: Ctx, id: string) {
  const { voci } = await operatori(ctx)
  if (!voci.some((o) => o.id === id))
    throw erroreDiCampo('operatoreId', 'Per questo operatore non si possono fissare appuntamenti: scegline un altro.')
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  await assertLuogo(ctx, i)
  await assertVoci(ctx.tx, i.giorno, { tipo: ['tipo-appuntamento', i.tipo] })
  await assertOperatore(ctx, i.operatoreId)
  await assertPersone(ctx, [i.personaId], 'personaId', i.comuneId)
  const inizio = await inizioDi(ctx, i)
  const { rows } = await sql<{ id: string }>`
    insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo, luogo)
    values (${i.comuneId}, ${i.ufficioId}, ${i.operatoreId}, ${inizio}, ${inizio}::timestamptz + make_interval(mins => ${i.durataMinuti}), ${i.tipo}, ${i.luogo?.trim() ?? null})
    returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  if (i.personaId)
    await sql`insert into appuntamento_persona (appuntamento_id, comune_id, persona_id) values (${id}, ${i.comuneId}, ${i.personaId})`.execute(
      ctx.tx,
    )
  return { id }
}

interface Bloccato {
  stato: StatoAppuntamento
  comuneId: string
  operatoreId: string
  passato: boolean
}

async function getAppuntamento(ctx: Ctx, id: string): Promise<Bloccato> {
  const { rows } = await sql<Bloccato>`
    select stato, comune_id, operatore_id, inizio <= kernel.adesso() as passato from appuntamento where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function chiudi(ctx: Ctx, id: string, atto: 'svolgi' | 'nonPresentato' | 'annulla', motivo: string | null) {
  const a = await getAppuntamento(ctx, id)
  const stato = assertTransizione(transizioniAppuntamento, atto, a.stato)
  if (atto !== 'annulla' && !a.passato)
    throw problem('stato-non-ammesso', {
      detail: 'L’appuntamento non è ancora cominciato: si potrà dire com’è andato dopo la sua ora.',
    })
  await sql`update appuntamento set stato = ${stato}, motivo = ${motivo}, versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  if (atto === 'annulla') await cambiato(ctx, id, a, null)
  return fatto
}

/** An hour of a caso has who follows it: he is told by a work, since these acts reach no caso. */
async function cambiato(ctx: Ctx, appuntamento: string, a: Bloccato, nuovo: string | null) {
  const { rows } = await sql<{ si: boolean }>`select accesso.appuntamento_di_un_caso(${appuntamento}) as si`.execute(
    ctx.tx,
  )
  if (rows[0]!.si)
    ctx.emit('appuntamento.cambiato', {
      appuntamento,
      nuovo,
      ambito: ctx.ambito,
      comune: a.comuneId,
      utente: ctx.utente,
    })
}

const svolgi = (ctx: Ctx, i: Input<Api['svolgi']>): Promise<Output<Api['svolgi']>> => chiudi(ctx, i.id, 'svolgi', null)
const nonPresentato = (ctx: Ctx, i: Input<Api['nonPresentato']>): Promise<Output<Api['nonPresentato']>> =>
  chiudi(ctx, i.id, 'nonPresentato', null)
const annulla = (ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> =>
  chiudi(ctx, i.id, 'annulla', i.motivo.trim())

async function sposta(ctx: Ctx, i: Input<Api['sposta']>): Promise<Output<Api['sposta']>> {
  const a = await getAppuntamento(ctx, i.id)
  const stato = assertTransizione(transizioniAppuntamento, 'sposta', a.stato)
  if (i.operatoreId) await assertOperatore(ctx, i.operatoreId)
  const inizio = await inizioDi(ctx, i)
  // the old slot is free before the new one is taken: they may overlap
  await sql`update appuntamento set stato = ${stato}, motivo = ${i.motivo?.trim() ?? null}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ id: string }>`
    insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo, luogo)
    select comune_id, ufficio_id, ${i.operatoreId ?? a.operatoreId}, ${inizio}, ${inizio}::timestamptz + make_interval(mins => ${i.durataMinuti}), tipo, luogo
      from appuntamento where id = ${i.id} returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await sql`insert into appuntamento_persona (appuntamento_id, comune_id, persona_id)
    select ${id}::uuid, comune_id, persona_id from appuntamento_persona where appuntamento_id = ${i.id}`.execute(ctx.tx)
  await sql`update appuntamento set spostato_a = ${id} where id = ${i.id}`.execute(ctx.tx)
  await cambiato(ctx, i.id, a, id)
  return { id }
}

async function operatori(ctx: Ctx): Promise<Output<Api['operatori']>> {
  return { voci: await colleghiPer(ctx, 'agenda.gestisci') }
}

export const agendaRotte = rotte(agendaApi, { list, crea, svolgi, nonPresentato, annulla, sposta, operatori })

export const agendaVincoli: Vincoli = {
  appuntamento_non_sovrapposto: {
    codice: 'gia-presente',
    campo: 'ora',
    detail: 'In quell’ora l’operatore ha già un appuntamento: scegli un’altra ora o un altro operatore.',
  },
  appuntamento_durata_possibile: {
    codice: 'regola-non-rispettata',
    campo: 'durataMinuti',
    detail: 'Un appuntamento dura al massimo dodici ore.',
  },
}
