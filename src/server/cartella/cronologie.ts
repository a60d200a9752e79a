// Curated chronology: events chosen by reference from the stream, with the worker's analysis. What a reader may not see
// among the chosen events is not there for him; and who edits without seeing it does not take it away.
import { sql } from 'kysely'
import { type StatoCronologia, transizioniCronologia } from '../../shared/cartella/cronologia.rules.ts'
import { assertLunghezza } from '../../shared/cartella/diario.rules.ts'
import { type CronologiaIntera, cronologieApi } from '../../shared/cartella/fascicolo.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { colonneEvento, comeEventi, type RigaEvento } from './eventi.ts'

interface Testa {
  id: string
  titolo: string
  scopo: string | null
  stato: StatoCronologia
  creataIl: string
  creataDa: string
  chiusaIl: string | null
}
const colonne = sql`c.id, c.titolo, c.scopo, c.stato, c.creata_il, c.creata_da, c.chiusa_il`

async function list(
  ctx: Ctx,
  i: Input<typeof cronologieApi.cronologie>,
): Promise<Output<typeof cronologieApi.cronologie>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Testa>`
    select ${colonne} from cronologia c where c.persona_id = any (accesso.stessa_persona(${i.id}))
       ${dopo ? sql`and (c.creata_il, c.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by c.creata_il desc, c.id desc limit ${limite + 1}`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.creataDa),
  )
  const p = pagina(rows, limite, (r) => [r.creataIl, r.id])
  return { voci: p.voci.map((r) => ({ ...r, creataDa: nomi.get(r.creataDa) ?? '' })), prossima: p.prossima }
}

async function create(
  ctx: Ctx,
  i: Input<typeof cronologieApi.comincia>,
): Promise<Output<typeof cronologieApi.comincia>> {
  const { rows } = await sql<{ id: string }>`
    insert into cronologia (comune_id, persona_id, titolo, scopo) select p.comune_id, p.id, ${i.titolo.trim()}, ${i.scopo?.trim() || null} from persona p where p.id = ${i.id} returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return { id: rows[0].id }
}

async function leggi(ctx: Ctx, i: Input<typeof cronologieApi.leggi>): Promise<CronologiaIntera> {
  const { rows } = await sql<Testa & { personaId: string; persona: string; analisi: string | null; versione: number }>`
    select ${colonne}, c.analisi, c.versione, p.id as persona_id, p.cognome || ' ' || p.nome as persona from cronologia c ${conPersona('c.persona_id', 'p')} where c.id = ${i.id}`.execute(
    ctx.tx,
  )
  const c = rows[0]
  if (!c) throw problem('non-trovato')
  const { personaId, persona, ...testa } = c
  const { rows: scelti } = await sql<RigaEvento & { commento: string | null }>`
    select ${colonneEvento}, s.commento from cronologia_evento s
      join evento e on e.persona_id = any (accesso.stessa_persona(${personaId})) and e.tipo = s.tipo and e.id = s.evento_id
     where s.cronologia_id = ${i.id} and s.tolto_il is null order by e.giorno, e.id`.execute(ctx.tx)
  const { rows: passaggi } = await sql<{ a: StatoCronologia; motivo: string | null; quando: string; utenteId: string }>`
    select a, motivo, quando, utente_id from cronologia_passaggio where cronologia_id = ${i.id} order by quando, id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(ctx, [c.creataDa, ...passaggi.map((p) => p.utenteId)])
  const eventi = await comeEventi(
    ctx,
    personaId,
    scelti.map(({ commento: _, ...e }) => e),
  )
  return {
    ...testa,
    creataDa: nomi.get(c.creataDa) ?? '',
    persona: { id: personaId, nome: persona },
    eventi: eventi.map((e, n) => ({ ...e, commento: scelti[n]!.commento })),
    passaggi: passaggi.map(({ utenteId, ...p }) => ({ ...p, chi: nomi.get(utenteId) ?? '' })),
  }
}

async function blocca(ctx: Ctx, id: string) {
  const { rows } = await sql<{ stato: StatoCronologia; versione: number; personaId: string; comuneId: string }>`
    select stato, versione, persona_id, comune_id from cronologia where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function update(ctx: Ctx, i: Input<typeof cronologieApi.update>): Promise<Output<typeof cronologieApi.update>> {
  const c = await blocca(ctx, i.id)
  assertTransizione(transizioniCronologia, 'modifica', c.stato)
  if (c.versione !== i.versione) throw problem('versione-superata')
  assertLunghezza([i.analisi ?? '', ...i.eventi.map((e) => e.commento ?? '')], 'analisi')
  const scelti = JSON.stringify(i.eventi.map((e) => ({ tipo: e.tipo, id: e.id, commento: e.commento?.trim() || null })))
  const suoi = sql`select distinct s.tipo, s.id, s.commento from jsonb_to_recordset(${scelti}::jsonb) as s(tipo text, id uuid, commento text)
    join evento e on e.persona_id = any (accesso.stessa_persona(${c.personaId})) and e.tipo = s.tipo and e.id = s.id`
  const { rows: trovati } = await sql`${suoi}`.execute(ctx.tx)
  if (trovati.length < new Set(i.eventi.map((e) => `${e.tipo} ${e.id}`)).size)
    throw erroreDiCampo('eventi', 'Uno degli eventi scelti non è più in questo fascicolo: ricarica la pagina.')
  await sql`
    insert into cronologia_evento (cronologia_id, comune_id, persona_id, tipo, evento_id, commento, riservato_a)
    select c.id, c.comune_id, c.persona_id, s.tipo, s.id, s.commento, c.riservato_a from cronologia c, (${suoi}) s where c.id = ${i.id}
        on conflict (cronologia_id, tipo, evento_id) do update set commento = excluded.commento, tolto_il = null`.execute(
    ctx.tx,
  )
  // only among those that the worker sees
  await sql`
    update cronologia_evento s set tolto_il = kernel.adesso() where s.cronologia_id = ${i.id} and s.tolto_il is null
       and not exists (select 1 from jsonb_to_recordset(${scelti}::jsonb) as x(tipo text, id uuid) where x.tipo = s.tipo and x.id = s.evento_id)
       and exists (select 1 from evento e where e.persona_id = any (accesso.stessa_persona(${c.personaId})) and e.tipo = s.tipo and e.id = s.evento_id)`.execute(
    ctx.tx,
  )
  const versione = c.versione + 1
  await sql`update cronologia set titolo = ${i.titolo.trim()}, scopo = ${i.scopo?.trim() || null}, analisi = ${i.analisi?.trim() || null}, versione = ${versione}
    where id = ${i.id}`.execute(ctx.tx)
  return { versione }
}

/** Closing and reopening are written. */
async function passa(ctx: Ctx, id: string, atto: 'chiudi' | 'riapri', motivo: string | null, versione?: number) {
  const c = await blocca(ctx, id)
  const stato = assertTransizione(transizioniCronologia, atto, c.stato)
  if (versione !== undefined && c.versione !== versione) throw problem('versione-superata')
  await sql`update cronologia set stato = ${stato}, chiusa_il = ${atto === 'chiudi' ? ctx.adesso().toISOString() : null}, versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`insert into cronologia_passaggio (comune_id, persona_id, cronologia_id, a, motivo, riservato_a)
    select comune_id, persona_id, id, ${stato}, ${motivo}, riservato_a from cronologia where id = ${id}`.execute(ctx.tx)
  return { fatto: true as const }
}

export const cronologieRotte = rotte(cronologieApi, {
  cronologie: list,
  comincia: create,
  leggi,
  update,
  chiudi: (ctx, i) => passa(ctx, i.id, 'chiudi', null, i.versione),
  riapri: (ctx, i) => passa(ctx, i.id, 'riapri', i.motivo.trim()),
})

export const cronologieVincoli: Vincoli = {
  cronologia_chiusa_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'La cronologia è chiusa: per cambiarla riaprila, indicando il motivo.',
  },
}
