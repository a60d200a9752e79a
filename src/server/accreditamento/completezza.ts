// The completeness board: one statement counts, the rules judge.
import { sql } from 'kysely'
import { completezzaApi } from '../../shared/accreditamento/completezza.api.ts'
import {
  attesiDalComune,
  type Copertura,
  mancanzeAmbito,
  mancanzeComune,
  ruoliMinimi,
  type StatoAmbito,
  type StatoComune,
} from '../../shared/accreditamento/completezza.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { ambitoScelto } from './importazioni.ts'

interface Riga {
  ambito: Omit<StatoAmbito, 'copertura'> & { nome: string; copertura: Copertura[] | null }
  comuni: (Omit<StatoComune, 'copertura'> & { id: string; nome: string; copertura: Copertura[] | null })[] | null
}

/** All four, in order: a role nobody holds is a zero, not an absence. */
const intera = (c: Copertura[] | null): Copertura[] =>
  ruoliMinimi.map((ruolo) => c?.find((x) => x.ruolo === ruolo) ?? { ruolo, abilitati: 0, preparati: 0 })

async function leggi(ctx: Ctx): Promise<Output<typeof completezzaApi.leggi>> {
  const ambito = ambitoScelto(ctx)
  const oggi = ctx.oggi()
  const { rows } = await sql<Riga>`
    with stato as materialized (
      select accesso.comuni_di(${ambito}, ${oggi}) as suoi, accesso.comuni_delegati(${ambito}, ${oggi}) as delegati,
             accesso.comuni_aderenti('patti', ${ambito}, ${oggi}, '{firmata,registrata}') as patti,
             accesso.comuni_aderenti('controlli', ${ambito}, ${oggi}, '{firmata,registrata}') as controlli
    ),
    contati as (
      select a.comune_id, a.ruolo_id, count(distinct a.utente_id) filter (where a.stato = 'abilitata') as abilitati,
             count(distinct a.utente_id) filter (where a.stato = 'preparata') as preparati
        from assegnazione a join utente u on u.id = a.utente_id
       where a.ambito_id = ${ambito} and a.ruolo_id = any (${[...ruoliMinimi]}) and a.stato in ('abilitata', 'preparata')
         and ${oggi}::date between a.dal and coalesce(a.al, 'infinity') and u.stato not in ('sospeso', 'cessato')
       group by a.comune_id, a.ruolo_id
    ),
    coperture as materialized (
      select comune_id, jsonb_agg(jsonb_build_object('ruolo', ruolo_id, 'abilitati', abilitati, 'preparati', preparati)) as voci from contati group by comune_id
    )
    select jsonb_build_object('nome', b.nome, 'deleganti', cardinality(s.delegati), 'convenzionePatti', s.delegati && s.patti,
             'recapito', coalesce(b.pec, b.email, '') <> '',
             'deleghePrive', (select count(distinct d.id) from delega d join delega_comune x on x.delega_id = d.id
                where d.ambito_id = b.id and d.allegato_id is null and ${oggi}::date between x.dal and coalesce(x.al, 'infinity')),
             'richiestePrive', (select count(*) from richiesta_formale f where f.ambito_id = b.id and f.allegato_id is null
                and exists (select 1 from assegnazione a where a.richiesta_formale_id = f.id and a.stato = 'abilitata')),
             'copertura', (select voci from coperture where comune_id is null)) as ambito,
           (select jsonb_agg(jsonb_build_object('id', c.id, 'nome', c.nome, 'delega', c.id = any (s.delegati), 'convenzionePatti', c.id = any (s.patti),
                     'convenzioneControlli', c.id = any (s.controlli), 'copertura', k.voci) order by c.nome_chiave, c.id)
              from unnest(s.suoi) as x(id) join comune c on c.id = x.id left join coperture k on k.comune_id = c.id) as comuni
      from ambito b cross join stato s where b.id = ${ambito}`.execute(ctx.tx)
  const { ambito: a, comuni } = rows[0]!
  const statoAmbito = { ...a, copertura: intera(a.copertura) }
  const voci = (comuni ?? []).map((c) => {
    const stato = { ...c, copertura: intera(c.copertura) }
    return { ...stato, attesi: [...attesiDalComune(c.delega)], mancanze: mancanzeComune(stato) }
  })
  const mancanze = mancanzeAmbito(statoAmbito)
  return {
    ambito: { nome: a.nome, deleganti: a.deleganti, copertura: statoAmbito.copertura, mancanze },
    comuni: voci,
    incompleti: voci.filter((c) => c.mancanze.length > 0).length + (mancanze.length > 0 ? 1 : 0),
  }
}

export const completezzaRotte = rotte(completezzaApi, { leggi })
