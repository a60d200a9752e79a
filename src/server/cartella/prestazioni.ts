// The catalogue of benefits: a few hundred rows, filtered by the needs of the person at the desk. A row is a version:
// changing it writes the next one, so that what was offered a year ago still reads as it was.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { giornoDopo } from '../../shared/cartella/agenda.rules.ts'
import { type Prestazione, prestazioniApi } from '../../shared/cartella/prestazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'

type Api = typeof prestazioniApi

const AL_PIU = 500

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const bisogni = i.bisogni?.split(',') ?? []
  const parole = (i.testo ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 5)
  const dove = [
    sql`true`,
    ...(i.tutte ? [] : [sql`kernel.oggi() between p.dal and coalesce(p.al, 'infinity')`]),
    ...(bisogni.length > 0 ? [sql`p.situazioni && ${bisogni}::text[]`] : []),
    // a catalogue, not a register of persons: few rows, any operator will do
    ...parole.map(
      (w) =>
        sql`position(kernel.normalizza(${w}) in kernel.normalizza(p.nome || ' ' || p.erogatore || ' ' || p.requisiti)) > 0`,
    ),
  ]
  const { rows } = await sql<Prestazione>`
    select p.id, p.codice, p.ambito_id is null as nazionale, p.nome, p.erogatore, p.requisiti, p.situazioni,
           array(select coalesce(kernel.voce_etichetta('bisogno', b), b) from unnest(p.situazioni) b) as situazioni_testo,
           p.dove, p.solo_stranieri, p.dal, p.al, p.fonte
      from prestazione_offerta p where ${sql.join(dove, sql` and `)}
     order by cardinality(array(select unnest(p.situazioni) intersect select unnest(${bisogni}::text[]))) desc, p.nome, p.dal desc limit ${AL_PIU}`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

type Campi = Input<Api['crea']>

async function scrivi(ctx: Ctx, codice: string, i: Campi): Promise<string> {
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  await assertVoci(ctx.tx, ctx.oggi(), { situazioni: ['bisogno', i.situazioni] })
  const { rows } = await sql<{ id: string }>`
    insert into prestazione_offerta (codice, ambito_id, nome, erogatore, requisiti, situazioni, dove, solo_stranieri, dal, al, fonte)
    values (${codice}, ${ctx.ambito}, ${i.nome.trim()}, ${i.erogatore.trim()}, ${i.requisiti.trim()}, ${i.situazioni}, ${i.dove.trim()}, ${i.soloStranieri ?? false},
            ${i.dal}, ${i.al ?? null}, ${i.fonte.trim()}) returning id`.execute(ctx.tx)
  return rows[0]!.id
}

async function crea(ctx: Ctx, i: Campi): Promise<Output<Api['crea']>> {
  return { id: await scrivi(ctx, `${ctx.ambito ? 'loc' : 'naz'}-${randomUUID()}`, i) }
}

/** The version, locked; a national one belongs to a national act, one of the ambito to the ambito. */
async function getPropria(ctx: Ctx, id: string) {
  const { rows } = await sql<{ codice: string; dal: string; al: string | null; ambitoId: string | null }>`
    select codice, dal, al, ambito_id from prestazione_offerta where id = ${id}`.execute(ctx.tx)
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  if (p.ambitoId !== ctx.ambito)
    throw problem('azione-non-consentita', {
      detail: 'Questa prestazione è nazionale: un ambito ne aggiunge una propria, non cambia quella di tutti.',
    })
  return p
}

async function rinnova(ctx: Ctx, i: Input<Api['rinnova']>): Promise<Output<Api['rinnova']>> {
  const p = await getPropria(ctx, i.id)
  if (i.dal <= p.dal) throw erroreDiCampo('dal', 'La nuova versione comincia dopo quella che sostituisce.')
  if (p.al === null || p.al >= i.dal)
    await sql`update prestazione_offerta set al = ${giornoDopo(i.dal, -1)} where id = ${i.id}`.execute(ctx.tx)
  return { id: await scrivi(ctx, p.codice, i) }
}

async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Output<Api['chiudi']>> {
  const p = await getPropria(ctx, i.id)
  if (i.al < p.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  if (i.al < ctx.oggi()) throw erroreDiCampo('al', 'Una prestazione si chiude da oggi in avanti.')
  await sql`update prestazione_offerta set al = ${i.al} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const prestazioniRotte = rotte(prestazioniApi, { list, crea, rinnova, chiudi })

export const prestazioniVincoli: Vincoli = {
  prestazione_una_al_giorno: {
    codice: 'gia-presente',
    campo: 'dal',
    detail: 'In quei giorni c’è già una versione di questa prestazione: ricarica la pagina.',
  },
}
