-- Users found by three and four letters, and by two words, as by one: in the order of the list, whatever they find (ADR 0071).

drop index utente_parola_ricerca, utente_parola_ricerca_nazionale, utente_parola_iniziale, utente_parola_iniziale_nazionale,
  utente_parola_inizio, utente_parola_inizio_nazionale;
-- all of them are written again, below
truncate utente_parola;
alter table utente_parola
  drop column iniziale,
  drop column inizio,
  add column inizio1 text collate "C" generated always as (case when accanto is not null and parola !~ '^P:' then left(parola, 1) end) stored,
  add column inizio2 text collate "C" generated always as (case when accanto is not null and parola !~ '^P:' then left(parola, 2) end) stored,
  add column inizio3 text collate "C" generated always as (case when accanto is not null and parola !~ '^P:' then left(parola, 3) end) stored,
  add column inizio4 text collate "C" generated always as (case when accanto is not null and parola !~ '^P:' then left(parola, 4) end) stored;
comment on table utente_parola is 'What one searches a user by, beside the beginning of his surname, which is in utente: other parts of names, codice fiscale, e-mail; these and the surname two by two; and the roles and territories of his assignments. Under row-level security only ranges and equality reach an index. Carries the order of the list. Derived, written by trigger';
comment on column utente_parola.parola is 'A word, in lower case; or, in upper case, which no word typed begins like, what accesso.parole_incarico says of an assignment or accesso.coppia of two words';
comment on column utente_parola.inizio1 is 'First letter of a word: equal to it, the rows come in the order of the list. Null for assignments and for two words';
comment on column utente_parola.inizio2 is 'First two letters, likewise';
comment on column utente_parola.inizio3 is 'First three letters, likewise';
comment on column utente_parola.inizio4 is 'First four letters, likewise: longer beginnings are met soon among these when they are of many, and put in order when of few';

create function accesso.coppia(a text, b text) returns text language sql immutable strict parallel safe as $$
  select 'P:' || least(left(a, 4) collate "C", left(b, 4) collate "C") || greatest(left(a, 4) collate "C", left(b, 4) collate "C")
$$;
comment on function accesso.coppia is 'What one finds a user by of two of his words, of four letters at least: how they begin, in no order';
alter function accesso.coppia owner to custode;
revoke all on function accesso.coppia from public;

create or replace function accesso.scrivi_parole(p_utenti uuid[]) returns void language plpgsql set search_path = public, pg_catalog as $$
begin
  insert into utente_parola (utente_id, ambito_id, parola, accanto, cognome_chiave, nome_chiave)
  select u.id, u.ambito_id, x.parola, x.accanto, u.cognome_chiave, u.nome_chiave
    from unnest(p_utenti) i(id) join utente u on u.id = i.id
    cross join lateral (
      select array(select distinct p from unnest(
               string_to_array(u.cognome_chiave || ' ' || u.nome_chiave, ' ')
               || replace(u.cognome_chiave, ' ', '') || lower(u.codice_fiscale) || coalesce(lower(u.email), '')) as p where p <> '') as tutte,
             lower(u.codice_fiscale) || ' ' || coalesce(lower(u.email), '') as accanto
    ) w
    cross join lateral (
      -- the beginning of the surname is found in utente
      select p as parola, w.accanto from unnest(w.tutte) as p where not starts_with(u.cognome_chiave, p)
      union all
      select distinct accesso.coppia(a, b), w.accanto from unnest(w.tutte) as a, unnest(w.tutte) as b
       where a collate "C" < b collate "C" and length(a) > 3 and length(b) > 3
      union all
      select distinct p, null from assegnazione a, unnest(accesso.parole_incarico(a.ruolo_id, a.comune_id)) as p
       where a.utente_id = u.id and a.stato <> 'revocata'
    ) x;
end $$;

-- under forced security only custode sees the users of every ambito; in parts, because each is held in memory
set local role custode;
do $$
declare parte uuid[]; ultimo uuid := '00000000-0000-0000-0000-000000000000';
begin
  loop
    parte := array(select u.id from utente u where u.id > ultimo order by u.id limit 20000);
    exit when cardinality(parte) = 0;
    perform accesso.scrivi_parole(parte);
    ultimo := parte[cardinality(parte)];
  end loop;
end $$;
reset role;

-- a role, a territory, two words, which are whole, give their users in order; a word that begins so, those that must be put in order
create index utente_parola_ricerca on utente_parola (ambito_id, parola, cognome_chiave, nome_chiave, utente_id) include (accanto);
create index utente_parola_ricerca_nazionale on utente_parola (parola, cognome_chiave, nome_chiave, utente_id) include (accanto, ambito_id);
-- from one letter to four: in order
do $$
begin
  for n in 1..4 loop
    execute format('create index utente_parola_inizio%1$s on utente_parola (ambito_id, inizio%1$s, cognome_chiave, nome_chiave, utente_id) include (parola, accanto) where inizio%1$s is not null', n);
    execute format('create index utente_parola_inizio%1$s_nazionale on utente_parola (inizio%1$s, cognome_chiave, nome_chiave, utente_id) include (parola, accanto, ambito_id) where inizio%1$s is not null', n);
  end loop;
end $$;
analyze utente_parola;
