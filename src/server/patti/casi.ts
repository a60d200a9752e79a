// The coordinator's work. Nothing here selects how far a caso is: that table opens to nobody who reaches his comuni whole, and what
// his acts must know of it, to be lawful, they ask of functions that answer them and no reader.
import { sql } from 'kysely'
import { proponiAssegnazioni } from '../../shared/cartella/prese.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type CaricoCaseManager, casiApi } from '../../shared/patti/casi.api.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { analisiFerma } from './cartella-chiusa.ts'
import { cerca } from './casi-elenco.ts'
import { assertAtto, type Bloccato, blocca, muovi } from './coordinatore.ts'
import { arrivi, comuni, offri, rispondi, ritira } from './offerte.ts'

type Api = typeof casiApi
const SOLO_LUI = 'caso.gestisci'

async function storia(ctx: Ctx, i: Input<Api['storia']>): Promise<Output<Api['storia']>> {
  const { rows: c } = await sql`select 1 from caso where id = ${i.id}`.execute(ctx.tx)
  if (c.length === 0) throw problem('non-trovato')
  const { rows } = await sql<Output<Api['storia']>['voci'][number]>`
    select coalesce((select nome from accesso.nomi_di(array[a.utente_id])), '–') as case_manager, a.dal, a.al, a.motivo,
           (select nome from accesso.nomi_di(array[a.assegnato_da])) as assegnato_da, a.assegnato_il
      from caso_assegnazione a where a.caso_id = ${i.id} order by a.al is null desc, a.assegnato_il desc, a.dal desc, a.id`.execute(
    ctx.tx,
  )
  const { rows: offerte } = await sql<Output<Api['storia']>['offerte'][number]>`
    select d.nome as comune, o.stato, o.motivo, o.risposta, o.offerta_il, o.risposta_il from caso_offerta o join comune d on d.id = o.comune_dest_id
     where o.caso_id = ${i.id} order by o.offerta_il desc, o.id`.execute(ctx.tx)
  return { voci: rows, offerte }
}

interface Conto {
  utenteId: string | null
  casi: number
  peso: number
  inScadenza: number
  scaduti: number
}

/** Case managers of the coordinator's comuni with the counts of their work there. */
async function carichi(ctx: Ctx): Promise<{ voci: CaricoCaseManager[]; nessuno: Conto | undefined; giorni: number }> {
  const { rows: g } = await sql<{
    n: number
  }>`select (kernel.parametro('caso.scadenza-vicina-giorni'))::int as n`.execute(ctx.tx)
  const giorni = g[0]!.n
  const { rows: conti } = await sql<Conto>`select * from accesso.carico_casi(${giorni})`.execute(ctx.tx)
  const { rows: chi } = await sql<{ utenteId: string; nome: string; comuni: string[] }>`
    select * from accesso.operatori_con(${SOLO_LUI}, (select kernel.comuni())) order by nome, utente_id`.execute(ctx.tx)
  // who has left may still have casi: he is shown, so that they are given to somebody else
  const assenti = conti.flatMap((c) => (c.utenteId && !chi.some((x) => x.utenteId === c.utenteId) ? [c.utenteId] : []))
  const { rows: nomi } = await sql<{
    id: string
    nome: string
  }>`select * from accesso.nomi_di(${assenti}::uuid[])`.execute(ctx.tx)
  const vuoto = { casi: 0, peso: 0, inScadenza: 0, scaduti: 0 }
  const tutti = [...chi, ...nomi.map((n) => ({ utenteId: n.id, nome: n.nome, comuni: [] as string[] }))]
  const voci = tutti.map(({ utenteId, nome, comuni }) => {
    const { utenteId: _u, ...c } = conti.find((x) => x.utenteId === utenteId) ?? { utenteId, ...vuoto }
    return { utenteId, nome, comuni, ...c }
  })
  return { voci, nessuno: conti.find((c) => c.utenteId === null), giorni }
}

async function carico(ctx: Ctx): Promise<Output<Api['carico']>> {
  const { voci, nessuno, giorni } = await carichi(ctx)
  return {
    voci,
    daAssegnare: nessuno?.casi ?? 0,
    daAssegnareScaduti: nessuno?.scaduti ?? 0,
    giorni,
    analisiFerma: await analisiFerma(ctx),
  }
}

async function proposta(ctx: Ctx, i: Input<Api['proposta']>): Promise<Output<Api['proposta']>> {
  const { rows } = await sql<{ id: string; comuneId: string; peso: number }>`
    select id, comune_id, peso from caso where id = any (${i.casi}) and assegnazione = 'da-assegnare' order by id`.execute(
    ctx.tx,
  )
  const { voci } = await carichi(ctx)
  const chi = voci.filter((v) => v.comuni.length > 0)
  // whom INPS indicates first, if he follows casi there; the others share the weight that is left
  const { rows: dettiDaInps } = await sql<{ casoId: string; utenteId: string }>`
    select * from accesso.case_manager_indicato(${rows.map((r) => r.id)}::uuid[])`.execute(ctx.tx)
  const indicati = new Map(
    dettiDaInps.flatMap((d) => {
      const r = rows.find((x) => x.id === d.casoId)!
      return chi.some((v) => v.utenteId === d.utenteId && v.comuni.includes(r.comuneId)) ? [[r.id, d.utenteId]] : []
    }),
  )
  const gia = (utenteId: string) => rows.reduce((somma, r) => somma + (indicati.get(r.id) === utenteId ? r.peso : 0), 0)
  const fatte = new Map(
    proponiAssegnazioni(
      rows.filter((r) => !indicati.has(r.id)),
      chi.map((v) => ({ utenteId: v.utenteId, comuni: v.comuni, carico: v.peso + gia(v.utenteId) })),
    ).map((p) => [p.presaId, p.utenteId]),
  )
  return {
    voci: rows.map((r) => ({
      casoId: r.id,
      utenteId: indicati.get(r.id) ?? fatte.get(r.id) ?? null,
      indicato: indicati.has(r.id),
    })),
  }
}

/** Who is chosen must be able to follow the caso there, and must not be of the household. */
async function assertCaseManager(ctx: Ctx, casi: readonly Bloccato[], chiDi: ReadonlyMap<string, string>) {
  const { rows: operatori } = await sql<{ utenteId: string; comuni: string[] }>`
    select utente_id, comuni from accesso.operatori_con(${SOLO_LUI}, ${[...new Set(casi.map((c) => c.comuneId))]})`.execute(
    ctx.tx,
  )
  for (const c of casi)
    if (!operatori.some((o) => o.utenteId === chiDi.get(c.id) && o.comuni.includes(c.comuneId)))
      throw erroreDiCampo(
        'utenteId',
        'Uno degli operatori scelti non è case manager in quel comune: scegline un altro.',
      )
  const coppie = JSON.stringify(casi.map((c) => ({ d: c.domandaId, u: chiDi.get(c.id) })))
  const { rows: suoi } = await sql`
    select 1 from jsonb_to_recordset(${coppie}::jsonb) as x(d uuid, u uuid) where accesso.ne_fa_parte(x.d, x.u) limit 1`.execute(
    ctx.tx,
  )
  if (suoi.length > 0)
    throw erroreDiCampo('utenteId', 'L’operatore scelto non può seguire questo nucleo: scegline un altro.')
}

async function affida(
  ctx: Ctx,
  casi: readonly Bloccato[],
  chiDi: ReadonlyMap<string, string>,
  atto: 'assegna' | 'riassegna',
  motivo: string | null,
) {
  assertAtto(atto, casi)
  await assertCaseManager(ctx, casi, chiDi)
  const righe = JSON.stringify(casi.map((c) => ({ caso_id: c.id, utente_id: chiDi.get(c.id) })))
  const chi = sql`jsonb_to_recordset(${righe}::jsonb) as r(caso_id uuid, utente_id uuid)`
  await sql`update caso_assegnazione set al = kernel.oggi() where caso_id = any (${casi.map((c) => c.id)}) and al is null`.execute(
    ctx.tx,
  )
  await sql`insert into caso_assegnazione (comune_id, caso_id, utente_id, motivo)
    select c.comune_id, c.id, r.utente_id, ${motivo} from ${chi} join caso c on c.id = r.caso_id`.execute(ctx.tx)
  await sql`update caso c set assegnazione = 'assegnato', assegnatario_id = r.utente_id, assegnato_il = kernel.oggi(), versione = c.versione + 1
    from ${chi} where c.id = r.caso_id`.execute(ctx.tx)
  await muovi(ctx, casi, atto, motivo)
  // the presa in carico of the record is opened, or found, by a work that may see it
  for (const c of casi)
    ctx.emit('caso.presa', { caso: c.id, ambito: ctx.ambito, utente: ctx.utente, comune: c.comuneId })
  const quanti = Map.groupBy(casi, (c) => chiDi.get(c.id)!)
  await notificaTutti(
    ctx,
    [...quanti].map(([utenteId, suoi]) => ({
      utenteId,
      testo: suoi.length === 1 ? 'Ti è stato assegnato un caso.' : `Ti sono stati assegnati ${suoi.length} casi.`,
      collegamento: '/miei-casi',
    })),
  )
  return { assegnati: casi.length }
}

async function assegna(ctx: Ctx, i: Input<Api['assegna']>): Promise<Output<Api['assegna']>> {
  const chiDi = new Map(i.voci.map((v) => [v.casoId, v.utenteId]))
  return affida(ctx, await blocca(ctx, [...chiDi.keys()]), chiDi, 'assegna', null)
}

async function riassegna(ctx: Ctx, i: Input<Api['riassegna']>): Promise<Output<Api['riassegna']>> {
  const casi = await blocca(ctx, i.casi)
  const gia = casi.find((c) => c.assegnatarioId === i.utenteId)
  if (gia)
    throw erroreDiCampo(
      'utenteId',
      `${gia.richiedente} è già assegnato a questo case manager: togli quel caso dalla scelta.`,
    )
  const esito = await affida(ctx, casi, new Map(casi.map((c) => [c.id, i.utenteId])), 'riassegna', i.motivo.trim())
  const prima = [...new Set(casi.flatMap((c) => c.assegnatarioId ?? []))]
  await notificaTutti(
    ctx,
    prima.map((utenteId) => ({
      utenteId,
      testo: 'Alcuni tuoi casi sono stati affidati a un collega.',
      collegamento: '/miei-casi',
    })),
  )
  return esito
}

async function pesa(ctx: Ctx, i: Input<Api['pesa']>): Promise<Output<Api['pesa']>> {
  const { rows } =
    await sql`update caso set peso = ${i.peso}, versione = versione + 1 where id = ${i.id} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw problem('non-trovato')
  return { fatto: true }
}

async function numeri(ctx: Ctx): Promise<Output<Api['numeri']>> {
  const { rows } = await sql<Output<Api['numeri']>['voci'][number]>`
    select n.comune_id, k.nome as comune, m.nome as misura, n.da_assegnare, n.assegnati, n.passati, n.conclusi
      from accesso.conta_casi() n join comune k on k.id = n.comune_id join misura m on m.id = n.misura_id order by k.nome, m.nome`.execute(
    ctx.tx,
  )
  return { voci: rows, analisiFerma: await analisiFerma(ctx) }
}

export const casiRotte = rotte(casiApi, {
  cerca,
  storia,
  carico,
  proposta,
  assegna,
  riassegna,
  pesa,
  offri,
  ritira,
  arrivi,
  rispondi,
  comuni,
  numeri,
})
