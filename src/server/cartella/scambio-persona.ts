// Who arrives with a presa in carico of another comune, in the record of this one: the person already there, by what is
// certain or by the choice of who answers, or a copy that remembers whose it is.
import { sql } from 'kysely'
import { daNonUsare } from '../../shared/anagrafe/recapiti.rules.ts'
import type { scambiApi } from '../../shared/cartella/scambi.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { creduto, leggiFatti, scriviFatto, veroIl } from '../anagrafe/fatti.ts'
import { diceLoStesso } from '../anagrafe/importa-identita.ts'
import { similiA } from '../anagrafe/ricerca.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Pacchetto } from './scambio-pacchetto.ts'

export interface Arrivo {
  comuneDestId: string
  personaOrigine: string
  pacchetto: Pacchetto
}

/** The person in the record of the receiving comune, where it is certain which she is: sent before, or of the same code. */
export async function personaNota(ctx: Ctx, a: Arrivo): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select coalesce((select q.id from persona q where q.id = x.unita_a and q.comune_id = x.comune_id), x.id) as id
      from persona_origine o join persona x on x.id = o.persona_id
     where o.comune_id = ${a.comuneDestId} and o.sistema = 'trama' and o.codice = ${a.personaOrigine}
    union all
    select p.id from persona p where p.comune_id = ${a.comuneDestId} and p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${a.pacchetto.persona.codiceFiscale})
       and not exists (select 1 from persona q where q.id = p.unita_a and q.comune_id = p.comune_id) limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.id
}

/** Those of the receiving comune that may be she: whoever answers says which, or that she is another. */
export const similiQui = async (ctx: Ctx, a: Arrivo) =>
  (await similiA(ctx, a.pacchetto.persona)).filter((s) => s.persona.comuneId === a.comuneDestId)

async function sceltaTra(ctx: Ctx, a: Arrivo, i: Input<typeof scambiApi.accetta>): Promise<string | undefined> {
  const simili = await similiQui(ctx, a)
  if (i.personaId) {
    if (!simili.some((s) => s.persona.id === i.personaId))
      throw erroreDiCampo('personaId', 'Non è tra le persone simili del tuo comune: ricarica la pagina.')
    return i.personaId
  }
  const viste = new Set(i.diverseDa)
  if (simili.some((s) => !viste.has(s.persona.id)))
    throw problem('possibile-doppione', {
      detail: 'Nel tuo comune c’è già una persona simile: guarda se è la stessa prima di accettare.',
    })
}

/** The person in the record of the receiving comune: the one already there, or a copy that remembers whose it is. */
export async function personaQui(ctx: Ctx, a: Arrivo, i: Input<typeof scambiApi.accetta>): Promise<string> {
  const { persona, fatti } = a.pacchetto
  let id = (await personaNota(ctx, a)) ?? (await sceltaTra(ctx, a, i))
  if (!id) {
    const { rows } = await sql<{ id: string }>`insert into persona (comune_id, specie, cognome, nome)
      values (${a.comuneDestId}, ${persona.specie}, ${persona.cognome}, ${persona.nome}) returning id`.execute(ctx.tx)
    id = rows[0]!.id
    for (const f of fatti) await scriviFatto(ctx, id, f)
  } else await scriviProtezione(ctx, id, a.comuneDestId, fatti)
  await sql`insert into persona_origine (comune_id, persona_id, sistema, codice) values (${a.comuneDestId}, ${id}, 'trama', ${a.personaOrigine})
    on conflict do nothing`.execute(ctx.tx)
  return id
}

/**
 * What keeps a person safe and says who speaks for her: it must not be left to a line of the hand-over. Of telephones and
 * e-mails, those not to be used: the same number may be here without saying so.
 */
const ancheAChiCe = (f: Pick<Pacchetto['fatti'][number], 'tipo' | 'dati'>) =>
  f.tipo === 'contatto-sicuro' || f.tipo === 'protezione' || (f.tipo === 'recapito' && f.dati.sicuro === false)

/**
 * Of a person already here the record is this comune's, and what it says stays. Only these kinds are added where they are
 * not there already: several may be true at once, so none of ours is touched.
 */
async function scriviProtezione(
  ctx: Ctx,
  personaId: string,
  comuneId: string,
  fatti: Pacchetto['fatti'],
): Promise<void> {
  const oggi = ctx.oggi()
  const qui = await leggiFatti(
    ctx,
    personaId,
    sql`f.tipo in ('contatto-sicuro', 'protezione', 'recapito') and f.comune_id = ${comuneId} and ${creduto()} and ${veroIl(oggi)}`,
    oggi,
  )
  const detto = (f: Pacchetto['fatti'][number], x: (typeof qui)[number]) =>
    x.tipo === f.tipo && (f.tipo === 'recapito' ? daNonUsare([x.dati], f.dati.valore) : diceLoStesso(x.dati, f.dati))
  for (const f of fatti.filter(ancheAChiCe)) if (!qui.some((x) => detto(f, x))) await scriviFatto(ctx, personaId, f)
}
