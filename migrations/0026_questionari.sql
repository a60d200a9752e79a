-- Questionnaires as data, as measures are: a version is one document, which never changes once published. And what is
-- compiled under a version: the preliminary analysis of a household, its framework of analysis, whatever comes later.
--
-- A compilation belongs to a person of the record and concerns the members of her household: compilazione is what lists
-- walk, compilazione_persona says in whose folders it appears, all the rest is content. An answer is a row, so that
-- each has its author, its day, where it comes from, its class of protected data; and so that two people who write at
-- once are set against each other answer by answer.

create table questionario (
  id text primary key,
  nome text not null check (nome ~ '\S'),
  constraint questionario_id_leggibile check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$')
);
comment on table questionario is 'An instrument of assessment: what it asks is in its versions';
select kernel.proteggi_nazionale('questionario');
revoke delete on questionario from nazionale;

create table questionario_versione (
  id text primary key,
  questionario_id text not null references questionario (id),
  numero integer not null check (numero > 0),
  stato text not null default 'bozza' check (stato in ('bozza', 'pubblicata', 'ritirata', 'scartata')),
  etichetta text not null check (etichetta ~ '\S'),
  dal date not null,
  al date,
  nota text not null default '',
  definizione jsonb not null check (jsonb_typeof(definizione) = 'object'),
  derivata_da integer,
  revisione integer not null default 1,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  pubblicata_il timestamptz,
  pubblicata_da uuid references utente (id),
  constraint questionario_versione_unica unique (questionario_id, numero),
  constraint questionario_derivata_da foreign key (questionario_id, derivata_da) references questionario_versione (questionario_id, numero),
  -- the same name everywhere: a folder that goes to another installation says under which version it was compiled
  constraint questionario_versione_nome check (id = questionario_id || '.' || numero),
  constraint questionario_date_in_ordine check (al is null or al >= dal),
  constraint questionario_pubblicata_quando check ((stato in ('pubblicata', 'ritirata')) = (pubblicata_il is not null))
);
comment on table questionario_versione is 'What a questionnaire asks from a day on. Once published it never changes: it is withdrawn, or followed by another; answers keep the version they were given under';
comment on column questionario_versione.definizione is 'Shape: shared/parametri/questionario.ts. A SurveyJS form, with areas, scale and outcome rules, each with its source';
comment on column questionario_versione.derivata_da is 'Number of the version it was copied from';
comment on column questionario_versione.revisione is 'Of a draft, for two people who change it';
create unique index questionario_una_bozza on questionario_versione (questionario_id) where stato = 'bozza';
create index on questionario_versione (creata_da);
create index on questionario_versione (pubblicata_da);
select kernel.proteggi_nazionale('questionario_versione');
revoke delete on questionario_versione from nazionale;
create trigger versione_immutabile before update on questionario_versione for each row execute function kernel.versione_immutabile();

-- ---- what is compiled --------------------------------------------------------------------------------------------------

create table compilazione (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  persone uuid[] not null,
  presa_id uuid references presa_in_carico (id),
  assegnatario_id uuid not null default kernel.utente() references utente (id),
  questionario_id text not null references questionario (id),
  questionario_versione_id text not null references questionario_versione (id),
  tempo text,
  giorno date not null default kernel.oggi(),
  stato text not null default 'in-corso' check (stato in ('in-corso', 'finalizzata', 'sostituita', 'annullata')),
  origine_id uuid not null references compilazione (id),
  numero integer not null default 1 check (numero > 0),
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid not null default kernel.utente() references utente (id),
  finalizzata_il timestamptz,
  finalizzata_da uuid references utente (id),
  riservato_a uuid[],
  versione integer not null default 1,
  constraint compilazione_numero_unico unique (origine_id, numero),
  constraint compilazione_finalizzata_quando check (stato not in ('finalizzata', 'sostituita') or finalizzata_il is not null),
  constraint compilazione_persona_tra_le_persone check (persona_id = any (persone))
);
comment on table compilazione is 'A questionnaire compiled for a person and her household. Finalised it is locked; a rettifica is another row with the same origin and the next number, and the one before stays readable';
comment on column compilazione.persona_id is 'In whose folder it was begun';
comment on column compilazione.persone is 'Everyone it concerns, as in compilazione_persona: an operator who is one of them, or of their family, does not read it';
comment on column compilazione.assegnatario_id is 'Whose it is: a case manager reaches his own only';
comment on column compilazione.tempo is 'T0, T1, T2: where the questionnaire is compiled several times to be compared';
comment on column compilazione.giorno is 'Day of the interview';
comment on column compilazione.origine_id is 'The first version of it; its own id where it is the first';
comment on column compilazione.versione is 'Grows at each saving; an answer keeps the number it was written under (revisione)';
create index compilazione_di_persona on compilazione (persona_id, creata_il desc, id);
create unique index compilazione_una_aperta on compilazione (origine_id) where stato = 'in-corso';
create index on compilazione (presa_id) where presa_id is not null;
create index compilazione_mie on compilazione (assegnatario_id, stato, creata_il desc, id);
create index on compilazione (ambito_id, comune_id);
create index on compilazione (comune_id);
create index on compilazione (questionario_id);
create index on compilazione (questionario_versione_id);
create index on compilazione (creata_da);
create index on compilazione (finalizzata_da) where finalizzata_da is not null;
select kernel.proteggi('compilazione', sezione => 'cartella');
revoke delete on compilazione from applicazione;
create policy propria_tutte on compilazione as restrictive to applicazione using (not persone && (select kernel.persone_vietate())::uuid[]);
-- a case manager reaches his own cases, and no presa in carico
create policy madre on compilazione as restrictive to applicazione
  using (presa_id is null or exists (select 1 from presa_in_carico m where m.id = presa_id)
    or (assegnatario_id = (select kernel.utente()) and comune_id = any ((select kernel.comuni_assegnati())::text[])));

create table compilazione_persona (
  compilazione_id uuid not null references compilazione (id),
  persona_id uuid not null references persona (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  ordine integer not null,
  parentela text,
  riservato_a uuid[],
  primary key (compilazione_id, persona_id)
);
comment on table compilazione_persona is 'Whom a compilation concerns, in the order of the household: in whose folders it appears, and the parts that are asked of each';
comment on column compilazione_persona.parentela is 'Code of «parentela», as the household said it that day';
create index compilazione_persona_elenco on compilazione_persona (persona_id, compilazione_id);
create index on compilazione_persona (ambito_id, comune_id);
create index on compilazione_persona (comune_id);
select kernel.proteggi('compilazione_persona', sezione => 'cartella');

create table compilazione_risposta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  compilazione_id uuid not null references compilazione (id),
  componente_id uuid references persona (id),
  campo text not null,
  valore jsonb,
  classe text references classe_riservatezza (id),
  origine text check (origine in ('fatto', 'precedente')),
  origine_testo text,
  informazione_del date,
  confermata_il timestamptz,
  confermata_da uuid references utente (id),
  revisione integer not null default 1,
  autore_id uuid not null default kernel.utente() references utente (id),
  scritta_il timestamptz not null default kernel.adesso(),
  riservato_a uuid[],
  constraint risposta_una unique nulls not distinct (compilazione_id, componente_id, campo),
  constraint risposta_con_origine check (origine is null or origine_testo is not null)
);
comment on table compilazione_risposta is 'One answer, of the household or of a member (componente_id), with who wrote it. What the record or an earlier analysis proposes says so until somebody confirms or changes it';
comment on column compilazione_risposta.campo is 'Name of the question; «nome#nota» a note beside it, «nome#priorita» that it is among the priorities';
comment on column compilazione_risposta.informazione_del is 'Day of the information, where it comes from elsewhere';
comment on column compilazione_risposta.confermata_il is 'Null while a proposed answer has been neither confirmed nor changed';
comment on column compilazione_risposta.revisione is 'compilazione.versione when it was written: who saves over another one is refused, and sees both';
create index on compilazione_risposta (persona_id);
create index on compilazione_risposta (componente_id) where componente_id is not null;
create index on compilazione_risposta (ambito_id, comune_id);
create index on compilazione_risposta (comune_id);
create index on compilazione_risposta (classe) where classe is not null;
create index on compilazione_risposta (confermata_da) where confermata_da is not null;
create index on compilazione_risposta (autore_id);
select kernel.proteggi('compilazione_risposta', sezione => 'cartella', fascicolo => true);

create table compilazione_contributo (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  compilazione_id uuid not null references compilazione (id),
  componente_id uuid references persona (id),
  campo text not null,
  valore jsonb,
  testo text not null check (testo ~ '\S'),
  classe text references classe_riservatezza (id),
  professione text,
  autore_id uuid not null default kernel.utente() references utente (id),
  scritto_il timestamptz not null default kernel.adesso(),
  ritirato_il timestamptz,
  riservato_a uuid[]
);
comment on table compilazione_contributo is 'What one professional says of a dimension, under his name and day: the answer is composed by who compiles, the contributions stay beside it';
comment on column compilazione_contributo.professione is 'Names of the roles under which he wrote';
create index on compilazione_contributo (compilazione_id, scritto_il);
create index on compilazione_contributo (persona_id);
create index on compilazione_contributo (componente_id) where componente_id is not null;
create index on compilazione_contributo (ambito_id, comune_id);
create index on compilazione_contributo (comune_id);
create index on compilazione_contributo (classe) where classe is not null;
create index on compilazione_contributo (autore_id);
select kernel.proteggi('compilazione_contributo', sezione => 'cartella', fascicolo => true);

create table compilazione_esito (
  compilazione_id uuid primary key references compilazione (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  esito text not null,
  sociale boolean not null,
  apre_id text references questionario (id),
  entro date,
  percorsi jsonb not null default '{}' check (jsonb_typeof(percorsi) = 'object'),
  riservato_a uuid[]
);
comment on table compilazione_esito is 'What a finalised analysis concludes: one outcome for the household, one path for each member. For whoever builds on it';
comment on column compilazione_esito.sociale is 'Counted as taken in charge by the social service';
comment on column compilazione_esito.apre_id is 'The questionnaire that this outcome opens, to be compiled by «entro»';
comment on column compilazione_esito.percorsi is 'Member → path';
create index on compilazione_esito (persona_id);
create index on compilazione_esito (ambito_id, comune_id);
create index on compilazione_esito (comune_id);
create index on compilazione_esito (apre_id) where apre_id is not null;
select kernel.proteggi('compilazione_esito', sezione => 'cartella', fascicolo => true);

create table compilazione_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  compilazione_id uuid not null references compilazione (id),
  atto text not null check (atto in ('comincia', 'finalizza', 'rettifica', 'annulla')),
  motivo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid not null default kernel.utente() references utente (id),
  riservato_a uuid[],
  constraint passaggio_con_motivo check (atto not in ('rettifica', 'annulla') or motivo ~ '\S')
);
comment on table compilazione_passaggio is 'The history of a compilation, one row for each act, with its reason';
create index on compilazione_passaggio (compilazione_id, quando);
create index on compilazione_passaggio (persona_id);
create index on compilazione_passaggio (ambito_id, comune_id);
create index on compilazione_passaggio (comune_id);
create index on compilazione_passaggio (utente_id);
select kernel.proteggi('compilazione_passaggio', sezione => 'cartella', fascicolo => true);

-- the rows of a compilation are seen by whoever sees it: its members, its case manager, its confidentiality are one question
do $$
declare t text;
begin
  foreach t in array '{compilazione_persona,compilazione_risposta,compilazione_contributo,compilazione_esito,compilazione_passaggio}'::text[] loop
    execute format('create policy madre on %I as restrictive to applicazione using (exists (select 1 from compilazione m where m.id = compilazione_id))', t);
    -- where an act reaches only one's own, the parent says which they are
    execute format('create policy della_propria on %I to applicazione using (comune_id = any ((select kernel.comuni_assegnati())::text[])) with check (comune_id = any ((select kernel.comuni_assegnati())::text[]))', t);
    execute format('revoke delete on %I from applicazione', t);
  end loop;
end $$;
revoke update on compilazione_esito, compilazione_passaggio, compilazione_persona from applicazione;
grant update (riservato_a, persona_id) on compilazione_esito, compilazione_passaggio to applicazione;
grant update (riservato_a) on compilazione_persona to applicazione;

create function kernel.compilazione_ferma() returns trigger language plpgsql as $$
declare mobili text[] := '{riservato_a,persona_id,persone,presa_id,assegnatario_id,stato,versione}'; chiusa boolean;
begin
  if kernel.importa() then return new; end if;
  if tg_table_name = 'compilazione' then
    chiusa := old.stato <> 'in-corso';
    if old.stato in ('sostituita', 'annullata') and new.stato <> old.stato then
      raise exception 'closed for ever' using errcode = '23514', constraint = 'compilazione_chiusa_immutabile';
    end if;
  else
    chiusa := exists (select 1 from compilazione c where c.id = new.compilazione_id and c.stato <> 'in-corso');
  end if;
  if chiusa and (tg_op = 'INSERT' or (to_jsonb(new) - mobili) is distinct from (to_jsonb(old) - mobili)) then
    raise exception 'a closed compilation' using errcode = '23514', constraint = 'compilazione_chiusa_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.compilazione_ferma is 'What was finalised or annulled stays as it was written: a rettifica is another version';
create trigger ferma before update on compilazione for each row execute function kernel.compilazione_ferma();
create trigger ferma before insert or update on compilazione_risposta for each row execute function kernel.compilazione_ferma();
create trigger ferma before insert or update on compilazione_contributo for each row execute function kernel.compilazione_ferma();
create trigger ferma before insert or update on compilazione_persona for each row execute function kernel.compilazione_ferma();
create trigger ferma before insert or update on compilazione_esito for each row execute function kernel.compilazione_ferma();

insert into tipo_soggetto values ('compilazione', 'compilazione_persona', 'compilazione_id', 'persona_id');
insert into oscurabile values ('compilazione', 'Analisi', 'compilazione',
  '{compilazione.origine_id,compilazione_persona.compilazione_id,compilazione_risposta.compilazione_id,compilazione_contributo.compilazione_id,compilazione_esito.compilazione_id,compilazione_passaggio.compilazione_id}');

create view evento_analisi with (security_invoker = true) as
  select 'analisi'::text as tipo, c.id, p.persona_id, c.giorno, c.finalizzata_il as quando,
         q.nome || coalesce(', ' || c.tempo, '') as titolo, null::text as codifica, null::text as codice, null::text as testo, true as significativo,
         c.finalizzata_da as autore_id, c.riservato_a is not null as riservato, '/analisi/' || c.id as collegamento
    from compilazione_persona p join compilazione c on c.id = p.compilazione_id join questionario q on q.id = c.questionario_id
   where c.stato = 'finalizzata';
comment on view evento_analisi is 'Stream: analyses finalised, in the folder of each member they concern';

select kernel.ricostruisci_eventi();
select kernel.apri_scambio();
