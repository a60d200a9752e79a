-- What INPS declares of a household may say where a person lives who must not be found. Whom a member may be is looked for here,
-- beyond what the reader sees: linked, proposed, or of the same codice fiscale, with the sheets merged with his.

create function kernel.da_non_trovare(p_domanda uuid) returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select m.id from domanda_componente m where m.domanda_id = p_domanda and exists (
    select 1 from (
        select unnest(m.simili || m.persona_id) as id
        union all select p.id from persona p where p.ambito_id = m.ambito_id and p.codice_fiscale_chiave = m.codice_fiscale_chiave
      ) chi cross join lateral unnest(accesso.stessa_persona(chi.id)) s(id) join persona_fatto f on f.persona_id = s.id and f.ambito_id = m.ambito_id
     where f.classe = 'indirizzo-segreto' and f.tipo in ('residenza', 'domicilio', 'recapito') and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi())
$$;
comment on function kernel.da_non_trovare is 'Members of a domanda of whom the record keeps secret where they live or how they are reached. Those gone from the household too: its address may be the one they fled to';
alter function kernel.da_non_trovare owner to custode;
revoke all on function kernel.da_non_trovare from public;

create function accesso.da_non_trovare(p_domanda uuid) returns setof uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select x from kernel.da_non_trovare(p_domanda) x
   where exists (select 1 from domanda_componente m where m.id = x and m.ambito_id = kernel.ambito())
$$;
comment on function accesso.da_non_trovare is 'As kernel.da_non_trovare, in the ambito of the running act: what declares addresses and contacts leaves them out. Never answered to a reader';
alter function accesso.da_non_trovare owner to custode;
revoke all on function accesso.da_non_trovare from public;
grant execute on function accesso.da_non_trovare to applicazione;

-- an offer is read in another ambito, which does not know of the person
create or replace function accesso.offerte_in_arrivo() returns table (id uuid, comune_dest_id text, comune_dest text, comune text, ambito text, richiedente text, codice_fiscale text, indirizzo text, misura_id text, presentata_il date, motivo text, offerta_il timestamptz)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select o.id, o.comune_dest_id, d.nome, k.nome, a.nome, c.richiedente, c.codice_fiscale,
         case when not exists (select 1 from kernel.da_non_trovare(c.domanda_id)) then c.indirizzo end, c.misura_id, c.presentata_il, o.motivo, o.offerta_il
    from caso_offerta o join caso c on c.id = o.caso_id join comune k on k.id = o.comune_id join comune d on d.id = o.comune_dest_id join ambito a on a.id = o.ambito_id
   where o.stato = 'offerta' and o.ambito_dest_id = kernel.ambito() and o.comune_dest_id = any (kernel.comuni()) and o.comune_dest_id = any ((select accesso.comuni_aperti('patti'))::text[])
     and c.codice_fiscale_chiave is distinct from accesso.mio_codice_fiscale()
   order by o.offerta_il, o.id
$$;
