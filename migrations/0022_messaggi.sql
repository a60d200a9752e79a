-- The regional message in the record: what was received, which is where the access of a person began elsewhere; and what
-- the sending needs to know that its reader does not.

create table messaggio_regionale (
  id uuid primary key default gen_random_uuid(),
  ambito_id uuid not null references ambito (id),
  comune_id text not null references comune (id),
  persona_id uuid not null references persona (id),
  mittente text not null,
  codice text not null,
  fasi text[] not null check (fasi <@ '{accesso,valutazione,finale}' and 'accesso' = any (fasi)),
  accesso_dal date not null,
  accesso_al date,
  canale text,
  motivo text,
  bisogno text,
  segnalata_il date,
  creato text not null,
  ricevuto_il timestamptz not null default kernel.adesso(),
  ricevuto_da uuid default kernel.utente() references utente (id),
  riservato_a uuid[],
  constraint messaggio_date_in_ordine check (accesso_al is null or accesso_al >= accesso_dal),
  constraint messaggio_una_volta unique (persona_id, mittente, codice)
);
comment on table messaggio_regionale is 'A message of the regional exchange taken into the folder of a person: from whom, which phases, and how the access went there. The rest became facts, households and prese in carico';
comment on column messaggio_regionale.codice is 'Its identifier, as the sender gave it';
comment on column messaggio_regionale.creato is 'When its sender made it: a day or an instant, as written';
comment on column messaggio_regionale.canale is 'Code of «canale-contatto», as motivo of «motivo-contatto» and bisogno of «bisogno»: of the first contact elsewhere, which does not count as one of ours';
create index messaggio_regionale_persona on messaggio_regionale (persona_id, accesso_dal);
create index on messaggio_regionale (ambito_id, comune_id);
create index on messaggio_regionale (comune_id);
create index on messaggio_regionale (ricevuto_da);
select kernel.proteggi('messaggio_regionale', sezione => 'cartella', fascicolo => true);

insert into oscurabile values ('messaggio', 'Messaggio regionale ricevuto', 'messaggio_regionale', '{}');

create view evento_messaggio with (security_invoker = true) as
  select 'messaggio'::text as tipo, m.id, m.persona_id, kernel.giorno(m.ricevuto_il) as giorno, m.ricevuto_il as quando,
         'Da ' || m.mittente as titolo, null::text as codifica, null::text as codice, null::text as testo, false as significativo,
         m.ricevuto_da as autore_id, m.riservato_a is not null as riservato, '/persone/' || m.persona_id || '/messaggio' as collegamento
    from messaggio_regionale m;
comment on view evento_messaggio is 'Stream: regional messages received';

-- the message names who answers by his codice fiscale, which colleagues do not read
create function accesso.codici_fiscali_di(p_utenti uuid[]) returns table (id uuid, codice_fiscale text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, u.codice_fiscale from utente u where u.id = any (p_utenti) and u.ambito_id = kernel.ambito()
     and (kernel.azione() = 'messaggio-regionale.esporta')
$$;
comment on function accesso.codici_fiscali_di is 'Codici fiscali of colleagues, for the regional message and nothing else';

-- who reported must not leave, not even where a text names him: whoever prepares the message may not know him, and could not take him out
create function accesso.segnalanti_di(p_persone uuid[]) returns table (nome text, ente text, recapiti text)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select x.nome, x.ente, x.recapiti from segnalazione_persona p join segnalazione_segnalante x on x.segnalazione_id = p.segnalazione_id
   where p.persona_id = any (p_persone) and p.ambito_id = kernel.ambito() and kernel.azione() = 'messaggio-regionale.esporta'
$$;
comment on function accesso.segnalanti_di is 'Words to take out of what leaves; never answered to a reader';

-- the command line acts as somebody: with his reach, and no more
create function accesso.portata_per_comando(p_codice_fiscale text, p_azione text)
  returns table (utente_id uuid, comuni text[], classi text[], vietate uuid[]) language sql stable security definer set search_path = public, pg_catalog as $$
  select u.id, p.comuni, p.classi, accesso.persone_vietate(u.id, u.codice_fiscale, u.ambito_id)
    from utente u, lateral accesso.portata(u.id, u.ambito_id, p_azione, kernel.oggi()) p
   where u.codice_fiscale = p_codice_fiscale and u.ambito_id = kernel.ambito() and u.stato in ('inserito', 'attivo')
     and coalesce(u.fine_contratto, 'infinity') >= kernel.oggi() and kernel.utente() is null and p.comuni is not null
$$;
comment on function accesso.portata_per_comando is 'What a user may reach with an act, for a command that acts in his name; no row where he has not the act. Never from a request';

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'accesso' and p.proname in ('codici_fiscali_di', 'segnalanti_di', 'portata_per_comando') loop
    execute format('alter function %s owner to custode', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to applicazione', f);
  end loop;
end $$;

select kernel.ricostruisci_eventi();
select kernel.apri_scambio();
