-- What the public form may take of an installation (ADR 0056), and what is kept of the exchanges of SPID (ADR 0050).

-- ---- what one address may take in a day ---------------------------------------------------------------------------------

create table accesso.uso_pubblico (
  giorno date not null,
  provenienza text not null check (provenienza ~ '^[0-9a-f]{64}$'),
  bytes bigint not null default 0,
  invii integer not null default 0,
  primary key (giorno, provenienza)
);
comment on table accesso.uso_pubblico is 'What has come today from one address through the public form. Provenienza is its hash with a secret that only the running process has: nobody can tell the address from it. Of past days nothing is kept';
alter table accesso.uso_pubblico enable row level security, force row level security;
create policy custode on accesso.uso_pubblico to custode using (true) with check (true);
grant select, insert, update, delete on accesso.uso_pubblico to custode;

create function accesso.usa_modulo_pubblico(p_provenienza text, p_bytes bigint, p_invii integer) returns table (bytes bigint, invii integer)
  language sql security definer set search_path = public, pg_catalog as $$
  insert into accesso.uso_pubblico as u (giorno, provenienza, bytes, invii) values (kernel.oggi(), p_provenienza, p_bytes, p_invii)
  on conflict (giorno, provenienza) do update set bytes = u.bytes + excluded.bytes, invii = u.invii + excluded.invii
  returning u.bytes, u.invii
$$;
comment on function accesso.usa_modulo_pubblico is 'Adds to what an address has used today, and says how much that is: what is then refused is rolled back with it';
alter function accesso.usa_modulo_pubblico owner to custode;
revoke all on function accesso.usa_modulo_pubblico from public;
grant execute on function accesso.usa_modulo_pubblico to applicazione;

-- ---- what waits for a decision ------------------------------------------------------------------------------------------

create function accesso.richieste_da_decidere() returns table (quante bigint, bytes bigint)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select count(distinct r.id), coalesce(sum(d.bytes), 0)::bigint
    from richiesta_ambito r left join richiesta_ambito_documento d on d.richiesta_id = r.id
   where r.stato in ('inviata', 'in-istruttoria')
$$;
comment on function accesso.richieste_da_decidere is 'How many requests wait for a decision of the ministry, and the space of their documents: who sends one sees only his own. One returned for an integration waits for its applicant, perhaps for ever, and is not among them';
alter function accesso.richieste_da_decidere owner to custode;
revoke all on function accesso.richieste_da_decidere from public;
grant execute on function accesso.richieste_da_decidere to applicazione, nazionale;

-- ---- one confirmation for each recipient --------------------------------------------------------------------------------

alter table richiesta_ambito add column confermata_il timestamptz;
comment on column richiesta_ambito.confermata_il is 'When the confirmation was mailed to the signatory; null where he had had another shortly before';
create index richiesta_ambito_confermata on richiesta_ambito (lower(firmatario_email), confermata_il) where confermata_il is not null;
grant select (firmatario_email, confermata_il) on richiesta_ambito to custode;

create function accesso.confermata_da(p_email text, p_da timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_catalog as $$
  select exists (select 1 from richiesta_ambito r where lower(r.firmatario_email) = lower(p_email) and r.confermata_il > p_da)
$$;
comment on function accesso.confermata_da is 'Whether that recipient has had a confirmation since: the form may name anybody, and it is no way to fill his mailbox';
alter function accesso.confermata_da owner to custode;
revoke all on function accesso.confermata_da from public;
grant execute on function accesso.confermata_da to applicazione;

-- ---- drafts that nobody goes on with ------------------------------------------------------------------------------------

grant select (creata, aggiornata), delete on richiesta_ambito to custode;
create policy togli on richiesta_ambito for delete to custode using (stato = 'bozza');

create function accesso.bozze_ferme(p_da timestamptz) returns table (id uuid, creata timestamptz, aggiornata timestamptz, documenti bigint, bytes bigint)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select r.id, r.creata, r.aggiornata, count(d.bytes), coalesce(sum(d.bytes), 0)::bigint
    from richiesta_ambito r left join richiesta_ambito_documento d on d.richiesta_id = r.id
   where r.stato = 'bozza' and r.aggiornata < p_da group by r.id
$$;
comment on function accesso.bozze_ferme is 'Drafts that nobody has touched since, and their room: of what is in them nothing, which is nobody''s business until it is sent';

create function accesso.togli_bozza(p_id uuid, p_da timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_catalog as $$
declare atto text := kernel.azione(); v_creata timestamptz;
begin
  -- as when it expires: what is in a draft enters no register (0005), only that there was one and who took it away
  perform set_config('app.azione', 'richiesta-ambito.scade', true);
  delete from richiesta_ambito r where r.id = p_id and r.stato = 'bozza' and r.aggiornata < p_da returning r.creata into v_creata;
  perform set_config('app.azione', atto, true);
  if v_creata is null then return false; end if;
  insert into kernel.registro_modifiche (quando, utente_id, azione, richiesta_id, tabella, riga_id, operazione, prima, beneficiari)
  values (kernel.adesso(), kernel.utente(), atto, kernel.richiesta(), 'richiesta_ambito', p_id::text, 'cancellazione',
          jsonb_build_object('stato', 'bozza', 'creata', v_creata), false);
  return true;
end $$;
comment on function accesso.togli_bozza is 'Deletes a draft that nobody has touched since; false where there is none';

alter function accesso.bozze_ferme owner to custode;
alter function accesso.togli_bozza owner to custode;
revoke all on function accesso.bozze_ferme, accesso.togli_bozza from public;
grant execute on function accesso.bozze_ferme, accesso.togli_bozza to nazionale;

-- ---- the exchanges of SPID ----------------------------------------------------------------------------------------------

create table accesso.spid_non_attesa (
  id bigint generated always as identity primary key,
  impronta text not null check (impronta ~ '^[0-9a-f]{64}$'),
  idp text not null,
  in_risposta_a text,
  risposta text not null,
  motivo text not null,
  ricevuta_il timestamptz not null,
  ultima_il timestamptz not null,
  volte integer not null default 1,
  constraint spid_non_attesa_una unique (impronta)
);
comment on table accesso.spid_non_attesa is 'What a known provider has signed of responses that answer no open request: unsolicited, of an unknown request, or again. Each once, with how many times it came and why it was refused; kept 24 months from the last';
create index on accesso.spid_non_attesa (ultima_il);
alter table accesso.spid_non_attesa enable row level security, force row level security;
create policy custode on accesso.spid_non_attesa to custode using (true) with check (true);
grant select, insert, update, delete on accesso.spid_non_attesa to custode;

create function accesso.spid_conserva_non_attesa(p_impronta text, p_idp text, p_in_risposta_a text, p_risposta text, p_motivo text, p_adesso timestamptz) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into accesso.spid_non_attesa as x (impronta, idp, in_risposta_a, risposta, motivo, ricevuta_il, ultima_il)
  values (p_impronta, p_idp, p_in_risposta_a, p_risposta, p_motivo, p_adesso, p_adesso)
  on conflict (impronta) do update set volte = x.volte + 1, ultima_il = excluded.ultima_il
$$;
comment on function accesso.spid_conserva_non_attesa is 'Keeps a signed response that answers no open request, once however often it comes';

create function accesso.spid_rifiuta(p_azione text, p_oggetto text, p_motivo text, p_adesso timestamptz) returns void
  language sql security definer set search_path = public, pg_catalog as $$
  insert into kernel.registro_accessi (quando, azione, oggetto, esito, motivo) values (p_adesso, p_azione, p_oggetto, 'negato', p_motivo)
$$;
comment on function accesso.spid_rifiuta is 'A message of SPID, of login or of logout, refused before it is known of whom leaves its reason in the register of accesses, and no content';
create policy rifiuti on kernel.registro_accessi for insert to custode
  with check (utente_id is null and ambito_id is null and esito = 'negato' and azione in ('sessione.apri', 'sessione.chiudi'));
-- they are of nobody, and anybody may have them written: the only rows of a register that end
create policy scaduti on kernel.registro_accessi for delete to custode
  using (utente_id is null and ambito_id is null and esito = 'negato' and azione in ('sessione.apri', 'sessione.chiudi'));
grant insert, delete on kernel.registro_accessi to custode;

alter function accesso.spid_conserva_non_attesa owner to custode;
alter function accesso.spid_rifiuta owner to custode;
revoke all on function accesso.spid_conserva_non_attesa, accesso.spid_rifiuta from public;
grant execute on function accesso.spid_conserva_non_attesa, accesso.spid_rifiuta to servizio;

-- requests and responses, all of them, whether or not anybody answered, and what was refused of nobody known
create or replace function accesso.pulisci(p_adesso timestamptz) returns void language sql security definer set search_path = public, pg_catalog as $$
  delete from accesso.spid_scambio where emessa_il < p_adesso - interval '24 months';
  delete from accesso.spid_non_attesa where ultima_il < p_adesso - interval '24 months';
  delete from accesso.sessione where scade_il < p_adesso - interval '24 months';
  delete from kernel.chiave_idempotenza where creata < p_adesso - interval '1 day';
  delete from kernel.registro_accessi
   where azione in ('sessione.apri', 'sessione.chiudi') and quando < p_adesso - interval '24 months' and utente_id is null and ambito_id is null;
  delete from accesso.uso_pubblico where giorno < (p_adesso at time zone 'Europe/Rome')::date;
$$;
comment on function accesso.pulisci is 'Retention: SPID requests and responses, refusals of nobody known and sessions 24 months, idempotency keys one day, what addresses have used the day it is of';
