-- What was left of casi, équipe and convocations:
--   analisi_ricevuta*       the analyses of a household that another comune handed over, as documents: read, compared, never rectified
--   caso_incontro           a meeting held elsewhere keeps where it was first written, so that it never arrives twice
--   equipe_aggiunta         beside closed minutes also the dissent and the contribution of who is named in the équipe
--   files of the patti      looked at by the virus scanner, as documents are
--   convocazione_ricevuta   the receipts of a certified message, as they came
--   case_manager_indicato   whom INPS names as the case manager of a household, for the proposal of its coordinator

-- ---- analyses of elsewhere ------------------------------------------------------------------------------------------------

create table analisi_ricevuta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  caso_id uuid not null references caso (id),
  origine_id uuid not null,
  da_comune text not null,
  questionario_id text not null references questionario (id),
  questionario_versione_id text not null references questionario_versione (id),
  tempo text,
  giorno date not null,
  finalizzata_il timestamptz not null,
  esito text,
  sociale boolean,
  entro date,
  membri jsonb not null check (jsonb_typeof(membri) = 'array'),
  ricevuta_il timestamptz not null default kernel.adesso(),
  constraint analisi_ricevuta_una unique (caso_id, origine_id)
);
comment on table analisi_ricevuta is 'An analysis of a household handed over, finished in another comune: a document of this one, read and compared, never changed. Not a compilation: its members may be nobody of the record here, and who wrote it is not a person of here';
comment on column analisi_ricevuta.origine_id is 'The compilation as it was called where it was made: however many comuni it goes through, it arrives once';
comment on column analisi_ricevuta.da_comune is 'Name of the comune that made it';
comment on column analisi_ricevuta.membri is 'Whom it concerns: chiave, cognome, nome, dataNascita, sesso, parentela, codiceFiscale (by which they are found among those of here)';
create index analisi_ricevuta_del_caso on analisi_ricevuta (caso_id, giorno desc, id);
create index on analisi_ricevuta (ambito_id);
create index on analisi_ricevuta (comune_id);
create index on analisi_ricevuta (questionario_id);
create index on analisi_ricevuta (questionario_versione_id);
select kernel.proteggi_di('analisi_ricevuta', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
revoke update, delete on analisi_ricevuta from applicazione;

create table analisi_ricevuta_voce (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  analisi_id uuid not null references analisi_ricevuta (id),
  membro uuid,
  campo text not null,
  valore jsonb,
  testo text,
  professione text,
  classe text references classe_riservatezza (id),
  scritta_il timestamptz not null
);
comment on table analisi_ricevuta_voce is 'An answer of an analysis of elsewhere, or what a professional said beside it (with a text). A row each, so that a class of protected data hides one and not the form';
comment on column analisi_ricevuta_voce.membro is 'Key of a member in analisi_ricevuta.membri; null of the household';
comment on column analisi_ricevuta_voce.testo is 'Of a contribution; null of an answer';
create index on analisi_ricevuta_voce (analisi_id, campo);
create index on analisi_ricevuta_voce (ambito_id);
create index on analisi_ricevuta_voce (comune_id);
create index on analisi_ricevuta_voce (classe) where classe is not null;
select kernel.proteggi_di('analisi_ricevuta_voce', 'analisi_ricevuta', 'analisi_id', fascicolo => true);
revoke update, delete on analisi_ricevuta_voce from applicazione;

alter table caso_incontro add column origine_id uuid;
comment on column caso_incontro.origine_id is 'Of a meeting held in the comune that handed the household over: as it was called there';

-- ---- who is named says it himself ------------------------------------------------------------------------------------------

alter table equipe_aggiunta add column specie text not null default 'aggiunta' constraint equipe_aggiunta_specie check (specie in ('aggiunta', 'contributo', 'dissenso'));
alter table equipe_aggiunta add column decisione integer check (decisione > 0);
alter table equipe_aggiunta add column qualita text;
alter table equipe_aggiunta add constraint equipe_aggiunta_di_chi check ((specie = 'aggiunta') = (qualita is null));
alter table equipe_aggiunta add constraint equipe_aggiunta_decisione check (decisione is null or specie = 'dissenso');
comment on table equipe_aggiunta is 'Added to the minutes of a sitting, under a name and a day: by the case manager once they are closed, by a member of the équipe what he brings and what he does not agree with. The minutes stay as they were';
comment on column equipe_aggiunta.decisione is 'Which decision of the minutes he does not agree with, by its number; null where it is the whole';
comment on column equipe_aggiunta.qualita is 'Profession and organisation under which a member was named; null of the case manager';
-- in one act, under his own name, while he is named for the minutes of that caso
create policy equipe_scrive on equipe_aggiunta for insert to applicazione with check (
  (select kernel.azione()) = 'equipe.dichiara' and specie <> 'aggiunta' and autore_id = (select kernel.utente())
  and caso_id in (select p.caso_id from accesso.parti_in_equipe() p where p.parte = 'verbali')
  and exists (select 1 from equipe_seduta s where s.id = seduta_id and s.caso_id = equipe_aggiunta.caso_id and s.stato <> 'annullata'));

-- on the day of the sitting, and today: what he was, as he was named
create function accesso.in_seduta(p_seduta uuid) returns table (caso_id uuid, comune_id text, qualita text, case_manager uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select s.caso_id, s.comune_id, coalesce(kernel.voce_etichetta('professione-operatore', e.professione), e.professione) || ', ' || e.ente, c.assegnatario_id
    from equipe_seduta s join caso c on c.id = s.caso_id join equipe_componente e on e.caso_id = s.caso_id and e.utente_id = kernel.utente()
   where s.id = p_seduta and s.ambito_id = kernel.ambito() and s.giorno between e.dal and coalesce(e.al, 'infinity')
     and exists (select 1 from accesso.parti_in_equipe() p where p.caso_id = s.caso_id and p.parte = 'verbali')
   order by e.dal limit 1
$$;
comment on function accesso.in_seduta is 'As whom the running user sat that day, where he is still named for the minutes: for what he adds to them';
grant select on equipe_seduta to custode;
create policy custode on equipe_seduta for select to custode using (true);

-- ---- the virus scanner -----------------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array '{patto_file,scambio_file,importazione_estratto}'::text[] loop
    -- what is there has not been looked at; what comes will be
    execute format('alter table %I add column verifica text not null default ''non-verificato'' check (verifica in (''in-verifica'', ''pulito'', ''infetto'', ''non-verificato'')), add column verifica_nota text, add column verificata_il timestamptz', t);
    execute format('alter table %I alter column verifica set default ''in-verifica''', t);
    execute format('comment on column %I.verifica is ''What the virus scanner says: what is infected opens to nobody''', t);
    execute format('comment on column %I.verifica_nota is ''The virus, or why the scanner has not answered''', t);
    execute format('create index on %I (verifica) where verifica in (''in-verifica'', ''non-verificato'')', t);
    execute format('grant update (verifica, verifica_nota, verificata_il) on %I to applicazione', t);
  end loop;
end $$;
-- written by Trama itself (as the owner of the tables: under forced security nobody else reaches the rows of every ambito)
alter table scambio_file no force row level security;
alter table patto_file no force row level security;
update scambio_file set verifica = 'pulito' where verso = 'uscita';
update patto_file set verifica = 'pulito' where specie = 'patto';
alter table patto_file force row level security;
alter table scambio_file force row level security;
grant select (id, ambito_id, comune_id, verifica, caricato_il, caricato_da) on patto_file to custode;
grant select (id, ambito_id, comune_id, verifica, creato_il, creato_da) on scambio_file to custode;
create policy custode on patto_file for select to custode using (true);
create policy custode on scambio_file for select to custode using (true);

-- ---- receipts of certified mail -----------------------------------------------------------------------------------------

create table convocazione_ricevuta (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  messaggio_id uuid not null references convocazione_messaggio (id),
  specie text not null,
  quando timestamptz not null,
  gestore text,
  identificativo text,
  indirizzo text,
  motivo text,
  nome text not null,
  bytes integer not null,
  sha256 text not null,
  contenuto bytea not null,
  caricata_il timestamptz not null default kernel.adesso(),
  caricata_da uuid default kernel.utente() references utente (id),
  verifica text not null default 'in-verifica' check (verifica in ('in-verifica', 'pulito', 'infetto', 'non-verificato')),
  verifica_nota text,
  verificata_il timestamptz,
  constraint convocazione_ricevuta_una unique (messaggio_id, sha256)
);
comment on table convocazione_ricevuta is 'A receipt of a certified message, as the provider sent it (d.P.R. 68/2005, art. 6): accepted, delivered, not delivered. The file is the evidence; what it says is read once';
comment on column convocazione_ricevuta.specie is 'shared/patti/ricevute-pec.rules.ts';
comment on column convocazione_ricevuta.identificativo is 'As the provider calls the message';
comment on column convocazione_ricevuta.verifica is 'What the virus scanner says: what is infected opens to nobody';
alter table convocazione_ricevuta alter column contenuto set storage external;
create index on convocazione_ricevuta (ambito_id);
create index on convocazione_ricevuta (comune_id);
create index on convocazione_ricevuta (caricata_da);
create index on convocazione_ricevuta (verifica) where verifica in ('in-verifica', 'non-verificato');
select kernel.proteggi_di('convocazione_ricevuta', 'convocazione_messaggio', 'messaggio_id', fascicolo => true);
drop trigger registra_modifica on convocazione_ricevuta; -- bytes
revoke update, delete on convocazione_ricevuta from applicazione;
grant update (verifica, verifica_nota, verificata_il) on convocazione_ricevuta to applicazione;
grant select (id, ambito_id, comune_id, verifica, caricata_il, caricata_da) on convocazione_ricevuta to custode;
create policy custode on convocazione_ricevuta for select to custode using (true);

create function accesso.file_patti_da_verificare(p_prima timestamptz, p_anche_non_verificati boolean, p_limite integer)
  returns table (specie text, id uuid, ambito_id uuid, comune_id text, utente_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select x.* from (
    select 'patto_file', f.id, f.ambito_id, f.comune_id, f.caricato_da, f.verifica, f.caricato_il from patto_file f
    union all select 'scambio_file', f.id, f.ambito_id, f.comune_id, f.creato_da, f.verifica, f.creato_il from scambio_file f
    union all select 'importazione_estratto', f.id, f.ambito_id, f.comune_id, f.creata_da, f.verifica, f.creata from importazione_estratto f where f.stato <> 'annullata'
    union all select 'convocazione_ricevuta', f.id, f.ambito_id, f.comune_id, f.caricata_da, f.verifica, f.caricata_il from convocazione_ricevuta f
  ) t(specie, id, ambito_id, comune_id, utente_id, verifica, quando) cross join lateral (select t.specie, t.id, t.ambito_id, t.comune_id, t.utente_id) x
   where t.quando < p_prima and (t.verifica = 'in-verifica' or (p_anche_non_verificati and t.verifica = 'non-verificato'))
   order by t.quando limit p_limite
$$;
comment on function accesso.file_patti_da_verificare is 'Files of the patti that the scanner has not answered about, of every ambito: identifiers only, for the job that asks again';

-- ---- whom INPS indicates ---------------------------------------------------------------------------------------------------

create function accesso.case_manager_indicato(p_casi uuid[]) returns table (caso_id uuid, utente_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select c.id, u.id from caso c join domanda_componente m on m.domanda_id = c.domanda_id and m.richiedente and m.uscito_il is null
    join utente u on u.ambito_id = c.ambito_id and u.codice_fiscale = upper(m.dichiarati ->> 'caseManager')
   where c.id = any (p_casi) and c.ambito_id = kernel.ambito() and c.comune_id = any (kernel.comuni()) and kernel.azione() = 'caso.assegna'
$$;
comment on function accesso.case_manager_indicato is 'The user whom the extract of INPS indicates as case manager of a household: for the proposal of the coordinator, who opens no domanda';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('in_seduta', 'file_patti_da_verificare', 'case_manager_indicato') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to %s', f, case when f::text like '%file_patti%' then 'nazionale' else 'applicazione' end);
  end loop;
end $$;
