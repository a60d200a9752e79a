// What elaborating a record needs to know, from the database: code lists, places as they were, what the ente chose and taught.
import { sql } from 'kysely'
import type { GenereCampo } from '../../shared/flussi/campi.ts'
import type { ContestoElaborazione } from '../../shared/flussi/elabora.ts'
import type { ContestoMinore } from '../../shared/flussi/elabora-minore.ts'
import { creaElenchi, type Elenchi, type RigaElenco } from '../../shared/flussi/elenchi.ts'
import type { Luoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { type CampoPiano, campoMinore } from '../../shared/flussi/percorsi.ts'
import type { Profilo } from '../../shared/flussi/profilo.ts'
import type { GravitaScelte } from '../../shared/flussi/regole.ts'
import type { Ctx } from '../kernel/context.ts'
import { componiContesto, type DatiEnte, insegnamentiDi, luoghiDa, schemaDa } from './contesto-dati.ts'
import { controlloMinori } from './convalida.ts'
import { conInterventi } from './interventi-flussi.ts'
import { xsdCaricato } from './riferimenti.ts'
import type { Schema } from './schema-xsd.ts'

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

const SI_NO = [
  { codice: '1', nome: 'Sì' },
  { codice: '2', nome: 'No' },
]
const A_CODICI = new Set<GenereCampo>(['codice', 'regione', 'prestazione'])

/** The codes that each field may have today, with what they mean; a field of another kind is left out. */
export async function vociDeiCampi(ctx: Ctx, campi: readonly CampoPiano[]) {
  const elenchi = await elenchiOggi(ctx)
  return campi.flatMap(({ percorso, campo }) => {
    if (campo.genere === 'si-no') return [{ campo: percorso, voci: SI_NO }]
    if (!A_CODICI.has(campo.genere)) return []
    const elenco = campo.elenco ?? 'prestazione-siuss'
    const voci = elenchi.voci(elenco, ctx.oggi()).map((v) => ({ codice: v.codice, nome: v.etichetta }))
    return [{ campo: percorso, voci }]
  })
}

export async function leggiDatiEnte(ctx: Ctx, enteId: string): Promise<DatiEnte> {
  const { rows } = await sql<{ gravita: GravitaScelte; insegnamenti: [string, string, string][] }>`
    select e.gravita, coalesce((select jsonb_agg(jsonb_build_array(i.campo, i.prima, i.dopo)) from insegnamento_flussi i
             where i.ente_id = e.id and i.tolto_il is null), '[]') as insegnamenti
      from ente_flussi e where e.id = ${enteId}`.execute(ctx.tx)
  const xsd = await xsdCaricato(ctx, 'PS_PSA_SINA')
  return { voci: await conInterventi(ctx, enteId, await vociDeiFlussi(ctx)), oggi: ctx.oggi(), xsd, ...rows[0]! }
}

/** All the places as one text: nearly forty thousand rows that the server's own thread has only to hand over. */
export async function testoLuoghi(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ testo: string }>`
    select json_build_object(
      'comuni', (select json_agg(json_build_array(c.id, coalesce(p.istat, c.istat), coalesce(p.nome, c.nome), p.altra_denominazione, v.sigla, v.regione_id,
                   coalesce(p.dal, c.dal, '1861-01-01'), case when p.id is null then c.al else p.al end))
                   from comune c left join comune_periodo p on p.comune_id = c.id left join provincia v on v.id = coalesce(p.provincia_id, c.provincia_id)),
      'stati', (select json_agg(json_build_array(id, nome)) from stato_estero))::text as testo`.execute(ctx.tx)
  return rows[0]!.testo
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
    luoghi = { firma, luoghi: luoghiDa(await testoLuoghi(ctx)) }
  }
  return luoghi.luoghi
}

/** For what happens inside a request: one record, or some tens. */
export const contestoDi = async (ctx: Ctx, enteId: string, profilo?: Profilo | null): Promise<ContestoElaborazione> =>
  componiContesto(await leggiDatiEnte(ctx, enteId), await luoghiNoti(ctx), profilo)

/** For cards of minors; whether one of the same minor has left is of each. */
export type BaseMinori = Omit<ContestoMinore, 'giaPartita'>

export async function contestoMinori(ctx: Ctx, enteId: string): Promise<BaseMinori> {
  const d = await leggiDatiEnte(ctx, enteId)
  return {
    elenchi: creaElenchi(d.voci),
    luoghi: await luoghiNoti(ctx),
    oggi: d.oggi,
    gravita: d.gravita,
    insegnamenti: insegnamentiDi(d, campoMinore),
    schema: controlloMinori(await schemaMinori(ctx)),
  }
}
