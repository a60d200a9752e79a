// The people of the measurements: 1,000,000 persons in the same 600 ambiti, skewed like everything else, with surnames
// as frequent as real ones are (a few are of thousands of people, most of few), their telephones and addresses, and the
// keys one searches them by. Written in bulk with triggers off; the keys are computed by the functions that the triggers use.
import type pg from 'pg'

export const PERSONE = Number(process.env.TRAMA_PERSONE ?? 1_000_000)

const dati = `
create function pg_temp.nome_di(k bigint) returns text language sql immutable as $$
  select (array['Maria','Anna','Giuseppe','Rosa','Angela','Giovanna','Teresa','Lucia','Carmela','Antonio','Giovanni','Mario','Luigi','Francesco','Angelo','Vincenzo','Pietro','Salvatore','Carlo','Franco','Mohamed','Fatima','Elena','Olena','Sofia','Leonardo','Aurora','Giulia','Luca','Marco'])
    [1 + pg_temp.caso('nome' || k, 30)]
$$;
-- the square of a uniform number: the first surnames are of many, the last of one or two
create function pg_temp.cognome_di(k bigint) returns text language sql immutable as $$
  select pg_temp.sillabe('cognome' || floor(power(pg_temp.caso('c' || k, 100000) / 100000.0, 3) * 90000)::int, 3)
$$;
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  select md5('sociale ' || n)::uuid, pg_temp.ambito(n), 'BENCHSOCIALE' || lpad(n::text, 4, '0'), 'Sociale', 'Misure', '1980-01-01', 'H501', 'F', 'inserito' from (values (1), (300)) v(n);
insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato)
  select pg_temp.ambito(p.n), md5('sociale ' || p.n)::uuid, 'assistente-sociale', p.comune_id, '2019-01-01', 'abilitata' from posto p where p.n in (1, 300);
set session_replication_role = replica;
insert into persona (id, ambito_id, comune_id, cognome, nome, sesso, data_nascita, codice_fiscale, creata_il, creata_da)
  select md5('persona ' || k)::uuid, pg_temp.ambito(a.n), c.comuni[1 + k % cardinality(c.comuni)], pg_temp.cognome_di(k), pg_temp.nome_di(k), case when k % 2 = 0 then 'F' else 'M' end,
         date '1935-01-01' + pg_temp.caso('nata' || k, 33000), case when k % 5 <> 0 then upper(left(translate(md5('cf' || k), '0123456789', 'ghijklmnop'), 6)) || '80A01H' || lpad((k % 1000)::text, 3, '0') || 'X' end,
         timestamptz '2024-01-10 09:00Z', md5('sociale 1')::uuid
    from generate_series(0::bigint, $PERSONE - 1) k, lateral (select pg_temp.ambito_di(k, $PERSONE) as n) a join comuni_di c on c.n = a.n;
insert into persona_fatto (ambito_id, comune_id, persona_id, tipo, singolo, dati, dal, fonte, registrato_il, registrato_da)
  select p.ambito_id, p.comune_id, p.id, 'generalita', true, jsonb_build_object('cognome', p.cognome, 'nome', p.nome, 'sesso', p.sesso, 'dataNascita', p.data_nascita), null, 'anagrafe', p.creata_il, p.creata_da from persona p;
insert into persona_fatto (ambito_id, comune_id, persona_id, tipo, singolo, dati, dal, fonte, registrato_il, registrato_da)
  select p.ambito_id, p.comune_id, p.id, 'residenza', true, jsonb_build_object('indirizzo', 'Via ' || pg_temp.sillabe('via' || pg_temp.caso('via' || p.id, 20000), 3), 'civico', pg_temp.caso('civico' || p.id, 200)::text, 'comune', p.comune_id), '2015-01-01', 'anagrafe', p.creata_il, p.creata_da from persona p;
insert into persona_fatto (ambito_id, comune_id, persona_id, tipo, singolo, dati, dal, fonte, registrato_il, registrato_da)
  select p.ambito_id, p.comune_id, p.id, 'recapito', false, jsonb_build_object('mezzo', 'cellulare', 'valore', '3' || lpad(pg_temp.caso('tel' || p.id, 200000000)::text, 9, '0')), null, 'persona', p.creata_il, p.creata_da from persona p;
insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola)
  select p.id, p.ambito_id, p.comune_id, 'nome', w from persona p, lateral (select p.cognome_chiave union select p.nome_chiave) x(w);
insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola)
  select distinct persona_id, ambito_id, comune_id, 'suono', kernel.fonetica(parola) from persona_parola where tipo = 'nome';
insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola)
  select id, ambito_id, comune_id, 'codice', lower(codice_fiscale_chiave) from persona where codice_fiscale is not null;
insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola)
  select persona_id, ambito_id, comune_id, 'recapito', right(dati ->> 'valore', 9) from persona_fatto where tipo = 'recapito';
insert into persona_parola (persona_id, ambito_id, comune_id, tipo, parola)
  select f.persona_id, f.ambito_id, f.comune_id, 'indirizzo', w from persona_fatto f, lateral kernel.parole((dati ->> 'indirizzo') || ' ' || (dati ->> 'civico')) w where f.tipo = 'residenza';
set session_replication_role = origin;
analyze persona; analyze persona_fatto; analyze persona_parola; analyze assegnazione;`

/** After `popola`, on the same connection: it uses its functions. */
export async function popolaPersone(owner: pg.Client) {
  for (const istruzione of dati.split(/;\n/)) await owner.query(istruzione.replaceAll('$PERSONE', String(PERSONE)))
}

export const codiceSociale = (n: number) => `BENCHSOCIALE${String(n).padStart(4, '0')}`
