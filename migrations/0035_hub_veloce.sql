-- The hub at a million rows, and its other sources: what Trama itself gave, the minors of SINBA, INPS's own schemas.

-- ---- what a row costs -----------------------------------------------------------------------------------------------------
-- Nobody asks anything of what was read and understood but to show it: as text it costs a fifth to take in. And a row is some two
-- thousand characters: compressing each would cost more than all the rest.

-- the changes in a quarter of the letters: field, before, after, rule, one after the other
create function kernel.cambi_piani(p jsonb) returns json language sql immutable as $$
  select coalesce(json_agg(v order by n, k), '[]') from jsonb_array_elements(p) with ordinality m(c, n)
    cross join lateral (values (1, c ->> 'campo'), (2, c ->> 'prima'), (3, c ->> 'dopo'), (4, c ->> 'regola')) x(k, v)
$$;
alter table prestazione_dati
  alter column celle type json using to_json(celle),
  alter column letta type json,
  alter column record type json,
  alter column modifiche drop default,
  alter column modifiche type json using kernel.cambi_piani(modifiche),
  alter column modifiche set default '[]';
drop function kernel.cambi_piani;
comment on column prestazione_dati.modifiche is 'Each change of the normalisation: field, before, after, rule, one after the other';
alter table prestazione_dati set (toast_tuple_target = 8160);

-- Each foreign key is a question for each row. That of ambito and comune the policies have already answered: nobody writes a row but of the
-- ambito and of the comuni of his scope; and neither is ever deleted.
alter table prestazione_erogata drop constraint prestazione_erogata_ambito_id_fkey, drop constraint prestazione_erogata_comune_id_fkey;
-- what a prestazione says is written with it, and neither is ever deleted
alter table prestazione_dati drop constraint prestazione_dati_ambito_id_fkey, drop constraint prestazione_dati_comune_id_fkey, drop constraint prestazione_dati_id_fkey;
alter table flusso_prestazione drop constraint flusso_prestazione_ambito_id_fkey, drop constraint flusso_prestazione_comune_id_fkey;

-- one index for two: the rows of an ente in their order begin with the ambito, which every query of theirs has
drop index prestazione_erogata_elenco;
drop index prestazione_erogata_ambito_id_idx;
create index prestazione_erogata_elenco on prestazione_erogata (ambito_id, ente_id, ordine);
-- a page of those on which one still works, in their order: without it the ready ones were all put in order to show fifty
create index prestazione_erogata_al_lavoro on prestazione_erogata (ente_id, stato, ordine) where stato in ('rifiutata', 'da-completare', 'pronta');
-- the other one on the same column is of nearly all its rows
drop index flusso_prestazione_prestazione_id_idx;

-- ---- what Trama itself granted ----------------------------------------------------------------------------------------------

create table fonte_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  fonte text not null check (fonte ~ '^[a-z]+(-[a-z]+)*$'),
  voce text not null check (length(voce) between 1 and 80),
  invia boolean not null,
  codice text check (length(codice) between 5 and 10),
  campi jsonb not null default '{}' check (jsonb_typeof(campi) = 'object'),
  motivo text check (motivo ~ '\S' and length(motivo) <= 500),
  deciso_il timestamptz not null default kernel.adesso(),
  deciso_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint fonte_flussi_decisa check (case when invia then codice is not null else motivo is not null end),
  constraint fonte_flussi_una_volta unique (ente_id, fonte, voce)
);
comment on table fonte_flussi is 'Of what Trama registers as granted: as which prestazione an ente sends it to INPS, or why it does not';
comment on column fonte_flussi.fonte is 'Who knows of it: server/flussi/fonti.ts';
comment on column fonte_flussi.voce is 'What it is in that source: the measure, the service';
comment on column fonte_flussi.campi is 'Fields that are the same for all of it: path → value';
create index on fonte_flussi (ambito_id);
create index on fonte_flussi (comune_id);
create index on fonte_flussi (deciso_da);
select kernel.proteggi('fonte_flussi', sezione => 'flussi');
revoke delete on fonte_flussi from applicazione;

create table concessa_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  fonte text not null,
  voce text not null,
  origine text not null check (length(origine) <= 100),
  periodo text not null check (periodo ~ '^[0-9]{4}-[0-9]{2}$'),
  riferimento text not null check (length(riferimento) <= 60),
  prestazione_id uuid references prestazione_erogata (id),
  motivo text,
  impronta text not null,
  cambiata boolean not null default false,
  vista_il timestamptz not null default kernel.adesso(),
  constraint concessa_flussi_una_origine unique (ente_id, fonte, origine),
  constraint concessa_flussi_o_perche check ((prestazione_id is null) = (motivo is not null))
);
comment on table concessa_flussi is 'Each thing that Trama granted in a month: the prestazione that it became, or why it stands in no flow. Says nothing of whom';
comment on column concessa_flussi.origine is 'What it is in its source, the same for ever: one thing granted makes one prestazione';
comment on column concessa_flussi.riferimento is 'How the office knows it, a protocol: never a name';
comment on column concessa_flussi.motivo is 'Code of why it is not sent: shared/flussi/fonti.api.ts';
comment on column concessa_flussi.cambiata is 'The source says otherwise than when it became a prestazione';
create index concessa_flussi_elenco on concessa_flussi (ente_id, periodo, fonte, origine);
create unique index concessa_flussi_prestazione on concessa_flussi (prestazione_id) where prestazione_id is not null;
create index on concessa_flussi (ambito_id);
create index on concessa_flussi (comune_id);
select kernel.proteggi('concessa_flussi', sezione => 'flussi');
revoke delete on concessa_flussi from applicazione;

-- ---- tables confirmed, schemas of INPS ------------------------------------------------------------------------------------------

create table conferma_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  tabella text not null check (tabella = 'regione-t0'),
  impronta text not null,
  fonte text not null check (fonte ~ '\S' and length(fonte) <= 300),
  confermata_il timestamptz not null default kernel.adesso(),
  confermata_da uuid default kernel.utente() references utente (id)
);
comment on table conferma_flussi is 'Somebody of an ambito compared a table that Trama ships as «da verificare» with the one in force: the warning is over while it stays so';
comment on column conferma_flussi.impronta is 'Of the rows that were confirmed: when they change the warning is back';
comment on column conferma_flussi.fonte is 'What they were compared with, in words';
create index on conferma_flussi (ambito_id, tabella, confermata_il desc);
create index on conferma_flussi (confermata_da);
select kernel.proteggi('conferma_flussi');
revoke update, delete on conferma_flussi from applicazione;

create table schema_flussi (
  id uuid primary key default gen_random_uuid(),
  tipo text not null check (tipo in ('PS_PSA_SINA', 'SINBA')),
  nome_file text not null check (length(nome_file) between 1 and 200),
  xsd text not null,
  sha256 text not null,
  caricato_il timestamptz not null default kernel.adesso(),
  caricato_da uuid default kernel.utente() references utente (id),
  ritirato_il timestamptz,
  ritirato_da uuid references utente (id)
);
comment on table schema_flussi is 'INPS''s own schemas, where somebody has uploaded them: the last one not withdrawn is used for every ambito; TRAMA_XSD_INPS comes before it';
create index schema_flussi_in_uso on schema_flussi (tipo, caricato_il desc) where ritirato_il is null;
create index on schema_flussi (caricato_da);
create index on schema_flussi (ritirato_da);
select kernel.proteggi_nazionale('schema_flussi');
revoke delete on schema_flussi from nazionale;

-- ---- SINBA: the minors, without any identity ------------------------------------------------------------------------------------

create table minore_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  gettone text not null check (gettone ~ '^[A-Z2-7]{20}$'),
  riferimento text not null check (riferimento ~ '\S' and length(riferimento) <= 100),
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  constraint minore_flussi_gettone_unico unique (gettone),
  constraint minore_flussi_uno_per_riferimento unique (ente_id, riferimento)
);
comment on table minore_flussi is 'Which minor of the ente a token of SINBA stands for. It never leaves: no flow, no sheet, no export reads it (DM 206/2014, art. 5 c. 4)';
comment on column minore_flussi.gettone is 'Drawn by lot and the same for ever: what INPS sees of the minor';
comment on column minore_flussi.riferimento is 'How the office knows him: the number of the folder';
create index on minore_flussi (ambito_id);
create index on minore_flussi (comune_id);
create index on minore_flussi (creato_da);
select kernel.proteggi('minore_flussi', sezione => 'flussi', fascicolo => true);
revoke update, delete on minore_flussi from applicazione;

alter table flusso drop constraint flusso_tipo_check;
alter table flusso add constraint flusso_tipo_check check (tipo in ('PS_PSA_SINA', 'SINBA'));

create table scheda_minore (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  gettone text not null references minore_flussi (gettone),
  stato text not null check (stato in ('rifiutata', 'da-completare', 'pronta', 'in-flusso', 'accettata', 'esclusa')),
  errori text[] not null default '{}',
  avvisi text[] not null default '{}',
  flusso_id uuid references flusso (id),
  versione integer not null default 1,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  constraint scheda_minore_in_un_flusso check (stato not in ('in-flusso', 'accettata') or flusso_id is not null)
);
comment on table scheda_minore is 'A card of SINBA on its way to INPS: its token, and how far it is';
create index scheda_minore_elenco on scheda_minore (ente_id, creata_il desc, id);
create index on scheda_minore (ambito_id);
create index on scheda_minore (comune_id);
create index on scheda_minore (gettone);
create index on scheda_minore (flusso_id);
create index on scheda_minore (creata_da);
select kernel.proteggi('scheda_minore', sezione => 'flussi');
revoke delete on scheda_minore from applicazione;

create table scheda_minore_dati (
  id uuid primary key references scheda_minore (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  record jsonb not null,
  difetti jsonb not null default '[]',
  deroghe jsonb not null default '{}'
);
comment on table scheda_minore_dati is 'What a card of SINBA says, and what is wrong with it. Shape: shared/flussi/prestazione.ts, without the token';
create index on scheda_minore_dati (ambito_id);
create index on scheda_minore_dati (comune_id);
select kernel.proteggi('scheda_minore_dati', sezione => 'flussi', fascicolo => true);
revoke delete on scheda_minore_dati from applicazione;

-- ---- the board at a glance ---------------------------------------------------------------------------------------------------------

create table conto_flussi (
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  periodo text not null,
  stato text not null,
  quante integer not null,
  centesimi bigint not null,
  primary key (ente_id, periodo, stato)
);
comment on table conto_flussi is 'How many prestazioni of an ente, and how much money, by month and state: kept statement by statement, so that the board does not count a million rows at each look';
comment on column conto_flussi.periodo is 'Empty where no month can be read';
create index on conto_flussi (ambito_id);
create index on conto_flussi (comune_id);
select kernel.proteggi('conto_flussi', sezione => 'flussi');
drop trigger registra_modifica on conto_flussi; -- a sum of rows, each of which has its own history
revoke delete on conto_flussi from applicazione;

create function kernel.conta_prestazioni() returns trigger language plpgsql as $$
begin
  -- in order, so that two at once wait for each other and never both
  if tg_op = 'INSERT' then
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, quante, centesimi)
      select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, count(*), coalesce(sum(centesimi), 0) from dopo group by 1, 2, 3, 4, 5 order by 3, 4, 5
    on conflict (ente_id, periodo, stato) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  else
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, quante, centesimi)
      select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, sum(n), coalesce(sum(n * centesimi), 0)
        from (select ambito_id, comune_id, ente_id, periodo, stato, centesimi, 1 as n from dopo
              union all select ambito_id, comune_id, ente_id, periodo, stato, centesimi, -1 from prima) x
       group by 1, 2, 3, 4, 5 having sum(n) <> 0 or coalesce(sum(n * centesimi), 0) <> 0 order by 3, 4, 5
    on conflict (ente_id, periodo, stato) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  end if;
  return null;
end $$;
comment on function kernel.conta_prestazioni is 'Keeps conto_flussi, a statement at a time';
create trigger conta_nuove after insert on prestazione_erogata referencing new table as dopo for each statement execute function kernel.conta_prestazioni();
create trigger conta_cambiate after update on prestazione_erogata referencing old table as prima new table as dopo for each statement execute function kernel.conta_prestazioni();
insert into conto_flussi (ambito_id, comune_id, ente_id, periodo, stato, quante, centesimi)
  select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, count(*), coalesce(sum(centesimi), 0) from prestazione_erogata group by 1, 2, 3, 4, 5;
