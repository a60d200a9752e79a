-- Who is freed because he cares for somebody: for whom, since a measure may free one carer for each person cared for.

alter table esonero add column curata text check (curata ~ '\S');
alter table esonero add column curata_chiave text collate "C" generated always as (kernel.chiave_codice_fiscale(curata)) stored;
comment on column esonero.curata is 'Codice fiscale of the person cared for, of the household or not, where the version says how many carers each may have; null also of exemptions registered before it was asked';
comment on column esonero.curata_chiave is 'Key by which two exemptions are for the same person';

-- ---- social workers and inhabitants (H10.4) --------------------------------------------------------------------------------

create function accesso.conta_assistenti_sociali() returns integer language sql stable security definer set search_path = public, pg_catalog as $$
  select count(distinct a.utente_id)::int from assegnazione a join utente u on u.id = a.utente_id
   where a.ambito_id = kernel.ambito() and a.ruolo_id = any (string_to_array(replace(kernel.parametro('servizio.ruoli-assistenti-sociali') #>> '{}', ' ', ''), ','))
     and a.stato = 'abilitata' and kernel.oggi() between a.dal and coalesce(a.al, 'infinity')
     and u.stato in ('inserito', 'attivo') and coalesce(u.fine_contratto, 'infinity') >= kernel.oggi()
$$;
comment on function accesso.conta_assistenti_sociali is 'How many work as social workers in the ambito of the running act, by the roles that a parameter names: who has two counts once. A number, never who';
alter function accesso.conta_assistenti_sociali owner to custode;
revoke all on function accesso.conta_assistenti_sociali from public;
grant execute on function accesso.conta_assistenti_sociali to applicazione;
