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
import { professioneDi } from './presa.ts'

type Voce = Output<typeof assegnazioneApi.daAssegnare>['voci'][number]
type Carico = Output<typeof assegnazioneApi.carico>['voci'][number]

/** Who may answer for a presa in carico today, comune by comune, where the running act reaches. */
const chiPuo = sql`chi_puo as materialized (
  select o.utente_id, t.comune from accesso.operatori_con('presa.gestisci', (select kernel.comuni())) o cross join lateral unnest(o.comuni) t(comune))`

/** Its responsible may no longer: he has ceased, is suspended, works elsewhere. */
const senzaChiRisponda = sql`not exists (
  select 1 from presa_operatore o join chi_puo x on x.utente_id = o.utente_id and x.comune = p.comune_id where o.presa_id = p.id and o.responsabile and o.al is null)`

async function daAssegnare(
  ctx: Ctx,
  i: Input<typeof assegnazioneApi.daAssegnare>,
): Promise<Output<typeof assegnazioneApi.daAssegnare>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [
    sql`p.ambito_id = ${ctx.ambito} and p.stato in ('proposta', 'assegnata') and (p.stato = 'proposta' or ${senzaChiRisponda})`,
  ]
  if (i.comune) cond.push(sql`p.comune_id = ${i.comune}`)
  if (i.area) cond.push(sql`p.area = ${i.area}`)
  if (da) cond.push(sql`(p.aperta_il, p.id) > (${da[0]}::date, ${da[1]}::uuid)`)
  const { rows } = await sql<Voce>`
    with ${chiPuo} select p.id, p.numero, p.comune_id, c.nome as comune, ${etichettaVoce('tipo-presa-in-carico', sql.ref('p.tipo'))} as tipo,
           ${etichettaVoce('area-utenza', sql.ref('p.area'))} as area, p.peso, p.aperta_il, kernel.oggi() - p.aperta_il as giorni,
           p.stato <> 'proposta' as da_riassegnare
      from presa_in_carico p join comune c on c.id = p.comune_id
     where ${sql.join(cond, sql` and `)} order by p.aperta_il, p.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.apertaIl, r.id])
}

/** States in which somebody answers for it. Named one by one, they lead to those of the ambito that are open, and not to its whole history. */
const CON_RESPONSABILE: readonly StatoPresa[] = ['assegnata', 'accettata', 'attiva', 'sospesa']

/**
 * Loads of today, of all who may answer for a presa where the running act reaches; and of whoever no longer may and still
 * has some, or nobody would see them.
 */
async function carichi(ctx: Ctx): Promise<Carico[]> {
  const { rows } = await sql<Carico>`
    with operatori as materialized (
      select * from accesso.operatori_con('presa.gestisci', (select kernel.comuni()))
    ), prese as materialized (
      select o.utente_id, sum(case p.stato when 'sospesa' then p.peso / 2.0 else p.peso end)::float8 as carico,
             count(*) filter (where p.stato = 'assegnata')::int as da_accettare, count(*) filter (where p.stato in ('accettata', 'attiva'))::int as attive,
             count(*) filter (where p.stato = 'sospesa')::int as sospese,
             count(*) filter (where p.stato = 'accettata' and p.primo_contatto_il is null and p.primo_contatto_entro < kernel.oggi())::int as ritardi
        from presa_operatore o join presa_in_carico p on p.id = o.presa_id
       where p.ambito_id = ${ctx.ambito} and p.stato = any (${[...CON_RESPONSABILE]}) and o.responsabile and o.al is null group by o.utente_id
    ), compiti as materialized (
      select c.utente_id, count(*) filter (where c.scade between kernel.oggi() and kernel.oggi() + 7)::int as in_scadenza,
             count(*) filter (where c.scade < kernel.oggi())::int as scaduti
        from compito c where c.ambito_id = ${ctx.ambito} and c.stato = 'aperto' group by c.utente_id
    ), altri as (
      -- who has to-dos in a team without answering for a presa, as an educator, is not missing: he is of no board
      select utente_id from prese union
      select c.utente_id from compiti c where not exists (select 1 from accesso.operatori_con('presa.mie', (select kernel.comuni())) m where m.utente_id = c.utente_id)
    ), tutti as (
      select utente_id, nome, comuni, true as in_servizio from operatori union all
      select n.id, n.nome, '{}'::text[], false
        from accesso.nomi_di(array(select utente_id from altri where utente_id not in (select utente_id from operatori))) n
    )
    select u.utente_id, u.nome, u.comuni, u.in_servizio, coalesce(p.carico, 0) as carico, coalesce(p.da_accettare, 0) as da_accettare, coalesce(p.attive, 0) as attive,
           coalesce(p.sospese, 0) as sospese, coalesce(c.in_scadenza, 0) as in_scadenza, coalesce(c.scaduti, 0) as scaduti,
           coalesce(p.ritardi, 0) as contatti_in_ritardo
      from tutti u left join prese p using (utente_id) left join compiti c using (utente_id) order by carico desc, u.nome, u.utente_id`.execute(
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
    with ${chiPuo} select p.id, p.comune_id, p.peso from presa_in_carico p
     where p.id = any (${i.prese}) and p.stato in ('proposta', 'assegnata') and (p.stato = 'proposta' or ${senzaChiRisponda})`.execute(
    ctx.tx,
  )
  return { voci: proponiAssegnazioni(rows, await carichi(ctx)) }
}

const assegnateDaAltri = (n: number) =>
  problem('stato-non-ammesso', {
    detail:
      n === 1
        ? 'Una di queste prese in carico è già stata assegnata da altri: ricarica la pagina.'
        : `${n} di queste prese in carico sono già state assegnate da altri: ricarica la pagina.`,
  })

/** From who was gone before he could answer: to another, with the to-dos that it had. */
async function riprendi(ctx: Ctx, prese: string[], righe: string) {
  await sql`update compito c set utente_id = r.utente_id, versione = c.versione + 1
      from jsonb_to_recordset(${righe}::jsonb) as r(presa_id uuid, utente_id uuid) join presa_operatore o on o.presa_id = r.presa_id and o.responsabile and o.al is null
     where c.presa_id = r.presa_id and r.presa_id = any (${prese}) and c.utente_id = o.utente_id and c.stato = 'aperto'`.execute(
    ctx.tx,
  )
  await sql`update presa_operatore o set al = greatest(o.dal, kernel.oggi()), motivo = 'Non più in servizio'
      from jsonb_to_recordset(${righe}::jsonb) as r(presa_id uuid, utente_id uuid)
     where o.presa_id = r.presa_id and r.presa_id = any (${prese}) and o.al is null and (o.responsabile or o.utente_id = r.utente_id)`.execute(
    ctx.tx,
  )
}

async function assegna(
  ctx: Ctx,
  i: Input<typeof assegnazioneApi.assegna>,
): Promise<Output<typeof assegnazioneApi.assegna>> {
  const chiDi = new Map(i.assegnazioni.map((a) => [a.presaId, a.utenteId]))
  const ids = [...chiDi.keys()]
  // in one order for all, so that two coordinators never wait for each other in a circle
  await sql`select 1 from presa_in_carico where id = any (${ids}) order by id for update`.execute(ctx.tx)
  const { rows: prese } = await sql<{ id: string; comuneId: string; stato: StatoPresa; diNessuno: boolean }>`
    with ${chiPuo} select p.id, p.comune_id, p.stato, ${senzaChiRisponda} as di_nessuno from presa_in_carico p where p.id = any (${ids})`.execute(
    ctx.tx,
  )
  if (prese.length < ids.length) throw problem('non-trovato')
  const riprese = prese.filter((p) => p.stato === 'assegnata' && p.diNessuno).map((p) => p.id)
  const altrove = prese.filter((p) => p.stato !== 'proposta' && !riprese.includes(p.id))
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
  if (riprese.length > 0) await riprendi(ctx, riprese, righe)
  await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile)
    select p.comune_id, p.id, r.utente_id, ${professioneDi(sql`r.utente_id`, sql`p.id`)}, true
      from jsonb_to_recordset(${righe}::jsonb) as r(presa_id uuid, utente_id uuid) join presa_in_carico p on p.id = r.presa_id`.execute(
    ctx.tx,
  )
  await sql`update presa_in_carico set stato = ${dopo}, versione = versione + 1 where id = any (${ids})`.execute(ctx.tx)
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, dettaglio)
    select p.comune_id, p.id, 'assegna', case when p.id = any (${riprese}) then 'assegnata' else 'proposta' end, ${dopo}, jsonb_build_object('a', r.utente_id)
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
  { titolo: 'In servizio', larghezza: 12, di: (c) => (c.inServizio ? 'sì' : 'non più') },
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
