// What these data have of the demonstration, read from the register of changes, which nobody can rewrite: whether there
// is one, whether the large part was begun and on which day, whether it was brought to its end.
import { sql } from 'kysely'
import { type Deps, oggiInItalia } from '../src/server/kernel/context.ts'
import { inCtx } from '../src/server/kernel/serve.ts'

const COMINCIA = 'dimostrazione.comincia'
const CONCLUDI = 'dimostrazione.concludi'
const operatore = 'dimostrazione'

export interface Stato {
  presente: boolean
  /** Nobody has been accredited and there is no ambito. */
  vuoto: boolean
  /** Day of the story of the large part, once it has been begun. */
  cominciata: string | null
  conclusa: boolean
}

export const leggiStato = (deps: Deps): Promise<Stato> =>
  inCtx(deps, { azione: 'dimostrazione.carica', nazionale: true, operatore }, async ({ tx }) => {
    const { rows } = await sql<{ presente: boolean; vuoto: boolean; cominciata: string | null; conclusa: boolean }>`
      with r as materialized (
        select m.azione, m.quando from kernel.registro_modifiche m join ambito a on a.dimostrativo and m.riga_id = a.id::text
         where m.tabella = 'ambito' and m.azione in (${COMINCIA}, ${CONCLUDI})
      )
      select exists (select 1 from ambito where dimostrativo) as presente, not exists (select 1 from utente) and not exists (select 1 from ambito) as vuoto,
             (select min(quando) from r where azione = ${COMINCIA}) as cominciata, exists (select 1 from r where azione = ${CONCLUDI}) as conclusa`.execute(
      tx,
    )
    const s = rows[0]!
    return { ...s, cominciata: s.cominciata && oggiInItalia(new Date(s.cominciata)) }
  })

/** Both write something that an ambito has anyway: what says it is the act, in the register. */
export const segnaInizio = (deps: Deps) =>
  inCtx(deps, { azione: COMINCIA, nazionale: true, operatore }, ({ tx }) =>
    sql`update ambito set email = lower(codice) || '@example.it', versione = versione + 1 where dimostrativo`.execute(
      tx,
    ),
  )

export const segnaFine = (deps: Deps) =>
  inCtx(deps, { azione: CONCLUDI, nazionale: true, operatore }, ({ tx }) =>
    sql`update ambito set telefono = '0600000001', versione = versione + 1 where dimostrativo`.execute(tx),
  )

/** Key → answer of the requests that were answered before the process died, whoever sent them. */
export async function rispostePrecedenti(deps: Deps): Promise<Map<string, unknown>> {
  const utenti = await inCtx(deps, { azione: COMINCIA, nazionale: true, operatore }, ({ tx }) =>
    tx.selectFrom('utente').select(['id', 'ambitoId']).execute(),
  )
  const risposte = new Map<string, unknown>()
  for (const u of utenti) {
    const scope = { azione: COMINCIA, utente: u.id, ...(u.ambitoId ? { ambito: u.ambitoId } : {}) }
    const { rows } = await inCtx(deps, scope, ({ tx }) =>
      sql<{ chiave: string; risposta: unknown }>`select chiave, risposta from kernel.chiave_idempotenza`.execute(tx),
    )
    for (const r of rows) risposte.set(r.chiave, r.risposta)
  }
  return risposte
}
