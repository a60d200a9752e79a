// The catalogue of services. A row is a version: changing it writes the next one, so that what a service was a year ago still reads
// as it was; and a national row is never changed by an ambito, which writes its own under the same code.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { giornoDopo } from '../../shared/cartella/agenda.rules.ts'
import { type Intervento, interventiApi } from '../../shared/interventi/interventi.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { interventiIl } from './catalogo.ts'

type Api = typeof interventiApi

const AL_PIU = 1000

const nomeInps = sql`(select n.etichetta from codifica_voce n where n.codifica_id = 'prestazione-siuss' and n.ambito_id is null and n.mappa ->> 'inps' = p.inps order by n.dal desc limit 1)`

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const parole = (i.testo ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 5)
  const dove = [
    sql`true`,
    ...(i.area ? [sql`p.istat_area = ${i.area}`] : []),
    // a catalogue, not a register of persons: few rows, any operator will do
    ...parole.map(
      (w) => sql`position(kernel.normalizza(${w}) in kernel.normalizza(concat_ws(' ', p.nome, p.inps))) > 0`,
    ),
  ]
  const { rows } = await sql<Intervento>`
    select p.id, p.codice, p.ambito_id is null as nazionale, p.nome, p.inps, ${nomeInps} as inps_nome, p.istat_servizio, p.istat_area, p.origini, p.dal, p.al, p.fonte,
           p.segno_inps, p.segno_istat
      from ${i.tutti ? sql`intervento` : interventiIl()} p where ${sql.join(dove, sql` and `)}
     order by p.inps nulls first, p.nome, p.dal desc limit ${AL_PIU}`.execute(ctx.tx)
  return { voci: rows }
}

type Campi = Input<Api['crea']>

async function scrivi(ctx: Ctx, codice: string, i: Campi): Promise<string> {
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  if (i.inps) {
    const { rows } = await sql`
      select 1 from codifica_voce v where v.codifica_id = 'prestazione-siuss' and v.ambito_id is null and v.mappa ->> 'inps' = ${i.inps}
         and ${i.dal}::date <= coalesce(v.al, 'infinity') limit 1`.execute(ctx.tx)
    if (rows.length === 0)
      throw erroreDiCampo('inps', `Il codice ${i.inps} non è nel catalogo delle prestazioni INPS: controllalo.`)
  }
  const { rows } = await sql<{ id: string }>`
    insert into intervento (codice, ambito_id, nome, inps, istat_servizio, istat_area, origini, dal, al, fonte)
    values (${codice}, ${ctx.ambito}, ${i.nome.trim()}, ${i.inps ?? null}, ${i.istatServizio ?? null}, ${i.istatArea ?? null}, ${i.origini}, ${i.dal}, ${i.al ?? null},
            ${i.fonte.trim()}) returning id`.execute(ctx.tx)
  return rows[0]!.id
}

const crea = async (ctx: Ctx, i: Campi): Promise<Output<Api['crea']>> => ({
  id: await scrivi(ctx, `loc-${randomUUID()}`, i),
})

async function getIntervento(ctx: Ctx, id: string) {
  const { rows } = await sql<{ codice: string; dal: string; al: string | null; ambitoId: string | null }>`
    select codice, dal, al, ambito_id from intervento where id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function rinnova(ctx: Ctx, i: Input<Api['rinnova']>): Promise<Output<Api['rinnova']>> {
  const p = await getIntervento(ctx, i.id)
  const propria = p.ambitoId !== null
  if (propria && i.dal <= p.dal) throw erroreDiCampo('dal', 'La nuova versione comincia dopo quella che sostituisce.')
  // the national one stays as it is, for the others
  if (propria && (p.al === null || p.al >= i.dal))
    await sql`update intervento set al = ${giornoDopo(i.dal, -1)} where id = ${i.id}`.execute(ctx.tx)
  return { id: await scrivi(ctx, p.codice, i) }
}

async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Output<Api['chiudi']>> {
  const p = await getIntervento(ctx, i.id)
  if (p.ambitoId === null)
    throw problem('azione-non-consentita', {
      detail: 'Questo servizio è nazionale: un ambito ne scrive la propria versione, non chiude quella di tutti.',
    })
  if (i.al < p.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  if (i.al < ctx.oggi()) throw erroreDiCampo('al', 'Un servizio si chiude da oggi in avanti.')
  await sql`update intervento set al = ${i.al} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const interventiRotte = rotte(interventiApi, { list, crea, rinnova, chiudi })

export const interventiVincoli: Vincoli = {
  intervento_uno_al_giorno: {
    codice: 'gia-presente',
    campo: 'dal',
    detail: 'In quei giorni l’ambito ha già una versione di questo servizio: cambia quella.',
  },
}
