// Which version of each service holds on a day: the ambito's before the national one.
import { type RawBuilder, sql } from 'kysely'

/** As a table, in the scope of who asks. */
export const interventiIl = (giorno: RawBuilder<unknown> = sql`kernel.oggi()`): RawBuilder<unknown> => sql`(
  select distinct on (v.codice) v.* from intervento v where ${giorno}::date between v.dal and coalesce(v.al, 'infinity')
   order by v.codice, v.ambito_id nulls last)`
