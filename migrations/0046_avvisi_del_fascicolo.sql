-- Who is told that a folder nobody answers for has been opened: the service of its comune (issue 3, §7).

create function accesso.avvisa_chi_vede(p_azione text, p_persona uuid, p_testo text, p_collegamento text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select u.id, null, p_testo, p_collegamento
    from persona p cross join lateral accesso.chi_puo(p_azione, p.ambito_id, array[p.comune_id]) c join utente u on u.id = c.utente_id
   where p.id = p_persona and p.ambito_id = kernel.ambito() and u.id is distinct from kernel.utente()
     and not p.id = any (accesso.persone_vietate(u.id, u.codice_fiscale, p.ambito_id))
$$;
comment on function accesso.avvisa_chi_vede is 'A line for whoever may do an act in the comune of this person, and for whom she exists: neither himself, nor his family, nor whom a restricted record is hidden from';
alter function accesso.avvisa_chi_vede owner to custode;
revoke all on function accesso.avvisa_chi_vede from public;
grant execute on function accesso.avvisa_chi_vede to applicazione;
