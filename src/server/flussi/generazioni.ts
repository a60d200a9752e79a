// Flows through the API: asked for here, made by generazioni-corsa.ts; what was generated is given back as it is, for ever.
import { type RawBuilder, sql } from 'kysely'
import { type Flusso, type Generazione, generazioniApi, MASSIMO } from '../../shared/flussi/generazioni.api.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { scriviArchivio } from '../kernel/archivio.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { getEnte } from './enti.ts'
import { erroreDiInps } from './esiti.ts'
import { bytesFlusso } from './generazioni-corsa.ts'

type Api = typeof generazioniApi

const MEGA = 1_048_576

/** Generations, with what follows `from generazione_flussi g join ente_flussi e`. */
export const generazioni = async (ctx: Ctx, resto: RawBuilder<unknown>): Promise<Generazione[]> =>
  (
    await sql<Generazione>`
    select g.id, g.ente_id, e.denominazione as ente, g.canale, g.banca, g.dal, g.al, g.stato, g.flussi, g.prestazioni, g.errore, g.creata_il, g.conclusa_il
      from generazione_flussi g join ente_flussi e on e.id = g.ente_id ${resto}`.execute(ctx.tx)
  ).rows

/**
 * Held to the end by who begins to make flows of an ente and by who withdraws a file of it: each looks whether the other is at work. Not the
 * ente itself, which whoever writes rows holds after their fingerprints.
 */
export const tieniUscite = (ctx: Ctx, enteId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`uscite ${enteId}`}, 0))`.execute(ctx.tx)

/** Writes the request; whoever does it by himself does not put it in the queue, and says when he has written its files (`daScrivere`). */
export async function apriGenerazione(
  ctx: Ctx,
  i: Input<Api['genera']>,
  { daScrivere = false, tipo = 'PS_PSA_SINA' }: { daScrivere?: boolean; tipo?: TipoFlusso } = {},
): Promise<{ id: string; comuni: string[] }> {
  const ente = await getEnte(ctx, i.ente)
  await tieniUscite(ctx, ente.id)
  const { rows: via } = await sql<{ nomeFile: string }>`
    select nome_file from carico_flussi where ente_id = ${ente.id} and stato = 'in-ritiro' limit 1`.execute(ctx.tx)
  if (via[0])
    throw problem('stato-non-ammesso', {
      detail: `Il file «${via[0].nomeFile}» si sta ritirando, e ciò che ha portato non deve partire: aspetta che finisca.`,
    })
  if (i.dal && i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo mese viene prima del primo.')
  const { rows } = await sql<{ id: string; comuni: string[] }>`
    insert into generazione_flussi (comune_id, ente_id, tipo, banca, dal, al, massimo_record, massimo_bytes, file_da_scrivere, portata)
    values (${ente.comuneId}, ${ente.id}, ${tipo}, ${i.banca ?? null}, ${i.dal ?? null}, ${i.al ?? null}, ${i.massimoRecord ?? MASSIMO.record}, ${(i.massimoMega ?? MASSIMO.mega) * MEGA}, ${daScrivere},
            jsonb_build_object('comuni', to_jsonb(kernel.comuni())))
    returning id, kernel.comuni() as comuni`.execute(ctx.tx)
  return rows[0]!
}

/** Generations whose files the command line had not finished writing. */
export async function daScrivere(ctx: Ctx, ente: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from generazione_flussi where ente_id = ${ente} and file_da_scrivere order by creata_il, id`.execute(
    ctx.tx,
  )
  return rows.map((r) => r.id)
}

export const scritti = (ctx: Ctx, id: string): Promise<unknown> =>
  sql`update generazione_flussi set file_da_scrivere = false where id = ${id}`.execute(ctx.tx)

async function genera(ctx: Ctx, i: Input<Api['genera']>): Promise<Output<Api['genera']>> {
  const { id, comuni } = await apriGenerazione(ctx, i)
  ctx.emit('flussi.genera', { id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni })
  return { id }
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Generazione> {
  const [g] = await generazioni(ctx, sql`where g.id = ${i.id}`)
  if (!g) throw problem('non-trovato')
  return g
}

async function recenti(ctx: Ctx, i: Input<Api['recenti']>): Promise<Output<Api['recenti']>> {
  return { voci: await generazioni(ctx, sql`where g.ente_id = ${i.ente} order by g.creata_il desc, g.id limit 10`) }
}

const deiFlussi = sql`f.id, f.ente_id, f.ente_nome as ente, f.nome, f.beneficiari, f.prestazioni, f.centesimi, f.bytes, f.sha256, f.generato_il, f.esito, f.esito_il, ${erroreDiInps} as errore_inps_il`

async function flussi(ctx: Ctx, i: Input<Api['flussi']>): Promise<Output<Api['flussi']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Flusso>`
    select ${deiFlussi} from flusso f
     where f.ambito_id = ${ctx.ambito} and f.canale = 'file' and f.stato = 'generato' ${i.ente ? sql`and f.ente_id = ${i.ente}` : sql``}
       ${i.generazione ? sql`and f.generazione_id = ${i.generazione}` : sql``}
       ${dopo ? sql`and (f.generato_il, f.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by f.generato_il desc, f.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.generatoIl, r.id])
}

/** All those of one generation, in the order of their numbers. */
export async function flussiDi(ctx: Ctx, generazione: string): Promise<Flusso[]> {
  const { rows } = await sql<Flusso>`
    select ${deiFlussi} from flusso f
     where f.generazione_id = ${generazione} and f.stato = 'generato' order by f.giorno, f.progressivo`.execute(ctx.tx)
  return rows
}

async function getFlusso(ctx: Ctx, id: string): Promise<Flusso> {
  const { rows } = await sql<Flusso>`
    select ${deiFlussi} from flusso f where f.id = ${id} and f.stato = 'generato'`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function xml(ctx: Ctx, i: Input<Api['xml']>): Promise<Output<Api['xml']>> {
  const f = await getFlusso(ctx, i.id)
  return { nome: `${f.nome}.xml`, tipo: 'application/xml', bytes: f.bytes, contenuto: bytesFlusso(ctx.rileggi, i.id) }
}

/** What the files hold, in figures: the same whenever it is asked for. */
const ricevuta = (flussi: readonly Flusso[]): string =>
  JSON.stringify(
    {
      ente: flussi[0]?.ente,
      prestazioni: flussi.reduce((n, f) => n + f.prestazioni, 0),
      importoCentesimi: flussi.reduce((n, f) => n + f.centesimi, 0),
      flussi: flussi.map((f) => ({
        flusso: f.nome,
        file: `${f.nome}.xml`,
        generatoIl: f.generatoIl,
        beneficiari: f.beneficiari,
        prestazioni: f.prestazioni,
        importoCentesimi: f.centesimi,
        bytes: f.bytes,
        sha256: f.sha256,
      })),
    },
    null,
    2,
  )

/** The same bytes whenever it is asked for: the files are those, and their time is that of the first. */
function zip(ctx: Ctx, nome: string, flussi: readonly Flusso[]): Output<Api['archivio']> {
  const voci = [
    ...flussi.map((f) => ({ nome: `${f.nome}.xml`, contenuto: () => bytesFlusso(ctx.rileggi, f.id) })),
    { nome: `${nome}.ricevuta.json`, contenuto: Buffer.from(ricevuta(flussi)) },
  ]
  const quando = new Date(flussi[0]!.generatoIl)
  return {
    nome: `${nome}.zip`,
    tipo: 'application/zip',
    contenuto: () => Promise.resolve(scriviArchivio(voci, quando)),
  }
}

async function archivio(ctx: Ctx, i: Input<Api['archivio']>): Promise<Output<Api['archivio']>> {
  const f = await getFlusso(ctx, i.id)
  return zip(ctx, f.nome, [f])
}

async function tutti(ctx: Ctx, i: Input<Api['tutti']>): Promise<Output<Api['tutti']>> {
  const flussi = await flussiDi(ctx, i.id)
  if (flussi.length === 0) throw problem('non-trovato')
  return zip(ctx, `${flussi[0]!.nome}-${flussi.at(-1)!.nome.slice(-7)}`, flussi)
}

export const generazioniRotte = rotte(generazioniApi, { genera, leggi, recenti, flussi, xml, archivio, tutti })

export const generazioniVincoli: Vincoli = {
  prestazione_in_un_solo_flusso: {
    codice: 'stato-non-ammesso',
    detail: 'Una di queste prestazioni è già in un altro flusso: ricarica la pagina.',
  },
}
