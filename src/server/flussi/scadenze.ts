// What every ente has due: its months, from the first it has something of, with the days that their term gives them; and every
// night who prepares its flows is told, once for each month and step.
import { type RawBuilder, sql } from 'kysely'
import type { inviiApi, Scadenza, TermineEnte } from '../../shared/flussi/invii.api.ts'
import {
  type Decorrenza,
  scadenze as giorniDi,
  mesi,
  mesiPrima,
  nomeMese,
  perUrgenza,
  statoScadenza,
  type TipoTermine,
  tipiTermine,
} from '../../shared/flussi/scadenze.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { getEnte } from './enti.ts'

type Api = typeof inviiApi

interface TermineDiTutti {
  /** Null where no term is known. */
  giorni: Record<TipoTermine, number | null>
  fonte: Record<TipoTermine, string>
  da: Decorrenza
  preavviso: number
  /** How far back one looks. */
  mesi: number
}

const CHIAVI: Readonly<Record<TipoTermine, string>> = {
  PS_PSA_SINA: 'flussi.termine-giorni',
  SINBA: 'flussi.termine-giorni-sinba',
}

async function termineDiTutti(ctx: Ctx): Promise<TermineDiTutti> {
  const giorni = (t: TipoTermine) => sql`nullif(kernel.parametro(${CHIAVI[t]})::int, 0)`
  const fonte = (
    t: TipoTermine,
  ) => sql`coalesce((select p.fonte from kernel.parametro p where p.chiave = ${CHIAVI[t]} and p.ambito_id is null
              and kernel.oggi() between p.dal and coalesce(p.al, 'infinity') limit 1), '')`
  const { rows } = await sql<TermineDiTutti>`
    select jsonb_build_object('PS_PSA_SINA', ${giorni('PS_PSA_SINA')}, 'SINBA', ${giorni('SINBA')}) as giorni,
           jsonb_build_object('PS_PSA_SINA', ${fonte('PS_PSA_SINA')}, 'SINBA', ${fonte('SINBA')}) as fonte,
           kernel.parametro('flussi.termine-da') #>> '{}' as da, kernel.parametro('flussi.preavviso-giorni')::int as preavviso, kernel.parametro('flussi.mesi-scadenziere')::int as mesi`.execute(
    ctx.tx,
  )
  return rows[0]!
}

interface Ente {
  id: string
  comuneId: string
  denominazione: string
  tipo: TipoTermine
  giorni: number | null
  da: Decorrenza | null
  preavviso: number | null
}
interface Mese {
  enteId: string
  tipo: TipoTermine
  periodo: string
  righe: number
  daInviare: number
  inviate: number
  /** Of its rows on the board. */
  periodi?: ReadonlySet<string>
}

type Dovuta = Scadenza & { comuneId: string }

interface Riconosciute extends Omit<Mese, 'tipo' | 'periodi'> {
  /** Of their recognition; as far back as one looks at most. */
  nel: string
}

/** Those whose recognition is known, and is of another month. */
async function delRiconoscimento(ctx: Ctx, dal: string, ora: string, ente?: string): Promise<Riconosciute[]> {
  const nel = sql`least(greatest(to_char(p.riconosciuta_il, 'YYYY-MM'), ${dal}), ${ora})`
  const { rows } = await sql<Riconosciute>`
    select p.ente_id, p.periodo, ${nel} as nel, count(*) as righe, count(*) filter (where p.stato in ('rifiutata', 'da-completare', 'pronta')) as da_inviare,
           count(*) filter (where p.stato in ('in-flusso', 'accettata')) as inviate
      from prestazione_erogata p
     where p.ambito_id = ${ctx.ambito} and p.riconosciuta_il is not null and p.operazione = 'I' and p.stato <> 'esclusa' and p.periodo between ${dal} and ${ora} and p.periodo <> ${nel}
       ${ente ? sql`and p.ente_id = ${ente}` : sql``} group by 1, 2, 3`.execute(ctx.tx)
  return rows
}

/** Counts them in the month of their recognition. Answers the months that have nothing else: they are not missing. */
function sposta(mesi: Map<string, Mese>, riconosciute: readonly Riconosciute[]): Set<string> {
  const somma = (periodo: string, r: Riconosciute, segno: 1 | -1) => {
    const m = mesi.get(periodo) ?? {
      enteId: r.enteId,
      tipo: 'PS_PSA_SINA' as const,
      periodo,
      righe: 0,
      daInviare: 0,
      inviate: 0,
    }
    mesi.set(periodo, {
      ...m,
      righe: m.righe + segno * r.righe,
      daInviare: m.daInviare + segno * r.daInviare,
      inviate: m.inviate + segno * r.inviate,
    })
  }
  for (const r of riconosciute) {
    somma(r.periodo, r, -1)
    somma(r.nel, r, 1)
  }
  for (const [nel, suoi] of Map.groupBy(riconosciute, (r) => r.nel)) {
    const m = mesi.get(nel)!
    const venute = suoi.reduce((n, r) => n + r.righe, 0)
    mesi.set(nel, { ...m, periodi: new Set([...(m.righe > venute ? [nel] : []), ...suoi.map((r) => r.periodo)]) })
  }
  return new Set(riconosciute.map((r) => r.periodo))
}

/** The months of every ente that can still be late, the most recent first; of each kind of flow that has a term. */
async function scadenziere(ctx: Ctx, ente?: string): Promise<Dovuta[]> {
  const comune = await termineDiTutti(ctx)
  const oggi = ctx.oggi()
  const ora = oggi.slice(0, 7)
  const dal = mesiPrima(ora, comune.mesi - 1)
  const solo = (colonna: RawBuilder<unknown>) => (ente ? sql`and ${colonna} = ${ente}` : sql``)
  const { rows: enti } = await sql<Ente>`
    select e.id, e.comune_id, e.denominazione, x.tipo, t.giorni, t.da, t.preavviso from ente_flussi e cross join unnest(${[...tipiTermine]}::text[]) as x(tipo)
      left join termine_flussi t on t.ente_id = e.id and t.tipo = x.tipo where true ${solo(sql`e.id`)} order by e.denominazione, e.id, x.tipo limit 2000`.execute(
    ctx.tx,
  )
  // of a card the month is the one in which it was written
  const { rows } = await sql<Mese>`
    select c.ente_id, 'PS_PSA_SINA' as tipo, c.periodo, sum(c.quante) as righe, coalesce(sum(c.quante) filter (where c.stato in ('rifiutata', 'da-completare', 'pronta')), 0) as da_inviare,
           coalesce(sum(c.quante) filter (where c.stato in ('in-flusso', 'accettata')), 0) as inviate
      from conto_flussi c where c.operazione = 'I' and c.stato <> 'esclusa' and c.quante > 0 and c.periodo between ${dal} and ${ora} ${solo(sql`c.ente_id`)}
     group by 1, 2, 3
    union all
    select s.ente_id, 'SINBA', to_char(s.creata_il at time zone 'Europe/Rome', 'YYYY-MM'), count(*), count(*) filter (where s.stato in ('rifiutata', 'da-completare', 'pronta')),
           count(*) filter (where s.stato in ('in-flusso', 'accettata'))
      from scheda_minore s where s.stato <> 'esclusa' and not s.gia_inviata and s.creata_il >= ${`${dal}-01`}::timestamp at time zone 'Europe/Rome' ${solo(sql`s.ente_id`)}
     group by 1, 2, 3`.execute(ctx.tx)
  const di = Map.groupBy(rows, (r) => `${r.enteId} ${r.tipo}`)
  const riconosciute = Map.groupBy(await delRiconoscimento(ctx, dal, ora, ente), (r) => r.enteId)
  return enti.flatMap((e) => {
    const giorni = e.giorni ?? comune.giorni[e.tipo]
    // no term is known: nothing is late
    if (giorni === null) return []
    const suoi = new Map(di.get(`${e.id} ${e.tipo}`)?.map((m) => [m.periodo, m]))
    // before any of its rows are counted in a month in which it may have had none
    const suoPrimo = [...suoi.keys()].sort()[0]
    const vuotati =
      e.tipo === 'PS_PSA_SINA' && (e.da ?? comune.da) === 'riconoscimento'
        ? sposta(suoi, riconosciute.get(e.id) ?? [])
        : new Set<string>()
    // an ente that has sent nothing yet is not late with months in which it was not there; and there need be no minors at all
    const primo = [...suoi.keys()].sort()[0] ?? (e.tipo === 'SINBA' ? undefined : ora)
    if (primo === undefined) return []
    const t = { giorni, preavviso: e.preavviso ?? comune.preavviso }
    return mesi(primo, ora)
      .toReversed()
      .flatMap((periodo) => {
        const m: Omit<Mese, 'enteId' | 'tipo' | 'periodo'> = suoi.get(periodo) ?? { righe: 0, daInviare: 0, inviate: 0 }
        if (m.righe === 0 && (e.tipo === 'SINBA' || vuotati.has(periodo) || (suoPrimo && periodo < suoPrimo))) return []
        return {
          enteId: e.id,
          ente: e.denominazione,
          tipo: e.tipo,
          comuneId: e.comuneId,
          periodo,
          periodi: [...(m.periodi ?? [periodo])].sort(),
          ...giorniDi(periodo, t.giorni),
          stato: statoScadenza({ periodo, righe: m.righe, daInviare: m.daInviare }, t, oggi),
          righe: m.righe,
          daInviare: m.daInviare,
          inviate: m.inviate,
        }
      })
  })
}

/** The most urgent first; among those alike, ente by ente from the most recent. */
export async function scadenze(ctx: Ctx, i: Input<Api['scadenze']>): Promise<Output<Api['scadenze']>> {
  if (i.ente) await getEnte(ctx, i.ente)
  const voci = (await scadenziere(ctx, i.ente)).map(({ comuneId: _, ...s }) => s)
  return { voci: perUrgenza(voci) }
}

export async function termine(ctx: Ctx, i: Input<Api['termine']>): Promise<TermineEnte> {
  await getEnte(ctx, i.ente)
  const tipo = i.tipo ?? 'PS_PSA_SINA'
  const { rows } = await sql<TermineEnte>`
    select giorni, da, preavviso, fonte, versione from termine_flussi where ente_id = ${i.ente} and tipo = ${tipo}`.execute(
    ctx.tx,
  )
  if (rows[0]) return rows[0]
  const { giorni, da, preavviso, fonte } = await termineDiTutti(ctx)
  return { giorni: giorni[tipo], da, preavviso, fonte: fonte[tipo], versione: null }
}

export async function cambiaTermine(ctx: Ctx, i: Input<Api['cambiaTermine']>): Promise<Output<Api['cambiaTermine']>> {
  const ente = await getEnte(ctx, i.ente)
  const tipo = i.tipo ?? 'PS_PSA_SINA'
  const da = i.da ?? null
  const { rows } =
    i.versione === undefined
      ? await sql`insert into termine_flussi (comune_id, ente_id, tipo, giorni, da, preavviso, fonte)
          values (${ente.comuneId}, ${ente.id}, ${tipo}, ${i.giorni}, coalesce(${da}, kernel.parametro('flussi.termine-da') #>> '{}'), ${i.preavviso}, ${i.fonte.trim()})
          on conflict (ente_id, tipo) do nothing returning id`.execute(ctx.tx)
      : await sql`update termine_flussi set giorni = ${i.giorni}, da = coalesce(${da}, da), preavviso = ${i.preavviso}, fonte = ${i.fonte.trim()}, versione = versione + 1
          where ente_id = ${ente.id} and tipo = ${tipo} and versione = ${i.versione} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw problem('versione-superata')
  return { fatto: true }
}

// ---- every night ------------------------------------------------------------------------------------------------------------

const AZIONE = 'flusso.scadenze'
const giorno = (iso: string) => iso.split('-').reverse().join('/')

const COSE: Readonly<Record<TipoTermine, readonly [una: string, molte: string]>> = {
  PS_PSA_SINA: ['prestazione', 'prestazioni'],
  SINBA: ['scheda SINBA', 'schede SINBA'],
}

function frase(d: Dovuta): string {
  const [una, molte] = COSE[d.tipo]
  // what was recognised in a month stands on the board in those that follow
  const delMese = d.periodi.every((p) => p === d.periodo) ? 'di' : 'con il termine di'
  const quante = `${d.daInviare.toLocaleString('it-IT')} ${d.daInviare === 1 ? una : molte} ${delMese} ${nomeMese(d.periodo)}`
  return d.stato === 'in-ritardo'
    ? `${d.ente}: ${quante} ancora da inviare a INPS, e il termine è passato il ${giorno(d.ultima)}.`
    : `${d.ente}: ${quante} da inviare a INPS entro il ${giorno(d.ultima)}; le prime scadono il ${giorno(d.prima)}.`
}

/** Of every month that has entered a step, once: whoever generates its flows is told. Answers how many months. */
async function avvisa(ctx: Ctx): Promise<number> {
  let detti = 0
  for (const d of await scadenziere(ctx)) {
    if (d.stato !== 'in-scadenza' && d.stato !== 'in-ritardo') continue
    const { rows } = await sql`
      insert into avviso_flussi (ente_id, tipo, periodo, passo, comune_id) values (${d.enteId}, ${d.tipo}, ${d.periodo}, ${d.stato}, ${d.comuneId})
      on conflict do nothing returning ente_id`.execute(ctx.tx)
    if (rows.length === 0) continue
    detti++
    await sql`select accesso.avvisa_chi_puo('flusso.genera', ${ctx.ambito}, ${d.comuneId}, ${frase(d)}, ${`/flussi/scadenze?ente=${d.enteId}`})`.execute(
      ctx.tx,
    )
  }
  return detti
}

export async function notte(deps: Deps): Promise<void> {
  const ambiti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'notte' }, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from ambito order by id`.execute(ctx.tx)
    return rows.map((r) => r.id)
  })
  for (const ambito of ambiti) {
    const comuni = await inCtx(deps, { azione: AZIONE, ambito, operatore: 'notte' }, async (ctx) => {
      const { rows } = await sql<{ comuni: string[] }>`select accesso.comuni_aperti('flussi') as comuni`.execute(ctx.tx)
      return rows[0]!.comuni
    })
    if (comuni.length > 0) await inCtx(deps, { azione: AZIONE, ambito, comuni, operatore: 'notte' }, avvisa)
  }
}

export const jobScadenze: Job = { nome: 'flussi.scadenze', ogni: '40 2 * * *', run: (deps) => notte(deps) }
