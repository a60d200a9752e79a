-- Persons, households and ties of the social record (section «cartella»: opened comune by comune by its protocollo
-- d'intesa; the comune is the controller of its own record).
--
-- A person is one row that says who he is today, for lists and search, and any number of facts, each dated twice:
-- [dal, al] says when it was true, [registrato_il, sostituito_il) when it was believed. A correction closes the belief
-- and writes another; nothing is overwritten, nothing is deleted. So the record reads «as it was on day D» and «as we
-- knew it on day K» with one condition on each pair.

-- Same code for who was given one with letters instead of digits (omocodia): those become digits again; the check
-- character goes, because it changes with them.
create function kernel.chiave_codice_fiscale(codice text) returns text language sql immutable strict parallel safe
  return case when upper(codice) ~ '^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$'
    then left(upper(codice), 6) || translate(substr(upper(codice), 7, 2), 'LMNPQRSTUV', '0123456789') || substr(upper(codice), 9, 1)
      || translate(substr(upper(codice), 10, 2), 'LMNPQRSTUV', '0123456789') || substr(upper(codice), 12, 1)
      || translate(substr(upper(codice), 13, 3), 'LMNPQRSTUV', '0123456789')
    else upper(codice) end collate "C";

-- How a name sounds to an Italian ear, and to whoever transliterated it: the first letter and the consonants, one for
-- each sound. «Mohamed», «Muhammad», «Mohammed» are one key; «Sciarra» and «Sarra» too: a search proposes, it does not decide.
create function kernel.fonetica(testo text) returns text language sql immutable strict parallel safe
  return (
    select regexp_replace(left(suoni, 1) || regexp_replace(substr(suoni, 2), '[aeiouy]', '', 'g'), '(.)\1+', '\1', 'g') collate "C"
      from (select regexp_replace(translate(
              regexp_replace(regexp_replace(regexp_replace(lettere, 'ph', 'f', 'g'), 'sch|sh|sc(?=[ei])', 's', 'g'), 'ch|ck|qu?', 'k', 'g'),
              'cxzwyj', 'kssvii'), 'h', '', 'g') as suoni
              from (select regexp_replace(kernel.normalizza(testo), '[^a-z]', '', 'g') as lettere) l) s);
comment on function kernel.fonetica(text) is 'Phonetic key of one word of a name';

-- ---- persons -------------------------------------------------------------------------------------------------------

create table persona (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  specie text not null default 'nota' check (specie in ('nota', 'alias', 'anonima')),
  cognome text not null,
  nome text not null,
  sesso text check (sesso in ('M', 'F')),
  data_nascita date,
  nascita_presunta boolean not null default false,
  luogo_nascita_id text,
  codice_fiscale text,
  decesso date,
  unita_a uuid references persona (id),
  riservato_a uuid[],
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  cognome_chiave text collate "C" not null generated always as (kernel.normalizza(cognome)) stored,
  nome_chiave text collate "C" not null generated always as (kernel.normalizza(nome)) stored,
  codice_fiscale_chiave text collate "C" generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored,
  constraint persona_morta_dopo_la_nascita check (decesso is null or data_nascita is null or decesso >= data_nascita),
  constraint persona_diversa_da_se check (unita_a <> id)
);
comment on table persona is 'A person of the social record, as he is known today: the projection of his facts that lists and search read';
comment on column persona.specie is 'nota: known by name; alias: known by a name that is not his; anonima: a working name given by the desk';
comment on column persona.luogo_nascita_id is 'Belfiore code of a comune or of a foreign state';
comment on column persona.unita_a is 'Found to be the same as that person: an overlay that can be lifted, no row moves';
comment on column persona.riservato_a is 'Restricted record: it exists only for these users';
-- a restricted record must not be betrayed by the refusal of a duplicate
create unique index persona_codice_fiscale_unico on persona (ambito_id, comune_id, codice_fiscale_chiave) where unita_a is null and riservato_a is null;
create index persona_elenco on persona (ambito_id, cognome_chiave, nome_chiave, id) where unita_a is null;
create index persona_nascita on persona (ambito_id, data_nascita, id) where unita_a is null;
create index persona_codice_fiscale on persona (codice_fiscale_chiave) where codice_fiscale is not null;
create index on persona (comune_id);
create index persona_riservata on persona (ambito_id) where riservato_a is not null;
create index on persona (unita_a) where unita_a is not null;
create index on persona (creata_da);
select kernel.proteggi('persona', sezione => 'cartella');
create policy propria on persona as restrictive to applicazione using (not id = any ((select kernel.persone_vietate())::uuid[]));
create policy custode on persona for select to custode using (true);
grant select on persona to custode;

create table persona_fatto (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  tipo text not null,
  singolo boolean not null,
  dati jsonb not null,
  dal date,
  al date,
  fonte text not null,
  nota text,
  classe text references classe_riservatezza (id),
  riservato_a uuid[],
  corregge_id uuid references persona_fatto (id),
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  sostituito_il timestamptz,
  sostituito_da uuid references utente (id),
  motivo_sostituzione text,
  constraint fatto_date_in_ordine check (al is null or dal is null or al >= dal),
  constraint fatto_creduto_in_ordine check (sostituito_il is null or sostituito_il >= registrato_il),
  constraint fatto_uno_alla_volta exclude using gist
    (persona_id with =, tipo with =, coalesce(classe, '') with =, daterange(dal, al, '[]') with &&) where (singolo and sostituito_il is null and riservato_a is null)
);
comment on table persona_fatto is 'A fact about a person, dated twice: when it was true (dal, al) and when it was believed (registrato_il, sostituito_il)';
comment on column persona_fatto.tipo is 'One of shared/anagrafe/fatti.ts, which gives the shape of dati';
comment on column persona_fatto.singolo is 'Of this kind only one can be true on a day (residence, civil status…)';
comment on column persona_fatto.corregge_id is 'The belief that this one replaced: the chain is the history';
create index persona_fatto_persona on persona_fatto (persona_id, tipo, dal);
create index on persona_fatto (ambito_id, comune_id);
create index on persona_fatto (comune_id);
create index on persona_fatto (classe) where classe is not null;
create index on persona_fatto (corregge_id) where corregge_id is not null;
create index on persona_fatto (registrato_da);
create index on persona_fatto (sostituito_da) where sostituito_da is not null;
select kernel.proteggi('persona_fatto', sezione => 'cartella', fascicolo => true);

create function kernel.fatto_immutabile() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{sostituito_il,sostituito_da,motivo_sostituzione,riservato_a}'::text[])
     is distinct from (to_jsonb(old) - '{sostituito_il,sostituito_da,motivo_sostituzione,riservato_a}'::text[])
     or (old.sostituito_il is not null and new.sostituito_il is distinct from old.sostituito_il) then
    raise exception 'a recorded fact' using errcode = '23514', constraint = 'fatto_registrato_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.fatto_immutabile is 'What was believed stays written: a fact can only stop being believed, or be hidden';
create trigger fatto_immutabile before update on persona_fatto for each row execute function kernel.fatto_immutabile();

-- ---- search ----------------------------------------------------------------------------------------------------------

create table persona_parola (
  persona_id uuid not null references persona (id) on delete cascade,
  ambito_id uuid not null,
  comune_id text not null,
  tipo text not null check (tipo in ('nome', 'suono', 'codice', 'recapito', 'indirizzo')),
  parola text collate "C" not null,
  classe text,
  riservato_a uuid[]
);
comment on table persona_parola is 'What one searches a person by. Under row-level security only ranges and equality reach an index: so words, sounds, codes, digits of telephones and words of addresses are stored, each with the confidentiality of the fact it comes from. Derived, written by trigger';
create index persona_parola_ricerca on persona_parola (ambito_id, tipo, parola, persona_id);
create index on persona_parola (persona_id);
create index on persona_parola (comune_id);
select kernel.proteggi('persona_parola', sezione => 'cartella');
drop trigger registra_modifica on persona_parola; -- derived from tables that the register follows
create policy custode on persona_parola to custode using (true) with check (true);
grant select, insert, delete on persona_parola to custode;
create policy custode on persona_fatto for select to custode using (true);
grant select on persona_fatto to custode;

create function kernel.parole(testo text) returns setof text language sql immutable strict parallel safe as $$
  select distinct p from unnest(string_to_array(kernel.normalizza(testo), ' ') || replace(kernel.normalizza(testo), ' ', '')) p where p <> ''
$$;

create function kernel.indicizza_persona(p_id uuid) returns void language sql security definer set search_path = public, pg_catalog as $$
  delete from persona_parola where persona_id = p_id;
  insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola, classe, riservato_a)
  select distinct p.id, p.ambito_id, p.comune_id, k.tipo, k.parola, k.classe, coalesce(k.riservato_a, p.riservato_a)
    from persona p, lateral (
      -- every name he is or was known by, also the surname before marriage and the aliases
      select 'nome' as tipo, w as parola, n.classe, n.riservato_a
        from (select p.cognome as c, p.nome as n, null::text as classe, null::uuid[] as riservato_a
              union all select dati ->> 'cognome', dati ->> 'nome', classe, riservato_a from persona_fatto f
               where f.persona_id = p.id and f.tipo in ('generalita', 'alias') and f.sostituito_il is null) n,
             lateral (select kernel.parole(coalesce(n.c, '')) union select kernel.parole(coalesce(n.n, ''))) as x(w)
      union all
      select 'codice', lower(p.codice_fiscale_chiave), null, null where p.codice_fiscale is not null
      union all
      select 'codice', lower(regexp_replace(dati ->> 'valore', '\s', '', 'g')), classe, riservato_a from persona_fatto f
       where f.persona_id = p.id and f.tipo = 'codice' and f.sostituito_il is null
      union all
      -- by its last nine digits: with or without the prefix of the country
      select 'recapito', case when dati ->> 'mezzo' in ('telefono', 'cellulare') then right(regexp_replace(dati ->> 'valore', '\D', '', 'g'), 9) else lower(dati ->> 'valore') end, classe, riservato_a
        from persona_fatto f where f.persona_id = p.id and f.tipo = 'recapito' and f.sostituito_il is null
      union all
      select 'indirizzo', w, f.classe, f.riservato_a from persona_fatto f, lateral kernel.parole(coalesce(dati ->> 'indirizzo', '') || ' ' || coalesce(dati ->> 'civico', '')) w
       where f.persona_id = p.id and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null
    ) k
   where p.id = p_id and k.parola <> '';
  insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola, classe, riservato_a)
  select distinct persona_id, ambito_id, comune_id, 'suono', kernel.fonetica(parola), classe, riservato_a
    from persona_parola where persona_id = p_id and tipo = 'nome' and length(kernel.fonetica(parola)) > 1;
$$;
create function kernel.indicizza_persona_toccata() returns trigger language plpgsql as $$
begin
  perform kernel.indicizza_persona(new.id);
  return null;
end $$;
create function kernel.indicizza_persona_del_fatto() returns trigger language plpgsql as $$
begin
  perform kernel.indicizza_persona(new.persona_id);
  return null;
end $$;
create trigger indicizza after insert or update of cognome, nome, codice_fiscale, riservato_a on persona
  for each row execute function kernel.indicizza_persona_toccata();
create trigger indicizza after insert or update on persona_fatto
  for each row when (new.tipo in ('generalita', 'alias', 'codice', 'recapito', 'residenza', 'domicilio')) execute function kernel.indicizza_persona_del_fatto();

-- ---- the same person twice: an overlay, never a move -----------------------------------------------------------------

create table persona_unione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  unita_id uuid not null references persona (id),
  scelte jsonb not null,
  motivo text not null,
  unita_il timestamptz not null default kernel.adesso(),
  unita_da uuid default kernel.utente() references utente (id),
  divisa_il timestamptz,
  divisa_da uuid references utente (id),
  motivo_divisione text
);
comment on table persona_unione is 'persona_id and unita_id were found to be one person; scelte says, field by field, whose value is shown. Lifting it restores both, with what was written meanwhile';
create unique index persona_unione_una_alla_volta on persona_unione (unita_id) where divisa_il is null;
create index on persona_unione (persona_id);
create index on persona_unione (unita_id);
create index on persona_unione (ambito_id, comune_id);
create index on persona_unione (comune_id);
create index on persona_unione (unita_da);
create index on persona_unione (divisa_da) where divisa_da is not null;
select kernel.proteggi('persona_unione', sezione => 'cartella', fascicolo => true);

create table persona_origine (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  sistema text not null,
  codice text not null,
  constraint persona_origine_unica unique (ambito_id, comune_id, sistema, codice)
);
comment on table persona_origine is 'The same person in another program or registry: what makes a file loaded twice find him again';
create index on persona_origine (persona_id);
create index on persona_origine (comune_id);
select kernel.proteggi('persona_origine', sezione => 'cartella');

-- ---- households ------------------------------------------------------------------------------------------------------

create table nucleo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  tipo text not null check (tipo in ('anagrafico', 'isee', 'fatto', 'rete')),
  etichetta text,
  fonte text not null,
  riferimento text,
  dal date,
  al date,
  riservato_a uuid[],
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint nucleo_date_in_ordine check (al is null or dal is null or al >= dal)
);
comment on table nucleo is 'Household as the registry (anagrafico), the ISEE declaration (isee) or real life (fatto) sees it, or the network around a person (rete): several at once';
comment on column nucleo.riferimento is 'Family card number of the registry, or protocol of the DSU';
create index nucleo_elenco on nucleo (ambito_id, comune_id, tipo);
create index on nucleo (comune_id);
create index on nucleo (creato_da);
create unique index nucleo_riferimento_unico on nucleo (ambito_id, comune_id, tipo, riferimento) where riferimento is not null and riservato_a is null;
select kernel.proteggi('nucleo', sezione => 'cartella');
create policy custode on nucleo for select to custode using (true);
grant select on nucleo to custode;

create table nucleo_componente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  nucleo_id uuid not null references nucleo (id),
  persona_id uuid not null references persona (id),
  parentela text not null,
  intestatario boolean not null default false,
  esclusivo boolean not null default false,
  dal date,
  al date,
  riservato_a uuid[],
  corregge_id uuid references nucleo_componente (id),
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  sostituito_il timestamptz,
  sostituito_da uuid references utente (id),
  motivo_sostituzione text,
  constraint componente_date_in_ordine check (al is null or dal is null or al >= dal),
  constraint componente_una_volta exclude using gist
    (nucleo_id with =, persona_id with =, daterange(dal, al, '[]') with &&) where (sostituito_il is null and riservato_a is null),
  constraint componente_in_una_famiglia exclude using gist
    (persona_id with =, daterange(dal, al, '[]') with &&) where (esclusivo and sostituito_il is null and riservato_a is null),
  constraint componente_un_solo_intestatario exclude using gist
    (nucleo_id with =, daterange(dal, al, '[]') with &&) where (intestatario and sostituito_il is null and riservato_a is null)
);
comment on column nucleo_componente.esclusivo is 'In the registry one lives in one family at a time; in an ISEE or a real-life household one may be counted twice';
comment on table nucleo_componente is 'A person in a household, dated twice like a fact. parentela: relation to the person of reference, a code of «parentela»';
create index on nucleo_componente (nucleo_id);
create index nucleo_componente_persona on nucleo_componente (persona_id) where sostituito_il is null;
create index on nucleo_componente (persona_id);
create index on nucleo_componente (ambito_id, comune_id);
create index on nucleo_componente (comune_id);
create index on nucleo_componente (corregge_id) where corregge_id is not null;
create index on nucleo_componente (registrato_da);
create index on nucleo_componente (sostituito_da) where sostituito_da is not null;
select kernel.proteggi('nucleo_componente', sezione => 'cartella');
create trigger fatto_immutabile before update on nucleo_componente for each row execute function kernel.fatto_immutabile();
create policy custode on nucleo_componente for select to custode using (true);
grant select on nucleo_componente to custode;

create table nucleo_fotografia (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  nucleo_id uuid not null references nucleo (id),
  giorno date not null,
  membri jsonb not null,
  impronta text not null,
  scattata_il timestamptz not null default kernel.adesso(),
  constraint nucleo_fotografia_unica unique (nucleo_id, giorno, impronta)
);
comment on table nucleo_fotografia is 'The version of a household on which something was computed or decided: pinned, whatever is corrected later';
create index on nucleo_fotografia (ambito_id, comune_id);
create index on nucleo_fotografia (comune_id);
select kernel.proteggi('nucleo_fotografia', sezione => 'cartella');
revoke update, delete on nucleo_fotografia from applicazione;

-- ---- ties ------------------------------------------------------------------------------------------------------------

create table relazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  specie text not null check (specie in ('unione', 'filiazione', 'gemelli', 'legame')),
  tipo text not null,
  persona_a uuid not null references persona (id),
  persona_b uuid not null references persona (id),
  esito text,
  dal date,
  al date,
  fonte text not null,
  detto_da text,
  nota text,
  classe text references classe_riservatezza (id),
  riservato_a uuid[],
  corregge_id uuid references relazione (id),
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  sostituito_il timestamptz,
  sostituito_da uuid references utente (id),
  motivo_sostituzione text,
  constraint relazione_tra_due check (persona_a <> persona_b),
  constraint relazione_date_in_ordine check (al is null or dal is null or al >= dal),
  constraint relazione_una_volta exclude using gist
    (specie with =, tipo with =, least(persona_a, persona_b) with =, greatest(persona_a, persona_b) with =, daterange(dal, al, '[]') with &&)
    where (sostituito_il is null and riservato_a is null)
);
comment on table relazione is 'A tie between two persons, written once and read in both directions. unione: a and b; filiazione: a is parent of b; gemelli; legame: a bond and its quality, an opinion that keeps its author and source';
comment on column relazione.tipo is 'Code of «tipo-unione», «tipo-filiazione», or of «qualita-legame»; monozigoti or dizigoti for twins';
comment on column relazione.esito is 'How a union ended: code of «esito-unione»';
comment on column relazione.detto_da is 'Whose words it rests on';
create index relazione_a on relazione (persona_a);
create index relazione_b on relazione (persona_b);
create index on relazione (ambito_id, comune_id);
create index on relazione (comune_id);
create index on relazione (classe) where classe is not null;
create index on relazione (corregge_id) where corregge_id is not null;
create index on relazione (registrato_da);
create index on relazione (sostituito_da) where sostituito_da is not null;
select kernel.proteggi('relazione', sezione => 'cartella', fascicolo => true);
create policy propria on relazione as restrictive to applicazione
  using (not (persona_a = any ((select kernel.persone_vietate())::uuid[]) or persona_b = any ((select kernel.persone_vietate())::uuid[])));
create trigger fatto_immutabile before update on relazione for each row execute function kernel.fatto_immutabile();
create policy custode on relazione for select to custode using (true);
grant select on relazione to custode;

-- ---- one's own record ------------------------------------------------------------------------------------------------

create or replace function accesso.persone_vietate(p_utente uuid, p_codice_fiscale text, p_ambito uuid) returns uuid[] language sql stable security definer set search_path = public, pg_catalog as $$
  with io as (
    select p.id from persona p where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(p_codice_fiscale) and p.ambito_id = p_ambito
  ), io_e_unite as (select id from io union select p.id from persona p join io on p.unita_a = io.id)
  select coalesce(array_agg(id), '{}') from (
    select id from io_e_unite
    union select r.persona_b from io_e_unite i join relazione r on r.persona_a = i.id where r.specie <> 'legame' and r.sostituito_il is null
    union select r.persona_a from io_e_unite i join relazione r on r.persona_b = i.id where r.specie <> 'legame' and r.sostituito_il is null
    union select altri.persona_id from io_e_unite i
            join nucleo_componente mio on mio.persona_id = i.id and mio.sostituito_il is null
            join nucleo n on n.id = mio.nucleo_id and n.tipo <> 'rete'
            join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null
    -- few in an ambito, and found by an index of their own
    union select p.id from persona p where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a)
    union select q.id from persona p join persona q on q.unita_a = p.id where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a)
  ) x
$$;
comment on function accesso.persone_vietate is 'The persons of the record who are the operator himself, his relatives, whoever lives with him; and those restricted to others';
alter function kernel.indicizza_persona owner to custode;
insert into tipo_soggetto values ('persona', 'persona', 'id', 'id'), ('nucleo', 'nucleo_componente', 'nucleo_id', 'persona_id');
