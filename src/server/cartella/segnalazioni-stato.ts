// The state of a segnalazione: the row locked, the transition asserted, the state and its history written together.
import { sql } from 'kysely'
import {
  type AttoSegnalazione,
  type StatoSegnalazione,
  transizioniSegnalazione,
} from '../../shared/cartella/segnalazioni.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Bloccata {
  id: string
  comuneId: string
  stato: StatoSegnalazione
  versione: number
  riservata: boolean
  valutatoreId: string | null
}

export async function getSegnalazione(ctx: Ctx, id: string): Promise<Bloccata> {
  const { rows } = await sql<Bloccata>`
    select id, comune_id, stato, versione, riservato_a is not null as riservata, valutatore_id from segnalazione where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function scriviPassaggio(
  ctx: Ctx,
  s: { id: string; comuneId: string; stato: StatoSegnalazione | null },
  atto: AttoSegnalazione | 'crea',
  a: StatoSegnalazione,
  motivo: string | null = null,
  diChiNonSa = false,
) {
  await sql`insert into segnalazione_passaggio (segnalazione_id, comune_id, atto, da, a, motivo, di_chi_non_sa)
    values (${s.id}, ${s.comuneId}, ${atto}, ${s.stato}, ${a}, ${motivo}, ${diChiNonSa})`.execute(ctx.tx)
}

/** Who reported, for whom he is not of a class that is closed to him: otherwise undefined, and what he writes is marked so. */
export const segnalanteDi = (ctx: Ctx, id: string) =>
  ctx.tx
    .selectFrom('segnalazioneSegnalante')
    .select(['anonimo', 'interlocutore', 'nome', 'ente', 'recapiti'])
    .where('segnalazioneId', '=', id)
    .executeTakeFirst()

const CONCLUSI: readonly StatoSegnalazione[] = [
  'archiviata',
  'orientata',
  'presa-in-carico',
  'inoltrata',
  'segnalata-autorita',
]

/** Moves a segnalazione: asserts the state, writes it and its history. Told to the authority later, it was concluded when it was. */
export async function muovi(
  ctx: Ctx,
  s: Bloccata,
  atto: AttoSegnalazione,
  o: {
    motivo?: string | null
    archiviazione?: string
    conclusione?: string
    /** From now on it is the task of who does it, whoever had it. */
    valuto?: true
  } = {},
) {
  const a = assertTransizione(transizioniSegnalazione, atto, s.stato)
  await sql`update segnalazione set stato = ${a}, versione = versione + 1, motivo_archiviazione = coalesce(${o.archiviazione ?? null}, motivo_archiviazione),
      chiusa_il = ${CONCLUSI.includes(a) ? sql`coalesce(chiusa_il, kernel.adesso())` : sql`null`},
      valutatore_id = ${o.valuto ? sql`kernel.utente()` : sql`coalesce(valutatore_id, kernel.utente())`}
    where id = ${s.id}`.execute(ctx.tx)
  const nonSa = !(await segnalanteDi(ctx, s.id))
  if (o.conclusione)
    await sql`update segnalazione_dettaglio set conclusione = ${o.conclusione.trim()}, conclusione_di_chi_non_sa = ${nonSa} where segnalazione_id = ${s.id}`.execute(
      ctx.tx,
    )
  await scriviPassaggio(ctx, s, atto, a, o.motivo ?? o.conclusione?.trim() ?? null, nonSa)
}
