// Writing the diary: a draft is of its author; completing it locks the text and gives it the readers that were chosen;
// afterwards one adds, annuls with a reason, or moves what was written in the wrong folder. Nothing is deleted.
import { sql } from 'kysely'
import { assertAttivita, pulisciAttivita, testiDi } from '../../shared/cartella/attivita.rules.ts'
import { diarioApi, type VoceScritta } from '../../shared/cartella/diario.api.ts'
import {
  assertCompleta,
  assertLunghezza,
  pulisciBlocchi,
  riservatoA,
  type SpecieVoce,
  type StatoVoce,
  transizioniVoce,
} from '../../shared/cartella/diario.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { documentoDalFile, ricezione } from '../documenti/atti.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'
import { bozze, colleghiDi, contesto, leggi, list } from './diario-lettura.ts'
import { assertRisponde } from './risponde.ts'

const PRIMO_GIORNO = '1950-01-01'

interface Destinazione {
  personaId: string
  comuneId: string
  specie: SpecieVoce
  autoreId: string
}

/** Everything that can be said against what was written, in one place for the draft and for its changes. */
async function controlla(ctx: Ctx, d: Destinazione, v: VoceScritta, completa: boolean) {
  const attivita = d.specie === 'attivita' ? pulisciAttivita(v.attivita) : null
  assertLunghezza([...v.blocchi.map((b) => b.testo), v.proposta ?? '', ...testiDi(attivita)], 'blocchi')
  assertAttivita(attivita, v.prossimaIl)
  if (v.giorno < PRIMO_GIORNO) throw erroreDiCampo('giorno', 'La data è troppo lontana: controlla l’anno.')
  if (completa) assertCompleta(v, ctx.oggi())
  await assertVoci(ctx.tx, v.giorno, {
    tipo: [d.specie === 'diario' ? 'tipo-attivita' : 'attivita-professionale', v.tipo],
    con: ['interlocutore', v.con ?? []],
    prossimaAttivita: ['attivita-professionale', v.prossimaAttivita],
  })
  const persone = [...new Set([d.personaId, ...(v.altrePersone ?? [])])]
  const { rows } = await sql<{
    id: string
  }>`select id from persona where id = any (${persone}) and comune_id = ${d.comuneId}`.execute(ctx.tx)
  if (rows.length < persone.length)
    throw erroreDiCampo('altrePersone', 'Una delle persone non è tra quelle di questo comune che puoi vedere: toglila.')
  if (v.presaId) {
    const presa = await sql`select 1 from presa_in_carico where id = ${v.presaId} and comune_id = ${d.comuneId}
        and persona_id in (select unnest(accesso.stessa_persona(x)) from unnest(${persone}::uuid[]) x)`.execute(ctx.tx)
    if (presa.rows.length === 0) throw erroreDiCampo('presaId', 'Questa presa in carico non è di queste persone.')
  }
  if (v.operatori?.length) {
    const noti = await sql`select 1 from accesso.nomi_di(${v.operatori})`.execute(ctx.tx)
    if (noti.rows.length < new Set(v.operatori).size)
      throw erroreDiCampo('operatori', 'Uno dei colleghi non lavora in questo ambito.')
  }
  if (v.destinatari) {
    const leggono = new Set((await colleghiDi(ctx, 'diario.leggi', d.comuneId)).map((c) => c.id))
    if (!v.destinatari.every((id) => leggono.has(id) || id === d.autoreId))
      throw erroreDiCampo(
        'destinatari',
        'Uno dei colleghi indicati non può leggere il diario in questo comune: toglilo.',
      )
  }
  return {
    persone,
    giorno: v.giorno,
    durataMinuti: v.durataMinuti ?? null,
    tipo: v.tipo,
    luogo: v.luogo?.trim() || null,
    con: v.con ?? [],
    conAltri: v.conAltri?.trim() || null,
    significativo: v.significativo ?? false,
    origine: v.origine ?? 'ufficio',
    blocchi: sql<never>`${JSON.stringify(pulisciBlocchi(v.blocchi))}::jsonb`,
    operatori: v.operatori ?? [],
    altriUffici: v.altriUffici?.trim() || null,
    suRichiesta: v.suRichiesta ?? null,
    proposta: v.proposta?.trim() || null,
    prossimaAttivita: v.prossimaAttivita ?? null,
    prossimaIl: v.prossimaIl ?? null,
    attivita: attivita && sql<never>`${JSON.stringify(attivita)}::jsonb`,
    presaId: v.presaId ?? null,
    destinatari: v.destinatari ? [...new Set(v.destinatari)].sort() : null,
    stato: (completa ? 'completata' : 'bozza') as StatoVoce,
    completataIl: completa ? ctx.adesso().toISOString() : null,
    riservatoA: completa ? riservatoA(v.destinatari, d.autoreId) : [d.autoreId],
  }
}

/** Whom it is for is told when it is finished, and not of a draft; the line names nobody. */
const avvisaDestinatari = (ctx: Ctx, id: string) =>
  sql`select accesso.avvisa_destinatari(${id}, 'Un collega ti ha indicato tra chi legge una voce di diario: è completata.')`.execute(
    ctx.tx,
  )

async function create(ctx: Ctx, i: Input<typeof diarioApi.scrivi>): Promise<Output<typeof diarioApi.scrivi>> {
  const p = await ctx.tx.selectFrom('persona').select(['id', 'comuneId']).where('id', '=', i.id).executeTakeFirst()
  if (!p) throw problem('non-trovato')
  const dove = { personaId: p.id, comuneId: p.comuneId, specie: i.specie, autoreId: ctx.utente }
  const valori = await controlla(ctx, dove, i, i.completa ?? false)
  const { id } = await ctx.tx
    .insertInto('diarioVoce')
    .values({ ...valori, personaId: p.id, comuneId: p.comuneId, specie: i.specie })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (i.completa) await avvisaDestinatari(ctx, id)
  return { id, stato: valori.stato, versione: 1 }
}

const blocca = async (ctx: Ctx, id: string) => {
  const v = await ctx.tx
    .selectFrom('diarioVoce')
    .select(['id', 'personaId', 'comuneId', 'specie', 'stato', 'autoreId', 'versione', 'persone'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!v) throw problem('non-trovato')
  return { ...v, stato: v.stato as StatoVoce, specie: v.specie as SpecieVoce }
}

async function update(ctx: Ctx, i: Input<typeof diarioApi.update>): Promise<Output<typeof diarioApi.update>> {
  const v = await blocca(ctx, i.id)
  assertTransizione(transizioniVoce, 'modifica', v.stato)
  if (v.versione !== i.versione) throw problem('versione-superata')
  const valori = await controlla(ctx, v, i, i.completa ?? false)
  const versione = v.versione + 1
  await ctx.tx
    .updateTable('diarioVoce')
    .set({ ...valori, versione })
    .where('id', '=', i.id)
    .execute()
  if (i.completa) await avvisaDestinatari(ctx, i.id)
  return { id: i.id, stato: valori.stato, versione }
}

async function integra(ctx: Ctx, i: Input<typeof diarioApi.integra>): Promise<Output<typeof diarioApi.integra>> {
  const v = await blocca(ctx, i.id)
  const stato = assertTransizione(transizioniVoce, 'integra', v.stato)
  assertLunghezza([i.testo], 'testo')
  await assertTocca(ctx, v, 'Può integrare questa voce chi l’ha scritta o chi risponde del caso.')
  await sql`insert into diario_integrazione (comune_id, persona_id, voce_id, testo, riservato_a)
    select comune_id, persona_id, id, ${i.testo.trim()}, riservato_a from diario_voce where id = ${i.id}`.execute(
    ctx.tx,
  )
  await ctx.tx
    .updateTable('diarioVoce')
    .set({ stato, versione: v.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  return { id: i.id }
}

/** Its author, or who answers for the case. */
const assertTocca = async (ctx: Ctx, v: { autoreId: string; persone: string[] }, perche: string) =>
  v.autoreId === ctx.utente ? undefined : assertRisponde(ctx, v.persone, perche)

async function annulla(ctx: Ctx, i: Input<typeof diarioApi.annulla>): Promise<Output<typeof diarioApi.annulla>> {
  const v = await blocca(ctx, i.id)
  const stato = assertTransizione(transizioniVoce, 'annulla', v.stato)
  await assertTocca(ctx, v, 'Può annullare questa voce chi l’ha scritta o chi risponde del caso.')
  await ctx.tx
    .updateTable('diarioVoce')
    .set({
      stato,
      annullataIl: ctx.adesso().toISOString(),
      annullataDa: ctx.utente,
      motivoAnnullamento: i.motivo.trim(),
      versione: v.versione + 1,
    })
    .where('id', '=', i.id)
    .execute()
  return { fatto: true }
}

/** Which of these persons is this one: herself, or a sheet found to be the same. */
async function traQueste(ctx: Ctx, id: string, persone: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select x as id from unnest(accesso.stessa_persona(${id})) x where x = any (${[...persone]}::uuid[]) order by x = ${id}::uuid desc limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.id
}

async function sposta(ctx: Ctx, i: Input<typeof diarioApi.sposta>): Promise<Output<typeof diarioApi.sposta>> {
  const v = await blocca(ctx, i.id)
  if (v.stato === 'bozza')
    throw problem('stato-non-ammesso', { detail: 'È una bozza: chi la scrive può cambiarla da sé.' })
  const [da, gia] = [await traQueste(ctx, i.da, v.persone), await traQueste(ctx, i.a, v.persone)]
  if (!da) throw erroreDiCampo('da', 'La voce non è nel fascicolo di questa persona.')
  if (gia) throw erroreDiCampo('a', 'La voce è già nel fascicolo di questa persona.')
  const giusta = await sql`select 1 from persona where id = ${i.a} and comune_id = ${v.comuneId}`.execute(ctx.tx)
  if (giusta.rows.length === 0)
    throw erroreDiCampo(
      'a',
      'La persona non c’è, o il suo fascicolo è di un altro comune: una voce si sposta tra fascicoli dello stesso comune.',
    )
  const persone = v.persone.map((p) => (p === da ? i.a : p))
  const personaId = v.personaId === da ? i.a : v.personaId
  // the presa in carico was of the wrong person
  await ctx.tx
    .updateTable('diarioVoce')
    .set({ persone, personaId, presaId: null, versione: v.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  await sql`update diario_integrazione set persona_id = ${personaId} where voce_id = ${i.id}`.execute(ctx.tx)
  await sql`insert into diario_spostamento (comune_id, persona_id, voce_id, da_persona_id, motivo, riservato_a)
    select comune_id, ${i.a}, id, ${da}, ${i.motivo.trim()}, riservato_a from diario_voce where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

async function allega(ctx: Ctx, i: Input<typeof diarioApi.allega>): Promise<Output<typeof diarioApi.allega>> {
  const v = await blocca(ctx, i.id)
  // a document added leaves the entry in the state it is in
  if (v.stato === 'annullata')
    throw problem('stato-non-ammesso', {
      detail: 'La voce è stata annullata: aggiungi il documento alla cartella della persona.',
    })
  await assertTocca(ctx, v, 'Può allegare documenti a questa voce chi l’ha scritta o chi risponde del caso.')
  return documentoDalFile(ctx, i.file, { personaId: v.personaId, sottocartella: 'diario', voceId: v.id })
}

const riceveAllegati = ricezione((ctx, id) => blocca(ctx, id))

export const diarioRotte = rotte(
  diarioApi,
  {
    voci: list,
    contesto,
    scrivi: create,
    bozze,
    leggi,
    update,
    integra,
    annulla,
    sposta,
    allega,
  },
  { allega: riceveAllegati },
)

export const diarioVincoli: Vincoli = {
  diario_completato_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'La voce è completata e non si modifica più: puoi aggiungere un’integrazione.',
  },
}
