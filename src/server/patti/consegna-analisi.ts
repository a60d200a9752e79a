// The analyses and the meetings of a household handed over to another comune. A finished analysis arrives as a document of the new
// comune (migration 0041): its members and who wrote it are not persons of there. A draft stays where it was written, and so do names
// of operators. Of a household of whom somebody must not be found no written words travel: they may say where.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { campoDiBase, voci } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import { isDaNonTrovare } from './non-si-trova.ts'

export interface MembroRicevuto {
  chiave: string
  cognome: string
  nome: string
  dataNascita: string | null
  sesso: 'M' | 'F' | null
  parentela: string | null
  /** Key of it, by which he is found among those of the other comune. */
  codiceFiscale: string | null
}
interface Voce {
  membro: string | null
  campo: string
  valore: unknown
  testo: string | null
  professione: string | null
  classe: string | null
  scrittaIl: string
}
interface Analisi {
  /** The compilation, or the document that it had arrived as. */
  id: string
  origineId: string
  daComune: string
  questionarioId: string
  versioneId: string
  tempo: string | null
  giorno: string
  finalizzataIl: string
  esito: string | null
  sociale: boolean | null
  entro: string | null
  membri: MembroRicevuto[]
}
export interface AnalisiConsegnate {
  analisi: (Analisi & { voci: Voce[] })[]
  incontri: Record<string, unknown>[]
}

/** Those concluded here, and those that had already arrived from elsewhere. */
async function analisiDi(ctx: Ctx, casoId: string): Promise<{ fatte: Analisi[]; ricevute: Analisi[] }> {
  const { rows: fatte } = await sql<Analisi>`
    select c.id, c.id as origine_id, k.nome as da_comune, c.questionario_id, c.questionario_versione_id as versione_id, c.tempo, c.giorno, c.finalizzata_il, e.esito, e.sociale, e.entro,
           (select coalesce(jsonb_agg(jsonb_build_object('chiave', p.persona_id, 'cognome', coalesce(n.cognome, d.cognome), 'nome', coalesce(n.nome, d.nome), 'dataNascita', coalesce(n.data_nascita, d.data_nascita),
                'sesso', coalesce(n.sesso, d.sesso), 'parentela', p.parentela, 'codiceFiscale', coalesce(d.codice_fiscale_chiave, n.codice_fiscale_chiave)) order by p.ordine), '[]')
              from compilazione_persona p left join persona n on n.id = p.persona_id
              left join domanda_componente d on d.domanda_id = x.domanda_id and d.persona_id = p.persona_id
             where p.compilazione_id = c.id and coalesce(n.id, d.id) is not null) as membri
      from caso x join caso_analisi a on a.caso_id = x.id join compilazione c on c.id = a.compilazione_id join comune k on k.id = c.comune_id
      left join compilazione_esito e on e.compilazione_id = c.id where x.id = ${casoId} and c.stato = 'finalizzata' order by c.giorno, c.id`.execute(
    ctx.tx,
  )
  const { rows: ricevute } = await sql<Analisi>`
    select id, origine_id, da_comune, questionario_id, questionario_versione_id as versione_id, tempo, giorno, finalizzata_il, esito, sociale, entro, membri
      from analisi_ricevuta where caso_id = ${casoId} order by giorno, id`.execute(ctx.tx)
  return { fatte, ricevute }
}

async function vociDi(ctx: Ctx, fatte: readonly Analisi[], ricevute: readonly Analisi[]) {
  const { rows } = await sql<Voce & { di: string }>`
    select compilazione_id as di, componente_id as membro, campo, valore, null as testo, null as professione, classe, scritta_il from compilazione_risposta where compilazione_id = any (${fatte.map((a) => a.id)}::uuid[])
    union all select compilazione_id, componente_id, campo, valore, testo, professione, classe, scritto_il from compilazione_contributo
     where compilazione_id = any (${fatte.map((a) => a.id)}::uuid[]) and ritirato_il is null
    union all select analisi_id, membro, campo, valore, testo, professione, classe, scritta_il from analisi_ricevuta_voce where analisi_id = any (${ricevute.map((a) => a.id)}::uuid[])`.execute(
    ctx.tx,
  )
  return Map.groupBy(rows, (r) => r.di)
}

/** Choices and ratings say nothing of where; what is written freely may. */
function senzaParole(d: Definizione, tutte: readonly Voce[]): Voce[] {
  const scelte = new Set(
    voci(d)
      .filter((v) => v.domanda.type !== 'text' && v.domanda.type !== 'comment')
      .map((v) => v.domanda.name),
  )
  return tutte.filter((v) => v.testo === null && !v.campo.endsWith('#nota') && scelte.has(campoDiBase(v.campo)))
}

export async function analisiConsegnate(ctx: Ctx, casoId: string): Promise<AnalisiConsegnate> {
  const { rows: caso } = await sql<{
    domandaId: string
  }>`select domanda_id from caso where id = ${casoId}`.execute(ctx.tx)
  const segreta = await isDaNonTrovare(ctx, caso[0]!.domandaId)
  const { fatte, ricevute } = await analisiDi(ctx, casoId)
  const voci = await vociDi(ctx, fatte, ricevute)
  const analisi: AnalisiConsegnate['analisi'] = []
  for (const a of [...fatte, ...ricevute]) {
    const sue = voci.get(a.id) ?? []
    const d = segreta ? (await getVersioneQuestionario(ctx.tx, a.versioneId)).definizione : null
    analisi.push(rinominata({ ...a, voci: d ? senzaParole(d, sue) : sue }))
  }
  const { rows } = await sql<{ incontri: Record<string, unknown>[] }>`
    select coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object('chi', (
        select coalesce(jsonb_agg(m.codice_fiscale_chiave), '[]') from caso_incontro_componente p join domanda_componente m on m.id = p.componente_id where p.incontro_id = i.id))), '[]') as incontri
      from caso_incontro i where i.caso_id = ${casoId} and i.annullato_il is null`.execute(ctx.tx)
  const celato = segreta ? { luogo: null, altri: null, documento: null } : {}
  return { analisi, incontri: rows[0]!.incontri.map((i) => ({ ...i, ...celato })) }
}

/** Under keys of its own: how a person is called in the record of a comune is of that comune. */
function rinominata(a: AnalisiConsegnate['analisi'][number]): AnalisiConsegnate['analisi'][number] {
  const nuove = new Map(a.membri.map((m) => [m.chiave, randomUUID() as string]))
  return {
    ...a,
    membri: a.membri.map((m) => ({ ...m, chiave: nuove.get(m.chiave)! })),
    voci: a.voci.flatMap((v) =>
      v.membro === null ? [v] : nuove.has(v.membro) ? [{ ...v, membro: nuove.get(v.membro)! }] : [],
    ),
  }
}

/** Written once, however often it is run, and never beside what was made here: the caso is the one that came from there. */
export async function mettiAnalisi(ctx: Ctx, origine: string, p: AnalisiConsegnate): Promise<void> {
  const { rows } = await sql<{ id: string; comuneId: string }>`
    select id, comune_id from caso where origine_id = ${origine}`.execute(ctx.tx)
  const qui = rows[0]
  if (!qui) return
  for (const a of p.analisi) {
    const { rows: nuova } = await sql<{ id: string }>`
      insert into analisi_ricevuta (comune_id, caso_id, origine_id, da_comune, questionario_id, questionario_versione_id, tempo, giorno, finalizzata_il, esito, sociale, entro, membri)
      select ${qui.comuneId}, ${qui.id}::uuid, ${a.origineId}::uuid, ${a.daComune}, ${a.questionarioId}, ${a.versioneId}, ${a.tempo}, ${a.giorno}::date, ${a.finalizzataIl}::timestamptz, ${a.esito},
             ${a.sociale}::boolean, ${a.entro}::date, ${JSON.stringify(a.membri)}::jsonb
       where not exists (select 1 from caso_analisi x where x.caso_id = ${qui.id} and x.compilazione_id = ${a.origineId})
      on conflict on constraint analisi_ricevuta_una do nothing returning id`.execute(ctx.tx)
    if (!nuova[0]) continue
    await sql`insert into analisi_ricevuta_voce (comune_id, analisi_id, membro, campo, valore, testo, professione, classe, scritta_il)
      select ${qui.comuneId}, ${nuova[0].id}, v.membro, v.campo, v.valore, v.testo, v.professione, v.classe, v."scrittaIl"
        from jsonb_to_recordset(${JSON.stringify(a.voci)}::jsonb) as v(membro uuid, campo text, valore jsonb, testo text, professione text, classe text, "scrittaIl" timestamptz)`.execute(
      ctx.tx,
    )
  }
  await mettiIncontri(ctx, qui, p.incontri)
}

async function mettiIncontri(
  ctx: Ctx,
  qui: { id: string; comuneId: string },
  incontri: readonly Record<string, unknown>[],
): Promise<void> {
  const { rows: noti } = await sql<{ origine: string }>`
    select coalesce(origine_id, id) as origine from caso_incontro where caso_id = ${qui.id}`.execute(ctx.tx)
  const nuovi = incontri
    .map((i) => ({ ...i, qui: randomUUID(), origine_id: i.origine_id ?? i.id }))
    .filter((i) => !noti.some((n) => n.origine === i.origine_id))
  const righe = sql`jsonb_to_recordset(${JSON.stringify(nuovi)}::jsonb) as r(qui uuid, origine_id uuid, esito text, giorno date, fino date, ora time, luogo text, altri text, motivo text, documento text, registrato_il timestamptz, chi jsonb)`
  await sql`insert into caso_incontro (id, comune_id, caso_id, origine_id, esito, giorno, fino, ora, luogo, altri, motivo, documento, registrato_il, registrato_da)
    select r.qui, ${qui.comuneId}, ${qui.id}, r.origine_id, r.esito, r.giorno, r.fino, r.ora, r.luogo, r.altri, r.motivo, r.documento, r.registrato_il, null from ${righe}`.execute(
    ctx.tx,
  )
  await sql`insert into caso_incontro_componente (incontro_id, componente_id, comune_id)
    select r.qui, m.id, ${qui.comuneId} from ${righe} join caso c on c.id = ${qui.id} join domanda_componente m on m.domanda_id = c.domanda_id and r.chi ? m.codice_fiscale_chiave`.execute(
    ctx.tx,
  )
}
