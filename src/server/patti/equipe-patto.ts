// The pact of a caso, for who is named for it in the équipe: read, and no more. Which rows there are is decided by the policies, in this
// act and in no other (migration 0085); what is left out is who signed, what was said at the meetings, why a version was made.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { equipeApi, PattoDiEquipe } from '../../shared/patti/equipe.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { getTestata } from './equipe-lettura.ts'
import { scrittiDi } from './patto-lettura.ts'

type Api = typeof equipeApi
type Uno = PattoDiEquipe['patti'][number]

async function conVoci(ctx: Ctx, p: Omit<Uno, 'persone' | 'campi'>): Promise<Uno> {
  const { rows: persone } = await sql<Uno['persone'][number]>`
    select componente_id, persona_id, nome, volontario from accesso.persone_di_patto(${p.id})`.execute(ctx.tx)
  const campi = (await scrittiDi(ctx, p.id)).flatMap(({ componenteId, campo, valore }) =>
    componenteId ? [{ componenteId, campo, valore }] : [],
  )
  return { ...p, persone, campi }
}

export async function patto(ctx: Ctx, i: Input<Api['patto']>): Promise<Output<Api['patto']>> {
  const t = await getTestata(ctx, i.id)
  if (!t.parti.some((p) => p.parte === 'patto')) throw problem('non-trovato')
  type Riga = Omit<Uno, 'persone' | 'campi'> & { origineId: string }
  const { rows } = await sql<Riga>`
    select id, numero, stato, firmato_il, origine_id from patto where caso_id = ${t.casoId} order by creato_il desc, id`.execute(
    ctx.tx,
  )
  const origini = [...new Set(rows.map((r) => r.origineId))]
  const { rows: sostegni } = await sql<PattoDiEquipe['sostegni'][number]>`
    select voce, sostegno, stato, attivo_dal, finito_il from patto_sostegno where origine_id = any (${origini}::uuid[]) order by dal, id`.execute(
    ctx.tx,
  )
  const { rows: incontri } = await sql<PattoDiEquipe['incontri'][number]>`
    select n.previsto_il, n.tenuto_il, n.stato,
           (select coalesce(jsonb_agg(jsonb_build_object('voce', v.voce, 'valore', v.valore)), '[]') from patto_valutazione v where v.incontro_id = n.id) as valutazioni
      from patto_incontro n where n.origine_id = any (${origini}::uuid[]) order by n.previsto_il, n.id`.execute(ctx.tx)
  const patti: Uno[] = []
  for (const { origineId: _o, ...p } of rows) patti.push(await conVoci(ctx, p))
  return {
    casoId: t.casoId,
    richiedente: t.richiedente,
    comune: t.comune,
    misura: t.misura,
    patti,
    sostegni,
    incontri,
  }
}
