-- The pact with a household, its signature, its monitoring; the supports that an ambito offers. A pact is of a caso, and is seen by
-- whoever sees how far the caso is: its case manager, never the coordinator, who has counts from the functions at the end.
--
-- patto            a version of the pact: state and days, no words. Revising makes another row with the same origin and the next number
-- patto_voce       an entry of it (objective, result, action, commitment, support…): one document of fields, each with its revision
-- patto_persona    the members as the pact takes them: who participates by choice, who signs
-- patto_firma      who signs, how, with what came of looking at the file
-- patto_sostegno, patto_incontro, patto_valutazione   what happens after: they follow the entry through the versions

-- ---- what an ambito offers -------------------------------------------------------------------------------------------

create table offerta_sostegno (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  nome text not null check (nome ~ '\S'),
  sostegno text not null,
  ente text not null check (ente ~ '\S'),
  recapiti text,
  posti integer check (posti >= 0),
  dal date not null default kernel.oggi(),
  al date,
  costo_orario integer check (costo_orario >= 0),
  fondo text,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint offerta_sostegno_nome_unico unique (ambito_id, nome, ente),
  constraint offerta_sostegno_date_in_ordine check (al is null or al >= dal)
);
comment on table offerta_sostegno is 'A support that an ambito can give, by whom and for how many at once: the local catalogue. Whom it is given to stands in patto_sostegno';
comment on column offerta_sostegno.sostegno is 'Code of «sostegno-patto»: a LEPS, or another';
comment on column offerta_sostegno.posti is 'How many at once; null without a limit';
comment on column offerta_sostegno.costo_orario is 'Cents an hour';
comment on column offerta_sostegno.fondo is 'Code of «fondo-sostegno»';
create index on offerta_sostegno (creata_da);
select kernel.proteggi('offerta_sostegno');
revoke delete on offerta_sostegno from applicazione;

-- ---- the pact --------------------------------------------------------------------------------------------------------

create table patto (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  nucleo text collate "C" not null,
  origine_id uuid not null references patto (id),
  numero integer not null default 1 check (numero > 0),
  stato text not null default 'bozza',
  lingua text,
  giro integer not null default 0 check (giro >= 0),
  proposto_il date,
  firmato_il date,
  chiuso_il date,
  chiusura text,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint patto_numero_unico unique (origine_id, numero),
  constraint patto_firmato_quando check (stato not in ('firmato', 'in-revisione', 'sostituito') or firmato_il is not null),
  constraint patto_chiuso_quando check ((stato = 'chiuso') = (chiuso_il is not null and chiusura is not null))
);
comment on table patto is 'A version of the pact of a household. States and acts: shared/patti/patto.rules.ts. Its words are in patto_voce and patto_passaggio';
comment on column patto.nucleo is 'Key of the codice fiscale of the applicant: a household has one active pact in its comune, whatever the measure';
comment on column patto.origine_id is 'The first version of it; its own id where it is the first';
comment on column patto.lingua is 'Language in which the fixed texts are repeated beside the Italian';
comment on column patto.giro is 'How many times it has been proposed for signature: the signatures of an earlier one do not count';
comment on column patto.chiusura is 'Code of «motivo-chiusura-patto»';
comment on column patto.versione is 'Grows at each saving; a field keeps the number under which it was written';
create unique index patto_uno_attivo on patto (ambito_id, comune_id, nucleo) where stato in ('firmato', 'in-revisione');
create unique index patto_una_bozza on patto (caso_id) where stato in ('bozza', 'da-firmare');
create index patto_del_caso on patto (caso_id, numero desc);
create index on patto (comune_id);
create index on patto (creato_da);
select kernel.proteggi_di('patto', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on patto from applicazione;

create table patto_persona (
  patto_id uuid not null references patto (id),
  componente_id uuid not null references domanda_componente (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  volontario boolean not null,
  firma boolean not null,
  primary key (patto_id, componente_id)
);
comment on table patto_persona is 'A member of the household as the pact takes him: who has no obligations participates by choice, and nothing of his is sanctionable';
comment on column patto_persona.firma is 'His signature is needed';
create index on patto_persona (componente_id);
create index on patto_persona (caso_id);
create index on patto_persona (ambito_id);
create index on patto_persona (comune_id);
select kernel.proteggi_di('patto_persona', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on patto_persona from applicazione;

create table patto_voce (
  patto_id uuid not null references patto (id),
  voce uuid not null,
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  genere text not null,
  padre uuid,
  campi jsonb not null default '{}' check (jsonb_typeof(campi) = 'object'),
  scritti jsonb not null default '{}' check (jsonb_typeof(scritti) = 'object'),
  tolta boolean generated always as (coalesce(campi ->> 'tolta', 'false')::boolean) stored,
  componente_id uuid generated always as ((campi ->> 'componente')::uuid) stored,
  condizionale boolean generated always as (coalesce(campi ->> 'condizionale', 'false')::boolean) stored,
  creata_il timestamptz not null default kernel.adesso(),
  creata_da uuid default kernel.utente() references utente (id),
  primary key (patto_id, voce),
  -- what may be sanctioned is somebody's, by name
  constraint patto_condizionale_di_uno check (not condizionale or tolta or (genere = 'impegno' and componente_id is not null))
);
comment on table patto_voce is 'An entry of a pact. «voce» is the same in the versions that follow, so that what is evaluated is followed through them';
comment on column patto_voce.genere is 'Kind of entry, with the fields that it has: shared/patti/patto-voci.ts';
comment on column patto_voce.padre is 'The entry that it belongs to: a result of its objective, an action of its result';
comment on column patto_voce.scritti is 'Field → revision, author, instant: who saves over another one is refused, field by field, and sees both';
comment on column patto_voce.condizionale is 'Not keeping it may be sanctioned: never of who participates by choice';
create index on patto_voce (componente_id) where componente_id is not null;
create index on patto_voce (caso_id);
create index on patto_voce (ambito_id);
create index on patto_voce (comune_id);
create index on patto_voce (creata_da);
select kernel.proteggi_di('patto_voce', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on patto_voce from applicazione;

create function kernel.patto_volontario() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'patto_voce' then
    if new.condizionale and not new.tolta and not exists (select 1 from patto_persona p
         where p.patto_id = new.patto_id and p.componente_id = new.componente_id and not p.volontario) then
      raise exception 'a voluntary member is never sanctionable' using errcode = '23514', constraint = 'patto_impegno_volontario';
    end if;
  elsif new.volontario and exists (select 1 from patto_voce v
         where v.patto_id = new.patto_id and v.componente_id = new.componente_id and v.condizionale and not v.tolta) then
    raise exception 'a voluntary member is never sanctionable' using errcode = '23514', constraint = 'patto_impegno_volontario';
  end if;
  return new;
end $$;
comment on function kernel.patto_volontario is 'Conditionality is of who has obligations: asked of the commitment and of the member';
-- after: generated columns are not there before
create trigger volontario after insert or update on patto_voce for each row execute function kernel.patto_volontario();
create trigger volontario after insert or update on patto_persona for each row execute function kernel.patto_volontario();

create function kernel.patto_fermo() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from patto p where p.id = new.patto_id and p.stato = 'bozza') then
    raise exception 'a proposed pact' using errcode = '23514', constraint = 'patto_proposto_immutabile';
  end if;
  return new;
end $$;
comment on function kernel.patto_fermo is 'What was proposed for signature stays as it was read: changing it goes back to a draft, or makes a revision';
create trigger fermo before insert or update on patto_voce for each row execute function kernel.patto_fermo();
create trigger fermo before insert or update on patto_persona for each row execute function kernel.patto_fermo();

create table patto_file (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  patto_id uuid not null references patto (id),
  specie text not null check (specie in ('patto', 'scansione', 'disegno', 'firmato')),
  nome text not null,
  tipo text not null,
  bytes integer not null,
  sha256 text not null,
  contenuto bytea not null,
  caricato_il timestamptz not null default kernel.adesso(),
  caricato_da uuid default kernel.utente() references utente (id)
);
comment on table patto_file is 'The document as it was proposed, and what was signed: with its hash, never changed. Not among the other files, which national acts may read';
alter table patto_file alter column contenuto set storage external;
create index on patto_file (patto_id, caricato_il);
create index on patto_file (caso_id);
create index on patto_file (ambito_id);
create index on patto_file (comune_id);
create index on patto_file (caricato_da);
select kernel.proteggi_di('patto_file', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
drop trigger registra_modifica on patto_file; -- bytes
revoke update, delete on patto_file from applicazione;

create table patto_firma (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  patto_id uuid not null references patto (id),
  giro integer not null,
  componente_id uuid references domanda_componente (id),
  stato text not null default 'attesa' check (stato in ('attesa', 'firmata', 'rifiutata')),
  modo text check (modo in ('carta', 'disegnata', 'digitale')),
  giorno date,
  file_id uuid references patto_file (id),
  verifica jsonb,
  motivo text,
  registrata_il timestamptz,
  registrata_da uuid references utente (id),
  versione integer not null default 1,
  constraint patto_firma_una unique nulls not distinct (patto_id, giro, componente_id),
  constraint patto_firma_come check ((stato = 'firmata') = (modo is not null)),
  constraint patto_firma_quando check ((stato = 'attesa') = (giorno is null)),
  constraint patto_firma_con_file check (stato <> 'firmata' or file_id is not null),
  constraint patto_firma_rifiuto_motivato check (stato <> 'rifiutata' or motivo ~ '\S')
);
comment on table patto_firma is 'Who must sign a proposed pact, and how he did: on paper with its scan, drawn, with a digital signature. Without a member: the service';
comment on column patto_firma.verifica is 'What was looked at in a signed file, and what was not: shared/patti/firma.rules.ts';
create index on patto_firma (componente_id) where componente_id is not null;
create index on patto_firma (file_id) where file_id is not null;
create index on patto_firma (caso_id);
create index on patto_firma (ambito_id);
create index on patto_firma (comune_id);
create index on patto_firma (registrata_da) where registrata_da is not null;
select kernel.proteggi_di('patto_firma', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke delete on patto_firma from applicazione;

create table patto_passaggio (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  patto_id uuid not null references patto (id),
  atto text not null,
  testo text,
  quando timestamptz not null default kernel.adesso(),
  utente_id uuid default kernel.utente() references utente (id)
);
comment on table patto_passaggio is 'The history of a pact, one row for each act, with its words: the reason of a revision, the evaluation at the end';
create index on patto_passaggio (patto_id, quando);
create index on patto_passaggio (caso_id);
create index on patto_passaggio (ambito_id);
create index on patto_passaggio (comune_id);
create index on patto_passaggio (utente_id);
select kernel.proteggi_di('patto_passaggio', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke update, delete on patto_passaggio from applicazione;

-- ---- after it is signed ----------------------------------------------------------------------------------------------

create table patto_sostegno (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  origine_id uuid not null references patto (id),
  voce uuid not null,
  sostegno text not null,
  offerta_id uuid references offerta_sostegno (id),
  stato text not null default 'previsto',
  dal date not null,
  richiesto_il date,
  attivo_dal date,
  finito_il date,
  ore integer check (ore >= 0),
  costo integer check (costo >= 0),
  fondo text,
  versione integer not null default 1,
  constraint patto_sostegno_uno unique (origine_id, voce)
);
comment on table patto_sostegno is 'How a support of a signed pact goes: foreseen, waiting, given, over. States: shared/patti/monitoraggio.rules.ts. No words';
comment on column patto_sostegno.voce is 'The entry of the pact, through its versions';
comment on column patto_sostegno.ore is 'Hours really given';
comment on column patto_sostegno.costo is 'Cents really spent';
create index patto_sostegno_offerta on patto_sostegno (offerta_id, stato) where offerta_id is not null;
create index on patto_sostegno (caso_id);
create index on patto_sostegno (ambito_id, sostegno, stato);
create index on patto_sostegno (comune_id);
select kernel.proteggi_di('patto_sostegno', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on patto_sostegno from applicazione;

create table patto_incontro (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  origine_id uuid not null references patto (id),
  previsto_il date not null,
  ora text check (ora ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  durata integer check (durata between 5 and 600),
  voci uuid[] not null default '{}',
  appuntamento_id uuid,
  stato text not null default 'previsto',
  tenuto_il date,
  decisione text,
  creato_il timestamptz not null default kernel.adesso(),
  creato_da uuid default kernel.utente() references utente (id),
  versione integer not null default 1,
  constraint patto_incontro_tenuto_quando check ((stato = 'tenuto') = (tenuto_il is not null))
);
comment on table patto_incontro is 'A meeting of the monitoring plan: when, what is to be looked at, whether it was held. What was said stands in patto_incontro_esito';
comment on column patto_incontro.voci is 'Entries of the pact to be evaluated';
comment on column patto_incontro.appuntamento_id is 'The appointment in the agenda of the offices, where there is one';
comment on column patto_incontro.decisione is 'Code of «decisione-incontro»';
create index patto_incontro_prossimi on patto_incontro (caso_id, previsto_il) where stato = 'previsto';
create index on patto_incontro (origine_id, previsto_il);
create index on patto_incontro (ambito_id);
create index on patto_incontro (comune_id);
create index on patto_incontro (creato_da);
select kernel.proteggi_di('patto_incontro', 'caso_stato', 'caso_id', 'caso_id');
revoke delete on patto_incontro from applicazione;

create table patto_incontro_esito (
  incontro_id uuid primary key references patto_incontro (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  presenti uuid[] not null default '{}',
  assenti uuid[] not null default '{}',
  giustificato text,
  nota text,
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id)
);
comment on table patto_incontro_esito is 'What came of a meeting, in words: who was there, why not, what was said';
comment on column patto_incontro_esito.giustificato is 'Code of «motivo-assenza»: the reason that justifies who was not there';
create index on patto_incontro_esito (caso_id);
create index on patto_incontro_esito (ambito_id);
create index on patto_incontro_esito (comune_id);
create index on patto_incontro_esito (registrato_da);
select kernel.proteggi_di('patto_incontro_esito', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke update, delete on patto_incontro_esito from applicazione;

create table patto_valutazione (
  incontro_id uuid not null references patto_incontro (id),
  voce uuid not null,
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  valore text not null,
  nota text,
  primary key (incontro_id, voce)
);
comment on table patto_valutazione is 'How a result or a commitment goes, at one meeting: read in order they are the progress';
comment on column patto_valutazione.valore is 'Code of «andamento-risultato» or of «rispetto-impegno», as the entry is';
create index on patto_valutazione (caso_id);
create index on patto_valutazione (ambito_id);
create index on patto_valutazione (comune_id);
select kernel.proteggi_di('patto_valutazione', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke update, delete on patto_valutazione from applicazione;

-- ---- counts, for who sees no pact ------------------------------------------------------------------------------------

create policy custode on patto for select to custode using (true);
create policy custode on patto_sostegno for select to custode using (true);
grant select on patto, patto_sostegno to custode;

create function accesso.casi_contati() returns table (id uuid, misura_id text) language sql stable security definer set search_path = public, pg_catalog as $$
  select c.id, c.misura_id from caso c
   where c.ambito_id = kernel.ambito() and (kernel.ambito_intero() or c.comune_id = any (kernel.comuni())) and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
$$;
comment on function accesso.casi_contati is 'Casi that a count of the running act is of. For the functions below, never for a reader';
alter function accesso.casi_contati owner to custode;
revoke all on function accesso.casi_contati from public;

create function accesso.conta_patti(p_dal date, p_al date) returns table (misura_id text, casi integer, presi_in_carico integer, in_preparazione integer, da_firmare integer, attivi integer, firmati integer, chiusi integer)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select k.misura_id, count(distinct k.id)::int, count(distinct s.caso_id) filter (where s.esito_analisi in ('B', 'C', 'D'))::int,
         count(*) filter (where p.stato = 'bozza')::int, count(*) filter (where p.stato = 'da-firmare')::int, count(*) filter (where p.stato in ('firmato', 'in-revisione'))::int,
         count(*) filter (where p.numero = 1 and p.firmato_il between p_dal and p_al)::int, count(*) filter (where p.chiuso_il between p_dal and p_al)::int
    from accesso.casi_contati() k join caso_stato s on s.caso_id = k.id left join patto p on p.caso_id = k.id group by k.misura_id
$$;
comment on function accesso.conta_patti is 'How many pacts, by measure: counts over the comuni of the running act, never which';

create function accesso.conta_sostegni(p_dal date, p_al date) returns table (sostegno text, stato text, fondo text, quanti integer, nuclei integer, nel_periodo integer, ore bigint, costo bigint)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.sostegno, x.stato, x.fondo, count(*)::int, count(distinct x.caso_id)::int,
         count(*) filter (where x.attivo_dal <= p_al and coalesce(x.finito_il, 'infinity') >= p_dal)::int, coalesce(sum(x.ore), 0)::bigint, coalesce(sum(x.costo), 0)::bigint
    from accesso.casi_contati() k join patto_sostegno x on x.caso_id = k.id group by 1, 2, 3
$$;
comment on function accesso.conta_sostegni is 'How many supports of which kind stand how, hours and cost: counts over the comuni of the running act';

create function accesso.posti_occupati() returns table (offerta_id uuid, attivi integer, in_attesa integer, previsti integer) language sql stable security definer set search_path = public, pg_catalog as $$
  select x.offerta_id, count(*) filter (where x.stato = 'attivo')::int, count(*) filter (where x.stato = 'in-attesa')::int, count(*) filter (where x.stato = 'previsto')::int
    from patto_sostegno x where x.ambito_id = kernel.ambito() and x.offerta_id is not null group by 1
$$;
comment on function accesso.posti_occupati is 'How many have a support of the catalogue, wait for it, will have it: counts over the whole ambito, whose the catalogue is';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('conta_patti', 'conta_sostegni', 'posti_occupati') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- ---- the printed form ------------------------------------------------------------------------------------------------

alter table modello_documento add column uso text not null default 'lettera' check (uso in ('lettera', 'patto'));
comment on column modello_documento.uso is 'What it prints: a letter, which an operator chooses; a pact, which has one';
