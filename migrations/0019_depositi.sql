-- Documents, second part: bytes written ahead of the document, a document moved to the right person, files that leave
-- and come back with the record.
--
-- A file of 100 MB written in one transaction stops everybody on the embedded engine. So its bytes are written first, in
-- lots, in a «deposito» that no document names: nobody can see it, and it becomes a version in one short transaction.
-- What a killed process leaves behind is a deposito without a version, and is taken away.

create table documento_deposito (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  iniziato_il timestamptz not null default kernel.adesso(),
  iniziato_da uuid default kernel.utente() references utente (id),
  completato_il timestamptz
);
comment on table documento_deposito is 'The bytes of a version while they arrive, and its identity afterwards: a version has the id of its deposito. Until it is completed it exists for who fills it alone';
comment on column documento_deposito.completato_il is 'When it became a version: from then on nothing is added to it';
create index on documento_deposito (ambito_id, comune_id);
create index on documento_deposito (comune_id);
create index on documento_deposito (iniziato_da);
create index documento_deposito_aperti on documento_deposito (iniziato_il) where completato_il is null;

insert into documento_deposito (id, ambito_id, comune_id, iniziato_il, iniziato_da, completato_il)
select v.id, d.ambito_id, d.comune_id, v.caricata_il, v.caricata_da, v.caricata_il from documento_versione v join documento d on d.id = v.documento_id;
alter table documento_contenuto drop constraint documento_contenuto_versione_id_fkey;
alter table documento_contenuto add constraint documento_contenuto_deposito foreign key (versione_id) references documento_deposito (id);
alter table documento_versione alter column id drop default;
alter table documento_versione add constraint documento_versione_deposito foreign key (id) references documento_deposito (id);

select kernel.proteggi('documento_deposito', sezione => 'cartella');
create policy proprio on documento_deposito as restrictive to applicazione using (iniziato_da = (select kernel.utente()));
drop trigger registra_modifica on documento_deposito; -- bytes on their way: the version that they become is registered
revoke update, delete on documento_deposito from applicazione;

-- bytes are read by whoever sees the version, and written by whoever fills the deposito
drop policy madre on documento_contenuto;
create policy madre on documento_contenuto for select to applicazione
  using (exists (select 1 from documento_versione m where m.id = versione_id));
create policy deposito on documento_contenuto for insert to applicazione
  with check (exists (select 1 from documento_deposito d where d.id = versione_id and d.completato_il is null));

create function kernel.versione_depositata() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  update documento_deposito d set completato_il = kernel.adesso()
   where d.id = new.id and d.completato_il is null and d.iniziato_da is not distinct from kernel.utente()
     and (select coalesce(sum(octet_length(c.contenuto)), 0) from documento_contenuto c where c.versione_id = d.id) = new.bytes;
  if not found then
    raise exception 'bytes are missing' using errcode = '23514', constraint = 'documento_versione_intera';
  end if;
  return new;
end $$;
comment on function kernel.versione_depositata is 'No version without all its bytes, written by whoever adds it';
alter function kernel.versione_depositata owner to custode;
create trigger versione_depositata before insert on documento_versione for each row execute function kernel.versione_depositata();

create function accesso.togli_depositi(p_ids uuid[]) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
declare tolti uuid[];
begin
  select array_agg(d.id) into tolti from documento_deposito d
   where d.id = any (p_ids) and d.completato_il is null and d.ambito_id = kernel.ambito() and d.iniziato_da is not distinct from kernel.utente();
  delete from documento_contenuto c where c.versione_id = any (tolti);
  delete from documento_deposito d where d.id = any (tolti);
end $$;
comment on function accesso.togli_depositi is 'What did not become a version is taken back by whoever had begun to write it';

create function accesso.togli_depositi_abbandonati(p_prima timestamptz) returns integer language plpgsql security definer set search_path = public, pg_catalog as $$
declare tolti uuid[];
begin
  select coalesce(array_agg(d.id), '{}') into tolti from documento_deposito d where d.completato_il is null and d.iniziato_il < p_prima;
  delete from documento_contenuto c where c.versione_id = any (tolti);
  delete from documento_deposito d where d.id = any (tolti);
  return cardinality(tolti);
end $$;
comment on function accesso.togli_depositi_abbandonati is 'What a process that died left half written, in every ambito: for the nightly job and for the start of the embedded engine';

-- ---- a document filed under the wrong person ---------------------------------------------------------------------------

create table documento_spostamento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  verso text not null check (verso in ('uscita', 'entrata')),
  documento_id uuid references documento (id),
  motivo text not null check (motivo ~ '\S'),
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid not null default kernel.utente() references utente (id),
  classe text references classe_riservatezza (id),
  riservato_a uuid[]
);
comment on table documento_spostamento is 'A document filed under the wrong person was moved to the right one: one row for each of the two folders. Neither says which the other is, nor what the document is about; each is as confidential as the document';
comment on column documento_spostamento.documento_id is 'Empty where the folder has left without the document';
create index on documento_spostamento (persona_id);
create index on documento_spostamento (documento_id);
create index on documento_spostamento (ambito_id, comune_id);
create index on documento_spostamento (comune_id);
create index on documento_spostamento (utente_id);
create index on documento_spostamento (classe) where classe is not null;
select kernel.proteggi('documento_spostamento', sezione => 'cartella', fascicolo => true);
revoke update, delete on documento_spostamento from applicazione;
grant update (classe, riservato_a) on documento_spostamento to applicazione;

create view evento_documento_spostato with (security_invoker = true) as
  select 'documento'::text as tipo, s.id, s.persona_id, kernel.giorno(s.quando) as giorno, s.quando,
         case s.verso when 'uscita' then 'Un documento è stato spostato nel fascicolo giusto' else 'Un documento è arrivato da un altro fascicolo' end as titolo,
         null::text as codifica, null::text as codice, s.motivo as testo, false as significativo, s.utente_id as autore_id,
         s.riservato_a is not null as riservato,
         '/persone/' || s.persona_id || '/documenti' || case when s.verso = 'entrata' then coalesce('/' || s.documento_id, '') else '' end as collegamento
    from documento_spostamento s;
comment on view evento_documento_spostato is 'Stream: documents that were in the wrong folder, in both';

-- ---- «chi mi ha letto» ---------------------------------------------------------------------------------------------------

create or replace function accesso.nascosto_a_me(p_id uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare o oscurabile; a uuid[]; c text; dove text;
begin
  for o in select * from oscurabile loop
    execute format('select riservato_a from %I where id = $1', o.tabella) into a using p_id;
    if a is not null then return not kernel.utente() = any (a); end if;
  end loop;
  -- a document has its own way of being hidden
  select d.riservato_a, d.classe, d.comune_id into a, c, dove from documento d where d.id = p_id;
  if not kernel.utente() = any (a) then return true; end if;
  if c is not null and not (c = any (kernel.classi()) or c || ':' || dove = any (kernel.classi())) then return true; end if;
  return exists (select 1 from oscuramento x where x.id = p_id and not kernel.utente() = any (x.riservato_a));
end $$;

create or replace function accesso.letture_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, utente_id uuid, cognome text, nome text, azione text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select r.id, r.quando, r.utente_id, u.cognome, u.nome, r.azione, z.descrizione, r.interrogazione, r.fuori_carico,
         coalesce(r.motivo, case when r.fuori_carico then (
           select kernel.voce_etichetta('motivo-accesso-fascicolo', a.motivo, kernel.giorno(a.dal)) || ': ' || a.dettaglio from apertura_fascicolo a
            where a.utente_id = r.utente_id and a.persona_id = any (r.persone) and a.dal <= r.quando and a.scade > r.quando order by a.dal desc limit 1) end)
    from kernel.registro_accessi r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
   where r.persone && accesso.stessa_persona(p_persona) and r.esito = 'consentito' and r.ambito_id = kernel.ambito()
     and (p_prima is null or r.id < p_prima)
     -- what was written speaks for itself, where one may see it
     and (r.azione <> all ('{diario.scrivi,oscuramento.gestisci,documento.carica,documento.gestisci,documento.sposta}'::text[]) or r.utente_id = kernel.utente())
     and not (r.oggetto_id ~ '^[0-9a-f]{8}-' and accesso.nascosto_a_me(r.oggetto_id::uuid))
   order by r.id desc limit p_limite
$$;

-- ---- out, and back -------------------------------------------------------------------------------------------------------

-- a decision taken comes back with what it rests on
create or replace function kernel.decisione_ferma() returns trigger language plpgsql as $$
declare t decisione_testo;
begin
  if tg_table_name <> 'decisione' then
    if not kernel.importa() and exists (select 1 from decisione d where d.id = (to_jsonb(new) ->> 'decisione_id')::uuid and d.stato = 'presa') then
      raise exception 'a decision taken' using errcode = '23514', constraint = 'decisione_presa_immutabile';
    end if;
    return new;
  end if;
  if old.stato = 'presa' and (to_jsonb(new) - 'riservato_a') is distinct from (to_jsonb(old) - 'riservato_a') then
    raise exception 'a decision taken' using errcode = '23514', constraint = 'decisione_presa_immutabile';
  end if;
  if old.stato = 'bozza' and new.stato = 'presa' then
    select * into t from decisione_testo x where x.decisione_id = new.id;
    if t.quesito !~ '\S' or t.scelta !~ '\S' or jsonb_array_length(t.ragioni) = 0
       or exists (select 1 from jsonb_array_elements(t.ragioni) r where coalesce(r ->> 'testo', '') !~ '\S') then
      raise exception 'no reasons' using errcode = '23514', constraint = 'decisione_motivata';
    end if;
  end if;
  return new;
end $$;

create function accesso.numeri_presa_occupati(p_comune text, p_numeri integer[]) returns integer[] language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(array_agg(p.numero), '{}') from presa_in_carico p
   where p.ambito_id = kernel.ambito() and p.comune_id = p_comune and p.numero = any (p_numeri) and kernel.importa()
$$;
comment on function accesso.numeri_presa_occupati is 'Which numbers of an incoming folder are taken here, also by folders that the caller does not see: those get another number';

-- in which ambito a row of the record is: its own column, or that of the row it belongs to
create function kernel.nell_ambito(p_tabella text, p_riga text) returns text language sql stable as $$
  select case when exists (select 1 from pg_attribute a where a.attrelid = p_tabella::regclass and a.attname = 'ambito_id' and not a.attisdropped)
    then p_riga || '.ambito_id = kernel.ambito()'
    else (select format('exists (select 1 from %I m where m.id = %s.%I and m.ambito_id = kernel.ambito())', c.relname, p_riga, a.attname)
            from pg_constraint k join pg_class c on c.oid = k.confrelid join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
            join kernel.tabella_protetta t on t.nome = c.relname and t.tipo = 'ambito' and t.sezione = 'cartella'
           where k.conrelid = p_tabella::regclass and k.contype = 'f' and a.attname <> 'id' order by a.attnum limit 1) end
$$;
grant execute on function kernel.nell_ambito to custode;

create or replace function accesso.estrai(p_tabella text) returns refcursor language plpgsql security definer set search_path = public, pg_catalog as $$
declare c refcursor := 'estrai_' || p_tabella; madre text; tempo text; serie text;
begin
  perform accesso.assert_scambio('ambito.esporta', p_tabella);
  -- who is named by another row of the same table comes first: then they can be written back in order
  select a.attname into madre from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
   where k.contype = 'f' and k.conrelid = p_tabella::regclass and k.confrelid = k.conrelid limit 1;
  select a.attname into tempo from pg_attribute a where a.attrelid = p_tabella::regclass and a.attnum > 0 and a.atttypid = 'timestamptz'::regtype and a.attnotnull
   order by a.attnum limit 1;
  -- a number given by the database is given again there: rows leave in its order
  select a.attname into serie from pg_attribute a where a.attrelid = p_tabella::regclass and a.attnum > 0 and a.attidentity <> '';
  open c no scroll for execute format('select to_jsonb(t) as riga from %I t where %s order by %s %s %s 1', p_tabella, kernel.nell_ambito(p_tabella, 't'),
    case when serie is not null then format('t.%I,', serie) else '' end, case when madre is not null then format('(t.%I is not null),', madre) else '' end,
    case when tempo is not null then format('t.%I,', tempo) else '' end);
  return c;
end $$;

create or replace function accesso.rimetti(p_tabella text, p_colonne text[], p_righe jsonb) returns integer language plpgsql security definer set search_path = public, pg_catalog as $$
declare quante integer; colonne text;
begin
  perform accesso.assert_scambio('ambito.importa', p_tabella);
  select string_agg(format('%I', c), ', ') into colonne from unnest(p_colonne) c;
  execute format('insert into %I (%s) select %2$s from jsonb_populate_recordset(null::%1$I, $1) r where %3$s', p_tabella, colonne, kernel.nell_ambito(p_tabella, 'r')) using p_righe;
  get diagnostics quante = row_count;
  return quante;
end $$;

create function accesso.estrai_contenuto(p_versione uuid, p_da integer, p_quante integer) returns table (contenuto bytea) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  perform accesso.assert_scambio('ambito.esporta', 'documento_contenuto');
  return query select c.contenuto from documento_contenuto c join documento_deposito d on d.id = c.versione_id
   where c.versione_id = p_versione and c.parte >= p_da and c.parte < p_da + p_quante and d.ambito_id = kernel.ambito() order by c.parte;
end $$;
comment on function accesso.estrai_contenuto is 'Slices of a file of the ambito, for the command that takes all of it out';

create function accesso.deposita(p_id uuid, p_comune text, p_parte integer, p_contenuto bytea) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  perform accesso.assert_scambio('ambito.importa', 'documento_contenuto');
  insert into documento_deposito (id, comune_id) values (p_id, p_comune) on conflict (id) do nothing;
  insert into documento_contenuto (versione_id, parte, contenuto)
  select d.id, p_parte, p_contenuto from documento_deposito d where d.id = p_id and d.ambito_id = kernel.ambito() and d.completato_il is null;
  if not found then raise exception 'already there' using errcode = '42501'; end if;
end $$;
comment on function accesso.deposita is 'One slice of a file that comes back with its ambito, before the rows that name it';

-- What the record names and does not contain (offices, benefits, versions of templates, other ambiti) travels by what
-- it is called, and is looked for there under that name.
create policy custode on prestazione_offerta for select to custode using (true);
grant select on prestazione_offerta to custode;
create policy custode_nuovo on ufficio for insert to custode with check (ambito_id = (select kernel.ambito()));
grant insert on ufficio to custode;

create function accesso.riferimenti(p_tabella text, p_ids uuid[]) returns table (id uuid, chiave jsonb) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  case p_tabella
    when 'ufficio' then return query select u.id, jsonb_build_object('comune', u.comune_id, 'nome', u.nome, 'dal', u.dal, 'al', u.al) from ufficio u where u.id = any (p_ids) and u.ambito_id = kernel.ambito();
    when 'prestazione_offerta' then return query select p.id, jsonb_build_object('codice', p.codice, 'dal', p.dal) from prestazione_offerta p
      where p.id = any (p_ids) and (p.ambito_id is null or p.ambito_id = kernel.ambito());
    when 'modello_versione' then return query select v.id, jsonb_build_object('codice', m.codice, 'versione', v.versione, 'nazionale', m.ambito_id is null) from modello_versione v
      join modello_documento m on m.id = v.modello_id where v.id = any (p_ids) and (m.ambito_id is null or m.ambito_id = kernel.ambito());
    when 'ambito' then return query select a.id, jsonb_build_object('codice', a.codice) from ambito a where a.id = any (p_ids);
  end case;
end $$;
comment on function accesso.riferimenti is 'What these ids of other tables are called, outside this installation too';

create function accesso.riferimento_qui(p_tabella text, p_chiave jsonb) returns uuid language plpgsql security definer set search_path = public, pg_catalog as $$
declare trovato uuid;
begin
  case p_tabella
    when 'ufficio' then
      select u.id into trovato from ufficio u where u.ambito_id = kernel.ambito() and u.comune_id is not distinct from p_chiave ->> 'comune' and lower(u.nome) = lower(p_chiave ->> 'nome')
       order by u.dal desc, u.id limit 1;
      -- a whole ambito brings its offices along; a folder does not make one
      if trovato is null and kernel.azione() = 'ambito.importa' and kernel.utente() is null then
        insert into ufficio (ambito_id, comune_id, nome, dal, al) values (kernel.ambito(), p_chiave ->> 'comune', p_chiave ->> 'nome', (p_chiave ->> 'dal')::date, (p_chiave ->> 'al')::date) returning id into trovato;
      end if;
    when 'prestazione_offerta' then
      select p.id into trovato from prestazione_offerta p where p.codice = p_chiave ->> 'codice' and (p.ambito_id is null or p.ambito_id = kernel.ambito())
       order by p.dal = (p_chiave ->> 'dal')::date desc, p.ambito_id is null, p.dal desc limit 1;
    when 'modello_versione' then
      select v.id into trovato from modello_versione v join modello_documento m on m.id = v.modello_id
       where m.codice = p_chiave ->> 'codice' and v.versione = (p_chiave ->> 'versione')::int
         and case when (p_chiave ->> 'nazionale')::boolean then m.ambito_id is null else m.ambito_id = kernel.ambito() end;
    when 'ambito' then select a.id into trovato from ambito a where a.codice = p_chiave ->> 'codice';
  end case;
  return trovato;
end $$;
comment on function accesso.riferimento_qui is 'What is called so here; null where there is none. The command that brings back a whole ambito makes the offices that are missing';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('togli_depositi', 'togli_depositi_abbandonati', 'numeri_presa_occupati', 'estrai_contenuto', 'deposita', 'riferimenti', 'riferimento_qui') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to %s', f, case when f::text like '%abbandonati%' then 'nazionale' else 'applicazione' end);
  end loop;
end $$;

select kernel.ricostruisci_eventi();
select kernel.apri_scambio();
