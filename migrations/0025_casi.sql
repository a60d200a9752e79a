-- The way of a household through a measure: the domanda with the members that it declares, and, once it is granted, the caso:
-- who follows it, how far it is, what is due. Names of the rows that other modules hang on:
--   caso         who must be assigned and to whom: what the coordinator sees, and nothing else
--   caso_stato   how far it is (states T1–T15): the case manager's only. Its key is the caso
-- A row of a caso is protected by kernel.proteggi_di: visible where what it hangs from is.

-- ---- what hangs from something that only some may see ------------------------------------------------------------------

create function kernel.proteggi_di(tabella text, madre text, colonna text, chiave text default 'id', sezione text default 'patti', fascicolo boolean default false) returns void
  language plpgsql as $$
declare regola text := format('exists (select 1 from %I m where m.%I = %I.%I)', madre, chiave, tabella, colonna);
begin
  perform kernel.proteggi(tabella, sezione => sezione, fascicolo => fascicolo);
  -- tenant, section, folder, class, own record stay; which rows is the parent's to say
  execute format('drop policy visibilita on %I', tabella);
  execute format('create policy visibilita on %I to applicazione using (%s) with check (%s)', tabella, regola, regola);
end $$;
comment on function kernel.proteggi_di is 'As kernel.proteggi, for the rows of something: visible where it is, by its own policies. For what hangs from a caso: kernel.proteggi_di(''t'', ''caso_stato'', ''caso_id'', ''caso_id'')';

create function kernel.proteggi_del_case_manager(tabella text) returns void language plpgsql as $$
declare regola text := '((select kernel.fascicolo()) and comune_id = any ((select kernel.comuni())::text[])) or (assegnatario_id = (select kernel.utente()) and comune_id = any ((select kernel.comuni_assegnati())::text[]))';
begin
  perform kernel.proteggi(tabella, sezione => 'patti');
  execute format('drop policy visibilita on %I', tabella);
  execute format('create policy visibilita on %I to applicazione using (%s) with check (%s)', tabella, regola, regola);
end $$;
comment on function kernel.proteggi_del_case_manager is 'How far a caso is: its case manager sees it, and work outside requests; an act of the coordinator, who reaches his comuni whole, sees nothing of it';

-- ---- files ---------------------------------------------------------------------------------------------------------------

create table profilo_estratto (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  nome text not null check (nome ~ '\S'),
  misura_id text not null references misura (id),
  mappa jsonb not null check (jsonb_typeof(mappa) = 'array'),
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint profilo_estratto_nome_unico unique (ambito_id, nome)
);
comment on table profilo_estratto is 'How the columns of the extracts that an ambito receives become domande: written once, used again';
comment on column profilo_estratto.mappa is 'Shape: shared/misure/estratto.rules.ts';
create index on profilo_estratto (misura_id);
create index on profilo_estratto (creato_da);
select kernel.proteggi('profilo_estratto');

create table importazione_estratto (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  misura_id text not null references misura (id),
  stato text not null default 'da-mappare' check (stato in ('da-mappare', 'in-lettura', 'da-confermare', 'in-conferma', 'conclusa', 'annullata', 'fallita')),
  nome_file text not null,
  bytes integer not null,
  sha256 text not null,
  colonne text[] not null,
  mappa jsonb,
  estratto_il date not null,
  completo boolean not null default false,
  ultima_riga integer not null default 0,
  righe_lette integer not null default 0,
  domande integer not null default 0,
  elaborate integer not null default 0,
  nuove integer not null default 0,
  cambiate integer not null default 0,
  invariate integer not null default 0,
  sparite integer not null default 0,
  contraddittorie integer not null default 0,
  rifiutate integer not null default 0,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  confermata_da uuid references utente (id),
  conclusa_il timestamptz
);
comment on table importazione_estratto is 'An extract of granted domande: mapped, judged household by household without writing anything, then taken in';
comment on column importazione_estratto.comune_id is 'The comune of the rows that name none';
comment on column importazione_estratto.estratto_il is 'The day of the extract: when the domande reached the platform';
comment on column importazione_estratto.completo is 'The file holds every domanda of the comuni that it names: one that is not there has vanished';
comment on column importazione_estratto.corsa is 'The run now at work: one that finds another here stops, so that after a crash two never work together';
create index importazione_estratto_elenco on importazione_estratto (ambito_id, creata desc, id);
create index on importazione_estratto (comune_id);
create index on importazione_estratto (misura_id);
create index on importazione_estratto (creata_da);
create index on importazione_estratto (confermata_da) where confermata_da is not null;
create index importazione_estratto_al_lavoro on importazione_estratto (aggiornata) where stato in ('in-lettura', 'in-conferma');
create index importazione_estratto_stesso_file on importazione_estratto (ambito_id, sha256);
select kernel.proteggi('importazione_estratto', sezione => 'patti');
revoke delete on importazione_estratto from applicazione;
create policy custode on importazione_estratto for select to custode using (true);
grant select on importazione_estratto to custode;

create function accesso.estratti_fermi(p_minuti integer) returns table (id uuid, ambito_id uuid, utente_id uuid, stato text) language sql stable security definer set search_path = public, pg_catalog as $$
  select i.id, i.ambito_id, coalesce(i.confermata_da, i.creata_da), i.stato from importazione_estratto i
   where i.stato in ('in-lettura', 'in-conferma') and i.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;
comment on function accesso.estratti_fermi is 'Extracts left unfinished when a process died: identifiers only, for the job that takes them up';
alter function accesso.estratti_fermi owner to custode;
revoke all on function accesso.estratti_fermi from public;
grant execute on function accesso.estratti_fermi to nazionale;

create table importazione_estratto_parte (
  importazione_id uuid not null references importazione_estratto (id),
  ambito_id uuid not null,
  comune_id text not null,
  parte integer not null,
  contenuto bytea not null,
  primary key (importazione_id, parte)
);
comment on table importazione_estratto_parte is 'The bytes of an extract, kept with its hash: what the domande were taken from; of one that nobody confirmed, nothing. Not among the other files, which national acts may read';
alter table importazione_estratto_parte alter column contenuto set storage external;
create index on importazione_estratto_parte (ambito_id);
create index on importazione_estratto_parte (comune_id);
select kernel.proteggi('importazione_estratto_parte', sezione => 'patti', fascicolo => true);
drop trigger registra_modifica on importazione_estratto_parte; -- bytes
revoke update on importazione_estratto_parte from applicazione;

create table importazione_estratto_riga (
  importazione_id uuid not null references importazione_estratto (id),
  ambito_id uuid not null,
  comune_id text not null,
  riga integer not null,
  protocollo text,
  codice_fiscale text,
  celle text[] not null,
  dati jsonb,
  motivi text[] not null default '{}',
  primary key (importazione_id, riga)
);
comment on table importazione_estratto_riga is 'One row of an extract, a member of a household: as written, what it means, what is wrong with it. Emptied once it is taken in';
create index importazione_estratto_riga_domanda on importazione_estratto_riga (importazione_id, protocollo);
create index importazione_estratto_riga_persona on importazione_estratto_riga (importazione_id, codice_fiscale) where codice_fiscale is not null;
create index on importazione_estratto_riga (ambito_id);
create index on importazione_estratto_riga (comune_id);
select kernel.proteggi('importazione_estratto_riga', sezione => 'patti', fascicolo => true);
drop trigger registra_modifica on importazione_estratto_riga; -- a row on its way: what it becomes is registered there

-- ---- the domanda ------------------------------------------------------------------------------------------------------------

create table domanda (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid references persona (id),
  misura_id text not null references misura (id),
  versione_id uuid not null references misura_versione (id),
  protocollo text not null check (protocollo ~ '\S'),
  presentata_il date not null,
  ricevuta_il date not null,
  riconosciuta_il date,
  pad_il date,
  beneficio text not null default 'riconosciuto' check (beneficio in ('riconosciuto', 'in-pagamento', 'sospeso', 'decaduto', 'revocato', 'rinunciato', 'terminato')),
  beneficio_dal date,
  mensile integer check (mensile >= 0),
  codice_fiscale text not null,
  cognome text not null,
  nome text not null,
  indirizzo text,
  cap text,
  importazione_id uuid references importazione_estratto (id),
  sparita_il date,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  codice_fiscale_chiave text collate "C" generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored,
  constraint domanda_protocollo_unico unique (ambito_id, comune_id, misura_id, protocollo)
);
comment on table domanda is 'Who asked for a benefit, as the extract says: one row for each protocol in each comune. What it says of the members is in domanda_componente';
comment on column domanda.persona_id is 'The applicant in the record, where he is known there';
comment on column domanda.versione_id is 'What the measure said the day it was asked for; it does not change';
comment on column domanda.ricevuta_il is 'When it reached the platform: a term runs from it for the first domande';
comment on column domanda.pad_il is 'The household signed its patto di attivazione digitale';
comment on column domanda.mensile is 'Cents each month';
comment on column domanda.sparita_il is 'Day of a complete extract that no longer had it; null again when it comes back';
create index domanda_persona on domanda (persona_id) where persona_id is not null;
create index domanda_codice_fiscale on domanda (ambito_id, codice_fiscale_chiave);
create index on domanda (comune_id);
create index on domanda (misura_id);
create index on domanda (versione_id);
create index on domanda (importazione_id);
create index on domanda (creata_da);

create table caso (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid references persona (id),
  domanda_id uuid not null references domanda (id),
  misura_id text not null references misura (id),
  versione_id uuid not null references misura_versione (id),
  richiedente text not null,
  codice_fiscale text not null,
  indirizzo text,
  cap text,
  presentata_il date not null,
  arrivato_il date not null default kernel.oggi(),
  componenti integer not null default 1 check (componenti > 0),
  peso integer not null default 1 check (peso between 1 and 10),
  assegnazione text not null default 'da-assegnare' check (assegnazione in ('da-assegnare', 'assegnato', 'passato', 'concluso')),
  assegnatario_id uuid references utente (id),
  assegnato_il date,
  presa_id uuid references presa_in_carico (id),
  origine_id uuid,
  creato_il timestamptz not null default kernel.adesso(),
  versione integer not null default 1,
  richiedente_chiave text collate "C" not null generated always as (kernel.normalizza(richiedente)) stored,
  codice_fiscale_chiave text collate "C" not null generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored,
  constraint caso_di_una_domanda unique (domanda_id),
  constraint caso_assegnato_a_qualcuno check (assegnazione <> 'assegnato' or assegnatario_id is not null),
  constraint caso_da_assegnare_a_nessuno check (assegnazione <> 'da-assegnare' or assegnatario_id is null)
);
comment on table caso is 'A household in charge for a measure: whom it is of and who follows it. How far it is stands in caso_stato';
comment on column caso.assegnazione is 'What the coordinator may know: to be assigned, assigned, handed to another comune, over';
comment on column caso.peso is 'What it weighs in a caseload, for the coordinator who sees nothing else of it';
comment on column caso.presa_id is 'The presa in carico of the record, where it is open in that comune';
comment on column caso.origine_id is 'The caso it comes from, in the comune that handed it over: of its ambito, perhaps of another';
create unique index caso_arrivato_una_volta on caso (origine_id) where origine_id is not null;
create index caso_elenco on caso (ambito_id, assegnazione, presentata_il, id);
create index caso_miei on caso (assegnatario_id, assegnazione, id);
create index caso_ricerca on caso (ambito_id, richiedente_chiave, id);
create index caso_codice_fiscale on caso (ambito_id, codice_fiscale_chiave);
create index on caso (persona_id) where persona_id is not null;
create index on caso (comune_id);
create index on caso (misura_id);
create index on caso (versione_id);
create index on caso (presa_id) where presa_id is not null;
select kernel.proteggi('caso', sezione => 'patti');
revoke delete on caso from applicazione;

-- nobody opens his own caso: where the record is not open, there is no person by whom to know it
create function accesso.mio_codice_fiscale() returns text language sql stable security definer set search_path = public, pg_catalog as $$
  select kernel.chiave_codice_fiscale(u.codice_fiscale) from utente u where u.id = kernel.utente()
$$;
comment on function accesso.mio_codice_fiscale is 'Of whoever acts: for the policies that hide what is about himself';
alter function accesso.mio_codice_fiscale owner to custode;
revoke all on function accesso.mio_codice_fiscale from public;
grant execute on function accesso.mio_codice_fiscale to applicazione;
create policy proprio_codice on caso as restrictive to applicazione using (codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale()));

-- the case manager sees the domanda through its caso; who reaches the comune, whole
select kernel.proteggi('domanda', sezione => 'patti');
revoke delete on domanda from applicazione;
drop policy visibilita on domanda;
create policy visibilita on domanda to applicazione
  using (comune_id = any ((select kernel.comuni())::text[]) or exists (select 1 from caso c where c.domanda_id = domanda.id))
  with check (comune_id = any ((select kernel.comuni())::text[]) or exists (select 1 from caso c where c.domanda_id = domanda.id));
create policy proprio_codice on domanda as restrictive to applicazione using (codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale()));

create table domanda_componente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda (id),
  persona_id uuid references persona (id),
  ordine integer not null,
  richiedente boolean not null default false,
  codice_fiscale text not null,
  cognome text not null,
  nome text not null,
  data_nascita date,
  sesso text check (sesso in ('M', 'F')),
  parentela text,
  dichiarati jsonb not null default '{}' check (jsonb_typeof(dichiarati) = 'object'),
  simili uuid[] not null default '{}',
  collegamento text not null default 'nessuno' check (collegamento in ('nessuno', 'codice-fiscale', 'confermato', 'escluso', 'proposto')),
  uscito_il date,
  creato_il timestamptz not null default kernel.adesso(),
  versione integer not null default 1,
  codice_fiscale_chiave text collate "C" not null generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored,
  constraint domanda_componente_una_volta unique (domanda_id, codice_fiscale_chiave)
);
comment on table domanda_componente is 'A member of the nucleo of a domanda as the extract declares him: linked to the person of the record by codice fiscale, or proposed where it is doubtful';
comment on column domanda_componente.dichiarati is 'Field → value of the extract: shared/misure/estratto.rules.ts. The truth of the INPS: what the comune verifies stands apart, in domanda_verifica';
comment on column domanda_componente.simili is 'Persons of the record who may be this one: who handles the case decides';
comment on column domanda_componente.uscito_il is 'Day of the extract that no longer had him in the household';
create unique index domanda_componente_un_richiedente on domanda_componente (domanda_id) where richiedente and uscito_il is null;
create index domanda_componente_persona on domanda_componente (persona_id) where persona_id is not null;
create index domanda_componente_codice_fiscale on domanda_componente (ambito_id, codice_fiscale_chiave);
create index on domanda_componente (comune_id);
select kernel.proteggi_di('domanda_componente', 'domanda', 'domanda_id', fascicolo => true);
revoke delete on domanda_componente from applicazione;

create table domanda_verifica (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda (id),
  componente_id uuid references domanda_componente (id),
  campo text not null,
  dichiarato text,
  verificato text,
  fonte text not null,
  verificato_il date not null,
  registrata_il timestamptz not null default kernel.adesso(),
  registrata_da uuid default kernel.utente() references utente (id)
);
comment on table domanda_verifica is 'What the comune found of something declared, beside it: each is a row, the last one holds, none is changed';
comment on column domanda_verifica.dichiarato is 'As it was declared when it was verified: a later extract that says otherwise asks for it again';
create index domanda_verifica_di on domanda_verifica (domanda_id, componente_id, campo, registrata_il desc);
create index on domanda_verifica (componente_id);
create index on domanda_verifica (ambito_id);
create index on domanda_verifica (comune_id);
create index on domanda_verifica (registrata_da);
select kernel.proteggi_di('domanda_verifica', 'domanda', 'domanda_id', fascicolo => true);
revoke update, delete on domanda_verifica from applicazione;

create table importazione_estratto_domanda (
  importazione_id uuid not null references importazione_estratto (id),
  protocollo text not null,
  ambito_id uuid not null,
  comune_id text not null,
  riga integer not null,
  esito text not null check (esito in ('nuova', 'cambiata', 'invariata', 'sparita', 'contraddittoria', 'rifiutata')),
  motivi text[] not null default '{}',
  differenze jsonb not null default '[]',
  dati jsonb,
  domanda_id uuid references domanda (id),
  applicata boolean not null default false,
  primary key (importazione_id, protocollo)
);
comment on table importazione_estratto_domanda is 'What becomes of a household of an extract, and why: the report, which can be read again later';
comment on column importazione_estratto_domanda.differenze is 'Of a household already known: field, before, after';
comment on column importazione_estratto_domanda.dati is 'What will be written; emptied once it is';
create index importazione_estratto_domanda_esito on importazione_estratto_domanda (importazione_id, esito, riga);
create index on importazione_estratto_domanda (ambito_id);
create index on importazione_estratto_domanda (comune_id);
create index on importazione_estratto_domanda (domanda_id) where domanda_id is not null;
select kernel.proteggi('importazione_estratto_domanda', sezione => 'patti', fascicolo => true);
drop trigger registra_modifica on importazione_estratto_domanda; -- a report: what it changes is registered there

-- ---- how far it is: the case manager's only ---------------------------------------------------------------------------------

create table caso_stato (
  caso_id uuid primary key references caso (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid references utente (id),
  stato text not null default 'ricevuto',
  stato_prima text,
  esito_analisi text check (esito_analisi in ('A', 'B', 'C', 'D')),
  dal date not null default kernel.oggi(),
  motivo text,
  versione integer not null default 1
);
comment on table caso_stato is 'How far a caso is. States and acts: shared/patti/casi.rules.ts, and nowhere else';
comment on column caso_stato.assegnatario_id is 'That of the caso, kept by trigger: the policy of this table looks at nothing else';
comment on column caso_stato.stato_prima is 'Where it goes back to when what stopped it is over';
comment on column caso_stato.esito_analisi is 'Outcome of the analisi preliminare: with B, C or D the household counts as taken in charge';
comment on column caso_stato.motivo is 'Code of the reason of the present state, where it has one';
create index on caso_stato (ambito_id, stato);
create index on caso_stato (comune_id);
create index caso_stato_di on caso_stato (assegnatario_id, stato);
select kernel.proteggi_del_case_manager('caso_stato');
revoke delete on caso_stato from applicazione;

create table caso_termine (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid references utente (id),
  caso_id uuid not null references caso (id),
  componente_id uuid references domanda_componente (id),
  termine text not null,
  da date not null,
  scade date not null,
  preavviso integer not null,
  fermo boolean not null default false,
  constraint caso_termine_uno unique nulls not distinct (caso_id, termine, componente_id)
);
comment on table caso_termine is 'What is still due in a caso, and by when: written only when it changes. Lights and delays are computed from scade when it is read';
comment on column caso_termine.termine is 'Id of the term in the version of the measure';
comment on column caso_termine.preavviso is 'A light turns yellow so many days before';
comment on column caso_termine.fermo is 'The clock is stopped today: scade is where it would be if it started again';
create index caso_termine_scadenziere on caso_termine (assegnatario_id, scade, id);
create index on caso_termine (ambito_id, comune_id, scade);
create index on caso_termine (comune_id);
create index on caso_termine (componente_id) where componente_id is not null;
select kernel.proteggi_del_case_manager('caso_termine');
drop trigger registra_modifica on caso_termine; -- derived from the events, which are registered

create table caso_evento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  componente_id uuid references domanda_componente (id),
  evento text not null check (evento ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  giorno date not null,
  fino date,
  origine text not null default 'operatore',
  origine_id uuid,
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  annullato_il timestamptz,
  annullato_da uuid references utente (id),
  constraint caso_evento_date_in_ordine check (fino is null or fino >= giorno)
);
comment on table caso_evento is 'What happened in a caso and when: from these run its terms, by the names that the measure gives them. No words: those stand with the act';
comment on column caso_evento.fino is 'Last day of what lasts (a justified reason); null while it lasts, or for what does not last';
comment on column caso_evento.annullato_il is 'Registered by mistake: it no longer counts, and stays';
comment on column caso_evento.origine is 'Who wrote it: operatore, estratto, or the module whose act it was';
create index caso_evento_di on caso_evento (caso_id, giorno, id);
create index on caso_evento (componente_id) where componente_id is not null;
create index on caso_evento (ambito_id);
create index on caso_evento (comune_id);
create index on caso_evento (registrato_da);
create index on caso_evento (annullato_da) where annullato_da is not null;
select kernel.proteggi_di('caso_evento', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on caso_evento from applicazione;

create table caso_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  atto text not null,
  da text,
  a text not null,
  giorno date,
  motivo text,
  dettaglio jsonb,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id)
);
comment on table caso_passaggio is 'The history of a caso, one row for each act that moved it, with its words';
create index caso_passaggio_storia on caso_passaggio (caso_id, quando, id);
create index on caso_passaggio (ambito_id);
create index on caso_passaggio (comune_id);
create index on caso_passaggio (utente_id);
select kernel.proteggi_di('caso_passaggio', 'caso_stato', 'caso_id', 'caso_id');
revoke update, delete on caso_passaggio from applicazione;
-- anybody who moves a caso writes its line; only its case manager, with the folder open, reads it
create policy fascicolo on caso_passaggio as restrictive for select to applicazione using ((select kernel.fascicolo()));

create table caso_assegnazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  utente_id uuid not null references utente (id),
  dal date not null default kernel.oggi(),
  al date,
  motivo text,
  assegnato_il timestamptz not null default kernel.adesso(),
  assegnato_da uuid default kernel.utente() references utente (id)
);
comment on table caso_assegnazione is 'Who has followed a caso, from when to when, given by whom. al is the first day it is no longer his';
create unique index caso_assegnazione_una on caso_assegnazione (caso_id) where al is null;
create index caso_assegnazione_storia on caso_assegnazione (caso_id, assegnato_il);
create index on caso_assegnazione (utente_id);
create index on caso_assegnazione (assegnato_da);
create index on caso_assegnazione (ambito_id);
create index on caso_assegnazione (comune_id);
select kernel.proteggi_di('caso_assegnazione', 'caso', 'caso_id');
revoke delete on caso_assegnazione from applicazione;

create table esonero (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  componente_id uuid not null references domanda_componente (id),
  specie text not null check (specie in ('esonero', 'esclusione')),
  tipo text not null,
  dal date not null,
  al date,
  rivedere_il date,
  documento text not null check (documento ~ '\S'),
  nota text,
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  cessato_il date,
  cessato_motivo text,
  versione integer not null default 1,
  constraint esonero_date_in_ordine check (al is null or al >= dal),
  constraint esonero_rivisto_dopo check (rivedere_il is null or rivedere_il >= dal)
);
comment on table esonero is 'A member who is not subject to the obligations of the measure, for how long and by which document. Of the member: the household is out only where all of them are';
comment on column esonero.tipo is 'Id among those of the version of the measure';
comment on column esonero.documento is 'The document that certifies it: kind, number, date';
create index esonero_del_caso on esonero (caso_id, componente_id, dal);
create index on esonero (componente_id);
create index on esonero (ambito_id);
create index on esonero (comune_id);
create index on esonero (registrato_da);
select kernel.proteggi_di('esonero', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on esonero from applicazione;

-- who follows a caso is written once, in caso: what is his goes with it
create policy custode on caso for select to custode using (true);
create policy custode on caso_stato to custode using (true) with check (true);
create policy custode on caso_termine to custode using (true) with check (true);
grant select on caso to custode;
grant select, update on caso_stato to custode;
grant select on caso_termine to custode;
grant update (assegnatario_id) on caso_termine to custode;
create function kernel.caso_assegnatario() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.assegnatario_id is distinct from old.assegnatario_id then
    update caso_stato set assegnatario_id = new.assegnatario_id where caso_id = new.id;
    update caso_termine set assegnatario_id = new.assegnatario_id where caso_id = new.id;
  end if;
  return null;
end $$;
alter function kernel.caso_assegnatario owner to custode;
create trigger caso_assegnatario after update of assegnatario_id on caso for each row execute function kernel.caso_assegnatario();

-- what the coordinator's acts must know of the state to be lawful, and what they move: never answered to a reader
create function accesso.stati_casi(p_casi uuid[]) returns table (caso_id uuid, stato text, stato_prima text) language sql stable security definer set search_path = public, pg_catalog as $$
  select s.caso_id, s.stato, s.stato_prima from caso_stato s join caso c on c.id = s.caso_id
   where s.caso_id = any (p_casi) and c.ambito_id = kernel.ambito() and c.comune_id = any (kernel.comuni()) and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
$$;
comment on function accesso.stati_casi is 'The state of casi that the running act reaches: for the rules of an act, never answered to a reader';

create policy custode on caso_passaggio for insert to custode with check (true);
grant insert on caso_passaggio to custode;
create function accesso.muovi_caso(p_caso uuid, p_atto text, p_da text, p_a text, p_prima text, p_motivo text) returns boolean language plpgsql security definer set search_path = public, pg_catalog as $$
declare c caso;
begin
  select * into c from caso x where x.id = p_caso and x.ambito_id = kernel.ambito() and x.comune_id = any (kernel.comuni()) and x.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]);
  if c.id is null then return false; end if;
  update caso_stato set stato = p_a, stato_prima = p_prima, dal = case when stato = p_a then dal else kernel.oggi() end, versione = versione + 1 where caso_id = p_caso and stato = p_da;
  if not found then return false; end if;
  insert into caso_passaggio (ambito_id, comune_id, caso_id, atto, da, a, motivo) values (c.ambito_id, c.comune_id, c.id, p_atto, p_da, p_a, p_motivo);
  return true;
end $$;
comment on function accesso.muovi_caso is 'An act of the coordinator moves a caso of his comuni whose state he does not see; false when it has moved meanwhile';

create function accesso.carico_casi(p_entro integer) returns table (utente_id uuid, casi integer, peso integer, in_scadenza integer, scaduti integer) language sql stable security definer set search_path = public, pg_catalog as $$
  with miei as (
    select c.id, c.assegnatario_id, c.peso from caso c
     where c.ambito_id = kernel.ambito() and c.comune_id = any (kernel.comuni()) and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
       and c.assegnazione in ('da-assegnare', 'assegnato')
  )
  select m.assegnatario_id, count(*)::int, sum(m.peso)::int,
         count(*) filter (where t.prima >= kernel.oggi() and t.prima <= kernel.oggi() + p_entro)::int, count(*) filter (where t.prima < kernel.oggi())::int
    from miei m left join lateral (select min(x.scade) as prima from caso_termine x where x.caso_id = m.id and not x.fermo) t on true
   group by m.assegnatario_id
$$;
comment on function accesso.carico_casi is 'Per case manager (null: nobody yet) how many casi, of what weight, how many have something due soon and overdue: counts, never which casi nor what';

create function accesso.conta_casi() returns table (comune_id text, misura_id text, da_assegnare integer, assegnati integer, passati integer, conclusi integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select c.comune_id, c.misura_id, count(*) filter (where c.assegnazione = 'da-assegnare')::int, count(*) filter (where c.assegnazione = 'assegnato')::int,
         count(*) filter (where c.assegnazione = 'passato')::int, count(*) filter (where c.assegnazione = 'concluso')::int
    from caso c where c.ambito_id = kernel.ambito() and kernel.ambito_intero() and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) group by 1, 2
$$;
comment on function accesso.conta_casi is 'For the administrator of the ambito, who sees no beneficiary: how many casi, by comune and measure';

-- a case manager does not follow a household that he is part of
create policy custode on domanda_componente for select to custode using (true);
grant select on domanda_componente to custode;
create function accesso.ne_fa_parte(p_domanda uuid, p_utente uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (select 1 from domanda_componente d join utente u on kernel.chiave_codice_fiscale(u.codice_fiscale) = d.codice_fiscale_chiave
                  where d.domanda_id = p_domanda and d.ambito_id = kernel.ambito() and u.id = p_utente and d.uscito_il is null)
$$;
comment on function accesso.ne_fa_parte is 'An operator is a member of the household: for the rule of assignment, never answered to a reader';

create function accesso.simili_di(p_caso uuid) returns table (componente_id uuid, persona_id uuid, nome text, data_nascita date, codice_fiscale text) language sql stable security definer set search_path = public, pg_catalog as $$
  select d.id, p.id, p.cognome || ' ' || p.nome, p.data_nascita, p.codice_fiscale
    from caso c join domanda_componente d on d.domanda_id = c.domanda_id join persona p on p.id = any (d.simili)
   where c.id = p_caso and c.ambito_id = kernel.ambito() and p.ambito_id = c.ambito_id and p.comune_id = c.comune_id and d.collegamento = 'proposto'
     and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati()) and kernel.fascicolo()
     and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and c.comune_id = any ((select accesso.comuni_aperti('cartella'))::text[])
     and p.riservato_a is null and not p.id = any (kernel.persone_vietate())
$$;
comment on function accesso.simili_di is 'Persons of the record who may be members of a caso: for its case manager, whose act reaches no other person, with the folder open';

create function accesso.nomi_componenti(p_ids uuid[]) returns table (id uuid, nome text) language sql stable security definer set search_path = public, pg_catalog as $$
  select d.id, d.cognome || ' ' || d.nome from domanda_componente d join caso c on c.domanda_id = d.domanda_id
   where d.id = any (p_ids) and d.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati())
     and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and (d.persona_id is null or not d.persona_id = any (kernel.persone_vietate()))
$$;
comment on function accesso.nomi_componenti is 'Names of members of one''s own casi, for lists, which do not open the folder';

create function accesso.presa_del_caso(p_caso uuid) returns uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select p.id from caso c join presa_in_carico p on p.id = c.presa_id
   where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente()
     and (p.riservato_a is null or kernel.utente() = any (p.riservato_a)) and not p.persona_id = any (kernel.persone_vietate())
$$;
comment on function accesso.presa_del_caso is 'The presa in carico of one''s own caso, where it is not hidden from him: a key alone would betray it';

-- ---- handing over -----------------------------------------------------------------------------------------------------------

create table caso_offerta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  ambito_dest_id uuid not null references ambito (id),
  comune_dest_id text not null references comune (id),
  stato text not null default 'offerta' check (stato in ('offerta', 'accettata', 'consegnata', 'rifiutata', 'ritirata')),
  motivo text not null,
  offerta_il timestamptz not null default kernel.adesso(),
  offerta_da uuid default kernel.utente() references utente (id),
  risposta_il timestamptz,
  risposta_da uuid references utente (id),
  risposta text,
  constraint offerta_risposta_quando check ((stato = 'offerta') = (risposta_il is null))
);
comment on table caso_offerta is 'A household that lives elsewhere, offered to its comune: accepted, its rows are copied there with the days of everything, so that no term starts again';
comment on column caso_offerta.stato is 'consegnata: the copy is there, and the caso here is closed to changes';
create unique index caso_offerta_una on caso_offerta (caso_id) where stato in ('offerta', 'accettata');
create index caso_offerta_arrivo on caso_offerta (ambito_dest_id, comune_dest_id) where stato = 'offerta';
create index on caso_offerta (caso_id);
create index on caso_offerta (ambito_id);
create index on caso_offerta (comune_id);
create index on caso_offerta (ambito_dest_id);
create index on caso_offerta (comune_dest_id);
create index on caso_offerta (offerta_da);
create index on caso_offerta (risposta_da) where risposta_da is not null;
select kernel.proteggi_di('caso_offerta', 'caso', 'caso_id');
revoke delete on caso_offerta from applicazione;
create policy custode on caso_offerta to custode using (true) with check (true);
grant select, update on caso_offerta to custode;

create function accesso.ambito_con_patti(p_comune text) returns uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select a.ambito_id from ambito_comune a
   where a.comune_id = p_comune and kernel.oggi() between a.dal and coalesce(a.al, 'infinity') and accesso.sezione_aperta('patti', kernel.oggi())
     and p_comune = any (accesso.comuni_aderenti('patti', a.ambito_id, kernel.oggi(), '{registrata}'))
$$;
comment on function accesso.ambito_con_patti is 'The ambito of a comune whose convenzione is registered: where a caso can be offered';

create function accesso.comuni_con_patti() returns table (id text, nome text, ambito text) language sql stable security definer set search_path = public, pg_catalog as $$
  select c.id, c.nome, a.nome from ambito a cross join lateral unnest(accesso.comuni_aderenti('patti', a.id, kernel.oggi(), '{registrata}')) x join comune c on c.id = x
   where accesso.sezione_aperta('patti', kernel.oggi())
$$;
comment on function accesso.comuni_con_patti is 'Comuni of every ambito to which a household can be handed: public acts, nothing of anybody';

create function accesso.offerte_in_arrivo() returns table (id uuid, comune_dest_id text, comune_dest text, comune text, ambito text, richiedente text, codice_fiscale text, indirizzo text, misura_id text, presentata_il date, motivo text, offerta_il timestamptz)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select o.id, o.comune_dest_id, d.nome, k.nome, a.nome, c.richiedente, c.codice_fiscale, c.indirizzo, c.misura_id, c.presentata_il, o.motivo, o.offerta_il
    from caso_offerta o join caso c on c.id = o.caso_id join comune k on k.id = o.comune_id join comune d on d.id = o.comune_dest_id join ambito a on a.id = o.ambito_id
   where o.stato = 'offerta' and o.ambito_dest_id = kernel.ambito() and o.comune_dest_id = any (kernel.comuni()) and o.comune_dest_id = any ((select accesso.comuni_aperti('patti'))::text[])
     and c.codice_fiscale_chiave is distinct from accesso.mio_codice_fiscale()
   order by o.offerta_il, o.id
$$;
comment on function accesso.offerte_in_arrivo is 'Households offered to the comuni that the running act reaches: what a coordinator sees of a caso, and no more';

create function accesso.rispondi_offerta(p_id uuid, p_accetta boolean, p_risposta text) returns table (ambito_id uuid, comune_id text, caso_id uuid, offerta_da uuid)
  language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  return query
    update caso_offerta o set stato = case when p_accetta then 'accettata' else 'rifiutata' end, risposta_il = kernel.adesso(), risposta_da = kernel.utente(), risposta = p_risposta
     where o.id = p_id and o.stato = 'offerta' and o.ambito_dest_id = kernel.ambito() and o.comune_dest_id = any (kernel.comuni()) and o.comune_dest_id = any ((select accesso.comuni_aperti('patti'))::text[])
    returning o.ambito_id, o.comune_id, o.caso_id, o.offerta_da;
end $$;
comment on function accesso.rispondi_offerta is 'The answer of the coordinator of the receiving comune; no row when it is not his to give';

create function accesso.offerta_accettata(p_id uuid) returns table (ambito_id uuid, comune_id text, caso_id uuid, ambito_dest_id uuid, comune_dest_id text, risposta_da uuid, offerta_da uuid)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select o.ambito_id, o.comune_id, o.caso_id, o.ambito_dest_id, o.comune_dest_id, o.risposta_da, o.offerta_da from caso_offerta o
   where o.id = p_id and o.stato = 'accettata' and kernel.ambito() in (o.ambito_id, o.ambito_dest_id)
$$;
comment on function accesso.offerta_accettata is 'From where to where, for the job that carries it: nothing of whom';

-- ---- days on which nobody works -----------------------------------------------------------------------------------------------

create table festivita (
  nome text primary key,
  giorno text check (giorno ~ '^[0-1][0-9]-[0-3][0-9]$'),
  dopo_pasqua integer,
  dal_anno integer,
  al_anno integer,
  fonte text not null,
  constraint festivita_un_modo check ((giorno is null) <> (dopo_pasqua is null))
);
comment on table festivita is 'National holidays, for terms in working days; loaded from config/festivita.csv';
select kernel.proteggi_nazionale('festivita');

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('stati_casi', 'muovi_caso', 'carico_casi', 'conta_casi', 'ne_fa_parte', 'simili_di', 'nomi_componenti', 'presa_del_caso', 'ambito_con_patti', 'comuni_con_patti',
              'offerte_in_arrivo', 'rispondi_offerta', 'offerta_accettata') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
