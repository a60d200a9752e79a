// The life of a presa in carico, act by act. Who may act is whoever has opened the folder (in its team, or with a stated
// purpose: a colleague who stands in); answers belong to the person they were asked of, closing and handing over to who
// answers for it.
import { sql } from 'kysely'
import { type mandati, preseApi } from '../../shared/cartella/prese.api.ts'
import {
  assertAtto,
  attiPresa,
  attoDiRiapertura,
  CHI_LA_CHIUDE,
  cambiati,
  type DatiDellaPresa,
  mancaPerChiudere,
} from '../../shared/cartella/prese.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci, etichetta } from '../parametri/voci.ts'
import {
  assertPassato,
  assertPuo,
  assertResponsabile,
  avvisaResponsabile,
  bloccaPresa,
  muovi,
  nominaResponsabile,
  parametro,
  passaCompiti,
  passaggioInCorso,
  terminaDallEquipe,
  ultimoResponsabile,
} from './presa.ts'
import { agenda, diPersona, leggi, mie } from './prese-lettura.ts'
import { assertRispondeDellaPresa } from './risponde.ts'

const fatto = { fatto: true } as const
const CHI_COMPONE =
  'L’équipe la compone soltanto chi è responsabile della presa in carico, o il responsabile del servizio.'
type Fatto = { fatto: true }

export interface NuovaPresa {
  tipo: string
  area: string
  mandato: (typeof mandati)[number]
  peso: number
  ufficioId?: string | null | undefined
  oggetto: string
  accordi?: string | null | undefined
  desideri?: string | null | undefined
  sicurezza?: string | null | undefined
  /** What it comes from, kept with its first step. */
  da?: { motivo: string; dettaglio: Record<string, unknown> }
}

/** A person proposed for charge: to be assigned. Also for what comes from the desk. */
export async function creaPresa(ctx: Ctx, personaId: string, d: NuovaPresa): Promise<{ id: string; numero: number }> {
  await assertVoci(ctx.tx, ctx.oggi(), { tipo: ['tipo-presa-in-carico', d.tipo], area: ['area-utenza', d.area] })
  // two proposals for the same person wait for each other here; the database holds the same of whoever opens one again (0081),
  // and locks all of her sheets in this same order: hers alone first would make two of them wait in a circle
  const { rows: persone } = await sql<{ id: string; comuneId: string; decesso: string | null }>`
    select id, comune_id, decesso from persona where id = any (accesso.stessa_persona(${personaId})) order by id for update`.execute(
    ctx.tx,
  )
  const persona = persone.find((p) => p.id === personaId)
  if (!persona) throw problem('non-trovato')
  if (persone.some((p) => p.decesso))
    throw problem('regola-non-rispettata', { detail: 'La persona risulta deceduta: una presa in carico non si apre.' })
  const { rows: uguali } =
    await sql`select 1 from presa_in_carico where persona_id = any (accesso.stessa_persona(${personaId}))
    and tipo = ${d.tipo} and stato <> 'chiusa'`.execute(ctx.tx)
  if (uguali.length > 0)
    throw problem('gia-presente', {
      detail: 'Questa persona ha già una presa in carico aperta dello stesso tipo: lavora su quella.',
    })
  if (d.ufficioId) await nomeUfficio(ctx, persona.comuneId, d.ufficioId)
  const { rows } = await sql<{ id: string; numero: number }>`
    insert into presa_in_carico (comune_id, persona_id, numero, tipo, area, mandato, peso, ufficio_id, riservato_a)
    select p.comune_id, p.id, accesso.prossimo_numero_presa(p.comune_id), ${d.tipo}, ${d.area}, ${d.mandato}, ${d.peso}, ${d.ufficioId ?? null}, p.riservato_a
      from persona p where p.id = ${personaId} returning id, numero`.execute(ctx.tx)
  const { id, numero } = rows[0]!
  await sql`insert into presa_dettaglio (presa_id, comune_id, persona_id, oggetto, accordi, desideri, sicurezza, riservato_a)
    select p.id, p.comune_id, p.persona_id, ${d.oggetto}, ${d.accordi ?? null}, ${d.desideri ?? null}, ${d.sicurezza ?? null}, p.riservato_a
      from presa_in_carico p where p.id = ${id}`.execute(ctx.tx)
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, motivo, dettaglio)
    values (${persona.comuneId}, ${id}, 'proponi', null, 'proposta', ${d.da?.motivo ?? null}, ${d.da ? JSON.stringify(d.da.dettaglio) : null}::jsonb)`.execute(
    ctx.tx,
  )
  return { id, numero }
}

/** Its name; refused where it is not of this comune, or has been closed. */
async function nomeUfficio(ctx: Ctx, comuneId: string, id: string): Promise<string> {
  const { rows } = await sql<{ nome: string }>`
    select nome from ufficio where id = ${id} and (comune_id is null or comune_id = ${comuneId}) and coalesce(al, 'infinity') >= kernel.oggi()`.execute(
    ctx.tx,
  )
  if (!rows[0])
    throw erroreDiCampo('ufficioId', 'L’ufficio non è di questo comune, o è stato chiuso: scegline un altro.')
  return rows[0].nome
}

async function proponi(ctx: Ctx, i: Input<typeof preseApi.proponi>): Promise<Output<typeof preseApi.proponi>> {
  const { id } = await creaPresa(ctx, i.id, i)
  return { id }
}

async function datiDi(
  ctx: Ctx,
  id: string,
): Promise<DatiDellaPresa & { ufficioId: string | null; ufficio: string | null }> {
  const { rows } = await sql<DatiDellaPresa & { ufficioId: string | null; ufficio: string | null }>`
    select p.area, p.mandato, p.peso, p.ufficio_id, u.nome as ufficio from presa_in_carico p left join ufficio u on u.id = p.ufficio_id where p.id = ${id}`.execute(
    ctx.tx,
  )
  return rows[0]!
}

async function scrivi(ctx: Ctx, i: Input<typeof preseApi.scrivi>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  if (p.versione !== i.versione) throw problem('versione-superata')
  const prima = await datiDi(ctx, p.id)
  if (i.area !== prima.area) await assertVoci(ctx.tx, ctx.oggi(), { area: ['area-utenza', i.area] })
  const ufficioId = i.ufficioId === undefined ? prima.ufficioId : i.ufficioId
  const ufficio =
    ufficioId === prima.ufficioId ? prima.ufficio : ufficioId && (await nomeUfficio(ctx, p.comuneId, ufficioId))
  const dettaglio = cambiati(prima, { area: i.area, mandato: i.mandato, peso: i.peso, ufficio })
  await muovi(ctx, p, 'scrivi', {
    ...(dettaglio && { dettaglio: { ...dettaglio } }),
    imposta: sql`area = ${i.area}, mandato = ${i.mandato}, peso = ${i.peso}, ufficio_id = ${ufficioId}`,
  })
  await sql`update presa_dettaglio set oggetto = ${i.oggetto ?? null}, accordi = ${i.accordi ?? null}, desideri = ${i.desideri ?? null},
    sicurezza = ${i.sicurezza ?? null} where presa_id = ${p.id}`.execute(ctx.tx)
  return fatto
}

async function accetta(ctx: Ctx, i: Input<typeof preseApi.accetta>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  assertResponsabile(ctx, p, 'Accetta o rifiuta soltanto chi ha ricevuto l’assegnazione.')
  const giorni = await parametro(ctx, 'presa.primo-contatto-giorni')
  // a term that already runs (from another comune, from before a reopening) does not start again
  await muovi(ctx, p, 'accetta', {
    imposta: sql`primo_contatto_entro = coalesce(primo_contatto_entro, kernel.oggi() + ${giorni}::int)`,
  })
  return fatto
}

async function rifiuta(ctx: Ctx, i: Input<typeof preseApi.rifiuta>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  assertResponsabile(ctx, p, 'Accetta o rifiuta soltanto chi ha ricevuto l’assegnazione.')
  await muovi(ctx, p, 'rifiuta', { motivo: i.motivo })
  await terminaDallEquipe(ctx, p, sql`true`, 'Assegnazione rifiutata')
  await sql`select accesso.avvisa_chi_vede_presa('presa.assegna', ${p.id}, 'Un’assegnazione è stata rifiutata: la presa in carico è di nuovo da assegnare.', '/assegnazioni')`.execute(
    ctx.tx,
  )
  return fatto
}

async function contatta(ctx: Ctx, i: Input<typeof preseApi.contatta>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  assertPassato(ctx, i.giorno, 'giorno', p.apertaIl)
  if (p.primoContattoIl)
    throw problem('stato-non-ammesso', { detail: 'Il primo contatto è già registrato: ricarica la pagina.' })
  await muovi(ctx, p, 'contatta', { motivo: i.nota, imposta: sql`primo_contatto_il = ${i.giorno}` })
  return fatto
}

async function informa(ctx: Ctx, i: Input<typeof preseApi.informa>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  assertPassato(ctx, i.giorno, 'giorno')
  await muovi(ctx, p, 'informa', {
    dettaglio: { giorno: i.giorno, consensoLavoro: i.consensoLavoro },
    imposta: sql`informativa_il = ${i.giorno}, informativa_consenso_lavoro = ${i.consensoLavoro},
      informativa_operatore = coalesce(${i.operatore?.trim() || null}, (select nome from accesso.nomi_di(${[ctx.utente]})))`,
  })
  return fatto
}

async function attiva(ctx: Ctx, i: Input<typeof preseApi.attiva>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  if (p.stato === 'accettata' && !p.primoContattoIl)
    throw problem('stato-non-ammesso', { detail: 'Prima registra il primo contatto con la persona.' })
  await muovi(ctx, p, 'attiva', { imposta: sql`attivata_il = coalesce(attivata_il, kernel.oggi())` })
  return fatto
}

/** The entry of a list and the note, as the history keeps them. */
const inParole = async (
  ctx: Ctx,
  codifica: 'motivo-sospensione' | 'motivo-chiusura',
  codice: string,
  nota?: string | null,
) => {
  await assertVoci(ctx.tx, ctx.oggi(), { motivo: [codifica, codice] })
  const voce = await etichetta(ctx.tx, codifica, codice, ctx.oggi())
  return nota ? `${voce}: ${nota.trim()}` : voce
}

async function sospendi(ctx: Ctx, i: Input<typeof preseApi.sospendi>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  const motivo = await inParole(ctx, 'motivo-sospensione', i.motivo, i.nota)
  await muovi(ctx, p, 'sospendi', { motivo, dettaglio: { motivo: i.motivo } })
  await avvisaResponsabile(ctx, p, 'Un collega ha sospeso una presa in carico di cui sei responsabile.')
  return fatto
}

async function riprendi(ctx: Ctx, i: Input<typeof preseApi.riprendi>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  await muovi(ctx, p, 'riprendi', { motivo: i.motivo })
  return fatto
}

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

async function chiudi(ctx: Ctx, i: Input<typeof preseApi.chiudi>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  assertAtto('chiudi', p.stato)
  await assertRispondeDellaPresa(ctx, p, CHI_LA_CHIUDE)
  const motivo = await inParole(ctx, 'motivo-chiusura', i.motivo)
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from compito where presa_id = ${p.id} and stato = 'aperto'`.execute(ctx.tx)
  const manca = mancaPerChiudere({ compitiAperti: rows[0]!.n, passaggioInCorso: await passaggioInCorso(ctx, p.id) })
  if (manca.length > 0) throw problem('stato-non-ammesso', { detail: manca.join(' ') })
  await muovi(ctx, p, 'chiudi', {
    motivo,
    dettaglio: { motivo: i.motivo },
    imposta: sql`chiusa_il = kernel.oggi(), motivo_chiusura = ${i.motivo}`,
  })
  // an evaluation written at an earlier closing stays above this one
  await sql`update presa_dettaglio set valutazione_finale = concat_ws(E'\n\n', valutazione_finale, ${`${inItaliano(ctx.oggi())} – ${i.valutazione.trim()}`}::text)
    where presa_id = ${p.id}`.execute(ctx.tx)
  await avvisaResponsabile(
    ctx,
    p,
    'Il responsabile del servizio ha chiuso una presa in carico di cui eri responsabile.',
  )
  await terminaDallEquipe(ctx, p, sql`true`, 'Presa in carico chiusa')
  return fatto
}

/** Of who answered for it, again; of nobody yet, if another opens it: who assigns decides (issue 3, §4). */
async function riapri(ctx: Ctx, i: Input<typeof preseApi.riapri>): Promise<Output<typeof preseApi.riapri>> {
  const p = await bloccaPresa(ctx, i.id)
  const mia = (await ultimoResponsabile(ctx, p.id)) === ctx.utente
  const atto = attoDiRiapertura(mia)
  await muovi(ctx, p, atto, {
    motivo: i.motivo,
    imposta: sql`riaperture = riaperture + 1, chiusa_il = null, motivo_chiusura = null`,
  })
  if (mia) await nominaResponsabile(ctx, p, ctx.utente, 'Riapertura')
  else
    await sql`select accesso.avvisa_chi_vede_presa('presa.assegna', ${p.id}, 'Una presa in carico chiusa è stata riaperta: è da assegnare.', '/assegnazioni')`.execute(
      ctx.tx,
    )
  return { stato: attiPresa[atto].a }
}

async function riassegna(ctx: Ctx, i: Input<typeof preseApi.riassegna>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  await assertPuo(ctx, i.utenteId, 'presa.gestisci', p.comuneId)
  await muovi(ctx, p, 'riassegna', {
    motivo: i.motivo,
    imposta: sql`riaperture = riaperture + 1, chiusa_il = null, motivo_chiusura = null`,
  })
  await nominaResponsabile(ctx, p, i.utenteId, 'Riapertura')
  await notifica(
    ctx,
    i.utenteId,
    'Ti è stata assegnata una presa in carico riaperta: accettala o rifiutala.',
    `/prese/${p.id}`,
  )
  return fatto
}

/** Who is in the team has the folder in his caseload, with no purpose to state: nobody puts himself there. */
async function aggiungiOperatore(ctx: Ctx, i: Input<typeof preseApi.aggiungiOperatore>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  await assertRispondeDellaPresa(ctx, p, CHI_COMPONE)
  await assertVoci(ctx.tx, ctx.oggi(), { professione: ['professione-operatore', i.professione] })
  await assertPuo(ctx, i.utenteId, 'presa.mie', p.comuneId)
  const { rows } =
    await sql`select 1 from presa_operatore where presa_id = ${p.id} and utente_id = ${i.utenteId} and al is null`.execute(
      ctx.tx,
    )
  if (rows.length > 0) throw erroreDiCampo('utenteId', 'È già nell’équipe.', 'gia-presente')
  await muovi(ctx, p, 'componi', { dettaglio: { entra: i.utenteId, professione: i.professione } })
  await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione) values (${p.comuneId}, ${p.id}, ${i.utenteId}, ${i.professione})`.execute(
    ctx.tx,
  )
  await notifica(ctx, i.utenteId, 'Fai parte dell’équipe di una presa in carico.', `/prese/${p.id}`)
  return fatto
}

async function terminaOperatore(ctx: Ctx, i: Input<typeof preseApi.terminaOperatore>): Promise<Fatto> {
  const p = await bloccaPresa(ctx, i.id)
  const { rows } = await sql<{ utenteId: string; responsabile: boolean }>`
    select utente_id, responsabile from presa_operatore where id = ${i.operatore} and presa_id = ${p.id} and al is null`.execute(
    ctx.tx,
  )
  const chi = rows[0]
  if (!chi) throw problem('non-trovato')
  // one may always leave
  if (chi.utenteId !== ctx.utente) await assertRispondeDellaPresa(ctx, p, CHI_COMPONE)
  if (chi.responsabile)
    throw problem('stato-non-ammesso', {
      detail: 'Il responsabile non esce dall’équipe: offri il passaggio a un collega.',
    })
  await muovi(ctx, p, 'componi', { motivo: i.motivo, dettaglio: { esce: chi.utenteId } })
  await terminaDallEquipe(ctx, p, sql`o.id = ${i.operatore}`, i.motivo)
  await passaCompiti(ctx, p, chi.utenteId, p.responsabileId!)
  return fatto
}

async function colleghi(ctx: Ctx, i: Input<typeof preseApi.colleghi>): Promise<Output<typeof preseApi.colleghi>> {
  const { rows: presa } = await sql<{
    comuneId: string
  }>`select comune_id from presa_in_carico where id = ${i.id}`.execute(ctx.tx)
  if (!presa[0]) throw problem('non-trovato')
  const comuni = [presa[0].comuneId]
  const { rows } = await sql<{ utenteId: string; nome: string; puoRispondere: boolean }>`
    select e.utente_id, e.nome, r.utente_id is not null as puo_rispondere
      from accesso.operatori_con('presa.mie', ${comuni}) e left join accesso.operatori_con('presa.gestisci', ${comuni}) r using (utente_id)
     order by e.nome, e.utente_id`.execute(ctx.tx)
  return { voci: rows }
}

export const preseRotte = rotte(preseApi, {
  proponi,
  mie,
  agenda,
  diPersona,
  leggi,
  scrivi,
  accetta,
  rifiuta,
  contatta,
  informa,
  attiva,
  sospendi,
  riprendi,
  chiudi,
  riapri,
  riassegna,
  aggiungiOperatore,
  terminaOperatore,
  colleghi,
})

export const preseVincoli: Vincoli = {
  presa_una_per_tipo: {
    codice: 'gia-presente',
    detail: 'Questa persona ha già una presa in carico aperta dello stesso tipo: lavora su quella.',
  },
  presa_di_chi_vive: {
    codice: 'regola-non-rispettata',
    detail: 'La persona risulta deceduta: una presa in carico non si apre e non si riapre.',
  },
  presa_un_solo_responsabile: {
    codice: 'gia-presente',
    detail: 'C’è già un responsabile: qualcun altro ha agito nel frattempo, ricarica la pagina.',
  },
  presa_operatore_una_volta: { codice: 'gia-presente', detail: 'È già nell’équipe in quelle date.', campo: 'utenteId' },
  presa_di_chi_risponde: {
    codice: 'azione-non-consentita',
    detail:
      'Non ne rispondi: chi la seguiva o il responsabile del servizio ha agito nel frattempo, ricarica la pagina.',
  },
  presa_senza_responsabile: {
    codice: 'regola-non-rispettata',
    detail: 'Una presa in carico assegnata ha sempre un responsabile.',
  },
}
