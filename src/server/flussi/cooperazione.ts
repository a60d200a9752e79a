// The cooperation of an ente with INPS, seen from inside: how its door is set, what was put behind it, who has knocked.
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import {
  type Chiamata,
  type Cooperazione,
  cooperazioneApi,
  type Pubblicato,
} from '../../shared/flussi/cooperazione.api.ts'
import { BASE_WAAS, fraseRifiutoInps } from '../../shared/flussi/cooperazione.rules.ts'
import { MASSIMO } from '../../shared/flussi/generazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { leggiConfigurazione } from '../kernel/config.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { getEnte } from './enti.ts'
import { erroreDiInps } from './esiti.ts'
import { apriGenerazione } from './generazioni.ts'
import { codiceInCooperazione } from './waas.ts'

type Api = typeof cooperazioneApi

/** A hundred random bits that can be read aloud. */
const codiceOpaco = () => Array.from({ length: 20 }, () => 'abcdefghijklmnopqrstuvwxyz234567'[randomInt(32)]).join('')

/** The moment of the last flow given to INPS. */
const datoFino = (ente: string) =>
  sql`coalesce((select max(c.fino) from chiamata_inps c where c.ente_id = ${ente} and c.fino is not null), -1)`

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Cooperazione> {
  await getEnte(ctx, i.ente)
  const { rows: impostate } = await sql<{
    codice: string
    audience: string
    finalita: string[]
    attiva: boolean
    versione: number
  }>`
    select codice, audience, finalita, attiva, versione from cooperazione_inps where ente_id = ${i.ente}`.execute(
    ctx.tx,
  )
  const { rows } = await sql<Omit<Cooperazione, 'impostazione' | 'chiavi'>>`
    select count(*) as pubblicati, count(*) filter (where f.istante > ${datoFino(i.ente)}) as da_prendere,
           count(*) filter (where f.esito = 'accettato') as accettati, count(*) filter (where f.esito = 'respinto') as respinti,
           (select count(*) from prestazione_erogata p where p.ente_id = ${i.ente} and p.stato = 'pronta') as pronte,
           (select count(*) from scheda_minore s where s.ente_id = ${i.ente} and s.stato = 'pronta') as minori_pronti
      from flusso f where f.ente_id = ${i.ente} and f.canale = 'waas' and f.stato = 'generato'`.execute(ctx.tx)
  const [scelta] = impostate
  let impostazione: Cooperazione['impostazione'] = null
  if (scelta) {
    const { codice, ...altro } = scelta
    impostazione = { ...altro, indirizzo: `${leggiConfigurazione().baseUrl}${BASE_WAAS}/${codice}` }
  }
  return { impostazione, chiavi: leggiConfigurazione().pdnd !== undefined, ...rows[0]! }
}

async function imposta(ctx: Ctx, i: Input<Api['imposta']>): Promise<Output<Api['imposta']>> {
  const ente = await getEnte(ctx, i.ente, true)
  const finalita = [...new Set(i.finalita)]
  if (i.attiva && finalita.length === 0)
    throw erroreDiCampo('finalita', 'Per accenderla serve la finalità con cui INPS chiama, come PDND la mostra.')
  if (i.attiva && !codiceInCooperazione(ente.codice))
    throw erroreDiCampo(
      'attiva',
      `In cooperazione INPS vuole il codice catastale, come F205: quello di questo ente è ${ente.codice}.`,
    )
  if (i.versione === undefined) {
    const { rows } = await sql`
      insert into cooperazione_inps (ente_id, comune_id, codice, audience, finalita, attiva)
      values (${ente.id}, ${ente.comuneId}, ${codiceOpaco()}, ${i.audience}, ${finalita}, ${i.attiva})
      on conflict (ente_id) do nothing returning ente_id`.execute(ctx.tx)
    if (rows.length === 0) throw problem('versione-superata')
    return { fatto: true }
  }
  const { rows } = await sql`
    update cooperazione_inps set audience = ${i.audience}, finalita = ${finalita}, attiva = ${i.attiva}, versione = versione + 1
     where ente_id = ${ente.id} and versione = ${i.versione} returning ente_id`.execute(ctx.tx)
  if (rows.length === 0) throw problem('versione-superata')
  return { fatto: true }
}

/** Writes the request; whoever does it by himself does not put it in the queue. */
export async function apriPubblicazione(
  ctx: Ctx,
  i: Input<Api['pubblica']>,
): Promise<{ id: string; comuni: string[] }> {
  const { rows } = await sql<{ attiva: boolean }>`
    select attiva from cooperazione_inps where ente_id = ${(await getEnte(ctx, i.ente)).id}`.execute(ctx.tx)
  if (!rows[0]?.attiva)
    throw problem('stato-non-ammesso', {
      detail: 'La cooperazione di questo ente è spenta: INPS non potrebbe prendere nulla.',
    })
  const { tipo = 'PS_PSA_SINA', ...quali } = i
  if (tipo === 'SINBA' && i.banca)
    throw erroreDiCampo('tipo', 'Le schede dei minori non sono di una banca dati: si mettono a disposizione tutte.')
  const aperta = await apriGenerazione(ctx, { ...quali, massimoRecord: 1, massimoMega: MASSIMO.mega }, { tipo })
  await sql`update generazione_flussi set canale = 'waas' where id = ${aperta.id}`.execute(ctx.tx)
  return aperta
}

async function pubblica(ctx: Ctx, i: Input<Api['pubblica']>): Promise<Output<Api['pubblica']>> {
  const { id, comuni } = await apriPubblicazione(ctx, i)
  ctx.emit('flussi.pubblica', { id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni })
  return { id }
}

async function pubblicati(ctx: Ctx, i: Input<Api['pubblicati']>): Promise<Output<Api['pubblicati']>> {
  await getEnte(ctx, i.ente)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 1)
  const stato = sql`case when f.esito = 'accettato' then 'accettato' when f.esito = 'respinto' then 'respinto' when f.istante > d.fino then 'da-prendere' when ${erroreDiInps} is not null then 'errore-inps' else 'preso' end`
  const { rows } = await sql<Omit<Pubblicato, 'istante'> & { istante: number }>`
    select f.id, f.nome, f.istante, f.centesimi, ${stato} as stato,
           case when f.esito = 'respinto' then (select nullif(x.descrizione, '') from esito_flusso x where x.flusso_id = f.id order by x.ricevuto_il desc limit 1) end as motivo
      from flusso f cross join (select ${datoFino(i.ente)} as fino) d
     where f.ente_id = ${i.ente} and f.canale = 'waas' and f.stato = 'generato' ${i.stato ? sql`and ${stato} = ${i.stato}` : sql``}
       ${dopo ? sql`and f.istante < ${Number(dopo[0])}` : sql``}
     order by f.istante desc limit ${limite + 1}`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.istante])
  return { ...p, voci: p.voci.map((r) => ({ ...r, istante: new Date(r.istante).toISOString() })) }
}

async function chiamate(ctx: Ctx, i: Input<Api['chiamate']>): Promise<Output<Api['chiamate']>> {
  await getEnte(ctx, i.ente)
  const { rows } = await sql<Chiamata>`
    select id, quando, risorsa, rifiuto, flussi, accettati, respinti, gia_noti, problemi from chiamata_inps
     where ente_id = ${i.ente} order by id desc limit 50`.execute(ctx.tx)
  return { voci: rows.map((r) => ({ ...r, rifiuto: r.rifiuto && fraseRifiutoInps(r.rifiuto) })) }
}

export const cooperazioneRotte = rotte(cooperazioneApi, { leggi, imposta, pubblica, pubblicati, chiamate })

export const cooperazioneVincoli: Vincoli = {
  cooperazione_audience_unica: {
    codice: 'gia-presente',
    campo: 'audience',
    detail: 'Questa «audience» è già di un altro ente: su PDND ogni ente pubblica il suo e-service.',
  },
  flusso_istante_unico: { codice: 'servizio-non-disponibile' },
  flusso_istante_cresce: { codice: 'servizio-non-disponibile' },
}
