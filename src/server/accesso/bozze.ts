// The drafts of the signed-in person (ADR 0012): RLS shows him his own and no other. Saving is one statement, so that
// of two openings that write together one wins and the other is told.
import { sql } from 'kysely'
import { bozzeApi, MAX_BOZZA, MAX_BOZZE } from '../../shared/kernel/bozze.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

/** A page left open while somebody else signs in must neither read his drafts nor leave its own among them. */
function assertStessaPersona(ctx: Ctx, utente: string) {
  if (utente !== ctx.utente) throw problem('bozza-di-un-altro')
}

async function leggi(ctx: Ctx, i: Input<typeof bozzeApi.leggi>): Promise<Output<typeof bozzeApi.leggi>> {
  assertStessaPersona(ctx, i.utente)
  const bozza = await ctx.tx
    .selectFrom('kernel.bozza')
    .select(['contenuto', 'scrittura', 'versione', 'aggiornata'])
    .where('utenteId', '=', ctx.utente)
    .where('chiave', '=', i.chiave)
    .executeTakeFirst()
  return { bozza: bozza ? { ...bozza, contenuto: bozza.contenuto as Record<string, unknown> } : null }
}

async function salva(ctx: Ctx, i: Input<typeof bozzeApi.salva>): Promise<Output<typeof bozzeApi.salva>> {
  assertStessaPersona(ctx, i.utente)
  const contenuto = JSON.stringify(i.contenuto)
  if (Buffer.byteLength(contenuto) > MAX_BOZZA) throw problem('bozza-troppo-grande')
  const esiste = sql<boolean>`exists (select 1 from kernel.bozza where utente_id = ${ctx.utente} and chiave = ${i.chiave})`
  const { rows } = await sql<Output<typeof bozzeApi.salva>>`
    insert into kernel.bozza as b (chiave, contenuto, scrittura)
    select ${i.chiave}, ${contenuto}::jsonb, ${i.scrittura}::uuid
     where ${esiste} or (select count(*) from kernel.bozza where utente_id = ${ctx.utente}) < ${MAX_BOZZE}
    on conflict (utente_id, chiave) do update
       set contenuto = excluded.contenuto, scrittura = excluded.scrittura, versione = gen_random_uuid(), aggiornata = kernel.adesso()
     where b.scrittura = excluded.scrittura or b.versione = ${i.sopra}::uuid
    returning versione, aggiornata`.execute(ctx.tx)
  if (rows[0]) return rows[0]
  const { rows: c } = await sql<{ esiste: boolean }>`select ${esiste} as esiste`.execute(ctx.tx)
  throw problem(c[0]?.esiste ? 'bozza-piu-recente' : 'troppe-bozze')
}

async function elimina(ctx: Ctx, i: Input<typeof bozzeApi.elimina>): Promise<Output<typeof bozzeApi.elimina>> {
  assertStessaPersona(ctx, i.utente)
  await ctx.tx
    .deleteFrom('kernel.bozza')
    .where('utenteId', '=', ctx.utente)
    .where('chiave', '=', i.chiave)
    .where('versione', '=', i.versione)
    .execute()
  return { fatto: true }
}

async function chiave(ctx: Ctx, i: Input<typeof bozzeApi.chiave>): Promise<Output<typeof bozzeApi.chiave>> {
  assertStessaPersona(ctx, i.utente)
  const { rows } = await sql<Output<typeof bozzeApi.chiave>>`select * from accesso.chiave_bozze()`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function chiaviVive(ctx: Ctx, i: Input<typeof bozzeApi.chiaviVive>): Promise<Output<typeof bozzeApi.chiaviVive>> {
  const { rows } = await sql<{
    id: string
  }>`select id from accesso.chiavi_bozze_vive(${i.chiavi}::uuid[]) as id`.execute(ctx.tx)
  return { voci: rows.map((r) => r.id) }
}

export const bozzeRotte = rotte(bozzeApi, { leggi, salva, elimina, chiave, chiaviVive })

export const bozzeVincoli: Vincoli = { bozza_troppo_grande: { codice: 'bozza-troppo-grande' } }
