// What every record of an ambito asks before it is written: which ambito, and that the comune belongs to it.
import { sql } from 'kysely'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'

/** The ambito of the scope; who acts for the whole nation must have chosen one. */
export function assertAmbito(ctx: Ctx): string {
  if (!ctx.ambito) throw problem('ambito-da-scegliere')
  return ctx.ambito
}

/** Refuses in words, on field `campo`, a comune that is not in the ambito on that day; gives back its name. */
export async function assertComuneNellAmbito(
  ctx: Ctx,
  ambitoId: string,
  comuneId: string,
  giorno: string,
  campo = 'comuneId',
): Promise<string> {
  const [c] = await comuniFuori(ctx, ambitoId, [comuneId], giorno)
  if (c) throw erroreDiCampo(campo, c)
  const { nome } = await ctx.tx.selectFrom('comune').select('nome').where('id', '=', comuneId).executeTakeFirstOrThrow()
  return nome
}

/** A sentence for each comune that is not in the ambito on that day. */
export async function comuniFuori(
  ctx: Ctx,
  ambitoId: string,
  comuni: readonly string[],
  giorno: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string; nome: string | null }>`
    select v.id, c.nome from unnest(${[...comuni]}::text[]) as v(id) left join comune c on c.id = v.id
     where not exists (select 1 from ambito_comune ac where ac.ambito_id = ${ambitoId} and ac.comune_id = v.id
       and ${giorno} between ac.dal and coalesce(ac.al, 'infinity'))
     order by c.nome_chiave, v.id`.execute(ctx.tx)
  return rows.map((r) =>
    r.nome
      ? `Il comune di ${r.nome} non fa parte dell’ambito il ${data(giorno)}.`
      : `Il comune con codice ${r.id} non esiste: sceglilo dall’elenco.`,
  )
}
