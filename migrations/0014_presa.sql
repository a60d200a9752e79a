-- The work on a presa in carico: to-dos, transfer with its hand-over, exchange between comuni, alerts put off, reasoned
-- decisions. Each thing is a narrow row that lists read (state, dates, who) and, apart, the words about the person,
-- which only an opened folder reaches.

-- ---- to-dos -----------------------------------------------------------------------------------------------------------

create table compito (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid not null references presa_in_carico (id),
  utente_id uuid not null references utente (id),
  tipo text not null,
  scade date not null,
  stato text not null default 'aperto' check (stato in ('aperto', 'fatto', 'annullato', 'passato')),
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  chiuso_il timestamptz,
  chiuso_da uuid references utente (id),
  riservato_a uuid[],
  versione integer not null default 1,
  constraint compito_chiuso_quando check ((stato = 'aperto') = (chiuso_il is null))
);
comment on table compito is 'Something to do for a presa in carico, by whom and by when; due and overdue are computed from scade';
comment on column compito.utente_id is 'Whose it is: always one of the team';
comment on column compito.tipo is 'Code of «tipo-compito»';
comment on column compito.stato is 'passato: it went to another comune together with the presa';
create index compito_presa on compito (presa_id, scade) where stato = 'aperto';
create index on compito (presa_id);
create index compito_di on compito (utente_id, scade) where stato = 'aperto';
create index on compito (utente_id);
create index on compito (persona_id);
create index on compito (ambito_id, comune_id);
create index on compito (comune_id);
create index on compito (creato_da);
create index on compito (chiuso_da) where chiuso_da is not null;
select kernel.proteggi('compito', sezione => 'cartella');

create table compito_testo (
  compito_id uuid primary key references compito (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  titolo text not null,
  esito text,
  riservato_a uuid[]
);
comment on table compito_testo is 'What is to be done, and how it ended: words about a person, apart from the list';
create index on compito_testo (persona_id);
create index on compito_testo (ambito_id, comune_id);
create index on compito_testo (comune_id);
select kernel.proteggi('compito_testo', sezione => 'cartella', fascicolo => true);

-- the next due date of a presa is derived here and nowhere else, so that no act can forget it
create function kernel.presa_scadenza() returns trigger language plpgsql as $$
begin
  new.prossima_scadenza := least(
    (select min(c.scade) from compito c where c.presa_id = new.id and c.stato = 'aperto'),
    case when new.stato = 'accettata' and new.primo_contatto_il is null then new.primo_contatto_entro end);
  return new;
end $$;
create trigger presa_scadenza before insert or update on presa_in_carico for each row execute function kernel.presa_scadenza();
create function kernel.compito_scadenza() returns trigger language plpgsql as $$
begin
  update presa_in_carico set versione = versione where id = new.presa_id;
  return null;
end $$;
create trigger compito_scadenza after insert or update of scade, stato on compito for each row execute function kernel.compito_scadenza();

-- at most one responsible is an exclusion constraint (0012); at least one, from the assignment on, is looked at when
-- the act is complete
create function kernel.presa_con_responsabile() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare quale uuid := case tg_table_name when 'presa_in_carico' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'presa_id')::uuid end;
begin
  if exists (select 1 from presa_in_carico p where p.id = quale and p.stato in ('assegnata', 'accettata', 'attiva', 'sospesa')
       and not exists (select 1 from presa_operatore o where o.presa_id = p.id and o.responsabile and o.al is null)) then
    raise exception 'no responsible' using errcode = '23514', constraint = 'presa_senza_responsabile';
  end if;
  return null;
end $$;
alter function kernel.presa_con_responsabile owner to custode;
create constraint trigger presa_con_responsabile after insert or update on presa_in_carico deferrable initially deferred
  for each row execute function kernel.presa_con_responsabile();
create constraint trigger presa_con_responsabile after update on presa_operatore deferrable initially deferred
  for each row execute function kernel.presa_con_responsabile();

-- ---- transfer and hand-over --------------------------------------------------------------------------------------------

create table trasferimento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid not null references presa_in_carico (id),
  da_utente_id uuid references utente (id),
  a_utente_id uuid not null references utente (id),
  stato text not null default 'offerto' check (stato in ('offerto', 'accettato', 'rifiutato', 'ritirato')),
  da_vedere integer not null default 0 check (da_vedere >= 0),
  offerto_il timestamptz not null default kernel.adesso(),
  offerto_da uuid default kernel.utente() references utente (id),
  risposto_il timestamptz,
  riservato_a uuid[]
);
comment on table trasferimento is 'A presa in carico offered to another responsible: until he accepts, nothing changes';
comment on column trasferimento.da_utente_id is 'The responsible who hands over; null when it came from another comune';
comment on column trasferimento.da_vedere is 'Items of the hand-over not yet acknowledged: counted here so that lists show it without the words';
create unique index trasferimento_uno_alla_volta on trasferimento (presa_id) where stato = 'offerto';
create index on trasferimento (presa_id);
create index on trasferimento (persona_id);
create index on trasferimento (a_utente_id);
create index on trasferimento (da_utente_id) where da_utente_id is not null;
create index on trasferimento (offerto_da);
create index on trasferimento (ambito_id, comune_id);
create index on trasferimento (comune_id);
select kernel.proteggi('trasferimento', sezione => 'cartella');

create table consegna_voce (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid not null references presa_in_carico (id),
  trasferimento_id uuid not null references trasferimento (id),
  ordine integer not null,
  sezione text not null check (sezione in ('chi', 'scadenze', 'mandati', 'sicurezza', 'accordi', 'desideri', 'sospesi')),
  testo text not null,
  scade date,
  origine_tipo text,
  origine_id uuid,
  vista_il timestamptz,
  vista_da uuid references utente (id),
  riservato_a uuid[]
);
comment on table consegna_voce is 'One item of a hand-over (passaggio di consegne), written from the data at the offer and acknowledged by the new responsible';
create index on consegna_voce (trasferimento_id, ordine);
create index on consegna_voce (presa_id);
create index on consegna_voce (persona_id);
create index on consegna_voce (ambito_id, comune_id);
create index on consegna_voce (comune_id);
create index on consegna_voce (vista_da) where vista_da is not null;
select kernel.proteggi('consegna_voce', sezione => 'cartella', fascicolo => true);

-- Extension point of the hand-over. A module with unfinished things of its own (drafts of the diary…) replaces this view
-- in its migration, adding its rows with «union all»: the hand-over reads it and knows nothing of who adds.
create view presa_sospeso with (security_invoker = true) as
  select c.presa_id, c.persona_id, c.utente_id, 'compito'::text as tipo, c.id, t.titolo as testo, c.scade
    from compito c join compito_testo t on t.compito_id = c.id where c.stato = 'aperto';
comment on view presa_sospeso is 'What is unfinished in a presa in carico and whose it is. Modules add their own rows by replacing the view';
grant select on presa_sospeso to applicazione;

-- Likewise for the radar: every day on which the person was met or spoken to.
create view presa_contatto with (security_invoker = true) as
  select p.id as presa_id, p.primo_contatto_il as giorno, 'primo-contatto'::text as tipo, p.id from presa_in_carico p where p.primo_contatto_il is not null
  union all
  select c.presa_id, (c.chiuso_il at time zone 'Europe/Rome')::date, 'compito', c.id from compito c
   where c.stato = 'fatto' and c.tipo in ('colloquio', 'visita-domiciliare', 'telefonata');
comment on view presa_contatto is 'Contacts with the person, as far as each module knows them. Modules add their own rows by replacing the view';
grant select on presa_contatto to applicazione;

-- ---- between comuni ----------------------------------------------------------------------------------------------------

create table scambio_presa (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid not null references presa_in_carico (id),
  ambito_dest_id uuid not null references ambito (id),
  comune_dest_id text not null references comune (id),
  stato text not null default 'offerto' check (stato in ('offerto', 'accettato', 'rifiutato', 'ritirato')),
  pacchetto jsonb not null,
  offerto_il timestamptz not null default kernel.adesso(),
  offerto_da uuid default kernel.utente() references utente (id),
  risposto_il timestamptz,
  risposto_da uuid references utente (id),
  risposta text,
  riservato_a uuid[]
);
comment on table scambio_presa is 'A presa in carico offered to another comune, of this ambito or of another: each is controller of its own record, so the receiver gets a copy (pacchetto) and the sender keeps his rows. The receiver reads and answers through functions only';
create unique index scambio_uno_alla_volta on scambio_presa (presa_id) where stato = 'offerto';
create index on scambio_presa (presa_id);
create index on scambio_presa (persona_id);
create index on scambio_presa (ambito_id, comune_id);
create index on scambio_presa (comune_id);
create index scambio_in_arrivo on scambio_presa (ambito_dest_id, comune_dest_id) where stato = 'offerto';
create index on scambio_presa (ambito_dest_id);
create index on scambio_presa (comune_dest_id);
create index on scambio_presa (offerto_da);
create index on scambio_presa (risposto_da) where risposto_da is not null;
select kernel.proteggi('scambio_presa', sezione => 'cartella', fascicolo => true);

-- ---- radar -------------------------------------------------------------------------------------------------------------

create table radar_rinvio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid not null references presa_in_carico (id),
  regola text not null,
  motivo text not null,
  fino date not null,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  riservato_a uuid[]
);
comment on table radar_rinvio is 'An alert put off until a day, with the reason; regola is one of shared/cartella/radar.rules.ts';
create index on radar_rinvio (presa_id, regola, fino);
create index on radar_rinvio (persona_id);
create index on radar_rinvio (ambito_id, comune_id);
create index on radar_rinvio (comune_id);
create index on radar_rinvio (creato_da);
select kernel.proteggi('radar_rinvio', sezione => 'cartella');

-- ---- reasoned decisions --------------------------------------------------------------------------------------------------

create table decisione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  presa_id uuid references presa_in_carico (id),
  rivede_id uuid references decisione (id),
  stato text not null default 'bozza' check (stato in ('bozza', 'presa')),
  rivedere_il date,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  presa_il timestamptz,
  presa_da uuid references utente (id),
  riservato_a uuid[],
  versione integer not null default 1,
  constraint decisione_presa_quando check ((stato = 'presa') = (presa_il is not null))
);
comment on table decisione is 'A reasoned decision: written as a draft, then taken and never rewritten; what it becomes later is another one that reviews it';
create index decisione_persona on decisione (persona_id, creata_il);
create index on decisione (presa_id) where presa_id is not null;
create index on decisione (rivede_id) where rivede_id is not null;
create index decisione_elenco on decisione (ambito_id, creata_il, id);
create index on decisione (comune_id);
create index on decisione (creata_da);
create index on decisione (presa_da) where presa_da is not null;
select kernel.proteggi('decisione', sezione => 'cartella');

create table decisione_testo (
  decisione_id uuid primary key references decisione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  quesito text not null default '',
  alternative jsonb not null default '[]',
  scelta text not null default '',
  ragioni jsonb not null default '[]',
  partecipanti jsonb not null default '[]',
  parere text,
  dissenso text,
  riservato_a uuid[]
);
comment on table decisione_testo is 'The words of a decision. ragioni: each with an id, to which decisione_fonte ties the rows it rests on';
create index on decisione_testo (persona_id);
create index on decisione_testo (ambito_id, comune_id);
create index on decisione_testo (comune_id);
select kernel.proteggi('decisione_testo', sezione => 'cartella', fascicolo => true);

create table decisione_fonte (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  decisione_id uuid not null references decisione (id),
  ragione_id uuid not null,
  tipo text not null,
  origine_id uuid not null,
  testo text not null,
  noto_il timestamptz not null default kernel.adesso(),
  tolta_il timestamptz,
  classe text references classe_riservatezza (id),
  riservato_a uuid[],
  constraint decisione_fonte_una_volta unique (decisione_id, ragione_id, tipo, origine_id)
);
comment on table decisione_fonte is 'What a reason rests on: the row, and a copy of its text as known when it was linked, with the confidentiality of the row. No later correction rewrites it';
comment on column decisione_fonte.tolta_il is 'Unlinked while the decision was a draft';
create index on decisione_fonte (persona_id);
create index on decisione_fonte (ambito_id, comune_id);
create index on decisione_fonte (comune_id);
create index on decisione_fonte (classe) where classe is not null;
select kernel.proteggi('decisione_fonte', sezione => 'cartella', fascicolo => true);

-- What, besides facts, a reason can rest on: a third view that modules extend, each with the confidentiality of its rows.
create view decisione_origine with (security_invoker = true) as
  select c.persona_id, 'compito'::text as tipo, c.id,
         t.titolo || coalesce(' – ' || t.esito, '') || ' (' || c.stato || ', scadenza ' || to_char(c.scade, 'DD/MM/YYYY') || ')' as testo,
         null::text as classe, c.riservato_a
    from compito c join compito_testo t on t.compito_id = c.id
  union all
  select p.persona_id, 'presa', p.id, concat_ws(' – ', 'Presa in carico n. ' || p.numero, d.oggetto, 'accordi: ' || d.accordi), null, p.riservato_a
    from presa_in_carico p join presa_dettaglio d on d.presa_id = p.id;
comment on view decisione_origine is 'Rows that a reason of a decision can rest on, in words. Modules add their own rows by replacing the view, and their kind in shared/cartella/decisioni.api.ts';
grant select on decisione_origine to applicazione;

create function kernel.decisione_ferma() returns trigger language plpgsql as $$
declare t decisione_testo;
begin
  if tg_table_name <> 'decisione' then
    if exists (select 1 from decisione d where d.id = (to_jsonb(new) ->> 'decisione_id')::uuid and d.stato = 'presa') then
      raise exception 'a decision taken' using errcode = '23514', constraint = 'decisione_presa_immutabile';
    end if;
    return new;
  end if;
  if old.stato = 'presa' and (to_jsonb(new) - 'riservato_a') is distinct from (to_jsonb(old) - 'riservato_a') then
    raise exception 'a decision taken' using errcode = '23514', constraint = 'decisione_presa_immutabile';
  end if;
  if old.stato = 'bozza' and new.stato = 'presa' then
    select * into t from decisione_testo x where x.decisione_id = new.id;
    if t.quesito !~ '\S' or t.scelta !~ '\S' or jsonb_array_length(t.ragioni) = 0
       or exists (select 1 from jsonb_array_elements(t.ragioni) r where coalesce(r ->> 'testo', '') !~ '\S') then
      raise exception 'no reasons' using errcode = '23514', constraint = 'decisione_motivata';
    end if;
  end if;
  return new;
end $$;
comment on function kernel.decisione_ferma is 'No decision without question, choice and reasons; none rewritten once taken';
create trigger decisione_ferma before update on decisione for each row execute function kernel.decisione_ferma();
create trigger decisione_ferma before update on decisione_testo for each row execute function kernel.decisione_ferma();
create trigger decisione_ferma before insert or update on decisione_fonte for each row execute function kernel.decisione_ferma();

insert into tipo_soggetto values
  ('compito', 'compito', 'id', 'persona_id'),
  ('trasferimento', 'trasferimento', 'id', 'persona_id'),
  ('decisione', 'decisione', 'id', 'persona_id');

-- ---- what a handler may ask beyond its rows --------------------------------------------------------------------------------

create function accesso.chi_puo(p_azione text, p_ambito uuid, p_comuni text[]) returns table (utente_id uuid, nome text, comuni text[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  with territori as (
    select a.utente_id, unnest(case
             when a.comune_id is not null then array[a.comune_id]
             when r.richiede_delega then accesso.comuni_delegati(p_ambito, kernel.oggi())
             else accesso.comuni_di(p_ambito, kernel.oggi()) end) as comune
      from assegnazione a join permesso p on p.ruolo_id = a.ruolo_id and p.azione_id = p_azione join ruolo r on r.id = a.ruolo_id
     where a.ambito_id = p_ambito and a.stato = 'abilitata' and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
  )
  select u.id, u.cognome || ' ' || u.nome, array_agg(distinct t.comune order by t.comune)
    from territori t join utente u on u.id = t.utente_id
   where t.comune = any (p_comuni) and u.stato in ('inserito', 'attivo') and (u.fine_contratto is null or u.fine_contratto >= kernel.oggi())
   group by u.id, u.cognome, u.nome
$$;
comment on function accesso.chi_puo is 'Who may do an act today, and in which of these comuni: for functions only, whatever the ambito';

create function accesso.operatori_con(p_azione text, p_comuni text[]) returns table (utente_id uuid, nome text, comuni text[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  select * from accesso.chi_puo(p_azione, kernel.ambito(), array(select unnest(p_comuni) intersect select unnest(kernel.comuni())))
$$;
comment on function accesso.operatori_con is 'Colleagues who may do an act in the comuni that the running act reaches: to whom work can be given, who is to be told';


create function accesso.ambito_con_cartella(p_comune text) returns uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select a.ambito_id from ambito_comune a
   where a.comune_id = p_comune and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
     and accesso.sezione_aperta('cartella', kernel.oggi())
     and p_comune = any (accesso.comuni_aderenti('cartella', a.ambito_id, kernel.oggi(), '{registrata}'))
$$;
comment on function accesso.ambito_con_cartella is 'The ambito of a comune whose record is open: where a presa in carico can be offered';

-- the receiving side: one condition for the three functions below
create function accesso.scambio_mio(s scambio_presa) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select s.stato = 'offerto' and s.ambito_dest_id = kernel.ambito() and s.comune_dest_id = any (kernel.comuni())
$$;
comment on function accesso.scambio_mio is 'Offered to a comune that the running act reaches';

create function accesso.scambi_in_arrivo() returns table (id uuid, comune_dest_id text, comune_dest text, comune text, ambito text, offerto_il timestamptz, tipo text, area text, peso integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select s.id, s.comune_dest_id, d.nome, c.nome, a.nome, s.offerto_il, p.tipo, p.area, p.peso
    from scambio_presa s join presa_in_carico p on p.id = s.presa_id join comune c on c.id = s.comune_id
    join comune d on d.id = s.comune_dest_id join ambito a on a.id = s.ambito_id
   where s.stato = 'offerto' and s.ambito_dest_id = kernel.ambito() and accesso.scambio_mio(s)
   order by s.offerto_il, s.id
$$;
comment on function accesso.scambi_in_arrivo is 'Prese in carico offered by other comuni, without who they are about';

create function accesso.scambio_pacchetto(p_id uuid) returns table (comune_dest_id text, persona_origine uuid, pacchetto jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select s.comune_dest_id, s.persona_id, s.pacchetto from scambio_presa s where s.id = p_id and accesso.scambio_mio(s) and kernel.fascicolo()
$$;
comment on function accesso.scambio_pacchetto is 'What the other comune sends, for who may answer: only to acts that open a folder, hence logged';

create function accesso.scambio_rispondi(p_id uuid, p_accetta boolean, p_risposta text) returns boolean
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare s scambio_presa; p presa_in_carico; dove text;
begin
  select * into s from scambio_presa x where x.id = p_id for update;
  if s.id is null or not accesso.scambio_mio(s) then return false; end if;
  select nome into dove from comune where id = s.comune_dest_id;
  update scambio_presa set stato = case when p_accetta then 'accettato' else 'rifiutato' end, risposto_il = kernel.adesso(),
    risposto_da = kernel.utente(), risposta = p_risposta where id = s.id;
  -- the responsible who offered it is told, in his own ambito
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select o.utente_id, null, case when p_accetta then 'Una presa in carico offerta ad altro comune è stata accettata: la tua è chiusa.'
                            else 'Una presa in carico offerta ad altro comune è stata rifiutata: resta a te.' end, '/prese/' || s.presa_id
    from presa_operatore o where o.presa_id = s.presa_id and o.responsabile and o.al is null;
  if not p_accetta then return true; end if;
  select * into p from presa_in_carico x where x.id = s.presa_id for update;
  update compito_testo t set esito = 'Passato al Comune di ' || dove from compito c where c.id = t.compito_id and c.presa_id = p.id and c.stato = 'aperto';
  update compito c set stato = 'passato', chiuso_il = kernel.adesso(), chiuso_da = kernel.utente() where c.presa_id = p.id and c.stato = 'aperto';
  update presa_in_carico set stato = 'chiusa', chiusa_il = kernel.oggi(), motivo_chiusura = 'trasferimento', versione = versione + 1 where id = p.id;
  update presa_operatore set al = greatest(dal, kernel.oggi()), motivo = 'Trasferita ad altro comune' where presa_id = p.id and al is null;
  insert into presa_passaggio (ambito_id, comune_id, presa_id, atto, da, a, motivo)
  values (p.ambito_id, p.comune_id, p.id, 'trasferisci', p.stato, 'chiusa', 'Accettata dal Comune di ' || dove);
  return true;
end $$;
comment on function accesso.scambio_rispondi is 'The answer of the receiving comune. Accepted: the sender keeps his row, closed as transferred; nothing of it moves';

create policy custode on compito for select to custode using (true);
create policy custode_scambio on compito for update to custode using (true) with check (true);
create policy custode on compito_testo for select to custode using (true);
create policy custode_scambio on compito_testo for update to custode using (true) with check (true);
create policy custode_scambio on presa_in_carico for update to custode using (true) with check (true);
create policy custode_scambio on presa_operatore for update to custode using (true) with check (true);
create policy custode_scambio on presa_passaggio for insert to custode with check (true);
create policy custode_scambio on scambio_presa to custode using (true) with check (true);
grant select on compito, compito_testo to custode;
grant update (stato, chiuso_il, chiuso_da) on compito to custode;
grant update (esito) on compito_testo to custode;
grant update (stato, chiusa_il, motivo_chiusura, versione) on presa_in_carico to custode;
grant update (al, motivo) on presa_operatore to custode;
grant insert on presa_passaggio to custode;
grant select, update on scambio_presa to custode;

create function accesso.avvisa_chi_puo(p_azione text, p_ambito uuid, p_comune text, p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select c.utente_id, null, p_testo, p_collegamento from accesso.chi_puo(p_azione, p_ambito, array[p_comune]) c where c.utente_id is distinct from kernel.utente()
$$;
comment on function accesso.avvisa_chi_puo is 'A line for whoever may do an act in a comune, also of another ambito: the sender does not learn who they are';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('chi_puo', 'operatori_con', 'ambito_con_cartella',
              'scambio_mio', 'scambi_in_arrivo', 'scambio_pacchetto', 'scambio_rispondi', 'avvisa_chi_puo') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function accesso.operatori_con, accesso.ambito_con_cartella,
  accesso.scambi_in_arrivo, accesso.scambio_pacchetto, accesso.scambio_rispondi, accesso.avvisa_chi_puo to applicazione;
