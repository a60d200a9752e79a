-- What a reading of the last changes of issue 3 has found on sendings, on who evaluates, on what a hand-over gives out, on what the
-- workload costs (docs/decisioni/0057, 0058).

-- ---- who knows of a sending ----------------------------------------------------------------------------------------------------

-- Of what was kept for some colleagues after it was sent, the office that has it is who works there today: the others are the whole
-- comune. Where nobody works who could answer, whoever reads its sendings, or it would stay unanswered.
create policy custode on ufficio_operatore for select to custode using (true);
grant select on ufficio_operatore to custode;
comment on table ufficio_operatore is 'An operator works in an office from a day to another: whose inbox, agenda and reminders are his. It gives no right, what he may see is his role''s; but what was sent to an office and then kept for some colleagues is read there by who works in it';
create function accesso.ricevuto_da_me(p_ufficio uuid, p_contatto uuid, p_segnalazione uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_catalog as $$
declare io uuid := kernel.utente(); oggi date := kernel.oggi();
begin
  if not exists (select 1 from contatto c where c.id = p_contatto and not io = any (c.riservato_a))
    and not exists (select 1 from segnalazione s where s.id = p_segnalazione and not io = any (s.riservato_a)) then return true; end if;
  return exists (select 1 from ufficio_operatore l where l.ufficio_id = p_ufficio and l.utente_id = io and oggi between l.dal and coalesce(l.al, 'infinity'))
    or not exists (
      select 1 from ufficio_operatore l join accesso.chi_puo('invio.rispondi', kernel.ambito(), kernel.comuni()) c on c.utente_id = l.utente_id
       where l.ufficio_id = p_ufficio and oggi between l.dal and coalesce(l.al, 'infinity'));
end $$;
comment on function accesso.ricevuto_da_me is 'Whether the running user is of the office that has a sending of this contact or segnalazione: of its comune, or where that is kept for others, of those who work in it';

-- Nor by what it was sent with, be it a segnalazione or a contact: who sent it and the office that has it know of it; of the others,
-- whoever sees the sheet. By key (`offset 0`): under an OR the planner would read all the sheets of the ambito.
drop policy segnalata on invio;
create policy madre_scheda on invio as restrictive for select to applicazione using (
  (contatto_id is null and segnalazione_id is null)
  or mittente_id = (select kernel.utente())
  or exists (select 1 from contatto c where c.id = invio.contatto_id offset 0)
  or exists (select 1 from segnalazione s where s.id = invio.segnalazione_id offset 0)
  or (ufficio_id is not null and (comune_destinatario is null or comune_destinatario = any ((select kernel.comuni())::text[]))
    and accesso.ricevuto_da_me(ufficio_id, contatto_id, segnalazione_id)));
-- what is hidden by the sheet is hidden from the readings too
select kernel.ricostruisci_nascosti();

create or replace view evento_invio with (security_invoker = true) as
  select 'invio'::text as tipo, i.id, i.persona_id, kernel.giorno(i.inviato_il) as giorno, i.inviato_il as quando,
         'A ' || coalesce(u.nome, i.ente) || case i.stato when 'accettata' then ', accettato' when 'respinta' then ', respinto' else ', in attesa di risposta' end as titolo,
         null::text as codifica, null::text as codice, d.risposta as testo, false as significativo,
         i.mittente_id as autore_id, i.riservato_a is not null as riservato, '/invii/' || i.id as collegamento
    from invio i left join ufficio u on u.id = i.ufficio_id left join invio_dettaglio d on d.invio_id = i.id
   where i.persona_id is not null and i.inviato_il is not null
     and (i.contatto_id is null or exists (select 1 from contatto c where c.id = i.contatto_id offset 0))
     and (i.segnalazione_id is null or exists (select 1 from segnalazione s where s.id = i.segnalazione_id offset 0));

-- ---- of whom a sending is -------------------------------------------------------------------------------------------------------

-- Who gets a sending does not see the sheet, and yet must not read what is told there of himself or of his family.
create function accesso.persone_della_scheda(p_contatto uuid, p_segnalazione uuid) returns uuid[] language plpgsql stable security definer set search_path = public, pg_catalog as $$
begin
  return array(
    select c.persona_id from contatto c where c.id = p_contatto and c.ambito_id = kernel.ambito() and c.persona_id is not null
    union select unnest(s.persone) from segnalazione s where s.id = p_segnalazione and s.ambito_id = kernel.ambito());
end $$;
comment on function accesso.persone_della_scheda is 'The persons of the contact, or of the segnalazione, that was sent: also where the reader does not see it. Never answered to a reader';

create policy propria_scheda on invio as restrictive to applicazione
  using ((select kernel.persone_vietate()) = '{}' or not accesso.persone_della_scheda(contatto_id, segnalazione_id) && (select kernel.persone_vietate())::uuid[]);

create view invio_persona with (security_invoker = true) as
  select i.id as invio_id, i.ambito_id, x.persona_id
    from invio i cross join lateral (
      select i.persona_id where i.persona_id is not null union select unnest(accesso.persone_della_scheda(i.contatto_id, i.segnalazione_id))) x;
comment on view invio_persona is 'Whom a sending is of: its person, and those of the sheet that was sent';
grant select on invio_persona to applicazione;
update tipo_soggetto set tabella = 'invio_persona', chiave = 'invio_id' where id = 'invio';

-- of one person, it is in her story; which it is of several, nobody has said
alter table invio no force row level security;
alter table segnalazione no force row level security;
alter table invio disable trigger registra_modifica;
update invio i set persona_id = s.persone[1] from segnalazione s where s.id = i.segnalazione_id and i.persona_id is null and cardinality(s.persone) = 1;
alter table invio enable trigger registra_modifica;
alter table segnalazione force row level security;
alter table invio force row level security;

-- now that it is of somebody, whoever evaluates the segnalazione reads what was answered as he reads the segnalazione
do $$
declare f text := pg_get_functiondef('accesso.rapporto_di_scheda'::regproc); prima text := 'if n.mittente_id = io or not';
begin
  if strpos(f, prima) = 0 then raise exception 'accesso.rapporto_di_scheda: not as expected'; end if;
  execute replace(f, prima, 'if n.mittente_id = io or exists (select 1 from segnalazione x where x.id = n.segnalazione_id and x.valutatore_id = io) or not');
end $$;

-- ---- who evaluates ---------------------------------------------------------------------------------------------------------------

-- As the reader, who knows from the list what is still to be evaluated, and by whom.
create function kernel.compito_di(p_tipo text, p_id uuid) returns jsonb language plpgsql stable as $$
begin
  if p_tipo <> 'segnalazione' then return null; end if;
  return (select jsonb_build_object('versione', s.versione, 'di', (select n.nome from accesso.nomi_di(array[s.valutatore_id]) n))
            from segnalazione s where s.id = p_id and s.stato in ('ricevuta', 'in-valutazione'));
end $$;
comment on function kernel.compito_di is 'Of a sheet that asks for a purpose: whether it is still work to be done, that the reader may take upon himself; as of which version, and whose it is now';

create function accesso.avvisa_chi_valutava(p_segnalazione uuid, p_utente uuid, p_testo text) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
  select u.id, null, p_testo, '/segnalazioni/' || s.id
    from segnalazione s cross join lateral accesso.chi_puo('segnalazione.leggi', s.ambito_id, array[s.comune_id]) c join utente u on u.id = c.utente_id
   where s.id = p_segnalazione and s.ambito_id = kernel.ambito() and u.id = p_utente
     and (s.riservato_a is null or u.id = any (s.riservato_a)) and not s.persone && accesso.persone_vietate(u.id, u.codice_fiscale, s.ambito_id)
$$;
comment on function accesso.avvisa_chi_valutava is 'A line for a colleague on a segnalazione that he evaluated, if it still exists for him';

-- ---- what a hand-over gives out ----------------------------------------------------------------------------------------------------

drop function accesso.contatto_prudente(uuid[]);
create function accesso.contatto_prudente(p_persone uuid[]) returns table (prudenza boolean, vietati text[], regole jsonb)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select coalesce(bool_or(f.tipo <> 'recapito'), false),
         coalesce(array_agg(f.dati ->> 'valore') filter (where f.tipo = 'recapito' and f.dati ->> 'valore' is not null), '{}'),
         coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('regola', f.dati ->> 'regola', 'riferimento', f.dati ->> 'riferimento'))) filter (where f.tipo = 'contatto-sicuro'), '[]')
    from persona_fatto f
   where f.persona_id = any (p_persone) and f.ambito_id = kernel.ambito() and f.sostituito_il is null and coalesce(f.al, 'infinity') >= kernel.oggi()
     and (f.tipo = 'contatto-sicuro' or f.tipo in ('residenza', 'domicilio') and f.classe = 'indirizzo-segreto'
       or f.tipo = 'recapito' and f.dati @> '{"sicuro": false}')
$$;
comment on function accesso.contatto_prudente is 'Whether these persons are to be reached with care, by which numbers never, by which rules, also where the reader does not see who says so. Never answered to a reader';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('ricevuto_da_me', 'persone_della_scheda', 'avvisa_chi_valutava', 'contatto_prudente') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

-- ---- what the workload costs ----------------------------------------------------------------------------------------------------------

-- with the ambito first: those of a colleague (compito_di) are of any ambito, and the others of the ambito are also those that are done
create index compito_aperti on compito (ambito_id, utente_id, scade) where stato = 'aperto';

select kernel.apri_scambio();
