-- Who works in which office; which parameters an ambito may change for itself; and merged sheets wherever one looks: who
-- may not open his own record, whom a reading is written about, who is counted, how one finds a person whose principal
-- sheet is of a comune that one does not reach.

-- ---- who works in which office ---------------------------------------------------------------------------------------

create table ufficio_operatore (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  ufficio_id uuid not null references ufficio (id),
  utente_id uuid not null references utente (id),
  dal date not null default kernel.oggi(),
  al date,
  registrato_il timestamptz not null default kernel.adesso(),
  registrato_da uuid default kernel.utente() references utente (id),
  constraint ufficio_operatore_date_in_ordine check (al is null or al >= dal),
  constraint ufficio_operatore_una_volta exclude using gist (ufficio_id with =, utente_id with =, daterange(dal, al, '[]') with &&)
);
comment on table ufficio_operatore is 'An operator works in an office from a day to another: whose inbox, agenda and reminders are his. It gives no right: what he may see is his role''s';
create index on ufficio_operatore (ufficio_id);
create index ufficio_operatore_utente on ufficio_operatore (utente_id, dal);
create index on ufficio_operatore (ambito_id);
create index on ufficio_operatore (registrato_da);
select kernel.proteggi('ufficio_operatore', nazionale => true);
revoke delete on ufficio_operatore from applicazione, nazionale;

-- ---- what an ambito may decide by itself -----------------------------------------------------------------------------

create table parametro_di_ambito (
  chiave text primary key,
  perche text not null
);
comment on table parametro_di_ambito is 'Parameters to which an ambito may give a value of its own; loaded from config/parametri-ambito.csv';
select kernel.proteggi_nazionale('parametro_di_ambito');

create policy valore_proprio on kernel.parametro for insert to applicazione
  with check (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()) and chiave in (select d.chiave from parametro_di_ambito d));
create policy valore_proprio_cambiato on kernel.parametro for update to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()))
  with check (ambito_id = (select kernel.ambito()) and chiave in (select d.chiave from parametro_di_ambito d));
grant insert, update on kernel.parametro to applicazione;

-- ---- merged sheets ---------------------------------------------------------------------------------------------------

-- A person merged with a sheet of another comune is still shown as herself to whoever works only in hers: the lists walk
-- all the sheets, and leave out those shown as another.
drop index persona_elenco;
create index persona_elenco on persona (ambito_id, cognome_chiave, nome_chiave, id);
drop index persona_nascita;
create index persona_nascita on persona (ambito_id, data_nascita, id);

create or replace function kernel.apri_fascicolo(p_tipo text, p_id uuid) returns table (persone uuid[], rapporto text) language plpgsql stable as $$
declare t tipo_soggetto; trovate uuid[];
begin
  select * into strict t from tipo_soggetto where id = p_tipo;
  -- as the reader: what he may not see is not there
  execute format('select array(select distinct %I from %I where %I = $1 and %1$I is not null)', t.colonna, t.tabella, t.chiave) into trovate using p_id;
  -- what is read of one sheet is read of all those found to be the same: divided again, each has it in its register
  persone := array(select distinct x.id from (
    select unnest(trovate) as id
    union all select q.id from unnest(trovate) p, unnest(accesso.stessa_persona(p)) u, persona q where q.id = u) x);
  rapporto := case when trovate = '{}' then 'non-trovato' else accesso.rapporto(trovate) end;
  return next;
end $$;
comment on function kernel.apri_fascicolo is 'The persons whose folder an id opens, with the sheets found to be the same, among those the reader may see; and how he stands to them';

create or replace function accesso.letture_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, utente_id uuid, cognome text, nome text, azione text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select r.id, r.quando, r.utente_id, u.cognome, u.nome, r.azione, z.descrizione, r.interrogazione, r.fuori_carico,
         coalesce(r.motivo, case when r.fuori_carico then (
           select kernel.voce_etichetta('motivo-accesso-fascicolo', a.motivo, kernel.giorno(a.dal)) || ': ' || a.dettaglio from apertura_fascicolo a
            where a.utente_id = r.utente_id and a.persona_id = any (r.persone) and a.dal <= r.quando and a.scade > r.quando order by a.dal desc limit 1) end)
    from kernel.registro_accessi r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
    -- of a sheet of another comune, the readings are that comune's to tell
   where r.persone && array(select p.id from persona p where p.id = any (accesso.stessa_persona(p_persona)) and (p.id = p_persona or p.comune_id = any (kernel.comuni())))
     and r.esito = 'consentito' and r.ambito_id = kernel.ambito()
     and (p_prima is null or r.id < p_prima)
     -- what was written speaks for itself, where one may see it
     and (r.azione <> all ('{diario.scrivi,oscuramento.gestisci,documento.carica,documento.gestisci,documento.sposta}'::text[]) or r.utente_id = kernel.utente())
     and not (r.oggetto_id ~ '^[0-9a-f]{8}-' and accesso.nascosto_a_me(r.oggetto_id::uuid))
   order by r.id desc limit p_limite
$$;

create or replace function accesso.insoliti(p_lunedi date) returns table (regola text, utente_id uuid, quante integer, solito numeric)
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
  ), lette as (
    -- two sheets of one person are one folder
    select l.utente_id, l.quando, l.fuori_carico, l.interrogazione, l.questa, coalesce(p.unita_a, p.id) as persona
      from letture l, unnest(l.persone) x join persona p on p.id = x
  ), fuori as (
    select l.utente_id, count(distinct persona) filter (where questa) as ora, count(distinct persona) filter (where not questa) / 8.0 as prima
      from lette l where l.fuori_carico group by l.utente_id
  ), ore as (
    select l.utente_id, count(distinct persona) as n from lette l
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
  select 'omonimo', l.utente_id, count(distinct l.persona)::int, null
    from lette l join utente u on u.id = l.utente_id join persona p on p.id = l.persona
   where l.questa and l.interrogazione is null and p.cognome_chiave = kernel.normalizza(u.cognome) group by l.utente_id
  union all
  select 'emergenza-non-riesaminata', a.utente_id, count(*)::int, null from apertura_fascicolo a, finestra f
   where a.ambito_id = kernel.ambito() and a.emergenza and a.riesaminata_il is null and a.dal >= f.dal and a.dal < f.al group by a.utente_id
$$;

select kernel.apri_scambio();
