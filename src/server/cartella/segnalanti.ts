// Who reported is his own class (issue 3, §3; ADR 0051, 0053): his name, body and contacts are taken out of every text in which
// an operator may have written them, when it leaves for everybody, on the screen for who may not know him. One list of texts.
import { sql } from 'kysely'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import type { VoceLetta } from '../../shared/cartella/diario.api.ts'
import { oscura } from '../../shared/cartella/segnalazioni.rules.ts'
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
  presa_passaggio: ['motivo'],
  consegna_voce: ['testo'],
  compito_testo: ['titolo', 'esito'],
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
  persona_fatto: ['nota'],
  relazione: ['detto_da', 'nota'],
  appuntamento: ['luogo', 'motivo'],
  compilazione_contributo: ['testo'],
}

/** Inside a value of several parts, those that an operator writes. */
const SCRITTE = new Set(
  'testo di perche nome qualita problema ambientale genitoriale sanitaria fonti organizzazione interventi'.split(' '),
)

type Parole = (string | null)[]
type Riga = { nome: string | null; ente: string | null; recapiti: string | null }
const parole = (rows: readonly Riga[]): Parole => rows.flatMap((r) => [r.nome, r.ente, r.recapiti])

const segnalantiDi = (persone: readonly string[]) => sql`accesso.segnalanti_di(array(
  select unnest(accesso.stessa_persona(p)) from unnest(${[...persone]}::uuid[]) p))`

/** The words of whoever reported these persons, also where who acts may not read him. Only for what is about to leave. */
export async function paroleDeiSegnalanti(ctx: Ctx, persone: readonly string[]): Promise<Parole> {
  const { rows } = await sql<Riga>`select distinct s.nome, s.ente, s.recapiti from ${segnalantiDi(persone)} s`.execute(
    ctx.tx,
  )
  return parole(rows)
}

/**
 * The words that the reader may not know, for what he sees on the screen: of the segnalazioni that exist for him and whose
 * reporter he does not see. Of one that is hidden from him nothing is taken out, or the gap would tell that it is there.
 */
async function paroleCheNonVede(ctx: Ctx, persone: readonly string[]): Promise<Parole> {
  if (persone.length === 0) return []
  const { rows } = await sql<Riga>`
    select distinct s.nome, s.ente, s.recapiti from ${segnalantiDi(persone)} s join segnalazione x on x.id = s.segnalazione_id
     where not exists (select 1 from segnalazione_segnalante v where v.segnalazione_id = s.segnalazione_id)`.execute(
    ctx.tx,
  )
  return parole(rows)
}

/** The words of who made this segnalazione. */
export async function paroleDelSegnalante(ctx: Ctx, segnalazioneId: string): Promise<Parole> {
  const { rows } = await sql<Riga>`select nome, ente, recapiti from accesso.segnalante_di(${segnalazioneId})`.execute(
    ctx.tx,
  )
  return parole(rows)
}

/** Takes them out of a text that may not be there. */
export const senza =
  (parole: Parole) =>
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

/** As `senza`, for the screen of who reads about these persons. */
export const senzaPerChiLegge = async (ctx: Ctx, persone: readonly string[]): Promise<Nascondi> =>
  senza(await paroleCheNonVede(ctx, persone))

/** An entry of the diary, as who wrote it does not see it: to him it would be a way of guessing who reported. */
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

/**
 * For a letter: the words of those whom the writer may read, the only ones that he can have taken from the record; who may not
 * know them is not told by an [omissis] that he has guessed. Her own name stays, whoever has the same.
 */
export const senzaSegnalanti: SenzaSegnalanti = async (ctx, personaId) => {
  const { rows } = await sql<Riga & { suo: string }>`
    select distinct s.nome, s.ente, s.recapiti, concat_ws(' ', n.cognome, n.nome) as suo from persona n
      join segnalazione_persona p on p.persona_id = any (accesso.stessa_persona(n.id)) join segnalazione_segnalante s on s.segnalazione_id = p.segnalazione_id
     where n.id = ${personaId}`.execute(ctx.tx)
  const sue = (rows[0]?.suo ?? '').split(/\s+/)
  return senza(parole(rows).map((p) => p && oscura(p, sue).replaceAll('[omissis]', ' ')))
}
