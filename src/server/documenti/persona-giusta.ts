// A document filed under the wrong person is moved to the right one. Everything of it follows: versions, bytes, history.
// Both folders keep the trace, and neither learns from it who the other is. One must be able to open both; one's own
// record, like any other that does not exist for who acts, is not there to receive anything.
import { sql } from 'kysely'
import type { documentiApi } from '../../shared/documenti/documenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import { rapportoCon, registraAccesso } from '../kernel/accessi.ts'
import type { Ctx } from '../kernel/context.ts'
import { annotaPassaggio, assertClasse, prendi } from './atti.ts'

type Api = typeof documentiApi

async function assertDestinazione(ctx: Ctx, a: string, comuneId: string, da: string): Promise<boolean> {
  const { rapporto } = await rapportoCon(ctx, 'persona', a)
  if (rapporto === 'non-trovato')
    throw erroreDiCampo('a', 'Questa persona non c’è, o non rientra nel territorio che puoi vedere: scegline un’altra.')
  if (rapporto === 'motivo-richiesto')
    throw erroreDiCampo(
      'a',
      'Non hai in carico questa persona: apri prima il suo fascicolo, indicando il motivo, poi torna qui.',
      'motivo-richiesto',
    )
  const { rows } = await sql<{ comuneId: string; stessa: boolean }>`
    select p.comune_id, ${da}::uuid = any (accesso.stessa_persona(p.id)) as stessa from persona p where p.id = ${a}`.execute(
    ctx.tx,
  )
  if (rows[0]?.stessa) throw erroreDiCampo('a', 'Il documento è già nel fascicolo di questa persona.')
  // two comuni are two controllers of data: between them a folder is given, not moved
  if (rows[0]?.comuneId !== comuneId)
    throw erroreDiCampo(
      'a',
      'Il fascicolo di questa persona è di un altro comune: un documento si sposta tra fascicoli dello stesso comune.',
    )
  return rapporto !== 'in-carico'
}

export async function spostaPersona(ctx: Ctx, i: Input<Api['spostaPersona']>): Promise<Output<Api['spostaPersona']>> {
  const d = await prendi(ctx, i.id, 'spostaPersona')
  const fuoriCarico = await assertDestinazione(ctx, i.a, d.comuneId, d.personaId)
  await assertClasse(ctx, d.classe, i.a)
  const motivo = i.motivo.trim()
  await registraAccesso(ctx, {
    oggetto: '/documenti/:id/persona',
    oggettoId: i.id,
    persone: [i.a],
    fuoriCarico,
  })
  // the presa in carico was of the wrong person, and so was the entry it was attached to
  await sql`update documento set persona_id = ${i.a}, presa_id = null, voce_id = null, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  for (const [persona, verso] of [
    [d.personaId, 'uscita'],
    [i.a, 'entrata'],
  ])
    await sql`insert into documento_spostamento (comune_id, persona_id, verso, documento_id, motivo, classe, riservato_a)
      select comune_id, ${persona}, ${verso}, id, ${motivo}, classe, riservato_a from documento where id = ${i.id}`.execute(
      ctx.tx,
    )
  await annotaPassaggio(ctx, i.id, { atto: 'persona', motivo })
  return { personaId: i.a }
}
