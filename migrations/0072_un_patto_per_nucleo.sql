-- One active pact per household (issue 4 §5), by its members: who asks the next measure through the other spouse is the same household.
-- A member of a caso with an active pact is held once in the ambito, and the unique index is what two signatures at once wait for.

create table patto_attivo_componente (
  ambito_id uuid not null references ambito (id),
  codice_fiscale_chiave text collate "C" not null,
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  componente_id uuid not null references domanda_componente (id),
  tenuto_il timestamptz not null default kernel.adesso(),
  constraint patto_attivo_componente_uno primary key (ambito_id, codice_fiscale_chiave)
);
comment on table patto_attivo_componente is 'Who is in an active pact of the ambito, as a member of its caso. Written by the triggers of patto and of domanda_componente alone';
create index on patto_attivo_componente (comune_id);
create index on patto_attivo_componente (caso_id);
create index on patto_attivo_componente (componente_id);
select kernel.proteggi_di('patto_attivo_componente', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
drop trigger registra_modifica on patto_attivo_componente; -- derived from what is registered: the pact, the members
revoke insert, update, delete on patto_attivo_componente from applicazione;
create policy custode on patto_attivo_componente to custode using (true) with check (true);
grant select, insert, delete on patto_attivo_componente to custode;

-- A household with somebody who must not be found, or is restricted to few, neither holds nor is held: a refusal would say to who lived
-- with her that she has a pact near there.
create function kernel.nucleo_celato(p_domanda uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  -- whoever a member may be: his sheets, those like them, those of his code, and what they are merged with
  select exists (select 1 from kernel.da_non_trovare(p_domanda))
      or exists (
        select 1 from (
          select n.persona from domanda_componente m cross join lateral unnest(m.simili || m.persona_id) n(persona) where m.domanda_id = p_domanda and n.persona is not null
          union
          select p.id from domanda_componente m join persona p on p.ambito_id = m.ambito_id and p.codice_fiscale_chiave = m.codice_fiscale_chiave and p.codice_fiscale is not null
           where m.domanda_id = p_domanda) chi
          cross join lateral unnest(accesso.stessa_persona(chi.persona)) s(id) join persona q on q.id = s.id
         where q.riservato_a is not null)
$$;
comment on function kernel.nucleo_celato is 'Whether somebody of a household must not be found, or is restricted to few. Never answered to a reader';
alter function kernel.nucleo_celato owner to custode;
revoke all on function kernel.nucleo_celato from public;

create function kernel.impegna_membri(p_caso uuid, p_stretto boolean) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
declare c caso; chiavi text[];
begin
  select * into strict c from caso where id = p_caso;
  if kernel.nucleo_celato(c.domanda_id) then return; end if;
  -- handed over within the ambito, it goes on here: the one left behind is about to be closed
  delete from patto_attivo_componente x where x.caso_id = c.origine_id;
  chiavi := array(select m.codice_fiscale_chiave from domanda_componente m where m.domanda_id = c.domanda_id and m.uscito_il is null);
  -- of somebody hidden since; of a caso that has ended, which nobody may follow any more: the next measure's pact does not wait for it
  delete from patto_attivo_componente x using caso k
   where x.ambito_id = c.ambito_id and x.codice_fiscale_chiave = any (chiavi) and k.id = x.caso_id and x.caso_id <> p_caso
     and (k.assegnazione in ('concluso', 'passato') or kernel.nucleo_celato(k.domanda_id));
  if p_stretto then
    -- always in the same order: two households never wait for each other
    insert into patto_attivo_componente (ambito_id, codice_fiscale_chiave, comune_id, caso_id, componente_id)
    select m.ambito_id, m.codice_fiscale_chiave, m.comune_id, c.id, m.id from domanda_componente m
     where m.domanda_id = c.domanda_id and m.uscito_il is null order by m.codice_fiscale_chiave;
  else
    insert into patto_attivo_componente (ambito_id, codice_fiscale_chiave, comune_id, caso_id, componente_id)
    select m.ambito_id, m.codice_fiscale_chiave, m.comune_id, c.id, m.id from domanda_componente m
     where m.domanda_id = c.domanda_id and m.uscito_il is null order by m.codice_fiscale_chiave
    on conflict do nothing;
  end if;
end $$;
comment on function kernel.impegna_membri is 'Holds the members of a caso whose pact is active: all or none where it is strict, otherwise those whom no other pact holds';
alter function kernel.impegna_membri owner to custode;
revoke all on function kernel.impegna_membri from public;

create function kernel.riprendi_membri(p_domande uuid[]) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
declare k record;
begin
  for k in
    select distinct c.id from caso c where c.domanda_id = any (p_domande) and c.assegnazione not in ('concluso', 'passato')
       and exists (select 1 from patto p where p.caso_id = c.id and p.stato in ('firmato', 'in-revisione')) order by c.id
  loop
    perform kernel.impegna_membri(k.id, false);
  end loop;
end $$;
comment on function kernel.riprendi_membri is 'Members of these domande, where a pact is active, whom no other pact holds';
alter function kernel.riprendi_membri owner to custode;
revoke all on function kernel.riprendi_membri from public;

create function kernel.libera_membri(p_ambito uuid, p_componenti uuid[]) returns void language plpgsql security definer set search_path = public, pg_catalog as $$
declare liberi text[];
begin
  with via as (delete from patto_attivo_componente x where x.componente_id = any (p_componenti) returning x.codice_fiscale_chiave)
  select array_agg(codice_fiscale_chiave) into liberi from via;
  if liberi is null then return; end if;
  -- a second pact that was there already holds them now
  perform kernel.riprendi_membri(array(select distinct m.domanda_id from domanda_componente m
    where m.ambito_id = p_ambito and m.codice_fiscale_chiave = any (liberi) and not m.id = any (p_componenti) and m.uscito_il is null));
end $$;
comment on function kernel.libera_membri is 'Members no longer held by the pact of their household';
alter function kernel.libera_membri owner to custode;
revoke all on function kernel.libera_membri from public;

create function kernel.tieni_patto_attivo() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare era boolean := tg_op = 'UPDATE' and (to_jsonb(old) ->> 'stato') in ('firmato', 'in-revisione');
begin
  if new.stato in ('firmato', 'in-revisione') then
    -- What is strict is the beginning of a pact. A revision, and a pact that comes signed from another comune, bind already: refusing
    -- them would leave the household with the same two pacts and an older text.
    if not era then perform kernel.impegna_membri(new.caso_id, new.numero = 1 and (tg_op = 'INSERT' or (to_jsonb(old) ->> 'firmato_il') is null)); end if;
  elsif era and new.stato <> 'sostituito' then
    perform kernel.libera_membri(new.ambito_id, array(select x.componente_id from patto_attivo_componente x where x.caso_id = new.caso_id));
  end if;
  return null;
end $$;
comment on function kernel.tieni_patto_attivo is 'Replaced by its revision, a pact keeps its members: that one is signed in the same transaction';
alter function kernel.tieni_patto_attivo owner to custode;
revoke all on function kernel.tieni_patto_attivo from public;
create trigger tieni_patto_attivo after insert or update of stato on patto for each row execute function kernel.tieni_patto_attivo();

-- ---- the household changes while its pact is active ----------------------------------------------------------------------

create function kernel.tieni_nuovi_membri() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  perform kernel.riprendi_membri(array(select distinct domanda_id from nuovi));
  return null;
end $$;
alter function kernel.tieni_nuovi_membri owner to custode;
revoke all on function kernel.tieni_nuovi_membri from public;
create trigger tieni_nuovi_membri after insert on domanda_componente referencing new table as nuovi for each statement execute function kernel.tieni_nuovi_membri();

create function kernel.tieni_chi_torna_o_esce() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.uscito_il is not null then
    perform kernel.libera_membri(new.ambito_id, array[new.id]);
  else
    perform kernel.riprendi_membri(array[new.domanda_id]);
  end if;
  return null;
end $$;
alter function kernel.tieni_chi_torna_o_esce owner to custode;
revoke all on function kernel.tieni_chi_torna_o_esce from public;
create trigger tieni_chi_torna_o_esce after update of uscito_il on domanda_componente
  for each row when ((old.uscito_il is null) <> (new.uscito_il is null)) execute function kernel.tieni_chi_torna_o_esce();

-- ---- what a reader of the caso may know --------------------------------------------------------------------------------------

create function accesso.ha_altro_patto(p_caso uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (
    select 1 from caso c join domanda_componente m on m.domanda_id = c.domanda_id and m.uscito_il is null
      join domanda_componente a on a.ambito_id = c.ambito_id and a.codice_fiscale_chiave = m.codice_fiscale_chiave and a.uscito_il is null and a.domanda_id <> c.domanda_id
      join caso k on k.domanda_id = a.domanda_id and k.assegnazione not in ('concluso', 'passato') and k.id is distinct from c.origine_id and k.origine_id is distinct from c.id
      join patto p on p.caso_id = k.id and p.stato in ('firmato', 'in-revisione')
     where c.id = p_caso and c.ambito_id = kernel.ambito() and (c.comune_id = any (kernel.comuni()) or c.assegnatario_id = kernel.utente()) and not kernel.nucleo_celato(c.domanda_id) and not kernel.nucleo_celato(k.domanda_id))
$$;
comment on function accesso.ha_altro_patto is 'Whether somebody of the household of a caso is in another active pact of the ambito: never whose, nor which';
alter function accesso.ha_altro_patto owner to custode;
revoke all on function accesso.ha_altro_patto from public;
grant execute on function accesso.ha_altro_patto to applicazione;

-- ---- the pacts that there are: those that are two stay, and the older holds ------------------------------------------------------

do $$
declare t text; lette text[] := array['patto', 'caso', 'domanda_componente', 'persona', 'persona_fatto', 'patto_attivo_componente'];
begin
  foreach t in array lette loop execute format('alter table %I no force row level security', t); end loop;
  insert into patto_attivo_componente (ambito_id, codice_fiscale_chiave, comune_id, caso_id, componente_id)
  select m.ambito_id, m.codice_fiscale_chiave, m.comune_id, x.caso_id, m.id
    from (select p.caso_id, min((select min(o.firmato_il) from patto o where o.origine_id = p.origine_id)) as dal from patto p where p.stato in ('firmato', 'in-revisione') group by 1) x
    join caso c on c.id = x.caso_id and c.assegnazione not in ('concluso', 'passato') join domanda_componente m on m.domanda_id = c.domanda_id and m.uscito_il is null
   where not kernel.nucleo_celato(c.domanda_id) order by x.dal, x.caso_id
  on conflict do nothing;
  foreach t in array lette loop execute format('alter table %I force row level security', t); end loop;
end $$;

drop index patto_uno_attivo;
create index on patto (ambito_id);
alter table patto drop column nucleo;

select kernel.apri_scambio();
