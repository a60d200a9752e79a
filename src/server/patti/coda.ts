// The outbox: what must leave is written in the transaction of the act, so that nothing is announced that did not happen, and only
// once, whoever asks for it again. Which happenings leave, for whom and in which layout is in the version of the measure.
//
//   await accodaEvento(ctx, casoId, { id, evento, giorno, componenteId })     what registraEvento does by itself
//   await accoda(ctx, { tipo: 'invio-cpi', casoId, giorno, righe: [{ nota }] })  where one has more to say
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import { entroIlGiorno } from '../../shared/patti/comunicazioni.rules.ts'
import { nomeEvento } from '../../shared/patti/eventi.ts'
import type { RigaMessaggio } from '../../shared/patti/tracciati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'

export type ComunicazioneMisura = NonNullable<Definizione['comunicazioni']>[number]

export const comunicazioniDi = async (ctx: Ctx, versioneId: string): Promise<readonly ComunicazioneMisura[]> =>
  (await getVersione(ctx.tx, versioneId)).definizione.comunicazioni ?? []

interface DaScrivere {
  comuneId: string
  che: ComunicazioneMisura
  raccoltaId?: string
  casoId?: string
  eventoId?: string | null
  chiave: string
  giorno: string
  rimandaId?: string
  /** The values common to every row (reference and kind are added), then the rows. */
  righe: readonly RigaMessaggio[]
}

/** One message, or none where the same was already queued; answers its id. */
export async function scriviComunicazione(ctx: Ctx, m: DaScrivere): Promise<string | null> {
  const riferimento = `M-${randomBytes(6).toString('hex').toUpperCase()}`
  const entro = m.che.entroIlGiorno ? entroIlGiorno(m.giorno, m.che.entroIlGiorno) : null
  const { rows } = await sql<{ id: string }>`
    insert into comunicazione (comune_id, tipo, destinatario, tracciato, raccolta_id, caso_id, evento_id, chiave, riferimento, giorno, entro, rimanda_id)
    values (${m.comuneId}, ${m.che.tipo}, ${m.che.destinatario}, ${m.che.tracciato}, ${m.raccoltaId ?? null}, ${m.casoId ?? null}, ${m.eventoId ?? null}, ${m.chiave},
      ${riferimento}, ${m.giorno}, ${entro}, ${m.rimandaId ?? null})
    on conflict (ambito_id, chiave) where revocata_il is null and stato <> 'scartata' do nothing returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id
  if (!id) return null
  const contenuto = JSON.stringify(m.righe.map((r) => ({ ...r, riferimento, tipo: m.che.tipo, entro })))
  await sql`insert into comunicazione_contenuto (comunicazione_id, comune_id, contenuto, impronta)
    values (${id}, ${m.comuneId}, ${contenuto}::jsonb, ${createHash('sha256').update(contenuto).digest('hex')})`.execute(
    ctx.tx,
  )
  return id
}

// ---- of a caso ------------------------------------------------------------------------------------------------------------

interface CasoCoda {
  comuneId: string
  versioneId: string
  misura: string
  protocollo: string
  richiedente: string
}
async function leggiCaso(ctx: Ctx, casoId: string): Promise<CasoCoda | undefined> {
  const { rows } = await sql<CasoCoda>`
    select c.comune_id, c.versione_id, m.sigla as misura, d.protocollo, c.codice_fiscale as richiedente
      from caso c join misura m on m.id = c.misura_id join domanda d on d.id = c.domanda_id where c.id = ${casoId}`.execute(
    ctx.tx,
  )
  return rows[0]
}

interface MembroCoda {
  id: string
  codiceFiscale: string
  attivabile: boolean
}
/** The members of the household, and the one that a happening is about also where he has left it. */
async function membri(ctx: Ctx, casoId: string, uno: string | null): Promise<MembroCoda[]> {
  const { rows } = await sql<MembroCoda>`
    select m.id, m.codice_fiscale, coalesce(k.attivabile, false) as attivabile
      from caso c join domanda_componente m on m.domanda_id = c.domanda_id and (m.uscito_il is null or m.id = ${uno}) left join caso_componente k on k.caso_id = c.id and k.componente_id = m.id
     where c.id = ${casoId} order by m.ordine`.execute(ctx.tx)
  return rows
}

export interface DaAccodare {
  /** Kind of message, as the versions of the measures call it; one that this measure does not send is not queued. */
  tipo: string
  casoId: string
  giorno: string
  eventoId?: string | null
  componenteId?: string | null
  /** The happening, by the name that measures give it. */
  evento?: string | null
  /** What it says, where no happening says it. */
  fatto?: string
  nota?: string
  /** Tells it from another of the same kind on the same day. */
  quale?: string
  rimandaId?: string
}

/** Puts in the outbox a message about a caso; answers its id, or null where there is none to send, or it is already there. */
export async function accoda(ctx: Ctx, a: DaAccodare): Promise<string | null> {
  const c = await leggiCaso(ctx, a.casoId)
  if (!c) return null
  const che = (await comunicazioniDi(ctx, c.versioneId)).find((x) => x.tipo === a.tipo)
  if (!che) return null
  const tutti = await membri(ctx, a.casoId, a.componenteId ?? null)
  const uno = tutti.find((m) => m.id === a.componenteId)
  const base: RigaMessaggio = {
    misura: c.misura,
    numero: null,
    protocollo: c.protocollo,
    richiedente: c.richiedente,
    fatto: a.fatto ?? (a.evento ? nomeEvento(a.evento) : che.nome),
    giorno: a.giorno,
    nota: a.nota ?? null,
  }
  // what one of them has done is said of him alone: the others have not
  const righe = che.perComponente
    ? (uno ? [uno] : tutti).map((m) => ({ ...base, codiceFiscale: m.codiceFiscale, attivabile: m.attivabile }))
    : [{ ...base, codiceFiscale: uno?.codiceFiscale ?? null }]
  return scriviComunicazione(ctx, {
    comuneId: c.comuneId,
    che,
    casoId: a.casoId,
    eventoId: a.eventoId ?? null,
    // signed or not are two things to say; a first meeting is a meeting too, and who receives it must know it once
    chiave: [
      a.tipo,
      a.casoId,
      a.giorno,
      a.quale ?? (che.perComponente ? a.evento : null) ?? '',
      a.componenteId ?? '',
    ].join(':'),
    giorno: a.giorno,
    ...(a.rimandaId ? { rimandaId: a.rimandaId } : {}),
    righe,
  })
}

export interface EventoDaAccodare {
  id: string
  evento: string
  giorno: string
  componenteId?: string | null
}

/** What happened in a caso, put in the outbox for whoever the measure says must know of it. */
export async function accodaEvento(ctx: Ctx, casoId: string, e: EventoDaAccodare): Promise<void> {
  const c = await leggiCaso(ctx, casoId)
  if (!c) return
  for (const che of await comunicazioniDi(ctx, c.versioneId)) {
    if (!che.eventi.includes(e.evento)) continue
    await accoda(ctx, {
      tipo: che.tipo,
      casoId,
      giorno: e.giorno,
      eventoId: e.id,
      componenteId: e.componenteId ?? null,
      evento: e.evento,
    })
  }
}

/** What was registered by mistake: a message that has not left does not leave; of one that has, an annulment follows. */
export async function revocaEvento(ctx: Ctx, casoId: string, eventi: readonly string[]): Promise<void> {
  const { rows } = await sql<{
    id: string
    tipo: string
    stato: string
    giorno: string
    riferimento: string
    componenteId: string | null
  }>`
    select m.id, m.tipo, m.stato, m.giorno, m.riferimento, e.componente_id from comunicazione m join caso_evento e on e.id = m.evento_id
     where m.caso_id = ${casoId} and m.evento_id = any (${eventi}::uuid[]) and m.revocata_il is null and m.stato in ('da-inviare', 'in-invio', 'inviata', 'ricevuta')
     order by m.accodata_il, m.id for update of m`.execute(ctx.tx)
  for (const m of rows) {
    const partita = m.stato !== 'da-inviare'
    await sql`update comunicazione set revocata_il = kernel.adesso(), stato = ${partita ? m.stato : 'annullata'}, versione = versione + 1 where id = ${m.id}`.execute(
      ctx.tx,
    )
    if (partita)
      await accoda(ctx, {
        tipo: m.tipo,
        casoId,
        giorno: m.giorno,
        componenteId: m.componenteId,
        fatto: 'Annullamento',
        quale: m.id,
        nota: `Registrato per errore: ${m.riferimento}`,
      })
  }
}

/** A discarded message, again, with what is known today. */
export async function rimandaDelCaso(ctx: Ctx, id: string): Promise<string | null> {
  const { rows } = await sql<{
    tipo: string
    casoId: string
    giorno: string
    eventoId: string | null
    evento: string | null
    componenteId: string | null
  }>`
    select c.tipo, c.caso_id, c.giorno, c.evento_id, e.evento, e.componente_id from comunicazione c left join caso_evento e on e.id = c.evento_id where c.id = ${id}`.execute(
    ctx.tx,
  )
  const m = rows[0]!
  return accoda(ctx, {
    tipo: m.tipo,
    casoId: m.casoId,
    giorno: m.giorno,
    eventoId: m.eventoId,
    componenteId: m.componenteId,
    evento: m.evento,
    ...(m.evento ? {} : { quale: id }),
    rimandaId: id,
  })
}

/** The message of this kind that the measure has, or a sentence: without it the domanda would go nowhere. */
export async function comunicazioneDovuta(ctx: Ctx, versioneId: string, tipo: string): Promise<ComunicazioneMisura> {
  const che = (await comunicazioniDi(ctx, versioneId)).find((x) => x.tipo === tipo)
  if (!che)
    throw erroreDiCampo(
      'misura',
      `La versione della misura non dice come si comunica «${tipo}»: va completata da chi la gestisce.`,
    )
  return che
}
