// The family around a person, for the genogram: everyone reached by visible ties within so many steps, their unions,
// filiations, bonds and households over time. Row-level security has already taken out what the reader may not see, so
// whoever is hidden leaves neither a node nor a step towards others.
import { sql } from 'kysely'
import { nomiNucleo, type TipoNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import type { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { creduto } from './fatti.ts'
import { segniDi } from './segni.ts'

type Famiglia = Output<typeof relazioniApi.famiglia>

/** Grandparents of the spouse and grandchildren of a brother are within it; the whole town is not. */
const PASSI = 6
const PERSONE_AL_PIU = 200

export async function famiglia(ctx: Ctx, i: Input<typeof relazioniApi.famiglia>): Promise<Famiglia> {
  const { rows: reti } = await sql<{ id: string }>`
    with recursive intorno as (
      select unnest(accesso.stessa_persona(${i.id})) as id, 0 as passi
      union
      select v.altro, t.passi + 1 from intorno t
        join lateral (
          select f.persona_b as altro from relazione f where f.persona_a = t.id and ${creduto(i.comeNotoIl)}
          union all select f.persona_a from relazione f where f.persona_b = t.id and ${creduto(i.comeNotoIl)}
          union all select altri.persona_id from nucleo_componente f join nucleo_componente altri on altri.nucleo_id = f.nucleo_id and altri.sostituito_il is null
            where f.persona_id = t.id and ${creduto(i.comeNotoIl)} and t.passi = 0
        ) v on true
       where t.passi < ${PASSI}
    )
    select id from (select id, min(passi) as passi from intorno group by id) x order by passi, id limit ${PERSONE_AL_PIU}`.execute(
    ctx.tx,
  )
  const ids = reti.map((r) => r.id)
  // one after the other: a transaction is one connection
  const persone = await sql<Famiglia['persone'][number]>`
    select p.id, trim(p.nome || ' ' || p.cognome) as nome, p.sesso, p.data_nascita as nascita, p.decesso, p.id = kernel.principale(${i.id}) as indice
      from persona p where p.id = any (select kernel.principale(x) from unnest(${ids}::uuid[]) x) order by p.id`.execute(
    ctx.tx,
  )
  // what was written for a merged sheet is drawn on the one she is shown as
  const { rows: schede } = await sql<{ id: string; principale: string }>`
    select x.id, kernel.principale(x.id) as principale from persona x where x.id = any (${ids}) or x.unita_a = any (${persone.rows.map((p) => p.id)})`.execute(
    ctx.tx,
  )
  const visibili = schede.map((s) => s.id)
  const relazioni = await sql<Famiglia['relazioni'][number]>`
    select f.id, f.specie, f.tipo, kernel.principale(f.persona_a) as a, kernel.principale(f.persona_b) as b, f.esito, f.dal, f.al,
           (select v.attributi ->> 'segno' from codifica_voce v where v.codice = f.tipo
              and v.codifica_id = case f.specie when 'unione' then 'tipo-unione' when 'filiazione' then 'tipo-filiazione' when 'legame' then 'qualita-legame' end
             order by v.dal desc nulls last limit 1) as segno,
           case f.specie when 'legame' then kernel.voce_etichetta('qualita-legame', f.tipo) end as nome
      from relazione f where f.persona_a = any (${visibili}) and f.persona_b = any (${visibili}) and ${creduto(i.comeNotoIl)} order by f.id`.execute(
    ctx.tx,
  )
  const membri = await sql<{
    id: string
    tipo: TipoNucleo
    etichetta: string | null
    persona: string
    dal: string | null
    al: string | null
  }>`
    select n.id, n.tipo, n.etichetta, kernel.principale(f.persona_id) as persona, f.dal, f.al
      from nucleo_componente f join nucleo n on n.id = f.nucleo_id
     where f.persona_id = any (${visibili}) and ${creduto(i.comeNotoIl)} order by n.id, f.persona_id, f.dal`.execute(
    ctx.tx,
  )
  const nuclei = [...Map.groupBy(membri.rows, (m) => m.id)].map(([id, righe]) => ({
    id,
    tipo: righe[0]!.tipo,
    etichetta: righe[0]!.etichetta ?? nomiNucleo[righe[0]!.tipo],
    membri: righe.map(({ persona, dal, al }) => ({ persona, dal, al })),
  }))
  const aggiunte = await segniDi(ctx, i.id, visibili, i.comeNotoIl)
  return { giorno: ctx.oggi(), persone: persone.rows, relazioni: relazioni.rows, nuclei, ...aggiunte }
}
