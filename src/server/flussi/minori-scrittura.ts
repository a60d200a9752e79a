// A card of a minor as it is kept, whoever writes it: the form, a correction, a row of a file. A minor has a token drawn by lot, the same
// for all of his cards; by what reference the office knows him stands in a table of its own, that only the reading of one card opens.
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { posizione } from '../../shared/flussi/elabora.ts'
import { type ContestoMinore, elaboraMinore, SCHEDA_DOPPIA } from '../../shared/flussi/elabora-minore.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import type { StatoPrestazione } from '../../shared/flussi/stati.rules.ts'
import type { Ctx } from '../kernel/context.ts'

export interface EnteDelMinore {
  id: string
  comuneId: string
}

const LETTERE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const nuovoGettone = () => Array.from({ length: 20 }, () => LETTERE[randomInt(LETTERE.length)]).join('')

export const MASSIMO_RIFERIMENTO = 100
export const riferimentoDi = (detto: string): string => detto.trim().replace(/\s+/g, ' ').toUpperCase()

/** The token of whoever the office knows by that reference: the same as before, or drawn now. */
export async function gettoneDi(ctx: Ctx, ente: EnteDelMinore, detto: string): Promise<string> {
  const riferimento = riferimentoDi(detto)
  await sql`
    insert into minore_flussi (comune_id, ente_id, gettone, riferimento) values (${ente.comuneId}, ${ente.id}, ${nuovoGettone()}, ${riferimento})
    on conflict on constraint minore_flussi_uno_per_riferimento do nothing`.execute(ctx.tx)
  const { rows } = await sql<{ gettone: string }>`
    select gettone from minore_flussi where ente_id = ${ente.id} and riferimento = ${riferimento}`.execute(ctx.tx)
  return rows[0]!.gettone
}

/** Of a flow: one that this ente had generated bears its own tokens; what another program wrote is a reference like any other. */
export async function gettoneDalFlusso(ctx: Ctx, ente: EnteDelMinore, scritto: string): Promise<string> {
  const { rows } = await sql<{ gettone: string }>`
    select gettone from minore_flussi where ente_id = ${ente.id} and gettone = ${scritto.trim()}`.execute(ctx.tx)
  return rows[0]?.gettone ?? gettoneDi(ctx, ente, scritto)
}

type Base = Omit<ContestoMinore, 'giaPartita'>

/** The card and what is wrong with it, also beside the others of the same minor; `questa` is itself, when it is written again. */
export async function esaminaScheda(
  ctx: Ctx,
  ente: string,
  gettone: string,
  scritta: SchedaMinore,
  base: Base,
  questa?: string,
): Promise<{ record: SchedaMinore; difetti: Difetto[] }> {
  const { rows } = await sql<{ id: string; partita: boolean }>`
    select id, stato in ('in-flusso', 'accettata') as partita from scheda_minore
     where ente_id = ${ente} and gettone = ${gettone} and stato <> 'esclusa' and id is distinct from ${questa ?? null}::uuid`.execute(
    ctx.tx,
  )
  const e = elaboraMinore({ ...scritta, idBeneficiario: gettone }, { ...base, giaPartita: rows.some((r) => r.partita) })
  const ferme = rows.filter((r) => !r.partita).map((r) => r.id)
  if (ferme.length === 0) return e
  const { rows: uguali } = await sql`
    select 1 from scheda_minore_dati where id = any (${ferme}::uuid[]) and record = ${JSON.stringify(e.record)}::jsonb limit 1`.execute(
    ctx.tx,
  )
  return uguali.length > 0 ? { record: e.record, difetti: [...e.difetti, SCHEDA_DOPPIA] } : e
}

export interface SchedaScritta {
  id: string
  versione: number
  stato: StatoPrestazione
}

/** A new card, by hand or from the row of a file. */
export async function aggiungiScheda(
  ctx: Ctx,
  ente: EnteDelMinore,
  gettone: string,
  scritta: SchedaMinore,
  base: Base,
  da: { carico: string; riga: number } | null = null,
): Promise<SchedaScritta> {
  const e = await esaminaScheda(ctx, ente.id, gettone, scritta, base)
  const p = posizione(e.difetti)
  const { rows } = await sql<{ id: string; versione: number }>`
    insert into scheda_minore (comune_id, ente_id, gettone, stato, errori, avvisi, carico_id, riga)
    values (${ente.comuneId}, ${ente.id}, ${gettone}, ${p.stato}, ${p.errori}, ${p.avvisi}, ${da?.carico ?? null}, ${da?.riga ?? null}) returning id, versione`.execute(
    ctx.tx,
  )
  await sql`insert into scheda_minore_dati (id, comune_id, record, difetti)
    values (${rows[0]!.id}, ${ente.comuneId}, ${JSON.stringify(e.record)}::jsonb, ${JSON.stringify(e.difetti)}::jsonb)`.execute(
    ctx.tx,
  )
  return { ...rows[0]!, stato: p.stato }
}
