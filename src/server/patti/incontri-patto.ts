// Meetings of the plan of a pact: each has its hour in the agenda of the offices where an office is chosen, a convocation may call to
// it, and how it went is written once: here, or on the caso by whoever was there (incontri.ts), and then here what was said.
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { impedimentoCaso } from '../../shared/patti/casi.rules.ts'
import type { EsitoIncontro } from '../../shared/patti/incontri.api.ts'
import { esitoDi, type StatoIncontro, transizioniIncontro } from '../../shared/patti/monitoraggio.rules.ts'
import { documentoMancante, GIUSTIFICATO } from '../../shared/patti/motivi.rules.ts'
import type { monitoraggioApi } from '../../shared/patti/patto.api.ts'
import { generi, vociVive } from '../../shared/patti/patto-voci.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertVoci } from '../parametri/voci.ts'
import {
  assertOre,
  assertUfficio,
  chiudiAppuntamento,
  liberaAppuntamento,
  ORA_TOLTA,
  prendiOre,
} from './agenda-casi.ts'
import { assertAvvenuto, type Caso, muoviCaso, punto, registraEvento } from './caso.ts'
import { annullaConvocazione } from './convocazioni.ts'
import { chiudiConvocazione, convocazioniAperte, scriviIncontro } from './incontri.ts'
import { type Patto, personeDi, vociDelPatto } from './patto-lettura.ts'
import { annotaPatto, daMonitorare } from './patto-scrittura.ts'
import { ricalcola } from './termini.ts'

type Api = typeof monitoraggioApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

/** What can be evaluated, entry by entry, with its scale. */
async function valutabili(ctx: Ctx, p: Patto): Promise<Map<string, (typeof generi)['risultato']['valutato']>> {
  return new Map(
    vociVive(await vociDelPatto(ctx, p.id)).flatMap((v) =>
      generi[v.genere].valutato ? [[v.voce, generi[v.genere].valutato] as const] : [],
    ),
  )
}

// ---- the plan, and its hours ---------------------------------------------------------------------------------------------

/** An hour of whoever asks that is taken already, said with its day: of several meetings one must know which. */
async function assertLibere(ctx: Ctx, giorni: readonly string[], ora: string, minuti: number, tranne: string | null) {
  const { rows } = await sql<{ giorno: string }>`
    select to_char(g, 'YYYY-MM-DD') as giorno from unnest(${giorni}::date[]) g cross join lateral (select (g + ${ora}::time) at time zone 'Europe/Rome' as inizio) x
     where exists (select 1 from appuntamento a where a.operatore_id = ${ctx.utente} and a.stato in ('fissato', 'svolto') and a.id is distinct from ${tranne}::uuid
       and tstzrange(a.inizio, a.fine) && tstzrange(x.inizio, x.inizio + make_interval(mins => ${minuti})))
     order by g limit 1`.execute(ctx.tx)
  if (rows[0])
    throw erroreDiCampo(
      'ora',
      `${giornoInParole(rows[0].giorno)} alle ${ora} hai già un appuntamento: scegli un’altra ora.`,
    )
}

export async function pianifica(ctx: Ctx, i: Input<Api['pianifica']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const giorni = [...new Set(i.giorni)].sort()
  if (giorni[0]! < ctx.oggi()) throw erroreDiCampo('giorni', 'Si mette in programma un giorno che deve ancora venire.')
  const sue = await valutabili(ctx, p)
  if (i.voci.some((v) => !sue.has(v))) throw erroreDiCampo('voci', 'Si valutano i risultati e gli impegni del patto.')
  const persone = new Set((await personeDi(ctx, p.id)).map((x) => x.componenteId))
  if (i.persone?.some((x) => !persone.has(x))) throw erroreDiCampo('persone', 'Scegli tra le persone del patto.')
  const { ora, durata, ufficioId } = i
  const luogo = i.luogo?.trim() || null
  let ore: (string | null)[] = giorni.map(() => null)
  if (ora)
    await assertOre(
      ctx,
      giorni.map((giorno) => ({ giorno, ora })),
      'ora',
    )
  if (ufficioId) {
    if (!ora) throw erroreDiCampo('ora', 'Un incontro in un ufficio prende un’ora in agenda: scrivi quale.')
    if (!durata) throw erroreDiCampo('durata', 'Scrivi quanto dura: prende un’ora in agenda.')
    await assertUfficio(ctx, ufficioId, p.comuneId)
    await assertLibere(ctx, giorni, ora, durata, null)
    ore = await prendiOre(
      ctx,
      { comuneId: p.comuneId, ufficioId, minuti: durata },
      giorni.map((giorno) => ({ casoId: p.casoId, giorno, ora })),
    )
  }
  await sql`insert into patto_incontro (comune_id, caso_id, origine_id, previsto_il, ora, durata, voci, persone, ufficio_id, luogo, appuntamento_id)
    select ${p.comuneId}, ${p.casoId}, ${p.origineId}, x.giorno, ${ora ?? null}, ${durata ?? null}, ${i.voci}::uuid[], ${i.persone ?? []}::uuid[], ${ufficioId ?? null}, ${luogo}, x.appuntamento
      from unnest(${giorni}::date[], ${ore}::uuid[]) as x(giorno, appuntamento)`.execute(ctx.tx)
  if (punto(c) === 'patto-sottoscritto') await muoviCaso(ctx, c, 'avvia-monitoraggio')
  await ricalcola(ctx, [c.id])
  return fatto
}

interface Incontro {
  id: string
  stato: StatoIncontro
  durata: number | null
  ufficioId: string | null
  appuntamentoId: string | null
  tenutoIl: string | null
  /** What was said in it is written. */
  detto: boolean
  /** Somebody is called to it. */
  convocato: boolean
}
async function bloccaIncontro(ctx: Ctx, p: Patto, id: string): Promise<Incontro> {
  const { rows } = await sql<Incontro>`
    select n.id, n.stato, n.durata, n.ufficio_id, n.appuntamento_id, n.tenuto_il,
           exists (select 1 from patto_incontro_esito e where e.incontro_id = n.id) as detto,
           exists (select 1 from convocazione v where v.incontro_id = n.id and v.esito is null and v.stato <> 'annullata') as convocato
      from patto_incontro n where n.id = ${id} and n.origine_id = ${p.origineId} for update of n`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** Who is called for an hour would find nobody there. */
function assertNonConvocato(n: Incontro) {
  if (n.convocato)
    throw problem('stato-non-ammesso', {
      detail: 'A questo incontro il nucleo è convocato: annulla prima la convocazione.',
    })
}

export async function sposta(ctx: Ctx, i: Input<Api['sposta']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const n = await bloccaIncontro(ctx, p, i.incontro)
  assertTransizione(transizioniIncontro, 'sposta', n.stato)
  assertNonConvocato(n)
  if (i.giorno < ctx.oggi()) throw erroreDiCampo('giorno', 'Si sposta a un giorno che deve ancora venire.')
  const ora = i.ora ?? null
  const durata = i.durata ?? n.durata
  if (ora) await assertOre(ctx, [{ giorno: i.giorno, ora }], 'ora')
  let nuovo: string | null = null
  if (n.ufficioId && ora && durata) {
    await assertLibere(ctx, [i.giorno], ora, durata, n.appuntamentoId)
    // the old hour is free before the new one is taken: they may overlap
    await sql`update appuntamento set stato = 'spostato', versione = versione + 1 where id = ${n.appuntamentoId} and stato = 'fissato'`.execute(
      ctx.tx,
    )
    const dove = { comuneId: p.comuneId, ufficioId: n.ufficioId, minuti: durata }
    nuovo = (await prendiOre(ctx, dove, [{ casoId: p.casoId, giorno: i.giorno, ora }]))[0]!
    await sql`update appuntamento set spostato_a = ${nuovo} where id = ${n.appuntamentoId} and stato = 'spostato'`.execute(
      ctx.tx,
    )
  } else await liberaAppuntamento(ctx, n.appuntamentoId)
  await sql`update patto_incontro set previsto_il = ${i.giorno}, ora = ${ora}, durata = ${durata}, appuntamento_id = ${nuovo}, versione = versione + 1 where id = ${n.id}`.execute(
    ctx.tx,
  )
  await ricalcola(ctx, [c.id])
  return fatto
}

export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const n = await bloccaIncontro(ctx, p, i.incontro)
  const stato = assertTransizione(transizioniIncontro, 'annulla', n.stato)
  assertNonConvocato(n)
  const motivo = i.motivo.trim()
  await sql`update patto_incontro set stato = ${stato}, versione = versione + 1 where id = ${n.id}`.execute(ctx.tx)
  await liberaAppuntamento(ctx, n.appuntamentoId)
  await annotaPatto(ctx, p, 'annulla-incontro', motivo)
  await ricalcola(ctx, [c.id])
  return fatto
}

/** Those of a pact that binds no longer; where a household is called to one, it keeps its hour. */
export const annullaPrevisti = (ctx: Ctx, di: { casoId: string } | { origineId: string }) =>
  sql`with tolti as (
      update patto_incontro set stato = 'annullato', versione = versione + 1
       where ${'casoId' in di ? sql`caso_id = ${di.casoId}` : sql`origine_id = ${di.origineId}`} and stato = 'previsto' returning id, appuntamento_id)
    update appuntamento a set stato = 'annullato', motivo = ${ORA_TOLTA}, versione = a.versione + 1 from tolti t
     where a.id = t.appuntamento_id and a.stato = 'fissato' and not exists (select 1 from convocazione v where v.incontro_id = t.id and v.esito is null and v.stato <> 'annullata')`.execute(
    ctx.tx,
  )

// ---- how it went ---------------------------------------------------------------------------------------------------------

export async function registra(ctx: Ctx, i: Input<Api['registra']>): Promise<Fatto> {
  const { p, c } = await daMonitorare(ctx, i.id)
  const n = await bloccaIncontro(ctx, p, i.incontro)
  // whoever was there has written that it was held: what was said in it is still to be
  const soloDetto = n.stato === 'tenuto' && !n.detto
  if (soloDetto && (!i.tenuto || i.giorno !== n.tenutoIl))
    throw erroreDiCampo(
      i.tenuto ? 'giorno' : 'tenuto',
      `Chi c’era ha registrato che l’incontro si è tenuto: ${giornoInParole(n.tenutoIl!)}.`,
    )
  const stato = soloDetto ? n.stato : assertTransizione(transizioniIncontro, i.tenuto ? 'tieni' : 'manca', n.stato)
  assertAvvenuto(ctx, c, i.giorno)
  await assertEsito(ctx, p, i)
  await sql`update patto_incontro set stato = ${stato}, tenuto_il = ${i.tenuto ? i.giorno : null}, decisione = ${i.decisione ?? null}, versione = versione + 1 where id = ${n.id}`.execute(
    ctx.tx,
  )
  const giustificati = giustificatiDi(i).map(({ componenteId: componente, ...g }) => ({ componente, ...g }))
  await sql`insert into patto_incontro_esito (incontro_id, comune_id, caso_id, presenti, assenti, giustificati, nota)
    values (${n.id}, ${p.comuneId}, ${p.casoId}, ${i.presenti}::uuid[], ${i.assenti}::uuid[], ${JSON.stringify(giustificati)}::jsonb, ${i.nota?.trim() || null})`.execute(
    ctx.tx,
  )
  await sql`insert into patto_valutazione (incontro_id, voce, comune_id, caso_id, valore, nota)
    select ${n.id}, r.voce, ${p.comuneId}, ${p.casoId}, r.valore, r.nota from jsonb_to_recordset(${JSON.stringify(i.valutazioni)}::jsonb) as r(voce uuid, valore text, nota text)`.execute(
    ctx.tx,
  )
  if (!soloDetto) await segnaNelCaso(ctx, p, c, n, i)
  await segnaAssenti(ctx, p, c, i)
  await ricalcola(ctx, [c.id])
  return fatto
}

async function assertEsito(ctx: Ctx, p: Patto, i: Input<Api['registra']>): Promise<void> {
  const persone = new Set((await personeDi(ctx, p.id)).map((x) => x.componenteId))
  for (const campo of ['presenti', 'assenti'] as const)
    if (i[campo].some((x) => !persone.has(x))) throw erroreDiCampo(campo, 'Scegli tra le persone del patto.')
  if (i.presenti.some((x) => i.assenti.includes(x))) throw erroreDiCampo('assenti', 'Una persona c’era, oppure no.')
  if (i.tenuto && i.presenti.length === 0) throw erroreDiCampo('presenti', 'A un incontro tenuto qualcuno c’era.')
  if (!i.tenuto && i.valutazioni.length > 0)
    throw erroreDiCampo('valutazioni', 'Si valuta in un incontro che si è tenuto.')
  const giustificati = giustificatiDi(i)
  if (
    new Set(giustificati.map((g) => g.componenteId)).size < giustificati.length ||
    giustificati.some((g) => !i.assenti.includes(g.componenteId))
  )
    throw erroreDiCampo('giustificati', 'Si giustifica chi non c’era, con un motivo ciascuno.')
  if (giustificati.some((g) => !g.documento)) throw erroreDiCampo('giustificati', documentoMancante)
  const sue = await valutabili(ctx, p)
  const viste = new Set<string>()
  for (const v of i.valutazioni) {
    if (!sue.has(v.voce) || viste.has(v.voce))
      throw erroreDiCampo('valutazioni', 'Si valutano i risultati e gli impegni del patto, una volta ciascuno.')
    viste.add(v.voce)
  }
  await assertVoci(ctx.tx, ctx.oggi(), {
    ...Object.fromEntries(
      giustificati.map((g) => [`giustificati.${g.componenteId}`, ['giustificato-motivo', g.motivo]] as const),
    ),
    decisione: ['decisione-incontro', i.decisione],
    ...Object.fromEntries(i.valutazioni.map((v) => [`valutazioni.${v.voce}`, [sue.get(v.voce)!, v.valore] as const])),
  })
}

type Registrato = Input<Api['registra']>
const giustificatiDi = (i: Registrato) =>
  (i.giustificati ?? []).map((g) => ({ ...g, documento: g.documento?.trim() || null }))
const motivoDi = (i: Registrato, componenteId: string) => giustificatiDi(i).find((g) => g.componenteId === componenteId)

const FINE = { tenuto: 'svolto', assente: 'non-presentato', giustificato: 'annullato' } as const
const ATTO = { assente: 'non-si-presenta', giustificato: 'giustifica' } as const

/** A meeting under the pact moves its caso, ends the convocation that called to it and gives its hour back. */
async function segnaNelCaso(ctx: Ctx, p: Patto, c: Caso, n: Incontro, i: Input<Api['registra']>): Promise<void> {
  const esito = esitoDi(i)
  if (esito === null) return saltato(ctx, p, c, n, i)
  const altro = { giorno: i.giorno, motivo: 'Incontro di monitoraggio del patto' }
  if (esito === 'tenuto') {
    const evento = (nome: string) =>
      registraEvento(ctx, c, {
        evento: nome,
        giorno: i.giorno,
        presenti: i.presenti,
        origine: 'patto',
        origineId: p.id,
      })
    if (punto(c) === 'patto-sottoscritto') await muoviCaso(ctx, c, 'avvia-monitoraggio')
    // after a renewal it is the first one too
    const primo = impedimentoCaso('presenta', c.stato, c.statoPrima) === null
    await muoviCaso(ctx, c, primo ? 'presenta' : 'incontra', altro)
    if (primo) await evento('primo-incontro')
    await evento('incontro-patto')
  } else if (impedimentoCaso(ATTO[esito], c.stato, c.statoPrima) === null) await muoviCaso(ctx, c, ATTO[esito], altro)
  // the hour ends as the meeting did, whatever is said below of one member who was called to it
  await chiudiAppuntamento(ctx, n.appuntamentoId, FINE[esito])
  const aperte = await convocazioniAperte(ctx, c, i.giorno, n.id)
  for (const v of aperte) {
    const suo = v.componenteId ? esitoDiUno(i, v.componenteId) : esito
    if (suo) await chiudiConvocazione(ctx, v, suo)
  }
  // who was missing, by reason: each is of whom it is
  const senza = i.assenti.filter((x) => !motivoDi(i, x))
  const righe =
    esito === 'tenuto'
      ? [{ esito, chi: i.presenti }]
      : [
          ...(senza.length > 0 ? [{ esito: 'assente' as const, chi: senza }] : []),
          ...[...Map.groupBy(giustificatiDi(i), (g) => `${g.motivo} ${g.documento}`).values()].map((sue) => ({
            esito: 'giustificato' as const,
            chi: sue.map((g) => g.componenteId),
            // the reason is of that day
            fino: i.giorno,
            motivo: sue[0]!.motivo,
            documento: sue[0]!.documento,
          })),
        ]
  const comune = {
    giorno: i.giorno,
    convocazioneId: aperte.find((v) => !v.componenteId)?.id ?? null,
    pattoIncontroId: n.id,
  }
  for (const r of righe) await scriviIncontro(ctx, c, { ...comune, ...r })
}

const esitoDiUno = (i: Input<Api['registra']>, componenteId: string): EsitoIncontro | null =>
  i.presenti.includes(componenteId)
    ? 'tenuto'
    : !i.assenti.includes(componenteId)
      ? null
      : motivoDi(i, componenteId)
        ? 'giustificato'
        : 'assente'

/** Not held, and nobody was missing: it is the service that did not hold it, and nothing is said of the family. */
async function saltato(ctx: Ctx, p: Patto, c: Caso, n: Incontro, i: Input<Api['registra']>): Promise<void> {
  const motivo = i.nota?.trim() || 'L’incontro non si è tenuto.'
  for (const v of await convocazioniAperte(ctx, c, i.giorno, n.id)) await annullaConvocazione(ctx, v, motivo)
  await liberaAppuntamento(ctx, n.appuntamentoId)
  await annotaPatto(ctx, p, 'incontro-non-tenuto', i.nota?.trim() || null)
}

/** Who was not there, and is justified, stops his terms on that day. What whoever was there has already written of him is not written again. */
async function segnaAssenti(ctx: Ctx, p: Patto, c: Caso, i: Registrato): Promise<void> {
  const { rows: gia } = await sql<{ componenteId: string; evento: string }>`
    select componente_id, evento from caso_evento where caso_id = ${c.id} and giorno = ${i.giorno} and componente_id = any (${i.assenti}::uuid[])
       and evento in ('mancata-presentazione', ${GIUSTIFICATO}) and annullato_il is null`.execute(ctx.tx)
  for (const componenteId of i.assenti) {
    const giustificato = motivoDi(i, componenteId) !== undefined
    // a reason may still come after an absence
    if (gia.some((e) => e.componenteId === componenteId && (!giustificato || e.evento === GIUSTIFICATO))) continue
    await registraEvento(ctx, c, {
      evento: giustificato ? GIUSTIFICATO : 'mancata-presentazione',
      giorno: i.giorno,
      fino: giustificato ? i.giorno : null,
      componenteId,
      origine: 'patto',
      origineId: p.id,
    })
  }
}
