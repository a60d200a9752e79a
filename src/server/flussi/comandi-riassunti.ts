// What the commands of the hub answer with: figures, never of anybody.
import { sql } from 'kysely'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando } from '../kernel/modulo.ts'
import type { Dentro } from '../kernel/serve.ts'
import { regole as regoleMinori } from './minori.ts'
import { quadro as quadroMinori } from './minori-lettura.ts'
import { regole } from './prestazioni.ts'
import { quadro } from './prestazioni-lettura.ts'

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
      giaInviate: number
      avviso: string | null
      stessoFileIl: string | null
    }>`
      select c.stato, c.errore, c.righe_lette as righe, c.prestazioni, c.avviso, count(p.stato) filter (where p.gia_inviata and p.stato <> 'esclusa') as gia_inviate,
             (select max(x.concluso_il) from carico_flussi x where x.ente_id = c.ente_id and x.sha256 = c.sha256 and x.stato = 'concluso' and x.id <> c.id) as stesso_file_il,
             count(p.stato) filter (where p.stato = 'pronta') as pronte,
             count(p.stato) filter (where p.stato = 'da-completare') as da_completare, count(p.stato) filter (where p.stato = 'rifiutata') as rifiutate
        from carico_flussi c left join lateral (
          select stato, gia_inviata from prestazione_erogata where carico_id = c.id
          union all select stato, gia_inviata from scheda_minore where carico_id = c.id) p on true
       where c.id = ${id} group by c.id`.execute(ctx.tx)
    return rows[0]!
  })
  if (riga.avviso) env.err?.(riga.avviso)
  env.out(JSON.stringify({ carico: id, ...riga }))
  return riga.stato === 'concluso' && riga.rifiutate === 0 ? 0 : 1
}

/** What of an ente is ready, waits or is refused, of one month or of all. */
export async function riassumi(ctx: Ctx, ente: string, periodo: string | undefined, tipo: TipoFlusso = 'PS_PSA_SINA') {
  const di = tipo === 'SINBA' ? { quadro: quadroMinori, regole: regoleMinori } : { quadro, regole }
  const tutte = (await di.quadro(ctx, { ente })).voci
  const voci = tutte.filter((v) => !periodo || v.periodo === periodo)
  const senza = tutte.find((v) => v.periodo === null)
  const somma = (k: 'pronte' | 'daCompletare' | 'rifiutate' | 'inFlusso' | 'accettate') =>
    voci.reduce((n, v) => n + v[k], 0)
  return {
    periodo: periodo ?? null,
    pronte: somma('pronte'),
    daCompletare: somma('daCompletare'),
    rifiutate: somma('rifiutate'),
    inFlusso: somma('inFlusso'),
    accettate: somma('accettate'),
    /** Of no month, because no day can be read: they may be of this one. */
    senzaMese: senza ? senza.rifiutate + senza.daCompletare + senza.pronte : 0,
    regole: Object.fromEntries(
      (await di.regole(ctx, { ente, ...(periodo && { periodo }) })).voci.map((r) => [r.regola, r.errori + r.avvisi]),
    ),
  }
}
