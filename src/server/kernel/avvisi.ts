// The one way to tell someone something: a line in his notifications, or an e-mail. Both are written in the transaction
// of the act, so that nothing is announced that did not happen; the mail leaves later, by a job. Neither carries
// personal data of a beneficiary, and the mail none of anyone: it says what happened and where to read it.
import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/** Where a text of a mail says this, the job that sends it writes the public address of the installation. */
export const INDIRIZZO = '{{indirizzo}}'

/** `collegamento` is a path of the front end: `/richieste-ambito/…`. */
export async function notifica(ctx: Ctx, utenteId: string, testo: string, collegamento?: string): Promise<void> {
  await sql`insert into kernel.notifica (utente_id, testo, collegamento) values (${utenteId}, ${testo}, ${collegamento ?? null})`.execute(
    ctx.tx,
  )
}

export interface Avviso {
  utenteId: string
  testo: string
  collegamento?: string
}

/** Many lines in one statement; of who is there twice with the same words, one. */
export async function notificaTutti(ctx: Ctx, avvisi: readonly Avviso[]): Promise<void> {
  if (avvisi.length === 0) return
  await sql`insert into kernel.notifica (utente_id, testo, collegamento)
    select distinct r."utenteId", r.testo, r.collegamento
      from jsonb_to_recordset(${JSON.stringify(avvisi)}::jsonb) as r("utenteId" uuid, testo text, collegamento text)`.execute(
    ctx.tx,
  )
}

/** Links in `testo` begin with `INDIRIZZO`. */
export const scriviPosta = (ctx: Ctx, a: string, oggetto: string, testo: string): Promise<void> =>
  scriviPoste(ctx, [{ a, oggetto, testo }])

export async function scriviPoste(
  ctx: Ctx,
  messaggi: readonly { a: string; oggetto: string; testo: string }[],
): Promise<void> {
  if (messaggi.length === 0) return
  await sql`insert into kernel.posta_in_uscita (destinatario, oggetto, testo)
    select r.a, r.oggetto, r.testo from jsonb_to_recordset(${JSON.stringify(messaggi)}::jsonb) as r(a text, oggetto text, testo text)`.execute(
    ctx.tx,
  )
}
