-- An operator who came with an import is found to be a user of here: his codice fiscale, or the user's, was wrong (ADR 0053).
-- Nothing that he wrote is touched: his row says who he is, and wherever he is named that name is given.

alter table utente
  add column stesso_di uuid references utente (id),
  -- whoever may enter is who SPID says: only a name that never enters can be found to be somebody
  add constraint utente_stesso_di_altrove check (stesso_di is null or (stato = 'altrove' and stesso_di <> id));
comment on column utente.stesso_di is 'Of an operator of another installation, the user of here who he is; his own codice fiscale is then only how he arrived';
create index on utente (stesso_di) where stesso_di is not null;

-- a codice fiscale may be corrected to the one of a row that is the same person
drop index utente_unico_nell_ambito;
create unique index utente_unico_nell_ambito on utente (ambito_id, codice_fiscale) where stesso_di is null;

create function accesso.stesso_di_un_utente() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.stesso_di is not null and not exists (select 1 from utente u where u.id = new.stesso_di and u.ambito_id = new.ambito_id and u.stato <> 'altrove') then
    raise exception 'not a user of here' using errcode = '23514', constraint = 'utente_stesso_di_altrove';
  end if;
  return new;
end $$;
alter function accesso.stesso_di_un_utente owner to custode;
revoke all on function accesso.stesso_di_un_utente from public;
create trigger stesso_di_un_utente before insert or update of stesso_di on utente
  for each row when (new.stesso_di is not null) execute function accesso.stesso_di_un_utente();

create or replace function accesso.nomi_di(p_utenti uuid[]) returns table (id uuid, nome text) language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return query select u.id, coalesce(chi.cognome || ' ' || chi.nome, u.cognome || ' ' || u.nome || case u.stato when 'altrove' then ' (operatore di un’altra installazione)' else '' end)
    from utente u left join utente chi on chi.id = u.stesso_di where u.id = any (p_utenti) and u.ambito_id = kernel.ambito();
end $$;

-- out, he is that user; in, what he writes again is that user's
do $$
declare f text;
begin
  f := pg_get_functiondef('accesso.operatori_nominati'::regproc);
  if strpos(f, 'select u.id, u.codice_fiscale, u.cognome, u.nome,') = 0 or strpos(f, 'where s.utente_id = u.id') = 0 or strpos(f, 'from utente u join ambito') = 0
    or strpos(f, 'case u.stato when ''altrove'' then u.qualifica') = 0 or strpos(f, '(u.stato = ''cessato''') = 0 or strpos(f, 'u.id = any (p_utenti)') = 0 then
    raise exception 'accesso.operatori_nominati: not as expected';
  end if;
  f := replace(f, 'select u.id, u.codice_fiscale', 'select o.id, u.codice_fiscale');
  f := replace(f, 'from utente u join ambito', 'from utente o join utente u on u.id = coalesce(o.stesso_di, o.id) join ambito');
  f := replace(f, 'u.id = any (p_utenti)', 'o.id = any (p_utenti)');
  f := replace(f, 'order by u.id', 'order by o.id');
  execute f;
  f := pg_get_functiondef('accesso.operatori_di_altrove'::regproc);
  if strpos(f, 'select r.id, u.id, u.stato <> ''altrove''') = 0 or strpos(f, 'select y.id, y.stato from utente y') = 0 or strpos(f, 'order by y.id = r.id desc limit 1') = 0 then
    raise exception 'accesso.operatori_di_altrove: not as expected';
  end if;
  f := replace(f, 'select r.id, u.id, u.stato <> ''altrove''', 'select r.id, coalesce(u.stesso_di, u.id), u.stesso_di is not null or u.stato <> ''altrove''');
  f := replace(f, 'select y.id, y.stato from utente y', 'select y.id, y.stato, y.stesso_di from utente y');
  f := replace(f, 'order by y.id = r.id desc limit 1', 'order by y.id = r.id desc, y.stesso_di is null desc limit 1');
  execute f;
end $$;
