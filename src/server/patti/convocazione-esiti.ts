// How a message ended, whoever says it: the carrier to which it was given, or the operator who posted a letter, handed it over, had it
// back. From the first that leaves the household is convened (T4), its event is written and its terms run; where none can reach it,
// whoever follows it is told.
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import {
  type Canale,
  isAutomatico,
  type StatoConvocazione,
  type StatoMessaggio,
  transizioniConvocazione,
  transizioniMessaggio,
} from '../../shared/patti/convocazioni.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, muoviCaso, registraEvento } from './caso.ts'
import { attoConvocazione } from './convocazione-parti.ts'
import { ricalcola } from './termini.ts'

type Api = typeof convocazioniApi
const fatto = { fatto: true } as const

export interface Bloccato {
  id: string
  canale: Canale
  stato: StatoMessaggio
  tentativi: number
  convocazioneId: string
  casoId: string
  componenteId: string | null
  assegnatarioId: string | null
  statoConvocazione: StatoConvocazione
  inviataIl: string | null
  creataIl: string
}

/** A message with its convocation, both locked. */
export async function bloccaMessaggio(ctx: Ctx, id: string): Promise<Bloccato> {
  const { rows } = await sql<Bloccato>`
    select g.id, g.canale, g.stato, g.tentativi, v.id as convocazione_id, v.caso_id, v.componente_id, c.assegnatario_id, v.stato as stato_convocazione, v.inviata_il, kernel.giorno(v.creata_il) as creata_il
      from convocazione_messaggio g join convocazione v on v.id = g.convocazione_id join caso c on c.id = v.caso_id where g.id = ${id} for update of g, v`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const segna = (ctx: Ctx, id: string, stato: StatoMessaggio, motivo: string | null = null) =>
  sql`update convocazione_messaggio set stato = ${stato}, motivo = ${motivo} where id = ${id}`.execute(ctx.tx)

/** It left on this day: the first of a convocation is what convenes the household. */
export async function partito(
  ctx: Ctx,
  m: Bloccato,
  atto: 'parte' | 'spedisci',
  come: { quando: string; giorno: string; riferimento: string | null },
): Promise<void> {
  const stato = assertTransizione(transizioniMessaggio, atto, m.stato)
  await sql`update convocazione_messaggio set stato = ${stato}, motivo = null, inviato_il = ${come.quando}, riferimento = ${come.riferimento} where id = ${m.id}`.execute(
    ctx.tx,
  )
  // what was annulled while it was leaving has left all the same
  if (m.statoConvocazione === 'annullata') return
  await sql`update convocazione set stato = ${assertTransizione(transizioniConvocazione, 'invia', m.statoConvocazione)}, motivo = null, inviata_il = coalesce(inviata_il, ${come.giorno}::date), versione = versione + 1 where id = ${m.convocazioneId}`.execute(
    ctx.tx,
  )
  if (m.inviataIl !== null) return
  const c = await bloccaCaso(ctx, m.casoId)
  const mossa = attoConvocazione(c.stato, c.statoPrima)
  if (!mossa) return
  await muoviCaso(ctx, c, mossa, { giorno: come.giorno, dettaglio: { convocazione: m.convocazioneId } })
  await registraEvento(ctx, c, {
    evento: 'convocazione',
    giorno: come.giorno,
    componenteId: m.componenteId,
    origine: 'convocazione',
    origineId: m.convocazioneId,
  })
  await ricalcola(ctx, [c.id])
}

/** It did not arrive. Where nothing else of the convocation may, it is for somebody to do something about it. */
export async function nonArriva(
  ctx: Ctx,
  m: Bloccato,
  atto: 'respinto' | 'torna' | 'lascia',
  motivo: string,
): Promise<void> {
  await segna(ctx, m.id, assertTransizione(transizioniMessaggio, atto, m.stato), motivo)
  await sql`update convocazione_messaggio set esito_il = kernel.adesso(), esito_da = kernel.utente() where id = ${m.id}`.execute(
    ctx.tx,
  )
  const { rows: altri } = await sql`
    select 1 from convocazione_messaggio where convocazione_id = ${m.convocazioneId} and stato not in ('escluso', 'fallito') limit 1`.execute(
    ctx.tx,
  )
  if (altri.length === 0) await nonRecapitata(ctx, m, motivo)
}

export async function nonRecapitata(
  ctx: Ctx,
  v: Pick<Bloccato, 'convocazioneId' | 'statoConvocazione' | 'assegnatarioId'>,
  motivo: string,
): Promise<void> {
  if (v.statoConvocazione === 'annullata' || v.statoConvocazione === 'non-recapitata') return
  await sql`update convocazione set stato = ${assertTransizione(transizioniConvocazione, 'fallisce', v.statoConvocazione)}, motivo = ${motivo}, versione = versione + 1 where id = ${v.convocazioneId}`.execute(
    ctx.tx,
  )
  if (v.assegnatarioId)
    await notifica(
      ctx,
      v.assegnatarioId,
      'Una convocazione non è arrivata: scegli un altro modo, o consegnala di persona.',
      `/convocazioni/${v.convocazioneId}`,
    )
}

/** The carrier has it no longer, and nobody knows whether it gave it to anybody. */
export async function perso(ctx: Ctx, m: Bloccato, motivo: string): Promise<void> {
  await segna(ctx, m.id, assertTransizione(transizioniMessaggio, 'siPerde', m.stato), motivo)
  if (m.assegnatarioId)
    await notifica(
      ctx,
      m.assegnatarioId,
      'Di una convocazione non si sa se sia partita: guarda e decidi se mandarla di nuovo.',
      `/convocazioni/${m.convocazioneId}`,
    )
}

/** It waits for another attempt, from an instant. */
export async function riposto(ctx: Ctx, m: Bloccato, minuti: number, motivo: string, contato: boolean): Promise<void> {
  await sql`update convocazione_messaggio set stato = ${assertTransizione(transizioniMessaggio, 'riponi', m.stato)}, motivo = ${motivo}, preso_il = null,
      prossimo_tentativo = kernel.adesso() + make_interval(mins => ${minuti}), tentativi = tentativi - ${contato ? 0 : 1} where id = ${m.id}`.execute(
    ctx.tx,
  )
}

// ---- what the operator registers -------------------------------------------------------------------------------------------

async function mio(ctx: Ctx, id: string): Promise<Bloccato> {
  const m = await bloccaMessaggio(ctx, id)
  if (m.assegnatarioId !== ctx.utente) throw problem('non-trovato')
  return m
}

function assertGiorno(ctx: Ctx, m: Bloccato, giorno: string) {
  if (giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (giorno < m.creataIl) throw erroreDiCampo('giorno', 'La data viene prima della convocazione.')
}

const adesso = (ctx: Ctx, giorno: string) =>
  giorno === ctx.oggi() ? ctx.adesso().toISOString() : `${giorno}T11:00:00Z`

export async function spedita(ctx: Ctx, i: Input<Api['spedita']>) {
  const m = await mio(ctx, i.id)
  if (isAutomatico(m.canale))
    throw problem('stato-non-ammesso', { detail: 'Questo messaggio parte da sé: non si registra la spedizione.' })
  assertGiorno(ctx, m, i.giorno)
  await partito(ctx, m, 'spedisci', {
    quando: adesso(ctx, i.giorno),
    giorno: i.giorno,
    riferimento: i.riferimento?.trim() || null,
  })
  return fatto
}

/** All the letters of the post; those handed over are one by one, each on its day. */
export async function spedite(ctx: Ctx, i: Input<Api['spedite']>) {
  const { rows } = await sql<{ id: string }>`
    select g.id from convocazione_messaggio g join convocazione v on v.id = g.convocazione_id join caso c on c.id = v.caso_id
     where v.invio_id = ${i.id} and c.assegnatario_id = kernel.utente() and g.canale = 'lettera' and g.stato = 'in-uscita' and v.stato <> 'annullata' order by g.id`.execute(
    ctx.tx,
  )
  if (rows.length === 0)
    throw problem('stato-non-ammesso', {
      detail:
        'Non ci sono lettere da spedire per posta: la spedizione è già registrata, o si consegnano a mano una per una.',
    })
  for (const { id } of rows) {
    const m = await mio(ctx, id)
    assertGiorno(ctx, m, i.giorno)
    await partito(ctx, m, 'spedisci', { quando: adesso(ctx, i.giorno), giorno: i.giorno, riferimento: null })
  }
  return fatto
}

export async function recapito(ctx: Ctx, i: Input<Api['recapito']>) {
  const m = await mio(ctx, i.id)
  assertGiorno(ctx, m, i.giorno)
  if (!i.arrivato) {
    if (!i.motivo?.trim()) throw erroreDiCampo('motivo', 'Scrivi perché non è arrivato.')
    await nonArriva(ctx, m, 'torna', i.motivo.trim())
    return fatto
  }
  await arriva(ctx, m, {
    quando: adesso(ctx, i.giorno),
    giorno: i.giorno,
    nota: i.motivo?.trim() || null,
    riferimento: null,
  })
  return fatto
}

/** Somebody has it: a return receipt says so, or the operator does. */
export async function arriva(
  ctx: Ctx,
  m: Bloccato,
  come: { quando: string; giorno: string; nota: string | null; riferimento: string | null },
): Promise<void> {
  const { quando, giorno, riferimento } = come
  // what nobody knew had left, and has arrived, had left
  if (m.stato === 'incerto')
    await partito(ctx, { ...m, stato: 'in-partenza' }, 'parte', { quando, giorno, riferimento })
  const stato = assertTransizione(transizioniMessaggio, 'consegna', m.stato)
  await sql`update convocazione_messaggio set stato = ${stato}, motivo = ${come.nota}, esito_il = ${quando}, esito_da = kernel.utente() where id = ${m.id}`.execute(
    ctx.tx,
  )
}

export async function rimanda(ctx: Ctx, i: Input<Api['rimanda']>) {
  const m = await mio(ctx, i.id)
  const stato = assertTransizione(transizioniMessaggio, 'rimanda', m.stato)
  const convocazione = assertTransizione(transizioniConvocazione, 'rimanda', m.statoConvocazione)
  await sql`update convocazione_messaggio set stato = ${stato}, motivo = null, tentativi = 0, preso_il = null, prossimo_tentativo = kernel.adesso(), esito_il = null, esito_da = null where id = ${m.id}`.execute(
    ctx.tx,
  )
  await sql`update convocazione set stato = ${m.inviataIl === null ? convocazione : 'inviata'}, motivo = null, versione = versione + 1 where id = ${m.convocazioneId}`.execute(
    ctx.tx,
  )
  return fatto
}
