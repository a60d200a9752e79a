// How many contacts, for whoever plans the desk: counts alone, of the rows that the reader sees. The same figures on the
// screen and in the file.
import { sql } from 'kysely'
import { giornoDopo } from '../../shared/cartella/agenda.rules.ts'
import type { contattiApi } from '../../shared/cartella/contatti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { nelPeriodo } from './sportello-parti.ts'

type Api = typeof contattiApi
type Statistiche = Output<Api['statistiche']>
type Conteggio = Statistiche['perCanale'][number]

const GIORNI = 30

export async function statistiche(ctx: Ctx, i: Input<Api['statistiche']>): Promise<Statistiche> {
  const al = i.al ?? ctx.oggi()
  const dal = i.dal ?? giornoDopo(al, 1 - GIORNI)
  if (dal > al) throw erroreDiCampo('dal', 'L’inizio del periodo viene dopo la fine.')
  if (dal < giornoDopo(al, -366)) throw erroreDiCampo('dal', 'Scegli un periodo di un anno al massimo.')
  const dove = sql.join(
    [
      sql`c.ambito_id = ${ctx.ambito} and c.stato <> 'annullata'`,
      ...nelPeriodo(sql`c.quando`, dal, al),
      ...(i.comune ? [sql`c.comune_id = ${i.comune}`] : []),
      ...(i.ufficio ? [sql`c.ufficio_id = ${i.ufficio}`] : []),
    ],
    sql` and `,
  )
  const { rows } = await sql<Conteggio & { gruppo: string; anonimi: number }>`
    with c as materialized (select * from contatto c where ${dove}), gruppi as (
      select 'tutti' as gruppo, '' as codice, count(*) as contatti, count(*) filter (where persona_id is null) as anonimi from c
      union all select 'canale', canale, count(*), 0 from c group by canale
      union all select 'bisogno', b, count(*), 0 from c, unnest(bisogni) b group by b
      union all select 'esito', esito, count(*), 0 from c group by esito
      union all select 'giorno', to_char(quando at time zone 'Europe/Rome', 'YYYY-MM-DD'), count(*), 0 from c group by 2
    )
    select gruppo, codice, contatti, anonimi, coalesce(case gruppo
             when 'canale' then kernel.voce_etichetta('canale-contatto', codice) when 'bisogno' then kernel.voce_etichetta('bisogno', codice)
             when 'esito' then kernel.voce_etichetta('esito-contatto', codice) end, codice) as testo
      from gruppi order by contatti desc, codice`.execute(ctx.tx)
  const gruppo = (nome: string): Conteggio[] =>
    rows.filter((r) => r.gruppo === nome).map(({ codice, testo, contatti }) => ({ codice, testo, contatti }))
  const tutti = rows.find((r) => r.gruppo === 'tutti')!
  return {
    dal,
    al,
    contatti: tutti.contatti,
    anonimi: tutti.anonimi,
    perCanale: gruppo('canale'),
    perBisogno: gruppo('bisogno'),
    perEsito: gruppo('esito'),
    perGiorno: gruppo('giorno').sort((a, b) => (a.codice < b.codice ? -1 : 1)),
  }
}

export async function esporta(ctx: Ctx, i: Input<Api['esporta']>): Promise<Output<Api['esporta']>> {
  const s = await statistiche(ctx, i)
  const righe = (nome: string, voci: Conteggio[]) => voci.map((v) => [nome, v.testo, String(v.contatti)])
  return {
    nome: `contatti-${s.dal}-${s.al}.csv`,
    tipo: 'text/csv',
    contenuto: scriviCsv([
      ['raggruppamento', 'voce', 'contatti'],
      ['totale', 'Tutti i contatti', String(s.contatti)],
      ['totale', 'Senza una persona (anonimi)', String(s.anonimi)],
      ...righe('canale', s.perCanale),
      ...righe('bisogno', s.perBisogno),
      ...righe('esito', s.perEsito),
      ...righe('giorno', s.perGiorno),
    ]),
  }
}
