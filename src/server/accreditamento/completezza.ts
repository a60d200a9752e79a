// The completeness board: one statement looks, the rules judge.
import { sql } from 'kysely'
import type { StatoAssegnazione } from '../../shared/accesso/utenti.rules.ts'
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
import { type Sql, ultimoGiorno } from '../kernel/ricerca.ts'
import { ambitoScelto } from './importazioni.ts'

interface Riga {
  ambito: Omit<StatoAmbito, 'copertura'> & { nome: string; copertura: Copertura[] }
  comuni: (Omit<StatoComune, 'copertura'> & { id: string; nome: string; copertura: Copertura[] })[] | null
}

/** All four, in order. */
const intera = (c: readonly Copertura[]): Copertura[] => ruoliMinimi.map((ruolo) => c.find((x) => x.ruolo === ruolo)!)

/**
 * How far a role is in a territory: asked of its index role by role, because one is enough however many they are. The version is no
 * question: it keeps the user from being looked for in the index of the list, which holds all the rest (bench/README.md).
 */
function coperture(ctx: Ctx, territorio: Sql): Sql {
  const unoIn = (stato: StatoAssegnazione) => sql`
    exists (select 1 from assegnazione a where a.ambito_id = ${ctx.ambito} and a.ruolo_id = r.id and ${territorio} and a.stato = ${stato}
              and ${ultimoGiorno('a')} >= ${ctx.oggi()} and a.dal <= ${ctx.oggi()}
              and (select u.stato not in ('sospeso', 'cessato') and u.versione > 0 from utente u where u.id = a.utente_id) offset 0)`
  return sql`(select jsonb_agg(jsonb_build_object('ruolo', r.id, 'stato',
    case when ${unoIn('abilitata')} then 'abilitato' when ${unoIn('preparata')} then 'preparato' else 'nessuno' end)) from unnest(${[...ruoliMinimi]}::text[]) as r(id))`
}

async function leggi(ctx: Ctx): Promise<Output<typeof completezzaApi.leggi>> {
  const ambito = ambitoScelto(ctx)
  const oggi = ctx.oggi()
  const { rows } = await sql<Riga>`
    with stato as materialized (
      select accesso.comuni_di(${ambito}, ${oggi}) as suoi, accesso.comuni_delegati(${ambito}, ${oggi}) as delegati,
             accesso.comuni_aderenti('patti', ${ambito}, ${oggi}, '{firmata,registrata}') as patti,
             accesso.comuni_aderenti('controlli', ${ambito}, ${oggi}, '{firmata,registrata}') as controlli
    )
    select jsonb_build_object('nome', b.nome, 'deleganti', cardinality(s.delegati), 'convenzionePatti', s.delegati && s.patti,
             'recapito', coalesce(b.pec, b.email, '') <> '',
             'deleghePrive', (select count(*) from (select distinct x.delega_id from delega_comune x
                where x.ambito_id = b.id and ${ultimoGiorno('x')} >= ${oggi} and x.dal <= ${oggi}) x
                where (select d.allegato_id is null from delega d where d.id = x.delega_id)),
             'richiestePrive', exists (select 1 from richiesta_formale f where f.ambito_id = b.id and f.allegato_id is null
                and exists (select 1 from assegnazione a where a.richiesta_formale_id = f.id and a.stato = 'abilitata' offset 0) offset 0),
             'copertura', ${coperture(ctx, sql`a.comune_id is null`)}) as ambito,
           (select jsonb_agg(jsonb_build_object('id', c.id, 'nome', c.nome, 'delega', c.id = any (s.delegati), 'convenzionePatti', c.id = any (s.patti),
                     'convenzioneControlli', c.id = any (s.controlli), 'copertura', ${coperture(ctx, sql`a.comune_id = c.id`)}) order by c.nome_chiave, c.id)
              from unnest(s.suoi) as x(id) join comune c on c.id = x.id) as comuni
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
