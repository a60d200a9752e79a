-- The catalogue of services, with the codes of INPS and of ISTAT; and what was granted extracted by one ente only.

-- ---- the catalogue -------------------------------------------------------------------------------------------------------

create table intervento (
  id uuid primary key default gen_random_uuid(),
  codice text not null,
  ambito_id uuid references ambito (id),
  nome text not null check (nome ~ '\S' and length(nome) <= 200),
  inps text check (inps ~ '^A[1-9]\.[0-9]{2}(\.[0-9]{2})?$'),
  istat_servizio text check (istat_servizio ~ '^[A-Z]{2,10}$'),
  istat_area text check (istat_area ~ '^[A-Z]{2,10}$'),
  origini text[] not null default '{}',
  dal date not null,
  al date,
  fonte text not null check (fonte ~ '\S'),
  segno_inps text check (segno_inps ~ '^(O|O2|I|inf)$'),
  segno_istat text check (segno_istat ~ '^(O|O2|I|inf)$'),
  scritto_il timestamptz not null default kernel.adesso(),
  scritto_da uuid default kernel.utente() references utente (id),
  constraint intervento_date_in_ordine check (al is null or al >= dal),
  constraint intervento_codice_leggibile check (codice ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint intervento_uno_al_giorno exclude using gist
    (codice with =, coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(dal, al, '[]') with &&)
);
comment on table intervento is 'A service that the comuni give, with how INPS and ISTAT call it: a version for each period, national (ambito null) or of one ambito, which comes before the national one of the same code. Never deleted: closed on a day';
comment on column intervento.codice is 'Stable through the versions';
comment on column intervento.inps is 'Code of a prestazione of INPS; null where it is not sent, or not known';
comment on column intervento.istat_servizio is 'Code of the service in the data that ISTAT publishes; null where nobody has found one';
comment on column intervento.istat_area is 'Area of users as ISTAT publishes them; null where it depends on whom it is given to';
comment on column intervento.origini is 'What Trama registers and is this service: source/voce, as server/flussi/fonti.ts names them';
comment on column intervento.segno_inps is 'How sure the code of INPS is; null where the ambito says it';
comment on column intervento.segno_istat is 'How sure the codes of ISTAT are; null where the ambito says them, or there are none';
create index on intervento (ambito_id, codice);
create index on intervento (scritto_da);
-- by hand and not by kernel.proteggi: a row without ambito is everybody's, as in codifica_voce
alter table intervento enable row level security, force row level security;
create policy lettura on intervento for select to applicazione, nazionale
  using (ambito_id is null or ambito_id = (select kernel.ambito()));
create policy nuovo_proprio on intervento for insert to applicazione
  with check (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()));
create policy modifica_propria on intervento for update to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()))
  with check (ambito_id = (select kernel.ambito()));
create policy nuovo_nazionale on intervento for insert to nazionale with check (ambito_id is null);
grant select, insert, update on intervento to applicazione;
grant select, insert on intervento to nazionale;
create trigger registra_modifica after insert or update or delete on intervento
  for each row execute function kernel.registra_modifica(false);

create table intervento_ente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ente_id uuid not null references ente_flussi (id),
  codice text not null,
  non_inviare boolean not null,
  motivo text check (motivo ~ '\S' and length(motivo) <= 500),
  deciso_il timestamptz not null default kernel.adesso(),
  deciso_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint intervento_ente_uno unique (ente_id, codice),
  constraint intervento_ente_con_motivo check (not non_inviare or motivo is not null)
);
comment on table intervento_ente is 'Services of the catalogue that an ente does not send to INPS, and why';
comment on column intervento_ente.codice is 'Of intervento, through its versions';
create index on intervento_ente (ambito_id);
create index on intervento_ente (comune_id);
create index on intervento_ente (deciso_da);
select kernel.proteggi('intervento_ente', sezione => 'flussi');
revoke delete on intervento_ente from applicazione;

-- ---- one thing granted, one ente ---------------------------------------------------------------------------------------------

-- where two enti of a comune had already made a prestazione each, both stay: they may have left
alter table concessa_flussi add column doppia boolean not null default false;
comment on column concessa_flussi.doppia is 'Another ente of the comune had made a prestazione of the same thing, before only one could';
alter table concessa_flussi no force row level security, disable trigger user;
update concessa_flussi c set doppia = true
 where c.prestazione_id is not null and exists (
   select 1 from concessa_flussi x where x.comune_id = c.comune_id and x.fonte = c.fonte and x.origine = c.origine and x.prestazione_id is not null and x.id < c.id);
alter table concessa_flussi force row level security, enable trigger user;
create unique index concessa_flussi_di_un_ente on concessa_flussi (comune_id, fonte, origine) where prestazione_id is not null and not doppia;

create function accesso.persona_da_non_trovare(p_persona uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return exists (
    select 1 from persona io join lateral (
      select unnest(accesso.stessa_persona(io.id)) as id
      union select u.id from persona p cross join lateral unnest(accesso.stessa_persona(p.id)) u(id)
             where p.ambito_id = io.ambito_id and p.codice_fiscale_chiave = io.codice_fiscale_chiave) s on true
      join persona_fatto f on f.persona_id = s.id and f.ambito_id = io.ambito_id
     where io.id = p_persona and io.ambito_id = kernel.ambito() and f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio', 'recapito')
       and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi());
end $$;
comment on function accesso.persona_da_non_trovare is 'The record keeps secret where she lives or how she is reached, in this sheet or in another of hers: nothing of her is put together elsewhere. Never answered to a reader';
alter function accesso.persona_da_non_trovare owner to custode;
revoke all on function accesso.persona_da_non_trovare from public;
grant execute on function accesso.persona_da_non_trovare to applicazione;
