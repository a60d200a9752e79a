-- What the social record adds to the question «which rows?». Three more restrictive policies, written once and given by
-- kernel.proteggi to every table that has the column:
--   classe       a particularly protected datum (health, violence, identity of the reporter, secret address) is a row of
--                its own class, and opens only to the roles that config/classi-riservatezza.csv names, in their comuni
--   riservato_a  a confidential or obscured row exists only for the people it names: for the others it is not greyed, it
--                is not there, so nothing that counts, suggests, totals or exports can betray it
--   persona_id   nobody opens his own record, or that of his family; and of a person whose record is restricted to others
--                no row of any table is there
-- And the register of accesses learns to say whose data were shown, by which kind of question, from outside the caseload.

create table classe_riservatezza (
  id text primary key,
  nome text not null,
  descrizione text not null,
  ordine integer not null,
  fonte text not null
);
comment on table classe_riservatezza is 'Class of particularly protected data; loaded from config/classi-riservatezza.csv';
select kernel.proteggi_nazionale('classe_riservatezza');

create table ruolo_classe (
  ruolo_id text not null references ruolo (id),
  classe_id text not null references classe_riservatezza (id),
  primary key (ruolo_id, classe_id)
);
comment on table ruolo_classe is 'Which role sees which class, on top of the act that reaches the row';
create index on ruolo_classe (classe_id);
select kernel.proteggi_nazionale('ruolo_classe');

create function kernel.classi() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.classi', true), '')::text[], '{}');
comment on function kernel.classi() is 'Classes that the running act opens: «classe» in every comune it reaches, «classe:comune» in one';

create function kernel.persone_vietate() returns uuid[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.persone_vietate', true), '')::uuid[], '{}');
comment on function kernel.persone_vietate() is 'Persons who do not exist for whoever acts: himself and his family, because an operator never opens his own record, and those whose record is restricted to others';

-- Replaced by the migration of the record, where persons and their ties are known.
create function accesso.persone_vietate(p_utente uuid, p_codice_fiscale text, p_ambito uuid) returns uuid[] language sql stable security definer set search_path = public, pg_catalog as $$
  select '{}'::uuid[]
$$;
revoke all on function accesso.persone_vietate from public;
alter function accesso.persone_vietate owner to custode;

create or replace function kernel.proteggi(
  tabella text, sezione text default null, nazionale boolean default false, fascicolo boolean default false
) returns void language plpgsql as $$
declare
  colonne text[]; visibile text;
  t regclass := tabella::regclass; breve text := replace(tabella, 'public.', '');
begin
  select array_agg(attname) into colonne from pg_attribute where attrelid = t and attnum > 0 and not attisdropped;
  execute format('alter table %s enable row level security, force row level security', t);
  execute format('alter table %s alter column ambito_id set default kernel.ambito(), alter column ambito_id set not null', t);
  -- restrictive: AND-ed to whatever any later policy may permit
  execute format('create policy ambito on %s as restrictive to applicazione using (ambito_id = (select kernel.ambito())) with check (ambito_id = (select kernel.ambito()))', t);
  if sezione is not null then
    if not 'comune_id' = any (colonne) then raise exception '% is in section % and has no comune_id', tabella, sezione; end if;
    execute format('create policy sezione on %s as restrictive to applicazione using (comune_id = any ((select accesso.comuni_aperti(%L))::text[])) with check (comune_id = any ((select accesso.comuni_aperti(%L))::text[]))', t, sezione, sezione);
  end if;
  if fascicolo then
    execute format('create policy fascicolo on %s as restrictive to applicazione using ((select kernel.fascicolo()))', t);
  end if;
  if 'classe' = any (colonne) then
    execute format('create policy classe on %s as restrictive to applicazione using (classe is null or classe = any ((select kernel.classi())::text[]) or classe || '':'' || comune_id = any ((select kernel.classi())::text[]))', t);
  end if;
  if 'riservato_a' = any (colonne) then
    execute format('create policy riservato on %s as restrictive to applicazione using (riservato_a is null or (select kernel.utente()) = any (riservato_a))', t);
  end if;
  if 'persona_id' = any (colonne) then
    execute format('create policy propria on %s as restrictive to applicazione using (persona_id is null or not persona_id = any ((select kernel.persone_vietate())::uuid[]))', t);
  end if;
  -- the one permissive policy
  visibile := case
    when not 'comune_id' = any (colonne) then 'true'
    when sezione is null then '((select kernel.ambito_intero()) or comune_id = any ((select kernel.comuni())::text[]))'
    else '(comune_id = any ((select kernel.comuni())::text[]))' end;
  if 'comune_id' = any (colonne) and 'assegnatario_id' = any (colonne) then
    visibile := format('(%s or (comune_id = any ((select kernel.comuni_assegnati())::text[]) and assegnatario_id = (select kernel.utente())))', visibile);
  end if;
  execute format('create policy visibilita on %s to applicazione using (%s) with check (%s)', t, visibile, visibile);
  execute format('grant select, insert, update, delete on %s to applicazione', t);
  if nazionale then
    if sezione is not null or fascicolo then raise exception '%: data of beneficiaries never open to a national act', tabella; end if;
    execute format('create policy nazionale on %s to nazionale using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito())) with check ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito()))', t);
    execute format('grant select, insert, update, delete on %s to nazionale', t);
  end if;
  execute format('create trigger registra_modifica after insert or update or delete on %s for each row execute function kernel.registra_modifica(%L)', t, sezione is not null or fascicolo);
  insert into kernel.tabella_protetta values (breve, 'ambito', sezione, sezione is not null or fascicolo);
end $$;

-- ---- the classes that an act opens, comune by comune -------------------------------------------------------------

alter type accesso.portata_effettiva add attribute classi text[];

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
    aperti := accesso.comuni_di(p_ambito, p_giorno);
    if sez is not null then
      aperti := array(select unnest(aperti) intersect select unnest(
        case when accesso.sezione_aperta(sez, p_giorno) then accesso.comuni_aderenti(sez, p_ambito, p_giorno, '{registrata}') else '{}'::text[] end));
    end if;
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

create or replace function accesso.entra(
  p_token bytea, p_azione text, p_ambito uuid, p_adesso timestamptz, p_richiesta uuid, p_fascicolo boolean
) returns table (esito text, ruolo_db text, utente_id uuid, ambito_id uuid, sessione_id uuid)
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare
  s accesso.sessione; u utente; p accesso.portata_effettiva; amb uuid;
  inattivita interval; oggi date := (p_adesso at time zone 'Europe/Rome')::date; vietate uuid[] := '{}';
begin
  ruolo_db := 'servizio';
  perform set_config('app.adesso', p_adesso::text, true), set_config('app.richiesta', p_richiesta::text, true),
    set_config('app.azione', p_azione, true);
  select * into s from accesso.sessione x where x.token = p_token;
  if not found then esito := 'sessione-assente'; return next; return; end if;
  inattivita := make_interval(mins => coalesce((kernel.parametro('sessione.inattivita-minuti'))::int, 30));
  if s.chiusa_il is not null or p_adesso >= s.scade_il or p_adesso >= s.ultima_attivita + inattivita then
    esito := 'sessione-scaduta'; return next; return;
  end if;
  select * into u from utente x where x.id = s.utente_id;
  if u.stato <> 'attivo' or (u.fine_contratto is not null and u.fine_contratto < oggi)
    or exists (select 1 from ambito x where x.id = u.ambito_id and x.al < oggi) then
    esito := 'sessione-scaduta'; return next; return;
  end if;
  -- one write a minute, not one a request
  if p_adesso > s.ultima_attivita + interval '1 minute' then
    update accesso.sessione x set ultima_attivita = p_adesso where x.id = s.id;
  end if;
  utente_id := u.id; sessione_id := s.id; ambito_id := u.ambito_id;
  perform set_config('app.utente', u.id::text, true), set_config('app.sessione', s.id::text, true);
  if p_azione = 'sessione' then
    p := (u.ambito_id is null, false, '{}', '{}', '{}');
  else
    p := accesso.portata(u.id, u.ambito_id, p_azione, oggi);
  end if;
  amb := u.ambito_id;
  if p is null then
    perform set_config('app.ambito', coalesce(amb::text, ''), true);
    esito := 'azione-non-consentita'; return next; return;
  end if;
  -- only an act of national reach may choose the ambito it works in
  if p.nazionale and p_azione <> 'sessione' then
    amb := p_ambito;
    if amb is not null and not exists (select 1 from ambito x where x.id = amb) then
      esito := 'non-trovato'; return next; return;
    end if;
  end if;
  if exists (select 1 from azione x where x.id = p_azione and x.sezione_id is not null) then
    vietate := accesso.persone_vietate(u.id, u.codice_fiscale, u.ambito_id);
  end if;
  perform set_config('app.ambito', coalesce(amb::text, ''), true), set_config('app.ambito_intero', p.intero::text, true),
    set_config('app.comuni', p.comuni::text, true), set_config('app.comuni_assegnati', p.assegnati::text, true),
    set_config('app.classi', p.classi::text, true), set_config('app.persone_vietate', vietate::text, true),
    set_config('app.fascicolo', p_fascicolo::text, true);
  ambito_id := amb;
  esito := 'ok'; ruolo_db := case when p.nazionale then 'nazionale' else 'applicazione' end;
  return next;
end $$;

-- ---- who was shown to whom ------------------------------------------------------------------------------------------

alter table kernel.registro_accessi
  add column persone uuid[],
  add column interrogazione text,
  add column fuori_carico boolean not null default false;
comment on column kernel.registro_accessi.persone is 'Persons of the record whose data the answer showed';
comment on column kernel.registro_accessi.interrogazione is 'Kind of question that showed them (by name, by telephone…), never what was typed';
comment on column kernel.registro_accessi.fuori_carico is 'The reader had them in charge in no way: read under a stated purpose';
-- «chi mi ha letto»: read by function only, because under row-level security the operator of arrays reaches no index
create index registro_accessi_persone on kernel.registro_accessi using gin (persone);

-- ---- opening a folder ------------------------------------------------------------------------------------------------

create table tipo_soggetto (
  id text primary key,
  tabella text not null,
  chiave text not null,
  colonna text not null
);
comment on table tipo_soggetto is 'Whose folder a contract opens: in which table its id is found (chiave) and which column holds the person. Each migration of the record adds its own';
select kernel.proteggi_nazionale('tipo_soggetto');

-- Replaced by the migration of the record, where the teams are known.
create function accesso.rapporto(p_persone uuid[]) returns text language sql stable security definer set search_path = public, pg_catalog as $$
  select 'in-carico'
$$;
comment on function accesso.rapporto is 'How the running user stands to these persons: in-carico, aperto (by a stated purpose, still valid) or motivo-richiesto';
revoke all on function accesso.rapporto from public;
alter function accesso.rapporto owner to custode;
grant execute on function accesso.rapporto to applicazione;

create function kernel.apri_fascicolo(p_tipo text, p_id uuid) returns table (persone uuid[], rapporto text) language plpgsql stable as $$
declare t tipo_soggetto;
begin
  select * into strict t from tipo_soggetto where id = p_tipo;
  -- as the reader: what he may not see is not there
  execute format('select array(select distinct %I from %I where %I = $1 and %1$I is not null)', t.colonna, t.tabella, t.chiave) into persone using p_id;
  rapporto := case when persone = '{}' then 'non-trovato' else accesso.rapporto(persone) end;
  return next;
end $$;
comment on function kernel.apri_fascicolo is 'The persons whose folder an id opens, among those the reader may see, and how he stands to them';
