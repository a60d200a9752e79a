import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { CompitoLetto } from '../../shared/cartella/prese.api.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { etichettaVoce } from '../parametri/voci.ts'

type Letto = Static<typeof CompitoLetto>

/** To-dos of a presa: the open ones by due date, then the others from the last closed. */
export async function leggiCompiti(ctx: Ctx, presaId: string): Promise<Letto[]> {
  const { rows } = await sql<Omit<Letto, 'chi'>>`
    select c.id, t.titolo, c.tipo, ${etichettaVoce('tipo-compito', sql.ref('c.tipo'))} as tipo_testo, c.utente_id, c.scade, c.stato,
           c.stato = 'aperto' and c.scade < kernel.oggi() as scaduto, t.esito, c.chiuso_il, c.versione
      from compito c join compito_testo t on t.compito_id = c.id where c.presa_id = ${presaId}
     order by c.stato <> 'aperto', case when c.stato = 'aperto' then c.scade end, c.chiuso_il desc, c.id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map((r) => ({ ...r, chi: nomi.get(r.utenteId) ?? null }))
}
