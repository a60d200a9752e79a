-- The figures of the dashboards of casi and of domande, and what a household has received over time. The functions answer with sums, by
-- comune, measure and year: whoever asks adds up the groups that he may see, and never has a caso. The coordinator's small groups are put
-- together in shared/patti/cruscotto.rules.ts (ADR 0038).

create policy custode on caso_evento for select to custode using (true);
create policy custode on caso_assegnazione for select to custode using (true);
create policy custode on esonero for select to custode using (true);
grant select on caso_evento, caso_assegnazione, esonero to custode;

create function accesso.casi_in_vista() returns table (id uuid, comune_id text, misura_id text, versione_id uuid, domanda_id uuid, assegnazione text, assegnatario_id uuid, arrivato_il date, anno integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select c.id, c.comune_id, c.misura_id, c.versione_id, c.domanda_id, c.assegnazione, c.assegnatario_id, c.arrivato_il, extract(year from c.arrivato_il)::int
    from caso c
   where c.ambito_id = (select kernel.ambito()) and c.assegnazione <> 'passato' and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
     and ((select kernel.ambito_intero()) or c.comune_id = any ((select kernel.comuni())::text[])
          or c.assegnatario_id = (select kernel.utente()) and c.comune_id = any ((select kernel.comuni_assegnati())::text[]))
     and (c.persona_id is null or not c.persona_id = any ((select kernel.persone_vietate())::uuid[]))
     and c.codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale())
$$;
comment on function accesso.casi_in_vista is 'Casi that a figure of the running act is of: of the whole ambito, of the comuni of the act, or one''s own. One handed over is counted where it is now. For the functions below, never for a reader';
alter function accesso.casi_in_vista owner to custode;
revoke all on function accesso.casi_in_vista from public;

create function accesso.figure_casi(p_primo integer, p_ultimo integer)
  returns table (comune_id text, misura_id text, anno integer, stato text, assegnazione text, casi integer, presi integer, incontrati integer, entro_primo integer, entro_ultimo integer, oltre_primo integer, oltre_ultimo integer,
    giorni_assegnazione bigint, n_assegnazione integer, giorni_analisi bigint, n_analisi integer, giorni_patto bigint, n_patto integer, scaduti integer, sospesi integer, sospesi_incontro integer, patti integer, attivabili integer)
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
  ), membri as (
    select m.domanda_id, count(*)::int as attivabili
      from k join domanda_componente m on m.domanda_id = k.domanda_id
     where m.uscito_il is null and coalesce((m.dichiarati ->> 'obblighi')::boolean, m.data_nascita is null or m.data_nascita + interval '18 years' <= (select kernel.oggi()))
       and not exists (select 1 from esonero x where x.componente_id = m.id and x.cessato_il is null and (select kernel.oggi()) between x.dal and coalesce(x.al, 'infinity'))
     group by 1
  )
  select k.comune_id, k.misura_id, k.anno, k.stato, k.assegnazione, count(*)::int, count(*) filter (where k.esito_analisi in ('B', 'C', 'D'))::int,
         count(e.incontro)::int, count(*) filter (where e.incontro - k.avvio <= p_primo)::int, count(*) filter (where e.incontro - k.avvio <= p_ultimo)::int,
         count(*) filter (where e.incontro is null and (select kernel.oggi()) - k.avvio > p_primo)::int, count(*) filter (where e.incontro is null and (select kernel.oggi()) - k.avvio > p_ultimo)::int,
         coalesce(sum(greatest(0, a.dal - k.avvio)), 0)::bigint, count(a.dal)::int,
         coalesce(sum(greatest(0, e.analisi - a.dal)), 0)::bigint, count(e.analisi - a.dal)::int,
         coalesce(sum(greatest(0, p.firmato - e.analisi)), 0)::bigint, count(p.firmato - e.analisi)::int,
         count(t.caso_id)::int, count(*) filter (where k.beneficio = 'sospeso')::int, count(*) filter (where k.beneficio = 'sospeso' and t.sospende)::int,
         count(*) filter (where p.attivo)::int, coalesce(sum(m.attivabili), 0)::int
    from k left join eventi e on e.caso_id = k.id left join assegnati a on a.caso_id = k.id left join patti p on p.caso_id = k.id
           left join termini t on t.caso_id = k.id left join membri m on m.domanda_id = k.domanda_id
   group by 1, 2, 3, 4, 5
$$;
comment on function accesso.figure_casi is 'How the casi of the running act stand, in sums by comune, measure, year of arrival, state: first meetings within so many days from the PAD (or from the recognition, or from the arrival), days between the steps, terms past, pacts, members with obligations';

create function accesso.figure_arrivi() returns table (comune_id text, misura_id text, mese text, arrivati integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select v.comune_id, v.misura_id, to_char(v.arrivato_il, 'YYYY-MM'), count(*)::int from accesso.casi_in_vista() v group by 1, 2, 3
$$;
comment on function accesso.figure_arrivi is 'How many casi of the running act arrived, by comune, measure and month';

create function accesso.figure_sostegni() returns table (comune_id text, misura_id text, anno integer, sostegno text, stato text, quanti integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select v.comune_id, v.misura_id, v.anno, x.sostegno, x.stato, count(*)::int from accesso.casi_in_vista() v join patto_sostegno x on x.caso_id = v.id group by 1, 2, 3, 4, 5
$$;
comment on function accesso.figure_sostegni is 'Supports of the pacts of the casi of the running act, by comune, measure, year of arrival, kind, state';

create function accesso.conta_case_manager(p_comune text, p_misura text, p_anno integer) returns integer language sql stable security definer set search_path = public, pg_catalog as $$
  select count(distinct v.assegnatario_id)::int from accesso.casi_in_vista() v
   where v.assegnazione = 'assegnato' and (p_comune is null or v.comune_id = p_comune) and (p_misura is null or v.misura_id = p_misura) and (p_anno is null or v.anno = p_anno)
$$;
comment on function accesso.conta_case_manager is 'Among how many the assigned casi of the running act are shared';

-- the list of the coordinator, of one measure
create index caso_della_misura on caso (ambito_id, misura_id, presentata_il, id);

-- ---- domande -------------------------------------------------------------------------------------------------------------

create function accesso.figure_domande() returns table (comune_id text, misura_id text, mese text, stato text, quante integer, vicine integer, scadute integer,
    giorni_invio bigint, n_invio integer, giorni_esito bigint, n_esito integer, giorni_intero bigint, n_intero integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select d.comune_id, d.misura_id, to_char(d.presentata_il, 'YYYY-MM'), d.stato, count(*)::int,
         count(*) filter (where d.scade >= (select kernel.oggi()) and d.scade - (select kernel.oggi()) < d.preavviso)::int, count(*) filter (where d.scade < (select kernel.oggi()))::int,
         coalesce(sum(greatest(0, d.inviata_il - d.presentata_il)), 0)::bigint, count(d.inviata_il)::int,
         coalesce(sum(greatest(0, d.esito_il - d.inviata_il)), 0)::bigint, count(d.esito_il - d.inviata_il)::int,
         coalesce(sum(greatest(0, d.esito_il - d.presentata_il)), 0)::bigint, count(d.esito_il)::int
    from domanda_raccolta d
   where d.ambito_id = (select kernel.ambito()) and ((select kernel.ambito_intero()) or d.comune_id = any ((select kernel.comuni())::text[])) and d.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
   group by 1, 2, 3, 4
$$;
comment on function accesso.figure_domande is 'Domande by comune, measure, month, state: how many, how many near or past their term, days between the steps. Sums, never which';
drop function accesso.conta_domande();

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('figure_casi', 'figure_arrivi', 'figure_sostegni', 'conta_case_manager', 'figure_domande') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
