// What is read of a compilation: its heading for lists, and for who opens it the members, the answers with their authors,
// the contributions, the history. Whatever a class of protected data hides from the reader is not among the rows.
import { sql } from 'kysely'
import { eta } from '../../shared/anagrafe/genogramma/modello.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Componente } from '../../shared/parametri/motore.ts'
import { campoDiBase, chiaveDi, type Valore, voci } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import type {
  CompilazioneBreve,
  CompilazioneLetta,
  Contributo,
  MembroCompilazione,
  Risposta,
} from '../../shared/patti/compilazioni.api.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { esaminaRisposte } from '../parametri/motore.ts'

export const brevi = sql`c.id, c.questionario_id, q.nome as questionario, c.questionario_versione_id as versione_id, c.tempo, c.giorno, c.stato, c.numero,
  c.origine_id, cardinality(c.persone) as persone, c.creata_il, c.creata_da, c.finalizzata_il`
export const daCompilazione = sql`compilazione c join questionario q on q.id = c.questionario_id`

export type RigaBreve = Omit<CompilazioneBreve, 'autore'> & { creataDa: string }

export async function conAutore<R extends { creataDa: string }>(ctx: Ctx, righe: readonly R[]) {
  const nomi = await nomiUtenti(
    ctx,
    righe.map((r) => r.creataDa),
  )
  return righe.map(({ creataDa, ...r }) => ({ ...r, autore: nomi.get(creataDa) ?? null }))
}

export type Testata = RigaBreve & {
  personaId: string
  comuneId: string
  presaId: string | null
  versione: number
  /** Of the caso that it is of, what its coordinator sees; null where it is of none. */
  casoAssegnazione: string | null
}

/** The heading; locked where one is going to write. */
export async function getCompilazione(ctx: Ctx, id: string, perScrivere = false): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select ${brevi}, c.persona_id, c.comune_id, c.presa_id, c.versione,
           (select k.assegnazione from caso_analisi a join caso k on k.id = a.caso_id where a.compilazione_id = c.id) as caso_assegnazione from ${daCompilazione} where c.id = ${id}
    ${perScrivere ? sql`for update of c` : sql``}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function membriDi(ctx: Ctx, id: string, giorno: string): Promise<MembroCompilazione[]> {
  // whoever reaches a caso and no person of the record has the names of whom his analysis concerns, and no more
  const { rows } = await sql<Omit<MembroCompilazione, 'eta'>>`
    with n as (
      select m.persona_id as di, n.cognome, n.nome, n.sesso, n.data_nascita from compilazione_persona m ${conPersona('m.persona_id')} where m.compilazione_id = ${id}
    ), x as (select * from accesso.persone_di_analisi(${id}))
    select m.persona_id as id, coalesce(n.cognome, x.cognome) as cognome, coalesce(n.nome, x.nome) as nome, coalesce(n.sesso, x.sesso) as sesso, coalesce(n.data_nascita, x.data_nascita) as data_nascita,
           coalesce(kernel.voce_etichetta('parentela', m.parentela, ${giorno}::date, coalesce(n.sesso, x.sesso)), m.parentela) as parentela
      from compilazione_persona m left join n on n.di = m.persona_id left join x on x.id = m.persona_id
     where m.compilazione_id = ${id} and coalesce(n.di, x.id) is not null order by m.ordine`.execute(ctx.tx)
  return rows.map((m) => ({ ...m, eta: eta(m.dataNascita ?? undefined, giorno) ?? null }))
}

export const comeComponenti = (membri: readonly MembroCompilazione[]): Componente[] =>
  membri.map(({ id, eta, sesso }) => ({ id, eta, sesso }))

type RigaRisposta = Omit<Risposta, 'autore'> & { autoreId: string }
const colonneRisposta = sql`componente_id, campo, valore, revisione, autore_id, scritta_il, origine_testo as origine, informazione_del,
  origine is not null and confermata_il is null as da_confermare`

/** Answers as the reader may see them; those written after a version, where one is named. */
export async function risposteDi(ctx: Ctx, id: string, dopo = 0): Promise<Risposta[]> {
  const { rows } = await sql<RigaRisposta>`
    select ${colonneRisposta} from compilazione_risposta where compilazione_id = ${id} and revisione > ${dopo}
     order by campo, componente_id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.autoreId),
  )
  return rows.map(({ autoreId, ...r }) => ({ ...r, autore: nomi.get(autoreId) ?? null }))
}

/** The same answers as the engine reads them. */
export const valoriDi = (risposte: readonly Risposta[]): Map<string, Valore> =>
  new Map(risposte.map((r) => [chiaveDi(r.componenteId, r.campo), r.valore]))

/** What each source said when it was begun. */
export async function proposteLette(ctx: Ctx, id: string): Promise<CompilazioneLetta['proposte']> {
  const { rows } = await sql<CompilazioneLetta['proposte'][number]>`
    select componente_id, campo, origine, origine_testo as testo, informazione_del, valore from compilazione_proposta
     where compilazione_id = ${id} order by campo, componente_id, array_position('{fatto,inps,precedente}'::text[], origine)`.execute(
    ctx.tx,
  )
  return rows
}

/** The caso that it is of, for who follows that caso. */
export async function casoDi(ctx: Ctx, id: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select k.id from caso_analisi a join caso k on k.id = a.caso_id where a.compilazione_id = ${id} and k.assegnatario_id = ${ctx.utente}`.execute(
    ctx.tx,
  )
  return rows[0]?.id ?? null
}

export async function contributiDi(ctx: Ctx, id: string): Promise<Contributo[]> {
  type Riga = Omit<Contributo, 'autore' | 'mio'> & { autoreId: string }
  const { rows } = await sql<Riga>`
    select id, componente_id, campo, valore, testo, professione, autore_id, scritto_il from compilazione_contributo
     where compilazione_id = ${id} and ritirato_il is null order by scritto_il, id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.autoreId),
  )
  return rows.map(({ autoreId, ...r }) => ({ ...r, autore: nomi.get(autoreId) ?? null, mio: autoreId === ctx.utente }))
}

/** Classes of protected data that the running act opens in this comune. */
export async function classiAperte(ctx: Ctx, comuneId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from classe_riservatezza where id = any (kernel.classi()) or id || ':' || ${comuneId}::text = any (kernel.classi()) order by ordine`.execute(
    ctx.tx,
  )
  return rows.map((r) => r.id)
}

/** Question → class of its answers. */
export const classeDelCampo = (d: Definizione, campo: string): string | null =>
  voci(d).find((v) => v.domanda.name === campoDiBase(campo))?.domanda.classe ?? null

export async function storiaDi(ctx: Ctx, id: string): Promise<CompilazioneLetta['storia']> {
  type Riga = Omit<CompilazioneLetta['storia'][number], 'chi'> & { utenteId: string }
  const { rows } = await sql<Riga>`
    select atto, motivo, quando, utente_id from compilazione_passaggio where compilazione_id = ${id} order by quando, id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map(({ utenteId, ...r }) => ({ ...r, chi: nomi.get(utenteId) ?? null }))
}

export async function versioniDi(ctx: Ctx, origineId: string): Promise<CompilazioneLetta['versioni']> {
  const { rows } = await sql<CompilazioneLetta['versioni'][number]>`
    select id, numero, stato, finalizzata_il from compilazione where origine_id = ${origineId} order by numero`.execute(
    ctx.tx,
  )
  return rows
}

/** Answers with what the engine says of them. */
export function esaminate(d: Definizione, risposte: readonly Risposta[], membri: readonly MembroCompilazione[]) {
  const valori = valoriDi(risposte)
  return { valori, ...esaminaRisposte(d, valori, comeComponenti(membri)) }
}
