-- Flows that INPS comes and takes (WaaS), terms and warnings, and who has sent what among many enti.
--
-- INPS is a machine without a session. It enters as the role `fruitore-inps` of the policy table, for one ente at a time, as long as
-- the comune of that ente has registered the adhesion that the role is granted with: accesso.fruitore_inps says so, or why not.

create function kernel.ente() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('app.ente', true), '')::uuid $$;
comment on function kernel.ente is 'The only ente of the scope, where a machine has entered for one: a comune may have more';

create table cooperazione_inps (
  ente_id uuid primary key references ente_flussi (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  codice text not null unique check (codice ~ '^[a-z2-7]{20}$'),
  audience text not null check (audience ~ '^\S+$' and length(audience) <= 300),
  finalita text[] not null default '{}',
  attiva boolean not null default false,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint cooperazione_audience_unica unique (audience),
  constraint cooperazione_con_finalita check (not attiva or cardinality(finalita) > 0)
);
comment on table cooperazione_inps is 'The door by which INPS takes the flows of an ente: its address, and what a PDND voucher must say to open it';
comment on column cooperazione_inps.codice is 'In the base path instead of the code of the ente: it says nothing, and cannot be guessed';
comment on column cooperazione_inps.audience is 'Of the e-service on PDND, one for each ente: a voucher for one opens no other';
comment on column cooperazione_inps.finalita is 'purposeId of INPS on PDND: a voucher for another purpose is refused';
create index on cooperazione_inps (ambito_id);
create index on cooperazione_inps (comune_id);
create index on cooperazione_inps (creata_da);
select kernel.proteggi('cooperazione_inps', sezione => 'flussi');
revoke delete on cooperazione_inps from applicazione;

create table chiamata_inps (
  id bigint generated always as identity primary key,
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  quando timestamptz not null default kernel.adesso(),
  risorsa text not null check (risorsa in ('flussi', 'esiti')),
  rifiuto text,
  da bigint,
  fino bigint,
  flussi integer not null default 0,
  accettati integer not null default 0,
  respinti integer not null default 0,
  gia_noti integer not null default 0,
  problemi text[] not null default '{}'
);
comment on table chiamata_inps is 'Each call of INPS: what it asked, what it was given or told us, why it was refused';
comment on column chiamata_inps.rifiuto is 'Code of the reason: the caller is not told it';
comment on column chiamata_inps.da is 'The cursor received, in milliseconds: INPS has all that comes up to it';
comment on column chiamata_inps.fino is 'The moment of the last flow given';
create index chiamata_inps_elenco on chiamata_inps (ente_id, id desc);
create index chiamata_inps_date on chiamata_inps (ente_id, fino) where fino is not null;
create index on chiamata_inps (ambito_id);
create index on chiamata_inps (comune_id);
select kernel.proteggi('chiamata_inps', sezione => 'flussi');
drop trigger registra_modifica on chiamata_inps; -- it is itself a register
revoke update, delete on chiamata_inps from applicazione;

-- ---- a flow that INPS takes -----------------------------------------------------------------------------------------------

alter table generazione_flussi add column canale text not null default 'file' check (canale in ('file', 'waas'));
comment on column generazione_flussi.canale is 'Files to be uploaded, or flows of one prestazione each that INPS takes';

alter table flusso add column canale text not null default 'file' check (canale in ('file', 'waas'));
alter table flusso add column istante bigint;
comment on column flusso.istante is 'Of a flow that INPS takes: the millisecond that is its place in the line, the only cursor INPS has';
alter table flusso add constraint flusso_waas_con_istante check ((canale = 'waas') = (istante is not null));
alter table flusso add constraint flusso_waas_di_uno check (canale = 'file' or stato = 'in-scrittura' or prestazioni = 1);
create unique index flusso_istante_unico on flusso (ente_id, istante) where istante is not null;

-- whatever writes it: a flow that came in behind one already given would never be taken
create function kernel.flusso_istante_cresce() returns trigger language plpgsql as $$
begin
  if exists (select 1 from flusso f where f.ente_id = new.ente_id and f.istante >= new.istante and f.id <> new.id) then
    raise exception 'not after the last one' using errcode = '23514', constraint = 'flusso_istante_cresce';
  end if;
  return new;
end $$;
comment on function kernel.flusso_istante_cresce is 'The moments of the flows of an ente only grow';
create trigger flusso_istante_cresce before insert or update of istante, ente_id on flusso for each row when (new.istante is not null)
  execute function kernel.flusso_istante_cresce();

create policy di_un_ente on flusso as restrictive to applicazione
  using ((select kernel.ente()) is null or ente_id = (select kernel.ente()));

create or replace function accesso.flussi_fermi(p_minuti integer) returns table (lavoro text, id uuid, ambito_id uuid, utente_id uuid, portata jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select 'lettura', c.id, c.ambito_id, c.creato_da, c.portata from carico_flussi c
   where c.stato = 'in-lettura' and c.aggiornato < kernel.adesso() - make_interval(mins => p_minuti)
  union all
  select case g.canale when 'waas' then 'pubblicazione' else 'generazione' end, g.id, g.ambito_id, g.creata_da, g.portata from generazione_flussi g
   where g.stato = 'in-corso' and g.aggiornata < kernel.adesso() - make_interval(mins => p_minuti)
$$;

-- ---- INPS at the door -------------------------------------------------------------------------------------------------------

create policy custode on cooperazione_inps for select to custode using (true);
grant select on cooperazione_inps to custode;

create function accesso.fruitore_inps(p_codice text, p_azione text, p_adesso timestamptz)
  returns table (ente_id uuid, ambito_id uuid, comune_id text, audience text, finalita text[], impedimento text)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare c cooperazione_inps; sez text; oggi date := (p_adesso at time zone 'Europe/Rome')::date;
begin
  select * into c from cooperazione_inps x where x.codice = p_codice;
  if not found then return; end if;
  select a.sezione_id into sez from azione a where a.id = p_azione;
  ente_id := c.ente_id; ambito_id := c.ambito_id; comune_id := c.comune_id; audience := c.audience; finalita := c.finalita;
  impedimento := case
    when not c.attiva then 'cooperazione-spenta'
    when not exists (select 1 from permesso p where p.azione_id = p_azione and p.ruolo_id = 'fruitore-inps' and p.portata = 'comune')
      then 'azione-non-consentita'
    when sez is null or not (c.comune_id = any (accesso.comuni_aperti(sez, c.ambito_id, oggi))) then 'adesione-assente'
    -- named with no adhesion, the role is granted to nobody
    when not exists (select 1 from permesso_adesione n where n.azione_id = p_azione and n.ruolo_id = 'fruitore-inps')
      or exists (
        select 1 from permesso_adesione n
         where n.azione_id = p_azione and n.ruolo_id = 'fruitore-inps' and not exists (
           select 1 from adesione a where a.ambito_id = c.ambito_id and a.tipo_adesione_id = n.tipo_adesione_id and a.stato = 'registrata'
              and oggi between coalesce(a.dal, a.firmata_il) and coalesce(a.al, 'infinity')
              and (a.comune_id = c.comune_id or a.comune_id is null and c.comune_id = any (accesso.comuni_delegati(c.ambito_id, oggi)))))
      then 'adesione-assente' end;
  return next;
end $$;
comment on function accesso.fruitore_inps is 'Which ente a code of the base path is of, what its voucher must say, and why the role of INPS does not reach it today; no row for a code that is not there';
alter function accesso.fruitore_inps owner to custode;
revoke all on function accesso.fruitore_inps from public;
grant execute on function accesso.fruitore_inps to servizio;

-- ---- terms ----------------------------------------------------------------------------------------------------------------

create table termine_flussi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  tipo text not null check (tipo in ('PS_PSA_SINA', 'SINBA')),
  giorni integer not null check (giorni between 1 and 366),
  preavviso integer not null check (preavviso between 0 and 60),
  fonte text not null check (fonte ~ '\S' and length(fonte) <= 300),
  versione integer not null default 1,
  constraint termine_flussi_unico unique (ente_id, tipo)
);
comment on table termine_flussi is 'Within how many days of its recognition an ente sends a prestazione, where it is not the term of all: INPS publishes none that is general';
comment on column termine_flussi.fonte is 'Who says so';
create index on termine_flussi (ambito_id);
create index on termine_flussi (comune_id);
select kernel.proteggi('termine_flussi', sezione => 'flussi');
revoke delete on termine_flussi from applicazione;

create table avviso_flussi (
  ente_id uuid not null references ente_flussi (id),
  periodo text not null check (periodo ~ '^[0-9]{4}-[0-9]{2}$'),
  passo text not null check (passo in ('in-scadenza', 'in-ritardo')),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  avvisato_il timestamptz not null default kernel.adesso(),
  primary key (ente_id, periodo, passo)
);
comment on table avviso_flussi is 'Who prepares the flows has been told of this month of this ente: once, and not every night';
create index on avviso_flussi (ambito_id);
create index on avviso_flussi (comune_id);
select kernel.proteggi('avviso_flussi', sezione => 'flussi');
drop trigger registra_modifica on avviso_flussi; -- a notification is no change of anything
revoke update, delete on avviso_flussi from applicazione;
