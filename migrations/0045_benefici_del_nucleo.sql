-- What a household has asked for or received besides a caso: domande of every measure, prestazioni of the comuni (ADR 0038).

create policy custode on prestazione_erogata for select to custode using (true);
create policy custode on prestazione_dati for select to custode using (true);
create policy custode on concessa_flussi for select to custode using (true);
grant select on prestazione_erogata, prestazione_dati, concessa_flussi to custode;
-- what a member has received, found by who he is: without it, every prestazione of the ambito would be read for the page of one caso
create index prestazione_dati_di on prestazione_dati (ambito_id, kernel.valore_prestazione(record, 1, '{beneficiario,codiceFiscale}'));

create function accesso.benefici_del_nucleo(p_caso uuid) returns table (id text, specie text, misura text, codice text, ente text, beneficio text, dal date, al date, volte integer, centesimi bigint, persona text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  with qui as (
    select c.id, c.ambito_id, c.comune_id, c.domanda_id, exists (select 1 from kernel.da_non_trovare(c.domanda_id)) as segreta
      from caso c
     where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and c.comune_id = any (kernel.comuni_assegnati()) and kernel.fascicolo()
       and c.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
  ), membri as (
    select distinct on (m.codice_fiscale_chiave) m.codice_fiscale_chiave, upper(m.codice_fiscale) as codice_fiscale, m.cognome || ' ' || m.nome as nome
      from qui join domanda_componente m on m.domanda_id = qui.domanda_id
     where m.uscito_il is null and (m.persona_id is null or not m.persona_id = any (kernel.persone_vietate()))
  ), altre as (
    select x.domanda_id, string_agg(membri.nome, ', ' order by membri.nome) as chi
      from membri join domanda_componente x on x.ambito_id = kernel.ambito() and x.codice_fiscale_chiave = membri.codice_fiscale_chiave group by 1
  )
  select d.id::text, 'domanda', m.nome, null, null, d.beneficio, d.presentata_il, d.beneficio_dal, 1, d.mensile::bigint, altre.chi
    from qui cross join altre join domanda d on d.id = altre.domanda_id and d.ambito_id = qui.ambito_id and d.id <> qui.domanda_id join misura m on m.id = d.misura_id
   where d.comune_id = any ((select accesso.comuni_aperti('patti'))::text[])
     -- where else a household has been may say where somebody is
     and (d.comune_id = qui.comune_id or d.comune_id = any (kernel.comuni_assegnati()) and not qui.segreta and not exists (select 1 from kernel.da_non_trovare(d.id)))
     and (d.persona_id is null or not d.persona_id = any (kernel.persone_vietate()))
     and d.codice_fiscale_chiave is distinct from (select accesso.mio_codice_fiscale())
     -- one that he follows too is told by its own acts; one handed over is told where it is now
     and not exists (select 1 from caso k where k.domanda_id = d.id and (k.assegnatario_id = kernel.utente() or k.assegnazione = 'passato'))
  union all
  select min(p.id::text), 'prestazione', null, p.codice, e.denominazione, null, (min(p.periodo) || '-01')::date, ((max(p.periodo) || '-01')::date + interval '1 month - 1 day')::date,
         count(*)::int, sum(p.centesimi)::bigint, membri.nome
    from qui cross join membri
    join prestazione_dati x on x.ambito_id = qui.ambito_id and kernel.valore_prestazione(x.record, 1, '{beneficiario,codiceFiscale}') = membri.codice_fiscale
    join prestazione_erogata p on p.id = x.id join ente_flussi e on e.id = p.ente_id
   where not qui.segreta and (p.comune_id = qui.comune_id or p.comune_id = any (kernel.comuni_assegnati())) and p.comune_id = any ((select accesso.comuni_aperti('flussi'))::text[])
     and p.operazione = 'I' and p.stato not in ('rifiutata', 'esclusa') and p.periodo is not null and p.codice is not null
     and not exists (select 1 from prestazione_erogata y where y.annulla_id = p.id and y.stato <> 'esclusa')
     -- extracted from a domanda, which is above
     and not exists (select 1 from concessa_flussi y where y.prestazione_id = p.id)
   group by p.codice, e.denominazione, membri.nome, membri.codice_fiscale, left(p.periodo, 4)
$$;
comment on function accesso.benefici_del_nucleo is 'What the members of one''s own caso have asked for or received besides: domande of every measure, also of the past, and prestazioni of the comuni registered in the hub (M2). For its case manager, with the folder open; of who must not be found, nothing that says where';

alter function accesso.benefici_del_nucleo owner to custode;
revoke all on function accesso.benefici_del_nucleo from public;
grant execute on function accesso.benefici_del_nucleo to applicazione;
