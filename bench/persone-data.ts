// The people of the measurements: 1,000,000 persons of 400,000 families in the same 600 ambiti, skewed like everything
// else, with surnames as frequent as real ones are (a few are of thousands of people, most of few), their facts, ties,
// telephones and addresses, and the keys one searches them by, computed by the functions that the triggers use.
// Rows of an ambito are not side by side: people are written down on all sorts of days.
// What is common to the steps, here and in cartella-data.ts, stands in a schema of its own, «banco».
import { attiDi, banco, funzioni } from './data.ts'
import type { Esecutore, Passo } from './massa.ts'

/** Persons of the larger data; the smaller one has a tenth. */
export const PERSONE = Number(process.env.TRAMA_PERSONE ?? 1_000_000)

/** Ten families of 1 to 5 members make 25 persons: position of a person among them → his family and his place in it. */
const FAMIGLIE = [0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9]
const POSTI = FAMIGLIE.map((f, i) => i - FAMIGLIE.indexOf(f))

/** A worker follows this many open prese in carico, more or less. */
const CARICO = 90

export const codiceSociale = (n: number, operatore = 1) =>
  `BENCHSOC${String(n).padStart(4, '0')}${String(operatore).padStart(4, '0')}`

const bancoPersone = (n: number) => `${banco}
create table banco.cognome as
  select i, s as cognome, kernel.fonetica(s) as suono from (select i, pg_temp.sillabe('cognome' || i, 3) as s from generate_series(0, 89999) i) x;
create table banco.nome as
  select i, nome, kernel.fonetica(nome) as suono from (select (row_number() over () - 1)::int as i, nome from unnest(array[
    'Maria','Anna','Rosa','Angela','Giovanna','Teresa','Lucia','Carmela','Fatima','Elena','Olena','Sofia','Aurora','Giulia','Francesca',
    'Giuseppe','Antonio','Giovanni','Mario','Luigi','Francesco','Angelo','Vincenzo','Pietro','Salvatore','Carlo','Mohamed','Leonardo','Luca','Marco']) nome) x;
create table banco.via as select i, pg_temp.sillabe('via' || i, 3) as via from generate_series(0, 19999) i;
create table banco.gruppo as
  select g, a.n, pg_temp.ambito(a.n) as ambito_id, c.comuni, cardinality(c.comuni) as quanti
    from generate_series(0, ${n} / 25 - 1) g, lateral (select pg_temp.ambito_di(g, ${n} / 25) as n) a join comuni_di c on c.n = a.n;
create table banco.carico as select n, greatest(1, round(count(*) * 25 * 0.3 * 0.72 / ${CARICO}))::int as operatori from banco.gruppo group by n;
analyze banco.gruppo; analyze banco.cognome; analyze banco.nome; analyze banco.via; analyze banco.carico;
create table banco.persona as
  select (row_number() over (order by banco.h(k, 99, 2147483647), k) - 1)::int as r, x.* from (
    select k::int as k, md5('persona ' || k)::uuid as id, g.ambito_id, g.n, g.g * 10 + f.famiglia as nucleo, f.posto, g.comuni[1 + (g.g * 10 + f.famiglia) % g.quanti] as comune_id,
           floor(power(banco.h(case when f.posto = 1 then -k else g.g * 10 + f.famiglia end, 3, 1000000) / 1e6, 3) * 90000)::int as cognome,
           (banco.h(k, 4, 15) + case when (banco.h(g.g * 10 + f.famiglia, 5, 2) + f.posto) % 2 = 0 then 0 else 15 end)::int as nome,
           case when f.posto < 2 then date '1935-01-01' + banco.h(k, 6, 20000)::int else date '2005-01-01' + banco.h(k, 6, 7500)::int end as nata,
           case when k % 5000 = 77 then array[md5('sociale ' || g.n || ' 1')::uuid] end as riservato_a
      from generate_series(0::bigint, ${n - 1}) k join banco.gruppo g on g.g = k / 25,
           lateral (select (array[${FAMIGLIE}])[1 + k % 25] as famiglia, (array[${POSTI}])[1 + k % 25] as posto) f) x order by r;
alter table banco.persona add primary key (r);
analyze banco.persona;`

// the section of the record opens with these acts, where the base data have not signed them; every comune is delegated
const operatori = `${attiDi('cartella', 'protocollo-intesa')}
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  select md5('sociale ' || n || ' ' || o)::uuid, pg_temp.ambito(n), 'BENCHSOC' || lpad(n::text, 4, '0') || lpad(o::text, 4, '0'), pg_temp.sillabe('s' || n || o, 3), 'Misure', '1980-01-01', 'H501', 'F', 'inserito'
    from banco.carico, generate_series(1, operatori) o;
insert into assegnazione (ambito_id, utente_id, ruolo_id, dal, stato)
  select pg_temp.ambito(n), md5('sociale ' || n || ' ' || o)::uuid, 'assistente-sociale', '2019-01-01', 'abilitata' from banco.carico, generate_series(1, operatori) o;
analyze adesione; analyze delega_comune; analyze utente; analyze assegnazione;`

const quando = `timestamptz '2024-01-10 09:00Z', md5('sociale 1 1')::uuid`
const dalBanco =
  'from banco.persona p join banco.cognome c on c.i = p.cognome join banco.nome n on n.i = p.nome where p.r >= $da and p.r < $a order by p.r'
const codice = `case when p.k % 5 <> 0 then upper(left(translate(md5('cf' || p.k), '0123456789', 'ghijklmnop'), 6)) || '80A01H' || lpad((p.k % 1000)::text, 3, '0') || 'X' end`
const telefono = `'3' || lpad(banco.h(p.k, 7, 200000000)::text, 9, '0')`
const civico = '1 + banco.h(p.nucleo, 9, 200)'
const via = 'banco.via v on v.i = banco.h(p.nucleo, 8, 20000)'

const fatti = (tipo: string, singolo: boolean, dati: string, dal: string) => `
insert into persona_fatto (ambito_id, comune_id, persona_id, tipo, singolo, dati, dal, fonte, registrato_il, registrato_da)
  select p.ambito_id, p.comune_id, p.id, '${tipo}', ${singolo}, jsonb_build_object(${dati}), ${dal}, 'anagrafe', ${quando} `
const cognomeENome = 'join banco.cognome c on c.i = p.cognome join banco.nome n on n.i = p.nome'
const parole = (tipo: string, parola: string, accanto = 'null') => `
insert into persona_parola (persona_id, capo_id, ambito_id, comune_id, tipo, parola, accanto, cognome_chiave, nome_chiave, riservato_a)
  select p.id, p.id, p.ambito_id, p.comune_id, '${tipo}', ${parola}, ${accanto}, lower(c.cognome), lower(n.nome), p.riservato_a from banco.persona p ${cognomeENome} `

export const tabellePersone = ['persona_parola', 'persona_fatto', 'relazione', 'nucleo_componente', 'persona', 'nucleo']

/** On one connection, before the steps. */
export async function preparaBanco(e: Esecutore, persone: number) {
  // where there is one connection, it has them already
  await e.query('discard temp')
  await e.query(funzioni)
  await e.query(bancoPersone(persone))
  await e.query(`set session_replication_role = replica; ${operatori} set session_replication_role = origin`)
}

export const passiPersone = (persone: number): Passo[] =>
  [
    `insert into persona (id, ambito_id, comune_id, cognome, nome, sesso, data_nascita, codice_fiscale, riservato_a, creata_il, creata_da)
       select p.id, p.ambito_id, p.comune_id, c.cognome, n.nome, case when p.nome < 15 then 'F' else 'M' end, p.nata, ${codice}, p.riservato_a, ${quando} ${dalBanco}`,
    `${fatti('generalita', true, `'cognome', c.cognome, 'nome', n.nome, 'sesso', case when p.nome < 15 then 'F' else 'M' end, 'dataNascita', p.nata`, 'null')} ${dalBanco}`,
    `${fatti('residenza', true, `'indirizzo', 'Via ' || v.via, 'civico', (${civico})::text, 'comune', p.comune_id`, `date '2015-01-01'`)}
       from banco.persona p join ${via} where p.r >= $da and p.r < $a order by p.r`,
    `${fatti('recapito', false, `'mezzo', 'cellulare', 'valore', ${telefono}`, 'null')} from banco.persona p where p.r >= $da and p.r < $a order by p.r`,
    `${parole('nome', 'lower(n.nome)')} where p.r >= $da and p.r < $a and not starts_with(lower(c.cognome), lower(n.nome))`,
    `${parole('suono', 'w', "' ' || concat_ws(' ', case when length(c.suono) > 1 then c.suono end, case when length(n.suono) > 1 then n.suono end) || ' '")},
       unnest(array[c.suono, n.suono]) w where p.r >= $da and p.r < $a and length(w) > 1`,
    `${parole('suoni', `least(c.suono collate "C", n.suono) || ' ' || greatest(c.suono collate "C", n.suono)`, "' ' || c.suono || ' ' || n.suono || ' '")}
       where p.r >= $da and p.r < $a and length(c.suono) > 1 and length(n.suono) > 1 and c.suono <> n.suono`,
    `${parole('codice', `lower(kernel.chiave_codice_fiscale(${codice}))`)} where p.r >= $da and p.r < $a and p.k % 5 <> 0`,
    `${parole('recapito', `right(${telefono}, 9)`)} where p.r >= $da and p.r < $a`,
    `${parole('indirizzo', 'w', `' via ' || lower(v.via) || ' ' || (${civico})`)} join ${via}, unnest(array['via', lower(v.via), (${civico})::text, 'via' || lower(v.via) || (${civico}), (${civico}) || ' via', (${civico}) || ' ' || lower(v.via)]) w where p.r >= $da and p.r < $a`,
    `insert into nucleo (id, ambito_id, comune_id, tipo, fonte, riferimento, dal, creato_il, creato_da)
       select md5('nucleo ' || p.nucleo)::uuid, p.ambito_id, p.comune_id, 'anagrafico', 'anagrafe', 'F' || p.nucleo, '2015-01-01', ${quando}
         from banco.persona p where p.posto = 0 and p.r >= $da and p.r < $a order by p.r`,
    `insert into nucleo_componente (ambito_id, comune_id, nucleo_id, persona_id, parentela, intestatario, esclusivo, dal, registrato_il, registrato_da)
       select p.ambito_id, p.comune_id, md5('nucleo ' || p.nucleo)::uuid, p.id, (array['persona-di-riferimento', 'coniuge', 'figlio'])[1 + least(p.posto, 2)], p.posto = 0, true, '2015-01-01', ${quando}
         from banco.persona p where p.r >= $da and p.r < $a order by banco.h(p.nucleo, 98, 2147483647), p.posto`,
    `insert into relazione (ambito_id, comune_id, specie, tipo, persona_a, persona_b, dal, fonte, registrato_il, registrato_da)
       select p.ambito_id, p.comune_id, case when p.posto = 1 then 'unione' else 'filiazione' end, case when p.posto = 1 then 'matrimonio' else 'naturale' end,
              md5('persona ' || p.k - p.posto + g)::uuid, p.id, case when p.posto > 1 then p.nata else date '2000-06-01' end, 'anagrafe', ${quando}
         from banco.persona p, generate_series(0, case when p.posto = 1 then 0 else 1 end) g where p.posto > 0 and p.r >= $da and p.r < $a order by p.r`,
  ].map((sql) => ({ sql, righe: persone }))
