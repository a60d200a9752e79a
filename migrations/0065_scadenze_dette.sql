-- What has passed is told once to each level, and the mark is on the term: a day up to which one had told left out for ever whatever
-- was written when it had passed already (a household that arrives late, a date that a correction moves back, a caso given to somebody after).

alter table caso_termine add column detti text[] not null default '{}' check (detti <@ array['case-manager', 'coordinatore', 'amministratore', 'riesame']);
comment on column caso_termine.detti is 'Who has been told that it has passed (riesame: that it is near), as long as the day and the case manager are these';

-- whoever is given a caso has been told of nothing in it
grant update (detti) on caso_termine to custode;
create or replace function kernel.caso_assegnatario() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  if new.assegnatario_id is distinct from old.assegnatario_id then
    update caso_stato set assegnatario_id = new.assegnatario_id where caso_id = new.id;
    update caso_termine set assegnatario_id = new.assegnatario_id, detti = array_remove(array_remove(detti, 'case-manager'), 'riesame') where caso_id = new.id;
    -- an analysis is always somebody's: of a caso that nobody follows, the last one's
    if new.assegnatario_id is not null then
      update compilazione set assegnatario_id = new.assegnatario_id where id in (select a.compilazione_id from caso_analisi a where a.caso_id = new.id);
    end if;
  end if;
  return null;
end $$;

do $$
declare t text;
begin
  -- the owner of the tables is not above their policies
  foreach t in array array['caso_termine', 'caso_avviso_notte'] loop execute format('alter table %I no force row level security', t); end loop;
  update caso_termine t set detti = x.detti
    from (select y.id, array_agg(a.livello) as detti from caso_termine y join caso_avviso_notte a on a.ambito_id = y.ambito_id and y.scade <= a.fino
           where case a.livello when 'riesame' then y.termine = 'riesame-esonero' and y.assegnatario_id is not null when 'case-manager' then y.assegnatario_id is not null else a.livello <> 'guasto' end
             and not y.fermo group by 1) x
   where t.id = x.id;
  delete from caso_avviso_notte where livello <> 'guasto';
  foreach t in array array['caso_termine', 'caso_avviso_notte'] loop execute format('alter table %I force row level security', t); end loop;
end $$;
alter table caso_avviso_notte drop constraint caso_avviso_notte_livello_check;
alter table caso_avviso_notte add constraint caso_avviso_notte_livello_check check (livello = 'guasto');
comment on table caso_avviso_notte is 'On which day it was last told that the night of an ambito could not be done: once a day, however many times it is tried';
comment on column caso_avviso_notte.livello is 'guasto: that the night could not be done, on its last day';
