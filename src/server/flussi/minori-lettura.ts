// The cards of the minors as they are kept: the board, the list that says a token and no more, and the cards with all that is known of them but
// whose they are, which is asked apart.
import { type RawBuilder, sql } from 'kysely'
import { campiMinore } from '../../shared/flussi/campi.ts'
import type { minoriApi, RigaScheda, SchedaInElenco } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { vociDeiCampi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { tieniImpronte } from './righe-db.ts'
import { doveRighe, type RigaFlussi, vistaDi } from './tracciato.ts'

type Api = typeof minoriApi

export const GETTONE = 'idBeneficiario'
/** Those that one writes: the token is drawn. */
export const campiScheda = campiPianiMinore.filter((c) => c.percorso !== GETTONE)

/** Cards have no month of their own: they are of the one in which they were written. Of a row `p`. */
export const MESE_SCHEDA = sql`to_char(p.creata_il at time zone 'Europe/Rome', 'YYYY-MM')`

export interface RigaMinore extends RigaFlussi<SchedaMinore> {
  gettone: string
  giaInviata: boolean
}

/** What follows `select … from scheda_minore p join scheda_minore_dati d`. */
export async function schede(tx: Ctx['tx'], resto: RawBuilder<unknown>): Promise<RigaMinore[]> {
  const { rows } = await sql<RigaMinore>`
    select p.id, p.versione, p.ente_id, p.comune_id, p.stato, p.carico_id, p.riga, ${MESE_SCHEDA} as periodo, p.ordine, p.gettone, p.gia_inviata,
           d.record, d.modifiche, d.difetti, d.deroghe, d.fermi
      from scheda_minore p join scheda_minore_dati d on d.id = p.id ${resto}`.execute(tx)
  return rows
}

/** Held until the end of the act, with what says which others are copies of it. */
export async function tieniScheda(ctx: Ctx, id: string): Promise<RigaMinore> {
  const { rows } = await sql<{ enteId: string }>`select ente_id from scheda_minore where id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  await tieniImpronte(ctx, rows[0].enteId)
  const [r] = await schede(ctx.tx, sql`where p.id = ${id} for update of p`)
  if (!r) throw problem('non-trovato')
  return r
}

export const mostraScheda = (r: RigaMinore): RigaScheda => ({
  ...vistaDi(r),
  gettone: r.gettone,
  valori: campiScheda.flatMap(({ percorso }) => {
    const valore = leggiPercorso(r.record, percorso)
    return valore === undefined ? [] : [{ campo: percorso, valore }]
  }),
})

const conto = (stato: string) => sql`(count(*) filter (where p.stato = ${stato}))::integer`

/** They are hundreds: counted as they stand. */
export async function quadro(ctx: Ctx, i: Input<Api['quadro']>): Promise<Output<Api['quadro']>> {
  await getEnte(ctx, i.ente)
  const { rows } = await sql<Output<Api['quadro']>['voci'][number]>`
    select ${MESE_SCHEDA} as periodo, ${conto('rifiutata')} as rifiutate, ${conto('da-completare')} as da_completare, ${conto('pronta')} as pronte,
           ${conto('in-flusso')} as in_flusso, ${conto('accettata')} as accettate, ${conto('esclusa')} as escluse
      from scheda_minore p where p.ente_id = ${i.ente} group by 1 order by 1 desc`.execute(ctx.tx)
  return { voci: rows }
}

export async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  await getEnte(ctx, i.ente)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<SchedaInElenco>`
    select p.id, p.versione, p.stato, p.gettone, p.errori, p.avvisi, f.nome as flusso, p.creata_il
      from scheda_minore p left join flusso f on f.id = p.flusso_id where ${doveRighe(i, MESE_SCHEDA)}
      ${dopo ? sql`and (p.creata_il, p.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by p.creata_il desc, p.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creataIl, r.id])
}

/** What is a list of codes in one cell is typed. */
const daScegliere = Object.entries(campiMinore).map(([percorso, campo]) => ({ percorso, campo }))

export const scelte = async (ctx: Ctx): Promise<Output<Api['scelte']>> => ({
  voci: await vociDeiCampi(ctx, daScegliere),
})

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const [r] = await schede(ctx.tx, sql`where p.id = ${i.id}`)
  if (!r) throw problem('non-trovato')
  const { rows } = await sql<{ riferimento: string; flusso: string | null; creataIl: string }>`
    select m.riferimento, f.nome as flusso, p.creata_il
      from scheda_minore p join minore_flussi m on m.gettone = p.gettone left join flusso f on f.id = p.flusso_id where p.id = ${i.id}`.execute(
    ctx.tx,
  )
  return { ...mostraScheda(r), enteId: r.enteId, giaInviata: r.giaInviata, ...rows[0]! }
}
