-- Who has obligations and who may be put to work, one row for each member, as shared/patti/soggetti.rules.ts says it from the version of
-- the measure: what SQL counts and what acts ask is here. Who was at a meeting stands with its event; an exemption is looked at again.

create table caso_componente (
  caso_id uuid not null references caso (id),
  componente_id uuid not null references domanda_componente (id),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  obbligato boolean not null,
  attivabile boolean not null,
  motivo text not null check (motivo in ('esonero', 'inps', 'analisi', 'esclusione', 'regola', 'uscito')),
  quale text,
  dal date not null default kernel.oggi(),
  detto boolean,
  detto_il date,
  primary key (caso_id, componente_id),
  constraint caso_componente_detto_quando check ((detto is null) = (detto_il is null))
);
comment on table caso_componente is 'A member before the obligations of the measure, today: written where it changes, with the day and the reason. Whoever counts or acts reads it and decides nothing again';
comment on column caso_componente.obbligato is 'Subject to obligations towards the services or of work, and not exempted';
comment on column caso_componente.attivabile is 'May be put to work: as the analysis says, or presumed from the rules of the version until it does';
comment on column caso_componente.quale is 'Id of the obligation or exemption in the version of the measure';
comment on column caso_componente.dal is 'Since when it stands so';
comment on column caso_componente.detto is 'What the last finished analysis says of work; null until one does';
create index on caso_componente (componente_id);
create index on caso_componente (ambito_id);
create index on caso_componente (comune_id);
select kernel.proteggi_di('caso_componente', 'caso_stato', 'caso_id', 'caso_id', fascicolo => true);
drop trigger registra_modifica on caso_componente; -- derived from what is registered: facts, exemptions, the analysis
revoke delete on caso_componente from applicazione;
create policy custode on caso_componente for select to custode using (true);
grant select on caso_componente to custode;

alter table caso_evento add column presenti uuid[];
comment on column caso_evento.presenti is 'Members who were at the meeting; null where it is not said, or of what is no meeting: it is of the whole household';

alter table esonero add column riesaminato_il date;
comment on column esonero.riesaminato_il is 'When it was last looked at again, and went on';

alter table caso_avviso_notte drop constraint caso_avviso_notte_livello_check;
alter table caso_avviso_notte add constraint caso_avviso_notte_livello_check check (livello in ('case-manager', 'coordinatore', 'amministratore', 'riesame'));

-- ---- the rows that are there -----------------------------------------------------------------------------------------------

do $$
declare t text;
  lette text[] := array['caso', 'caso_stato', 'caso_passaggio', 'caso_evento', 'caso_componente', 'domanda_componente', 'esonero', 'caso_percorso', 'caso_incontro', 'caso_incontro_componente',
    'compilazione', 'compilazione_risposta', 'analisi_ricevuta', 'analisi_ricevuta_voce', 'patto', 'patto_incontro', 'patto_incontro_esito'];
begin
  -- the owner of the tables is not above their policies
  foreach t in array lette loop execute format('alter table %I no force row level security', t); end loop;
  -- derived, or said of each row here: nobody has changed anything
  alter table caso_evento disable trigger registra_modifica;
  alter table caso_stato disable trigger registra_modifica;

  -- by the rule of before; the next night looks at each by that of its measure
  insert into caso_componente (caso_id, componente_id, ambito_id, comune_id, obbligato, attivabile, motivo, quale, detto, detto_il)
  select x.caso_id, x.id, x.ambito_id, x.comune_id, x.ha and not x.fuori, case when x.fuori then false else coalesce(d.detto, x.ha) end,
         case when x.uscito_il is not null then 'uscito' when x.esonero is not null then 'esonero' when d.detto is not null then 'analisi' when x.inps is not null then 'inps' else 'regola' end,
         case when x.uscito_il is null then x.esonero end, d.detto, d.giorno
    from (
      select c.id as caso_id, m.id, c.ambito_id, c.comune_id, m.persona_id, m.codice_fiscale_chiave, m.uscito_il, e.esonero, (m.dichiarati ->> 'obblighi')::boolean as inps,
             coalesce((m.dichiarati ->> 'obblighi')::boolean, m.data_nascita is null or m.data_nascita + interval '18 years' <= kernel.oggi()) as ha,
             m.uscito_il is not null or e.esonero is not null as fuori
        from caso c join domanda_componente m on m.domanda_id = c.domanda_id
        left join lateral (select min(o.tipo) as esonero from esonero o where o.componente_id = m.id and o.cessato_il is null and kernel.oggi() between o.dal and coalesce(o.al, 'infinity')) e on true
    ) x left join lateral (
      select y.detto, y.giorno from (
        select r.valore #>> '{}' = 'si' as detto, kernel.giorno(k.finalizzata_il) as giorno
          from caso_percorso p join compilazione k on k.id = p.compilazione_id join compilazione_risposta r on r.compilazione_id = k.id and r.campo = 'attivabile' and r.componente_id = x.persona_id
         where p.caso_id = x.caso_id and p.componente_id = x.id and k.finalizzata_il is not null
        union all
        select v.valore #>> '{}' = 'si', kernel.giorno(a.finalizzata_il)
          from analisi_ricevuta a join analisi_ricevuta_voce v on v.analisi_id = a.id and v.campo = 'attivabile' and v.testo is null
          join lateral jsonb_array_elements(a.membri) w on (w ->> 'chiave')::uuid = v.membro and kernel.chiave_codice_fiscale(w ->> 'codiceFiscale') = x.codice_fiscale_chiave
         where a.caso_id = x.caso_id
      ) y where y.detto is not null order by y.giorno desc limit 1
    ) d on true;

  update caso_evento e set presenti = x.chi
    from (select i.id, array_agg(k.componente_id) as chi from caso_incontro i join caso_incontro_componente k on k.incontro_id = i.id where i.esito = 'tenuto' group by 1) x
   where e.origine_id = x.id and e.componente_id is null and e.evento in ('primo-incontro', 'incontro');
  update caso_evento e set presenti = o.presenti
    from patto_incontro n join patto_incontro_esito o on o.incontro_id = n.id
   where e.origine = 'patto' and e.evento = 'incontro-patto' and e.componente_id is null and e.caso_id = n.caso_id and e.giorno = n.tenuto_il and cardinality(o.presenti) > 0;

  -- handed over while it was out, a household had lost where it came from: the comune that handed it over knows
  update caso_stato s set stato_prima = p.da
    from caso c cross join lateral (select y.da from caso_passaggio y where y.caso_id = c.origine_id and y.atto in ('esonera', 'escludi') and y.da <> y.a order by y.quando desc limit 1) p
   where s.caso_id = c.id and s.stato in ('esonerato', 'escluso') and s.stato_prima is null;

  alter table caso_evento enable trigger registra_modifica;
  alter table caso_stato enable trigger registra_modifica;
  foreach t in array lette loop execute format('alter table %I force row level security', t); end loop;
end $$;
