// What anyone may take of the installation with the public form (ADR 0056): the room of the drafts, the share of one address in
// a day, the requests that wait for a decision, the confirmations that one mailbox receives. Every limit is a parameter.
import { sql } from 'kysely'
import type { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { StatoRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'

const MEGA = 1_048_576

export async function parametro(ctx: Ctx, nome: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select (kernel.parametro(${`richiesta-ambito.${nome}`}))::int as n`.execute(
    ctx.tx,
  )
  return rows[0]!.n
}

/**
 * Anyone may begin a draft, and many: together they may take only so much. What is sent is no longer a draft, and makes
 * room. Uploads that arrive in the same instant may exceed it by one file each.
 */
export async function assertSpazioDelleBozze(ctx: Ctx, r: { stato: StatoRichiesta }, altri: number) {
  if (r.stato !== 'bozza') return
  const { rows } = await sql<{ bytes: number }>`select accesso.bytes_delle_bozze() as bytes`.execute(ctx.tx)
  if (rows[0]!.bytes + altri > (await parametro(ctx, 'bozze-megabyte')) * MEGA)
    throw problem('servizio-non-disponibile', {
      detail:
        'Lo spazio per i documenti delle bozze è esaurito: la tua bozza è conservata. Riprova tra qualche giorno, quando le bozze scadute saranno state cancellate, oppure scrivi al gestore della piattaforma.',
    })
}

type Api = typeof richiesteAmbitoApi

/** Since when a draft that the Super Utente may take away has not been touched. */
async function fermeDa(ctx: Ctx): Promise<{ giorni: number; da: string }> {
  const giorni = await parametro(ctx, 'bozza-ferma-giorni')
  return { giorni, da: new Date(ctx.adesso().getTime() - giorni * 86_400_000).toISOString() }
}

/** Those of which the ministry must still decide, and how many there may be: one returned for an integration is not among them. */
async function daDecidere(ctx: Ctx): Promise<Output<Api['bozze']>['daDecidere']> {
  const { rows } = await sql<{ quante: number; bytes: number }>`
    select quante, bytes from accesso.richieste_da_decidere()`.execute(ctx.tx)
  const [massimo, megabyte] = [await parametro(ctx, 'da-decidere'), await parametro(ctx, 'da-decidere-megabyte')]
  return { ...rows[0]!, massimo, megabyte }
}

/** The room of drafts and queue, and nothing of what is in them. */
export async function bozze(ctx: Ctx): Promise<Output<Api['bozze']>> {
  const { giorni, da } = await fermeDa(ctx)
  const { rows } = await sql<{ bytes: number }>`select accesso.bytes_delle_bozze() as bytes`.execute(ctx.tx)
  const { rows: voci } = await sql<Output<Api['bozze']>['voci'][number]>`
    select id, creata, aggiornata, documenti, bytes from accesso.bozze_ferme(${da}) order by bytes desc, aggiornata, id limit 50`.execute(
    ctx.tx,
  )
  const massimo = await parametro(ctx, 'bozze-megabyte')
  return { bytes: rows[0]!.bytes, massimo, daDecidere: await daDecidere(ctx), giorni, voci }
}

export async function togliBozza(ctx: Ctx, i: Input<Api['togliBozza']>): Promise<Output<Api['togliBozza']>> {
  const { da } = await fermeDa(ctx)
  const { rows } = await sql<{ tolta: boolean }>`select accesso.togli_bozza(${i.id}, ${da}) as tolta`.execute(ctx.tx)
  if (!rows[0]!.tolta) throw problem('non-trovato')
  return { fatto: true }
}

async function usa(ctx: Ctx, bytes: number, invii: number) {
  const { rows } = await sql<{ bytes: number; invii: number }>`
    select bytes, invii from accesso.usa_modulo_pubblico(${ctx.provenienza}, ${bytes}, ${invii})`.execute(ctx.tx)
  return rows[0]!
}

/** One address alone must not fill the room of everybody. Without bytes: whether there is any left, before a file is received. */
export async function contaCaricamento(ctx: Ctx, bytes: number) {
  const usati = await usa(ctx, bytes, 0)
  const massimo = await parametro(ctx, 'megabyte-per-indirizzo')
  if (usati.bytes <= massimo * MEGA - (bytes === 0 ? 1 : 0)) return
  throw problem('troppe-richieste', {
    detail: `Dalla tua rete oggi sono già arrivati ${massimo} MB di documenti, quanti ne può mandare in un giorno: la tua bozza è conservata. Continua domani, o da un’altra rete.`,
  })
}

/** Nor fill the queue: what was returned for an integration comes back in any case. */
export async function contaInvio(ctx: Ctx, r: { stato: StatoRichiesta }) {
  if (r.stato !== 'bozza') return
  const { invii } = await usa(ctx, 0, 1)
  const alGiorno = await parametro(ctx, 'invii-per-indirizzo')
  if (invii > alGiorno)
    throw problem('troppe-richieste', {
      detail: `Dalla tua rete oggi sono già state inviate ${alGiorno} richieste, quante se ne possono inviare in un giorno: la tua bozza è conservata. Inviala domani, o da un’altra rete.`,
    })
  const { quante, massimo, bytes, megabyte } = await daDecidere(ctx)
  if (quante >= massimo || bytes >= megabyte * MEGA)
    throw problem('servizio-non-disponibile', {
      detail:
        'Le richieste che aspettano una decisione del ministero sono troppe per riceverne altre: la tua bozza è conservata. Inviala tra qualche giorno, oppure scrivi al gestore della piattaforma.',
    })
}

/** The form may name anybody: his mailbox gets one confirmation in so many minutes, whoever sends and however many requests. */
export async function daConfermare(ctx: Ctx, email: string): Promise<boolean> {
  const minuti = await parametro(ctx, 'conferma-minuti')
  const da = new Date(ctx.adesso().getTime() - minuti * 60_000).toISOString()
  const { rows } = await sql<{ gia: boolean }>`select accesso.confermata_da(${email}, ${da}) as gia`.execute(ctx.tx)
  return !rows[0]!.gia
}
