// The letters of convocations, as they were printed: one, all those made together in an archive, or in one PDF to be printed.
import { type RawBuilder, sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { unisciPdf } from '../documenti/unisci-pdf.ts'
import { scriviArchivio } from '../kernel/archivio.ts'
import type { Ctx } from '../kernel/context.ts'

type Api = typeof convocazioniApi

interface Lettera {
  id: string
  contenuto: Uint8Array
  giorno: string
}
const lettereDi = (cond: RawBuilder<unknown>) => sql<Lettera>`
  select g.id, l.contenuto, kernel.giorno(v.inizio) as giorno from convocazione_lettera l join convocazione_messaggio g on g.id = l.messaggio_id join convocazione v on v.id = g.convocazione_id
    join caso c on c.id = v.caso_id
   where c.assegnatario_id = kernel.utente() and v.stato <> 'annullata' and ${cond} and (g.canale <> 'lettera' or not exists (select 1 from accesso.da_non_trovare(c.domanda_id)))
   order by v.inizio, v.id`

export async function lettera(ctx: Ctx, i: Input<Api['lettera']>): Promise<Output<Api['lettera']>> {
  const { rows } = await lettereDi(sql`g.id = ${i.id}`).execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return { nome: 'convocazione.pdf', tipo: 'application/pdf', inLinea: true, contenuto: Buffer.from(rows[0].contenuto) }
}

export async function lettere(ctx: Ctx, i: Input<Api['lettere']>): Promise<Output<Api['lettere']>> {
  const { rows } = await lettereDi(sql`v.invio_id = ${i.id}`).execute(ctx.tx)
  if (rows.length === 0) throw problem('non-trovato')
  const cifre = String(rows.length).length
  const voci = rows.map((r, n) => ({
    nome: `${String(n + 1).padStart(cifre, '0')}-convocazione-${r.giorno}.pdf`,
    contenuto: r.contenuto,
  }))
  return { nome: 'convocazioni.zip', tipo: 'application/zip', contenuto: scriviArchivio(voci, ctx.adesso()) }
}

/** After the request: hundreds of letters take some seconds, and nobody waits for them. */
export async function documento(ctx: Ctx, i: Input<Api['documento']>): Promise<Output<Api['documento']>> {
  const { rows } = await lettereDi(sql`v.invio_id = ${i.id}`).execute(ctx.tx)
  if (rows.length === 0) throw problem('non-trovato')
  const o = { titolo: 'Lettere di convocazione', quando: ctx.adesso(), fronteRetro: i.fronteRetro ?? false }
  async function* unite() {
    yield await unisciPdf(
      rows.map((r) => r.contenuto),
      o,
    )
  }
  return { nome: 'convocazioni.pdf', tipo: 'application/pdf', contenuto: unite() }
}
