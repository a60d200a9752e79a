// The outbox through the API: what waits, what left, what came back; files made and read by hand where nothing carries them.

import { readFile } from 'node:fs/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { nomiDestinatario } from '../../shared/misure/definizione.ts'
import { type Comunicazione, comunicazioniApi, type FileScambio } from '../../shared/patti/comunicazioni.api.ts'
import {
  type AttoComunicazione,
  type EsitoRisposta,
  nomiEsitoRisposta,
  nomiStatoComunicazione,
  type StatoComunicazione,
  transizioniComunicazione,
} from '../../shared/patti/comunicazioni.rules.ts'
import { colonneDi, type RigaMessaggio } from '../../shared/patti/tracciati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { rimandaDelCaso } from './coda.ts'
import { scriviDellaDomanda } from './domanda-messaggi.ts'
import { bloccaDomanda } from './domanda-raccolta.ts'
import { assertLeggibile } from './file-verifica.ts'
import { isScambioAutomatico } from './scambio.ts'
import { nonSiTrova, raccogli, segnaConsegnato, senzaDove } from './scambio-file.ts'
import { leggiRisposte, riconcilia } from './scambio-risposte.ts'
import { tracciati } from './tracciati.ts'

type Api = typeof comunicazioniApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

const tarda = sql`c.entro is not null and c.entro < kernel.oggi() and c.stato not in ('ricevuta', 'annullata')`
const voce = sql`c.id, c.riferimento, c.tipo, c.destinatario, c.comune_id, k.nome as comune, c.giorno, c.entro, ${tarda} as in_ritardo, c.stato, c.accodata_il, c.inviata_il, c.risposta_il,
  f.nome as file, exists (select 1 from comunicazione x where x.rimanda_id = c.id) as rimandata, c.revocata_il is not null as revocata`
const da = sql`comunicazione c join comune k on k.id = c.comune_id left join scambio_file f on f.id = c.file_id`

type Filtri = Pick<Input<Api['list']>, 'stato' | 'tipo' | 'destinatario' | 'ritardo'>
const condizioni = (ctx: Ctx, i: Filtri) => {
  const cond: RawBuilder<unknown>[] = [sql`c.ambito_id = ${ctx.ambito}`]
  if (i.stato) cond.push(sql`c.stato = ${i.stato}`)
  if (i.tipo) cond.push(sql`c.tipo = ${i.tipo}`)
  if (i.destinatario) cond.push(sql`c.destinatario = ${i.destinatario}`)
  if (i.ritardo) cond.push(tarda)
  return cond
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond = condizioni(ctx, i)
  if (dopo) cond.push(sql`(c.accodata_il, c.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)`)
  const { rows } = await sql<Comunicazione>`
    select ${voce} from ${da} where ${sql.join(cond, sql` and `)} order by c.accodata_il desc, c.id desc limit ${limite + 1}`.execute(
    ctx.tx,
  )
  return pagina(rows, limite, (r) => [r.accodataIl, r.id])
}

async function numeri(ctx: Ctx): Promise<Output<Api['numeri']>> {
  const { rows } = await sql<Output<Api['numeri']>['voci'][number]>`
    select c.tipo, c.destinatario, c.stato, count(*)::int as quante, count(*) filter (where ${tarda})::int as in_ritardo
      from comunicazione c where c.ambito_id = ${ctx.ambito} group by 1, 2, 3 order by 1, 2, 3`.execute(ctx.tx)
  return { voci: rows, automatico: isScambioAutomatico() }
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<
    Comunicazione & {
      tracciato: string
      contenuto: RigaMessaggio[]
      impronta: string
      personaId: string | null
      segreta: boolean
    }
  >`
    select ${voce}, c.tracciato, x.contenuto, x.impronta, coalesce(d.persona_id, s.persona_id) as persona_id, ${nonSiTrova} as segreta
      from ${da} join comunicazione_contenuto x on x.comunicazione_id = c.id left join domanda_raccolta d on d.id = c.raccolta_id left join caso s on s.id = c.caso_id
     where c.id = ${i.id}`.execute(ctx.tx)
  const c = rows[0]
  if (!c) throw problem('non-trovato')
  const { rows: risposte } = await sql<{
    esito: EsitoRisposta
    giorno: string
    motivo: string
    file: string | null
    ricevutaIl: string
  }>`
    select r.esito, r.giorno, r.motivo, f.nome as file, r.ricevuta_il from comunicazione_risposta r left join scambio_file f on f.id = r.file_id
     where r.comunicazione_id = ${c.id} order by r.posto desc`.execute(ctx.tx)
  const t = tracciati.uscita.get(c.tracciato)
  const { tracciato: _t, contenuto, segreta, ...resto } = c
  return {
    ...resto,
    colonne: t ? t.campi.map((x) => x.colonna) : [],
    righe: t ? contenuto.map((r) => colonneDi(t, segreta ? senzaDove(r) : r)) : [],
    nota: t?.nota ?? 'Il tracciato non è più tra quelli conosciuti.',
    fonte: t?.fonte ?? '–',
    segno: t?.segno ?? '?',
    risposte: risposte.map((r) => ({ ...r, esito: nomiEsitoRisposta[r.esito] })),
  }
}

const italiano = (g: string | null) => g?.slice(0, 10) ?? null
async function esporta(ctx: Ctx, i: Input<Api['esporta']>): Promise<Output<Api['esporta']>> {
  const { rows } = await sql<Comunicazione>`
    select ${voce} from ${da} where ${sql.join(condizioni(ctx, i), sql` and `)} order by c.accodata_il, c.id limit 100000`.execute(
    ctx.tx,
  )
  const colonne = [
    { titolo: 'Riferimento' },
    { titolo: 'Tipo' },
    { titolo: 'Destinatario' },
    { titolo: 'Comune' },
    { titolo: 'Giorno', formato: 'data' },
    { titolo: 'Entro', formato: 'data' },
    { titolo: 'Stato' },
    { titolo: 'Accodata', formato: 'data' },
    { titolo: 'Inviata', formato: 'data' },
    { titolo: 'Risposta', formato: 'data' },
    { titolo: 'File' },
  ] as const
  const righe = rows.map((r) => [
    r.riferimento,
    r.tipo,
    nomiDestinatario[r.destinatario],
    r.comune,
    r.giorno,
    r.entro,
    nomiStatoComunicazione[r.stato],
    italiano(r.accodataIl),
    italiano(r.inviataIl),
    italiano(r.rispostaIl),
    r.file,
  ])
  return {
    nome: `comunicazioni-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: scriviFoglioLungo({ nome: 'Comunicazioni', colonne }, righe),
  }
}

// ---- acts -------------------------------------------------------------------------------------------------------------------------

interface Bloccata {
  id: string
  tipo: string
  stato: StatoComunicazione
  giorno: string
  raccoltaId: string | null
  casoId: string | null
  eventoId: string | null
  revocata: boolean
}
async function blocca(ctx: Ctx, id: string, atto: AttoComunicazione): Promise<Bloccata> {
  const { rows } = await sql<Bloccata>`
    select id, tipo, stato, giorno, raccolta_id, caso_id, evento_id, revocata_il is not null as revocata from comunicazione where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  assertTransizione(transizioniComunicazione, atto, rows[0].stato)
  return rows[0]
}

/** A domanda goes with its message: it would say that it was sent. */
const delleDomande = (tipo: string) => tipo === 'domanda' || tipo === 'integrazione'

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const c = await blocca(ctx, i.id, 'annulla')
  if (delleDomande(c.tipo))
    throw problem('stato-non-ammesso', {
      detail: 'La domanda risulta inviata: registra dalla sua pagina la rinuncia, o attendi l’esito.',
    })
  await sql`update comunicazione set stato = 'annullata', revocata_il = kernel.adesso(), versione = versione + 1 where id = ${c.id}`.execute(
    ctx.tx,
  )
  return fatto
}

async function rimanda(ctx: Ctx, i: Input<Api['rimanda']>): Promise<Output<Api['rimanda']>> {
  const c = await blocca(ctx, i.id, 'rimanda')
  if (delleDomande(c.tipo))
    throw problem('stato-non-ammesso', {
      detail: 'La domanda è tornata tra quelle da inviare: correggila se serve, e inviala dalla sua pagina.',
    })
  if (c.revocata) throw problem('stato-non-ammesso', { detail: 'Ciò che diceva non è più vero: non si rimanda.' })
  const id = c.raccoltaId
    ? await scriviDellaDomanda(
        ctx,
        await bloccaDomanda(ctx, c.raccoltaId),
        c.tipo === 'rinuncia' ? 'rinuncia' : 'aggiornamento-controlli',
        { giorno: c.giorno, rimandaId: c.id },
      )
    : await rimandaDelCaso(ctx, c.id)
  if (!id) throw problem('gia-presente', { detail: 'La stessa comunicazione è già tra quelle da inviare.' })
  return { id }
}

const prepara = (ctx: Ctx): Promise<Output<Api['prepara']>> => raccogli(ctx)

// ---- files ------------------------------------------------------------------------------------------------------------------------

async function file(ctx: Ctx, i: Input<Api['file']>): Promise<Output<Api['file']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<FileScambio>`
    select f.id, f.verso, f.nome, k.nome as comune, f.destinatario, f.tracciato, f.righe, f.bytes, f.stato, f.creato_il, f.consegnato_il, f.applicate, f.gia_note, f.problemi
      from scambio_file f join comune k on k.id = f.comune_id where f.ambito_id = ${ctx.ambito} ${dopo ? sql`and (f.creato_il, f.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by f.creato_il desc, f.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creatoIl, r.id])
}

async function scarica(ctx: Ctx, i: Input<Api['scarica']>): Promise<Output<Api['scarica']>> {
  type Riga = { nome: string; contenuto: Uint8Array } & Parameters<typeof assertLeggibile>[0]
  const { rows } = await sql<Riga>`
    select f.nome, x.contenuto, f.verifica, f.verifica_nota from scambio_file f join scambio_contenuto x on x.file_id = f.id where f.id = ${i.id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  assertLeggibile(rows[0])
  return { nome: rows[0].nome, tipo: 'text/csv', contenuto: rows[0].contenuto }
}

async function consegna(ctx: Ctx, i: Input<Api['consegna']>): Promise<Fatto> {
  if (isScambioAutomatico())
    throw problem('stato-non-ammesso', { detail: 'Qui i file partono da soli: a mano si consegnerebbero due volte.' })
  if (!(await segnaConsegnato(ctx, i.id))) {
    const { rows } = await sql`select 1 from scambio_file where id = ${i.id}`.execute(ctx.tx)
    throw rows.length > 0
      ? problem('stato-non-ammesso', { detail: 'Il file è già consegnato.' })
      : problem('non-trovato')
  }
  return fatto
}

async function ricevi(ctx: Ctx, i: Input<Api['ricevi']>): Promise<Output<Api['ricevi']>> {
  return riconcilia(ctx, i.nome, await readFile(i.file.path), await leggiRisposte(i.file.path))
}

const rete = async (): Promise<Output<Api['rete']>> => ({
  voci: [...tracciati.uscita, [tracciati.codiceRisposte, tracciati.risposte] as const].map(
    ([codice, { nome, nota, fonte, segno }]) => ({ codice, nome, nota, fonte, segno }),
  ),
})

export const comunicazioniRotte = rotte(
  comunicazioniApi,
  { list, numeri, leggi, esporta, annulla, rimanda, prepara, file, scarica, consegna, ricevi, rete },
  { ricevi: { controlla: async (f) => void (await leggiRisposte(f.path)) } },
)
