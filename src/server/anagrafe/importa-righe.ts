// The staged rows of a file of persons: written with what becomes of them, checked against each other, applied one at a
// time so that what refuses a row leaves the others as they are.
import { sql } from 'kysely'
import type { DatiRiga } from '../../shared/anagrafe/importa-riga.rules.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { toProblem } from '../kernel/errors.ts'
import { applica, type Importazione, inFrase } from './importa-persone.ts'
import { vincoliImportazione } from './importa-vincoli.ts'

export interface DaAccodare {
  riga: number
  celle: string[]
  dati: DatiRiga | null
  esito: string
  motivi: string[]
  simili: string[]
  personaId: string | null
}

export async function accoda(ctx: Ctx, id: string, comune: string, righe: readonly DaAccodare[]) {
  if (righe.length === 0) return
  await ctx.tx
    .insertInto('importazioneCartellaRiga')
    .values(
      righe.map(({ dati, ...r }) => ({
        ...r,
        importazioneId: id,
        comuneId: comune,
        dati: dati && JSON.stringify(dati),
        codice: dati?.codice ?? null,
        famiglia: dati?.famiglia?.codice ?? null,
      })),
    )
    .execute()
}

/** First row of the file that bears each code of this lot. */
export async function codiciGiaVisti(
  ctx: Ctx,
  id: string,
  lotto: readonly { riga: number; dati: DatiRiga }[],
): Promise<Map<string, number>> {
  const visti = new Map<string, number>()
  for (const r of lotto) if (r.dati.codice !== undefined && !visti.has(r.dati.codice)) visti.set(r.dati.codice, r.riga)
  const { rows } = await sql<{ codice: string; riga: number }>`
    select codice, min(riga) as riga from importazione_cartella_riga where importazione_id = ${id} and codice = any (${[...visti.keys()]}) group by codice`.execute(
    ctx.tx,
  )
  for (const r of rows) visti.set(r.codice, r.riga)
  return visti
}

/** A household of the file has one person of reference, here or already in the record. */
export async function controllaFamiglie(ctx: Ctx, id: string) {
  await sql`
    with f as (
      select r.famiglia, count(*) filter (where (r.dati -> 'famiglia' ->> 'intestatario')::boolean) as capi,
             exists (select 1 from nucleo n join nucleo_componente c on c.nucleo_id = n.id and c.intestatario and c.sostituito_il is null and c.al is null
                      where n.tipo = 'anagrafico' and n.riferimento = r.famiglia and n.comune_id = r.comune_id) as nota
        from importazione_cartella_riga r where r.importazione_id = ${id} and r.famiglia is not null and r.esito <> 'rifiutata'
       group by r.famiglia, r.comune_id
    )
    update importazione_cartella_riga r set esito = 'rifiutata',
           motivi = r.motivi || case when f.capi > 1 then 'La famiglia «' || r.famiglia || '» ha più di un intestatario.'
             else 'La famiglia «' || r.famiglia || '» non ha un intestatario: indicalo in una delle sue righe.' end
      from f where f.famiglia = r.famiglia and r.importazione_id = ${id} and r.esito in ('nuova', 'aggiorna', 'dubbia')
       and (f.capi > 1 or (f.capi = 0 and not f.nota))`.execute(ctx.tx)
}

export interface RigaDaApplicare {
  riga: number
  dati: DatiRiga
}

/** A row in its own savepoint: what refuses it leaves the others as they are. */
export async function applicaProtetta(ctx: Ctx, imp: Importazione, r: RigaDaApplicare, decisa?: string | null) {
  await sql`savepoint riga`.execute(ctx.tx)
  try {
    const g = await applica(ctx, imp, r.dati, decisa)
    await sql`release savepoint riga`.execute(ctx.tx)
    await sql`update importazione_cartella_riga set applicata = true, esito = ${g.esito}, motivi = ${g.motivi}, persona_id = ${g.personaId}, celle = '{}', dati = null, simili = '{}'
      where importazione_id = ${imp.id} and riga = ${r.riga}`.execute(ctx.tx)
    return g
  } catch (e) {
    const p = e instanceof Problem ? e : toProblem(e, vincoliImportazione)
    await sql`rollback to savepoint riga`.execute(ctx.tx)
    if (!p || p.status >= 500) throw e
    const motivi = [inFrase(p)]
    await sql`update importazione_cartella_riga set esito = 'rifiutata', motivi = ${motivi} where importazione_id = ${imp.id} and riga = ${r.riga}`.execute(
      ctx.tx,
    )
    return { esito: 'rifiutata' as const, motivi, simili: [], personaId: null }
  }
}
