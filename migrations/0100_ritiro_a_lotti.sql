-- A large file is withdrawn as it is read, by lots: what it brought is excluded a thousand rows at a time, and the others do not wait for it.

alter table carico_flussi drop constraint carico_flussi_stato_check;
alter table carico_flussi add constraint carico_flussi_stato_check check (stato in ('in-arrivo', 'da-mappare', 'in-lettura', 'concluso', 'fallito', 'in-ritiro', 'ritirato'));
alter table carico_flussi add column ritirate integer not null default 0;
comment on column carico_flussi.ritirate is 'Rows excluded so far, of a file that is being withdrawn';
alter table carico_flussi add column ritirato_da uuid references utente (id);
comment on column carico_flussi.ritirato_da is 'Who had it withdrawn, whoever had brought it';
create index on carico_flussi (ritirato_da);
-- how far the work has come is no change of anything, as in 0042
drop trigger registra_passaggio on carico_flussi;
create trigger registra_passaggio after update on carico_flussi for each row
  when (old.ultima_riga = new.ultima_riga and (old.ritirate = new.ritirate or old.stato <> new.stato)) execute function kernel.registra_modifica('true');
drop index carico_flussi_al_lavoro;
create index carico_flussi_al_lavoro on carico_flussi (aggiornato) where stato in ('in-arrivo', 'in-lettura', 'in-ritiro');
-- what is being withdrawn does not leave meanwhile
create index carico_flussi_in_ritiro on carico_flussi (ente_id) where stato = 'in-ritiro';

create or replace function accesso.flussi_fermi(p_minuti integer) returns table (lavoro text, id uuid, ambito_id uuid, utente_id uuid, portata jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select case c.stato when 'in-ritiro' then 'ritiro' else 'lettura' end, c.id, c.ambito_id, case c.stato when 'in-ritiro' then c.ritirato_da else c.creato_da end, c.portata from carico_flussi c
   where c.stato in ('in-lettura', 'in-ritiro') and c.aggiornato < kernel.adesso() - make_interval(mins => p_minuti)
     and (c.corsa is not null or c.aggiornato < kernel.adesso() - interval '1 day')
  union all
  select case g.canale when 'waas' then 'pubblicazione' else 'generazione' end, g.id, g.ambito_id, g.creata_da, g.portata from generazione_flussi g
   where g.stato = 'in-corso' and g.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
     and (g.corsa is not null or g.aggiornata < kernel.adesso() - interval '1 day')
  union all
  select 'rielaborazione', r.id, r.ambito_id, r.creata_da, r.portata from rielaborazione_flussi r
   where r.stato = 'in-corso' and r.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
     and (r.corsa is not null or r.aggiornata < kernel.adesso() - interval '1 day')
$$;
