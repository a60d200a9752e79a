// Who a row of a file is: the code he has in the other program, then the codice fiscale, a lot at a time; and what the
// record already says of those who were found.
import { sql } from 'kysely'
import type { NomeFatto } from '../../shared/anagrafe/fatti.ts'
import { type DatiRiga, fattoDi } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { mostrata } from './ricerca.ts'

export interface Provenienza {
  comune: string
  sistema: string
}

const testo = (v: unknown) => (typeof v === 'string' && v.trim() !== '' ? v.trim() : null)

export const generalitaDi = (d: DatiRiga) => {
  const g = fattoDi(d, 'generalita')?.dati ?? {}
  return {
    cognome: testo(g.cognome) ?? '',
    nome: testo(g.nome) ?? '',
    dataNascita: testo(g.dataNascita),
    codiceFiscale: testo(g.codiceFiscale),
  }
}

export interface Riconosciute {
  perCodice: ReadonlyMap<string, string>
  perCodiceFiscale: ReadonlyMap<string, string>
}

/** Two queries for a lot; of merged sheets, the one they are shown as. */
export async function riconosci(ctx: Ctx, da: Provenienza, righe: readonly DatiRiga[]): Promise<Riconosciute> {
  const codici = [...new Set(righe.flatMap((d) => d.codice ?? []))]
  const fiscali = [
    ...new Set(
      righe.flatMap((d) => [generalitaDi(d).codiceFiscale, d.coniuge, d.madre, d.padre].flatMap((c) => c ?? [])),
    ),
  ]
  const origini = await sql<{ chiave: string; id: string }>`
    select o.codice as chiave, kernel.principale(o.persona_id) as id from persona_origine o
     where o.comune_id = ${da.comune} and o.sistema = ${da.sistema} and o.codice = any (${codici})
       and exists (select 1 from persona p where p.id = o.persona_id)`.execute(ctx.tx)
  const persone = await sql<{ chiave: string; id: string }>`
    select c.codice as chiave, kernel.principale(p.id) as id from unnest(${fiscali}::text[]) c(codice)
      join persona p on p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(c.codice) and p.codice_fiscale is not null and p.ambito_id = ${ctx.ambito}
     order by p.unita_a is null, p.comune_id = ${da.comune}`.execute(ctx.tx)
  return {
    perCodice: new Map(origini.rows.map((r) => [r.chiave, r.id])),
    perCodiceFiscale: new Map(persone.rows.map((r) => [r.chiave, r.id])),
  }
}

// ---- what the record says ------------------------------------------------------------------------------------------------

export interface FattoNoto {
  tipo: NomeFatto
  dati: Record<string, unknown>
  dal: string | null
  al: string | null
}
export interface Noto {
  comuneId: string
  nome: string
  decesso: string | null
  fatti: FattoNoto[]
  /** Registry households where he is today: number of the card, and the row of his membership. */
  famiglie: { nucleoId: string; componenteId: string; riferimento: string | null; parentela: string }[]
  prese: { area: string; tipo: string; apertaIl: string; aperta: boolean }[]
  /** What arrives of addresses must neither tell nor overwrite. */
  segreto: boolean
}

export async function cosaSiSa(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Noto>> {
  const persone = [...new Set(ids)]
  if (persone.length === 0) return new Map()
  const di = sql`p.id = any (${persone}) or p.unita_a = any (${persone})`
  const base = await sql<{ id: string; comuneId: string; nome: string; decesso: string | null }>`
    select id, comune_id, cognome || ' ' || nome as nome, decesso from persona where id = any (${persone})`.execute(
    ctx.tx,
  )
  const note = new Map<string, Noto>(
    base.rows.map((r) => [
      r.id,
      { comuneId: r.comuneId, nome: r.nome, decesso: r.decesso, fatti: [], famiglie: [], prese: [], segreto: false },
    ]),
  )
  const fatti = await sql<FattoNoto & { id: string }>`
    select ${mostrata('p')} as id, f.tipo, f.dati, f.dal, f.al from persona p join persona_fatto f on f.persona_id = p.id
     where (${di}) and f.sostituito_il is null and f.classe is distinct from 'indirizzo-segreto' order by f.dal nulls first, f.registrato_il, f.id`.execute(
    ctx.tx,
  )
  for (const { id, ...f } of fatti.rows) note.get(id)?.fatti.push(f)
  const famiglie = await sql<Noto['famiglie'][number] & { id: string }>`
    select ${mostrata('p')} as id, n.id as nucleo_id, c.id as componente_id, n.riferimento, c.parentela
      from persona p join nucleo_componente c on c.persona_id = p.id and c.sostituito_il is null and (c.al is null or c.al > ${ctx.oggi()}::date)
      join nucleo n on n.id = c.nucleo_id and n.tipo = 'anagrafico' where ${di}`.execute(ctx.tx)
  for (const { id, ...f } of famiglie.rows) note.get(id)?.famiglie.push(f)
  const prese = await sql<Noto['prese'][number] & { id: string }>`
    select ${mostrata('p')} as id, k.area, k.tipo, k.aperta_il, k.stato <> 'chiusa' as aperta from persona p join presa_in_carico k on k.persona_id = p.id where ${di}`.execute(
    ctx.tx,
  )
  for (const { id, ...k } of prese.rows) note.get(id)?.prese.push(k)
  const segreti = await sql<{ id: string }>`
    select distinct ${mostrata('p')} as id from persona p join accesso.indirizzo_segreto(array(select p.id from persona p where ${di})) s on s = p.id`.execute(
    ctx.tx,
  )
  for (const { id } of segreti.rows) {
    const n = note.get(id)
    if (n) n.segreto = true
  }
  return note
}

const impronta = (v: unknown): string =>
  typeof v === 'string'
    ? v.trim().toLowerCase().replace(/\s+/g, ' ')
    : v && typeof v === 'object' && !Array.isArray(v)
      ? JSON.stringify(
          Object.entries(v)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, x]) => [k, impronta(x)]),
        )
      : JSON.stringify(v)

/** What a file says is the same, whatever the case and the blanks. */
export const stessoValore = (a: unknown, b: unknown) => impronta(a) === impronta(b)
/** Nothing that the file says differs from what is known; what it does not say is not compared. */
export const diceLoStesso = (noto: Record<string, unknown>, nuovo: Record<string, unknown>) =>
  Object.entries(nuovo).every(([k, v]) => stessoValore(noto[k], v))
