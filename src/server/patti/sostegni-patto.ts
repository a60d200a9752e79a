// The supports of a signed pact: how each goes, and what it has given with its days, also while it goes on. What was given is of one
// year, so that the report of a year is a sum (migration 0084).
import { type RawBuilder, sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  erogazioneImpedita,
  type StatoSostegno,
  senzaPosto,
  transizioniSostegno,
  vuoleMotivo,
} from '../../shared/patti/monitoraggio.rules.ts'
import type { monitoraggioApi, SostegnoPatto } from '../../shared/patti/patto.api.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertAvvenuto } from './caso.ts'
import type { Patto } from './patto-lettura.ts'
import { annotaPatto, daMonitorare, daRendicontare } from './patto-scrittura.ts'

type Api = typeof monitoraggioApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

/** Days in which a support was not given, between its first and its last: `[{ dal, al }]`, in order. */
export const interruzioniDi = (colonna: RawBuilder<unknown>) =>
  sql`(select coalesce(jsonb_agg(jsonb_build_object('dal', lower(g), 'al', upper(g) - 1) order by lower(g)), '[]') from unnest(${colonna}) g)`

/** The supports of a pact through its versions, with what they have given and, of the catalogue, the places of the whole ambito. */
export async function sostegniDi(ctx: Ctx, origineId: string): Promise<SostegnoPatto[]> {
  const { rows } = await sql<SostegnoPatto>`
    select x.id, x.voce, x.sostegno, x.offerta_id, x.stato, x.dal, x.richiesto_il, x.attivo_dal, x.finito_il, x.fondo, ${interruzioniDi(sql`x.interruzioni`)} as interruzioni,
           coalesce(e.ore, 0)::int as ore, coalesce(e.costo, 0)::float8 as costo, coalesce(e.erogazioni, '[]') as erogazioni,
           accesso.davanti_in_attesa(x.id) as davanti, o.posti, coalesce(q.attivi, 0)::int as attivi, coalesce(q.in_attesa, 0)::int as in_attesa
      from patto_sostegno x left join offerta_sostegno o on o.id = x.offerta_id
      left join (select offerta_id, sum(attivi) as attivi, sum(in_attesa) as in_attesa from accesso.posti_per_gruppo() group by 1) q on q.offerta_id = x.offerta_id
      left join lateral (
        select sum(y.ore) as ore, sum(y.costo) as costo,
               jsonb_agg(jsonb_build_object('id', y.id, 'dal', y.dal, 'al', y.al, 'ore', y.ore, 'costo', y.costo, 'fondo', y.fondo, 'altrove', y.altrove,
                 'registrataIl', kernel.giorno(y.registrata_il), 'tardiva', not y.altrove and y.registrata_da is not null and kernel.giorno(y.registrata_il) > coalesce(x.finito_il, (select max(p.chiuso_il) from patto p where p.origine_id = x.origine_id and p.stato = 'chiuso'), 'infinity')) order by y.dal, y.id) as erogazioni
          from patto_erogazione y where y.sostegno_id = x.id and y.tolta_il is null) e on true
     where x.origine_id = ${origineId} order by x.dal, x.id`.execute(ctx.tx)
  return rows
}

interface Sostegno {
  id: string
  offertaId: string | null
  stato: StatoSostegno
  attivoDal: string | null
  finitoIl: string | null
  interruzioni: { dal: string; al: string }[]
  /** Last day of what it is written to have given. */
  datoFino: string | null
  fondo: string | null
}
async function getSostegno(ctx: Ctx, p: Patto, id: string): Promise<Sostegno> {
  const { rows } = await sql<Sostegno>`
    select id, offerta_id, stato, attivo_dal, finito_il, fondo, ${interruzioniDi(sql`patto_sostegno.interruzioni`)} as interruzioni,
           (select max(e.al) from patto_erogazione e where e.sostegno_id = patto_sostegno.id and e.tolta_il is null) as dato_fino from patto_sostegno where id = ${id} and origine_id = ${p.origineId}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function sostegno(ctx: Ctx, i: Input<Api['sostegno']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const x = await getSostegno(ctx, p, i.sostegno)
  const stato = assertTransizione(transizioniSostegno, i.atto, x.stato)
  assertAvvenuto(ctx, c, i.giorno)
  if (vuoleMotivo(i.atto) && !i.motivo) throw erroreDiCampo('motivo', 'Scrivi perché.')
  if (x.attivoDal && i.giorno < x.attivoDal) throw erroreDiCampo('giorno', 'La data viene prima dell’inizio.')
  if (x.finitoIl && i.giorno < x.finitoIl)
    throw erroreDiCampo('giorno', `La data viene prima dell’interruzione: ${giornoInParole(x.finitoIl)}.`)
  const ferma = x.interruzioni.at(-1)
  if (ferma && i.giorno <= ferma.al)
    throw erroreDiCampo(
      'giorno',
      `In quel giorno il sostegno era interrotto: è ripreso dopo il ${giornoInParole(ferma.al)}.`,
    )
  const finisce = stato === 'concluso' || stato === 'interrotto' || stato === 'non-attivato'
  if (finisce && x.datoFino && x.datoFino > i.giorno)
    throw erroreDiCampo(
      'giorno',
      'Dopo questo giorno ci sono ore o costi registrati: togli quelli, oppure scegli un altro giorno.',
    )
  if (stato === 'attivo' && !i.oltreIPosti) await assertPosto(ctx, p, x)
  await sql`update patto_sostegno set stato = ${stato}, versione = versione + 1,
      richiesto_il = case when ${stato} = 'in-attesa' then ${i.giorno}::date else richiesto_il end,
      messo_in_attesa_il = case when ${stato} = 'in-attesa' then ${ctx.adesso().toISOString()}::timestamptz else messo_in_attesa_il end,
      attivo_dal = case when ${stato} = 'attivo' then coalesce(attivo_dal, ${i.giorno}::date) else attivo_dal end,
      interruzioni = case when stato = 'interrotto' and ${stato} = 'attivo' then interruzioni + datemultirange(daterange(finito_il + 1, greatest(${i.giorno}::date, finito_il + 1))) else interruzioni end,
      -- concluded after it was interrupted, it was given until then
      finito_il = case when ${finisce} then coalesce(finito_il, ${i.giorno}::date) end where id = ${x.id}`.execute(
    ctx.tx,
  )
  // when it was concluded, having been given until it was interrupted, is said by the story of the pact alone
  const dopo = i.atto === 'concludi' && x.finitoIl ? giornoInParole(i.giorno) : null
  const testo = [dopo, i.motivo?.trim()].filter(Boolean).join(': ')
  if (testo) await annotaPatto(ctx, p, `sostegno-${i.atto}`, testo)
  await avvisaPostiLiberi(ctx, [x.offertaId])
  return fatto
}

/** A place of the catalogue for this one, with nobody before; refused with the sentence, until one says that it goes on all the same. */
async function assertPosto(ctx: Ctx, p: Patto, x: Sostegno): Promise<void> {
  if (!x.offertaId) return
  // of two that take the last place, the second finds none
  await sql`select pg_advisory_xact_lock(hashtextextended(${`offerta_sostegno ${x.offertaId}`}, 0))`.execute(ctx.tx)
  const suo = (await sostegniDi(ctx, p.origineId)).find((s) => s.id === x.id)!
  const perche = senzaPosto(suo)
  if (perche) throw erroreDiCampo('oltreIPosti', `${perche} Per attivarlo lo stesso, dillo.`)
}

/** Tells the case managers of who comes next that there is a place: after whatever frees one, or moves who waits. */
export async function avvisaPostiLiberi(ctx: Ctx, offerte: readonly (string | null)[]): Promise<void> {
  for (const offerta of new Set(offerte)) {
    if (!offerta) continue
    const { rows } = await sql<{ utenteId: string; pattoId: string; nome: string }>`
      select utente_id, patto_id, nome from accesso.avvisa_posti_liberi(${offerta})`.execute(ctx.tx)
    await notificaTutti(
      ctx,
      rows.map((r) => ({
        utenteId: r.utenteId,
        testo: `C’è un posto libero in «${r.nome}» per un tuo caso che lo attende.`,
        collegamento: `/patti/${r.pattoId}/monitoraggio`,
      })),
    )
  }
}

export async function eroga(ctx: Ctx, i: Input<Api['eroga']>): Promise<Fatto> {
  const { p, chiusoIl } = await daRendicontare(ctx, i.id)
  const x = await getSostegno(ctx, p, i.sostegno)
  const { rows: gia } = await sql<{ dal: string; al: string }>`
    select dal, al from patto_erogazione where sostegno_id = ${x.id} and tolta_il is null order by dal`.execute(ctx.tx)
  // a household that went to another comune has its supports go on there: what is written here is of the days before
  const no = erogazioneImpedita({ ...x, finitoIl: x.finitoIl ?? chiusoIl }, i, gia, ctx.oggi())
  if (no) throw erroreDiCampo(no.campo, no.perche)
  await sql`insert into patto_erogazione (comune_id, caso_id, sostegno_id, dal, al, ore, costo, fondo)
    values (${p.comuneId}, ${p.casoId}, ${x.id}, ${i.dal}, ${i.al}, ${i.ore ?? null}, ${i.costo ?? null}, ${x.fondo})`.execute(
    ctx.tx,
  )
  // the story of the pact says what was written when it was already over
  if (p.stato === 'chiuso')
    await annotaPatto(ctx, p, 'eroga-tardi', `${giornoInParole(i.dal)} – ${giornoInParole(i.al)}`)
  return fatto
}

export async function togliErogazione(ctx: Ctx, i: Input<Api['togliErogazione']>): Promise<Fatto> {
  const { p } = await daRendicontare(ctx, i.id)
  const x = await getSostegno(ctx, p, i.sostegno)
  const { rows } = await sql`
    update patto_erogazione set tolta_il = ${ctx.adesso().toISOString()} where id = ${i.erogazione} and sostegno_id = ${x.id} and tolta_il is null and not altrove returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  await annotaPatto(ctx, p, 'togli-erogazione', i.motivo.trim())
  return fatto
}
