-- Whether a household asks again too early is looked for by the codes of its members, among the domande of its ambito.
create index domanda_raccolta_componente_chi on domanda_raccolta_componente (ambito_id, codice_fiscale_chiave) where tolto_il is null;

-- ---- who must not be found ---------------------------------------------------------------------------------------------------

create function accesso.raccolta_celata(p_domanda uuid) returns boolean language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (select 1 from accesso.raccolta_da_non_trovare(p_domanda))
      -- whoever a member may be: his sheets, those like them, those of his code, and what they are merged with
      or exists (
        select 1 from (
          select n.persona from domanda_raccolta_componente m cross join lateral unnest(m.simili || m.persona_id) n(persona) where m.domanda_id = p_domanda and m.ambito_id = kernel.ambito() and n.persona is not null
          union
          select p.id from domanda_raccolta_componente m join persona p on p.ambito_id = m.ambito_id and p.codice_fiscale_chiave = m.codice_fiscale_chiave and p.codice_fiscale is not null
           where m.domanda_id = p_domanda and m.ambito_id = kernel.ambito()) chi
          cross join lateral unnest(accesso.stessa_persona(chi.persona)) s(id) join persona q on q.id = s.id
         where q.riservato_a is not null)
      -- and those whom INPS has told of since
      or exists (select 1 from domanda d where d.id = p_domanda and d.ambito_id = kernel.ambito() and kernel.nucleo_celato(d.id))
$$;
comment on function accesso.raccolta_celata is 'Whether somebody of a domanda raccolta must not be found, or is restricted to few: of what that household had, another is told nothing. Never answered to a reader';

-- ---- how many times before, for who follows the caso -----------------------------------------------------------------------------

create function accesso.domande_del_nucleo(p_caso uuid) returns table (misura_id text, presentata_il date) language sql stable security definer set search_path = public, pg_catalog as $$
  select d.misura_id, d.presentata_il from accesso.benefici_del_nucleo(p_caso) b join domanda d on d.id::text = b.id where b.specie = 'domanda' and d.ambito_id = kernel.ambito()
$$;
comment on function accesso.domande_del_nucleo is 'Of each domanda that accesso.benefici_del_nucleo tells of, the measure and its day';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('raccolta_celata', 'domande_del_nucleo') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;
