-- Search of persons at a cost that does not grow with how many bear a name: the indexes carry the order of the list, and
-- all that a search and its policies ask, so that a page is read in order and what is not of it is never opened (ADR 0024).

-- ---- persons, in the order of the list ---------------------------------------------------------------------------------

-- a surname is found by its beginning right here, whatever its length; the names, the birth and the policies of who comes
-- by are read beside it
drop index persona_elenco;
create index persona_elenco on persona (ambito_id, cognome_chiave, nome_chiave, id) include (comune_id, data_nascita, unita_a, riservato_a);
drop index persona_nascita;
create index persona_nascita on persona (ambito_id, data_nascita, id) include (cognome_chiave, nome_chiave, comune_id, unita_a, riservato_a);

-- ---- words, in the order of the list -------------------------------------------------------------------------------------

-- all of them are written again, below
truncate persona_parola;
drop index persona_parola_ricerca, persona_parola_altre;
alter table persona_parola
  add column cognome_chiave text collate "C" not null,
  add column nome_chiave text collate "C" not null,
  add column accanto text collate "C",
  add column inizio text collate "C" generated always as (case when tipo in ('nome', 'nomi', 'altro-nome') then left(parola, 1) end) stored,
  drop constraint persona_parola_tipo_check,
  add constraint persona_parola_tipo_check check (tipo in ('nome', 'nomi', 'altro-nome', 'suono', 'suoni', 'altro-suono', 'codice', 'recapito', 'indirizzo'));
comment on table persona_parola is 'What one searches a person by, beside the beginning of his surname, which is in persona. Under row-level security only ranges and equality reach an index: so words, sounds, codes, digits of telephones and words of addresses are stored, each with the confidentiality of the fact it comes from, and with the order of the list. Derived, written by trigger';
comment on column persona_parola.tipo is 'nome, suono: of the names by which capo_id is shown; nomi: the same, where beside the beginning of the surname there are several; suoni: two of them together; altro-nome, altro-suono: of names he had, of aliases, of sheets merged with his';
comment on column persona_parola.capo_id is 'Whom the word leads to: the person himself, or the one he was found to be; then to each of them, because some see only one';
comment on column persona_parola.cognome_chiave is 'Of capo_id: the order of the list';
comment on column persona_parola.accanto is 'The whole address, or all the sounds of the names of capo_id: other words asked together are found here';
comment on column persona_parola.inizio is 'First letter of a word of a name: equal to it, the rows come in the order of the list';

create function kernel.scrivi_parole(p_persone uuid[]) returns void language plpgsql set search_path = public, pg_catalog as $$
begin
  insert into persona_parola (persona_id, capo_id, ambito_id, comune_id, tipo, parola, accanto, cognome_chiave, nome_chiave, classe, riservato_a)
  select distinct p.id, t.id, p.ambito_id, p.comune_id, k.tipo, k.parola, k.accanto, t.cognome_chiave, t.nome_chiave, k.classe, coalesce(k.riservato_a, p.riservato_a)
    from unnest(p_persone) i(id)
    join persona p on p.id = i.id
    cross join lateral (select p.id union all select p.unita_a where p.unita_a is not null) verso(id)
    join persona t on t.id = verso.id
    -- the names he is shown by, once for all their words
    cross join lateral (select array(select kernel.parole(t.cognome) union select kernel.parole(t.nome)) as parole offset 0) m
    cross join lateral (
      select array(select distinct kernel.fonetica(w) from unnest(m.parole) w where length(kernel.fonetica(w)) > 1) as suoni,
             (select count(*) from unnest(m.parole) w where not starts_with(t.cognome_chiave, w)) as altre offset 0
    ) s
    cross join lateral (
      with nomi as (
        -- every name he is or was known by, also the surname before marriage and the aliases
        select w, n.suo, n.classe, n.riservato_a
          from (select p.cognome as c, p.nome as n, p.id = t.id as suo, null::text as classe, null::uuid[] as riservato_a
                union all select f.dati ->> 'cognome', f.dati ->> 'nome', false, f.classe, f.riservato_a from persona_fatto f
                 where f.persona_id = p.id and f.tipo in ('generalita', 'alias') and f.sostituito_il is null) n,
               lateral (select kernel.parole(coalesce(n.c, '')) union select kernel.parole(coalesce(n.n, ''))) as x(w)
      )
      -- what a shown name already says is not said again; the beginning of the shown surname is found in persona
      select case when not suo then 'altro-nome' when s.altre > 1 then 'nomi' else 'nome' end as tipo, w as parola, null as accanto, classe, riservato_a from nomi
       where case when suo then not starts_with(t.cognome_chiave, w) else not w = any (m.parole) end
      union all
      select case when suo then 'suono' else 'altro-suono' end, kernel.fonetica(w), ' ' || array_to_string(s.suoni, ' ') || ' ', classe, riservato_a from nomi
       where length(kernel.fonetica(w)) > 1 and (suo or not kernel.fonetica(w) = any (s.suoni))
      union all
      -- of a surname and a first name of many, those of few
      select 'suoni', x || ' ' || y, ' ' || array_to_string(s.suoni, ' ') || ' ', null, null
        from unnest(s.suoni) x, unnest(s.suoni) y where p.id = t.id and x < y collate "C"
      union all
      select 'codice', lower(p.codice_fiscale_chiave), null, null, null where p.codice_fiscale is not null
      union all
      select 'codice', lower(regexp_replace(f.dati ->> 'valore', '\s', '', 'g')), null, f.classe, f.riservato_a from persona_fatto f
       where f.persona_id = p.id and f.tipo = 'codice' and f.sostituito_il is null
      union all
      -- by its last nine digits: with or without the prefix of the country
      select 'recapito', case when f.dati ->> 'mezzo' in ('telefono', 'cellulare') then right(regexp_replace(f.dati ->> 'valore', '\D', '', 'g'), 9) else lower(f.dati ->> 'valore') end, null, f.classe, f.riservato_a
        from persona_fatto f where f.persona_id = p.id and f.tipo = 'recapito' and f.sostituito_il is null
      union all
      select 'indirizzo', w, ' ' || f.indirizzo, f.classe, f.riservato_a
        from (select kernel.normalizza(coalesce(f.dati ->> 'indirizzo', '') || ' ' || coalesce(f.dati ->> 'civico', '')) as indirizzo, f.classe, f.riservato_a from persona_fatto f
               where f.persona_id = p.id and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null) f,
             -- each word, and the number with each of the others: of a street of many, the house of few
             lateral (select kernel.parole(f.indirizzo)
                      union select substring(n from '^[0-9]+') || ' ' || v from unnest(string_to_array(f.indirizzo, ' ')) n, unnest(string_to_array(f.indirizzo, ' ')) v
                             where n ~ '^[0-9]' and v !~ '^[0-9]') x(w)
    ) k
   where k.parola <> '';
end $$;
comment on function kernel.scrivi_parole is 'Writes the words of these persons, who have none';
revoke all on function kernel.scrivi_parole from public;
alter function kernel.scrivi_parole owner to custode;

create function kernel.indicizza_persone(p_persone uuid[]) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  delete from persona_parola where persona_id = any (p_persone);
  perform kernel.scrivi_parole(p_persone);
end $$;
alter function kernel.indicizza_persone owner to custode;

create or replace function kernel.indicizza_persona(p_id uuid) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  perform kernel.indicizza_persone(array[p_id]);
end $$;

create or replace function kernel.indicizza_persona_toccata() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.cognome, new.nome) is distinct from (old.cognome, old.nome) then
    -- the words of the sheets merged with this one stand in the order of its name
    perform kernel.indicizza_persone(accesso.stessa_persona(new.id));
  else
    perform kernel.indicizza_persona(new.id);
  end if;
  return null;
end $$;

-- under forced security only custode sees the persons of every ambito; in parts, because each is held in memory to be
-- written once
set local role custode;
do $$
declare parte uuid[]; ultima uuid := '00000000-0000-0000-0000-000000000000';
begin
  loop
    parte := array(select p.id from persona p where p.id > ultima order by p.id limit 20000);
    exit when cardinality(parte) = 0;
    perform kernel.scrivi_parole(parte);
    ultima := parte[cardinality(parte)];
  end loop;
end $$;
reset role;

-- a word that is whole gives its persons in order; one that begins so, all that must be put in order
create index persona_parola_ricerca on persona_parola (ambito_id, tipo, parola, cognome_chiave, nome_chiave, capo_id)
  include (persona_id, comune_id, classe, riservato_a, accanto);
-- the common beginnings: in order, and those that begin otherwise are passed over without being opened
create index persona_parola_elenco on persona_parola (ambito_id, inizio, cognome_chiave, nome_chiave, capo_id)
  include (parola, tipo, persona_id, comune_id, classe, riservato_a) where inizio is not null;
-- of one who was found, his other words
create index persona_parola_altre on persona_parola (capo_id, tipo, parola);
