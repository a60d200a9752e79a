-- A household is found also by one of its members, by who coordinates; who waits for the record to be opened is counted; who cares for the
-- same person in two households is one too many (ADR 0068).

-- ---- a member, by his whole name or by his codice fiscale -----------------------------------------------------------------------

alter table domanda_componente add column nominativo_chiave text collate "C" generated always as (trim(kernel.normalizza(cognome || ' ' || nome))) stored;
comment on column domanda_componente.nominativo_chiave is 'Surname and name, to find a household by the whole name of a member';
create index domanda_componente_nominativo on domanda_componente (ambito_id, comune_id, nominativo_chiave) where uscito_il is null;

create function accesso.casi_del_componente(p_testo text, p_codice boolean) returns table (caso_id uuid) language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare mio uuid := kernel.ambito(); chiave text := case when p_codice then kernel.chiave_codice_fiscale(p_testo) else trim(kernel.normalizza(p_testo)) end; trovate uuid[];
begin
  if kernel.azione() is distinct from 'caso.elenca' then return; end if;
  if p_codice then
    trovate := array(select m.domanda_id from domanda_componente m
       where m.ambito_id = mio and m.codice_fiscale_chiave = chiave and m.uscito_il is null and (m.persona_id is null or not m.persona_id = any (kernel.persone_vietate())) limit 100);
  else
    trovate := array(select m.domanda_id from unnest(kernel.comuni()) z(comune_id) cross join lateral (
        select x.domanda_id, x.persona_id from domanda_componente x where x.ambito_id = mio and x.comune_id = z.comune_id and x.nominativo_chiave = chiave and x.uscito_il is null limit 100) m
       where m.persona_id is null or not m.persona_id = any (kernel.persone_vietate()) limit 100);
  end if;
  return query select c.id from unnest(trovate) t(id) join caso c on c.domanda_id = t.id
   where c.comune_id = any (kernel.comuni()) and c.comune_id = any (accesso.comuni_aperti('patti')) and not kernel.nucleo_celato(c.domanda_id);
end $$;
comment on function accesso.casi_del_componente is 'Casi of the comuni of the running act that have a member of that whole name, or of that codice fiscale: for who coordinates, who must know him already. Never a household in which somebody must not be found or is restricted';

-- ---- households that wait for the record ------------------------------------------------------------------------------------------

create function accesso.casi_senza_cartella() returns table (comune_id text, casi integer) language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare mio uuid := kernel.ambito(); chiusi text[];
begin
  -- which comuni first: where all have their record, which is almost everywhere, no caso is read
  chiusi := array(select x.id from unnest(accesso.comuni_aperti('patti')) x(id) where not x.id = any (accesso.comuni_aperti('cartella')) and (kernel.ambito_intero() or x.id = any (kernel.comuni())));
  if cardinality(chiusi) = 0 then return; end if;
  return query select c.comune_id, count(*)::int from caso c where c.ambito_id = mio and c.comune_id = any (chiusi) and c.assegnazione in ('da-assegnare', 'assegnato') group by 1;
end $$;
comment on function accesso.casi_senza_cartella is 'How many open casi there are in the comuni of the running act where the record is not open, and no analysis can begin: numbers, of what is assigned and not of how far it is';

create function accesso.adesioni_richieste(p_sezione text) returns table (aperta boolean, adesioni text[]) language sql stable security definer set search_path = public, pg_catalog as $$
  select accesso.sezione_aperta(p_sezione, kernel.oggi()), array(
    select t.nome from sezione_requisito r join tipo_adesione t on t.id = r.tipo_adesione_id where r.sezione_id = p_sezione and kernel.oggi() between r.dal and coalesce(r.al, 'infinity') order by t.nome)
$$;
comment on function accesso.adesioni_richieste is 'Whether a section is open nationally today, and the names of the adhesions that it asks of a comune';

-- ---- who cares for the same person elsewhere ---------------------------------------------------------------------------------------

create index esonero_della_curata on esonero (ambito_id, curata_chiave) where curata_chiave is not null and cessato_il is null;

create function accesso.curano_altrove(p_caso uuid, p_componente uuid, p_tipo text, p_curata text, p_dal date, p_al date) returns integer language sql stable security definer set search_path = public, pg_catalog as $$
  select count(distinct d.codice_fiscale_chiave)::int
    from caso c join domanda_componente io on io.id = p_componente and io.domanda_id = c.domanda_id
      join esonero x on x.ambito_id = c.ambito_id and x.curata_chiave = kernel.chiave_codice_fiscale(p_curata) and x.cessato_il is null and x.tipo = p_tipo
       and daterange(x.dal, x.al, '[]') && daterange(p_dal, p_al, '[]') and x.caso_id <> c.id
      join caso k on k.id = x.caso_id and k.misura_id = c.misura_id and k.assegnazione not in ('concluso', 'passato')
       -- where the section is over nobody could make it cease
       and k.comune_id = any ((select accesso.comuni_aperti('patti'))::text[]) and k.id is distinct from c.origine_id and k.origine_id is distinct from c.id
      join domanda_componente d on d.id = x.componente_id and d.uscito_il is null and d.codice_fiscale_chiave <> io.codice_fiscale_chiave
   where c.id = p_caso and c.ambito_id = kernel.ambito() and c.assegnatario_id = kernel.utente() and not kernel.nucleo_celato(k.domanda_id)
     and not exists (
       select 1 from persona p cross join lateral unnest(accesso.stessa_persona(p.id)) s(id) join persona q on q.id = s.id
        where p.ambito_id = c.ambito_id and p.codice_fiscale is not null and p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(p_curata)
          and (q.riservato_a is not null or exists (select 1 from persona_fatto f where f.ambito_id = c.ambito_id and f.persona_id = q.id and f.classe = 'indirizzo-segreto'
               and f.tipo in ('residenza', 'domicilio', 'recapito') and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi())))
$$;
comment on function accesso.curano_altrove is 'How many others are exempted, in other households of the ambito under the same measure, because they care for that person in those days: never who. None where one of them, or the person, must not be found or is restricted: a refusal would tell of her';

-- ---- what carriers say -----------------------------------------------------------------------------------------------------------

create function accesso.ambiti_dei_messaggi(p_ids uuid[], p_canale text) returns table (id uuid, ambito_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select g.id, g.ambito_id from convocazione_messaggio g where g.id = any (p_ids) and g.canale = p_canale
$$;
comment on function accesso.ambiti_dei_messaggi is 'Of which ambito each of these messages is, for the job that reads what carriers say: a file says only which message';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('casi_del_componente', 'casi_senza_cartella', 'adesioni_richieste', 'curano_altrove', 'ambiti_dei_messaggi') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
grant execute on function accesso.ambiti_dei_messaggi(uuid[], text) to nazionale;

select kernel.apri_scambio();
