// A proposal against what the record says on the day one decides: between the file and the hand of who accepts, the sheet
// may have been corrected. What it does not change is never its to write; where what it changes is no longer what it was
// compared with, it is not taken: the difference is drawn again, and one decides again.
import { sql } from 'kysely'
import { CLASSE_SEGRETA, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { diceLoStesso, stessoValore } from './importa-identita.ts'
import { type Dopo, inDifferenze, type PrimaEDopo } from './variazioni-scrittura.ts'

type Dati = Record<string, unknown>
type Fatto = NonNullable<Dopo['fatto']>

export interface Creduto {
  id: string
  dati: Dati
  dal: string | null
}

/** The record is no longer what the proposal was compared with. */
export class Superata extends Problem {
  readonly ora: PrimaEDopo
  constructor(ora: PrimaEDopo) {
    super('stato-non-ammesso')
    this.ora = ora
  }
}

/** What is believed of one kind of a person, the last at the end: as a file was compared with it (importa-identita). */
export async function creduti(ctx: Ctx, personaId: string, tipo: Fatto['tipo']): Promise<Creduto[]> {
  const { rows } = await sql<Creduto>`
    select f.id, f.dati, f.dal from persona_fatto f
     where f.persona_id = any (accesso.stessa_persona(${personaId})) and f.tipo = ${tipo} and f.sostituito_il is null and f.classe is distinct from ${CLASSE_SEGRETA}
     order by f.dal nulls first, f.registrato_il, f.id`.execute(ctx.tx)
  return rows
}

const uguali = (a: unknown, b: unknown) => stessoValore(a ?? null, b ?? null)
const quali = (dati: Dati, si: (k: string, v: unknown) => boolean): Dati =>
  Object.fromEntries(Object.entries(dati).filter(([k, v]) => si(k, v)))

/** What is to be written today, and what it corrects; null where the record already says so. */
export function daScrivere(
  prima: Dati | null,
  f: Fatto,
  noti: readonly Creduto[],
): { fatto: Fatto; corregge?: Creduto } | null {
  const ora = noti.at(-1)
  if (!tipoFatto(f.tipo).singolo) return noti.some((x) => diceLoStesso(x.dati, f.dati)) ? null : { fatto: f }
  const superata = (fatto: Fatto) =>
    new Superata({ prima: ora ? { tipo: f.tipo, dati: ora.dati, dal: ora.dal } : null, dopo: { fatto } })
  const allora = prima ? ((prima.dati ?? {}) as Dati) : null
  if (f.tipo === 'generalita') {
    const oggi = ora?.dati ?? {}
    // also where the whole sheet of its day was kept: what was the same then is not a change
    const cambia = quali(f.dati, (k, v) => !uguali(allora?.[k], v))
    const manca = quali(cambia, (k, v) => !uguali(oggi[k], v))
    if (Object.keys(manca).length === 0) return null
    if (Object.keys(manca).some((k) => !uguali(oggi[k], allora?.[k]))) throw superata({ ...f, dati: manca })
    return { fatto: { ...f, dati: { ...oggi, ...manca } }, ...(ora && { corregge: ora }) }
  }
  if (ora && (f.tipo === 'decesso' ? ora.dal === f.dal : diceLoStesso(ora.dati, f.dati))) return null
  const comeAllora = ora ? allora !== null && uguali(ora.dati, allora) && ora.dal === (prima?.dal ?? null) : !prima
  if (!comeAllora) throw superata(f)
  // a wrong date of death is corrected; what changes with time follows what was there
  return { fatto: f, ...(ora && f.tipo === 'decesso' && { corregge: ora }) }
}

/** The proposal as it stands today, and why it was not taken. */
export async function ridisegna(ctx: Ctx, id: string, { ora }: Superata): Promise<string> {
  await inDifferenze(ctx, [ora])
  const differenze = ora.differenze ?? []
  await sql`update variazione_dettaglio set prima = ${ora.prima ? JSON.stringify(ora.prima) : null}::jsonb, dopo = ${JSON.stringify(ora.dopo)}::jsonb,
    differenze = ${JSON.stringify(differenze)}::jsonb where variazione_id = ${id}`.execute(ctx.tx)
  await sql`update variazione set ridisegnata_il = kernel.adesso(), versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  const adesso = differenze.map((d) => `${d.etichetta}: ora ${d.prima ? `«${d.prima}»` : 'non c’è'}`).join('; ')
  return `Nel frattempo la scheda è cambiata${adesso && ` (${adesso})`}: guarda la differenza di oggi e decidi di nuovo.`
}
