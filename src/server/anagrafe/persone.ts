// Persons: added after looking at the similar ones, read as they were on a day and as they were known at an instant,
// opened from outside the caseload with a purpose, and the register of who has read them.
import { sql } from 'kysely'
import { type PersonaBreve, personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { rapportoCon, registraAccesso } from '../kernel/accessi.ts'
import { notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertVoce } from '../parametri/voci.ts'
import { creduto, leggiFatti, scriviFatto, veroIl } from './fatti.ts'
import { controllaGeneralita } from './generalita.ts'
import { cerca, colonneBrevi, simili, similiA } from './ricerca.ts'

async function create(ctx: Ctx, i: Input<typeof personeApi.create>): Promise<Output<typeof personeApi.create>> {
  const {
    specie,
    comuneId,
    fonte,
    recapito,
    diverseDa,
    confermaDubbio,
    id: _,
    ...generalita
  } = i as typeof i & { id?: string }
  await assertVoce(ctx.tx, 'fonte-informazione', fonte, ctx.oggi(), 'fonte')
  const dati = await controllaGeneralita(ctx, generalita, confermaDubbio)
  // an anonymous person has a working name: nothing to compare
  const viste = new Set(diverseDa)
  const nuove = specie === 'anonima' ? [] : (await similiA(ctx, i)).filter((s) => !viste.has(s.persona.id))
  if (nuove.length > 0)
    throw problem('possibile-doppione', {
      detail: `${nuove.length === 1 ? 'C’è già una persona simile' : `Ci sono già ${nuove.length} persone simili`}: guardale prima di aggiungerne un’altra.`,
    })
  const id = await inserisciPersona(ctx, comuneId, { specie, dati, fonte, nota: confermaDubbio?.trim() || null })
  if (recapito)
    await scriviFatto(ctx, id, {
      tipo: 'recapito',
      dati: { mezzo: recapito.includes('@') ? 'email' : 'cellulare', valore: recapito.trim() },
      fonte,
    })
  return { id }
}

/** Adds a person with the generalità already checked. */
export async function inserisciPersona(
  ctx: Ctx,
  comuneId: string,
  p: {
    specie?: string | undefined
    dati: Record<string, unknown>
    dal?: string | undefined
    fonte: string
    nota?: string | null
  },
): Promise<string> {
  const d = p.dati
  // as `proietta` would leave it: a row written once is indexed once
  const { rows } = await sql<{ id: string }>`
    insert into persona (comune_id, specie, cognome, nome, sesso, data_nascita, nascita_presunta, luogo_nascita_id, codice_fiscale)
    values (${comuneId}, ${p.specie ?? 'nota'}, ${d.cognome}, ${d.nome}, ${d.sesso ?? null}, ${d.dataNascita ?? null}, ${d.nascitaPresunta ?? false},
            ${d.luogoNascita ?? null}, ${typeof d.codiceFiscale === 'string' ? d.codiceFiscale.replace(/\s/g, '').toUpperCase() : null}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await scriviFatto(ctx, id, { tipo: 'generalita', dati: d, dal: p.dal, fonte: p.fonte, nota: p.nota }, true)
  return id
}

async function comuni(ctx: Ctx): Promise<Output<typeof personeApi.comuni>> {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any ((select kernel.comuni())::text[]) order by nome_chiave`.execute(ctx.tx)
  return { voci: rows }
}

type Intestazione = PersonaBreve & {
  luogoNascita: { codice: string; nome: string | null } | null
  versione: number
  riservata: boolean
  principaleId: string | null
}

async function getPersona(ctx: Ctx, id: string): Promise<Intestazione> {
  const { rows } = await sql<Intestazione>`
    select ${colonneBrevi}, p.versione, p.riservato_a is not null as riservata, nullif(kernel.principale(p.id), p.id) as principale_id,
           case when p.luogo_nascita_id is not null then jsonb_build_object('codice', p.luogo_nascita_id, 'nome',
             coalesce((select c.nome from comune c where c.id = p.luogo_nascita_id), (select s.nome from stato_estero s where s.id = p.luogo_nascita_id))) end as luogo_nascita
      from persona p where p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function leggi(ctx: Ctx, i: Input<typeof personeApi.leggi>): Promise<Output<typeof personeApi.leggi>> {
  const giorno = i.giorno ?? ctx.oggi()
  const p = await getPersona(ctx, i.id)
  // today's sheet also shows what is past or about to begin; a day asked for shows that day
  const dove = i.giorno ? sql`${creduto(i.comeNotoIl)} and ${veroIl(i.giorno)}` : creduto(i.comeNotoIl)
  const fatti = await leggiFatti(ctx, i.id, dove, giorno)
  const { rows: unite } = await sql<{ id: string; unioneId: string; cognome: string; nome: string; unitaIl: string }>`
    select p.id, u.id as unione_id, p.cognome, p.nome, u.unita_il from persona_unione u join persona p on p.id = u.unita_id
     where u.persona_id = any (accesso.stessa_persona(${i.id})) and u.unita_id <> ${i.id} and u.divisa_il is null order by u.unita_il`.execute(
    ctx.tx,
  )
  return { ...p, unite, giorno, comeNotoIl: i.comeNotoIl ?? null, fatti }
}

/** How long a stated purpose keeps a folder open, in hours: a parameter. */
async function durataApertura(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ ore: number }>`select (kernel.parametro('fascicolo.apertura-ore'))::int as ore`.execute(
    ctx.tx,
  )
  return rows[0]!.ore
}

async function apri(ctx: Ctx, i: Input<typeof personeApi.apri>): Promise<Output<typeof personeApi.apri>> {
  await assertVoce(ctx.tx, 'motivo-accesso-fascicolo', i.motivo, ctx.oggi(), 'motivo')
  const ore = await durataApertura(ctx)
  const { rows } = await sql<{ scade: string }>`
    insert into apertura_fascicolo (comune_id, persona_id, motivo, dettaglio, scheda_id, scade)
    select p.comune_id, p.id, ${i.motivo}, ${i.dettaglio.trim()}, ${i.schedaId ?? null}, kernel.adesso() + make_interval(hours => ${ore}) from persona p where p.id = ${i.id} returning scade`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  await registraApertura(ctx, personeApi.apri.path, i.id)
  await avvisaDellApertura(ctx, i.id)
  return { scade: rows[0].scade }
}

/** The opening is a row of the register like a reading: who is told of it finds who and why there, whatever is read after it. */
export async function registraApertura(ctx: Ctx, path: string, id: string): Promise<void> {
  const { persone } = await rapportoCon(ctx, 'persona', id)
  await registraAccesso(ctx, { oggetto: path, oggettoId: id, persone, fuoriCarico: true })
}

/** Who answers for the person is told; where nobody does, as far as he may know, who answers for the service, as of an emergency. */
async function avvisaDellApertura(ctx: Ctx, id: string): Promise<void> {
  const collegamento = `/persone/${id}/letture`
  const { rows: responsabili } = await sql<{ utenteId: string }>`
    select distinct utente_id from accesso.responsabili_di(accesso.stessa_persona(${id}))`.execute(ctx.tx)
  await sql`select accesso.avvisa_se_di_nessuno('emergenza.riesamina', ${id}, 'Un collega ha aperto un fascicolo di cui oggi nessuno è responsabile: guarda chi e perché.', ${collegamento})`.execute(
    ctx.tx,
  )
  await notificaTutti(
    ctx,
    responsabili
      .filter(({ utenteId }) => utenteId !== ctx.utente)
      .map(({ utenteId }) => ({
        utenteId,
        testo: 'Un collega ha aperto un fascicolo di cui sei responsabile: guarda chi e perché.',
        collegamento,
      })),
  )
}

async function letture(ctx: Ctx, i: Input<typeof personeApi.letture>): Promise<Output<typeof personeApi.letture>> {
  const limite = i.limite ?? PER_PAGINA
  const prima = leggiCursore(i.dopo, 1)
  const { rows } = await sql<{
    id: number
    quando: string
    cognome: string | null
    nome: string | null
    atto: string | null
    azione: string
    interrogazione: string | null
    fuoriCarico: boolean
    motivo: string | null
  }>`select * from accesso.letture_di(${i.id}, ${prima ? Number(prima[0]) : null}, ${limite + 1})`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.id])
  return {
    voci: p.voci.map((r) => ({
      id: r.id,
      quando: r.quando,
      chi: r.cognome ? `${r.cognome} ${r.nome}` : 'Sistema',
      atto: r.atto ?? r.azione,
      interrogazione: r.interrogazione,
      fuoriCarico: r.fuoriCarico,
      motivo: r.motivo,
    })),
    prossima: p.prossima,
  }
}

export const personeRotte = rotte(personeApi, { cerca, comuni, simili, create, leggi, apri, letture })

export const personeVincoli: Vincoli = {
  persona_codice_fiscale_unico: {
    codice: 'gia-presente',
    detail: 'C’è già una persona con questo codice fiscale: cercala e apri il suo fascicolo.',
    campo: 'codiceFiscale',
  },
  persona_morta_dopo_la_nascita: {
    codice: 'regola-non-rispettata',
    detail: 'Il decesso viene prima della nascita: controlla le due date.',
    campo: 'dataNascita',
  },
}
