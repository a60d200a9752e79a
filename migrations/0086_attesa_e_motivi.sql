-- The waiting list of a support of the catalogue, and one list of justified reasons. The list is in the order in which it was asked for, over the whole ambito, whose the catalogue is. A
-- case manager knows how many come before his, never whose; when a place is free who is first is told, once.

alter table patto_sostegno add column messo_in_attesa_il timestamptz, add column posto_avvisato_il timestamptz;
comment on column patto_sostegno.messo_in_attesa_il is 'When it was put in the waiting list: of two asked for on the same day, which comes first';
comment on column patto_sostegno.posto_avvisato_il is 'When its case manager was told that there is a place for it; nothing again once others have taken it';

create policy custode_avvisa on patto_sostegno for update to custode using (true) with check (true);
grant update (posto_avvisato_il) on patto_sostegno to custode;
create policy custode on offerta_sostegno for select to custode using (true);
grant select on offerta_sostegno to custode;

create function accesso.coda_offerta(p_offerta uuid) returns table (id uuid, posto integer, liberi integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select x.id, (row_number() over (order by x.richiesto_il, x.messo_in_attesa_il nulls first, x.id))::int,
         case when o.posti is null then 2147483647 else greatest(0, o.posti - (select count(*) from patto_sostegno a where a.offerta_id = p_offerta and a.stato = 'attivo')) end::int
    from offerta_sostegno o join patto_sostegno x on x.offerta_id = o.id
   where o.id = p_offerta and o.ambito_id = (select kernel.ambito()) and x.stato = 'in-attesa'
$$;
comment on function accesso.coda_offerta is 'Who waits for a support of the catalogue, in order, and how many places are free. For the functions below, never for a reader';
alter function accesso.coda_offerta owner to custode;
revoke all on function accesso.coda_offerta from public;

create function accesso.davanti_in_attesa(p_sostegno uuid) returns integer language sql stable security definer set search_path = public, pg_catalog as $$
  select q.posto - 1 from patto_sostegno x join caso c on c.id = x.caso_id cross join lateral accesso.coda_offerta(x.offerta_id) q
   where x.id = p_sostegno and q.id = x.id and c.assegnatario_id = kernel.utente() and c.ambito_id = kernel.ambito()
$$;
comment on function accesso.davanti_in_attesa is 'How many wait before a support of one''s own caso; null where it does not wait';

create function accesso.avvisa_posti_liberi(p_offerta uuid) returns table (utente_id uuid, patto_id uuid, nome text) language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  update patto_sostegno x set posto_avvisato_il = null from accesso.coda_offerta(p_offerta) q where q.id = x.id and q.posto > q.liberi and x.posto_avvisato_il is not null;
  return query
    with detti as (
      -- who has nobody that follows him is told when somebody does, at the next place
      update patto_sostegno x set posto_avvisato_il = kernel.adesso() from accesso.coda_offerta(p_offerta) q, caso c
       where q.id = x.id and q.posto <= q.liberi and x.posto_avvisato_il is null and c.id = x.caso_id and c.assegnatario_id is not null
      returning c.assegnatario_id, x.origine_id
    )
    select d.assegnatario_id, p.id, o.nome from detti d join offerta_sostegno o on o.id = p_offerta
      join patto p on p.origine_id = d.origine_id and p.stato in ('firmato', 'in-revisione');
end $$;
comment on function accesso.avvisa_posti_liberi is 'Marks who, in order, has a free place and was not told yet: their case managers, with the pact where it is written';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('davanti_in_attesa', 'avvisa_posti_liberi') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- ---- one list of justified reasons -------------------------------------------------------------------------------------------

alter table patto_incontro_esito add column documento text;
comment on column patto_incontro_esito.documento is 'What proves the reason; not known of those written before it was asked';
comment on column patto_incontro_esito.giustificato is 'Code of «giustificato-motivo», as of a meeting outside a pact: the reason that justifies who was not there';
do $$
declare t text;
begin
  foreach t in array '{patto_incontro_esito,codifica_voce}'::text[] loop execute format('alter table %I no force row level security', t); end loop;
  update patto_incontro_esito set giustificato = case giustificato when 'gravi-motivi' then 'famiglia' else 'mobilita' end where giustificato in ('gravi-motivi', 'limitazione-mobilita');
  -- what an ambito added to the other list is in this one; a code that it used in both stays as it is here
  insert into codifica_voce (codifica_id, codice, etichetta, etichetta_f, ordine, dal, al, ambito_id, mappa, attributi, fonte)
  select 'giustificato-motivo', v.codice, v.etichetta, v.etichetta_f, v.ordine, v.dal, v.al, v.ambito_id, v.mappa, v.attributi, v.fonte
    from codifica_voce v where v.codifica_id = 'motivo-assenza' and v.ambito_id is not null and exists (select 1 from codifica where id = 'giustificato-motivo')
     and not exists (select 1 from codifica_voce x where x.codifica_id = 'giustificato-motivo' and x.codice = v.codice and x.ambito_id = v.ambito_id);
  delete from codifica_voce where codifica_id = 'motivo-assenza';
  delete from codifica where id = 'motivo-assenza';
  foreach t in array '{patto_incontro_esito,codifica_voce}'::text[] loop execute format('alter table %I force row level security', t); end loop;
end $$;
