-- Works of the hub, told apart: what waits its turn from what a dead run has left; whose files are still to be written; whose a flow is,
-- by its name.

-- What no run has taken yet is in the queue, that loses nothing: read beside it, it would be read by two. Taken up only when the queue must
-- have given it up.
create or replace function accesso.flussi_fermi(p_minuti integer) returns table (lavoro text, id uuid, ambito_id uuid, utente_id uuid, portata jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select 'lettura', c.id, c.ambito_id, c.creato_da, c.portata from carico_flussi c
   where c.stato = 'in-lettura' and c.aggiornato < kernel.adesso() - make_interval(mins => p_minuti)
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

alter table generazione_flussi add column file_da_scrivere boolean not null default false;
comment on column generazione_flussi.file_da_scrivere is 'Asked for by the command line, which has not written its files yet: the next time it begins from here';
create index generazione_flussi_da_scrivere on generazione_flussi (ente_id) where file_da_scrivere;

-- The code of an ente begins the name of its flows, and may change after them.
create policy custode on flusso for select to custode using (true);
grant select on flusso to custode;
create function accesso.enti_dei_nomi(p_nomi text[]) returns table (nome text, id uuid, ambito_id uuid, comune_id text, codice text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select f.nome, e.id, e.ambito_id, e.comune_id, e.codice from flusso f join ente_flussi e on e.id = f.ente_id where f.nome = any (p_nomi) and f.stato = 'generato'
$$;
comment on function accesso.enti_dei_nomi is 'Whose the flows with these names are, for the command line that brings outcomes in, each inside its ambito';
alter function accesso.enti_dei_nomi owner to custode;
revoke all on function accesso.enti_dei_nomi from public;
grant execute on function accesso.enti_dei_nomi to nazionale;
