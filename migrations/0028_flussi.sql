-- The hub of the flows: from a file, whatever wrote it, to an INPS flow. What arrives is kept as it was read; what was
-- understood stands beside it, with what was changed and why; what leaves never changes again.
--
-- Lists and counts read `prestazione_erogata`, which says nothing of whom; the person, the amounts and the defects stand in
-- `prestazione_dati`, open only to the contracts whose reading is written in the register.

create table ente_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  tipo text not null check (tipo in ('comune', 'attuatore')),
  codice text not null check (codice ~ '^\S{1,30}$'),
  denominazione text not null check (denominazione ~ '\S' and length(denominazione) <= 100),
  sede text not null check (sede ~ '^[A-Z][0-9]{3}$'),
  codice_fiscale_operatore text not null,
  gravita jsonb not null default '{}' check (jsonb_typeof(gravita) = 'object'),
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint ente_flussi_codice_unico unique (ambito_id, codice)
);
comment on table ente_flussi is 'Who sends to INPS: a comune, or the body that implements its services';
comment on column ente_flussi.comune_id is 'The comune, or the seat of the body: who works for it sees its flows';
comment on column ente_flussi.codice is 'As INPS knows it: it begins the name of every flow, which has 50 characters at most';
comment on column ente_flussi.sede is 'Belfiore code of the legal seat, that INPS calls Indirizzo';
comment on column ente_flussi.gravita is 'Severity of single rules, chosen by the ente: {"PS07": "errore"}. Never of the official ones';
create index on ente_flussi (comune_id);
create index on ente_flussi (creato_da);
select kernel.proteggi('ente_flussi', sezione => 'flussi');
revoke delete on ente_flussi from applicazione;

create table profilo_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  nome text not null check (nome ~ '\S' and length(nome) <= 100),
  firma text not null,
  lettura jsonb not null default '{}',
  profilo jsonb not null,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  usato_il timestamptz,
  versione integer not null default 1,
  constraint profilo_flussi_nome_unico unique (ente_id, nome)
);
comment on table profilo_flussi is 'How the columns of the files of one program become a prestazione: written once, used every month';
comment on column profilo_flussi.firma is 'The columns of the file it was made on: next month the same ones are recognised';
comment on column profilo_flussi.lettura is 'Separator, encoding, fixed columns: shared/flussi/carichi.rules.ts';
comment on column profilo_flussi.profilo is 'Shape: shared/flussi/profilo.ts';
create index on profilo_flussi (ambito_id);
create index on profilo_flussi (comune_id);
create index on profilo_flussi (creato_da);
select kernel.proteggi('profilo_flussi', sezione => 'flussi');
revoke delete on profilo_flussi from applicazione;

create table insegnamento_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  campo text not null,
  prima text not null check (length(prima) <= 500),
  dopo text not null check (length(dopo) <= 500),
  insegnato_il timestamptz not null default kernel.adesso(),
  insegnato_da uuid default kernel.utente() references utente (id),
  tolto_il timestamptz
);
comment on table insegnamento_flussi is 'A correction that the ente made a rule: what its files write so, means this';
create unique index insegnamento_flussi_unico on insegnamento_flussi (ente_id, campo, prima) where tolto_il is null;
create index on insegnamento_flussi (ambito_id);
create index on insegnamento_flussi (comune_id);
create index on insegnamento_flussi (insegnato_da);
select kernel.proteggi('insegnamento_flussi', sezione => 'flussi', fascicolo => true);
revoke delete on insegnamento_flussi from applicazione;

-- ---- a file that arrives ---------------------------------------------------------------------------------------------

create table carico_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  nome_file text not null,
  bytes bigint not null,
  sha256 text not null,
  stato text not null default 'in-arrivo' check (stato in ('in-arrivo', 'da-mappare', 'in-lettura', 'concluso', 'fallito', 'ritirato')),
  formato text check (formato in ('tabella', 'xml')),
  colonne text[] not null default '{}',
  lettura jsonb not null default '{}',
  profilo jsonb,
  profilo_id uuid references profilo_flussi (id),
  ultima_riga integer not null default 0,
  righe_lette integer not null default 0,
  prestazioni integer not null default 0,
  portata jsonb not null,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornato timestamptz not null default kernel.adesso(),
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  concluso_il timestamptz
);
comment on table carico_flussi is 'A file of prestazioni: kept as it came, with its hash; read by lots, each of which says how far it is';
comment on column carico_flussi.stato is 'In arrivo: its bytes are still being written, and nobody sees it';
comment on column carico_flussi.ultima_riga is 'Last row read: a reading that was interrupted goes on from here';
comment on column carico_flussi.corsa is 'The run now at work: one that finds another here stops, so that after a crash two never work together';
comment on column carico_flussi.portata is 'Comuni that whoever asked reaches: the work outside the request sees no more';
create index carico_flussi_elenco on carico_flussi (ambito_id, creato_il desc, id);
create index carico_flussi_stesso on carico_flussi (ente_id, sha256);
create index on carico_flussi (comune_id);
create index on carico_flussi (creato_da);
create index on carico_flussi (profilo_id);
create index carico_flussi_al_lavoro on carico_flussi (aggiornato) where stato in ('in-arrivo', 'in-lettura');
select kernel.proteggi('carico_flussi', sezione => 'flussi');
-- nobody sees what is still arriving but who sends it; the bytes of what never arrived are taken away
create policy in_arrivo on carico_flussi as restrictive to applicazione using (stato <> 'in-arrivo' or creato_da is not distinct from (select kernel.utente()));
revoke delete on carico_flussi from applicazione;

create table carico_flussi_parte (
  carico_id uuid not null references carico_flussi (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  parte integer not null,
  contenuto bytea not null,
  primary key (carico_id, parte)
);
comment on table carico_flussi_parte is 'The bytes of a file of prestazioni, kept as proof of what was given';
alter table carico_flussi_parte alter column contenuto set storage external;
create index on carico_flussi_parte (ambito_id);
create index on carico_flussi_parte (comune_id);
select kernel.proteggi('carico_flussi_parte', sezione => 'flussi', fascicolo => true);
drop trigger registra_modifica on carico_flussi_parte; -- bytes: their hash is in the register, with the file
revoke update on carico_flussi_parte from applicazione;

create table carico_flussi_inizio (
  carico_id uuid primary key references carico_flussi (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  righe jsonb not null
);
comment on table carico_flussi_inizio is 'Header and first rows of a file of prestazioni: what one looks at to say what its columns are';
create index on carico_flussi_inizio (ambito_id);
create index on carico_flussi_inizio (comune_id);
select kernel.proteggi('carico_flussi_inizio', sezione => 'flussi', fascicolo => true);
drop trigger registra_modifica on carico_flussi_inizio; -- a part of the file, whose hash is in the register
revoke update, delete on carico_flussi_inizio from applicazione;

-- ---- what leaves -------------------------------------------------------------------------------------------------------

create table generazione_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  banca text check (banca in ('PSA', 'PS')),
  dal text check (dal ~ '^[0-9]{4}-[0-9]{2}$'),
  al text check (al ~ '^[0-9]{4}-[0-9]{2}$'),
  massimo_record integer not null check (massimo_record > 0),
  massimo_bytes integer not null check (massimo_bytes > 0),
  stato text not null default 'in-corso' check (stato in ('in-corso', 'conclusa', 'fallita')),
  flussi integer not null default 0,
  prestazioni integer not null default 0,
  portata jsonb not null,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  conclusa_il timestamptz
);
comment on table generazione_flussi is 'The request of making flows of what is ready: by bank, months, and how much goes in one file';
create index generazione_flussi_elenco on generazione_flussi (ente_id, creata_il desc);
create index on generazione_flussi (ambito_id);
create index on generazione_flussi (comune_id);
create index on generazione_flussi (creata_da);
create index generazione_flussi_al_lavoro on generazione_flussi (aggiornata) where stato = 'in-corso';
select kernel.proteggi('generazione_flussi', sezione => 'flussi');
revoke delete on generazione_flussi from applicazione;

create table flusso (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  generazione_id uuid not null references generazione_flussi (id),
  stato text not null default 'in-scrittura' check (stato in ('in-scrittura', 'generato')),
  tipo text not null default 'PS_PSA_SINA' check (tipo = 'PS_PSA_SINA'),
  nome text,
  giorno date,
  progressivo integer check (progressivo > 0),
  ultima_parte integer not null default 0,
  beneficiari integer not null default 0,
  prestazioni integer not null default 0,
  centesimi bigint not null default 0,
  bytes bigint not null default 0,
  sha256 text,
  generato_il timestamptz,
  generato_da uuid references utente (id),
  esito text check (esito in ('accettato', 'respinto')),
  esito_il timestamptz,
  constraint flusso_generato_intero check ((stato = 'generato') = (nome is not null and giorno is not null and progressivo is not null and sha256 is not null and generato_il is not null)),
  constraint flusso_progressivo_unico unique (ente_id, giorno, progressivo)
);
comment on table flusso is 'A file for INPS. Until it is whole it has no number and nobody sees it; from then on it never changes';
comment on column flusso.progressivo is 'Of the ente and the day, given with the last byte: so there are no holes';
comment on column flusso.centesimi is 'Amounts of its prestazioni, in cents: of a periodic one, of all its months';
create index flusso_elenco on flusso (ambito_id, generato_il desc, id);
create index on flusso (comune_id);
create index on flusso (generazione_id);
create index on flusso (generato_da);
create index flusso_nome on flusso (nome);
select kernel.proteggi('flusso', sezione => 'flussi');
revoke delete on flusso from applicazione;

create function kernel.flusso_immutabile() returns trigger language plpgsql as $$
begin
  if old.stato = 'generato' and (to_jsonb(new) - '{esito,esito_il}'::text[]) is distinct from (to_jsonb(old) - '{esito,esito_il}'::text[]) then
    raise exception 'a generated flow' using errcode = '23514', constraint = 'flusso_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.flusso_immutabile is 'Of a generated flow only what INPS answers is written';
create trigger flusso_immutabile before update on flusso for each row execute function kernel.flusso_immutabile();

create table flusso_parte (
  flusso_id uuid not null references flusso (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  parte integer not null,
  contenuto bytea not null,
  primary key (flusso_id, parte)
);
comment on table flusso_parte is 'The bytes of a flow; part 0, its head with the name, is written last';
alter table flusso_parte alter column contenuto set storage external;
create index on flusso_parte (ambito_id);
create index on flusso_parte (comune_id);
select kernel.proteggi('flusso_parte', sezione => 'flussi', fascicolo => true);
drop trigger registra_modifica on flusso_parte; -- bytes: their hash is in the register, with the flow
create policy in_scrittura on flusso_parte as restrictive for insert to applicazione
  with check (exists (select 1 from flusso f where f.id = flusso_id and f.stato = 'in-scrittura'));
create policy non_generato on flusso_parte as restrictive for delete to applicazione
  using (exists (select 1 from flusso f where f.id = flusso_id and f.stato = 'in-scrittura'));
revoke update on flusso_parte from applicazione;

-- ---- prestazioni -------------------------------------------------------------------------------------------------------

create table prestazione_erogata (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  carico_id uuid references carico_flussi (id),
  riga integer,
  parte smallint not null default 0,
  ordine bigint generated always as identity,
  stato text not null check (stato in ('rifiutata', 'da-completare', 'pronta', 'in-flusso', 'accettata', 'esclusa')),
  operazione text not null default 'I' check (operazione in ('I', 'C')),
  annulla_id uuid references prestazione_erogata (id),
  segue_id uuid references prestazione_erogata (id),
  periodo text check (periodo ~ '^[0-9]{4}-[0-9]{2}$'),
  banca text check (banca in ('PSA', 'PS')),
  codice text,
  area text,
  centesimi bigint,
  persona text,
  impronta text not null,
  errori text[] not null default '{}',
  avvisi text[] not null default '{}',
  flusso_id uuid references flusso (id),
  versione integer not null default 1,
  creata_il timestamptz not null default kernel.adesso(),
  constraint prestazione_una_per_riga unique (carico_id, riga, parte),
  constraint prestazione_in_un_flusso check (stato not in ('in-flusso', 'accettata') or flusso_id is not null)
);
comment on table prestazione_erogata is 'One prestazione of one person, as it stands on the way to INPS: without saying whose it is';
comment on column prestazione_erogata.riga is 'Row of the file; a row that passes 31 December makes more than one part';
comment on column prestazione_erogata.annulla_id is 'The prestazione already sent that this one cancels';
comment on column prestazione_erogata.segue_id is 'The cancellation that must leave before this one, which takes the place of what it cancels';
comment on column prestazione_erogata.periodo is 'Month in which it begins or was given; empty while it is not known';
comment on column prestazione_erogata.persona is 'Hash of the data of the person: equal ones stand together in a file';
comment on column prestazione_erogata.impronta is 'Hash of the whole record: the same prestazione twice is recognised';
comment on column prestazione_erogata.errori is 'Rules broken that stop it';
comment on column prestazione_erogata.avvisi is 'Rules broken that wait for a reason';
create index prestazione_erogata_quadro on prestazione_erogata (ente_id, periodo, stato, ordine);
create index prestazione_erogata_elenco on prestazione_erogata (ente_id, ordine);
create index prestazione_erogata_impronta on prestazione_erogata (ente_id, impronta);
create index prestazione_erogata_pronte on prestazione_erogata (ente_id, persona, id) where stato = 'pronta';
create index on prestazione_erogata (ambito_id);
create index on prestazione_erogata (comune_id);
create index on prestazione_erogata (flusso_id) where flusso_id is not null;
create unique index prestazione_annullata_una_volta on prestazione_erogata (annulla_id) where annulla_id is not null and stato <> 'esclusa';
create index on prestazione_erogata (segue_id) where segue_id is not null;
select kernel.proteggi('prestazione_erogata', sezione => 'flussi');
-- what comes from a file is registered with the file; what is changed afterwards, row by row
drop trigger registra_modifica on prestazione_erogata;
create trigger registra_modifica after update on prestazione_erogata for each row
  when (old.versione is distinct from new.versione) execute function kernel.registra_modifica('true');
revoke delete on prestazione_erogata from applicazione;

create table prestazione_dati (
  id uuid primary key references prestazione_erogata (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  celle text[],
  letta jsonb,
  record jsonb not null,
  modifiche jsonb not null default '[]',
  difetti jsonb not null default '[]',
  deroghe jsonb not null default '{}',
  fermi text[] not null default '{}'
);
comment on table prestazione_dati is 'Of a prestazione: the row as it was read, what it was understood to be, what was changed, what is wrong';
comment on column prestazione_dati.celle is 'The cells of the row, as they were; of its first part alone';
comment on column prestazione_dati.letta is 'The record before it was normalised, where it was: to do it again after a correction';
comment on column prestazione_dati.record is 'Shape: shared/flussi/prestazione.ts';
comment on column prestazione_dati.modifiche is 'Each change of the normalisation: field, before, after, rule';
comment on column prestazione_dati.deroghe is 'Warnings overridden: rule, reason, who, when';
comment on column prestazione_dati.fermi is 'Fields that someone put back: normalising leaves them alone';
create index on prestazione_dati (ambito_id);
create index on prestazione_dati (comune_id);
select kernel.proteggi('prestazione_dati', sezione => 'flussi', fascicolo => true);
drop trigger registra_modifica on prestazione_dati;
create trigger registra_modifica after update on prestazione_dati for each row execute function kernel.registra_modifica('true');
revoke delete on prestazione_dati from applicazione;

create table flusso_prestazione (
  flusso_id uuid not null references flusso (id),
  prestazione_id uuid not null references prestazione_erogata (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  respinta boolean not null default false,
  primary key (flusso_id, prestazione_id)
);
comment on table flusso_prestazione is 'In which flow each prestazione left: another takes it only if INPS refused the one before';
create unique index prestazione_in_un_solo_flusso on flusso_prestazione (prestazione_id) where not respinta;
create index on flusso_prestazione (prestazione_id);
create index on flusso_prestazione (ambito_id);
create index on flusso_prestazione (comune_id);
select kernel.proteggi('flusso_prestazione', sezione => 'flussi');
drop trigger registra_modifica on flusso_prestazione; -- a million at a time: the flow is registered
revoke update, delete on flusso_prestazione from applicazione;
grant update (respinta) on flusso_prestazione to applicazione;

create table esito_flusso (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  flusso_id uuid not null references flusso (id),
  codice text not null check (codice ~ '^[A-Z_]{2,40}$'),
  descrizione text not null default '',
  id_acquisizione text,
  acquisito_il timestamptz,
  impronta text not null,
  ricevuto_il timestamptz not null default kernel.adesso(),
  ricevuto_da uuid default kernel.utente() references utente (id),
  constraint esito_flusso_una_volta unique (flusso_id, impronta)
);
comment on table esito_flusso is 'What INPS answered of a flow, each answer once however many times it comes';
comment on column esito_flusso.codice is 'OK, DATI_NON_TROVATI, RICHIESTA_INVALIDA, ERRORE_GENERICO (WaaS 2.0.1)';
create index on esito_flusso (ambito_id);
create index on esito_flusso (comune_id);
create index on esito_flusso (ricevuto_da);
select kernel.proteggi('esito_flusso', sezione => 'flussi');
revoke update, delete on esito_flusso from applicazione;

-- ---- work that a dead process left ---------------------------------------------------------------------------------------

create policy custode on ente_flussi for select to custode using (true);
create policy custode on carico_flussi for select to custode using (true);
create policy custode on generazione_flussi for select to custode using (true);
grant select on ente_flussi, carico_flussi, generazione_flussi to custode;

create function accesso.flussi_fermi(p_minuti integer) returns table (lavoro text, id uuid, ambito_id uuid, utente_id uuid, portata jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select 'lettura', c.id, c.ambito_id, c.creato_da, c.portata from carico_flussi c
   where c.stato = 'in-lettura' and c.aggiornato < kernel.adesso() - make_interval(mins => p_minuti)
  union all
  select 'generazione', g.id, g.ambito_id, g.creata_da, g.portata from generazione_flussi g
   where g.stato = 'in-corso' and g.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;
comment on function accesso.flussi_fermi is 'Readings and generations left unfinished when a process died: identifiers only, for the job that takes them up';
alter function accesso.flussi_fermi owner to custode;
revoke all on function accesso.flussi_fermi from public;
grant execute on function accesso.flussi_fermi to nazionale;

create policy arrivi on carico_flussi for update to custode using (stato = 'in-arrivo') with check (true);
create policy arrivi on carico_flussi_parte for delete to custode using (true);
create policy arrivi_letti on carico_flussi_parte for select to custode using (true);
grant update on carico_flussi to custode;
grant select, delete on carico_flussi_parte to custode;
create function accesso.dimentica_arrivi(p_ore integer) returns void language sql security definer set search_path = public, pg_catalog as $$
  with fermi as (
    update carico_flussi set stato = 'ritirato', errore = 'Il file non è arrivato intero.'
     where stato = 'in-arrivo' and aggiornato < kernel.adesso() - make_interval(hours => p_ore) returning id)
  delete from carico_flussi_parte where carico_id in (select id from fermi)
$$;
comment on function accesso.dimentica_arrivi is 'Files that a process which died left half arrived, in every ambito: their bytes are of no use';
alter function accesso.dimentica_arrivi owner to custode;
revoke all on function accesso.dimentica_arrivi from public;
grant execute on function accesso.dimentica_arrivi to nazionale;

create function accesso.ente_flussi(p_codice text) returns table (id uuid, ambito_id uuid, comune_id text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select e.id, e.ambito_id, e.comune_id from ente_flussi e where e.codice = p_codice
$$;
comment on function accesso.ente_flussi is 'Where an ente is, by its code: for the command line, which then works inside its ambito';
alter function accesso.ente_flussi owner to custode;
revoke all on function accesso.ente_flussi from public;
grant execute on function accesso.ente_flussi to nazionale;
