-- What the hub still lacked: the CSV of each ente, the INPS file of another program with what it says of itself, several enti at once,
-- terms for every kind of flow. ADR 0046.

-- ---- the CSV that an ente wants ---------------------------------------------------------------------------------------------
alter table ente_flussi add column csv jsonb not null default '{}' check (jsonb_typeof(csv) = 'object');
comment on column ente_flussi.csv is 'How it wants its prestazioni in CSV, for other programs: shared/flussi/csv.api.ts. Not the CSV of INPS, that nobody has read';

-- ---- the INPS file that another program made ----------------------------------------------------------------------------------
alter table carico_flussi
  add column testata jsonb check (jsonb_typeof(testata) = 'object'),
  add column gia_inviato boolean not null default false,
  add column normalizza boolean not null default true,
  add column avviso text;
comment on column carico_flussi.testata is 'Of an INPS file: name of the flow, code and name of the ente, as its head says';
comment on column carico_flussi.gia_inviato is 'Its prestazioni left with another program: they are kept to be recognised and cancelled, never sent again';
comment on column carico_flussi.normalizza is 'Whether its values are put right, or stay as they are written';
comment on column carico_flussi.avviso is 'What is seen of the whole file while it is read: the layout it was written for';

alter table prestazione_erogata add column gia_inviata boolean not null default false;
comment on column prestazione_erogata.gia_inviata is 'Left with another program: it is in no flow of ours';
alter table prestazione_erogata drop constraint prestazione_in_un_flusso,
  add constraint prestazione_in_un_flusso check (stato not in ('in-flusso', 'accettata') or flusso_id is not null or gia_inviata);
alter table prestazione_erogata add column copiata_da uuid references prestazione_erogata (id);
comment on column prestazione_erogata.copiata_da is 'The same monthly prestazione of the month before, from which it was copied: once';
create unique index prestazione_copiata_una_volta on prestazione_erogata (copiata_da) where copiata_da is not null;
comment on column prestazione_dati.fermi is 'Fields that someone put back: normalising leaves them alone; * is all of them';

-- ---- several enti at once -----------------------------------------------------------------------------------------------------
alter table generazione_flussi add column insieme uuid;
comment on column generazione_flussi.insieme is 'The same for those asked for together, one for each ente';
create index generazione_flussi_insieme on generazione_flussi (insieme) where insieme is not null;

create function accesso.enti_dei_flussi() returns table (id uuid, ambito_id uuid, comune_id text, codice text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select e.id, e.ambito_id, e.comune_id, e.codice from ente_flussi e order by e.codice, e.id
$$;
comment on function accesso.enti_dei_flussi is 'Every ente that sends, for the command line that works for all of them, each inside its ambito';
alter function accesso.enti_dei_flussi owner to custode;
revoke all on function accesso.enti_dei_flussi from public;
grant execute on function accesso.enti_dei_flussi to nazionale;

-- ---- terms of every kind of flow ------------------------------------------------------------------------------------------------
alter table avviso_flussi add column tipo text not null default 'PS_PSA_SINA' check (tipo in ('PS_PSA_SINA', 'SINBA'));
alter table avviso_flussi alter column tipo drop default, drop constraint avviso_flussi_pkey, add primary key (ente_id, tipo, periodo, passo);

-- ---- rules ----------------------------------------------------------------------------------------------------------------------
-- The share of the SSN has a rule of its own: that of the ente, which INPS writes, is an error and no ente chooses it.
alter table ente_flussi no force row level security;
update ente_flussi set gravita = (gravita - 'PS05c') || jsonb_build_object('PS05d', gravita -> 'PS05c') where gravita ? 'PS05c';
alter table ente_flussi force row level security;
