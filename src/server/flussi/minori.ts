// The cards of the minors for SINBA. A minor has a token drawn by lot, the same for all of his cards; whom it stands for is in a table of
// its own, that only the reading of one card opens, and that no flow can: the record of a card does not have it. How a card is corrected is
// as of any row (tracciato-atti.ts).
import { sql } from 'kysely'
import { MASSIMO } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import type { Ricezioni } from '../kernel/serve.ts'
import { contestoMinori } from './contesto.ts'
import { getEnte } from './enti.ts'
import { apriGenerazione } from './generazioni.ts'
import { schedeDaInviare, scriviFlussoMinori } from './minori-generazione.ts'
import { leggi, list, mostraScheda, quadro, scelte, tieniScheda } from './minori-lettura.ts'
import { aggiungiScheda, assertModificabile, escludiScheda, gettoneDi } from './minori-scrittura.ts'
import { tracciatoMinori } from './minori-tracciato.ts'
import { conScritti } from './tracciato.ts'
import { attiDi } from './tracciato-atti.ts'
import { fogliDi } from './tracciato-foglio.ts'

type Api = typeof minoriApi

const vuota = (): SchedaMinore => ({ prestazioni: [], famiglia: [] })

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const ente = await getEnte(ctx, i.ente)
  const { nuovo: record } = conScritti(vuota(), i.campi, 'corretta', tracciatoMinori.assertCampo)
  const gettone = await gettoneDi(ctx, ente, i.riferimento)
  const base = await contestoMinori(ctx, ente.id)
  return aggiungiScheda(ctx, ente, { gettone, record, modifiche: [], fermi: [], da: null }, base)
}

async function escludi(ctx: Ctx, i: Input<Api['escludi']>): Promise<Output<Api['escludi']>> {
  const r = await tieniScheda(ctx, i.id)
  assertModificabile(r, i.versione)
  await escludiScheda(ctx, r)
  return { fatto: true }
}

/** At once, for who waits at the page: one flow. */
async function genera(ctx: Ctx, i: Input<Api['genera']>): Promise<Output<Api['genera']>> {
  const ente = await getEnte(ctx, i.ente, true)
  const { rows } = await sql`select 1 from scheda_minore p where ${schedeDaInviare(ente.id, i)} limit 1`.execute(ctx.tx)
  if (rows.length === 0) return { flusso: null, schede: 0 }
  const quali = { ente: ente.id, ...(i.dal && { dal: i.dal }), ...(i.al && { al: i.al }) }
  const { id } = await apriGenerazione(ctx, quali, { tipo: 'SINBA' })
  const suo = await scriviFlussoMinori(ctx, {
    ...i,
    id,
    enteId: ente.id,
    comuneId: ente.comuneId,
    massimoRecord: MASSIMO.record,
  })
  await sql`update generazione_flussi set stato = 'conclusa', conclusa_il = kernel.adesso() where id = ${id}`.execute(
    ctx.tx,
  )
  return suo ?? { flusso: null, schede: 0 }
}

const atti = attiDi(tracciatoMinori, mostraScheda)
const { ricezione, ...deiFogli } = fogliDi(tracciatoMinori)
export const { fogli, foglio } = deiFogli
export const { regole } = atti

const ricezioni: Ricezioni<Api> = { rientro: ricezione }

export const minoriRotte = rotte(
  minoriApi,
  { quadro, list, scelte, leggi, create, escludi, genera, ...deiFogli, ...atti },
  ricezioni,
)
