-- The same person twice, and what arrives from files: the first loading from a previous program, and the changes of the
-- registry, which are proposals until an operator takes them.

create function kernel.principale(p_id uuid) returns uuid language sql stable as $$
  select coalesce((select q.id from persona p join persona q on q.id = p.unita_a where p.id = p_id), p_id)
$$;
comment on function kernel.principale is 'Whom a person is shown as: the one he was found to be, where the reader may see that one';

create table doppione_scartato (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  altra_id uuid not null references persona (id),
  motivo text,
  scartato_il timestamptz not null default kernel.adesso(),
  scartato_da uuid default kernel.utente() references utente (id),
  constraint doppione_in_ordine check (persona_id < altra_id),
  constraint doppione_scartato_unico unique (persona_id, altra_id)
);
comment on table doppione_scartato is 'Two persons who look alike and were found to be different: not proposed again';
create index on doppione_scartato (altra_id);
create index on doppione_scartato (ambito_id, comune_id);
create index on doppione_scartato (comune_id);
create index on doppione_scartato (scartato_da);
select kernel.proteggi('doppione_scartato', sezione => 'cartella');

-- ---- files -----------------------------------------------------------------------------------------------------------

create table profilo_importazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  nome text not null,
  specie text not null check (specie in ('persone', 'variazioni')),
  sistema text not null,
  mappa jsonb not null,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint profilo_nome_unico unique (ambito_id, comune_id, specie, nome)
);
comment on table profilo_importazione is 'How the columns of the files of one program become data of the record: written once, used again';
comment on column profilo_importazione.sistema is 'Name of the program or registry: with its codes it makes the identity of a person (persona_origine)';
comment on column profilo_importazione.mappa is 'Shape: shared/anagrafe/importa.rules.ts';
create index on profilo_importazione (comune_id);
create index on profilo_importazione (creato_da);
select kernel.proteggi('profilo_importazione', sezione => 'cartella');

create table importazione_cartella (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  specie text not null check (specie in ('persone', 'variazioni')),
  stato text not null default 'da-mappare' check (stato in ('da-mappare', 'in-lettura', 'da-confermare', 'in-conferma', 'conclusa', 'annullata', 'fallita')),
  nome_file text not null,
  bytes integer not null,
  sha256 text not null,
  sistema text,
  mappa jsonb,
  colonne text[] not null,
  ultima_riga integer not null default 0,
  righe_lette integer not null default 0,
  righe_elaborate integer not null default 0,
  nuove integer not null default 0,
  aggiornate integer not null default 0,
  gia_presenti integer not null default 0,
  dubbie integer not null default 0,
  rifiutate integer not null default 0,
  proposte integer not null default 0,
  gia_proposte integer not null default 0,
  sconosciute integer not null default 0,
  portata jsonb not null,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  confermata_da uuid references utente (id),
  conclusa_il timestamptz
);
comment on table importazione_cartella is 'A file of persons, or of registry changes: mapped, judged row by row, then taken in';
comment on column importazione_cartella.ultima_riga is 'Last row read: a reading that was interrupted goes on from here';
comment on column importazione_cartella.corsa is 'The run now at work: one that finds another here stops, so that after a crash two never work together';
comment on column importazione_cartella.sconosciute is 'Rows about persons who are not in the record: counted, never stored';
comment on column importazione_cartella.portata is 'Reach of whoever asked for the work: comuni, classes, persons who do not exist for him. The work outside the request has no more';
create index importazione_cartella_elenco on importazione_cartella (ambito_id, creata, id);
create index on importazione_cartella (comune_id);
create index on importazione_cartella (creata_da);
create index on importazione_cartella (confermata_da);
create index importazione_cartella_al_lavoro on importazione_cartella (aggiornata) where stato in ('in-lettura', 'in-conferma');
select kernel.proteggi('importazione_cartella', sezione => 'cartella');
create policy custode on importazione_cartella for select to custode using (true);
grant select on importazione_cartella to custode;

create function accesso.importazioni_ferme(p_minuti integer) returns table (id uuid, ambito_id uuid, utente_id uuid, stato text, portata jsonb) language sql stable security definer set search_path = public, pg_catalog as $$
  select i.id, i.ambito_id, coalesce(i.confermata_da, i.creata_da), i.stato, i.portata from importazione_cartella i
   where i.stato in ('in-lettura', 'in-conferma') and i.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;
comment on function accesso.importazioni_ferme is 'Work on files left unfinished when a process died';
alter function accesso.importazioni_ferme owner to custode;
revoke all on function accesso.importazioni_ferme from public;
grant execute on function accesso.importazioni_ferme to nazionale;

create table importazione_cartella_parte (
  importazione_id uuid not null references importazione_cartella (id),
  ambito_id uuid not null,
  comune_id text not null,
  parte integer not null,
  contenuto bytea not null,
  primary key (importazione_id, parte)
);
comment on table importazione_cartella_parte is 'The bytes of a file of persons, kept only until it is taken in. Not among the other files, which national acts may read';
alter table importazione_cartella_parte alter column contenuto set storage external;
create index on importazione_cartella_parte (ambito_id);
create index on importazione_cartella_parte (comune_id);
select kernel.proteggi('importazione_cartella_parte', sezione => 'cartella', fascicolo => true);
drop trigger registra_modifica on importazione_cartella_parte; -- bytes on their way

create table importazione_cartella_riga (
  importazione_id uuid not null references importazione_cartella (id),
  ambito_id uuid not null,
  comune_id text not null,
  riga integer not null,
  celle text[] not null,
  dati jsonb,
  codice text,
  famiglia text,
  esito text check (esito in ('nuova', 'aggiorna', 'gia-presente', 'dubbia', 'rifiutata')),
  motivi text[] not null default '{}',
  simili uuid[] not null default '{}',
  persona_id uuid references persona (id),
  applicata boolean not null default false,
  primary key (importazione_id, riga)
);
comment on table importazione_cartella_riga is 'One row of the file: as it was written, what it means, what becomes of it. Emptied once it is in the record';
comment on column importazione_cartella_riga.simili is 'Persons already there who may be this one: the operator decides';
create index on importazione_cartella_riga (importazione_id, esito, riga);
create index on importazione_cartella_riga (importazione_id, codice) where codice is not null;
create index on importazione_cartella_riga (importazione_id, famiglia) where famiglia is not null;
create index on importazione_cartella_riga (ambito_id);
create index on importazione_cartella_riga (comune_id);
create index on importazione_cartella_riga (persona_id);
select kernel.proteggi('importazione_cartella_riga', sezione => 'cartella', fascicolo => true);
drop trigger registra_modifica on importazione_cartella_riga; -- a row on its way: what it writes in the record is registered there

-- ---- registry changes -------------------------------------------------------------------------------------------------

create table variazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  importazione_id uuid not null references importazione_cartella (id),
  riga integer not null,
  genere text not null check (genere in ('decesso', 'indirizzo', 'trasferimento', 'stato-civile', 'unione', 'famiglia', 'nascita', 'generalita', 'altro')),
  giorno date,
  stato text not null default 'proposta' check (stato in ('proposta', 'accettata', 'rifiutata', 'rinviata')),
  rinviata_al date,
  classe text references classe_riservatezza (id),
  impronta text not null,
  proposta_il timestamptz not null default kernel.adesso(),
  decisa_il timestamptz,
  decisa_da uuid references utente (id),
  versione integer not null default 1,
  constraint variazione_una_volta unique (persona_id, impronta),
  constraint variazione_rinviata_a_un_giorno check ((stato = 'rinviata') = (rinviata_al is not null))
);
comment on table variazione is 'A change that a registry says of a person: a proposal, until an operator accepts, refuses or postpones it';
comment on column variazione.impronta is 'Hash of what it would write: the same change proposed twice is one, also after it was refused';
comment on column variazione.classe is 'Where the person has a secret address, what is said of addresses exists only for whoever may know it';
create index variazione_elenco on variazione (ambito_id, stato, proposta_il, id);
create index on variazione (persona_id);
create index on variazione (importazione_id, riga);
create index on variazione (comune_id);
create index on variazione (decisa_da);
create index on variazione (classe) where classe is not null;
select kernel.proteggi('variazione', sezione => 'cartella');

create table variazione_dettaglio (
  variazione_id uuid primary key references variazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  classe text references classe_riservatezza (id),
  prima jsonb,
  dopo jsonb not null,
  differenze jsonb not null,
  motivo text
);
comment on table variazione_dettaglio is 'What a change would write, against what is known: before, after, the difference in words; why it was refused';
create index on variazione_dettaglio (persona_id);
create index on variazione_dettaglio (ambito_id, comune_id);
create index on variazione_dettaglio (comune_id);
create index on variazione_dettaglio (classe) where classe is not null;
select kernel.proteggi('variazione_dettaglio', sezione => 'cartella', fascicolo => true);

create function accesso.indirizzo_segreto(p_persone uuid[]) returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct f.persona_id from persona_fatto f where f.persona_id = any (p_persone) and f.ambito_id = kernel.ambito()
     and f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi()
$$;
comment on function accesso.indirizzo_segreto is 'Which of these persons have a secret address: what arrives from a file must not tell nor overwrite it. Never answered to a reader';
alter function accesso.indirizzo_segreto owner to custode;
revoke all on function accesso.indirizzo_segreto from public;
grant execute on function accesso.indirizzo_segreto to applicazione;

insert into tipo_soggetto values ('variazione', 'variazione', 'id', 'persona_id');
