// On which days nobody works in a comune: the national holidays and the patron's day that the comune has said. Where it has said none
// there is none, and whoever shows a term in working days says so.
import { sql } from 'kysely'
import { calendario, type Festivita } from '../../shared/kernel/festivi.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Festivi {
  festivo(giorno: string, comuneId: string): boolean
  /** Comuni whose patron's day is known, at least in some year. */
  noti: ReadonlySet<string>
}

/** Read once for a run over many comuni. */
export async function leggiFestivi(ctx: Ctx): Promise<Festivi> {
  const { rows: nazionali } = await sql<Festivita>`
    select giorno, dopo_pasqua, dal_anno, al_anno from festivita`.execute(ctx.tx)
  const { rows: patroni } = await sql<Festivita & { comuneId: string }>`
    select comune_id, giorno, dopo_pasqua, dal_anno, al_anno from patrono`.execute(ctx.tx)
  const di = Map.groupBy(patroni, (p) => p.comuneId)
  const perComune = new Map<string, (giorno: string) => boolean>()
  return {
    noti: new Set(di.keys()),
    festivo(giorno, comuneId) {
      let f = perComune.get(comuneId)
      if (!f) {
        f = calendario([...nazionali, ...(di.get(comuneId) ?? [])])
        perComune.set(comuneId, f)
      }
      return f(giorno)
    },
  }
}
