-- The household of a caso beside those of the record (0106): its members and their persons by key, one at a time. Of the rows of a function the
-- planner knows no number: it read all the persons there are to join them to three, and the casi of the ambito to find one.

create or replace function kernel.casi_a_confronto(p_casi uuid[]) returns table (caso_id uuid, domanda_id uuid, comune_id text, vietate uuid[]) language plpgsql stable security definer set search_path = public, pg_catalog as $$
#variable_conflict use_column
declare mio uuid := kernel.ambito(); io uuid := kernel.utente(); celate uuid[];
begin
  if not kernel.fascicolo() then return; end if;
  celate := array(select d.domanda_id from kernel.membri_da_non_trovare(array(
    select c.domanda_id from unnest(p_casi) k(id) cross join lateral (select x.domanda_id from caso x where x.id = k.id and x.ambito_id = mio offset 0) c)) d);
  return query
    with suoi as materialized (
      select c.id, c.domanda_id, c.comune_id, c.assegnatario_id
        from (select distinct x.id from unnest(p_casi) x(id)) k cross join lateral (
          select c.id, c.domanda_id, c.comune_id, c.assegnatario_id from caso c
           where c.id = k.id and c.ambito_id = mio and c.assegnazione in ('assegnato', 'concluso') and not c.domanda_id = any (celate) offset 0) c
       where c.comune_id = any (accesso.comuni_aperti('patti')) and c.comune_id = any (accesso.comuni_aperti('cartella'))
         and (c.comune_id = any (kernel.comuni()) or c.assegnatario_id = io and c.comune_id = any (kernel.comuni_assegnati()))
    ), chi as materialized (
      select u.id, accesso.persone_vietate(u.id, u.codice_fiscale, mio) as vietate from utente u where u.id in (select s.assegnatario_id from suoi s)
    )
    select s.id, s.domanda_id, s.comune_id, chi.vietate from suoi s join chi on chi.id = s.assegnatario_id;
end $$;

create or replace function accesso.membri_a_confronto(p_casi uuid[]) returns table (caso_id uuid, componente_id uuid, persona_id uuid, scheda_id uuid, nome text, parentela text, richiedente boolean) language plpgsql stable security definer set search_path = public, pg_catalog as $$
#variable_conflict use_column
begin
  return query
    select q.caso_id, d.id, capo.id, p.id, d.cognome || ' ' || d.nome, d.parentela, d.richiedente
      from kernel.casi_a_confronto(p_casi) q
      cross join lateral (
        select d.id, d.persona_id, d.cognome, d.nome, d.parentela, d.richiedente, d.ordine from domanda_componente d where d.domanda_id = q.domanda_id and d.uscito_il is null offset 0) d
      left join lateral (select p.id, p.riservato_a, coalesce(p.unita_a, p.id) as capo from persona p where p.id = d.persona_id offset 0) p on true
      left join lateral (select c.id, c.riservato_a from persona c where c.id = p.capo offset 0) capo on true
     where p.id is null or (p.riservato_a is null and capo.riservato_a is null and not array[p.id, capo.id] && q.vietate)
     order by d.richiedente desc, d.ordine, d.id;
end $$;
