// What facts add to the genogram: the marks beside a person, pregnancies and losses. Each comes from a row that this reader
// sees, so its class decides; and only of a folder that he has open, because an illness of a relative is not read by
// opening the folder of another.
import { sql } from 'kysely'
import type { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { creduto } from './fatti.ts'

type Famiglia = Output<typeof relazioniApi.famiglia>
type Aggiunte = Pick<Famiglia, 'segni' | 'gravidanze'>

interface Riga {
  id: string
  persona: string
  tipo: string
  dal: string | null
  al: string | null
  /** Marks of this fact. */
  segni: string[]
  esito: Famiglia['gravidanze'][number]['esito']
  dellaCoppia: boolean
}

/** Which marks a fact puts: declared in it, given by its kind, or by the codes it holds (`attributi.segno` of their list). */
const segniDelFatto = sql`case f.tipo
  when 'salute' then array_remove(array[f.dati ->> 'segno'], null)
  when 'disabilita' then array['disabilita']
  when 'lingua' then array['cultura']
  when 'generalita' then case when f.dati ->> 'luogoNascita' ^@ 'Z' then array['migrazione'] else '{}' end
  when 'sociale' then array(select v.attributi ->> 'segno' from codifica_voce v
    where v.codifica_id = 'gruppo-vulnerabile' and f.dati -> 'gruppi' ? v.codice and v.attributi ->> 'segno' <> '')
  else '{}' end`

export async function segniDi(
  ctx: Ctx,
  indice: string,
  schede: readonly string[],
  comeNotoIl: string | undefined,
): Promise<Aggiunte> {
  const { rows } = await sql<Riga>`
    with f as materialized (
      select f.* from persona_fatto f where f.persona_id = any (${schede as string[]}) and ${creduto(comeNotoIl)}
         and f.tipo in ('salute', 'disabilita', 'lingua', 'generalita', 'sociale', 'gravidanza')
    ), aperte as materialized (
      select x.id from (select distinct persona_id as id from f) x
       where x.id = any (accesso.stessa_persona(${indice})) or accesso.rapporto(array[x.id]) <> 'motivo-richiesto'
    )
    select f.id, kernel.principale(f.persona_id) as persona, f.tipo, f.dal, f.al, (${segniDelFatto})::text[] as segni,
           f.dati ->> 'esito' as esito, coalesce((f.dati ->> 'dellaCoppia')::boolean, false) as della_coppia
      from f join aperte on aperte.id = f.persona_id order by f.persona_id, f.tipo, f.dal, f.id`.execute(ctx.tx)
  return {
    segni: rows.flatMap(({ persona, dal, al, tipo, segni }) =>
      // one is born abroad from the beginning, whatever the day it was written from
      segni.map((codice) => ({ persona, codice, dal: tipo === 'generalita' ? null : dal, al })),
    ),
    gravidanze: rows
      .filter((r) => r.tipo === 'gravidanza')
      .map(({ id, persona, esito, dellaCoppia, dal, al }) => ({ id, madre: persona, esito, dellaCoppia, dal, al })),
  }
}
