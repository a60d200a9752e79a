// The data of the measurements: 600 ambiti, 7,900 comuni, 40,000 users, skewed as real ones are (one ambito holds 20 % of
// everything, ten hold half), every name made up by a deterministic generator. Written in bulk by the owner of the
// database, who is a superuser here: the rows are what handlers would write, and the triggers run.
// `cresci` then adds, in the same ambiti, what brings each list to ten times its rows: in bulk (`massa.ts`), so that what
// triggers write, the words of the search and the register, has steps of its own.
import { type Esecutore, inMassa } from './massa.ts'

/** Fewer, to try: with them goes all that has a row for each. */
export const UTENTI = Number(process.env.TRAMA_UTENTI ?? 40_000)
const COMUNI = 7_900

/** Ambiti by size: the first holds 20 %, the first ten 50 %, the others share the rest; the median one is among these. */
export const MAGGIORE = 1
export const MEDIANO = 301

// What is inserted last is what the register shows first: assignments, both times.
// Position of a row among `n` → its ambito. The same for comuni, users and all the rest.
export const funzioni = `
create function pg_temp.ambito_di(k bigint, n bigint) returns int language sql immutable as $$
  select case when f < 0.2 then 1 when f < 0.5 then 2 + floor((f - 0.2) / 0.3 * 9)::int else 11 + floor((f - 0.5) / 0.5 * 590)::int end
    from (select (k % n)::numeric / n as f) x
$$;
create function pg_temp.ambito(n int) returns uuid language sql immutable as $$ select md5('ambito ' || n)::uuid $$;
create function pg_temp.sillabe(seme text, quante int) returns text language sql immutable as $$
  select initcap(string_agg((array['ba','ca','da','fe','ga','li','ma','ne','pe','ra','so','ta','ve','zo','bri','cor','del','fon','gra','mar'])
    [1 + ('x' || substr(md5(seme || i), 1, 7))::bit(28)::int % 20], '')) from generate_series(1, quante) i
$$;
-- 90,000 surnames as a nation has them: the commonest of six in a thousand, a hundred of one in twenty, most of one or two
create function pg_temp.cognome(k bigint) returns text language sql immutable as $$
  select pg_temp.sillabe('cognome' || floor(power(('x' || substr(md5('c' || k), 1, 7))::bit(28)::int / 268435456.0, 2.2) * 90000)::int, 3)
$$;
-- a thousand first names, the commonest of three in a hundred
create function pg_temp.nome(k bigint) returns text language sql immutable as $$
  select pg_temp.sillabe('n' || floor(power(('x' || substr(md5('n' || k), 1, 7))::bit(28)::int / 268435456.0, 2) * 1000)::int, 2)
$$;
-- as it begins in a codice fiscale
create function pg_temp.consonanti(nome text) returns text language sql immutable as $$
  select upper(left(regexp_replace(nome, '[ aeiou]', '', 'gi') || 'xxx', 3))
$$;
create function pg_temp.caso(seme text, n int) returns int language sql immutable as $$ select ('x' || substr(md5(seme), 1, 7))::bit(28)::int % n $$;
create temp table posto as
  select id as comune_id, k, pg_temp.ambito_di(k, ${COMUNI}) as n
    from (select id, row_number() over (order by md5(id)) - 1 as k from comune where al is null) x where k < ${COMUNI};
create temp table comuni_di as select n, array_agg(comune_id order by k) as comuni from posto group by n;
analyze posto; analyze comuni_di;`

/** A schema for what the steps of a larger load have in common, whichever connection does them. */
export const banco = `
create schema banco;
create function banco.h(k bigint, seme int, n bigint) returns bigint language sql immutable as $$ select (hashint8extended(k, seme) & 2147483647) % n $$;`

/** Every comune delegated, and its section open by this act, where the base data have not signed it. */
export const attiDi = (sezione: string, tipo: string) => `
insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da, registrata_il)
  select pg_temp.ambito(n), comune_id, '${tipo}', 'registrata', 'Anna Sintetica', 'sindaco', '2019-10-01', '2019-10-01', md5('ministero')::uuid, '2024-01-10 09:00Z'
    from posto p where not exists (select 1 from adesione a where a.comune_id = p.comune_id and a.tipo_adesione_id = '${tipo}' and a.stato = 'registrata');
insert into delega (id, ambito_id, oggetto, protocollo, data)
  select md5('delega ${sezione} ' || n)::uuid, pg_temp.ambito(n), 'Delega per la sezione ${sezione}', 'C', '2019-10-01' from generate_series(1, 600) n;
insert into delega_comune (delega_id, data, ambito_id, comune_id, dal)
  select md5('delega ${sezione} ' || n)::uuid, '2019-10-01', pg_temp.ambito(n), comune_id, '2019-10-01' from posto p
   where not exists (select 1 from delega_comune d where d.comune_id = p.comune_id and d.al is null);`

const territorio = `
insert into ambito (id, codice, nome, regione_id, soggetto_attuatore, dal)
  select pg_temp.ambito(n), 'B' || lpad(n::text, 3, '0'), 'Ambito di ' || pg_temp.sillabe('a' || n, 3), '12', 'Consorzio ' || n, '2018-01-01'
    from generate_series(1, 600) n;
insert into ambito_comune (ambito_id, comune_id, dal) select pg_temp.ambito(n), comune_id, '2018-01-01' from posto;
insert into utente (id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  values (md5('ministero')::uuid, 'BENCHSUPERUTENTE', 'Ministero', 'Misure', '1980-01-01', 'H501', 'F', 'inserito');
insert into assegnazione (utente_id, ruolo_id, dal, stato) values (md5('ministero')::uuid, 'super-utente', '2019-01-01', 'abilitata');`

/** What goes with the rows `da`…`a` of the users, in proportion: of ambiti and comuni, and in the registers. */
const righeDegliAmbiti = (da: number, a: number) => `
insert into richiesta_formale (id, ambito_id, comune_id, ufficio, protocollo, data)
  select md5('richiesta ' || g || ' ' || comune_id)::uuid, pg_temp.ambito(n), comune_id, 'Servizi sociali', 'P' || g, date '2019-06-01' + pg_temp.caso(g || comune_id, 2000)
    from posto, generate_series(${(da / UTENTI) * 2}, ${(a / UTENTI) * 2 - 1}) g order by md5(g || comune_id);
insert into allegato (id, ambito_id, nome, tipo, bytes, sha256)
  select md5('foglio ' || g || ' ' || comune_id)::uuid, pg_temp.ambito(n), 'operatori.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 20000, md5(g || comune_id)
    from posto, generate_series(${(da / UTENTI) * 2}, ${(a / UTENTI) * 2 - 1}) g order by md5(g || comune_id);
insert into importazione (ambito_id, richiesta_formale_id, allegato_id, sha256, stato, righe_lette, righe_elaborate, accettate, creata, aggiornata, conclusa_il)
  select pg_temp.ambito(n), md5('richiesta ' || g || ' ' || comune_id)::uuid, md5('foglio ' || g || ' ' || comune_id)::uuid, md5(g || comune_id), 'conclusa', 50, 50, 50, q, q, q
    from posto, generate_series(${(da / UTENTI) * 2}, ${(a / UTENTI) * 2 - 1}) g, lateral (select timestamptz '2022-01-10 09:00Z' + pg_temp.caso('i' || g || comune_id, 1000) * interval '1 day' as q) w order by md5(g || comune_id);
-- one of them of many rows, of which one in twenty was refused
insert into importazione_riga (importazione_id, ambito_id, riga, celle, errori, dubbi, codice_fiscale, esito)
  select m.id, m.ambito_id, r, array['Riga sintetica', r::text], '{}', '{}', lpad(r::text, 16, '0'), case when r % 20 = 1 then 'rifiutata' else 'accettata' end
    from posto p join importazione m on m.allegato_id = md5('foglio 0 ' || p.comune_id)::uuid, generate_series(${(da / UTENTI) * 2000 + 1}, ${(a / UTENTI) * 2000}) r where p.k = 0;
-- in the order of the instants, as registers are written; of what is granted one in twenty is refused
insert into kernel.registro_accessi (quando, utente_id, ambito_id, azione, oggetto, oggetto_id, esito, motivo)
  select timestamptz '2020-01-10 09:00Z' + k * interval '5 minutes', md5('amministratore ' || n)::uuid, pg_temp.ambito(n), case when k % 30 = 1 then 'ufficio.leggi' else 'utente.leggi' end, '/utenti/:id',
         md5('utente ' || k * 7)::uuid, case when k % 20 = 1 then 'negato' else 'consentito' end, case when k % 20 = 1 then 'non-trovato' end
    from (select k, pg_temp.ambito_di(k * 7919, ${UTENTI}) as n from generate_series(${da}::bigint, ${a - 1}) k) x order by k;
-- who changed whom; and as many rows of the record, which nobody is shown
insert into kernel.registro_modifiche (quando, utente_id, ambito_id, azione, tabella, riga_id, operazione, prima, dopo, beneficiari)
  select timestamptz '2020-01-10 09:00Z' + k * interval '5 minutes', md5('amministratore ' || n)::uuid, pg_temp.ambito(n), case when x.beneficiari then 'diario.scrivi' when k % 30 = 1 then 'ufficio.gestisci' else 'utente.gestisci' end,
         case when x.beneficiari then 'diario_voce' when k % 30 = 1 then 'ufficio' else 'utente' end, md5('utente ' || k)::uuid::text, 'modifica', '{"telefono": "3330000000"}', '{"telefono": "3331111111"}', x.beneficiari
    from (select k, pg_temp.ambito_di(k * 7919, ${UTENTI}) as n from generate_series(${da}::bigint, ${a - 1}) k) y, (values (false), (true)) x(beneficiari) order by k;
insert into kernel.notifica (utente_id, ambito_id, testo, collegamento, creata, letta)
  select md5('amministratore ' || n)::uuid, pg_temp.ambito(n), 'Il contratto di un operatore sta per scadere.', '/utenti', timestamptz '2024-01-10 09:00Z' + g * interval '1 hour',
         case when g % 2 = 0 then timestamptz '2025-01-10 09:00Z' end
    from generate_series(1, 600) n, generate_series(${(da / UTENTI) * 200}, ${(a / UTENTI) * 200 - 1}) g order by md5(g || ' ' || n);
insert into ufficio (ambito_id, comune_id, nome, indirizzo, dal)
  select pg_temp.ambito(n), comune_id, 'Ufficio ' || pg_temp.sillabe('u' || g || comune_id, 3), 'Via Sintetica 1', '2018-01-01'
    from posto, generate_series(${(da / UTENTI) * 2}, ${(a / UTENTI) * 2 - 1}) g order by md5(g || comune_id);
insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, al, registrata_da, registrata_il)
  select pg_temp.ambito(n), comune_id, tipo, stato, pg_temp.sillabe('s' || comune_id, 3), 'sindaco', dal, dal, al, md5('ministero')::uuid, '2024-01-10 09:00Z'
    from posto, (select t as tipo, case when g = 0 then 'registrata' else 'cessata' end as stato,
                        case when g = 0 then date '2019-10-01' else date '2000-01-01' + g * 31 end as dal, case when g > 0 then date '2000-01-30' + g * 31 end as al
                   from unnest(array['convenzione-ministero', 'protocollo-intesa']) t, generate_series(${(da / UTENTI) * 2}, ${(a / UTENTI) * 2 - 1}) g) v
   order by md5(comune_id || tipo || dal);
-- one in force, and two that ended
with gruppi as (select g, n, k / 2 as gruppo, array_agg(comune_id) as comuni from posto, generate_series(${(da / UTENTI) * 3}, ${(a / UTENTI) * 3 - 1}) g where k % 4 < 2 group by g, n, k / 2),
d as (
  insert into delega (id, ambito_id, oggetto, protocollo, data)
    select md5('delega ' || g || ' ' || n || ' ' || gruppo)::uuid, pg_temp.ambito(n), 'Delega per i patti', 'D' || g || '-' || gruppo, case when g = 0 then date '2019-09-01' else date '2000-01-01' + g * 180 end + pg_temp.caso('d' || gruppo, 30)
      from gruppi order by md5(g || ' ' || gruppo) returning id, data
)
insert into delega_comune (delega_id, data, ambito_id, comune_id, dal, al)
  select d.id, d.data, pg_temp.ambito(n), c, case when g = 0 then date '2019-10-01' else date '2000-01-01' + g * 180 end, case when g > 0 then date '2000-06-01' + g * 180 end
    from gruppi join d on d.id = md5('delega ' || g || ' ' || n || ' ' || gruppo)::uuid, unnest(comuni) c;
insert into richiesta_ambito (id, ricevuta, chiave_hash, stato, ambito_id, ambito_nominato, istruttore_id, firmatario_nome, firmatario_cognome, firmatario_qualifica, firmatario_email, motivo, creata, inviata, decisa)
  select md5('domanda ' || k)::uuid, regexp_replace(upper(left(md5('ricevuta ' || k), 12)), '(....)(....)', '\\1-\\2-'), md5('chiave ' || k), s,
         case when not da_collegare then pg_temp.ambito(1 + (k % 600)::int) end, case when da_collegare then 'Ambito di ' || pg_temp.sillabe('a' || k, 3) end,
         case when k % 11 = 0 then md5('ministero')::uuid end, pg_temp.sillabe('n' || k, 2), pg_temp.sillabe('f' || k, 3), 'legale-rappresentante', 'firma' || k || '@example.it',
         case when s = 'respinta' then 'Nota mancante' end, q, case when s <> 'bozza' then q end, case when s in ('respinta', 'approvata') then q + interval '3 days' end
    from (select k, (array['approvata', 'approvata', 'approvata', 'respinta', 'inviata', 'in-istruttoria', 'bozza'])[1 + k % 7] as s, k % 7 > 2 and k % 5 = 0 as da_collegare, timestamptz '2022-01-10 09:00Z' + k * interval '7 minutes' as q
            from generate_series(${(da / UTENTI) * 3000}, ${(a / UTENTI) * 3000 - 1}) k) x order by md5(k::text);
insert into richiesta_ambito_parola (richiesta_id, parola, inviata)
  select r.id, p, r.inviata from richiesta_ambito r, accesso.da_ogni_parola(r.ambito_nominato_chiave) as p where r.ambito_id is null and r.stato <> 'bozza'
     and r.id in (select md5('domanda ' || k)::uuid from generate_series(${(da / UTENTI) * 3000}, ${(a / UTENTI) * 3000 - 1}) k) order by md5(r.id::text)
  on conflict do nothing;
insert into richiesta_ambito_persona (id, richiesta_id, ordine, codice_fiscale, nome, cognome)
  select md5('persona ' || k)::uuid, md5('domanda ' || k)::uuid, 0, upper(left(md5('cp' || k), 16)), pg_temp.sillabe('n' || k, 2), pg_temp.sillabe('q' || k, 3)
    from generate_series(${(da / UTENTI) * 3000}, ${(a / UTENTI) * 3000 - 1}) k order by md5(k::text);`

/** Users, with what hangs on them; each name is made up once (`offset 0`), however often it is used. */
const righeDegliUtenti = (da: number, a: number) => `
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, email, telefono, fondo, fine_contratto, spid_differenze, stato, primo_accesso, ultimo_accesso, creato)
  select md5('utente ' || k)::uuid, pg_temp.ambito(pg_temp.ambito_di(k, ${UTENTI})), pg_temp.consonanti(cognome) || pg_temp.consonanti(nome) || lpad(k::text, 10, '0'), cognome, nome,
         date '1955-01-01' + pg_temp.caso('d' || k, 16000), 'H501', case when k % 3 = 0 then 'M' else 'F' end, lower(replace(nome, ' ', '') || '.' || cognome) || k || '@example.it', '3330000000',
         case when k % 4 = 0 then 'PON Inclusione' end, case when k % 3 = 0 then date '2027-01-01' + pg_temp.caso('f' || k, 700) end,
         case when k % 40 = 9 then '{"nome": {"accreditato": "Maria", "spid": "Marisa"}}'::jsonb end,
         case when k % 25 = 7 then 'sospeso' when k % 25 = 13 then 'cessato' when k % 8 = 3 then 'inserito' else 'attivo' end,
         timestamptz '2024-01-10 09:00Z', timestamptz '2025-01-10 09:00Z' + k % 300 * interval '1 day', timestamptz '2023-01-10 09:00Z'
    from (select k, pg_temp.cognome(k) as cognome, pg_temp.nome(k) || case when k % 8 = 5 then ' ' || pg_temp.nome(-k) else '' end as nome
            from generate_series(${da}::bigint, ${a - 1}) k offset 0) x order by md5(k::text);
insert into accesso.sessione (token, utente_id, aperta_il, ultima_attivita, scade_il, chiusa_il, motivo_chiusura, dispositivo, idp, livello)
  select decode(md5('t' || k) || md5('u' || k), 'hex'), md5('utente ' || k)::uuid, '2025-01-10 09:00Z', '2025-01-10 09:20Z', '2025-01-10 19:00Z', '2025-01-10 09:20Z', 'uscita', 'prova', 'prova', 2
    from generate_series(${da}::bigint, ${a - 1}) k order by md5(k::text);
with u as (
  select k, pg_temp.ambito_di(k, ${UTENTI}) as n from generate_series(${da}::bigint, ${a - 1}) k
), t as (
  select u.*, c.comuni[1 + (k % cardinality(c.comuni))] as comune
    from u join comuni_di c using (n)
)
insert into assegnazione (id, ambito_id, utente_id, ruolo_id, comune_id, dal, al, stato, richiesta_formale_id, abilitata_il)
  select md5('incarico ' || v.ruolo || ' ' || k)::uuid, pg_temp.ambito(n), md5('utente ' || k)::uuid, v.ruolo, case when not v.intero then comune end, v.dal,
         -- no role goes on of who has left
         coalesce(v.al, case when k % 25 = 13 then date '2024-12-31' end), v.stato,
         md5('richiesta ' || (${(da / UTENTI) * 2} + k % 2) || ' ' || comune)::uuid, case when v.stato <> 'preparata' then timestamptz '2024-01-10 09:00Z' end
    from t, (values ('case-manager', date '2023-02-01', null::date, 'abilitata', 1, false), ('responsabile-incontri', '2024-02-01', null, 'abilitata', 1, false),
                    ('responsabile-puc', '2020-02-01', '2022-12-31', 'revocata', 3, false), ('coordinatore-patto', '2023-02-01', null, 'abilitata', 16, true),
                    -- ended, not revoked; and a role of few
                    ('coordinatore-controlli', '2020-02-01', '2022-12-31', 'abilitata', 10, false), ('responsabile-controlli', '2023-02-01', null, 'abilitata', 50, false),
                    -- one waits for the administrator
                    ('responsabile-svantaggio', '2024-06-01', null, 'preparata', 20, false))
                    v(ruolo, dal, al, stato, ogni, intero)
   where k % v.ogni = 0 order by md5(k::text);`

/** One administrator for each ambito: the only role he may hold. */
const amministratori = `
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  select md5('amministratore ' || n)::uuid, pg_temp.ambito(n), 'BENCHAMMINIST' || lpad(n::text, 3, '0'), pg_temp.sillabe('m' || n, 4), 'Anna', '1980-01-01', 'H501', 'F', 'inserito' from generate_series(1, 600) n;
insert into assegnazione (ambito_id, utente_id, ruolo_id, dal, stato, abilitata_il)
  select pg_temp.ambito(n), md5('amministratore ' || n)::uuid, 'amministratore-ambito', '2019-06-01', 'abilitata', '2019-06-01' from generate_series(1, 600) n;`

// what the triggers of utente and assegnazione write, for rows inserted without them: in the order in which they were
const registroDi = (da: number, a: number) => `
insert into kernel.registro_modifiche (quando, operatore, ambito_id, azione, tabella, riga_id, operazione, dopo, beneficiari)
  select '2023-01-10 09:00Z', 'misure', ambito_id, 'misure', t, id::text, 'inserimento', dopo, false
    from (with nuovi as (select md5('utente ' || k)::uuid as id from generate_series(${da}::bigint, ${a - 1}) k)
          select 'utente' as t, u.id, u.ambito_id, u.ctid as posto, to_jsonb(u) as dopo from utente u join nuovi using (id)
          union all select 'assegnazione', a.id, a.ambito_id, a.ctid, to_jsonb(a) from assegnazione a join nuovi n on n.id = a.utente_id) x
   order by t desc, posto;`
const parole = `
do $$ begin
  for i in 0..($a - $da - 1) / 20000 loop
    perform accesso.scrivi_parole(array(
      select md5('utente ' || k)::uuid from generate_series(${UTENTI} + $da + i * 20000, least(${UTENTI} + $a, ${UTENTI} + $da + (i + 1) * 20000) - 1) k));
  end loop;
end $$;`

export const codiceAmministratore = (n: number) => `BENCHAMMINIST${String(n).padStart(3, '0')}`
export const CODICE_MINISTERO = 'BENCHSUPERUTENTE'

const contesto = (perTransazione: boolean) =>
  `select set_config('app.operatore', 'misure', ${perTransazione}), set_config('app.azione', 'misure', ${perTransazione}), set_config('app.adesso', '2025-01-10T09:00:00Z', ${perTransazione});`

/**
 * Into a migrated database that has its comuni; with fewer users, everything that goes with them is less. The table of the users,
 * empty when it was migrated, is counted as soon as it has some: what the triggers ask of it is planned once for all of them.
 */
export async function popola(owner: Esecutore, utenti = UTENTI): Promise<void> {
  await owner.query(
    `begin; ${contesto(true)}${funzioni}${territorio}${amministratori} analyze utente; ${righeDegliAmbiti(0, utenti)}${righeDegliUtenti(0, utenti)} commit`,
  )
  await owner.query('vacuum analyze')
}

/** From the longest to index. */
const tabelle = [
  ...['kernel.registro_modifiche', 'assegnazione', 'utente', 'kernel.registro_accessi', 'accesso.sessione'],
  ...['richiesta_formale', 'allegato', 'importazione', 'importazione_riga', 'kernel.notifica', 'ufficio', 'adesione'],
  ...['delega', 'delega_comune', 'richiesta_ambito', 'richiesta_ambito_persona', 'richiesta_ambito_parola'],
]

/**
 * The same ambiti with ten times the rows. Each table is written by one connection alone, in the order in which its rows would
 * have been; the words last, when the roles that they are made of have their indexes again.
 */
export async function cresci(esecutori: readonly [Esecutore, Esecutore]): Promise<void> {
  for (const e of esecutori) await e.query(`${contesto(false)}${funzioni}`)
  const [da, a] = [UTENTI, UTENTI * 10]
  await inMassa(esecutori, tabelle, [[righeDegliUtenti(da, a), righeDegliAmbiti(da, a)], registroDi(da, a)])
  await inMassa(esecutori, ['utente_parola'], [{ sql: parole, righe: a - da }])
}
