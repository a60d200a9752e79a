// What elaborating a record needs to know, from the database: code lists, places as they were, what the ente chose and taught. In
// two forms: as data, which crosses to the thread that reads a file, and as the functions that those data become.
import { sql } from 'kysely'
import type { ContestoElaborazione } from '../../shared/flussi/elabora.ts'
import type { ContestoMinore } from '../../shared/flussi/elabora-minore.ts'
import { creaElenchi, type Elenchi, type RigaElenco } from '../../shared/flussi/elenchi.ts'
import { creaLuoghi, type Luoghi, type PeriodoComune, type StatoEstero } from '../../shared/flussi/normalizza/luoghi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Profilo } from '../../shared/flussi/profilo.ts'
import type { GravitaScelte } from '../../shared/flussi/regole.ts'
import { leggiConfigurazione } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import { controlloMinori, controlloSchema } from './convalida.ts'
import { xsdCaricato } from './riferimenti.ts'
import { leggiSchema, type Schema } from './schema-xsd.ts'
import { apriSchemi } from './schemi.ts'

export interface DatiLuoghi {
  comuni: PeriodoComune[]
  stati: StatoEstero[]
}

export interface DatiEnte {
  voci: RigaElenco[]
  gravita: GravitaScelte
  /** Field, what is written, what it means. */
  insegnamenti: [string, string, string][]
  oggi: string
  /** INPS's own schema, where it was uploaded. */
  xsd: string | null
}

const letti = new Map<string, Schema>()
/** From the text that was uploaded, or the installation's: INPS's own where it has it, Trama's otherwise. */
export function schemaDa(caricato: string | null, tipo: TipoFlusso = 'PS_PSA_SINA'): Schema {
  const chiave = caricato ?? tipo
  let schema = letti.get(chiave)
  if (!schema) {
    schema = caricato === null ? apriSchemi(leggiConfigurazione().xsdInps)[tipo].schema : leggiSchema(caricato)
    // those of before are of no more use
    if (letti.size > 4) letti.clear()
    letti.set(chiave, schema)
  }
  return schema
}

export const schemaPrestazioni = async (ctx: Ctx): Promise<Schema> => schemaDa(await xsdCaricato(ctx, 'PS_PSA_SINA'))

export const schemaMinori = async (ctx: Ctx): Promise<Schema> => schemaDa(await xsdCaricato(ctx, 'SINBA'), 'SINBA')

async function vociDeiFlussi(ctx: Ctx): Promise<RigaElenco[]> {
  const { rows } = await sql<{ voce: RigaElenco }>`
    select jsonb_build_object('codifica_id', v.codifica_id, 'codice', v.codice, 'etichetta', v.etichetta, 'padre', v.padre, 'dal', v.dal, 'al', v.al,
             'mappa', v.mappa, 'attributi', v.attributi) as voce
      from codifica_voce v where v.ambito_id is null
       and (v.codifica_id in ('prestazione-siuss', 'regione-t0', 'nazione-iso') or v.codifica_id like 'siuss-%' or v.codifica_id like 'sinba-%')
     order by v.codifica_id, v.codice, v.dal`.execute(ctx.tx)
  return rows.map((r) => r.voce)
}

export const elenchiOggi = async (ctx: Ctx): Promise<Elenchi> => creaElenchi(await vociDeiFlussi(ctx))

export async function leggiDatiEnte(ctx: Ctx, enteId: string): Promise<DatiEnte> {
  const { rows } = await sql<{ gravita: GravitaScelte; insegnamenti: [string, string, string][] }>`
    select e.gravita, coalesce((select jsonb_agg(jsonb_build_array(i.campo, i.prima, i.dopo)) from insegnamento_flussi i
             where i.ente_id = e.id and i.tolto_il is null), '[]') as insegnamenti
      from ente_flussi e where e.id = ${enteId}`.execute(ctx.tx)
  const xsd = await xsdCaricato(ctx, 'PS_PSA_SINA')
  return { voci: await vociDeiFlussi(ctx), oggi: ctx.oggi(), xsd, ...rows[0]! }
}

export async function leggiDatiLuoghi(ctx: Ctx): Promise<DatiLuoghi> {
  const { rows: comuni } = await sql<PeriodoComune>`
    select c.id as belfiore, coalesce(p.istat, c.istat) as istat, coalesce(p.nome, c.nome) as nome, p.altra_denominazione as altro_nome, v.sigla, v.regione_id as regione,
           coalesce(p.dal, c.dal, '1861-01-01') as dal, case when p.id is null then c.al else p.al end as al
      from comune c left join comune_periodo p on p.comune_id = c.id left join provincia v on v.id = coalesce(p.provincia_id, c.provincia_id)`.execute(
    ctx.tx,
  )
  const { rows: stati } = await sql<StatoEstero>`select id as belfiore, nome from stato_estero`.execute(ctx.tx)
  return { comuni, stati }
}

/** Places change when the archive is imported: what is kept is good while there are as many. */
export async function firmaLuoghi(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ firma: string }>`
    select concat_ws('-', (select count(*) from comune), (select count(*) from comune_periodo), (select count(*) from stato_estero), current_database()) as firma`.execute(
    ctx.tx,
  )
  return rows[0]!.firma
}

let luoghi: { firma: string; luoghi: Luoghi } | undefined
async function luoghiNoti(ctx: Ctx): Promise<Luoghi> {
  const firma = await firmaLuoghi(ctx)
  if (luoghi?.firma !== firma) {
    const d = await leggiDatiLuoghi(ctx)
    luoghi = { firma, luoghi: creaLuoghi(d.comuni, d.stati) }
  }
  return luoghi.luoghi
}

export function componiContesto(d: DatiEnte, dove: Luoghi, profilo?: Profilo | null): ContestoElaborazione {
  const insegnamenti = new Map<string, Map<string, string>>()
  for (const [campo, prima, dopo] of d.insegnamenti) {
    const tabella = insegnamenti.get(campo) ?? new Map<string, string>()
    insegnamenti.set(campo, tabella.set(prima, dopo))
  }
  return {
    elenchi: creaElenchi(d.voci),
    luoghi: dove,
    oggi: d.oggi,
    gravita: d.gravita,
    insegnamenti,
    schema: controlloSchema(schemaDa(d.xsd)),
    ...(profilo?.ordineDate && { ordineDate: profilo.ordineDate }),
    ...(profilo?.ore && { ore: profilo.ore }),
  }
}

/** For what happens inside a request: one record, or some tens. */
export const contestoDi = async (ctx: Ctx, enteId: string, profilo?: Profilo | null): Promise<ContestoElaborazione> =>
  componiContesto(await leggiDatiEnte(ctx, enteId), await luoghiNoti(ctx), profilo)

/** For the card of one minor. */
export async function contestoMinori(ctx: Ctx, enteId: string): Promise<Omit<ContestoMinore, 'giaPartita'>> {
  const d = await leggiDatiEnte(ctx, enteId)
  return {
    elenchi: creaElenchi(d.voci),
    luoghi: await luoghiNoti(ctx),
    oggi: d.oggi,
    gravita: d.gravita,
    schema: controlloMinori(await schemaMinori(ctx)),
  }
}
