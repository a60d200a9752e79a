// Who has sent what, among all the enti one works for: counts and money, of nobody. Cancellations are no prestazioni: they are not
// counted, and what they have cancelled is excluded already.
import { type RawBuilder, sql } from 'kysely'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { type Invio, inviiApi, type VoceAndamento } from '../../shared/flussi/invii.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviCartella, TIPO_XLSX, type Valore } from '../kernel/tabelle/scrivi.ts'
import { getEnte } from './enti.ts'
import { cambiaTermine, scadenze, termine } from './scadenze.ts'

type Api = typeof inviiApi
interface Quale {
  anno: number
  ente?: string
}

/** What left, whatever INPS said of it later. */
const inviata = sql.raw(`p.stato in ('in-flusso', 'accettata')`)

/** Months as texts: those of a year are a range. What has no month yet stands in no year. */
const diAnno = ({ anno, ente }: Quale): RawBuilder<unknown> => sql`p.operazione = 'I' and p.stato <> 'esclusa'
   and p.periodo between ${`${anno}-01`} and ${`${anno}-12`} ${ente ? sql`and p.ente_id = ${ente}` : sql``}`

/** Sums kept as the rows change: what is in these states. */
const quante = (...stati: string[]) => sql`coalesce(sum(p.quante) filter (where p.stato = any (${stati})), 0)`

async function invii(ctx: Ctx, i: Quale): Promise<Output<Api['invii']>> {
  if (i.ente) await getEnte(ctx, i.ente)
  const { rows } = await sql<Invio>`
    select e.id as ente_id, e.denominazione as ente, e.codice, c.periodo, coalesce(c.righe, 0) as righe, coalesce(c.rifiutate, 0) as rifiutate,
           coalesce(c.da_completare, 0) as da_completare, coalesce(c.pronte, 0) as pronte, coalesce(c.inviate, 0) as inviate,
           coalesce(c.accettate, 0) as accettate, coalesce(r.respinte, 0) as respinte, coalesce(c.centesimi, 0)::bigint as centesimi
      from ente_flussi e left join (
        select p.ente_id, p.periodo, sum(p.quante) as righe, ${quante('rifiutata')} as rifiutate, ${quante('da-completare')} as da_completare,
               ${quante('pronta')} as pronte, ${quante('in-flusso', 'accettata')} as inviate, ${quante('accettata')} as accettate,
               sum(p.centesimi) filter (where ${inviata}) as centesimi
          from conto_flussi p where p.quante > 0 and ${diAnno(i)} group by 1, 2) c on c.ente_id = e.id
        left join (
        select p.ente_id, p.periodo, count(*) as respinte from prestazione_erogata p
         where ${diAnno(i)} and p.stato = 'rifiutata' and ${regoleHub.TR02.id} = any (p.errori) group by 1, 2) r on r.ente_id = e.id and r.periodo = c.periodo collate "C"
     ${i.ente ? sql`where e.id = ${i.ente}` : sql``} order by e.denominazione, e.id, c.periodo desc limit 10000`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

const conti = sql`count(*) as righe, count(*) filter (where ${inviata}) as inviate, count(*) filter (where p.stato = 'accettata') as accettate,
  coalesce(sum(p.centesimi) filter (where ${inviata}), 0)::bigint as centesimi`

const voci = async (ctx: Ctx, q: RawBuilder<unknown>): Promise<VoceAndamento[]> =>
  (await sql<VoceAndamento>`${q}`.execute(ctx.tx)).rows

/** By the entries of a list, with the words of today. What no list knows is together: a cell read wrong may hold anything. */
const perVoce = (
  ctx: Ctx,
  lista: string,
  colonna: RawBuilder<unknown>,
  quali: RawBuilder<unknown>,
  altrimenti: string,
) =>
  voci(
    ctx,
    sql`with v as materialized (
          select distinct on (coalesce(mappa ->> 'inps', codice)) coalesce(mappa ->> 'inps', codice) as codice, etichetta
            from codifica_voce where codifica_id = ${lista} and ambito_id is null order by coalesce(mappa ->> 'inps', codice), dal desc),
        x as (select ${colonna} as codice, ${conti} from prestazione_erogata p where ${quali} group by 1)
        select coalesce(v.codice, '') as codice, coalesce(v.etichetta, ${altrimenti}) as nome, sum(x.righe)::bigint as righe, sum(x.inviate)::bigint as inviate,
               sum(x.accettate)::bigint as accettate, sum(x.centesimi)::bigint as centesimi
          from x left join v on v.codice = x.codice group by 1, 2 order by 6 desc, 3 desc, 1`,
  )

async function andamento(ctx: Ctx, i: Quale): Promise<Output<Api['andamento']>> {
  if (i.ente) await getEnte(ctx, i.ente)
  const quali = diAnno(i)
  return {
    enti: await voci(
      ctx,
      sql`select e.codice, e.denominazione as nome, x.righe, x.inviate, x.accettate, x.centesimi
            from (select p.ente_id, ${conti} from prestazione_erogata p where ${quali} group by 1) x join ente_flussi e on e.id = x.ente_id order by 2, 1`,
    ),
    mesi: await voci(
      ctx,
      sql`select p.periodo as codice, p.periodo as nome, ${conti} from prestazione_erogata p where ${quali} group by p.periodo order by 1`,
    ),
    codici: await perVoce(ctx, 'prestazione-siuss', sql`p.codice`, quali, 'Senza un codice di INPS'),
    aree: await perVoce(ctx, 'siuss-area-utenza', sql`p.area`, quali, 'Senza presa in carico'),
  }
}

const COLONNE: readonly Colonna[] = [
  { titolo: 'Codice' },
  { titolo: 'Voce', larghezza: 50 },
  { titolo: 'Righe', formato: 'numero' },
  { titolo: 'Inviate', formato: 'numero' },
  { titolo: 'Accettate', formato: 'numero' },
  { titolo: 'Importo inviato', formato: 'euro' },
]
const COLONNE_INVII: readonly Colonna[] = [
  { titolo: 'Codice' },
  { titolo: 'Ente', larghezza: 40 },
  { titolo: 'Mese' },
  ...['Righe', 'Rifiutate', 'Da completare', 'Pronte', 'Inviate', 'Accettate', 'Respinte da INPS'].map(
    (titolo): Colonna => ({ titolo, formato: 'numero' }),
  ),
  { titolo: 'Importo inviato', formato: 'euro' },
]
const rigaInvio = (v: Invio): Valore[] => [
  v.codice,
  v.ente,
  v.periodo ?? '',
  v.righe,
  v.rifiutate,
  v.daCompletare,
  v.pronte,
  v.inviate,
  v.accettate,
  v.respinte,
  v.centesimi,
]
const rigaVoce = (v: VoceAndamento): Valore[] => [v.codice, v.nome, v.righe, v.inviate, v.accettate, v.centesimi]

/** In a CSV, amounts as an Italian spreadsheet reads them. */
const comeTesto = (colonne: readonly Colonna[]) => (riga: readonly Valore[]) =>
  riga.map((v, n) =>
    colonne[n]!.formato === 'euro' ? (Number(v) / 100).toFixed(2).replace('.', ',') : String(v ?? ''),
  )

async function foglio(ctx: Ctx, i: Input<Api['foglio']>): Promise<Output<Api['foglio']>> {
  const quale: Quale = { anno: i.anno, ...(i.ente && { ente: i.ente }) }
  const righe = (await invii(ctx, quale)).voci.map(rigaInvio)
  const nome = `invii-${i.anno}`
  if (i.formato === 'csv') {
    const celle = [COLONNE_INVII.map((c) => c.titolo), ...righe.map(comeTesto(COLONNE_INVII))]
    return { nome: `${nome}.csv`, tipo: 'text/csv; charset=utf-8', contenuto: scriviCsv(celle) }
  }
  const a = await andamento(ctx, quale)
  const fogli = [
    { nome: 'Enti e mesi', colonne: COLONNE_INVII, righe },
    { nome: 'Enti', colonne: COLONNE, righe: a.enti.map(rigaVoce) },
    { nome: 'Codici', colonne: COLONNE, righe: a.codici.map(rigaVoce) },
    { nome: 'Aree', colonne: COLONNE, righe: a.aree.map(rigaVoce) },
  ]
  return {
    nome: `${nome}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: () => scriviCartella({ titolo: `Invii a INPS, ${i.anno}`, fogli }),
  }
}

export const inviiRotte = rotte(inviiApi, { invii, andamento, foglio, scadenze, termine, cambiaTermine })
