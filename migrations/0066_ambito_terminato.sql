-- Accreditation says the true reason (ADR 0050): to the users of an ambito that has ended, who are free to be accredited in the
-- one that has taken its place; to whom a contract of an administrator matters; to whom an act is missing.

do $$
declare f text; prima text; dopo text;
begin
  f := pg_get_functiondef('accesso.apri_sessione'::regproc);
  -- an expired contract is the true reason also of who was never enabled
  prima := 'when u.stato = ''comunicato'' then ''non-ancora-abilitato''
    when u.fine_contratto is not null and u.fine_contratto < oggi then ''contratto-scaduto'' end;';
  dopo := 'when u.fine_contratto is not null and u.fine_contratto < oggi then ''contratto-scaduto''
    when u.stato = ''comunicato'' then ''non-ancora-abilitato'' end;';
  if strpos(f, prima) = 0 then raise exception 'accesso.apri_sessione: reasons not found'; end if;
  f := replace(f, prima, dopo);
  prima := 'when u.stato = ''cessato'' then ''cessato''';
  if strpos(f, prima) = 0 then raise exception 'accesso.apri_sessione: first reason not found'; end if;
  -- the same day as accesso.entra, which closes every session
  execute replace(f, prima, prima || '
    when exists (select 1 from ambito x where x.id = u.ambito_id and x.al < oggi) then ''ambito-terminato''');
end $$;

create or replace function accesso.codici_altrove(p_codici text[]) returns setof text language sql stable security definer set search_path = public, pg_catalog as $$
  select u.codice_fiscale from utente u
   where u.codice_fiscale = any (p_codici) and u.stato not in ('cessato', 'altrove') and u.ambito_id is distinct from kernel.ambito()
     and not exists (select 1 from ambito a where a.id = u.ambito_id and a.al < kernel.oggi())
$$;

-- The unique index cannot look at the ambito: who is accredited elsewhere is ceased where nobody can work any more, by the same act.
create function accesso.cessa_dove_e_finito() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare finito record;
begin
  for finito in
    select u.id, a.al, 'ambito terminato il ' || to_char(a.al, 'DD/MM/YYYY') as perche from utente u join ambito a on a.id = u.ambito_id
     where u.codice_fiscale = new.codice_fiscale and u.id <> new.id and u.stato not in ('cessato', 'altrove') and a.al < kernel.oggi()
  loop
    update assegnazione s set stato = 'revocata', motivo_stato = finito.perche, al = greatest(s.dal, least(s.al, finito.al))
     where s.utente_id = finito.id and s.stato <> 'revocata' and coalesce(s.al, 'infinity') >= finito.al;
    update utente u set stato = 'cessato', motivo_stato = finito.perche, versione = u.versione + 1 where u.id = finito.id;
  end loop;
  return new;
end $$;
alter function accesso.cessa_dove_e_finito owner to custode;
revoke all on function accesso.cessa_dove_e_finito from public;
create trigger cessa_dove_e_finito before insert on utente for each row
  when (new.stato not in ('cessato', 'altrove')) execute function accesso.cessa_dove_e_finito();
create trigger cessa_dove_e_finito_di_nuovo before update of stato, codice_fiscale on utente for each row
  when (new.stato not in ('cessato', 'altrove') and (old.stato in ('cessato', 'altrove') or old.codice_fiscale <> new.codice_fiscale))
  execute function accesso.cessa_dove_e_finito();

create policy cessa on assegnazione for update to custode using (true) with check (true);
grant update on assegnazione to custode;

-- ---- who may renew the contract of an administrator -----------------------------------------------------------------------

-- also from the scope of an ambito: a line of theirs belongs to none
create or replace function accesso.avvisa_super_utenti(p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select distinct a.utente_id, null::uuid, p_testo, p_collegamento
    from assegnazione a join utente u on u.id = a.utente_id
   where a.ruolo_id = 'super-utente' and a.stato = 'abilitata' and u.stato in ('inserito', 'attivo')
     and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
$$;

-- ---- what keeps a role prepared --------------------------------------------------------------------------------------------

-- The same facts as accesso.territori_ammessi, in words: acts are data, and a section may require more than one.
create function accesso.atto_mancante(p_ruolo text, p_comune text) returns text language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare
  r ruolo; oggi date := kernel.oggi(); delegati text[]; territorio text[]; mancano text[]; delega boolean; dove text;
begin
  select * into r from ruolo x where x.id = p_ruolo;
  if r.sezione_id is null then return null; end if;
  if exists (select 1 from accesso.territori_ammessi(kernel.ambito(), oggi) m where m.ruolo_id = p_ruolo and m.comune_id is not distinct from p_comune) then
    return null;
  end if;
  if p_comune is not null and p_comune <> all (accesso.comuni_di(kernel.ambito(), oggi)) then
    return 'il comune non fa parte dell’ambito';
  end if;
  delegati := accesso.comuni_delegati(kernel.ambito(), oggi);
  territorio := case when p_comune is not null then array[p_comune] when r.richiede_delega then delegati else accesso.comuni_di(kernel.ambito(), oggi) end;
  if territorio = '{}' then return 'manca la delega di almeno un comune'; end if;
  -- the required acts that no comune of the territory has; with several comuni each may lack another, and then all are named
  with requisiti as (
    select q.attuatore, q.tipo_adesione_id, t.nome, t.ordine from sezione_requisito q join tipo_adesione t on t.id = q.tipo_adesione_id
     where q.sezione_id = r.sezione_id and oggi between q.dal and coalesce(q.al, 'infinity')
  ), atti as (
    select a.tipo_adesione_id, a.comune_id from adesione a
     where a.ambito_id = kernel.ambito() and a.stato in ('firmata', 'registrata') and oggi between coalesce(a.dal, a.firmata_il) and coalesce(a.al, 'infinity')
  ), letti as (
    select q.nome, q.ordine,
           exists (select 1 from atti a where a.tipo_adesione_id = q.tipo_adesione_id
              and (a.comune_id = any (territorio) or (a.comune_id is null and q.attuatore and territorio && delegati))) as c_e,
           q.attuatore and exists (select 1 from atti a where a.tipo_adesione_id = q.tipo_adesione_id and a.comune_id is null) as dell_attuatore
      from requisiti q
  )
  select coalesce(array_agg('«' || l.nome || '»' order by l.ordine) filter (where not l.c_e), array_agg('«' || l.nome || '»' order by l.ordine)),
         p_comune is not null and coalesce(bool_and(l.dell_attuatore) filter (where not l.c_e), false)
    into mancano, delega from letti l;
  if mancano is null then return 'oggi nessun atto è previsto per aprire la sezione'; end if;
  dove := case when p_comune is not null then ' per il comune di ' || (select c.nome from comune c where c.id = p_comune)
    when r.richiede_delega then ' per almeno un comune che delega l’ambito' else ' per almeno un comune' end;
  return case when delega then 'manca la delega' || dove || ': ' || case cardinality(mancano) when 1 then 'l’atto ' else 'gli atti ' end || array_to_string(mancano, ' e ') || ' del soggetto attuatore ' || case cardinality(mancano) when 1 then 'vale' else 'valgono' end || ' solo per chi lo delega'
    when cardinality(mancano) = 1 then 'manca l’atto ' || mancano[1] || ', firmato e valido oggi,' || dove
    else 'mancano gli atti ' || array_to_string(mancano, ' e ') || ', firmati e validi oggi,' || dove end;
end $$;
comment on function accesso.atto_mancante is 'Why a role there can only be prepared today, for the ambito of the scope; null where it may be enabled. It names acts and comuni, never who signed';

alter function accesso.atto_mancante owner to custode;
revoke all on function accesso.atto_mancante from public;
grant execute on function accesso.atto_mancante to applicazione, nazionale;

-- ---- the exchanges of SPID (ADR 0050) ---------------------------------------------------------------------------------------

alter table accesso.spid_scambio drop constraint spid_scambio_tipo_check,
  add constraint spid_scambio_tipo_check check (tipo in ('accesso', 'uscita', 'uscita-gestore'));
comment on column accesso.spid_scambio.tipo is 'uscita-gestore: the provider asked, and we answered; its id is the provider''s name and its own number, so that it never meets one of ours';

create function accesso.spid_ricevi(p_id text, p_idp text, p_richiesta text, p_adesso timestamptz, p_risposta text) returns boolean
  language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  insert into accesso.spid_scambio (id, tipo, idp, ritorno, legame, richiesta, emessa_il, consumata_il, risposta, ricevuta_il, esito)
  values (p_idp || ' ' || p_id, 'uscita-gestore', p_idp, '', '', p_richiesta, p_adesso, p_adesso, p_risposta, p_adesso, 'accettata')
  on conflict do nothing;
  return found;
end $$;
comment on function accesso.spid_ricevi is 'Keeps a logout that a provider has asked for, with what it is answered; false when it had already come';
alter function accesso.spid_ricevi owner to custode;
revoke all on function accesso.spid_ricevi from public;
grant execute on function accesso.spid_ricevi to servizio;

create or replace function accesso.pulisci(p_adesso timestamptz) returns void language sql security definer set search_path = public, pg_catalog as $$
  delete from accesso.spid_scambio where emessa_il < p_adesso - interval '24 months' or (consumata_il is null and emessa_il < p_adesso - interval '30 days');
  delete from accesso.sessione where scade_il < p_adesso - interval '24 months';
  delete from kernel.chiave_idempotenza where creata < p_adesso - interval '1 day';
$$;
comment on function accesso.pulisci is 'Retention: SPID exchanges and sessions 24 months, requests that nobody answered 30 days, idempotency keys one day';
