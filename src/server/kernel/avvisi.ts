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

/** Links in `testo` begin with `INDIRIZZO`. */
export async function scriviPosta(ctx: Ctx, a: string, oggetto: string, testo: string): Promise<void> {
  await sql`insert into kernel.posta_in_uscita (destinatario, oggetto, testo) values (${a}, ${oggetto}, ${testo})`.execute(
    ctx.tx,
  )
}
