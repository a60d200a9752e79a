-- The analyses of a caso, and the équipe multidisciplinare. Three things that the tables so far could not say:
--   caso_analisi      which compilation belongs to which caso: from it the state of the caso moves, and whoever follows
--                     the caso has its analyses, today's case manager and not yesterday's
--   equipe_*          who works on a caso with its case manager, for how long, seeing which parts; sittings and minutes
--   parti_in_equipe   what somebody who is named sees, today: asked by the policies, and by nothing that opens a whole table
-- All hang from caso_stato: an act of the coordinator, who reaches his comuni whole, sees nothing of them.

-- ---- the analyses of a caso -----------------------------------------------------------------------------------------------

create table caso_analisi (
  compilazione_id uuid primary key references compilazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  collegata_il timestamptz not null default kernel.adesso()
);
comment on table caso_analisi is 'Which caso a compilation is of. A table apart: the compilation is of the record and leaves with it, the caso is not';
create index on caso_analisi (caso_id);
create index on caso_analisi (ambito_id);
create index on caso_analisi (comune_id);
select kernel.proteggi_di('caso_analisi', 'caso_stato', 'caso_id', 'caso_id');
revoke update, delete on caso_analisi from applicazione;

create table caso_percorso (
  caso_id uuid not null references caso (id),
  componente_id uuid not null references domanda_componente (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  percorso text not null,
  nome text not null,
  compilazione_id uuid references compilazione (id),
  dal date not null default kernel.oggi(),
  primary key (caso_id, componente_id)
);
comment on table caso_percorso is 'The path of each member, as the last finalised analysis of the caso says: what the pact begins from';
comment on column caso_percorso.nome is 'In the words of the questionnaire under which it was chosen';
comment on column caso_percorso.compilazione_id is 'The analysis that says it; null where another comune said it, and handed the caso over';
create index on caso_percorso (componente_id);
create index on caso_percorso (compilazione_id);
create index on caso_percorso (ambito_id);
create index on caso_percorso (comune_id);
select kernel.proteggi_di('caso_percorso', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
-- of an analysis that is hidden from the reader neither the tie nor what it says
create policy madre on caso_analisi as restrictive to applicazione using (exists (select 1 from compilazione m where m.id = caso_analisi.compilazione_id));
create policy madre on caso_percorso as restrictive to applicazione
  using (caso_percorso.compilazione_id is null or exists (select 1 from compilazione m where m.id = caso_percorso.compilazione_id));
revoke delete on caso_percorso from applicazione;

-- a proposal stays, so that what the record, INPS and the analysis before say is read side by side
create table compilazione_proposta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  compilazione_id uuid not null references compilazione (id),
  componente_id uuid references persona (id),
  campo text not null,
  origine text not null check (origine in ('fatto', 'inps', 'precedente')),
  valore jsonb not null,
  classe text references classe_riservatezza (id),
  origine_testo text not null,
  informazione_del date,
  riservato_a uuid[],
  constraint proposta_una unique nulls not distinct (compilazione_id, componente_id, campo, origine)
);
comment on table compilazione_proposta is 'What was known of a question when the analysis was begun: one row for each source. One becomes the answer to confirm, the others stay beside it';
create index on compilazione_proposta (persona_id);
create index on compilazione_proposta (componente_id) where componente_id is not null;
create index on compilazione_proposta (ambito_id, comune_id);
create index on compilazione_proposta (comune_id);
create index on compilazione_proposta (classe) where classe is not null;
select kernel.proteggi('compilazione_proposta', sezione => 'cartella', fascicolo => true);
create policy madre on compilazione_proposta as restrictive to applicazione using (exists (select 1 from compilazione m where m.id = compilazione_id));
create policy della_propria on compilazione_proposta to applicazione using (comune_id = any ((select kernel.comuni_assegnati())::text[])) with check (comune_id = any ((select kernel.comuni_assegnati())::text[]));
revoke update, delete on compilazione_proposta from applicazione;
grant update (riservato_a, persona_id) on compilazione_proposta to applicazione;
create trigger ferma before insert or update on compilazione_proposta for each row execute function kernel.compilazione_ferma();
update oscurabile set figlie = figlie || '{compilazione_proposta.compilazione_id}'::text[] where tipo = 'compilazione';

alter table compilazione_risposta drop constraint compilazione_risposta_origine_check;
alter table compilazione_risposta add constraint compilazione_risposta_origine_check check (origine in ('fatto', 'inps', 'precedente'));

-- who follows a caso has its analyses
grant select on caso_analisi, domanda to custode;
create policy custode on caso_analisi for select to custode using (true);
create policy custode on domanda for select to custode using (true);
create or replace function kernel.caso_assegnatario() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.assegnatario_id is distinct from old.assegnatario_id then
    update caso_stato set assegnatario_id = new.assegnatario_id where caso_id = new.id;
    update caso_termine set assegnatario_id = new.assegnatario_id where caso_id = new.id;
    -- an analysis is always somebody's: of a caso that nobody follows, the last one's
    if new.assegnatario_id is not null then
      update compilazione set assegnatario_id = new.assegnatario_id where id in (select a.compilazione_id from caso_analisi a where a.caso_id = new.id);
    end if;
  end if;
  return null;
end $$;

-- ---- what the case manager knows of the members --------------------------------------------------------------------------

create function accesso.membri_del_caso(p_caso uuid)
  returns table (componente_id uuid, persona_id uuid, nome text, data_nascita date, sesso text, parentela text, collegamento text, richiedente boolean, riservato_a uuid[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  select d.id, q.id, d.cognome || ' ' || d.nome, coalesce(q.data_nascita, d.data_nascita), coalesce(q.sesso, d.sesso), d.parentela, d.collegamento, d.richiedente, q.riservato_a
    from caso c join domanda_componente d on d.domanda_id = c.domanda_id and d.uscito_il is null
    left join persona p on p.id = d.persona_id left join persona q on q.id = coalesce(p.unita_a, p.id)
   where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati()) and kernel.fascicolo()
     and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and (d.persona_id is null or not d.persona_id = any (kernel.persone_vietate()))
   order by d.richiedente desc, d.ordine, d.id
$$;
comment on function accesso.membri_del_caso is 'Members of one''s own caso with the person of the record that each is, for its case manager, whose act reaches no person: as many as he may see';

create function accesso.fatti_del_caso(p_caso uuid) returns setof persona_fatto language sql stable security definer set search_path = public, pg_catalog as $$
  select f.* from caso c join domanda_componente d on d.domanda_id = c.domanda_id and d.uscito_il is null
    cross join lateral unnest(accesso.stessa_persona(d.persona_id)) s(id) join persona_fatto f on f.persona_id = s.id and f.ambito_id = c.ambito_id
   where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati()) and kernel.fascicolo()
     and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and c.comune_id = any ((select accesso.comuni_aperti('cartella'))::text[])
     and not s.id = any (kernel.persone_vietate()) and f.sostituito_il is null and (f.riservato_a is null or kernel.utente() = any (f.riservato_a))
     and (f.classe is null or f.classe = any (kernel.classi()) or f.classe || ':' || c.comune_id = any (kernel.classi()))
     -- where one lives is never proposed from here: of who must not be found it would be told
     and f.tipo not in ('residenza', 'domicilio', 'recapito')
$$;
comment on function accesso.fatti_del_caso is 'What the record knows of the members of one''s own caso, to be proposed in its analysis and confirmed there: as the classes of the act allow';

create function accesso.giorno_estratto(p_domanda uuid) returns date language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(i.estratto_il, d.ricevuta_il) from domanda d left join importazione_estratto i on i.id = d.importazione_id
   where d.id = p_domanda and d.ambito_id = kernel.ambito()
$$;
comment on function accesso.giorno_estratto is 'The day of what INPS declares of a domanda: no more than a day';

-- ---- the équipe -----------------------------------------------------------------------------------------------------------

create table equipe_componente (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  utente_id uuid references utente (id),
  nome text not null check (nome ~ '\S'),
  professione text not null check (professione ~ '\S'),
  ente text not null check (ente ~ '\S'),
  parti jsonb not null default '[]' check (jsonb_typeof(parti) = 'array'),
  dal date not null,
  al date,
  motivo_fine text,
  nominato_il timestamptz not null default kernel.adesso(),
  nominato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint equipe_date_in_ordine check (al is null or al >= dal)
);
comment on table equipe_componente is 'Who works on a caso with its case manager, in which profession, of which body, from when to when';
comment on column equipe_componente.utente_id is 'Where he is accredited: then he reads, while he is named, the parts that he is named for';
comment on column equipe_componente.professione is 'Code of «professione-operatore»';
comment on column equipe_componente.parti is 'What he may read; shape: shared/patti/equipe.rules.ts. Empty: nothing but who is in the équipe';
comment on column equipe_componente.al is 'The last day that he is named';
create index on equipe_componente (caso_id, dal);
create index equipe_componente_mie on equipe_componente (utente_id) where utente_id is not null;
create index on equipe_componente (nominato_da);
create index on equipe_componente (ambito_id);
create index on equipe_componente (comune_id);
create unique index equipe_componente_una on equipe_componente (caso_id, utente_id) where al is null and utente_id is not null;
select kernel.proteggi_di('equipe_componente', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on equipe_componente from applicazione;

create table equipe_seduta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  numero integer not null check (numero > 0),
  giorno date not null,
  ora text check (ora ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  luogo text not null check (luogo ~ '\S'),
  ordine text[] not null check (cardinality(ordine) > 0),
  stato text not null default 'fissata' check (stato in ('fissata', 'in-verbale', 'chiusa', 'annullata')),
  motivo text,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint equipe_seduta_numero_unico unique (caso_id, numero)
);
comment on table equipe_seduta is 'A sitting of the équipe: when, where, on what. States: shared/patti/equipe.rules.ts';
comment on column equipe_seduta.ordine is 'Ordine del giorno, point by point';
create index on equipe_seduta (creata_da);
create index on equipe_seduta (ambito_id);
create index on equipe_seduta (comune_id);
select kernel.proteggi_di('equipe_seduta', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on equipe_seduta from applicazione;

create table equipe_verbale (
  seduta_id uuid primary key references equipe_seduta (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  testo text not null default '',
  presenze jsonb not null default '[]' check (jsonb_typeof(presenze) = 'array'),
  decisioni jsonb not null default '[]' check (jsonb_typeof(decisioni) = 'array'),
  dissensi jsonb not null default '[]' check (jsonb_typeof(dissensi) = 'array'),
  chiuso_il timestamptz,
  chiuso_da uuid references utente (id),
  versione integer not null default 1
);
comment on table equipe_verbale is 'The minutes of a sitting: one document, with the names as they were that day. Closed, it never changes: what is missing is added beside it';
comment on column equipe_verbale.presenze is 'Members of the équipe and of the household: who was there, and how the persons took part. Shape: shared/patti/equipe.api.ts';
create index on equipe_verbale (caso_id);
create index on equipe_verbale (chiuso_da);
create index on equipe_verbale (ambito_id);
create index on equipe_verbale (comune_id);
select kernel.proteggi_di('equipe_verbale', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on equipe_verbale from applicazione;

create table equipe_aggiunta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  seduta_id uuid not null references equipe_seduta (id),
  testo text not null check (testo ~ '\S'),
  scritta_il timestamptz not null default kernel.adesso(),
  autore_id uuid not null default kernel.utente() references utente (id)
);
comment on table equipe_aggiunta is 'Added to minutes already closed, under a name and a day: the minutes stay as they were';
create index on equipe_aggiunta (seduta_id, scritta_il);
create index on equipe_aggiunta (caso_id);
create index on equipe_aggiunta (autore_id);
create index on equipe_aggiunta (ambito_id);
create index on equipe_aggiunta (comune_id);
select kernel.proteggi_di('equipe_aggiunta', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke update, delete on equipe_aggiunta from applicazione;

create function kernel.verbale_fermo() returns trigger language plpgsql as $$
begin
  if old.chiuso_il is not null then
    raise exception 'closed minutes' using errcode = '23514', constraint = 'equipe_verbale_chiuso';
  end if;
  return new;
end $$;
comment on function kernel.verbale_fermo is 'Minutes once closed stay as they were written';
create trigger ferma before update on equipe_verbale for each row execute function kernel.verbale_fermo();

-- ---- what who is named sees, today ----------------------------------------------------------------------------------------

grant select on equipe_componente to custode;
create policy custode on equipe_componente for select to custode using (true);

create function accesso.atto_di_equipe() returns boolean language sql stable parallel safe
  return coalesce(kernel.azione() in ('equipe.analisi', 'equipe.contribuisci'), false);
comment on function accesso.atto_di_equipe is 'The running act reads an analysis as a member of an équipe: it reaches what he is named for, and nothing that the analysis opens to others';
revoke all on function accesso.atto_di_equipe() from public;
grant execute on function accesso.atto_di_equipe() to applicazione, custode;

create function accesso.parti_in_equipe() returns table (caso_id uuid, componente_id uuid, parte text, questionario text, campi text[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  select e.caso_id, e.id, p.parte, p.questionario, p.campi
    from equipe_componente e join caso c on c.id = e.caso_id
    left join lateral jsonb_to_recordset(e.parti) as p(parte text, questionario text, campi text[]) on true
   where e.utente_id = kernel.utente() and e.ambito_id = kernel.ambito() and kernel.oggi() between e.dal and coalesce(e.al, 'infinity')
     and e.comune_id = any (kernel.comuni_assegnati()) and e.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
     -- a caso that is over or elsewhere has no équipe; and nobody sits on that of his own household
     and c.assegnazione = 'assegnato' and not accesso.ne_fa_parte(c.domanda_id, kernel.utente())
     and (c.persona_id is null or not c.persona_id = any (kernel.persone_vietate()))
$$;
comment on function accesso.parti_in_equipe is 'What the running user is named for today, caso by caso; a row without a part where he is named for none. For the policies of what a member of an équipe may read';

create function accesso.campi_in_equipe() returns table (compilazione_id uuid, campo text) language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct c.id, k.campo
    from accesso.parti_in_equipe() p join caso_analisi a on a.caso_id = p.caso_id join compilazione c on c.id = a.compilazione_id and c.questionario_id = p.questionario
    cross join lateral unnest(coalesce(p.campi, '{*}')) k(campo)
   where p.parte = 'analisi' and c.stato in ('in-corso', 'finalizzata')
$$;
comment on function accesso.campi_in_equipe is 'Compilations that the running user reads as a member of an équipe, with the questions that he is named for: «*» is all of them';

create function accesso.casi_di_equipe() returns table (caso_id uuid, comune_id text, misura_id text, richiedente text, persona_id uuid, case_manager uuid, professione text, ente text, parti jsonb, dal date, al date)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select e.caso_id, e.comune_id, c.misura_id, c.richiedente, c.persona_id, c.assegnatario_id, e.professione, e.ente, e.parti, e.dal, e.al
    from equipe_componente e join caso c on c.id = e.caso_id
   where e.id in (select p.componente_id from accesso.parti_in_equipe() p) order by c.richiedente, e.caso_id, e.dal
$$;
comment on function accesso.casi_di_equipe is 'The casi in whose équipe the running user is named today: whom they are of, and what he is named for. Never how far they are';

create function accesso.analisi_di_equipe(p_caso uuid) returns table (id uuid, questionario text, tempo text, giorno date, stato text, numero integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select c.id, q.nome, c.tempo, c.giorno, c.stato, c.numero from compilazione c join questionario q on q.id = c.questionario_id join caso_analisi a on a.compilazione_id = c.id
   where a.caso_id = p_caso and kernel.fascicolo() and c.id in (select k.compilazione_id from accesso.campi_in_equipe() k) and c.riservato_a is null
     and c.comune_id = any ((select accesso.comuni_aperti('cartella'))::text[]) and not c.persone && kernel.persone_vietate()
   order by c.giorno desc, c.creata_il desc, c.id
$$;
comment on function accesso.analisi_di_equipe is 'The analyses of a caso that the running user may read as a member of its équipe';

create function accesso.persone_di_analisi(p_compilazione uuid) returns table (id uuid, cognome text, nome text, sesso text, data_nascita date)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select p.id, p.cognome, p.nome, p.sesso, p.data_nascita
    from compilazione c join compilazione_persona m on m.compilazione_id = c.id join persona p on p.id = m.persona_id
   where c.id = p_compilazione and c.ambito_id = kernel.ambito() and kernel.fascicolo() and c.comune_id = any (kernel.comuni_assegnati())
     and (c.assegnatario_id = kernel.utente() or c.id in (select a.compilazione_id from accesso.campi_in_equipe() a))
     and not p.id = any (kernel.persone_vietate())
$$;
comment on function accesso.persone_di_analisi is 'Names of whom an analysis concerns, for who reaches that analysis and no person: its case manager, and who is named in the équipe';

create function accesso.nominabili(p_caso uuid) returns table (id uuid, nome text) language sql stable security definer set search_path = public, pg_catalog as $$
  select o.utente_id, o.nome from caso c cross join lateral accesso.chi_puo('equipe.mie', c.ambito_id, array[c.comune_id]) o
   where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati())
     and o.utente_id <> kernel.utente() and not accesso.ne_fa_parte(c.domanda_id, o.utente_id)
$$;
comment on function accesso.nominabili is 'Who is accredited to sit on an équipe in the comune of one''s own caso, and is not of that household';

do $$
declare f regprocedure; t text;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('membri_del_caso', 'persone_di_analisi', 'fatti_del_caso', 'giorno_estratto', 'parti_in_equipe', 'campi_in_equipe', 'casi_di_equipe', 'analisi_di_equipe', 'nominabili') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;

  -- who is in the équipe, to whoever is in it; sittings to who is named for the minutes, and minutes once they are closed
  create policy equipe on equipe_componente for select to applicazione using (caso_id in (select p.caso_id from accesso.parti_in_equipe() p));
  create policy equipe on equipe_seduta for select to applicazione using (caso_id in (select p.caso_id from accesso.parti_in_equipe() p where p.parte = 'verbali'));
  create policy equipe on equipe_verbale for select to applicazione using (chiuso_il is not null and caso_id in (select p.caso_id from accesso.parti_in_equipe() p where p.parte = 'verbali'));
  create policy equipe on equipe_aggiunta for select to applicazione using (caso_id in (select p.caso_id from accesso.parti_in_equipe() p where p.parte = 'verbali'));

  -- an analysis, in the two acts that read it so
  create policy equipe on compilazione for select to applicazione using ((select accesso.atto_di_equipe()) and id in (select k.compilazione_id from accesso.campi_in_equipe() k));
  drop policy madre on compilazione;
  create policy madre on compilazione as restrictive to applicazione
    using (presa_id is null or exists (select 1 from presa_in_carico m where m.id = presa_id)
      or (assegnatario_id = (select kernel.utente()) and comune_id = any ((select kernel.comuni_assegnati())::text[])) or (select accesso.atto_di_equipe()));
  foreach t in array '{compilazione_risposta,compilazione_contributo}'::text[] loop
    execute format('create policy parti on %I as restrictive to applicazione using (not (select accesso.atto_di_equipe())
      or (compilazione_id, split_part(campo, ''#'', 1)) in (select k.compilazione_id, k.campo from accesso.campi_in_equipe() k) or (compilazione_id, ''*'') in (select k.compilazione_id, k.campo from accesso.campi_in_equipe() k))', t);
  end loop;
  foreach t in array '{compilazione_proposta,compilazione_esito,compilazione_passaggio}'::text[] loop
    execute format('create policy parti on %I as restrictive to applicazione using (not (select accesso.atto_di_equipe()))', t);
  end loop;
  -- he answers for what he says, and for nothing else
  create policy solo_lettura on compilazione_risposta as restrictive for update to applicazione using (not (select accesso.atto_di_equipe()));
  create policy solo_lettura_nuove on compilazione_risposta as restrictive for insert to applicazione with check (not (select accesso.atto_di_equipe()));
  create policy solo_lettura on compilazione_persona as restrictive for insert to applicazione with check (not (select accesso.atto_di_equipe()));
  create policy proprio on compilazione_contributo as restrictive for update to applicazione using (not (select accesso.atto_di_equipe()) or autore_id = (select kernel.utente()));
end $$;

-- ---- how one stands to a person -------------------------------------------------------------------------------------------

create or replace function accesso.rapporto(p_persone uuid[]) returns text language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  io uuid := kernel.utente(); oggi date := kernel.oggi();
  tutte uuid[] := array(select unnest(accesso.stessa_persona(p)) from unnest(p_persone) p);
begin
  if exists (
    select 1 from presa_in_carico p join presa_operatore o on o.presa_id = p.id
     where p.persona_id = any (tutte) and p.stato <> 'chiusa' and o.utente_id = io and o.dal <= oggi and (o.al is null or o.al > oggi)) then
    return 'in-carico';
  end if;
  -- the case manager of a household; of one that is over, only in acts that reach nothing but his own
  if exists (
    select 1 from domanda_componente d join caso c on c.domanda_id = d.domanda_id
     where d.persona_id = any (tutte) and c.ambito_id = kernel.ambito() and c.assegnatario_id = io and (c.assegnazione = 'assegnato' or not c.comune_id = any (kernel.comuni()))) then
    return 'in-carico';
  end if;
  if accesso.atto_di_equipe() and exists (
    select 1 from accesso.parti_in_equipe() e join caso c on c.id = e.caso_id join domanda_componente d on d.domanda_id = c.domanda_id where d.persona_id = any (tutte)) then
    return 'in-carico';
  end if;
  if exists (
    select 1 from apertura_fascicolo a where a.persona_id = any (tutte) and a.utente_id = io and kernel.adesso() < a.scade) then
    return 'aperto';
  end if;
  return 'motivo-richiesto';
end $$;

select kernel.apri_scambio();
