// From a segnalazione to the prese in carico of the persons chosen: proposed, numbered in their comune, linked to it.
import { sql } from 'kysely'
import type { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { creaPresa } from './prese.ts'
import { paroleDelSegnalante, paroleNote, senza } from './segnalanti.ts'
import { getSegnalazione, muovi } from './segnalazioni-stato.ts'

type Api = typeof segnalazioniApi
type Prese = Output<Api['prendiInCarico']>

export async function prendiInCarico(ctx: Ctx, i: Input<Api['prendiInCarico']>): Promise<Prese> {
  const s = await getSegnalazione(ctx, i.id)
  await muovi(ctx, s, 'prendi-in-carico', { conclusione: i.conclusione })
  const persone = [...new Set(i.persone)]
  await assertSegnalate(ctx, i.id, persone)
  // The presa is read by who may not know the reporter. Of who reported at another time, what the writer may read: the gap in his
  // own words, read back, would tell of one hidden from him.
  const dette = [...(await paroleDelSegnalante(ctx, i.id, persone)), ...(await paroleNote(ctx, persone))]
  const oggetto = senza(dette)(i.conclusione.trim())
  const prese: Prese['prese'] = []
  for (const personaId of persone) {
    const presa = await creaPresa(ctx, personaId, {
      tipo: i.tipo,
      area: i.area,
      mandato: i.mandato,
      peso: 1,
      oggetto,
    })
    await sql`insert into segnalazione_presa (segnalazione_id, presa_id, comune_id, persona_id) values (${s.id}, ${presa.id}, ${s.comuneId}, ${personaId})`.execute(
      ctx.tx,
    )
    prese.push({ id: presa.id, personaId, numero: presa.numero })
  }
  return { prese }
}

/** Among the persons reported, and not already in charge, as far as the operator can see. */
async function assertSegnalate(ctx: Ctx, segnalazioneId: string, persone: string[]) {
  const { rows } = await sql<{ nome: string; presa: number | null }>`
    select p.cognome || ' ' || p.nome as nome,
           (select k.numero from presa_in_carico k where k.persona_id = any (accesso.stessa_persona(p.id)) and k.stato <> 'chiusa' order by k.numero limit 1) as presa
      from persona p
     where p.id = any (${persone}::uuid[]) and exists (
       select 1 from segnalazione_persona x where x.segnalazione_id = ${segnalazioneId} and x.persona_id = any (accesso.stessa_persona(p.id))) order by p.cognome, p.nome`.execute(
    ctx.tx,
  )
  if (rows.length < persone.length)
    throw erroreDiCampo('persone', 'Si prendono in carico le persone segnalate che sono state identificate.')
  const gia = rows.find((r) => r.presa !== null)
  if (gia)
    throw erroreDiCampo(
      'persone',
      `${gia.nome} ha già una presa in carico aperta, la numero ${gia.presa}: togli la persona, oppure archivia la segnalazione come già in carico.`,
    )
}
