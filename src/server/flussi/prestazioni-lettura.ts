// What waits to leave: the board, which counts without opening anything, and the prestazioni with all that is known of them.
import { type RawBuilder, sql } from 'kysely'
import type { Cambio, Deroghe } from '../../shared/flussi/elabora.ts'
import { campiPianiPrestazione, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { PeriodoQuadro, Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { vociDeiCampi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { difettiDi, tieniImpronte } from './righe-db.ts'
import { leggiCambi, leggiCelle, leggiRecord } from './testo-riga.ts'

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

export async function regole(ctx: Ctx, i: Input<Api['regole']>): Promise<Output<Api['regole']>> {
  await getEnte(ctx, i.ente)
  const { rows } = await sql<Output<Api['regole']>['voci'][number]>`
    select x.regola, count(*) filter (where x.errore) as errori, count(*) filter (where not x.errore) as avvisi
      from prestazione_erogata p cross join lateral (
        select unnest(p.errori) as regola, true as errore union all select unnest(p.avvisi), false) x
     where p.ente_id = ${i.ente} and p.stato in ('rifiutata', 'da-completare') ${diPeriodo(i.periodo)}
     group by x.regola order by count(*) desc, x.regola`.execute(ctx.tx)
  return { voci: rows }
}

const diPeriodo = (periodo: string | undefined): RawBuilder<unknown> =>
  periodo === undefined
    ? sql``
    : periodo === 'senza-data'
      ? sql`and p.periodo is null`
      : sql`and p.periodo = ${periodo}`

export interface Filtri {
  ente: string
  periodo?: string | undefined
  stato?: string | undefined
  regola?: string | undefined
  carico?: string | undefined
  flusso?: string | undefined
}

/** The rows of `prestazione_erogata p` that the reader asks for. */
export const dove = (f: Filtri): RawBuilder<unknown> => sql`p.ente_id = ${f.ente} ${diPeriodo(f.periodo)}
  ${f.stato ? sql`and p.stato = ${f.stato}` : sql``} ${f.regola ? sql`and (${f.regola} = any (p.errori) or ${f.regola} = any (p.avvisi))` : sql``}
  ${f.carico ? sql`and p.carico_id = ${f.carico}` : sql``} ${f.flusso ? sql`and p.flusso_id = ${f.flusso}` : sql``}`

export interface RigaPrestazione {
  id: string
  versione: number
  enteId: string
  comuneId: string
  stato: Prestazione['stato']
  operazione: 'I' | 'C'
  periodo: string | null
  caricoId: string | null
  riga: number | null
  ordine: number
  impronta: string
  celle: string[] | null
  record: PrestazioneErogata
  modifiche: Cambio[]
  difetti: Difetto[]
  deroghe: Deroghe
  fermi: string[]
}

const colonnePrestazione = sql`p.id, p.versione, p.ente_id, p.comune_id, p.stato, p.operazione, p.periodo, p.carico_id, p.riga, p.ordine, p.impronta,
  p.avvisi, d.celle, d.record, d.modifiche, d.difetti, d.deroghe, d.fermi`

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
  id: r.id,
  versione: r.versione,
  stato: r.stato,
  operazione: r.operazione,
  periodo: r.periodo,
  caricoId: r.caricoId,
  riga: r.riga,
  valori: valoriDi(r.record),
  difetti: r.difetti.map(({ segno: _, ...d }) => d),
  modifiche: r.modifiche.map((m) => ({
    campo: m.campo,
    prima: m.prima ?? null,
    dopo: m.dopo ?? null,
    regola: m.regola,
  })),
  deroghe: Object.entries(r.deroghe).map(([regola, { motivo, il }]) => ({ regola, motivo, il })),
})

export async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 1)
  const rows = await prestazioni(
    ctx.tx,
    sql`where ${dove(i)} ${dopo ? sql`and p.ordine > ${dopo[0]}::bigint` : sql``} order by p.ordine limit ${limite + 1}`,
  )
  const { voci, prossima } = pagina(rows, limite, (r) => [r.ordine])
  return { voci: voci.map(mostra), prossima }
}

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
  return { ...mostra(r), enteId: r.enteId, celle: r.celle ?? [], legami: await legamiDi(ctx, r.id) }
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
