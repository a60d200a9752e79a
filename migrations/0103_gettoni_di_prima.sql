-- Tokens drawn before one that looks like a codice fiscale was drawn again (SB11, ADR 0069): those that INPS has not seen are drawn anew; with
-- the others nothing is changed, because INPS knows the minor by them, and what waits is told so, in a warning that one overrides.

alter table minore_flussi no force row level security, disable trigger user;
alter table scheda_minore no force row level security, disable trigger user;
alter table scheda_minore_dati no force row level security, disable trigger user;
alter table scheda_minore drop constraint scheda_minore_gettone_fkey;

do $$
declare
  somiglia constant text := '[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]';
  m record;
  nuovo text;
begin
  -- what left with another program, or with a copy of this one, may bear it as well
  for m in select x.gettone from minore_flussi x where x.gettone ~ somiglia
             and not exists (select 1 from scheda_minore s where s.gettone = x.gettone and (s.stato in ('in-flusso', 'accettata') or s.flusso_id is not null or s.gia_inviata)) loop
    loop
      -- a hundred bits of a draw of a hundred and twenty-two
      select string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', get_byte(sorte.byte, n) % 32 + 1, 1), '' order by n) into nuovo
        from (select sha256(convert_to(gen_random_uuid()::text, 'UTF8')) as byte) sorte cross join generate_series(0, 19) n;
      exit when nuovo !~ somiglia and not exists (select 1 from minore_flussi x where x.gettone = nuovo);
    end loop;
    update minore_flussi set gettone = nuovo where gettone = m.gettone;
    update scheda_minore_dati d set record = jsonb_set(d.record, '{idBeneficiario}', to_jsonb(nuovo)),
           difetti = jsonb_path_query_array(d.difetti, '$[*] ? (@.regola != "SB11")')
      from scheda_minore s where s.id = d.id and s.gettone = m.gettone;
    update scheda_minore set gettone = nuovo, errori = array_remove(errori, 'SB11'), versione = versione + 1 where gettone = m.gettone;
  end loop;

  update scheda_minore_dati d set difetti = (
           select jsonb_agg(case x.difetto ->> 'regola' when 'SB11' then x.difetto || jsonb_build_object('gravita', 'avviso', 'derogabile', true, 'frase',
                    'L’identificativo di questo minore, estratto a sorte, somiglia a un codice fiscale; non si cambia, perché è già partito e INPS conosce il minore con quello: scrivi perché la scheda parte così.')
                  else x.difetto end order by x.n) from jsonb_array_elements(d.difetti) with ordinality x(difetto, n))
    from scheda_minore s where s.id = d.id and 'SB11' = any (s.errori);
  update scheda_minore set errori = array_remove(errori, 'SB11'), avvisi = array_append(avvisi, 'SB11'), versione = versione + 1 where 'SB11' = any (errori);
  -- where nothing else stops it, it goes
  update scheda_minore set stato = case when errori <> '{}' then 'rifiutata' when avvisi <> '{}' then 'da-completare' else 'pronta' end
   where stato = 'rifiutata' and errori = '{}';
end $$;

alter table scheda_minore add constraint scheda_minore_gettone_fkey foreign key (gettone) references minore_flussi (gettone);
alter table scheda_minore_dati force row level security, enable trigger user;
alter table scheda_minore force row level security, enable trigger user;
alter table minore_flussi force row level security, enable trigger user;

-- ---- from when a term counts -----------------------------------------------------------------------------------------------

alter table termine_flussi add column da text not null default 'riconoscimento' check (da in ('riconoscimento', 'erogazione'));
comment on column termine_flussi.da is 'From when its days are counted: the recognition of a prestazione, where it is known, or the month in which it begins or is paid';
comment on table termine_flussi is 'Within how many days an ente sends a prestazione, and from when they are counted, where it is not the term of all: INPS publishes none that is general';

alter table prestazione_erogata add column riconosciuta_il date;
comment on column prestazione_erogata.riconosciuta_il is 'When what it is of was recognised, on the row that is the first to tell INPS of it, where Trama knows; in no flow';
create index prestazione_riconosciuta on prestazione_erogata (ente_id) where riconosciuta_il is not null;
