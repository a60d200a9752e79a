-- What the desk, the decisions and the documents add to the one stream of a person, to what can be hidden, and to what
-- leaves and comes back with a whole ambito: they were written beside the stream, and join it here.

create view evento_contatto with (security_invoker = true) as
  select 'contatto'::text as tipo, c.id, c.persona_id, kernel.giorno(c.quando) as giorno, c.quando, null::text as titolo,
         'canale-contatto'::text as codifica, c.canale as codice, null::text as testo, false as significativo,
         c.operatore_id as autore_id, c.riservato_a is not null as riservato, '/sportello/contatti/' || c.id as collegamento
    from contatto c where c.persona_id is not null and c.stato <> 'annullata';
comment on view evento_contatto is 'Stream: contacts of the desk';

create view evento_segnalazione with (security_invoker = true) as
  select 'segnalazione'::text as tipo, s.id, p.persona_id, kernel.giorno(s.ricevuta_il) as giorno, s.ricevuta_il as quando, null::text as titolo,
         'canale-contatto'::text as codifica, s.canale as codice, null::text as testo, true as significativo,
         s.creata_da as autore_id, s.riservato_a is not null as riservato, '/segnalazioni/' || s.id as collegamento
    from segnalazione_persona p join segnalazione s on s.id = p.segnalazione_id where p.persona_id is not null;
comment on view evento_segnalazione is 'Stream: segnalazioni about the person; who reported is never in it';

create view evento_appuntamento with (security_invoker = true) as
  select 'appuntamento'::text as tipo, a.id, p.persona_id, kernel.giorno(a.inizio) as giorno, a.inizio as quando,
         case a.stato when 'svolto' then 'Svolto' when 'non-presentato' then 'Non si è presentata o presentato' else 'Fissato' end as titolo,
         null::text as codifica, null::text as codice, a.luogo as testo, a.stato = 'non-presentato' as significativo,
         a.operatore_id as autore_id, false as riservato, '/agenda' as collegamento
    from appuntamento_persona p join appuntamento a on a.id = p.appuntamento_id where a.stato in ('fissato', 'svolto', 'non-presentato');
comment on view evento_appuntamento is 'Stream: appointments';

create view evento_decisione with (security_invoker = true) as
  select 'decisione'::text as tipo, d.id, d.persona_id, kernel.giorno(d.presa_il) as giorno, d.presa_il as quando, null::text as titolo,
         null::text as codifica, null::text as codice, null::text as testo, true as significativo,
         d.presa_da as autore_id, d.riservato_a is not null as riservato, '/decisioni/' || d.id as collegamento
    from decisione d where d.stato = 'presa';
comment on view evento_decisione is 'Stream: decisions taken';

create view evento_documento with (security_invoker = true) as
  select 'documento'::text as tipo, d.id, d.persona_id, kernel.giorno(d.creato_il) as giorno, d.creato_il as quando, d.titolo,
         'sottocartella-documenti'::text as codifica, d.sottocartella as codice, null::text as testo, false as significativo,
         d.creato_da as autore_id, d.riservato_a is not null as riservato, '/persone/' || d.persona_id || '/documenti/' || d.id as collegamento
    from documento d where d.stato = 'valido';
comment on view evento_documento is 'Stream: documents';

-- what belongs to a presa in carico is seen only by whoever sees the presa
do $$
declare t text;
begin
  foreach t in array '{compito,trasferimento,consegna_voce,radar_rinvio,segnalazione_presa,documento,decisione}'::text[] loop
    execute format('drop policy if exists madre on %I', t);
    execute format('create policy madre on %I as restrictive to applicazione using (presa_id is null or exists (select 1 from presa_in_carico m where m.id = presa_id))', t);
  end loop;
end $$;
create policy madre_segnalazione on segnalazione_presa as restrictive to applicazione
  using (exists (select 1 from segnalazione m where m.id = segnalazione_id));
-- written in one statement with its compito, which is not there to be seen yet
create policy madre on compito_testo as restrictive to applicazione
  using (exists (select 1 from compito m where m.id = compito_id)) with check (true);

select kernel.ricostruisci_eventi();
select kernel.apri_scambio();
