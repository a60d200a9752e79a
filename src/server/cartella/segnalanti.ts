// Who reported is never in a copy (issue 3, §3): his name, body and contacts are taken out of every text in which an
// operator may have written them. One list of those texts, for all that leaves.
import { sql } from 'kysely'
import { oscura } from '../../shared/cartella/segnalazioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'

/** Table → columns of free text: of the segnalazione, and of the presa in carico that may come from it. */
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
}

type Parole = (string | null)[]
type Riga = { nome: string | null; ente: string | null; recapiti: string | null }
const parole = (rows: readonly Riga[]): Parole => rows.flatMap((r) => [r.nome, r.ente, r.recapiti])

/** The words of whoever reported these persons, also where who acts may not read him. Only for what is about to leave. */
export async function paroleDeiSegnalanti(ctx: Ctx, persone: readonly string[]): Promise<Parole> {
  const { rows } = await sql<Riga>`
    select distinct s.nome, s.ente, s.recapiti from accesso.segnalanti_di(array(
      select unnest(accesso.stessa_persona(p)) from unnest(${[...persone]}::uuid[]) p)) s`.execute(ctx.tx)
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
