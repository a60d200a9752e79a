-- What the third reading of issue 3 has found on who sees what (§7; docs/decisioni/0057): readings that told of what is hidden; a
-- restricted segnalazione announced by the presa in carico and by the contact; sheets of the desk read without a purpose.

-- ---- «chi mi ha letto» does not tell of what is hidden ---------------------------------------------------------------------

alter table kernel.registro_accessi
  add column per uuid[],
  add constraint registro_accessi_per_ciascuna check (per is null or cardinality(per) = cardinality(persone));
comment on column kernel.registro_accessi.per is 'Of a list of things that may be hidden: for each of «persone», in the same order, the row by which she stood in it';

-- Built from the catalogue, as the stream of events is: every table whose rows may be hidden, asked by key, the most read first.
-- A row is hidden by who may see it, by its class, by the persons it is of, or as what it hangs from is, as its policies say.
create function kernel.ricostruisci_nascosti() returns void language plpgsql as $$
declare t record; se text[]; madre text; corpo text := '';
begin
  for t in
    select c.oid, c.relname::text as nome,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as colonne
      from kernel.tabella_protetta p join pg_class c on c.oid = p.nome::regclass
     where p.sezione = 'cartella'
     order by array_position('{persona,presa_in_carico,documento,diario_voce,segnalazione,contatto,compilazione}'::text[], c.relname::text) nulls last, c.relname
  loop
    continue when not t.colonne @> '{id,riservato_a}'::text[];
    se := array['not io = any (x.riservato_a)'];
    if 'classe' = any (t.colonne) then se := se || 'not (x.classe = any (classi) or x.classe || '':'' || x.comune_id = any (classi))'::text; end if;
    if 'persona_id' = any (t.colonne) then se := se || 'x.persona_id = any (vietate)'::text; end if;
    if exists (select 1 from pg_policies p where p.schemaname = 'public' and p.tablename = t.nome and p.policyname = 'propria' and p.qual like '%persone &&%') then
      se := se || 'x.persone && vietate'::text;
    end if;
    for madre in
      select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.conrelid = t.oid and k.contype = 'f'
         and exists (select 1 from pg_attribute r where r.attrelid = k.confrelid and r.attname = 'riservato_a' and not r.attisdropped)
         and exists (select 1 from pg_policies p where p.schemaname = 'public' and p.tablename = t.nome and p.policyname like 'madre%' and p.qual ~ ('\m' || a.attname || '\M'))
       order by a.attnum
    loop
      se := se || format('accesso.nascosto_a_me(x.%I)', madre);
    end loop;
    corpo := corpo || format(E'  select coalesce(%s, false) into si from %I x where x.id = p_id;\n  if found then return si; end if;\n',
      (select string_agg(format('coalesce(%s, false)', s), ' or ') from unnest(se) s), t.nome);
  end loop;
  execute format(
    'create or replace function accesso.nascosto_a_me(p_id uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as %L',
    E'\ndeclare si boolean; io uuid := kernel.utente(); vietate uuid[] := kernel.persone_vietate(); classi text[] := kernel.classi();\nbegin\n'
      || E'  if p_id is null then return false; end if;\n  if p_id = any (vietate) then return true; end if;\n' || corpo || E'  return false;\nend ');
end $$;
comment on function kernel.ricostruisci_nascosti is 'Writes accesso.nascosto_a_me from the catalogue: every migration that adds a table whose rows may be hidden calls it';
select kernel.ricostruisci_nascosti();

alter table apertura_fascicolo add column per_scheda boolean not null default false;
comment on column apertura_fascicolo.per_scheda is 'The purpose was asked by a sheet of the desk: it may tell of it';

-- In order first, and then one by one until the page is full: what is hidden is asked of the rows shown, not of all.
create or replace function accesso.letture_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, utente_id uuid, cognome text, nome text, azione text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with sue as materialized (
    -- of a sheet of another comune, the readings are that comune's to tell
    select array(select p.id from persona p where p.id = any (accesso.stessa_persona(p_persona)) and (p.id = p_persona or p.comune_id = any (kernel.comuni()))) as ids
  ), lette as (
    select v.*,
           -- written before it was known by which row she was shown: that she was, and nothing of where
           v.interrogazione is not null and v.per is null and v.oggetto_id is null
             and v.azione = any ('{segnalazione.elenca,segnalazione.leggi,segnalazione.copia,contatto.leggi,invio.leggi,presa.mie,decisione.leggi,diario.leggi,radar.miei,radar.servizio,fascicolo.leggi,analisi.compila,persona.unisci}'::text[]) as taciuta
      from (
        select r.id, r.quando, r.utente_id, r.azione, r.interrogazione, r.fuori_carico, r.motivo, r.persone, r.oggetto_id, r.per
          from kernel.registro_accessi r
         where r.persone && (select ids from sue) and r.esito = 'consentito' and r.ambito_id = kernel.ambito() and (p_prima is null or r.id < p_prima)
           -- what was written speaks for itself, where one may see it
           and (r.utente_id = kernel.utente() or r.per is not null or (
             r.azione <> all ('{diario.scrivi,oscuramento.gestisci,documento.carica,documento.gestisci,documento.sposta}'::text[])
             and (r.azione, r.oggetto) not in (('presa.proponi', '/persone/:id/prese'), ('decisione.scrivi', '/persone/:id/decisioni'), ('cronologia.cura', '/persone/:id/cronologie'),
               ('relazione.gestisci', '/persone/:id/relazioni'), ('analisi.compila', '/persone/:id/analisi'))))
         order by r.id desc offset 0
      ) v
     where not (v.oggetto_id ~ '^[0-9a-f]{8}-' and accesso.nascosto_a_me(v.oggetto_id::uuid))
       and (v.per is null or exists (
         select 1 from unnest(v.persone, v.per) x(persona, per) where x.persona = any ((select ids from sue)::uuid[]) and not accesso.nascosto_a_me(x.per)))
     order by v.id desc limit p_limite
  )
  select r.id, r.quando, r.utente_id, u.cognome, u.nome, case when r.taciuta then 'elenco' else r.azione end,
         case when r.taciuta then 'Vedere il nome in un elenco' else z.descrizione end, case when not r.taciuta then r.interrogazione end, r.fuori_carico,
         coalesce(r.motivo, case when r.fuori_carico then (
           select kernel.voce_etichetta('motivo-accesso-fascicolo', a.motivo, kernel.giorno(a.dal)) || ': ' || a.dettaglio from apertura_fascicolo a
            where a.utente_id = r.utente_id and a.persona_id = any (r.persone) and a.dal <= r.quando and a.scade > r.quando
              -- said to read a sheet, it speaks of the sheet: it is told with the readings of sheets, which who may not know of them has not
              and (not a.per_scheda or a.utente_id = kernel.utente() or r.azione ~ '^(segnalazione|contatto|invio)\.')
            order by a.dal desc limit 1) end)
    from lette r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
   order by r.id desc
$$;

-- The person is told who has seen her data and when; of the desk and of lists not which: it would tell her, or whoever reads it in her
-- place, that somebody has reported her, and when it was read (docs/decisioni/0057). Nor a purpose that says it.
create or replace function accesso.registro_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, chi text, ruoli text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select l.id, l.quando, l.cognome || ' ' || l.nome,
         (select string_agg(distinct r.nome, ', ') from assegnazione s join ruolo r on r.id = s.ruolo_id
           where s.utente_id = l.utente_id and kernel.giorno(l.quando) between s.dal and coalesce(s.al, 'infinity') and s.stato in ('abilitata', 'sospesa', 'revocata')),
         case when x.generica then 'Vedere i dati in un elenco o in una scheda del servizio' else coalesce(l.atto, l.azione) end,
         case when not x.generica then l.interrogazione end, l.fuori_carico,
         case when not x.generica and not (d.motivo is null and exists (
           select 1 from apertura_fascicolo a
            where a.utente_id = d.utente_id and a.persona_id = any (d.persone) and a.dal <= d.quando and a.scade > d.quando
              and (a.per_scheda or a.motivo = 'segnalazione-nuova'))) then l.motivo end
    from accesso.letture_di(p_persona, p_prima, p_limite) l join kernel.registro_accessi d on d.id = l.id
   cross join lateral (select l.azione = 'elenco' or l.azione ~ '^(segnalazione|contatto|invio)\.'
     or (l.interrogazione is not null and l.azione not in ('persona.cerca', 'persona.crea')) as generica) x
   order by l.id desc
$$;

-- ---- a restricted segnalazione is not announced by what came of it ---------------------------------------------------------

-- The presa in carico said «Da una segnalazione» to its whole team, with the key; the contact said that it had become one. Both are
-- told by the rows that link them, to whoever sees the segnalazione.
create function kernel.presa_senza_segnalazione() returns trigger language plpgsql as $$
begin
  new.motivo := null;
  new.dettaglio := nullif(new.dettaglio - 'segnalazioneId', '{}');
  return new;
end $$;
comment on function kernel.presa_senza_segnalazione is 'A folder that left before says in its history which segnalazione it came from: here segnalazione_presa says it';
create trigger senza_segnalazione before insert on presa_passaggio for each row when (new.dettaglio ? 'segnalazioneId')
  execute function kernel.presa_senza_segnalazione();

create function kernel.contatto_senza_segnalazione() returns trigger language plpgsql as $$
begin
  -- it could become one before it was completed: then nothing is in what only completing it writes
  new.stato := case when new.motivo is null and new.interlocutore is null and new.durata_minuti is null and cardinality(new.bisogni) < 2 then 'creata' else 'completa' end;
  return new;
end $$;
comment on function kernel.contatto_senza_segnalazione is 'That a contact has become a segnalazione is known by the segnalazione that names it, to whoever sees that';
create trigger senza_segnalazione before insert or update on contatto for each row when (new.stato = 'convertita')
  execute function kernel.contatto_senza_segnalazione();

alter table presa_passaggio no force row level security;
alter table contatto no force row level security;
-- derived from now on: nobody has changed anything
alter table presa_passaggio disable trigger registra_modifica;
alter table contatto disable trigger registra_modifica;
update presa_passaggio set motivo = null, dettaglio = nullif(dettaglio - 'segnalazioneId', '{}') where dettaglio ? 'segnalazioneId';
-- the trigger says what it was
update contatto set versione = versione where stato = 'convertita';
alter table presa_passaggio enable trigger registra_modifica;
alter table contatto enable trigger registra_modifica;
alter table presa_passaggio force row level security;
alter table contatto force row level security;

create or replace view evento_presa with (security_invoker = true) as
  select 'presa'::text as tipo, s.id, p.persona_id, kernel.giorno(s.quando) as giorno, s.quando, 'Presa in carico: ' || s.a as titolo,
         null::text as codifica, null::text as codice,
         case when s.atto = 'proponi' and exists (select 1 from segnalazione_presa x where x.presa_id = p.id) then 'Da una segnalazione' else s.motivo end as testo,
         s.a in ('attiva', 'chiusa') as significativo,
         s.utente_id as autore_id, p.riservato_a is not null as riservato, '/prese/' || p.id as collegamento
    from presa_in_carico p join presa_passaggio s on s.presa_id = p.id;

-- Completed, he is called in the texts as he was written before; a body and contacts are taken out only as they are written whole.
alter table segnalazione_segnalante add column come_era jsonb not null default '[]';
comment on column segnalazione_segnalante.come_era is 'How he was written before he was completed (nome, ente, recapiti): words to take out of the texts, as those of today';

create function kernel.segnalante_era() returns trigger language plpgsql as $$
begin
  new.come_era := old.come_era || jsonb_build_array(jsonb_build_object('nome', old.nome, 'ente', old.ente, 'recapiti', old.recapiti));
  return new;
end $$;
comment on function kernel.segnalante_era is 'Keeps how who reported was written: what stands in the texts is still taken out of them';
create trigger segnalante_era before update of nome, ente, recapiti on segnalazione_segnalante for each row
  when ((old.nome, old.ente, old.recapiti) is distinct from (new.nome, new.ente, new.recapiti)) execute function kernel.segnalante_era();

-- As the reader: whoever calls it must see the row, or have the right to its words.
create function kernel.segnalante_detto(s segnalazione_segnalante) returns table (nome text, ente text, recapiti text) language sql immutable as $$
  select s.nome, s.ente, s.recapiti
   union select x.nome, x.ente, x.recapiti from jsonb_to_recordset(s.come_era) as x(nome text, ente text, recapiti text)
$$;
comment on function kernel.segnalante_detto is 'Who reported, as he is written and as he was written before';

create or replace function accesso.segnalante_di(p_segnalazione uuid) returns table (nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select d.* from segnalazione_segnalante x cross join lateral kernel.segnalante_detto(x) d
   where x.segnalazione_id = p_segnalazione and x.ambito_id = kernel.ambito() and x.comune_id = any (kernel.comuni())
     and kernel.azione() in ('segnalazione.leggi', 'segnalazione.valuta', 'segnalazione.elenca', 'segnalazione.copia', 'segnalazione.prendi-in-carico')
$$;

create or replace function accesso.segnalanti_di(p_persone uuid[]) returns table (segnalazione_id uuid, nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.segnalazione_id, d.* from segnalazione_persona p join segnalazione_segnalante x on x.segnalazione_id = p.segnalazione_id
   cross join lateral kernel.segnalante_detto(x) d
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito()
     and kernel.azione() in ('messaggio-regionale.esporta', 'fascicolo.esporta', 'segnalazione.copia', 'segnalazione.prendi-in-carico', 'presa.trasferisci',
       'presa.leggi', 'fascicolo.leggi', 'decisione.leggi', 'decisione.scrivi')
$$;

-- Nor by what it was sent with: who sent it and the office that has it know of it; of the others, whoever sees the segnalazione.
create policy segnalata on invio as restrictive for select to applicazione
  using (segnalazione_id is null or mittente_id = (select kernel.utente()) or (ufficio_id is not null and comune_destinatario = any ((select kernel.comuni())::text[]))
    or exists (select 1 from segnalazione s where s.id = segnalazione_id));

-- ---- sheets of the desk: a purpose, outside one's work ---------------------------------------------------------------------

alter table tipo_soggetto add column scheda text;
comment on column tipo_soggetto.scheda is 'The table of a sheet that one may read because it is one''s task, though the person is not in one''s caseload: accesso.rapporto_di_scheda says how';
insert into tipo_soggetto (id, tabella, chiave, colonna, scheda) values ('invio', 'invio', 'id', 'persona_id', 'invio');
update tipo_soggetto set scheda = id where id in ('contatto', 'segnalazione');

-- Only what the reader may see counts: a hidden presa in carico must not be told by a purpose that is asked.
create function accesso.seguita_da_altri(p_persone uuid[]) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return exists (
    select 1 from presa_in_carico p join presa_operatore o on o.presa_id = p.id
     where p.persona_id = any (array(select unnest(accesso.stessa_persona(q)) from unnest(p_persone) q)) and p.stato <> 'chiusa'
       and p.comune_id = any (kernel.comuni()) and (p.riservato_a is null or kernel.utente() = any (p.riservato_a))
       and o.utente_id <> kernel.utente() and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi()));
end $$;
comment on function accesso.seguita_da_altri is 'Whether somebody else works today on a presa in carico of these persons, as far as the reader may know';

-- In the comuni of the running act: who opens folders in one comune and is at the desk of another opens none of those of the desk.
create function accesso.puo_motivare(p_persone uuid[]) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (
    select 1 from (select distinct p.comune_id from persona p where p.id = any (p_persone) and p.comune_id = any (kernel.comuni()) and p.ambito_id = kernel.ambito()) c
     cross join unnest('{fascicolo.apri,fascicolo.emergenza}'::text[]) atto cross join lateral accesso.operatori_con(atto, array[c.comune_id]) o
     where o.utente_id = kernel.utente())
$$;
comment on function accesso.puo_motivare is 'Whether the running user could open, saying why, the folder of one of these persons';

create function accesso.rapporto_di_scheda(p_tipo text, p_id uuid, p_persone uuid[]) returns text language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare io uuid := kernel.utente(); rapporto text; s segnalazione; c contatto; n invio;
begin
  -- of nobody yet, or of somebody whose folder the reader could not open
  if p_persone = '{}' then return 'in-carico'; end if;
  rapporto := accesso.rapporto(p_persone);
  if rapporto <> 'motivo-richiesto' then return rapporto; end if;
  case p_tipo
    when 'segnalazione' then
      select * into s from segnalazione x where x.id = p_id;
      if s.valutatore_id = io then return 'in-carico'; end if;
      if s.stato in ('ricevuta', 'in-valutazione') then
        -- who received it, who assigns the work of the service
        if s.creata_da = io or exists (select 1 from accesso.operatori_con('diario.sposta', array[s.comune_id]) o where o.utente_id = io) then return 'in-carico'; end if;
        -- of nobody's: whoever is on duty reads what has just come
        if not accesso.seguita_da_altri(p_persone) then return case s.stato when 'ricevuta' then 'in-carico' else 'aperto' end; end if;
      end if;
    when 'contatto' then
      select * into c from contatto x where x.id = p_id;
      if c.operatore_id = io or not accesso.seguita_da_altri(p_persone) then return 'in-carico'; end if;
    when 'invio' then
      select * into n from invio x where x.id = p_id;
      if n.mittente_id = io or not accesso.seguita_da_altri(p_persone) then return 'in-carico'; end if;
      -- it waits for the answer of the reader's office, or it is he who answered
      if n.ufficio_id is not null and n.stato in ('inviata', 'vista') and (n.comune_destinatario is null or n.comune_destinatario = any (kernel.comuni())) then return 'in-carico'; end if;
      if exists (select 1 from invio_passaggio x where x.invio_id = p_id and x.utente_id = io) then return 'in-carico'; end if;
  end case;
  -- the desk opens no folder, and could state no purpose: it reads its own work, and the register says of whom
  if not accesso.puo_motivare(p_persone) then return 'aperto'; end if;
  return 'motivo-richiesto';
end $$;
comment on function accesso.rapporto_di_scheda is 'How the running user stands to a sheet of the desk on these persons: it is his task (in-carico), it is not but he may read it (aperto), or he must say why (docs/decisioni/0057)';

-- Told of a folder of nobody's: somebody who answers for it by a presa in carico that is hidden from the service is nobody, to the service.
create function accesso.avvisa_se_di_nessuno(p_azione text, p_persona uuid, p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select u.id, null, p_testo, p_collegamento
    from persona p cross join lateral accesso.chi_puo(p_azione, p.ambito_id, array[p.comune_id]) c join utente u on u.id = c.utente_id
   where p.id = p_persona and p.ambito_id = kernel.ambito() and u.id is distinct from kernel.utente()
     and not p.id = any (accesso.persone_vietate(u.id, u.codice_fiscale, p.ambito_id))
     and not exists (
       select 1 from accesso.responsabili_di(accesso.stessa_persona(p.id)) r join presa_in_carico k on k.id = r.presa_id
        where k.riservato_a is null or u.id = any (k.riservato_a))
$$;
comment on function accesso.avvisa_se_di_nessuno is 'A line for whoever may do an act in the comune of this person, for whom she exists, and for whom nobody answers for her';

-- What a hand-over may give out is decided also by what its writer may not see: a caution hidden from him is a caution.
create function accesso.contatto_prudente(p_persone uuid[]) returns table (prudenza boolean, vietati text[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(bool_or(f.tipo <> 'recapito'), false),
         coalesce(array_agg(f.dati ->> 'valore') filter (where f.tipo = 'recapito' and f.dati ->> 'valore' is not null), '{}')
    from persona_fatto f
   where f.persona_id = any (p_persone) and f.ambito_id = kernel.ambito() and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi()
     and (f.tipo = 'contatto-sicuro' or f.tipo in ('residenza', 'domicilio') and f.classe = 'indirizzo-segreto'
       or f.tipo = 'recapito' and f.dati @> '{"sicuro": false}')
$$;
comment on function accesso.contatto_prudente is 'Whether these persons are to be reached with care, and by which numbers never, also where the reader does not see who says so. Never answered to a reader';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('seguita_da_altri', 'puo_motivare', 'rapporto_di_scheda', 'avvisa_se_di_nessuno', 'contatto_prudente') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

create or replace function kernel.apri_fascicolo(p_tipo text, p_id uuid) returns table (persone uuid[], rapporto text) language plpgsql stable as $$
declare t tipo_soggetto; trovate uuid[]; esiste boolean;
begin
  select * into strict t from tipo_soggetto where id = p_tipo;
  -- as the reader: what he may not see is not there
  execute format('select array(select distinct %I from %I where %I = $1 and %1$I is not null)', t.colonna, t.tabella, t.chiave) into trovate using p_id;
  -- what is read of one sheet is read of all those found to be the same: divided again, each has it in its register
  persone := array(select distinct x.id from (
    select unnest(trovate) as id
    union all select q.id from unnest(trovate) p, unnest(accesso.stessa_persona(p)) u, persona q where q.id = u) x);
  if t.scheda is null then
    rapporto := case when trovate = '{}' then 'non-trovato' else accesso.rapporto(trovate) end;
  else
    execute format('select exists (select 1 from %I where id = $1)', t.scheda) into esiste using p_id;
    rapporto := case when esiste then accesso.rapporto_di_scheda(p_tipo, p_id, array(select q.id from persona q where q.id = any (persone))) else 'non-trovato' end;
  end if;
  return next;
end $$;
