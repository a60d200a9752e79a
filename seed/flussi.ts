// The flows in the demonstration: two comuni that have spreadsheets, with the defects that spreadsheets have, prepared by one person.
// The first sends files, and its first month has left; from the second INPS takes the flows by itself, and has answered of some.
// Everything passes through the handlers, the same steps as the pages and as the door of INPS.
import type { FastifyInstance } from 'fastify'
import { mappaCarico } from '../src/server/flussi/carichi.ts'
import { dentroFlussi, type Incarico, leggiCarico } from '../src/server/flussi/carichi-corsa.ts'
import { apriPubblicazione } from '../src/server/flussi/cooperazione.ts'
import { consegna, notifica } from '../src/server/flussi/cooperazione-inps.ts'
import { apriGenerazione } from '../src/server/flussi/generazioni.ts'
import { generaFlussi } from '../src/server/flussi/generazioni-corsa.ts'
import { pubblicaFlussi } from '../src/server/flussi/pubblicazioni.ts'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
import { carichiApi } from '../src/shared/flussi/carichi.api.ts'
import { cooperazioneApi } from '../src/shared/flussi/cooperazione.api.ts'
import { entiApi } from '../src/shared/flussi/enti.api.ts'
import { minoriApi } from '../src/shared/flussi/minori.api.ts'
import { type Profilo, profiloDa, proponiColonne } from '../src/shared/flussi/profilo.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { persone } from './persone.ts'

const COLONNE = [
  'Cod. fiscale',
  'Cognome',
  'Nome',
  'Data di nascita',
  'Nato a',
  'Sesso',
  'Cittadinanza',
  'Comune residenza',
  'Servizio',
  'Protocollo',
  'Carattere',
  'Data mandato',
  'Importo',
  'Prova dei mezzi',
  'In carico',
]

const cognomi = ['Dimostrativa', 'Sintetici', 'Simulati', 'Esempi', 'Campioni', 'Figurati', 'Ipotetici', 'Fittizi']
const nomi = ['Anna', 'Bice', 'Carla', 'Dora', 'Elsa', 'Franca', 'Gina', 'Ida', 'Lea', 'Mara']

function persona(n: number) {
  const cognome = cognomi[n % cognomi.length]!
  const nome = nomi[Math.floor(n / cognomi.length) % nomi.length]!
  const due = (x: number) => String(x).padStart(2, '0')
  const dataNascita = `${1935 + ((n * 7) % 60)}-${due(1 + (n % 12))}-${due(1 + ((n * 5) % 28))}`
  return {
    cognome,
    nome,
    dataNascita,
    codiceFiscale: calcolaCodiceFiscale({ cognome, nome, dataNascita, genere: 'F', belfiore: 'E472' }),
  }
}

/** What is wrong in a row: the column, and what stands in it. */
const difetti: Record<number, readonly [colonna: number, scritto: (giusto: string) => string]> = {
  3: [11, () => '31/02/2026'],
  7: [12, () => ''],
  11: [0, (cf) => `${cf.slice(0, 6)} ${cf.slice(6)}`],
  13: [8, () => 'A2.20'],
  17: [7, () => 'Latinaa'],
  19: [12, () => '1,234'],
  23: [8, () => 'contributo affitto'],
  29: [14, () => ''],
}

function foglio(anno: number, mese: number, residenza: string): Buffer {
  const righe = Array.from({ length: 32 }, (_, n) => {
    const p = persona(n + mese)
    const giorno = String(1 + (n % 27)).padStart(2, '0')
    const r = [
      p.codiceFiscale,
      p.cognome,
      p.nome,
      p.dataNascita.split('-').reverse().join('/'),
      'Latina',
      'Femmina',
      'italiana',
      residenza,
      n % 3 === 0 ? 'A1.04' : n % 3 === 1 ? 'A1.05' : 'Buoni spesa o buoni pasto',
      `${anno}/${mese}${String(n).padStart(3, '0')}`,
      'Occasionale',
      `${giorno}/${String(mese).padStart(2, '0')}/${anno}`,
      `€ ${(100 + n * 12.5).toLocaleString('it-IT', { minimumFractionDigits: 2 })}`,
      '4',
      n % 2 === 0 ? 'no' : 'No',
    ]
    // the month that was sent had been put right before
    const difetto = mese === 11 ? undefined : difetti[n]
    if (difetto) r[difetto[0]] = difetto[1](r[difetto[0]]!)
    return r
  })
  return Buffer.from([COLONNE, ...righe].map((r) => r.join(';')).join('\r\n'))
}

type Mese = readonly [anno: number, mese: number]
interface EnteDemo {
  ente: string
  comuneId: string
  chi: Caller
}

async function enteDi(chi: Caller, comuneId: string, nome: string): Promise<EnteDemo> {
  const { id: ente } = await chi.call(entiApi.create, {
    comuneId,
    tipo: 'comune',
    codice: comuneId,
    denominazione: `Comune di ${nome} (dimostrativo)`,
    sede: comuneId,
    codiceFiscaleOperatore: persone.operatoreFlussi.codiceFiscale,
    gravita: {},
  })
  return { ente, comuneId, chi }
}

async function caricaMese(deps: Deps, e: EnteDemo, [anno, mese]: Mese, residenza: string): Promise<Incarico> {
  const proposto: Profilo = profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', COLONNE, []))
  const profilo: Profilo = {
    ...proposto,
    voci: proposto.voci.map((v) => (v.colonna === 'Servizio' ? { ...v, campo: 'codicePrestazione' } : v)),
  }
  const { id } = await e.chi.call(
    carichiApi.carica,
    { ente: e.ente, nome: `contributi-${anno}-${mese}.csv` } as never,
    {
      file: foglio(anno, mese, residenza),
    },
  )
  const i = await incaricoDi(deps, e.chi.utenteId, e.comuneId, id)
  await dentroFlussi(deps, 'flusso.carica', i, (ctx) =>
    mappaCarico(ctx, id, { lettura: {}, profilo, salvaCome: 'Contributi, foglio dell’ufficio' }, false),
  )
  await leggiCarico(deps, i)
  return i
}

export async function flussiDimostrativi(app: FastifyInstance, deps: Deps, latina: string, cisterna: string) {
  const chi = await signIn(app, deps, persone.operatoreFlussi.codiceFiscale)
  const e = await enteDi(chi, latina, 'Latina')
  for (const mese of [
    [2025, 11],
    [2025, 12],
    [2026, 1],
  ] as const) {
    const i = await caricaMese(deps, e, mese, 'Latina')
    if (mese[1] !== 11) continue
    const { id } = await dentroFlussi(deps, 'flusso.genera', i, (ctx) => apriGenerazione(ctx, { ente: e.ente }))
    await generaFlussi(deps, { ...i, id })
  }
  await inCooperazione(deps, await enteDi(chi, cisterna, 'Cisterna di Latina'))
  await minori(chi, e.ente)
}

/** INPS takes two thirds of what is ready, and tells of three: two go, one comes back. */
async function inCooperazione(deps: Deps, e: EnteDemo): Promise<void> {
  const i = await caricaMese(deps, e, [2025, 12], 'Cisterna di Latina')
  await e.chi.call(cooperazioneApi.imposta, {
    ente: e.ente,
    audience: 'https://example.it/siuss/cisterna-dimostrativo',
    finalita: ['00000000-0000-4000-8000-000000000000'],
    attiva: true,
  })
  const { id } = await dentroFlussi(deps, 'flusso.genera', i, (ctx) => apriPubblicazione(ctx, { ente: e.ente }))
  await pubblicaFlussi(deps, { ...i, id })
  const scope = {
    ambito: i.ambito,
    comuni: i.comuni,
    ente: e.ente,
    fascicolo: true,
    operatore: 'INPS, in cooperazione',
  }
  const chiamato = { enteId: e.ente, comuneId: e.comuneId }
  const { elenco_flussi: presi } = await inCtx(deps, { ...scope, azione: 'waas.flussi' }, (ctx) =>
    consegna(ctx, chiamato, { since: '0', limit: '16' }),
  )
  const elenco_esiti = presi.slice(0, 3).map((f, n) => ({
    id_flusso: f.id_flusso,
    tipo: f.tipo,
    ts_flusso: f.ts_flusso,
    ts_acquisizione: deps.clock().toISOString(),
    ...(n < 2
      ? { codice_esito: 'OK', id_acquisizione_siuss: String(22_738 + n) }
      : {
          codice_esito: 'DATI_NON_TROVATI',
          descrizione_esito: 'Codice fiscale del beneficiario non presente in anagrafe',
        }),
  }))
  await inCtx(deps, { ...scope, azione: 'waas.esiti' }, (ctx) => notifica(ctx, chiamato, { elenco_esiti }))
}

/** Minors who do not exist, for SINBA: one card is good, one waits for its family, one says that a date is missing. */
async function minori(chi: Caller, ente: string): Promise<void> {
  const scheda = {
    annoNascita: '2015',
    fasciaEta: '4',
    nazioneResidenza: 'Italia',
    regioneResidenza: 'Lazio',
    nonAccompagnato: 'no',
    condizione: 'Non orfano',
    luogoVita: '1',
    scuola: '5',
    lavoro: '1',
    disabilita: 'no',
    primaSegnalazione: '03/2025',
    fonteSegnalazione: '13',
    valutazioneMinore: '2',
    valutazioneFamiglia: '12',
    segnalazioneAutorita: 'no',
    provvedimento: 'no',
    prestazioni: 'A2.28',
    famiglia: '1 3',
  }
  const schede = [
    ['DIMOSTRATIVO 1', scheda],
    ['DIMOSTRATIVO 2', { ...scheda, annoNascita: '2011', fasciaEta: '5', scuola: '6', famiglia: '' }],
    ['DIMOSTRATIVO 3', { ...scheda, segnalazioneAutorita: 'si' }],
  ] as const
  for (const [riferimento, dati] of schede) {
    const campi = Object.entries(dati).map(([campo, valore]) => ({ campo, valore }))
    await chi.call(minoriApi.create, { ente, riferimento, campi })
  }
}

async function incaricoDi(deps: Deps, utente: string, comuneId: string, id: string): Promise<Incarico> {
  const [riga] = await deps.db.inScope(
    { azione: 'dimostrazione.carica', nazionale: true, operatore: 'dimostrazione' },
    (tx) => tx.selectFrom('utente').select('ambitoId').where('id', '=', utente).execute(),
  )
  return { id, ambito: riga!.ambitoId!, utente, comuni: [comuneId] }
}
