-- Code lists: one mechanism for every «scegli una voce» of the product. A list is a row, an entry is a dated row; a
-- record keeps the stable code, and its words are read for the day that the record speaks of.

create table codifica (
  id text primary key,
  nome text not null check (nome ~ '\S'),
  descrizione text not null,
  estendibile boolean not null default false,
  livelli integer not null default 1 check (livelli between 1 and 3),
  fonte text not null check (fonte ~ '\S'),
  constraint codifica_id_leggibile check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$')
);
comment on table codifica is 'A code list: parentela, titolo di studio, motivo di chiusura…';
comment on column codifica.estendibile is 'An ambito may add entries of its own';
comment on column codifica.livelli is 'Depth of the classification: 1 is a plain list';
comment on column codifica.fonte is 'Norm, vocabulary or document it comes from; [K] marks a hypothesis to be confirmed';
select kernel.proteggi_nazionale('codifica');

create table codifica_voce (
  id uuid primary key default gen_random_uuid(),
  codifica_id text not null references codifica (id),
  codice text not null,
  etichetta text not null check (etichetta ~ '\S'),
  etichetta_f text check (etichetta_f ~ '\S'),
  padre text,
  livello integer not null default 1,
  ordine integer not null default 0,
  dal date not null,
  al date,
  bloccata boolean not null default false,
  ambito_id uuid references ambito (id),
  mappa jsonb not null default '{}' check (jsonb_typeof(mappa) = 'object'),
  attributi jsonb not null default '{}' check (jsonb_typeof(attributi) = 'object'),
  fonte text not null check (fonte ~ '\S'),
  constraint voce_date_in_ordine check (al is null or al >= dal),
  constraint voce_codice_leggibile check (codice ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- a prefix of their own: a national code added later never meets one that an ambito already uses
  constraint voce_codice_di_ambito check ((ambito_id is not null) = (codice ^@ 'loc-')),
  constraint voce_una_al_giorno exclude using gist
    (codifica_id with =, codice with =, coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(dal, al, '[]') with &&)
);
comment on table codifica_voce is 'An entry of a code list, national (ambito null) or of one ambito. Never deleted: closed on a day';
comment on column codifica_voce.codice is 'Stable: what records keep. Those of an ambito begin with loc-';
comment on column codifica_voce.etichetta_f is 'Label for a woman, where it differs';
comment on column codifica_voce.padre is 'Code of the entry above, in the same list';
comment on column codifica_voce.livello is 'Depth, from 1: written by trigger from the parent';
comment on column codifica_voce.bloccata is 'The code of the product or a flow relies on it: only the configuration changes it';
comment on column codifica_voce.mappa is 'Codes of the same thing elsewhere: {"inps": "3", "istat": "…", "anpr": "…"}';
comment on column codifica_voce.attributi is 'What this list alone says of its entries: {"inversa": "genitore"}';
create index on codifica_voce (codifica_id, codice, dal);
create index on codifica_voce (ambito_id, codifica_id);

-- by hand and not by kernel.proteggi: a row without ambito is everybody's, as in kernel.parametro
alter table codifica_voce enable row level security, force row level security;
create policy lettura on codifica_voce for select to applicazione, nazionale, custode
  using (ambito_id is null or ambito_id = (select kernel.ambito()));
create policy nuova_propria on codifica_voce for insert to applicazione
  with check (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()));
create policy modifica_propria on codifica_voce for update to applicazione
  using (ambito_id = (select kernel.ambito()) and (select kernel.ambito_intero()))
  with check (ambito_id = (select kernel.ambito()));
create policy nuova_nazionale on codifica_voce for insert to nazionale
  with check (ambito_id is null or ambito_id = (select kernel.ambito()));
create policy modifica_nazionale on codifica_voce for update to nazionale
  using (ambito_id is null or ambito_id = (select kernel.ambito()))
  with check (ambito_id is null or ambito_id = (select kernel.ambito()));
-- no delete to anyone: past records refer to the code
grant select, insert, update on codifica_voce to applicazione, nazionale;
grant select on codifica_voce to custode;
create trigger registra_modifica after insert or update or delete on codifica_voce
  for each row execute function kernel.registra_modifica(false);

create function kernel.voce_coerente() returns trigger language plpgsql as $$
declare
  c codifica; madre integer; carica boolean := kernel.azione() is not distinct from 'configurazione.carica';
begin
  if tg_op = 'UPDATE' then
    if (new.id, new.codifica_id, new.codice, new.padre, new.dal, new.ambito_id, new.livello)
       is distinct from (old.id, old.codifica_id, old.codice, old.padre, old.dal, old.ambito_id, old.livello) then
      raise exception 'the meaning of a published entry' using errcode = '23514', constraint = 'voce_significato_immutabile';
    end if;
    if old.bloccata and not carica then
      raise exception 'locked entry' using errcode = '23514', constraint = 'voce_bloccata';
    end if;
    return new;
  end if;
  select * into c from codifica where id = new.codifica_id;
  if new.ambito_id is not null and not c.estendibile then
    raise exception 'not extensible' using errcode = '23514', constraint = 'codifica_non_estendibile';
  end if;
  if new.bloccata and not carica then
    raise exception 'only the configuration locks' using errcode = '23514', constraint = 'voce_bloccata';
  end if;
  new.livello := 1;
  if new.padre is not null then
    select v.livello into madre from codifica_voce v
     where v.codifica_id = new.codifica_id and v.codice = new.padre
       and (v.ambito_id is null or v.ambito_id = new.ambito_id)
       and new.dal between v.dal and coalesce(v.al, 'infinity');
    if madre is null then
      raise exception 'no parent' using errcode = '23514', constraint = 'voce_padre_inesistente';
    end if;
    new.livello := madre + 1;
  end if;
  if new.livello > c.livelli then
    raise exception 'too deep' using errcode = '23514', constraint = 'voce_troppo_profonda';
  end if;
  return new;
end $$;
comment on function kernel.voce_coerente is 'An entry keeps its meaning for ever, locked ones are the configuration''s, an ambito adds only where it may, the parent exists that day';
create trigger voce_coerente before insert or update on codifica_voce
  for each row execute function kernel.voce_coerente();

-- plpgsql keeps its plan for the life of the connection
create function kernel.voce_etichetta(lista text, voce text, giorno date default kernel.oggi(), genere text default null)
  returns text language plpgsql stable as $$
begin
  return (select case when genere = 'F' then coalesce(v.etichetta_f, v.etichetta) else v.etichetta end
            from codifica_voce v
           where v.codifica_id = lista and v.codice = voce and (v.ambito_id is null or v.ambito_id = kernel.ambito())
           order by giorno between v.dal and coalesce(v.al, 'infinity') desc, v.dal desc limit 1);
end $$;
comment on function kernel.voce_etichetta(text, text, date, text) is 'Words of a code as on a day; where none was valid, the latest it had, because a record must still be readable';
