// One story of a household, as the case manager of one of its casi may know it: his acts on this caso and on the others that he follows,
// what happened to a domanda at the comune, and what else its members have asked for or received.
import { sql } from 'kysely'
import { type Beneficio, inOrdine, righeBeneficio } from '../../shared/patti/benefici.rules.ts'
import { type AttoCaso, nomiAttoFatto } from '../../shared/patti/casi.rules.ts'
import { nomiAttoDomanda } from '../../shared/patti/domande.rules.ts'
import { nomeEvento } from '../../shared/patti/eventi.ts'
import type { EventoStoria } from '../../shared/patti/miei-casi.api.ts'
import type { Ctx } from '../kernel/context.ts'

interface DiChi {
  id: string
  codiceFiscale: string
  domandaId: string
}

/** Lines of the story that are no act of the table. */
const altriAtti: Readonly<Record<string, string>> = {
  ricevi: 'Arrivato',
  'annulla-evento': 'Annullato un fatto registrato per errore',
  'annulla-analisi': 'Annullata un’analisi in corso',
  'fine-motivo': 'È finito un giustificato motivo',
  'seduta-equipe': 'Seduta dell’équipe',
}
const nomeAtto = (atto: string) => altriAtti[atto] ?? nomiAttoFatto[atto as AttoCaso] ?? atto

/**
 * The acts and the days of this caso, of every other that somebody of it has asked for and that the reader
 * may see, whatever the measure; and what happened to a domanda at the comune before it became one.
 */
async function atti(ctx: Ctx, t: DiChi): Promise<EventoStoria[]> {
  const { rows } = await sql<{
    id: string
    quando: string
    giorno: string | null
    atto: string | null
    evento: string | null
    testo: string | null
    autoreId: string | null
    misura: string
    eventoId: string | null
    domanda: boolean
  }>`
    with casi as (
      select c.id, c.domanda_id, m.nome as misura from caso c join misura m on m.id = c.misura_id
       where c.ambito_id = ${ctx.ambito} and c.codice_fiscale_chiave in (
         select kernel.chiave_codice_fiscale(${t.codiceFiscale}) union select x.codice_fiscale_chiave from domanda_componente x where x.domanda_id = ${t.domandaId})
    )
    select p.id, p.quando, p.giorno, p.atto, null as evento, p.motivo as testo, p.utente_id as autore_id, c.misura,
           (select e.id from caso_evento e where e.caso_id = ${t.id} and p.caso_id = e.caso_id and e.registrato_il = p.quando and e.giorno = p.giorno
               and e.origine = 'operatore' and e.annullato_il is null order by e.id limit 1) as evento_id, false as domanda
      from casi c join caso_passaggio p on p.caso_id = c.id
    union all
    select e.id, e.registrato_il, e.giorno, null, e.evento, null, e.registrato_da, c.misura, null, false from casi c join caso_evento e on e.caso_id = c.id where e.annullato_il is null and e.origine not in ('operatore', 'convocazione')
       -- an analysis that moved the caso is already told by its act
       and not (e.origine = 'analisi' and exists (select 1 from caso_passaggio p where p.caso_id = e.caso_id and p.quando = e.registrato_il))
    union all
    select p.id, p.quando, p.giorno, p.atto, null, p.motivo, p.utente_id, c.misura, null, true
      from casi c join domanda_raccolta d on d.domanda_id = c.domanda_id join domanda_raccolta_passaggio p on p.domanda_id = d.id
    order by 2 desc, 1 limit 500`.execute(ctx.tx)
  const { rows: autori } = await sql<{ id: string; nome: string }>`
    select * from accesso.nomi_di(${[...new Set(rows.flatMap((r) => r.autoreId ?? []))]}::uuid[])`.execute(ctx.tx)
  const nomi = new Map(autori.map((a) => [a.id, a.nome]))
  return rows.map((r) => ({
    id: r.id,
    quando: r.quando,
    giorno: r.giorno,
    titolo: !r.atto
      ? nomeEvento(r.evento!)
      : r.domanda
        ? `Domanda. ${nomiAttoDomanda[r.atto as keyof typeof nomiAttoDomanda]}`
        : nomeAtto(r.atto),
    testo: r.testo,
    autore: r.autoreId ? (nomi.get(r.autoreId) ?? null) : null,
    misura: r.misura,
    eventoId: r.eventoId,
    origine: null,
  }))
}

/** What else its members have asked for or received: every measure, also those that are over, and what the comuni gave. */
async function benefici(ctx: Ctx, casoId: string): Promise<EventoStoria[]> {
  const { rows } = await sql<Beneficio>`
    select b.id, b.specie, b.misura, 
           (select v.etichetta from codifica_voce v where v.codifica_id = 'prestazione-siuss' and v.ambito_id is null and coalesce(v.mappa ->> 'inps', v.codice) = b.codice order by v.dal desc limit 1) as nome, b.ente, b.beneficio, b.dal, b.al, b.volte, b.centesimi::float8 as centesimi, b.persona
      from accesso.benefici_del_nucleo(${casoId}) b order by b.dal desc, b.id limit 500`.execute(ctx.tx)
  return rows.flatMap(righeBeneficio)
}

export const storia = async (ctx: Ctx, t: DiChi): Promise<EventoStoria[]> =>
  inOrdine([...(await atti(ctx, t)), ...(await benefici(ctx, t.id))])
