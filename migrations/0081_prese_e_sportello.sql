-- What an audit of the record found. The rules of a new presa in carico hold for one that is opened again, whoever writes it.

create function kernel.presa_una_per_tipo() returns trigger language plpgsql as $$
declare stessa uuid[];
begin
  -- commands and jobs write in nobody's name; what comes whole from elsewhere is written as it was there
  if kernel.utente() is null or current_user <> 'applicazione'
    or kernel.azione() in ('fascicolo.importa', 'cartella.importa', 'messaggio-regionale.importa') then return new; end if;
  stessa := accesso.stessa_persona(new.persona_id);
  -- of two that open at once the second waits here, and finds the first
  perform 1 from persona p where p.id = any (stessa) order by p.id for update;
  if exists (select 1 from persona p where p.id = any (stessa) and p.decesso is not null) then
    raise exception 'dead' using errcode = '23514', constraint = 'presa_di_chi_vive';
  end if;
  -- as far as who writes sees: of a hidden one nothing is told
  if exists (select 1 from presa_in_carico p where p.persona_id = any (stessa) and p.tipo = new.tipo and p.stato <> 'chiusa' and p.id <> new.id) then
    raise exception 'already in charge' using errcode = '23514', constraint = 'presa_una_per_tipo';
  end if;
  return new;
end $$;
comment on function kernel.presa_una_per_tipo is 'One open presa in carico of a type for each person, and none of the dead: opening and opening again. Those that are two already stay';
create trigger presa_una_nuova before insert on presa_in_carico for each row when (new.stato <> 'chiusa') execute function kernel.presa_una_per_tipo();
create trigger presa_una_riaperta before update of stato on presa_in_carico for each row
  when (old.stato = 'chiusa' and new.stato <> 'chiusa') execute function kernel.presa_una_per_tipo();

-- ---- the office that follows it ---------------------------------------------------------------------------------------------

alter table presa_in_carico add column ufficio_id uuid references ufficio (id);
comment on column presa_in_carico.ufficio_id is 'The office where she is followed, of the comune or of the whole ambito: not the team, which is in presa_operatore';
create index on presa_in_carico (ufficio_id) where ufficio_id is not null;

-- ---- a proposal that the sheet has overtaken -------------------------------------------------------------------------------------

alter table variazione add column ridisegnata_il timestamptz;
comment on column variazione.ridisegnata_il is 'When it was not taken because the sheet had changed, and its difference was drawn again: from then on it is accepted by who looks at it, never with all the others';

select kernel.apri_scambio();
