// Proposals of registry changes: said in words, written once each.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { NomeFatto } from '../../shared/anagrafe/fatti.ts'
import type { DatiRiga } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { GenereVariazione } from '../../shared/anagrafe/variazioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { inParole } from './fatti-parole.ts'
import type { Importazione } from './importa-persone.ts'

/** What accepting a proposal writes. */
export interface Dopo {
  fatto?: { tipo: NomeFatto; dati: Record<string, unknown>; dal?: string; al?: string }
  famiglia?: NonNullable<DatiRiga['famiglia']>
  unione?: { con: string; dal?: string }
  nascita?: {
    generalita: Record<string, unknown>
    famiglia?: NonNullable<DatiRiga['famiglia']>
    genitori: string[]
    codice?: string
    sistema: string
  }
}

export interface Proposta {
  riga: number
  personaId: string
  comuneId: string
  genere: GenereVariazione
  giorno: string | null
  classe: string | null
  prima: Record<string, unknown> | null
  dopo: Dopo
  /** The whole sheet of the day, as proposals once kept it: what was proposed so is not proposed again. */
  intera?: Dopo
  differenze?: { etichetta: string; prima: string | null; dopo: string }[]
}

/** What is known of it and what it would write. */
export type PrimaEDopo = Pick<Proposta, 'prima' | 'dopo' | 'differenze'>

/** Before and after in words: the codes of the whole lot are looked up together. */
export async function inDifferenze(ctx: Ctx, proposte: PrimaEDopo[]) {
  const fatti = proposte.flatMap((p) => {
    const tipo = p.dopo.fatto?.tipo ?? 'generalita'
    const dopo = p.dopo.fatto?.dati ?? p.dopo.nascita?.generalita ?? {}
    const prima = p.dopo.fatto ? ((p.prima?.dati as Record<string, unknown>) ?? {}) : {}
    return [
      { tipo, dati: prima, dal: null },
      { tipo, dati: dopo, dal: null },
    ]
  })
  const parole = await inParole(ctx, fatti)
  proposte.forEach((p, n) => {
    const [prima, dopo] = [new Map(parole[2 * n]!.map((x) => [x.campo, x.valore])), parole[2 * n + 1]!]
    const differenze = dopo
      .filter((x) => prima.get(x.campo) !== x.valore)
      .map((x) => ({ etichetta: x.etichetta, prima: prima.get(x.campo) ?? null, dopo: x.valore }))
    const giorno = (g: string) => g.split('-').reverse().join('/')
    if (p.dopo.fatto?.tipo === 'decesso' && p.dopo.fatto.dal)
      differenze.unshift({
        etichetta: 'Data del decesso',
        prima: typeof p.prima?.dal === 'string' ? giorno(p.prima.dal) : null,
        dopo: giorno(p.dopo.fatto.dal),
      })
    if (p.dopo.famiglia)
      differenze.push({
        etichetta: 'Famiglia anagrafica',
        prima: p.prima ? String(p.prima.famiglia ?? 'senza numero') : null,
        dopo: p.dopo.famiglia.codice,
      })
    if (p.dopo.nascita?.famiglia)
      differenze.push({ etichetta: 'Famiglia anagrafica', prima: null, dopo: p.dopo.nascita.famiglia.codice })
    if (p.dopo.unione) differenze.push({ etichetta: 'Coniuge', prima: null, dopo: 'Un’altra persona della cartella' })
    p.differenze = differenze
  })
}

const ordinato = (v: unknown): unknown =>
  v && typeof v === 'object' && !Array.isArray(v)
    ? Object.fromEntries(
        Object.entries(v)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([k, x]) => [k, ordinato(x)]),
      )
    : v
const improntaDi = (genere: string, dopo: Dopo) =>
  createHash('sha256')
    .update(JSON.stringify([genere, ordinato(dopo)]))
    .digest('hex')

export async function scriviProposte(ctx: Ctx, imp: Importazione, proposte: readonly Proposta[]): Promise<number> {
  if (proposte.length === 0) return 0
  // a proposal about a secret address is written where only those of its class will find it, whoever brought the file
  const classi = [...new Set([...imp.classi, ...proposte.flatMap((p) => p.classe ?? [])])]
  await sql`select set_config('app.classi', ${classi}::text[]::text, true)`.execute(ctx.tx)
  const righe = proposte.map(({ intera, ...p }) => ({
    ...p,
    impronta: improntaDi(p.genere, p.dopo),
    improntaIntera: intera ? improntaDi(p.genere, intera) : null,
  }))
  const { rows } = await sql<{ n: number }>`
    with p as (
      select * from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x("personaId" uuid, "comuneId" text, riga int, genere text, giorno date, classe text, impronta text, "improntaIntera" text, prima jsonb, dopo jsonb, differenze jsonb)
    ), v as (
      insert into variazione (comune_id, persona_id, importazione_id, riga, genere, giorno, classe, impronta)
      select "comuneId", "personaId", ${imp.id}, riga, genere, giorno, classe, impronta from p
       -- «or», so that it is asked row by row in the index, and never of all that was ever proposed
       where p."improntaIntera" is null or not exists (select 1 from variazione x where x.persona_id = p."personaId" and x.impronta = p."improntaIntera")
      on conflict on constraint variazione_una_volta do nothing returning id, persona_id, impronta
    ), d as (
      insert into variazione_dettaglio (variazione_id, comune_id, persona_id, classe, prima, dopo, differenze)
      select distinct on (v.id) v.id, p."comuneId", p."personaId", p.classe, nullif(p.prima, 'null'), p.dopo, p.differenze
        from v join p on p."personaId" = v.persona_id and p.impronta = v.impronta returning 1
    )
    select count(*) as n from d`.execute(ctx.tx)
  await sql`select set_config('app.classi', ${imp.classi as string[]}::text[]::text, true)`.execute(ctx.tx)
  return rows[0]!.n
}
