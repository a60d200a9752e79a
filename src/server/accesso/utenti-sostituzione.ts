// The roles of who is absent, for the days of the absence, to somebody else: territory and all. Of each role only the days
// that the substitute has not yet, since nobody holds one twice on a day; what does not pass is said, role by role: whoever
// goes away believes that he is covered.
import { sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertRichiestaFormale, avvisiDellaRichiesta, esito, getUtente } from './utenti-abilitazioni.ts'
import { territorioInParole } from './utenti-ricerca.ts'

interface Passaggio {
  nome: string
  esclusivo: boolean
  territorio: string
  comuneId: string | null
  assegnabile: boolean
  /** The days that pass: from, to. */
  passano: [string, string][]
  /** He has some of those days already. */
  suoi: boolean
  /** Of those he has, some are not enabled: they give nothing. */
  inerti: boolean
}

export async function sostituisci(
  ctx: Ctx,
  i: Input<typeof utentiApi.sostituisci>,
): Promise<Output<typeof utentiApi.sostituisci>> {
  const assente = await getUtente(ctx, i.id)
  if (i.sostitutoId === i.id) throw erroreDiCampo('sostitutoId', 'Il sostituto deve essere un’altra persona.')
  const sostituto = await getUtente(ctx, i.sostitutoId)
  if (sostituto.stato === 'cessato' || sostituto.stato === 'sospeso')
    throw erroreDiCampo('sostitutoId', `Il sostituto è ${sostituto.stato}: scegli un utente che può entrare.`)
  if (i.al < i.dal) throw erroreDiCampo('al', 'La data di fine precede quella di inizio.')
  if (i.al < ctx.oggi()) throw erroreDiCampo('al', 'La sostituzione è già terminata: indica una data futura.')
  const richiesta = await assertRichiestaFormale(ctx, i.richiestaFormaleId)
  // of the days that have passed nobody can be given any
  const dal = sql`greatest(${i.dal}::date, ${ctx.oggi()}::date)`
  const { rows } = await sql<Passaggio>`
    with voluti as (
      select a.ambito_id, a.ruolo_id, a.comune_id, range_agg(daterange(greatest(a.dal, ${dal}), least(a.al, ${i.al}::date), '[]')) as giorni
        from assegnazione a
       where a.utente_id = ${assente.id} and a.stato in ('abilitata', 'sospesa') and a.sostituisce_id is null
         and daterange(a.dal, a.al, '[]') && daterange(${dal}, ${i.al}::date, '[]')
       group by 1, 2, 3
    ), suoi as (
      select b.ruolo_id, b.comune_id, range_agg(daterange(b.dal, b.al, '[]')) as giorni,
             range_agg(daterange(b.dal, b.al, '[]')) filter (where b.stato <> 'abilitata') as inerti
        from assegnazione b where b.utente_id = ${sostituto.id} and b.stato <> 'revocata' group by 1, 2
    ), passaggi as (
      select v.*, v.ruolo_id in (select accesso.ruoli_assegnabili(${ctx.oggi()})) as assegnabile,
             v.giorni - coalesce(s.giorni, '{}') as mancano, coalesce(v.giorni && s.giorni, false) as suoi, coalesce(v.giorni && s.inerti, false) as inerti
        from voluti v left join suoi s on s.ruolo_id = v.ruolo_id and s.comune_id is not distinct from v.comune_id
    ), nuove as (
      insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, al, sostituisce_id, richiesta_formale_id)
      select p.ambito_id, ${sostituto.id}, p.ruolo_id, p.comune_id, lower(g), upper(g) - 1, ${assente.id}, ${i.richiestaFormaleId}
        from passaggi p, unnest(p.mancano) as g where p.assegnabile
    )
    select r.nome, r.esclusivo, ${territorioInParole} as territorio, p.comune_id, p.assegnabile, p.suoi, p.inerti,
           coalesce((select jsonb_agg(jsonb_build_array(lower(g), upper(g) - 1) order by g) from unnest(p.mancano) as g), '[]') as passano
      from passaggi p join ruolo r on r.id = p.ruolo_id left join comune c on c.id = p.comune_id order by r.ordine, c.nome`.execute(
    ctx.tx,
  )
  const passati = rows.filter((p) => p.assegnabile && p.passano.length > 0)
  const quanti = passati.reduce((n, p) => n + p.passano.length, 0)
  const rimasti = rows.flatMap(inParole)
  if (quanti === 0)
    throw problem('regola-non-rispettata', {
      detail: ['In quei giorni l’operatore assente non ha ruoli da affidare al sostituto.', ...rimasti].join(' '),
    })
  const avvisi = avvisiDellaRichiesta(
    richiesta,
    // the administrator is asked for by the ambito itself
    passati.filter((p) => !p.esclusivo).map((p) => p.comuneId),
  )
  return esito(ctx, sostituto.id, quanti, [...rimasti, ...avvisi])
}

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

/** What of a role does not pass, and why; nothing of one that passes whole. */
function inParole(p: Passaggio): string[] {
  const quale = `${p.nome}, ${p.territorio}`
  if (!p.assegnabile) return [`${quale}: non passa, perché non può essere assegnato da te. Rivolgiti al Super Utente.`]
  if (!p.suoi) return []
  const inerte = p.inerti ? ', ma non è abilitato: apri la sua scheda' : ''
  if (p.passano.length === 0) return [`${quale}: non passa, perché il sostituto lo ha già in quei giorni${inerte}.`]
  const quando = p.passano.map(([dal, al]) => `dal ${inItaliano(dal)} al ${inItaliano(al)}`).join(' e ')
  return [`${quale}: passa soltanto ${quando}; negli altri giorni il sostituto lo ha già${inerte}.`]
}
