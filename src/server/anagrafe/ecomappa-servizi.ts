// The services around a person on the ecomap: those that have her in charge, those that accepted a sheet sent about her,
// those she has lately been in contact with. Nobody says how strong such a tie is: it is weak until something recorded
// says more, and a presa in carico is strong when the diary speaks of the last months (parameter ecomappa.contatti-mesi).
import { sql } from 'kysely'
import type { Risorsa } from '../../shared/anagrafe/ecomappa.rules.ts'
import type { Ctx } from '../kernel/context.ts'

interface Riga {
  id: string
  nome: string
  forte: boolean
}

const servizio = (r: Riga): Risorsa => ({
  id: r.id,
  etichetta: r.nome,
  tipo: 'servizio',
  qualita: r.forte ? 'forte' : 'debole',
  energia: 'riceve',
})

async function inCarico(ctx: Ctx, personaId: string): Promise<Riga[]> {
  const { rows } = await sql<Riga>`
    with io as materialized (select accesso.stessa_persona(${personaId}) as ids, kernel.oggi() - make_interval(months => (kernel.parametro('ecomappa.contatti-mesi'))::int) as dal)
    select p.id, 'Servizio sociale: ' || coalesce(kernel.voce_etichetta('area-utenza', p.area, kernel.oggi(), null), 'presa in carico') as nome,
           exists (select 1 from diario_persona d where d.persona_id = any (io.ids) and d.comune_id = p.comune_id
             and d.stato in ('completata', 'integrata') and d.giorno >= io.dal) as forte
      from io join presa_in_carico p on p.persona_id = any (io.ids) where p.stato in ('accettata', 'attiva') order by p.numero`.execute(
    ctx.tx,
  )
  return rows
}

/** Only for who reads what happened to her: it is from there that these come. */
async function contatti(ctx: Ctx, personaId: string): Promise<Riga[]> {
  const { rows } = await sql<Riga>`
    with io as materialized (
      select accesso.stessa_persona(${personaId}) as ids, kernel.oggi() - make_interval(months => (kernel.parametro('ecomappa.contatti-mesi'))::int) as dal,
             accesso.puo(${ctx.utente}, 'timeline.leggi', kernel.oggi()) as legge
    ), visti as (
      select i.id, coalesce(u.nome, i.ente) as nome, kernel.giorno(i.inviato_il) as giorno
        from io join invio i on i.persona_id = any (io.ids) left join ufficio u on u.id = i.ufficio_id
       where io.legge and i.stato = 'accettata' and kernel.giorno(i.inviato_il) >= io.dal
         and (i.contatto_id is null or exists (select 1 from contatto c where c.id = i.contatto_id))
         and (i.segnalazione_id is null or exists (select 1 from segnalazione s where s.id = i.segnalazione_id))
      union all
      select c.id, u.nome, kernel.giorno(c.quando) from io join contatto c on c.persona_id = any (io.ids) join ufficio u on u.id = c.ufficio_id
       where io.legge and c.stato <> 'annullata' and kernel.giorno(c.quando) >= io.dal
      union all
      select v.id, trim(v.altri_uffici), v.giorno from io join diario_persona d on d.persona_id = any (io.ids) join diario_voce v on v.id = d.voce_id
       where io.legge and d.stato in ('completata', 'integrata') and d.giorno >= io.dal and v.altri_uffici is not null
    )
    select distinct on (lower(nome)) id, nome, false as forte from visti order by lower(nome), giorno desc, id`.execute(
    ctx.tx,
  )
  return rows
}

export const serviziIntorno = async (ctx: Ctx, personaId: string): Promise<Risorsa[]> =>
  [...(await inCarico(ctx, personaId)), ...(await contatti(ctx, personaId))].map(servizio)
