-- What the radar, the hand-over and the reasons of a decision read of the other modules. The views of 0014 were meant to
-- be replaced by them, and never were: an active case written up every week rang as silent.

-- ---- contacts ------------------------------------------------------------------------------------------------------------

-- What another comune knows of the same person is its own: it says nothing of this presa in carico. The sheets of a person
-- are rows and not a list, so that each is an equality that an index answers.
create or replace view presa_contatto with (security_invoker = true) as
  select p.id as presa_id, p.primo_contatto_il as giorno, 'primo-contatto'::text as tipo, p.id from presa_in_carico p where p.primo_contatto_il is not null
  union all
  select c.presa_id, (c.chiuso_il at time zone 'Europe/Rome')::date, 'compito', c.id from compito c
   where c.stato = 'fatto' and c.tipo in ('colloquio', 'visita-domiciliare', 'telefonata')
  union all
  select p.id, d.giorno, 'diario', d.voce_id
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join diario_persona d on d.persona_id = u.id and d.comune_id = p.comune_id and d.stato in ('completata', 'integrata')
    join diario_voce v on v.id = d.voce_id
   where case coalesce((select k.attributi ->> 'contatto' from codifica_voce k
            where k.codifica_id = case v.specie when 'diario' then 'tipo-attivita' else 'attivita-professionale' end and k.codice = v.tipo order by k.dal desc limit 1), 'si')
         -- a call with the school is not one with the person, nor with those who speak for her
         when 'si' then v.con = '{}' or v.con && '{utente,parente-o-conoscente,tutore}'
         when 'no' then 'utente' = any (v.con)
         else false end
  union all
  select p.id, kernel.giorno(a.inizio), 'appuntamento', a.id
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join appuntamento_persona x on x.persona_id = u.id and x.comune_id = p.comune_id
    join appuntamento a on a.id = x.appuntamento_id and a.stato = 'svolto'
  union all
  select p.id, kernel.giorno(c.quando), 'contatto', c.id
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join contatto c on c.persona_id = u.id and c.comune_id = p.comune_id and c.stato <> 'annullata';
comment on view presa_contatto is 'Days on which the person of a presa in carico was met or spoken to: to-dos, diary, agenda, desk. What is confidential counts for those who see it';

-- ---- what is unfinished ------------------------------------------------------------------------------------------------------

-- Of a draft its day and no more: the words are its author's until he completes it. A confidential entry is not copied at all.
create or replace view presa_sospeso with (security_invoker = true) as
  select c.presa_id, c.persona_id, c.utente_id, 'compito'::text as tipo, c.id, t.titolo as testo, c.scade
    from compito c join compito_testo t on t.compito_id = c.id where c.stato = 'aperto'
  union all
  select p.id, p.persona_id, v.autore_id, 'bozza', v.id, 'Diario da completare, del ' || to_char(v.giorno, 'DD/MM/YYYY'), null::date
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join diario_persona d on d.persona_id = u.id and d.comune_id = p.comune_id and d.stato = 'bozza' and d.autore_id = kernel.utente()
    join diario_voce v on v.id = d.voce_id and coalesce(v.presa_id, p.id) = p.id and v.destinatari is null
  union all
  select p.id, p.persona_id, v.autore_id, 'diario', v.id, coalesce(kernel.voce_etichetta('attivita-professionale', v.prossima_attivita), 'Attività prevista dal diario'), v.prossima_il
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join diario_persona d on d.persona_id = u.id and d.comune_id = p.comune_id and d.stato in ('completata', 'integrata')
    join diario_voce v on v.id = d.voce_id and coalesce(v.presa_id, p.id) = p.id and v.riservato_a is null and v.prossima_il >= kernel.oggi()
  union all
  select p.id, p.persona_id, a.operatore_id, 'appuntamento', a.id,
         'Appuntamento alle ' || to_char(a.inizio at time zone 'Europe/Rome', 'HH24:MI') || coalesce(': ' || kernel.voce_etichetta('tipo-appuntamento', a.tipo), ''), kernel.giorno(a.inizio)
    from presa_in_carico p cross join lateral unnest(accesso.stessa_persona(p.persona_id)) u(id) join appuntamento_persona x on x.persona_id = u.id and x.comune_id = p.comune_id
    join appuntamento a on a.id = x.appuntamento_id and a.stato = 'fissato' and a.inizio >= kernel.adesso();
comment on view presa_sospeso is 'What is unfinished in a presa in carico and whose it is: to-dos, drafts of the reader, next activities, appointments';

-- ---- what a reason rests on ----------------------------------------------------------------------------------------------------

-- Of a segnalazione its day and what it was found to be, never the facts: they may name who reported.
create or replace view decisione_origine with (security_invoker = true) as
  select c.persona_id, 'compito'::text as tipo, c.id,
         t.titolo || coalesce(' – ' || t.esito, '') || ' (' || c.stato || ', scadenza ' || to_char(c.scade, 'DD/MM/YYYY') || ')' as testo,
         null::text as classe, c.riservato_a, c.comune_id
    from compito c join compito_testo t on t.compito_id = c.id
  union all
  select p.persona_id, 'presa', p.id, concat_ws(' – ', 'Presa in carico n. ' || p.numero, d.oggetto, 'accordi: ' || d.accordi), null, p.riservato_a, p.comune_id
    from presa_in_carico p join presa_dettaglio d on d.presa_id = p.id
  union all
  select d.persona_id, 'diario', v.id, 'Fatto osservato il ' || to_char(v.giorno, 'DD/MM/YYYY') || ' – ' || f.testo, null, v.riservato_a, v.comune_id
    from diario_persona d join diario_voce v on v.id = d.voce_id,
         lateral (select left(string_agg(b.blocco ->> 'testo', ' ' order by b.n), 600) as testo
           from jsonb_array_elements(v.blocchi) with ordinality b(blocco, n) where b.blocco ->> 'tipo' = 'fatto') f
   where d.stato in ('completata', 'integrata') and f.testo ~ '\S'
  union all
  select d.persona_id, 'documento', d.id,
         concat_ws(' – ', 'Documento', d.titolo, kernel.voce_etichetta('sottocartella-documenti', d.sottocartella), 'del ' || to_char(coalesce(d.protocollo_data, kernel.giorno(d.creato_il)), 'DD/MM/YYYY')),
         d.classe, d.riservato_a, d.comune_id
    from documento d where d.stato = 'valido'
  union all
  select p.persona_id, 'segnalazione', s.id,
         concat_ws(' – ', 'Segnalazione del ' || to_char(kernel.giorno(s.ricevuta_il), 'DD/MM/YYYY'), kernel.voce_etichetta('classificazione-segnalazione', s.classificazione), 'urgenza ' || s.urgenza),
         null, s.riservato_a, s.comune_id
    from segnalazione_persona p join segnalazione s on s.id = p.segnalazione_id where p.persona_id is not null;
comment on view decisione_origine is 'Rows, besides facts, that a reason of a decision can rest on, in words, each with its confidentiality. A new kind is also one of shared/cartella/decisioni.api.ts';

-- A copy is read by whoever reads what it was copied from: hidden later, it is hidden here too. Of a draft handed over
-- nothing but its day was ever copied. In a folder that has come back from an export the origin may be elsewhere: what is
-- not there hides nothing.
create function accesso.origine_esiste(p_tipo text, p_id uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select case p_tipo
    when 'fatto' then exists (select 1 from persona_fatto o where o.id = p_id)
    when 'compito' then exists (select 1 from compito o where o.id = p_id)
    when 'presa' then exists (select 1 from presa_in_carico o where o.id = p_id)
    when 'diario' then exists (select 1 from diario_voce o where o.id = p_id)
    when 'documento' then exists (select 1 from documento o where o.id = p_id)
    when 'segnalazione' then exists (select 1 from segnalazione o where o.id = p_id)
    else false end
$$;
comment on function accesso.origine_esiste is 'Whether a row is there, seen or not: for the policies of what was copied from it, never answered to a reader';
alter function accesso.origine_esiste owner to custode;
revoke all on function accesso.origine_esiste from public;
grant execute on function accesso.origine_esiste to applicazione;

create policy origine on decisione_fonte as restrictive to applicazione using (case tipo
  when 'fatto' then exists (select 1 from persona_fatto o where o.id = origine_id)
  when 'compito' then exists (select 1 from compito o where o.id = origine_id)
  when 'presa' then exists (select 1 from presa_in_carico o where o.id = origine_id)
  when 'diario' then exists (select 1 from diario_voce o where o.id = origine_id)
  when 'documento' then exists (select 1 from documento o where o.id = origine_id)
  when 'segnalazione' then exists (select 1 from segnalazione o where o.id = origine_id)
  else false end or not accesso.origine_esiste(tipo, origine_id));
create policy origine on consegna_voce as restrictive to applicazione using (case origine_tipo
  when 'fatto' then exists (select 1 from persona_fatto o where o.id = origine_id)
  when 'diario' then exists (select 1 from diario_voce o where o.id = origine_id)
  else true end or not accesso.origine_esiste(origine_tipo, origine_id));

-- ---- who reported ------------------------------------------------------------------------------------------------------------------

-- Whoever may not know him reads the facts all the same, and could not take him out of them.
create function accesso.segnalante_di(p_segnalazione uuid) returns table (nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.nome, x.ente, x.recapiti from segnalazione_segnalante x
   where x.segnalazione_id = p_segnalazione and x.ambito_id = kernel.ambito() and x.comune_id = any (kernel.comuni()) and kernel.azione() in ('segnalazione.leggi', 'segnalazione.valuta')
$$;
comment on function accesso.segnalante_di is 'Words to take out of what is read without his class; never answered to a reader';
alter function accesso.segnalante_di owner to custode;
revoke all on function accesso.segnalante_di from public;
grant execute on function accesso.segnalante_di to applicazione;
