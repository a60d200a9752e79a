// The agenda in one's own calendar program: a secret address, of which only the hash is kept, that answers with hours and
// offices and no person; to whoever follows casi, with how many terms are due on each day. It dies when it is revoked,
// replaced, or when its owner has neither an agenda nor casi any more.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { calendarioApi } from '../../shared/cartella/agenda.api.ts'
import { scriviCalendario } from '../../shared/cartella/agenda.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { hashToken } from '../kernel/serve.ts'

type Api = typeof calendarioApi

/** Days shown before and after today. */
const GIORNI_PRIMA = 30
const GIORNI_DOPO = 180

async function leggi(ctx: Ctx): Promise<Output<Api['leggi']>> {
  const f = await ctx.tx
    .selectFrom('calendarioFeed')
    .select('creatoIl')
    .where('utenteId', '=', ctx.utente)
    .where('revocatoIl', 'is', null)
    .executeTakeFirst()
  return { creatoIl: f?.creatoIl ?? null }
}

async function revoca(ctx: Ctx): Promise<Output<Api['revoca']>> {
  await sql`update calendario_feed set revocato_il = kernel.adesso() where utente_id = ${ctx.utente} and revocato_il is null`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

async function collega(ctx: Ctx): Promise<Output<Api['collega']>> {
  await revoca(ctx)
  const chiave = randomBytes(32).toString('base64url')
  await sql`insert into calendario_feed (chiave_hash) values (${hashToken(chiave)})`.execute(ctx.tx)
  return { percorso: `/api${calendarioApi.scarica.path}?chiave=${chiave}` }
}

interface Riga {
  id: string | null
  inizio: string
  fine: string
  ufficio: string | null
  stato: string
  versione: number
  creatoIl: string
  scade: string | null
  quante: number
}

async function scarica(ctx: Ctx, i: Input<Api['scarica']>): Promise<Output<Api['scarica']>> {
  const { rows } = await sql<Riga>`
    select id, inizio, fine, ufficio, stato, versione, creato_il, scade, quante from accesso.agenda_di_chiave(${hashToken(i.chiave)},
      kernel.adesso() - make_interval(days => ${GIORNI_PRIMA}), kernel.adesso() + make_interval(days => ${GIORNI_DOPO}))`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw problem('non-trovato')
  const eventi = rows.flatMap((r) =>
    r.id === null || r.stato === 'spostato'
      ? []
      : [
          {
            id: r.id,
            inizio: r.inizio,
            fine: r.fine,
            ufficio: r.ufficio ?? '',
            annullato: r.stato === 'annullato',
            versione: r.versione,
            scritto: r.creatoIl,
          },
        ],
  )
  return {
    nome: 'agenda.ics',
    tipo: 'text/calendar; charset=utf-8',
    contenuto: Buffer.from(
      scriviCalendario(
        eventi,
        rows.flatMap((r) => (r.scade ? [{ giorno: r.scade, quante: r.quante }] : [])),
        ctx.adesso().toISOString(),
      ),
    ),
  }
}

export const calendarioRotte = rotte(calendarioApi, { leggi, collega, revoca, scarica })
