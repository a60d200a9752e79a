-- What lists, counts and the night ask of casi, made to cost the same however many the others have. A coordinator reaches some
-- comuni of an ambito, and the policies hide from the planner which: a list in the order of days is walked in an index that
-- says of whom each row is, and no row is opened to be thrown away (bench/README.md).

-- open casi of a comune: the counts of the coordinator, and the lots of the nightly work
create index caso_aperti on caso (ambito_id, comune_id, id) include (assegnatario_id, peso) where assegnazione in ('da-assegnare', 'assegnato');

-- the lists of the coordinator: with what the policies ask of a row
drop index caso_elenco;
create index caso_elenco on caso (ambito_id, assegnazione, presentata_il, id) include (comune_id, persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
create index caso_elenco_tutti on caso (ambito_id, presentata_il, id) include (comune_id, persona_id, codice_fiscale_chiave, assegnatario_id, misura_id);
drop index caso_ricerca;
create index caso_ricerca on caso (ambito_id, richiedente_chiave, id) include (comune_id, persona_id, codice_fiscale_chiave, assegnatario_id, presentata_il);

-- an extract says a protocol, and not in which comune it is known
create index domanda_protocollo on domanda (ambito_id, protocollo);
-- its report, and the lots that are taken in, in the order of the file
create index importazione_estratto_domanda_righe on importazione_estratto_domanda (importazione_id, riga, protocollo);

-- the first term due of each caso of a comune, and whose have passed
drop index caso_termine_ambito_id_comune_id_scade_idx;
create index caso_termine_del_comune on caso_termine (ambito_id, comune_id, scade) include (caso_id, fermo);

create or replace function accesso.carico_casi(p_entro integer) returns table (utente_id uuid, casi integer, peso integer, in_scadenza integer, scaduti integer) language sql stable security definer set search_path = public, pg_catalog as $$
  with miei as (
    select c.id, c.assegnatario_id, c.peso from caso c
     where c.ambito_id = kernel.ambito() and c.comune_id = any (kernel.comuni()) and c.comune_id in (select unnest(accesso.comuni_aperti('patti')))
       and c.assegnazione in ('da-assegnare', 'assegnato')
  ), prime as (
    select t.caso_id, min(t.scade) as prima from caso_termine t
     where t.ambito_id = kernel.ambito() and t.comune_id = any (kernel.comuni()) and not t.fermo group by t.caso_id
  )
  select m.assegnatario_id, count(*)::int, sum(m.peso)::int,
         count(*) filter (where t.prima >= kernel.oggi() and t.prima <= kernel.oggi() + p_entro)::int, count(*) filter (where t.prima < kernel.oggi())::int
    from miei m left join prime t on t.caso_id = m.id
   group by m.assegnatario_id
$$;

-- ---- who must not be found ----------------------------------------------------------------------------------------------

-- As in 0029, of many domande at once: a list asks once, and not for each of its rows; and whom a member may be is found by an index.
create function kernel.membri_da_non_trovare(p_domande uuid[]) returns table (domanda_id uuid, componente_id uuid) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query
    with membri as (
      select m.domanda_id, m.id, m.ambito_id, m.simili || m.persona_id as noti, m.codice_fiscale_chiave from domanda_componente m where m.domanda_id = any (p_domande)
    ), chi as (
      select m.domanda_id, m.id, m.ambito_id, n.persona from membri m cross join lateral unnest(m.noti) n(persona) where n.persona is not null
      union
      -- the index leaves out who has no code, and says so only to who asks
      select m.domanda_id, m.id, m.ambito_id, p.id from membri m join persona p on p.codice_fiscale_chiave = m.codice_fiscale_chiave and p.codice_fiscale is not null and p.ambito_id = m.ambito_id
    )
    select distinct c.domanda_id, c.id from chi c cross join lateral unnest(accesso.stessa_persona(c.persona)) s(id) join persona_fatto f on f.persona_id = s.id and f.ambito_id = c.ambito_id
     where f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio', 'recapito') and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi();
end $$;
comment on function kernel.membri_da_non_trovare is 'Members of domande of whom the record keeps secret where they live or how they are reached. Those gone from the household too: its address may be the one they fled to';
alter function kernel.membri_da_non_trovare owner to custode;
revoke all on function kernel.membri_da_non_trovare from public;

create or replace function kernel.da_non_trovare(p_domanda uuid) returns setof uuid language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select d.componente_id from kernel.membri_da_non_trovare(array[p_domanda]) d;
end $$;

create or replace function accesso.da_non_trovare(p_domanda uuid) returns setof uuid language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select d.componente_id from kernel.membri_da_non_trovare(array(select x.id from domanda x where x.id = p_domanda and x.ambito_id = kernel.ambito())) d;
end $$;

create function accesso.domande_da_non_trovare(p_domande uuid[]) returns setof uuid language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select distinct d.domanda_id from kernel.membri_da_non_trovare(array(select x.id from domanda x where x.id = any (p_domande) and x.ambito_id = kernel.ambito())) d;
end $$;
comment on function accesso.domande_da_non_trovare is 'Which of these domande, in the ambito of the running act, have a member who must not be found: what declares addresses and contacts leaves them out. Never answered to a reader';
alter function accesso.domande_da_non_trovare owner to custode;
revoke all on function accesso.domande_da_non_trovare from public;
grant execute on function accesso.domande_da_non_trovare to applicazione;

-- ---- who may do an act ----------------------------------------------------------------------------------------------------

-- As in 0014, by the comuni that are asked for: of an ambito of thousands of operators only theirs are read.
create or replace function accesso.chi_puo(p_azione text, p_ambito uuid, p_comuni text[]) returns table (utente_id uuid, nome text, comuni text[])
  language sql stable security definer set search_path = public, pg_catalog as $$
  with ruoli as (
    select r.id, r.richiede_delega from permesso p join ruolo r on r.id = p.ruolo_id where p.azione_id = p_azione
  ), territori as (
    select a.utente_id, a.comune_id as comune from ruoli r join assegnazione a on a.ruolo_id = r.id
     where a.ambito_id = p_ambito and a.comune_id = any (p_comuni) and a.stato = 'abilitata' and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
    union all
    select a.utente_id, t.comune from ruoli r join assegnazione a on a.ruolo_id = r.id
      cross join lateral unnest(case when r.richiede_delega then accesso.comuni_delegati(p_ambito, kernel.oggi()) else accesso.comuni_di(p_ambito, kernel.oggi()) end) t(comune)
     where a.ambito_id = p_ambito and a.comune_id is null and a.stato = 'abilitata' and kernel.oggi() between a.dal and coalesce(a.al, 'infinity') and t.comune = any (p_comuni)
  )
  select u.id, u.cognome || ' ' || u.nome, array_agg(distinct t.comune order by t.comune)
    from territori t join utente u on u.id = t.utente_id
   where u.stato in ('inserito', 'attivo') and (u.fine_contratto is null or u.fine_contratto >= kernel.oggi())
   group by u.id, u.cognome, u.nome
$$;
