// Beginning an analysis: which questionnaires are in force and which of them the outcome of another opens, for which
// household, with what is already known.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TipoNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { inVigore } from '../../shared/parametri/versioni.rules.ts'
import type { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { conPersona, principaleDi } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersioneInVigore } from '../parametri/questionari.ts'
import { classiAperte } from './compilazioni-lettura.ts'
import { type Proposta, precedenteDi, prescelte, proposteDi } from './compilazioni-proposte.ts'

type Api = typeof compilazioniApi
type Versione = VersioneQuestionario

/** The published versions in force, by questionnaire. */
export async function inVigoreOggi(ctx: Ctx): Promise<Versione[]> {
  const { rows } = await sql<Versione>`
    select v.id, v.questionario_id, v.numero, v.stato, v.etichetta, v.dal, v.al, v.nota, q.nome, v.revisione, v.derivata_da, v.definizione
      from questionario_versione v join questionario q on q.id = v.questionario_id
     where v.stato = 'pubblicata' and v.dal <= ${ctx.oggi()}::date and (v.al is null or v.al >= ${ctx.oggi()}::date) order by q.nome`.execute(
    ctx.tx,
  )
  return [...Map.groupBy(rows, (v) => v.questionarioId).values()].map((sue) => inVigore(sue, ctx.oggi())!)
}

/** What the latest outcomes of this person open. */
async function aperti(ctx: Ctx, personaId: string): Promise<Set<string>> {
  const { rows } = await sql<{ apreId: string | null }>`
    select distinct on (c.questionario_id) e.apre_id
      from compilazione_persona p join compilazione c on c.id = p.compilazione_id join compilazione_esito e on e.compilazione_id = c.id
     where p.persona_id = any (accesso.stessa_persona(${personaId})) and c.stato = 'finalizzata'
     order by c.questionario_id, c.giorno desc, c.finalizzata_il desc`.execute(ctx.tx)
  return new Set(rows.flatMap((r) => r.apreId ?? []))
}

async function inCorso(ctx: Ctx, personaId: string): Promise<Set<string>> {
  const { rows } = await sql<{ questionarioId: string }>`
    select distinct c.questionario_id from compilazione_persona p join compilazione c on c.id = p.compilazione_id
     where p.persona_id = any (accesso.stessa_persona(${personaId})) and c.stato = 'in-corso'`.execute(ctx.tx)
  return new Set(rows.map((r) => r.questionarioId))
}

/** Why a questionnaire cannot be begun for this person; null where it can. */
async function impedimenti(ctx: Ctx, personaId: string, versioni: readonly Versione[]) {
  const [siApre, gia] = [await aperti(ctx, personaId), await inCorso(ctx, personaId)]
  const chiApre = new Map(
    versioni.flatMap((v) =>
      (v.definizione.esito?.valori ?? []).flatMap((x) => (x.apre ? [[x.apre, { v, codice: x.codice }] as const] : [])),
    ),
  )
  return (v: Versione): string | null => {
    if (gia.has(v.questionarioId)) return 'Ce n’è già una in corso: continua quella.'
    const da = chiApre.get(v.questionarioId)
    if (da && !siApre.has(v.questionarioId))
      return `Si compila quando l’esito di «${da.v.nome}» è ${da.codice}: prima va finalizzata quella.`
    return null
  }
}

interface Nucleo {
  id: string
  tipo: TipoNucleo
  componenti: { id: string; nome: string }[]
}

/** Households of today in which the person is, as the reader sees them. */
async function nucleiDi(ctx: Ctx, personaId: string): Promise<Nucleo[]> {
  const oggi = ctx.oggi()
  const { rows } = await sql<{ id: string; tipo: TipoNucleo; persona: string; nome: string }>`
    select n.id, n.tipo, p.id as persona, p.cognome || ' ' || p.nome as nome from nucleo n join nucleo_componente f on f.nucleo_id = n.id
      ${conPersona('f.persona_id', 'p')}
     where (n.dal is null or n.dal <= ${oggi}::date) and (n.al is null or n.al >= ${oggi}::date) and n.tipo <> 'rete'
       and f.sostituito_il is null and (f.dal is null or f.dal <= ${oggi}::date) and (f.al is null or f.al >= ${oggi}::date)
       and n.id in (select x.nucleo_id from nucleo_componente x where x.persona_id = any (accesso.stessa_persona(${personaId})) and x.sostituito_il is null
             and (x.dal is null or x.dal <= ${oggi}::date) and (x.al is null or x.al >= ${oggi}::date))
     order by array_position('{isee,anagrafico,fatto}'::text[], n.tipo), n.id, f.intestatario desc, p.data_nascita nulls last, p.id`.execute(
    ctx.tx,
  )
  return [...Map.groupBy(rows, (r) => r.id)].map(([id, sue]) => ({
    id,
    tipo: sue[0]!.tipo,
    // two merged sheets are one member
    componenti: [...new Map(sue.map((r) => [r.persona, { id: r.persona, nome: r.nome }])).values()],
  }))
}

export async function daCominciare(ctx: Ctx, i: Input<Api['daCominciare']>): Promise<Output<Api['daCominciare']>> {
  const versioni = await inVigoreOggi(ctx)
  const impedimento = await impedimenti(ctx, i.id, versioni)
  const { rows: prese } = await sql<{ id: string; numero: number }>`
    select id, numero from presa_in_carico where persona_id = any (accesso.stessa_persona(${i.id})) and stato <> 'chiusa' order by numero`.execute(
    ctx.tx,
  )
  return {
    questionari: versioni.map((v) => ({
      id: v.questionarioId,
      nome: v.nome,
      etichetta: v.etichetta,
      per: v.definizione.per,
      tempi: v.definizione.tempi ?? [],
      impedimento: impedimento(v),
    })),
    nuclei: await nucleiDi(ctx, i.id),
    prese,
  }
}

async function assertComincia(ctx: Ctx, i: Input<Api['comincia']>, v: Versione) {
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'Il colloquio non può essere nel futuro.')
  const tempi = v.definizione.tempi ?? []
  if (tempi.length > 0 && !tempi.includes(i.tempo ?? ''))
    throw erroreDiCampo('tempo', `Indica il tempo: ${tempi.join(', ')}.`)
  if (tempi.length === 0 && i.tempo)
    throw erroreDiCampo('tempo', 'Questo questionario non si ripete a tempi stabiliti.')
  const perche = (await impedimenti(ctx, i.id, await inVigoreOggi(ctx)))(v)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  if (!i.presaId) return
  const { rows } = await sql`
    select 1 from presa_in_carico where id = ${i.presaId} and persona_id = any (accesso.stessa_persona(${i.id}))`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw erroreDiCampo('presaId', 'Non riguarda questa persona.')
}

async function membriScelti(ctx: Ctx, i: Input<Api['comincia']>, v: Versione, persona: string): Promise<string[]> {
  if (v.definizione.per === 'persona' || !i.nucleoId) return [persona]
  const nucleo = (await nucleiDi(ctx, i.id)).find((n) => n.id === i.nucleoId)
  if (!nucleo) throw erroreDiCampo('nucleoId', 'Questo nucleo oggi non comprende la persona.')
  return nucleo.componenti.map((c) => c.id)
}

export async function comincia(ctx: Ctx, i: Input<Api['comincia']>): Promise<Output<Api['comincia']>> {
  const v = await getVersioneInVigore(ctx.tx, i.questionario, i.giorno)
  await assertComincia(ctx, i, v)
  const persona = await principaleDi(ctx, i.id)
  const membri = await membriScelti(ctx, i, v, persona)
  const { rows: di } = await sql<{ comuneId: string; riservatoA: string[] | null }>`
    select comune_id, riservato_a from persona where id = ${persona}`.execute(ctx.tx)
  if (!di[0]) throw problem('non-trovato')
  const { rows: parentele } = await sql<{ id: string; parentela: string | null }>`
    select m.id, (
        select f.parentela from nucleo_componente f where f.nucleo_id = ${i.nucleoId ?? null} and f.persona_id = any (accesso.stessa_persona(m.id)) and f.sostituito_il is null
         order by f.dal desc nulls last limit 1) as parentela
      from unnest(${membri}::uuid[]) as m(id)`.execute(ctx.tx)
  const detta = new Map(parentele.map((p) => [p.id, p.parentela]))
  const id = await apriCompilazione(ctx, v, {
    ...di[0],
    personaId: persona,
    membri: membri.map((m) => ({ id: m, parentela: detta.get(m) ?? null })),
    presaId: i.presaId ?? null,
    tempo: i.tempo ?? null,
    giorno: i.giorno,
  })
  const proposte = await proposteDi(ctx, v.definizione, {
    personaId: persona,
    membri,
    precedente: await precedenteDi(ctx, persona, v.questionarioId),
    classi: await classiAperte(ctx, di[0].comuneId),
  })
  await scriviProposte(ctx, id, proposte)
  return { id }
}

export interface NuovaCompilazione {
  comuneId: string
  riservatoA: string[] | null
  personaId: string
  membri: readonly { id: string; parentela: string | null }[]
  presaId: string | null
  tempo: string | null
  giorno: string
}

/** The compilation, whom it concerns, the first line of its history. */
export async function apriCompilazione(ctx: Ctx, v: Versione, n: NuovaCompilazione): Promise<string> {
  const id = randomUUID()
  await sql`insert into compilazione (id, comune_id, persona_id, persone, presa_id, questionario_id, questionario_versione_id, tempo, giorno, origine_id, riservato_a)
    values (${id}, ${n.comuneId}, ${n.personaId}, ${n.membri.map((m) => m.id)}::uuid[], ${n.presaId}, ${v.questionarioId}, ${v.id}, ${n.tempo}, ${n.giorno}::date, ${id}, ${n.riservatoA}::uuid[])`.execute(
    ctx.tx,
  )
  const righe = n.membri.map((m, ordine) => ({ ...m, ordine: ordine + 1 }))
  await sql`insert into compilazione_persona (compilazione_id, persona_id, comune_id, ordine, parentela, riservato_a)
    select c.id, m.id, c.comune_id, m.ordine, m.parentela, c.riservato_a
      from compilazione c, jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as m(id uuid, parentela text, ordine integer) where c.id = ${id}`.execute(
    ctx.tx,
  )
  await scriviPassaggio(ctx, id, 'comincia', null)
  return id
}

/** Every proposal beside its question; the strongest of each is the answer that waits to be confirmed. */
export async function scriviProposte(ctx: Ctx, id: string, proposte: readonly Proposta[]) {
  const righe = (p: readonly Proposta[]) =>
    sql`compilazione c, jsonb_to_recordset(${JSON.stringify(p)}::jsonb)
      as r(componente_id uuid, campo text, valore jsonb, classe text, origine text, origine_testo text, informazione_del date) where c.id = ${id}`
  await sql`insert into compilazione_proposta (comune_id, persona_id, compilazione_id, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, riservato_a)
    select c.comune_id, c.persona_id, c.id, r.componente_id, r.campo, r.valore, r.classe, r.origine, r.origine_testo, r.informazione_del, c.riservato_a from ${righe(proposte)}`.execute(
    ctx.tx,
  )
  await sql`insert into compilazione_risposta (comune_id, persona_id, compilazione_id, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, riservato_a)
    select c.comune_id, c.persona_id, c.id, r.componente_id, r.campo, r.valore, r.classe, r.origine, r.origine_testo, r.informazione_del, c.riservato_a from ${righe(prescelte(proposte))}`.execute(
    ctx.tx,
  )
}

export async function scriviPassaggio(
  ctx: Ctx,
  id: string,
  atto: 'comincia' | 'finalizza' | 'rettifica' | 'annulla',
  motivo: string | null,
) {
  await sql`insert into compilazione_passaggio (comune_id, persona_id, compilazione_id, atto, motivo, riservato_a)
    select comune_id, persona_id, id, ${atto}, ${motivo}, riservato_a from compilazione where id = ${id}`.execute(
    ctx.tx,
  )
}
