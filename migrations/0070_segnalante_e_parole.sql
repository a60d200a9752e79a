-- Who reported, taken out also of what the product copied from it, for who reads without the class: the object of a presa in carico
-- (docs/decisioni/0053). The words now say of which segnalazione they are, so that a reader may be asked whether he sees it.

drop function accesso.segnalanti_di(uuid[]);
create function accesso.segnalanti_di(p_persone uuid[]) returns table (segnalazione_id uuid, nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.segnalazione_id, x.nome, x.ente, x.recapiti from segnalazione_persona p join segnalazione_segnalante x on x.segnalazione_id = p.segnalazione_id
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito()
     and kernel.azione() in ('messaggio-regionale.esporta', 'fascicolo.esporta', 'segnalazione.copia', 'segnalazione.prendi-in-carico', 'presa.trasferisci',
       'presa.leggi', 'fascicolo.leggi', 'decisione.leggi', 'decisione.scrivi')
$$;
comment on function accesso.segnalanti_di is 'Words to take out of what leaves, and of what is read by who may not know them; never answered to a reader';
alter function accesso.segnalanti_di owner to custode;
revoke all on function accesso.segnalanti_di from public;
grant execute on function accesso.segnalanti_di to applicazione;

-- ---- the words of a person, by her key ------------------------------------------------------------------------------------

-- a plan kept for some hundred persons read all of them, for one written: the more the ambito has, the slower each change
do $$
declare f text;
begin
  f := pg_get_functiondef('kernel.scrivi_parole'::regproc);
  if strpos(f, 'join persona p on p.id = i.id') = 0 or strpos(f, 'join persona t on t.id = verso.id') = 0 then raise exception 'kernel.scrivi_parole: not as expected'; end if;
  f := replace(f, 'join persona p on p.id = i.id', 'cross join lateral (select x.* from persona x where x.id = i.id offset 0) p');
  f := replace(f, 'join persona t on t.id = verso.id', 'cross join lateral (select x.* from persona x where x.id = verso.id offset 0) t');
  execute f;
end $$;
