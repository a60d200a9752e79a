-- What every request of the record asks, made to cost what it must. A function in SQL that runs as somebody else cannot
-- be taken into the query that calls it: it is parsed and planned anew at every request, in plpgsql once for the life of
-- the connection. And what is open in a section is asked by every table of every statement: it is found once a request.

-- ---- what is open in a section -----------------------------------------------------------------------------------

create or replace function accesso.comuni_delegati(p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  -- a delega does not outlive the belonging to the ambito; two sets, because joined they depend on how large it is
  return array(
    select d.comune_id from delega_comune d where d.ambito_id = p_ambito and p_giorno between d.dal and coalesce(d.al, 'infinity')
    intersect
    select a.comune_id from ambito_comune a where a.ambito_id = p_ambito and p_giorno between a.dal and coalesce(a.al, 'infinity'));
end $$;

create or replace function accesso.comuni_di(p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return (select coalesce(array_agg(a.comune_id), '{}') from ambito_comune a
   where a.ambito_id = p_ambito and p_giorno between a.dal and coalesce(a.al, 'infinity'));
end $$;

-- all that is asked of the acts of an ambito stands in the index
create index adesione_in_vigore on adesione (ambito_id, tipo_adesione_id, stato) include (comune_id, dal, al, firmata_il);

create or replace function accesso.sezione_aperta(p_sezione text, p_giorno date) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return coalesce((select aperta from sezione_apertura where sezione_id = p_sezione and p_giorno between dal and coalesce(al, 'infinity')), false);
end $$;

create function accesso.comuni_aperti(p_sezione text, p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  nome text := 'app.aperti_' || replace(p_sezione, '-', '_'); chiave text := p_ambito || ' ' || p_giorno || ' ';
  noto text := current_setting(nome, true); aperti text[];
begin
  if starts_with(noto, chiave) then return substr(noto, length(chiave) + 1)::text[]; end if;
  aperti := case when accesso.sezione_aperta(p_sezione, p_giorno)
    then accesso.comuni_aderenti(p_sezione, p_ambito, p_giorno, '{registrata}') else '{}'::text[] end;
  -- a setting of the transaction, like all that makes the scope
  if chiave is not null then perform set_config(nome, chiave || aperti::text, true); end if;
  return aperti;
end $$;
comment on function accesso.comuni_aperti(text, uuid, date) is 'Comuni of an ambito whose data are open that day in the section: found once in a transaction';
alter function accesso.comuni_aperti(text, uuid, date) owner to custode;
revoke all on function accesso.comuni_aperti(text, uuid, date) from public;

create or replace function accesso.comuni_aperti(p_sezione text) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return accesso.comuni_aperti(p_sezione, kernel.ambito(), kernel.oggi());
end $$;

-- As in 0009, but for what is open, and for the classes: comune by comune only where the roles differ in them, because
-- of an ambito of many comuni that is thousands of pairs to compare.
create or replace function accesso.portata(p_utente uuid, p_ambito uuid, p_azione text, p_giorno date) returns accesso.portata_effettiva
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  esito accesso.portata_effettiva := (false, false, '{}', '{}', '{}');
  sez text; a record; territorio text[]; aperti text[]; trovato boolean := false; per_comune text[]; comuni_classi text[];
begin
  select sezione_id into sez from azione where id = p_azione;
  for a in
    select p.portata, s.comune_id, r.richiede_delega,
           case when sez is not null then array(select c.classe_id from ruolo_classe c where c.ruolo_id = s.ruolo_id order by 1) else '{}' end as classi
      from assegnazione s join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = p_azione join ruolo r on r.id = s.ruolo_id
     where s.utente_id = p_utente and s.stato = 'abilitata' and p_giorno between s.dal and coalesce(s.al, 'infinity')
  loop
    trovato := true;
    if a.portata = 'nazionale' then esito.nazionale := true;
    elsif a.portata = 'ambito' and sez is null then esito.intero := true;
    else
      territorio := case
        when a.comune_id is not null then array[a.comune_id]
        when a.richiede_delega then accesso.comuni_delegati(p_ambito, p_giorno)
        else accesso.comuni_di(p_ambito, p_giorno) end;
      if comuni_classi is null then comuni_classi := a.classi; end if;
      if a.classi <> comuni_classi and per_comune is null then
        per_comune := array(select cl || ':' || co from unnest(comuni_classi) cl, unnest(esito.comuni || esito.assegnati) co);
      end if;
      if per_comune is not null then
        per_comune := per_comune || array(select cl || ':' || co from unnest(a.classi) cl, unnest(territorio) co);
      end if;
      if a.portata = 'assegnati' then esito.assegnati := esito.assegnati || territorio;
      else esito.comuni := esito.comuni || territorio; end if;
    end if;
  end loop;
  if not trovato then return null; end if;
  -- a comune that has left the ambito, or is closed in the section of the act, is out of reach
  if cardinality(esito.comuni) + cardinality(esito.assegnati) > 0 then
    aperti := case when sez is not null then accesso.comuni_aperti(sez, p_ambito, p_giorno) else accesso.comuni_di(p_ambito, p_giorno) end;
    esito.comuni := array(select unnest(esito.comuni) intersect select unnest(aperti));
    esito.assegnati := array(select unnest(esito.assegnati) intersect select unnest(aperti));
  end if;
  if per_comune is null then
    esito.classi := case when cardinality(esito.comuni) + cardinality(esito.assegnati) > 0 then coalesce(comuni_classi, '{}') else '{}' end;
  else
    -- short where it is the same everywhere, which is nearly always: the policies compare it row by row
    esito.classi := array(
      select unnest(case when count(distinct c.comune) = (select count(distinct x) from unnest(esito.comuni || esito.assegnati) x)
               then array[c.classe] else array_agg(distinct c.classe || ':' || c.comune) end)
        from (select split_part(v, ':', 1) as classe, split_part(v, ':', 2) as comune from unnest(per_comune) v) c
       where c.comune in (select unnest(esito.comuni || esito.assegnati))
       group by c.classe);
  end if;
  return esito;
end $$;

-- ---- who one may not see, and how one stands to a person ------------------------------------------------------------

-- Oneself and one's family, on every sheet; and whom others have restricted. Nearly nobody has a record where he works:
-- only then are the ties asked.
create or replace function accesso.persone_vietate(p_utente uuid, p_codice_fiscale text, p_ambito uuid) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare dirette uuid[]; io uuid[]; capi uuid[];
begin
  -- few in an ambito, and found by an index of their own
  dirette := array(select p.id from persona p where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a));
  -- the index leaves out who has no code, and says so only to who asks
  io := array(select coalesce(p.unita_a, p.id) from persona p
               where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(p_codice_fiscale) and p.codice_fiscale is not null and p.ambito_id = p_ambito);
  if io <> '{}' then
    io := array(select unnest(io) union select p.id from persona p where p.unita_a = any (io));
    dirette := array(
      select unnest(io) union select unnest(dirette)
      union select r.persona_b from relazione r where r.persona_a = any (io) and r.specie <> 'legame' and r.sostituito_il is null
      union select r.persona_a from relazione r where r.persona_b = any (io) and r.specie <> 'legame' and r.sostituito_il is null
      union select altri.persona_id from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and n.tipo <> 'rete'
              join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null
             where mio.persona_id = any (io) and mio.sostituito_il is null);
  end if;
  if dirette = '{}' then return dirette; end if;
  -- a relative recorded on one sheet is a relative on all of his
  capi := array(select distinct coalesce(p.unita_a, p.id) from persona p where p.id = any (dirette));
  return array(select unnest(capi) union select p.id from persona p where p.unita_a = any (capi));
end $$;

create or replace function accesso.stessa_persona(p_id uuid) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return (with capo as (select coalesce(unita_a, id) as id from persona where id = p_id)
    select array(select id from capo union select p.id from persona p join capo on p.unita_a = capo.id));
end $$;

create or replace function accesso.rapporto(p_persone uuid[]) returns text language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  io uuid := kernel.utente(); oggi date := kernel.oggi();
  tutte uuid[] := array(select unnest(accesso.stessa_persona(p)) from unnest(p_persone) p);
begin
  if exists (
    select 1 from presa_in_carico p join presa_operatore o on o.presa_id = p.id
     where p.persona_id = any (tutte) and p.stato <> 'chiusa' and o.utente_id = io and o.dal <= oggi and (o.al is null or o.al > oggi)) then
    return 'in-carico';
  end if;
  if exists (
    select 1 from apertura_fascicolo a where a.persona_id = any (tutte) and a.utente_id = io and kernel.adesso() < a.scade) then
    return 'aperto';
  end if;
  return 'motivo-richiesto';
end $$;

-- ---- small questions asked at every page ----------------------------------------------------------------------------

create or replace function accesso.puo(p_utente uuid, p_azione text, p_giorno date) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return exists (
    select 1 from utente u join assegnazione s on s.utente_id = u.id join permesso p on p.ruolo_id = s.ruolo_id
     where u.id = p_utente and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= p_giorno
       and s.stato = 'abilitata' and p_giorno between s.dal and coalesce(s.al, 'infinity') and p.azione_id = p_azione);
end $$;

create or replace function accesso.nomi_di(p_utenti uuid[]) returns table (id uuid, nome text) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select u.id, u.cognome || ' ' || u.nome from utente u where u.id = any (p_utenti) and u.ambito_id = kernel.ambito();
end $$;

-- ---- which rows, in a form that can be estimated ------------------------------------------------------------------------

-- What a setting gives, the planner does not know: it holds an ambito to be one of six hundred alike, and two lists of
-- comuni to be nearly never true. So it expected one row of every table: it joined by nested loops whatever there was, and
-- to read the seven entries of a person it went through the index of the ambito too, a million entries in the largest.
-- A list is hashed once in a statement, held to be true half of the times, and leads to no index: whoever reads a whole
-- ambito says which in his own words (x.ambito_id = …), and that is estimated as it is.
do $$
declare
  t record; v text[]; f text := pg_get_functiondef('kernel.proteggi'::regproc);
  forme text[][] := array[
    ['comune_id = any ((select accesso.comuni_aperti(%L))::text[])', 'comune_id in (select unnest(accesso.comuni_aperti(%L)))'],
    ['execute format(''create policy sezione on', 'execute format(''alter policy ambito on %s using (ambito_id in (select kernel.ambito())) with check (ambito_id in (select kernel.ambito()))'', t);
    execute format(''create policy sezione on'],
    ['else ''(comune_id = any ((select kernel.comuni())::text[]))'' end', 'else ''(comune_id in (select unnest(kernel.comuni())))'' end']];
begin
  for t in select nome, x.sezione from kernel.tabella_protetta x where x.tipo = 'ambito' and x.sezione is not null loop
    execute format('alter policy ambito on %I using (ambito_id in (select kernel.ambito())) with check (ambito_id in (select kernel.ambito()))', t.nome);
    execute format('alter policy sezione on %I using (comune_id in (select unnest(accesso.comuni_aperti(%L)))) with check (comune_id in (select unnest(accesso.comuni_aperti(%2$L))))', t.nome, t.sezione);
    -- only where it is the rule of kernel.proteggi and nothing more
    if exists (select 1 from pg_policies x where x.tablename = t.nome and x.policyname = 'visibilita'
                and x.qual = '(comune_id = ANY (( SELECT kernel.comuni() AS comuni)::text[]))') then
      execute format('alter policy visibilita on %I using (comune_id in (select unnest(kernel.comuni()))) with check (comune_id in (select unnest(kernel.comuni())))', t.nome);
    end if;
  end loop;
  -- and the tables to come
  foreach v slice 1 in array forme loop
    if strpos(f, v[1]) = 0 then raise exception 'kernel.proteggi: policy not found'; end if;
    f := replace(f, v[1], v[2]);
  end loop;
  execute f;
end $$;

-- ---- search -------------------------------------------------------------------------------------------------------------

alter table persona_parola add column capo_id uuid;
comment on column persona_parola.capo_id is 'Whom the word leads to: the person himself, or the one he was found to be';
grant update (capo_id) on persona_parola to custode;
set local role custode;
update persona_parola w set capo_id = coalesce(p.unita_a, p.id) from persona p where p.id = w.persona_id;
reset role;
revoke update (capo_id) on persona_parola from custode;
alter table persona_parola alter column capo_id set not null;
-- all that a search and its policies ask of a word stands in the index; and of one who was found, his other words
drop index persona_parola_ricerca;
create index persona_parola_ricerca on persona_parola (ambito_id, tipo, parola) include (capo_id, persona_id, comune_id, classe, riservato_a);
create index persona_parola_altre on persona_parola (capo_id, tipo, parola);

create or replace function kernel.indicizza_persona(p_id uuid) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  delete from persona_parola where persona_id = p_id;
  insert into persona_parola (persona_id, capo_id, ambito_id, comune_id, tipo, parola, classe, riservato_a)
  select distinct p.id, coalesce(p.unita_a, p.id), p.ambito_id, p.comune_id, k.tipo, k.parola, k.classe, coalesce(k.riservato_a, p.riservato_a)
    from persona p, lateral (
      -- every name he is or was known by, also the surname before marriage and the aliases
      select 'nome' as tipo, w as parola, n.classe, n.riservato_a
        from (select p.cognome as c, p.nome as n, null::text as classe, null::uuid[] as riservato_a
              union all select dati ->> 'cognome', dati ->> 'nome', f.classe, f.riservato_a from persona_fatto f
               where f.persona_id = p.id and f.tipo in ('generalita', 'alias') and f.sostituito_il is null) n,
             lateral (select kernel.parole(coalesce(n.c, '')) union select kernel.parole(coalesce(n.n, ''))) as x(w)
      union all
      select 'codice', lower(p.codice_fiscale_chiave), null, null where p.codice_fiscale is not null
      union all
      select 'codice', lower(regexp_replace(dati ->> 'valore', '\s', '', 'g')), f.classe, f.riservato_a from persona_fatto f
       where f.persona_id = p.id and f.tipo = 'codice' and f.sostituito_il is null
      union all
      -- by its last nine digits: with or without the prefix of the country
      select 'recapito', case when dati ->> 'mezzo' in ('telefono', 'cellulare') then right(regexp_replace(dati ->> 'valore', '\D', '', 'g'), 9) else lower(dati ->> 'valore') end, f.classe, f.riservato_a
        from persona_fatto f where f.persona_id = p.id and f.tipo = 'recapito' and f.sostituito_il is null
      union all
      select 'indirizzo', w, f.classe, f.riservato_a from persona_fatto f, lateral kernel.parole(coalesce(dati ->> 'indirizzo', '') || ' ' || coalesce(dati ->> 'civico', '')) w
       where f.persona_id = p.id and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null
    ) k
   where p.id = p_id and k.parola <> '';
  insert into persona_parola (persona_id, capo_id, ambito_id, comune_id, tipo, parola, classe, riservato_a)
  select distinct w.persona_id, w.capo_id, w.ambito_id, w.comune_id, 'suono', kernel.fonetica(w.parola), w.classe, w.riservato_a
    from persona_parola w where w.persona_id = p_id and w.tipo = 'nome' and length(kernel.fonetica(w.parola)) > 1;
end $$;
drop trigger indicizza on persona;
create trigger indicizza after insert or update of cognome, nome, codice_fiscale, riservato_a, unita_a on persona
  for each row execute function kernel.indicizza_persona_toccata();
