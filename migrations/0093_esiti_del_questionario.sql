-- What follows from the outcome of an analysis is what the questionnaire that gave it says: whether the household counts as taken in charge, where it goes on, which questionnaire comes
-- before the pact. The caso keeps it beside the code, so that counts and acts read no code.

alter table caso_stato add column esito_sociale boolean, add column esito_via text, add column esito_apre text;
alter table caso_stato drop constraint caso_stato_esito_analisi_check;
comment on column caso_stato.esito_analisi is 'Code of the outcome of the last concluded analysis, as its questionnaire writes it';
comment on column caso_stato.esito_sociale is 'By that outcome the household counts as taken in charge by the social service';
comment on column caso_stato.esito_via is 'Where that outcome leads: shared/parametri/questionario.ts, «vie»';
comment on column caso_stato.esito_apre is 'The questionnaire that by that outcome comes before the pact';

do $$
declare
  lette constant text[] := '{caso_stato,caso_analisi,compilazione,compilazione_esito,analisi_ricevuta,questionario_versione}';
  t text;
  senza text;
begin
  foreach t in array lette loop execute format('alter table %I no force row level security', t); end loop;
  alter table caso_stato disable trigger registra_modifica;
  with pubblicati as materialized (
    select distinct on (y.x ->> 'codice') y.x ->> 'codice' as codice, y.x from questionario_versione q cross join lateral jsonb_array_elements(q.definizione #> '{esito,valori}') y(x)
     where q.stato in ('pubblicata', 'ritirata') order by 1, q.pubblicata_il desc, q.id
  ), detti as (
    -- the analysis of here that gave it, else the one received with the household; a caso whose analysis is not here has what the questionnaires published until now say of that code
    select s.caso_id, v.x
      from caso_stato s cross join lateral (
        select f.x from (
          select 1 as viene, c.finalizzata_il as quando, c.id, y.x
            from caso_analisi a join compilazione c on c.id = a.compilazione_id join compilazione_esito e on e.compilazione_id = c.id
                   join questionario_versione q on q.id = c.questionario_versione_id cross join lateral jsonb_array_elements(q.definizione #> '{esito,valori}') y(x)
           where a.caso_id = s.caso_id and e.esito = s.esito_analisi
          union all
          select 2, r.finalizzata_il, r.id, y.x from analisi_ricevuta r join questionario_versione q on q.id = r.questionario_versione_id
                   cross join lateral jsonb_array_elements(q.definizione #> '{esito,valori}') y(x)
           where r.caso_id = s.caso_id and r.esito = s.esito_analisi
          union all
          select 3, null, null, p.x from pubblicati p where p.codice = s.esito_analisi
        ) f where f.x ->> 'codice' = s.esito_analisi order by f.viene, f.quando desc, f.id limit 1
      ) v
     where s.esito_analisi is not null
  )
  update caso_stato s set esito_sociale = (d.x ->> 'sociale')::boolean, esito_apre = d.x ->> 'apre',
         esito_via = coalesce(d.x ->> 'via', case when (d.x ->> 'sociale')::boolean or d.x ? 'apre' then 'patto' else 'cpi' end)
    from detti d where d.caso_id = s.caso_id;
  -- nothing can be said of a code that no questionnaire of this installation has: whoever upgrades must know which
  select string_agg(format('«%s» di %s casi', x.esito_analisi, x.n), ', ') into senza
    from (select s.esito_analisi, count(*) as n from caso_stato s where s.esito_analisi is not null and s.esito_sociale is null group by 1 order by 1) x;
  if senza is not null then
    raise exception 'Nessun questionario pubblicato dice che cosa segue da questi esiti: %. Pubblica il questionario che li prevede, poi aggiorna.', senza;
  end if;
  alter table caso_stato enable trigger registra_modifica;
  foreach t in array lette loop execute format('alter table %I force row level security', t); end loop;
end $$;
alter table caso_stato add constraint caso_stato_esito_intero check ((esito_analisi is null) = (esito_sociale is null) and (esito_analisi is null) = (esito_via is null) and (esito_apre is null or esito_analisi is not null));
alter table caso_stato add constraint caso_stato_esito_via check (esito_via in ('patto', 'cpi', 'nessuna'));

-- ---- the counts -------------------------------------------------------------------------------------------------------------

drop function accesso.figure_casi();
create function accesso.figure_casi()
  returns table (comune_id text, misura_id text, anno integer, stato text, assegnazione text, casi integer, presi integer, incontrati integer, entro_primo integer, entro_ultimo integer, oltre_primo integer, oltre_ultimo integer,
    giorni_assegnazione bigint, n_assegnazione integer, giorni_analisi bigint, n_analisi integer, giorni_patto bigint, n_patto integer, scaduti integer, sospesi integer, sospesi_incontro integer, patti integer, attivabili integer, primo integer, ultimo integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with k as materialized (
    select v.*, coalesce(d.pad_il, d.riconosciuta_il, d.ricevuta_il) as avvio, d.beneficio, s.stato, s.esito_sociale
      from accesso.casi_in_vista() v join domanda d on d.id = v.domanda_id join caso_stato s on s.caso_id = v.id
  ), eventi as (
    select e.caso_id, min(e.giorno) filter (where e.evento = 'primo-incontro') as incontro, min(e.giorno) filter (where e.evento <> 'primo-incontro') as analisi
      from k join caso_evento e on e.caso_id = k.id
     -- the analysis of a measure is a questionnaire that has an outcome, whatever it is called
     where (e.evento = 'primo-incontro' or e.evento = any (array(select q.questionario_id from questionario_versione q where q.definizione ? 'esito'))) and e.annullato_il is null group by 1
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
  select k.comune_id, k.misura_id, k.anno, k.stato, k.assegnazione, count(*)::int, count(*) filter (where k.esito_sociale)::int,
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

drop function accesso.figure_patti(date, date);
create function accesso.figure_patti(p_dal date, p_al date) returns table (comune_id text, misura_id text, anno integer, casi integer, presi_in_carico integer,
    in_preparazione integer, da_firmare integer, attivi integer, firmati integer, chiusi integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with k as materialized (
    select v.id, v.comune_id, v.misura_id, v.anno, s.esito_sociale from accesso.casi_in_vista() v join caso_stato s on s.caso_id = v.id
  ), patti as (
    select p.caso_id, count(*) filter (where p.stato = 'bozza') as bozze, count(*) filter (where p.stato = 'da-firmare') as da_firmare,
           count(*) filter (where p.stato in ('firmato', 'in-revisione')) as attivi, count(*) filter (where p.numero = 1 and p.firmato_il between p_dal and p_al) as firmati,
           count(*) filter (where p.chiuso_il between p_dal and p_al) as chiusi
      from k join patto p on p.caso_id = k.id group by 1
  )
  select k.comune_id, k.misura_id, k.anno, count(*)::int, count(*) filter (where k.esito_sociale)::int, coalesce(sum(p.bozze), 0)::int, coalesce(sum(p.da_firmare), 0)::int,
         coalesce(sum(p.attivi), 0)::int, coalesce(sum(p.firmati), 0)::int, coalesce(sum(p.chiusi), 0)::int
    from k left join patti p on p.caso_id = k.id group by 1, 2, 3
$$;
comment on function accesso.figure_patti is 'How many casi and pacts of the running act, by comune, measure and year of arrival; signed and closed in the days given. Sums, never which';
alter function accesso.figure_patti(date, date) owner to custode;
revoke all on function accesso.figure_patti(date, date) from public;
grant execute on function accesso.figure_patti(date, date) to applicazione;
