// Prestazioni in CSV, as the ente wants it: what the filters of the board show, a page at a time.
import { sql } from 'kysely'
import { csvApi, FORMA_DI_BASE, type FormaCsv } from '../../shared/flussi/csv.api.ts'
import { campoPrestazione } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getEnte } from './enti.ts'
import { dove, prestazioni } from './prestazioni-lettura.ts'
import { type ConfigurazioneCsv, scriviRecordCsv } from './scrivi-csv.ts'
import type { Filtri } from './tracciato.ts'

type Api = typeof csvApi

async function forma(ctx: Ctx, i: Input<Api['forma']>): Promise<Output<Api['forma']>> {
  const { versione } = await getEnte(ctx, i.ente)
  return { ...(await formaDi(ctx, i.ente)), versione }
}

async function formaDi(ctx: Ctx, ente: string): Promise<FormaCsv> {
  const { rows } = await sql<{ csv: Partial<FormaCsv> }>`select csv from ente_flussi where id = ${ente}`.execute(ctx.tx)
  return { ...FORMA_DI_BASE, ...rows[0]?.csv }
}

async function cambiaForma(ctx: Ctx, i: Input<Api['cambiaForma']>): Promise<Output<Api['cambiaForma']>> {
  const { ente, versione, ...nuova } = i
  if ((await getEnte(ctx, ente, true)).versione !== versione) throw problem('versione-superata')
  for (const c of nuova.colonne)
    if (!campoPrestazione(c.campo)?.campo) throw erroreDiCampo('colonne', `Il campo «${c.campo}» non esiste.`)
  await sql`update ente_flussi set csv = ${JSON.stringify(nuova)}::jsonb, versione = versione + 1 where id = ${ente}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

const configurazione = ({ colonne, perFogli, ...altro }: FormaCsv): ConfigurazioneCsv => ({
  ...altro,
  ...(colonne.length > 0 && { colonne }),
  bom: perFogli,
  perProgrammi: !perFogli,
})

const PAGINA = 500
async function* record(leggi: Ctx['rileggi'], f: Filtri): AsyncGenerator<PrestazioneErogata> {
  for (let dopo = 0; ; ) {
    const righe = await leggi((tx) =>
      prestazioni(tx, sql`where ${dove(f)} and p.ordine > ${dopo} order by p.ordine limit ${PAGINA}`),
    )
    for (const r of righe) yield r.record
    if (righe.length < PAGINA) return
    dopo = righe.at(-1)!.ordine
  }
}

/** The text of what the filters show; `leggi` reads each page in a turn of its own. */
export async function csvDi(ctx: Ctx, f: Filtri, leggi: Ctx['rileggi']): Promise<AsyncGenerator<Uint8Array>> {
  const come = configurazione(await formaDi(ctx, f.ente))
  return scriviRecordCsv('PS_PSA_SINA', record(leggi, f), come)
}

async function scarica(ctx: Ctx, i: Input<Api['scarica']>): Promise<Output<Api['scarica']>> {
  const ente = await getEnte(ctx, i.ente)
  return {
    nome: `prestazioni-${ente.codice}-${i.periodo ?? ctx.oggi()}.csv`,
    tipo: 'text/csv; charset=utf-8',
    contenuto: await csvDi(ctx, i, ctx.rileggi),
  }
}

export const csvRotte = rotte(csvApi, { forma, cambiaForma, scarica })
