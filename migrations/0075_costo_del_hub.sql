-- What a prestazione costs, again: its sums and what it belongs to are asked in one reading of the statement's rows, not in four. ADR 0055.

create or replace function kernel.conta_prestazioni() returns trigger language plpgsql as $$
begin
  if exists (select 1 from (select distinct ente_id, carico_id, flusso_id from dopo) x
              where (select e.id from ente_flussi e where e.id = x.ente_id) is null
                 or (x.carico_id is not null and (select c.id from carico_flussi c where c.id = x.carico_id) is null)
                 or (x.flusso_id is not null and (select f.id from flusso f where f.id = x.flusso_id) is null)) then
    raise exception 'of an ente, a file or a flow that is not there' using errcode = '23503', constraint = 'prestazione_di_qualcuno';
  end if;
  -- in order, so that two at once wait for each other and never both
  if tg_op = 'INSERT' then
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, operazione, quante, centesimi)
      select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, operazione, count(*), coalesce(sum(centesimi), 0)
        from dopo group by 1, 2, 3, 4, 5, 6 order by 3, 4, 5, 6
    on conflict (ente_id, periodo, stato, operazione) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  else
    -- each side summed apart: what is put in order is a few sums and not all the rows twice
    insert into conto_flussi as c (ambito_id, comune_id, ente_id, periodo, stato, operazione, quante, centesimi)
      select ambito_id, comune_id, ente_id, periodo, stato, operazione, sum(n), sum(centesimi)
        from (select ambito_id, comune_id, ente_id, coalesce(periodo, '') as periodo, stato, operazione, count(*) as n, coalesce(sum(centesimi), 0) as centesimi
                from dopo group by 1, 2, 3, 4, 5, 6
              union all
              select ambito_id, comune_id, ente_id, coalesce(periodo, ''), stato, operazione, -count(*), -coalesce(sum(centesimi), 0)
                from prima group by 1, 2, 3, 4, 5, 6) x
       group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 or sum(centesimi) <> 0 order by 3, 4, 5, 6
    on conflict (ente_id, periodo, stato, operazione) do update set quante = c.quante + excluded.quante, centesimi = c.centesimi + excluded.centesimi;
  end if;
  return null;
end $$;
