// What waits to leave: the board, which counts without opening anything, and the prestazioni with all that is known of them.
import { type RawBuilder, sql } from 'kysely'
import { campiPianiPrestazione, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { PeriodoQuadro, Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { vociDeiCampi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { difettiDi, tieniImpronte } from './righe-db.ts'
import { leggiCambi, leggiCelle, leggiRecord } from './testo-riga.ts'
import { doveRighe, type Filtri, type RigaFlussi, vistaDi } from './tracciato.ts'

type Api = typeof prestazioniApi

const conto = (stato: string) => sql`coalesce(sum(quante) filter (where stato = ${stato}), 0)::integer`

export async function quadro(ctx: Ctx, i: Input<Api['quadro']>): Promise<Output<Api['quadro']>> {
  await getEnte(ctx, i.ente)
  const { rows } = await sql<PeriodoQuadro>`
    select nullif(periodo, '') as periodo, ${conto('rifiutata')} as rifiutate, ${conto('da-completare')} as da_completare, ${conto('pronta')} as pronte,
           ${conto('in-flusso')} as in_flusso, ${conto('accettata')} as accettate, ${conto('esclusa')} as escluse,
           coalesce(sum(centesimi) filter (where stato = 'pronta'), 0)::bigint as centesimi
      from conto_flussi where ente_id = ${i.ente} and quante > 0 group by periodo order by nullif(periodo, '') desc nulls first`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

/** Of a row `p`. */
export const PERIODO = sql`p.periodo`

/** The rows of `prestazione_erogata p` that the reader asks for. */
export const dove = (f: Filtri): RawBuilder<unknown> => doveRighe(f, PERIODO)

export interface RigaPrestazione extends RigaFlussi<PrestazioneErogata> {
  operazione: 'I' | 'C'
  impronta: string
  /** With another program. */
  giaInviata: boolean
  /** Where Trama knows it. */
  riconosciutaIl: string | null
  celle: string[] | null
}

const colonnePrestazione = sql`p.id, p.versione, p.ente_id, p.comune_id, p.stato, p.operazione, p.periodo, p.carico_id, p.riga, p.ordine, p.impronta,
  p.gia_inviata, p.riconosciuta_il, p.avvisi, d.celle, d.record, d.modifiche, d.difetti, d.deroghe, d.fermi`

type Letta = Omit<RigaPrestazione, 'celle' | 'record' | 'modifiche'> &
  Record<'record' | 'modifiche', string> & { celle: string | null; avvisi: string[] }

/** Prestazioni with all that is known of them: what follows `select … from prestazione_erogata p join prestazione_dati d`. */
export async function prestazioni(tx: Ctx['tx'], resto: RawBuilder<unknown>): Promise<RigaPrestazione[]> {
  const { rows } = await sql<Letta>`
    select ${colonnePrestazione} from prestazione_erogata p join prestazione_dati d on d.id = p.id ${resto}`.execute(tx)
  return rows.map(({ avvisi, ...r }) => ({
    ...r,
    celle: r.celle === null ? null : leggiCelle(r.celle),
    record: leggiRecord(r.record),
    modifiche: leggiCambi(r.modifiche, r.record),
    difetti: difettiDi({ ...r, avvisi }),
  }))
}

/** Every field that has a value, those of further addresses too. */
export function valoriDi(record: PrestazioneErogata): Prestazione['valori'] {
  const altri = record.beneficiario.indirizzi
    .slice(1)
    .flatMap((indirizzo, n) =>
      Object.entries(indirizzo).map(([k, v]) => ({ campo: `beneficiario.indirizzi.${n + 1}.${k}`, valore: String(v) })),
    )
  const piani = campiPianiPrestazione.flatMap(({ percorso }) => {
    const valore = leggiPercorso(record, percorso)
    return valore === undefined ? [] : [{ campo: percorso, valore }]
  })
  return [...piani, ...altri]
}

export const mostra = (r: RigaPrestazione): Prestazione => ({
  ...vistaDi(r),
  operazione: r.operazione,
  valori: valoriDi(r.record),
})

/** Held until the end of the act where it changes, with what says which others are copies of it. */
export async function getPrestazione(ctx: Ctx, id: string, tieni = false): Promise<RigaPrestazione> {
  if (tieni) {
    const { rows } = await sql<{ enteId: string }>`select ente_id from prestazione_erogata where id = ${id}`.execute(
      ctx.tx,
    )
    if (!rows[0]) throw problem('non-trovato')
    await tieniImpronte(ctx, rows[0].enteId)
    await sql`select 1 from prestazione_erogata where id = ${id} for update`.execute(ctx.tx)
  }
  const [r] = await prestazioni(ctx.tx, sql`where p.id = ${id}`)
  if (!r) throw problem('non-trovato')
  return r
}

export const scelte = async (ctx: Ctx): Promise<Output<Api['scelte']>> => ({
  voci: await vociDeiCampi(ctx, campiPianiPrestazione),
})

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const r = await getPrestazione(ctx, i.id)
  return {
    ...mostra(r),
    enteId: r.enteId,
    giaInviata: r.giaInviata,
    riconosciutaIl: r.riconosciutaIl,
    celle: r.celle ?? [],
    legami: await legamiDi(ctx, r.id),
  }
}

/** Those excluded count no more, but for what had been cancelled. */
async function legamiDi(ctx: Ctx, id: string): Promise<Output<Api['leggi']>['legami']> {
  const uno = (quale: RawBuilder<unknown>) =>
    sql`(select jsonb_build_object('id', x.id, 'stato', x.stato) from prestazione_erogata x where ${quale} order by x.ordine limit 1)`
  const { rows } = await sql<Output<Api['leggi']>['legami']>`
    select ${uno(sql`x.id = p.annulla_id`)} as annulla, ${uno(sql`x.annulla_id = p.id and x.stato <> 'esclusa'`)} as annullata,
           ${uno(sql`x.id = p.segue_id`)} as segue,
           ${uno(sql`x.stato <> 'esclusa' and x.segue_id in (select c.id from prestazione_erogata c where c.id = p.id or c.annulla_id = p.id)`)} as seguita
      from prestazione_erogata p where p.id = ${id}`.execute(ctx.tx)
  return rows[0]!
}
