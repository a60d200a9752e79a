-- What the reading of the last changes of issue 3 has found on what may be known (docs/decisioni/0053, 0057, 0058): purposes told by other
-- rows than those of the sheet that asked for them, words that answered guesses on who reported, readings that no rule counted, decisions
-- that rested on no fact.

-- ---- a purpose that a sheet has asked for is told with the readings of that sheet ---------------------------------------------

alter table apertura_fascicolo add column scheda_id uuid;
comment on column apertura_fascicolo.scheda_id is 'The sheet of the desk (contatto, segnalazione, invio) that asked for the purpose, which may tell of it; its own id where it was one of which nobody knows which';
alter table apertura_fascicolo no force row level security;
-- said in another way: nobody has changed anything
alter table apertura_fascicolo disable trigger registra_modifica;
update apertura_fascicolo set scheda_id = id where per_scheda;
alter table apertura_fascicolo enable trigger registra_modifica;
alter table apertura_fascicolo force row level security;
alter table apertura_fascicolo drop column per_scheda;

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
         coalesce(r.motivo, case when a.si then a.voce || ': ' || a.dettaglio when not a.si then 'Per ragioni di servizio' end)
    from lette r left join utente u on u.id = r.utente_id left join azione z on z.id = r.azione
    left join lateral (
      select kernel.voce_etichetta('motivo-accesso-fascicolo', x.motivo, kernel.giorno(x.dal)) as voce, x.dettaglio, x.si
        from (select a.*, a.utente_id = kernel.utente() or case a.motivo
                       -- that somebody has reported her is told by what was reported, to whom it exists for
                       when 'segnalazione-nuova' then coalesce(r.azione like 'segnalazione.%' and r.oggetto_id = a.scheda_id::text, false)
                       -- asked by a sheet, it speaks of the sheet: it is told with its readings, which who may not know of it has not
                       else a.scheda_id is null or coalesce(r.oggetto_id = a.scheda_id::text, false) end as si
                from apertura_fascicolo a
               where a.utente_id = r.utente_id and a.persona_id = any (r.persone) and a.dal <= r.quando and a.scade > r.quando) x
       order by x.si desc, x.dal desc limit 1) a on r.fuori_carico
   order by r.id desc
$$;

-- The person is told who has seen her data and when; of the desk and of lists not which: it would tell her, or whoever reads it in her
-- place, that somebody has reported her, and when it was read (docs/decisioni/0057). Of a purpose, the entry that was chosen and never the
-- words: «dopo la telefonata della vicina» may be written under any of them.
create or replace function accesso.registro_di(p_persona uuid, p_prima bigint, p_limite integer)
  returns table (id bigint, quando timestamptz, chi text, ruoli text, atto text, interrogazione text, fuori_carico boolean, motivo text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select l.id, l.quando, l.cognome || ' ' || l.nome,
         (select string_agg(distinct r.nome, ', ') from assegnazione s join ruolo r on r.id = s.ruolo_id
           where s.utente_id = l.utente_id and kernel.giorno(l.quando) between s.dal and coalesce(s.al, 'infinity') and s.stato in ('abilitata', 'sospesa', 'revocata')),
         case when x.generica then 'Vedere i dati in un elenco o in una scheda del servizio' else coalesce(l.atto, l.azione) end,
         case when not x.generica then l.interrogazione end, l.fuori_carico,
         case when not x.generica and l.fuori_carico then (
           select kernel.voce_etichetta('motivo-accesso-fascicolo', a.motivo, kernel.giorno(a.dal)) from apertura_fascicolo a
            where a.utente_id = d.utente_id and a.persona_id = any (d.persone) and a.dal <= d.quando and a.scade > d.quando
              and a.scheda_id is null and a.motivo <> 'segnalazione-nuova' order by a.dal desc limit 1) end
    from accesso.letture_di(p_persona, p_prima, p_limite) l join kernel.registro_accessi d on d.id = l.id
   cross join lateral (select l.azione = 'elenco' or l.azione ~ '^(segnalazione|contatto|invio)\.'
     or (l.interrogazione is not null and l.azione not in ('persona.cerca', 'persona.crea')) as generica) x
   order by l.id desc
$$;

-- ---- who reported: what he was called before, and what is written by who does not know him -------------------------------------

-- A body completed («Scuola» → «Scuola primaria Manzoni») is no word to take out any more: which is of today and which of before is told.
drop function accesso.segnalante_di(uuid);
drop function accesso.segnalanti_di(uuid[]);
drop function kernel.segnalante_detto(segnalazione_segnalante);

-- As the reader: whoever calls it must see the row, or have the right to its words.
create function kernel.segnalante_detto(s segnalazione_segnalante) returns table (nome text, ente text, recapiti text, ora boolean) language sql immutable as $$
  select s.nome, s.ente, s.recapiti, true
   union select x.nome, x.ente, x.recapiti, false from jsonb_to_recordset(s.come_era) as x(nome text, ente text, recapiti text)
$$;
comment on function kernel.segnalante_detto is 'Who reported, as he is written and (ora: false) as he was written before';

create function accesso.segnalante_di(p_segnalazione uuid) returns table (nome text, ente text, recapiti text, ora boolean)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select d.* from segnalazione_segnalante x cross join lateral kernel.segnalante_detto(x) d
   where x.segnalazione_id = p_segnalazione and x.ambito_id = kernel.ambito() and x.comune_id = any (kernel.comuni())
     and kernel.azione() in ('segnalazione.leggi', 'segnalazione.valuta', 'segnalazione.elenca', 'segnalazione.copia', 'segnalazione.prendi-in-carico')
$$;
comment on function accesso.segnalante_di is 'Words to take out of what is read without his class; never answered to a reader';

-- Proposing a presa in carico reads back what one has written: of a segnalazione hidden from the writer it would answer who tries names.
create function accesso.segnalanti_di(p_persone uuid[]) returns table (segnalazione_id uuid, nome text, ente text, recapiti text, ora boolean)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.segnalazione_id, d.* from segnalazione_persona p join segnalazione_segnalante x on x.segnalazione_id = p.segnalazione_id
   cross join lateral kernel.segnalante_detto(x) d
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito()
     and kernel.azione() in ('messaggio-regionale.esporta', 'fascicolo.esporta', 'segnalazione.copia', 'presa.trasferisci',
       'presa.leggi', 'fascicolo.leggi', 'decisione.leggi', 'decisione.scrivi')
$$;
comment on function accesso.segnalanti_di is 'Words to take out of what leaves, and of what is read by who may not know them; never answered to a reader';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('segnalante_di', 'segnalanti_di') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- Who does not see who reported has taken nothing from the record: on the screen his words are read as he wrote them, or reading back
-- which has become [omissis] would answer him.
alter table segnalazione_persona add column di_chi_non_sa boolean not null default false;
alter table segnalazione_riferimento add column di_chi_non_sa boolean not null default false;
alter table segnalazione_passaggio add column di_chi_non_sa boolean not null default false;
alter table segnalazione_dettaglio
  add column nota_di_chi_non_sa boolean not null default false,
  add column conclusione_di_chi_non_sa boolean not null default false;
comment on column segnalazione_persona.di_chi_non_sa is 'Written by somebody who does not see who reported: on the screen nothing is taken out of it, where it leaves it is';
comment on column segnalazione_riferimento.di_chi_non_sa is 'As segnalazione_persona.di_chi_non_sa';
comment on column segnalazione_passaggio.di_chi_non_sa is 'Of «motivo», as segnalazione_persona.di_chi_non_sa';
comment on column segnalazione_dettaglio.nota_di_chi_non_sa is 'Of «informata_nota», as segnalazione_persona.di_chi_non_sa';
comment on column segnalazione_dettaglio.conclusione_di_chi_non_sa is 'Of «conclusione», as segnalazione_persona.di_chi_non_sa';

-- ---- a decision rests on a fact ------------------------------------------------------------------------------------------------

create or replace function kernel.decisione_ferma() returns trigger language plpgsql as $$
declare t decisione_testo;
begin
  if tg_table_name <> 'decisione' then
    if not kernel.importa() and exists (select 1 from decisione d where d.id = (to_jsonb(new) ->> 'decisione_id')::uuid and d.stato = 'presa') then
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
    -- at least one in all, of those that who takes it sees: a reason of law or of judgement has no row
    if not exists (select 1 from decisione_fonte f where f.decisione_id = new.id and f.tolta_il is null) then
      raise exception 'no facts' using errcode = '23514', constraint = 'decisione_sui_fatti';
    end if;
  end if;
  return new;
end $$;
comment on function kernel.decisione_ferma is 'No decision without question, choice, reasons and a fact they rest on; none rewritten once taken';

-- ---- the whole list read in an hour is unusual again --------------------------------------------------------------------------

create or replace function accesso.insoliti(p_lunedi date) returns table (regola text, utente_id uuid, quante integer, solito numeric)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with soglie as (
    select (kernel.parametro('accessi-insoliti.fuori-carico-minimo'))::int as minimo, (kernel.parametro('accessi-insoliti.fuori-carico-volte'))::numeric as volte,
           (kernel.parametro('accessi-insoliti.fascicoli-ora'))::int as in_un_ora, (kernel.parametro('accessi-insoliti.notte-dalle'))::int as notte,
           (kernel.parametro('accessi-insoliti.notte-alle'))::int as giorno
  ), finestra as (
    select p_lunedi::timestamp at time zone 'Europe/Rome' as dal, (p_lunedi + 7)::timestamp at time zone 'Europe/Rome' as al
  ), letture as (
    select r.utente_id, r.quando, r.persone, r.fuori_carico, r.interrogazione, r.quando >= f.dal as questa,
           -- a sheet of the desk that one has written, or evaluates: one line on a person, not her folder
           not r.fuori_carico and r.interrogazione is null and case when r.quando >= f.dal and r.oggetto_id ~ '^[0-9a-f]{8}-' then case split_part(r.azione, '.', 1)
             when 'contatto' then exists (select 1 from contatto x where x.id = r.oggetto_id::uuid and x.operatore_id = r.utente_id)
             when 'segnalazione' then exists (select 1 from segnalazione x where x.id = r.oggetto_id::uuid and r.utente_id in (x.creata_da, x.valutatore_id))
             when 'invio' then exists (select 1 from invio x where x.id = r.oggetto_id::uuid and x.mittente_id = r.utente_id)
             else false end else false end as di_sportello
      from kernel.registro_accessi r, finestra f
     where r.ambito_id = kernel.ambito() and r.esito = 'consentito' and r.persone is not null and r.utente_id is not null
       and r.quando >= f.dal - interval '56 days' and r.quando < f.al
  ), lette as (
    -- two sheets of one person are one folder
    select l.utente_id, l.quando, l.fuori_carico, l.interrogazione, l.questa, l.di_sportello, coalesce(p.unita_a, p.id) as persona
      from letture l, unnest(l.persone) x join persona p on p.id = x
  ), fuori as (
    select l.utente_id, count(distinct persona) filter (where questa) as ora, count(distinct persona) filter (where not questa) / 8.0 as prima
      from lette l where l.fuori_carico group by l.utente_id
  ), ore as (
    select l.utente_id, count(distinct persona) as n from lette l
     where l.questa and l.interrogazione is null and not l.di_sportello group by l.utente_id, date_trunc('hour', l.quando)
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
