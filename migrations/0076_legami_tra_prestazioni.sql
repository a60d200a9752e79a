-- Three foreign keys of a prestazione to another one were asked of every row, a million times, and hardly any has one: they are asked of those that
-- have. Prestazioni are never deleted, so what is there when it is written is there for ever. ADR 0055.

alter table prestazione_erogata drop constraint prestazione_erogata_annulla_id_fkey, drop constraint prestazione_erogata_segue_id_fkey,
  drop constraint prestazione_erogata_copiata_da_fkey;

create function kernel.prestazione_legata() returns trigger language plpgsql as $$
begin
  if (new.annulla_id is not null and not exists (select 1 from prestazione_erogata p where p.id = new.annulla_id))
     or (new.segue_id is not null and not exists (select 1 from prestazione_erogata p where p.id = new.segue_id))
     or (new.copiata_da is not null and not exists (select 1 from prestazione_erogata p where p.id = new.copiata_da)) then
    raise exception 'of a prestazione that is not there' using errcode = '23503', constraint = 'prestazione_di_altra';
  end if;
  return null;
end $$;
comment on function kernel.prestazione_legata is 'What a prestazione cancels, waits for or is a copy of is a prestazione that is there';
create trigger prestazione_legata after insert or update of annulla_id, segue_id, copiata_da on prestazione_erogata for each row
  when (new.annulla_id is not null or new.segue_id is not null or new.copiata_da is not null) execute function kernel.prestazione_legata();
