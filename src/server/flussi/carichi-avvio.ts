// Where a file of prestazioni stands, and how its reading starts: of a table once its columns are told, of an INPS file once it is known of
// whom it is and whether it has already been sent.
import { type RawBuilder, sql } from 'kysely'
import { type carichiApi, enteDiverso, type TestataFile } from '../../shared/flussi/carichi.api.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { type StatoCarico, transizioniCarico } from '../../shared/flussi/stati.rules.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'
import { getEnte } from './enti.ts'

/** Of `carico_flussi m`: what is still arriving nobody sees. */
export const visibili = sql`m.stato <> 'in-arrivo'`

/** The day on which the same bytes were read for this ente. */
export async function stessoFile(ctx: Ctx, ente: string, sha256: string): Promise<string | null> {
  const { rows } = await sql<{ il: string | null }>`
    select to_char(max(concluso_il) at time zone 'Europe/Rome', 'DD/MM/YYYY') as il from carico_flussi
     where ente_id = ${ente} and sha256 = ${sha256} and stato = 'concluso'`.execute(ctx.tx)
  return rows[0]?.il ?? null
}

export interface Intestazione {
  id: string
  stato: StatoCarico
  enteId: string
  comuneId: string
  nomeFile: string
  formato: 'tabella' | 'xml'
  tipo: TipoFlusso
  colonne: string[]
  lettura: Lettura
  testata: TestataFile | null
  bytes: number
  prestazioni: number
}
export async function getCarico(ctx: Ctx, id: string): Promise<Intestazione> {
  const { rows } = await sql<Intestazione>`
    select id, stato, ente_id, comune_id, nome_file, formato, tipo, colonne, lettura, testata, bytes, prestazioni from carico_flussi m where id = ${id} and ${visibili} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function passa(ctx: Ctx, id: string, stato: StatoCarico, altro: RawBuilder<unknown> = sql``) {
  const { rows } = await sql<{ bytes: number; comuni: string[] }>`
    update carico_flussi set stato = ${stato}, aggiornato = kernel.adesso() ${altro} where id = ${id}
    returning bytes, array(select jsonb_array_elements_text(portata -> 'comuni')) as comuni`.execute(ctx.tx)
  return rows[0]!
}

/** Files that are read in a moment: they have a queue of their own, so that none of them waits for a million rows of somebody else. */
const BREVE = 4 * 1024 * 1024
export const CODE_LETTURA = { brevi: 'flussi.leggi', lunghi: 'flussi.leggi-lunghi' } as const
export const codaDi = (bytes: number): string => (bytes > BREVE ? CODE_LETTURA.lunghi : CODE_LETTURA.brevi)

/** Starts the reading: by the queue, or by whoever asks, who then does it by himself. */
export async function avvia(
  ctx: Ctx,
  id: string,
  accoda: boolean,
  altro: RawBuilder<unknown> = sql``,
): Promise<StatoCarico> {
  const { bytes, comuni } = await passa(ctx, id, 'in-lettura', altro)
  if (accoda) ctx.emit(codaDi(bytes), { id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni })
  return 'in-lettura'
}

/** It is there whole: of a table one says what the columns are, of an INPS file whether it has already been sent. */
export async function accogli(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from carico_flussi where id = ${id} and stato = 'in-arrivo'`.execute(ctx.tx)
  if (!rows[0]) throw problem('errore-interno')
  await passa(ctx, id, 'da-mappare')
}

export type SceltaXml = Omit<Input<typeof carichiApi.leggiXml>, 'id'>

/** Starts the reading of an INPS file, for the ente of its head or for another that somebody has confirmed. */
export async function leggiXmlCarico(ctx: Ctx, id: string, i: SceltaXml, accoda = true): Promise<StatoCarico> {
  const m = await getCarico(ctx, id)
  assertTransizione(transizioniCarico, 'mappa', m.stato)
  if (m.formato !== 'xml')
    throw problem('stato-non-ammesso', { detail: 'Non è un file di INPS: indica che cosa sono le sue colonne.' })
  const ente = await getEnte(ctx, m.enteId)
  const diverso = enteDiverso(m.testata, { codice: ente.codice, ente: ente.denominazione })
  if (diverso && !i.altroEnte) throw erroreDiCampo('altroEnte', diverso)
  // what has left is kept as it left: a cancellation repeats it
  const giaInviato = i.invio === 'gia-inviato'
  const normalizza = i.normalizza && !giaInviato
  return avvia(
    ctx,
    id,
    accoda,
    sql`, gia_inviato = ${giaInviato}, normalizza = ${normalizza}, errore = null, corse = 0`,
  )
}
