-- What the pacts gave, for the flows (ADR 0070): a caso is seen by its case manager and by no operator of the flows, so the extraction asks for
-- exactly what a record needs, and never for a path, an outcome, a word.

create policy custode on patto_voce for select to custode using (true);
grant select (patto_id, voce, campi) on patto_voce to custode;
-- the extraction asks a comune for one month
drop index patto_erogazione_comune_id_idx;
create index on patto_erogazione (comune_id, dal);

create function accesso.sostegni_per_flussi(p_comune text, p_mese date, p_dopo text, p_quante integer)
  returns table (id uuid, sostegno text, dal date, al date, ore integer, costo integer, protocollo text, codice_fiscale text, cognome text, nome text, nato date)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with date as materialized (
    select e.id, e.dal, e.al, e.ore, e.costo, x.sostegno, x.origine_id, x.voce, c.domanda_id
      from patto_erogazione e join patto_sostegno x on x.id = e.sostegno_id join caso c on c.id = e.caso_id
     where e.ambito_id = (select kernel.ambito()) and e.comune_id = p_comune and e.dal >= p_mese and e.dal < p_mese + interval '1 month' and e.tolta_il is null and not e.altrove
       and (select kernel.azione()) = 'flusso.correggi' and p_comune = any ((select kernel.comuni())::text[]) and p_comune = any ((select accesso.comuni_aperti('patti'))::text[])
       and (c.persona_id is null or not c.persona_id = any ((select kernel.persone_vietate())::uuid[]))
       and not exists (select 1 from domanda_componente m where m.domanda_id = c.domanda_id
                        and (m.persona_id = any ((select kernel.persone_vietate())::uuid[]) or m.codice_fiscale_chiave = (select accesso.mio_codice_fiscale())))
       and c.codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale())
       and e.id::text > p_dopo
     order by e.id::text limit p_quante)
  select t.id, t.sostegno, t.dal, t.al, t.ore, t.costo, d.protocollo, chi.codice_fiscale, chi.cognome, chi.nome, chi.nato
    from date t join domanda d on d.id = t.domanda_id
    -- the one whom the pact says that it is for, in the last version that was signed; otherwise who asked
    left join lateral (
      select case when jsonb_array_length(v.coinvolti) = 1 then (v.coinvolti ->> 0)::uuid end as componente_id
        from (select case jsonb_typeof(v.campi -> 'coinvolti') when 'array' then v.campi -> 'coinvolti' else '[]' end as coinvolti
                from patto p join patto_voce v on v.patto_id = p.id and v.voce = t.voce where p.origine_id = t.origine_id
                 and p.stato in ('firmato', 'in-revisione', 'sostituito', 'chiuso') order by p.numero desc limit 1) v) v on true
    left join domanda_componente m on m.id = v.componente_id and m.domanda_id = d.id
    left join domanda_componente r on m.id is null and r.domanda_id = d.id and r.codice_fiscale_chiave = d.codice_fiscale_chiave
    -- of a household where somebody must not be found nothing is put together
    left join lateral (
      select case when m.id is null then d.codice_fiscale else m.codice_fiscale end as codice_fiscale, case when m.id is null then d.cognome else m.cognome end as cognome,
             case when m.id is null then d.nome else m.nome end as nome, coalesce(m.data_nascita, r.data_nascita) as nato
       where not exists (select 1 from kernel.da_non_trovare(d.id))) chi on true
   order by t.id::text
$$;
comment on function accesso.sostegni_per_flussi is 'What supports of pacts gave from a day of a month on, in a comune: kind, days, hours, cents, and to whom, where it may be said. For the extraction of the flows alone; one who acts never meets himself or his family';

create function accesso.in_carico_per_flussi(p_domande uuid[], p_giorno date) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select c.domanda_id from caso c join caso_stato s on s.caso_id = c.id
   where c.domanda_id = any (p_domande) and c.ambito_id = (select kernel.ambito()) and (select kernel.azione()) = 'flusso.correggi' and c.comune_id = any ((select kernel.comuni())::text[])
     and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and (c.persona_id is null or not c.persona_id = any ((select kernel.persone_vietate())::uuid[]))
     and s.esito_sociale and not (s.stato in ('chiuso', 'decaduto', 'revocato', 'terminato', 'trasferito') and s.dal <= p_giorno)
     -- the analysis of a measure is a questionnaire that has an outcome, whatever it is called
     and exists (select 1 from caso_evento e where e.caso_id = c.id and e.evento = any (array(select q.questionario_id from questionario_versione q where q.definizione ? 'esito')) and e.annullato_il is null and e.giorno <= p_giorno)
$$;
comment on function accesso.in_carico_per_flussi is 'Which of some domande have their household in charge on a day: what the flow asks of each record (PresaCarico), for the extraction alone';

-- An operator does not meet all that there is: his family, who is restricted, a comune that is not open. What he does not see has not gone.
create function accesso.ancora_concesse(p_comune text, p_mese date, p_fonti text[], p_origini text[]) returns table (fonte text, origine text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with chi as materialized (
    select x.fonte, x.origine, split_part(x.origine, '/', 1)::uuid as id from unnest(p_fonti, p_origini) x(fonte, origine)
     where x.fonte in ('benefici', 'aiuti', 'sostegni') and (select kernel.azione()) = 'flusso.correggi' and p_comune = any ((select kernel.comuni())::text[]))
  select c.fonte, c.origine from chi c cross join lateral (select x.* from domanda x where x.id = c.id offset 0) d
   where c.fonte = 'benefici' and d.ambito_id = (select kernel.ambito()) and d.comune_id = p_comune and d.sparita_il is null
     and coalesce(d.riconosciuta_il, d.presentata_il) < p_mese + interval '1 month'
  union all
  select c.fonte, c.origine from chi c cross join lateral (select x.* from contatto x where x.id = c.id offset 0) k join contatto_dettaglio t on t.contatto_id = k.id
   where c.fonte = 'aiuti' and k.ambito_id = (select kernel.ambito()) and k.comune_id = p_comune and k.stato <> 'annullata' and t.aiuto_tipo is not null
     and k.quando >= p_mese::timestamp at time zone 'Europe/Rome' and k.quando < (p_mese + interval '1 month') at time zone 'Europe/Rome'
  union all
  select c.fonte, c.origine from chi c cross join lateral (select x.* from patto_erogazione x where x.id = c.id offset 0) e
   where c.fonte = 'sostegni' and e.ambito_id = (select kernel.ambito()) and e.comune_id = p_comune and e.tolta_il is null and not e.altrove
     and e.dal >= p_mese and e.dal < p_mese + interval '1 month'
$$;
comment on function accesso.ancora_concesse is 'Which of these things that an extraction noted are still granted, whoever asks. For the extraction alone, that must not say they have gone; never answered to a reader';

-- The index of codes leaves out who has none, and says so only to who asks: without it every person of the ambito was read, for each of a turn.
create or replace function accesso.persona_da_non_trovare(p_persona uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return exists (
    select 1 from persona io join lateral (
      select unnest(accesso.stessa_persona(io.id)) as id
      union select u.id from persona p cross join lateral unnest(accesso.stessa_persona(p.id)) u(id)
             where p.ambito_id = io.ambito_id and p.codice_fiscale_chiave = io.codice_fiscale_chiave and p.codice_fiscale is not null) s on true
      join persona_fatto f on f.persona_id = s.id and f.ambito_id = io.ambito_id
     where io.id = p_persona and io.ambito_id = kernel.ambito() and f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio', 'recapito')
       and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi());
end $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('sostegni_per_flussi', 'in_carico_per_flussi', 'ancora_concesse') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
