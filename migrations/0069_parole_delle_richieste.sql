-- The requests of ambiti that are only named are found by a word as everything else is, by its beginning: before, all of them were
-- walked (ADR 0052).

create table richiesta_ambito_parola (
  richiesta_id uuid not null references richiesta_ambito (id) on delete cascade,
  parola text collate "C" not null,
  inviata timestamptz not null,
  primary key (richiesta_id, parola)
);
comment on table richiesta_ambito_parola is 'What a request whose ambito is only named is searched by: the name from each of its words on. Carries the order of the list. Derived, written by trigger; of drafts there is none';
create index richiesta_ambito_parola_ricerca on richiesta_ambito_parola (parola, inviata, richiesta_id);
alter table richiesta_ambito_parola enable row level security, force row level security;
create policy nazionale on richiesta_ambito_parola for select to nazionale using (true);
create policy custode on richiesta_ambito_parola to custode using (true) with check (true);
grant select on richiesta_ambito_parola to nazionale;
grant select, insert, update, delete on richiesta_ambito_parola to custode;
insert into kernel.tabella_protetta values ('richiesta_ambito_parola', 'chiave', null, false);

create function accesso.da_ogni_parola(p_chiave text) returns setof text language sql immutable parallel safe as $$
  select distinct left(array_to_string(parole[i:], ' '), 100)
    from (select string_to_array(trim(p_chiave), ' ') as parole) w, generate_subscripts(w.parole, 1) as i where parole[i] <> ''
$$;
comment on function accesso.da_ogni_parola is 'A key cut at every space, as long as what one may ask';
alter function accesso.da_ogni_parola owner to custode;
revoke all on function accesso.da_ogni_parola from public;

create function accesso.indicizza_richiesta() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  delete from richiesta_ambito_parola where richiesta_id = new.id;
  if new.ambito_id is null and new.stato <> 'bozza' then
    insert into richiesta_ambito_parola (richiesta_id, parola, inviata)
    select new.id, p, new.inviata from accesso.da_ogni_parola(new.ambito_nominato_chiave) as p;
  end if;
  return null;
end $$;
alter function accesso.indicizza_richiesta owner to custode;
revoke all on function accesso.indicizza_richiesta from public;
create trigger indicizza_nuova after insert on richiesta_ambito for each row
  when (new.ambito_id is null and new.stato <> 'bozza') execute function accesso.indicizza_richiesta();
create trigger indicizza_modificata after update on richiesta_ambito for each row
  when (old.ambito_id is distinct from new.ambito_id or old.ambito_nominato is distinct from new.ambito_nominato
    or old.inviata is distinct from new.inviata or (old.stato = 'bozza') <> (new.stato = 'bozza')) execute function accesso.indicizza_richiesta();

alter table richiesta_ambito no force row level security;
alter table richiesta_ambito_parola no force row level security;
insert into richiesta_ambito_parola (richiesta_id, parola, inviata)
select r.id, p, r.inviata from richiesta_ambito r, accesso.da_ogni_parola(r.ambito_nominato_chiave) as p where r.ambito_id is null and r.stato <> 'bozza';
alter table richiesta_ambito_parola force row level security;
alter table richiesta_ambito force row level security;

drop index richiesta_ambito_nominato;
