-- The hub at a million rows, again: what a row costs when it comes in and when it leaves; what was read is judged anew; the calls of INPS
-- are forgotten at their term. ADR 0040.

-- ---- what a row costs -----------------------------------------------------------------------------------------------------

-- Flat text instead of JSON: rows of before stay as they are, their first letter tells.
alter table prestazione_dati
  alter column celle type text using celle::text,
  alter column letta type text using letta::text,
  alter column record type text using record::text,
  alter column modifiche drop default,
  alter column modifiche type text using modifiche::text,
  alter column modifiche set default '';
comment on column prestazione_dati.celle is 'The cells of the row, as they were; of its first part alone. Flat text or JSON: server/flussi/testo-riga.ts';
comment on column prestazione_dati.letta is 'The record before it was normalised, where no cells are: as celle';
comment on column prestazione_dati.record is 'The values of shared/flussi/prestazione.ts in the order of server/flussi/testo-riga.ts; JSON where they do not fit';
comment on column prestazione_dati.modifiche is 'Each change of the normalisation: field, before, after (= when it is as in the record), rule, one after the other';

create function kernel.valore_prestazione(p_record text, p_posto integer, p_percorso text[]) returns text language sql immutable parallel safe as $$
  select case when p_record like '{%' then p_record::json #>> p_percorso else nullif(split_part(p_record, e'\x1f', p_posto), '') end
$$;
comment on function kernel.valore_prestazione is 'A field of a record as it is kept, flat or JSON';

-- A hash and a code have no alphabet: compared byte by byte, whatever the language of the database.
alter table prestazione_erogata
  alter column persona type text collate "C",
  alter column impronta type text collate "C",
  alter column stato type text collate "C",
  alter column periodo type text collate "C";

-- What a policy asks is true of nearly all the rows that one reaches otherwise: a summary of each block of the table is index enough.
drop index prestazione_erogata_comune_id_idx;
create index prestazione_erogata_comune on prestazione_erogata using brin (comune_id);
drop index prestazione_dati_ambito_id_idx;
drop index prestazione_dati_comune_id_idx;
create index prestazione_dati_ambito on prestazione_dati using brin (ambito_id);
create index prestazione_dati_comune on prestazione_dati using brin (comune_id);

-- The board reads sums, and what one works on has an index of its own: that of months and states was the largest of all, and each row wrote it
-- twice, when it came in and when it left.
drop index prestazione_erogata_quadro;

-- Whose a row is, from which file, in which flow: asked once for each statement and not for each of its rows. Enti, files and flows are
-- never deleted.
alter table prestazione_erogata drop constraint prestazione_erogata_ente_id_fkey, drop constraint prestazione_erogata_carico_id_fkey,
  drop constraint prestazione_erogata_flusso_id_fkey;

-- In which flow a prestazione left is said by its own row, which can hold one only; what is kept beside it is where INPS refused it before.
-- (as the owner of the tables, here and below: under forced security nobody else reaches the rows of every ambito)
alter table flusso_prestazione no force row level security;
delete from flusso_prestazione where not respinta;
alter table flusso_prestazione force row level security;
drop index prestazione_in_un_solo_flusso;
alter table flusso_prestazione drop column respinta;
create index on flusso_prestazione (prestazione_id);
comment on table flusso_prestazione is 'Flows in which a prestazione had left, and that INPS refused: then its row is on the board again, or in another flow';

-- Cancellations apart: they are no prestazioni, and then the terms and the board of who has sent what can read the same sums.
alter table conto_flussi add column operazione text not null default 'I' check (operazione in ('I', 'C'));
alter table conto_flussi drop constraint conto_flussi_pkey, add primary key (ente_id, periodo, stato, operazione);
alter table conto_flussi alter column operazione drop default;

create or replace function kernel.conta_prestazioni() returns trigger language plpgsql as $$
begin
  if exists (select 1 from (select distinct ente_id from dopo) x where not exists (select 1 from ente_flussi e where e.id = x.ente_id))
     or exists (select 1 from (select distinct carico_id from dopo) x where x.carico_id is not null and not exists (select 1 from carico_flussi c where c.id = x.carico_id))
     or exists (select 1 from (select distinct flusso_id from dopo) x where x.flusso_id is not null and not exists (select 1 from flusso f where f.id = x.flusso_id)) then
    raise exception 'of an ente, a file or a flow that is not there' using errcode = '23503', constraint = 'prestazione_di_qualcuno';
  end if;
  -- in order, so that two at once wait for each other and never both
  if tg_op = 'INSERT' then
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, operazione, quante, centesimi)
      select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, operazione, count(*), coalesce(sum(centesimi), 0)
        from dopo group by 1, 2, 3, 4, 5, 6 order by 3, 4, 5, 6
    on conflict (ente_id, periodo, stato, operazione) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  else
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, operazione, quante, centesimi)
      select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, operazione, sum(n), coalesce(sum(n * centesimi), 0)
        from (select ambito_id, comune_id, ente_id, periodo, stato, operazione, centesimi, 1 as n from dopo
              union all select ambito_id, comune_id, ente_id, periodo, stato, operazione, centesimi, -1 from prima) x
       group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 or coalesce(sum(n * centesimi), 0) <> 0 order by 3, 4, 5, 6
    on conflict (ente_id, periodo, stato, operazione) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  end if;
  return null;
end $$;
comment on function kernel.conta_prestazioni is 'Keeps conto_flussi, a statement at a time, and holds what rows say they belong to';
alter table conto_flussi no force row level security;
alter table prestazione_erogata no force row level security;
delete from conto_flussi;
insert into conto_flussi (ambito_id, comune_id, ente_id, periodo, stato, operazione, quante, centesimi)
  select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, operazione, count(*), coalesce(sum(centesimi), 0) from prestazione_erogata group by 1, 2, 3, 4, 5, 6;
alter table prestazione_erogata force row level security;
alter table conto_flussi force row level security;

create function kernel.prestazione_lascia_flusso() returns trigger language plpgsql as $$
begin
  if exists (select 1 from flusso f where f.id = old.flusso_id and f.stato = 'generato' and f.esito is distinct from 'respinto') then
    raise exception 'in a flow that has left' using errcode = '23514', constraint = 'prestazione_in_un_solo_flusso';
  end if;
  return new;
end $$;
comment on function kernel.prestazione_lascia_flusso is 'A prestazione leaves a flow for the board, or for another, only when that is not whole or INPS has refused it';
create trigger prestazione_lascia_flusso before update on prestazione_erogata for each row
  when (old.flusso_id is not null and new.flusso_id is distinct from old.flusso_id) execute function kernel.prestazione_lascia_flusso();

-- How far a work has come is no change of anything: a million rows were a thousand lines of the register.
drop trigger registra_modifica on carico_flussi;
create trigger registra_modifica after insert or delete on carico_flussi for each row execute function kernel.registra_modifica('true');
create trigger registra_passaggio after update on carico_flussi for each row
  when (old.ultima_riga = new.ultima_riga) execute function kernel.registra_modifica('true');
drop trigger registra_modifica on generazione_flussi;
create trigger registra_modifica after insert or delete on generazione_flussi for each row execute function kernel.registra_modifica('true');
create trigger registra_passaggio after update on generazione_flussi for each row
  when (old.aggiornata = new.aggiornata or old.stato <> new.stato or old.flussi <> new.flussi) execute function kernel.registra_modifica('true');
drop trigger registra_modifica on flusso;
create trigger registra_modifica after insert or delete on flusso for each row execute function kernel.registra_modifica('true');
create trigger registra_passaggio after update on flusso for each row
  when (old.stato <> new.stato or old.ultima_parte = new.ultima_parte) execute function kernel.registra_modifica('true');

-- ---- judged anew ----------------------------------------------------------------------------------------------------------

create table rielaborazione_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  periodo text check (periodo ~ '^([0-9]{4}-[0-9]{2}|senza-data)$'),
  carico_id uuid references carico_flussi (id),
  stato text not null default 'in-corso' check (stato in ('in-corso', 'conclusa', 'fallita')),
  da_guardare integer not null default 0,
  guardate integer not null default 0,
  cambiate integer not null default 0,
  passaggi jsonb not null default '{}' check (jsonb_typeof(passaggi) = 'object'),
  regole jsonb not null default '{}' check (jsonb_typeof(regole) = 'object'),
  ultimo bigint not null default 0,
  portata jsonb not null,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  conclusa_il timestamptz
);
comment on table rielaborazione_flussi is 'What was read is judged anew, with the tables, schemas, severities and corrections of today: of an ente, a month or a file, as long as it has not left';
comment on column rielaborazione_flussi.periodo is 'One month, or what has none; without it all of them';
comment on column rielaborazione_flussi.passaggi is 'How many went from one state to another: {"rifiutata pronta": 3}';
comment on column rielaborazione_flussi.regole is 'How many rows a rule stops no more, or stops now: {"PS07": {"tolte": 3, "nuove": 0}}';
comment on column rielaborazione_flussi.ultimo is 'Order of the last row looked at: a run that was interrupted goes on from here';
comment on column rielaborazione_flussi.portata is 'Comuni that whoever asked reaches: the work outside the request sees no more';
create unique index rielaborazione_flussi_una_alla_volta on rielaborazione_flussi (ente_id) where stato = 'in-corso';
create index rielaborazione_flussi_elenco on rielaborazione_flussi (ente_id, creata_il desc);
create index on rielaborazione_flussi (ambito_id);
create index on rielaborazione_flussi (comune_id);
create index on rielaborazione_flussi (carico_id);
create index on rielaborazione_flussi (creata_da);
create index rielaborazione_flussi_al_lavoro on rielaborazione_flussi (aggiornata) where stato = 'in-corso';
select kernel.proteggi('rielaborazione_flussi', sezione => 'flussi');
drop trigger registra_modifica on rielaborazione_flussi;
create trigger registra_modifica after insert or delete on rielaborazione_flussi for each row execute function kernel.registra_modifica('true');
create trigger registra_passaggio after update on rielaborazione_flussi for each row
  when (old.stato <> new.stato) execute function kernel.registra_modifica('true');
revoke delete on rielaborazione_flussi from applicazione;
create policy custode on rielaborazione_flussi for select to custode using (true);
grant select on rielaborazione_flussi to custode;

create or replace function accesso.flussi_fermi(p_minuti integer) returns table (lavoro text, id uuid, ambito_id uuid, utente_id uuid, portata jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select 'lettura', c.id, c.ambito_id, c.creato_da, c.portata from carico_flussi c
   where c.stato = 'in-lettura' and c.aggiornato < kernel.adesso() - make_interval(mins => p_minuti)
  union all
  select case g.canale when 'waas' then 'pubblicazione' else 'generazione' end, g.id, g.ambito_id, g.creata_da, g.portata from generazione_flussi g
   where g.stato = 'in-corso' and g.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
  union all
  select 'rielaborazione', r.id, r.ambito_id, r.creata_da, r.portata from rielaborazione_flussi r
   where r.stato = 'in-corso' and r.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;

-- ---- calls of INPS, kept as long as a term says ---------------------------------------------------------------------------

create index chiamata_inps_termine on chiamata_inps (quando);
create policy pulizia on chiamata_inps for delete to custode using (true);
create policy custode on chiamata_inps for select to custode using (true);
grant select, delete on chiamata_inps to custode;
-- the one that gave the last flow says up to where INPS has them: it stays, whatever its age
create function accesso.dimentica_chiamate_inps() returns bigint language plpgsql security definer set search_path = public, pg_catalog as $$
declare quante bigint;
begin
  delete from chiamata_inps c
   where c.quando < kernel.adesso() - make_interval(months => (
           select (p.valore)::int from kernel.parametro p where p.chiave = 'flussi.chiamate-inps-mesi' and kernel.oggi() between p.dal and coalesce(p.al, 'infinity')
             and (p.ambito_id is null or p.ambito_id = c.ambito_id) order by p.ambito_id nulls last limit 1))
     and (c.fino is null or exists (select 1 from chiamata_inps x where x.ente_id = c.ente_id and x.fino > c.fino));
  get diagnostics quante = row_count;
  return quante;
end $$;
comment on function accesso.dimentica_chiamate_inps is 'Retention of the calls of INPS, ambito by ambito: the one that gave the last flow stays';
alter function accesso.dimentica_chiamate_inps owner to custode;
revoke all on function accesso.dimentica_chiamate_inps from public;
grant execute on function accesso.dimentica_chiamate_inps to nazionale;
