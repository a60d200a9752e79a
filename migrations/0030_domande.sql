-- The domanda where the comune takes it (a measure whose version says so), and what leaves towards INPS and comes back. Names of the rows:
--   domanda_raccolta   who asks, at which desk, how far it is: what lists and counts read
--   comunicazione      one message that must leave (the outbox): of a domanda or of a caso
--   scambio_file       a file that was sent, or that came back
-- Granted, a domanda raccolta becomes a `domanda` with its `caso`, as if an extract had brought it: assignment goes on from there.

-- ---- desks ------------------------------------------------------------------------------------------------------------------

create table punto_domande (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ufficio_id uuid not null references ufficio (id),
  dal date not null default kernel.oggi(),
  al date,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  constraint punto_domande_date_in_ordine check (al is null or al >= dal),
  constraint punto_domande_una_volta exclude using gist (comune_id with =, ufficio_id with =, daterange(dal, al, '[]') with &&)
);
comment on table punto_domande is 'An office that the comune has named to take domande, besides its own desk';
create index on punto_domande (ambito_id, comune_id);
create index on punto_domande (comune_id);
create index on punto_domande (ufficio_id);
create index on punto_domande (creato_da);
select kernel.proteggi('punto_domande', sezione => 'patti');
revoke delete on punto_domande from applicazione;

-- ---- the domanda ------------------------------------------------------------------------------------------------------------

create table domanda_raccolta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid references persona (id),
  misura_id text not null references misura (id),
  versione_id uuid not null references misura_versione (id),
  numero text not null check (numero ~ '^D-[0-9]{4}-[0-9A-F]{8}$'),
  ufficio_id uuid references ufficio (id),
  stato text not null default 'bozza' check (stato in ('bozza', 'presentata', 'in-correzione', 'controllata', 'inviata', 'in-verifica', 'sospesa', 'accolta', 'respinta', 'rinunciata', 'scartata')),
  stato_dal date not null default kernel.oggi(),
  presentata_il date not null,
  revisione integer not null default 1,
  richiedente text not null default '',
  codice_fiscale text,
  componenti integer not null default 1 check (componenti > 0),
  inviata_il date,
  esito_il date,
  protocollo text,
  mensile integer check (mensile >= 0),
  scade date,
  preavviso integer not null default 0,
  domanda_id uuid references domanda (id),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  richiedente_chiave text collate "C" not null generated always as (kernel.normalizza(richiedente)) stored,
  codice_fiscale_chiave text collate "C" generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored,
  constraint domanda_raccolta_numero_unico unique (ambito_id, numero),
  constraint domanda_raccolta_accolta_con_caso check ((stato = 'accolta') = (domanda_id is not null))
);
comment on table domanda_raccolta is 'A domanda that the comune takes: who asks, where, how far it is. What is declared stands in its children. States and acts: shared/patti/domande.rules.ts';
comment on column domanda_raccolta.numero is 'Ours. It follows no series, so that no gap betrays a domanda that one may not see';
comment on column domanda_raccolta.ufficio_id is 'The desk that took it; null: that of the comune';
comment on column domanda_raccolta.revisione is 'Grows when what was declared is corrected: the checks of before no longer count';
comment on column domanda_raccolta.protocollo is 'That of INPS, with the outcome';
comment on column domanda_raccolta.scade is 'The next day due by the terms of the measure, written when something happens';
comment on column domanda_raccolta.preavviso is 'A light turns yellow so many days before';
comment on column domanda_raccolta.domanda_id is 'Granted: the domanda that the caso is of';
create index domanda_raccolta_elenco on domanda_raccolta (ambito_id, presentata_il desc, id);
create index domanda_raccolta_stato on domanda_raccolta (ambito_id, stato, presentata_il desc, id);
create index domanda_raccolta_ricerca on domanda_raccolta (ambito_id, richiedente_chiave, id);
create index domanda_raccolta_codice_fiscale on domanda_raccolta (ambito_id, codice_fiscale_chiave) where codice_fiscale is not null;
create index on domanda_raccolta (comune_id);
create index on domanda_raccolta (persona_id) where persona_id is not null;
create index on domanda_raccolta (misura_id);
create index on domanda_raccolta (versione_id);
create index on domanda_raccolta (ufficio_id) where ufficio_id is not null;
create index on domanda_raccolta (domanda_id) where domanda_id is not null;
create index on domanda_raccolta (creata_da);
select kernel.proteggi('domanda_raccolta', sezione => 'patti');
revoke delete on domanda_raccolta from applicazione;
-- its case manager sees it through its caso, as the domanda
drop policy visibilita on domanda_raccolta;
create policy visibilita on domanda_raccolta to applicazione
  using (comune_id = any ((select kernel.comuni())::text[]) or domanda_id is not null and exists (select 1 from caso c where c.domanda_id = domanda_raccolta.domanda_id))
  with check (comune_id = any ((select kernel.comuni())::text[]));
create policy proprio_codice on domanda_raccolta as restrictive to applicazione using (codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale()));

create table domanda_raccolta_nucleo (
  domanda_id uuid primary key references domanda_raccolta (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  dati jsonb not null default '{}' check (jsonb_typeof(dati) = 'object')
);
comment on table domanda_raccolta_nucleo is 'What a domanda declares of the household: where it lives, how, with what incomes. Fields: shared/patti/domanda-campi.ts and the facts of the measure';
create index on domanda_raccolta_nucleo (ambito_id);
create index on domanda_raccolta_nucleo (comune_id);
select kernel.proteggi_di('domanda_raccolta_nucleo', 'domanda_raccolta', 'domanda_id', fascicolo => true);
revoke delete on domanda_raccolta_nucleo from applicazione;

create table domanda_raccolta_componente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda_raccolta (id),
  persona_id uuid references persona (id),
  ordine integer not null,
  codice_fiscale text,
  dati jsonb not null default '{}' check (jsonb_typeof(dati) = 'object'),
  collegamento text not null default 'nessuno' check (collegamento in ('nessuno', 'codice-fiscale', 'confermato', 'escluso', 'proposto')),
  simili uuid[] not null default '{}',
  tolto_il timestamptz,
  creato_il timestamptz not null default kernel.adesso(),
  codice_fiscale_chiave text collate "C" generated always as (kernel.chiave_codice_fiscale(codice_fiscale)) stored
);
comment on table domanda_raccolta_componente is 'A member of the household of a domanda, the first is who asks: person, school, work, incomes as declared; linked to the sheet of the record, or proposed where it is doubtful';
comment on column domanda_raccolta_componente.tolto_il is 'Taken out of the domanda before it was presented again';
create unique index domanda_raccolta_componente_una_volta on domanda_raccolta_componente (domanda_id, codice_fiscale_chiave) where tolto_il is null and codice_fiscale is not null;
create index domanda_raccolta_componente_di on domanda_raccolta_componente (domanda_id, ordine);
create index on domanda_raccolta_componente (persona_id) where persona_id is not null;
create index on domanda_raccolta_componente (ambito_id);
create index on domanda_raccolta_componente (comune_id);
select kernel.proteggi_di('domanda_raccolta_componente', 'domanda_raccolta', 'domanda_id', fascicolo => true);
revoke delete on domanda_raccolta_componente from applicazione;
create policy custode on domanda_raccolta_componente for select to custode using (true);
grant select on domanda_raccolta_componente to custode;

create table domanda_raccolta_controllo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda_raccolta (id),
  revisione integer not null,
  posto integer not null,
  controllo text not null,
  esito text not null check (esito in ('regolare', 'non-regolare', 'in-attesa')),
  giorno date not null,
  documento text not null default '',
  nota text not null default '',
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id)
);
comment on table domanda_raccolta_controllo is 'A check of the comune applied to a domanda, each time a row: the last one holds, none is changed';
comment on column domanda_raccolta_controllo.controllo is 'Id of the check in the version of the measure';
comment on column domanda_raccolta_controllo.posto is 'In what order they were applied';
comment on column domanda_raccolta_controllo.revisione is 'Of the domanda that was looked at';
create unique index domanda_raccolta_controllo_di on domanda_raccolta_controllo (domanda_id, posto);
create index on domanda_raccolta_controllo (ambito_id);
create index on domanda_raccolta_controllo (comune_id);
create index on domanda_raccolta_controllo (registrato_da);
select kernel.proteggi_di('domanda_raccolta_controllo', 'domanda_raccolta', 'domanda_id', fascicolo => true);
revoke update, delete on domanda_raccolta_controllo from applicazione;

create table domanda_raccolta_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda_raccolta (id),
  atto text not null,
  da text,
  a text not null,
  giorno date,
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id)
);
comment on table domanda_raccolta_passaggio is 'The history of a domanda, one row for each act, with its words';
create index domanda_raccolta_passaggio_storia on domanda_raccolta_passaggio (domanda_id, quando, id);
create index on domanda_raccolta_passaggio (ambito_id);
create index on domanda_raccolta_passaggio (comune_id);
create index on domanda_raccolta_passaggio (utente_id);
select kernel.proteggi_di('domanda_raccolta_passaggio', 'domanda_raccolta', 'domanda_id');
revoke update, delete on domanda_raccolta_passaggio from applicazione;
-- whoever moves a domanda writes its line; it is read with the folder open
create policy fascicolo on domanda_raccolta_passaggio as restrictive for select to applicazione using ((select kernel.fascicolo()));

create table domanda_raccolta_valutazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  domanda_id uuid not null references domanda_raccolta (id),
  revisione integer not null,
  fatti jsonb not null check (jsonb_typeof(fatti) = 'object'),
  risultato jsonb not null check (jsonb_typeof(risultato) = 'object'),
  esito text not null check (esito in ('spetta', 'non-spetta', 'non-si-sa')),
  mensile integer check (mensile >= 0),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id)
);
comment on table domanda_raccolta_valutazione is 'The requirements of the measure on what a domanda declared when it was presented: facts and answer, for ever';
create index domanda_raccolta_valutazione_di on domanda_raccolta_valutazione (domanda_id, creata_il desc, id);
create index on domanda_raccolta_valutazione (ambito_id);
create index on domanda_raccolta_valutazione (comune_id);
create index on domanda_raccolta_valutazione (creata_da);
select kernel.proteggi_di('domanda_raccolta_valutazione', 'domanda_raccolta', 'domanda_id', fascicolo => true);
revoke update, delete on domanda_raccolta_valutazione from applicazione;

create function accesso.raccolta_da_non_trovare(p_domanda uuid) returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select m.id from domanda_raccolta_componente m where m.domanda_id = p_domanda and m.ambito_id = kernel.ambito() and exists (
    select 1 from (
        select unnest(m.simili || m.persona_id) as id
        union all select p.id from persona p where p.ambito_id = m.ambito_id and p.codice_fiscale_chiave = m.codice_fiscale_chiave
      ) chi cross join lateral unnest(accesso.stessa_persona(chi.id)) s(id) join persona_fatto f on f.persona_id = s.id and f.ambito_id = m.ambito_id
     where f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio', 'recapito') and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi())
$$;
comment on function accesso.raccolta_da_non_trovare is 'Members of a domanda raccolta of whom the record keeps secret where they live or how they are reached: addresses and contacts are left out. Never answered to a reader';

-- counts for whoever sees counts only; and for the others the same
create policy custode on domanda_raccolta for select to custode using (true);
grant select on domanda_raccolta to custode;
create function accesso.conta_domande() returns table (comune_id text, misura_id text, stato text, quante integer, vicine integer, scadute integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select d.comune_id, d.misura_id, d.stato, count(*)::int,
         count(*) filter (where d.scade >= kernel.oggi() and d.scade - kernel.oggi() < d.preavviso)::int, count(*) filter (where d.scade < kernel.oggi())::int
    from domanda_raccolta d
   where d.ambito_id = kernel.ambito() and (kernel.ambito_intero() or d.comune_id = any (kernel.comuni())) and d.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
   group by 1, 2, 3
$$;
comment on function accesso.conta_domande is 'Domande by comune, measure and state, with how many are near or past their term: counts, never which';

-- ---- what leaves and what comes back ---------------------------------------------------------------------------------------------

create table scambio_file (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  verso text not null check (verso in ('uscita', 'ingresso')),
  nome text not null check (nome ~ '\S'),
  destinatario text,
  tracciato text not null,
  sha256 text not null,
  bytes integer not null,
  righe integer not null default 0,
  stato text not null check (stato in ('da-consegnare', 'preparato', 'consegnato', 'letto')),
  applicate integer not null default 0,
  gia_note integer not null default 0,
  problemi text[] not null default '{}',
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  consegnato_il timestamptz,
  corsa uuid,
  presa_il timestamptz,
  constraint scambio_file_nome_unico unique (ambito_id, verso, nome),
  constraint scambio_file_verso_e_stato check ((verso = 'ingresso') = (stato = 'letto'))
);
comment on table scambio_file is 'A file of the exchange: sent with messages, or come back with receipts and outcomes. Once made it does not change';
comment on column scambio_file.comune_id is 'Whose data it holds: a file is of one comune';
comment on column scambio_file.stato is 'Of one that leaves. preparato: its bytes are where one movement, and no other, makes them visible to who receives';
comment on column scambio_file.corsa is 'The run that delivers it now: another leaves it alone until this one is surely dead';
comment on column scambio_file.tracciato is 'Layout and version of it: config/tracciati';
comment on column scambio_file.problemi is 'What of a file that came back could not be used, row by row';
create unique index scambio_file_letto_una_volta on scambio_file (ambito_id, sha256) where verso = 'ingresso';
create index scambio_file_elenco on scambio_file (ambito_id, creato_il desc, id);
create index scambio_file_al_lavoro on scambio_file (ambito_id) where stato in ('da-consegnare', 'preparato');
create index on scambio_file (comune_id);
create index on scambio_file (creato_da);
select kernel.proteggi('scambio_file', sezione => 'patti');
revoke delete on scambio_file from applicazione;

create table scambio_contenuto (
  file_id uuid primary key references scambio_file (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  contenuto bytea not null
);
alter table scambio_contenuto alter column contenuto set storage external;
comment on table scambio_contenuto is 'The bytes of a file of the exchange, as it left or came';
create index on scambio_contenuto (ambito_id);
create index on scambio_contenuto (comune_id);
select kernel.proteggi_di('scambio_contenuto', 'scambio_file', 'file_id', fascicolo => true);
drop trigger registra_modifica on scambio_contenuto; -- bytes, never changed
revoke update, delete on scambio_contenuto from applicazione;

create table comunicazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  tipo text not null,
  destinatario text not null check (destinatario in ('inps', 'centro-impiego', 'siisl')),
  tracciato text not null,
  raccolta_id uuid references domanda_raccolta (id),
  caso_id uuid references caso (id),
  evento_id uuid references caso_evento (id),
  chiave text not null,
  riferimento text not null check (riferimento ~ '^M-[0-9A-F]{12}$'),
  giorno date not null,
  entro date,
  stato text not null default 'da-inviare' check (stato in ('da-inviare', 'in-invio', 'inviata', 'ricevuta', 'scartata', 'annullata')),
  file_id uuid references scambio_file (id),
  accodata_il timestamptz not null default kernel.adesso(),
  accodata_da uuid default kernel.utente() references utente (id),
  inviata_il timestamptz,
  risposta_il timestamptz,
  rimanda_id uuid references comunicazione (id),
  revocata_il timestamptz,
  versione integer not null default 1,
  constraint comunicazione_riferimento_unico unique (ambito_id, riferimento),
  constraint comunicazione_di_qualcosa check (num_nonnulls(raccolta_id, caso_id) = 1)
);
comment on table comunicazione is 'A message that must leave, from the moment that something happened to its receipt. States: shared/patti/comunicazioni.rules.ts';
comment on column comunicazione.chiave is 'What it says of whom: the same thing is queued once, whoever asks for it again';
comment on column comunicazione.riferimento is 'By what the receipts name it';
comment on column comunicazione.entro is 'The last day on which it still counts for the month';
comment on column comunicazione.rimanda_id is 'The discarded one that it takes the place of';
comment on column comunicazione.revocata_il is 'What it said is no longer true: an annulment was queued, or it never left';
create unique index comunicazione_una_volta on comunicazione (ambito_id, chiave) where revocata_il is null and stato <> 'scartata';
create unique index comunicazione_rimandata_una_volta on comunicazione (rimanda_id) where rimanda_id is not null;
create index comunicazione_elenco on comunicazione (ambito_id, accodata_il desc, id);
create index comunicazione_da_inviare on comunicazione (ambito_id, comune_id, destinatario, tracciato) where stato = 'da-inviare';
create index on comunicazione (comune_id);
create index on comunicazione (raccolta_id) where raccolta_id is not null;
create index on comunicazione (caso_id) where caso_id is not null;
create index on comunicazione (evento_id) where evento_id is not null;
create index on comunicazione (file_id) where file_id is not null;
create index on comunicazione (accodata_da);
select kernel.proteggi('comunicazione', sezione => 'patti');
revoke delete on comunicazione from applicazione;
-- of a caso it says how far it is: as caso_stato, and besides to who sends, who in lists reads no names
drop policy visibilita on comunicazione;
create policy visibilita on comunicazione to applicazione
  using (comune_id = any ((select kernel.comuni())::text[]) and (caso_id is null or (select kernel.fascicolo()) or (select kernel.azione()) in ('comunicazione.leggi', 'comunicazione.invia'))
      or caso_id is not null and exists (select 1 from caso_stato s where s.caso_id = comunicazione.caso_id))
  with check (comune_id = any ((select kernel.comuni())::text[]) or caso_id is not null and exists (select 1 from caso_stato s where s.caso_id = comunicazione.caso_id));

create table comunicazione_contenuto (
  comunicazione_id uuid primary key references comunicazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  contenuto jsonb not null check (jsonb_typeof(contenuto) = 'array'),
  impronta text not null
);
comment on table comunicazione_contenuto is 'What a message says, as it was when it was queued: rows of named values, and their hash';
create index on comunicazione_contenuto (ambito_id);
create index on comunicazione_contenuto (comune_id);
select kernel.proteggi_di('comunicazione_contenuto', 'comunicazione', 'comunicazione_id', fascicolo => true);
drop trigger registra_modifica on comunicazione_contenuto; -- a copy, never changed
revoke update, delete on comunicazione_contenuto from applicazione;

create table comunicazione_risposta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  comunicazione_id uuid not null references comunicazione (id),
  file_id uuid references scambio_file (id),
  posto integer not null,
  esito text not null,
  giorno date not null,
  motivo text not null default '',
  dati jsonb not null default '{}' check (jsonb_typeof(dati) = 'object'),
  impronta text not null,
  ricevuta_il timestamptz not null default kernel.adesso(),
  constraint comunicazione_risposta_una_volta unique (comunicazione_id, impronta),
  constraint comunicazione_risposta_in_ordine unique (comunicazione_id, posto)
);
comment on column comunicazione_risposta.posto is 'In what order they were read';
comment on table comunicazione_risposta is 'What was answered to a message: receipt, discard, outcome, return. The same answer twice is one row';
create index on comunicazione_risposta (file_id) where file_id is not null;
create index on comunicazione_risposta (ambito_id);
create index on comunicazione_risposta (comune_id);
select kernel.proteggi_di('comunicazione_risposta', 'comunicazione', 'comunicazione_id', fascicolo => true);
revoke update, delete on comunicazione_risposta from applicazione;

-- ---- the employment centre -----------------------------------------------------------------------------------------------------

create table caso_invio_cpi (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  stato text not null default 'inviato' check (stato in ('inviato', 'preso-in-carico', 'rientrato', 'non-accolto')),
  inviato_il date not null,
  motivo text not null check (motivo ~ '\S'),
  preso_il date,
  rientrato_il date,
  motivo_ritorno text,
  nota_ritorno text,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint caso_invio_cpi_ritorno check ((stato in ('rientrato', 'non-accolto')) = (rientrato_il is not null)),
  constraint caso_invio_cpi_in_ordine check (coalesce(rientrato_il, inviato_il) >= inviato_il)
);
comment on table caso_invio_cpi is 'A household sent to the employment centre, and its return: with the state, the days and the reasons of both';
create unique index caso_invio_cpi_uno on caso_invio_cpi (caso_id) where stato in ('inviato', 'preso-in-carico');
create index on caso_invio_cpi (caso_id);
create index on caso_invio_cpi (ambito_id);
create index on caso_invio_cpi (comune_id);
create index on caso_invio_cpi (creato_da);
select kernel.proteggi_di('caso_invio_cpi', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on caso_invio_cpi from applicazione;

-- the job that exchanges files acts in no session: where there is something to do
create function accesso.ambiti_con_scambio() returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select a.id from ambito a where exists (select 1 from comunicazione c where c.ambito_id = a.id)
$$;
comment on function accesso.ambiti_con_scambio is 'Ambiti that have ever queued a message: identifiers only, for the job';
create policy custode on comunicazione for select to custode using (true);
grant select on comunicazione to custode;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('raccolta_da_non_trovare', 'conta_domande', 'ambiti_con_scambio') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
grant execute on function accesso.ambiti_con_scambio to nazionale;

select kernel.apri_scambio();
