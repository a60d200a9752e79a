// What comes to be known while a segnalazione is evaluated: somebody else whom it is about, who reported, to whom one may
// turn. Nothing that was written is lost, also of what the writer may not read; and his own words are read as he wrote them.
import { sql } from 'kysely'
import { MAX_RIFERIMENTI, MAX_SEGNALATI, type segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { transizioniSegnalazione } from '../../shared/cartella/segnalazioni.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertVoci } from '../parametri/voci.ts'
import { senza } from './segnalanti.ts'
import { senzaSegnalante } from './segnalazioni-lettura.ts'
import { type Bloccata, getSegnalazione, scriviPassaggio, segnalanteDi } from './segnalazioni-stato.ts'
import { assertPersone } from './sportello-parti.ts'

type Api = typeof segnalazioniApi
const fatto = { fatto: true } as const

async function inValutazione(ctx: Ctx, id: string, versione?: number): Promise<Bloccata> {
  const s = await getSegnalazione(ctx, id)
  assertTransizione(transizioniSegnalazione, 'aggiorna', s.stato)
  if (versione !== undefined && s.versione !== versione) throw problem('versione-superata')
  return s
}

/** In its history who has completed what: of words that may be looked for in what one may not read, who has written them. */
const scriviNellaStoria = (ctx: Ctx, s: Bloccata, cosa: string) => scriviPassaggio(ctx, s, 'aggiorna', s.stato, cosa)

const segnaVersione = (ctx: Ctx, id: string) =>
  sql`update segnalazione set versione = versione + 1 where id = ${id}`.execute(ctx.tx)

export async function aggiungiSegnalato(
  ctx: Ctx,
  i: Input<Api['aggiungiSegnalato']>,
): Promise<Output<Api['aggiungiSegnalato']>> {
  const s = await inValutazione(ctx, i.id)
  const descrizione = i.descrizione?.trim()
  if (!i.personaId && !descrizione)
    throw erroreDiCampo(
      'descrizione',
      'Indica la persona, oppure descrivila con parole tue se non è ancora identificata.',
    )
  await assertPersone(ctx, [i.personaId], 'personaId', s.comuneId)
  const { rows } = await sql<{ quanti: number; gia: boolean }>`
    select count(*)::int as quanti, coalesce(bool_or(x.persona_id = any (accesso.stessa_persona(${i.personaId ?? null}::uuid))), false) as gia
      from segnalazione_persona x where x.segnalazione_id = ${i.id}`.execute(ctx.tx)
  const { quanti, gia } = rows[0]!
  if (gia) throw erroreDiCampo('personaId', 'Questa persona è già tra i segnalati.', 'gia-presente')
  if (quanti >= MAX_SEGNALATI)
    throw erroreDiCampo(
      'descrizione',
      `Le persone segnalate sono al massimo ${MAX_SEGNALATI}: apri un’altra segnalazione.`,
    )
  const nonSa = !(await segnalanteDi(ctx, i.id))
  await sql`insert into segnalazione_persona (segnalazione_id, comune_id, persona_id, descrizione, di_chi_non_sa)
    values (${i.id}, ${s.comuneId}, ${i.personaId ?? null}, ${i.personaId ? null : descrizione}, ${nonSa})`.execute(
    ctx.tx,
  )
  await scriviNellaStoria(ctx, s, 'Aggiunta una persona segnalata')
  return fatto
}

const SUOI = ['nome', 'ente', 'recapiti'] as const

/**
 * Only by whoever reads him, and by adding: what the desk heard is not replaced. How he was written before is kept with him
 * (`come_era`), since the texts may call him so.
 */
export async function completaSegnalante(
  ctx: Ctx,
  i: Input<Api['completaSegnalante']>,
): Promise<Output<Api['completaSegnalante']>> {
  const s = await inValutazione(ctx, i.id, i.versione)
  const prima = await segnalanteDi(ctx, i.id)
  if (!prima)
    throw problem('azione-non-consentita', { detail: 'Chi ha segnalato lo completa soltanto chi può leggerlo.' })
  await assertVoci(ctx.tx, ctx.oggi(), { interlocutore: ['interlocutore', i.interlocutore] })
  if (i.anonimo && (i.nome || i.recapiti))
    throw erroreDiCampo('nome', 'Chi resta anonimo non ha nome né recapiti: togli l’uno o l’altro.')
  if (i.anonimo && !prima.anonimo) throw erroreDiCampo('anonimo', 'Chi ha già detto il suo nome non torna anonimo.')
  for (const campo of SUOI)
    if (!(i[campo] ?? '').toLowerCase().includes((prima[campo] ?? '').toLowerCase()))
      throw erroreDiCampo(campo, 'Ciò che era scritto resta: aggiungi ciò che manca.')
  await sql`update segnalazione_segnalante set anonimo = ${i.anonimo}, interlocutore = ${i.interlocutore ?? null}, nome = ${i.nome?.trim() ?? null},
      ente = ${i.ente?.trim() ?? null}, recapiti = ${i.recapiti?.trim() ?? null} where segnalazione_id = ${i.id}`.execute(
    ctx.tx,
  )
  await scriviNellaStoria(ctx, s, 'Completato chi ha segnalato')
  await segnaVersione(ctx, i.id)
  return fatto
}

const SCRITTI = ['nome', 'legame', 'recapito', 'problemi'] as const
type Scritto = (typeof SCRITTI)[number]

export async function scriviRiferimento(
  ctx: Ctx,
  i: Input<Api['scriviRiferimento']>,
): Promise<Output<Api['scriviRiferimento']>> {
  const s = await inValutazione(ctx, i.id, i.versione)
  const scritti = await ctx.tx
    .selectFrom('segnalazioneRiferimento')
    .select(['posizione', 'nome', 'legame', 'recapito', 'problemi', 'diChiNonSa'])
    .where('segnalazioneId', '=', i.id)
    .orderBy('posizione')
    .execute()
  const prima = scritti.find((r) => r.posizione === i.posizione)
  if (i.posizione && !prima) throw problem('non-trovato')
  if (!prima && scritti.length >= MAX_RIFERIMENTI)
    throw erroreDiCampo('nome', `Le persone di riferimento sono al massimo ${MAX_RIFERIMENTI}.`)
  const segnalante = await segnalanteDi(ctx, i.id)
  const nascosta = prima?.diChiNonSa ? senza([]) : await senzaSegnalante(ctx, i.id, segnalante)
  const scritto = (c: Scritto) => i[c]?.trim() || null
  const letto = (c: Scritto) => nascosta(prima?.[c] ?? null)?.trim() || null
  const cambiati = SCRITTI.filter((c) => scritto(c) !== letto(c))
  if (prima && cambiati.length === 0) return fatto
  // Given back as it was shown, what one may not read is kept as it is; and it is not continued: of two hands in one row it
  // could not be said whose words are to be taken out.
  const nascosti = prima ? SCRITTI.filter((c) => letto(c) !== (prima[c]?.trim() || null)) : []
  if (nascosti.length > 0)
    throw erroreDiCampo(
      cambiati.find((c) => nascosti.includes(c)) ?? cambiati[0]!,
      'Qui è nominato chi ha segnalato, che non puoi leggere: lascia tutto com’è, e scrivi ciò che serve nella conclusione o nel diario.',
    )
  await (prima
    ? sql`update segnalazione_riferimento set nome = ${scritto('nome')}, legame = ${scritto('legame')}, recapito = ${scritto('recapito')},
        problemi = ${scritto('problemi')}, di_chi_non_sa = ${!segnalante} where segnalazione_id = ${i.id} and posizione = ${prima.posizione}`
    : sql`insert into segnalazione_riferimento (segnalazione_id, comune_id, posizione, nome, legame, recapito, problemi, di_chi_non_sa)
        values (${i.id}, ${s.comuneId}, ${scritti.length + 1}, ${scritto('nome')}, ${scritto('legame')}, ${scritto('recapito')}, ${scritto('problemi')}, ${!segnalante})`
  ).execute(ctx.tx)
  await scriviNellaStoria(
    ctx,
    s,
    prima ? 'Modificata una persona di riferimento' : 'Aggiunta una persona di riferimento',
  )
  await segnaVersione(ctx, i.id)
  return fatto
}
