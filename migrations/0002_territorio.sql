-- Territory: regions, provinces, comuni with their history, foreign states, ambiti, offices,
-- adhesions (convenzioni, atti, protocolli) and deleghe: what opens which data to whom, and since when.

create table regione (
  id text primary key check (id ~ '^[0-9]{2}$'),
  nome text not null
);
comment on table regione is 'Region; id is the ISTAT code';
select kernel.proteggi_nazionale('regione');

create table provincia (
  id text primary key check (id ~ '^[0-9]{3}$'),
  sigla text not null,
  nome text not null,
  regione_id text references regione (id)
);
comment on table provincia is 'Province or metropolitan city, also suppressed; id is the ISTAT code (of the territorial unit)';
comment on column provincia.sigla is 'The last one it had: Forlì was FO and is FC';
comment on column provincia.regione_id is 'Null for the lands ceded in 1947, which no region of today holds';
create index on provincia (sigla);
create index on provincia (regione_id);
select kernel.proteggi_nazionale('provincia');

create table comune (
  id text primary key check (id ~ '^[A-Z][0-9]{3}$'),
  nome text not null,
  nome_chiave text collate "C" not null generated always as (kernel.normalizza(nome)) stored,
  provincia_id text references provincia (id),
  istat text check (istat ~ '^[0-9]{6}$'),
  dal date,
  al date,
  successore_id text references comune (id),
  successore_fonte text,
  check (al is null or dal is null or al >= dal),
  constraint comune_successore_diverso check (successore_id <> id)
);
comment on table comune is 'A comune, present or suppressed, as it is named today or was named last; id is its Belfiore (cadastral) code, which survives renames and moves between provinces';
comment on column comune.dal is 'First day; null where the source does not say';
comment on column comune.al is 'Last day, inclusive; null while it exists';
comment on column comune.successore_id is 'Entered or imported apart, never guessed from dates';
create index on comune (nome_chiave, id);
create index on comune (provincia_id);
create index on comune (successore_id);
create index on comune (istat);
select kernel.proteggi_nazionale('comune');

create table comune_periodo (
  id uuid primary key default gen_random_uuid(),
  comune_id text not null references comune (id),
  nome text not null,
  altra_denominazione text,
  istat text check (istat ~ '^[0-9]{6}$'),
  provincia_id text references provincia (id),
  dal date not null,
  al date,
  check (al is null or al >= dal),
  constraint comune_periodo_senza_sovrapposizioni exclude using gist (comune_id with =, daterange(dal, al, '[]') with &&)
);
comment on table comune_periodo is 'One dated row for each name, ISTAT code and province that a comune has had';
create index on comune_periodo (comune_id, dal);
create index on comune_periodo (provincia_id);
create index on comune_periodo (istat, dal);
select kernel.proteggi_nazionale('comune_periodo');

create table stato_estero (
  id text primary key check (id ~ '^Z[0-9]{3}$'),
  nome text not null,
  nome_chiave text collate "C" not null generated always as (kernel.normalizza(nome)) stored,
  dal date,
  al date
);
comment on table stato_estero is 'Foreign state or territory as a place of birth; id is its Belfiore code';
create index on stato_estero (nome_chiave);
select kernel.proteggi_nazionale('stato_estero');

create table luogo_parola (
  id bigint generated always as identity primary key,
  parola text collate "C" not null,
  luogo_id text not null,
  tipo text not null check (tipo in ('comune', 'stato-estero')),
  nome text not null,
  provincia_id text references provincia (id),
  dal date,
  al date
);
comment on table luogo_parola is 'Search of places by any word of any name they ever had: «la spezia» and «spezia» both stand here, so one prefix range finds them. Derived: written by trigger from comune, comune_periodo and stato_estero';
create index on luogo_parola (parola, luogo_id);
create index on luogo_parola (luogo_id);
create index on luogo_parola (provincia_id);
select kernel.proteggi_nazionale('luogo_parola');
drop trigger registra_modifica on luogo_parola; -- derived from tables that the register follows

create function kernel.indicizza_luoghi(luoghi text[]) returns void language sql as $$
  delete from luogo_parola where luogo_id = any (luoghi);
  -- the words from each one on: the key cut at every space
  insert into luogo_parola (parola, luogo_id, tipo, nome, provincia_id, dal, al)
  select distinct array_to_string(parole[i:], ' '), n.luogo_id, n.tipo, n.nome, n.provincia_id, n.dal, n.al
    from (
      select p.comune_id as luogo_id, 'comune' as tipo, p.nome, p.provincia_id, p.dal, p.al, kernel.normalizza(p.nome) as chiave
        from comune_periodo p where p.comune_id = any (luoghi)
      union all
      select c.id, 'comune', c.nome, c.provincia_id, c.dal, c.al, c.nome_chiave
        from comune c where c.id = any (luoghi) and not exists (select 1 from comune_periodo p where p.comune_id = c.id)
      union all
      select s.id, 'stato-estero', s.nome, null, s.dal, s.al, s.nome_chiave from stato_estero s where s.id = any (luoghi)
    ) n, lateral (select string_to_array(trim(n.chiave), ' ') as parole) w, lateral generate_subscripts(w.parole, 1) as i
   where w.parole[i] <> ''
$$;
create function kernel.indicizza_luoghi_toccati() returns trigger language plpgsql as $$
begin
  perform kernel.indicizza_luoghi(array(
    select distinct case tg_table_name when 'comune_periodo' then r ->> 'comune_id' else r ->> 'id' end
      from (select to_jsonb(t) from toccate t) as x(r)));
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array '{comune,comune_periodo,stato_estero}'::text[] loop
    execute format('create trigger indicizza_inserite after insert on %I referencing new table as toccate for each statement execute function kernel.indicizza_luoghi_toccati()', t);
    execute format('create trigger indicizza_modificate after update on %I referencing new table as toccate for each statement execute function kernel.indicizza_luoghi_toccati()', t);
    execute format('create trigger indicizza_tolte after delete on %I referencing old table as toccate for each statement execute function kernel.indicizza_luoghi_toccati()', t);
  end loop;
end $$;

create table ambito (
  id uuid primary key default gen_random_uuid(),
  codice text not null,
  nome text not null,
  regione_id text not null references regione (id),
  capofila_id text references comune (id),
  soggetto_attuatore text,
  pec text,
  email text,
  telefono text,
  dimostrativo boolean not null default false,
  dal date not null default kernel.oggi(),
  al date,
  versione integer not null default 1,
  constraint ambito_codice_unico unique (codice),
  check (al is null or al >= dal)
);
comment on table ambito is 'Ambito territoriale sociale (L. 328/2000 art. 8): the tenant';
comment on column ambito.soggetto_attuatore is 'Implementing body of the associated form, where it is not the capofila (consorzio, azienda speciale)';
comment on column ambito.dimostrativo is 'Synthetic data, said on every page';
create index on ambito (regione_id);
create index on ambito (capofila_id);
select kernel.proteggi_nazionale('ambito');
-- an ambito keeps its own addresses up to date
create policy propri_recapiti on ambito for update to applicazione
  using (id = (select kernel.ambito()) and (select kernel.ambito_intero())) with check (id = (select kernel.ambito()));
grant update (pec, email, telefono, versione) on ambito to applicazione;

create table ambito_comune (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  dal date not null,
  al date,
  constraint ambito_comune_date_in_ordine check (al is null or al >= dal),
  constraint comune_in_un_solo_ambito exclude using gist (comune_id with =, daterange(dal, al, '[]') with &&)
);
comment on table ambito_comune is 'Comuni of an ambito over time; the constraint keeps a comune in at most one ambito on any day';
create index on ambito_comune (ambito_id, dal);
create index on ambito_comune (comune_id, dal);
select kernel.proteggi_nazionale('ambito_comune');

create table ufficio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text references comune (id),
  nome text not null,
  indirizzo text,
  telefono text,
  email text,
  dal date not null default kernel.oggi(),
  al date,
  versione integer not null default 1,
  check (al is null or al >= dal)
);
comment on table ufficio is 'Office of a comune, or of the ambito where comune is null';
create index ufficio_elenco on ufficio (ambito_id, nome, id);
create index ufficio_nazionale on ufficio (nome, id);
create index on ufficio (comune_id);
select kernel.proteggi('ufficio', nazionale => true);
-- who works in one comune also needs the offices of the whole ambito
create policy di_ambito on ufficio for select to applicazione using (comune_id is null);

-- ---- sections of the product and what opens them ---------------------------------------------------------------

create table sezione (
  id text primary key,
  nome text not null,
  descrizione text not null,
  delegabile boolean not null,
  ordine integer not null
);
comment on table sezione is 'A part of the product whose data open comune by comune: patti, controlli anagrafici, PUC, cartella, flussi';
comment on column sezione.delegabile is 'The ambito may act for the comune by delega; never for the registry checks (note on GePI, first phase)';
select kernel.proteggi_nazionale('sezione');

create table tipo_adesione (
  id text primary key,
  nome text not null,
  controparte text not null,
  annuale boolean not null default false,
  ordine integer not null,
  fonte text not null
);
comment on table tipo_adesione is 'Kind of act by which an ente adheres: convenzione, yearly act, protocollo d’intesa';
select kernel.proteggi_nazionale('tipo_adesione');

create table sezione_requisito (
  id uuid primary key default gen_random_uuid(),
  sezione_id text not null references sezione (id),
  tipo_adesione_id text not null references tipo_adesione (id),
  attuatore boolean not null,
  dal date not null,
  al date,
  fonte text not null,
  unique (sezione_id, tipo_adesione_id, dal)
);
comment on table sezione_requisito is 'Adhesions that a section needs on a date: all of them';
comment on column sezione_requisito.attuatore is 'The act of the implementing body counts for the comuni that gave it their delega';
create index on sezione_requisito (tipo_adesione_id);
select kernel.proteggi_nazionale('sezione_requisito');

create table sezione_apertura (
  id uuid primary key default gen_random_uuid(),
  sezione_id text not null references sezione (id),
  aperta boolean not null,
  dal date not null,
  al date,
  norma text not null,
  check (al is null or al >= dal),
  constraint sezione_apertura_una_al_giorno exclude using gist (sezione_id with =, daterange(dal, al, '[]') with &&)
);
comment on table sezione_apertura is 'The dated national switch: accreditation goes on, the data of the section stay closed. No row means closed';
select kernel.proteggi_nazionale('sezione_apertura');

create table adesione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text references comune (id),
  tipo_adesione_id text not null references tipo_adesione (id),
  stato text not null default 'bozza' check (stato in ('bozza', 'firmata', 'registrata', 'cessata')),
  anno integer,
  firmatario text,
  firmatario_qualifica text check (firmatario_qualifica in ('sindaco', 'segretario-generale-delegato', 'legale-rappresentante-capofila', 'legale-rappresentante-attuatore')),
  firmata_il date,
  dal date,
  al date,
  allegato_id uuid references allegato (id),
  registrata_da uuid,
  registrata_il timestamptz,
  motivo_cessazione text,
  note text,
  versione integer not null default 1,
  check (al is null or dal is null or al >= dal),
  constraint adesione_firmata_completa check (stato = 'bozza' or (firmatario is not null and firmatario_qualifica is not null and firmata_il is not null)),
  constraint adesione_registrata_completa check (stato not in ('registrata', 'cessata') or (dal is not null and registrata_da is not null)),
  constraint adesione_una_alla_volta exclude using gist
    (ambito_id with =, coalesce(comune_id, '*') with =, tipo_adesione_id with =, daterange(dal, al, '[]') with &&)
    where (stato in ('registrata', 'cessata'))
);
comment on table adesione is 'Act of adhesion of a comune, or of the implementing body where comune is null';
create index on adesione (ambito_id, tipo_adesione_id);
-- the order of the list, in one ambito and for the nation: without them every page sorts everything
create index adesione_elenco on adesione (ambito_id, coalesce(dal, '9999-12-31'::date), id);
create index adesione_nazionale on adesione (coalesce(dal, '9999-12-31'::date), id);
create index on adesione (comune_id, tipo_adesione_id);
create index on adesione (tipo_adesione_id);
create index on adesione (allegato_id);
select kernel.proteggi('adesione', nazionale => true);

create table delega (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  oggetto text not null,
  protocollo text not null,
  data date not null,
  allegato_id uuid references allegato (id),
  versione integer not null default 1
);
comment on table delega is 'Official note by which one or many comuni delegate the pacts to the ambito; never the registry checks';
create index delega_elenco on delega (ambito_id, data, id);
create index delega_nazionale on delega (data, id);
create index on delega (allegato_id);
select kernel.proteggi('delega', nazionale => true);

create table delega_comune (
  id uuid primary key default gen_random_uuid(),
  delega_id uuid not null references delega (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  dal date not null,
  al date,
  motivo_fine text,
  check (al is null or al >= dal),
  -- of one ambito: what the ambito that a comune left forgot to close binds nobody else, and reaches nothing
  constraint delega_una_alla_volta exclude using gist (ambito_id with =, comune_id with =, daterange(dal, al, '[]') with &&)
);
comment on table delega_comune is 'A comune under a delega, with its own dates';
create index on delega_comune (delega_id);
create index on delega_comune (ambito_id, comune_id);
create index on delega_comune (comune_id);
select kernel.proteggi('delega_comune', nazionale => true);

-- the functions that decide what is open read these as custode, whatever the scope
create policy custode on adesione for select to custode using (true);
create policy custode on delega_comune for select to custode using (true);
grant select on adesione, delega_comune to custode;

-- ---- the versioned schemes of convention -----------------------------------------------------------------------

create table schema_adesione (
  id uuid primary key default gen_random_uuid(),
  tipo_adesione_id text not null references tipo_adesione (id),
  versione integer not null,
  stato text not null check (stato in ('bozza', 'pubblicata', 'ritirata')),
  dal date,
  titolo text not null,
  testo text not null,
  fonte text not null,
  unique (tipo_adesione_id, versione)
);
comment on table schema_adesione is 'Scheme of the act, with {{placeholders}} filled in for the ente; a published version never changes';
select kernel.proteggi_nazionale('schema_adesione');

create function kernel.versione_immutabile() returns trigger language plpgsql as $$
begin
  if old.stato <> 'bozza' and (to_jsonb(new) - 'stato') is distinct from (to_jsonb(old) - 'stato') then
    raise exception 'published version' using errcode = '23514', constraint = 'versione_pubblicata_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.versione_immutabile is 'A published version of anything versioned can be withdrawn, never altered';
create trigger versione_immutabile before update on schema_adesione
  for each row execute function kernel.versione_immutabile();

-- files of an ambito
select kernel.proteggi('allegato', nazionale => true);
select kernel.proteggi_figlia('allegato_contenuto', 'allegato', 'allegato_id');
drop trigger registra_modifica on allegato_contenuto; -- the bytes never enter the register; their hash does, with the file's row
alter table allegato add constraint allegato_di_un_ambito foreign key (ambito_id) references ambito (id);
alter table kernel.parametro add constraint parametro_di_un_ambito foreign key (ambito_id) references ambito (id);
