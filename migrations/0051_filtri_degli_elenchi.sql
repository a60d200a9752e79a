-- Filters whose cost does not grow with what they find: the indexes of the lists of the first lot carry their order, with
-- all that a filter and the policies ask (ADR 0041). The users are searched as the persons are (ADR 0024).

-- ---- users, in the order of the list -----------------------------------------------------------------------------------

-- a surname is found by its beginning right here; what else is asked of a user is read beside it
drop index utente_elenco, utente_nazionale;
create index utente_elenco on utente (ambito_id, cognome_chiave, nome_chiave, id) include (stato, fine_contratto, codice_fiscale, email);
create index utente_nazionale on utente (cognome_chiave, nome_chiave, id) include (ambito_id, stato, fine_contratto, codice_fiscale, email);
create index utente_per_stato_nazionale on utente (stato, cognome_chiave, nome_chiave, id);
-- contracts that end by a day: these are put in order, while they are few
drop index utente_fine_contratto;
create index utente_contratto on utente (ambito_id, fine_contratto, cognome_chiave, nome_chiave, id) include (stato) where fine_contratto is not null;
create index utente_contratto_nazionale on utente (fine_contratto, cognome_chiave, nome_chiave, id) include (ambito_id, stato) where fine_contratto is not null;
create index utente_spid on utente (ambito_id, cognome_chiave, nome_chiave, id) where spid_differenze is not null;
create index utente_spid_nazionale on utente (cognome_chiave, nome_chiave, id) where spid_differenze is not null;

-- ---- words, in the order of the list -----------------------------------------------------------------------------------

-- all of them are written again, below
truncate utente_parola;
drop index utente_parola_ricerca, utente_parola_parola_utente_id_idx, utente_parola_elenco, utente_parola_nazionale;
alter table utente_parola
  drop column inizio,
  add column accanto text collate "C",
  add column iniziale text collate "C" generated always as (case when accanto is not null then left(parola, 1) end) stored,
  add column inizio text collate "C" generated always as (case when accanto is not null then left(parola, 2) end) stored;
comment on table utente_parola is 'What one searches a user by, beside the beginning of his surname, which is in utente: other parts of names, codice fiscale, e-mail; and the roles and territories of his assignments. Under row-level security only ranges and equality reach an index. Carries the order of the list. Derived, written by trigger';
comment on column utente_parola.parola is 'A word, in lower case; or, in upper case, what accesso.parole_incarico says of an assignment, which no word typed begins like';
comment on column utente_parola.accanto is 'Codice fiscale and e-mail: with the names of the order, all the other words of the same user. Null for assignments';
comment on column utente_parola.iniziale is 'First letter of a word: equal to it, the rows come in the order of the list';
comment on column utente_parola.inizio is 'First two letters, likewise: longer beginnings are met soon among these when they are of many, and put in order when of few';

create function accesso.parole_incarico(p_ruolo text, p_comune text) returns text[] language sql immutable parallel safe as $$
  select array[coalesce(p_comune, 'TUTTO'), 'R:' || p_ruolo, 'R:' || p_ruolo || '@' || coalesce(p_comune, 'TUTTO')]
$$;
comment on function accesso.parole_incarico is 'What one finds a user by of an assignment: its territory, its role, the two together';
alter function accesso.parole_incarico owner to custode;
revoke all on function accesso.parole_incarico from public;

create function accesso.scrivi_parole(p_utenti uuid[]) returns void language plpgsql set search_path = public, pg_catalog as $$
begin
  insert into utente_parola (utente_id, ambito_id, parola, accanto, cognome_chiave, nome_chiave)
  select u.id, u.ambito_id, x.parola, x.accanto, u.cognome_chiave, u.nome_chiave
    from unnest(p_utenti) i(id) join utente u on u.id = i.id
    cross join lateral (
      -- the beginning of the surname is found in utente
      select distinct p as parola, lower(u.codice_fiscale) || ' ' || coalesce(lower(u.email), '') as accanto
        from unnest(
          string_to_array(u.cognome_chiave || ' ' || u.nome_chiave, ' ')
          || replace(u.cognome_chiave, ' ', '') || lower(u.codice_fiscale) || coalesce(lower(u.email), '')) as p
       where p <> '' and not starts_with(u.cognome_chiave, p)
      union all
      select distinct p, null from assegnazione a, unnest(accesso.parole_incarico(a.ruolo_id, a.comune_id)) as p
       where a.utente_id = u.id and a.stato <> 'revocata'
    ) x;
end $$;
comment on function accesso.scrivi_parole is 'Writes the words of these users, who have none';
alter function accesso.scrivi_parole owner to custode;
revoke all on function accesso.scrivi_parole from public;

create or replace function accesso.indicizza_utente() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op = 'UPDATE' then
    if (new.cognome, new.nome, new.codice_fiscale, new.ambito_id) is not distinct from (old.cognome, old.nome, old.codice_fiscale, old.ambito_id)
      and new.email is not distinct from old.email then return null; end if;
    delete from utente_parola where utente_id = new.id;
  end if;
  perform accesso.scrivi_parole(array[new.id]);
  return null;
end $$;

drop trigger indicizza_nuova on assegnazione;
drop trigger indicizza_modificata on assegnazione;
drop trigger indicizza_tolta on assegnazione;
drop function accesso.indicizza_comune;
create function accesso.indicizza_incarico() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from utente_parola w where w.utente_id = old.utente_id and w.parola = any (accesso.parole_incarico(old.ruolo_id, old.comune_id))
      and not exists (select 1 from assegnazione a where a.utente_id = old.utente_id and a.stato <> 'revocata'
                        and w.parola = any (accesso.parole_incarico(a.ruolo_id, a.comune_id)));
  end if;
  if tg_op <> 'DELETE' and new.stato <> 'revocata' then
    insert into utente_parola (utente_id, ambito_id, parola, cognome_chiave, nome_chiave)
    select u.id, u.ambito_id, p, u.cognome_chiave, u.nome_chiave
      from utente u, unnest(accesso.parole_incarico(new.ruolo_id, new.comune_id)) as p where u.id = new.utente_id
    on conflict do nothing;
  end if;
  return null;
end $$;
comment on function accesso.indicizza_incarico is 'A user is found by his roles that are not revoked and by where he has them; whether they are of today is asked of the roles themselves';
alter function accesso.indicizza_incarico() owner to custode;
revoke all on function accesso.indicizza_incarico() from public;
create trigger indicizza_nuova after insert on assegnazione for each row
  when (new.stato <> 'revocata') execute function accesso.indicizza_incarico();
create trigger indicizza_modificata after update on assegnazione for each row
  when (old.comune_id is distinct from new.comune_id or old.ruolo_id <> new.ruolo_id or old.utente_id <> new.utente_id
    or (old.stato = 'revocata') <> (new.stato = 'revocata')) execute function accesso.indicizza_incarico();
create trigger indicizza_tolta after delete on assegnazione for each row
  when (old.stato <> 'revocata') execute function accesso.indicizza_incarico();

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

-- a role or a territory, which is whole, gives its users in order; a word that begins so, those that must be put in order
create index utente_parola_ricerca on utente_parola (ambito_id, parola, cognome_chiave, nome_chiave, utente_id) include (accanto);
create index utente_parola_ricerca_nazionale on utente_parola (parola, cognome_chiave, nome_chiave, utente_id) include (accanto, ambito_id);
-- one letter, two letters: in order
create index utente_parola_iniziale on utente_parola (ambito_id, iniziale, cognome_chiave, nome_chiave, utente_id) include (parola, accanto) where iniziale is not null;
create index utente_parola_iniziale_nazionale on utente_parola (iniziale, cognome_chiave, nome_chiave, utente_id) include (parola, accanto, ambito_id) where iniziale is not null;
create index utente_parola_inizio on utente_parola (ambito_id, inizio, cognome_chiave, nome_chiave, utente_id) include (parola, accanto) where inizio is not null;
create index utente_parola_inizio_nazionale on utente_parola (inizio, cognome_chiave, nome_chiave, utente_id) include (parola, accanto, ambito_id) where inizio is not null;

-- ---- registers: newest first, whatever is asked ------------------------------------------------------------------------

-- Ordered by the instant, so that the days asked are a range of the same index. The rows with data of beneficiaries are the
-- most, and are shown in no list: they stand in none of these, and cost less to write than before.
drop index kernel.registro_modifiche_ambito_id_id_idx, kernel.registro_modifiche_utente_id_id_idx;
create index registro_modifiche_elenco on kernel.registro_modifiche (ambito_id, quando, id) where not beneficiari;
create index registro_modifiche_nazionale on kernel.registro_modifiche (quando, id) where not beneficiari;
create index registro_modifiche_utente on kernel.registro_modifiche (utente_id, quando, id) where not beneficiari;
create index registro_modifiche_tabella on kernel.registro_modifiche (ambito_id, tabella, quando, id) where not beneficiari;
create index registro_modifiche_tabella_nazionale on kernel.registro_modifiche (tabella, quando, id) where not beneficiari;
create index registro_modifiche_azione on kernel.registro_modifiche (ambito_id, azione, quando, id) where not beneficiari;
create index registro_modifiche_azione_nazionale on kernel.registro_modifiche (azione, quando, id) where not beneficiari;

drop index kernel.registro_accessi_ambito_id_id_idx, kernel.registro_accessi_utente_id_id_idx, kernel.registro_accessi_oggetto_id_id_idx;
create index registro_accessi_elenco on kernel.registro_accessi (ambito_id, quando, id);
create index registro_accessi_nazionale on kernel.registro_accessi (quando, id);
create index registro_accessi_utente on kernel.registro_accessi (utente_id, quando, id);
create index registro_accessi_oggetto on kernel.registro_accessi (oggetto_id, quando, id) where oggetto_id is not null;
create index registro_accessi_azione on kernel.registro_accessi (ambito_id, azione, quando, id);
create index registro_accessi_azione_nazionale on kernel.registro_accessi (azione, quando, id);
-- what was refused is little; what was granted is nearly everything
create index registro_accessi_negati on kernel.registro_accessi (ambito_id, quando, id) where esito = 'negato';
create index registro_accessi_negati_nazionale on kernel.registro_accessi (quando, id) where esito = 'negato';

-- ---- requests of the ambiti ----------------------------------------------------------------------------------------------

-- what a word is compared with stands in the index; of few, they are found by the ambito, by the receipt, or among those
-- whose ambito is only named so far
alter table richiesta_ambito add column ambito_nominato_chiave text collate "C" generated always as (kernel.normalizza(ambito_nominato)) stored;
drop index richiesta_ambito_inviata_id_idx, richiesta_ambito_ambito_id_idx, richiesta_ambito_istruttore_id_idx;
create index richiesta_ambito_elenco on richiesta_ambito (inviata, id) include (stato, ambito_id, ambito_nominato_chiave, ricevuta) where stato <> 'bozza';
create index richiesta_ambito_nominato on richiesta_ambito (inviata, id) include (stato, ambito_nominato_chiave) where ambito_id is null and stato <> 'bozza';
create index richiesta_ambito_per_ricevuta on richiesta_ambito (ricevuta collate "C") include (stato, inviata, id);
create index richiesta_ambito_per_ambito on richiesta_ambito (ambito_id, inviata, id) include (stato);
create index richiesta_ambito_per_istruttore on richiesta_ambito (istruttore_id, inviata, id) include (stato);

-- ---- formal requests, offices, adhesions --------------------------------------------------------------------------------

alter table richiesta_formale add column protocollo_chiave text collate "C" not null generated always as (lower(protocollo)) stored;
drop index richiesta_formale_elenco, richiesta_formale_nazionale;
create index richiesta_formale_elenco on richiesta_formale (ambito_id, data, id) include (protocollo_chiave, comune_id);
create index richiesta_formale_nazionale on richiesta_formale (data, id) include (protocollo_chiave, ambito_id);
create index richiesta_formale_protocollo on richiesta_formale (ambito_id, protocollo_chiave, data, id) include (comune_id);
create index richiesta_formale_protocollo_nazionale on richiesta_formale (protocollo_chiave, data, id) include (ambito_id);
drop index richiesta_formale_comune_id_idx;
create index richiesta_formale_per_comune on richiesta_formale (comune_id, data, id);

drop index ufficio_comune_id_idx;
create index ufficio_per_comune on ufficio (comune_id, nome, id);

drop index adesione_ambito_id_tipo_adesione_id_idx, adesione_tipo_adesione_id_idx;
create index adesione_per_tipo on adesione (ambito_id, tipo_adesione_id, coalesce(dal, '9999-12-31'::date), id);
create index adesione_per_tipo_nazionale on adesione (tipo_adesione_id, coalesce(dal, '9999-12-31'::date), id);
create index adesione_per_stato on adesione (ambito_id, stato, coalesce(dal, '9999-12-31'::date), id);
create index adesione_per_stato_nazionale on adesione (stato, coalesce(dal, '9999-12-31'::date), id);
