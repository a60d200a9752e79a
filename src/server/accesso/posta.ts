// Sends the outbox. Each message is claimed in one transaction, sent outside any, and marked in another: a mail server
// that is slow or down holds nothing. A claim already sets the next attempt, further away each time, so that a process
// that dies in the middle leaves a message that will be tried again; after the last attempt it stays, with its error. A
// server that does not answer at all is no attempt of any message: down for a day, it loses none.
import { sql } from 'kysely'
import { INDIRIZZO } from '../kernel/avvisi.ts'
import type { Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { apriSmtp, type EsitoSmtp, mittenteDi } from '../kernel/smtp.ts'

export const TENTATIVI = 8
/** At most so many in one run: the next minute takes the others. */
const PER_VOLTA = 100
const scope = { azione: 'posta.invia', nazionale: true, operatore: 'posta' }

interface Messaggio {
  id: string
  destinatario: string
  oggetto: string
  testo: string
}

/** `mittente` is the address in From; by default the user of the SMTP URL, where it is an address. */
export interface PostaOptions {
  smtpUrl: string | undefined
  baseUrl: string
  mittente?: string
}

/** Without an SMTP URL there is no job: messages wait in the outbox for the day there is one. */
export function postaJob(o: PostaOptions): Job[] {
  const { smtpUrl } = o
  if (!smtpUrl) return []
  const mittente = o.mittente ?? mittenteDi(smtpUrl, o.baseUrl)
  return [{ nome: 'posta.invia', ogni: '* * * * *', run: (deps) => spedisci(deps, smtpUrl, o.baseUrl, mittente) }]
}

async function spedisci(deps: Deps, smtpUrl: string, baseUrl: string, mittente: string) {
  const smtp = apriSmtp(smtpUrl, mittente, baseUrl)
  try {
    for (let n = 0; n < PER_VOLTA; n++) {
      const m = await prendi(deps)
      if (!m) return
      const esito = await smtp.invia({
        id: m.id,
        a: m.destinatario,
        oggetto: m.oggetto,
        testo: m.testo.replaceAll(INDIRIZZO, baseUrl),
        headers: { 'auto-submitted': 'auto-generated' },
      })
      await segna(deps, m.id, esito)
      if (esito.esito === 'muto') return
    }
  } finally {
    smtp.chiudi()
  }
}

/** Claims one message: after 1, 4, 9… minutes it would be tried again. */
const prendi = (deps: Deps): Promise<Messaggio | undefined> =>
  inCtx(deps, scope, async (ctx) => {
    const adesso = ctx.adesso().toISOString()
    const { rows } = await sql<Messaggio>`
      update kernel.posta_in_uscita set tentativi = tentativi + 1,
             prossimo_tentativo = ${adesso}::timestamptz + interval '1 minute' * power(tentativi + 1, 2)
       where id = (select id from kernel.posta_in_uscita
                    where inviata is null and tentativi < ${TENTATIVI} and prossimo_tentativo <= ${adesso}
                    order by prossimo_tentativo limit 1 for update skip locked)
      returning id, destinatario, oggetto, testo`.execute(ctx.tx)
    return rows[0]
  })

const segna = (deps: Deps, id: string, e: EsitoSmtp): Promise<void> =>
  inCtx(deps, scope, async (ctx) => {
    const adesso = ctx.adesso().toISOString()
    if (e.esito === 'partito')
      await sql`update kernel.posta_in_uscita set inviata = ${adesso}, errore = null where id = ${id}`.execute(ctx.tx)
    else if (e.esito === 'muto')
      await sql`update kernel.posta_in_uscita set tentativi = tentativi - 1, prossimo_tentativo = ${adesso}::timestamptz + interval '1 minute', errore = ${e.motivo} where id = ${id}`.execute(
        ctx.tx,
      )
    else await sql`update kernel.posta_in_uscita set errore = ${e.motivo} where id = ${id}`.execute(ctx.tx)
  })

/** Every night: SPID exchanges, old sessions, idempotency keys and drafts beyond their retention. */
export const pulizia: Job = {
  nome: 'accesso.pulisci',
  ogni: '15 3 * * *',
  run: async (deps) => {
    await deps.db.call('select accesso.pulisci($1)', [deps.clock().toISOString()])
    await deps.db.call('select accesso.pulisci_bozze($1)', [deps.clock().toISOString()])
    await deps.db.contaRighe()
  },
}
