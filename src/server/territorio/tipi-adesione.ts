// The kinds of act that whoever asks may handle, and for which comuni (A2.14: the responsabile PUC records the yearly act
// of his comuni and nothing else). The policies of the table decide; this says it in words, and offers what is possible.
import { sql } from 'kysely'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import type { Ctx } from '../kernel/context.ts'

const ambitoIntero = async (ctx: Ctx): Promise<boolean> => {
  const { rows } = await sql<{ intero: boolean }>`select kernel.ambito_intero() as intero`.execute(ctx.tx)
  return rows[0]!.intero
}

/** Says in words what the policies would refuse: which acts are for whose role (A2.14). */
export async function assertTipoDelRuolo(ctx: Ctx, tipo: { id: string; nome: string }, comuneId: string | null) {
  const { voci } = await tipi(ctx)
  const mio = voci.find((t) => t.id === tipo.id)
  if (!mio)
    throw erroreDiCampo(
      'tipoId',
      `Il tuo ruolo non registra «${tipo.nome}», ma ${voci.map((t) => `«${t.nome}»`).join(', ') || 'nessun atto'}: rivolgiti all’amministratore dell’ambito.`,
    )
  if (mio.comuni && !(comuneId && mio.comuni.includes(comuneId)))
    throw erroreDiCampo(
      'comuneId',
      'Il tuo ruolo registra gli atti dei comuni per cui ti è assegnato: scegli uno di questi.',
    )
}

export async function tipi(ctx: Ctx): Promise<Output<typeof adesioniApi.tipi>> {
  const tutte = ctx.nazionale || (await ambitoIntero(ctx))
  const { rows } = await sql<Output<typeof adesioniApi.tipi>['voci'][number]>`
    select t.id, t.nome, t.controparte, t.annuale, r.comuni, (select s.nome from sezione s where s.id = t.affida_id) as affida,
           array(select s.nome from sezione_requisito r join sezione s on s.id = r.sezione_id
                  where r.tipo_adesione_id = t.id and ${ctx.oggi()} between r.dal and coalesce(r.al, 'infinity')
                  order by s.ordine) as sezioni
      from tipo_adesione t
      left join (select tipo_adesione_id, array_agg(comune_id order by comune_id) as comuni
                   from accesso.adesioni_raggiunte() group by 1) r on r.tipo_adesione_id = t.id
     where ${tutte} or r.comuni is not null order by t.ordine`.execute(ctx.tx)
  return { voci: rows }
}
