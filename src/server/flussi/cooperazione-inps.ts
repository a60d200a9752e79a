// What INPS does once let in: takes the flows that come after its cursor, and tells what became of those it took. Its scope holds one
// ente, and every call leaves its own row.
import { sql } from 'kysely'
import { BASE_WAAS, fraseRifiutoInps, type Rifiuto } from '../../shared/flussi/cooperazione.rules.ts'
import type { FlussoWaas } from '../../shared/flussi/waas.contratto.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiEsitiJson, riporta } from './esiti.ts'
import { busta, LIMITI_WAAS } from './waas.ts'

const PREDEFINITO = 10

export interface EnteChiamato {
  enteId: string
  comuneId: string
}

/** What is wrong with the request itself: the one refusal whose detail helps who calls. */
export class RichiestaErrata extends Error {}

const intero = (v: unknown): number | undefined =>
  typeof v === 'string' && /^\d{1,21}$/.test(v) ? Number(v) : undefined

/** `limit`, which the examples of INPS call `max_entries`. */
function leggiDomanda(q: Record<string, unknown>): { dopo: number; quanti: number } {
  const dopo = intero(q.since)
  if (dopo === undefined || dopo > 1e20)
    throw new RichiestaErrata('since: atteso un intero non negativo, in millisecondi.')
  const scritto = q.limit ?? q.max_entries
  const quanti = scritto === undefined ? PREDEFINITO : intero(scritto)
  if (quanti === undefined || quanti > LIMITI_WAAS.flussi)
    throw new RichiestaErrata(`limit: atteso un intero da 0 a ${LIMITI_WAAS.flussi}.`)
  // later than any moment there can be: nothing comes after
  return { dopo: Math.min(dopo, Number.MAX_SAFE_INTEGER), quanti }
}

export async function consegna(
  ctx: Ctx,
  e: EnteChiamato,
  query: Record<string, unknown>,
): Promise<{ elenco_flussi: FlussoWaas[] }> {
  const { dopo, quanti } = leggiDomanda(query)
  const { rows } = await sql<{
    nome: string
    istante: number
    codice: string
    denominazione: string
    contenuto: Uint8Array
  }>`
    select f.nome, f.istante, f.ente_codice as codice, f.ente_nome as denominazione, p.contenuto
      from flusso f join flusso_parte p on p.flusso_id = f.id and p.parte = 0
     where f.ente_id = ${e.enteId} and f.canale = 'waas' and f.stato = 'generato' and f.istante > ${dopo}
     order by f.istante limit ${quanti}`.execute(ctx.tx)
  await sql`insert into chiamata_inps (comune_id, ente_id, risorsa, da, fino, flussi)
    values (${e.comuneId}, ${e.enteId}, 'flussi', ${dopo}, ${rows.at(-1)?.istante ?? null}, ${rows.length})`.execute(
    ctx.tx,
  )
  return { elenco_flussi: rows.map(({ contenuto, ...f }) => busta({ ...f, xml: contenuto })) }
}

/**
 * Taken in as those of a file are, each once. What is not ours is kept in the row of the call and not refused: INPS would send it
 * again for ever, and it would never become ours.
 */
export async function notifica(ctx: Ctx, e: EnteChiamato, body: unknown): Promise<void> {
  const elenco = (body as { elenco_esiti?: unknown } | null | undefined)?.elenco_esiti
  if (!Array.isArray(elenco)) throw new RichiestaErrata('elenco_esiti: atteso un elenco.')
  if (elenco.length > LIMITI_WAAS.flussi)
    throw new RichiestaErrata(`elenco_esiti: al massimo ${LIMITI_WAAS.flussi} esiti per chiamata.`)
  const r = await riporta(ctx, leggiEsitiJson(elenco))
  await sql`insert into chiamata_inps (comune_id, ente_id, risorsa, accettati, respinti, gia_noti, problemi)
    values (${e.comuneId}, ${e.enteId}, 'esiti', ${r.accettati}, ${r.respinti}, ${r.giaNoti}, ${r.problemi})`.execute(
    ctx.tx,
  )
}

/** A comune that is closed shows nothing of its section, to anyone: then only the register of accesses can say it. */
export async function registraRifiuto(ctx: Ctx, e: EnteChiamato, atto: string, motivo: Rifiuto): Promise<void> {
  await sql`insert into kernel.registro_accessi (ambito_id, azione, richiesta_id, oggetto, oggetto_id, esito, motivo)
    values (${ctx.ambito}, ${atto}, ${ctx.richiesta}, ${`${BASE_WAAS}/${atto.slice(5)}`}, ${e.enteId}, 'negato', ${fraseRifiutoInps(motivo)})`.execute(
    ctx.tx,
  )
  if (motivo !== 'adesione-assente')
    await sql`insert into chiamata_inps (comune_id, ente_id, risorsa, rifiuto) values (${e.comuneId}, ${e.enteId}, ${atto.slice(5)}, ${motivo})`.execute(
      ctx.tx,
    )
}
