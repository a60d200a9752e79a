-- The folder: diary and professional activities, the one stream of what happened, the curated chronology, the
-- obscuring of what must not be seen, and the weekly look at unusual accesses.
--
-- An entry is written once and belongs to every person it concerns: diario_persona is what lists and timelines walk.
-- A draft exists for its author alone, and a confidential entry for those it names: both are the same column,
-- riservato_a, so that the policy of 0009 does all the hiding.

create table diario_voce (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  persone uuid[] not null,
  presa_id uuid references presa_in_carico (id),
  specie text not null default 'diario' check (specie in ('diario', 'attivita')),
  stato text not null default 'bozza' check (stato in ('bozza', 'completata', 'integrata', 'annullata')),
  giorno date not null,
  durata_minuti integer check (durata_minuti between 1 and 1440),
  tipo text not null,
  luogo text,
  con text[] not null default '{}',
  con_altri text,
  significativo boolean not null default false,
  origine text not null default 'ufficio' check (origine in ('ufficio', 'telefono', 'importazione')),
  blocchi jsonb not null default '[]',
  operatori uuid[] not null default '{}',
  altri_uffici text,
  su_richiesta boolean,
  proposta text,
  prossima_attivita text,
  prossima_il date,
  destinatari uuid[],
  riservato_a uuid[] default array[kernel.utente()],
  autore_id uuid not null default kernel.utente() references utente (id),
  creata_il timestamptz not null default kernel.adesso(),
  completata_il timestamptz,
  annullata_il timestamptz,
  annullata_da uuid references utente (id),
  motivo_annullamento text,
  segnalata_il timestamptz,
  versione integer not null default 1,
  constraint diario_completata_quando check (stato not in ('completata', 'integrata') or completata_il is not null),
  constraint diario_annullata_con_motivo check (stato <> 'annullata' or (annullata_il is not null and motivo_annullamento is not null)),
  constraint diario_principale_tra_le_persone check (persona_id = any (persone))
);
comment on table diario_voce is 'An entry of the diary, or a professional activity: what happened on a day, written once for all the persons it concerns. Completing it locks it';
comment on column diario_voce.persona_id is 'The person in whose folder it was written';
comment on column diario_voce.persone is 'Everyone it concerns, as in diario_persona: an operator who is one of them, or of their family, does not read it';
comment on column diario_voce.giorno is 'When it happened, which is not when it was written';
comment on column diario_voce.tipo is 'Code of «tipo-attivita» for the diary, of «attivita-professionale» for an activity';
comment on column diario_voce.con is 'Codes of «interlocutore»';
comment on column diario_voce.blocchi is 'Typed blocks in order: {tipo: fatto | dichiarazione | valutazione | parole, di, testo}';
comment on column diario_voce.operatori is 'Colleagues who took part';
comment on column diario_voce.destinatari is 'Chosen readers of a confidential entry; riservato_a follows from them when it is completed';
comment on column diario_voce.segnalata_il is 'Its author was told that it is still a draft';
create index on diario_voce (persona_id, giorno desc, id desc);
create index diario_bozze on diario_voce (creata_il) where stato = 'bozza';
create index on diario_voce (presa_id) where presa_id is not null;
create index on diario_voce (ambito_id, comune_id);
create index on diario_voce (comune_id);
create index on diario_voce (autore_id);
create index on diario_voce (annullata_da) where annullata_da is not null;
select kernel.proteggi('diario_voce', sezione => 'cartella', fascicolo => true);
create policy propria_tutte on diario_voce as restrictive to applicazione using (not persone && (select kernel.persone_vietate())::uuid[]);
create policy custode on diario_voce for select to custode using (true);
grant select on diario_voce to custode;

create table diario_persona (
  voce_id uuid not null references diario_voce (id),
  persona_id uuid not null references persona (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  specie text not null,
  stato text not null,
  giorno date not null,
  autore_id uuid not null references utente (id),
  riservato_a uuid[],
  primary key (voce_id, persona_id)
);
comment on table diario_persona is 'In whose folders an entry appears, with what lists need of it. Derived from diario_voce, written by trigger';
create index diario_persona_elenco on diario_persona (persona_id, giorno desc, voce_id desc);
create index diario_persona_bozze on diario_persona (autore_id, giorno, voce_id) where stato = 'bozza';
create index on diario_persona (autore_id);
create index on diario_persona (ambito_id, comune_id);
create index on diario_persona (comune_id);
select kernel.proteggi('diario_persona', sezione => 'cartella');

create function kernel.diario_bloccato() returns trigger language plpgsql as $$
declare mobili text[] := '{stato,persona_id,persone,presa_id,riservato_a,completata_il,annullata_il,annullata_da,motivo_annullamento,segnalata_il,versione}';
begin
  if old.stato <> 'bozza' and ((to_jsonb(new) - mobili) is distinct from (to_jsonb(old) - mobili) or new.stato = 'bozza') then
    raise exception 'a completed entry' using errcode = '23514', constraint = 'diario_completato_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.diario_bloccato is 'What was completed stays as it was written: one adds, annuls or moves';
create trigger bloccato before update on diario_voce for each row execute function kernel.diario_bloccato();

create function kernel.diario_distribuisci() returns trigger language plpgsql as $$
begin
  delete from diario_persona d where d.voce_id = new.id and not d.persona_id = any (new.persone);
  insert into diario_persona (voce_id, persona_id, comune_id, specie, stato, giorno, autore_id, riservato_a)
  select new.id, p, new.comune_id, new.specie, new.stato, new.giorno, new.autore_id, new.riservato_a from unnest(new.persone) p
      on conflict (voce_id, persona_id) do update set stato = excluded.stato, giorno = excluded.giorno, riservato_a = excluded.riservato_a;
  return null;
end $$;
create trigger distribuisci after insert or update on diario_voce for each row execute function kernel.diario_distribuisci();

create table diario_integrazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  voce_id uuid not null references diario_voce (id),
  testo text not null,
  quando timestamptz not null default kernel.adesso(),
  autore_id uuid not null default kernel.utente() references utente (id),
  riservato_a uuid[]
);
comment on table diario_integrazione is 'Added to a completed entry, by its author or by who answers for the case: the entry itself does not change';
create index on diario_integrazione (voce_id, quando);
create index on diario_integrazione (persona_id);
create index on diario_integrazione (ambito_id, comune_id);
create index on diario_integrazione (comune_id);
create index on diario_integrazione (autore_id);
select kernel.proteggi('diario_integrazione', sezione => 'cartella', fascicolo => true);
revoke update, delete on diario_integrazione from applicazione;
grant update (riservato_a, persona_id) on diario_integrazione to applicazione;

create table diario_spostamento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  voce_id uuid not null references diario_voce (id),
  da_persona_id uuid not null references persona (id),
  motivo text not null,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid not null default kernel.utente() references utente (id),
  riservato_a uuid[]
);
comment on table diario_spostamento is 'An entry written in the wrong folder was moved to the right one: it is never deleted. Who reads the right folder learns that it was moved, not from whom';
create index on diario_spostamento (voce_id);
create index on diario_spostamento (persona_id);
create index on diario_spostamento (da_persona_id);
create index on diario_spostamento (ambito_id, comune_id);
create index on diario_spostamento (comune_id);
create index on diario_spostamento (utente_id);
select kernel.proteggi('diario_spostamento', sezione => 'cartella', fascicolo => true);
revoke update, delete on diario_spostamento from applicazione;
grant update (riservato_a) on diario_spostamento to applicazione;

insert into tipo_soggetto values ('diario', 'diario_persona', 'voce_id', 'persona_id');

create function accesso.bozze_in_ritardo() returns table (ambito_id uuid, comuni text[], autore_id uuid, quante integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select v.ambito_id, array_agg(distinct v.comune_id), v.autore_id, count(*)::int from diario_voce v
   where v.stato = 'bozza' and v.segnalata_il is null
     and v.creata_il < kernel.adesso() - make_interval(hours => (kernel.parametro('diario.bozza-ore'))::int)
   group by v.ambito_id, v.autore_id
$$;
comment on function accesso.bozze_in_ritardo is 'Whom the nightly job tells that his drafts wait: a draft is visible to its author alone, so this counts and shows nothing';

-- ---- who else works here -----------------------------------------------------------------------------------------------

create function accesso.colleghi(p_azione text, p_comune text) returns table (id uuid, nome text, ruoli text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.cognome || ' ' || u.nome,
         (select string_agg(distinct r.nome, ', ') from assegnazione s join ruolo r on r.id = s.ruolo_id
            join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = p_azione
           where s.utente_id = u.id and s.stato = 'abilitata' and kernel.oggi() between s.dal and coalesce(s.al, 'infinity'))
    from utente u, lateral accesso.portata(u.id, u.ambito_id, p_azione, kernel.oggi()) a
   where u.ambito_id = kernel.ambito() and u.stato in ('inserito', 'attivo') and p_comune = any (a.comuni || a.assegnati)
   order by 2, 1
$$;
comment on function accesso.colleghi is 'Who holds an act in a comune today: the readers of what one is about to write, by name';

create function accesso.utenti_con_atto(p_azione text) returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct s.utente_id from assegnazione s join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = p_azione join utente u on u.id = s.utente_id
   where s.ambito_id = kernel.ambito() and s.stato = 'abilitata' and u.stato in ('inserito', 'attivo') and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')
$$;
comment on function accesso.utenti_con_atto is 'Whom a job of the ambito tells';

-- ---- one stream of what happened ----------------------------------------------------------------------------------------
-- Each module says what of its own belongs to a person's story with a view «evento_…», security_invoker so that the
-- policies of its tables decide, then calls kernel.ricostruisci_eventi(): «evento» is the union of them all. A view
-- has these columns, in this order:
--   tipo text, id uuid, persona_id uuid, giorno date, quando timestamptz, titolo text, codifica text, codice text,
--   testo text, significativo boolean, autore_id uuid, riservato boolean, collegamento text
-- codifica and codice are put in words for the rows shown, not for all; collegamento is a path of the front end.

create function kernel.giorno(p timestamptz) returns date language sql immutable parallel safe
  return (p at time zone 'Europe/Rome')::date;
comment on function kernel.giorno is 'The day in Italy of an instant';

create view evento_diario with (security_invoker = true) as
  select v.specie as tipo, v.id, d.persona_id, d.giorno, v.completata_il as quando, null::text as titolo,
         case v.specie when 'diario' then 'tipo-attivita' else 'attivita-professionale' end as codifica, v.tipo as codice,
         null::text as testo, v.significativo, v.autore_id, v.riservato_a is not null as riservato, '/diario/' || v.id as collegamento
    from diario_persona d join diario_voce v on v.id = d.voce_id
   where d.stato in ('completata', 'integrata');
comment on view evento_diario is 'Stream: completed entries of the diary and professional activities';

create view evento_fatto with (security_invoker = true) as
  select 'fatto'::text as tipo, f.id, f.persona_id, coalesce(f.dal, kernel.giorno(f.registrato_il)) as giorno, f.registrato_il as quando,
         f.tipo as titolo, null::text as codifica, null::text as codice, f.nota as testo, false as significativo,
         f.registrato_da as autore_id, f.riservato_a is not null as riservato, '/persone/' || f.persona_id || '/scheda' as collegamento
    from persona_fatto f where f.sostituito_il is null;
comment on view evento_fatto is 'Stream: facts of the person, on the day from which they are true';

create view evento_nucleo with (security_invoker = true) as
  select 'nucleo'::text as tipo, c.id, c.persona_id, coalesce(c.dal, kernel.giorno(c.registrato_il)) as giorno, c.registrato_il as quando,
         'Entra nel nucleo'::text as titolo, 'tipo-nucleo'::text as codifica, n.tipo as codice, n.etichetta as testo, false as significativo,
         c.registrato_da as autore_id, c.riservato_a is not null as riservato, '/persone/' || c.persona_id || '/nuclei' as collegamento
    from nucleo_componente c join nucleo n on n.id = c.nucleo_id where c.sostituito_il is null
  union all
  select 'nucleo', md5(c.id || ' al')::uuid, c.persona_id, c.al, c.registrato_il, 'Esce dal nucleo', 'tipo-nucleo', n.tipo, n.etichetta, false,
         c.registrato_da, c.riservato_a is not null, '/persone/' || c.persona_id || '/nuclei'
    from nucleo_componente c join nucleo n on n.id = c.nucleo_id where c.sostituito_il is null and c.al is not null;
comment on view evento_nucleo is 'Stream: entering and leaving a household';

create view evento_presa with (security_invoker = true) as
  select 'presa'::text as tipo, s.id, p.persona_id, kernel.giorno(s.quando) as giorno, s.quando, 'Presa in carico: ' || s.a as titolo,
         null::text as codifica, null::text as codice, s.motivo as testo, s.a in ('attiva', 'chiusa') as significativo,
         s.utente_id as autore_id, p.riservato_a is not null as riservato, '/prese/' || p.id as collegamento
    from presa_in_carico p join presa_passaggio s on s.presa_id = p.id;
comment on view evento_presa is 'Stream: the acts that moved a presa in carico';

create function kernel.ricostruisci_eventi() returns void language plpgsql as $$
declare rami text;
begin
  select string_agg(format('select * from %I', c.relname), ' union all ' order by c.relname) into rami
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'v' and c.relname like 'evento\_%';
  execute 'create or replace view evento with (security_invoker = true) as ' || rami;
  execute (select string_agg(format('grant select on %I to applicazione', c.relname), '; ')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'v' and (c.relname = 'evento' or c.relname like 'evento\_%'));
end $$;
comment on function kernel.ricostruisci_eventi is 'Unites the views «evento_…» into «evento»: every migration that adds one calls it';
select kernel.ricostruisci_eventi();
comment on view evento is 'Everything that happened to a person, from every module';

-- ---- curated chronology --------------------------------------------------------------------------------------------------

create table cronologia (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  titolo text not null,
  scopo text,
  analisi text,
  stato text not null default 'aperta' check (stato in ('aperta', 'chiusa', 'riaperta')),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid not null default kernel.utente() references utente (id),
  chiusa_il timestamptz,
  riservato_a uuid[],
  versione integer not null default 1,
  constraint cronologia_chiusa_quando check (stato <> 'chiusa' or chiusa_il is not null)
);
comment on table cronologia is 'Events that a worker has chosen from the stream of a person, with his analysis: closing it locks it';
create index on cronologia (persona_id, creata_il desc, id desc);
create index on cronologia (ambito_id, comune_id);
create index on cronologia (comune_id);
create index on cronologia (creata_da);
select kernel.proteggi('cronologia', sezione => 'cartella', fascicolo => true);

create table cronologia_evento (
  cronologia_id uuid not null references cronologia (id),
  evento_id uuid not null,
  tipo text not null,
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  commento text,
  tolto_il timestamptz,
  riservato_a uuid[],
  primary key (cronologia_id, tipo, evento_id)
);
comment on table cronologia_evento is 'A chosen event, by reference: who may not see the event does not see that it was chosen';
create index on cronologia_evento (persona_id);
create index on cronologia_evento (ambito_id, comune_id);
create index on cronologia_evento (comune_id);
select kernel.proteggi('cronologia_evento', sezione => 'cartella', fascicolo => true);

create table cronologia_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  cronologia_id uuid not null references cronologia (id),
  a text not null,
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid not null default kernel.utente() references utente (id),
  riservato_a uuid[]
);
comment on table cronologia_passaggio is 'When a chronology was closed or reopened, by whom and why';
create index on cronologia_passaggio (cronologia_id, quando);
create index on cronologia_passaggio (persona_id);
create index on cronologia_passaggio (ambito_id, comune_id);
create index on cronologia_passaggio (comune_id);
create index on cronologia_passaggio (utente_id);
select kernel.proteggi('cronologia_passaggio', sezione => 'cartella', fascicolo => true);
revoke update, delete on cronologia_passaggio from applicazione;
grant update (riservato_a) on cronologia_passaggio to applicazione;

create function kernel.importa() returns boolean language sql stable parallel safe
  return current_setting('app.azione', true) in ('fascicolo.importa', 'ambito.importa');
comment on function kernel.importa() is 'What is being written was already written elsewhere, and closed there';

create function kernel.cronologia_bloccata() returns trigger language plpgsql as $$
declare mobili text[] := '{stato,chiusa_il,riservato_a,versione}'; chiusa boolean;
begin
  if tg_table_name = 'cronologia' then chiusa := old.stato = 'chiusa';
  else select c.stato = 'chiusa' into chiusa from cronologia c where c.id = new.cronologia_id;
  end if;
  if chiusa and not kernel.importa() and (tg_op = 'INSERT' or (to_jsonb(new) - mobili) is distinct from (to_jsonb(old) - mobili)) then
    raise exception 'a closed chronology' using errcode = '23514', constraint = 'cronologia_chiusa_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.cronologia_bloccata is 'A closed chronology stays as it was: it can only be reopened, which is written, or hidden';
create trigger bloccata before update on cronologia for each row execute function kernel.cronologia_bloccata();
create trigger bloccata before insert or update on cronologia_evento for each row execute function kernel.cronologia_bloccata();
insert into tipo_soggetto values ('cronologia', 'cronologia', 'id', 'persona_id');

-- ---- what hangs from a presa in carico follows it -------------------------------------------------------------------------

alter table presa_operatore add column persona_id uuid references persona (id), add column riservato_a uuid[];
alter table presa_passaggio add column persona_id uuid references persona (id), add column riservato_a uuid[];
comment on column presa_operatore.persona_id is 'Of the presa in carico, so that the same policies apply';
comment on column presa_passaggio.persona_id is 'Of the presa in carico, so that the same policies apply';
create index on presa_operatore (persona_id);
create index on presa_passaggio (persona_id);
do $$
declare t text;
begin
  foreach t in array '{presa_operatore,presa_passaggio}'::text[] loop
    execute format('create policy riservato on %s as restrictive to applicazione using (riservato_a is null or (select kernel.utente()) = any (riservato_a))', t);
    execute format('create policy propria on %s as restrictive to applicazione using (persona_id is null or not persona_id = any ((select kernel.persone_vietate())::uuid[]))', t);
  end loop;
end $$;
grant update (riservato_a) on presa_passaggio to applicazione;

create function kernel.come_la_presa() returns trigger language plpgsql as $$
begin
  select p.persona_id, p.riservato_a into new.persona_id, new.riservato_a from presa_in_carico p where p.id = new.presa_id;
  return new;
end $$;
create trigger come_la_presa before insert on presa_operatore for each row execute function kernel.come_la_presa();
create trigger come_la_presa before insert on presa_passaggio for each row execute function kernel.come_la_presa();

-- ---- obscuring that does not show -------------------------------------------------------------------------------------------

create table oscurabile (
  tipo text primary key,
  nome text not null,
  tabella text not null,
  figlie text[] not null default '{}'
);
comment on table oscurabile is 'What can be hidden from all but a few: its table, and the tables («table.column») whose rows go with it. Each migration of the record adds its own';
select kernel.proteggi_nazionale('oscurabile');
insert into oscurabile values
  ('diario', 'Voce del diario', 'diario_voce', '{diario_integrazione.voce_id,diario_spostamento.voce_id}'),
  ('fatto', 'Dato della persona', 'persona_fatto', '{}'),
  ('relazione', 'Relazione', 'relazione', '{}'),
  ('presa', 'Presa in carico', 'presa_in_carico', '{presa_dettaglio.presa_id,presa_operatore.presa_id,presa_passaggio.presa_id}'),
  ('cronologia', 'Cronologia', 'cronologia', '{cronologia_evento.cronologia_id,cronologia_passaggio.cronologia_id}'),
  ('persona', 'Intero fascicolo', 'persona', '{}');

create table oscuramento (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  tipo text not null references oscurabile (tipo),
  oggetto_id uuid not null,
  motivo text not null,
  riservato_a uuid[] not null,
  prima uuid[],
  nascosto_il timestamptz not null default kernel.adesso(),
  nascosto_da uuid not null default kernel.utente() references utente (id),
  tolto_il timestamptz,
  tolto_da uuid references utente (id),
  motivo_tolto text
);
comment on table oscuramento is 'Who hid what from whom and why; it exists only for those named';
comment on column oscuramento.prima is 'Who saw it before: given back when it is shown again';
create unique index oscuramento_uno_alla_volta on oscuramento (tipo, oggetto_id) where tolto_il is null;
create index on oscuramento (persona_id, nascosto_il desc, id desc);
create index oscuramento_oggetto on oscuramento (oggetto_id);
create index on oscuramento (tipo);
create index on oscuramento (ambito_id, comune_id);
create index on oscuramento (comune_id);
create index on oscuramento (nascosto_da);
create index on oscuramento (tolto_da) where tolto_da is not null;
select kernel.proteggi('oscuramento', sezione => 'cartella', fascicolo => true);
insert into tipo_soggetto values ('oscuramento', 'oscuramento', 'id', 'persona_id');

create function kernel.oscura(p_tipo text, p_id uuid, p_a uuid[]) returns table (trovato boolean, prima uuid[], comune text) language plpgsql as $$
declare o oscurabile; f text;
begin
  select * into strict o from oscurabile x where x.tipo = p_tipo;
  execute format('select true, riservato_a, comune_id from %I where id = $1 for update', o.tabella) into trovato, prima, comune using p_id;
  if trovato is null then trovato := false; return next; return; end if;
  foreach f in array o.figlie loop
    execute format('update %I set riservato_a = $2 where %I = $1', split_part(f, '.', 1), split_part(f, '.', 2)) using p_id, p_a;
  end loop;
  execute format('update %I set riservato_a = $2 where id = $1', o.tabella) using p_id, p_a;
  return next;
end $$;
comment on function kernel.oscura is 'Sets who may see an item and what goes with it, as the running user: what he does not see he cannot hide';

create function accesso.nascosto_a_me(p_id uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare o oscurabile; a uuid[];
begin
  for o in select * from oscurabile loop
    execute format('select riservato_a from %I where id = $1', o.tabella) into a using p_id;
    if a is not null then return not kernel.utente() = any (a); end if;
  end loop;
  return exists (select 1 from oscuramento x where x.id = p_id and not kernel.utente() = any (x.riservato_a));
end $$;
comment on function accesso.nascosto_a_me is 'Whether an id is of something that the running user may not know of';
create policy custode on cronologia for select to custode using (true);
create policy custode on oscuramento for select to custode using (true);
grant select on cronologia, oscuramento, oscurabile to custode;

-- «Chi mi ha letto», without the readings that would tell that something is hidden.
create or replace function accesso.letture_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, utente_id uuid, cognome text, nome text, azione text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select r.id, r.quando, r.utente_id, u.cognome, u.nome, r.azione, z.descrizione, r.interrogazione, r.fuori_carico,
         coalesce(r.motivo, case when r.fuori_carico then (
           select kernel.voce_etichetta('motivo-accesso-fascicolo', a.motivo, kernel.giorno(a.dal)) || ': ' || a.dettaglio from apertura_fascicolo a
            where a.utente_id = r.utente_id and a.persona_id = any (r.persone) and a.dal <= r.quando and a.scade > r.quando order by a.dal desc limit 1) end)
    from kernel.registro_accessi r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
   where r.persone && accesso.stessa_persona(p_persona) and r.esito = 'consentito' and r.ambito_id = kernel.ambito()
     and (p_prima is null or r.id < p_prima)
     -- what was written speaks for itself, where one may see it
     and (r.azione <> all ('{diario.scrivi,oscuramento.gestisci}'::text[]) or r.utente_id = kernel.utente())
     and not (r.oggetto_id ~ '^[0-9a-f]{8}-' and accesso.nascosto_a_me(r.oggetto_id::uuid))
   order by r.id desc limit p_limite
$$;

create function accesso.registro_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, chi text, ruoli text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select l.id, l.quando, l.cognome || ' ' || l.nome,
         (select string_agg(distinct r.nome, ', ') from assegnazione s join ruolo r on r.id = s.ruolo_id
           where s.utente_id = l.utente_id and kernel.giorno(l.quando) between s.dal and coalesce(s.al, 'infinity') and s.stato in ('abilitata', 'sospesa', 'revocata')),
         coalesce(l.atto, l.azione), l.interrogazione, l.fuori_carico, l.motivo
    from accesso.letture_di(p_persona, p_prima, p_limite) l
$$;
comment on function accesso.registro_di is 'The same readings as the person may ask for them: with the roles that the reader had that day';

-- ---- unusual accesses ---------------------------------------------------------------------------------------------------------

create table accesso_insolito (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  settimana date not null,
  regola text not null,
  utente_id uuid not null references utente (id),
  quante integer not null,
  solito numeric,
  trovato_il timestamptz not null default kernel.adesso(),
  esaminato_il timestamptz,
  esaminato_da uuid references utente (id),
  esito text check (esito in ('giustificato', 'da-approfondire', 'segnalato')),
  nota text,
  constraint accesso_insolito_una_volta unique (ambito_id, settimana, regola, utente_id),
  constraint accesso_insolito_esaminato check ((esaminato_il is null) = (esito is null))
);
comment on table accesso_insolito is 'What the weekly rules found about a reader: how many times, and how many are usual for him. Never of whom';
comment on column accesso_insolito.settimana is 'Its Monday';
create index accesso_insolito_elenco on accesso_insolito (ambito_id, settimana desc, id);
create index on accesso_insolito (utente_id);
create index on accesso_insolito (esaminato_da) where esaminato_da is not null;
select kernel.proteggi('accesso_insolito');

create function accesso.insoliti(p_lunedi date) returns table (regola text, utente_id uuid, quante integer, solito numeric)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with soglie as (
    select (kernel.parametro('accessi-insoliti.fuori-carico-minimo'))::int as minimo, (kernel.parametro('accessi-insoliti.fuori-carico-volte'))::numeric as volte,
           (kernel.parametro('accessi-insoliti.fascicoli-ora'))::int as in_un_ora, (kernel.parametro('accessi-insoliti.notte-dalle'))::int as notte,
           (kernel.parametro('accessi-insoliti.notte-alle'))::int as giorno
  ), finestra as (
    select p_lunedi::timestamp at time zone 'Europe/Rome' as dal, (p_lunedi + 7)::timestamp at time zone 'Europe/Rome' as al
  ), letture as (
    select r.utente_id, r.quando, r.persone, r.fuori_carico, r.interrogazione, r.quando >= f.dal as questa
      from kernel.registro_accessi r, finestra f
     where r.ambito_id = kernel.ambito() and r.esito = 'consentito' and r.persone is not null and r.utente_id is not null
       and r.quando >= f.dal - interval '56 days' and r.quando < f.al
  ), fuori as (
    select l.utente_id, count(distinct p) filter (where questa) as ora, count(distinct p) filter (where not questa) / 8.0 as prima
      from letture l, unnest(l.persone) p where l.fuori_carico group by l.utente_id
  ), ore as (
    select l.utente_id, count(distinct p) as n from letture l, unnest(l.persone) p
     where l.questa and l.interrogazione is null group by l.utente_id, date_trunc('hour', l.quando)
  )
  select 'fuori-carico', f.utente_id, f.ora::int, round(f.prima, 1) from fuori f, soglie s
   where s.minimo > 0 and f.ora >= s.minimo and f.ora >= f.prima * s.volte
  union all
  select 'molti-in-un-ora', o.utente_id, max(o.n)::int, null from ore o, soglie s where s.in_un_ora > 0 group by o.utente_id, s.in_un_ora having max(o.n) >= s.in_un_ora
  union all
  select 'notte', l.utente_id, count(*)::int, null from letture l, soglie s
   where l.questa and s.notte > 0 and (extract(hour from l.quando at time zone 'Europe/Rome') >= s.notte or extract(hour from l.quando at time zone 'Europe/Rome') < s.giorno)
     -- who answers emergencies works at night
     and not exists (select 1 from assegnazione a where a.utente_id = l.utente_id and a.ruolo_id = 'pronto-intervento' and a.stato = 'abilitata')
   group by l.utente_id
  union all
  select 'omonimo', l.utente_id, count(distinct p.id)::int, null
    from letture l join utente u on u.id = l.utente_id, unnest(l.persone) x join persona p on p.id = x
   where l.questa and l.interrogazione is null and p.cognome_chiave = kernel.normalizza(u.cognome) group by l.utente_id
  union all
  select 'emergenza-non-riesaminata', a.utente_id, count(*)::int, null from apertura_fascicolo a, finestra f
   where a.ambito_id = kernel.ambito() and a.emergenza and a.riesaminata_il is null and a.dal >= f.dal and a.dal < f.al group by a.utente_id
$$;
comment on function accesso.insoliti is 'The weekly rules on the register of accesses, with their thresholds from the parameters: reader, rule and how many; never of whom';

-- the export of a folder reads from it which tables a folder is made of
grant select on kernel.tabella_protetta to applicazione;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('bozze_in_ritardo', 'colleghi', 'utenti_con_atto', 'nascosto_a_me', 'registro_di', 'insoliti') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- ---- a whole ambito out, and back ---------------------------------------------------------------------------------------------
-- The record of an ambito belongs to its comuni: they may take all of it away, restricted rows included, which no user
-- sees all together. Only the command line can: these functions refuse whoever is signed in.

create function kernel.apri_scambio() returns void language plpgsql as $$
declare t record;
begin
  for t in select p.nome from kernel.tabella_protetta p where p.sezione = 'cartella'
            and not exists (select 1 from pg_policies x where x.tablename = p.nome and x.policyname = 'scambio') loop
    execute format('create policy scambio on %I to custode using (true) with check (true)', t.nome);
    execute format('grant select, insert, update, delete on %I to custode', t.nome);
  end loop;
end $$;
comment on function kernel.apri_scambio is 'Lets the tables of the record leave and come back whole: every migration that adds one calls it at its end';

create function accesso.assert_scambio(p_azione text, p_tabella text) returns void language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  if current_setting('app.azione', true) is distinct from p_azione or kernel.utente() is not null or kernel.ambito() is null
     or not exists (select 1 from kernel.tabella_protetta t where t.nome = p_tabella and t.sezione = 'cartella') then
    raise exception 'not from here' using errcode = '42501';
  end if;
end $$;
comment on function accesso.assert_scambio is 'The exchange of a whole ambito is a command, never a request';

-- one snapshot for all the tables: the cursors live in the caller's transaction
create function accesso.estrai(p_tabella text) returns refcursor language plpgsql security definer set search_path = public, pg_catalog as $$
declare c refcursor := 'estrai_' || p_tabella; madre text; tempo text;
begin
  perform accesso.assert_scambio('ambito.esporta', p_tabella);
  -- who is named by another row of the same table comes first: then they can be written back in order
  select a.attname into madre from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
   where k.contype = 'f' and k.conrelid = p_tabella::regclass and k.confrelid = k.conrelid limit 1;
  select a.attname into tempo from pg_attribute a where a.attrelid = p_tabella::regclass and a.attnum > 0 and a.atttypid = 'timestamptz'::regtype and a.attnotnull
   order by a.attnum limit 1;
  open c no scroll for execute format('select to_jsonb(t) as riga from %I t where t.ambito_id = kernel.ambito() order by %s %s 1', p_tabella,
    case when madre is not null then format('(t.%I is not null),', madre) else '' end, case when tempo is not null then format('t.%I,', tempo) else '' end);
  return c;
end $$;
comment on function accesso.estrai is 'A cursor on all the rows of a table of the record in the ambito, restricted ones too';

create function accesso.rimetti(p_tabella text, p_colonne text[], p_righe jsonb) returns integer language plpgsql security definer set search_path = public, pg_catalog as $$
declare quante integer; colonne text;
begin
  perform accesso.assert_scambio('ambito.importa', p_tabella);
  select string_agg(format('%I', c), ', ') into colonne from unnest(p_colonne) c;
  execute format('insert into %I (%s) select %2$s from jsonb_populate_recordset(null::%1$I, $1) r where r.ambito_id = kernel.ambito()', p_tabella, colonne) using p_righe;
  get diagnostics quante = row_count;
  return quante;
end $$;
comment on function accesso.rimetti is 'Writes back rows of an extraction, in this ambito and no other';

create function accesso.operatori_ambito() returns table (id uuid, codice_fiscale text, cognome text, nome text) language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.codice_fiscale, u.cognome, u.nome from utente u where u.ambito_id = kernel.ambito() and kernel.utente() is null order by u.id
$$;
comment on function accesso.operatori_ambito is 'Who wrote what an extraction contains';

create function accesso.persone_ambito() returns integer language sql stable security definer set search_path = public, pg_catalog as $$
  select count(*)::int from persona where ambito_id = kernel.ambito() and kernel.utente() is null
$$;
comment on function accesso.persone_ambito is 'Whether an ambito has a record already, restricted ones counted: for the command that fills an empty one';

select kernel.apri_scambio();
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('assert_scambio', 'estrai', 'rimetti', 'operatori_ambito', 'persone_ambito') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
grant select on kernel.tabella_protetta to custode;
