-- Accreditation of the operators (phases 2 and 3 of the note on GePI): the formal requests of the enti, what it takes
-- to enable an assignment, and the bulk import by workbook.

-- ---- phase 2: the formal request that must accompany the names (A2.22) ------------------------------------------

create table richiesta_formale (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text references comune (id),
  ufficio text not null,
  protocollo text not null,
  data date not null,
  note text,
  allegato_id uuid references allegato (id),
  registrata_da uuid default kernel.utente() references utente (id),
  registrata_il timestamptz not null default kernel.adesso(),
  versione integer not null default 1
);
comment on table richiesta_formale is 'Request of the competent office of a comune, or of the ambito where comune is null, addressed to the administrator (A2.22): every enabling refers to one';
create unique index richiesta_formale_unica on richiesta_formale (ambito_id, coalesce(comune_id, '*'), lower(protocollo), data);
create index richiesta_formale_elenco on richiesta_formale (ambito_id, data, id);
create index richiesta_formale_nazionale on richiesta_formale (data, id);
create index on richiesta_formale (comune_id);
create index on richiesta_formale (allegato_id);
create index on richiesta_formale (registrata_da);
select kernel.proteggi('richiesta_formale', nazionale => true);
alter table assegnazione add constraint assegnazione_richiesta_formale foreign key (richiesta_formale_id) references richiesta_formale (id);

alter table utente add column contratto_preavvisato date;
comment on column utente.contratto_preavvisato is 'The contract end of which the administrators were already warned: a new date warns again';

-- ---- what it takes to assign and to enable -----------------------------------------------------------------------

create function accesso.ruoli_assegnabili(p_giorno date) returns setof text language sql stable security definer set search_path = public, pg_catalog as $$
  select ra.ruolo_id
    from assegnazione a
    join permesso p on p.ruolo_id = a.ruolo_id and p.azione_id = 'utente.gestisci'
    join ruolo_assegnabile ra on ra.assegnante_id = a.ruolo_id
   where a.utente_id = kernel.utente() and a.stato = 'abilitata'
     and p_giorno between a.dal and coalesce(a.al, 'infinity') and p_giorno between ra.dal and coalesce(ra.al, 'infinity')
  union
  -- an act of the command line has no signed-in user: in an ambito it assigns what the ambito's administrator may
  select ra.ruolo_id from ruolo_assegnabile ra
   where kernel.utente() is null and kernel.ambito() is not null and ra.assegnante_id = 'amministratore-ambito'
     and p_giorno between ra.dal and coalesce(ra.al, 'infinity')
$$;
comment on function accesso.ruoli_assegnabili is 'Roles that whoever acts may assign that day (A2.07): data, not code';

create function accesso.territori_ammessi(p_ambito uuid, p_giorno date) returns table (ruolo_id text, comune_id text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with aderenti as materialized (
    select s.id, accesso.comuni_aderenti(s.id, p_ambito, p_giorno, '{firmata,registrata}') as comuni from sezione s
  ), delegati as materialized (select accesso.comuni_delegati(p_ambito, p_giorno) as comuni)
  select r.id, null::text from ruolo r where r.sezione_id is null
  union all
  select r.id, c from ruolo r join aderenti a on a.id = r.sezione_id, unnest(a.comuni) as c where r.territorio in ('comune', 'ambito-o-comune')
  union all
  select r.id, null from ruolo r join aderenti a on a.id = r.sezione_id, delegati d
   where r.territorio in ('ambito', 'ambito-o-comune')
     and case when r.richiede_delega then a.comuni && d.comuni else cardinality(a.comuni) > 0 end
$$;
comment on function accesso.territori_ammessi is 'Role × comune (null: the whole ambito) that signed acts let one enable that day (A2.10, A2.13b); the others can only be prepared';

alter function accesso.ruoli_assegnabili owner to custode;
alter function accesso.territori_ammessi owner to custode;
revoke all on function accesso.ruoli_assegnabili, accesso.territori_ammessi from public;
grant execute on function accesso.ruoli_assegnabili, accesso.territori_ammessi to applicazione, nazionale;

-- ---- phase 3 in bulk: a workbook, read by a job, shown row by row, then confirmed ---------------------------------

create table importazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  richiesta_formale_id uuid not null references richiesta_formale (id),
  allegato_id uuid not null references allegato (id),
  sha256 text not null,
  stato text not null default 'in-lettura' check (stato in ('in-lettura', 'da-confermare', 'in-conferma', 'conclusa', 'annullata', 'fallita')),
  righe_lette integer not null default 0,
  righe_elaborate integer not null default 0,
  accettate integer not null default 0,
  gia_presenti integer not null default 0,
  modificate integer not null default 0,
  rifiutate integer not null default 0,
  errore text,
  corsa uuid,
  corse integer not null default 0,
  aggiornata timestamptz not null default kernel.adesso(),
  creata timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  confermata_da uuid references utente (id),
  conclusa_il timestamptz
);
comment on table importazione is 'A workbook of operators: dry run first, then confirmed. Its report is kept with the formal request';
comment on column importazione.corsa is 'The run now at work: a run that finds another one here stops, so that after a crash two never work together';
comment on column importazione.corse is 'How many runs took it up in the present state: after some it has failed, and is not tried for ever';
comment on column importazione.aggiornata is 'Last sign of life of the run: one that gives none is taken up again';
create index on importazione (ambito_id, creata, id);
create index on importazione (ambito_id, sha256);
create index on importazione (richiesta_formale_id);
create index on importazione (allegato_id);
create index on importazione (creata_da);
create index on importazione (confermata_da);
create index importazione_al_lavoro on importazione (aggiornata) where stato in ('in-lettura', 'in-conferma');
select kernel.proteggi('importazione', nazionale => true);

create table importazione_riga (
  importazione_id uuid not null references importazione (id) on delete cascade,
  ambito_id uuid not null references ambito (id),
  riga integer not null,
  celle text[] not null,
  errori text[] not null,
  dubbi text[] not null,
  codice_fiscale text,
  cognome text,
  nome text,
  data_nascita date,
  luogo_nascita_id text,
  genere text,
  ruolo_id text,
  territorio_id text,
  email text,
  telefono text,
  fondo text,
  fine_contratto date,
  esito text check (esito in ('accettata', 'gia-presente', 'modificata', 'rifiutata')),
  motivi text[] not null default '{}',
  ammesso boolean not null default false,
  applicata boolean not null default false,
  primary key (importazione_id, riga)
);
comment on table importazione_riga is 'One row of the workbook: its cells as written, what they mean, and what becomes of it';
comment on column importazione_riga.errori is 'What is wrong in the cells by themselves; motivi adds what the platform''s own data say';
comment on column importazione_riga.territorio_id is 'Comune proposed for the role; null for the whole ambito. Not comune_id: a proposal hides no row';
comment on column importazione_riga.ammesso is 'Signed acts let the role be enabled; otherwise it is only prepared';
comment on column importazione_riga.dubbi is 'Why the codice fiscale looks odd: refused, unless the same person was already accepted with a reason';
create index on importazione_riga (importazione_id, codice_fiscale, riga);
create index on importazione_riga (importazione_id, esito, riga);
create index on importazione_riga (ambito_id);
-- staging, not records: protected like every table of an ambito, but the register keeps what
-- the rows change, not the rows themselves
alter table importazione_riga enable row level security, force row level security;
create policy ambito on importazione_riga as restrictive to applicazione
  using (ambito_id = (select kernel.ambito())) with check (ambito_id = (select kernel.ambito()));
create policy visibilita on importazione_riga to applicazione
  using ((select kernel.ambito_intero())) with check ((select kernel.ambito_intero()));
create policy nazionale on importazione_riga to nazionale
  using ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito()))
  with check ((select kernel.ambito()) is null or ambito_id = (select kernel.ambito()));
grant select, insert, update, delete on importazione_riga to applicazione, nazionale;
insert into kernel.tabella_protetta values ('importazione_riga', 'ambito', null, false);
