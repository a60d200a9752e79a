-- Lists whose cost does not grow with their matches: the users found by the beginning of a word, or by a comune, come out
-- of the index already in the order of the list. And the space that anonymous drafts may take.

-- ---- the policy of national acts, in a form that can be estimated -------------------------------------------------

-- `(select kernel.ambito()) is null` is held to be nearly never true: of every table the planner expects a handful of
-- rows, so it reads and sorts them all. A bare boolean is held to be true half of the times.
do $$
declare
  vecchia text := '(select kernel.ambito()) is null or ambito_id = (select kernel.ambito())';
  nuova text := '(select kernel.ambito() is null) or ambito_id = (select kernel.ambito())';
  t text; f text := pg_get_functiondef('kernel.proteggi'::regproc);
begin
  foreach t in array '{allegato,ufficio,adesione,delega,delega_comune,richiesta_formale,importazione,importazione_riga}'::text[] loop
    execute format('alter policy nazionale on %I using (%s) with check (%s)', t, nuova, nuova);
  end loop;
  foreach t in array '{utente,assegnazione,utente_parola,kernel.registro_accessi}'::text[] loop
    execute format('alter policy nazionale on %s using (%s)', t::regclass, nuova);
  end loop;
  execute format('alter policy nazionale on kernel.registro_modifiche using ((%s) and not beneficiari)', nuova);
  -- and of the tables to come
  if strpos(f, vecchia) = 0 then raise exception 'kernel.proteggi: policy not found'; end if;
  execute replace(f, vecchia, nuova);
end $$;

-- ---- the users found, in order ------------------------------------------------------------------------------------

alter table utente_parola
  add column inizio text collate "C",
  add column cognome_chiave text collate "C",
  add column nome_chiave text collate "C";
comment on table utente_parola is 'What one searches a user by (parts of names, codice fiscale, e-mail, and the comuni of his roles): a prefix range on them reaches an index under RLS, a LIKE does not. Carries the order of the list';
comment on column utente_parola.parola is 'A word, in lower case, or the code of a comune, in upper case';
comment on column utente_parola.inizio is 'First three letters of the word, or the whole code: equal to it, the rows come in the order of the list';

create or replace function accesso.indicizza_utente() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op = 'UPDATE' then
    if (new.cognome, new.nome, new.codice_fiscale, new.ambito_id) is not distinct from (old.cognome, old.nome, old.codice_fiscale, old.ambito_id)
      and new.email is not distinct from old.email then return null; end if;
    delete from utente_parola where utente_id = new.id;
  end if;
  insert into utente_parola (utente_id, ambito_id, parola, inizio, cognome_chiave, nome_chiave)
  select new.id, new.ambito_id, x.parola, x.inizio, new.cognome_chiave, new.nome_chiave
    from (
      select distinct p as parola, left(p, 3) as inizio
        from unnest(
          string_to_array(new.cognome_chiave || ' ' || new.nome_chiave, ' ')
          || replace(new.cognome_chiave, ' ', '') || lower(new.codice_fiscale) || coalesce(lower(new.email), '')) as p
       where p <> ''
      union all
      select distinct a.comune_id, a.comune_id from assegnazione a
       where a.utente_id = new.id and a.comune_id is not null and a.stato <> 'revocata'
    ) x;
  return null;
end $$;

create function accesso.indicizza_comune() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from utente_parola w where w.utente_id = old.utente_id and w.parola = old.comune_id
      and not exists (select 1 from assegnazione a where a.utente_id = old.utente_id and a.comune_id = old.comune_id and a.stato <> 'revocata');
  end if;
  if tg_op <> 'DELETE' and new.comune_id is not null and new.stato <> 'revocata' then
    insert into utente_parola (utente_id, ambito_id, parola, inizio, cognome_chiave, nome_chiave)
    select u.id, u.ambito_id, new.comune_id, new.comune_id, u.cognome_chiave, u.nome_chiave from utente u where u.id = new.utente_id
    on conflict do nothing;
  end if;
  return null;
end $$;
comment on function accesso.indicizza_comune is 'A user is found by the comuni of his roles that are not revoked; whether they are of today is asked of the roles themselves';
alter function accesso.indicizza_comune() owner to custode;
revoke all on function accesso.indicizza_comune() from public;
create trigger indicizza_nuova after insert on assegnazione for each row
  when (new.comune_id is not null and new.stato <> 'revocata') execute function accesso.indicizza_comune();
create trigger indicizza_modificata after update on assegnazione for each row
  when (old.comune_id is distinct from new.comune_id or old.utente_id <> new.utente_id or (old.stato = 'revocata') <> (new.stato = 'revocata')) execute function accesso.indicizza_comune();
create trigger indicizza_tolta after delete on assegnazione for each row
  when (old.comune_id is not null) execute function accesso.indicizza_comune();

-- under forced security only custode sees the rows of every ambito
set local role custode;
update utente_parola w set inizio = left(w.parola, 3), cognome_chiave = u.cognome_chiave, nome_chiave = u.nome_chiave
  from utente u where u.id = w.utente_id;
insert into utente_parola (utente_id, ambito_id, parola, inizio, cognome_chiave, nome_chiave)
select distinct u.id, u.ambito_id, a.comune_id, a.comune_id, u.cognome_chiave, u.nome_chiave
  from assegnazione a join utente u on u.id = a.utente_id where a.comune_id is not null and a.stato <> 'revocata';
reset role;

alter table utente_parola
  alter column inizio set not null, alter column cognome_chiave set not null, alter column nome_chiave set not null;
create index utente_parola_elenco on utente_parola (ambito_id, inizio, cognome_chiave, nome_chiave, utente_id) include (parola);
create index utente_parola_nazionale on utente_parola (inizio, cognome_chiave, nome_chiave, utente_id) include (parola, ambito_id);

-- ---- the users named in a page of a register ---------------------------------------------------------------------

-- fifty look-ups by key: here each costs the same, in a tree one page more whenever it grows by a level
create index utente_per_chiave on utente using hash (id);

-- ---- the users of a formal request, counted in its index ---------------------------------------------------------

-- the policy's columns stand in it: under an ambito of unknown size the planner would otherwise read the whole ambito
drop index assegnazione_richiesta_formale_id_idx;
create index assegnazione_richiesta_formale on assegnazione (richiesta_formale_id, ambito_id, utente_id);

-- ---- what anonymous drafts may take --------------------------------------------------------------------------------

create function accesso.bytes_delle_bozze() returns bigint
  language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(sum(d.bytes), 0) from richiesta_ambito r join richiesta_ambito_documento d on d.richiesta_id = r.id where r.stato = 'bozza'
$$;
comment on function accesso.bytes_delle_bozze is 'Space taken by the documents of all drafts: who writes one sees only his own';
grant select (id) on richiesta_ambito to custode;
create policy custode on richiesta_ambito_documento for select to custode using (true);
grant select (richiesta_id, bytes) on richiesta_ambito_documento to custode;
alter function accesso.bytes_delle_bozze() owner to custode;
revoke all on function accesso.bytes_delle_bozze() from public;
grant execute on function accesso.bytes_delle_bozze() to applicazione, nazionale;
