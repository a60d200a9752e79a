// The same dimensions of a household at several times, side by side: of a person of the record, or of one's own caso, where what
// another comune found before counts too.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { candidatiDi, confronta, dimensioniDi } from '../../shared/patti/analisi.rules.ts'
import type { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import type { CompilazioneBreve, Confronto, MembroCompilazione, Risposta } from '../../shared/patti/compilazioni.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import {
  breveRicevuta,
  type MembroQui,
  membriQui,
  membriRicevuti,
  ricevuteDi,
  risposteRicevute,
} from './analisi-ricevute.ts'
import {
  brevi,
  conAutore,
  daCompilazione,
  esaminate,
  membriDi,
  type RigaBreve,
  risposteDi,
} from './compilazioni-lettura.ts'

export interface Letta {
  analisi: CompilazioneBreve
  /** Made in another comune, which handed the household over. */
  ricevuta: boolean
  membri: MembroCompilazione[]
  risposte: Risposta[]
}

/** Compilations, each with what the reader may see of it. */
export async function lette(ctx: Ctx, righe: readonly RigaBreve[]): Promise<Letta[]> {
  const analisi = await conAutore(ctx, righe)
  const tutte: Letta[] = []
  for (const a of analisi)
    tutte.push({
      analisi: a,
      ricevuta: false,
      membri: await membriDi(ctx, a.id, a.giorno),
      risposte: await risposteDi(ctx, a.id),
    })
  return tutte
}

/** From the first to the last. */
export async function confrontaLette(ctx: Ctx, questionario: string, tutte: readonly Letta[]): Promise<Confronto> {
  const membri = new Map<string, MembroCompilazione>()
  const misurate = []
  let massimo = 0
  for (const l of tutte) {
    const d = (await getVersioneQuestionario(ctx.tx, l.analisi.versioneId)).definizione
    for (const m of l.membri) membri.set(m.id, m)
    const r = esaminate(d, l.risposte, l.membri)
    massimo = Math.max(massimo, ...(d.scala ?? []).map((s) => s.valore))
    misurate.push({ dimensioni: dimensioniDi(d, r, l.membri), candidati: candidatiDi(d, r, l.membri) })
  }
  const { rows } = await sql<{ nome: string }>`select nome from questionario where id = ${questionario}`.execute(ctx.tx)
  return {
    questionario: rows[0]?.nome ?? questionario,
    massimo,
    analisi: tutte.map((l) => l.analisi),
    membri: [...membri.values()],
    variazioni: confronta(misurate.map((m) => m.dimensioni)),
    candidati: misurate.at(-1)?.candidati ?? [],
  }
}

/** A member is who he is here, if that is known: so his ratings of there stand with those of here. */
export async function ricevuteLette(ctx: Ctx, casoId: string, questionario?: string): Promise<Letta[]> {
  const righe = await ricevuteDi(ctx, casoId, questionario ? sql`r.questionario_id = ${questionario}` : sql`true`)
  const qui = righe.length > 0 ? await membriQui(ctx, casoId) : new Map<string, MembroQui>()
  const chi = (chiave: string) => qui.get(chiave)?.personaId ?? qui.get(chiave)?.componenteId ?? chiave
  const tutte: Letta[] = []
  for (const r of righe)
    tutte.push({
      analisi: breveRicevuta(r),
      ricevuta: true,
      membri: (await membriRicevuti(ctx, r)).map((m) => ({ ...m, id: chi(m.id) })),
      risposte: (await risposteRicevute(ctx, r)).map((x) => ({
        ...x,
        componenteId: x.componenteId && chi(x.componenteId),
      })),
    })
  return tutte
}

/** The finished analyses of one's own caso, those of another comune too, from the first to the last; of one questionnaire, where it is said. */
export async function analisiLette(ctx: Ctx, casoId: string, questionario?: string): Promise<Letta[]> {
  const { rows } = await sql<RigaBreve>`
    select ${brevi} from caso_analisi a join ${daCompilazione} on c.id = a.compilazione_id
     where a.caso_id = ${casoId} and c.stato = 'finalizzata' and ${questionario ? sql`c.questionario_id = ${questionario}` : sql`true`}`.execute(
    ctx.tx,
  )
  const quando = (l: Letta) => `${l.analisi.giorno} ${l.analisi.finalizzataIl ?? ''}`
  return [...(await lette(ctx, rows)), ...(await ricevuteLette(ctx, casoId, questionario))].sort((a, b) =>
    quando(a).localeCompare(quando(b)),
  )
}

export async function confrontoDelCaso(
  ctx: Ctx,
  i: Input<(typeof analisiCasoApi)['confronto']>,
): Promise<Output<(typeof analisiCasoApi)['confronto']>> {
  const { rows: caso } = await sql<{ richiedente: string }>`
    select c.richiedente from caso c join caso_stato s on s.caso_id = c.id where c.id = ${i.id}`.execute(ctx.tx)
  if (!caso[0]) throw problem('non-trovato')
  const tutte = await analisiLette(ctx, i.id, i.questionario)
  return {
    ...(await confrontaLette(ctx, i.questionario, tutte)),
    richiedente: caso[0].richiedente,
    analisi: tutte.map((l) => ({ ...l.analisi, ricevuta: l.ricevuta })),
    persone: [...new Set(tutte.flatMap((l) => (l.ricevuta ? [] : l.membri.map((m) => m.id))))],
  }
}
