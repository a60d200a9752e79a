-- Drafts: what a person has typed in a form and not yet sent (ADR 0012). On the server a row of his own, that nobody
-- else reads; in the browser a copy that only his key opens, and the key changes when his sessions are closed.

create table kernel.bozza (
  utente_id uuid not null default kernel.utente() references utente (id) on delete cascade,
  chiave text not null check (length(chiave) between 1 and 200),
  contenuto jsonb not null,
  scrittura uuid not null,
  versione uuid not null default gen_random_uuid(),
  aggiornata timestamptz not null default kernel.adesso(),
  primary key (utente_id, chiave),
  -- the contract says a smaller number, of the text as it arrives: this is the wall behind it
  constraint bozza_troppo_grande check (octet_length(contenuto::text) <= 1048576)
);
comment on table kernel.bozza is 'What a person is writing in a form, until he sends it. Never in the register of changes: nothing has been done yet';
comment on column kernel.bozza.chiave is 'Which form: diario:<persona>:nuova';
comment on column kernel.bozza.scrittura is 'The opening of the form that wrote last: its own next writing needs nobody’s leave';
comment on column kernel.bozza.versione is 'Changes at every writing: another opening must name it to write over it';
create index on kernel.bozza (aggiornata);
alter table kernel.bozza enable row level security, force row level security;
create policy propria on kernel.bozza to applicazione, nazionale
  using (utente_id = (select kernel.utente())) with check (utente_id = (select kernel.utente()));
create policy pulizia on kernel.bozza for delete to custode using (true);
create policy conta on kernel.bozza for select to custode using (true);
grant select, insert, update, delete on kernel.bozza to applicazione, nazionale;
-- what is needed to sweep, and not the words
grant select (aggiornata), delete on kernel.bozza to custode;

create table accesso.chiave_bozze (
  utente_id uuid primary key references utente (id) on delete cascade,
  id uuid not null unique default gen_random_uuid(),
  chiave bytea not null,
  creata timestamptz not null
);
comment on table accesso.chiave_bozze is 'The key of the drafts that a person’s browsers keep. Reachable only through the functions below';
comment on column accesso.chiave_bozze.id is 'Names the key in the browser, where it says nothing of whose it is; another key, another name';
alter table accesso.chiave_bozze enable row level security, force row level security;
create policy custode on accesso.chiave_bozze to custode using (true) with check (true);
grant select, insert, update, delete on accesso.chiave_bozze to custode;

-- 244 random bits: what the server offers without an extension
create function accesso.chiave_casuale() returns bytea language sql volatile set search_path = pg_catalog
  return sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

create function accesso.gira_chiave_bozze() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    insert into accesso.chiave_bozze (utente_id, chiave, creata) values (new.utente_id, accesso.chiave_casuale(), new.aperta_il)
      on conflict do nothing;
  else
    update accesso.chiave_bozze k set id = gen_random_uuid(), chiave = accesso.chiave_casuale(), creata = new.chiusa_il
     where k.utente_id = new.utente_id;
  end if;
  return null;
end $$;
comment on function accesso.gira_chiave_bozze() is 'A key from the first session on; another one when a session is closed by an act (a session that expires gives its drafts back)';
create trigger chiave_bozze after insert on accesso.sessione
  for each row execute function accesso.gira_chiave_bozze();
create trigger gira_chiave_bozze after update of chiusa_il on accesso.sessione
  for each row when (old.chiusa_il is null and new.chiusa_il is not null and new.motivo_chiusura is distinct from 'nuovo accesso')
  execute function accesso.gira_chiave_bozze();

create function accesso.chiave_bozze() returns table (id uuid, chiave text, giorni integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select k.id, encode(k.chiave, 'base64'), (kernel.parametro('bozza.giorni'))::int
    from accesso.chiave_bozze k where k.utente_id = kernel.utente()
$$;
comment on function accesso.chiave_bozze() is 'The key of the signed-in person, and for how many days what it closes is kept';
create function accesso.chiavi_bozze_vive(p_id uuid[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select k.id from accesso.chiave_bozze k where k.id = any (p_id)
$$;
comment on function accesso.chiavi_bozze_vive(uuid[]) is 'Which of these names are still of somebody: what the others close will never open again';

create function accesso.pulisci_bozze(p_adesso timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare n integer;
begin
  perform set_config('app.adesso', p_adesso::text, true);
  delete from kernel.bozza
   where aggiornata < p_adesso - make_interval(days => coalesce((kernel.parametro('bozza.giorni'))::int, 14));
  get diagnostics n = row_count;
  return n;
end $$;
comment on function accesso.pulisci_bozze(timestamptz) is 'Retention of the drafts: parameter bozza.giorni';

alter function accesso.gira_chiave_bozze() owner to custode;
alter function accesso.chiave_bozze() owner to custode;
alter function accesso.chiavi_bozze_vive(uuid[]) owner to custode;
alter function accesso.pulisci_bozze(timestamptz) owner to custode;
revoke all on function accesso.chiave_casuale, accesso.gira_chiave_bozze, accesso.chiave_bozze, accesso.chiavi_bozze_vive,
  accesso.pulisci_bozze from public;
grant execute on function accesso.chiave_casuale to custode;
grant execute on function accesso.chiave_bozze, accesso.chiavi_bozze_vive to applicazione, nazionale;
grant execute on function accesso.pulisci_bozze to servizio;

-- who is signed in while this step runs has a key too
set local role custode;
insert into accesso.chiave_bozze (utente_id, chiave, creata)
  select distinct s.utente_id, accesso.chiave_casuale(), kernel.adesso() from accesso.sessione s where s.chiusa_il is null
  on conflict do nothing;
reset role;
