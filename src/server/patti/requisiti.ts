// The requirements of one's own caso, explained: the facts that its measure asks, as they were declared and as the comune verified them.
// What comes of them is computed where it is shown, by the rules of the version: nothing is kept until somebody keeps it.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { fattiDichiarati } from '../../shared/misure/dichiarati.rules.ts'
import type { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { conVerifiche, type Verificato } from '../../shared/patti/verificati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCasi, Termini } from './termini-letti.ts'

type Api = typeof mieiCasiApi

interface Testata {
  richiedente: string
  personaId: string | null
  misura: string
  protocollo: string
  comuneId: string
  comune: string
}

export async function requisiti(ctx: Ctx, i: Input<Api['requisiti']>): Promise<Output<Api['requisiti']>> {
  const { rows } = await sql<Testata>`
    select c.richiedente, c.persona_id, m.nome as misura, d.protocollo, c.comune_id, k.nome as comune
      from caso c join caso_stato s on s.caso_id = c.id join domanda d on d.id = c.domanda_id join misura m on m.id = c.misura_id join comune k on k.id = c.comune_id
     where c.id = ${i.id}`.execute(ctx.tx)
  const [c] = await leggiCasi(ctx, [i.id])
  const t = rows[0]
  if (!t || !c) throw problem('non-trovato')
  const { rows: verifiche } = await sql<Verificato>`
    select distinct on (v.componente_id, v.campo) v.componente_id, v.campo, v.verificato
      from caso c join domanda_verifica v on v.domanda_id = c.domanda_id where c.id = ${i.id} order by v.componente_id, v.campo, v.registrata_il desc, v.id`.execute(
    ctx.tx,
  )
  const versione = await new Termini().versione(ctx, c.versioneId)
  const dichiarati = (c.membri ?? []).map((m) => ({ ...m, esoneri: m.esoneri?.map((x) => x.tipo) ?? null }))
  const { membri, usate } = conVerifiche(dichiarati, verifiche)
  const chiesti = new Set(versione.usati.map((f) => f.id))
  const nomi = new Map(membri.map((m) => [m.id, m.nome]))
  return {
    ...t,
    versioneId: c.versioneId,
    fatti: fattiDichiarati(versione.usati, c.presentataIl, membri),
    membri: membri.map((m) => m.nome),
    // those that the measure looks at
    verificati: usate
      .filter(
        (v) =>
          chiesti.has(v.campo) ||
          chiesti.has(`componente.${v.campo}`) ||
          v.campo === 'dataNascita' ||
          v.campo === 'nazionalita',
      )
      .map((v) => ({
        nome: v.nome,
        chi: v.componenteId === null ? null : (nomi.get(v.componenteId) ?? null),
        verificato: v.verificato,
        letto: v.letto,
      })),
  }
}
