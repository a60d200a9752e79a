// Each rule of the radar as the question it asks of the data: presa and the rows that make it ring. `p` is a presa in
// carico in the reach asked about, `n` the days of its parameter.
import { type RawBuilder, sql } from 'kysely'
import type { NomeRegola } from '../../shared/cartella/radar.rules.ts'

type Domanda = (n: number) => RawBuilder<unknown>

const riga = (tipo: string, id: string, testo: RawBuilder<unknown>, giorno: string) =>
  sql`jsonb_build_object('tipo', ${tipo}::text, 'id', ${sql.raw(id)}, 'testo', ${testo}, 'giorno', ${sql.raw(giorno)})`
const una = (tipo: string, id: string, testo: string, giorno: string) =>
  sql`jsonb_build_array(${riga(tipo, id, sql`${testo}::text`, giorno)})`

const daGiorni = (giorno: string, n: number) => sql`${sql.raw(giorno)} < kernel.oggi() - ${n}::int`

/** Since when it is in this state: its last act that moved it there. */
const dal = (atto: string) =>
  sql`lateral (select s.id, (s.quando at time zone 'Europe/Rome')::date as giorno from presa_passaggio s
    where s.presa_id = p.id and s.atto = any (${[atto, 'riassegna', 'ricevi']}) order by s.quando desc limit 1) s`

export const domande: Readonly<Record<NomeRegola, Domanda>> = {
  // whether there is one in the last days is asked presa by presa (offset 0: not as one join of everything that was ever
  // written) and stops at the first found; which is the last is asked of the silent ones alone
  silenzio: (n) => sql`
    select m.id, case when k.giorno is null then ${una('presa', 'm.id', 'Attivata, senza altri contatti', 'm.attivata_il')}
           else jsonb_build_array(jsonb_build_object('tipo', k.tipo, 'id', k.id, 'testo', 'Ultimo contatto', 'giorno', k.giorno)) end
      from (select p.id, p.attivata_il from p
             where (p.stato = 'attiva' or (p.stato = 'accettata' and p.primo_contatto_il is not null)) and coalesce(p.attivata_il, p.aperta_il) < kernel.oggi() - ${n}::int
              and not exists (select 1 from presa_contatto c where c.presa_id = p.id and c.giorno >= kernel.oggi() - ${n}::int offset 0) offset 0) m
      left join lateral (select c.* from presa_contatto c where c.presa_id = m.id order by c.giorno desc limit 1) k on true`,
  'primo-contatto': () => sql`
    select p.id, ${una('presa', 'p.id', 'Primo contatto da avere entro', 'p.primo_contatto_entro')}
      from p where p.stato in ('assegnata', 'accettata') and p.primo_contatto_il is null and p.primo_contatto_entro < kernel.oggi()`,
  'compito-scaduto': () => sql`
    select p.id, jsonb_agg(${riga('compito', 'c.id', sql`t.titolo`, 'c.scade')} order by c.scade, c.id)
      from p join compito c on c.presa_id = p.id and c.stato = 'aperto' and c.scade < kernel.oggi() join compito_testo t on t.compito_id = c.id
     group by p.id`,
  accettazione: (n) => sql`
    select p.id, ${una('passaggio', 's.id', 'Assegnata', 's.giorno')} from p, ${dal('assegna')} where p.stato = 'assegnata' and ${daGiorni('s.giorno', n)}`,
  'sospensione-lunga': (n) => sql`
    select p.id, ${una('passaggio', 's.id', 'Sospesa', 's.giorno')} from p, ${dal('sospendi')} where p.stato = 'sospesa' and ${daGiorni('s.giorno', n)}`,
  'senza-equipe': (n) => sql`
    select p.id, jsonb_build_array(${riga('operatore', 'o.id', sql`'Responsabile, da solo'::text`, 'o.dal')})
      from p join presa_operatore o on o.presa_id = p.id and o.responsabile and o.al is null
     where p.stato = 'attiva' and ${daGiorni('p.attivata_il', n)}
       and not exists (select 1 from presa_operatore x where x.presa_id = p.id and x.al is null and not x.responsabile)`,
  'senza-informativa': () => sql`
    select p.id, ${una('presa', 'p.id', 'Attivata', 'p.attivata_il')} from p where p.stato = 'attiva' and p.informativa_il is null`,
  isee: (n) => sql`
    select p.id, ${una('fatto', 'f.id', 'Attestazione ISEE valida fino al', 'f.al')}
      from p, lateral (select f.id, f.al from persona_fatto f where f.persona_id = any (accesso.stessa_persona(p.persona_id)) and f.tipo = 'isee' and f.sostituito_il is null
        order by f.al desc nulls first limit 1) f
     where p.stato = 'attiva' and f.al <= kernel.oggi() + ${n}::int`,
  'consegne-non-viste': (n) => sql`
    select p.id, jsonb_agg(${riga('consegna', 'v.id', sql`v.testo`, 'v.scade')} order by v.ordine)
      from p join trasferimento t on t.presa_id = p.id and t.stato = 'accettato' and t.da_vedere > 0
      join presa_operatore o on o.presa_id = p.id and o.responsabile and o.al is null and o.utente_id = t.a_utente_id
      join consegna_voce v on v.trasferimento_id = t.id and v.vista_il is null
     where t.risposto_il < kernel.adesso() - make_interval(days => ${n}) group by p.id`,
  'decisione-da-rivedere': () => sql`
    select p.id, jsonb_agg(${riga('decisione', 'd.id', sql`t.quesito`, 'd.rivedere_il')} order by d.rivedere_il, d.id)
      from p join decisione d on d.presa_id = p.id and d.stato = 'presa' and d.rivedere_il < kernel.oggi() join decisione_testo t on t.decisione_id = d.id
     where not exists (select 1 from decisione x where x.rivede_id = d.id and x.stato = 'presa') group by p.id`,
  // to be accepted and of nobody's, it is on the board of who assigns; who may is asked once, not presa by presa
  'responsabile-assente': () => sql`
    select p.id, jsonb_build_array(${riga('operatore', 'o.id', sql`'Responsabile, non più in servizio'::text`, 'o.dal')})
      from p join presa_operatore o on o.presa_id = p.id and o.responsabile and o.al is null
     where p.stato <> 'assegnata'
       and not exists (select 1 from accesso.operatori_con('presa.gestisci', (select kernel.comuni())) r cross join lateral unnest(r.comuni) t(comune)
                        where r.utente_id = o.utente_id and t.comune = p.comune_id)`,
}
