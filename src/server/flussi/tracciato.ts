// The rows on their way to INPS, whichever record layout they are of: a narrow one (`p`), that lists and counts read, and beside it what it
// says (`d`), opened by a registered reading. What differs from one layout to the other is a `Tracciato`; the acts are in tracciato-atti.ts.
import { type RawBuilder, sql } from 'kysely'
import type { Cambio, Deroghe, Elaborato } from '../../shared/flussi/elabora.ts'
import { type CampoPiano, cambiaPercorso, campoMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import { CODICE_FISCALE } from '../../shared/flussi/regole-minore.ts'
import type { RigaVista } from '../../shared/flussi/righe.api.ts'
import type { StatoPrestazione } from '../../shared/flussi/stati.rules.ts'
import type { Ctx } from '../kernel/context.ts'

export interface RigaFlussi<R extends object> {
  id: string
  versione: number
  enteId: string
  comuneId: string
  stato: StatoPrestazione
  caricoId: string | null
  riga: number | null
  periodo: string | null
  ordine: number
  record: R
  modifiche: Cambio[]
  difetti: Difetto[]
  deroghe: Deroghe
  fermi: string[]
}

/** A record as it is about to be elaborated and written, with what was changed of it. */
export interface Nuova<R> {
  record: R
  modifiche: Cambio[]
  fermi: string[]
  /** What elaborating it does not take away. */
  restano?: readonly Difetto[]
}

export interface Scritto {
  campo: string
  valore: string
}

export interface Filtri {
  ente: string
  periodo?: string | undefined
  stato?: string | undefined
  regola?: string | undefined
  carico?: string | undefined
  flusso?: string | undefined
}

/** `C` is what elaborating one asks for, the same for all of an ente. */
export interface Tracciato<R extends object, Riga extends RigaFlussi<R>, C> {
  tipo: TipoFlusso
  /** How more of them are called. */
  nome: string
  stretta: 'prestazione_erogata' | 'scheda_minore'
  dati: 'prestazione_dati' | 'scheda_minore_dati'
  /** Of a narrow row `p`. */
  periodo: RawBuilder<unknown>
  /** Of a narrow row `p`: nothing of it has left, and it is one that one corrects. */
  inLavorazione: RawBuilder<unknown>
  /** Those that a clerk writes, each a column of the workbook. */
  campi: readonly CampoPiano[]
  /** What says which one a row of the workbook is, where none of its fields does. */
  chi?: { titolo: string; di(r: Riga): string }
  assertCampo(campo: string): void
  /** The text of a field of `d`. */
  valore(campo: string): RawBuilder<unknown>
  /** What follows `from p join d`. */
  righe(tx: Ctx['tx'], resto: RawBuilder<unknown>): Promise<Riga[]>
  /** Held until the end of the act, with what says which others are copies of it. */
  tieni(ctx: Ctx, id: string): Promise<Riga>
  assertModificabile(r: Riga, versione: number): void
  /** It was excluded: whether it can be one of those to send. */
  assertRiammissibile(ctx: Ctx, r: Riga): Promise<void>
  /** Its period was cut at 31 December and is whole again in this row: the others, which are the rest of it, are excluded. Refused where one is not found. */
  toglieAltreParti?(ctx: Ctx, r: Riga, intera: R): Promise<void>
  contesto(ctx: Ctx, enteId: string): Promise<C>
  /** Of the record alone, without looking at others. */
  elabora(r: R, c: C, fermi: readonly string[]): Elaborato<R>[]
  /** Elaborates the record anew and writes what came of it. */
  riscrivi(ctx: Ctx, r: Riga, n: Nuova<R>, c: C): Promise<void>
  /** As it had been read, judged by what holds today; undefined where nothing is otherwise. */
  rifai(ctx: Ctx, r: Riga, c: C): Promise<Rifatta | undefined>
}

interface Giudizio {
  stato: string
  errori: readonly string[]
  avvisi: readonly string[]
}
export interface Rifatta {
  prima: Giudizio
  dopo: Giudizio
}

/** The rows `p` that the reader asks for, of a layout whose month is `periodo`. */
export const doveRighe = (f: Filtri, periodo: RawBuilder<unknown>): RawBuilder<unknown> => sql`p.ente_id = ${f.ente} ${
  f.periodo === undefined
    ? sql``
    : f.periodo === 'senza-data'
      ? sql`and ${periodo} is null`
      : sql`and ${periodo} = ${f.periodo}`
}
  ${f.stato ? sql`and p.stato = ${f.stato}` : sql``} ${f.regola ? sql`and (${f.regola} = any (p.errori) or ${f.regola} = any (p.avvisi))` : sql``}
  ${f.carico ? sql`and p.carico_id = ${f.carico}` : sql``} ${f.flusso ? sql`and p.flusso_id = ${f.flusso}` : sql``}`

/** The record with some fields changed, and what changed. */
export function conScritti<R extends object>(
  record: R,
  scritti: readonly Scritto[],
  regola: Cambio['regola'],
  assertCampo: (campo: string) => void,
): { nuovo: R; modifiche: Cambio[] } {
  const nuovo = structuredClone(record)
  const modifiche: Cambio[] = []
  for (const { campo, valore } of scritti) {
    assertCampo(campo)
    const prima = leggiPercorso(record, campo)
    const dopo = valore.trim()
    if ((prima ?? '') === dopo) continue
    cambiaPercorso(nuovo, campo, dopo)
    modifiche.push({ campo, prima, dopo: dopo === '' ? undefined : dopo, regola })
  }
  return { nuovo, modifiche }
}

/** Two that are held together: typed again one of them, the other is no longer as somebody wanted it. */
export const DATE = ['dataInizio', 'dataFine']

/**
 * Of the fields that stay as somebody has put them, those that are not written again, nor are entries of a list that is: what is typed
 * again is normalised again.
 */
export function nonRiscritti(fermi: readonly string[], campi: readonly string[]): string[] {
  const scritti = campi.some((c) => DATE.includes(c)) ? [...campi, ...DATE] : campi
  return fermi.filter((f) => !scritti.some((c) => f === c || f.startsWith(`${c}.`)))
}

/** What is shown of any row, but for its values, which are those of its layout. */
export const vistaDi = <R extends object>(r: RigaFlussi<R>): Omit<RigaVista, 'valori'> => ({
  id: r.id,
  versione: r.versione,
  stato: r.stato,
  periodo: r.periodo,
  caricoId: r.caricoId,
  riga: r.riga,
  difetti: r.difetti.map(({ segno: _, ...d }) => d),
  modifiche: r.modifiche.map((m) => ({
    campo: m.campo,
    prima: m.prima ?? null,
    dopo: m.dopo ?? null,
    regola: m.regola,
  })),
  deroghe: Object.entries(r.deroghe).map(([regola, { motivo, il }]) => ({ regola, motivo, il })),
})

// ---- what the ente teaches -------------------------------------------------------------------------------------------

/**
 * How a field had been written, the first time that it was changed, or `seNo` where it was not; undefined of a list of which the entries
 * were changed: put together again as they are now, they are in no file.
 */
export function lettoCome(
  { modifiche }: { modifiche: readonly Cambio[] },
  campo: string,
  seNo?: string,
): string | undefined {
  if (modifiche.some((m) => m.campo.startsWith(`${campo}.`))) return undefined
  return modifiche.find((m) => m.campo === campo)?.prima?.trim() || seNo
}

/** What was written so, from now on means this. */
export async function insegna(
  ctx: Ctx,
  r: { enteId: string; comuneId: string; modifiche: readonly Cambio[] },
  s: Scritto,
): Promise<void> {
  const prima = lettoCome(r, s.campo)
  if (prima !== undefined) await imparato(ctx, r, s.campo, prima, s.valore.trim())
}

export async function imparato(
  ctx: Ctx,
  r: { enteId: string; comuneId: string },
  campo: string,
  prima: string,
  dopo: string,
): Promise<void> {
  // of a minor nothing that says who is learnt
  if (prima === dopo || (campoMinore(campo) && [prima, dopo].some((v) => CODICE_FISCALE.test(v)))) return
  await sql`update insegnamento_flussi set tolto_il = kernel.adesso() where ente_id = ${r.enteId} and campo = ${campo} and prima = ${prima} and tolto_il is null`.execute(
    ctx.tx,
  )
  await sql`insert into insegnamento_flussi (comune_id, ente_id, campo, prima, dopo) values (${r.comuneId}, ${r.enteId}, ${campo}, ${prima}, ${dopo})`.execute(
    ctx.tx,
  )
}
