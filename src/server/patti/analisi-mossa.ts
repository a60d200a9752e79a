// The caso behind an analysis: found from it, locked before it, moved by what happens to it. An analysis of a caso is closed,
// rectified and annulled by who follows the caso and by nobody else: the state of his work depends on it.
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import type { AnalisiDelCaso } from '../../shared/patti/analisi-caso.api.ts'
import { assertMossa, type GestoAnalisi, mossaDelCaso, strumentoDi } from '../../shared/patti/analisi-caso.rules.ts'
import type { EsitoAnalisi, StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, type Caso, muoviCaso, punto, registraEvento, riportaA } from './caso.ts'
import { inVigoreOggi } from './compilazioni-inizio.ts'
import { ricalcola } from './termini.ts'

export interface MembroCaso {
  componenteId: string
  /** The person of the record; null where it is not known who he is. */
  personaId: string | null
  nome: string
  dataNascita: string | null
  sesso: 'M' | 'F' | null
  parentela: string | null
  collegamento: AnalisiDelCaso['daCollegare'][number]['collegamento']
  richiedente: boolean
  riservatoA: string[] | null
}

/** Members of one's own caso still in the household, the applicant first. */
export async function membriDelCaso(ctx: Ctx, casoId: string): Promise<MembroCaso[]> {
  const { rows } = await sql<MembroCaso>`select * from accesso.membri_del_caso(${casoId})`.execute(ctx.tx)
  return rows
}

/** The caso of an analysis, locked; undefined where it is of none. Asked before locking the analysis, as reassigning does. */
export async function bloccaCasoDi(ctx: Ctx, analisiId: string): Promise<Caso | undefined> {
  const { rows } = await sql<{ casoId: string }>`
    select a.caso_id from caso_analisi a join compilazione c on c.id = a.compilazione_id where c.id = ${analisiId}`.execute(
    ctx.tx,
  )
  if (!rows[0]) return undefined
  const c = await bloccaCaso(ctx, rows[0].casoId)
  if (c.assegnatarioId !== ctx.utente)
    throw problem('regola-non-rispettata', {
      detail: 'Questa analisi è di un caso: la conclude, la rettifica e la annulla il suo case manager.',
    })
  return c
}

/** What the caso does when this is done of its analysis; refused where its state forbids it. */
export async function mossa(ctx: Ctx, c: Caso, questionarioId: string, gesto: GestoAnalisi) {
  const tutti = (await inVigoreOggi(ctx)).map((v) => ({ id: v.questionarioId, definizione: v.definizione }))
  const qual = { strumento: strumentoDi(questionarioId, tutti), questionario: questionarioId }
  return assertMossa(mossaDelCaso(qual, gesto, punto(c), c.esitoAnalisi))
}
type Atto = Awaited<ReturnType<typeof mossa>>

interface Conclusa {
  id: string
  origineId: string
  questionarioId: string
  numero: number
  esito: EsitoAnalisi | null
  /** Person → path, with its words. */
  percorsi: readonly { personaId: string; percorso: string; nome: string }[]
  /** Person → whether he is attivabile, of those of whom it is said. */
  attivabili: readonly { personaId: string; si: boolean }[]
}

/** The caso after its analysis has been concluded: state and outcome, the day that terms run from, a path for each member. */
export async function concludi(ctx: Ctx, c: Caso, atto: Atto, a: Conclusa): Promise<void> {
  const prima = c.esitoAnalisi?.codice
  const { esito } = a
  if (atto && atto !== 'indietro')
    await muoviCaso(ctx, c, atto, { dettaglio: { analisi: a.id }, ...(esito ? { esitoAnalisi: esito } : {}) })
  // corrected with the same outcome, nothing new happened: its terms go on from the day they began, here or where it was made before
  const suo = sql`caso_id = ${c.id} and annullato_il is null and ((origine = 'analisi' and origine_id = ${a.origineId}) or (origine = 'altro-comune' and evento = ${a.questionarioId}))`
  const { rows: gia } = await sql`select 1 from caso_evento where ${suo}`.execute(ctx.tx)
  const cambiata = gia.length > 0 && esito !== null && esito.codice !== prima
  if (cambiata)
    await sql`update caso_evento set annullato_il = kernel.adesso(), annullato_da = kernel.utente() where ${suo}`.execute(
      ctx.tx,
    )
  if (gia.length === 0 || cambiata)
    await registraEvento(ctx, c, {
      evento: a.questionarioId,
      giorno: ctx.oggi(),
      origine: 'analisi',
      origineId: a.origineId,
    })
  await scriviPercorsi(ctx, c, a)
  await scriviAttivabili(ctx, c, a)
  await ricalcola(ctx, [c.id])
}

/** What the analysis says of work: from here terms, messages and counts have it, through what is computed after. */
async function scriviAttivabili(ctx: Ctx, c: Caso, a: Conclusa): Promise<void> {
  if (a.attivabili.length === 0) return
  const righe = (await membriDelCaso(ctx, c.id)).flatMap((m) => {
    const detto = a.attivabili.find((x) => x.personaId === m.personaId)
    return detto ? [{ componente_id: m.componenteId, detto: detto.si }] : []
  })
  await sql`update caso_componente k set detto = r.detto, detto_il = ${ctx.oggi()}
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(componente_id uuid, detto boolean) where k.caso_id = ${c.id} and k.componente_id = r.componente_id`.execute(
    ctx.tx,
  )
}

async function scriviPercorsi(ctx: Ctx, c: Caso, a: Conclusa): Promise<void> {
  if (a.percorsi.length === 0) return
  const righe = (await membriDelCaso(ctx, c.id)).flatMap((m) => {
    const p = a.percorsi.find((x) => x.personaId === m.personaId)
    return p ? [{ componente_id: m.componenteId, percorso: p.percorso, nome: p.nome }] : []
  })
  await sql`insert into caso_percorso as p (caso_id, comune_id, componente_id, percorso, nome, compilazione_id)
    select ${c.id}, ${c.comuneId}, r.componente_id, r.percorso, r.nome, ${a.id} from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(componente_id uuid, percorso text, nome text)
    on conflict (caso_id, componente_id) do update set percorso = excluded.percorso, nome = excluded.nome, compilazione_id = excluded.compilazione_id,
      dal = case when p.percorso = excluded.percorso then p.dal else excluded.dal end`.execute(ctx.tx)
}

/** Another version of an analysis of the caso: linked to it, and the caso follows. */
export async function apriRettifica(ctx: Ctx, c: Caso, atto: Atto, id: string, motivo: string): Promise<void> {
  await sql`insert into caso_analisi (compilazione_id, comune_id, caso_id) values (${id}, ${c.comuneId}, ${c.id})`.execute(
    ctx.tx,
  )
  if (!atto || atto === 'indietro') return
  await muoviCaso(ctx, c, atto, { motivo, dettaglio: { analisi: id } })
  await ricalcola(ctx, [c.id])
}

/** A draft that is annulled leaves the caso where it was before that draft: if it is the one that moved it. */
export async function tornaIndietro(ctx: Ctx, c: Caso, atto: Atto, id: string, motivo: string): Promise<void> {
  if (atto !== 'indietro') return
  const { rows } = await sql<{ da: StatoCaso }>`
    select da from caso_passaggio where caso_id = ${c.id} and a = ${punto(c)} and da <> a and dettaglio ->> 'analisi' = ${id}
       and atto in ('apri-analisi', 'rettifica-analisi', 'apri-quadro') order by quando desc, id limit 1`.execute(
    ctx.tx,
  )
  const passo = rows[0]
  if (!passo) return
  await riportaA(ctx, c, passo.da, 'annulla-analisi', { motivo, dettaglio: { analisi: id } })
  await ricalcola(ctx, [c.id])
}
