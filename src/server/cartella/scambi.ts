// The exchange of a presa in carico between comuni. The sender writes a package; the receiver reads and answers it only
// through the functions of the migration, which see that it was offered to him; what he accepts he writes in his own
// record, by his own acts. An address that must not be told, and who reported, do not travel.
import { sql } from 'kysely'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { etichettaVoce } from '../parametri/voci.ts'
import { scriviConsegne } from './consegne.ts'
import { assertPuo, avvisaResponsabile, bloccaPresa, muovi, passaggioInCorso, professioneDi } from './presa.ts'
import { assertRispondeDellaPresa } from './risponde.ts'
import { prepara } from './scambio-pacchetto.ts'
import { type Arrivo, personaNota, personaQui, similiQui } from './scambio-persona.ts'

async function offriAComune(
  ctx: Ctx,
  i: Input<typeof scambiApi.offriAComune>,
): Promise<Output<typeof scambiApi.offriAComune>> {
  const p = await bloccaPresa(ctx, i.id)
  await assertRispondeDellaPresa(ctx, p)
  if (i.comuneId === p.comuneId) throw erroreDiCampo('comuneId', 'È lo stesso comune: offri il passaggio a un collega.')
  if (await passaggioInCorso(ctx, p.id))
    throw problem('stato-non-ammesso', { detail: 'C’è già un passaggio offerto: attendi la risposta o ritiralo.' })
  const { rows: dove } = await sql<{
    ambito: string | null
  }>`select accesso.ambito_con_cartella(${i.comuneId}) as ambito`.execute(ctx.tx)
  const ambito = dove[0]?.ambito
  if (!ambito)
    throw erroreDiCampo(
      'comuneId',
      'Questo comune non usa ancora la cartella sociale: concorda il passaggio con i suoi uffici.',
    )
  await muovi(ctx, p, 'offri', { motivo: i.motivo, dettaglio: { comune: i.comuneId } })
  const { rows } = await sql<{ id: string }>`
    insert into scambio_presa (comune_id, persona_id, presa_id, ambito_dest_id, comune_dest_id, pacchetto)
    values (${p.comuneId}, ${p.personaId}, ${p.id}, ${ambito}, ${i.comuneId}, ${JSON.stringify(await prepara(ctx, p.id))}::jsonb) returning id`.execute(
    ctx.tx,
  )
  await sql`select accesso.avvisa_chi_puo('presa.ricevi', ${ambito}::uuid, ${i.comuneId}, 'Un altro comune offre una presa in carico: leggila e rispondi.', '/arrivi')`.execute(
    ctx.tx,
  )
  await avvisaResponsabile(
    ctx,
    p,
    'Il responsabile del servizio ha offerto a un altro comune una presa in carico di cui sei responsabile: guarda a quale e perché.',
  )
  return { id: rows[0]!.id }
}

async function ritira(ctx: Ctx, i: Input<typeof scambiApi.ritira>): Promise<{ fatto: true }> {
  const p = await bloccaPresa(ctx, i.id)
  await assertRispondeDellaPresa(ctx, p)
  const { rows } =
    await sql`update scambio_presa set stato = 'ritirato', risposto_il = kernel.adesso(), risposto_da = kernel.utente()
    where presa_id = ${p.id} and stato = 'offerto' returning id`.execute(ctx.tx)
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Non c’è un’offerta in attesa di risposta: ricarica la pagina.' })
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, motivo) values (${p.comuneId}, ${p.id}, 'Offerta ad altro comune ritirata', ${p.stato}, ${p.stato}, ${i.motivo.trim()})`.execute(
    ctx.tx,
  )
  await avvisaResponsabile(
    ctx,
    p,
    'Il responsabile del servizio ha ritirato l’offerta a un altro comune di una presa in carico di cui sei responsabile.',
  )
  return { fatto: true }
}

async function arrivi(ctx: Ctx): Promise<Output<typeof scambiApi.arrivi>> {
  const { rows } = await sql<Output<typeof scambiApi.arrivi>['voci'][number]>`
    select s.id, s.comune_dest_id, s.comune_dest, s.comune, s.ambito, s.offerto_il, ${etichettaVoce('tipo-presa-in-carico', sql.ref('s.tipo'))} as tipo,
           ${etichettaVoce('area-utenza', sql.ref('s.area'))} as area, s.peso from accesso.scambi_in_arrivo() s`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

async function getArrivo(ctx: Ctx, id: string): Promise<Arrivo> {
  const { rows } =
    await sql<Arrivo>`select comune_dest_id, persona_origine, pacchetto from accesso.scambio_pacchetto(${id})`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function leggi(ctx: Ctx, i: Input<typeof scambiApi.leggi>): Promise<Output<typeof scambiApi.leggi>> {
  const a = await getArrivo(ctx, i.id)
  const { pacchetto: k } = a
  const { rows: operatori } = await sql<{ utenteId: string; nome: string }>`
    select utente_id, nome from accesso.operatori_con('presa.gestisci', ${[a.comuneDestId]}) order by nome, utente_id`.execute(
    ctx.tx,
  )
  const simili = (await personaNota(ctx, a)) ? [] : await similiQui(ctx, a)
  return {
    id: i.id,
    comuneId: a.comuneDestId,
    personaOrigineId: a.personaOrigine,
    cognome: k.persona.cognome,
    nome: k.persona.nome,
    dataNascita: k.persona.dataNascita,
    area: k.presa.area,
    primoContattoEntro: k.presa.primoContattoEntro,
    compiti: k.compiti.map((c) => ({ titolo: c.titolo, scade: c.scade })),
    consegne: k.consegne.map((v) => ({ sezione: v.sezione, testo: v.testo, scade: v.scade ?? null })),
    operatori,
    simili: simili.map(({ persona: p, motivi }) => ({
      id: p.id,
      cognome: p.cognome,
      nome: p.nome,
      dataNascita: p.dataNascita,
      motivi,
    })),
  }
}

async function accetta(ctx: Ctx, i: Input<typeof scambiApi.accetta>): Promise<Output<typeof scambiApi.accetta>> {
  const a = await getArrivo(ctx, i.id)
  const { presa: k, compiti, consegne, da } = a.pacchetto
  await assertPuo(ctx, i.utenteId, 'presa.gestisci', a.comuneDestId)
  const personaId = await personaQui(ctx, a, i)
  const { rows: aperte } =
    await sql`select 1 from presa_in_carico where persona_id = any (accesso.stessa_persona(${personaId})) and tipo = ${k.tipo} and stato <> 'chiusa'`.execute(
      ctx.tx,
    )
  if (aperte.length > 0)
    throw problem('gia-presente', {
      detail:
        'Questa persona ha già qui una presa in carico aperta dello stesso tipo: rispondi all’altro comune che è già seguita.',
    })
  // terms already running go on: neither the first contact nor the to-dos start again
  const { rows } = await sql<{ id: string }>`
    insert into presa_in_carico (comune_id, persona_id, numero, stato, tipo, area, mandato, peso, primo_contatto_entro, primo_contatto_il)
    values (${a.comuneDestId}, ${personaId}, accesso.prossimo_numero_presa(${a.comuneDestId}), 'assegnata', ${k.tipo}, ${k.area}, ${k.mandato}, ${k.peso},
      ${k.primoContattoEntro}, ${k.primoContattoIl}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await sql`insert into presa_dettaglio (presa_id, comune_id, persona_id, oggetto, accordi, desideri, sicurezza)
    values (${id}, ${a.comuneDestId}, ${personaId}, ${k.oggetto}, ${k.accordi}, ${k.desideri}, ${k.sicurezza})`.execute(
    ctx.tx,
  )
  await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile)
    values (${a.comuneDestId}, ${id}, ${i.utenteId}, ${professioneDi(sql`${i.utenteId}::uuid`, sql`${id}::uuid`)}, true)`.execute(
    ctx.tx,
  )
  await sql`with nuovi as (
      select gen_random_uuid() as id, c.tipo, c.titolo, c.scade from jsonb_to_recordset(${JSON.stringify(compiti)}::jsonb) as c(tipo text, titolo text, scade date)
    ), righe as (
      insert into compito (id, comune_id, persona_id, presa_id, utente_id, tipo, scade)
      select id, ${a.comuneDestId}, ${personaId}::uuid, ${id}::uuid, ${i.utenteId}::uuid, tipo, scade from nuovi returning id
    )
    insert into compito_testo (compito_id, comune_id, persona_id, titolo)
    select n.id, ${a.comuneDestId}, ${personaId}::uuid, n.titolo from nuovi n join righe using (id)`.execute(ctx.tx)
  const { rows: passaggio } = await sql<{ id: string }>`
    insert into trasferimento (comune_id, persona_id, presa_id, a_utente_id, stato, risposto_il)
    values (${a.comuneDestId}, ${personaId}, ${id}, ${i.utenteId}, 'accettato', kernel.adesso()) returning id`.execute(
    ctx.tx,
  )
  await scriviConsegne(ctx, passaggio[0]!.id, [{ sezione: 'chi', testo: `Arriva dal Comune di ${da}.` }, ...consegne])
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, motivo) values (${a.comuneDestId}, ${id}, 'ricevi', null, 'assegnata', ${`Dal Comune di ${da}`})`.execute(
    ctx.tx,
  )
  await rispondi(ctx, i.id, true, null)
  await notifica(
    ctx,
    i.utenteId,
    'Ti è stata assegnata una presa in carico arrivata da un altro comune: accettala o rifiutala.',
    `/prese/${id}`,
  )
  return { id }
}

/** The answer; a second one, at the same moment, finds nothing to answer and undoes what it wrote. */
async function rispondi(ctx: Ctx, id: string, accettata: boolean, risposta: string | null) {
  const { rows } = await sql<{
    fatto: boolean
  }>`select accesso.scambio_rispondi(${id}, ${accettata}, ${risposta}) as fatto`.execute(ctx.tx)
  if (!rows[0]!.fatto)
    throw problem('stato-non-ammesso', { detail: 'A questa offerta è già stato risposto: ricarica la pagina.' })
}

async function rifiuta(ctx: Ctx, i: Input<typeof scambiApi.rifiuta>): Promise<{ fatto: true }> {
  await getArrivo(ctx, i.id)
  await rispondi(ctx, i.id, false, i.motivo.trim())
  return { fatto: true }
}

export const scambiRotte = rotte(scambiApi, { offriAComune, ritira, arrivi, leggi, accetta, rifiuta })

export const scambiVincoli: Vincoli = {
  scambio_uno_alla_volta: {
    codice: 'gia-presente',
    detail: 'C’è già un’offerta a un altro comune: attendi la risposta o ritirala.',
  },
}
