// What a merge says: which persons are one, whom to write on, whose value of a single kind is shown. The rows stay where
// they were written; this is read over them.
import { sql } from 'kysely'
import { type NomeFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'

/** Whom a person is shown as, and whose folder new things go to. */
export async function principaleDi(ctx: Ctx, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select kernel.principale(${id}) as id`.execute(ctx.tx)
  return rows[0]!.id
}

/**
 * Joins to a row the person it is shown as. By a plain column, computed apart: under row-level security a function of
 * another table's column reaches no index, and every person of the ambito would be read.
 */
export const conPersona = (colonna: string, alias: 'n' | 'p' = 'n') =>
  sql`cross join lateral (select kernel.principale(${sql.ref(colonna)}) as id offset 0) capo join persona ${sql.raw(alias)} on ${sql.raw(alias)}.id = capo.id`

/** Kind → the person whose value is shown, for the group of a principal. The outer merge decides over the inner ones. */
export async function scelteDi(ctx: Ctx, principale: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ tipo: string; persona: string }>`
    with g as (select accesso.stessa_persona(${principale}) as ids)
    select distinct on (k.tipo) k.tipo, k.persona from g, persona_unione u, jsonb_each_text(u.scelte) k(tipo, persona)
     where u.divisa_il is null and u.persona_id = any (g.ids) and k.persona::uuid = any (g.ids)
     order by k.tipo, u.persona_id = ${principale} desc, u.unita_il desc, u.id`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.tipo, r.persona]))
}

/** A single fact true today, newly said of the principal, is what one sees from now on. */
export const scegliPrincipale = (ctx: Ctx, principale: string, tipo: NomeFatto) =>
  sql`update persona_unione u set scelte = u.scelte || jsonb_build_object(${tipo}::text, ${principale}::text)
    where u.divisa_il is null and u.persona_id = any (accesso.stessa_persona(${principale}))`.execute(ctx.tx)

interface Vista {
  personaId: string
  tipo: NomeFatto
  classe: string | null
  vigente: boolean
  dellaUnita: boolean
  registratoIl: string
}

/**
 * Of a kind that admits one at a time, two merged persons may have one each: one is shown, the others stay as history
 * of the merged sheet. Decided among what the reader sees, class by class, so that a choice betrays nothing hidden.
 */
export function applicaScelte<F extends Vista>(
  fatti: F[],
  principale: string,
  scelte: ReadonlyMap<string, string>,
): F[] {
  const contesi = Map.groupBy(
    fatti.filter((f) => f.vigente && tipoFatto(f.tipo).singolo),
    (f) => `${f.tipo} ${f.classe ?? ''}`,
  )
  const fuori = new Set<F>()
  for (const gruppo of contesi.values()) {
    const di = new Set(gruppo.map((f) => f.personaId))
    if (di.size < 2) continue
    const voluta = scelte.get(gruppo[0]!.tipo) ?? principale
    const vince = di.has(voluta)
      ? voluta
      : di.has(principale)
        ? principale
        : gruppo.reduce((a, b) => (b.registratoIl > a.registratoIl ? b : a)).personaId
    for (const f of gruppo) if (f.personaId !== vince) fuori.add(f)
  }
  return fatti.map((f) => (fuori.has(f) ? { ...f, vigente: false, dellaUnita: true } : f))
}
