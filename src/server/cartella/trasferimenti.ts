// Transfer inside a comune. Only who answers for the presa offers it. Until the colleague accepts, the old responsible
// stays; the offer opens the folder to him, with its purpose and for some days, so that he decides knowing; a refusal
// closes it again.
import { sql } from 'kysely'
import { trasferimentiApi } from '../../shared/cartella/trasferimenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { notifica, notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { preparaConsegne, scriviConsegne } from './consegne.ts'
import {
  assertPuo,
  avvisaResponsabile,
  bloccaPresa,
  muovi,
  nominaResponsabile,
  type Presa,
  parametro,
  passaCompiti,
  passaggioInCorso,
} from './presa.ts'
import { assertRispondeDellaPresa } from './risponde.ts'

const MOTIVO = 'passaggio-consegne'

async function offri(
  ctx: Ctx,
  i: Input<typeof trasferimentiApi.offri>,
): Promise<Output<typeof trasferimentiApi.offri>> {
  const p = await bloccaPresa(ctx, i.id)
  await assertRispondeDellaPresa(ctx, p)
  if (i.utenteId === p.responsabileId)
    throw erroreDiCampo('utenteId', 'È già il responsabile: scegli un altro collega.')
  await assertPuo(ctx, i.utenteId, 'presa.gestisci', p.comuneId)
  if (await passaggioInCorso(ctx, p.id))
    throw problem('stato-non-ammesso', { detail: 'C’è già un passaggio offerto: attendi la risposta o ritiralo.' })
  await muovi(ctx, p, 'offri', { motivo: i.motivo, dettaglio: { a: i.utenteId } })
  const { rows } = await sql<{ id: string }>`
    insert into trasferimento (comune_id, persona_id, presa_id, da_utente_id, a_utente_id, riservato_a)
    select comune_id, persona_id, id, ${p.responsabileId}, ${i.utenteId}, riservato_a from presa_in_carico where id = ${p.id} returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await scriviConsegne(ctx, id, await preparaConsegne(ctx, p.id, p.personaId))
  const giorni = await parametro(ctx, 'presa.offerta-giorni')
  await sql`insert into apertura_fascicolo (comune_id, persona_id, utente_id, motivo, dettaglio, scade)
    values (${p.comuneId}, ${p.personaId}, ${i.utenteId}, ${MOTIVO}, 'Passaggio offerto: lettura per decidere', kernel.adesso() + make_interval(days => ${giorni}))`.execute(
    ctx.tx,
  )
  // who answers for the service may name himself
  if (i.utenteId !== ctx.utente)
    await notifica(
      ctx,
      i.utenteId,
      'Un collega ti offre il passaggio di una presa in carico: leggi le consegne e rispondi.',
      `/prese/${p.id}`,
    )
  await avvisaResponsabile(
    ctx,
    p,
    'Il responsabile del servizio ha offerto il passaggio di una presa in carico di cui sei responsabile: guarda a chi e perché.',
  )
  return { id }
}

interface Offerta {
  id: string
  presaId: string
  stato: string
  aUtenteId: string
  offertoDa: string | null
}

async function getOfferta(ctx: Ctx, id: string): Promise<{ t: Offerta; p: Presa }> {
  const { rows: prima } = await sql<{ presaId: string }>`select presa_id from trasferimento where id = ${id}`.execute(
    ctx.tx,
  )
  if (!prima[0]) throw problem('non-trovato')
  const p = await bloccaPresa(ctx, prima[0].presaId)
  const { rows } =
    await sql<Offerta>`select id, presa_id, stato, a_utente_id, offerto_da from trasferimento where id = ${id} for update`.execute(
      ctx.tx,
    )
  const t = rows[0]!
  if (t.stato !== 'offerto')
    throw problem('stato-non-ammesso', { detail: 'A questa offerta è già stato risposto: ricarica la pagina.' })
  return { t, p }
}

function assertDestinatario(ctx: Ctx, t: Offerta) {
  if (t.aUtenteId !== ctx.utente)
    throw problem('azione-non-consentita', { detail: 'Risponde soltanto il collega a cui il passaggio è offerto.' })
}

/** The answer is told to the responsible of until now and, if he is another, to who made the offer. */
const avvisaDellaRisposta = (ctx: Ctx, p: Presa, t: Offerta, testo: string, collegamento?: string) =>
  notificaTutti(
    ctx,
    [p.responsabileId, t.offertoDa].flatMap((utenteId) =>
      utenteId && utenteId !== ctx.utente ? [{ utenteId, testo, ...(collegamento && { collegamento }) }] : [],
    ),
  )

const rispondi = (ctx: Ctx, t: Offerta, stato: string) =>
  sql`update trasferimento set stato = ${stato}, risposto_il = kernel.adesso() where id = ${t.id}`.execute(ctx.tx)

/** The opening that the offer gave ends with it. */
const richiudiFascicolo = (ctx: Ctx, p: Presa, t: Offerta) =>
  sql`update apertura_fascicolo set scade = greatest(kernel.adesso(), dal + interval '1 second')
    where persona_id = ${p.personaId} and utente_id = ${t.aUtenteId} and motivo = ${MOTIVO} and scade > kernel.adesso()`.execute(
    ctx.tx,
  )

async function accetta(ctx: Ctx, i: Input<typeof trasferimentiApi.accetta>): Promise<{ fatto: true }> {
  const { t, p } = await getOfferta(ctx, i.id)
  assertDestinatario(ctx, t)
  await muovi(ctx, p, 'passa', { dettaglio: { da: p.responsabileId, a: t.aUtenteId } })
  await rispondi(ctx, t, 'accettato')
  await nominaResponsabile(ctx, p, t.aUtenteId, 'Passaggio di consegne')
  if (p.responsabileId) await passaCompiti(ctx, p, p.responsabileId, t.aUtenteId)
  await avvisaDellaRisposta(
    ctx,
    p,
    t,
    'Il passaggio di una presa in carico è stato accettato: ora ne risponde il collega a cui era offerto.',
  )
  return { fatto: true }
}

async function rifiuta(ctx: Ctx, i: Input<typeof trasferimentiApi.rifiuta>): Promise<{ fatto: true }> {
  const { t, p } = await getOfferta(ctx, i.id)
  assertDestinatario(ctx, t)
  await lasciaComera(ctx, p, 'Passaggio rifiutato', i.motivo)
  await rispondi(ctx, t, 'rifiutato')
  await richiudiFascicolo(ctx, p, t)
  await avvisaDellaRisposta(
    ctx,
    p,
    t,
    'Il passaggio di una presa in carico è stato rifiutato: ne risponde ancora chi ne era responsabile.',
    `/prese/${p.id}`,
  )
  return { fatto: true }
}

async function ritira(ctx: Ctx, i: Input<typeof trasferimentiApi.ritira>): Promise<{ fatto: true }> {
  const { t, p } = await getOfferta(ctx, i.id)
  if (t.aUtenteId === ctx.utente)
    throw problem('azione-non-consentita', { detail: 'Chi ha ricevuto l’offerta la accetta o la rifiuta.' })
  await assertRispondeDellaPresa(ctx, p)
  await lasciaComera(ctx, p, 'Passaggio ritirato', i.motivo)
  await rispondi(ctx, t, 'ritirato')
  await richiudiFascicolo(ctx, p, t)
  await avvisaResponsabile(
    ctx,
    p,
    'Il responsabile del servizio ha ritirato l’offerta di passaggio di una presa in carico di cui sei responsabile.',
  )
  return { fatto: true }
}

/** The presa stays as it was; the history says what happened. */
const lasciaComera = (ctx: Ctx, p: Presa, atto: string, motivo: string) =>
  sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, motivo) values (${p.comuneId}, ${p.id}, ${atto}, ${p.stato}, ${p.stato}, ${motivo.trim()})`.execute(
    ctx.tx,
  )

async function vedi(ctx: Ctx, i: Input<typeof trasferimentiApi.vedi>): Promise<{ fatto: true }> {
  const { rows } = await sql<{
    stato: string
    aUtenteId: string
  }>`select stato, a_utente_id from trasferimento where id = ${i.id} for update`.execute(ctx.tx)
  const t = rows[0]
  if (!t) throw problem('non-trovato')
  if (t.aUtenteId !== ctx.utente)
    throw problem('azione-non-consentita', { detail: 'Prende visione delle consegne soltanto chi le riceve.' })
  if (t.stato !== 'offerto' && t.stato !== 'accettato')
    throw problem('stato-non-ammesso', { detail: 'Questo passaggio non è più in corso.' })
  const { rows: voci } =
    await sql`select 1 from consegna_voce where id = ${i.voce} and trasferimento_id = ${i.id}`.execute(ctx.tx)
  if (voci.length === 0) throw problem('non-trovato')
  // a second click changes nothing
  await sql`update consegna_voce set vista_il = kernel.adesso(), vista_da = kernel.utente() where id = ${i.voce} and vista_il is null`.execute(
    ctx.tx,
  )
  await sql`update trasferimento set da_vedere = (select count(*) from consegna_voce where trasferimento_id = ${i.id} and vista_il is null) where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export const trasferimentiRotte = rotte(trasferimentiApi, { offri, accetta, rifiuta, ritira, vedi })

export const trasferimentiVincoli: Vincoli = {
  trasferimento_uno_alla_volta: {
    codice: 'gia-presente',
    detail: 'C’è già un passaggio offerto: attendi la risposta o ritiralo.',
  },
}
