// What the commands of the hub answer with: figures, never of anybody.
import { sql } from 'kysely'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando } from '../kernel/modulo.ts'
import type { Dentro } from '../kernel/serve.ts'
import { quadro, regole } from './prestazioni-lettura.ts'

/** How a file was read; exit code 0 only when nothing was refused. */
export async function riferisciCarico(env: AmbienteComando, dentro: Dentro, id: string): Promise<number> {
  const riga = await dentro(async (ctx) => {
    const { rows } = await sql<{
      stato: string
      errore: string | null
      righe: number
      prestazioni: number
      pronte: number
      daCompletare: number
      rifiutate: number
    }>`
      select c.stato, c.errore, c.righe_lette as righe, c.prestazioni, count(p.stato) filter (where p.stato = 'pronta') as pronte,
             count(p.stato) filter (where p.stato = 'da-completare') as da_completare, count(p.stato) filter (where p.stato = 'rifiutata') as rifiutate
        from carico_flussi c left join lateral (
          select stato from prestazione_erogata where carico_id = c.id union all select stato from scheda_minore where carico_id = c.id) p on true
       where c.id = ${id} group by c.id`.execute(ctx.tx)
    return rows[0]!
  })
  env.out(JSON.stringify({ carico: id, ...riga }))
  return riga.stato === 'concluso' && riga.rifiutate === 0 ? 0 : 1
}

/** What of an ente is ready, waits or is refused, of one month or of all. */
export async function riassumi(ctx: Ctx, ente: string, periodo: string | undefined) {
  const voci = (await quadro(ctx, { ente })).voci.filter((v) => !periodo || v.periodo === periodo)
  const somma = (k: 'pronte' | 'daCompletare' | 'rifiutate' | 'inFlusso' | 'accettate') =>
    voci.reduce((n, v) => n + v[k], 0)
  return {
    periodo: periodo ?? null,
    pronte: somma('pronte'),
    daCompletare: somma('daCompletare'),
    rifiutate: somma('rifiutate'),
    inFlusso: somma('inFlusso'),
    accettate: somma('accettate'),
    regole: Object.fromEntries(
      (await regole(ctx, { ente, ...(periodo && { periodo }) })).voci.map((r) => [r.regola, r.errori + r.avvisi]),
    ),
  }
}
