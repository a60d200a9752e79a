-- What has passed is told once to each level, and the mark is on the term: a day up to which one had told left out for ever whatever
-- was written when it had passed already (a household that arrives late, a date that a correction moves back, a caso given to somebody after).

alter table caso_termine add column detti text[] not null default '{}' check (detti <@ array['case-manager', 'coordinatore', 'amministratore', 'riesame']);
comment on column caso_termine.detti is 'Who has been told that it has passed (riesame: that it is near), as long as the day and the case manager are these';

-- whoever is given a caso has been told of nothing in it
grant update (detti) on caso_termine to custode;
create or replace function kernel.caso_assegnatario() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.assegnatario_id is distinct from old.assegnatario_id then
    update caso_stato set assegnatario_id = new.assegnatario_id where caso_id = new.id;
    update caso_termine set assegnatario_id = new.assegnatario_id, detti = array_remove(array_remove(detti, 'case-manager'), 'riesame') where caso_id = new.id;
    -- an analysis is always somebody's: of a caso that nobody follows, the last one's
    if new.assegnatario_id is not null then
      update compilazione set assegnatario_id = new.assegnatario_id where id in (select a.compilazione_id from caso_analisi a where a.caso_id = new.id);
    end if;
  end if;
  return null;
end $$;

do $$
declare t text;
begin
  -- the owner of the tables is not above their policies
  foreach t in array array['caso_termine', 'caso_avviso_notte'] loop execute format('alter table %I no force row level security', t); end loop;
  update caso_termine t set detti = x.detti
    from (select y.id, array_agg(a.livello) as detti from caso_termine y join caso_avviso_notte a on a.ambito_id = y.ambito_id and y.scade <= a.fino
           where case a.livello when 'riesame' then y.termine = 'riesame-esonero' and y.assegnatario_id is not null when 'case-manager' then y.assegnatario_id is not null else a.livello <> 'guasto' end
             and not y.fermo group by 1) x
   where t.id = x.id;
  delete from caso_avviso_notte where livello <> 'guasto';
  foreach t in array array['caso_termine', 'caso_avviso_notte'] loop execute format('alter table %I force row level security', t); end loop;
end $$;
alter table caso_avviso_notte drop constraint caso_avviso_notte_livello_check;
alter table caso_avviso_notte add constraint caso_avviso_notte_livello_check check (livello = 'guasto');
comment on table caso_avviso_notte is 'On which day it was last told that the night of an ambito could not be done: once a day, however many times it is tried';
comment on column caso_avviso_notte.livello is 'guasto: that the night could not be done, on its last day';

-- ---- the dashboard reads of each measure its own days ------------------------------------------------------------------------

drop function accesso.figure_casi(integer, integer);
create function accesso.figure_casi()
  returns table (comune_id text, misura_id text, anno integer, stato text, assegnazione text, casi integer, presi integer, incontrati integer, entro_primo integer, entro_ultimo integer, oltre_primo integer, oltre_ultimo integer,
    giorni_assegnazione bigint, n_assegnazione integer, giorni_analisi bigint, n_analisi integer, giorni_patto bigint, n_patto integer, scaduti integer, sospesi integer, sospesi_incontro integer, patti integer, attivabili integer, primo integer, ultimo integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with k as materialized (
    select v.*, coalesce(d.pad_il, d.riconosciuta_il, d.ricevuta_il) as avvio, d.beneficio, s.stato, s.esito_analisi
      from accesso.casi_in_vista() v join domanda d on d.id = v.domanda_id join caso_stato s on s.caso_id = v.id
  ), eventi as (
    select e.caso_id, min(e.giorno) filter (where e.evento = 'primo-incontro') as incontro, min(e.giorno) filter (where e.evento = 'analisi-preliminare') as analisi
      from k join caso_evento e on e.caso_id = k.id where e.evento in ('primo-incontro', 'analisi-preliminare') and e.annullato_il is null group by 1
  ), assegnati as (
    select a.caso_id, min(a.dal) as dal from k join caso_assegnazione a on a.caso_id = k.id group by 1
  ), patti as (
    select p.caso_id, min(p.firmato_il) as firmato, bool_or(p.stato in ('firmato', 'in-revisione')) as attivo from k join patto p on p.caso_id = k.id group by 1
  ), che_sospendono as (
    select v.id as versione_id, x ->> 'id' as termine from misura_versione v cross join lateral jsonb_array_elements(v.definizione -> 'termini') x
     where v.id in (select k.versione_id from k) and x ? 'sospende'
  ), termini as (
    select t.caso_id, bool_or(c.termine is not null) as sospende
      from k join caso_termine t on t.caso_id = k.id left join che_sospendono c on c.versione_id = k.versione_id and c.termine = t.termine
     where t.scade < (select kernel.oggi()) and not t.fermo group by 1
  ), incontri as (
    -- how long its version gives to meet the household the first time: from a renewal it is not the first
    select v.id as versione_id, min((x #>> '{lunghezza,quanti}')::int) as primo, max((x #>> '{lunghezza,quanti}')::int) as ultimo
      from misura_versione v cross join lateral jsonb_array_elements(v.definizione -> 'termini') x
     where v.id in (select k.versione_id from k) and (x -> 'adempie') ?| array['primo-incontro', 'incontro'] and x #>> '{lunghezza,unita}' = 'giorni' and not x ?| array['ripete', 'esclusi']
       and not (x -> 'ancore') @> '[{"evento": "rinnovo"}]' group by 1
  ), membri as (
    select m.caso_id, count(*)::int as attivabili from k join caso_componente m on m.caso_id = k.id where m.attivabile group by 1
  )
  select k.comune_id, k.misura_id, k.anno, k.stato, k.assegnazione, count(*)::int, count(*) filter (where k.esito_analisi in ('B', 'C', 'D'))::int,
         count(e.incontro)::int, count(*) filter (where e.incontro - k.avvio <= i.primo)::int, count(*) filter (where e.incontro - k.avvio <= i.ultimo)::int,
         count(*) filter (where e.incontro is null and (select kernel.oggi()) - k.avvio > i.primo)::int, count(*) filter (where e.incontro is null and (select kernel.oggi()) - k.avvio > i.ultimo)::int,
         coalesce(sum(greatest(0, a.dal - k.avvio)), 0)::bigint, count(a.dal)::int,
         coalesce(sum(greatest(0, e.analisi - a.dal)), 0)::bigint, count(e.analisi - a.dal)::int,
         coalesce(sum(greatest(0, p.firmato - e.analisi)), 0)::bigint, count(p.firmato - e.analisi)::int,
         count(t.caso_id)::int, count(*) filter (where k.beneficio = 'sospeso')::int, count(*) filter (where k.beneficio = 'sospeso' and t.sospende)::int,
         count(*) filter (where p.attivo)::int, coalesce(sum(m.attivabili), 0)::int, i.primo, i.ultimo
    from k left join eventi e on e.caso_id = k.id left join assegnati a on a.caso_id = k.id left join patti p on p.caso_id = k.id
           left join termini t on t.caso_id = k.id left join membri m on m.caso_id = k.id left join incontri i on i.versione_id = k.versione_id
   group by 1, 2, 3, 4, 5, i.primo, i.ultimo
$$;
comment on function accesso.figure_casi is 'How the casi of the running act stand, in sums by comune, measure, year of arrival, state, days that their version gives for the first meeting (null: it gives none): first meetings within those days from the PAD (or from the recognition, or from the arrival), days between the steps, terms past, pacts, members with obligations';
alter function accesso.figure_casi() owner to custode;
revoke all on function accesso.figure_casi() from public;
grant execute on function accesso.figure_casi() to applicazione;
