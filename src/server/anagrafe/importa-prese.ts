// Prese in carico that come from another program: open or closed as they were there, with a row of history that says so.
import { sql } from 'kysely'
import type { DatiRiga } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Scope } from '../kernel/db.ts'
import { inCtx } from '../kernel/serve.ts'

/** What a file says of a presa in carico; a message also when it became active, and how it was judged at the end. */
export type PresaImportata = NonNullable<DatiRiga['presa']> & {
  attivata?: string | null
  valutazione?: string
}

/** Where the file does not say. */
export const TIPO_PRESA = 'professionale'

export function difettoPresa(ctx: Ctx, p: PresaImportata): string[] {
  const motivi: string[] = []
  if (!p.area || !p.dal) motivi.push('Di una presa in carico servono l’area e la data di inizio.')
  if (p.dal && (p.dal > ctx.oggi() || p.dal < '1950-01-01'))
    motivi.push('La data della presa in carico non è possibile.')
  if (p.al && p.dal && p.al < p.dal) motivi.push('La presa in carico si chiude prima di cominciare.')
  if (p.al && p.al > ctx.oggi()) motivi.push('La chiusura della presa in carico è nel futuro.')
  if (p.al && !p.motivoChiusura)
    motivi.push('Una presa in carico chiusa ha bisogno del motivo: indica la colonna o un valore fisso.')
  return motivi
}

/**
 * Codice fiscale → id of the colleagues who may answer for a presa in carico in these comuni. Nobody reads the users of
 * the ambito within the reach of a section: this is asked apart, for a whole file.
 */
export async function operatoriPerPrese(deps: Deps, scope: Scope): Promise<Map<string, string>> {
  return inCtx(deps, { ...scope, intero: true }, async (ctx) => {
    const { rows } = await sql<{ codice: string; id: string }>`
      select u.codice_fiscale as codice, u.id from utente u
       where u.ambito_id = ${ctx.ambito} and u.id in (select o.utente_id from accesso.operatori_con('presa.gestisci', (select kernel.comuni())) o)`.execute(
      ctx.tx,
    )
    return new Map(rows.map((r) => [r.codice, r.id]))
  })
}

/** Without a responsible person among the operators it waits to be assigned. Returns what is worth saying. */
export async function apriPresa(
  ctx: Ctx,
  comune: string,
  personaId: string,
  p: PresaImportata,
  operatori: ReadonlyMap<string, string>,
  provenienza = 'Dal programma usato in precedenza',
): Promise<string[]> {
  const responsabile = p.responsabile ? operatori.get(p.responsabile) : undefined
  const stato = p.al ? 'chiusa' : responsabile ? 'attiva' : 'proposta'
  const { rows } = await sql<{ id: string }>`
    insert into presa_in_carico (comune_id, persona_id, numero, stato, tipo, area, mandato, aperta_il, attivata_il, chiusa_il, motivo_chiusura)
    select ${comune}, ${personaId}, accesso.prossimo_numero_presa(${comune}), ${stato}, ${p.tipo ?? TIPO_PRESA}, ${p.area!}, ${p.mandato ?? 'accordo'},
           ${p.dal!}::date, case when ${stato} <> 'proposta' then ${p.attivata === undefined ? p.dal! : p.attivata}::date end, ${p.al ?? null}::date, ${p.al ? p.motivoChiusura! : null} returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await sql`insert into presa_dettaglio (presa_id, comune_id, persona_id, oggetto, valutazione_finale)
    values (${id}, ${comune}, ${personaId}, ${p.oggetto ?? null}, ${p.valutazione ?? null})`.execute(ctx.tx)
  await sql`insert into presa_passaggio (comune_id, presa_id, atto, a, motivo) values (${comune}, ${id}, 'importa', ${stato}, ${provenienza})`.execute(
    ctx.tx,
  )
  if (responsabile)
    await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile, dal, al)
      values (${comune}, ${id}, ${responsabile}, 'assistente-sociale', true, ${p.dal!}, ${p.al ?? null})`.execute(
      ctx.tx,
    )
  if (p.responsabile && !responsabile)
    return ['L’operatore responsabile non è tra chi segue prese in carico qui: la presa in carico è da assegnare.']
  return []
}
