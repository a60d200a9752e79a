// «A secret address never leaves»: every output of the product is asked, opened and searched. What is secret appears only
// where the sheet of the person shows it to those entitled; what must not be used only where one must know not to use it.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobImporta, jobVerifica } from '../src/server/anagrafe/importa-corsa.ts'
import { jobPromemoria } from '../src/server/cartella/promemoria.ts'
import { caricaModelli } from '../src/server/documenti/carica-modelli.ts'
import { verificaJob } from '../src/server/documenti/verifica.ts'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { esportazioneApi } from '../src/shared/cartella/esportazione.api.ts'
import { messaggiApi } from '../src/shared/cartella/messaggi.api.ts'
import { lettereApi } from '../src/shared/documenti/modelli.api.ts'
import type { Endpoint } from '../src/shared/kernel/endpoint.ts'
import { analisiCasoApi } from '../src/shared/patti/analisi-caso.api.ts'
import { nucleiCasoApi } from '../src/shared/patti/nuclei-caso.api.ts'
import { luoghiDiNascita } from './support/accreditamento.ts'
import { affida, presso } from './support/affidati.ts'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from './support/app.ts'
import { operatore } from './support/cartella.ts'
import { type CasiSegreti, casiSegreti, codiceFiscaleDi } from './support/casi-segreti.ts'
import { nomeEndpoint } from './support/contratti.ts'
import { type Domanda, daAscoltare, fai, type Risposta } from './support/giro.ts'
import { coppieDi, daProprietario, idsDi, type Mondo, mondo } from './support/mondo.ts'
import {
  DA_NON_CHIAMARE,
  dati,
  EMAIL,
  mondoSegreto,
  type Segreta,
  STRUTTURA,
  TELEFONO,
  VIA,
} from './support/mondo-segreto.ts'
import { ambitoConPatti, lavora as lavoraPatti } from './support/patti.ts'
import { segnalazione } from './support/sportello.ts'

let t: TestApp
let m: Mondo
let a: Ambito
let altro: Ambito
let w: Segreta
let c: CasiSegreti
let delega: string
let fascicolo: Uint8Array
let messaggio: Uint8Array
const lettori = new Map<string, Caller>()
const ENTITLED = ['AS', 'RSE', 'PIS']
const qui = () => a.comuni[0]!

beforeAll(async () => {
  t = await testApp()
  m = await mondo(t)
  await caricaModelli(t.deps)
  await luoghiDiNascita(t)
  const lavora = () => t.jobs.drain(t.deps, [jobVerifica, jobImporta, ...verificaJob({ clamd: undefined })])
  await lavora()
  a = await ambitoConPatti(t, 2, true)
  altro = await ambitoConPatti(t, 1, true)
  for (const r of readCsv('elenco-ruoli.csv').filter((x) => x.territorio !== 'nazionale'))
    lettori.set(r.sigla!, await operatore(t, a, r.ruolo!, r.territorio === 'comune' ? qui() : undefined))
  const collega = await operatore(t, a, 'assistente-sociale')
  const di = (sigla: string) => lettori.get(sigla)!
  w = await mondoSegreto(
    t,
    a,
    altro.comuni[0]!,
    {
      sociale: di('AS'),
      collega,
      sportello: di('SPO'),
      ufficio: di('AMM'),
      equipe: ['AS', 'EDU', 'PSI', 'RSE', 'AMM', 'PIS'].map(di),
    },
    lavora,
  )
  const superUtente = await asRuolo(t, null, 'super-utente')
  lettori.set('altro coordinatore', await operatore(t, a, 'coordinatore-patto', qui()))
  lettori.set('coordinatore altrove', await operatore(t, altro, 'coordinatore-patto'))
  c = await casiSegreti(
    t,
    a,
    { id: w.donna, ...dati, via: VIA, telefono: TELEFONO, email: EMAIL },
    {
      superUtente,
      sociale: di('AS'),
      coordinatore: di('CP'),
      caseManager: di('CM'),
      controlli: di('CCA'),
      flussi: di('OFL'),
      nominato: di('CEQ'),
      altrove: di('coordinatore altrove'),
    },
    { qui: qui(), altrove: altro.comuni[0]! },
  )
  await jobPromemoria.run(t.deps, {})
  fascicolo = (await di('RSE').call(esportazioneApi.esporta, { id: w.familiari[2]!, motivo: 'Prova' }))
    .contenuto as Uint8Array
  messaggio = (await di('RSE').call(messaggiApi.esporta, { id: w.familiari[2]! })).contenuto as Uint8Array
  ;[{ id: delega }] = (await daProprietario(t, `select id from delega where ambito_id = '${a.id}' limit 1`)) as [
    { id: string },
  ]
  lettori.set('collega', collega)
  lettori.set('altro comune', await operatore(t, a, 'assistente-sociale', a.comuni[1]))
  lettori.set('chi riceve', await operatore(t, altro, 'responsabile-servizio'))
  lettori.set('SU', superUtente)
  // who prepares the flows of this comune from another ambito
  const citta = await nuovoAmbito(t, 0)
  await affida(t, a, qui(), citta)
  lettori.set('da fuori', presso(t, await operatore(t, citta, 'operatore-flussi'), a))
}, 120_000)
afterAll(async () => {
  await m.close()
  await t.close()
})

// ---- what is looked for --------------------------------------------------------------------------------------------------

const cifre = (s: string) => s.replace(/\D/g, '').slice(-10)
const senzaSpazi = (s: string) => s.toLowerCase().replace(/[\s+().-]/g, '')
const segreti: Record<string, (testo: string) => boolean> = {
  indirizzo: (x) => senzaSpazi(x).includes(senzaSpazi(VIA)) || senzaSpazi(x).includes('mimosenascoste'),
  struttura: (x) => senzaSpazi(x).includes(senzaSpazi(STRUTTURA)),
  telefono: (x) => senzaSpazi(x).includes(cifre(TELEFONO)),
  email: (x) => senzaSpazi(x).includes(senzaSpazi(EMAIL)),
}
const daNonUsare = (x: string) => senzaSpazi(x).includes(cifre(DA_NON_CHIAMARE))
const chiDice = (testo: string) => Object.keys(segreti).filter((k) => segreti[k]!(testo))

/** Where those entitled read what is secret: the sheet of the person, and what quotes it with its class. */
const doveSiLegge: Record<string, string> = {
  'GET /persone/:id': 'the sheet',
  'GET /persone/:id/fatti/storia': 'the history of the sheet',
  'GET /persone/:id/fascicolo': 'first page of the folder: the data of the sheet',
  'GET /persone/:id/timeline': 'the facts of the sheet, by date',
  'GET /cronologie/:id': 'events chosen from the timeline, by reference',
  'GET /persone/:id/decisioni/fonti': 'the facts that a decision may rest on',
  'GET /decisioni/:id': 'the facts that it rests on, each with its class',
  'GET /persone/:id/unioni/con/:altra': 'the two sheets side by side',
  'GET /variazioni': 'a proposal of its class: only those entitled see it, and nobody accepts it from there',
  'GET /variazioni/esporta': 'the same inbox, on paper',
}
/** Where one reads which telephone must not be used: whoever may have to call must know. */
const doveSiAvverte: Record<string, string> = {
  'GET /persone/:id': 'the sheet, with the rule',
  'GET /persone/:id/fatti/storia': 'the history of the sheet',
  'GET /persone/:id/fascicolo': 'first page of the folder, with the rule',
  'GET /persone/:id/timeline': 'the facts of the sheet, by date',
  'GET /cronologie/:id': 'events chosen from the timeline',
  'GET /persone/:id/decisioni/fonti': 'the facts that a decision may rest on',
  'GET /persone/:id/unioni/con/:altra': 'the two sheets side by side',
  'POST /persone/:id/esportazione': 'the record as it is kept: not secret, marked as not to be used',
  'GET /prese/:id': 'the hand-over says which number not to call',
  'GET /scambi/:id': 'the comune that receives the case must not call it either',
}
/** What INPS sent, as it was sent: only for who loaded the file, who has it already. */
const doveLoHaPortatoLui: Record<string, string> = {
  'GET /estratti/:id/originale': 'the file itself',
  'GET /estratti/:id/colonne': 'examples of each column, to say what it is',
  'GET /estratti/:id/rifiutate': 'the rows left out, to be asked to INPS again',
}

// ---- questions that the schema does not tell -----------------------------------------------------------------------------

const nonCartella = 'accreditation: nothing of beneficiaries is in its tables, and there are none of these rows here'
const nonMisure =
  'rules and amounts, tried on facts typed by hand: nothing of the record is read, and there are none of these rows here'
const nonFlussi =
  'rows come from files of the ente and go to the State; of the record only benefits and the help of the desk are read, never of who must not be found (fonti.test.ts); there are none of these rows here'
const depositi =
  'the bytes go ahead in transactions of their own, which this world undoes one by one; the answer is an id'
/** Endpoints that nobody here can be made to answer, each with why. */
const nonSiChiamano: Record<string, string> = {
  'GET /richieste-ambito/:id': nonCartella,
  'GET /richieste-ambito/:id/documenti/:documento': nonCartella,
  'GET /richieste-formali/:id': nonCartella,
  'GET /richieste-formali/:id/documento': nonCartella,
  'GET /importazioni/:id': nonCartella,
  'GET /importazioni/:id/righe': nonCartella,
  'GET /importazioni/:id/rifiutate': nonCartella,
  'GET /schemi-adesione/:id': nonCartella,
  'GET /schemi-adesione/:id/compilato': nonCartella,
  'GET /deleghe/:id/documento': nonCartella,
  'GET /adesioni/:id/documento': nonCartella,
  'GET /pubblico/richieste-ambito/propria': nonCartella,
  'GET /pubblico/ricevute/:ricevuta': nonCartella,
  'POST /persone/:id/documenti': depositi,
  'POST /documenti/:id/versioni': depositi,
  'POST /diario/:id/allegati': depositi,
  'GET /misure/valutazioni/:id': nonMisure,
  'GET /misure/versioni/:id/simulazioni': nonMisure,
  'GET /misure/simulazioni/:id': nonMisure,
}

for (const endpoint of [
  'GET /flussi/carichi/:id',
  'GET /flussi/carichi/:id/originale',
  'GET /flussi/quadro',
  'GET /flussi/quadro/regole',
  'GET /flussi/prestazioni/:id',
  'GET /flussi/prestazioni/foglio',
  'GET /flussi/prestazioni/fogli',
  'GET /flussi/generazioni/:id',
  'GET /flussi/generati/:id/xml',
  'GET /flussi/generazioni/:id/archivio',
  'GET /flussi/generati/:id/archivio',
  'GET /flussi/cooperazione',
  'GET /flussi/pubblicati',
  'GET /flussi/chiamate',
  'GET /flussi/termine',
  'GET /flussi/fonti',
  'GET /flussi/concesse',
  'GET /flussi/minori',
  'GET /flussi/minori/:id',
  'GET /flussi/minori/quadro',
  'GET /flussi/minori/regole',
  'GET /flussi/minori/foglio',
  'GET /flussi/minori/fogli',
  'GET /flussi/rielaborazioni/:id',
  'GET /flussi/csv',
  'GET /flussi/csv/forma',
  'GET /flussi/copia',
  'GET /flussi/insieme/:id',
  'GET /flussi/interventi',
])
  nonSiChiamano[endpoint] = nonFlussi
nonSiChiamano['GET /miei-casi/:id/analisi/:analisi'] =
  'what arrives of a household that must not be found has no written words: analisi-caso.test.ts; there are none of these rows here'
nonSiChiamano['GET /convocazioni/ricevute/:id'] =
  'certified mail never leaves for her, so there is no receipt; of who became secret later it is not found: convocazioni.test.ts'
nonSiChiamano['GET /equipe/analisi/:id'] = 'parte di ciò che risponde GET /analisi/:id, letta dalla stessa funzione'

const apposta = (): Record<string, (chi: Caller) => Domanda[]> => {
  const una =
    (input: Record<string, unknown>): (() => Domanda[]) =>
    () => [{ input }]
  const mie = (chi: Caller) => [{ input: { utente: chi.utenteId, chiave: 'diario' } }]
  const estratti = () => c.estratti.map((id) => ({ input: { id } }))
  const casi = () => c.casi.map((id) => ({ input: { id } }))
  const lettera = { id: w.donna, modello: w.modello, campi: { oggetto: 'Oggetto', corpo: 'Testo' } }
  const nominale = { presaId: w.daAssegnare, utenteId: lettori.get('AS')!.utenteId }
  return {
    'GET /luoghi': una({ q: 'rom' }),
    'GET /flussi/invii': una({ anno: 2025 }),
    'GET /flussi/andamento': una({ anno: 2025 }),
    'GET /flussi/andamento/foglio': una({ anno: 2025, formato: 'csv' }),
    'GET /comuni/:id': una({ id: qui() }),
    'GET /ambiti/:id': una({ id: a.id }),
    'GET /deleghe/:id': una({ id: delega }),
    'GET /utenti/:id': una({ id: nominale.utenteId }),
    'GET /utenti/:id/uffici': una({ id: nominale.utenteId }),
    'GET /modelli/versioni/:id': una({ id: w.modello }),
    'GET /questionari/versioni/:id': una({ id: 'analisi-preliminare.1' }),
    'GET /persone/:id/analisi/confronto': una({ id: w.donna, questionario: 'quadro-di-analisi' }),
    'GET /analisi/:id': () => c.analisi.map((id) => ({ input: { id } })),
    'GET /estratti/:id': estratti,
    'GET /estratti/:id/colonne': estratti,
    'GET /estratti/:id/nuclei': estratti,
    'GET /estratti/:id/rifiutate': estratti,
    'GET /estratti/:id/originale': estratti,
    'GET /domande/:id': () => c.domande.map((id) => ({ input: { id } })),
    'POST /domande/persone': una({ comuneId: qui(), codiceFiscale: codiceFiscaleDi(dati) }),
    'GET /comunicazioni/:id': () => c.comunicazioni.map((id) => ({ input: { id } })),
    'GET /comunicazioni/file/:id/contenuto': () => c.file.map((id) => ({ input: { id } })),
    'GET /miei-casi/:id/comunicazioni': casi,
    'GET /casi/:id/assegnazioni': casi,
    'GET /miei-casi/:id': casi,
    'GET /miei-casi/:id/requisiti': casi,
    'GET /miei-casi/:id/nuclei': casi,
    'POST /convocazioni/anteprima': una(c.convocazione.chiesta as Record<string, unknown>),
    'GET /convocazioni/invii/:id': una({ id: c.convocazione.invio }),
    'GET /convocazioni/invii/:id/lettere': una({ id: c.convocazione.invio }),
    'GET /convocazioni/invii/:id/lettere/documento': una({ id: c.convocazione.invio }),
    'GET /convocazioni/:id': una({ id: c.convocazione.id }),
    'GET /convocazioni/messaggi/:id/lettera': una({ id: c.convocazione.lettera }),
    'GET /miei-casi/:id/analisi': casi,
    'GET /miei-casi/:id/candidati': casi,
    'GET /miei-casi/:id/confronto': () => c.casi.map((id) => ({ input: { id, questionario: 'quadro-di-analisi' } })),
    'GET /miei-casi/:id/equipe/nominabili': casi,
    'GET /equipe/:id': casi,
    'GET /equipe/:id/patto': una({ id: c.caso }),
    'GET /equipe/:id/sedute/:seduta': una({ id: c.caso, seduta: c.seduta }),
    'GET /miei-casi/:id/patti': casi,
    'GET /patti/:id': una({ id: c.patto }),
    'GET /patti/:id/pdf': una({ id: c.patto }),
    'GET /patti/:id/copia': una({ id: c.patto }),
    'GET /patti/:id/file/:file': una({ id: c.patto, file: c.documento }),
    'GET /patti/:id/monitoraggio': una({ id: c.patto }),
    'GET /bozze': mie,
    'GET /bozze/chiave': (chi) => [{ input: { utente: chi.utenteId } }],
    'GET /codifiche/voci': una({ codifiche: 'parentela,bisogno' }),
    'GET /codifiche/:codifica': una({ codifica: 'parentela' }),
    'GET /codifiche/:codifica/csv': una({ codifica: 'parentela' }),
    'GET /pubblico/calendario': una({ chiave: w.chiaveCalendario }),
    'POST /modelli/prova': una({
      testo: '#import "/trama.typ": *\n#show: lettera.with(titolo: "P")\n#dati.persona.nominativo',
    }),
    'POST /persone/:id/lettere/anteprima': una(lettera),
    'POST /persone/:id/lettere': una({ ...lettera, titolo: 'Una lettera' }),
    'POST /persone/simili': () => [
      { input: { cognome: 'Zocelata', nome: 'Rosa' } },
      { input: { cognome: 'Altro', nome: 'Nome', recapito: TELEFONO } },
      { input: { cognome: 'Altro', nome: 'Nome', recapito: EMAIL } },
    ],
    'POST /persone/:id/relazioni': una({
      id: w.donna,
      con: w.familiari[2],
      specie: 'legame',
      tipo: 'vicino',
      fonte: 'persona',
    }),
    'POST /persone/:id/relazioni/:relazione/correzione': una({
      id: w.donna,
      relazione: w.relazione,
      tipo: 'convivenza',
      fonte: 'persona',
      motivo: 'Prova',
    }),
    'POST /segnalazioni': una({ ...segnalazione(qui(), { segnalati: [{ personaId: w.donna }] }) }),
    'POST /prese/da-assegnare/proposta': una({ prese: [w.daAssegnare] }),
    'POST /prese/da-assegnare/assegnazione': una({ assegnazioni: [nominale] }),
    'POST /cartella/importazioni': () => [
      { input: { nome: 'x.csv', specie: 'persone', comune: qui() }, file: Buffer.from('Cognome;Nome\nZuno;Ada') },
    ],
    'POST /cartella/importazioni/:id/righe/:riga/decisione': () =>
      w.importazioni.flatMap((id) => [2, 3].map((riga) => ({ input: { id, riga, personaId: null } }))),
    'POST /variazioni/accettazione': una({ ids: [w.donna] }),
    'POST /variazioni/rifiuto': una({ ids: [w.donna], motivo: 'Prova' }),
    'POST /variazioni/rinvio': una({ ids: [w.donna], al: '2026-04-01' }),
    'POST /persone/:id/esportazione': () => [w.donna, w.familiari[2]].map((id) => ({ input: { id, motivo: 'Prova' } })),
    'POST /messaggi-regionali/anteprima': () => [{ input: { comune: qui() }, file: messaggio }],
    'POST /messaggi-regionali': () => [{ input: { comune: a.comuni[1]! }, file: messaggio }],
    'POST /persone/:id/messaggio-regionale/anteprima': () => [{ input: { id: w.familiari[2] }, file: messaggio }],
    'POST /persone/:id/messaggio-regionale': () => [{ input: { id: w.familiari[2] }, file: messaggio }],
    'POST /persone/importazione': () => [{ input: { comune: a.comuni[1]! }, file: fascicolo }],
  }
}

// ---- the walk ------------------------------------------------------------------------------------------------------------

describe('il giro di tutte le uscite', () => {
  const riusciti = new Set<string>()
  const trapelati: string[] = []
  const nonServono = new Set([
    ...Object.keys(doveSiLegge),
    ...Object.keys(doveLoHaPortatoLui),
    ...Object.keys(doveSiAvverte).map((x) => `! ${x}`),
  ])
  const guasti: string[] = []

  const esamina = (r: Risposta) => {
    if (r.stato < 400) riusciti.add(r.endpoint)
    if (r.stato >= 500) guasti.push(`${r.endpoint} ${r.domanda}: ${r.testo}`)
    const dice = chiDice(r.testo)
    const puo = ENTITLED.includes(r.chi) || r.chi === 'collega'
    const suo = r.chi === 'CP' && r.endpoint in doveLoHaPortatoLui
    if (dice.length > 0 && (suo || (puo && r.endpoint in doveSiLegge))) nonServono.delete(r.endpoint)
    else if (dice.length > 0) trapelati.push(`${r.chi}: ${r.endpoint} ${r.domanda} dice ${dice}`)
    if (!daNonUsare(r.testo)) return
    if (r.endpoint in doveSiAvverte) nonServono.delete(`! ${r.endpoint}`)
    else trapelati.push(`${r.chi}: ${r.endpoint} ${r.domanda} dice il telefono da non usare`)
  }

  beforeAll(async () => {
    const tabelle = new Map(
      (await daProprietario(t, 'select id, tabella, chiave from tipo_soggetto')).map((r) => [
        r.id as string,
        r as { tabella: string; chiave: string },
      ]),
    )
    const tutti = [
      ...new Set([
        ...[...(await idsDi(t, a, 1)).values()].flat(),
        w.donna,
        w.doppia,
        ...w.familiari,
        w.voce,
        ...w.importazioni,
      ]),
    ]
    const suoi: Record<string, string[]> = {
      persona: [w.donna, w.doppia],
      'presa-in-carico': [w.presa, w.presaOfferta],
    }
    const perTipo = new Map<string, string[]>()
    for (const [tipo, s] of tabelle) {
      const righe = await daProprietario(
        t,
        `select distinct ${s.chiave} as id from ${s.tabella} where ambito_id = '${a.id}' limit 4`,
      )
      perTipo.set(tipo, [
        // hers first: the others come in no order
        ...new Set([...(suoi[tipo] ?? []), ...righe.map((r) => r.id as string)]),
      ])
    }
    // what everybody may ask for, and opens rows that stand in no record: asked of its own, not of every id there is
    const diOgnuno: Record<string, string[]> = {}
    for (const [endpoint, tabella] of Object.entries({
      'GET /bozze/chiave': 'utente',
      'GET /ambiti/:id': 'ambito',
      'GET /misure/versioni/:id': 'misura_versione',
      'GET /modelli/versioni/:id': 'modello_versione',
    }))
      diOgnuno[endpoint] = (await daProprietario(t, `select id from ${tabella} order by id limit 4`)).map(
        (r) => r.id as string,
      )
    const chi = new Map([...lettori].map(([nome, c]) => [nome, m.come(c)]))
    const parole = ['Zocelata', VIA, 'Mimose', TELEFONO, EMAIL, STRUTTURA]
    const ids = (e: Endpoint) => (e.soggetto && perTipo.get(e.soggetto.tipo)) ?? diOgnuno[nomeEndpoint(e)] ?? tutti
    const coppie = await coppieDi(t, a)
    for await (const r of fai({ chi, ids, coppie, parole, apposta: apposta() })) esamina(r)
  }, 900_000)

  test('ciò che è segreto appare soltanto dove la scheda lo mostra a chi ne ha titolo', () => {
    expect(trapelati).toEqual([])
  })
  test('nessuna uscita si è rotta, e nessuna è rimasta senza domanda', () => {
    expect(guasti).toEqual([])
    const mute = daAscoltare().map(nomeEndpoint)
    expect(mute.filter((n) => !riusciti.has(n) && !(n in nonSiChiamano))).toEqual([])
    expect(Object.keys(nonSiChiamano).filter((n) => riusciti.has(n) || !mute.includes(n))).toEqual([])
  })
  test('nessuna eccezione di troppo', () => {
    expect([...nonServono]).toEqual([])
  })
})

describe('fuori dalle risposte', () => {
  test('cercata per ciò che è segreto, la trova soltanto chi ne ha titolo', async () => {
    const trovata = async (sigla: string, domanda: object) =>
      (await lettori.get(sigla)!.call(personeApi.cerca, domanda)).voci.some((v) => v.id === w.donna)
    for (const domanda of [{ indirizzo: 'Mimose Nascoste' }, { recapito: TELEFONO }, { recapito: EMAIL }])
      expect(await Promise.all(['AS', 'RSE', 'SPO', 'AMM', 'EDU', 'PSI'].map((s) => trovata(s, domanda)))).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ])
  })
  test('la lettera avverte chi lo sa, e a chi non lo sa non dice che c’è altro', async () => {
    const avvertenze = async (sigla: string) =>
      (await lettori.get(sigla)!.call(lettereApi.prepara, { id: w.donna })).avvertenze.join(' ')
    expect(await avvertenze('AS')).toContain('L’indirizzo è segreto')
    expect(await avvertenze('AMM')).not.toContain('segreto')
  })
  test('il database lo tiene soltanto nelle righe della sua classe: non nei messaggi, nelle notifiche, nei pacchetti', async () => {
    // who keeps it, and why it does not leave from there
    const custodi: Record<string, string> = {
      'public.persona_fatto': 'the fact, of the class',
      'public.persona_parola': 'the search keys of the fact, of the class',
      'public.decisione_fonte': 'what a decision rests on, of the class',
      'public.variazione_dettaglio': 'the proposal, of the class',
      'public.importazione_cartella_riga': 'what a doubtful row means, until one decides who it is: never answered',
      'public.domanda': 'what INPS declares: left out wherever a domanda is read',
      'public.caso': 'the same',
      'public.domanda_componente': 'the same, of a member',
      'public.domanda_raccolta_nucleo': 'what a domanda declares: left out wherever it is read, and of what leaves',
      'public.importazione_estratto_riga': 'rows left out of an extract, for who loaded it',
      'public.importazione_estratto_domanda': 'what an extract changes: left out where it is read',
      'kernel.registro_modifiche': 'the register of changes: rows of beneficiaries are read by nobody',
    }
    const tabelle = await daProprietario(
      t,
      `select n.nspname || '.' || c.relname as nome from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`,
    )
    const dove: string[] = []
    for (const { nome } of tabelle) {
      const [r] = await daProprietario(
        t,
        `select bool_or(x.riga::text ~* 'mimose nascoste|girasole celato|rifugio.celato@|3475550147|347 555 0147') as si
           from (select to_jsonb(t) as riga from ${nome} t) x`,
      )
      if (r?.si) dove.push(nome as string)
    }
    expect(dove.filter((d) => !(d in custodi))).toEqual([])
    const senzaClasse = await daProprietario(
      t,
      `select tipo, dati::text from persona_fatto where dati::text ~* 'mimose nascoste|girasole celato' and classe is distinct from 'indirizzo-segreto'
       union all select tipo, parola from persona_parola where parola ~* 'mimose|3475550147|rifugio' and classe is distinct from 'indirizzo-segreto'
       union all select tipo, testo from decisione_fonte where testo ~* 'mimose' and classe is distinct from 'indirizzo-segreto'
       union all select variazione_id::text, dopo::text from variazione_dettaglio where dopo::text ~* 'mimose' and classe is distinct from 'indirizzo-segreto'`,
    )
    expect(senzaClasse).toEqual([])
    // a household handed over has arrived, and not where she lives
    const arrivate = await daProprietario(
      t,
      `select x.dice ~* 'mimose|3475550147|347 555 0147|rifugio' as si from (
         select to_jsonb(d)::text || (select jsonb_agg(m)::text from domanda_componente m where m.domanda_id = d.id) || (select jsonb_agg(k)::text from caso k where k.domanda_id = d.id) as dice
           from domanda d where d.ambito_id = '${altro.id}') x`,
    )
    expect(arrivate).toEqual([{ si: false }])
    // the register of changes shows no row of beneficiaries to anyone: the policy says so, and the row is marked
    expect(
      await daProprietario(
        t,
        `select tabella from kernel.registro_modifiche where (prima::text ~* 'mimose' or dopo::text ~* 'mimose') and not beneficiari`,
      ),
    ).toEqual([])
  })
  test('il nucleo di un caso in cui qualcuno non deve essere trovato non si confronta con la cartella', async () => {
    // in the record they are a household, the same: of anybody else it would be linked by itself
    const suoi = await daProprietario(
      t,
      `select m.persona_id from caso c join domanda_componente m on m.domanda_id = c.domanda_id where c.id = '${c.caso}' and m.persona_id is not null`,
    )
    expect(suoi).toHaveLength(2)
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
      sql`with n as (insert into nucleo (comune_id, tipo, fonte) values (${qui()}, 'isee', 'inps') returning id)
        insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela) select ${qui()}, n.id, unnest(${suoi.map((x) => x.persona_id)}::uuid[]), 'figlio' from n`.execute(
        tx,
      ),
    )
    await lettori.get('CM')!.call(analisiCasoApi.collega, { id: c.caso })
    await lavoraPatti(t)
    const r = await lettori.get('CM')!.call(nucleiCasoApi.leggi, { id: c.caso })
    expect(r).toMatchObject({ siConfronta: false, nuclei: [], componibili: [] })
    expect(await daProprietario(t, 'select id from caso_nucleo')).toEqual([])
  })
  test('i messaggi che escono non nominano né lei né come raggiungerla', async () => {
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{ testo: string }>`
        select oggetto || ' ' || testo as testo from kernel.posta_in_uscita where ambito_id = ${a.id}`.execute(tx),
    )
    const notifiche = await daProprietario(t, `select testo from kernel.notifica where ambito_id = '${a.id}'`)
    const testi = [...rows.map((r) => r.testo), ...notifiche.map((n) => n.testo as string)]
    expect(testi.length).toBeGreaterThan(2)
    for (const x of testi) {
      expect(chiDice(x)).toEqual([])
      expect(x).not.toMatch(/Zocelata|Zomaritato/i)
    }
  })
})
