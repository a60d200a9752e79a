// What the other modules ask of the code lists: that a code may be used on a day, and its words in a query.
//   await assertVoci(ctx.tx, giorno, { statoCivile: ['stato-civile', i.statoCivile], canale: ['canale-contatto', i.canale] })
//   .select([etichettaVoce('parentela', sql.ref('c.parentela'), { genere: sql.ref('p.genere') }).as('parentelaTesto')])
import { type Expression, sql } from 'kysely'
import { type ErroreCampo, problem } from '../../shared/kernel/problems.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import type { Tx } from '../kernel/db.ts'

type DaVerificare = readonly [codifica: Codifica, codice: string | readonly string[] | null | undefined]

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

/** Refuses, field by field and in one query, codes that cannot be chosen on that day. Absent values pass. */
export async function assertVoci(tx: Tx, giorno: string, campi: Record<string, DaVerificare>): Promise<void> {
  const chieste = Object.entries(campi).flatMap(([campo, [lista, valore]]) => {
    const codici = typeof valore === 'string' ? [valore] : (valore ?? [])
    return codici.map((codice) => ({ campo, lista, codice }))
  })
  if (chieste.length === 0) return
  const { rows } = await sql<{ campo: string; lista: string; etichetta: string | null }>`
    select c.campo, l.nome as lista, kernel.voce_etichetta(c.lista, c.codice, ${giorno}::date) as etichetta
      from rows from (jsonb_to_recordset(${JSON.stringify(chieste)}::jsonb) as (campo text, lista text, codice text))
           with ordinality as c(campo, lista, codice, posto)
      join codifica l on l.id = c.lista
     where not exists (select 1 from codifica_voce v where v.codifica_id = c.lista and v.codice = c.codice
       and (v.ambito_id is null or v.ambito_id = (select kernel.ambito()))
       and ${giorno}::date between v.dal and coalesce(v.al, 'infinity'))
     order by c.posto`.execute(tx)
  if (rows.length === 0) return
  const errori = rows.map(
    (r): ErroreCampo => ({
      campo: r.campo,
      codice: 'voce-non-valida',
      messaggio: r.etichetta
        ? `«${r.etichetta}» non si può scegliere per il ${inItaliano(giorno)}: prendi una voce in vigore quel giorno.`
        : `Questa voce non è nell’elenco «${r.lista}»: sceglila tra quelle proposte.`,
    }),
  )
  throw problem('regola-non-rispettata', { detail: errori[0]!.messaggio, errori })
}

/** One code for one field. */
export const assertVoce = (
  tx: Tx,
  codifica: Codifica,
  codice: string | null | undefined,
  giorno: string,
  campo: string,
): Promise<void> => assertVoci(tx, giorno, { [campo]: [codifica, codice] })

/** The words of a code inside a query: as on `giorno` (today where absent), the feminine where `genere` is F. */
export const etichettaVoce = (
  codifica: Codifica,
  codice: Expression<string | null>,
  o: { giorno?: Expression<string | null>; genere?: Expression<string | null> } = {},
) =>
  sql<
    string | null
  >`kernel.voce_etichetta(${codifica}, ${codice}, ${o.giorno ?? sql`kernel.oggi()`}, ${o.genere ?? sql`null`})`

/** The words of one code, for a message or a document. */
export async function etichetta(
  tx: Tx,
  codifica: Codifica,
  codice: string,
  giorno: string,
  genere?: 'F' | 'M',
): Promise<string> {
  const { rows } = await sql<{ e: string | null }>`
    select kernel.voce_etichetta(${codifica}, ${codice}, ${giorno}::date, ${genere ?? null}) as e`.execute(tx)
  return rows[0]?.e ?? codice
}
