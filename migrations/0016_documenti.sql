-- Documents of a person's folder, with their versions, and the templates from which letters are printed.
--
-- The bytes do not stand in «allegato», which every act of the ambito and the ministry may read: they are children of
-- the version, the version of the document, so that class, restriction and comune of the document cover them all.
-- Nothing is overwritten and nothing deleted: a correction is another version, a mistake is annulled with its reason.

create table documento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid references presa_in_carico (id),
  sottocartella text not null,
  titolo text not null check (titolo ~ '\S' and length(titolo) <= 200),
  protocollo_ufficio text,
  protocollo_anno integer,
  protocollo_numero text,
  protocollo_verso text check (protocollo_verso in ('entrata', 'uscita', 'interno')),
  protocollo_data date,
  classe text references classe_riservatezza (id),
  riservato_a uuid[],
  stato text not null default 'valido' check (stato in ('valido', 'annullato')),
  annullato_il timestamptz,
  annullato_da uuid references utente (id),
  motivo_annullamento text,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint documento_annullato_con_motivo check (stato <> 'annullato' or (annullato_il is not null and motivo_annullamento ~ '\S')),
  constraint documento_protocollo_intero check ((protocollo_numero is null) = (protocollo_anno is null) and (protocollo_numero is null) = (protocollo_verso is null))
);
comment on table documento is 'A document in the folder of a person; what it contains is in its versions';
comment on column documento.sottocartella is 'Code of «sottocartella-documenti»';
comment on column documento.versione is 'Of this row, for two people who change it; the versions of the file are documento_versione';
create index documento_persona on documento (persona_id, creato_il desc, id);
create index documento_presa on documento (presa_id);
create index on documento (ambito_id, comune_id);
create index on documento (comune_id);
create index on documento (classe);
create index on documento (creato_da);
create index on documento (annullato_da);
select kernel.proteggi('documento', sezione => 'cartella', fascicolo => true);
revoke delete on documento from applicazione;

create table documento_versione (
  id uuid primary key default gen_random_uuid(),
  documento_id uuid not null references documento (id),
  numero integer not null check (numero > 0),
  nome text not null check (length(nome) between 1 and 255),
  tipo text not null,
  bytes integer not null check (bytes > 0),
  sha256 text not null,
  nota text,
  modello_versione_id uuid,
  verifica text not null default 'in-verifica' check (verifica in ('in-verifica', 'pulito', 'infetto', 'non-verificato')),
  verificata_il timestamptz,
  verifica_nota text,
  caricata_il timestamptz not null default kernel.adesso(),
  caricata_da uuid default kernel.utente() references utente (id),
  constraint documento_versione_unica unique (documento_id, numero)
);
comment on table documento_versione is 'A file that the document was, from then until the next version; never changed but by the virus scanner''s answer';
comment on column documento_versione.verifica is 'What the virus scanner said; non-verificato where none is configured';
comment on column documento_versione.verifica_nota is 'The name of what was found, or why the scanner has not answered yet';
comment on column documento_versione.modello_versione_id is 'The version of the template it was printed from';
create index on documento_versione (caricata_da);
create index documento_versione_impronta on documento_versione (sha256);
create index documento_versione_da_verificare on documento_versione (caricata_il) where verifica in ('in-verifica', 'non-verificato');
select kernel.proteggi_figlia('documento_versione', 'documento', 'documento_id');
revoke update, delete on documento_versione from applicazione;
grant update (nota, verifica, verificata_il, verifica_nota) on documento_versione to applicazione;

create table documento_contenuto (
  versione_id uuid not null references documento_versione (id),
  parte integer not null,
  contenuto bytea not null,
  primary key (versione_id, parte)
);
comment on table documento_contenuto is 'The bytes of a version, by slices';
alter table documento_contenuto alter column contenuto set storage external;
select kernel.proteggi_figlia('documento_contenuto', 'documento_versione', 'versione_id');
drop trigger registra_modifica on documento_contenuto; -- the bytes never enter the register; their hash does, with the version
revoke update, delete on documento_contenuto from applicazione;

create table documento_passaggio (
  id uuid primary key default gen_random_uuid(),
  documento_id uuid not null references documento (id),
  atto text not null,
  da text,
  a text,
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id)
);
comment on table documento_passaggio is 'The history of a document: moved to another folder, protocolled, restricted, annulled; who and why';
create index documento_passaggio_storia on documento_passaggio (documento_id, quando);
create index on documento_passaggio (utente_id);
select kernel.proteggi_figlia('documento_passaggio', 'documento', 'documento_id');
revoke update, delete on documento_passaggio from applicazione;

insert into tipo_soggetto values ('documento', 'documento', 'id', 'persona_id');

-- ---- what the virus scanner must still look at ------------------------------------------------------------------------

create policy custode on documento for select to custode using (true);
grant select on documento to custode;
create policy custode on documento_versione for select to custode using (true);
grant select on documento_versione to custode;
create function accesso.documenti_da_verificare(p_prima timestamptz, p_anche_non_verificati boolean, p_limite integer)
  returns table (versione_id uuid, ambito_id uuid, comune_id text, utente_id uuid, classe text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select v.id, d.ambito_id, d.comune_id, coalesce(v.caricata_da, d.creato_da), d.classe
    from documento_versione v join documento d on d.id = v.documento_id
   where v.caricata_il < p_prima and (v.verifica = 'in-verifica' or (p_anche_non_verificati and v.verifica = 'non-verificato'))
   order by v.caricata_il limit p_limite
$$;
comment on function accesso.documenti_da_verificare is 'Files that the scanner has not answered about, of every ambito: identifiers only, for the job that asks again';
revoke all on function accesso.documenti_da_verificare from public;
alter function accesso.documenti_da_verificare owner to custode;
grant execute on function accesso.documenti_da_verificare to nazionale;

-- ---- templates -------------------------------------------------------------------------------------------------------

create table modello_documento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid references ambito (id),
  codice text not null check (codice ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  nome text not null check (nome ~ '\S'),
  descrizione text not null default '',
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id)
);
comment on table modello_documento is 'A template of a letter: national (ambito null), shipped with the product, or of one ambito, which hides the national one of the same code';
create unique index modello_codice_unico on modello_documento (coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid), codice);
create index on modello_documento (ambito_id);
create index on modello_documento (creato_da);

create table modello_versione (
  id uuid primary key default gen_random_uuid(),
  modello_id uuid not null references modello_documento (id),
  ambito_id uuid references ambito (id),
  versione integer not null check (versione > 0),
  stato text not null check (stato in ('bozza', 'pubblicata', 'ritirata')),
  dal date,
  testo text not null check (length(testo) between 1 and 60000),
  nota text,
  derivata_da uuid references modello_versione (id),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  revisione integer not null default 1,
  constraint modello_versione_unica unique (modello_id, versione),
  constraint modello_pubblicato_datato check (stato = 'bozza' or dal is not null)
);
comment on table modello_versione is 'A version of a template, in the language of typst; a published one never changes, it is withdrawn or followed by another';
create unique index modello_una_bozza on modello_versione (modello_id) where stato = 'bozza';
create index on modello_versione (ambito_id);
create index on modello_versione (derivata_da);
create index on modello_versione (creata_da);
create trigger versione_immutabile before update on modello_versione for each row execute function kernel.versione_immutabile();
alter table documento_versione add constraint documento_versione_modello_versione_id_fkey foreign key (modello_versione_id) references modello_versione (id);
create index on documento_versione (modello_versione_id);

-- by hand and not by kernel.proteggi: a row without ambito is everybody's, as in codifica_voce
do $$
declare t text;
begin
  foreach t in array array['modello_documento', 'modello_versione'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy lettura on %I for select to applicazione, nazionale, custode using (ambito_id is null or ambito_id = (select kernel.ambito()))', t);
    execute format('create policy nuovo_proprio on %I for insert to applicazione with check (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()))', t);
    execute format('create policy modifica_propria on %I for update to applicazione using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero())) with check (ambito_id = (select kernel.ambito()))', t);
    execute format('create policy scrittura_nazionale on %I for insert to nazionale with check (ambito_id is null)', t);
    execute format('create policy modifica_nazionale on %I for update to nazionale using (ambito_id is null) with check (ambito_id is null)', t);
    execute format('grant select, insert, update on %I to applicazione, nazionale', t);
    execute format('grant select on %I to custode', t);
    execute format('create trigger registra_modifica after insert or update or delete on %I for each row execute function kernel.registra_modifica(false)', t);
  end loop;
end $$;
