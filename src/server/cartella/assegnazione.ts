// The assignment board and the workload. Nothing here selects a person, an object or a note: the coordinator sees the
// weight and the dates of the work, and works on numbers.
import { type RawBuilder, sql } from 'kysely'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { assertAtto, proponiAssegnazioni, type StatoPresa } from '../../shared/cartella/prese.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { type Colonna, scriviCartella, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { etichettaVoce } from '../parametri/voci.ts'

type Voce = Output<typeof assegnazioneApi.daAssegnare>['voci'][number]
type Carico = Output<typeof assegnazioneApi.carico>['voci'][number]

async function daAssegnare(
  ctx: Ctx,
  i: Input<typeof assegnazioneApi.daAssegnare>,
): Promise<Output<typeof assegnazioneApi.daAssegnare>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [sql`p.ambito_id = ${ctx.ambito} and p.stato = 'proposta'`]
  if (i.comune) cond.push(sql`p.comune_id = ${i.comune}`)
  if (i.area) cond.push(sql`p.area = ${i.area}`)
  if (da) cond.push(sql`(p.aperta_il, p.id) > (${da[0]}::date, ${da[1]}::uuid)`)
  const { rows } = await sql<Voce>`
    select p.id, p.numero, p.comune_id, c.nome as comune, ${etichettaVoce('tipo-presa-in-carico', sql.ref('p.tipo'))} as tipo,
           ${etichettaVoce('area-utenza', sql.ref('p.area'))} as area, p.peso, p.aperta_il, kernel.oggi() - p.aperta_il as giorni
      from presa_in_carico p join comune c on c.id = p.comune_id
     where ${sql.join(cond, sql` and `)} order by p.aperta_il, p.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.apertaIl, r.id])
}

/** Loads of today, of all who may answer for a presa where the running act reaches. */
async function carichi(ctx: Ctx): Promise<Carico[]> {
  const { rows } = await sql<Carico>`
    with operatori as materialized (
      select * from accesso.operatori_con('presa.gestisci', (select kernel.comuni()))
    ), prese as (
      select o.utente_id, sum(case p.stato when 'sospesa' then p.peso / 2.0 else p.peso end)::float8 as carico,
             count(*) filter (where p.stato = 'assegnata')::int as da_accettare, count(*) filter (where p.stato in ('accettata', 'attiva'))::int as attive,
             count(*) filter (where p.stato = 'sospesa')::int as sospese,
             count(*) filter (where p.stato = 'accettata' and p.primo_contatto_il is null and p.primo_contatto_entro < kernel.oggi())::int as ritardi
        from presa_operatore o join presa_in_carico p on p.id = o.presa_id
       where o.ambito_id = ${ctx.ambito} and o.responsabile and o.al is null and p.stato <> 'chiusa' group by o.utente_id
    ), compiti as (
      select c.utente_id, count(*) filter (where c.scade between kernel.oggi() and kernel.oggi() + 7)::int as in_scadenza,
             count(*) filter (where c.scade < kernel.oggi())::int as scaduti
        from compito c where c.ambito_id = ${ctx.ambito} and c.stato = 'aperto' group by c.utente_id
    )
    select u.utente_id, u.nome, u.comuni, coalesce(p.carico, 0) as carico, coalesce(p.da_accettare, 0) as da_accettare, coalesce(p.attive, 0) as attive,
           coalesce(p.sospese, 0) as sospese, coalesce(c.in_scadenza, 0) as in_scadenza, coalesce(c.scaduti, 0) as scaduti,
           coalesce(p.ritardi, 0) as contatti_in_ritardo
      from operatori u left join prese p using (utente_id) left join compiti c using (utente_id) order by carico desc, u.nome, u.utente_id`.execute(
    ctx.tx,
  )
  return rows
}

async function carico(ctx: Ctx): Promise<Output<typeof assegnazioneApi.carico>> {
  return { voci: await carichi(ctx) }
}

async function proposta(
  ctx: Ctx,
  i: Input<typeof assegnazioneApi.proposta>,
): Promise<Output<typeof assegnazioneApi.proposta>> {
  const { rows } = await sql<{ id: string; comuneId: string; peso: number }>`
    select id, comune_id, peso from presa_in_carico where id = any (${i.prese}) and stato = 'proposta'`.execute(ctx.tx)
  return { voci: proponiAssegnazioni(rows, await carichi(ctx)) }
}

const assegnateDaAltri = (n: number) =>
  problem('stato-non-ammesso', {
    detail:
      n === 1
        ? 'Una di queste prese in carico è già stata assegnata da altri: ricarica la pagina.'
        : `${n} di queste prese in carico sono già state assegnate da altri: ricarica la pagina.`,
  })

async function assegna(
  ctx: Ctx,
  i: Input<typeof assegnazioneApi.assegna>,
): Promise<Output<typeof assegnazioneApi.assegna>> {
  const chiDi = new Map(i.assegnazioni.map((a) => [a.presaId, a.utenteId]))
  const ids = [...chiDi.keys()]
  // in one order for all, so that two coordinators never wait for each other in a circle
  const { rows: prese } = await sql<{ id: string; comuneId: string; stato: StatoPresa }>`
    select id, comune_id, stato from presa_in_carico where id = any (${ids}) order by id for update`.execute(ctx.tx)
  if (prese.length < ids.length) throw problem('non-trovato')
  const altrove = prese.filter((p) => p.stato !== 'proposta')
  if (altrove.length > 0) throw assegnateDaAltri(altrove.length)
  const { rows: operatori } = await sql<{ utenteId: string; comuni: string[] }>`
    select utente_id, comuni from accesso.operatori_con('presa.gestisci', ${[...new Set(prese.map((p) => p.comuneId))]})`.execute(
    ctx.tx,
  )
  const puo = (utenteId: string, comune: string) =>
    operatori.some((o) => o.utenteId === utenteId && o.comuni.includes(comune))
  if (prese.some((p) => !puo(chiDi.get(p.id)!, p.comuneId)))
    throw problem('regola-non-rispettata', {
      detail: 'Uno degli operatori scelti non può lavorare in quel comune: scegline un altro.',
    })
  const righe = JSON.stringify(prese.map((p) => ({ presa_id: p.id, utente_id: chiDi.get(p.id) })))
  const dopo = assertAtto('assegna', 'proposta')
  await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile)
    select p.comune_id, p.id, r.utente_id, 'assistente-sociale', true
      from jsonb_to_recordset(${righe}::jsonb) as r(presa_id uuid, utente_id uuid) join presa_in_carico p on p.id = r.presa_id`.execute(
    ctx.tx,
  )
  await sql`update presa_in_carico set stato = ${dopo}, versione = versione + 1 where id = any (${ids})`.execute(ctx.tx)
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, dettaglio)
    select p.comune_id, p.id, 'assegna', 'proposta', ${dopo}, jsonb_build_object('a', r.utente_id)
      from jsonb_to_recordset(${righe}::jsonb) as r(presa_id uuid, utente_id uuid) join presa_in_carico p on p.id = r.presa_id`.execute(
    ctx.tx,
  )
  await notificaTutti(
    ctx,
    [...new Set(chiDi.values())].map((utenteId) => ({
      utenteId,
      testo: 'Ti è stata assegnata una presa in carico: accettala o rifiutala.',
      collegamento: '/prese?stato=assegnata',
    })),
  )
  return { assegnate: prese.length }
}

const colonne: (Colonna & { di: (c: Carico) => string | number })[] = [
  { titolo: 'Operatore', larghezza: 32, di: (c) => c.nome },
  { titolo: 'Carico pesato', formato: 'numero', di: (c) => c.carico },
  { titolo: 'Da accettare', formato: 'numero', di: (c) => c.daAccettare },
  { titolo: 'Attive', formato: 'numero', di: (c) => c.attive },
  { titolo: 'Sospese', formato: 'numero', di: (c) => c.sospese },
  { titolo: 'Compiti entro 7 giorni', formato: 'numero', di: (c) => c.inScadenza },
  { titolo: 'Compiti scaduti', formato: 'numero', di: (c) => c.scaduti },
  { titolo: 'Primi contatti in ritardo', formato: 'numero', di: (c) => c.contattiInRitardo },
]

async function esportaCarico(ctx: Ctx): Promise<Output<typeof assegnazioneApi.esportaCarico>> {
  const righe = (await carichi(ctx)).map((c) => colonne.map((k) => k.di(c)))
  return {
    nome: `carico-di-lavoro-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: await scriviCartella({ titolo: 'Carico di lavoro', fogli: [{ nome: 'Carico', colonne, righe }] }),
  }
}

export const assegnazioneRotte = rotte(assegnazioneApi, { daAssegnare, proposta, assegna, carico, esportaCarico })
