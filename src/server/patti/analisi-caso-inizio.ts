// An analysis of a caso as it begins: which can be begun and why not, for the members that INPS declares, with what the record, INPS and
// the analysis before say. What is done in another comune is not rectified here: it is done again.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import type { AnalisiDelCaso, analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { assertMossa, mossaDelCaso, strumentoDi } from '../../shared/patti/analisi-caso.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { getVersioneInVigore } from '../parametri/questionari.ts'
import { ricevuteLette } from './analisi-confronto.ts'
import { type MembroCaso, membriDelCaso } from './analisi-mossa.ts'
import { cartellaChiusa } from './cartella-chiusa.ts'
import { assertAvvenuto, bloccaCaso, type Caso, muoviCaso, punto } from './caso.ts'
import { apriCompilazione, inVigoreOggi, scriviProposte } from './compilazioni-inizio.ts'
import { classiAperte } from './compilazioni-lettura.ts'
import { type DaInps, type Precedente, precedenteDi, proposteDi } from './compilazioni-proposte.ts'
import { delComponente, dichiarati } from './scheda.ts'
import { ricalcola } from './termini.ts'

type Api = typeof analisiCasoApi
export type DelCaso = Pick<Caso, 'id' | 'versioneId' | 'stato' | 'statoPrima' | 'esitoAnalisi' | 'comuneId'>

/** The questionnaires that the measure of the caso asks for, in force today. */
async function questionariDel(ctx: Ctx, c: DelCaso): Promise<VersioneQuestionario[]> {
  const richiesti = (await getVersione(ctx.tx, c.versioneId)).definizione.questionari.map((q) => q.codice)
  const tutti = await inVigoreOggi(ctx)
  return richiesti.flatMap((id) => tutti.find((v) => v.questionarioId === id) ?? [])
}
const perStrumento = (tutti: readonly VersioneQuestionario[]) =>
  tutti.map((v) => ({ id: v.questionarioId, definizione: v.definizione }))

async function inCorso(ctx: Ctx, casoId: string): Promise<Set<string>> {
  const { rows } = await sql<{ questionarioId: string }>`
    select x.questionario_id from caso_analisi a join compilazione x on x.id = a.compilazione_id where a.caso_id = ${casoId} and x.stato = 'in-corso'`.execute(
    ctx.tx,
  )
  return new Set(rows.map((r) => r.questionarioId))
}

/** Questionnaires concluded only in the comune that handed the household over: what is done there is not rectified here, it is done again. */
async function fatteAltrove(ctx: Ctx, casoId: string): Promise<Set<string>> {
  const { rows } = await sql<{ questionarioId: string }>`
    select distinct r.questionario_id from analisi_ricevuta r where r.caso_id = ${casoId} and not exists (
      select 1 from caso_analisi a join compilazione x on x.id = a.compilazione_id where a.caso_id = r.caso_id and x.questionario_id = r.questionario_id and x.stato = 'finalizzata')`.execute(
    ctx.tx,
  )
  return new Set(rows.map((r) => r.questionarioId))
}

export const scollegati = (membri: readonly MembroCaso[]) => membri.filter((m) => m.personaId === null)

/** Why the record refused those who are not in it, the last time that they were to be linked. */
async function rifiutiDellaCartella(ctx: Ctx, fuori: readonly MembroCaso[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; motivo: string }>`
    select id, non_collegato as motivo from domanda_componente where id = any (${fuori.map((m) => m.componenteId)}::uuid[]) and non_collegato is not null`.execute(
    ctx.tx,
  )
  return fuori.flatMap((m) => {
    const suo = rows.find((r) => r.id === m.componenteId)
    return suo ? [`${m.nome}: la cartella non lo riceve. ${suo.motivo}`] : []
  })
}

/** An analysis concerns persons of the record: where it is not kept, or somebody is not there yet, it is said how to go on. */
async function impedimentoCartella(ctx: Ctx, comuneId: string, membri: readonly MembroCaso[]): Promise<string | null> {
  const chiusa = await cartellaChiusa(ctx, comuneId)
  if (chiusa) return chiusa
  const fuori = scollegati(membri)
  if (fuori.length === 0) return null
  const nomi = fuori.map((m) => m.nome).join(', ')
  if (fuori.some((m) => m.collegamento === 'proposto'))
    return `${nomi}: prima di’ chi è nella cartella, nella scheda del componente.`
  const rifiuti = await rifiutiDellaCartella(ctx, fuori)
  return rifiuti.length > 0
    ? `${rifiuti.join(' ')} Correggi ciò che non torna con chi tiene la cartella, poi chiedi di nuovo di collegare i componenti.`
    : `${nomi}: non è ancora nella cartella. Chiedi di collegare i componenti.`
}

export async function daCominciare(
  ctx: Ctx,
  c: DelCaso,
  membri: readonly MembroCaso[],
): Promise<AnalisiDelCaso['daCominciare']> {
  const tutti = await questionariDel(ctx, c)
  const aperte = await inCorso(ctx, c.id)
  const soltantoLa = await fatteAltrove(ctx, c.id)
  const cartella = await impedimentoCartella(ctx, c.comuneId, membri)
  return tutti.map((v) => ({
    id: v.questionarioId,
    nome: v.nome,
    etichetta: v.etichetta,
    tempi: v.definizione.tempi ?? [],
    impedimento: aperte.has(v.questionarioId)
      ? 'Ce n’è già una in corso: continua quella.'
      : (mossaDelCaso(
          { strumento: strumentoDi(v.questionarioId, perStrumento(tutti)), questionario: v.questionarioId },
          soltantoLa.has(v.questionarioId) ? 'rifa' : 'comincia',
          punto(c),
          c.esitoAnalisi,
        ).perche ?? cartella),
  }))
}

/** What INPS declares of the members, as the page of the caso shows it. */
async function daInps(ctx: Ctx, c: Caso, membri: readonly MembroCaso[]): Promise<DaInps> {
  const { membri: detti, domanda } = await dichiarati(ctx, c.domandaId)
  const { rows } = await sql<{ giorno: string | null; misura: string }>`
    select accesso.giorno_estratto(${c.domandaId}) as giorno, nome as misura from misura where id = ${c.misuraId}`.execute(
    ctx.tx,
  )
  return {
    nucleo: domanda,
    membri: membri.flatMap((m) => {
      const suo = detti.find((x) => x.id === m.componenteId)
      return suo && m.personaId ? [{ personaId: m.personaId, valori: delComponente(suo) }] : []
    }),
    misura: rows[0]!.misura,
    giorno: rows[0]!.giorno,
  }
}

/** The analysis before, of here or of the comune that handed the household over: the later of the two. */
async function precedenteDelCaso(
  ctx: Ctx,
  casoId: string,
  personaId: string,
  questionarioId: string,
): Promise<Precedente | undefined> {
  const qui = await precedenteDi(ctx, personaId, questionarioId)
  const la = (await ricevuteLette(ctx, casoId, questionarioId))[0]
  if (!la || (qui && qui.giorno >= la.analisi.giorno)) return qui
  const { id, questionario, giorno, autore } = la.analisi
  return { id, questionario, giorno, altrove: { risposte: la.risposte, di: autore ?? 'altro comune' } }
}

export async function comincia(ctx: Ctx, i: Input<Api['comincia']>): Promise<Output<Api['comincia']>> {
  const c = await bloccaCaso(ctx, i.id)
  const tutti = await questionariDel(ctx, c)
  if (!tutti.some((v) => v.questionarioId === i.questionario))
    throw erroreDiCampo('questionario', 'La misura di questo caso non lo chiede.')
  assertAvvenuto(ctx, c, i.giorno)
  const v = await getVersioneInVigore(ctx.tx, i.questionario, i.giorno)
  const tempi = v.definizione.tempi ?? []
  if (tempi.length > 0 && !tempi.includes(i.tempo ?? ''))
    throw erroreDiCampo('tempo', `Indica il tempo: ${tempi.join(', ')}.`)
  if ((await inCorso(ctx, c.id)).has(i.questionario))
    throw problem('stato-non-ammesso', { detail: 'Ce n’è già una in corso: continua quella.' })
  const qual = { strumento: strumentoDi(i.questionario, perStrumento(tutti)), questionario: i.questionario }
  const gesto = (await fatteAltrove(ctx, c.id)).has(i.questionario) ? 'rifa' : 'comincia'
  const atto = assertMossa(mossaDelCaso(qual, gesto, punto(c), c.esitoAnalisi))
  const membri = await membriDelCaso(ctx, c.id)
  const perche = await impedimentoCartella(ctx, c.comuneId, membri)
  if (perche) throw problem('regola-non-rispettata', { detail: perche })
  // two members may be one person of the record
  const persone = [...new Map(membri.map((m) => [m.personaId!, { id: m.personaId!, parentela: m.parentela }])).values()]
  const ids = persone.map((p) => p.id)
  const id = await apriCompilazione(ctx, v, {
    comuneId: c.comuneId,
    riservatoA: membri[0]!.riservatoA,
    personaId: ids[0]!,
    membri: v.definizione.per === 'nucleo' ? persone : persone.slice(0, 1),
    presaId: null,
    tempo: tempi.length > 0 ? i.tempo! : null,
    giorno: i.giorno,
  })
  await sql`insert into caso_analisi (compilazione_id, comune_id, caso_id) values (${id}, ${c.comuneId}, ${c.id})`.execute(
    ctx.tx,
  )
  const proposte = await proposteDi(ctx, v.definizione, {
    personaId: ids[0]!,
    membri: ids,
    precedente: await precedenteDelCaso(ctx, c.id, ids[0]!, v.questionarioId),
    classi: await classiAperte(ctx, c.comuneId),
    fatti: sql`accesso.fatti_del_caso(${c.id})`,
    inps: await daInps(ctx, c, membri),
  })
  await scriviProposte(ctx, id, proposte)
  if (atto && atto !== 'indietro') await muoviCaso(ctx, c, atto, { giorno: i.giorno, dettaglio: { analisi: id } })
  await ricalcola(ctx, [c.id])
  return { id }
}
