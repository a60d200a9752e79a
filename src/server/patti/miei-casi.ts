// The acts of the case manager on his casi. The policies of the tables reach those assigned to him and no other: one that is not
// his is not there (404), and the attempt is written.
import { type RawBuilder, sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import {
  type AttoCaso,
  INCONTRO_PREVISTO,
  motiviChiusura,
  RIESAME,
  type StatoCaso,
} from '../../shared/patti/casi.rules.ts'
import { nomeCampoEstratto } from '../../shared/patti/estratto-campi.ts'
import { type MioCaso, mieiCasiApi, type Scadenza } from '../../shared/patti/miei-casi.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { perTesto } from './casi-elenco.ts'
import { assertAvvenuto, assertComponente, bloccaCaso, muoviCaso, punto, registraEvento, riportaA } from './caso.ts'
import { revocaEvento } from './coda.ts'
import { cessaEsonero, esonera, riesaminaEsonero } from './esoneri.ts'
import { collegaRichiedenti } from './estratto-scrittura.ts'
import { annullaIncontro, finisceMotivo, type NuovoIncontro, registraIncontro } from './incontri.ts'
import { collegaNuclei } from './nuclei-caso.ts'
import { requisiti } from './requisiti.ts'
import { analisiInCorso, delComponente, dichiarati, inTesto, leggi } from './scheda.ts'
import { ricalcola } from './termini.ts'

type Api = typeof mieiCasiApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

async function cerca(ctx: Ctx, i: Input<Api['cerca']>): Promise<Output<Api['cerca']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [sql`c.assegnatario_id = ${ctx.utente}`]
  if (i.anche !== 'conclusi') cond.push(sql`c.assegnazione = 'assegnato'`)
  if (i.stato) cond.push(sql`s.stato = ${i.stato}`)
  if (i.misura) cond.push(sql`c.misura_id = ${i.misura}`)
  const testo = perTesto(i.testo)
  if (testo) cond.push(testo)
  if (dopo) cond.push(sql`(coalesce(t.scade, 'infinity'), c.id) > (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  const { rows } = await sql<MioCaso>`
    with p as (
      select c.*, s.stato, s.stato_prima, s.dal, t.scade, t.termine
        from caso c join caso_stato s on s.caso_id = c.id
        left join lateral (select x.scade, x.termine from caso_termine x where x.caso_id = c.id order by x.fermo, x.scade, x.id limit 1) t on true
       where ${sql.join(cond, sql` and `)} order by coalesce(t.scade, 'infinity'), c.id limit ${limite + 1}
    ), ${nomiTermini}
    select p.id, p.richiedente, p.codice_fiscale, p.persona_id, p.comune_id, k.nome as comune, m.nome as misura, p.stato, p.stato_prima, p.dal, p.componenti, p.presentata_il, p.assegnato_il,
           p.scade as scadenza, ${nomeTermine} as termine, ${analisiInCorso(sql`p.id`)} as analisi_id
      from p join comune k on k.id = p.comune_id join misura m on m.id = p.misura_id left join nomi n on n.versione_id = p.versione_id and n.termine = p.termine
     order by coalesce(p.scade, 'infinity'), p.id`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.scadenza ?? 'infinity', r.id])
}

/** The names that the versions of the rows of a page give to terms: a definition is long, and read once for all its rows. */
const nomiTermini = sql`nomi as materialized (
      select v.id as versione_id, x ->> 'id' as termine, x ->> 'nome' as nome from misura_versione v cross join lateral jsonb_array_elements(v.definizione -> 'termini') x
       where v.id in (select p.versione_id from p))`

const nomeTermine = sql`coalesce(n.nome, case p.termine when ${RIESAME.id} then ${RIESAME.nome} when ${INCONTRO_PREVISTO.id} then ${INCONTRO_PREVISTO.nome} end)`

async function scadenziere(ctx: Ctx, i: Input<Api['scadenziere']>): Promise<Output<Api['scadenziere']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Scadenza & { id: string }>`
    with p as (
      select t.id, t.caso_id, t.termine, t.componente_id, t.da, t.scade, t.preavviso, t.fermo, c.richiedente, c.persona_id, c.comune_id, c.misura_id, c.versione_id
        from caso_termine t join caso c on c.id = t.caso_id
       where t.assegnatario_id = ${ctx.utente} and t.scade <= ${i.fino}::date ${i.misura ? sql`and c.misura_id = ${i.misura}` : sql``} ${dopo ? sql`and (t.scade, t.id) > (${dopo[0]}::date, ${dopo[1]}::uuid)` : sql``}
       order by t.scade, t.id limit ${limite + 1}
    ), ${nomiTermini}
    select p.id, p.caso_id, p.richiedente, p.persona_id, k.nome as comune, m.nome as misura, ${nomeTermine} as termine,
           p.componente_id is not null as di_uno, p.componente_id as componente, p.da, p.scade,
           case when p.fermo then 'fermo' when p.scade < ${ctx.oggi()}::date then 'scaduto' when p.scade - ${ctx.oggi()}::date < p.preavviso then 'giallo' else 'verde' end as luce
      from p join comune k on k.id = p.comune_id join misura m on m.id = p.misura_id left join nomi n on n.versione_id = p.versione_id and n.termine = p.termine
     order by p.scade, p.id`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.scade, r.id])
  const nomi = await nomiComponenti(
    ctx,
    p.voci.flatMap((v) => v.componente ?? []),
  )
  return {
    ...p,
    voci: p.voci.map(({ casoId, richiedente, personaId, comune, misura, termine, componente, da, scade, luce }) => ({
      casoId,
      richiedente,
      personaId,
      comune,
      misura,
      termine,
      componente: componente && (nomi.get(componente) ?? null),
      da,
      scade,
      luce,
    })),
  }
}

/** Names of members, that only an opened folder has: the function gives those of one's own casi. */
async function nomiComponenti(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    nome: string
  }>`select * from accesso.nomi_componenti(${ids}::uuid[])`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.id, r.nome]))
}

// ---- acts --------------------------------------------------------------------------------------------------------------

/** An act that says how a meeting went, or that there was none. */
async function incontro(ctx: Ctx, atto: AttoCaso, i: NuovoIncontro & { id: string }): Promise<Fatto> {
  await registraIncontro(ctx, await bloccaCaso(ctx, i.id), atto, i)
  return fatto
}

async function convoca(ctx: Ctx, i: Input<Api['convoca']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  assertAvvenuto(ctx, c, i.giorno)
  await muoviCaso(ctx, c, 'convoca', { giorno: i.giorno, motivo: i.nota })
  await registraEvento(ctx, c, { evento: 'convocazione', giorno: i.giorno })
  await ricalcola(ctx, [c.id])
  return fatto
}
const presenta = (ctx: Ctx, i: Input<Api['presenta']>) => incontro(ctx, 'presenta', i)
const nonSiPresenta = (ctx: Ctx, i: Input<Api['nonSiPresenta']>) => incontro(ctx, 'non-si-presenta', i)
const giustifica = (ctx: Ctx, i: Input<Api['giustifica']>) => incontro(ctx, 'giustifica', i)
const incontra = (ctx: Ctx, i: Input<Api['incontra']>) => incontro(ctx, 'incontra', i)

async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  const motivo = [motiviChiusura[i.motivo], i.nota?.trim()].filter(Boolean).join(': ')
  await muoviCaso(ctx, c, 'chiudi', { motivo, dettaglio: { motivo: i.motivo }, codice: i.motivo })
  await ricalcola(ctx, [c.id])
  return fatto
}

async function riapri(ctx: Ctx, i: Input<Api['riapri']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  await muoviCaso(ctx, c, 'riapri', { motivo: i.motivo })
  await ricalcola(ctx, [c.id])
  return fatto
}

// ---- what was declared -----------------------------------------------------------------------------------------------------

async function verifica(ctx: Ctx, i: Input<Api['verifica']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  await assertComponente(ctx, c, i.componenteId)
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (nomeCampoEstratto(i.campo) === i.campo) throw erroreDiCampo('campo', 'Scegli uno dei dati dichiarati.')
  const { membri, domanda } = await dichiarati(ctx, c.domandaId)
  const membro = membri.find((m) => m.id === i.componenteId)
  const dichiarato = inTesto((membro ? delComponente(membro) : domanda)[i.campo])
  await sql`insert into domanda_verifica (comune_id, domanda_id, componente_id, campo, dichiarato, verificato, fonte, verificato_il)
    values (${c.comuneId}, ${c.domandaId}, ${i.componenteId ?? null}, ${i.campo}, ${dichiarato}, ${i.verificato.trim()}, ${i.fonte.trim()}, ${i.giorno})`.execute(
    ctx.tx,
  )
  return fatto
}

async function collega(ctx: Ctx, i: Input<Api['collega']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  const { rows: simili } = await sql<{ personaId: string }>`
    select persona_id from accesso.simili_di(${c.id}) where componente_id = ${i.componente}`.execute(ctx.tx)
  if (simili.length === 0) throw problem('non-trovato')
  if (i.personaId && !simili.some((s) => s.personaId === i.personaId))
    throw erroreDiCampo('personaId', 'Scegli una delle persone proposte.')
  await sql`update domanda_componente set persona_id = ${i.personaId}, collegamento = ${i.personaId ? 'confermato' : 'escluso'}, simili = '{}', versione = versione + 1
    where id = ${i.componente} and domanda_id = ${c.domandaId}`.execute(ctx.tx)
  await collegaRichiedenti(ctx, [c.id])
  await collegaNuclei(ctx, [c.id])
  // none of those proposed: the work that links a caso to the record adds him
  if (!i.personaId) ctx.emit('caso.presa', { caso: c.id, ambito: ctx.ambito, utente: ctx.utente, comune: c.comuneId })
  return fatto
}

/** What was registered by mistake no longer counts; the state goes back with it, if nothing has been done after. */
async function annullaEvento(ctx: Ctx, i: Input<Api['annullaEvento']>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  const { rows } = await sql<{ evento: string; giorno: string; origine: string; origineId: string | null }>`
    select evento, giorno, origine, origine_id from caso_evento where id = ${i.evento} and caso_id = ${c.id} and annullato_il is null`.execute(
    ctx.tx,
  )
  const e = rows[0]
  if (!e) throw problem('non-trovato')
  if (e.origine !== 'operatore')
    throw problem('stato-non-ammesso', {
      detail: 'Questo giorno viene dall’estratto INPS, o da un altro atto: lo cambia chi lo ha scritto.',
    })
  const { rows: passi } = await sql<{ da: StatoCaso; a: StatoCaso }>`
    select p.da, p.a from caso_passaggio p join caso_evento e on e.caso_id = p.caso_id and e.registrato_il = p.quando and e.giorno = p.giorno
     where e.id = ${i.evento} and p.da <> p.a`.execute(ctx.tx)
  const passo = passi[0]
  if (passo && passo.a !== punto(c))
    throw problem('stato-non-ammesso', {
      detail: 'Dopo questo fatto il caso è andato avanti: non si può più annullare.',
    })
  // an act may have written more than one (the first meeting is a meeting too): they go together
  const { rows: annullati } = await sql<{ id: string }>`
    update caso_evento e set annullato_il = kernel.adesso(), annullato_da = kernel.utente() from caso_evento x
     where x.id = ${i.evento} and e.caso_id = x.caso_id and e.registrato_il = x.registrato_il and e.giorno = x.giorno and e.origine = 'operatore' and e.annullato_il is null
    returning e.id`.execute(ctx.tx)
  await revocaEvento(
    ctx,
    c.id,
    annullati.map((a) => a.id),
  )
  if (e.origineId) await annullaIncontro(ctx, e.origineId)
  await riportaA(ctx, c, passo?.da ?? punto(c), 'annulla-evento', {
    giorno: e.giorno,
    motivo: i.motivo.trim(),
    dettaglio: { evento: e.evento },
  })
  await ricalcola(ctx, [c.id])
  return fatto
}

export const mieiCasiRotte = rotte(mieiCasiApi, {
  cerca,
  scadenziere,
  leggi,
  requisiti,
  convoca,
  presenta,
  nonSiPresenta,
  giustifica,
  finisceMotivo,
  incontra,
  esonera,
  cessaEsonero,
  riesaminaEsonero,
  chiudi,
  riapri,
  verifica,
  collega,
  annullaEvento,
})
