-- Two acts that give roles to one person at the same instant (R1.02): each looked at what the other had not yet written. The check takes
-- the person first, and looks after: whoever comes second sees the first. The same of who is being ceased: no role begins for him,
-- or readmitting him would give back one that nobody asked for. Also for work that reads many users without taking them one by one.
do $$
declare f text; prima text := 'select * into strict u from utente where id = new.utente_id;';
begin
  f := pg_get_functiondef('accesso.controlla_assegnazione'::regproc);
  if strpos(f, prima) = 0 then raise exception 'accesso.controlla_assegnazione: user not found'; end if;
  execute replace(f, prima, 'select * into strict u from utente where id = new.utente_id for no key update;
  -- what has ended is only history, and may be put in order
  if u.stato = ''cessato'' and coalesce(new.al, ''infinity'') >= kernel.oggi() and (tg_op = ''INSERT'' or (new.stato = ''abilitata'' and old.stato <> ''abilitata'')) then
    raise exception ''ceased user'' using errcode = ''23514'', constraint = ''assegnazione_di_utente_cessato'';
  end if;');
end $$;
