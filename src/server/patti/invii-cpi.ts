// M12: a household goes to the employment centre and comes back, with days and reasons on both ways. The caso moves with it.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { type Destinatario, nomiDestinatario } from '../../shared/misure/definizione.ts'
import { impedimentoCaso, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import {
  type EsitoRisposta,
  inRitardo,
  nomiEsitoRisposta,
  type StatoComunicazione,
} from '../../shared/patti/comunicazioni.rules.ts'
import { inviiCpiApi } from '../../shared/patti/invii-cpi.api.ts'
import { type AttoInvio, motiviRitorno, type StatoInvio, transizioniInvio } from '../../shared/patti/invii-cpi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertAvvenuto, bloccaCaso, muoviCaso, registraEvento } from './caso.ts'
import { comunicazioniDi } from './coda.ts'
import { ricalcola } from './termini.ts'

type Api = typeof inviiCpiApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

interface Invio {
  id: string
  stato: StatoInvio
  inviatoIl: string
}
const aperto = async (ctx: Ctx, casoId: string): Promise<Invio | undefined> => {
  const { rows } = await sql<Invio>`
    select id, stato, inviato_il from caso_invio_cpi where caso_id = ${casoId} and stato in ('inviato', 'preso-in-carico') for update`.execute(
    ctx.tx,
  )
  return rows[0]
}

export async function inviaCpi(ctx: Ctx, i: Input<Api['invia']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  assertAvvenuto(ctx, c, i.giorno)
  await muoviCaso(ctx, c, 'invia-cpi', { giorno: i.giorno, motivo: i.motivo })
  await sql`insert into caso_invio_cpi (comune_id, caso_id, inviato_il, motivo) values (${c.comuneId}, ${c.id}, ${i.giorno}, ${i.motivo.trim()})`.execute(
    ctx.tx,
  )
  await registraEvento(ctx, c, { evento: 'invio-cpi', giorno: i.giorno, origine: 'centro-impiego' })
  await ricalcola(ctx, [c.id])
  return fatto
}

const attoDi = {
  'presa-in-carico': 'prendi',
  rientro: 'rientra',
  'non-accolta': 'nonAccogli',
} as const satisfies Record<string, AttoInvio>
export type EsitoCpi = keyof typeof attoDi

/** Why this answer cannot be true now; null when it can. */
export async function impedimentoRitorno(
  ctx: Ctx,
  casoId: string,
  esito: EsitoCpi,
  giorno: string,
): Promise<string | null> {
  const { rows } = await sql<{ stato: StatoInvio; inviatoIl: string; caso: StatoCaso; prima: StatoCaso | null }>`
    select i.stato, i.inviato_il, s.stato as caso, s.stato_prima as prima from caso_invio_cpi i join caso_stato s on s.caso_id = i.caso_id where i.caso_id = ${casoId} order by i.creato_il desc, i.id limit 1`.execute(
    ctx.tx,
  )
  const x = rows[0]
  if (!x) return 'il nucleo non è al centro per l’impiego'
  if (giorno < x.inviatoIl) return 'la data viene prima dell’invio'
  const perche = impedimento(transizioniInvio, attoDi[esito], x.stato)
  if (perche) return perche.replace(/\.$/, '').toLowerCase()
  return esito !== 'presa-in-carico' && impedimentoCaso('rientra-dal-cpi', x.caso, x.prima)
    ? 'il caso è già andato avanti'
    : null
}

export async function applicaRitorno(
  ctx: Ctx,
  casoId: string,
  r: { esito: EsitoCpi; giorno: string; motivo: string; codice?: keyof typeof motiviRitorno },
): Promise<void> {
  const c = await bloccaCaso(ctx, casoId)
  const x = await aperto(ctx, casoId)
  if (!x) throw problem('stato-non-ammesso', { detail: 'Il nucleo non è al centro per l’impiego.' })
  const stato = transizioniInvio[attoDi[r.esito]].a
  if (r.esito === 'presa-in-carico') {
    await sql`update caso_invio_cpi set stato = ${stato}, preso_il = ${r.giorno}, versione = versione + 1 where id = ${x.id}`.execute(
      ctx.tx,
    )
    return
  }
  const motivo = [r.codice && motiviRitorno[r.codice], r.motivo.trim()].filter(Boolean).join(': ')
  await sql`update caso_invio_cpi set stato = ${stato}, rientrato_il = ${r.giorno}, motivo_ritorno = ${r.codice ?? null}, nota_ritorno = ${r.motivo.trim() || null}, versione = versione + 1 where id = ${x.id}`.execute(
    ctx.tx,
  )
  await muoviCaso(ctx, c, 'rientra-dal-cpi', { giorno: r.giorno, motivo })
  await registraEvento(ctx, c, { evento: 'rientro-cpi', giorno: r.giorno, origine: 'centro-impiego' })
  await ricalcola(ctx, [c.id])
}

/** What of one's own caso was told, to whom, with what receipt; and the referrals to the employment centre. */
export async function leggiComunicazioni(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows: caso } = await sql<{ versioneId: string }>`
    select c.versione_id from caso c join caso_stato s on s.caso_id = c.id where c.id = ${i.id}`.execute(ctx.tx)
  if (!caso[0]) throw problem('non-trovato')
  const nomi = new Map((await comunicazioniDi(ctx, caso[0].versioneId)).map((c) => [c.tipo, c.nome]))
  const { rows: invii } = await sql<Output<Api['leggi']>['invii'][number]>`
    select stato, inviato_il, motivo, preso_il, rientrato_il, motivo_ritorno, nota_ritorno from caso_invio_cpi where caso_id = ${i.id} order by creato_il desc, id`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{
    riferimento: string
    tipo: string
    destinatario: Destinatario
    giorno: string
    entro: string | null
    stato: StatoComunicazione
    rispostaIl: string | null
    esito: EsitoRisposta | null
    motivo: string | null
    revocata: boolean
  }>`
    select c.riferimento, c.tipo, c.destinatario, c.giorno, c.entro, c.stato, c.risposta_il, c.revocata_il is not null as revocata, r.esito, r.motivo
      from comunicazione c left join lateral (select x.esito, x.motivo from comunicazione_risposta x where x.comunicazione_id = c.id order by x.posto desc limit 1) r on true
     where c.caso_id = ${i.id} order by c.accodata_il desc, c.id`.execute(ctx.tx)
  return {
    invii,
    comunicazioni: rows.map(({ tipo, destinatario, esito, motivo, ...c }) => ({
      ...c,
      nome: nomi.get(tipo) ?? tipo,
      destinatario: nomiDestinatario[destinatario],
      inRitardo: inRitardo(c, ctx.oggi()),
      risposta: esito ? [nomiEsitoRisposta[esito], motivo].filter(Boolean).join(': ') : null,
    })),
  }
}

async function assertRitorno(ctx: Ctx, casoId: string, esito: EsitoCpi, giorno: string) {
  const c = await bloccaCaso(ctx, casoId)
  assertAvvenuto(ctx, c, giorno)
  const x = await aperto(ctx, casoId)
  if (!x) throw problem('stato-non-ammesso', { detail: 'Il nucleo non è al centro per l’impiego.' })
  const perche = impedimento(transizioniInvio, attoDi[esito], x.stato)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  if (giorno < x.inviatoIl) throw erroreDiCampo('giorno', 'La data viene prima dell’invio.')
}

export async function presoCpi(ctx: Ctx, i: Input<Api['preso']>): Promise<Fatto> {
  await assertRitorno(ctx, i.id, 'presa-in-carico', i.giorno)
  await applicaRitorno(ctx, i.id, { esito: 'presa-in-carico', giorno: i.giorno, motivo: '' })
  return fatto
}

export async function rientroCpi(ctx: Ctx, i: Input<Api['rientro']>): Promise<Fatto> {
  const esito = i.accolto ? 'rientro' : 'non-accolta'
  await assertRitorno(ctx, i.id, esito, i.giorno)
  await applicaRitorno(ctx, i.id, { esito, giorno: i.giorno, motivo: i.nota ?? '', codice: i.motivo })
  return fatto
}

export const inviiCpiRotte = rotte(inviiCpiApi, {
  leggi: leggiComunicazioni,
  invia: inviaCpi,
  preso: presoCpi,
  rientro: rientroCpi,
})
