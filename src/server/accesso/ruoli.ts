// The roles and the policy table in words, for everyone; and one's own data, which RLS gives to nobody else here.
import { sql } from 'kysely'
import { profiloApi, ruoliApi } from '../../shared/accesso/ruoli.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

type Ruolo = Output<typeof ruoliApi.elenco>['voci'][number]

async function elenco(ctx: Ctx): Promise<Output<typeof ruoliApi.elenco>> {
  const { rows } = await sql<Ruolo>`
    select r.id as codice, r.sigla, r.nome, r.descrizione, r.territorio, r.richiede_delega, r.esclusivo, r.fonte,
           case when s.id is not null then jsonb_build_object('codice', s.id, 'nome', s.nome) end as sezione,
           array(select x.assegnante_id from ruolo_assegnabile x
                  where x.ruolo_id = r.id and ${ctx.oggi()} between x.dal and coalesce(x.al, 'infinity')
                  order by x.assegnante_id) as assegnato_da,
           coalesce((select jsonb_agg(jsonb_build_object('azione', z.id, 'descrizione', z.descrizione, 'portata', p.portata) order by z.descrizione)
                       from permesso p join azione z on z.id = p.azione_id where p.ruolo_id = r.id), '[]') as azioni
      from ruolo r left join sezione s on s.id = r.sezione_id order by r.ordine`.execute(ctx.tx)
  return { voci: rows }
}

async function leggi(ctx: Ctx): Promise<Output<typeof profiloApi.leggi>> {
  const { rows } = await sql<Output<typeof profiloApi.leggi>>`
    select u.codice_fiscale, u.cognome, u.nome, u.data_nascita, coalesce(c.nome, e.nome) as luogo_nascita, u.email, u.telefono,
           u.fine_contratto, u.stato, u.primo_accesso
      from utente u left join comune c on c.id = u.luogo_nascita_id left join stato_estero e on e.id = u.luogo_nascita_id
     where u.id = ${ctx.utente}`.execute(ctx.tx)
  return rows[0]!
}

export const ruoliRotte = [rotte(ruoliApi, { elenco }), rotte(profiloApi, { leggi })]
