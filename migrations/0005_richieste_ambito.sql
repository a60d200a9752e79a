-- Accreditation, first phase: the request by which an ambito names its administrators. It comes from people who have
-- no account, so its rows open to whoever shows the secret given with the draft, and to national acts once sent.

alter table kernel.tabella_protetta drop constraint tabella_protetta_tipo_check,
  add constraint tabella_protetta_tipo_check check (tipo in ('ambito', 'figlia', 'nazionale', 'chiave'));
comment on column kernel.tabella_protetta.tipo is 'ambito: of one tenant; figlia: visible if its parent is; nazionale: public data; chiave: opened by the secret of an anonymous person, and by national acts';

create table richiesta_ambito (
  id uuid primary key default gen_random_uuid(),
  ricevuta text not null,
  chiave_hash text not null,
  stato text not null default 'bozza'
    check (stato in ('bozza', 'inviata', 'in-istruttoria', 'integrazione-richiesta', 'approvata', 'respinta')),
  ambito_id uuid references ambito (id),
  ambito_nominato text,
  firmatario_nome text,
  firmatario_cognome text,
  firmatario_qualifica text check (firmatario_qualifica in ('legale-rappresentante', 'delegato')),
  firmatario_email text,
  firmatario_telefono text,
  nomina_dichiarata boolean not null default false,
  motivo text,
  istruttore_id uuid references utente (id),
  creata timestamptz not null default kernel.adesso(),
  aggiornata timestamptz not null default kernel.adesso(),
  inviata timestamptz,
  decisa timestamptz,
  versione integer not null default 1,
  constraint richiesta_ambito_ricevuta_unica unique (ricevuta),
  constraint richiesta_ambito_chiave_unica unique (chiave_hash),
  check (stato = 'bozza' or inviata is not null),
  check (stato not in ('integrazione-richiesta', 'respinta') or motivo is not null),
  check (stato <> 'approvata' or ambito_id is not null)
);
comment on table richiesta_ambito is 'Request of accreditation of an ambito (note on GePI, first phase): who signs, for which ambito. A draft expires';
comment on column richiesta_ambito.ricevuta is 'Receipt code: whoever has it reads the state and nothing else';
comment on column richiesta_ambito.chiave_hash is 'SHA-256 of the secret shown once with the draft: the only way back to it';
comment on column richiesta_ambito.ambito_nominato is 'The ambito in words, where the list does not have it yet';
comment on column richiesta_ambito.nomina_dichiarata is 'The signatory declares that the persons may act for the ambito and are designated for the processing (R1.13)';
comment on column richiesta_ambito.motivo is 'Why an integration was asked for, or why it was rejected';
create index on richiesta_ambito (stato, inviata, id);
create index on richiesta_ambito (inviata, id) where stato <> 'bozza';
create index on richiesta_ambito (ambito_id);
create index on richiesta_ambito (istruttore_id);
create index on richiesta_ambito (aggiornata) where stato = 'bozza';

create table richiesta_ambito_persona (
  id uuid primary key,
  richiesta_id uuid not null references richiesta_ambito (id) on delete cascade,
  ordine integer not null,
  codice_fiscale text,
  nome text,
  cognome text,
  data_nascita date,
  luogo_nascita_id text,
  genere text check (genere in ('M', 'F')),
  email text,
  telefono text,
  utente_id uuid references utente (id),
  unique (richiesta_id, id)
);
comment on table richiesta_ambito_persona is 'Person communicated as administrator (A2.01); incomplete while the request is a draft';
comment on column richiesta_ambito_persona.utente_id is 'The account that the approval created';
create index on richiesta_ambito_persona (richiesta_id, ordine);
create index on richiesta_ambito_persona (utente_id);

create table richiesta_ambito_persona_nota (
  richiesta_id uuid not null references richiesta_ambito (id) on delete cascade,
  codice_fiscale text not null,
  nominativo text not null,
  indicata_da text not null check (indicata_da in ('richiedente', 'istruttoria')),
  primary key (richiesta_id, codice_fiscale)
);
comment on table richiesta_ambito_persona_nota is 'Persons named in the authorisation note, as read in it: form and note must name the same ones (A2.05)';

create table richiesta_ambito_documento (
  id uuid primary key default gen_random_uuid(),
  richiesta_id uuid not null references richiesta_ambito (id) on delete cascade,
  persona_id uuid,
  tipo text not null check (tipo in ('nota', 'documento-identita', 'codice-fiscale', 'delega')),
  nome text not null check (length(nome) between 1 and 255),
  formato text not null check (formato in ('pdf', 'jpg', 'png', 'p7m', 'eml')),
  bytes integer not null check (bytes > 0),
  sha256 text not null,
  messaggio jsonb,
  caricato timestamptz not null default kernel.adesso(),
  foreign key (richiesta_id, persona_id) references richiesta_ambito_persona (richiesta_id, id) on delete cascade,
  check ((tipo in ('documento-identita', 'codice-fiscale')) = (persona_id is not null)),
  check ((tipo = 'nota') = (messaggio is not null))
);
comment on table richiesta_ambito_documento is 'File of a request: the note as sent by PEC (.eml), the copies of A2.02, the deed of A2.03. Not an allegato, which belongs to an ambito';
comment on column richiesta_ambito_documento.messaggio is 'Read from the .eml: sender, date, subject, message id, certified or not, names of the attachments';
create index on richiesta_ambito_documento (richiesta_id);
create index on richiesta_ambito_documento (richiesta_id, persona_id);

create table richiesta_ambito_documento_contenuto (
  documento_id uuid primary key references richiesta_ambito_documento (id) on delete cascade,
  contenuto bytea not null
);
comment on table richiesta_ambito_documento_contenuto is 'The bytes of a file of a request, apart as those of every file';
alter table richiesta_ambito_documento_contenuto alter column contenuto set storage external;

create table richiesta_ambito_passaggio (
  id bigint generated always as identity primary key,
  richiesta_id uuid not null references richiesta_ambito (id) on delete cascade,
  quando timestamptz not null default kernel.adesso(),
  stato text not null,
  motivo text,
  utente_id uuid references utente (id)
);
comment on table richiesta_ambito_passaggio is 'Each change of state of a request, with its reason; user null: the applicant';
create index on richiesta_ambito_passaggio (richiesta_id, id);
create index on richiesta_ambito_passaggio (utente_id);

alter table richiesta_ambito enable row level security, force row level security;
create policy chiave on richiesta_ambito to applicazione
  using (chiave_hash = (select kernel.chiave())) with check (chiave_hash = (select kernel.chiave()));
-- what has not been sent is nobody's business; the job that deletes expired drafts is the exception
create policy nazionale on richiesta_ambito to nazionale
  using (stato <> 'bozza' or (select kernel.azione()) = 'richiesta-ambito.scade') with check (true);
grant select, insert, update, delete on richiesta_ambito to applicazione, nazionale;
insert into kernel.tabella_protetta values ('richiesta_ambito', 'chiave', null, false);
select kernel.proteggi_figlia('richiesta_ambito_persona', 'richiesta_ambito', 'richiesta_id');
select kernel.proteggi_figlia('richiesta_ambito_persona_nota', 'richiesta_ambito', 'richiesta_id');
select kernel.proteggi_figlia('richiesta_ambito_documento', 'richiesta_ambito', 'richiesta_id');
select kernel.proteggi_figlia('richiesta_ambito_passaggio', 'richiesta_ambito', 'richiesta_id');
select kernel.proteggi_figlia('richiesta_ambito_documento_contenuto', 'richiesta_ambito_documento', 'documento_id');
drop trigger registra_modifica on richiesta_ambito_documento_contenuto;

-- The register keeps everything for years: what an anonymous person writes in a draft that may never be sent does not
-- enter it, nor does its deletion, or a draft would never really expire. Its changes of state do, as rows of passaggio.
do $$
declare t text;
begin
  foreach t in array '{richiesta_ambito,richiesta_ambito_persona,richiesta_ambito_persona_nota,richiesta_ambito_documento}'::text[] loop
    execute format('drop trigger if exists registra_modifica on %I', t);
    execute format('create trigger registra_modifica after insert or update or delete on %I for each row
      when (coalesce(kernel.azione(), '''') not in (''pubblico'', ''richiesta-ambito.scade'')) execute function kernel.registra_modifica(false, ''senza-ambito'')', t);
  end loop;
end $$;
-- the persons of a request are nobody's tenant, whichever ambito the Super Utente was looking at: no administrator reads them
drop trigger registra_modifica on richiesta_ambito_passaggio;
create trigger registra_modifica after insert or update or delete on richiesta_ambito_passaggio
  for each row execute function kernel.registra_modifica(false, 'senza-ambito');

create function accesso.stato_di_ricevuta(p_ricevuta text) returns text
  language sql stable security definer set search_path = public, pg_catalog as $$
  select stato from richiesta_ambito where ricevuta = p_ricevuta
$$;
comment on function accesso.stato_di_ricevuta is 'The receipt code shows the state of the request and nothing else';
create policy custode on richiesta_ambito for select to custode using (true);
grant select (ricevuta, stato) on richiesta_ambito to custode;
alter function accesso.stato_di_ricevuta(text) owner to custode;
revoke all on function accesso.stato_di_ricevuta(text) from public;
grant execute on function accesso.stato_di_ricevuta(text) to applicazione, nazionale;

create function accesso.avvisa_super_utenti(p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, testo, collegamento)
  select distinct a.utente_id, p_testo, p_collegamento
    from assegnazione a join utente u on u.id = a.utente_id
   where a.ruolo_id = 'super-utente' and a.stato = 'abilitata' and u.stato in ('inserito', 'attivo')
     and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
$$;
comment on function accesso.avvisa_super_utenti is 'Who sends a request from outside cannot see whom it goes to: a line for each Super Utente of today';
create policy avvisi on kernel.notifica for insert to custode with check (ambito_id is null);
grant insert on kernel.notifica to custode;
alter function accesso.avvisa_super_utenti(text, text) owner to custode;
revoke all on function accesso.avvisa_super_utenti(text, text) from public;
grant execute on function accesso.avvisa_super_utenti(text, text) to applicazione, nazionale;
