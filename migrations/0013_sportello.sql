-- The desk: contacts (segretariato sociale), catalogue of benefits, sending to another office, segnalazioni, agenda.
-- Narrow tables carry what lists and figures read; what is said about people stands in tables that only the opening of a
-- sheet reaches (fascicolo). The children of a segnalazione, of a contact and of an invio are seen by whoever sees it.

create function kernel.vede_solo_con_madre(tabella text, madre text, colonna text) returns void language plpgsql as $$
begin
  execute format('create policy madre on %I as restrictive to applicazione using (exists (select 1 from %I m where m.id = %I.%I))', tabella, madre, tabella, colonna);
end $$;
comment on function kernel.vede_solo_con_madre is 'Besides its own policies, a row is seen only by whoever sees the row it belongs to';

-- ---- catalogue of benefits -------------------------------------------------------------------------------------------

create table prestazione_offerta (
  id uuid primary key default gen_random_uuid(),
  codice text not null,
  ambito_id uuid references ambito (id),
  nome text not null check (nome ~ '\S'),
  erogatore text not null check (erogatore ~ '\S'),
  requisiti text not null check (requisiti ~ '\S'),
  situazioni text[] not null default '{}',
  dove text not null check (dove ~ '\S'),
  solo_stranieri boolean not null default false,
  dal date not null,
  al date,
  fonte text not null check (fonte ~ '\S'),
  scritta_il timestamptz not null default kernel.adesso(),
  scritta_da uuid default kernel.utente() references utente (id),
  constraint prestazione_date_in_ordine check (al is null or al >= dal),
  constraint prestazione_codice_leggibile check (codice ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint prestazione_una_al_giorno exclude using gist
    (codice with =, coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(dal, al, '[]') with &&)
);
comment on table prestazione_offerta is 'Benefit that the desk can offer, also of other bodies: a version for each period, national (ambito null) or of one ambito. Never deleted: closed on a day';
comment on column prestazione_offerta.codice is 'Stable through the versions';
comment on column prestazione_offerta.situazioni is 'Codes of «bisogno» it answers';
comment on column prestazione_offerta.requisiti is 'Who may have it, in words';
create index on prestazione_offerta (ambito_id, codice);
create index on prestazione_offerta (scritta_da);
-- by hand and not by kernel.proteggi: a row without ambito is everybody's, as in codifica_voce
alter table prestazione_offerta enable row level security, force row level security;
create policy lettura on prestazione_offerta for select to applicazione, nazionale
  using (ambito_id is null or ambito_id = (select kernel.ambito()));
create policy nuova_propria on prestazione_offerta for insert to applicazione
  with check (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()));
create policy modifica_propria on prestazione_offerta for update to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()))
  with check (ambito_id = (select kernel.ambito()));
create policy nuova_nazionale on prestazione_offerta for insert to nazionale
  with check (ambito_id is not distinct from (select kernel.ambito()));
create policy modifica_nazionale on prestazione_offerta for update to nazionale
  using (ambito_id is not distinct from (select kernel.ambito()))
  with check (ambito_id is not distinct from (select kernel.ambito()));
grant select, insert, update on prestazione_offerta to applicazione, nazionale;
create trigger registra_modifica after insert or update or delete on prestazione_offerta
  for each row execute function kernel.registra_modifica(false);

-- ---- contacts --------------------------------------------------------------------------------------------------------

create table contatto (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ufficio_id uuid references ufficio (id),
  operatore_id uuid not null default kernel.utente() references utente (id),
  quando timestamptz not null default kernel.adesso(),
  persona_id uuid references persona (id),
  stato text not null default 'creata' check (stato in ('creata', 'completa', 'convertita', 'annullata')),
  canale text not null,
  motivo text,
  interlocutore text,
  bisogni text[] not null default '{}',
  esito text not null,
  durata_minuti integer,
  motivo_annullamento text,
  riservato_a uuid[],
  creato_il timestamptz not null default kernel.adesso(),
  versione integer not null default 1,
  constraint contatto_durata_possibile check (durata_minuti between 1 and 600),
  constraint contatto_annullato_con_motivo check (stato <> 'annullata' or motivo_annullamento is not null)
);
comment on table contatto is 'A contact of the desk (segretariato sociale): what is counted. Without a person it is anonymous, and counts all the same';
comment on column contatto.bisogni is 'Codes of «bisogno»';
create index contatto_elenco on contatto (ambito_id, quando desc, id);
create index contatto_persona on contatto (persona_id) where persona_id is not null;
create index on contatto (comune_id);
create index on contatto (ufficio_id);
create index contatto_operatore on contatto (operatore_id, quando desc);
select kernel.proteggi('contatto', sezione => 'cartella');

create table contatto_dettaglio (
  contatto_id uuid primary key references contatto (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid references persona (id),
  accompagnato_da text,
  informata boolean,
  nota text,
  aiuto_tipo text,
  aiuto_importo integer,
  aiuto_fonte text,
  constraint aiuto_positivo check (aiuto_importo >= 0),
  constraint aiuto_con_tipo check (aiuto_tipo is not null or aiuto_importo is null)
);
comment on table contatto_dettaglio is 'What was said at the desk, and the help given on the spot (amount in cents)';
create index on contatto_dettaglio (persona_id);
create index on contatto_dettaglio (ambito_id, comune_id);
create index on contatto_dettaglio (comune_id);
select kernel.proteggi('contatto_dettaglio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('contatto_dettaglio', 'contatto', 'contatto_id');

create table contatto_servizio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  contatto_id uuid not null references contatto (id),
  prestazione_id uuid references prestazione_offerta (id),
  descrizione text not null,
  solo_stranieri boolean not null default false,
  esterno boolean not null default false,
  tolto_il timestamptz
);
comment on table contatto_servizio is 'Services and benefits asked at the desk: of the catalogue or in words';
create index on contatto_servizio (contatto_id);
create index on contatto_servizio (prestazione_id);
create index on contatto_servizio (ambito_id, comune_id);
create index on contatto_servizio (comune_id);
select kernel.proteggi('contatto_servizio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('contatto_servizio', 'contatto', 'contatto_id');

create table contatto_nota (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  contatto_id uuid not null references contatto (id),
  persona_id uuid references persona (id),
  testo text not null check (testo ~ '\S'),
  riservato_a uuid[] not null check (cardinality(riservato_a) > 0),
  scritta_il timestamptz not null default kernel.adesso(),
  scritta_da uuid not null default kernel.utente() references utente (id)
);
comment on table contatto_nota is 'A note for some colleagues only: for the others it is not there';
create index on contatto_nota (contatto_id);
create index on contatto_nota (persona_id);
create index on contatto_nota (scritta_da);
create index on contatto_nota (ambito_id, comune_id);
create index on contatto_nota (comune_id);
select kernel.proteggi('contatto_nota', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('contatto_nota', 'contatto', 'contatto_id');

-- ---- segnalazioni ----------------------------------------------------------------------------------------------------

create table segnalazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ufficio_id uuid references ufficio (id),
  contatto_id uuid references contatto (id),
  ricevuta_il timestamptz not null default kernel.adesso(),
  canale text not null,
  motivo text,
  classificazione text,
  urgenza text not null default 'ordinaria' check (urgenza in ('ordinaria', 'urgente', 'emergenza')),
  minori_presenti boolean,
  stato text not null default 'ricevuta'
    check (stato in ('ricevuta', 'in-valutazione', 'archiviata', 'orientata', 'presa-in-carico', 'inoltrata', 'segnalata-autorita')),
  scade_il timestamptz not null,
  valutatore_id uuid references utente (id),
  motivo_archiviazione text,
  chiusa_il timestamptz,
  persone uuid[] not null default '{}',
  riservato_a uuid[],
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint segnalazione_archiviata_con_motivo check (stato <> 'archiviata' or motivo_archiviazione is not null)
);
comment on table segnalazione is 'A report that someone may need help or protection: what lists read. It has no number in a series, whose gaps would tell of the hidden ones';
comment on column segnalazione.scade_il is 'By when it must be evaluated: from its reception, shorter the greater the danger (parameters segnalazione.ore-…)';
comment on column segnalazione.persone is 'The persons it is about, kept by trigger: it does not exist for whoever is one of them or of their family';
create index segnalazione_elenco on segnalazione (ambito_id, ricevuta_il desc, id);
create index segnalazione_aperte on segnalazione (ambito_id, scade_il) where stato in ('ricevuta', 'in-valutazione');
create index on segnalazione (comune_id);
create index on segnalazione (ufficio_id);
create index on segnalazione (contatto_id);
create index on segnalazione (valutatore_id);
create index on segnalazione (creata_da);
select kernel.proteggi('segnalazione', sezione => 'cartella');
create policy propria on segnalazione as restrictive to applicazione
  using (not persone && (select kernel.persone_vietate())::uuid[]);
create policy custode on segnalazione for select to custode using (true);
grant select on segnalazione to custode;

create table segnalazione_dettaglio (
  segnalazione_id uuid primary key references segnalazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  fatti text not null check (fatti ~ '\S'),
  fatti_modo text not null check (fatti_modo in ('testuali', 'riassunti')),
  luogo text,
  luogo_chiave text collate "C" generated always as (kernel.normalizza(luogo)) stored,
  pericolo jsonb not null default '{}' check (jsonb_typeof(pericolo) = 'object'),
  informata text not null default 'non-so' check (informata in ('si', 'no', 'non-so')),
  informata_nota text,
  conclusione text
);
comment on table segnalazione_dettaglio is 'The facts as told, the answers to the questions on immediate danger, how it was concluded';
comment on column segnalazione_dettaglio.pericolo is 'Code of «domanda-pericolo» → si, no, non-so';
comment on column segnalazione_dettaglio.luogo is 'Street and number where it happens: repeated concerns on the same address';
create index segnalazione_luogo on segnalazione_dettaglio (ambito_id, comune_id, luogo_chiave) where luogo is not null;
create index on segnalazione_dettaglio (ambito_id, comune_id);
create index on segnalazione_dettaglio (comune_id);
select kernel.proteggi('segnalazione_dettaglio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('segnalazione_dettaglio', 'segnalazione', 'segnalazione_id');

create table segnalazione_segnalante (
  segnalazione_id uuid primary key references segnalazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  anonimo boolean not null default false,
  interlocutore text,
  nome text,
  ente text,
  recapiti text,
  classe text not null default 'segnalante' references classe_riservatezza (id),
  constraint segnalante_anonimo_senza_nome check (not anonimo or (nome is null and recapiti is null))
);
comment on table segnalazione_segnalante is 'Who reported: its own class of protected data, never in lists, prints or copies for the family';
create index on segnalazione_segnalante (ambito_id, comune_id);
create index on segnalazione_segnalante (comune_id);
create index on segnalazione_segnalante (classe);
select kernel.proteggi('segnalazione_segnalante', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('segnalazione_segnalante', 'segnalazione', 'segnalazione_id');
create policy custode on segnalazione_segnalante for insert to custode with check (true);
grant insert on segnalazione_segnalante to custode;

create function accesso.registra_segnalante(p_segnalazione uuid, p_anonimo boolean, p_interlocutore text, p_nome text, p_ente text, p_recapiti text)
  returns void language sql security definer set search_path = public, pg_catalog as $$
  insert into segnalazione_segnalante (segnalazione_id, ambito_id, comune_id, anonimo, interlocutore, nome, ente, recapiti)
  select s.id, s.ambito_id, s.comune_id, p_anonimo, p_interlocutore, p_nome, p_ente, p_recapiti
    from segnalazione s where s.id = p_segnalazione and s.ambito_id = kernel.ambito() and s.creata_da = kernel.utente()
$$;
comment on function accesso.registra_segnalante is 'The desk writes who reported, and cannot read it again: only the author of the segnalazione, once';

create table segnalazione_persona (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  segnalazione_id uuid not null references segnalazione (id),
  persona_id uuid references persona (id),
  descrizione text,
  aggiunta_il timestamptz not null default kernel.adesso(),
  aggiunta_da uuid default kernel.utente() references utente (id),
  constraint segnalato_chi check (persona_id is not null or descrizione ~ '\S'),
  constraint segnalato_una_volta unique (segnalazione_id, persona_id)
);
comment on table segnalazione_persona is 'Whom it is about: a person of the record, or in words until he is identified';
create index segnalazione_di_persona on segnalazione_persona (persona_id, segnalazione_id);
create index on segnalazione_persona (aggiunta_da);
create index on segnalazione_persona (ambito_id, comune_id);
create index on segnalazione_persona (comune_id);
select kernel.proteggi('segnalazione_persona', sezione => 'cartella');
select kernel.vede_solo_con_madre('segnalazione_persona', 'segnalazione', 'segnalazione_id');

create function kernel.persone_della_segnalazione() returns trigger language plpgsql as $$
begin
  -- only grows: whoever was named once never reads it as an operator
  update segnalazione set persone = array_append(persone, new.persona_id)
   where id = new.segnalazione_id and not new.persona_id = any (persone);
  return null;
end $$;
create trigger persone_della_segnalazione after insert or update of persona_id on segnalazione_persona
  for each row when (new.persona_id is not null) execute function kernel.persone_della_segnalazione();

create table segnalazione_riferimento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  segnalazione_id uuid not null references segnalazione (id),
  posizione integer not null check (posizione between 1 and 3),
  nome text not null check (nome ~ '\S'),
  legame text,
  recapito text,
  problemi text,
  constraint riferimento_al_piu_tre unique (segnalazione_id, posizione)
);
comment on table segnalazione_riferimento is 'Up to three persons of reference: who they are to the reported one, how they are reached, what may be difficult';
create index on segnalazione_riferimento (ambito_id, comune_id);
create index on segnalazione_riferimento (comune_id);
select kernel.proteggi('segnalazione_riferimento', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('segnalazione_riferimento', 'segnalazione', 'segnalazione_id');

create table segnalazione_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  segnalazione_id uuid not null references segnalazione (id),
  atto text not null,
  da text,
  a text not null,
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id),
  n bigint generated always as identity
);
comment on table segnalazione_passaggio is 'The history of a segnalazione, one row for each act that moved it';
create index segnalazione_storia on segnalazione_passaggio (segnalazione_id, n);
create index on segnalazione_passaggio (utente_id);
create index on segnalazione_passaggio (ambito_id, comune_id);
create index on segnalazione_passaggio (comune_id);
select kernel.proteggi('segnalazione_passaggio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('segnalazione_passaggio', 'segnalazione', 'segnalazione_id');
revoke update, delete on segnalazione_passaggio from applicazione;

create table segnalazione_presa (
  segnalazione_id uuid not null references segnalazione (id),
  presa_id uuid not null references presa_in_carico (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  primary key (segnalazione_id, presa_id)
);
comment on table segnalazione_presa is 'The prese in carico that a segnalazione has led to';
create index on segnalazione_presa (presa_id);
create index on segnalazione_presa (persona_id);
create index on segnalazione_presa (ambito_id, comune_id);
create index on segnalazione_presa (comune_id);
select kernel.proteggi('segnalazione_presa', sezione => 'cartella');
select kernel.vede_solo_con_madre('segnalazione_presa', 'segnalazione', 'segnalazione_id');

create function accesso.prossimo_numero_presa(p_comune text) returns integer language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  -- one at a time in the comune, until the end of the transaction
  perform pg_advisory_xact_lock(hashtextextended('presa_in_carico ' || kernel.ambito()::text || ' ' || p_comune, 0));
  -- a series without gaps would tell of the folders that one does not see: here there are always some
  return (select coalesce(max(numero), 0) + 1 + floor(random() * 3)::integer from presa_in_carico where ambito_id = kernel.ambito() and comune_id = p_comune);
end $$;
comment on function accesso.prossimo_numero_presa is 'Next number of a folder in its comune, counting also those that the caller does not see, and leaving gaps: neither a refusal nor a missing number betrays them';

-- ---- sending to another office or body ---------------------------------------------------------------------------------

create table invio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid references persona (id),
  contatto_id uuid references contatto (id),
  segnalazione_id uuid references segnalazione (id),
  ufficio_id uuid references ufficio (id),
  comune_destinatario text references comune (id),
  ente text,
  stato text not null default 'creata' check (stato in ('creata', 'inviata', 'vista', 'accettata', 'respinta')),
  mittente_id uuid not null default kernel.utente() references utente (id),
  mittente_ufficio_id uuid references ufficio (id),
  riservato_a uuid[],
  creato_il timestamptz not null default kernel.adesso(),
  inviato_il timestamptz,
  versione integer not null default 1,
  constraint invio_un_destinatario check ((ufficio_id is null) <> (ente is null)),
  constraint invio_di_una_scheda check (contatto_id is null or segnalazione_id is null)
);
comment on table invio is 'A sheet sent to another office of the ambito, which finds it in its inbox, or to an outside body';
comment on column invio.comune_destinatario is 'The comune of the receiving office, whose operators see the invio and nothing else of the sheet';
create index invio_elenco on invio (ambito_id, creato_il desc, id);
create index on invio (comune_id);
create index on invio (comune_destinatario);
create index on invio (persona_id);
create index on invio (contatto_id);
create index on invio (segnalazione_id);
create index on invio (ufficio_id);
create index on invio (mittente_id);
create index on invio (mittente_ufficio_id);
select kernel.proteggi('invio', sezione => 'cartella');
create policy destinatario on invio for select to applicazione
  using (stato <> 'creata' and comune_destinatario = any ((select kernel.comuni())::text[]));
create policy destinatario_risponde on invio for update to applicazione
  using (stato <> 'creata' and comune_destinatario = any ((select kernel.comuni())::text[]))
  with check (stato <> 'creata' and comune_destinatario = any ((select kernel.comuni())::text[]));

create table invio_dettaglio (
  invio_id uuid primary key references invio (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  comune_destinatario text references comune (id),
  testo text not null check (testo ~ '\S'),
  email text,
  risposta text
);
comment on table invio_dettaglio is 'What is sent, to which address the note without personal data goes, what was answered';
create index on invio_dettaglio (ambito_id, comune_id);
create index on invio_dettaglio (comune_id);
create index on invio_dettaglio (comune_destinatario);
select kernel.proteggi('invio_dettaglio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('invio_dettaglio', 'invio', 'invio_id');
create policy destinatario on invio_dettaglio for select to applicazione
  using (comune_destinatario = any ((select kernel.comuni())::text[]));
create policy destinatario_risponde on invio_dettaglio for update to applicazione
  using (comune_destinatario = any ((select kernel.comuni())::text[]));

create table invio_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  comune_destinatario text references comune (id),
  invio_id uuid not null references invio (id),
  da text,
  a text not null,
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id),
  n bigint generated always as identity
);
comment on table invio_passaggio is 'Who moved an invio, when, why';
create index invio_storia on invio_passaggio (invio_id, n);
create index on invio_passaggio (utente_id);
create index on invio_passaggio (ambito_id, comune_id);
create index on invio_passaggio (comune_id);
create index on invio_passaggio (comune_destinatario);
select kernel.proteggi('invio_passaggio', sezione => 'cartella', fascicolo => true);
select kernel.vede_solo_con_madre('invio_passaggio', 'invio', 'invio_id');
create policy destinatario on invio_passaggio to applicazione
  using (comune_destinatario = any ((select kernel.comuni())::text[]))
  with check (comune_destinatario = any ((select kernel.comuni())::text[]));
revoke update, delete on invio_passaggio from applicazione;

-- ---- agenda ------------------------------------------------------------------------------------------------------------

create table appuntamento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ufficio_id uuid not null references ufficio (id),
  operatore_id uuid not null references utente (id),
  inizio timestamptz not null,
  fine timestamptz not null,
  tipo text not null,
  luogo text,
  stato text not null default 'fissato' check (stato in ('fissato', 'svolto', 'non-presentato', 'annullato', 'spostato')),
  motivo text,
  spostato_a uuid references appuntamento (id),
  promemoria_il timestamptz,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint appuntamento_durata_possibile check (fine > inizio and fine <= inizio + interval '12 hours'),
  constraint appuntamento_non_sovrapposto exclude using gist (operatore_id with =, tstzrange(inizio, fine) with &&)
    where (stato in ('fissato', 'svolto'))
);
comment on table appuntamento is 'A slot of the agenda of the offices. Who comes is apart: for whoever may not see him the slot is taken and nothing more';
create index appuntamento_ufficio on appuntamento (ambito_id, inizio, id);
create index appuntamento_operatore on appuntamento (operatore_id, inizio);
create index appuntamento_promemoria on appuntamento (inizio) where stato = 'fissato' and promemoria_il is null;
create index on appuntamento (comune_id);
create index on appuntamento (ufficio_id);
create index on appuntamento (spostato_a);
create index on appuntamento (creato_da);
select kernel.proteggi('appuntamento', sezione => 'cartella');
create policy custode on appuntamento for select to custode using (true);
grant select on appuntamento to custode;

create table appuntamento_persona (
  appuntamento_id uuid primary key references appuntamento (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id)
);
comment on table appuntamento_persona is 'Who comes to an appointment';
create index on appuntamento_persona (persona_id);
create index on appuntamento_persona (ambito_id, comune_id);
create index on appuntamento_persona (comune_id);
select kernel.proteggi('appuntamento_persona', sezione => 'cartella');

create table calendario_feed (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  utente_id uuid not null default kernel.utente() references utente (id),
  chiave_hash bytea not null,
  creato_il timestamptz not null default kernel.adesso(),
  revocato_il timestamptz,
  constraint calendario_chiave_unica unique (chiave_hash)
);
comment on table calendario_feed is 'The secret address at which a user''s own calendar program reads his appointments, without personal data; only the hash is kept';
create index on calendario_feed (ambito_id);
create index on calendario_feed (utente_id);
create unique index calendario_uno_attivo on calendario_feed (utente_id) where revocato_il is null;
select kernel.proteggi('calendario_feed');
create policy proprio on calendario_feed as restrictive to applicazione
  using (utente_id = (select kernel.utente())) with check (utente_id = (select kernel.utente()));
create policy custode on calendario_feed for select to custode using (true);
grant select on calendario_feed to custode;
create policy custode on ufficio for select to custode using (true);
grant select on ufficio to custode;

create function accesso.agenda_di_chiave(p_hash bytea, p_dal timestamptz, p_al timestamptz)
  returns table (utente_id uuid, id uuid, inizio timestamptz, fine timestamptz, ufficio text, stato text, versione integer, creato_il timestamptz)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select f.utente_id, a.id, a.inizio, a.fine, o.nome, a.stato, a.versione, a.creato_il
    from calendario_feed f
    left join appuntamento a on a.operatore_id = f.utente_id and a.ambito_id = f.ambito_id and a.inizio >= p_dal and a.inizio < p_al
    left join ufficio o on o.id = a.ufficio_id
   where f.chiave_hash = p_hash and f.revocato_il is null and accesso.puo(f.utente_id, 'agenda.leggi', kernel.oggi())
   order by a.inizio, a.id
$$;
comment on function accesso.agenda_di_chiave is 'The slots of whoever holds this secret, while he may read the agenda: no row at all for a wrong or revoked one';

create function accesso.operatori_per(p_azione text) returns table (id uuid, nome text) language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.cognome || ' ' || u.nome from utente u
   where u.ambito_id = kernel.ambito() and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= kernel.oggi()
     and exists (
       select 1 from assegnazione s join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = p_azione
        where s.utente_id = u.id and s.stato = 'abilitata' and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')
          and (s.comune_id is null or s.comune_id = any (kernel.comuni())))
   order by u.cognome_chiave, u.nome_chiave, u.id
$$;
comment on function accesso.operatori_per is 'Colleagues who may do an act in the comuni that the caller reaches: to choose one, for whoever may not read their cards';

create function accesso.uffici_dell_ambito() returns table (id uuid, nome text, comune_id text, aperto boolean)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select o.id, o.nome, o.comune_id, coalesce(o.al, 'infinity') >= kernel.oggi() from ufficio o where o.ambito_id = kernel.ambito()
$$;
comment on function accesso.uffici_dell_ambito is 'Offices by name, also of the comuni that the caller does not reach: to send something there';

create function accesso.recapiti_di(p_utenti uuid[]) returns table (id uuid, email text) language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.email from utente u
   where u.id = any (p_utenti) and u.ambito_id = kernel.ambito() and u.stato in ('inserito', 'attivo') and u.email is not null and kernel.utente() is null
$$;
comment on function accesso.recapiti_di is 'Addresses of operators, for the jobs that write to them and for no request';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('registra_segnalante', 'prossimo_numero_presa', 'agenda_di_chiave', 'operatori_per', 'uffici_dell_ambito', 'recapiti_di') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
insert into tipo_soggetto values
  ('contatto', 'contatto', 'id', 'persona_id'), ('segnalazione', 'segnalazione_persona', 'segnalazione_id', 'persona_id');
