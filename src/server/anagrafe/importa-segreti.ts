// Rows of a file that may be about somebody whose address must not be told. A row is kept, and shown to whoever imports,
// until it is in the record: of these, where they are and how they are reached is not kept with it. Columns that nobody has
// said what they are go too: the address may stand in one of them.
import { sql } from 'kysely'
import type { Mappa } from '../../shared/anagrafe/importa.rules.ts'
import type { DatiRiga } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { generalitaDi, type Provenienza, riconosci } from './importa-identita.ts'
import type { DaAccodare } from './importa-righe.ts'

const DOVE = /^(residenza|domicilio|recapito)\./

/** A row with what it means, also where it is refused and its meaning is not stored. */
export interface RigaIntesa extends DaAccodare {
  intesa: DatiRiga
}

/** Whom each row may be about, by the code, the codice fiscale or the name and birth. */
async function chiPossonoEssere(ctx: Ctx, da: Provenienza, righe: readonly RigaIntesa[]): Promise<string[][]> {
  const noti = await riconosci(
    ctx,
    da,
    righe.map((r) => r.intesa),
  )
  const nomi = righe.map((r, n) => ({ n, ...generalitaDi(r.intesa) }))
  const { rows } = await sql<{ n: number; id: string }>`
    with c as materialized (
      select x.n, x."dataNascita", kernel.normalizza(x.cognome) as cognome_chiave, kernel.normalizza(x.nome) as nome_chiave
        from jsonb_to_recordset(${JSON.stringify(nomi)}::jsonb) as x(n int, cognome text, nome text, "dataNascita" date)
    )
    select c.n, p.id from c cross join lateral (
      select p.id from persona p where p.ambito_id = ${ctx.ambito} and p.cognome_chiave = c.cognome_chiave
         and p.nome_chiave = c.nome_chiave and p.data_nascita = c."dataNascita" offset 0) p`.execute(ctx.tx)
  const perNome = Map.groupBy(rows, (r) => r.n)
  return righe.map((r, n) => {
    const { codiceFiscale } = generalitaDi(r.intesa)
    return [
      r.personaId,
      ...r.simili,
      r.intesa.codice && noti.perCodice.get(r.intesa.codice),
      codiceFiscale && noti.perCodiceFiscale.get(codiceFiscale),
      ...(perNome.get(n) ?? []).map((x) => x.id),
    ].filter((id): id is string => Boolean(id))
  })
}

export async function senzaIndirizziSegreti(
  ctx: Ctx,
  da: Provenienza,
  file: { mappa: Mappa; colonne: readonly string[] },
  righe: readonly RigaIntesa[],
): Promise<DaAccodare[]> {
  const chi = await chiPossonoEssere(ctx, da, righe)
  const { rows } = await sql<{ di: string }>`
    select distinct x.di from unnest(${[...new Set(chi.flat())]}::uuid[]) x(di), accesso.indirizzo_segreto(accesso.stessa_persona(x.di))`.execute(
    ctx.tx,
  )
  const segreti = new Set(rows.map((r) => r.di))
  const restano = new Set(file.mappa.flatMap((v) => (v.colonna && !DOVE.test(v.campo) ? [v.colonna] : [])))
  return righe.map(({ intesa: _, ...r }, n) => {
    if (!chi[n]!.some((id) => segreti.has(id))) return r
    const celle = r.celle.map((c, k) => (restano.has(file.colonne[k] ?? '') ? c : ''))
    // of a doubtful row, what it means waits for whoever decides who it is; nobody is shown it
    return { ...r, celle, dati: r.esito === 'rifiutata' ? null : r.dati }
  })
}
