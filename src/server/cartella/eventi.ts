// The stream of what happened to a person, from the view «evento» that the modules compose. The rows are chosen by
// (giorno, id); titles, names and texts are then asked for the rows shown, kind by kind, never for all.
import { type RawBuilder, sql } from 'kysely'
import { type NomeFatto, tipiFatto } from '../../shared/anagrafe/fatti.ts'
import type { EventoLetto, fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { leggiFatti, nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'

type Riga = Omit<EventoLetto, 'titolo' | 'autore'> & {
  titolo: string | null
  etichetta: string | null
  autoreId: string | null
}

/** How much of a text a line of the stream shows. */
const ASSAGGIO = 400

export const colonneEvento = sql`e.tipo, e.id, e.giorno, e.quando, e.titolo, e.testo, e.significativo, e.riservato, e.autore_id, e.collegamento,
  case when e.codice is not null then coalesce(kernel.voce_etichetta(e.codifica, e.codice, e.giorno), e.codice) end as etichetta`

export type RigaEvento = Riga

/** What the rows shown say, in words. */
export async function comeEventi(ctx: Ctx, personaId: string, righe: readonly Riga[]): Promise<EventoLetto[]> {
  const di = (tipi: readonly string[]) => righe.filter((r) => tipi.includes(r.tipo)).map((r) => r.id)
  const autori = await nomiUtenti(
    ctx,
    righe.map((r) => r.autoreId),
  )
  const testi = new Map<string, string>()
  const voci = di(['diario', 'attivita'])
  if (voci.length > 0) {
    const { rows } = await sql<{ id: string; testo: string | null }>`
      select v.id, left((select string_agg(b ->> 'testo', ' ') from jsonb_array_elements(v.blocchi) b), ${ASSAGGIO}) as testo from diario_voce v where v.id = any (${voci})`.execute(
      ctx.tx,
    )
    for (const r of rows) testi.set(r.id, r.testo ?? '')
  }
  const fatti = di(['fatto'])
  if (fatti.length > 0)
    for (const f of await leggiFatti(ctx, personaId, sql`f.id = any (${fatti})`, ctx.oggi()))
      testi.set(f.id, f.parole.map((p) => `${p.etichetta}: ${p.valore}`).join('; '))
  return righe.map(({ autoreId, etichetta, ...r }) => ({
    ...r,
    // of two sheets found to be one, the pages are those of the one being read
    collegamento: r.collegamento?.replace(/^\/persone\/[0-9a-f-]{36}\//, `/persone/${personaId}/`) ?? null,
    titolo: [r.tipo === 'fatto' && r.titolo ? tipiFatto[r.titolo as NomeFatto]?.nome : r.titolo, etichetta]
      .filter(Boolean)
      .join(': '),
    testo: testi.get(r.id) ?? r.testo,
    autore: autoreId ? (autori.get(autoreId) ?? null) : null,
  }))
}

export async function timeline(
  ctx: Ctx,
  i: Input<typeof fascicoloApi.timeline>,
): Promise<Output<typeof fascicoloApi.timeline>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const filtri: RawBuilder<unknown>[] = [sql`e.persona_id = any (accesso.stessa_persona(${i.id}))`]
  if (dopo) filtri.push(sql`(e.giorno, e.id) < (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  if (i.tipo) filtri.push(sql`e.tipo = ${i.tipo}`)
  if (i.dal) filtri.push(sql`e.giorno >= ${i.dal}::date`)
  if (i.al) filtri.push(sql`e.giorno <= ${i.al}::date`)
  if (i.autore) filtri.push(sql`e.autore_id = ${i.autore}`)
  if (i.significativi) filtri.push(sql`e.significativo`)
  const { rows } = await sql<Riga>`
    select ${colonneEvento} from (
      select * from evento e where ${sql.join(filtri, sql` and `)} order by e.giorno desc, e.id desc limit ${limite + 1}) e
     order by e.giorno desc, e.id desc`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.giorno, r.id])
  // of two persons found to be the same, one entry that concerned both is one event
  const viste = new Set<string>()
  const voci = p.voci.filter((r) => !viste.has(r.id) && viste.add(r.id))
  return { voci: await comeEventi(ctx, i.id, voci), prossima: p.prossima }
}
