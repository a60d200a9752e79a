// The catalogue of services as the hub uses it: which of them an ente does not send, under what names they are known, and which one what
// Trama registers is. It is seen by whatever elaborates a record: a file, the form, the extraction.
import { sql } from 'kysely'
import type { RigaElenco } from '../../shared/flussi/elenchi.ts'
import { type AreaIstat, areaSiussDi } from '../../shared/interventi/istat.rules.ts'
import { interventiIl } from '../interventi/catalogo.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Proposta {
  intervento: string
  nome: string
  codice: string | null
  area: string | null
  nonInviare: boolean
}

/** By `fonte/voce`: which service of the catalogue it is. One that two services claim is nobody's: the ente says it. */
export async function proposte(ctx: Ctx, enteId: string): Promise<Map<string, Proposta>> {
  const { rows } = await sql<Omit<Proposta, 'area'> & { origine: string; istatArea: AreaIstat | null }>`
    select o as origine, min(p.codice) as intervento, min(p.nome) as nome, min(p.inps) as codice, min(p.istat_area) as istat_area,
           bool_or(coalesce(n.non_inviare, false)) as non_inviare
      from ${interventiIl()} p cross join lateral unnest(p.origini) o left join intervento_ente n on n.codice = p.codice and n.ente_id = ${enteId}
     group by o having count(*) = 1`.execute(ctx.tx)
  return new Map(
    rows.map(({ origine, istatArea, ...p }) => [origine, { ...p, area: istatArea && areaSiussDi(istatArea) }]),
  )
}

/** Codes that the ente does not send: all the services that are that code are stopped. */
export async function nonInviati(ctx: Ctx, enteId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ inps: string }>`
    select p.inps from ${interventiIl()} p left join intervento_ente n on n.codice = p.codice and n.ente_id = ${enteId}
     where p.inps is not null group by p.inps having bool_and(coalesce(n.non_inviare, false))`.execute(ctx.tx)
  return new Set(rows.map((r) => r.inps))
}

/** The codes of INPS as this ente knows them: with the names of its services, and those that it does not send. */
export async function conInterventi(ctx: Ctx, enteId: string, voci: readonly RigaElenco[]): Promise<RigaElenco[]> {
  const fermi = await nonInviati(ctx, enteId)
  // of those that the ambito has named by itself: the others bear INPS's own label. Also of the past, as files are of the past
  const { rows } = await sql<{ inps: string; nomi: string[] }>`
    select p.inps, array_agg(distinct p.nome) as nomi from intervento p where p.inps is not null and p.ambito_id is not null and p.dal <= kernel.oggi() group by p.inps`.execute(
    ctx.tx,
  )
  const nomi = new Map(rows.map((r) => [r.inps, r.nomi.join('|')]))
  if (fermi.size === 0 && nomi.size === 0) return [...voci]
  return voci.map((v) => {
    const inps = v.codifica_id === 'prestazione-siuss' ? v.mappa.inps : undefined
    if (inps === undefined) return v
    const suoi = nomi.get(inps)
    return {
      ...v,
      attributi: { ...v.attributi, ...(suoi && { nomi: suoi }), ...(fermi.has(inps) && { non_inviare: 'si' }) },
    }
  })
}
