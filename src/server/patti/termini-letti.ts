// What the terms of casi are computed from: what has happened, who the members are and what is known of each, the version of the measure
// and the holidays. What comes of it is termini.ts.
import { sql } from 'kysely'
import { fattiDichiarati, type MembroDichiarato } from '../../shared/misure/dichiarati.rules.ts'
import type { Accaduto } from '../../shared/misure/termini.rules.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import type { StatoCaso } from '../../shared/patti/casi.rules.ts'
import { RINNOVO } from '../../shared/patti/eventi.ts'
import { type Soggetto, soggetti } from '../../shared/patti/soggetti.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { compilata } from '../misure/valutazioni.ts'
import { type Festivi, leggiFestivi } from '../parametri/festivi.ts'

/** What is the same for many casi: read once for a run. */
export class Termini {
  readonly #versioni = new Map<string, VersioneCompilata>()
  #festivi: Festivi | undefined
  readonly #preavvisi = new Map<string, number>()

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

  /** How many days before its day something that no measure says turns yellow. */
  async preavviso(ctx: Ctx, parametro: string): Promise<number> {
    const gia = this.#preavvisi.get(parametro)
    if (gia !== undefined) return gia
    const { rows } = await sql<{ n: number }>`select (kernel.parametro(${parametro}))::int as n`.execute(ctx.tx)
    this.#preavvisi.set(parametro, rows[0]!.n)
    return rows[0]!.n
  }
}

interface Membro extends Omit<MembroDichiarato, 'esoneri'> {
  /** In force: which, and since when it is known and holds. */
  esoneri: { tipo: string; dal: string }[] | null
  id: string
  nome: string
  detto: boolean | null
  dettoIl: string | null
  /** Exemptions in force that are to be looked at again. */
  riesami: { dal: string; scade: string }[] | null
}
interface Avvenuto extends Accaduto {
  componenteId: string | null
  presenti: string[] | null
}
export type SoggettoScritto = Soggetto & { componenteId: string }
export interface Dovuto {
  termine: string
  componenteId: string | null
  da: string
  scade: string
  preavviso: number
  fermo: boolean
}
export type Scritto = Dovuto & { id: string }
export interface DaCalcolare {
  id: string
  comuneId: string
  assegnatarioId: string | null
  versioneId: string
  presentataIl: string
  stato: StatoCaso
  esitoAnalisi: string | null
  eventi: Avvenuto[] | null
  membri: Membro[] | null
  /** Where they are asked for: the terms as they were written. */
  scritti: Scritto[] | null
  /** The next meeting of the pact that is planned: since when, for which day. */
  previsto?: { dal: string; il: string } | null
  soggettiScritti: SoggettoScritto[] | null
}

/** As texts made by the database, one for each caso: thousands of casi are read every night. */
export async function leggiCasi(
  ctx: Ctx,
  ids: readonly string[],
  scritti = sql`null as scritti`,
): Promise<DaCalcolare[]> {
  const inVigore = sql`x.componente_id = d.id and x.cessato_il is null and ${ctx.oggi()}::date between x.dal and coalesce(x.al, 'infinity')`
  const { rows } = await sql<DaCalcolare>`
    select c.id, c.comune_id, c.assegnatario_id, c.versione_id, c.presentata_il, s.stato, s.esito_analisi,
           (select json_agg(json_build_object('evento', e.evento, 'giorno', e.giorno, 'fino', e.fino, 'registrato', kernel.giorno(e.registrato_il), 'componenteId', e.componente_id, 'presenti', e.presenti))
              from caso_evento e where e.caso_id = c.id and e.annullato_il is null) as eventi,
           (select json_agg(json_build_object('id', d.id, 'nome', d.cognome || ' ' || d.nome, 'dataNascita', d.data_nascita, 'dichiarati', d.dichiarati,
                     'esoneri', (select json_agg(json_build_object('tipo', x.tipo, 'dal', greatest(x.dal, kernel.giorno(x.registrato_il))) order by x.dal, x.tipo) from esonero x where ${inVigore}),
                     'riesami', (select json_agg(json_build_object('dal', x.dal, 'scade', x.rivedere_il)) from esonero x where ${inVigore} and x.rivedere_il is not null),
                     'detto', k.detto, 'dettoIl', k.detto_il) order by d.ordine)
              from domanda_componente d left join caso_componente k on k.caso_id = c.id and k.componente_id = d.id where d.domanda_id = c.domanda_id and d.uscito_il is null) as membri,
           ${scritti}
      from caso c join caso_stato s on s.caso_id = c.id where c.id = any (${ids})`.execute(ctx.tx)
  return rows
}

/** What is known of the members, and how each stands before the obligations of the measure. */
export function componentiDi(v: VersioneCompilata, c: DaCalcolare, oggi: string) {
  const membri = c.membri ?? []
  const dichiarati = membri.map((m) => ({ ...m, esoneri: m.esoneri?.map((x) => x.tipo) ?? null }))
  const fatti = fattiDichiarati(v.usati, c.presentataIl, dichiarati)
  const rinnovi = (c.eventi ?? []).filter((e) => e.evento === RINNOVO)
  const noti = membri.map((m) => ({
    esoneri: m.esoneri?.map((x) => x.tipo) ?? [],
    inps: typeof m.dichiarati.obblighi === 'boolean' ? m.dichiarati.obblighi : undefined,
    // after a renewal the analysis is asked again
    detto: m.detto !== null && !rinnovi.some((e) => e.giorno > m.dettoIl!) ? m.detto : null,
  }))
  const chi = soggetti(v, fatti, oggi, noti)
  const generi = new Map(v.definizione.esoneri.map((t) => [t.id, t.genere]))
  const esenti = membri.map((m, i) => ({
    obbligato: chi[i]!.obbligato,
    esoneri: (m.esoneri ?? []).map((x) => ({ genere: generi.get(x.tipo) ?? ('esonerabile' as const), dal: x.dal })),
  }))
  const rinnovo =
    rinnovi
      .map((e) => e.giorno)
      .sort()
      .at(-1) ?? null
  return { membri, fatti, noti, chi, esenti, rinnovo }
}
export type Noti = ReturnType<typeof componentiDi>
