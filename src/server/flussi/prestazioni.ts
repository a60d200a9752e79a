// The prestazioni through the API: written by hand, excluded, cancelled once they have left; the rest is as of any row (tracciato-atti.ts).
import { sql } from 'kysely'
import { type Elaborata, elabora } from '../../shared/flussi/elabora.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import type { Ricezioni } from '../kernel/serve.ts'
import { contestoDi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { getPrestazione, leggi, mostra, quadro, scelte } from './prestazioni-lettura.ts'
import { applicaScritti, assertModificabile, scriviNuove } from './prestazioni-scrittura.ts'
import { tracciatoPrestazioni } from './prestazioni-tracciato.ts'
import { liberaDoppie } from './righe-db.ts'
import type { Scritto } from './tracciato.ts'
import { attiDi } from './tracciato-atti.ts'
import { fogliDi } from './tracciato-foglio.ts'

type Api = typeof prestazioniApi

const vuoto = (): PrestazioneErogata => ({ beneficiario: { anagrafica: {}, indirizzi: [] } })

async function esitiDi(ctx: Ctx, ids: readonly string[]): Promise<Output<Api['create']>> {
  const { rows } = await sql<Output<Api['create']>['voci'][number]>`
    select id, stato, versione from prestazione_erogata where id = any (${[...ids]}::uuid[]) order by ordine`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const ente = await getEnte(ctx, i.ente)
  const { nuovo } = applicaScritti(vuoto(), i.campi, 'corretta')
  const elaborate = elabora(nuovo, await contestoDi(ctx, ente.id))
  return esitiDi(ctx, await scriviNuove(ctx, { enteId: ente.id, comuneId: ente.comuneId }, elaborate))
}

async function escludi(ctx: Ctx, i: Input<Api['escludi']>): Promise<Output<Api['escludi']>> {
  const r = await getPrestazione(ctx, i.id, true)
  if (r.operazione === 'I') assertModificabile(r, i.versione)
  else if (r.versione !== i.versione) throw problem('versione-superata')
  else if (!['rifiutata', 'da-completare', 'pronta'].includes(r.stato))
    throw problem('stato-non-ammesso', { detail: 'Questa cancellazione è già in un flusso.' })
  const { rows } = await sql`select 1 from prestazione_erogata where segue_id = ${r.id} and stato <> 'esclusa'`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('stato-non-ammesso', {
      detail: 'Un’altra prestazione ne prende il posto e parte dopo questa cancellazione: escludi prima quella.',
    })
  await sql`update prestazione_erogata set stato = 'esclusa', versione = versione + 1 where id = ${r.id}`.execute(
    ctx.tx,
  )
  await liberaDoppie(ctx, r.enteId, sql`${r.impronta}`)
  return { fatto: true }
}

/**
 * There is no update at INPS: what has left is cancelled by the same record with C, and what is right follows it in a later
 * file. Nobody says by which data INPS knows a record again (PS13): all of it is repeated, and the reason is the confirmation.
 */
async function cancella(ctx: Ctx, i: Input<Api['cancella']>): Promise<Output<Api['cancella']>> {
  const r = await getPrestazione(ctx, i.id, true)
  if (r.operazione === 'C' || !['in-flusso', 'accettata'].includes(r.stato))
    throw problem('stato-non-ammesso', {
      detail: 'Si cancella soltanto ciò che è già partito: questa prestazione si può correggere o escludere.',
    })
  const { rows } = await sql`
    select 1 from prestazione_erogata p left join flusso f on f.id = p.flusso_id where p.id = ${r.id} and (f.stato = 'generato' or p.gia_inviata)`.execute(
    ctx.tx,
  )
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Il suo flusso si sta ancora scrivendo: riprova quando è completo.' })
  const contesto = await contestoDi(ctx, r.enteId)
  const doveVa = { enteId: r.enteId, comuneId: r.comuneId }
  const c: Elaborata = { record: { ...r.record, tipoOperazione: 'C' }, modifiche: [], difetti: [] }
  const [annulla] = await scriviNuove(ctx, doveVa, [c])
  const motivo = JSON.stringify({ PS13: { motivo: i.motivo.trim(), da: ctx.utente, il: ctx.adesso().toISOString() } })
  await sql`update prestazione_erogata set annulla_id = ${r.id} where id = ${annulla}`.execute(ctx.tx)
  await sql`update prestazione_dati set deroghe = ${motivo}::jsonb where id = ${annulla}`.execute(ctx.tx)
  if (!i.campi) return esitiDi(ctx, [annulla!])
  const { nuovo } = applicaScritti(r.record, i.campi as Scritto[], 'corretta')
  // the one it takes the place of is not a copy of it: that one is being cancelled
  const nuove = await scriviNuove(ctx, doveVa, elabora(nuovo, contesto))
  await sql`update prestazione_erogata set segue_id = ${annulla}, riconosciuta_il = (select o.riconosciuta_il from prestazione_erogata o where o.id = ${r.id})
    where id = any (${nuove}::uuid[])`.execute(ctx.tx)
  return esitiDi(ctx, [annulla!, ...nuove])
}

const { righe, ...atti } = attiDi(tracciatoPrestazioni, mostra)
const { ricezione, ...deiFogli } = fogliDi(tracciatoPrestazioni)
export const { fogli, foglio } = deiFogli
export const { regole } = atti

const ricezioni: Ricezioni<Api> = { rientro: ricezione }

export const prestazioniRotte = rotte(
  prestazioniApi,
  { quadro, list: righe, leggi, scelte, create, escludi, cancella, ...deiFogli, ...atti },
  ricezioni,
)

export const prestazioniVincoli: Vincoli = {
  prestazione_annullata_una_volta: {
    codice: 'stato-non-ammesso',
    detail: 'La cancellazione di questa prestazione è già preparata.',
  },
}
