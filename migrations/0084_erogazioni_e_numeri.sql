-- What the supports of a pact have given, with its days: hours and cost of a support that goes on are known as it goes, and a report of a
-- period counts that period alone. And the numbers of pacts and supports come in groups, as those of the dashboard do: two screens of the
-- same reader, subtracted, told of the few households that only one of them left out (ADR 0061).

create table patto_erogazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  sostegno_id uuid not null references patto_sostegno (id),
  dal date not null,
  al date not null,
  ore integer check (ore >= 0),
  costo integer check (costo >= 0),
  fondo text,
  altrove boolean not null default false,
  tolta_il timestamptz,
  registrata_il timestamptz not null default kernel.adesso(),
  registrata_da uuid default kernel.utente() references utente (id),
  constraint patto_erogazione_date_in_ordine check (al >= dal),
  constraint patto_erogazione_di_un_anno check (extract(year from dal) = extract(year from al)),
  constraint patto_erogazione_di_qualcosa check (ore is not null or costo is not null)
);
comment on table patto_erogazione is 'What a support of a pact has given in some days: hours, cost, or both. Of one year, so that the report of a year is a sum. No words';
comment on column patto_erogazione.costo is 'Cents really spent';
comment on column patto_erogazione.fondo is 'Code of «fondo-sostegno»: what the support was paid by in those days';
comment on column patto_erogazione.altrove is 'Given by the comune that handed the household over: read here, counted there';
comment on column patto_erogazione.tolta_il is 'Written by mistake: counted no more';
create index patto_erogazione_del_sostegno on patto_erogazione (sostegno_id, dal);
create index patto_erogazione_per_giorno on patto_erogazione (ambito_id, al);
create index on patto_erogazione (caso_id);
create index on patto_erogazione (comune_id);
create index on patto_erogazione (registrata_da);

-- Hours and cost were totals written at the end: they are of the day it ended, which is all that is known of them.
do $$
begin
  alter table patto_sostegno no force row level security;
  insert into patto_erogazione (ambito_id, comune_id, caso_id, sostegno_id, dal, al, ore, costo, fondo, registrata_da)
  select x.ambito_id, x.comune_id, x.caso_id, x.id, g.giorno, g.giorno, x.ore, x.costo, x.fondo, null
    from patto_sostegno x cross join lateral (select coalesce(x.finito_il, x.attivo_dal, x.dal) as giorno) g
   where x.ore is not null or x.costo is not null;
  alter table patto_sostegno force row level security;
end $$;
alter table patto_sostegno drop column ore, drop column costo;

select kernel.proteggi_di('patto_erogazione', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on patto_erogazione from applicazione;
create policy custode on patto_erogazione for select to custode using (true);
grant select on patto_erogazione to custode;

-- ---- the numbers, in groups -------------------------------------------------------------------------------------------------

drop function accesso.conta_patti(date, date);
drop function accesso.conta_sostegni(date, date);
drop function accesso.posti_occupati();
drop function accesso.casi_contati();

create function accesso.figure_patti(p_dal date, p_al date) returns table (comune_id text, misura_id text, anno integer, casi integer, presi_in_carico integer,
    in_preparazione integer, da_firmare integer, attivi integer, firmati integer, chiusi integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with k as materialized (
    select v.id, v.comune_id, v.misura_id, v.anno, s.esito_analisi from accesso.casi_in_vista() v join caso_stato s on s.caso_id = v.id
  ), patti as (
    select p.caso_id, count(*) filter (where p.stato = 'bozza') as bozze, count(*) filter (where p.stato = 'da-firmare') as da_firmare,
           count(*) filter (where p.stato in ('firmato', 'in-revisione')) as attivi, count(*) filter (where p.numero = 1 and p.firmato_il between p_dal and p_al) as firmati,
           count(*) filter (where p.chiuso_il between p_dal and p_al) as chiusi
      from k join patto p on p.caso_id = k.id group by 1
  )
  select k.comune_id, k.misura_id, k.anno, count(*)::int, count(*) filter (where k.esito_analisi in ('B', 'C', 'D'))::int, coalesce(sum(p.bozze), 0)::int, coalesce(sum(p.da_firmare), 0)::int,
         coalesce(sum(p.attivi), 0)::int, coalesce(sum(p.firmati), 0)::int, coalesce(sum(p.chiusi), 0)::int
    from k left join patti p on p.caso_id = k.id group by 1, 2, 3
$$;
comment on function accesso.figure_patti is 'How many casi and pacts of the running act, by comune, measure and year of arrival; signed and closed in the days given. Sums, never which';

create function accesso.figure_sostegni_dati(p_dal date, p_al date) returns table (comune_id text, misura_id text, anno integer, sostegno text, stato text, fondo text,
    quanti integer, nuclei integer, nel_periodo integer, ore bigint, costo bigint)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with sostegni as (
    select v.comune_id, v.misura_id, v.anno, x.sostegno, x.stato, x.fondo, count(*) as quanti, count(distinct x.caso_id) as nuclei,
           count(*) filter (where x.attivo_dal <= p_al and coalesce(x.finito_il, 'infinity') >= p_dal) as nel_periodo
      from accesso.casi_in_vista() v join patto_sostegno x on x.caso_id = v.id group by 1, 2, 3, 4, 5, 6
  ), erogazioni as materialized (
    -- what was given stays where it was given, also of a household handed over since
    select e.caso_id, e.sostegno_id, e.fondo, sum(e.ore) as ore, sum(e.costo) as costo
      from patto_erogazione e where e.ambito_id = (select kernel.ambito()) and e.al between p_dal and p_al and e.tolta_il is null and not e.altrove group by 1, 2, 3
  ), dati as (
    select c.comune_id, c.misura_id, extract(year from c.arrivato_il)::int as anno, x.sostegno, x.stato, e.fondo, sum(e.ore) as ore, sum(e.costo) as costo
      from erogazioni e join caso c on c.id = e.caso_id join patto_sostegno x on x.id = e.sostegno_id
     where c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and ((select kernel.ambito_intero()) or c.comune_id = any ((select kernel.comuni())::text[]))
       and (c.persona_id is null or not c.persona_id = any ((select kernel.persone_vietate())::uuid[])) and c.codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale())
     group by 1, 2, 3, 4, 5, 6
  )
  select r.comune_id, r.misura_id, r.anno, r.sostegno, r.stato, r.fondo, sum(r.quanti)::int, sum(r.nuclei)::int, sum(r.nel_periodo)::int, sum(r.ore)::bigint, sum(r.costo)::bigint
    from (select s.*, 0 as ore, 0 as costo from sostegni s
          union all select d.comune_id, d.misura_id, d.anno, d.sostegno, d.stato, d.fondo, 0, 0, 0, coalesce(d.ore, 0), coalesce(d.costo, 0) from dati d) r
   group by 1, 2, 3, 4, 5, 6
$$;
comment on function accesso.figure_sostegni_dati is 'Supports of the casi of the running act, by comune, measure, year of arrival, kind, state and fund: how many, how many given in some of the days, hours and cents of what was given by the end of them (a row of what was given counts on its last day)';

create function accesso.gruppi_dell_ambito() returns table (comune_id text, misura_id text, anno integer, casi integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select c.comune_id, c.misura_id, extract(year from c.arrivato_il)::int, count(*)::int from caso c where c.ambito_id = (select kernel.ambito()) and c.assegnazione <> 'passato' group by 1, 2, 3
$$;
comment on function accesso.gruppi_dell_ambito is 'How many casi there are in the ambito, whose the catalogue of supports is, by comune, measure and year of arrival: to know which counts of the catalogue would tell of somebody';

create function accesso.posti_per_gruppo() returns table (comune_id text, misura_id text, anno integer, offerta_id uuid, attivi integer, in_attesa integer, previsti integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select c.comune_id, c.misura_id, extract(year from c.arrivato_il)::int, x.offerta_id, count(*) filter (where x.stato = 'attivo')::int, count(*) filter (where x.stato = 'in-attesa')::int, count(*) filter (where x.stato = 'previsto')::int
    from patto_sostegno x join caso c on c.id = x.caso_id
   where x.ambito_id = (select kernel.ambito()) and x.offerta_id is not null and x.stato in ('attivo', 'in-attesa', 'previsto') group by 1, 2, 3, 4
$$;
comment on function accesso.posti_per_gruppo is 'How many have a support of the catalogue, wait for it, will have it, over the whole ambito, by comune, measure and year of arrival. Who sees the households has of them what gruppi_dell_ambito lets him have';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('figure_patti', 'figure_sostegni_dati', 'gruppi_dell_ambito', 'posti_per_gruppo') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
