-- The folder: presa in carico with its team over time, the opening of a folder from outside the caseload, and how a user
-- stands to a person. Modules of the record add their tables after this one.

create table presa_in_carico (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  numero integer not null,
  stato text not null default 'proposta' check (stato in ('proposta', 'assegnata', 'accettata', 'attiva', 'sospesa', 'chiusa')),
  tipo text not null,
  area text not null,
  mandato text not null check (mandato in ('accordo', 'senza-accordo', 'mandato-autorita')),
  peso integer not null default 1 check (peso between 1 and 10),
  aperta_il date not null default kernel.oggi(),
  attivata_il date,
  primo_contatto_entro date,
  primo_contatto_il date,
  informativa_il date,
  informativa_operatore text,
  informativa_consenso_lavoro boolean,
  prossima_scadenza date,
  chiusa_il date,
  motivo_chiusura text,
  riaperture integer not null default 0,
  riservato_a uuid[],
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint presa_chiusa_con_motivo check (stato <> 'chiusa' or (chiusa_il is not null and motivo_chiusura is not null)),
  constraint presa_numero_unico unique (ambito_id, comune_id, numero)
);
comment on table presa_in_carico is 'A person taken in charge by the professional social service; reopening keeps the same row and one history';
comment on column presa_in_carico.numero is 'Number of the folder in its comune';
comment on column presa_in_carico.mandato is 'With the person''s agreement, without it, or by order of an authority';
comment on column presa_in_carico.peso is 'What it weighs in a caseload, for the coordinator who sees nothing else of it';
create index presa_persona on presa_in_carico (persona_id);
create index presa_elenco on presa_in_carico (ambito_id, stato, prossima_scadenza, id);
create index on presa_in_carico (comune_id);
create index on presa_in_carico (creata_da);
select kernel.proteggi('presa_in_carico', sezione => 'cartella');
create policy custode on presa_in_carico for select to custode using (true);
grant select on presa_in_carico to custode;

create table presa_dettaglio (
  presa_id uuid primary key references presa_in_carico (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  oggetto text,
  accordi text,
  desideri text,
  sicurezza text,
  valutazione_finale text,
  riservato_a uuid[]
);
comment on table presa_dettaglio is 'What a presa in carico is about: apart, so that no list reaches it';
comment on column presa_dettaglio.desideri is 'What the person wants, in the person''s own words';
create index on presa_dettaglio (persona_id);
create index on presa_dettaglio (ambito_id, comune_id);
create index on presa_dettaglio (comune_id);
select kernel.proteggi('presa_dettaglio', sezione => 'cartella', fascicolo => true);

create table presa_operatore (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  presa_id uuid not null references presa_in_carico (id),
  utente_id uuid not null references utente (id),
  professione text not null,
  responsabile boolean not null default false,
  dal date not null default kernel.oggi(),
  al date,
  motivo text,
  registrato_il timestamptz not null default kernel.adesso(),
  constraint operatore_date_in_ordine check (al is null or al >= dal),
  -- the day a responsible hands over belongs to the one who receives
  constraint presa_un_solo_responsabile exclude using gist (presa_id with =, daterange(dal, al, '[)') with &&) where (responsabile),
  constraint presa_operatore_una_volta exclude using gist (presa_id with =, utente_id with =, responsabile with =, daterange(dal, al, '[)') with &&)
);
comment on table presa_operatore is 'The team of a presa in carico over time. al is the first day he is no longer in it';
create index on presa_operatore (presa_id);
create index presa_operatore_utente on presa_operatore (utente_id, presa_id) where al is null;
create index on presa_operatore (utente_id);
create index on presa_operatore (ambito_id, comune_id);
create index on presa_operatore (comune_id);
select kernel.proteggi('presa_operatore', sezione => 'cartella');
create policy custode on presa_operatore for select to custode using (true);
grant select on presa_operatore to custode;

create table presa_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  presa_id uuid not null references presa_in_carico (id),
  atto text not null,
  da text,
  a text not null,
  motivo text,
  dettaglio jsonb,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id)
);
comment on table presa_passaggio is 'The history of a presa in carico, one row for each act that moved it';
create index presa_passaggio_storia on presa_passaggio (presa_id, quando);
create index on presa_passaggio (ambito_id, comune_id);
create index on presa_passaggio (comune_id);
create index on presa_passaggio (utente_id);
select kernel.proteggi('presa_passaggio', sezione => 'cartella');
revoke update, delete on presa_passaggio from applicazione;

create table apertura_fascicolo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  utente_id uuid not null default kernel.utente() references utente (id),
  motivo text not null,
  dettaglio text not null,
  emergenza boolean not null default false,
  dal timestamptz not null default kernel.adesso(),
  scade timestamptz not null,
  riesaminata_il timestamptz,
  riesaminata_da uuid references utente (id),
  riesame_esito text check (riesame_esito in ('giustificata', 'non-giustificata')),
  riesame_nota text,
  constraint apertura_breve check (scade > dal)
);
comment on table apertura_fascicolo is 'A folder opened from outside the caseload: with which purpose, for how long; in an emergency (pronto intervento) reviewed the next morning';
create index apertura_valida on apertura_fascicolo (persona_id, utente_id, scade);
create index apertura_elenco on apertura_fascicolo (ambito_id, dal);
create index on apertura_fascicolo (comune_id);
create index on apertura_fascicolo (utente_id);
create index on apertura_fascicolo (riesaminata_da) where riesaminata_da is not null;
select kernel.proteggi('apertura_fascicolo', sezione => 'cartella');
create policy custode on apertura_fascicolo for select to custode using (true);
grant select on apertura_fascicolo to custode;

-- the folder of one person is the folder of those found to be the same
create function accesso.stessa_persona(p_id uuid) returns uuid[] language sql stable security definer set search_path = public, pg_catalog as $$
  with capo as (select coalesce(unita_a, id) as id from persona where id = p_id)
  select array(select id from capo union select p.id from persona p join capo on p.unita_a = capo.id)
$$;
comment on function accesso.stessa_persona is 'A person with those found to be the same';

create or replace function accesso.rapporto(p_persone uuid[]) returns text language sql stable security definer set search_path = public, pg_catalog as $$
  with tutte as (select array(select unnest(accesso.stessa_persona(p)) from unnest(p_persone) p) as ids)
  select case
    when exists (
      select 1 from tutte, presa_in_carico p join presa_operatore o on o.presa_id = p.id
       where p.persona_id = any (tutte.ids) and p.stato <> 'chiusa' and o.utente_id = kernel.utente()
         and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())) then 'in-carico'
    when exists (
      select 1 from tutte, apertura_fascicolo a
       where a.persona_id = any (tutte.ids) and a.utente_id = kernel.utente() and kernel.adesso() < a.scade) then 'aperto'
    else 'motivo-richiesto' end
$$;
insert into tipo_soggetto values ('presa-in-carico', 'presa_in_carico', 'id', 'persona_id');

create function accesso.responsabili_di(p_persone uuid[]) returns table (utente_id uuid, presa_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select o.utente_id, p.id from presa_in_carico p join presa_operatore o on o.presa_id = p.id
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito() and p.stato <> 'chiusa' and o.responsabile and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())
$$;
comment on function accesso.responsabili_di is 'Who answers for these persons today: told when somebody from outside opens their folder, also if he cannot see who they are';

create function accesso.letture_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, utente_id uuid, cognome text, nome text, azione text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select r.id, r.quando, r.utente_id, u.cognome, u.nome, r.azione, z.descrizione, r.interrogazione, r.fuori_carico, r.motivo
    from kernel.registro_accessi r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
   where r.persone && accesso.stessa_persona(p_persona) and r.esito = 'consentito' and r.ambito_id = kernel.ambito()
     and (p_prima is null or r.id < p_prima)
   order by r.id desc limit p_limite
$$;
comment on function accesso.letture_di is '«Chi mi ha letto»: every answer that showed this person, newest first. The caller has already opened the folder';
create policy custode on kernel.registro_accessi for select to custode using (true);
grant select on kernel.registro_accessi to custode;

create function accesso.nomi_di(p_utenti uuid[]) returns table (id uuid, nome text) language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.cognome || ' ' || u.nome from utente u where u.id = any (p_utenti) and u.ambito_id = kernel.ambito()
$$;
comment on function accesso.nomi_di is 'Names of colleagues, for whoever may not read their cards';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('stessa_persona', 'responsabili_di', 'letture_di', 'nomi_di') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
