-- What is of one is not of all: the words of a household are not read in the agenda of the offices, each member who was missing at a
-- meeting of a pact has a reason of his own, a support that was interrupted keeps the days in which it was given, a household is
-- counted once.

-- ---- the agenda ------------------------------------------------------------------------------------------------------------

-- Of an hour of a caso every desk of the comune reads that it is taken, or no longer is. Who annulled it is not known any more: what a
-- desk wrote there goes too. Derived: nobody has changed anything.
do $$
declare t text; lette text[] := '{appuntamento,appuntamento_caso,patto_sostegno,patto_erogazione,patto_incontro_esito}';
begin
  foreach t in array lette loop execute format('alter table %I no force row level security', t); end loop;
  alter table appuntamento disable trigger registra_modifica;
  update appuntamento a set luogo = null, motivo = case when a.stato = 'annullato' and a.motivo is not null then 'L’appuntamento non è più in programma.' else a.motivo end
    from appuntamento_caso c where c.appuntamento_id = a.id and (a.luogo is not null or (a.stato = 'annullato' and a.motivo is not null));
  alter table appuntamento enable trigger registra_modifica;
end $$;

-- ---- days of a support -------------------------------------------------------------------------------------------------------

alter table patto_sostegno add column interruzioni datemultirange not null default '{}';
comment on column patto_sostegno.interruzioni is 'Days between its first and its last in which it was not given: interrupted, then given again';

-- The end of a support that was already interrupted had been written over when its pact was closed: the register of changes has it.
-- What was written as given afterwards says that it went on.
do $$
begin
  alter table kernel.registro_modifiche no force row level security;
  alter table patto_sostegno disable trigger registra_modifica;
  update patto_sostegno s set finito_il = r.finito_il
    -- by the row, which is what the register is read by: all of it would be long
    from patto_sostegno x cross join lateral (
      select (m.prima ->> 'finito_il')::date as finito_il from kernel.registro_modifiche m
       where m.riga_id = x.id::text and m.tabella = 'patto_sostegno' and m.prima ->> 'stato' = 'interrotto' and m.dopo ->> 'stato' = 'concluso' and m.prima ->> 'finito_il' is not null
       order by m.id desc limit 1) r
   where s.id = x.id and x.stato = 'concluso' and s.finito_il > r.finito_il
     and not exists (select 1 from patto_erogazione e where e.sostegno_id = s.id and e.tolta_il is null and e.al > r.finito_il);
  alter table patto_sostegno enable trigger registra_modifica;
  alter table kernel.registro_modifiche force row level security;
end $$;

create or replace function accesso.figure_sostegni_dati(p_dal date, p_al date) returns table (comune_id text, misura_id text, anno integer, sostegno text, stato text, fondo text,
    quanti integer, nuclei integer, nel_periodo integer, ore bigint, costo bigint)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with sostegni as (
    select v.comune_id, v.misura_id, v.anno, x.sostegno, x.stato, x.fondo, count(*) as quanti, count(distinct x.caso_id) as nuclei,
           -- given in one at least of those days
           count(*) filter (where x.attivo_dal is not null
             and (datemultirange(daterange(x.attivo_dal, greatest(coalesce(x.finito_il, 'infinity'), x.attivo_dal), '[]')) - x.interruzioni) && daterange(p_dal, p_al, '[]')) as nel_periodo
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

create function accesso.figure_nuclei_con_sostegni() returns table (comune_id text, misura_id text, anno integer, sostegno text, nuclei integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select v.comune_id, v.misura_id, v.anno, x.sostegno, count(distinct x.caso_id)::int
    from accesso.casi_in_vista() v join patto_sostegno x on x.caso_id = v.id group by 1, 2, 3, 4
$$;
comment on function accesso.figure_nuclei_con_sostegni is 'Households of the casi of the running act that have a support of each kind, whatever its state and fund, by comune, measure and year of arrival: of several of one kind, one';
alter function accesso.figure_nuclei_con_sostegni() owner to custode;
revoke all on function accesso.figure_nuclei_con_sostegni() from public;
grant execute on function accesso.figure_nuclei_con_sostegni() to applicazione;

-- ---- who is answered by a meeting --------------------------------------------------------------------------------------------

alter table caso_incontro add column altre_convocazioni uuid[] not null default '{}';
comment on column caso_incontro.altre_convocazioni is 'Convocations of single members that it answers, besides «convocazione_id»: whoever annuls it gives them back';

-- ---- who was missing at a meeting ------------------------------------------------------------------------------------------

alter table patto_incontro_esito add column giustificati jsonb not null default '[]' check (jsonb_typeof(giustificati) = 'array');
comment on column patto_incontro_esito.giustificati is 'Of those who were missing, who is justified, each with the code of «giustificato-motivo» and what proves it: [{componente, motivo, documento}]; written before 0086, without a document';
do $$
declare t text; lette text[] := '{appuntamento,appuntamento_caso,patto_sostegno,patto_erogazione,patto_incontro_esito}';
begin
  alter table patto_incontro_esito disable trigger registra_modifica;
  update patto_incontro_esito e set giustificati = (select jsonb_agg(jsonb_build_object('componente', x.chi, 'motivo', e.giustificato, 'documento', e.documento) order by x.n) from unnest(e.assenti) with ordinality x(chi, n))
   where e.giustificato is not null and cardinality(e.assenti) > 0;
  alter table patto_incontro_esito enable trigger registra_modifica;
  foreach t in array lette loop execute format('alter table %I force row level security', t); end loop;
end $$;
alter table patto_incontro_esito drop column giustificato, drop column documento;

select kernel.apri_scambio();
