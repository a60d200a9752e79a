// Segnalazioni: received at the desk, listed, moved along their states. Each act locks the row, so that of two people
// who conclude it together one is told what the other did. Reading is in segnalazioni-lettura.ts.
import { type RawBuilder, sql } from 'kysely'
import { transizioniContatto } from '../../shared/cartella/contatti.rules.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import {
  type RispostePericolo,
  transizioniSegnalazione,
  type Urgenza,
  urgenzaDi,
  urgenze,
} from '../../shared/cartella/segnalazioni.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertVoci } from '../parametri/voci.ts'
import { getContatto } from './contatti.ts'
import { scriviInvio } from './invii.ts'
import { paroleDiCiascuna, senza } from './segnalanti.ts'
import { aggiungiSegnalato, completaSegnalante, scriviRiferimento } from './segnalazioni-completa.ts'
import {
  colonneSegnalazione,
  copia,
  leggi,
  type RigaSegnalazione,
  segnalatiSenza,
  senzaSegnalante,
} from './segnalazioni-lettura.ts'
import { prendiInCarico } from './segnalazioni-presa.ts'
import { getSegnalazione, muovi, scriviPassaggio, segnalanteDi } from './segnalazioni-stato.ts'
import { ripetizioni } from './segnalazioni-vicine.ts'
import { assertLuogo, assertPersone, colleghiPer, dopoDi, nelPeriodo, riservatoA } from './sportello-parti.ts'

type Api = typeof segnalazioniApi

// ---- received ------------------------------------------------------------------------------------------------------

/** Questions on danger that the ambito has chosen not to ask. */
const NON_POSTE = sql`string_to_array(replace(coalesce(kernel.parametro('segnalazione.domande-non-poste') #>> '{}', ''), ' ', ''), ',')`

async function regole(ctx: Ctx): Promise<Output<Api['regole']>> {
  const { rows: termini } = await sql<Output<Api['regole']>['termini'][number]>`
    select distinct on (x.n) x.urgenza, (p.valore #>> '{}')::int as ore, p.fonte, p.ambito_id is not null as locale
      from unnest(${[...urgenze]}::text[]) with ordinality as x(urgenza, n)
      join kernel.parametro p on p.chiave = 'segnalazione.ore-' || x.urgenza and kernel.oggi() between p.dal and coalesce(p.al, 'infinity')
     order by x.n, p.ambito_id nulls last`.execute(ctx.tx)
  const { rows } = await sql<{ codici: string[] }>`select array_remove(${NON_POSTE}, '') as codici`.execute(ctx.tx)
  return { termini, domandeNonPoste: rows[0]!.codici }
}

/** What was answered to the questions in force, and how far it raises the urgency. */
async function urgenza(ctx: Ctx, scelta: Urgenza, risposte: RispostePericolo): Promise<Urgenza> {
  await assertVoci(ctx.tx, ctx.oggi(), { pericolo: ['domanda-pericolo', Object.keys(risposte)] })
  const { rows } = await sql<{ codice: string; urgenza: string | undefined }>`
    select codice, attributi ->> 'urgenza' as urgenza from codifica_voce where codifica_id = 'domanda-pericolo'
       and (ambito_id is null or ambito_id = ${ctx.ambito}) and kernel.oggi() between dal and coalesce(al, 'infinity')
       and not codice = any (${NON_POSTE})`.execute(ctx.tx)
  return urgenzaDi(scelta, risposte, rows)
}

/** By when it must be evaluated: the hours of its urgency, from its reception. */
const scadenza = (u: Urgenza, ricevuta: RawBuilder<unknown>) =>
  sql`${ricevuta} + make_interval(hours => (kernel.parametro(${`segnalazione.ore-${u}`}))::int)`

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  await assertLuogo(ctx, i)
  await assertVoci(ctx.tx, ctx.oggi(), {
    canale: ['canale-contatto', i.canale],
    motivo: ['motivo-contatto', i.motivo],
    classificazione: ['classificazione-segnalazione', i.classificazione],
    'segnalante.interlocutore': ['interlocutore', i.segnalante.interlocutore],
  })
  assertScritta(ctx, i)
  await assertPersone(
    ctx,
    i.segnalati.map((s) => s.personaId),
    'segnalati',
    i.comuneId,
  )
  // that it has become one is told by the row that follows
  if (i.contattoId) assertTransizione(transizioniContatto, 'converti', (await getContatto(ctx, i.contattoId)).stato)
  const u = await urgenza(ctx, i.urgenza, i.pericolo)
  const ricevuta = sql`coalesce(${i.ricevutaIl ?? null}::timestamptz, kernel.adesso())`
  const { rows } = await sql<{ id: string; scadeIl: string }>`
    insert into segnalazione (comune_id, ufficio_id, contatto_id, ricevuta_il, canale, motivo, classificazione, urgenza, minori_presenti, scade_il)
    values (${i.comuneId}, ${i.ufficioId ?? null}, ${i.contattoId ?? null}, ${ricevuta}, ${i.canale}, ${i.motivo ?? null}, ${i.classificazione ?? null},
            ${u}, ${i.minoriPresenti ?? null}, ${scadenza(u, ricevuta)}) returning id, scade_il`.execute(ctx.tx)
  const { id, scadeIl } = rows[0]!
  await scriviContenuto(ctx, id, i)
  await scriviPassaggio(ctx, { id, comuneId: i.comuneId, stato: null }, 'crea', 'ricevuta')
  return { id, riferimento: riferimento(id), urgenza: u, scadeIl }
}

const riferimento = (id: string) => id.slice(0, 8).toUpperCase()

function assertScritta(ctx: Ctx, i: Input<Api['crea']>) {
  if (i.ricevutaIl && new Date(i.ricevutaIl) > ctx.adesso())
    throw erroreDiCampo('ricevutaIl', 'La segnalazione non può essere stata ricevuta nel futuro.')
  if (i.ricevutaIl && i.ricevutaIl < '2000')
    throw erroreDiCampo('ricevutaIl', 'La data è troppo lontana: controlla l’anno.')
  const s = i.segnalante
  if (s.anonimo && (s.nome || s.recapiti))
    throw erroreDiCampo('segnalante.nome', 'Chi resta anonimo non ha nome né recapiti: togli l’uno o l’altro.')
  const vuoto = i.segnalati.findIndex((p) => !p.personaId && !p.descrizione)
  if (vuoto >= 0)
    throw erroreDiCampo(
      `segnalati.${vuoto}.descrizione`,
      'Indica la persona, oppure descrivila con parole tue se non è ancora identificata.',
    )
  const ids = i.segnalati.flatMap((p) => (p.personaId ? [p.personaId] : []))
  if (new Set(ids).size < ids.length) throw erroreDiCampo('segnalati', 'La stessa persona è indicata due volte.')
}

async function scriviContenuto(ctx: Ctx, id: string, i: Input<Api['crea']>) {
  await sql`insert into segnalazione_dettaglio (segnalazione_id, comune_id, fatti, fatti_modo, luogo, pericolo, informata, informata_nota)
    values (${id}, ${i.comuneId}, ${i.fatti.trim()}, ${i.fattiModo}, ${i.luogo?.trim() ?? null}, ${JSON.stringify(i.pericolo)}::jsonb, ${i.informata}, ${i.informataNota ?? null})`.execute(
    ctx.tx,
  )
  const s = i.segnalante
  await sql`select accesso.registra_segnalante(${id}::uuid, ${s.anonimo}, ${s.interlocutore ?? null}, ${s.nome?.trim() ?? null}, ${s.ente?.trim() ?? null}, ${s.recapiti?.trim() ?? null})`.execute(
    ctx.tx,
  )
  const segnalati = i.segnalati.map((p) => ({
    persona: p.personaId ?? null,
    descrizione: p.personaId ? null : p.descrizione,
  }))
  await sql`insert into segnalazione_persona (segnalazione_id, comune_id, persona_id, descrizione)
    select ${id}::uuid, ${i.comuneId}, r.persona, r.descrizione from jsonb_to_recordset(${JSON.stringify(segnalati)}::jsonb) as r(persona uuid, descrizione text)`.execute(
    ctx.tx,
  )
  const riferimenti = i.riferimenti.map((r, n) => ({ posizione: n + 1, ...r }))
  await sql`insert into segnalazione_riferimento (segnalazione_id, comune_id, posizione, nome, legame, recapito, problemi)
    select ${id}::uuid, ${i.comuneId}, r.* from jsonb_to_recordset(${JSON.stringify(riferimenti)}::jsonb) as r(posizione integer, nome text, legame text, recapito text, problemi text)`.execute(
    ctx.tx,
  )
}

// ---- list ----------------------------------------------------------------------------------------------------------

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dove = [
    sql`s.ambito_id = ${ctx.ambito}`,
    ...nelPeriodo(sql`s.ricevuta_il`, i.dal, i.al),
    ...(i.stato ? [sql`s.stato = ${i.stato}`] : []),
    ...(i.urgenza ? [sql`s.urgenza = ${i.urgenza}`] : []),
    // an entry of the classification with all that it contains
    ...(i.classificazione
      ? [
          sql`s.classificazione in (with recursive v as (
            select ${i.classificazione}::text as codice union
            select x.codice from codifica_voce x join v on x.padre = v.codice where x.codifica_id = 'classificazione-segnalazione' and (x.ambito_id is null or x.ambito_id = ${ctx.ambito})
          ) select codice from v)`,
        ]
      : []),
    ...(i.scadute ? [sql`s.stato in ('ricevuta', 'in-valutazione') and s.scade_il < kernel.adesso()`] : []),
    ...(i.mie ? [sql`s.valutatore_id = ${ctx.utente}`] : []),
    ...dopoDi(sql`s.ricevuta_il`, sql`s.id`, leggiCursore(i.dopo, 2)),
  ]
  const { rows } = await sql<RigaSegnalazione>`
    with s as materialized (select * from segnalazione s where ${sql.join(dove, sql` and `)} order by s.ricevuta_il desc, s.id limit ${limite + 1})
    select ${colonneSegnalazione} from s order by s.ricevuta_il desc, s.id`.execute(ctx.tx)
  const trovate = pagina(rows, limite, (r) => [r.ricevutaIl, r.id])
  const ripetutaPer = await ripetizioni(
    ctx,
    trovate.voci.map((v) => v.id),
  )
  const voci = await senzaSegnalanti(ctx, trovate.voci)
  return { ...trovate, voci: voci.map((v) => ({ ...v, ripetutaPer: ripetutaPer(v.id) })) }
}

/** No list shows who reported, whoever reads it: also where he is named in the words on whom it is about. */
async function senzaSegnalanti(ctx: Ctx, voci: readonly RigaSegnalazione[]) {
  const descritte = voci.filter((v) => v.segnalati.some((x) => x.descrizione)).map((v) => v.id)
  const parole = await paroleDiCiascuna(ctx, descritte)
  return voci.map((v) => ({ ...v, segnalati: segnalatiSenza(v.segnalati, senza(parole.get(v.id) ?? [])) }))
}

// ---- along the states ------------------------------------------------------------------------------------------------

const fatto = { fatto: true } as const

async function valuta(ctx: Ctx, i: Input<Api['valuta']>): Promise<Output<Api['valuta']>> {
  const s = await getSegnalazione(ctx, i.id)
  const prima = s.stato === 'in-valutazione' ? s.valutatoreId : null
  if (prima === ctx.utente) throw problem('stato-non-ammesso', { detail: 'La stai già valutando tu.' })
  // of two who begin together, or from a page of an hour ago, the second does not take it away without knowing
  if (prima && i.subentro === undefined)
    throw problem('stato-non-ammesso', {
      detail: 'La valutazione di questa segnalazione è già iniziata: ricarica la pagina.',
    })
  if (prima && i.subentro !== s.versione) throw problem('versione-superata')
  await muovi(ctx, s, 'valuta', {
    valuto: true,
    motivo: prima && `Prima la valutava ${await nomeDelCollega(ctx, prima)}`,
  })
  if (prima) await avvisaChiValutava(ctx, s.id, prima)
  return fatto
}

const nomeDelCollega = async (ctx: Ctx, id: string) => (await nomiUtenti(ctx, [id])).get(id) ?? 'un collega'

/** If it still exists for him: it may have been restricted since, or have come to be about his family. */
const avvisaChiValutava = (ctx: Ctx, id: string, prima: string) =>
  sql`select accesso.avvisa_chi_valutava(${id}::uuid, ${prima}::uuid, 'Un collega valuta ora una segnalazione che valutavi tu.')`.execute(
    ctx.tx,
  )

/**
 * What one may not see one does not erase: given back as it was shown, without the reporter, it is the one that is kept. It is not
 * continued either: of two hands in one text it could not be said whose words are to be taken out.
 */
async function notaScritta(ctx: Ctx, i: Input<Api['aggiorna']>): Promise<string | null> {
  const scritta = i.informataNota ?? null
  const d = await ctx.tx
    .selectFrom('segnalazioneDettaglio')
    .select(['informataNota', 'notaDiChiNonSa'])
    .where('segnalazioneId', '=', i.id)
    .executeTakeFirst()
  const nascosta = d?.notaDiChiNonSa ? senza([]) : await senzaSegnalante(ctx, i.id, await segnalanteDi(ctx, i.id))
  const prima = d?.informataNota ?? null
  const letta = nascosta(prima)
  if ((scritta?.trim() || null) === (letta?.trim() || null)) return prima
  if (letta !== prima)
    throw erroreDiCampo(
      'informataNota',
      'Questa nota nomina chi ha segnalato, che non puoi leggere: lasciala com’è, e scrivi ciò che serve nella conclusione o nel diario.',
    )
  return scritta
}

/** What is about to change, as the history of the segnalazione names it. */
async function datiCambiati(ctx: Ctx, i: Input<Api['aggiorna']>, u: Urgenza, nota: string | null): Promise<string[]> {
  const { rows } = await sql<Record<string, boolean>>`
    select s.classificazione is distinct from ${i.classificazione ?? null}::text as "classificazione", s.urgenza <> ${u} as "urgenza",
           s.minori_presenti is distinct from ${i.minoriPresenti ?? null}::boolean as "minori presenti", d.luogo is distinct from ${i.luogo?.trim() ?? null}::text as "luogo",
           d.pericolo <> ${JSON.stringify(i.pericolo)}::jsonb as "pericolo immediato", d.informata <> ${i.informata} as "se la persona è informata",
           d.informata_nota is distinct from ${nota}::text as "nota su come è informata"
      from segnalazione s join segnalazione_dettaglio d on d.segnalazione_id = s.id where s.id = ${i.id}`.execute(
    ctx.tx,
  )
  return Object.entries(rows[0] ?? {}).flatMap(([nome, cambia]) => (cambia ? [nome] : []))
}

async function aggiorna(ctx: Ctx, i: Input<Api['aggiorna']>): Promise<Output<Api['aggiorna']>> {
  const s = await getSegnalazione(ctx, i.id)
  assertTransizione(transizioniSegnalazione, 'aggiorna', s.stato)
  if (s.versione !== i.versione) throw problem('versione-superata')
  await assertVoci(ctx.tx, ctx.oggi(), { classificazione: ['classificazione-segnalazione', i.classificazione] })
  const u = await urgenza(ctx, i.urgenza, i.pericolo)
  const nota = await notaScritta(ctx, i)
  const cambiati = await datiCambiati(ctx, i, u, nota)
  if (cambiati.length > 0) await scriviPassaggio(ctx, s, 'aggiorna', s.stato, `Modificati: ${cambiati.join(', ')}`)
  await sql`update segnalazione_dettaglio set informata_nota = ${nota}, nota_di_chi_non_sa = ${!(await segnalanteDi(ctx, i.id))}
     where segnalazione_id = ${i.id} and informata_nota is distinct from ${nota}`.execute(ctx.tx)
  await sql`update segnalazione set classificazione = ${i.classificazione ?? null}, urgenza = ${u}, minori_presenti = ${i.minoriPresenti ?? null},
      scade_il = ${scadenza(u, sql`ricevuta_il`)}, versione = versione + 1 where id = ${i.id}`.execute(ctx.tx)
  await sql`update segnalazione_dettaglio set luogo = ${i.luogo?.trim() ?? null}, pericolo = ${JSON.stringify(i.pericolo)}::jsonb, informata = ${i.informata}
     where segnalazione_id = ${i.id}`.execute(ctx.tx)
  return fatto
}

async function identifica(ctx: Ctx, i: Input<Api['identifica']>): Promise<Output<Api['identifica']>> {
  const s = await getSegnalazione(ctx, i.id)
  assertTransizione(transizioniSegnalazione, 'aggiorna', s.stato)
  await assertPersone(ctx, [i.personaId], 'personaId', s.comuneId)
  const { rows } =
    await sql`update segnalazione_persona set persona_id = ${i.personaId} where id = ${i.segnalato} and segnalazione_id = ${i.id} and persona_id is null returning id`.execute(
      ctx.tx,
    )
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Questa persona è già stata identificata: ricarica la pagina.' })
  await scriviPassaggio(ctx, s, 'aggiorna', s.stato, 'Identificata una persona segnalata')
  return fatto
}

async function riserva(ctx: Ctx, i: Input<Api['riserva']>): Promise<Output<Api['riserva']>> {
  await getSegnalazione(ctx, i.id)
  const chi = (i.colleghi && (await riservatoA(ctx, 'segnalazione.leggi', i.colleghi))) ?? null
  await sql`update segnalazione set riservato_a = ${chi}, versione = versione + 1 where id = ${i.id}`.execute(ctx.tx)
  // what went outside follows; an office that has received it already read its text
  await sql`update invio set riservato_a = ${chi} where segnalazione_id = ${i.id} and ente is not null`.execute(ctx.tx)
  return fatto
}

async function valutatori(ctx: Ctx): Promise<Output<Api['valutatori']>> {
  return { voci: (await colleghiPer(ctx, 'segnalazione.leggi')).filter((c) => c.id !== ctx.utente) }
}

async function archivia(ctx: Ctx, i: Input<Api['archivia']>): Promise<Output<Api['archivia']>> {
  const s = await getSegnalazione(ctx, i.id)
  await assertVoci(ctx.tx, ctx.oggi(), { motivo: ['motivo-archiviazione', i.motivo] })
  await muovi(ctx, s, 'archivia', { archiviazione: i.motivo, conclusione: i.conclusione })
  return fatto
}

async function orienta(ctx: Ctx, i: Input<Api['orienta']>): Promise<Output<Api['orienta']>> {
  await muovi(ctx, await getSegnalazione(ctx, i.id), 'orienta', { conclusione: i.conclusione })
  return fatto
}

async function inoltra(ctx: Ctx, i: Input<Api['inoltra']>): Promise<Output<Api['inoltra']>> {
  const s = await getSegnalazione(ctx, i.id)
  await muovi(ctx, s, 'inoltra', { motivo: 'Inoltrata' })
  const { rows } = await sql<{ personaId: string }>`
    select persona_id from segnalazione_persona where segnalazione_id = ${i.id} and persona_id is not null limit 2`.execute(
    ctx.tx,
  )
  // of one person, it is in her story; of several, it is in that of the segnalazione
  const personaId = rows.length === 1 ? rows[0]!.personaId : null
  const invioId = await scriviInvio(ctx, { ...i, comuneId: s.comuneId, segnalazioneId: s.id, personaId }, true)
  return { invioId }
}

async function segnalaAutorita(ctx: Ctx, i: Input<Api['segnalaAutorita']>): Promise<Output<Api['segnalaAutorita']>> {
  const s = await getSegnalazione(ctx, i.id)
  await muovi(ctx, s, 'segnala-autorita', { conclusione: `${i.autorita.trim()}: ${i.conclusione.trim()}` })
  return fatto
}

async function riprendi(ctx: Ctx, i: Input<Api['riprendi']>): Promise<Output<Api['riprendi']>> {
  const s = await getSegnalazione(ctx, i.id)
  const { rows } = await sql`select 1 from invio where segnalazione_id = ${i.id} and stato <> 'respinta'`.execute(
    ctx.tx,
  )
  if (s.stato === 'inoltrata' && rows.length > 0)
    throw problem('stato-non-ammesso', {
      detail:
        'Il destinatario non ha respinto la segnalazione: attendi la sua risposta, o registrala se è un ente esterno.',
    })
  const prima = s.valutatoreId === ctx.utente ? null : s.valutatoreId
  const valutava = prima ? ` (prima la valutava ${await nomeDelCollega(ctx, prima)})` : ''
  await muovi(ctx, s, 'riprendi', { valuto: true, motivo: `${i.motivo.trim()}${valutava}` })
  if (prima) await avvisaChiValutava(ctx, s.id, prima)
  return fatto
}

export const segnalazioniRotte = rotte(segnalazioniApi, {
  regole,
  crea,
  list,
  leggi,
  valuta,
  aggiorna,
  identifica,
  aggiungiSegnalato,
  completaSegnalante,
  scriviRiferimento,
  riserva,
  valutatori,
  archivia,
  orienta,
  inoltra,
  segnalaAutorita,
  riprendi,
  prendiInCarico,
  copia,
})

export const segnalazioniVincoli: Vincoli = {
  segnalato_una_volta: { codice: 'gia-presente', campo: 'personaId', detail: 'Questa persona è già tra i segnalati.' },
}
