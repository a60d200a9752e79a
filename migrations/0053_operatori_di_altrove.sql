-- Who wrote a record is part of it: a folder, or an ambito, that comes from another installation brings its operators
-- along, as users who can never enter (ADR 0043). Of them are known the codice fiscale, the name and what they were there.

alter table utente
  add column qualifica text check (qualifica is null or length(qualifica) <= 300),
  alter column data_nascita drop not null,
  alter column luogo_nascita_id drop not null,
  alter column genere drop not null,
  drop constraint utente_stato_check,
  add constraint utente_stato_check check (stato in ('comunicato', 'inserito', 'attivo', 'sospeso', 'cessato', 'altrove')),
  -- an export does not say when and where a colleague was born; whoever is accredited here has said it
  add constraint utente_con_identita check (stato = 'altrove' or (data_nascita is not null and luogo_nascita_id is not null and genere is not null)),
  -- none that could be entered by, or written to
  add constraint utente_altrove_e_solo_un_nome check (stato <> 'altrove' or (ambito_id is not null and email is null and telefono is null and primo_accesso is null and ultimo_accesso is null));
comment on column utente.stato is 'altrove: he works in another installation, and here has only written what came from there';
comment on column utente.qualifica is 'What he was where he wrote, as the export that named him says; kept as history if he is accredited here';

-- the same person may be a live user of another ambito, or of this one a day: then that row is he (ADR 0008)
drop index utente_unico;
create unique index utente_unico on utente (codice_fiscale) where stato not in ('cessato', 'altrove');

-- ---- a state one only leaves, by being accredited --------------------------------------------------------------------

create function accesso.altrove_non_opera() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if tg_table_name = 'utente' then
    if (old.stato = 'altrove' and new.stato not in ('altrove', 'comunicato', 'inserito')) or (old.stato <> 'altrove' and new.stato = 'altrove') then
      raise exception 'not a user of here' using errcode = '23514', constraint = 'utente_altrove_non_opera';
    end if;
  elsif exists (select 1 from utente u where u.id = (to_jsonb(new) ->> 'utente_id')::uuid and u.stato = 'altrove') then
    raise exception 'not a user of here' using errcode = '23514', constraint = 'utente_altrove_non_opera';
  end if;
  return new;
end $$;
alter function accesso.altrove_non_opera owner to custode;
revoke all on function accesso.altrove_non_opera from public;
create trigger altrove_non_opera before update of stato on utente for each row execute function accesso.altrove_non_opera();
create trigger altrove_non_opera before insert on assegnazione for each row execute function accesso.altrove_non_opera();
create trigger altrove_non_opera before insert on ufficio_operatore for each row execute function accesso.altrove_non_opera();

-- SPID does not find him: to whoever asks, he has not been accredited
do $$
declare f text;
begin
  f := pg_get_functiondef('accesso.apri_sessione'::regproc);
  if strpos(f, 'where x.codice_fiscale = p_codice_fiscale order by') = 0 then raise exception 'accesso.apri_sessione: search not found'; end if;
  execute replace(f, 'where x.codice_fiscale = p_codice_fiscale order by', 'where x.codice_fiscale = p_codice_fiscale and x.stato <> ''altrove'' order by');
  f := pg_get_functiondef('accesso.codici_altrove'::regproc);
  if strpos(f, 'u.stato <> ''cessato''') = 0 then raise exception 'accesso.codici_altrove: state not found'; end if;
  execute replace(f, 'u.stato <> ''cessato''', 'u.stato not in (''cessato'', ''altrove'')');
end $$;

-- ---- his name, wherever he is named -------------------------------------------------------------------------------------

create or replace function accesso.nomi_di(p_utenti uuid[]) returns table (id uuid, nome text) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select u.id, u.cognome || ' ' || u.nome || case u.stato when 'altrove' then ' (operatore di un’altra installazione)' else '' end
    from utente u where u.id = any (p_utenti) and u.ambito_id = kernel.ambito();
end $$;

-- he answers for nothing here: who opens a folder of his is told to the service, as of a folder of nobody's
create or replace function accesso.responsabili_di(p_persone uuid[]) returns table (utente_id uuid, presa_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select o.utente_id, p.id from presa_in_carico p join presa_operatore o on o.presa_id = p.id join utente u on u.id = o.utente_id and u.stato <> 'altrove'
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito() and p.stato <> 'chiusa' and o.responsabile and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())
$$;

-- ---- out, and in --------------------------------------------------------------------------------------------------------

drop function accesso.operatori_ambito();

create function accesso.operatori_nominati(p_utenti uuid[]) returns table (id uuid, codice_fiscale text, cognome text, nome text, qualifica text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.codice_fiscale, u.cognome, u.nome,
         case u.stato when 'altrove' then u.qualifica else concat_ws(', ', (
           select string_agg(distinct r.nome, ', ') from assegnazione s join ruolo r on r.id = s.ruolo_id
            where s.utente_id = u.id and s.stato <> 'preparata' and (u.stato = 'cessato' or (s.stato = 'abilitata' and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')))), a.nome) end
    from utente u join ambito a on a.id = u.ambito_id
   where u.ambito_id = kernel.ambito() and (p_utenti is null or u.id = any (p_utenti))
     and case kernel.azione() when 'fascicolo.esporta' then p_utenti is not null and kernel.fascicolo() when 'ambito.esporta' then kernel.utente() is null end
   order by u.id
$$;
comment on function accesso.operatori_nominati is 'Who wrote what an export contains: by his codice fiscale he is the same person elsewhere. For the two acts that export, and no other';

create function accesso.operatore_con_codice(p_codice_fiscale text) returns uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id from utente u where u.ambito_id = kernel.ambito() and u.codice_fiscale = p_codice_fiscale and u.stato <> 'altrove' and kernel.utente() is null
$$;
comment on function accesso.operatore_con_codice is 'Who a command is told to give an import to';

-- The same row where he is here already, by its id or by his codice fiscale; otherwise one is made. Without a codice
-- fiscale (older exports) nobody is made up.
create function accesso.operatori_di_altrove(p_operatori jsonb) returns table (origine uuid, qui uuid, lavora_qui boolean)
  language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if kernel.ambito() is null or not (kernel.azione() = 'fascicolo.importa' or (kernel.azione() = 'ambito.importa' and kernel.utente() is null)) then
    raise exception 'not from here' using errcode = '42501';
  end if;
  insert into utente (ambito_id, codice_fiscale, cognome, nome, stato, qualifica)
  select kernel.ambito(), o.cf, o.cognome, o.nome, 'altrove', o.qualifica
    from (select distinct on (x.cf) x.cf, x.cognome, x.nome, x.qualifica from (
            select upper(r.codice_fiscale) as cf, left(trim(r.cognome), 100) as cognome, left(trim(r.nome), 100) as nome, left(r.qualifica, 300) as qualifica, r.id
              from jsonb_to_recordset(p_operatori) as r(id uuid, codice_fiscale text, cognome text, nome text, qualifica text)) x
           where x.cf ~ '^[A-Z0-9]{16}$' and x.cognome <> '' and x.nome <> ''
             and not exists (select 1 from utente u where u.ambito_id = kernel.ambito() and (u.id = x.id or u.codice_fiscale = x.cf))
           order by x.cf, x.id) o
  on conflict do nothing;
  return query
    select r.id, u.id, u.stato <> 'altrove'
      from jsonb_to_recordset(p_operatori) as r(id uuid, codice_fiscale text)
      cross join lateral (select y.id, y.stato from utente y where y.ambito_id = kernel.ambito() and (y.id = r.id or y.codice_fiscale = upper(r.codice_fiscale))
                           order by y.id = r.id desc limit 1) u;
end $$;
comment on function accesso.operatori_di_altrove is 'Of each operator that an import names, who he is here. For the two acts that import, and no other';
grant insert on utente to custode;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('operatori_nominati', 'operatore_con_codice', 'operatori_di_altrove') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
