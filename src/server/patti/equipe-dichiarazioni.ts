// What a member of the équipe says himself beside the minutes of a sitting: what he brings, and what he does not agree with. Of a
// sitting of a day on which he was in the équipe, while he is named for the minutes; the minutes stay as their case manager wrote them.
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { equipeApi } from '../../shared/patti/equipe.api.ts'
import { type StatoSeduta, transizioniDichiarazione } from '../../shared/patti/equipe.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'

interface InSeduta {
  casoId: string
  comuneId: string
  /** Profession and organisation, as he was named. */
  qualita: string
  caseManager: string | null
}
export async function inSeduta(ctx: Ctx, seduta: string): Promise<InSeduta | undefined> {
  const { rows } = await sql<InSeduta>`select * from accesso.in_seduta(${seduta})`.execute(ctx.tx)
  return rows[0]
}

const avvisi = {
  contributo: 'Un componente dell’équipe ha scritto un contributo accanto a una seduta.',
  dissenso: 'Un componente dell’équipe ha scritto che non è d’accordo con un verbale.',
} as const

export async function dichiara(ctx: Ctx, i: Input<(typeof equipeApi)['dichiara']>): Promise<{ fatto: true }> {
  const { rows } = await sql<{ stato: StatoSeduta; decisioni: number }>`
    select s.stato, coalesce((select jsonb_array_length(v.decisioni) from equipe_verbale v where v.seduta_id = s.id), 0) as decisioni
      from equipe_seduta s where s.id = ${i.seduta} and s.caso_id = ${i.id}`.execute(ctx.tx)
  const s = rows[0]
  if (!s) throw problem('non-trovato')
  const io = await inSeduta(ctx, i.seduta)
  if (!io)
    throw problem('regola-non-rispettata', {
      detail: 'Il giorno di questa seduta non eri nell’équipe: accanto al suo verbale scrive chi c’era.',
    })
  assertTransizione(transizioniDichiarazione, i.specie, s.stato)
  const decisione = i.specie === 'dissenso' ? (i.decisione ?? null) : null
  if (decisione !== null && decisione > s.decisioni) throw erroreDiCampo('decisione', 'Questa decisione non c’è.')
  await sql`insert into equipe_aggiunta (comune_id, caso_id, seduta_id, specie, decisione, qualita, testo)
    values (${io.comuneId}, ${io.casoId}, ${i.seduta}, ${i.specie}, ${decisione}, ${io.qualita}, ${i.testo.trim()})`.execute(
    ctx.tx,
  )
  if (io.caseManager) await notifica(ctx, io.caseManager, avvisi[i.specie], `/equipe/${io.casoId}/sedute/${i.seduta}`)
  return { fatto: true }
}
