-- The household of a caso and those of the record (issue 4 §2, ADR 0075): which household of the record is that of the caso, said by itself
-- where the members are the same, by its case manager where they are not. What is compared is read, and never kept: only decisions are.

create table caso_nucleo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  nucleo_id uuid not null references nucleo (id),
  stato text not null default 'collegato' check (stato in ('collegato', 'rifiutato')),
  modo text not null default 'confermato' check (modo in ('da-solo', 'confermato', 'composto')),
  motivo text,
  impronta text not null,
  dal date not null default kernel.oggi(),
  deciso_il timestamptz not null default kernel.adesso(),
  deciso_da uuid default kernel.utente() references utente (id),
  superato_il timestamptz,
  constraint caso_nucleo_rifiuto_motivato check (stato <> 'rifiutato' or motivo ~ '\S')
);
comment on table caso_nucleo is 'A household of the record said to be that of a caso, or not to be it. A decision is never changed: another one takes its place';
comment on column caso_nucleo.modo is 'da-solo: the members were the same; confermato: by the case manager; composto: he had it made from the members of the caso';
comment on column caso_nucleo.impronta is 'Hash of the members of both when it was decided: changed, it is asked again';
comment on column caso_nucleo.superato_il is 'Since when another decision holds';
create unique index caso_nucleo_uno on caso_nucleo (caso_id) where stato = 'collegato' and superato_il is null;
create unique index caso_nucleo_una_decisione on caso_nucleo (caso_id, nucleo_id) where superato_il is null;
create index on caso_nucleo (caso_id);
create index on caso_nucleo (nucleo_id);
create index on caso_nucleo (ambito_id);
create index on caso_nucleo (comune_id);
create index on caso_nucleo (deciso_da);
select kernel.proteggi_di('caso_nucleo', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on caso_nucleo from applicazione;
create policy custode on caso_nucleo for select to custode using (true);
grant select on caso_nucleo to custode;

-- ---- what is compared --------------------------------------------------------------------------------------------------------------

-- Of many casi at once: an extract asks for those that it has changed. With the eyes of who follows each, whoever asks: what he must not
-- see is on neither side, so that what comes of it tells nothing of it.
create function kernel.casi_a_confronto(p_casi uuid[]) returns table (caso_id uuid, domanda_id uuid, comune_id text, vietate uuid[]) language plpgsql stable security definer set search_path = public, pg_catalog as $$
#variable_conflict use_column
declare mio uuid := kernel.ambito(); io uuid := kernel.utente(); celate uuid[];
begin
  if not kernel.fascicolo() then return; end if;
  celate := array(select d.domanda_id from kernel.membri_da_non_trovare(array(select c.domanda_id from caso c where c.id = any (p_casi) and c.ambito_id = mio)) d);
  return query
    with suoi as materialized (
      select c.id, c.domanda_id, c.comune_id, c.assegnatario_id from caso c
       where c.id = any (p_casi) and c.ambito_id = mio and c.assegnazione in ('assegnato', 'concluso') and not c.domanda_id = any (celate)
         and c.comune_id = any (accesso.comuni_aperti('patti')) and c.comune_id = any (accesso.comuni_aperti('cartella'))
         and (c.comune_id = any (kernel.comuni()) or c.assegnatario_id = io and c.comune_id = any (kernel.comuni_assegnati()))
    ), chi as materialized (
      select u.id, accesso.persone_vietate(u.id, u.codice_fiscale, mio) as vietate from utente u where u.id in (select s.assegnatario_id from suoi s)
    )
    select s.id, s.domanda_id, s.comune_id, chi.vietate from suoi s join chi on chi.id = s.assegnatario_id;
end $$;
comment on function kernel.casi_a_confronto is 'Of these casi, those whose household may be compared with the record, and whom their case manager must not see. None in which somebody must not be found';

create function accesso.membri_a_confronto(p_casi uuid[]) returns table (caso_id uuid, componente_id uuid, persona_id uuid, scheda_id uuid, nome text, parentela text, richiedente boolean) language plpgsql stable security definer set search_path = public, pg_catalog as $$
#variable_conflict use_column
begin
  return query
    select q.caso_id, d.id, capo.id, p.id, d.cognome || ' ' || d.nome, d.parentela, d.richiedente
      from kernel.casi_a_confronto(p_casi) q join domanda_componente d on d.domanda_id = q.domanda_id and d.uscito_il is null
      left join persona p on p.id = d.persona_id left join persona capo on capo.id = coalesce(p.unita_a, p.id)
     where p.id is null or (p.riservato_a is null and capo.riservato_a is null and not array[p.id, capo.id] && q.vietate)
     order by d.richiedente desc, d.ordine, d.id;
end $$;
comment on function accesso.membri_a_confronto is 'Members of casi with the person that each is in the record, to compare them with its households, and the sheet he is linked to: merged, the person may be of another comune. Whoever is restricted is not there';

create function kernel.nuclei_da_non_trovare(p_nuclei uuid[]) returns setof uuid language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare mio uuid := kernel.ambito(); oggi date := kernel.oggi();
begin
  return query
    with dentro as materialized (
      select f.nucleo_id, f.persona_id from unnest(p_nuclei) n(id) cross join lateral (
        select f.nucleo_id, f.persona_id from nucleo_componente f
         where f.nucleo_id = n.id and f.ambito_id = mio and f.sostituito_il is null and f.convivente is distinct from false
           and (f.dal is null or f.dal <= oggi) and (f.al is null or f.al >= oggi) offset 0) f
    ), segreti as materialized (
      select d.persona_id from (select distinct persona_id from dentro) d
       where exists (select 1 from unnest(accesso.stessa_persona(d.persona_id)) s(id) cross join lateral (
         select 1 from persona_fatto x where x.persona_id = s.id and x.ambito_id = mio and x.classe = 'indirizzo-segreto' and x.tipo in ('residenza', 'domicilio', 'recapito')
            and x.sostituito_il is null and coalesce(x.al, 'infinity') >= oggi offset 0) y)
    )
    select distinct d.nucleo_id from dentro d join segreti g on g.persona_id = d.persona_id;
end $$;
comment on function kernel.nuclei_da_non_trovare is 'Of these households of the record, those in which somebody lives today who must not be found: with whom she lives may say where. Restricted or not, whoever asks: to be hidden more must not show it. Never answered to a reader';

create function accesso.nuclei_a_confronto(p_casi uuid[]) returns table (caso_id uuid, nucleo_id uuid, tipo text, etichetta text, persona_id uuid, nome text, sesso text, parentela text) language plpgsql stable security definer set search_path = public, pg_catalog as $$
#variable_conflict use_column
declare mio uuid := kernel.ambito(); oggi date := kernel.oggi();
begin
  -- by their keys, one row at a time: of functions the planner knows no number, and would read the record of the ambito
  return query
    with qui as materialized (
      select q.caso_id, q.comune_id, q.vietate from kernel.casi_a_confronto(p_casi) q
    ), membri as materialized (
      select distinct m.caso_id, s.id as persona_id from accesso.membri_a_confronto(p_casi) m cross join lateral unnest(accesso.stessa_persona(m.persona_id)) s(id) where m.persona_id is not null
    ), toccati as materialized (
      select distinct m.caso_id, n.id, n.tipo, n.etichetta
        from membri m join qui q on q.caso_id = m.caso_id cross join lateral (
          select n.id, n.tipo, n.etichetta, n.comune_id from nucleo_componente f join nucleo n on n.id = f.nucleo_id
           where f.persona_id = m.persona_id and f.sostituito_il is null and f.riservato_a is null and f.convivente is distinct from false
             and (f.dal is null or f.dal <= oggi) and (f.al is null or f.al >= oggi)
             and n.ambito_id = mio and n.tipo <> 'rete' and n.riservato_a is null and (n.dal is null or n.dal <= oggi) and (n.al is null or n.al >= oggi) offset 0) n
       where n.comune_id = q.comune_id
    ), celati as materialized (
      select kernel.nuclei_da_non_trovare(array(select distinct t.id from toccati t)) as id
    ), dentro as materialized (
      select distinct on (t.caso_id, t.id, x.capo) t.caso_id, t.id, t.tipo, t.etichetta, x.capo, x.nome, x.sesso, x.parentela, x.intestatario
        from toccati t join qui q on q.caso_id = t.caso_id cross join lateral (
          select capo.id as capo, p.id as persona, capo.cognome || ' ' || capo.nome as nome, capo.sesso, f.parentela, f.intestatario
            from nucleo_componente f join persona p on p.id = f.persona_id join persona capo on capo.id = coalesce(p.unita_a, p.id)
           where f.nucleo_id = t.id and f.sostituito_il is null and f.riservato_a is null and f.convivente is distinct from false
             and (f.dal is null or f.dal <= oggi) and (f.al is null or f.al >= oggi) and p.riservato_a is null and capo.riservato_a is null offset 0) x
       where not array[x.persona, x.capo] && q.vietate and t.id not in (select c.id from celati c)
       order by t.caso_id, t.id, x.capo, x.persona = x.capo desc
    )
    select d.caso_id, d.id, d.tipo, d.etichetta, d.capo, d.nome, d.sesso, d.parentela from dentro d
     order by d.caso_id, d.tipo, d.id, d.intestatario desc, d.nome, d.capo;
end $$;
comment on function accesso.nuclei_a_confronto is 'Households of the record, of today and of the comune of the caso, in which a member of the caso lives, with those who live there. Never one in which somebody must not be found; whoever is restricted is not there';

create function accesso.casi_dei_nuclei(p_nuclei uuid[]) returns table (nucleo_id uuid, caso_id uuid, misura text, richiedente text) language sql stable security definer set search_path = public, pg_catalog as $$
  select x.nucleo_id, c.id, m.nome, c.richiedente from caso_nucleo x join caso c on c.id = x.caso_id join misura m on m.id = c.misura_id
   where x.nucleo_id = any (p_nuclei) and x.stato = 'collegato' and x.superato_il is null and c.ambito_id = kernel.ambito()
     and c.assegnatario_id = kernel.utente() and c.assegnazione in ('assegnato', 'concluso') and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
     and exists (select 1 from accesso.chi_puo('caso.leggi', c.ambito_id, array[c.comune_id]) o where o.utente_id = kernel.utente())
     and (c.persona_id is null or not c.persona_id = any (kernel.persone_vietate())) and c.codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale())
     and not exists (select 1 from kernel.da_non_trovare(c.domanda_id))
     and x.nucleo_id not in (select kernel.nuclei_da_non_trovare(p_nuclei))
   order by c.presentata_il, c.id
$$;
comment on function accesso.casi_dei_nuclei is 'Of which casi these households of the record are: only one''s own casi, which one may open. As the page of the caso: never where somebody of either must not be found';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname || '.' || p.proname in ('kernel.casi_a_confronto', 'kernel.nuclei_da_non_trovare', 'accesso.membri_a_confronto', 'accesso.nuclei_a_confronto', 'accesso.casi_dei_nuclei') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    if f::text like 'accesso.%' then execute format('grant execute on function %s to applicazione', f); end if;
  end loop;
end $$;

select kernel.apri_scambio();
