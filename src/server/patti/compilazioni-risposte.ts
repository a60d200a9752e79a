// Writing in a compilation: answers, confirmations, contributions of professionals. Savings of the same compilation wait for
// each other; what two people have written differently is never overwritten, and is given back to be compared.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { campoDiBase, chiaveDi, valoreNonAmmesso, voci, vuoto } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import type { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { confrontaScritte, type Scritta, transizioniCompilazione } from '../../shared/patti/compilazioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import { classeDelCampo, classiAperte, getCompilazione, risposteDi, type Testata } from './compilazioni-lettura.ts'

type Api = typeof compilazioniApi

/** Locked, and open to be written. */
async function getInCorso(ctx: Ctx, id: string): Promise<Testata> {
  return scrivibile(await getCompilazione(ctx, id, true))
}

function scrivibile(c: Testata): Testata {
  assertTransizione(transizioniCompilazione, 'scrivi', c.stato)
  if (c.casoAssegnazione !== null && c.casoAssegnazione !== 'assegnato')
    throw problem('stato-non-ammesso', { detail: 'Il caso non è più in corso: le sue analisi si leggono soltanto.' })
  return c
}

interface DoveRispondere {
  d: Definizione
  membri: ReadonlySet<string>
  classi: readonly string[]
}

async function doveRispondere(ctx: Ctx, c: Testata): Promise<DoveRispondere> {
  const { rows } = await sql<{ id: string }>`
    select persona_id as id from compilazione_persona where compilazione_id = ${c.id}`.execute(ctx.tx)
  return {
    d: (await getVersioneQuestionario(ctx.tx, c.versioneId)).definizione,
    membri: new Set(rows.map((r) => r.id)),
    classi: await classiAperte(ctx, c.comuneId),
  }
}

/** The question exists, is asked of whom one says, is for the reader, and admits the value. */
function assertRisposta({ d, membri, classi }: DoveRispondere, r: Omit<Scritta, 'revisione'>) {
  const chiave = chiaveDi(r.componenteId, r.campo)
  const rifiuta = (perche: string) => erroreDiCampo(chiave, perche)
  const v = voci(d).find((x) => x.domanda.name === campoDiBase(r.campo))
  if (!v || v.perComponente !== (r.componenteId !== null)) throw rifiuta('Questa domanda non è del questionario.')
  if (r.componenteId !== null && !membri.has(r.componenteId)) throw rifiuta('Questa persona non è tra i componenti.')
  if (v.domanda.classe && !classi.includes(v.domanda.classe))
    throw rifiuta('Questa domanda è di chi può leggere i dati protetti.')
  const perche = valoreNonAmmesso(d, r.campo, r.valore)
  if (perche) throw rifiuta(perche)
}

export async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  const c = await getInCorso(ctx, i.id)
  const dove = await doveRispondere(ctx, c)
  const scritte = i.risposte.map((r) => ({ ...r, valore: vuoto(r.valore) ? null : r.valore }))
  for (const r of scritte) assertRisposta(dove, r)
  const presenti = new Map((await risposteDi(ctx, c.id)).map((r) => [chiaveDi(r.componenteId, r.campo), r]))
  const { nuove, conflitti } = confrontaScritte(scritte, presenti)
  let { versione } = c
  if (nuove.length > 0) {
    versione = await prossimaVersione(ctx, c.id)
    const righe = nuove.map((r) => ({
      componente_id: r.componenteId,
      campo: r.campo,
      valore: r.valore,
      classe: classeDelCampo(dove.d, r.campo),
    }))
    await sql`insert into compilazione_risposta (comune_id, persona_id, compilazione_id, componente_id, campo, valore, classe, revisione, riservato_a)
      select c.comune_id, c.persona_id, c.id, r.componente_id, r.campo, r.valore, r.classe, c.versione, c.riservato_a
        from compilazione c, jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(componente_id uuid, campo text, valore jsonb, classe text)
       where c.id = ${c.id}
      on conflict on constraint risposta_una do update set valore = excluded.valore, revisione = excluded.revisione, autore_id = excluded.autore_id,
        scritta_il = excluded.scritta_il, origine = null, origine_testo = null, informazione_del = null, confermata_il = null, confermata_da = null`.execute(
      ctx.tx,
    )
  }
  return {
    versione,
    conflitti: conflitti.map((r) => presenti.get(chiaveDi(r.componenteId, r.campo))!),
    cambiate: await risposteDi(ctx, c.id, i.vista),
  }
}

async function prossimaVersione(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ versione: number }>`
    update compilazione set versione = versione + 1 where id = ${id} returning versione`.execute(ctx.tx)
  return rows[0]!.versione
}

/** Only what the person has seen: an answer that has changed meanwhile is not confirmed with it. */
export async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  const c = await getInCorso(ctx, i.id)
  const versione = await prossimaVersione(ctx, c.id)
  const viste = i.risposte.map((r) => ({
    componente_id: r.componenteId,
    campo: r.campo,
    revisione: r.revisione,
    da: r.da ?? null,
  }))
  // another source than the one that is the answer: its value takes its place, confirmed with its day
  await sql`update compilazione_risposta x set valore = p.valore, origine = p.origine, origine_testo = p.origine_testo, informazione_del = p.informazione_del,
        confermata_il = kernel.adesso(), confermata_da = kernel.utente(), autore_id = kernel.utente(), scritta_il = kernel.adesso(), revisione = ${versione}
      from jsonb_to_recordset(${JSON.stringify(viste)}::jsonb) as r(componente_id uuid, campo text, revisione integer, da text)
      join compilazione_proposta p on p.compilazione_id = ${c.id} and p.componente_id is not distinct from r.componente_id and p.campo = r.campo and p.origine = r.da
     where x.compilazione_id = ${c.id} and x.componente_id is not distinct from r.componente_id and x.campo = r.campo and x.revisione = r.revisione`.execute(
    ctx.tx,
  )
  await sql`update compilazione_risposta x set confermata_il = kernel.adesso(), confermata_da = kernel.utente(), revisione = ${versione}
      from jsonb_to_recordset(${JSON.stringify(viste)}::jsonb) as r(componente_id uuid, campo text, revisione integer, da text)
     where x.compilazione_id = ${c.id} and r.da is null and x.componente_id is not distinct from r.componente_id and x.campo = r.campo and x.revisione = r.revisione
       and x.origine is not null and x.confermata_il is null`.execute(ctx.tx)
  return { versione, cambiate: await risposteDi(ctx, c.id, i.vista) }
}

/** In which quality a colleague works with these people today, in words. */
async function professioneDi(ctx: Ctx, id: string): Promise<string | null> {
  const { rows } = await sql<{ professione: string | null }>`
    select coalesce(kernel.voce_etichetta('professione-operatore', o.professione), o.professione) as professione
      from compilazione_persona m join presa_in_carico p on p.persona_id = any (accesso.stessa_persona(m.persona_id)) join presa_operatore o on o.presa_id = p.id
     where m.compilazione_id = ${id} and o.utente_id = ${ctx.utente} and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())
     order by m.ordine, o.dal limit 1`.execute(ctx.tx)
  return rows[0]?.professione ?? null
}

export async function contribuisci(ctx: Ctx, i: Input<Api['contribuisci']>): Promise<Output<Api['contribuisci']>> {
  const c = await getInCorso(ctx, i.id)
  return contribuisciIn(ctx, c, i, await professioneDi(ctx, c.id))
}

/** Open to contributions, and not locked. */
export const daContribuire = async (ctx: Ctx, id: string): Promise<Testata> =>
  scrivibile(await getCompilazione(ctx, id))

type NuovoContributo = Omit<Input<Api['contribuisci']>, 'id'>

export async function contribuisciIn(ctx: Ctx, c: Testata, i: NuovoContributo, professione: string | null) {
  const dove = await doveRispondere(ctx, c)
  const v = voci(dove.d).find((x) => x.domanda.name === i.campo)
  if (!dove.d.contributi || v?.domanda.type !== 'rating')
    throw problem('regola-non-rispettata', { detail: 'In questo punto non si aggiungono contributi.' })
  assertRisposta(dove, { componenteId: i.componenteId, campo: i.campo, valore: i.valore })
  await sql`update compilazione_contributo set ritirato_il = kernel.adesso()
    where compilazione_id = ${c.id} and componente_id is not distinct from ${i.componenteId}::uuid and campo = ${i.campo} and autore_id = ${ctx.utente} and ritirato_il is null`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ id: string }>`
    insert into compilazione_contributo (comune_id, persona_id, compilazione_id, componente_id, campo, valore, testo, classe, professione, riservato_a)
    select comune_id, persona_id, id, ${i.componenteId}::uuid, ${i.campo}, ${JSON.stringify(i.valore)}::jsonb, ${i.testo.trim()}, ${v.domanda.classe ?? null}, ${professione}, riservato_a
      from compilazione where id = ${c.id} returning id`.execute(ctx.tx)
  return rows[0]!
}
