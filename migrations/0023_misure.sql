-- Measures as data: each law that gives a benefit, and its versions in time. What a version says (requirements, scale, amounts,
-- terms) is one document, read by the same rules whatever the measure. And what was evaluated under a version: the facts, the
-- version, the answer, for ever.

create table misura (
  id text primary key,
  nome text not null check (nome ~ '\S'),
  sigla text not null check (sigla ~ '\S'),
  constraint misura_id_leggibile check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$')
);
comment on table misura is 'A benefit of the law: what it asks and gives is in its versions';
select kernel.proteggi_nazionale('misura');
revoke delete on misura from nazionale;

create table misura_versione (
  id uuid primary key default gen_random_uuid(),
  misura_id text not null references misura (id),
  numero integer not null check (numero > 0),
  stato text not null default 'bozza' check (stato in ('bozza', 'pubblicata', 'ritirata', 'scartata')),
  etichetta text not null check (etichetta ~ '\S'),
  dal date not null,
  al date,
  nota text not null default '',
  definizione jsonb not null check (jsonb_typeof(definizione) = 'object'),
  derivata_da uuid references misura_versione (id),
  revisione integer not null default 1,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  pubblicata_il timestamptz,
  pubblicata_da uuid references utente (id),
  constraint misura_versione_unica unique (misura_id, numero),
  constraint misura_date_in_ordine check (al is null or al >= dal),
  constraint misura_pubblicata_quando check ((stato in ('pubblicata', 'ritirata')) = (pubblicata_il is not null))
);
comment on table misura_versione is 'What a measure says from a day on. Once published it never changes: it is withdrawn, or followed by another; of two in force the one with the later first day, then the higher number';
comment on column misura_versione.definizione is 'Shape: shared/misure/definizione.ts. Requirements, scale, amounts, terms, obligations, flows, each with its source';
comment on column misura_versione.etichetta is 'What tells it from the others: «2025», «fino al 31 maggio»';
comment on column misura_versione.revisione is 'Of a draft, for two people who change it';
create unique index misura_una_bozza on misura_versione (misura_id) where stato = 'bozza';
create index on misura_versione (derivata_da);
create index on misura_versione (creata_da);
create index on misura_versione (pubblicata_da);
select kernel.proteggi_nazionale('misura_versione');
revoke delete on misura_versione from nazionale;
create trigger versione_immutabile before update on misura_versione for each row execute function kernel.versione_immutabile();

create table valutazione_misura (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid not null default kernel.utente() references utente (id),
  misura_id text not null references misura (id),
  versione_id uuid not null references misura_versione (id),
  pratica text not null check (pratica ~ '\S' and length(pratica) <= 60),
  giorno date not null,
  fatti jsonb not null check (jsonb_typeof(fatti) = 'object'),
  risultato jsonb not null check (jsonb_typeof(risultato) = 'object'),
  esito text not null check (esito in ('spetta', 'non-spetta', 'non-si-sa')),
  mensile integer check (mensile >= 0),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id)
);
comment on table valutazione_misura is 'A household evaluated under a version: never changed, so that years later the same version and facts give the same answer';
comment on column valutazione_misura.assegnatario_id is 'Whose case it is: a case manager sees his own only';
comment on column valutazione_misura.pratica is 'Number or protocol of the case, never a name: evaluations of the same case are its history';
comment on column valutazione_misura.mensile is 'Cents each month; null where a fact is missing';
comment on column valutazione_misura.fatti is 'What was known of the household, without names: shared/misure/risultato.ts';
create index valutazione_misura_pratica on valutazione_misura (ambito_id, misura_id, comune_id, pratica, creata_il desc, id);
create index valutazione_misura_mie on valutazione_misura (assegnatario_id, creata_il desc, id);
create index on valutazione_misura (comune_id);
create index on valutazione_misura (misura_id);
create index on valutazione_misura (versione_id);
create index on valutazione_misura (creata_da);
select kernel.proteggi('valutazione_misura', sezione => 'patti');
revoke update, delete on valutazione_misura from applicazione;

create table simulazione_misura (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  versione_id uuid not null references misura_versione (id),
  stato text not null default 'in-corso' check (stato in ('in-corso', 'conclusa', 'annullata', 'fallita')),
  portata jsonb not null,
  totale integer,
  esaminati integer not null default 0,
  risultato jsonb,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid not null default kernel.utente() references utente (id),
  conclusa_il timestamptz,
  constraint simulazione_conclusa_con_risultato check (stato <> 'conclusa' or risultato is not null)
);
comment on table simulazione_misura is 'What a version would change for the households in charge: counts and sums only, nothing of anybody';
comment on column simulazione_misura.portata is 'Comuni that whoever asked reaches: the work outside the request sees no more';
comment on column simulazione_misura.corsa is 'The run now at work: one that finds another here stops, so that after a crash two never work together';
create index simulazione_misura_elenco on simulazione_misura (ambito_id, creata_il desc, id);
create index on simulazione_misura (versione_id);
create index on simulazione_misura (creata_da);
create index simulazione_misura_al_lavoro on simulazione_misura (aggiornata) where stato = 'in-corso';
select kernel.proteggi('simulazione_misura');
revoke delete on simulazione_misura from applicazione;
create policy custode on simulazione_misura for select to custode using (true);
grant select on simulazione_misura to custode;

create function accesso.simulazioni_ferme(p_minuti integer) returns table (id uuid, ambito_id uuid, utente_id uuid)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select s.id, s.ambito_id, s.creata_da from simulazione_misura s
   where s.stato = 'in-corso' and s.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;
comment on function accesso.simulazioni_ferme is 'What-if left unfinished when a process died: identifiers only, for the job that takes it up';
alter function accesso.simulazioni_ferme owner to custode;
revoke all on function accesso.simulazioni_ferme from public;
grant execute on function accesso.simulazioni_ferme to nazionale;
