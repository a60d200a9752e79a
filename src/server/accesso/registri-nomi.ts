// Names of what the rows of the registers point at: persons, and the codes of comuni, roles, kinds of act. Two queries
// for a page, whatever it holds; what is out of the reader's reach stays without a name.
import { type RawBuilder, sql } from 'kysely'
import { type Nomi, riferimenti } from '../../shared/accesso/registri.rules.ts'
import type { Ctx } from '../kernel/context.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Rows by id, each by its key. Asked for all together under the policy of the ambito, the planner reads the whole ambito
 * too, which it believes to be of average size.
 */
export const unoPerUno = (ids: readonly string[], scelta: RawBuilder<unknown>) =>
  sql`unnest(${ids}::uuid[]) as cercata cross join lateral (${scelta} where id = cercata offset 0)`

/** Names of users, by key, as the reader sees their cards, and of who acts here from an ambito entrusted with something: the others stay unnamed. */
export async function nomiVisibili(ctx: Ctx, ids: Iterable<string | null | undefined>): Promise<Map<string, string>> {
  const cercati = [...new Set([...ids].filter((id) => typeof id === 'string'))]
  if (cercati.length === 0) return new Map()
  const { rows } = await sql<{ id: string; cognome: string; nome: string }>`
    select u.id, u.cognome, u.nome from ${unoPerUno(cercati, sql`select id, cognome, nome from utente`)} u
    union all select f.id, f.cognome, f.nome from accesso.nomi_da_fuori(${cercati}::uuid[]) f`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.id, `${r.cognome} ${r.nome}`]))
}

/** Names of all that the rows mention, as `valoreInParole` asks for them, and of the users given besides. */
export async function nomiCitati(
  ctx: Ctx,
  righe: readonly (Record<string, unknown> | null)[],
  utenti: Iterable<string | null | undefined>,
): Promise<Nomi> {
  const persone = new Set(utenti)
  const ambiti = new Set<string>()
  const codici: Record<string, Set<string>> = {}
  for (const riga of righe)
    for (const [campo, v] of Object.entries(riga ?? {})) {
      if (typeof v !== 'string') continue
      const tabella = riferimenti[campo]
      if (campo === 'affidatario_id') ambiti.add(v)
      else if (uuid.test(v)) persone.add(v)
      else if (tabella) {
        codici[tabella] ??= new Set()
        codici[tabella].add(v)
      }
    }
  const trovati = await nomiVisibili(ctx, persone)
  const di = (tabella: string) => [...(codici[tabella] ?? [])]
  const { rows } = await sql<{ chiave: string; nome: string }>`
    select 'comune:' || id as chiave, nome from comune where id = any (${di('comune')})
    union all select 'luogo:' || id, nome from comune where id = any (${di('luogo')})
    union all select 'luogo:' || id, nome from stato_estero where id = any (${di('luogo')})
    union all select 'misura:' || id, nome from misura where id = any (${di('misura')})
    union all select 'questionario:' || id, nome from questionario where id = any (${di('questionario')})
    union all select 'provincia:' || id, nome from provincia where id = any (${di('provincia')})
    union all select 'regione:' || id, nome from regione where id = any (${di('regione')})
    union all select 'ruolo:' || id, nome from ruolo where id = any (${di('ruolo')})
    union all select 'sezione:' || id, nome from sezione where id = any (${di('sezione')})
    union all select 'tipo_adesione:' || id, nome from tipo_adesione where id = any (${di('tipo_adesione')})
    union all select 'classe_riservatezza:' || id, nome from classe_riservatezza where id = any (${di('classe_riservatezza')})
    union all select 'codifica:' || id, nome from codifica where id = any (${di('codifica')})
    union all select 'azione:' || id, descrizione from azione where id = any (${di('azione')})
    union all select id::text, nome from ambito where id = any (${[...ambiti]}::uuid[])`.execute(ctx.tx)
  for (const r of rows) trovati.set(r.chiave, r.nome)
  return trovati
}
