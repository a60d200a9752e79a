-- Nobody opens the record of his family (issue 3 §7): a sister, a grandmother, a partner's mother is nowhere written as
-- such, she follows from who is whose parent and from unions. And oneself, also on a sheet that has no codice fiscale.

-- all the sheets without a code, merged ones too: few, and nothing else finds them by name and birth together
create index persona_senza_codice on persona (ambito_id, cognome_chiave, nome_chiave, data_nascita) where codice_fiscale is null;

-- Ties are walked from oneself, and the letters of the way say what one has come to: U up to a parent, D down to a child,
-- G to a twin, P to a partner. As far as a public employee must abstain (d.P.R. 62/2013, art. 7): relatives to the second
-- degree, the partner, relatives of his to the second degree, partners of one's own; and the other parent of one's child,
-- whose union nobody may have written. Every beginning of a way is a way, so it ends by itself, at three steps.
create function accesso.famiglia_di(p_io uuid[]) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return array(
    with recursive cammino(id, via) as (
      select unnest(p_io), ''
      union
      -- a relative recorded on one sheet is a relative on all of his
      select unnest(accesso.stessa_persona(passo.verso)), c.via || passo.lettera
        from cammino c, lateral (
          select r.persona_a as verso, case r.specie when 'filiazione' then 'U' when 'unione' then 'P' else 'G' end as lettera
            from relazione r where r.persona_b = c.id and r.specie <> 'legame' and r.sostituito_il is null
          union all
          select r.persona_b, case r.specie when 'filiazione' then 'D' when 'unione' then 'P' else 'G' end
            from relazione r where r.persona_a = c.id and r.specie <> 'legame' and r.sostituito_il is null) passo
       where c.via || passo.lettera ~ '^(P?(UU?|UD|DD?|G)|(UU?|UD|DD?|G)?P|DU)$')
    select distinct id from cammino);
end $$;
comment on function accesso.famiglia_di is 'All the sheets of oneself and of one''s family to the second degree, from ties written once between two persons';
revoke all on function accesso.famiglia_di from public;
alter function accesso.famiglia_di owner to custode;

-- As in 0021, but for how one is recognised and how far the family goes. Nearly nobody has a record where he works: only
-- then are the ties asked.
create or replace function accesso.persone_vietate(p_utente uuid, p_codice_fiscale text, p_ambito uuid) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare dirette uuid[]; io uuid[]; capi uuid[];
begin
  -- few in an ambito, and found by an index of their own
  dirette := array(select p.id from persona p where p.ambito_id = p_ambito and p.riservato_a is not null and not p_utente = any (p.riservato_a));
  -- the index leaves out who has no code, and says so only to who asks
  io := array(
    select coalesce(p.unita_a, p.id) from persona p
     where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(p_codice_fiscale) and p.codice_fiscale is not null and p.ambito_id = p_ambito
    union all
    select coalesce(p.unita_a, p.id) from utente u join persona p
        on p.ambito_id = p_ambito and p.codice_fiscale is null and p.cognome_chiave = u.cognome_chiave and p.nome_chiave = u.nome_chiave and p.data_nascita = u.data_nascita
     where u.id = p_utente);
  if io <> '{}' then
    io := array(select unnest(io) union select p.id from persona p where p.unita_a = any (io));
    dirette := array(
      select unnest(dirette) union select unnest(accesso.famiglia_di(io))
      union select altri.persona_id from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and n.tipo <> 'rete'
              join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null
             where mio.persona_id = any (io) and mio.sostituito_il is null);
  end if;
  if dirette = '{}' then return dirette; end if;
  -- whoever is restricted on one sheet, or lives with one, is so on all of his
  capi := array(select distinct coalesce(p.unita_a, p.id) from persona p where p.id = any (dirette));
  return array(select unnest(capi) union select p.id from persona p where p.unita_a = any (capi));
end $$;
comment on function accesso.persone_vietate is 'The persons of the record who are the operator himself, his family to the second degree, whoever lives with him; and those restricted to others';
