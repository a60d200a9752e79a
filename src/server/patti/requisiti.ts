// The requirements of one's own caso, explained: the facts that its measure asks, as they were declared and as the comune verified them.
// What comes of them is computed where it is shown, by the rules of the version: nothing is kept until somebody keeps it.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { fattiVerificati, type Verificato } from '../../shared/patti/verificati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { delComponente, dichiarati, isSuperata } from './scheda.ts'
import { leggiCasi, Termini } from './termini-letti.ts'

type Api = typeof mieiCasiApi

interface Testata {
  domandaId: string
  richiedente: string
  personaId: string | null
  misura: string
  protocollo: string
  comuneId: string
  comune: string
}

export async function requisiti(ctx: Ctx, i: Input<Api['requisiti']>): Promise<Output<Api['requisiti']>> {
  const { rows } = await sql<Testata>`
    select c.domanda_id, c.richiedente, c.persona_id, m.nome as misura, d.protocollo, c.comune_id, k.nome as comune
      from caso c join caso_stato s on s.caso_id = c.id join domanda d on d.id = c.domanda_id join misura m on m.id = c.misura_id join comune k on k.id = c.comune_id
     where c.id = ${i.id}`.execute(ctx.tx)
  const [c] = await leggiCasi(ctx, [i.id])
  const t = rows[0]
  if (!t || !c) throw problem('non-trovato')
  const { rows: ultime } = await sql<Omit<Verificato, 'superato'> & { dichiarato: string | null }>`
    select distinct on (v.componente_id, v.campo) v.componente_id, v.campo, v.dichiarato, v.verificato
      from caso c join domanda_verifica v on v.domanda_id = c.domanda_id where c.id = ${i.id} order by v.componente_id, v.campo, v.registrata_il desc, v.id`.execute(
    ctx.tx,
  )
  const { domandaId, ...testata } = t
  const { membri: letti, domanda } = await dichiarati(ctx, domandaId)
  const valori = new Map(letti.map((m) => [m.id, delComponente(m)]))
  const verifiche = ultime.map(({ dichiarato, ...v }) => ({
    ...v,
    superato: isSuperata(
      { campo: v.campo, dichiarato },
      v.componenteId === null ? domanda : (valori.get(v.componenteId) ?? {}),
    ),
  }))
  const versione = await new Termini().versione(ctx, c.versioneId)
  const membri = (c.membri ?? []).map((m) => ({ ...m, esoneri: m.esoneri?.map((x) => x.tipo) ?? null }))
  const { fatti, usate } = fattiVerificati(versione.usati, c.presentataIl, membri, verifiche)
  const persone = new Map(letti.map((m) => [m.id, m.personaId]))
  return {
    ...testata,
    versioneId: c.versioneId,
    fatti,
    membri: membri.map((m) => ({ id: m.id, nome: m.nome, personaId: persone.get(m.id) ?? null })),
    verificati: usate,
  }
}
