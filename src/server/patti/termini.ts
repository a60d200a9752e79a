// The terms of casi: the engine of the measure applied to what happened in each. For a page they are computed when it is read;
// for lists what is still due stands in caso_termine, which is written only where it changes.
import { sql } from 'kysely'
import { fattiDichiarati, type MembroDichiarato } from '../../shared/misure/dichiarati.rules.ts'
import { piuMesi } from '../../shared/misure/giorni.ts'
import { type Accaduto, type StatoTermine, statoTermine } from '../../shared/misure/termini.rules.ts'
import type { Termine } from '../../shared/misure/termini.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { casoAperto, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { compilata } from '../misure/valutazioni.ts'
import { type Festivi, leggiFestivi } from '../parametri/festivi.ts'

/** What is the same for many casi: read once for a run. */
export class Termini {
  readonly #versioni = new Map<string, VersioneCompilata>()
  #festivi: Festivi | undefined

  async versione(ctx: Ctx, id: string): Promise<VersioneCompilata> {
    const gia = this.#versioni.get(id)
    if (gia) return gia
    const v = compilata(await getVersione(ctx.tx, id))
    this.#versioni.set(id, v)
    return v
  }

  async festivi(ctx: Ctx): Promise<Festivi> {
    this.#festivi ??= await leggiFestivi(ctx)
    return this.#festivi
  }
}

interface Membro extends MembroDichiarato {
  id: string
  nome: string
}
interface DaCalcolare {
  id: string
  comuneId: string
  assegnatarioId: string | null
  versioneId: string
  presentataIl: string
  stato: StatoCaso
  eventi: (Accaduto & { componenteId: string | null })[] | null
  membri: Membro[] | null
  /** Where they are asked for: the terms as they were written. */
  scritti: Scritto[] | null
}

/** As texts made by the database, one for each caso: thousands of casi are read every night. */
async function leggiCasi(ctx: Ctx, ids: readonly string[], scritti = sql`null`): Promise<DaCalcolare[]> {
  const { rows } = await sql<DaCalcolare>`
    select c.id, c.comune_id, c.assegnatario_id, c.versione_id, c.presentata_il, s.stato,
           (select json_agg(json_build_object('evento', e.evento, 'giorno', e.giorno, 'fino', e.fino, 'componenteId', e.componente_id))
              from caso_evento e where e.caso_id = c.id and e.annullato_il is null) as eventi,
           (select json_agg(json_build_object('id', d.id, 'nome', d.cognome || ' ' || d.nome, 'dataNascita', d.data_nascita, 'dichiarati', d.dichiarati,
                     'esoneri', (select json_agg(x.tipo) from esonero x where x.componente_id = d.id and x.cessato_il is null and ${ctx.oggi()}::date between x.dal and coalesce(x.al, 'infinity')))
                     order by d.ordine)
              from domanda_componente d where d.domanda_id = c.domanda_id and d.uscito_il is null) as membri,
           ${scritti} as scritti
      from caso c join caso_stato s on s.caso_id = c.id where c.id = any (${ids})`.execute(ctx.tx)
  return rows
}

/** A term of one member: the law says who is not subject to it. */
const perMembro = (t: Termine) => t.esclusi !== undefined
/** Who has obligations, as the extract says; otherwise whoever is of age. */
export const obbligato = (m: Pick<Membro, 'dichiarati' | 'dataNascita'>, oggi: string): boolean =>
  m.dichiarati.obblighi !== undefined
    ? m.dichiarati.obblighi === true
    : m.dataNascita === null || piuMesi(m.dataNascita, 18 * 12) <= oggi

export interface TermineCalcolato {
  termine: Termine
  componente: { id: string; nome: string } | null
  stato: StatoTermine
}

function calcola(v: VersioneCompilata, c: DaCalcolare, oggi: string, festivi: Festivi): TermineCalcolato[] {
  const festivo = (g: string) => festivi.festivo(g, c.comuneId)
  const eventi = c.eventi ?? []
  const membri = c.membri ?? []
  const fatti = fattiDichiarati(v.usati, c.presentataIl, membri)
  const uno = (termine: Termine, n?: number): TermineCalcolato => {
    const m = n === undefined ? undefined : membri[n]
    // what is of another member is not this one's
    const accaduti = eventi.filter((e) => e.componenteId === null || m === undefined || e.componenteId === m.id)
    const caso = { accaduti, fatti, ...(n === undefined ? {} : { componente: n }) }
    return {
      termine,
      componente: m ? { id: m.id, nome: m.nome } : null,
      stato: statoTermine(v, termine, caso, oggi, festivo),
    }
  }
  return v.definizione.termini.flatMap((t) =>
    perMembro(t) ? membri.flatMap((m, n) => (obbligato(m, oggi) ? [uno(t, n)] : [])) : [uno(t)],
  )
}

/** The terms of one caso, as they stand today. */
export async function terminiDi(ctx: Ctx, id: string): Promise<TermineCalcolato[]> {
  const [c] = await leggiCasi(ctx, [id])
  if (!c) return []
  const comuni = new Termini()
  return calcola(await comuni.versione(ctx, c.versioneId), c, ctx.oggi(), await comuni.festivi(ctx))
}

const dovuti = ['verde', 'giallo', 'scaduto', 'fermo', 'non-si-sa']
/** States in which nothing is asked of anybody. */
const senzaTermini = (s: StatoCaso) => !casoAperto(s) || s === 'esonerato' || s === 'escluso'

interface Dovuto {
  termine: string
  componenteId: string | null
  da: string
  scade: string
  preavviso: number
  fermo: boolean
}
type Scritto = Dovuto & { id: string }
type Nuovo = Dovuto & Pick<DaCalcolare, 'comuneId' | 'assegnatarioId'> & { casoId: string }

const chiave = (t: Dovuto) => `${t.termine} ${t.componenteId ?? ''}`
const stesso = (a: Dovuto, b: Dovuto) =>
  a.da === b.da && a.scade === b.scade && a.preavviso === b.preavviso && a.fermo === b.fermo

const letti = sql`(select json_agg(json_build_object('id', t.id, 'termine', t.termine, 'componenteId', t.componente_id, 'da', t.da, 'scade', t.scade, 'preavviso', t.preavviso, 'fermo', t.fermo))
              from caso_termine t where t.caso_id = c.id)`

/** What is due today in a caso. */
function dovutiDi(c: DaCalcolare, v: VersioneCompilata, oggi: string, festivi: Festivi): Dovuto[] {
  if (senzaTermini(c.stato)) return []
  return calcola(v, c, oggi, festivi).flatMap(({ termine, componente, stato }) =>
    stato.scadenza && stato.da && dovuti.includes(stato.luce)
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

/**
 * What is due in these casi, written where it has changed; answers how many rows were. They are compared here: a night in which
 * nothing happened sends nothing back to the database.
 */
export async function ricalcola(ctx: Ctx, ids: readonly string[], comuni = new Termini()): Promise<number> {
  if (ids.length === 0) return 0
  const festivi = await comuni.festivi(ctx)
  const diversi: Nuovo[] = []
  const tolti: string[] = []
  for (const c of await leggiCasi(ctx, ids, letti)) {
    const scritti = new Map((c.scritti ?? []).map((t) => [chiave(t), t]))
    for (const t of dovutiDi(c, await comuni.versione(ctx, c.versioneId), ctx.oggi(), festivi)) {
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
      on conflict on constraint caso_termine_uno do update set da = excluded.da, scade = excluded.scade, preavviso = excluded.preavviso, fermo = excluded.fermo`.execute(
      ctx.tx,
    )
  return tolti.length + diversi.length
}
