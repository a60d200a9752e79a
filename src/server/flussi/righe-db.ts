// Rows of prestazioni written by lots, and what each says of the others: whether it is a copy.
import { type RawBuilder, sql } from 'kysely'
import type { Deroghe } from '../../shared/flussi/elabora.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import type { Ctx } from '../kernel/context.ts'
import { DOPPIA, type Lotto } from './righe-lotto.ts'

export interface Dove {
  comuneId: string
  enteId: string
  caricoId: string | null
  /** With another program: they are kept as sent, and do not leave again. */
  giaInviate?: boolean
  fermi?: readonly string[]
}

const PARTITE = sql`('in-flusso', 'accettata')`

/** The bytes of a column, as the array that they are. */
const elenco = (c: Uint8Array) => sql`${Buffer.from(c.buffer, c.byteOffset, c.byteLength)}`

/**
 * Held to the end of the transaction by whoever looks for copies, before any row: two at once that look before either has written would
 * both find none.
 */
export const tieniImpronte = (ctx: Ctx, enteId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`impronte ${enteId}`}, 0))`.execute(ctx.tx)

/**
 * Writes a lot. The same prestazione twice is told, whichever came first: in the narrow row, where the other rows are looked at; what it
 * says in words is added by who reads it. What is the same for all its rows is asked once: a default would ask it of each. And the other
 * rows are asked one by one, not with `exists`, of which the planner may make a table in memory of all that the ente has, at each lot.
 */
export async function scriviRighe(ctx: Ctx, dove: Dove, { colonne: l }: Lotto): Promise<void> {
  await tieniImpronte(ctx, dove.enteId)
  const gia = dove.giaInviate === true
  // what left with another program and is among what left with ours is one: the first is enough
  const stato = gia
    ? sql`case when r.doppia then 'esclusa' else 'in-flusso' end`
    : sql`case when r.doppia and r.stato = 'pronta' then 'da-completare' else r.stato end`
  await sql`
    insert into prestazione_erogata (id, ambito_id, comune_id, ente_id, carico_id, riga, parte, stato, operazione, periodo, banca, codice, area, centesimi, persona, impronta,
                                     errori, avvisi, gia_inviata, creata_il)
    select r.id, (select kernel.ambito()), ${dove.comuneId}, ${dove.enteId}::uuid, ${dove.caricoId}::uuid, r.riga, r.parte,
           ${stato}, r.operazione, r.periodo, r.banca, r.codice, r.area, r.centesimi,
           r.persona, r.impronta, r.errori::text[], case when r.doppia then array_append(r.avvisi::text[], ${DOPPIA.regola}) else r.avvisi::text[] end,
           ${gia}, (select kernel.adesso())
      from (
        select u.*, u.ripetuta = 1 or (u.operazione = 'I' and (
                 select 1 from prestazione_erogata p where p.ente_id = ${dove.enteId} and p.impronta = u.impronta and p.operazione = 'I' and ${gia ? sql`p.stato in ${PARTITE}` : sql`p.stato <> 'esclusa'`} limit 1) is not null) as doppia
          from (select unnest(${elenco(l.id)}::uuid[]) as id, unnest(${elenco(l.riga)}::integer[]) as riga, unnest(${elenco(l.parte)}::smallint[]) as parte,
                  unnest(${elenco(l.stato)}::text[]) as stato, unnest(${elenco(l.operazione)}::text[]) as operazione, unnest(${elenco(l.periodo)}::text[]) as periodo,
                  unnest(${elenco(l.banca)}::text[]) as banca, unnest(${elenco(l.codice)}::text[]) as codice, unnest(${elenco(l.area)}::text[]) as area,
                  unnest(${elenco(l.centesimi)}::bigint[]) as centesimi, unnest(${elenco(l.persona)}::text[]) as persona, unnest(${elenco(l.impronta)}::text[]) as impronta,
                  unnest(${elenco(l.ripetuta)}::smallint[]) as ripetuta, unnest(${elenco(l.errori)}::text[]) as errori, unnest(${elenco(l.avvisi)}::text[]) as avvisi) u
        offset 0
      ) r`.execute(ctx.tx)
  await sql`
    insert into prestazione_dati (id, ambito_id, comune_id, celle, letta, record, modifiche, difetti, fermi)
    select l.id, (select kernel.ambito()), ${dove.comuneId}, l.celle, l.letta, l.record, l.modifiche, l.difetti::jsonb, ${[...(dove.fermi ?? [])]}::text[]
      from (select unnest(${elenco(l.id)}::uuid[]) as id, unnest(${elenco(l.celle)}::text[]) as celle, unnest(${elenco(l.letta)}::text[]) as letta,
              unnest(${elenco(l.record)}::text[]) as record, unnest(${elenco(l.modifiche)}::text[]) as modifiche, unnest(${elenco(l.difetti)}::text[]) as difetti) l`.execute(
    ctx.tx,
  )
  if (gia) await fermaCopie(ctx, dove.enteId, l)
}

/** What waits here to leave, and has just been told to have left already, waits for a reason. */
async function fermaCopie(ctx: Ctx, enteId: string, l: Lotto['colonne']): Promise<void> {
  await sql`
    update prestazione_erogata p set avvisi = array_append(p.avvisi, ${DOPPIA.regola}), versione = p.versione + 1,
           stato = case when p.stato = 'pronta' then 'da-completare' else p.stato end
     where p.ente_id = ${enteId} and p.impronta = any (${elenco(l.impronta)}::text[]) and p.operazione = 'I' and p.stato in ('rifiutata', 'da-completare', 'pronta')
       and not (${DOPPIA.regola} = any (p.avvisi))`.execute(ctx.tx)
}

/** The defects as they stand now: whether a prestazione is a copy depends on the others, and its narrow row knows. */
export function difettiDi(r: { avvisi: readonly string[]; difetti: readonly Difetto[]; deroghe: Deroghe }): Difetto[] {
  const altri = r.difetti.filter((d) => d.regola !== DOPPIA.regola)
  return r.avvisi.includes(DOPPIA.regola) || r.deroghe[DOPPIA.regola] ? [...altri, DOPPIA] : altri
}

/**
 * When a row is excluded or becomes another, the copies of it are copies no more: the first of those that were told so goes on
 * without the warning. `impronte` are those that may have changed.
 */
export async function liberaDoppie(ctx: Ctx, enteId: string, impronte: RawBuilder<unknown>): Promise<void> {
  await sql`
    with attive as materialized (
      select id, ordine, impronta, ${DOPPIA.regola} = any (avvisi) as detta from prestazione_erogata
       where ente_id = ${enteId} and impronta in (${impronte}) and operazione = 'I' and stato <> 'esclusa'
    ),
    prime as (
      select distinct on (impronta) id from attive a where not exists (select 1 from attive b where b.impronta = a.impronta and not b.detta) order by impronta, ordine
    )
    update prestazione_erogata p set avvisi = array_remove(p.avvisi, ${DOPPIA.regola}), versione = p.versione + 1,
           stato = case when p.errori <> '{}' then 'rifiutata' when array_remove(p.avvisi, ${DOPPIA.regola}) <> '{}' then 'da-completare' else 'pronta' end
      from prime where p.id = prime.id and p.stato in ('rifiutata', 'da-completare')`.execute(ctx.tx)
}
