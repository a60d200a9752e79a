// Changes of what has not left yet. Every one goes through the same elaboration as a file, so that what is typed is normalised,
// checked and counted like what arrives.
import { sql } from 'kysely'
import {
  type Cambio,
  type ContestoElaborazione,
  type Deroghe,
  type Elaborata,
  elabora,
  type Posizione,
} from '../../shared/flussi/elabora.ts'
import { campoPrestazione } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import type { RigaPrestazione } from './prestazioni-lettura.ts'
import { liberaDoppie, scriviRighe } from './righe-db.ts'
import { DOPPIA, nuoviId, Righe, stretta } from './righe-lotto.ts'
import { scriviCambi, scriviRecord } from './testo-riga.ts'
import { conScritti, type Nuova, type Scritto } from './tracciato.ts'

export function assertCampo(campo: string): void {
  if (!campoPrestazione(campo)?.campo) throw erroreDiCampo('campi', `Il campo «${campo}» non esiste.`)
}

/** Nothing that has left is changed where it is: it is cancelled, and sent again. */
export function assertModificabile(r: RigaPrestazione, versione: number): void {
  if (r.versione !== versione) throw problem('versione-superata')
  if (!inLavorazione.includes(r.stato))
    throw problem('stato-non-ammesso', {
      detail:
        r.stato === 'esclusa'
          ? 'Questa prestazione è esclusa: riammettila, e poi correggila.'
          : 'Questa prestazione è già in un flusso: prepara la sua cancellazione, con quella corretta che la segue.',
    })
  if (r.operazione === 'C')
    throw problem('stato-non-ammesso', {
      detail: 'Una cancellazione ripete la riga inviata e non si corregge: escludila, se non serve.',
    })
}

/** The record with some fields changed, and what changed. */
export function applicaScritti(record: PrestazioneErogata, scritti: readonly Scritto[], regola: Cambio['regola']) {
  const scritto = conScritti(record, scritti, regola, assertCampo)
  togliVuoti(scritto.nuovo)
  return scritto
}

/** A container left empty would be written as an empty element. */
function togliVuoti(p: PrestazioneErogata): void {
  if (p.sina && Object.keys(p.sina).length === 0) delete p.sina
}

export async function giaPresente(ctx: Ctx, r: RigaPrestazione, impronta: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from prestazione_erogata where ente_id = ${r.enteId} and impronta = ${impronta} and operazione = 'I' and stato <> 'esclusa' and id <> ${r.id} limit 1`.execute(
    ctx.tx,
  )
  return rows.length > 0
}

/** Elaborates a record anew and writes what came of it; a period that now passes 31 December makes other rows. */
export async function riscrivi(
  ctx: Ctx,
  r: RigaPrestazione,
  n: Nuova<PrestazioneErogata>,
  c: ContestoElaborazione,
): Promise<void> {
  togliVuoti(n.record)
  const [prima, ...altre] = elabora(n.record, c, n.fermi) as [Elaborata, ...Elaborata[]]
  if (r.operazione === 'I' && (await giaPresente(ctx, r, stretta(prima).impronta))) prima.difetti.push(DOPPIA)
  prima.difetti.push(...(n.restano ?? []))
  const modifiche = [...r.modifiche, ...n.modifiche, ...prima.modifiche]
  await sostituisci(ctx, r, [{ ...prima, modifiche }, ...altre], n.fermi)
}

/** Writes an elaborated record in the place of another: where it stands now. */
export async function sostituisci(
  ctx: Ctx,
  r: RigaPrestazione,
  [prima, ...altre]: readonly [Elaborata, ...Elaborata[]],
  fermi: readonly string[],
): Promise<Posizione> {
  // what is no longer wrong needs no reason
  const rotte = new Set(prima.difetti.map((d) => d.regola))
  const deroghe: Deroghe = Object.fromEntries(Object.entries(r.deroghe).filter(([regola]) => rotte.has(regola)))
  const s = stretta(prima, deroghe)
  await sql`update prestazione_erogata set stato = ${s.stato}, periodo = ${s.periodo}, banca = ${s.banca}, codice = ${s.codice}, area = ${s.area}, centesimi = ${s.centesimi},
      persona = ${s.persona}, impronta = ${s.impronta}, errori = ${s.errori}, avvisi = ${s.avvisi}, versione = versione + 1 where id = ${r.id}`.execute(
    ctx.tx,
  )
  const scritto = scriviRecord(prima.record)
  await sql`update prestazione_dati set record = ${scritto.record}, modifiche = ${scriviCambi(prima.modifiche, scritto.valori)},
      difetti = ${JSON.stringify(prima.difetti)}::jsonb, deroghe = ${JSON.stringify(deroghe)}::jsonb, fermi = ${[...fermi]} where id = ${r.id}`.execute(
    ctx.tx,
  )
  if (s.impronta !== r.impronta) await liberaDoppie(ctx, r.enteId, sql`${r.impronta}`)
  if (altre.length > 0) await scriviNuove(ctx, { enteId: r.enteId, comuneId: r.comuneId }, altre)
  return { stato: s.stato, errori: s.errori, avvisi: s.avvisi }
}

/** Rows that no file brought. */
export async function scriviNuove(
  ctx: Ctx,
  dove: { enteId: string; comuneId: string },
  elaborate: readonly Elaborata[],
): Promise<string[]> {
  const righe = new Righe()
  righe.aggiungi(elaborate, null, { celle: null, letta: null })
  const ids = nuoviId(righe.quante)
  await scriviRighe(ctx, { ...dove, caricoId: null }, righe.togli(ids))
  return ids
}
