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

-- ---- what the desk does to an hour of a caso -----------------------------------------------------------------------------

create function accesso.appuntamento_di_un_caso(p_id uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (select 1 from appuntamento_caso a where a.appuntamento_id = p_id and a.ambito_id = kernel.ambito())
$$;
comment on function accesso.appuntamento_di_un_caso is 'Whether a work has to follow what is done to an hour in the agenda, whose acts reach no caso: never for a reader';
alter function accesso.appuntamento_di_un_caso(uuid) owner to custode;
revoke all on function accesso.appuntamento_di_un_caso(uuid) from public;
grant execute on function accesso.appuntamento_di_un_caso(uuid) to applicazione;

select kernel.apri_scambio();
