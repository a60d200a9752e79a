-- A comune may entrust its flows to an ambito that is not its own: a metropolitan city runs them for comuni of several ambiti
-- (issue 5 §4, ADR 0076). It is an act of adhesion like the others, registered where the comune is; what it opens is found where
-- the reach of every request is, and no policy changes: who enters so is in one ambito, and in the comuni of those acts alone.

-- ---- the act -----------------------------------------------------------------------------------------------------------

alter table tipo_adesione add column affida_id text references sezione (id);
comment on column tipo_adesione.affida_id is 'Section whose work a comune entrusts with this act to an ambito that is not its own; null for the acts that open sections';
create index on tipo_adesione (affida_id);

alter table adesione add column affidatario_id uuid references ambito (id),
  add constraint adesione_affidata_da_un_comune check (affidatario_id is null or comune_id is not null),
  add constraint adesione_affidata_ad_altri check (affidatario_id <> ambito_id);
comment on column adesione.affidatario_id is 'The ambito to which the comune entrusts the section of the kind of act: that adesione_una_alla_volta holds one at a time';
create index adesione_affidata on adesione (affidatario_id, ambito_id, (case when al is null then 'infinity'::date else al end)) where affidatario_id is not null;

-- ---- what it opens -----------------------------------------------------------------------------------------------------

create function accesso.comuni_affidati(p_a uuid, p_ambito uuid, p_sezione text, p_giorno date) returns text[]
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  if p_sezione is null or exists (select 1 from ambito x where x.id in (p_a, p_ambito) and x.al < p_giorno) then return '{}'; end if;
  -- where the comune is not open in the section itself, it has nothing to entrust
  return array(
    select a.comune_id from adesione a join tipo_adesione t on t.id = a.tipo_adesione_id
     where a.affidatario_id = p_a and a.ambito_id = p_ambito and t.affida_id = p_sezione and a.stato = 'registrata'
       and a.dal <= p_giorno and (case when a.al is null then 'infinity'::date else a.al end) >= p_giorno
    intersect
    select unnest(accesso.comuni_aperti(p_sezione, p_ambito, p_giorno)));
end $$;
comment on function accesso.comuni_affidati is 'Comuni of an ambito that entrust a section to another one, that day, and are open in it';

create function accesso.portata_affidata(p_utente uuid, p_da uuid, p_azione text, p_ambito uuid, p_giorno date) returns accesso.portata_effettiva
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare sez text; affidati text[];
begin
  select sezione_id into sez from azione where id = p_azione;
  if sez is null or p_da is null or p_da = p_ambito or not exists (
    select 1 from assegnazione s join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = p_azione
     where s.utente_id = p_utente and s.ambito_id = p_da and s.comune_id is null and s.stato = 'abilitata'
       and p_giorno between s.dal and coalesce(s.al, 'infinity') and p.portata in ('ambito', 'comune')) then
    return null;
  end if;
  affidati := accesso.comuni_affidati(p_da, p_ambito, sez, p_giorno);
  if affidati = '{}' then return null; end if;
  -- the comuni of those acts: never the whole ambito, never a class of protected data
  return (false, false, affidati, '{}'::text[], '{}'::text[])::accesso.portata_effettiva;
end $$;
comment on function accesso.portata_affidata is 'How far the act reaches in another ambito for a user whose own is entrusted with comuni of it: for roles that he has over the whole of his own; null when it does not';

-- As in 0009, but for the ambito that a user of an ambito may choose, and for who is not to be seen, asked of the ambito entered.
create or replace function accesso.entra(
  p_token bytea, p_azione text, p_ambito uuid, p_adesso timestamptz, p_richiesta uuid, p_fascicolo boolean
) returns table (esito text, ruolo_db text, utente_id uuid, ambito_id uuid, sessione_id uuid)
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare
  s accesso.sessione; u utente; p accesso.portata_effettiva; amb uuid; altrove boolean;
  inattivita interval; oggi date := (p_adesso at time zone 'Europe/Rome')::date; vietate uuid[] := '{}';
begin
  ruolo_db := 'servizio';
  perform set_config('app.adesso', p_adesso::text, true), set_config('app.richiesta', p_richiesta::text, true),
    set_config('app.azione', p_azione, true);
  select * into s from accesso.sessione x where x.token = p_token;
  if not found then esito := 'sessione-assente'; return next; return; end if;
  inattivita := make_interval(mins => coalesce((kernel.parametro('sessione.inattivita-minuti'))::int, 30));
  if s.chiusa_il is not null or p_adesso >= s.scade_il or p_adesso >= s.ultima_attivita + inattivita then
    esito := 'sessione-scaduta'; return next; return;
  end if;
  select * into u from utente x where x.id = s.utente_id;
  if u.stato <> 'attivo' or (u.fine_contratto is not null and u.fine_contratto < oggi)
    or exists (select 1 from ambito x where x.id = u.ambito_id and x.al < oggi) then
    esito := 'sessione-scaduta'; return next; return;
  end if;
  -- one write a minute, not one a request
  if p_adesso > s.ultima_attivita + interval '1 minute' then
    update accesso.sessione x set ultima_attivita = p_adesso where x.id = s.id;
  end if;
  utente_id := u.id; sessione_id := s.id; ambito_id := u.ambito_id;
  perform set_config('app.utente', u.id::text, true), set_config('app.sessione', s.id::text, true);
  -- another ambito than one's own: only for the acts of a section that can be entrusted. For all the others the choice says nothing
  altrove := p_ambito is not null and p_ambito <> u.ambito_id
    and exists (select 1 from azione x join tipo_adesione t on t.affida_id = x.sezione_id where x.id = p_azione);
  if p_azione = 'sessione' then
    p := (u.ambito_id is null, false, '{}', '{}', '{}');
  elsif altrove then
    p := accesso.portata_affidata(u.id, u.ambito_id, p_azione, p_ambito, oggi);
  else
    p := accesso.portata(u.id, u.ambito_id, p_azione, oggi);
  end if;
  amb := u.ambito_id;
  if p is null then
    perform set_config('app.ambito', coalesce(amb::text, ''), true);
    -- who has the act at home is told that it is not so there, and nothing of what is there
    esito := case when altrove and accesso.puo(u.id, p_azione, oggi) then 'ambito-non-affidato' else 'azione-non-consentita' end;
    return next; return;
  end if;
  if altrove then amb := p_ambito; end if;
  -- an act of national reach chooses the ambito it works in
  if p.nazionale and p_azione <> 'sessione' then
    amb := p_ambito;
    if amb is not null and not exists (select 1 from ambito x where x.id = amb) then
      esito := 'non-trovato'; return next; return;
    end if;
  end if;
  if exists (select 1 from azione x where x.id = p_azione and x.sezione_id is not null) then
    vietate := accesso.persone_vietate(u.id, u.codice_fiscale, amb);
  end if;
  perform set_config('app.ambito', coalesce(amb::text, ''), true), set_config('app.ambito_intero', p.intero::text, true),
    set_config('app.comuni', p.comuni::text, true), set_config('app.comuni_assegnati', p.assegnati::text, true),
    set_config('app.classi', p.classi::text, true), set_config('app.persone_vietate', vietate::text, true),
    set_config('app.fascicolo', p_fascicolo::text, true);
  ambito_id := amb;
  esito := 'ok'; ruolo_db := case when p.nazionale then 'nazionale' else 'applicazione' end;
  return next;
end $$;

-- ---- work that goes on after the request ---------------------------------------------------------------------------------

create function accesso.puo_nel_comune(p_utente uuid, p_azione text, p_comune text, p_giorno date) returns boolean
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare u utente; p accesso.portata_effettiva;
begin
  select * into u from utente x where x.id = p_utente and x.stato in ('inserito', 'attivo') and coalesce(x.fine_contratto, 'infinity') >= p_giorno;
  if not found or exists (select 1 from ambito x where x.id = u.ambito_id and x.al < p_giorno) then return false; end if;
  if u.ambito_id = kernel.ambito() then p := accesso.portata(u.id, u.ambito_id, p_azione, p_giorno);
  else p := accesso.portata_affidata(u.id, u.ambito_id, p_azione, kernel.ambito(), p_giorno); end if;
  return coalesce(p_comune = any (p.comuni), false);
end $$;
comment on function accesso.puo_nel_comune is 'Whether the user reaches a comune of the scope''s ambito with the act, that day, from there or because it is entrusted: work that runs after the request asks it at each step';

-- ---- who is told, and who is named ---------------------------------------------------------------------------------------

create function accesso.affidatari(p_azione text, p_ambito uuid, p_comune text) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct u.id
    from azione x join tipo_adesione t on t.affida_id = x.sezione_id
      join adesione a on a.ambito_id = p_ambito and a.tipo_adesione_id = t.id and a.comune_id = p_comune and a.affidatario_id is not null and a.stato = 'registrata'
      join permesso p on p.azione_id = x.id and p.portata in ('ambito', 'comune')
      join assegnazione s on s.ambito_id = a.affidatario_id and s.ruolo_id = p.ruolo_id and s.comune_id is null and s.stato = 'abilitata'
       and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')
      join utente u on u.id = s.utente_id and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= kernel.oggi()
   where x.id = p_azione and p_comune = any (accesso.comuni_affidati(a.affidatario_id, p_ambito, x.sezione_id, kernel.oggi()))
$$;
comment on function accesso.affidatari is 'Who may do the act in a comune because his own ambito is entrusted with it';

-- As in 0014, with those from outside: their line is of the ambito it is about, because theirs is another.
create or replace function accesso.avvisa_chi_puo(p_azione text, p_ambito uuid, p_comune text, p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select c.utente_id, null::uuid, p_testo, p_collegamento from accesso.chi_puo(p_azione, p_ambito, array[p_comune]) c where c.utente_id is distinct from kernel.utente()
  union all
  select a, p_ambito, p_testo, p_collegamento from accesso.affidatari(p_azione, p_ambito, p_comune) a where a is distinct from kernel.utente() and p_ambito = kernel.ambito()
$$;
alter policy avvisi on kernel.notifica with check (ambito_id is null or ambito_id = (select kernel.ambito()));

create function accesso.avvisa_affidatario(p_adesione uuid, p_testo text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  -- a line of their own ambito, where they enable its roles: the act itself they cannot open
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select distinct u.id, null::uuid, p_testo, '/utenti'
    from adesione a join assegnazione s on s.ambito_id = a.affidatario_id and s.comune_id is null and s.stato = 'abilitata'
       and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')
      join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = 'utente.gestisci' and p.portata = 'ambito'
      join utente u on u.id = s.utente_id and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= kernel.oggi()
   where a.id = p_adesione and a.stato in ('registrata', 'cessata') and (a.ambito_id = kernel.ambito() or kernel.ambito() is null)
$$;
comment on function accesso.avvisa_affidatario is 'A line for who enables the roles of the ambito that an act of the scope''s own entrusts with something; a national scope without an ambito speaks of any';

create function accesso.nomi_da_fuori(p_utenti uuid[]) returns table (id uuid, cognome text, nome text)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  -- also when it has ended: what they did stays, with who did it
  return query select u.id, u.cognome, u.nome from utente u
    where u.id = any (p_utenti) and u.ambito_id <> kernel.ambito()
      and exists (select 1 from adesione a where a.affidatario_id = u.ambito_id and a.ambito_id = kernel.ambito() and a.stato in ('registrata', 'cessata'));
end $$;
comment on function accesso.nomi_da_fuori is 'Names of users of the ambiti that the scope''s own has entrusted with something: who acted here from outside is named like anyone';

create function accesso.nomi_di_chi_prepara(p_utenti uuid[]) returns table (id uuid, nome text)
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select n.id, n.nome from accesso.nomi_di(p_utenti) n
    union all select f.id, f.cognome || ' ' || f.nome from accesso.nomi_da_fuori(p_utenti) f;
end $$;
comment on function accesso.nomi_di_chi_prepara is 'Names of who works on the flows of the scope''s ambito: its users, and those from outside';

-- ---- the ambiti that a user may choose -----------------------------------------------------------------------------------

create function accesso.ambiti_affidati(p_giorno date) returns table (id uuid, nome text, azioni text[])
  language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare mio uuid;
begin
  select u.ambito_id into mio from utente u where u.id = kernel.utente();
  return query
    with affidate as materialized (
      select distinct a.ambito_id, t.affida_id from adesione a join tipo_adesione t on t.id = a.tipo_adesione_id
       where a.affidatario_id = mio and t.affida_id is not null and a.stato = 'registrata'
         and a.dal <= p_giorno and (case when a.al is null then 'infinity'::date else a.al end) >= p_giorno)
    select m.id, m.nome, array_agg(distinct p.azione_id order by p.azione_id)
      from affidate d join ambito m on m.id = d.ambito_id join azione x on x.sezione_id = d.affida_id
        join permesso p on p.azione_id = x.id and p.portata in ('ambito', 'comune')
        join assegnazione s on s.utente_id = kernel.utente() and s.ambito_id = mio and s.ruolo_id = p.ruolo_id and s.comune_id is null and s.stato = 'abilitata'
         and p_giorno between s.dal and coalesce(s.al, 'infinity')
     where accesso.comuni_affidati(mio, d.ambito_id, d.affida_id, p_giorno) <> '{}'
     group by m.id, m.nome order by m.nome, m.id;
end $$;
comment on function accesso.ambiti_affidati is 'Other ambiti that the signed-in person may choose that day, and for which acts';

-- As in 0004: who is entrusted with comuni of others needs no comune of his own.
create or replace function accesso.territori_ammessi(p_ambito uuid, p_giorno date) returns table (ruolo_id text, comune_id text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with aderenti as materialized (
    select s.id, accesso.comuni_aderenti(s.id, p_ambito, p_giorno, '{firmata,registrata}') as comuni from sezione s
  ), delegati as materialized (select accesso.comuni_delegati(p_ambito, p_giorno) as comuni),
  -- materialized: once for each ambito and section, and not for each act that ever was
  in_vigore as materialized (
    select distinct a.ambito_id, t.affida_id from adesione a join tipo_adesione t on t.id = a.tipo_adesione_id
     where a.affidatario_id = p_ambito and t.affida_id is not null and a.stato = 'registrata'
       and a.dal <= p_giorno and (case when a.al is null then 'infinity'::date else a.al end) >= p_giorno),
  affidate as materialized (
    select distinct v.affida_id as id from in_vigore v where accesso.comuni_affidati(p_ambito, v.ambito_id, v.affida_id, p_giorno) <> '{}')
  select r.id, null::text from ruolo r where r.sezione_id is null
  union all
  select r.id, c from ruolo r join aderenti a on a.id = r.sezione_id, unnest(a.comuni) as c where r.territorio in ('comune', 'ambito-o-comune')
  union all
  select r.id, null from ruolo r join aderenti a on a.id = r.sezione_id, delegati d
   where r.territorio in ('ambito', 'ambito-o-comune')
     and (case when r.richiede_delega then a.comuni && d.comuni else cardinality(a.comuni) > 0 end or r.sezione_id in (select f.id from affidate f))
$$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('comuni_affidati', 'portata_affidata', 'puo_nel_comune', 'affidatari', 'avvisa_affidatario', 'nomi_da_fuori', 'nomi_di_chi_prepara', 'ambiti_affidati') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function accesso.puo_nel_comune, accesso.nomi_di_chi_prepara to applicazione;
grant execute on function accesso.nomi_da_fuori, accesso.ambiti_affidati, accesso.avvisa_affidatario to applicazione, nazionale;
