-- The pact as a part of an équipe: who is named for it reads it, in one act that only he has, while he is named. The one in force, the one
-- in preparation, how results and commitments move, what the services give and when one meets; never who signed, what was said at a
-- meeting, why it was revised, or a version that is over.

create function accesso.patti_in_equipe() returns table (id uuid, origine_id uuid, caso_id uuid) language sql stable security definer set search_path = public, pg_catalog as $$
  select p.id, p.origine_id, p.caso_id from accesso.parti_in_equipe() e join patto p on p.caso_id = e.caso_id
   where e.parte = 'patto' and kernel.azione() = 'equipe.patto' and p.stato in ('bozza', 'da-firmare', 'firmato', 'in-revisione')
$$;
comment on function accesso.patti_in_equipe is 'The pacts that the running user reads as a member of an équipe, today: none in any other act. For the policies of their tables';

grant select on patto_persona to custode;
create policy custode on patto_persona for select to custode using (true);

create function accesso.persone_di_patto(p_patto uuid) returns table (componente_id uuid, persona_id uuid, nome text, volontario boolean)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select m.id, m.persona_id, m.cognome || ' ' || m.nome, p.volontario from patto_persona p join domanda_componente m on m.id = p.componente_id
   where p.patto_id = p_patto and p.ambito_id = kernel.ambito() and kernel.fascicolo() and p_patto in (select x.id from accesso.patti_in_equipe() x)
     and (m.persona_id is null or not m.persona_id = any (kernel.persone_vietate()))
   order by m.ordine, m.id
$$;
comment on function accesso.persone_di_patto is 'Names of whom a pact is with, for who reads it as a member of the équipe and reaches no person: as many as he may know of';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('patti_in_equipe', 'persone_di_patto') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

create policy equipe on patto for select to applicazione using ((select kernel.azione()) = 'equipe.patto' and id in (select x.id from accesso.patti_in_equipe() x));
create policy equipe on patto_voce for select to applicazione using ((select kernel.azione()) = 'equipe.patto' and patto_id in (select x.id from accesso.patti_in_equipe() x));
create policy equipe on patto_sostegno for select to applicazione using ((select kernel.azione()) = 'equipe.patto' and origine_id in (select x.origine_id from accesso.patti_in_equipe() x));
create policy equipe on patto_incontro for select to applicazione using ((select kernel.azione()) = 'equipe.patto' and origine_id in (select x.origine_id from accesso.patti_in_equipe() x));
create policy equipe on patto_valutazione for select to applicazione using ((select kernel.azione()) = 'equipe.patto' and incontro_id in (select n.id from patto_incontro n));
