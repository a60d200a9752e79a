-- A flow never changes, nor does the archive that holds it, nor the envelope in which INPS takes it: the ente is named as it was
-- when the flow was made, whatever it is called now.
alter table flusso add column ente_codice text, add column ente_nome text;
comment on column flusso.ente_codice is 'Code of the ente, as it was when the flow was made';
comment on column flusso.ente_nome is 'Name of the ente, as it was when the flow was made';

create function kernel.flusso_ricorda_ente() returns trigger language plpgsql as $$
begin
  select e.codice, e.denominazione into strict new.ente_codice, new.ente_nome from ente_flussi e where e.id = new.ente_id;
  return new;
end $$;
create trigger ricorda_ente before insert on flusso for each row execute function kernel.flusso_ricorda_ente();

-- as the owner of the table: under forced security nobody else sees the flows of every ambito; and nothing of what they are changes
alter table flusso no force row level security, disable trigger user;
alter table ente_flussi no force row level security;
update flusso f set ente_codice = e.codice, ente_nome = e.denominazione from ente_flussi e where e.id = f.ente_id;
alter table ente_flussi force row level security;
alter table flusso force row level security, enable trigger user;
alter table flusso alter column ente_codice set not null, alter column ente_nome set not null;
