-- The agenda of the offices, extended: when an operator can be met, the appointments of casi, convocations with evidence message by
-- message, meetings, the patron's day of each comune, who has been told what is overdue.

-- ---- the agenda is also of who follows casi where there is no record ---------------------------------------------------

do $$
declare aperta text := 'comune_id = any ((select accesso.comuni_aperti(''cartella''))::text[]) or comune_id = any ((select accesso.comuni_aperti(''patti''))::text[])';
begin
  -- the act says of which section it is, and reaches only the comuni open in that one
  execute 'drop policy sezione on appuntamento';
  execute format('create policy sezione on appuntamento as restrictive to applicazione using (%s) with check (%s)', aperta, aperta);
end $$;
drop policy visibilita on appuntamento;
create policy visibilita on appuntamento to applicazione
  using (comune_id = any ((select kernel.comuni())::text[]) or (comune_id = any ((select kernel.comuni_assegnati())::text[]) and operatore_id = (select kernel.utente())))
  with check (comune_id = any ((select kernel.comuni())::text[]) or (comune_id = any ((select kernel.comuni_assegnati())::text[]) and operatore_id = (select kernel.utente())));

create table appuntamento_caso (
  appuntamento_id uuid primary key references appuntamento (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id)
);
comment on table appuntamento_caso is 'The caso that an appointment concerns: its case manager sees whose the slot is, the others that it is taken';
create index on appuntamento_caso (caso_id);
create index on appuntamento_caso (ambito_id);
create index on appuntamento_caso (comune_id);
select kernel.proteggi_di('appuntamento_caso', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on appuntamento_caso from applicazione;
create policy custode on appuntamento_caso for select to custode using (true);
grant select on appuntamento_caso to custode;

create function accesso.casi_di_appuntamenti(p_ids uuid[]) returns table (appuntamento_id uuid, caso_id uuid, richiedente text, persona_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select a.appuntamento_id, c.id, c.richiedente, c.persona_id from appuntamento_caso a join caso c on c.id = a.caso_id
   where a.appuntamento_id = any (p_ids) and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente()
     and (c.persona_id is null or not c.persona_id = any (kernel.persone_vietate()))
$$;
comment on function accesso.casi_di_appuntamenti is 'Of which of one''s own casi an appointment is, for the page of the agenda, whose act reaches no caso';

create table disponibilita (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ufficio_id uuid not null references ufficio (id),
  operatore_id uuid not null references utente (id),
  settimana smallint not null check (settimana between 1 and 7),
  dalle time not null,
  alle time not null,
  minuti integer not null check (minuti between 10 and 240),
  dal date not null,
  al date,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  constraint disponibilita_ore_in_ordine check (alle > dalle),
  constraint disponibilita_date_in_ordine check (al is null or al >= dal),
  constraint disponibilita_non_sovrapposta exclude using gist (operatore_id with =, settimana with =, daterange(dal, al, '[]') with &&, int4range((extract(epoch from dalle))::int, (extract(epoch from alle))::int) with &&)
);
comment on table disponibilita is 'When an operator can be met, week by week, from when to when: free slots are proposed inside it. One day only is a week that begins and ends on it';
comment on column disponibilita.settimana is 'Day of the week: 1 Monday, 7 Sunday';
comment on column disponibilita.minuti is 'How long each slot is';
create index on disponibilita (operatore_id, settimana);
create index on disponibilita (ambito_id);
create index on disponibilita (comune_id);
create index on disponibilita (ufficio_id);
create index on disponibilita (creata_da);

create table disponibilita_assenza (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  operatore_id uuid not null references utente (id),
  dal date not null,
  al date not null,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  tolta_il timestamptz,
  constraint disponibilita_assenza_in_ordine check (al >= dal)
);
comment on table disponibilita_assenza is 'Days on which an operator is not there: no slot is proposed. Not why';
create index on disponibilita_assenza (operatore_id, dal);
create index on disponibilita_assenza (ambito_id);
create index on disponibilita_assenza (comune_id);
create index on disponibilita_assenza (creata_da);

do $$
declare t text; aperta text := 'comune_id = any ((select accesso.comuni_aperti(''cartella''))::text[]) or comune_id = any ((select accesso.comuni_aperti(''patti''))::text[])';
  sua text := 'comune_id = any ((select kernel.comuni())::text[]) or (comune_id = any ((select kernel.comuni_assegnati())::text[]) and operatore_id = (select kernel.utente()))';
begin
  foreach t in array '{disponibilita,disponibilita_assenza}'::text[] loop
    perform kernel.proteggi(t, sezione => 'cartella');
    execute format('drop policy sezione on %I', t);
    execute format('create policy sezione on %I as restrictive to applicazione using (%s) with check (%s)', t, aperta, aperta);
    execute format('drop policy visibilita on %I', t);
    execute format('create policy visibilita on %I to applicazione using (%s) with check (%s)', t, sua, sua);
    execute format('revoke delete on %I from applicazione', t);
  end loop;
end $$;

-- ---- convocations --------------------------------------------------------------------------------------------------------

create table convocazione_invio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  assegnatario_id uuid not null default kernel.utente() references utente (id),
  modello_versione_id uuid not null references modello_versione (id),
  canali text[] not null check (cardinality(canali) > 0),
  modo text not null check (modo in ('primo', 'tutti')),
  stato text not null default 'in-corso' check (stato in ('in-corso', 'concluso')),
  totale integer not null,
  preparate integer not null default 0,
  corsa uuid,
  aggiornato_il timestamptz not null default kernel.adesso(),
  creato_il timestamptz not null default kernel.adesso(),
  concluso_il timestamptz
);
comment on table convocazione_invio is 'Convocations made together, one or five hundred: how far their preparation is, and which run is at it';
comment on column convocazione_invio.assegnatario_id is 'Whose act it was: the case manager of all of them';
comment on column convocazione_invio.modo is 'primo: the first channel that may be used; tutti: every one of those chosen that may';
comment on column convocazione_invio.corsa is 'The run now at work: one that finds another here stops, so that after a crash two never work together';
create index convocazione_invio_miei on convocazione_invio (assegnatario_id, creato_il desc, id);
create index convocazione_invio_fermi on convocazione_invio (aggiornato_il) where stato = 'in-corso';
create index on convocazione_invio (ambito_id);
create index on convocazione_invio (comune_id);
create index on convocazione_invio (modello_versione_id);
select kernel.proteggi_del_case_manager('convocazione_invio');
revoke delete on convocazione_invio from applicazione;
create policy custode on convocazione_invio for select to custode using (true);
grant select on convocazione_invio to custode;

create function accesso.convocazioni_ferme(p_minuti integer) returns table (id uuid, ambito_id uuid, utente_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select i.id, i.ambito_id, i.assegnatario_id from convocazione_invio i where i.stato = 'in-corso' and i.aggiornato_il < kernel.adesso() - make_interval(mins => p_minuti)
$$;
comment on function accesso.convocazioni_ferme is 'Convocations left half prepared when a process died: identifiers only, for the job that takes them up';

create table convocazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  componente_id uuid references domanda_componente (id),
  invio_id uuid not null references convocazione_invio (id),
  appuntamento_id uuid references appuntamento (id),
  numero integer not null check (numero > 0),
  inizio timestamptz not null,
  minuti integer not null check (minuti between 5 and 720),
  luogo text not null check (luogo ~ '\S'),
  stato text not null default 'da-preparare' check (stato in ('da-preparare', 'in-uscita', 'inviata', 'non-recapitata', 'annullata')),
  esito text check (esito in ('presentato', 'assente', 'giustificato')),
  motivo text,
  inviata_il date,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1
);
comment on table convocazione is 'A household of a caso, or one of its members, called to a meeting. States: shared/patti/convocazioni.rules.ts. What left, to which address and how it ended stands in convocazione_messaggio';
comment on column convocazione.numero is 'Which it is since the household was last met';
comment on column convocazione.motivo is 'Why it was annulled, or could not be delivered';
comment on column convocazione.inviata_il is 'Day on which the first message left, or the letter was handed over: from then the household is convened';
create index convocazione_del_caso on convocazione (caso_id, inizio desc, id);
create index convocazione_dell_invio on convocazione (invio_id, stato, id);
create index on convocazione (componente_id) where componente_id is not null;
create index on convocazione (appuntamento_id) where appuntamento_id is not null;
create index convocazione_elenco on convocazione (ambito_id, inizio, id);
create index on convocazione (comune_id);
create index on convocazione (creata_da);
create unique index convocazione_una_aperta on convocazione (caso_id, coalesce(componente_id, '00000000-0000-0000-0000-000000000000'::uuid), inizio) where stato <> 'annullata';
select kernel.proteggi_di('convocazione', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on convocazione from applicazione;

create table convocazione_messaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  convocazione_id uuid not null references convocazione (id),
  ordine integer not null,
  canale text not null check (canale in ('pec', 'email', 'sms', 'lettera', 'a-mano')),
  indirizzo text,
  oggetto text,
  testo text,
  stato text not null check (stato in ('escluso', 'in-uscita', 'in-partenza', 'incerto', 'inviato', 'consegnato', 'fallito')),
  motivo text,
  tentativi integer not null default 0,
  prossimo_tentativo timestamptz not null default kernel.adesso(),
  preso_il timestamptz,
  inviato_il timestamptz,
  riferimento text,
  esito_il timestamptz,
  esito_da uuid references utente (id),
  creato_il timestamptz not null default kernel.adesso(),
  constraint convocazione_messaggio_uno unique (convocazione_id, ordine)
);
comment on table convocazione_messaggio is 'The evidence of a convocation: one row for each channel, with the address and the text as they left, and how it ended. Its own outbox: kernel.posta_in_uscita is read by national acts, and these are words to a family';
comment on column convocazione_messaggio.stato is 'escluso: this channel may not be used; in-partenza: handed to whoever carries it, no answer yet; incerto: it broke off there, and nobody knows whether it left';
comment on column convocazione_messaggio.riferimento is 'What the carrier, or the post, calls it';
create index convocazione_messaggio_in_uscita on convocazione_messaggio (ambito_id, canale, prossimo_tentativo) where stato in ('in-uscita', 'in-partenza');
create index on convocazione_messaggio (comune_id);
create index on convocazione_messaggio (esito_da) where esito_da is not null;
select kernel.proteggi_di('convocazione_messaggio', 'convocazione', 'convocazione_id', fascicolo => true);
revoke delete on convocazione_messaggio from applicazione;

create policy custode on convocazione_messaggio for select to custode using (true);
grant select (id, ambito_id, canale, stato, prossimo_tentativo) on convocazione_messaggio to custode;

create function accesso.convocazioni_in_uscita() returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct g.ambito_id from convocazione_messaggio g
   where g.stato in ('in-uscita', 'in-partenza') and g.canale in ('pec', 'email', 'sms') and g.prossimo_tentativo <= kernel.adesso()
$$;
comment on function accesso.convocazioni_in_uscita is 'Ambiti that have something to send, for the job that looks every minute and mostly finds nothing';

create table convocazione_lettera (
  messaggio_id uuid primary key references convocazione_messaggio (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  sha256 text not null,
  contenuto bytea not null
);
comment on table convocazione_lettera is 'The letter of a convocation as it was printed, with its hash. Where the comune keeps no record there is no folder to file it in';
alter table convocazione_lettera alter column contenuto set storage external;
create index on convocazione_lettera (ambito_id);
create index on convocazione_lettera (comune_id);
select kernel.proteggi_di('convocazione_lettera', 'convocazione_messaggio', 'messaggio_id', fascicolo => true);
drop trigger registra_modifica on convocazione_lettera; -- bytes
revoke update, delete on convocazione_lettera from applicazione;

create function accesso.regole_di_contatto(p_componente uuid) returns table (regola text, valore text) language sql stable security definer set search_path = public, pg_catalog as $$
  select case f.tipo when 'recapito' then 'non-usare' else f.dati ->> 'regola' end, case f.tipo when 'recapito' then f.dati ->> 'valore' end
    from domanda_componente m cross join lateral (
        select unnest(m.simili || m.persona_id) as id
        union select p.id from persona p where p.ambito_id = m.ambito_id and p.codice_fiscale_chiave = m.codice_fiscale_chiave
      ) chi cross join lateral unnest(accesso.stessa_persona(chi.id)) s(id) join persona_fatto f on f.persona_id = s.id and f.ambito_id = m.ambito_id
   where m.id = p_componente and m.ambito_id = kernel.ambito() and f.sostituito_il is null and kernel.oggi() between coalesce(f.dal, '-infinity') and coalesce(f.al, 'infinity')
     and (f.tipo = 'contatto-sicuro' or (f.tipo = 'recapito' and (f.dati ->> 'sicuro')::boolean is false))
$$;
comment on function accesso.regole_di_contatto is 'How a member may not be reached, whoever he may be in the record: obeyed by what writes to him, never answered to a reader';

-- ---- meetings ------------------------------------------------------------------------------------------------------------

create table caso_incontro (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  convocazione_id uuid references convocazione (id),
  esito text not null check (esito in ('tenuto', 'assente', 'giustificato')),
  giorno date not null,
  fino date,
  ora time,
  luogo text,
  altri text,
  motivo text,
  documento text,
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  annullato_il timestamptz,
  constraint caso_incontro_fino_dopo check (fino is null or fino >= giorno)
);
comment on table caso_incontro is 'A meeting of a caso, held or not: when, where, with whom. From its events run the terms, and what is told to INPS';
comment on column caso_incontro.altri is 'Who else was there: operators, other services';
comment on column caso_incontro.motivo is 'Code of «giustificato-motivo»';
comment on column caso_incontro.documento is 'What proves the reason';
create index caso_incontro_del_caso on caso_incontro (caso_id, giorno desc, id);
create index on caso_incontro (convocazione_id) where convocazione_id is not null;
create index on caso_incontro (ambito_id);
create index on caso_incontro (comune_id);
create index on caso_incontro (registrato_da);
select kernel.proteggi_di('caso_incontro', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on caso_incontro from applicazione;

create table caso_incontro_componente (
  incontro_id uuid not null references caso_incontro (id),
  componente_id uuid not null references domanda_componente (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  primary key (incontro_id, componente_id)
);
comment on table caso_incontro_componente is 'Members of the household whom a meeting concerns: who came, or who did not';
create index on caso_incontro_componente (componente_id);
create index on caso_incontro_componente (ambito_id);
create index on caso_incontro_componente (comune_id);
select kernel.proteggi_di('caso_incontro_componente', 'caso_incontro', 'incontro_id', fascicolo => true);
revoke update, delete on caso_incontro_componente from applicazione;

-- ---- the patron's day ----------------------------------------------------------------------------------------------------

create table patrono (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  nome text not null check (nome ~ '\S'),
  giorno text check (giorno ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  dopo_pasqua integer check (dopo_pasqua between -60 and 120),
  dal_anno integer not null check (dal_anno between 1900 and 2200),
  al_anno integer check (al_anno between 1900 and 2200),
  fonte text not null check (fonte ~ '\S'),
  confermato_il timestamptz not null default kernel.adesso(),
  confermato_da uuid default kernel.utente() references utente (id),
  constraint patrono_un_modo check ((giorno is null) <> (dopo_pasqua is null)),
  constraint patrono_anni_in_ordine check (al_anno is null or al_anno >= dal_anno),
  constraint patrono_uno_all_anno exclude using gist (comune_id with =, ambito_id with =, int4range(dal_anno, al_anno, '[]') with &&)
);
comment on table patrono is 'The patron''s day of a comune, in which years: nobody works, and terms in working days do not count it. Said by the comune and never guessed: none where nobody has';
comment on column patrono.giorno is 'MM-DD';
comment on column patrono.dopo_pasqua is 'Days after Easter, for a feast that moves';
create index on patrono (ambito_id);
create index on patrono (comune_id);
create index on patrono (confermato_da);
select kernel.proteggi('patrono');
-- a public day: whoever follows a caso there counts it; whoever has the comune says it
drop policy visibilita on patrono;
create policy visibilita on patrono for select to applicazione using (true);
create policy scrive on patrono for insert to applicazione with check ((select kernel.ambito_intero()) or comune_id = any ((select kernel.comuni())::text[]));
create policy corregge on patrono for update to applicazione
  using ((select kernel.ambito_intero()) or comune_id = any ((select kernel.comuni())::text[]))
  with check ((select kernel.ambito_intero()) or comune_id = any ((select kernel.comuni())::text[]));
revoke delete on patrono from applicazione;

-- ---- who has been told what is overdue ----------------------------------------------------------------------------------

create table caso_avviso_notte (
  ambito_id uuid not null references ambito (id),
  livello text not null check (livello in ('case-manager', 'coordinatore', 'amministratore')),
  fino date not null,
  primary key (ambito_id, livello)
);
comment on table caso_avviso_notte is 'Up to which day due what has passed has been told, to whom: a night in which the machine is off is told the night after, and nothing twice';
select kernel.proteggi('caso_avviso_notte');
drop trigger registra_modifica on caso_avviso_notte; -- how far a job is
revoke delete on caso_avviso_notte from applicazione;

-- ---- the calendar of who follows casi ----------------------------------------------------------------------------------

-- his terms by day and nothing of whose: the appointments are those of before
drop function accesso.agenda_di_chiave(bytea, timestamptz, timestamptz);
create function accesso.agenda_di_chiave(p_hash bytea, p_dal timestamptz, p_al timestamptz)
  returns table (utente_id uuid, id uuid, inizio timestamptz, fine timestamptz, ufficio text, stato text, versione integer, creato_il timestamptz, scade date, quante integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with f as (
    select x.utente_id, x.ambito_id, accesso.puo(x.utente_id, 'agenda.leggi', kernel.oggi()) as agenda, accesso.puo(x.utente_id, 'caso.miei', kernel.oggi()) as casi
      from calendario_feed x where x.chiave_hash = p_hash and x.revocato_il is null
  )
  select f.utente_id, null::uuid, null::timestamptz, null::timestamptz, null, null, null::int, null::timestamptz, null::date, null::int from f where f.agenda or f.casi
  union all
  select f.utente_id, a.id, a.inizio, a.fine, o.nome, a.stato, a.versione, a.creato_il, null, null
    from f join appuntamento a on a.operatore_id = f.utente_id and a.ambito_id = f.ambito_id and a.inizio >= p_dal and a.inizio < p_al
    left join ufficio o on o.id = a.ufficio_id where f.agenda or f.casi
  union all
  select f.utente_id, null, null, null, null, null, null, null, t.scade, count(*)::int
    from f join caso_termine t on t.assegnatario_id = f.utente_id and t.ambito_id = f.ambito_id and not t.fermo and t.scade >= kernel.giorno(p_dal) and t.scade < kernel.giorno(p_al)
   where f.casi group by f.utente_id, t.scade
  order by 3 nulls first, 9, 2
$$;
comment on function accesso.agenda_di_chiave is 'The slots of whoever holds this secret and, of his casi, how many terms are due on which day; one row with nothing in it says that the secret is good, no row at all that it is not';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('casi_di_appuntamenti', 'convocazioni_ferme', 'convocazioni_in_uscita', 'regole_di_contatto', 'agenda_di_chiave') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
grant execute on function accesso.convocazioni_ferme(integer), accesso.convocazioni_in_uscita() to nazionale;

select kernel.apri_scambio();
