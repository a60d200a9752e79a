-- What an audit of the record found. The rules of a new presa in carico hold for one that is opened again, whoever writes it.

create function kernel.presa_una_per_tipo() returns trigger language plpgsql as $$
declare stessa uuid[];
begin
  -- commands and jobs write in nobody's name; what comes whole from elsewhere is written as it was there
  if kernel.utente() is null or current_user <> 'applicazione'
    or kernel.azione() in ('fascicolo.importa', 'cartella.importa', 'messaggio-regionale.importa') then return new; end if;
  stessa := accesso.stessa_persona(new.persona_id);
  -- of two that open at once the second waits here, and finds the first
  perform 1 from persona p where p.id = any (stessa) order by p.id for update;
  if exists (select 1 from persona p where p.id = any (stessa) and p.decesso is not null) then
    raise exception 'dead' using errcode = '23514', constraint = 'presa_di_chi_vive';
  end if;
  -- as far as who writes sees: of a hidden one nothing is told
  if exists (select 1 from presa_in_carico p where p.persona_id = any (stessa) and p.tipo = new.tipo and p.stato <> 'chiusa' and p.id <> new.id) then
    raise exception 'already in charge' using errcode = '23514', constraint = 'presa_una_per_tipo';
  end if;
  return new;
end $$;
comment on function kernel.presa_una_per_tipo is 'One open presa in carico of a type for each person, and none of the dead: opening and opening again. Those that are two already stay';
create trigger presa_una_nuova before insert on presa_in_carico for each row when (new.stato <> 'chiusa') execute function kernel.presa_una_per_tipo();
create trigger presa_una_riaperta before update of stato on presa_in_carico for each row
  when (old.stato = 'chiusa' and new.stato <> 'chiusa') execute function kernel.presa_una_per_tipo();

-- ---- the office that follows it ---------------------------------------------------------------------------------------------

alter table presa_in_carico add column ufficio_id uuid references ufficio (id);
comment on column presa_in_carico.ufficio_id is 'The office where she is followed, of the comune or of the whole ambito: not the team, which is in presa_operatore';
create index on presa_in_carico (ufficio_id) where ufficio_id is not null;

-- ---- a proposal that the sheet has overtaken -------------------------------------------------------------------------------------

alter table variazione add column ridisegnata_il timestamptz;
comment on column variazione.ridisegnata_il is 'When it was not taken because the sheet had changed, and its difference was drawn again: from then on it is accepted by who looks at it, never with all the others';

-- ---- a morning at the desk is not a morning of folders -----------------------------------------------------------------------------

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
           -- a sheet of the desk that is one's own task: one line on a person, not her folder
           not r.fuori_carico and r.azione ~ '^(segnalazione|contatto|invio)\.' as di_sportello
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
