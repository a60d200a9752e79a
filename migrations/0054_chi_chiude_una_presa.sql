-- A presa in carico is closed by who answers for it, and nobody becomes its responsible by pressing a button: opened again
-- it is of who answered for it, of whom the service names, or of nobody yet (ADR 0043). The handlers say so with a sentence;
-- here it holds for whatever is written in the name of a user.

create function accesso.ultimo_responsabile(p_presa uuid) returns uuid language sql stable security definer set search_path = public, pg_catalog as $$
  select o.utente_id from presa_operatore o join presa_in_carico p on p.id = o.presa_id
   where o.presa_id = p_presa and p.ambito_id = kernel.ambito() and o.responsabile
     and (o.al is null or (p.stato = 'chiusa'
       -- closed while it waited to be assigned: who had refused it before did not answer for it
       and (select s.da from presa_passaggio s where s.presa_id = p.id and s.a = 'chiusa' order by s.quando desc, s.id limit 1) is distinct from 'proposta'))
   -- of two in one day the closing ended the second
   order by o.al desc nulls first, o.motivo in ('Presa in carico chiusa', 'Trasferita ad altro comune') desc nulls last, o.dal desc, o.id limit 1
$$;
comment on function accesso.ultimo_responsabile is 'Who answers for a presa in carico, or did when it was closed';
alter function accesso.ultimo_responsabile owner to custode;
revoke all on function accesso.ultimo_responsabile from public;
grant execute on function accesso.ultimo_responsabile to applicazione;

create function kernel.presa_chi_risponde() returns trigger language plpgsql as $$
declare io uuid := kernel.utente();
begin
  -- the exchange between comuni closes by a function of its own, commands and jobs in nobody's name
  if io is null or current_user <> 'applicazione' or not (new.stato = 'chiusa' or old.stato = 'chiusa') then return new; end if;
  if io is not distinct from accesso.ultimo_responsabile(old.id) or (old.stato = 'chiusa' and new.stato = 'proposta')
    or (new.stato <> 'attiva' and exists (select 1 from accesso.operatori_con('diario.sposta', array[old.comune_id]) r where r.utente_id = io)) then
    return new;
  end if;
  raise exception 'not answering for it' using errcode = '23514', constraint = 'presa_di_chi_risponde';
end $$;
comment on function kernel.presa_chi_risponde is 'Closing: the responsible, or who answers for the service. Opening again: active for who answered for it, assigned by the service, otherwise waiting to be assigned';
create trigger presa_chi_risponde before update of stato on presa_in_carico for each row
  when (old.stato is distinct from new.stato) execute function kernel.presa_chi_risponde();
