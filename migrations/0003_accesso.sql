-- Access: users, roles, acts, assignments, sessions, SPID exchanges; and the functions that turn a session and an
-- act into the scope of a transaction.

create table ruolo (
  id text primary key,
  sigla text not null unique,
  nome text not null,
  descrizione text not null,
  sezione_id text references sezione (id),
  territorio text not null check (territorio in ('nazionale', 'ambito', 'comune', 'ambito-o-comune')),
  richiede_delega boolean not null,
  esclusivo boolean not null,
  ordine integer not null,
  fonte text not null
);
comment on table ruolo is 'Role; loaded from config/elenco-ruoli.csv';
comment on column ruolo.territorio is 'Where the role may be held: registry-check roles are always of a named comune';
comment on column ruolo.richiede_delega is 'Held for the whole ambito, it reaches only the comuni whose delega is valid that day';
comment on column ruolo.esclusivo is 'Cannot be combined with any other role (R1.02)';
create index on ruolo (sezione_id);
select kernel.proteggi_nazionale('ruolo');

create table ruolo_assegnabile (
  assegnante_id text not null references ruolo (id),
  ruolo_id text not null references ruolo (id),
  dal date not null,
  al date,
  fonte text not null,
  primary key (assegnante_id, ruolo_id, dal)
);
comment on table ruolo_assegnabile is 'Which role may assign which, and since when (the note of 2019 lists four; later roles have their own sources)';
create index on ruolo_assegnabile (ruolo_id);
select kernel.proteggi_nazionale('ruolo_assegnabile');

create table azione (
  id text primary key,
  descrizione text not null,
  sezione_id text references sezione (id)
);
comment on table azione is 'An act; loaded from config/ruoli.csv. An act of a section reaches only comuni open in that section';
create index on azione (sezione_id);
select kernel.proteggi_nazionale('azione');

create table permesso (
  azione_id text not null references azione (id) on delete cascade,
  ruolo_id text not null references ruolo (id),
  portata text not null check (portata in ('nazionale', 'ambito', 'comune', 'assegnati')),
  primary key (azione_id, ruolo_id)
);
comment on table permesso is 'The policy table: act × role → reach; loaded from config/ruoli.csv';
create index on permesso (ruolo_id);
select kernel.proteggi_nazionale('permesso');

create table utente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid references ambito (id),
  codice_fiscale text not null,
  cognome text not null,
  nome text not null,
  data_nascita date not null,
  luogo_nascita_id text not null,
  genere text not null check (genere in ('M', 'F')),
  email text,
  telefono text,
  fondo text,
  fine_contratto date,
  stato text not null default 'comunicato' check (stato in ('comunicato', 'inserito', 'attivo', 'sospeso', 'cessato')),
  motivo_stato text,
  -- a codice fiscale that only looks odd is accepted by the administrator with a reason
  dubbio_accettato text,
  spid_differenze jsonb,
  primo_accesso timestamptz,
  ultimo_accesso timestamptz,
  creato timestamptz not null default kernel.adesso(),
  versione integer not null default 1,
  cognome_chiave text collate "C" not null generated always as (kernel.normalizza(cognome)) stored,
  nome_chiave text collate "C" not null generated always as (kernel.normalizza(nome)) stored
);
comment on table utente is 'An accredited operator in an ambito (ambito null: of national reach). One live account per codice fiscale (R1.01, R1.05)';
comment on column utente.luogo_nascita_id is 'Belfiore code of a comune or of a foreign state';
comment on column utente.spid_differenze is 'Attributes sent by SPID that differ from those accredited, for the administrator to see';
create unique index utente_unico on utente (codice_fiscale) where stato <> 'cessato';
create unique index utente_unico_nell_ambito on utente (ambito_id, codice_fiscale);
create index utente_elenco on utente (ambito_id, cognome_chiave, nome_chiave, id);
create index utente_per_stato on utente (ambito_id, stato, cognome_chiave, nome_chiave, id);
create index utente_nazionale on utente (cognome_chiave, nome_chiave, id);
create index utente_fine_contratto on utente (fine_contratto) where fine_contratto is not null;
-- a user of national reach has no ambito: the kernel's rule that every row has one holds for all others
alter table utente enable row level security, force row level security;
alter table utente alter column ambito_id set default kernel.ambito();
create policy ambito on utente as restrictive to applicazione
  using (ambito_id = (select kernel.ambito())) with check (ambito_id = (select kernel.ambito()));
create policy visibilita on utente to applicazione
  using ((select kernel.ambito_intero()) or id = (select kernel.utente()));
create policy nazionale on utente to nazionale
  using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito())) with check (true);
create policy custode on utente to custode using (true) with check (true);
grant select, insert, update, delete on utente to applicazione, nazionale;
grant select, update on utente to custode;
create trigger registra_modifica after insert or update or delete on utente
  for each row execute function kernel.registra_modifica(false);
insert into kernel.tabella_protetta values ('utente', 'ambito', null, false);

create table utente_parola (
  utente_id uuid not null references utente (id) on delete cascade,
  ambito_id uuid,
  parola text collate "C" not null,
  primary key (utente_id, parola)
);
comment on table utente_parola is 'Words one searches a user by (parts of names, codice fiscale, e-mail): a prefix range on them reaches an index under RLS, a LIKE does not';
create index utente_parola_ricerca on utente_parola (ambito_id, parola, utente_id);
create index on utente_parola (parola, utente_id);
alter table utente_parola enable row level security, force row level security;
create policy ambito on utente_parola to applicazione using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()));
create policy nazionale on utente_parola to nazionale using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito()));
create policy custode on utente_parola to custode using (true) with check (true);
grant select on utente_parola to applicazione, nazionale;
grant select, insert, update, delete on utente_parola to custode;
insert into kernel.tabella_protetta values ('utente_parola', 'ambito', null, false);

create function accesso.indicizza_utente() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op = 'UPDATE' then
    if (new.cognome, new.nome, new.codice_fiscale, new.ambito_id) is not distinct from (old.cognome, old.nome, old.codice_fiscale, old.ambito_id)
      and new.email is not distinct from old.email then return null; end if;
    delete from utente_parola where utente_id = new.id;
  end if;
  insert into utente_parola (utente_id, ambito_id, parola)
  select distinct new.id, new.ambito_id, p
    from unnest(
      string_to_array(new.cognome_chiave || ' ' || new.nome_chiave, ' ')
      || replace(new.cognome_chiave, ' ', '') || lower(new.codice_fiscale) || coalesce(lower(new.email), '')) as p
   where p <> '';
  return null;
end $$;
create trigger indicizza after insert or update on utente for each row execute function accesso.indicizza_utente();

create table assegnazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid references ambito (id),
  utente_id uuid not null references utente (id) on delete cascade,
  ruolo_id text not null references ruolo (id),
  comune_id text references comune (id),
  dal date not null default kernel.oggi(),
  al date,
  stato text not null default 'preparata' check (stato in ('preparata', 'abilitata', 'sospesa', 'revocata')),
  motivo_stato text,
  sostituisce_id uuid references utente (id),
  richiesta_formale_id uuid,
  abilitata_il timestamptz,
  creata timestamptz not null default kernel.adesso(),
  check (al is null or al >= dal),
  constraint assegnazione_una_alla_volta exclude using gist
    (utente_id with =, ruolo_id with =, coalesce(comune_id, '*') with =, daterange(dal, al, '[]') with &&)
    where (stato <> 'revocata')
);
comment on table assegnazione is 'User × role × territory: a comune, or the whole ambito where comune is null';
comment on column assegnazione.stato is 'preparata: recorded before the convenzione is signed, gives nothing (A2.13b)';
comment on column assegnazione.sostituisce_id is 'Temporary substitution of an absent operator: always dated';
create index on assegnazione (utente_id, ruolo_id);
create index on assegnazione (ambito_id, ruolo_id, comune_id);
create index on assegnazione (ruolo_id);
create index on assegnazione (comune_id);
create index on assegnazione (sostituisce_id) where sostituisce_id is not null;
create index on assegnazione (richiesta_formale_id);
alter table assegnazione enable row level security, force row level security;
alter table assegnazione alter column ambito_id set default kernel.ambito();
create policy ambito on assegnazione as restrictive to applicazione
  using (ambito_id = (select kernel.ambito()) or utente_id = (select kernel.utente())) with check (ambito_id = (select kernel.ambito()));
create policy visibilita on assegnazione to applicazione
  using ((select kernel.ambito_intero()) or utente_id = (select kernel.utente()))
  with check ((select kernel.ambito_intero()));
create policy nazionale on assegnazione to nazionale
  using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito())) with check (true);
create policy custode on assegnazione for select to custode using (true);
grant select, insert, update, delete on assegnazione to applicazione, nazionale;
grant select on assegnazione to custode;
create trigger registra_modifica after insert or update or delete on assegnazione
  for each row execute function kernel.registra_modifica(false);
insert into kernel.tabella_protetta values ('assegnazione', 'ambito', null, false);

-- constraints that hold between rows, whatever code writes them
create function accesso.controlla_assegnazione() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare r ruolo; u utente;
begin
  if new.stato = 'revocata' then return new; end if;
  select * into strict r from ruolo where id = new.ruolo_id;
  select * into strict u from utente where id = new.utente_id;
  if new.ambito_id is distinct from u.ambito_id then
    raise exception 'R1.05' using errcode = '23514', constraint = 'assegnazione_nello_stesso_ambito';
  end if;
  if (r.territorio = 'comune' and new.comune_id is null)
    or (r.territorio in ('ambito', 'nazionale') and new.comune_id is not null)
    or ((r.territorio = 'nazionale') <> (new.ambito_id is null)) then
    raise exception 'territory of role' using errcode = '23514', constraint = 'assegnazione_territorio_del_ruolo';
  end if;
  if new.comune_id is not null and not exists (
    select 1 from ambito_comune ac where ac.ambito_id = new.ambito_id and ac.comune_id = new.comune_id
      and daterange(ac.dal, ac.al, '[]') && daterange(new.dal, new.al, '[]')) then
    raise exception 'A2.21' using errcode = '23514', constraint = 'assegnazione_comune_fuori_ambito';
  end if;
  if exists (
    select 1 from assegnazione a join ruolo ra on ra.id = a.ruolo_id
     where a.utente_id = new.utente_id and a.id <> new.id and a.stato <> 'revocata' and a.ruolo_id <> new.ruolo_id
       and (r.esclusivo or ra.esclusivo) and daterange(a.dal, a.al, '[]') && daterange(new.dal, new.al, '[]')) then
    raise exception 'R1.02' using errcode = '23514', constraint = 'assegnazione_ruolo_esclusivo';
  end if;
  if new.sostituisce_id is not null and new.al is null then
    raise exception 'undated substitution' using errcode = '23514', constraint = 'sostituzione_con_termine';
  end if;
  return new;
end $$;
create trigger controlla before insert or update on assegnazione
  for each row execute function accesso.controlla_assegnazione();

-- ---- sessions --------------------------------------------------------------------------------------------------

create table accesso.sessione (
  id uuid primary key default gen_random_uuid(),
  token bytea not null unique,
  utente_id uuid not null references utente (id) on delete cascade,
  aperta_il timestamptz not null,
  ultima_attivita timestamptz not null,
  scade_il timestamptz not null,
  chiusa_il timestamptz,
  motivo_chiusura text,
  dispositivo text not null,
  idp text not null,
  spid_sessione text,
  spid_soggetto text,
  livello integer not null
);
comment on table accesso.sessione is 'Server-side session; token is the SHA-256 of the cookie. Reachable only through the functions below';
create index on accesso.sessione (utente_id) where chiusa_il is null;
create index on accesso.sessione (scade_il);
create index on accesso.sessione (spid_soggetto) where chiusa_il is null;
alter table accesso.sessione enable row level security, force row level security;
create policy custode on accesso.sessione to custode using (true) with check (true);
grant select, insert, update, delete on accesso.sessione to custode;

create table accesso.spid_scambio (
  id text primary key,
  tipo text not null check (tipo in ('accesso', 'uscita')),
  idp text not null,
  ritorno text not null,
  legame text not null,
  richiesta text not null,
  emessa_il timestamptz not null,
  consumata_il timestamptz,
  risposta text,
  ricevuta_il timestamptz,
  asserzione_id text unique,
  esito text check (esito in ('accettata', 'rifiutata')),
  motivo text
);
comment on table accesso.spid_scambio is 'AuthnRequest and Response kept 24 months (SPID technical rules); consumed once: that is the replay protection';
create index on accesso.spid_scambio (emessa_il);
alter table accesso.spid_scambio enable row level security, force row level security;
create policy custode on accesso.spid_scambio to custode using (true) with check (true);
grant select, insert, update, delete on accesso.spid_scambio to custode;
grant references, select on utente to custode;

-- ---- what is open ----------------------------------------------------------------------------------------------

create function accesso.comuni_delegati(p_ambito uuid, p_giorno date) returns text[] language sql stable security definer set search_path = public, pg_catalog as $$
  -- a delega does not outlive the belonging to the ambito
  select coalesce(array_agg(d.comune_id), '{}')
    from delega_comune d join ambito_comune a on a.ambito_id = d.ambito_id and a.comune_id = d.comune_id
   where d.ambito_id = p_ambito and p_giorno between d.dal and coalesce(d.al, 'infinity') and p_giorno between a.dal and coalesce(a.al, 'infinity')
$$;

create function accesso.comuni_di(p_ambito uuid, p_giorno date) returns text[] language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(array_agg(a.comune_id), '{}') from ambito_comune a
   where a.ambito_id = p_ambito and p_giorno between a.dal and coalesce(a.al, 'infinity')
$$;

create function accesso.comuni_aderenti(p_sezione text, p_ambito uuid, p_giorno date, p_stati text[]) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare requisiti uuid[];
begin
  requisiti := array(select id from sezione_requisito where sezione_id = p_sezione and p_giorno between dal and coalesce(al, 'infinity'));
  -- a section that requires nothing that day is closed, not open to all
  if requisiti = '{}' then return '{}'; end if;
  -- sets, never a question for each comune: this runs at every home page
  return array(
    with atti as materialized (
      select r.id, r.attuatore, a.comune_id
        from sezione_requisito r join adesione a on a.ambito_id = p_ambito and a.tipo_adesione_id = r.tipo_adesione_id
       where r.id = any (requisiti) and a.stato = any (p_stati)
         and p_giorno between coalesce(a.dal, a.firmata_il) and coalesce(a.al, 'infinity')
    )
    select unnest(accesso.comuni_di(p_ambito, p_giorno))
    intersect
    select comune_id from (
      select id, comune_id from atti where comune_id is not null
      union
      select id, unnest(accesso.comuni_delegati(p_ambito, p_giorno)) from atti where comune_id is null and attuatore) x
     group by comune_id having count(*) = cardinality(requisiti));
end $$;
comment on function accesso.comuni_aderenti is 'Comuni with every adhesion that the section needs that day, in one of the given states';

create function accesso.sezione_aperta(p_sezione text, p_giorno date) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce((select aperta from sezione_apertura where sezione_id = p_sezione and p_giorno between dal and coalesce(al, 'infinity')), false)
$$;

create function accesso.comuni_aperti(p_sezione text) returns text[] language sql stable security definer set search_path = public, pg_catalog as $$
  select case when accesso.sezione_aperta(p_sezione, kernel.oggi())
    then accesso.comuni_aderenti(p_sezione, kernel.ambito(), kernel.oggi(), '{registrata}') else '{}'::text[] end
$$;
comment on function accesso.comuni_aperti(text) is 'Comuni of the scope''s ambito whose data are open today in the section: read by the policies of its tables';

-- ---- from a session and an act to a scope -----------------------------------------------------------------------

create type accesso.portata_effettiva as (nazionale boolean, intero boolean, comuni text[], assegnati text[]);

create function accesso.portata(p_utente uuid, p_ambito uuid, p_azione text, p_giorno date) returns accesso.portata_effettiva
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  esito accesso.portata_effettiva := (false, false, '{}', '{}');
  sez text; a record; territorio text[]; aperti text[]; trovato boolean := false;
begin
  select sezione_id into sez from azione where id = p_azione;
  for a in
    select p.portata, s.comune_id, r.richiede_delega
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
  return esito;
end $$;
comment on function accesso.portata is 'How far the act reaches for this user today: the union of the territories of the assignments whose role grants that act, and of no other; null when none does';

create function accesso.entra(
  p_token bytea, p_azione text, p_ambito uuid, p_adesso timestamptz, p_richiesta uuid, p_fascicolo boolean
) returns table (esito text, ruolo_db text, utente_id uuid, ambito_id uuid, sessione_id uuid)
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare
  s accesso.sessione; u utente; p accesso.portata_effettiva; amb uuid;
  inattivita interval; oggi date := (p_adesso at time zone 'Europe/Rome')::date;
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
    p := (u.ambito_id is null, false, '{}', '{}');
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
  perform set_config('app.ambito', coalesce(amb::text, ''), true), set_config('app.ambito_intero', p.intero::text, true),
    set_config('app.comuni', p.comuni::text, true), set_config('app.comuni_assegnati', p.assegnati::text, true),
    set_config('app.fascicolo', p_fascicolo::text, true);
  ambito_id := amb;
  esito := 'ok'; ruolo_db := case when p.nazionale then 'nazionale' else 'applicazione' end;
  return next;
end $$;
comment on function accesso.entra is 'Session + act → scope settings of the transaction and the database role it must run as';

create function accesso.puo(p_utente uuid, p_azione text, p_giorno date) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (
    select 1 from utente u join assegnazione s on s.utente_id = u.id join permesso p on p.ruolo_id = s.ruolo_id
     where u.id = p_utente and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= p_giorno
       and s.stato = 'abilitata' and p_giorno between s.dal and coalesce(s.al, 'infinity') and p.azione_id = p_azione)
$$;
comment on function accesso.puo is 'Whether the user may do the act at all that day: for work that runs after the request that asked for it';

create function accesso.azioni_di(p_utente uuid, p_giorno date) returns table (azione_id text, portata text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select p.azione_id, (array_agg(p.portata order by array_position('{nazionale,ambito,comune,assegnati}'::text[], p.portata)))[1]
    from assegnazione s join permesso p on p.ruolo_id = s.ruolo_id
   where s.utente_id = p_utente and p_utente = kernel.utente() and s.stato = 'abilitata' and p_giorno between s.dal and coalesce(s.al, 'infinity')
   group by p.azione_id
$$;

-- ---- sessions and SPID exchanges: the only ways in ---------------------------------------------------------------

create function accesso.apri_sessione(
  p_codice_fiscale text, p_token bytea, p_adesso timestamptz, p_dispositivo text, p_idp text,
  p_spid_sessione text, p_spid_soggetto text, p_livello integer, p_attributi jsonb
) returns table (esito text, utente_id uuid, ambito_nome text, ambito_email text) language plpgsql security definer set search_path = public, pg_catalog as $$
declare u utente; oggi date := (p_adesso at time zone 'Europe/Rome')::date; durata interval; diff jsonb;
begin
  perform set_config('app.adesso', p_adesso::text, true), set_config('app.azione', 'sessione.apri', true);
  select * into u from utente x where x.codice_fiscale = p_codice_fiscale order by (x.stato = 'cessato'), x.creato desc limit 1 for update;
  if not found then esito := 'non-accreditato'; return next; return; end if;
  utente_id := u.id;
  select a.nome, coalesce(a.email, a.pec) into ambito_nome, ambito_email from ambito a where a.id = u.ambito_id;
  perform set_config('app.utente', u.id::text, true), set_config('app.ambito', coalesce(u.ambito_id::text, ''), true);
  esito := case
    when u.stato = 'cessato' then 'cessato'
    when u.stato = 'sospeso' then 'sospeso'
    when u.stato = 'comunicato' then 'non-ancora-abilitato'
    when u.fine_contratto is not null and u.fine_contratto < oggi then 'contratto-scaduto' end;
  if esito is not null then return next; return; end if;
  select coalesce(jsonb_object_agg(k, jsonb_build_object('accreditato', a, 'spid', b)), null) into diff from (values
    ('nome', u.nome, p_attributi ->> 'nome'), ('cognome', u.cognome, p_attributi ->> 'cognome'),
    ('dataNascita', u.data_nascita::text, p_attributi ->> 'dataNascita'), ('genere', u.genere, p_attributi ->> 'genere'),
    ('luogoNascita', u.luogo_nascita_id, p_attributi ->> 'luogoNascita'),
    ('email', u.email, p_attributi ->> 'email')) as v(k, a, b)
   where b is not null and b <> '' and (a is null or kernel.normalizza(a) <> kernel.normalizza(b)) and not (k = 'email' and a is null);
  update utente x set stato = 'attivo', primo_accesso = coalesce(x.primo_accesso, p_adesso), ultimo_accesso = p_adesso,
    spid_differenze = diff where x.id = u.id;
  durata := make_interval(mins => coalesce((kernel.parametro('sessione.durata-minuti'))::int, 600));
  insert into accesso.sessione (token, utente_id, aperta_il, ultima_attivita, scade_il, dispositivo, idp, spid_sessione, spid_soggetto, livello)
  values (p_token, u.id, p_adesso, p_adesso, p_adesso + durata, left(p_dispositivo, 200), p_idp, p_spid_sessione, p_spid_soggetto, p_livello);
  esito := 'ok'; return next;
end $$;
comment on function accesso.apri_sessione is 'SPID identity → session, or the reason why not. The first login makes an enabled user active';

create function accesso.leggi_sessione(p_token bytea) returns table (sessione_id uuid, utente_id uuid, idp text, spid_sessione text, spid_soggetto text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id, utente_id, idp, spid_sessione, spid_soggetto from accesso.sessione where token = p_token and chiusa_il is null
$$;

create function accesso.sessioni_di_utente() returns setof accesso.sessione language sql stable security definer set search_path = public, pg_catalog as $$
  select * from accesso.sessione s where s.utente_id = kernel.utente() and s.chiusa_il is null and s.scade_il > kernel.adesso() order by s.ultima_attivita desc
$$;

create function accesso.chiudi_sessioni(p_token bytea, p_utente uuid, p_motivo text, p_adesso timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare n integer;
begin
  update accesso.sessione set chiusa_il = p_adesso, motivo_chiusura = p_motivo
   where chiusa_il is null and (token = p_token or utente_id = p_utente);
  get diagnostics n = row_count;
  return n;
end $$;
comment on function accesso.chiudi_sessioni is 'Closes the session of a token, or all those of a user';

create function accesso.spid_emetti(p_id text, p_tipo text, p_idp text, p_ritorno text, p_legame text, p_xml text, p_adesso timestamptz) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into accesso.spid_scambio (id, tipo, idp, ritorno, legame, richiesta, emessa_il)
  values (p_id, p_tipo, p_idp, p_ritorno, p_legame, p_xml, p_adesso)
$$;
create function accesso.spid_prendi(p_id text, p_adesso timestamptz)
  returns table (id text, tipo text, idp text, ritorno text, legame text, xml text, emessa_il timestamptz)
  language sql security definer set search_path = public, pg_catalog as $$
  update accesso.spid_scambio s set consumata_il = p_adesso where s.id = p_id and s.consumata_il is null
  returning s.id, s.tipo, s.idp, s.ritorno, s.legame, s.richiesta, s.emessa_il
$$;
comment on function accesso.spid_prendi is 'Takes a request once: of two equal responses the second finds nothing';
create function accesso.spid_conserva(p_id text, p_risposta text, p_ricevuta timestamptz, p_asserzione text, p_esito text, p_motivo text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  update accesso.spid_scambio set risposta = p_risposta, ricevuta_il = p_ricevuta, asserzione_id = p_asserzione, esito = p_esito, motivo = p_motivo
   where id = p_id
$$;
create function accesso.chiudi_sessioni_spid(p_idp text, p_soggetto text, p_adesso timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare n integer;
begin
  update accesso.sessione set chiusa_il = p_adesso, motivo_chiusura = 'uscita'
   where chiusa_il is null and idp = p_idp and spid_soggetto = p_soggetto;
  get diagnostics n = row_count;
  return n;
end $$;
create function accesso.pulisci(p_adesso timestamptz) returns void language sql security definer set search_path = public, pg_catalog as $$
  delete from accesso.spid_scambio where emessa_il < p_adesso - interval '24 months';
  delete from accesso.sessione where scade_il < p_adesso - interval '24 months';
  delete from kernel.chiave_idempotenza where creata < p_adesso - interval '1 day';
$$;
comment on function accesso.pulisci is 'Retention: SPID exchanges and sessions 24 months, idempotency keys one day';

create function accesso.utente_corrente() returns table (id uuid, nome text, cognome text, ambito_id uuid)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id, nome, cognome, ambito_id from utente u where u.id = kernel.utente()
$$;
comment on function accesso.utente_corrente is 'The signed-in person himself: a user of national reach has no ambito, so tenant policies hide even his own row';

-- whether a codice fiscale is taken elsewhere, without saying where or by whom (R1.05)
create function accesso.codici_altrove(p_codici text[]) returns setof text language sql stable security definer set search_path = public, pg_catalog as $$
  select u.codice_fiscale from utente u
   where u.codice_fiscale = any (p_codici) and u.stato <> 'cessato' and u.ambito_id is distinct from kernel.ambito()
$$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as nome from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' loop
    execute format('alter function %s owner to custode', f.nome);
    execute format('revoke all on function %s from public', f.nome);
  end loop;
end $$;
grant execute on function accesso.entra, accesso.apri_sessione, accesso.leggi_sessione, accesso.chiudi_sessioni,
  accesso.chiudi_sessioni_spid, accesso.spid_emetti, accesso.spid_prendi, accesso.spid_conserva, accesso.pulisci to servizio;
grant execute on function accesso.comuni_aperti, accesso.comuni_delegati, accesso.comuni_di, accesso.comuni_aderenti, accesso.sezione_aperta,
  accesso.puo, accesso.azioni_di, accesso.sessioni_di_utente, accesso.utente_corrente, accesso.chiudi_sessioni, accesso.codici_altrove, accesso.portata to applicazione, nazionale;
grant usage on schema accesso to custode;
alter table kernel.notifica add constraint notifica_di_utente foreign key (utente_id) references utente (id) on delete cascade;
alter table adesione add constraint adesione_registrata_da_utente foreign key (registrata_da) references utente (id);
create index on adesione (registrata_da);
