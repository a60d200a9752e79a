// The terms of casi, and who of their members has obligations: the rules of the measure applied to what is known of each. For a page
// they are computed when it is read; for lists and for acts what is still due stands in caso_termine, and how each member stands in
// caso_componente, which are written only where they change.
import { sql } from 'kysely'
import { type DurataCalcolata, dopoLaFine, durata } from '../../shared/misure/durata.rules.ts'
import { type StatoTermine, statoTermine } from '../../shared/misure/termini.rules.ts'
import type { Termine } from '../../shared/misure/termini.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { ultimoPagato } from '../../shared/patti/benefici.rules.ts'
import { casoAperto, INCONTRO_PREVISTO, RIESAME, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import { attoDovuto, fuoriDagliObblighi } from '../../shared/patti/esoneri.rules.ts'
import { RINNOVO } from '../../shared/patti/eventi.ts'
import { conFine, fermaIlNucleo } from '../../shared/patti/motivi.rules.ts'
import { type Soggetto, soggettoInParole, valgono } from '../../shared/patti/soggetti.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Festivi } from '../parametri/festivi.ts'
import { allinea } from './allinea.ts'
import {
  componentiDi,
  type DaCalcolare,
  type Dovuto,
  leggiCasi,
  type Noti,
  type SoggettoScritto,
  Termini,
} from './termini-letti.ts'

/** A term of one member: the law says who is not subject to it. */
const perMembro = (t: Termine) => t.esclusi !== undefined

export interface TermineCalcolato {
  termine: Termine
  componente: { id: string; nome: string } | null
  stato: StatoTermine
}

function calcola(v: VersioneCompilata, c: DaCalcolare, n: Noti, oggi: string, festivi: Festivi): TermineCalcolato[] {
  const festivo = (g: string) => festivi.festivo(g, c.comuneId)
  const eventi = conFine(c.eventi ?? [])
  const { membri, noti, chi } = n
  const obblighi = membri.map((m, i) => ({ id: m.id, obbligato: chi[i]!.obbligato }))
  const fatti = {
    nucleo: { ...n.fatti.nucleo, 'analisi.esito': c.esitoAnalisi?.toLowerCase() ?? null },
    componenti: n.fatti.componenti.map((f, i) => ({ ...f, 'componente.attivabile': noti[i]!.detto === true })),
  }
  const uno = (termine: Termine, n?: number): TermineCalcolato => {
    const m = n === undefined ? undefined : membri[n]
    // what is of another member is not this one's; at a meeting of the household he was, or he was not
    const accaduti = m
      ? eventi
          .filter((e) => e.componenteId === null || e.componenteId === m.id)
          .map((e) => (e.presenti && !e.presenti.includes(m.id) ? { ...e, senzaDiLui: true } : e))
      : eventi.filter((e) => !termine.ferma.includes(e.evento) || fermaIlNucleo(e.componenteId, obblighi))
    const caso = { accaduti, fatti, ...(n === undefined ? {} : { componente: n }) }
    return {
      termine,
      componente: m ? { id: m.id, nome: m.nome } : null,
      stato: statoTermine(v, termine, caso, oggi, festivo),
    }
  }
  return v.definizione.termini.flatMap((t) =>
    perMembro(t) ? membri.flatMap((_m, n) => (chi[n]!.obbligato ? [uno(t, n)] : [])) : [uno(t)],
  )
}

export interface ComponenteCalcolato {
  /** Before the obligations of the measure, in words. */
  soggetto: string
  /** Reasons of the measure that hold of him by what is declared, and that nobody has registered. */
  proposti: string[]
}

export interface ComeSta {
  termini: TermineCalcolato[]
  componenti: Map<string, ComponenteCalcolato>
  /** Null: it is not known from when it is paid. */
  durata: DurataCalcolata | null
}

/** How many times the household has had the measure before, with other domande that the reader may see; asked only where a domanda renews it. */
async function primaDi(ctx: Ctx, c: DaCalcolare, v: VersioneCompilata): Promise<number> {
  if (!v.definizione.durata.rinnovi.some((r) => r.conDomanda)) return 0
  const { rows } = await sql<{ n: number }>`
    with qui as (select c.id, c.domanda_id, c.misura_id, c.presentata_il from caso c where c.id = ${c.id})
    select ((select count(distinct k.id) from qui join domanda_componente m on m.domanda_id = qui.domanda_id and m.uscito_il is null
               join domanda_componente x on x.ambito_id = ${ctx.ambito} and x.codice_fiscale_chiave = m.codice_fiscale_chiave and x.domanda_id <> qui.domanda_id
               join caso k on k.domanda_id = x.domanda_id and k.misura_id = qui.misura_id and k.presentata_il < qui.presentata_il and k.assegnatario_id = ${ctx.utente})
          + (select count(*) from qui cross join accesso.domande_del_nucleo(${c.id}) b where b.misura_id = qui.misura_id and b.presentata_il < qui.presentata_il))::int as n`.execute(
    ctx.tx,
  )
  return rows[0]!.n
}

/** One caso as it stands today: its terms, each of its members, and how long its benefit lasts, by what INPS says of it too. */
export async function comeSta(
  ctx: Ctx,
  id: string,
  detto: Parameters<typeof ultimoPagato>[1] = { beneficio: null, beneficioDal: null },
): Promise<ComeSta> {
  const [c] = await leggiCasi(ctx, [id])
  if (!c) return { termini: [], componenti: new Map(), durata: null }
  const comuni = new Termini()
  const v = await comuni.versione(ctx, c.versioneId)
  const n = componentiDi(v, c, ctx.oggi())
  const { membri, fatti, noti, chi } = n
  const d = durata(v, c.eventi ?? [], RINNOVO, fatti, await primaDi(ctx, c, v))
  const al = d && ultimoPagato(d.al, detto)!
  return {
    termini: calcola(v, c, n, ctx.oggi(), await comuni.festivi(ctx)),
    durata: al === null ? null : { ...d!, al, poi: dopoLaFine(v, d!.rinnovi, al, fatti) },
    componenti: new Map(
      membri.map((m, i) => [
        m.id,
        {
          soggetto: soggettoInParole(chi[i]!, v.definizione),
          proposti: valgono(v, fatti, ctx.oggi(), i).filter((t) => !noti[i]!.esoneri.includes(t)),
        },
      ]),
    ),
  }
}

const luciDovute = ['verde', 'giallo', 'scaduto', 'fermo', 'non-si-sa']
/** States in which nothing is asked of anybody. */
const senzaTermini = (s: StatoCaso) => !casoAperto(s) || s === 'esonerato' || s === 'escluso'

type Nuovo = Dovuto & Pick<DaCalcolare, 'comuneId' | 'assegnatarioId'> & { casoId: string }

const chiave = (t: Dovuto) => `${t.termine} ${t.componenteId ?? ''}`
const stesso = (a: Dovuto, b: Dovuto) =>
  a.da === b.da && a.scade === b.scade && a.preavviso === b.preavviso && a.fermo === b.fermo

const letti = sql`(select json_agg(json_build_object('componenteId', k.componente_id, 'obbligato', k.obbligato, 'attivabile', k.attivabile, 'motivo', k.motivo, 'quale', k.quale))
              from caso_componente k where k.caso_id = c.id) as soggetti_scritti,
           (select json_build_object('dal', kernel.giorno(n.creato_il), 'il', n.previsto_il) from patto_incontro n where n.caso_id = c.id and n.stato = 'previsto' order by n.previsto_il limit 1) as previsto,
           (select json_agg(json_build_object('id', t.id, 'termine', t.termine, 'componenteId', t.componente_id, 'da', t.da, 'scade', t.scade, 'preavviso', t.preavviso, 'fermo', t.fermo))
              from caso_termine t where t.caso_id = c.id) as scritti`

/** Exemptions to be looked at again, the first of each member: also of a household that is out because of them. */
const riesamiDi = (c: DaCalcolare, preavviso: number): Dovuto[] =>
  casoAperto(c.stato)
    ? (c.membri ?? []).flatMap((m) => {
        const [primo] = (m.riesami ?? []).sort((a, b) => (a.scade < b.scade ? -1 : 1))
        return primo
          ? [{ termine: RIESAME.id, componenteId: m.id, da: primo.dal, scade: primo.scade, preavviso, fermo: false }]
          : []
      })
    : []

/** The next meeting of the pact, until somebody says how it went, moves it or takes it away. */
const previstoDi = (c: DaCalcolare, preavviso: number): Dovuto[] =>
  c.previsto && casoAperto(c.stato)
    ? [
        {
          termine: INCONTRO_PREVISTO.id,
          componenteId: null,
          da: c.previsto.dal,
          scade: c.previsto.il,
          preavviso,
          fermo: false,
        },
      ]
    : []

/** What is due today in a caso. */
function dovutiDi(c: DaCalcolare, v: VersioneCompilata, n: Noti, oggi: string, festivi: Festivi): Dovuto[] {
  // suspended, and out all the same
  if (senzaTermini(c.stato) || (c.stato === 'sospeso' && fuoriDagliObblighi(n.esenti, n.rinnovo))) return []
  return calcola(v, c, n, oggi, festivi).flatMap(({ termine, componente, stato }) =>
    stato.scadenza && stato.da && luciDovute.includes(stato.luce)
      ? [
          {
            termine: termine.id,
            componenteId: componente?.id ?? null,
            da: stato.da,
            scade: stato.scadenza,
            preavviso: termine.preavviso,
            fermo: stato.luce === 'fermo',
          },
        ]
      : [],
  )
}

const USCITO: Soggetto = { obbligato: false, attivabile: false, motivo: 'uscito', quale: null }
const comePrima = (a: Soggetto, b: Soggetto) =>
  a.obbligato === b.obbligato && a.attivabile === b.attivabile && a.motivo === b.motivo && a.quale === b.quale

/** Members who stand otherwise than it is written; who has left the household has nothing to do in it. */
function cambiati(c: DaCalcolare, { membri, chi }: Noti): SoggettoScritto[] {
  const scritti = new Map((c.soggettiScritti ?? []).map((s) => [s.componenteId, s]))
  const ci = membri.map((m, n) => ({ componenteId: m.id, ...chi[n]! }))
  const usciti = [...scritti.keys()].filter((id) => !membri.some((m) => m.id === id))
  return [...ci, ...usciti.map((componenteId) => ({ componenteId, ...USCITO }))].filter((s) => {
    const gia = scritti.get(s.componenteId)
    return !gia || !comePrima(gia, s)
  })
}

const scriviSoggetti = (ctx: Ctx, righe: readonly (SoggettoScritto & { casoId: string; comuneId: string })[]) =>
  sql`insert into caso_componente (caso_id, componente_id, comune_id, obbligato, attivabile, motivo, quale)
    select n."casoId", n."componenteId", n."comuneId", n.obbligato, n.attivabile, n.motivo, n.quale
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as n("casoId" uuid, "componenteId" uuid, "comuneId" text, obbligato boolean, attivabile boolean, motivo text, quale text)
    on conflict (caso_id, componente_id) do update set obbligato = excluded.obbligato, attivabile = excluded.attivabile, motivo = excluded.motivo, quale = excluded.quale, dal = excluded.dal`.execute(
    ctx.tx,
  )

/**
 * What is due in these casi and how their members stand, written where it has changed; answers how many rows were. They are compared
 * here: a night in which nothing happened sends nothing back to the database.
 */
export async function ricalcola(ctx: Ctx, ids: readonly string[], comuni = new Termini()): Promise<number> {
  if (ids.length === 0) return 0
  const festivi = await comuni.festivi(ctx)
  const [diRiesame, diIncontro] = [
    await comuni.preavviso(ctx, RIESAME.parametro),
    await comuni.preavviso(ctx, INCONTRO_PREVISTO.parametro),
  ]
  const diversi: Nuovo[] = []
  const tolti: string[] = []
  const dovuti = new Map<string, NonNullable<ReturnType<typeof attoDovuto>>>()
  const altri: Parameters<typeof scriviSoggetti>[1][number][] = []
  for (const c of await leggiCasi(ctx, ids, letti)) {
    const scritti = new Map((c.scritti ?? []).map((t) => [chiave(t), t]))
    const v = await comuni.versione(ctx, c.versioneId)
    const n = componentiDi(v, c, ctx.oggi())
    const atto = attoDovuto(c.stato, n.esenti, n.rinnovo)
    if (atto) dovuti.set(c.id, atto)
    for (const s of cambiati(c, n)) altri.push({ ...s, casoId: c.id, comuneId: c.comuneId })
    const dovutiOggi = [
      ...dovutiDi(c, v, n, ctx.oggi(), festivi),
      ...riesamiDi(c, diRiesame),
      ...previstoDi(c, diIncontro),
    ]
    for (const t of dovutiOggi) {
      const gia = scritti.get(chiave(t))
      scritti.delete(chiave(t))
      if (!gia || !stesso(gia, t))
        diversi.push({ ...t, casoId: c.id, comuneId: c.comuneId, assegnatarioId: c.assegnatarioId })
    }
    // what is left is due no longer
    for (const t of scritti.values()) tolti.push(t.id)
  }
  if (tolti.length > 0) await sql`delete from caso_termine where id = any (${tolti})`.execute(ctx.tx)
  if (diversi.length > 0)
    await sql`insert into caso_termine (caso_id, comune_id, assegnatario_id, termine, componente_id, da, scade, preavviso, fermo)
      select n."casoId", n."comuneId", n."assegnatarioId", n.termine, n."componenteId", n.da, n.scade, n.preavviso, n.fermo
        from jsonb_to_recordset(${JSON.stringify(diversi)}::jsonb)
          as n("casoId" uuid, "comuneId" text, "assegnatarioId" uuid, termine text, "componenteId" uuid, da date, scade date, preavviso integer, fermo boolean)
      on conflict on constraint caso_termine_uno do update set da = excluded.da, scade = excluded.scade, preavviso = excluded.preavviso, fermo = excluded.fermo,
        detti = case when caso_termine.scade = excluded.scade then caso_termine.detti else '{}' end`.execute(ctx.tx)
  if (altri.length > 0) await scriviSoggetti(ctx, altri)
  const scritte = tolti.length + diversi.length + altri.length
  return scritte + (await ricalcola(ctx, await allinea(ctx, dovuti), comuni))
}
