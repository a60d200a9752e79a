-- What every request of the record asks, made to cost what it must. A function in SQL that runs as somebody else cannot
-- be taken into the query that calls it: it is parsed and planned anew at every request, in plpgsql once for the life of
-- the connection. And what is open in a section is asked by every table of every statement: it is found once a request.

-- ---- what is open in a section -----------------------------------------------------------------------------------

create or replace function accesso.comuni_delegati(p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  -- a delega does not outlive the belonging to the ambito
  return (select coalesce(array_agg(d.comune_id), '{}')
    from delega_comune d join ambito_comune a on a.ambito_id = d.ambito_id and a.comune_id = d.comune_id
   where d.ambito_id = p_ambito and p_giorno between d.dal and coalesce(d.al, 'infinity') and p_giorno between a.dal and coalesce(a.al, 'infinity'));
end $$;

create or replace function accesso.comuni_di(p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return (select coalesce(array_agg(a.comune_id), '{}') from ambito_comune a
   where a.ambito_id = p_ambito and p_giorno between a.dal and coalesce(a.al, 'infinity'));
end $$;

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

-- as in 0009, but for what is open
create or replace function accesso.portata(p_utente uuid, p_ambito uuid, p_azione text, p_giorno date) returns accesso.portata_effettiva
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  esito accesso.portata_effettiva := (false, false, '{}', '{}', '{}');
  sez text; a record; territorio text[]; aperti text[]; trovato boolean := false; per_comune text[] := '{}';
begin
  select sezione_id into sez from azione where id = p_azione;
  for a in
    select p.portata, s.comune_id, r.richiede_delega,
           case when sez is not null then array(select c.classe_id from ruolo_classe c where c.ruolo_id = s.ruolo_id) else '{}' end as classi
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
      if a.portata = 'assegnati' then esito.assegnati := esito.assegnati || territorio;
      else esito.comuni := esito.comuni || territorio; end if;
      if cardinality(a.classi) > 0 then
        per_comune := per_comune || array(select cl || ':' || co from unnest(a.classi) cl, unnest(territorio) co);
      end if;
    end if;
  end loop;
  if not trovato then return null; end if;
  -- a comune that has left the ambito, or is closed in the section of the act, is out of reach
  if cardinality(esito.comuni) + cardinality(esito.assegnati) > 0 then
    aperti := case when sez is not null then accesso.comuni_aperti(sez, p_ambito, p_giorno) else accesso.comuni_di(p_ambito, p_giorno) end;
    esito.comuni := array(select unnest(esito.comuni) intersect select unnest(aperti));
    esito.assegnati := array(select unnest(esito.assegnati) intersect select unnest(aperti));
  end if;
  if cardinality(per_comune) > 0 then
    -- short where it is the same everywhere, which is nearly always: the policies compare it row by row
    esito.classi := array(
      select unnest(case when count(distinct c.comune) = (select count(distinct x) from unnest(esito.comuni || esito.assegnati) x)
               then array[c.classe] else array_agg(distinct c.classe || ':' || c.comune) end)
        from (select split_part(v, ':', 1) as classe, split_part(v, ':', 2) as comune from unnest(per_comune) v) c
       where c.comune = any (esito.comuni || esito.assegnati)
       group by c.classe);
  end if;
  return esito;
end $$;

-- ---- who one may not see, and how one stands to a person ------------------------------------------------------------

create or replace function accesso.persone_vietate(p_utente uuid, p_codice_fiscale text, p_ambito uuid) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare riservate uuid[]; io uuid[];
begin
  -- few in an ambito, and found by an index of their own
  riservate := array(
    select p.id from persona p where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a)
    union select q.id from persona p join persona q on q.unita_a = p.id where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a));
  io := array(select p.id from persona p where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(p_codice_fiscale) and p.ambito_id = p_ambito);
  -- nearly nobody has a record where he works
  if io = '{}' then return riservate; end if;
  io := array(select unnest(io) union select p.id from persona p where p.unita_a = any (io));
  return array(
    select unnest(io) union select unnest(riservate)
    union select r.persona_b from relazione r where r.persona_a = any (io) and r.specie <> 'legame' and r.sostituito_il is null
    union select r.persona_a from relazione r where r.persona_b = any (io) and r.specie <> 'legame' and r.sostituito_il is null
    union select altri.persona_id from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and n.tipo <> 'rete'
            join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null
           where mio.persona_id = any (io) and mio.sostituito_il is null);
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
