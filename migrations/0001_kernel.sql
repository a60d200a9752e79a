-- The kernel: database roles, the scope of a request, what makes a table safe, the registers, parameters,
-- notifications, outgoing mail, files. Level: PostgreSQL 15.
--
-- Roles (created by the migration runner, because they belong to the whole server):
--   owner        migrates; never serves a request
--   servizio     the run-time login: inherits nothing, can do nothing by itself
--   applicazione what a request inside one ambito runs as
--   nazionale    what an act of national reach runs as; it has grants on the tables that opted in, and on no other
--   custode      owns the few security definer functions; nobody logs in as it

create extension if not exists btree_gist;

create schema kernel;
create schema accesso;
grant usage on schema kernel to applicazione, nazionale, custode, servizio;
grant usage, create on schema accesso to custode;
grant create on schema kernel to custode;
grant usage on schema accesso to applicazione, nazionale, servizio;
grant usage on schema public to applicazione, nazionale, custode;
revoke create on schema public from public;

-- ---- the scope: settings that live as long as the transaction ------------------------------------------------

create function kernel.ambito() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.ambito', true), '')::uuid;
comment on function kernel.ambito() is 'Tenant of the running scope; null outside one or in a national scope';
create function kernel.utente() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.utente', true), '')::uuid;
create function kernel.azione() returns text language sql stable parallel safe
  return nullif(current_setting('app.azione', true), '');
create function kernel.richiesta() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.richiesta', true), '')::uuid;
create function kernel.ambito_intero() returns boolean language sql stable parallel safe
  return coalesce(nullif(current_setting('app.ambito_intero', true), '')::boolean, false);
comment on function kernel.ambito_intero() is 'The act reaches the whole ambito. Never opens a table of a section: those look at kernel.comuni() only';
create function kernel.comuni() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.comuni', true), '')::text[], '{}');
comment on function kernel.comuni() is 'Comuni that the running act reaches in full';
create function kernel.comuni_assegnati() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.comuni_assegnati', true), '')::text[], '{}');
comment on function kernel.comuni_assegnati() is 'Comuni where the running act reaches only the rows assigned to the user';
create function kernel.fascicolo() returns boolean language sql stable parallel safe
  return coalesce(nullif(current_setting('app.fascicolo', true), '')::boolean, false);
create function kernel.chiave() returns text language sql stable parallel safe
  return nullif(current_setting('app.chiave', true), '');
comment on function kernel.chiave() is 'Secret shown by an anonymous person to reach his own draft (hex of its SHA-256)';
create function kernel.adesso() returns timestamptz language sql stable parallel safe
  return coalesce(nullif(current_setting('app.adesso', true), '')::timestamptz, now());
comment on function kernel.adesso() is 'The one clock: the application''s, so that tests and demo data can move time';
create function kernel.oggi() returns date language sql stable parallel safe
  return (kernel.adesso() at time zone 'Europe/Rome')::date;

-- ---- registers: insert and select only ------------------------------------------------------------------------

create table kernel.registro_modifiche (
  id bigint generated always as identity primary key,
  quando timestamptz not null,
  utente_id uuid,
  operatore text,
  ambito_id uuid,
  azione text,
  richiesta_id uuid,
  tabella text not null,
  riga_id text,
  operazione text not null check (operazione in ('inserimento', 'modifica', 'cancellazione')),
  prima jsonb,
  dopo jsonb,
  beneficiari boolean not null
);
comment on table kernel.registro_modifiche is 'Who changed what, under which act: written by trigger, never by hand';
comment on column kernel.registro_modifiche.operatore is 'Who acted from the command line or as a job of the system, where there is no signed-in user';
comment on column kernel.registro_modifiche.beneficiari is 'The row belongs to a table with data of beneficiaries: no administrator reads its content';
create index on kernel.registro_modifiche (ambito_id, id);
create index on kernel.registro_modifiche (riga_id, id);
create index on kernel.registro_modifiche (utente_id, id);

create table kernel.registro_accessi (
  id bigint generated always as identity primary key,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid,
  ambito_id uuid,
  azione text not null,
  richiesta_id uuid,
  oggetto text not null,
  oggetto_id text,
  esito text not null check (esito in ('consentito', 'negato')),
  motivo text
);
comment on table kernel.registro_accessi is 'Who opened, or tried to open, whose record, under which act and with which stated reason';
create index on kernel.registro_accessi (ambito_id, id);
create index on kernel.registro_accessi (utente_id, id);
create index on kernel.registro_accessi (oggetto_id, id);

create function kernel.registra_modifica() returns trigger language plpgsql security definer
  set search_path = pg_catalog as $$
declare
  vecchia jsonb; nuova jsonb; riga jsonb;
begin
  if tg_op <> 'INSERT' then vecchia := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then nuova := to_jsonb(new); end if;
  riga := coalesce(nuova, vecchia);
  if tg_op = 'UPDATE' then
    if vecchia = nuova then return null; end if;
    -- only what changed: the register grows with every edit for years
    select jsonb_object_agg(key, value) into vecchia
      from jsonb_each(vecchia) where nuova -> key is distinct from value;
    select jsonb_object_agg(key, value) into nuova
      from jsonb_each(nuova) where key in (select jsonb_object_keys(vecchia));
  end if;
  insert into kernel.registro_modifiche
    (quando, utente_id, operatore, ambito_id, azione, richiesta_id, tabella, riga_id, operazione, prima, dopo, beneficiari)
  values (
    kernel.adesso(), kernel.utente(), nullif(current_setting('app.operatore', true), ''),
    -- the ambito of the row; that of the scope only where rows of this kind have none of their own and are still of one
    case when riga ? 'ambito_id' or tg_argv[1] = 'senza-ambito' then (riga ->> 'ambito_id')::uuid else kernel.ambito() end,
    kernel.azione(), kernel.richiesta(), tg_table_name, riga ->> 'id',
    case tg_op when 'INSERT' then 'inserimento' when 'UPDATE' then 'modifica' else 'cancellazione' end,
    vecchia, nuova, tg_argv[0]::boolean);
  return null;
end $$;

-- ---- what makes a table safe ----------------------------------------------------------------------------------

create table kernel.tabella_protetta (
  nome text primary key,
  tipo text not null check (tipo in ('ambito', 'figlia', 'nazionale')),
  sezione text,
  beneficiari boolean not null default false
);
comment on table kernel.tabella_protetta is 'How each table is protected; the catalogue test compares it with what exists';

create function kernel.proteggi(
  tabella text, sezione text default null, nazionale boolean default false, fascicolo boolean default false
) returns void language plpgsql as $$
declare
  ha_comune boolean; ha_assegnatario boolean; visibile text;
  t regclass := tabella::regclass; breve text := replace(tabella, 'public.', '');
begin
  select bool_or(attname = 'comune_id'), bool_or(attname = 'assegnatario_id')
    into ha_comune, ha_assegnatario from pg_attribute where attrelid = t and not attisdropped;
  execute format('alter table %s enable row level security, force row level security', t);
  execute format('alter table %s alter column ambito_id set default kernel.ambito(), alter column ambito_id set not null', t);
  -- restrictive: AND-ed to whatever any later policy may permit
  execute format('create policy ambito on %s as restrictive to applicazione using (ambito_id = (select kernel.ambito())) with check (ambito_id = (select kernel.ambito()))', t);
  if sezione is not null then
    if not ha_comune then raise exception '% is in section % and has no comune_id', tabella, sezione; end if;
    execute format('create policy sezione on %s as restrictive to applicazione using (comune_id = any ((select accesso.comuni_aperti(%L))::text[])) with check (comune_id = any ((select accesso.comuni_aperti(%L))::text[]))', t, sezione, sezione);
  end if;
  if fascicolo then
    execute format('create policy fascicolo on %s as restrictive to applicazione using ((select kernel.fascicolo()))', t);
  end if;
  -- the one permissive policy
  visibile := case
    when not ha_comune then 'true'
    when sezione is null then '((select kernel.ambito_intero()) or comune_id = any ((select kernel.comuni())::text[]))'
    else '(comune_id = any ((select kernel.comuni())::text[]))' end;
  if ha_comune and ha_assegnatario then
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
comment on function kernel.proteggi is 'Tenant table: forced RLS, tenant and visibility policies, audit trigger, grants. Needs ambito_id with an index';

create function kernel.proteggi_figlia(tabella text, madre text, colonna text) returns void language plpgsql as $$
declare
  t regclass := tabella::regclass; m kernel.tabella_protetta; regola text;
begin
  select * into strict m from kernel.tabella_protetta where nome = madre;
  regola := format('exists (select 1 from %I m where m.id = %I)', madre, colonna);
  execute format('alter table %s enable row level security, force row level security', t);
  -- the parent's own policies apply to the sub-query: a child is visible if its parent is
  execute format('create policy madre on %s to applicazione, nazionale using (%s) with check (%s)', t, regola, regola);
  execute format('grant select, insert, update, delete on %s to applicazione', t);
  if has_table_privilege('nazionale', madre::regclass, 'select') then
    execute format('grant select, insert, update, delete on %s to nazionale', t);
  end if;
  execute format('create trigger registra_modifica after insert or update or delete on %s for each row execute function kernel.registra_modifica(%L)', t, m.beneficiari);
  insert into kernel.tabella_protetta values (tabella, 'figlia', m.sezione, m.beneficiari);
end $$;

create function kernel.proteggi_nazionale(tabella text) returns void language plpgsql as $$
declare t regclass := tabella::regclass;
begin
  execute format('alter table %s enable row level security, force row level security', t);
  execute format('create policy lettura on %s for select to applicazione, nazionale, custode using (true)', t);
  execute format('create policy scrittura on %s to nazionale using (true) with check (true)', t);
  execute format('grant select on %s to applicazione, custode', t);
  execute format('grant select, insert, update, delete on %s to nazionale', t);
  execute format('create trigger registra_modifica after insert or update or delete on %s for each row execute function kernel.registra_modifica(false)', t);
  insert into kernel.tabella_protetta values (tabella, 'nazionale', null, false);
end $$;
comment on function kernel.proteggi_nazionale is 'Public national data: everyone in a scope reads, only a national act writes';

-- ---- registers: who reads them ---------------------------------------------------------------------------------

alter table kernel.registro_modifiche enable row level security, force row level security;
create policy ambito on kernel.registro_modifiche for select to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()) and not beneficiari);
create policy nazionale on kernel.registro_modifiche for select to nazionale
  using (((select kernel.ambito()) is null or ambito_id = (select kernel.ambito())) and not beneficiari);
create policy scrittura on kernel.registro_modifiche for insert to custode with check (true);
grant select on kernel.registro_modifiche to applicazione, nazionale;
grant insert on kernel.registro_modifiche to custode;

alter table kernel.registro_accessi enable row level security, force row level security;
create policy ambito on kernel.registro_accessi for select to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()));
create policy nazionale on kernel.registro_accessi for select to nazionale
  using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito()));
create policy proprio on kernel.registro_accessi for insert to applicazione, nazionale
  with check (utente_id is not distinct from (select kernel.utente()) and ambito_id is not distinct from (select kernel.ambito()));
grant select, insert on kernel.registro_accessi to applicazione, nazionale;

-- ---- versioned parameters --------------------------------------------------------------------------------------

create table kernel.parametro (
  id uuid primary key default gen_random_uuid(),
  chiave text not null,
  ambito_id uuid,
  valore jsonb not null,
  dal date not null,
  al date,
  descrizione text not null,
  fonte text not null,
  check (al is null or al >= dal),
  constraint parametro_un_valore_al_giorno exclude using gist
    (chiave with =, coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(dal, al, '[]') with &&)
);
comment on table kernel.parametro is 'What a regulation or a municipality can change: dated values, national (ambito null) or of one ambito';
create index on kernel.parametro (ambito_id);
alter table kernel.parametro enable row level security, force row level security;
create policy lettura on kernel.parametro for select to applicazione, nazionale, custode
  using (ambito_id is null or ambito_id = (select kernel.ambito()));
create policy scrittura on kernel.parametro to nazionale using (true) with check (true);
grant select on kernel.parametro to applicazione, custode;
grant select, insert, update, delete on kernel.parametro to nazionale;
create trigger registra_modifica after insert or update or delete on kernel.parametro
  for each row execute function kernel.registra_modifica(false);

-- plpgsql keeps its plan for the life of the connection; a function in SQL would be planned at every request
create function kernel.parametro(nome text) returns jsonb language plpgsql stable as $$
begin
  return (select valore from kernel.parametro p
           where p.chiave = nome and kernel.oggi() between p.dal and coalesce(p.al, 'infinity')
             and (p.ambito_id is null or p.ambito_id = kernel.ambito())
           order by p.ambito_id nulls last limit 1);
end $$;
comment on function kernel.parametro(text) is 'Value valid today: the ambito''s own, else the national one';

-- ---- repeated requests, notifications, mail, files -------------------------------------------------------------

create table kernel.chiave_idempotenza (
  utente_id uuid not null default kernel.utente(),
  chiave uuid not null,
  azione text not null default kernel.azione(),
  impronta text not null,
  risposta jsonb,
  creata timestamptz not null default kernel.adesso(),
  primary key (utente_id, chiave)
);
comment on table kernel.chiave_idempotenza is 'A double click is one act: the first answer is given again. Kept one day';
create index on kernel.chiave_idempotenza (creata);
alter table kernel.chiave_idempotenza enable row level security, force row level security;
create policy proprio on kernel.chiave_idempotenza to applicazione, nazionale
  using (utente_id = (select kernel.utente())) with check (utente_id = (select kernel.utente()));
create policy pulizia on kernel.chiave_idempotenza for delete to custode using (true);
create policy conta on kernel.chiave_idempotenza for select to custode using (true);
grant select, insert, update on kernel.chiave_idempotenza to applicazione, nazionale;
grant select, delete on kernel.chiave_idempotenza to custode;

create table kernel.notifica (
  id uuid primary key default gen_random_uuid(),
  utente_id uuid not null,
  ambito_id uuid default kernel.ambito(),
  testo text not null,
  collegamento text,
  creata timestamptz not null default kernel.adesso(),
  letta timestamptz
);
comment on table kernel.notifica is 'A line in the user''s notifications; never personal data of a beneficiary';
create index on kernel.notifica (utente_id, creata desc, id);
alter table kernel.notifica enable row level security, force row level security;
create policy proprie on kernel.notifica for select to applicazione, nazionale using (utente_id = (select kernel.utente()));
create policy lette on kernel.notifica for update to applicazione, nazionale
  using (utente_id = (select kernel.utente())) with check (utente_id = (select kernel.utente()));
create policy invio on kernel.notifica for insert to applicazione, nazionale
  with check (ambito_id is not distinct from (select kernel.ambito()) or (select kernel.ambito()) is null);
grant select, insert on kernel.notifica to applicazione, nazionale;
grant update (letta) on kernel.notifica to applicazione, nazionale;

create table kernel.posta_in_uscita (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid default kernel.ambito(),
  destinatario text not null,
  oggetto text not null,
  testo text not null,
  creata timestamptz not null default kernel.adesso(),
  tentativi integer not null default 0,
  prossimo_tentativo timestamptz not null default kernel.adesso(),
  inviata timestamptz,
  errore text
);
comment on table kernel.posta_in_uscita is 'Outbox: written in the transaction of the act, sent by a job. The text carries a link, no personal data';
create index on kernel.posta_in_uscita (prossimo_tentativo) where inviata is null;
create index on kernel.posta_in_uscita (ambito_id);
alter table kernel.posta_in_uscita enable row level security, force row level security;
create policy scrittura on kernel.posta_in_uscita for insert to applicazione, nazionale
  with check (ambito_id is not distinct from (select kernel.ambito()) or (select kernel.ambito()) is null);
create policy invio on kernel.posta_in_uscita to nazionale using (true) with check (true);
grant insert on kernel.posta_in_uscita to applicazione;
grant select, insert, update on kernel.posta_in_uscita to nazionale;

create table public.allegato (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid,
  nome text not null check (length(nome) between 1 and 255),
  tipo text not null,
  bytes integer not null check (bytes > 0),
  sha256 text not null,
  caricato_il timestamptz not null default kernel.adesso(),
  caricato_da uuid default kernel.utente()
);
comment on table public.allegato is 'A stored file; its bytes stand apart so that lists and the register never carry them';
create index on public.allegato (ambito_id);
create table public.allegato_contenuto (
  allegato_id uuid not null references public.allegato (id) on delete cascade,
  parte integer not null,
  contenuto bytea not null,
  primary key (allegato_id, parte)
);
comment on table public.allegato_contenuto is 'The bytes of a file, by slices, in the database so that nothing is ever half stored and one backup holds all';
alter table public.allegato_contenuto alter column contenuto set storage external;

-- ---- the search key of a name: no accents, no apostrophes, lower case -------------------------------------------

create function kernel.normalizza(testo text) returns text language sql immutable strict parallel safe
  return lower(regexp_replace(translate(testo,
    'ÀÁÂÃÄÅàáâãäåÈÉÊËèéêëÌÍÎÏìíîïÒÓÔÕÖØòóôõöøÙÚÛÜùúûüÇçÑñÝýÿŠšŽžĆćČčĐđŁł''’`´-.',
    'AAAAAAaaaaaaEEEEeeeeIIIIiiiiOOOOOOooooooUUUUuuuuCcNnYyySsZzCcCcDdLl      '), '\s+', ' ', 'g')) collate "C";
comment on function kernel.normalizza(text) is 'Search key of a name: same for D’Angelo, D''ANGELO and d angelo';

-- owned by custode, so that what they touch is what custode was granted and nothing more
alter function kernel.registra_modifica() owner to custode;
