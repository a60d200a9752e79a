// Who reported is his own class (issue 3, §3; ADR 0051, 0053): his name, body and contacts are taken out of every text in which
// an operator may have written them, when it leaves; on the screen, only of what the product itself copied from his report.
import { sql } from 'kysely'
import { CLASSE_SEGRETA, type NomeFatto } from '../../shared/anagrafe/fatti.ts'
import type { VoceLetta } from '../../shared/cartella/diario.api.ts'
import { type ChiSegnala, daOscurare, oscura } from '../../shared/cartella/segnalazioni.rules.ts'
import { CLASSE_SEGNALANTE } from '../../shared/documenti/modelli.rules.ts'
import type { SenzaSegnalanti } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'

/** Classes that stay with whoever knows them, whatever leaves. */
export const CLASSI_CHE_NON_ESCONO: readonly string[] = [CLASSE_SEGRETA, CLASSE_SEGNALANTE]

/** Table → columns in which one writes freely: what has its own words (codes, ids, days) stays as it is. */
export const TESTI_CON_SEGNALANTE: Readonly<Record<string, readonly string[]>> = {
  segnalazione_dettaglio: ['fatti', 'luogo', 'informata_nota', 'conclusione'],
  segnalazione_passaggio: ['motivo'],
  segnalazione_persona: ['descrizione'],
  segnalazione_riferimento: ['nome', 'legame', 'recapito', 'problemi'],
  invio_dettaglio: ['testo', 'risposta'],
  invio_passaggio: ['motivo'],
  presa_dettaglio: ['oggetto', 'accordi', 'desideri', 'sicurezza', 'valutazione_finale'],
  presa_operatore: ['motivo'],
  presa_passaggio: ['motivo'],
  radar_rinvio: ['motivo'],
  apertura_fascicolo: ['dettaglio', 'riesame_nota'],
  oscuramento: ['motivo', 'motivo_tolto'],
  consegna_voce: ['testo'],
  compito_testo: ['titolo', 'esito'],
  contatto: ['motivo_annullamento'],
  contatto_dettaglio: ['accompagnato_da', 'nota'],
  contatto_servizio: ['descrizione'],
  contatto_nota: ['testo'],
  diario_voce: ['luogo', 'con_altri', 'altri_uffici', 'blocchi', 'proposta', 'attivita', 'motivo_annullamento'],
  diario_integrazione: ['testo'],
  diario_spostamento: ['motivo'],
  decisione_testo: ['quesito', 'alternative', 'scelta', 'ragioni', 'partecipanti', 'parere', 'dissenso'],
  decisione_fonte: ['testo'],
  cronologia: ['titolo', 'scopo', 'analisi'],
  cronologia_evento: ['commento'],
  cronologia_passaggio: ['motivo'],
  documento: ['titolo', 'motivo_annullamento'],
  documento_versione: ['nome', 'nota'],
  documento_passaggio: ['da', 'a', 'motivo'],
  documento_spostamento: ['motivo'],
  persona_fatto: ['dati', 'nota', 'motivo_sostituzione'],
  persona_unione: ['motivo', 'motivo_divisione'],
  nucleo: ['etichetta'],
  nucleo_componente: ['motivo_sostituzione'],
  relazione: ['detto_da', 'nota', 'motivo_sostituzione'],
  appuntamento: ['luogo', 'motivo'],
  compilazione_contributo: ['testo'],
  compilazione_passaggio: ['motivo'],
  compilazione_proposta: ['origine_testo'],
  compilazione_risposta: ['origine_testo'],
}

/** Inside a value of several parts, those that an operator writes. */
const SCRITTE = new Set(
  'testo di perche nome qualita problema ambientale genitoriale sanitaria fonti organizzazione interventi'.split(' '),
)

/** Of a fact, the fields in which an operator tells something; a name that is the datum itself (a guardian, a doctor) stays. */
const RACCONTATI: Partial<Record<NomeFatto, readonly string[]>> = {
  recapito: ['titolare'],
  'contatto-sicuro': ['perche'],
  soggiorno: ['perche'],
  lingua: ['cultura'],
  scuola: ['progetto'],
  sociale: ['problematica', 'problematicaNucleo', 'altriServizi'],
  abitazione: ['problemi'],
  disabilita: ['profiloSintesi', 'orientamento'],
  salute: ['descrizione'],
}
export const raccontato = (tipo: string, campo: string): boolean =>
  RACCONTATI[tipo as NomeFatto]?.includes(campo) ?? false

type Dati = Record<string, unknown>
export const datiSenza = (nascosto: Nascondi, tipo: string, dati: Dati): Dati =>
  Object.fromEntries(
    Object.entries(dati).map(([k, v]) => [k, typeof v === 'string' && raccontato(tipo, k) ? nascosto(v) : v]),
  )

/**
 * Names that stand in these folders anyway: the persons, who lives or lived with them, who is tied to them, as far as the
 * reader sees them. Taken out where they reported, the gap would tell it.
 */
async function nomiDiCasa(ctx: Ctx, persone: readonly string[]): Promise<string[]> {
  if (persone.length === 0) return []
  const { rows } = await sql<{ nome: string }>`
    with sue as materialized (select distinct unnest(accesso.stessa_persona(p)) as id from unnest(${[...persone]}::uuid[]) p),
    vicine as materialized (
      select id from sue
      union select c.persona_id from nucleo_componente c where c.sostituito_il is null and c.nucleo_id in (
        select m.nucleo_id from nucleo_componente m where m.persona_id in (select id from sue) and m.sostituito_il is null)
      union select r.persona_b from relazione r where r.persona_a in (select id from sue) and r.sostituito_il is null
      union select r.persona_a from relazione r where r.persona_b in (select id from sue) and r.sostituito_il is null
    )
    select concat_ws(' ', n.cognome, n.nome) as nome from persona n where n.id in (select id from vicine)`.execute(
    ctx.tx,
  )
  return rows.map((r) => r.nome)
}

const daTogliere = async (ctx: Ctx, rows: readonly ChiSegnala[], persone: readonly string[]): Promise<string[]> => {
  if (rows.length === 0) return []
  const noti = await nomiDiCasa(ctx, persone)
  return rows.flatMap((r) => daOscurare(r, noti))
}

/** The words of whoever reported these persons, also where who acts may not read him. Only for what is about to leave. */
export async function paroleDeiSegnalanti(ctx: Ctx, persone: readonly string[]): Promise<string[]> {
  const { rows } =
    await sql<ChiSegnala>`select distinct s.nome, s.ente, s.recapiti, s.ora from accesso.segnalanti_di(array(
    select unnest(accesso.stessa_persona(p)) from unnest(${[...persone]}::uuid[]) p)) s`.execute(ctx.tx)
  return daTogliere(ctx, rows, persone)
}

/**
 * The words of who made this segnalazione; `persone`: in whose folder they are looked for. In the segnalazione itself, which is
 * what he said, his name goes whoever he is.
 */
export async function paroleDelSegnalante(
  ctx: Ctx,
  segnalazioneId: string,
  persone: readonly string[] = [],
): Promise<string[]> {
  const { rows } =
    await sql<ChiSegnala>`select nome, ente, recapiti, ora from accesso.segnalante_di(${segnalazioneId})`.execute(
      ctx.tx,
    )
  return daTogliere(ctx, rows, persone)
}

/** The words of who made each of these segnalazioni, in one question: of a list, that shows him to nobody. */
export async function paroleDiCiascuna(ctx: Ctx, segnalazioni: readonly string[]): Promise<Map<string, string[]>> {
  const parole = new Map<string, string[]>()
  if (segnalazioni.length === 0) return parole
  const { rows } = await sql<ChiSegnala & { segnalazioneId: string }>`
    select x.id as segnalazione_id, d.* from unnest(${[...segnalazioni]}::uuid[]) x(id) cross join lateral accesso.segnalante_di(x.id) d`.execute(
    ctx.tx,
  )
  for (const { segnalazioneId, ...chi } of rows)
    parole.set(segnalazioneId, [...(parole.get(segnalazioneId) ?? []), ...daOscurare(chi, [])])
  return parole
}

/** Takes them out of a text that may not be there. */
export const senza =
  (parole: readonly string[]) =>
  <T extends string | null>(testo: T): T =>
    (testo && oscura(testo, parole)) as T
export type Nascondi = ReturnType<typeof senza>

/** Out of a value of several parts, as a text of a diary is: where one writes, and nowhere else. */
export function neiTesti<T>(nascosto: Nascondi, valore: T): T {
  if (Array.isArray(valore)) return valore.map((v) => neiTesti(nascosto, v)) as T
  if (typeof valore !== 'object' || valore === null) return valore
  return Object.fromEntries(
    Object.entries(valore).map(([k, v]) => [
      k,
      typeof v === 'string' && SCRITTE.has(k) ? nascosto(v) : neiTesti(nascosto, v),
    ]),
  ) as T
}

/**
 * For the object of a presa in carico, which the product copies from the segnalazione that it comes from, and for what is copied
 * from it: the words that the reader may not know, of a segnalazione that exists for him and whose reporter he does not see. Of
 * one that is hidden from him nothing is taken out, or the gap would tell that it is there.
 */
export async function senzaNellOggetto(ctx: Ctx, presaId: string): Promise<Nascondi> {
  const { rows } = await sql<ChiSegnala & { personaId: string }>`
    select distinct s.nome, s.ente, s.recapiti, s.ora, b.persona_id from segnalazione_presa b join segnalazione x on x.id = b.segnalazione_id
      cross join lateral accesso.segnalanti_di(accesso.stessa_persona(b.persona_id)) s
     where b.presa_id = ${presaId} and s.segnalazione_id = x.id
       and not exists (select 1 from segnalazione_segnalante v where v.segnalazione_id = x.id)`.execute(ctx.tx)
  return senza(await daTogliere(ctx, rows, [...new Set(rows.map((r) => r.personaId))]))
}

/** An entry of the diary that leaves. */
export const voceSenza = <V extends VoceLetta>(nascosto: Nascondi, v: V): V => ({
  ...v,
  luogo: nascosto(v.luogo),
  conAltri: nascosto(v.conAltri),
  altriUffici: nascosto(v.altriUffici),
  proposta: nascosto(v.proposta),
  motivoAnnullamento: nascosto(v.motivoAnnullamento),
  blocchi: neiTesti(nascosto, v.blocchi),
  attivita: neiTesti(nascosto, v.attivita),
})

/** The words of those who reported these persons and whom the reader may read: the only ones that he can have from the record. */
export async function paroleNote(ctx: Ctx, persone: readonly string[]): Promise<string[]> {
  const { rows } = await sql<ChiSegnala>`
    select distinct d.nome, d.ente, d.recapiti, d.ora from segnalazione_persona p join segnalazione_segnalante s on s.segnalazione_id = p.segnalazione_id
      cross join lateral kernel.segnalante_detto(s) d
     where p.persona_id = any (array(select unnest(accesso.stessa_persona(x)) from unnest(${[...persone]}::uuid[]) x))`.execute(
    ctx.tx,
  )
  return daTogliere(ctx, rows, persone)
}

/** For a letter: who may not know them is not told by an [omissis] that he has guessed. */
export const senzaSegnalanti: SenzaSegnalanti = async (ctx, personaId) => senza(await paroleNote(ctx, [personaId]))
