-- Cards of minors as prestazioni are: what normalising has changed in them is kept and can be put back, they have an order in which many
-- are worked on together, those sent with another program are kept as sent, and what was read is judged anew.

alter table scheda_minore
  add column ordine bigint generated always as identity,
  add column gia_inviata boolean not null default false,
  drop constraint scheda_minore_in_un_flusso,
  add constraint scheda_minore_in_un_flusso check (stato not in ('in-flusso', 'accettata') or flusso_id is not null or gia_inviata);
comment on column scheda_minore.gia_inviata is 'With another program: in no flow of ours, and it does not leave again';
create index scheda_minore_ordine on scheda_minore (ente_id, ordine);

alter table scheda_minore_dati
  add column modifiche jsonb not null default '[]',
  add column fermi text[] not null default '{}';
comment on column scheda_minore_dati.modifiche is 'What was changed since it was written or read: field, before, after, rule';
comment on column scheda_minore_dati.fermi is 'Fields that somebody has put back, and that are not normalised again; «*» is all of them';

alter table rielaborazione_flussi add column tipo text not null default 'PS_PSA_SINA' check (tipo in ('PS_PSA_SINA', 'SINBA'));
comment on column rielaborazione_flussi.tipo is 'What is judged anew: prestazioni, or cards of minors';
