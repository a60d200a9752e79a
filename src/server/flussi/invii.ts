// Who has sent what, among all the enti one works for: counts and money, of nobody. Cancellations are no prestazioni: they are not
// counted, nor is what they cancel, from when they leave.
import { type RawBuilder, sql } from 'kysely'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { type Invio, inviiApi, type VoceAndamento } from '../../shared/flussi/invii.api.ts'
import { nomiTipoTermine } from '../../shared/flussi/scadenze.rules.ts'
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

/** Months as texts: those of a year are a range. What has no month yet is of every year: it is there to be worked on. */
const diAnno = (p: 'p' | 'o', { anno, ente }: Quale, senza: RawBuilder<unknown>): RawBuilder<unknown> => {
  const c = (nome: string) => sql.ref(`${p}.${nome}`)
  return sql`${c('operazione')} = 'I' and ${c('stato')} <> 'esclusa' and (${c('periodo')} between ${`${anno}-01`} and ${`${anno}-12`} or ${senza})
    ${ente ? sql`and ${c('ente_id')} = ${ente}` : sql``}`
}
const prestazioniDi = (i: Quale) => diAnno('p', i, sql`p.periodo is null`)

/** What is being cancelled counts no more, as soon as its cancellation has left: the one that takes its place is there already. */
const nonAnnullate = sql`not exists (select 1 from prestazione_erogata c where c.annulla_id = p.id and c.stato = 'in-flusso')`

/** Cards have no month of their own: they are of the one in which they were written. */
const meseScheda = sql`to_char(s.creata_il at time zone 'Europe/Rome', 'YYYY-MM')`
const schedeDi = ({ anno, ente }: Quale) => sql`s.stato <> 'esclusa'
  and s.creata_il >= ${`${anno}-01-01`}::timestamp at time zone 'Europe/Rome' and s.creata_il < ${`${anno + 1}-01-01`}::timestamp at time zone 'Europe/Rome'
  ${ente ? sql`and s.ente_id = ${ente}` : sql``}`
const delleSchede = sql`count(*) as righe, count(*) filter (where s.stato = 'rifiutata') as rifiutate,
  count(*) filter (where s.stato in ('in-flusso', 'accettata')) as inviate, count(*) filter (where s.stato = 'accettata') as accettate`

/** Sums kept as the rows change: what is in these states. */
const quante = (...stati: string[]) => sql`coalesce(sum(p.quante) filter (where p.stato = any (${stati})), 0)`

async function invii(ctx: Ctx, i: Quale): Promise<Output<Api['invii']>> {
  if (i.ente) await getEnte(ctx, i.ente)
  const { rows } = await sql<Invio>`
    with c as (
      select p.ente_id, p.periodo, sum(p.quante) as righe, ${quante('rifiutata')} as rifiutate, ${quante('da-completare')} as da_completare,
             ${quante('pronta')} as pronte, ${quante('in-flusso', 'accettata')} as inviate, ${quante('accettata')} as accettate,
             coalesce(sum(p.centesimi) filter (where ${inviata}), 0) as centesimi
        from conto_flussi p where p.quante > 0 and ${diAnno('p', i, sql`p.periodo = ''`)} group by 1, 2),
    r as (
      select p.ente_id, coalesce(p.periodo, '') as periodo, count(*) as respinte from prestazione_erogata p
       where ${prestazioniDi(i)} and p.stato = 'rifiutata' and ${regoleHub.TR02.id} = any (p.errori) group by 1, 2),
    a as (
      select o.ente_id, coalesce(o.periodo, '') as periodo, count(*) as righe, count(*) filter (where o.stato = 'accettata') as accettate,
             coalesce(sum(o.centesimi), 0) as centesimi
        from prestazione_erogata c join prestazione_erogata o on o.id = c.annulla_id
       where c.annulla_id is not null and c.stato = 'in-flusso' and o.stato in ('in-flusso', 'accettata') and ${diAnno('o', i, sql`o.periodo is null`)} group by 1, 2),
    insieme as (
      select e.id as ente_id, 'PS_PSA_SINA' as tipo, nullif(c.periodo, '') collate "C" as periodo, coalesce(c.righe, 0) - coalesce(a.righe, 0) as righe,
             coalesce(c.rifiutate, 0) as rifiutate, coalesce(c.da_completare, 0) as da_completare, coalesce(c.pronte, 0) as pronte,
             coalesce(c.inviate, 0) - coalesce(a.righe, 0) as inviate, coalesce(c.accettate, 0) - coalesce(a.accettate, 0) as accettate,
             coalesce(r.respinte, 0) as respinte, (coalesce(c.centesimi, 0) - coalesce(a.centesimi, 0))::bigint as centesimi
        from ente_flussi e left join c on c.ente_id = e.id
          left join r on r.ente_id = e.id and r.periodo = c.periodo collate "C" left join a on a.ente_id = e.id and a.periodo = c.periodo collate "C"
      union all
      select s.ente_id, 'SINBA', ${meseScheda}, count(*), count(*) filter (where s.stato = 'rifiutata'), count(*) filter (where s.stato = 'da-completare'),
             count(*) filter (where s.stato = 'pronta'), count(*) filter (where s.stato in ('in-flusso', 'accettata')), count(*) filter (where s.stato = 'accettata'),
             count(*) filter (where s.stato = 'rifiutata' and ${regoleHub.TR02.id} = any (s.errori)), 0
        from scheda_minore s where ${schedeDi(i)} group by 1, 2, 3)
    select e.id as ente_id, e.denominazione as ente, e.codice, x.tipo, x.periodo, x.righe, x.rifiutate, x.da_completare, x.pronte, x.inviate, x.accettate, x.respinte, x.centesimi
      from insieme x join ente_flussi e on e.id = x.ente_id
     ${i.ente ? sql`where e.id = ${i.ente}` : sql``} order by e.denominazione, e.id, x.tipo, x.periodo desc limit 10000`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

const conti = sql`count(*) as righe, count(*) filter (where p.stato = 'rifiutata') as rifiutate, count(*) filter (where ${inviata}) as inviate, count(*) filter (where p.stato = 'accettata') as accettate,
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
        select coalesce(v.codice, '') as codice, coalesce(v.etichetta, ${altrimenti}) as nome, sum(x.righe)::bigint as righe, sum(x.rifiutate)::bigint as rifiutate, sum(x.inviate)::bigint as inviate,
               sum(x.accettate)::bigint as accettate, sum(x.centesimi)::bigint as centesimi
          from x left join v on v.codice = x.codice group by 1, 2 order by 7 desc, 3 desc, 1`,
  )

async function andamento(ctx: Ctx, i: Quale): Promise<Output<Api['andamento']>> {
  if (i.ente) await getEnte(ctx, i.ente)
  const quali = sql`${prestazioniDi(i)} and ${nonAnnullate}`
  return {
    tipi: await voci(
      ctx,
      sql`select 'PS_PSA_SINA' as codice, ${nomiTipoTermine.PS_PSA_SINA} as nome, ${conti} from prestazione_erogata p where ${quali}
          union all select 'SINBA', ${nomiTipoTermine.SINBA}, ${delleSchede}, 0 from scheda_minore s where ${schedeDi(i)}`,
    ),
    enti: await voci(
      ctx,
      sql`select e.codice, e.denominazione as nome, x.righe, x.rifiutate, x.inviate, x.accettate, x.centesimi
            from (select p.ente_id, ${conti} from prestazione_erogata p where ${quali} group by 1) x join ente_flussi e on e.id = x.ente_id order by 2, 1`,
    ),
    mesi: await voci(
      ctx,
      sql`select coalesce(p.periodo, '') as codice, coalesce(p.periodo, 'Senza data') as nome, ${conti} from prestazione_erogata p where ${quali} group by p.periodo order by 1`,
    ),
    codici: await perVoce(ctx, 'prestazione-siuss', sql`p.codice`, quali, 'Senza un codice di INPS'),
    aree: await perVoce(ctx, 'siuss-area-utenza', sql`p.area`, quali, 'Senza presa in carico'),
  }
}

const COLONNE: readonly Colonna[] = [
  { titolo: 'Codice' },
  { titolo: 'Voce', larghezza: 50 },
  { titolo: 'Righe', formato: 'numero' },
  { titolo: 'Rifiutate', formato: 'numero' },
  { titolo: 'Inviate', formato: 'numero' },
  { titolo: 'Accettate', formato: 'numero' },
  { titolo: 'Importo inviato', formato: 'euro' },
]
const COLONNE_INVII: readonly Colonna[] = [
  { titolo: 'Codice' },
  { titolo: 'Ente', larghezza: 40 },
  { titolo: 'Mese' },
  { titolo: 'Flusso', larghezza: 26 },
  ...['Righe', 'Rifiutate', 'Da completare', 'Pronte', 'Inviate', 'Accettate', 'Respinte da INPS'].map(
    (titolo): Colonna => ({ titolo, formato: 'numero' }),
  ),
  { titolo: 'Importo inviato', formato: 'euro' },
]
const rigaInvio = (v: Invio): Valore[] => [
  v.codice,
  v.ente,
  v.periodo ?? '',
  nomiTipoTermine[v.tipo],
  v.righe,
  v.rifiutate,
  v.daCompletare,
  v.pronte,
  v.inviate,
  v.accettate,
  v.respinte,
  v.centesimi,
]
const rigaVoce = (v: VoceAndamento): Valore[] => [
  v.codice,
  v.nome,
  v.righe,
  v.rifiutate,
  v.inviate,
  v.accettate,
  v.centesimi,
]

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
    { nome: 'Flussi', colonne: COLONNE, righe: a.tipi.map(rigaVoce) },
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
