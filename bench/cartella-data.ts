// What the service has done with the people of persone-data.ts, in proportion to a million: 300,000 prese in carico (72 %
// open, about ninety for each worker), 5,000,000 diary entries (seven out of ten are about a fifth of the cases), to-dos,
// contacts of the desk, segnalazioni, appointments, documents, a few things hidden. Everything is written in the order
// of time, as it happens: the entries of a person are far from each other. What triggers derive is derived here.
import type { Passo } from './massa.ts'

export const voci = (persone: number) => persone * 5
const prese = (persone: number) => Math.floor(persone / 10) * 3

/** Days that the data tell of, up to today. */
const GIORNI = 2150

const FRASI = [
  'La signora si presenta in ufficio senza appuntamento e racconta le difficoltà dell’ultima settimana.',
  'Il nucleo vive in un appartamento di due stanze; le bollette della luce non sono state pagate.',
  'Si concorda di risentirsi dopo il colloquio con la scuola e di portare i documenti richiesti.',
  'La figlia maggiore frequenta con regolarità; gli insegnanti riferiscono che è spesso stanca.',
  'Riferisce di non avere più contatti con il fratello e di sentirsi sola nelle ore del pomeriggio.',
  'Il medico di base conferma la terapia e propone una visita specialistica entro il mese.',
  'Si valuta la domanda di contributo per l’affitto, con l’attestazione in corso di validità.',
  'L’educatrice segnala progressi nella gestione della casa e della spesa settimanale.',
  'Durante la visita a domicilio la casa è in ordine e il frigorifero è pieno.',
  'Chiede informazioni sul servizio di trasporto e sull’assegno di inclusione.',
]

export const bancoCartella = (n: number) => `
create table banco.presa as
  select (row_number() over (order by p.k) - 1)::int as q, p.k, p.r, p.id as persona_id, md5('presa ' || p.k)::uuid as id, p.ambito_id, p.comune_id, p.n,
         md5('sociale ' || p.n || ' ' || 1 + banco.h(p.k, 20, c.operatori))::uuid as autore_id,
         md5('sociale ' || p.n || ' ' || 1 + banco.h(p.k, 21, c.operatori))::uuid as secondo_id,
         case when s < 60 then 'attiva' when s < 65 then 'accettata' when s < 70 then 'sospesa' when s < 72 then 'assegnata' when s < 75 then 'proposta' else 'chiusa' end as stato,
         (current_date - ${GIORNI} - 10 - banco.h(p.k, 22, 700)::int) as aperta_il,
         case when s >= 75 then current_date - 1 - banco.h(p.k, 23, 900)::int end as chiusa_il,
         case when s < 70 and banco.h(p.k, 24, 10) < 7 then current_date - 20 + banco.h(p.k, 25, 120)::int end as scade,
         case when p.posto > 0 then md5('persona ' || p.k - p.posto)::uuid end as altra_id
    from banco.persona p join banco.carico c on c.n = p.n, lateral (select banco.h(p.k, 26, 100) as s) x where p.k % 10 in (0, 4, 7);
alter table banco.presa add primary key (q);
create table banco.testo as
  select i, jsonb_build_array(jsonb_build_object('tipo', 'fatto', 'testo', f[1 + i % 10] || ' ' || f[1 + i / 10 % 10]),
                              jsonb_build_object('tipo', 'valutazione', 'testo', f[1 + i / 100])) as blocchi
    from generate_series(0, 999) i, (select array[${FRASI.map((f) => `'${f}'`).join(', ')}]) x(f);
create table banco.ufficio as select distinct on (u.ambito_id) u.ambito_id, u.id, u.comune_id from ufficio u order by u.ambito_id, u.id;
insert into banco.ufficio select pg_temp.ambito(n), md5('ufficio ' || n)::uuid, (select comuni[1] from comuni_di d where d.n = c.n) from banco.carico c
  where not exists (select 1 from banco.ufficio u where u.ambito_id = pg_temp.ambito(c.n));
insert into ufficio (id, ambito_id, comune_id, nome, indirizzo, dal) select b.id, b.ambito_id, b.comune_id, 'Ufficio', 'Via Sintetica 1', '2018-01-01' from banco.ufficio b
  where not exists (select 1 from ufficio u where u.id = b.id);
analyze banco.presa; analyze banco.testo; analyze banco.ufficio;
create function banco.presa_della_voce(j bigint) returns int language sql immutable as $$
  select (case when j % 10 < 7 then banco.h(j, 30, ${prese(n) / 5}) * 5 else banco.h(j, 30, ${prese(n) / 5}) * 5 + 1 + banco.h(j, 31, 4) end)::int $$;
create function banco.giorno(j bigint, quante bigint) returns date language sql stable as $$ select current_date - ${GIORNI} + (j * ${GIORNI - 1} / quante)::int $$;
create function banco.istante(j bigint, quante bigint) returns timestamptz language sql stable as $$
  select (current_date - ${GIORNI})::timestamp at time zone 'UTC' + ((j * ${GIORNI - 1}) / quante) * interval '1 day' + interval '7 hours' + (j % 36000) * interval '1 second' $$;`

const chi = 'p.ambito_id, p.comune_id'

function passiPrese(n: number): Passo[] {
  const righe = prese(n)
  const dove = 'where p.q >= $da and p.q < $a'
  const ordine = 'order by p.r'
  return [
    `insert into presa_in_carico (id, ambito_id, comune_id, persona_id, numero, stato, tipo, area, mandato, peso, aperta_il, attivata_il, primo_contatto_entro, primo_contatto_il, informativa_il, informativa_consenso_lavoro, prossima_scadenza, chiusa_il, motivo_chiusura, creata_il, creata_da)
       select p.id, ${chi}, p.persona_id, p.k, p.stato, 'professionale', (array['adulti', 'famiglia-minori', 'disabili'])[1 + p.k % 3], 'accordo', 1 + p.k % 4, p.aperta_il, p.aperta_il + 20, p.aperta_il + 15, p.aperta_il + 10, p.aperta_il + 10, true,
              p.scade, p.chiusa_il, case when p.chiusa_il is not null then 'obiettivi-raggiunti' end, p.aperta_il, p.autore_id from banco.presa p ${dove} ${ordine}`,
    `insert into presa_dettaglio (presa_id, ambito_id, comune_id, persona_id, oggetto, accordi, desideri)
       select p.id, ${chi}, p.persona_id, 'Sostegno al reddito e alla casa', 'Un colloquio al mese e una visita a domicilio ogni tre', 'Tornare a lavorare' from banco.presa p ${dove} ${ordine}`,
    `insert into presa_operatore (ambito_id, comune_id, presa_id, persona_id, utente_id, professione, responsabile, dal, al)
       select ${chi}, p.id, p.persona_id, case when o = 1 then p.autore_id else p.secondo_id end, 'assistente-sociale', o = 1, p.aperta_il + 2, p.chiusa_il
         from banco.presa p, generate_series(1, case when p.k % 3 = 0 then 2 else 1 end) o ${dove} and p.stato <> 'proposta' ${ordine}`,
    `insert into presa_passaggio (ambito_id, comune_id, presa_id, persona_id, atto, da, a, quando, utente_id)
       select ${chi}, p.id, p.persona_id, v.atto, v.da, v.a, p.aperta_il + v.dopo, p.autore_id
         from banco.presa p, (values ('proponi', null, 'proposta', 0), ('assegna', 'proposta', 'assegnata', 2), ('accetta', 'assegnata', 'accettata', 5), ('attiva', 'accettata', 'attiva', 20)) v(atto, da, a, dopo)
         ${dove} and (v.dopo = 0 or p.stato <> 'proposta') and (v.dopo < 5 or p.stato <> 'assegnata') ${ordine}`,
    `insert into compito (id, ambito_id, comune_id, persona_id, presa_id, utente_id, tipo, scade, creato_il, creato_da)
       select md5('compito ' || p.k)::uuid, ${chi}, p.persona_id, p.id, p.autore_id, 'colloquio', p.scade, p.aperta_il + 30, p.autore_id from banco.presa p ${dove} and p.scade is not null ${ordine}`,
    `insert into compito_testo (compito_id, ambito_id, comune_id, persona_id, titolo)
       select md5('compito ' || p.k)::uuid, ${chi}, p.persona_id, 'Colloquio di verifica' from banco.presa p ${dove} and p.scade is not null ${ordine}`,
    `insert into trasferimento (ambito_id, comune_id, persona_id, presa_id, da_utente_id, a_utente_id, stato, offerto_il, offerto_da, risposto_il)
       select ${chi}, p.persona_id, p.id, p.secondo_id, p.autore_id, 'accettato', p.aperta_il + 40, p.secondo_id, p.aperta_il + 41 from banco.presa p ${dove} and p.k % 100 = 0 ${ordine}`,
  ].map((sql) => ({ sql, righe }))
}

const stato = (v: number) =>
  `case when j % 100 = 17 then 'annullata' when j % 100 = 31 then 'integrata' when j > ${v - v / 200} and j % 2 = 0 then 'bozza' else 'completata' end`

const passiDiario = (n: number): Passo[] => [
  {
    righe: voci(n),
    sql: `insert into diario_voce (id, ambito_id, comune_id, persona_id, persone, presa_id, specie, stato, giorno, durata_minuti, tipo, con, significativo, blocchi, riservato_a, destinatari, autore_id, creata_il, completata_il, annullata_il, motivo_annullamento, prossima_attivita, prossima_il)
      select md5('voce ' || j)::uuid, ${chi}, p.persona_id, case when j % 10 = 3 and p.altra_id is not null then array[p.persona_id, p.altra_id] else array[p.persona_id] end, p.id,
             case when j % 5 = 0 then 'attivita' else 'diario' end, ${stato(voci(n))}, banco.giorno(j, ${voci(n)}), 45, case when j % 5 = 0 then 'colloquio-sostegno' else (array['colloquio', 'visita-domiciliare', 'telefonata'])[1 + j % 3] end,
             '{utente}', j % 20 = 7, t.blocchi, case when j % 300 = 5 or (${stato(voci(n))}) = 'bozza' then array[p.autore_id] end, case when j % 300 = 5 then array[p.autore_id] end,
             p.autore_id, banco.istante(j, ${voci(n)}), case when (${stato(voci(n))}) <> 'bozza' then banco.istante(j, ${voci(n)}) + interval '1 hour' end,
             case when j % 100 = 17 then banco.istante(j, ${voci(n)}) + interval '2 hours' end, case when j % 100 = 17 then 'Scritta per errore' end,
             case when j % 50 = 9 then 'colloquio-sostegno' end, case when j % 50 = 9 then banco.giorno(j, ${voci(n)}) + 30 end
        from generate_series($da::bigint, $a - 1) j join banco.presa p on p.q = banco.presa_della_voce(j) join banco.testo t on t.i = j % 1000`,
  },
  {
    righe: voci(n),
    sql: `insert into diario_persona (voce_id, persona_id, ambito_id, comune_id, specie, stato, giorno, autore_id, riservato_a)
      select md5('voce ' || j)::uuid, x, ${chi}, case when j % 5 = 0 then 'attivita' else 'diario' end, ${stato(voci(n))}, banco.giorno(j, ${voci(n)}), p.autore_id,
             case when j % 300 = 5 or (${stato(voci(n))}) = 'bozza' then array[p.autore_id] end
        from generate_series($da::bigint, $a - 1) j join banco.presa p on p.q = banco.presa_della_voce(j),
             unnest(case when j % 10 = 3 and p.altra_id is not null then array[p.persona_id, p.altra_id] else array[p.persona_id] end) x`,
  },
  {
    righe: voci(n) / 100,
    sql: `insert into diario_integrazione (ambito_id, comune_id, persona_id, voce_id, testo, quando, autore_id)
      select ${chi}, p.persona_id, md5('voce ' || j)::uuid, 'La visita è stata poi confermata.', banco.istante(j, ${voci(n)}) + interval '2 days', p.autore_id
        from generate_series($da::bigint, $a - 1) i, lateral (select i * 100 + 31 as j) x join banco.presa p on p.q = banco.presa_della_voce(x.j)`,
  },
]

/** Row `j` of `quante` of something that happens to anyone, in the order of time. */
const aCaso = (seme: number, n: number) =>
  `generate_series($da::bigint, $a - 1) j join banco.persona p on p.r = banco.h(j, ${seme}, ${n}) join banco.carico c on c.n = p.n`
const operatore = (seme: number) => `md5('sociale ' || p.n || ' ' || 1 + banco.h(j, ${seme}, c.operatori))::uuid`

function passiSportello(n: number): Passo[] {
  const [contatti, segnalazioni, appuntamenti, documenti] = [n / 2, n / 10, n / 5, n / 2]
  const quando = (quante: number) => `banco.istante(j, ${quante})`
  const inizio = `(current_date - 60 + (j * 120 / ${appuntamenti})::int)::timestamp at time zone 'UTC' + interval '7 hours' + (j % 16) * interval '30 minutes'`
  return [
    {
      righe: contatti,
      sql: `insert into contatto (id, ambito_id, comune_id, ufficio_id, operatore_id, quando, persona_id, canale, bisogni, esito, creato_il)
        select md5('contatto ' || j)::uuid, ${chi}, u.id, ${operatore(40)}, ${quando(contatti)}, case when j % 7 <> 0 then p.id end, 'persona', array[(array['casa', 'cibo'])[1 + j % 2]], 'informazione-data', ${quando(contatti)}
          from ${aCaso(41, n)} join banco.ufficio u on u.ambito_id = p.ambito_id`,
    },
    {
      righe: contatti,
      sql: `insert into contatto_dettaglio (contatto_id, ambito_id, comune_id, persona_id, nota)
        select md5('contatto ' || j)::uuid, ${chi}, case when j % 7 <> 0 then p.id end, 'Chiede del contributo per l’affitto.' from ${aCaso(41, n)}`,
    },
    {
      righe: segnalazioni,
      sql: `insert into segnalazione (id, ambito_id, comune_id, ufficio_id, ricevuta_il, canale, classificazione, urgenza, stato, scade_il, valutatore_id, persone, creata_il, creata_da)
        select md5('segnalazione ' || j)::uuid, ${chi}, u.id, ${quando(segnalazioni)}, 'telefono', 'trascuratezza', 'ordinaria', case when j > ${segnalazioni * 0.95} then 'in-valutazione' else 'orientata' end,
               ${quando(segnalazioni)} + interval '10 days', ${operatore(42)}, array[p.id], ${quando(segnalazioni)}, ${operatore(42)} from ${aCaso(43, n)} join banco.ufficio u on u.ambito_id = p.ambito_id`,
    },
    {
      righe: segnalazioni,
      sql: `insert into segnalazione_dettaglio (segnalazione_id, ambito_id, comune_id, fatti, fatti_modo)
        select md5('segnalazione ' || j)::uuid, ${chi}, 'I vicini riferiscono che non si vede da giorni.', 'riassunti' from ${aCaso(43, n)}`,
    },
    {
      righe: segnalazioni,
      sql: `insert into segnalazione_persona (ambito_id, comune_id, segnalazione_id, persona_id, aggiunta_il)
        select ${chi}, md5('segnalazione ' || j)::uuid, p.id, ${quando(segnalazioni)} from ${aCaso(43, n)}`,
    },
    {
      righe: appuntamenti,
      sql: `insert into appuntamento (id, ambito_id, comune_id, ufficio_id, operatore_id, inizio, fine, tipo, stato, creato_il)
        select md5('appuntamento ' || j)::uuid, ${chi}, u.id, ${operatore(44)}, ${inizio}, ${inizio} + interval '30 minutes', 'colloquio', case when j < ${appuntamenti / 2} then 'svolto' else 'fissato' end, now() - interval '90 days'
          from ${aCaso(45, n)} join banco.ufficio u on u.ambito_id = p.ambito_id`,
    },
    {
      righe: appuntamenti,
      sql: `insert into appuntamento_persona (appuntamento_id, ambito_id, comune_id, persona_id) select md5('appuntamento ' || j)::uuid, ${chi}, p.id from ${aCaso(45, n)}`,
    },
    {
      righe: documenti,
      sql: `insert into documento (id, ambito_id, comune_id, persona_id, presa_id, sottocartella, titolo, creato_il, creato_da)
        select md5('documento ' || j)::uuid, ${chi}, p.persona_id, p.id, 'in-entrata', 'Relazione n. ' || j, ${quando(documenti)}, p.autore_id
          from generate_series($da::bigint, $a - 1) j join banco.presa p on p.q = banco.presa_della_voce(j)`,
    },
    {
      righe: documenti,
      sql: `insert into documento_versione (id, documento_id, numero, nome, tipo, bytes, sha256, verifica, caricata_il)
        select md5('versione ' || j)::uuid, md5('documento ' || j)::uuid, 1, 'relazione.pdf', 'application/pdf', 80000, md5('documento ' || j), 'pulito', ${quando(documenti)} from generate_series($da::bigint, $a - 1) j`,
    },
    // the entries that only their author reads were hidden by somebody
    {
      righe: voci(n) / 300,
      sql: `insert into oscuramento (ambito_id, comune_id, persona_id, tipo, oggetto_id, motivo, riservato_a, nascosto_da)
        select ${chi}, p.persona_id, 'diario', md5('voce ' || j)::uuid, 'Tutela della persona', array[p.autore_id], p.autore_id
          from generate_series($da::bigint, $a - 1) i, lateral (select i * 300 + 5 as j) x join banco.presa p on p.q = banco.presa_della_voce(x.j)`,
    },
  ]
}

/** From the longest to index. */
export const tabelleCartella = [
  'diario_voce',
  'diario_persona',
  'documento',
  'contatto',
  'presa_passaggio',
  'documento_versione',
  'presa_in_carico',
  'presa_operatore',
  'presa_dettaglio',
  'compito',
  'compito_testo',
  'contatto_dettaglio',
  'appuntamento',
  'appuntamento_persona',
  'segnalazione',
  'segnalazione_persona',
  'segnalazione_dettaglio',
  'diario_integrazione',
  'oscuramento',
  'trasferimento',
]

export const passiCartella = (n: number): Passo[] => [...passiPrese(n), ...passiDiario(n), ...passiSportello(n)]
