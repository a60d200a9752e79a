-- Acts on adhesions granted kind by kind: the responsabile PUC records the yearly act of his comuni (A2.14), and for him
-- no other adhesion exists.

create table permesso_adesione (
  azione_id text not null,
  ruolo_id text not null,
  tipo_adesione_id text not null references tipo_adesione (id),
  fonte text not null,
  primary key (azione_id, ruolo_id, tipo_adesione_id),
  foreign key (azione_id, ruolo_id) references permesso (azione_id, ruolo_id) on delete cascade
);
comment on table permesso_adesione is 'An act named here reaches, for a role that works on comuni, only the kinds of adhesion it is named for; loaded from config/ruoli-adesioni.csv';
create index on permesso_adesione (tipo_adesione_id);
select kernel.proteggi_nazionale('permesso_adesione');

create function accesso.adesioni_raggiunte() returns table (comune_id text, tipo_adesione_id text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  -- each assignment with its own territory: two roles of one person lend each other neither kinds nor comuni
  select distinct c.id, t.id
    from assegnazione s
    join permesso p on p.ruolo_id = s.ruolo_id and p.azione_id = kernel.azione()
    join ruolo r on r.id = s.ruolo_id
   cross join unnest(kernel.comuni()) as c(id)
   cross join tipo_adesione t
   where s.utente_id = kernel.utente() and s.stato = 'abilitata' and kernel.oggi() between s.dal and coalesce(s.al, 'infinity')
     and case when s.comune_id is not null then c.id = s.comune_id
              when r.richiede_delega then c.id = any ((select accesso.comuni_delegati(kernel.ambito(), kernel.oggi()))::text[])
              else true end
     and (not exists (select 1 from permesso_adesione n where n.azione_id = p.azione_id)
       or exists (select 1 from permesso_adesione n
                   where n.azione_id = p.azione_id and n.ruolo_id = p.ruolo_id and n.tipo_adesione_id = t.id))
$$;
comment on function accesso.adesioni_raggiunte is 'Comune × kind of adhesion that the running act reaches for a user whose role works on comuni; an act of the whole ambito reaches all';
alter function accesso.adesioni_raggiunte owner to custode;
revoke all on function accesso.adesioni_raggiunte from public;
grant execute on function accesso.adesioni_raggiunte to applicazione, nazionale;

create policy tipo on adesione as restrictive to applicazione
  using ((select kernel.ambito_intero())
    or (comune_id, tipo_adesione_id) in (select r.comune_id, r.tipo_adesione_id from accesso.adesioni_raggiunte() r));
