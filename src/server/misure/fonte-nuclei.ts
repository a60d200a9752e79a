// Where the what-if finds households: those of the domande in charge, as the extracts declare them (or as a case manager evaluated
// them, where he did, because he knows more), and the evaluated cases that are no domanda here. A lot at a time, in transactions
// that the caller opens: names do not come out, and memory does not grow.
import { sql } from 'kysely'
import { fattiDichiarati, type MembroDichiarato } from '../../shared/misure/dichiarati.rules.ts'
import type { Fatti } from '../../shared/misure/linguaggio.ts'
import type { FonteNuclei, NucleoInCarico } from '../../shared/misure/simulazione.rules.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import type { Ctx } from '../kernel/context.ts'

type Scope = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>
const LOTTO = 500

// The ambito is said each time: the policies know it, but an index is not entered by what a policy knows.

/** Those that receive, or received until it was stopped. */
const inCarico = (misura: string) =>
  sql`d.ambito_id = kernel.ambito() and d.misura_id = ${misura} and d.beneficio in ('riconosciuto', 'in-pagamento', 'sospeso')`
const senzaDomanda = (misura: string) =>
  sql`v.ambito_id = kernel.ambito() and v.misura_id = ${misura} and not exists (select 1 from domanda d where d.comune_id = v.comune_id and d.protocollo = v.pratica and ${inCarico(misura)})`

export async function quantiNuclei(ctx: Ctx, misura: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from domanda d where ${inCarico(misura)})
          + (select count(*) from (select distinct v.comune_id, v.pratica from valutazione_misura v where ${senzaDomanda(misura)}) x))::int as n`.execute(
    ctx.tx,
  )
  return rows[0]!.n
}

interface Domanda {
  id: string
  presentataIl: string

  mensile: number | null
  membri: MembroDichiarato[] | null
  fatti: Fatti | null
}

export async function* daDomande(scope: Scope, misura: string, v: VersioneCompilata): FonteNuclei {
  for (let dopo = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await scope(async (ctx) => {
      const r = await sql<Domanda>`
        select d.id, d.presentata_il, d.mensile,
               (select x.fatti from valutazione_misura x where x.ambito_id = d.ambito_id and x.comune_id = d.comune_id and x.misura_id = d.misura_id and x.pratica = d.protocollo
                 order by x.creata_il desc, x.id limit 1) as fatti,
               (select jsonb_agg(jsonb_build_object('dataNascita', m.data_nascita, 'dichiarati', m.dichiarati, 'esoneri', null) order by not m.richiedente, m.ordine)
                  from domanda_componente m where m.domanda_id = d.id and m.uscito_il is null) as membri
          from domanda d where ${inCarico(misura)} and d.id > ${dopo} order by d.id limit ${LOTTO}`.execute(ctx.tx)
      return r.rows
    })
    if (rows.length > 0)
      yield rows.map(
        (d): NucleoInCarico => ({
          fatti: d.fatti ?? fattiDichiarati(v.usati, d.presentataIl, d.membri ?? []),
          attuale: d.mensile,
        }),
      )
    if (rows.length < LOTTO) return
    dopo = rows.at(-1)!.id
  }
}

/** Of each evaluated case that is no domanda of ours, the latest evaluation. */
export async function* daValutazioni(scope: Scope, misura: string): FonteNuclei {
  for (let dopo = ['', '']; ; ) {
    const rows = await scope(async (ctx) => {
      const r = await sql<{ comuneId: string; pratica: string; fatti: Fatti; mensile: number | null }>`
        select distinct on (v.comune_id, v.pratica) v.comune_id, v.pratica, v.fatti, v.mensile from valutazione_misura v
         where ${senzaDomanda(misura)} and (v.comune_id, v.pratica) > (${dopo[0]}, ${dopo[1]})
         order by v.comune_id, v.pratica, v.creata_il desc, v.id limit ${LOTTO}`.execute(ctx.tx)
      return r.rows
    })
    if (rows.length > 0) yield rows.map((r): NucleoInCarico => ({ fatti: r.fatti, attuale: r.mensile }))
    const ultimo = rows.at(-1)
    if (!ultimo || rows.length < LOTTO) return
    dopo = [ultimo.comuneId, ultimo.pratica]
  }
}
