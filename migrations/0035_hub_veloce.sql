-- The hub at a million rows, and its other sources: what Trama itself gave, the minors of SINBA, INPS's own schemas.

-- ---- what a row costs -----------------------------------------------------------------------------------------------------
-- Nobody asks anything of what was read and understood but to show it: as text it costs a fifth to take in. And a row is some two
-- thousand characters: compressing each would cost more than all the rest.

-- the changes in a quarter of the letters: field, before, after, rule, one after the other
create function kernel.cambi_piani(p jsonb) returns json language sql immutable as $$
  select coalesce(json_agg(v order by n, k), '[]') from jsonb_array_elements(p) with ordinality m(c, n)
    cross join lateral (values (1, c ->> 'campo'), (2, c ->> 'prima'), (3, c ->> 'dopo'), (4, c ->> 'regola')) x(k, v)
$$;
alter table prestazione_dati
  alter column celle type json using to_json(celle),
  alter column letta type json,
  alter column record type json,
  alter column modifiche drop default,
  alter column modifiche type json using kernel.cambi_piani(modifiche),
  alter column modifiche set default '[]';
drop function kernel.cambi_piani;
comment on column prestazione_dati.modifiche is 'Each change of the normalisation: field, before, after, rule, one after the other';
alter table prestazione_dati set (toast_tuple_target = 8160);
