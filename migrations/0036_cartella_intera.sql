-- What the record still lacked of the fields and of the one stream: what is known of a member of a household, what a
-- professional activity says beside its text, the documents attached to an entry of the diary, and among the events
-- the relations, the to-dos that were done and the sheets sent to others.

-- ---- members of a household ----------------------------------------------------------------------------------------

alter table nucleo_componente
  add column convivente boolean,
  add column responsabilita text constraint componente_responsabilita check (responsabilita in ('piena', 'limitata', 'sospesa', 'decaduta', 'nessuna')),
  add column contatto text constraint componente_contatto check (contatto in ('costante', 'saltuario', 'interrotto', 'nessuno')),
  add column disponibilita text constraint componente_disponibilita check (disponibilita in ('piena', 'parziale', 'nessuna'));
comment on column nucleo_componente.convivente is 'Lives under the same roof; null: not said';
comment on column nucleo_componente.responsabilita is 'Parental responsibility over the minors of the household; null: not said, or nothing to say';
comment on column nucleo_componente.contatto is 'How much contact there is with the others of the household';
comment on column nucleo_componente.disponibilita is 'How far one can be counted on for help';

-- ---- professional activities ---------------------------------------------------------------------------------------

-- not among the columns that kernel.diario_bloccato lets move: it locks with the entry
alter table diario_voce add column attivita jsonb
  constraint diario_attivita_di_attivita check (attivita is null or (specie = 'attivita' and jsonb_typeof(attivita) = 'object'));
comment on column diario_voce.attivita is 'Of a professional activity: situations, sources, organisation of the service, problems touched, interventions proposed, until when the next activity lasts (shared/cartella/attivita.rules.ts)';

-- ---- documents of an entry -----------------------------------------------------------------------------------------

alter table documento add column voce_id uuid references diario_voce (id);
comment on column documento.voce_id is 'The entry of the diary that it is attached to: it is seen by whoever sees the entry, and goes where the entry goes';
create index documento_voce on documento (voce_id) where voce_id is not null;
-- who reads documents and not the diary reads no attachment of the diary; work in the background has no acts of its own
create policy madre_voce on documento as restrictive to applicazione
  using (voce_id is null or ((select kernel.utente() is null or accesso.puo(kernel.utente(), 'diario.leggi', kernel.oggi()))
    and exists (select 1 from diario_voce v where v.id = voce_id)));

-- «chi mi ha letto» must not tell of an attachment of what is hidden
create or replace function accesso.nascosto_a_me(p_id uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare o oscurabile; a uuid[]; c text; dove text; voce uuid;
begin
  for o in select * from oscurabile loop
    execute format('select riservato_a from %I where id = $1', o.tabella) into a using p_id;
    if a is not null then return not kernel.utente() = any (a); end if;
  end loop;
  -- a document has its own way of being hidden, and that of the entry it is attached to
  select d.riservato_a, d.classe, d.comune_id, d.voce_id into a, c, dove, voce from documento d where d.id = p_id;
  if not kernel.utente() = any (a) then return true; end if;
  if c is not null and not (c = any (kernel.classi()) or c || ':' || dove = any (kernel.classi())) then return true; end if;
  if exists (select 1 from diario_voce v where v.id = voce and not kernel.utente() = any (v.riservato_a)) then return true; end if;
  return exists (select 1 from oscuramento x where x.id = p_id and not kernel.utente() = any (x.riservato_a));
end $$;

-- also those that whoever moves the entry may not see: left behind, they would be in the folder of the wrong person
create function kernel.allegati_della_voce() returns trigger language plpgsql security definer set search_path = public, pg_catalog as $$
begin
  with mossi as (
    update documento set persona_id = new.persona_id, presa_id = null, versione = versione + 1
     where voce_id = new.id and persona_id is distinct from new.persona_id returning id
  )
  insert into documento_passaggio (documento_id, atto, motivo) select id, 'persona', 'Segue la voce del diario a cui è allegato' from mossi;
  return null;
end $$;
comment on function kernel.allegati_della_voce is 'An entry moved to the right folder takes its documents along';
alter function kernel.allegati_della_voce owner to custode;
create trigger allegati after update of persona_id on diario_voce for each row when (new.persona_id is distinct from old.persona_id)
  execute function kernel.allegati_della_voce();

-- ---- one stream of everything --------------------------------------------------------------------------------------

-- In both folders, under the policies of «relazione»: a tie of violence, or with whom one may not see, is not there.
-- A natural birth is an event of the parent's; of the child it is the day he was born, which the sheet says already.
create view evento_relazione with (security_invoker = true) as
  select 'relazione'::text as tipo, r.id as id, r.persona_a as persona_id, coalesce(r.dal, case when r.specie = 'filiazione' and r.tipo = 'naturale' then b.data_nascita end, kernel.giorno(r.registrato_il)) as giorno, r.registrato_il as quando,
         case r.specie when 'unione' then 'Unione' when 'legame' then 'Legame' else case r.tipo when 'naturale' then 'Nascita di una figlia o di un figlio' else 'Accoglie una figlia o un figlio' end end as titolo,
         case when r.specie = 'unione' then 'tipo-unione' when r.specie = 'legame' then 'qualita-legame' when r.tipo <> 'naturale' then 'tipo-filiazione' end as codifica, case when r.specie <> 'filiazione' or r.tipo <> 'naturale' then r.tipo end as codice,
         r.nota as testo, r.specie <> 'legame' as significativo, r.registrato_da as autore_id,
         r.riservato_a is not null as riservato, '/persone/' || r.persona_a || '/relazioni' as collegamento
    from relazione r join persona b on b.id = r.persona_b where r.sostituito_il is null and r.specie <> 'gemelli'
  union all
  select 'relazione', r.id, r.persona_b, coalesce(r.dal, kernel.giorno(r.registrato_il)), r.registrato_il,
         case r.specie when 'unione' then 'Unione' when 'legame' then 'Legame' else 'È accolta o accolto in famiglia' end,
         case r.specie when 'unione' then 'tipo-unione' when 'legame' then 'qualita-legame' else 'tipo-filiazione' end, r.tipo,
         r.nota, r.specie <> 'legame', r.registrato_da,
         r.riservato_a is not null, '/persone/' || r.persona_b || '/relazioni'
    from relazione r where r.sostituito_il is null and r.specie <> 'gemelli' and not (r.specie = 'filiazione' and r.tipo = 'naturale')
  union all
  select 'relazione', md5(r.id || ' al')::uuid, r.persona_a, r.al, r.registrato_il,
         case r.specie when 'unione' then 'Fine dell’unione' when 'legame' then 'Fine del legame' else 'Fine dell’accoglienza' end,
         case r.specie when 'unione' then 'tipo-unione' when 'legame' then 'qualita-legame' else 'tipo-filiazione' end, r.tipo,
         case r.esito when 'separazione-di-fatto' then 'Separazione di fatto' when 'separazione-legale' then 'Separazione legale' when 'divorzio' then 'Divorzio' when 'vedovanza' then 'Morte di uno dei due' end, r.specie <> 'legame', r.registrato_da,
         r.riservato_a is not null, '/persone/' || r.persona_a || '/relazioni'
    from relazione r where r.sostituito_il is null and r.specie <> 'gemelli' and r.al is not null and not (r.specie = 'filiazione' and r.tipo = 'naturale')
  union all
  select 'relazione', md5(r.id || ' al')::uuid, r.persona_b, r.al, r.registrato_il,
         case r.specie when 'unione' then 'Fine dell’unione' when 'legame' then 'Fine del legame' else 'Fine dell’accoglienza' end,
         case r.specie when 'unione' then 'tipo-unione' when 'legame' then 'qualita-legame' else 'tipo-filiazione' end, r.tipo,
         case r.esito when 'separazione-di-fatto' then 'Separazione di fatto' when 'separazione-legale' then 'Separazione legale' when 'divorzio' then 'Divorzio' when 'vedovanza' then 'Morte di uno dei due' end, r.specie <> 'legame', r.registrato_da,
         r.riservato_a is not null, '/persone/' || r.persona_b || '/relazioni'
    from relazione r where r.sostituito_il is null and r.specie <> 'gemelli' and r.al is not null and not (r.specie = 'filiazione' and r.tipo = 'naturale');
comment on view evento_relazione is 'Stream: unions, children, bonds, in the folders of both';

create view evento_compito with (security_invoker = true) as
  select 'compito'::text as tipo, c.id, c.persona_id, kernel.giorno(c.chiuso_il) as giorno, c.chiuso_il as quando, t.titolo,
         'tipo-compito'::text as codifica, c.tipo as codice, t.esito as testo, false as significativo,
         c.chiuso_da as autore_id, c.riservato_a is not null as riservato, '/prese/' || c.presa_id as collegamento
    from compito c left join compito_testo t on t.compito_id = c.id where c.stato = 'fatto';
comment on view evento_compito is 'Stream: to-dos of a presa in carico that were done';

-- of a sheet that the reader does not see, as one that was restricted, nothing is told by having sent it
create view evento_invio with (security_invoker = true) as
  select 'invio'::text as tipo, i.id, i.persona_id, kernel.giorno(i.inviato_il) as giorno, i.inviato_il as quando,
         'A ' || coalesce(u.nome, i.ente) || case i.stato when 'accettata' then ', accettato' when 'respinta' then ', respinto' else ', in attesa di risposta' end as titolo,
         null::text as codifica, null::text as codice, d.risposta as testo, false as significativo,
         i.mittente_id as autore_id, i.riservato_a is not null as riservato, '/invii/' || i.id as collegamento
    from invio i left join ufficio u on u.id = i.ufficio_id left join invio_dettaglio d on d.invio_id = i.id
   where i.persona_id is not null and i.inviato_il is not null
     and (i.contatto_id is null or exists (select 1 from contatto c where c.id = i.contatto_id))
     and (i.segnalazione_id is null or exists (select 1 from segnalazione s where s.id = i.segnalazione_id));
comment on view evento_invio is 'Stream: sheets sent to another office or body, and what it answered';

select kernel.ricostruisci_eventi();
select kernel.apri_scambio();
