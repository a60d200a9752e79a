// The households of the measurements: 1,500,000 in the same 600 ambiti, 12,000,000 terms, followed by 18,000 of the 40,000
// users, about seventy-five each; one in ten waits to be assigned, one in twelve is over. Each is a copy of one of those of
// nuclei-tipo.ts, members, days and terms; one case manager in twenty has an analysis in progress for each of his casi.
// Casi of an ambito are not side by side: households arrive on all sorts of days. The rows of one household are, as an extract
// writes them. What triggers derive is derived here, and the register of changes does not tell of them.
import { attiDi, banco, funzioni, MAGGIORE, MEDIANO } from './data.ts'
import type { Esecutore, Passo } from './massa.ts'
import { cheCosaSiMisura, type Tipo } from './nuclei-tipo.ts'

/** Households of the larger data; the smaller one has a tenth. */
export const NUCLEI = Number(process.env.TRAMA_NUCLEI ?? 1_500_000)

/** Casi that a case manager has been given, open and over. */
const CARICO = 75
/** Those of whom every caso has an analysis in progress: one in so many. */
const CON_ANALISI = 20
/** Casi that a coordinator answers for. */
const DEL_COORDINATORE = 2000

export const codiceCoordinatore = (n: number) => `BENCHCOORDINA${String(n).padStart(3, '0')}`

const qui = (righe: readonly object[]) => `'${JSON.stringify(righe).replaceAll("'", "''")}'::jsonb`

/** The comune where the households to be copied are worked out: a small one, theirs for good. */
export const LABORATORIO = 600

const id = (cosa: string, q = 'k.q') => `md5('${cosa} ' || ${q})::uuid`
const delMembro = (cosa: string, m: string, q = 'k.q') => `md5('${cosa} ' || ${q} || ' ' || ${m})::uuid`

/** In a database that has the base data, the measures and the questionnaires. The households to be copied are casi with no terms yet. */
export async function preparaTipi(e: Esecutore, tipi: readonly Tipo[]): Promise<void> {
  const { misura, questionario } = cheCosaSiMisura()
  await e.query('discard temp')
  await e.query(`${funzioni}${banco} begin; set local session_replication_role = replica;
    ${attiDi('patti', 'convenzione-ministero')}${attiDi('cartella', 'protocollo-intesa')} commit;
    create table banco.versione as select id, misura_id from misura_versione where misura_id = '${misura.codice}' and numero = ${misura.versione};
    create table banco.questionario as select id, questionario_id from questionario_versione where questionario_id = '${questionario.codice}' and numero = ${questionario.versione};
    create table banco.tipo as select * from jsonb_to_recordset(${qui(tipi.map(({ i, presentata, componenti }) => ({ i, presentata, componenti: componenti.length })))}) as t(i int, presentata date, componenti int);
    create table banco.membro as select * from jsonb_to_recordset(${qui(tipi.flatMap((t) => t.componenti))}) as t(i int, m int, nata date, sesso text, dichiarati jsonb);
    create table banco.fatto as select * from jsonb_to_recordset(${qui(tipi.flatMap((t) => t.eventi))}) as t(i int, m int, evento text, giorno date);
    create table banco.risposta as select * from jsonb_to_recordset(${qui(tipi.flatMap((t) => t.risposte))}) as t(i int, per_componente boolean, campo text, valore jsonb);
    create table banco.cognome as select i, pg_temp.sillabe('cognome' || i, 3) as s from generate_series(0, 19999) i;
    create table banco.qui as select pg_temp.ambito(${LABORATORIO}) as ambito_id, comuni[1] as comune_id from comuni_di where n = ${LABORATORIO};
    analyze banco.tipo; analyze banco.membro; analyze banco.fatto; analyze banco.risposta; analyze banco.cognome;`)
  // the same numbers as the copies, below zero
  await e.query(`begin; set local session_replication_role = replica;
    create table banco.nucleo as select -1 - t.i as q, t.i, q.ambito_id, q.comune_id, null::uuid as utente_id, 'da-assegnare' as assegnazione, false as analisi from banco.tipo t, banco.qui q;
    ${passi('tipo').join(';\n')}; drop table banco.nucleo; commit`)
}

/** Once the product has computed their terms: whose the casi are, and how far. */
export async function preparaNuclei(e: Esecutore, nuclei: number): Promise<void> {
  await e.query(`
create table banco.termine as
  select k.i, c.ordine as m, t.termine, t.da, t.scade, t.preavviso, t.fermo
    from banco.tipo k join caso_termine t on t.caso_id = ${id('caso', '(-1 - k.i)')} left join domanda_componente c on c.id = t.componente_id;
-- who follows casi; of the median ambito everybody, so that it is the same however many the households
create table banco.operatore as
  select (row_number() over (order by s.ambito_id <> pg_temp.ambito(${MEDIANO}), md5(s.id::text)) - 1)::int as c, s.ambito_id, s.comune_id, s.utente_id
    from assegnazione s join utente u on u.id = s.utente_id
   where s.ruolo_id = 'case-manager' and s.stato = 'abilitata' and s.al is null and u.stato in ('attivo', 'inserito') and coalesce(u.fine_contratto, 'infinity') >= current_date;
delete from banco.operatore where c >= ${Math.max(20, Math.round(nuclei / CARICO))};
create table banco.nucleo as
  select q::int as q, banco.h(q, 50, (select count(*) from banco.tipo))::int as i, o.ambito_id, o.comune_id, case when x.s >= 10 then o.utente_id end as utente_id,
         case when x.s < 10 then 'da-assegnare' when x.s < 18 then 'concluso' else 'assegnato' end as assegnazione, x.s >= 18 and o.c % ${CON_ANALISI} = 0 as analisi
    from generate_series(0::bigint, ${nuclei - 1}) q join banco.operatore o on o.c = banco.h(q, 51, (select count(*) from banco.operatore)), lateral (select banco.h(q, 52, 100) as s) x;
alter table banco.nucleo add primary key (q);
analyze banco.termine; analyze banco.nucleo;`)
}

const stati =
  '{convocato,presentato,analisi-finalizzata,quadro-in-bozza,quadro-finalizzato,patto-in-bozza,patto-sottoscritto,in-monitoraggio}'
const stato = `case k.assegnazione when 'da-assegnare' then 'ricevuto' when 'concluso' then 'terminato' else case when k.analisi then 'analisi-in-bozza' else ('${stati}'::text[])[1 + banco.h(k.q, 53, 8)] end end`
const codice = (m: string) =>
  `upper(left(translate(md5('cn' || k.q || ' ' || ${m}), '0123456789', 'ghijklmnop'), 6)) || '80A01H' || lpad(abs(k.q % 1000)::text, 3, '0') || 'X'`
const cognome = 'join banco.cognome g on g.i = banco.h(k.q, 54, 20000)'
const nome = (m: string) =>
  `('{Anna,Rosa,Fatima,Elena,Sofia,Giulia,Antonio,Luigi,Pietro,Carlo,Mohamed,Luca}'::text[])[1 + banco.h(k.q * 8 + ${m}, 55, 12)]`
const dove = 'k.ambito_id, k.comune_id'
const quando = `timestamptz '2026-01-10 09:00Z'`

/** Every row of a household; the terms only of the copies. */
function passi(per: 'copia' | 'tipo'): string[] {
  const questi = per === 'copia' ? 'k.q >= $da and k.q < $a' : 'true'
  const k = 'banco.nucleo k'
  const tipo = 'join banco.tipo t on t.i = k.i'
  const tutti = [
    `insert into domanda (id, ambito_id, comune_id, persona_id, misura_id, versione_id, protocollo, presentata_il, ricevuta_il, pad_il, beneficio, beneficio_dal, mensile, codice_fiscale, cognome, nome, indirizzo, cap, creata_il)
       select ${id('domanda')}, ${dove}, case when k.analisi then ${delMembro('persona nucleo', '1')} end, v.misura_id, v.id, 'INPS-' || k.q, t.presentata, t.presentata + 10, t.presentata + 20, case when k.assegnazione = 'concluso' then 'terminato' else 'in-pagamento' end, t.presentata + 30, 50000,
              ${codice('1')}, g.s, ${nome('1')}, 'Via Sintetica ' || abs(k.q % 200), '00100', ${quando}
         from ${k} ${tipo} ${cognome}, banco.versione v where ${questi}`,
    `insert into domanda_componente (id, ambito_id, comune_id, domanda_id, persona_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, dichiarati, collegamento, creato_il)
       select ${delMembro('componente', 'm.m')}, ${dove}, ${id('domanda')}, case when k.analisi then ${delMembro('persona nucleo', 'm.m')} end, m.m, m.m = 1, ${codice('m.m')}, g.s, ${nome('m.m')}, m.nata, m.sesso,
              case when m.m = 1 then 'Richiedente' else 'Familiare' end, m.dichiarati, case when k.analisi then 'codice-fiscale' else 'nessuno' end, ${quando}
         from ${k} join banco.membro m on m.i = k.i ${cognome} where ${questi}`,
    `insert into caso (id, ambito_id, comune_id, persona_id, domanda_id, misura_id, versione_id, richiedente, codice_fiscale, indirizzo, cap, presentata_il, arrivato_il, componenti, peso, assegnazione, assegnatario_id, assegnato_il, creato_il)
       select ${id('caso')}, ${dove}, case when k.analisi then ${delMembro('persona nucleo', '1')} end, ${id('domanda')}, v.misura_id, v.id, g.s || ' ' || ${nome('1')}, ${codice('1')}, 'Via Sintetica ' || abs(k.q % 200), '00100',
              t.presentata, t.presentata + 10, t.componenti, 1 + t.componenti / 2, k.assegnazione, k.utente_id, case when k.utente_id is not null then t.presentata + 15 end, ${quando}
         from ${k} ${tipo} ${cognome}, banco.versione v where ${questi}`,
    `insert into caso_stato (caso_id, ambito_id, comune_id, assegnatario_id, stato, dal) select ${id('caso')}, ${dove}, k.utente_id, ${stato}, t.presentata + 30 from ${k} ${tipo} where ${questi}`,
    `insert into caso_evento (ambito_id, comune_id, caso_id, evento, giorno, origine, registrato_il) select ${dove}, ${id('caso')}, f.evento, f.giorno, 'estratto', ${quando} from ${k} join banco.fatto f on f.i = k.i where ${questi}`,
  ]
  if (per === 'tipo') return tutti
  const aperti = `k.assegnazione <> 'concluso'`
  const analisi = `k.analisi`
  return [
    ...tutti,
    `insert into caso_termine (ambito_id, comune_id, assegnatario_id, caso_id, componente_id, termine, da, scade, preavviso, fermo)
       select ${dove}, k.utente_id, ${id('caso')}, case when t.m is not null then ${delMembro('componente', 't.m')} end, t.termine, t.da, t.scade, t.preavviso, t.fermo
         from ${k} join banco.termine t on t.i = k.i where ${aperti} and ${questi}`,
    `insert into caso_passaggio (ambito_id, comune_id, caso_id, atto, a, giorno, quando) select ${dove}, ${id('caso')}, 'ricevi', 'ricevuto', t.presentata + 10, ${quando} from ${k} ${tipo} where ${questi}`,
    `insert into caso_assegnazione (ambito_id, comune_id, caso_id, utente_id, dal, assegnato_il) select ${dove}, ${id('caso')}, k.utente_id, t.presentata + 15, ${quando} from ${k} ${tipo} where k.utente_id is not null and ${questi}`,
    `insert into persona (id, ambito_id, comune_id, cognome, nome, sesso, data_nascita, codice_fiscale, creata_il)
       select ${delMembro('persona nucleo', 'm.m')}, ${dove}, g.s, ${nome('m.m')}, m.sesso, m.nata, ${codice('m.m')}, ${quando} from ${k} join banco.membro m on m.i = k.i ${cognome} where ${analisi} and ${questi}`,
    `insert into compilazione (id, ambito_id, comune_id, persona_id, persone, assegnatario_id, questionario_id, questionario_versione_id, giorno, origine_id, creata_il, creata_da)
       select ${id('analisi')}, ${dove}, ${delMembro('persona nucleo', '1')}, array(select ${delMembro('persona nucleo', 'm')} from generate_series(1, t.componenti) m), k.utente_id, q.questionario_id, q.id, t.presentata + 40, ${id('analisi')}, ${quando}, k.utente_id
         from ${k} ${tipo}, banco.questionario q where ${analisi} and ${questi}`,
    `insert into compilazione_persona (compilazione_id, persona_id, ambito_id, comune_id, ordine, parentela) select ${id('analisi')}, ${delMembro('persona nucleo', 'm.m')}, ${dove}, m.m, null from ${k} join banco.membro m on m.i = k.i where ${analisi} and ${questi}`,
    `insert into caso_analisi (compilazione_id, ambito_id, comune_id, caso_id, collegata_il) select ${id('analisi')}, ${dove}, ${id('caso')}, ${quando} from ${k} where ${analisi} and ${questi}`,
    `insert into compilazione_passaggio (ambito_id, comune_id, persona_id, compilazione_id, atto, quando, utente_id) select ${dove}, ${delMembro('persona nucleo', '1')}, ${id('analisi')}, 'comincia', ${quando}, k.utente_id from ${k} where ${analisi} and ${questi}`,
    `insert into compilazione_risposta (ambito_id, comune_id, persona_id, compilazione_id, componente_id, campo, valore, autore_id, scritta_il, origine, origine_testo, informazione_del)
       select ${dove}, ${delMembro('persona nucleo', '1')}, ${id('analisi')}, case when r.per_componente then ${delMembro('persona nucleo', 'm.m')} end, r.campo, r.valore, k.utente_id, ${quando},
              case when r.per_componente then 'inps' end, case when r.per_componente then 'INPS' end, case when r.per_componente then date '2026-01-05' end
         from ${k} join banco.risposta r on r.i = k.i join banco.membro m on m.i = k.i and (r.per_componente or m.m = 1) where ${analisi} and ${questi}`,
    `insert into compilazione_proposta (ambito_id, comune_id, persona_id, compilazione_id, componente_id, campo, origine, valore, origine_testo, informazione_del)
       select ${dove}, ${delMembro('persona nucleo', '1')}, ${id('analisi')}, ${delMembro('persona nucleo', 'm.m')}, r.campo, 'inps', r.valore, 'INPS', '2026-01-05'
         from ${k} join banco.risposta r on r.i = k.i join banco.membro m on m.i = k.i where r.per_componente and ${analisi} and ${questi}`,
  ]
}

export const passiNuclei = (nuclei: number): Passo[] => passi('copia').map((sql) => ({ sql, righe: nuclei }))

/** From the longest to index. */
export const tabelleNuclei = [
  'caso_termine',
  'caso_evento',
  'domanda_componente',
  'caso',
  'compilazione_risposta',
  'domanda',
  'caso_stato',
  'caso_passaggio',
  'caso_assegnazione',
  'compilazione_proposta',
  'persona',
  'compilazione_persona',
  'compilazione',
  'caso_analisi',
  'compilazione_passaggio',
]

/** Who coordinates about two thousand households: some comuni of the largest ambito, as many as it takes. */
export async function nominaCoordinatore(e: Esecutore): Promise<void> {
  await e.query(`begin; set local session_replication_role = replica;
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  values (md5('coordinatore ${MAGGIORE}')::uuid, pg_temp.ambito(${MAGGIORE}), '${codiceCoordinatore(MAGGIORE)}', 'Coordina', 'Misure', '1980-01-01', 'H501', 'F', 'inserito');
insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato, abilitata_il)
  select pg_temp.ambito(${MAGGIORE}), md5('coordinatore ${MAGGIORE}')::uuid, 'coordinatore-patto', comune_id, '2019-10-01', 'abilitata', '2019-10-01'
    from (select comune_id, sum(count(*)) over (order by md5(comune_id)) as fin_qui from caso where ambito_id = pg_temp.ambito(${MAGGIORE}) and assegnazione in ('da-assegnare', 'assegnato') group by comune_id) x
   where fin_qui <= ${DEL_COORDINATORE};
commit`)
}
