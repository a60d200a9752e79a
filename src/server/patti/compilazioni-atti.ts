// The acts that close a compilation: finalising, which says all that is missing at once; the rettifica, which opens another
// version of it; the annulment. The database refuses to change what they have closed.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { piuGiorni } from '../../shared/misure/giorni.ts'
import { campoDiBase, chiaveDi, valoreInParole, voci } from '../../shared/parametri/questionari.rules.ts'
import { esitoDi } from '../../shared/patti/analisi.rules.ts'
import type { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { transizioniCompilazione } from '../../shared/patti/compilazioni.rules.ts'
import { CAMPO_ATTIVABILE } from '../../shared/patti/soggetti.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import { apriRettifica, bloccaCasoDi, concludi, mossa, tornaIndietro } from './analisi-mossa.ts'
import { scriviPassaggio } from './compilazioni-inizio.ts'
import { classiAperte, esaminate, getCompilazione, membriDi, risposteDi } from './compilazioni-lettura.ts'

type Api = typeof compilazioniApi

export async function finalizza(ctx: Ctx, i: Input<Api['finalizza']>): Promise<Output<Api['finalizza']>> {
  const caso = await bloccaCasoDi(ctx, i.id)
  const c = await getCompilazione(ctx, i.id, true)
  const stato = assertTransizione(transizioniCompilazione, 'finalizza', c.stato)
  const atto = caso ? await mossa(ctx, caso, c.questionarioId, 'finalizza') : null
  // what is closed is what the person has read
  if (c.versione !== i.versione) throw problem('versione-superata')
  const d = (await getVersioneQuestionario(ctx.tx, c.versioneId)).definizione
  const aperte = await classiAperte(ctx, c.comuneId)
  if (voci(d).some((v) => v.domanda.classe && !aperte.includes(v.domanda.classe)))
    throw problem('regola-non-rispettata', {
      detail: 'Contiene domande su dati protetti che non puoi leggere: la finalizza chi può leggerla tutta.',
    })
  const [membri, risposte] = [await membriDi(ctx, c.id, c.giorno), await risposteDi(ctx, c.id)]
  const { valori, visibili, mancanze } = esaminate(d, risposte, membri)
  const errori = [
    ...mancanze.map((m) => ({ campo: m.chiave, codice: 'mancante', messaggio: m.messaggio })),
    ...risposte
      .filter((r) => r.daConfermare && visibili.has(chiaveDi(r.componenteId, campoDiBase(r.campo))))
      .map((r) => ({
        campo: chiaveDi(r.componenteId, r.campo),
        codice: 'da-confermare',
        messaggio: 'È una risposta proposta: confermala o cambiala.',
      })),
  ]
  if (errori.length > 0)
    throw problem('regola-non-rispettata', {
      detail: errori.length === 1 ? 'Manca una risposta.' : `Mancano ${errori.length} risposte o conferme.`,
      errori,
    })
  const esito = esitoDi(d, { valori, visibili }, membri)
  if (esito?.codice) {
    const percorsi = Object.fromEntries(esito.percorsi.flatMap((p) => (p.scelto ? [[p.componenteId, p.scelto]] : [])))
    const entro = esito.entroGiorni === null ? null : piuGiorni(ctx.oggi(), esito.entroGiorni)
    await sql`insert into compilazione_esito (compilazione_id, comune_id, persona_id, esito, sociale, apre_id, entro, percorsi, riservato_a)
      select id, comune_id, persona_id, ${esito.codice}, ${esito.sociale}, ${esito.apre}, ${entro}, ${JSON.stringify(percorsi)}::jsonb, riservato_a
        from compilazione where id = ${c.id}`.execute(ctx.tx)
  }
  if (c.numero > 1)
    await sql`update compilazione set stato = ${transizioniCompilazione.sostituisci.a} where origine_id = ${c.origineId} and stato = 'finalizzata'`.execute(
      ctx.tx,
    )
  await scriviPassaggio(ctx, c.id, 'finalizza', null)
  await sql`update compilazione set stato = ${stato}, finalizzata_il = ${ctx.adesso()}, finalizzata_da = ${ctx.utente}, versione = versione + 1
    where id = ${c.id}`.execute(ctx.tx)
  if (caso) {
    const percorso = voci(d).find((v) => v.domanda.name === d.esito?.percorso?.campo)?.domanda
    await concludi(ctx, caso, atto, {
      ...c,
      esito:
        esito?.codice && esito.via
          ? { codice: esito.codice, sociale: esito.sociale === true, via: esito.via, apre: esito.apre }
          : null,
      percorsi: (esito?.percorsi ?? []).flatMap((p) =>
        p.scelto && percorso
          ? [{ personaId: p.componenteId, percorso: p.scelto, nome: valoreInParole(percorso, d, p.scelto) }]
          : [],
      ),
      attivabili: membri.flatMap((m) => {
        const chiave = chiaveDi(m.id, CAMPO_ATTIVABILE)
        const detto = visibili.has(chiave) && valori.get(chiave)
        return detto === 'si' || detto === 'no' ? [{ personaId: m.id, si: detto === 'si' }] : []
      }),
    })
  }
  return { fatto: true }
}

/** Another version with the same answers, each with its author and day; a second rettifica at once meets the index. */
export async function rettifica(ctx: Ctx, i: Input<Api['rettifica']>): Promise<Output<Api['rettifica']>> {
  const caso = await bloccaCasoDi(ctx, i.id)
  const c = await getCompilazione(ctx, i.id, true)
  assertTransizione(transizioniCompilazione, 'rettifica', c.stato)
  const atto = caso ? await mossa(ctx, caso, c.questionarioId, 'rettifica') : null
  const id = randomUUID()
  await sql`insert into compilazione (id, comune_id, persona_id, persone, presa_id, assegnatario_id, questionario_id, questionario_versione_id, tempo, giorno, origine_id, numero, riservato_a)
    select ${id}, comune_id, persona_id, persone, presa_id, assegnatario_id, questionario_id, questionario_versione_id, tempo, giorno, origine_id,
           (select max(x.numero) + 1 from compilazione x where x.origine_id = c.origine_id), riservato_a
      from compilazione c where c.id = ${c.id}`.execute(ctx.tx)
  await sql`insert into compilazione_persona (compilazione_id, persona_id, comune_id, ordine, parentela, riservato_a)
    select ${id}, persona_id, comune_id, ordine, parentela, riservato_a from compilazione_persona where compilazione_id = ${c.id}`.execute(
    ctx.tx,
  )
  await sql`insert into compilazione_risposta (comune_id, persona_id, compilazione_id, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, confermata_il, confermata_da, autore_id, scritta_il, riservato_a)
    select comune_id, persona_id, ${id}, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, confermata_il, confermata_da, autore_id, scritta_il, riservato_a
      from compilazione_risposta where compilazione_id = ${c.id}`.execute(ctx.tx)
  await sql`insert into compilazione_contributo (comune_id, persona_id, compilazione_id, componente_id, campo, valore, testo, classe, professione, autore_id, scritto_il, riservato_a)
    select comune_id, persona_id, ${id}, componente_id, campo, valore, testo, classe, professione, autore_id, scritto_il, riservato_a
      from compilazione_contributo where compilazione_id = ${c.id} and ritirato_il is null`.execute(ctx.tx)
  await sql`insert into compilazione_proposta (comune_id, persona_id, compilazione_id, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, riservato_a)
    select comune_id, persona_id, ${id}, componente_id, campo, valore, classe, origine, origine_testo, informazione_del, riservato_a
      from compilazione_proposta where compilazione_id = ${c.id}`.execute(ctx.tx)
  await scriviPassaggio(ctx, id, 'rettifica', i.motivo.trim())
  if (caso) await apriRettifica(ctx, caso, atto, id, i.motivo.trim())
  return { id }
}

export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const caso = await bloccaCasoDi(ctx, i.id)
  const c = await getCompilazione(ctx, i.id, true)
  const stato = assertTransizione(transizioniCompilazione, 'annulla', c.stato)
  const gesto = c.stato === 'in-corso' ? 'annulla-bozza' : 'annulla-conclusa'
  const atto = caso ? await mossa(ctx, caso, c.questionarioId, gesto) : null
  const { rows } = await sql`
    select 1 from compilazione where origine_id = ${c.origineId} and stato = 'in-corso' and id <> ${c.id}`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('stato-non-ammesso', { detail: 'È aperta una sua rettifica: finalizzala o annullala prima.' })
  await scriviPassaggio(ctx, c.id, 'annulla', i.motivo.trim())
  await sql`update compilazione set stato = ${stato}, versione = versione + 1 where id = ${c.id}`.execute(ctx.tx)
  if (caso) await tornaIndietro(ctx, caso, atto, c.id, i.motivo.trim())
  return { fatto: true }
}
