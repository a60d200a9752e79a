-- A hand-over names relatives, and is a copy: it follows who may see them (ADR 0037). And who takes over must know of what
-- the worker who leaves has not finished writing, also when somebody else offers in his place.

create or replace function accesso.origine_esiste(p_tipo text, p_id uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select case p_tipo
    when 'fatto' then exists (select 1 from persona_fatto o where o.id = p_id)
    when 'compito' then exists (select 1 from compito o where o.id = p_id)
    when 'presa' then exists (select 1 from presa_in_carico o where o.id = p_id)
    when 'diario' then exists (select 1 from diario_voce o where o.id = p_id)
    when 'bozza' then exists (select 1 from diario_voce o where o.id = p_id)
    when 'documento' then exists (select 1 from documento o where o.id = p_id)
    when 'segnalazione' then exists (select 1 from segnalazione o where o.id = p_id)
    when 'persona' then exists (select 1 from persona o where o.id = p_id)
    when 'decisione' then exists (select 1 from decisione o where o.id = p_id)
    else false end
$$;

-- ---- drafts of somebody else -----------------------------------------------------------------------------------------

create function accesso.bozza_palese(p_voce uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (select 1 from diario_voce v where v.id = p_voce and v.ambito_id = kernel.ambito() and v.stato = 'bozza' and v.destinatari is null
    and not v.persone && kernel.persone_vietate())
$$;
comment on function accesso.bozza_palese is 'Whether an entry is still a draft, and not a confidential one: of such a draft a hand-over tells the day, whoever wrote it';

create function accesso.bozze_da_consegnare(p_presa uuid) returns table (id uuid, autore_id uuid, giorno date) language sql stable security definer set search_path = public, pg_catalog as $$
  select distinct v.id, v.autore_id, v.giorno
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id)
    join diario_persona d on d.persona_id = u.id and d.comune_id = p.comune_id and d.stato = 'bozza'
    join diario_voce v on v.id = d.voce_id and coalesce(v.presa_id, p.id) = p.id and accesso.bozza_palese(v.id)
   where p.id = p_presa and p.ambito_id = kernel.ambito() and p.comune_id = any (kernel.comuni()) and kernel.azione() = 'presa.trasferisci' and kernel.fascicolo()
     and (d.autore_id = kernel.utente() or exists (
       select 1 from presa_operatore o where o.presa_id = p.id and o.utente_id = d.autore_id and o.responsabile and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())))
$$;
comment on function accesso.bozze_da_consegnare is 'Drafts, of the responsible and of who offers in his place, that a hand-over must count: their day and never a word. Only for the act that writes the hand-over';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('bozza_palese', 'bozze_da_consegnare') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- What is confidential by itself, where the presa in carico is not, is left out: the hand-over has the readers of the presa.
create or replace view presa_sospeso with (security_invoker = true) as
  select c.presa_id, c.persona_id, c.utente_id, 'compito'::text as tipo, c.id, t.titolo as testo, c.scade
    from compito c join compito_testo t on t.compito_id = c.id join presa_in_carico p on p.id = c.presa_id
   where c.stato = 'aperto' and (c.riservato_a is null or p.riservato_a is not null)
  union all
  select p.id, p.persona_id, b.autore_id, 'bozza', b.id, 'Diario da completare, del ' || to_char(b.giorno, 'DD/MM/YYYY'), null::date
    from presa_in_carico p cross join lateral accesso.bozze_da_consegnare(p.id) b
  union all
  select p.id, p.persona_id, v.autore_id, 'diario', v.id, coalesce(kernel.voce_etichetta('attivita-professionale', v.prossima_attivita), 'Attività prevista dal diario'), v.prossima_il
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join diario_persona d on d.persona_id = u.id and d.comune_id = p.comune_id and d.stato in ('completata', 'integrata')
    join diario_voce v on v.id = d.voce_id and coalesce(v.presa_id, p.id) = p.id and v.riservato_a is null and v.prossima_il >= kernel.oggi()
  union all
  select p.id, p.persona_id, a.operatore_id, 'appuntamento', a.id,
         'Appuntamento alle ' || to_char(a.inizio at time zone 'Europe/Rome', 'HH24:MI') || coalesce(': ' || kernel.voce_etichetta('tipo-appuntamento', a.tipo), ''), kernel.giorno(a.inizio)
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join appuntamento_persona x on x.persona_id = u.id and x.comune_id = p.comune_id
    join appuntamento a on a.id = x.appuntamento_id and a.stato = 'fissato' and a.inizio >= kernel.adesso();
comment on view presa_sospeso is 'What is unfinished in a presa in carico and whose it is: to-dos, drafts of the responsible and of who offers, next activities, appointments';

-- ---- who may read what was copied ------------------------------------------------------------------------------------

-- A draft is its author's: until he completes it its day is there for all, then for whoever sees the entry.
drop policy origine on consegna_voce;
create policy origine on consegna_voce as restrictive to applicazione using (case origine_tipo
  when 'fatto' then exists (select 1 from persona_fatto o where o.id = origine_id)
  when 'compito' then exists (select 1 from compito o where o.id = origine_id)
  when 'diario' then exists (select 1 from diario_voce o where o.id = origine_id)
  when 'bozza' then exists (select 1 from diario_voce o where o.id = origine_id) or accesso.bozza_palese(origine_id)
  when 'persona' then exists (select 1 from persona o where o.id = origine_id)
  when 'decisione' then exists (select 1 from decisione o where o.id = origine_id)
  else true end or not accesso.origine_esiste(origine_tipo, origine_id));
-- what is hidden is also taken out of what is left to acknowledge
create index on consegna_voce (origine_id) where origine_id is not null;
