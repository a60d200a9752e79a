-- A meeting of a pact stands in the agenda of the offices, and is the same thing as the convocation that calls to it and the meeting
-- that is registered on the caso (ADR 0063).

alter table patto_incontro
  add column ufficio_id uuid references ufficio (id),
  add column luogo text check (luogo ~ '\S'),
  add column persone uuid[] not null default '{}',
  add constraint patto_incontro_appuntamento_id_fkey foreign key (appuntamento_id) references appuntamento (id);
comment on column patto_incontro.ufficio_id is 'The office where it is held: with it, it takes an hour of the agenda';
comment on column patto_incontro.persone is 'Members who are awaited; none: those of the pact';
create index on patto_incontro (appuntamento_id) where appuntamento_id is not null;
create index on patto_incontro (ufficio_id) where ufficio_id is not null;

alter table convocazione add column incontro_id uuid references patto_incontro (id);
comment on column convocazione.incontro_id is 'The meeting of a pact to which it calls: how one ends, the other ends';
create index on convocazione (incontro_id) where incontro_id is not null;

alter table caso_incontro add column patto_incontro_id uuid references patto_incontro (id);
comment on column caso_incontro.patto_incontro_id is 'The meeting of a pact that it was';
create index on caso_incontro (patto_incontro_id) where patto_incontro_id is not null;

select kernel.apri_scambio();
