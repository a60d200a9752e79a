-- Cards of minors from files, as prestazioni are; and given to INPS in cooperation, one for each flow.

alter table carico_flussi add column tipo text not null default 'PS_PSA_SINA' check (tipo in ('PS_PSA_SINA', 'SINBA'));
comment on column carico_flussi.tipo is 'What its rows are: of a table, said with the columns';

alter table scheda_minore add column carico_id uuid references carico_flussi (id), add column riga integer,
  add constraint scheda_minore_una_per_riga unique (carico_id, riga);
comment on column scheda_minore.carico_id is 'The file it came with; null where somebody wrote it';

alter table generazione_flussi add column tipo text not null default 'PS_PSA_SINA' check (tipo in ('PS_PSA_SINA', 'SINBA'));
comment on column generazione_flussi.tipo is 'What its flows hold: prestazioni, or cards of minors';
alter table generazione_flussi no force row level security, disable trigger user;
alter table flusso no force row level security;
update generazione_flussi g set tipo = 'SINBA' where exists (select 1 from flusso f where f.generazione_id = g.id and f.tipo = 'SINBA');
alter table flusso force row level security;
alter table generazione_flussi force row level security, enable trigger user;
