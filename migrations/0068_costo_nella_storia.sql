-- What a page of an ambito costs does not grow with its history: acts, deleghe and roles that have ended, what others wrote
-- (ADR 0041, 0052). Each index ends with the last day, so that what holds today is a range of it, and carries what is asked beside.
-- `case` and not `coalesce`, which PostgreSQL does not take to an index under row-level security: it does not hold it leakproof.

-- ---- acts of adhesion: those in force, and the last that ended -----------------------------------------------------------

drop index adesione_in_vigore;
-- the day first: a plan kept for all enters neither by several states nor by a kind that it has still to find
create index adesione_in_vigore on adesione (ambito_id, (case when al is null then 'infinity'::date else al end)) include (tipo_adesione_id, stato, comune_id, dal, al, firmata_il);
-- of one ente, by the day on which they end
create index adesione_ultima on adesione (ambito_id, tipo_adesione_id, (case when comune_id is null then '*' else comune_id end), (case when al is null then 'infinity'::date else al end)) where stato in ('registrata', 'cessata');

create or replace function accesso.comuni_aderenti(p_sezione text, p_ambito uuid, p_giorno date, p_stati text[]) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare requisiti uuid[];
begin
  requisiti := array(select id from sezione_requisito where sezione_id = p_sezione and p_giorno between dal and coalesce(al, 'infinity'));
  -- a section that requires nothing that day is closed, not open to all
  if requisiti = '{}' then return '{}'; end if;
  -- sets, never a question for each comune: this runs at every home page
  return array(
    with atti as materialized (
      select r.id, r.attuatore, a.comune_id
        from sezione_requisito r join adesione a on a.ambito_id = p_ambito and a.tipo_adesione_id = r.tipo_adesione_id
       where r.id = any (requisiti) and a.stato = any (p_stati)
         and (case when a.al is null then 'infinity'::date else a.al end) >= p_giorno and coalesce(a.dal, a.firmata_il) <= p_giorno
    )
    select unnest(accesso.comuni_di(p_ambito, p_giorno))
    intersect
    select comune_id from (
      select id, comune_id from atti where comune_id is not null
      union
      select id, unnest(accesso.comuni_delegati(p_ambito, p_giorno)) from atti where comune_id is null and attuatore) x
     group by comune_id having count(*) = cardinality(requisiti));
end $$;

-- ---- deleghe: those in force, and those of a comune in the order of the list ---------------------------------------------

alter table delega_comune add column data date;
comment on column delega_comune.data is 'Date of the note, as in delega: carries the order of the list';
alter table delega_comune no force row level security, disable trigger user;
alter table delega no force row level security;
update delega_comune x set data = d.data from delega d where d.id = x.delega_id;
alter table delega force row level security;
alter table delega_comune force row level security, enable trigger user;
alter table delega_comune alter column data set not null, drop constraint delega_comune_delega_id_fkey;
drop index delega_comune_delega_id_idx;
alter table delega add constraint delega_con_la_sua_data unique (id, data);
alter table delega_comune add constraint delega_comune_della_delega foreign key (delega_id, data) references delega (id, data);
create index delega_comune_della_delega on delega_comune (delega_id, data);

drop index delega_comune_ambito_id_comune_id_idx, delega_comune_comune_id_idx;
create index delega_comune_in_vigore on delega_comune (ambito_id, (case when al is null then 'infinity'::date else al end)) include (comune_id, dal, al, delega_id);
create index delega_comune_per_comune on delega_comune (comune_id, data, delega_id) include (ambito_id, dal, al);

create or replace function accesso.comuni_delegati(p_ambito uuid, p_giorno date) returns text[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  -- a delega does not outlive the belonging to the ambito; two sets, because joined they depend on how large it is
  return array(
    select d.comune_id from delega_comune d where d.ambito_id = p_ambito and (case when d.al is null then 'infinity'::date else d.al end) >= p_giorno and d.dal <= p_giorno
    intersect
    select a.comune_id from ambito_comune a where a.ambito_id = p_ambito and p_giorno between a.dal and coalesce(a.al, 'infinity'));
end $$;

-- ---- roles: of a territory, those in force; of an ambito, those that wait ------------------------------------------------

drop index assegnazione_ambito_id_ruolo_id_comune_id_idx;
create index assegnazione_in_vigore on assegnazione (ambito_id, ruolo_id, comune_id, stato, (case when al is null then 'infinity'::date else al end)) include (utente_id, dal, al);
create index assegnazione_preparata on assegnazione (ambito_id, utente_id) include (ruolo_id, comune_id, stato, al, richiesta_formale_id) where stato = 'preparata';

-- Those who wait in the ambito of the scope. As custode, because the policy, which lets everybody see his own roles, is an OR that
-- PostgreSQL reads from the table and not from the index.
create function accesso.preparate() returns table (utente_id uuid, ambito_id uuid, ruolo_id text, comune_id text, stato text, al date, richiesta_formale_id uuid)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select a.utente_id, a.ambito_id, a.ruolo_id, a.comune_id, a.stato, a.al, a.richiesta_formale_id
    from assegnazione a where a.ambito_id = kernel.ambito() and a.stato = 'preparata';
end $$;
comment on function accesso.preparate is 'Roles prepared in the ambito of the scope: whose and which, to be compared with the acts that there are';
alter function accesso.preparate owner to custode;
revoke all on function accesso.preparate from public;
grant execute on function accesso.preparate to applicazione, nazionale;

-- ---- formal requests that still lack their document ---------------------------------------------------------------------

create index richiesta_formale_senza_documento on richiesta_formale (ambito_id, data, id) where allegato_id is null;
