-- What the second reading of issue 3 has found: the reporter in every text of a copy, offers to another comune after something was
-- hidden, notices of a presa in carico that one may not see.

-- ---- who reported, taken out of all that leaves (§3) ---------------------------------------------------------------------

create or replace function accesso.segnalanti_di(p_persone uuid[]) returns table (nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.nome, x.ente, x.recapiti from segnalazione_persona p join segnalazione_segnalante x on x.segnalazione_id = p.segnalazione_id
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito()
     and kernel.azione() in ('messaggio-regionale.esporta', 'fascicolo.esporta', 'segnalazione.copia', 'segnalazione.prendi-in-carico', 'presa.trasferisci')
$$;

create or replace function accesso.segnalante_di(p_segnalazione uuid) returns table (nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.nome, x.ente, x.recapiti from segnalazione_segnalante x
   where x.segnalazione_id = p_segnalazione and x.ambito_id = kernel.ambito() and x.comune_id = any (kernel.comuni())
     and kernel.azione() in ('segnalazione.leggi', 'segnalazione.valuta', 'segnalazione.elenca', 'segnalazione.copia', 'segnalazione.prendi-in-carico')
$$;

-- ---- an offer to another comune is a copy: what is hidden afterwards takes it back (§1, §7) --------------------------------

create policy custode on diario_persona for select to custode using (true);
grant select on diario_persona to custode;

create function accesso.ritira_scambi() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
declare persone uuid[] := accesso.stessa_persona(new.persona_id); s record;
begin
  if tg_table_name = 'persona_fatto' or to_jsonb(new) ->> 'tipo' in ('persona', 'relazione') then
    -- the hand-over names those who live together, and where: of one of them it is of all
    persone := persone || array(
      select unnest(accesso.stessa_persona(altri.persona_id)) from nucleo_componente mio
        join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null
       where mio.persona_id = any (persone) and mio.sostituito_il is null);
  elsif to_jsonb(new) ->> 'tipo' = 'diario' then
    persone := persone || array(select d.persona_id from diario_persona d where d.voce_id = (to_jsonb(new) ->> 'oggetto_id')::uuid);
  end if;
  for s in
    update scambio_presa x set stato = 'ritirato', risposto_il = kernel.adesso(), risposto_da = kernel.utente()
     where x.stato = 'offerto' and x.persona_id = any (persone) and x.ambito_id = new.ambito_id returning x.presa_id, x.ambito_id, x.comune_id
  loop
    insert into presa_passaggio (ambito_id, comune_id, presa_id, atto, da, a, motivo)
    select s.ambito_id, s.comune_id, p.id, 'Offerta ad altro comune ritirata', p.stato, p.stato, 'Il fascicolo è cambiato: va riletto prima di offrirla di nuovo'
      from presa_in_carico p where p.id = s.presa_id;
    -- to who answers for it, if it still exists for him
    insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
    select u.id, null, 'L’offerta a un altro comune di una presa in carico di cui sei responsabile è stata ritirata: il fascicolo è cambiato, rileggilo prima di offrirla di nuovo.', '/prese/' || p.id
      from presa_operatore o join presa_in_carico p on p.id = o.presa_id join utente u on u.id = o.utente_id
     where o.presa_id = s.presa_id and o.responsabile and o.al is null and (p.riservato_a is null or u.id = any (p.riservato_a))
       and not p.persona_id = any (accesso.persone_vietate(u.id, u.codice_fiscale, p.ambito_id));
  end loop;
  return null;
end $$;
comment on function accesso.ritira_scambi is 'The receiving comune reads a copy made at the offer: hidden something that may stand in it, the offer is withdrawn';
alter function accesso.ritira_scambi owner to custode;
revoke all on function accesso.ritira_scambi from public;
create trigger ritira_scambi after insert on oscuramento for each row execute function accesso.ritira_scambi();
create trigger ritira_scambi after insert or update of classe on persona_fatto
  for each row when (new.classe = 'indirizzo-segreto') execute function accesso.ritira_scambi();

-- ---- who is told of a presa in carico: only for whom it exists (§7) --------------------------------------------------------

create function accesso.avvisa_chi_vede_presa(p_azione text, p_presa uuid, p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select u.id, null, p_testo, p_collegamento
    from presa_in_carico p cross join lateral accesso.chi_puo(p_azione, p.ambito_id, array[p.comune_id]) c join utente u on u.id = c.utente_id
   where p.id = p_presa and p.ambito_id = kernel.ambito() and (p.riservato_a is null or u.id = any (p.riservato_a))
     and not p.persona_id = any (accesso.persone_vietate(u.id, u.codice_fiscale, p.ambito_id))
$$;
comment on function accesso.avvisa_chi_vede_presa is 'A line for whoever may do an act in the comune of this presa in carico, and for whom it exists';
alter function accesso.avvisa_chi_vede_presa owner to custode;
revoke all on function accesso.avvisa_chi_vede_presa from public;
grant execute on function accesso.avvisa_chi_vede_presa to applicazione;

-- ---- whom an entry of the diary is for (§1.5) ------------------------------------------------------------------------------

create function accesso.avvisa_destinatari(p_voce uuid, p_testo text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select u.id, null, p_testo, '/diario/' || v.id
    from diario_voce v join utente u on u.id = any (v.destinatari)
   where v.id = p_voce and v.ambito_id = kernel.ambito() and v.autore_id = kernel.utente() and v.stato = 'completata' and u.id <> kernel.utente()
     and not v.persone && accesso.persone_vietate(u.id, u.codice_fiscale, v.ambito_id)
$$;
comment on function accesso.avvisa_destinatari is 'A line for the colleagues named in an entry that has just been completed, for whom its persons exist';
alter function accesso.avvisa_destinatari owner to custode;
revoke all on function accesso.avvisa_destinatari from public;
grant execute on function accesso.avvisa_destinatari to applicazione;
