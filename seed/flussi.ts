// The flows in the demonstration: a comune that has spreadsheets, three months of them, with the defects that spreadsheets have; the
// first month already sent to INPS. Everything passes through the handlers, the same steps as the pages.
import type { FastifyInstance } from 'fastify'
import { mappaCarico } from '../src/server/flussi/carichi.ts'
import { dentroFlussi, type Incarico, leggiCarico } from '../src/server/flussi/carichi-corsa.ts'
import { apriGenerazione } from '../src/server/flussi/generazioni.ts'
import { generaFlussi } from '../src/server/flussi/generazioni-corsa.ts'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { carichiApi } from '../src/shared/flussi/carichi.api.ts'
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

function foglio(anno: number, mese: number): Buffer {
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
      'Latina',
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

export async function flussiDiLatina(app: FastifyInstance, deps: Deps, comuneId: string): Promise<void> {
  const chi = await signIn(app, deps, persone.operatoreFlussi.codiceFiscale)
  const { id: ente } = await chi.call(entiApi.create, {
    comuneId,
    tipo: 'comune',
    codice: comuneId,
    denominazione: 'Comune di Latina (dimostrativo)',
    sede: comuneId,
    codiceFiscaleOperatore: persone.operatoreFlussi.codiceFiscale,
    gravita: {},
  })
  const profilo: Profilo = profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', COLONNE, []))
  const profiloDelFoglio: Profilo = {
    ...profilo,
    voci: profilo.voci.map((v) => (v.colonna === 'Servizio' ? { ...v, campo: 'codicePrestazione' } : v)),
  }
  for (const [anno, mese] of [
    [2025, 11],
    [2025, 12],
    [2026, 1],
  ] as const) {
    const { id } = await chi.call(carichiApi.carica, { ente, nome: `contributi-${anno}-${mese}.csv` } as never, {
      file: foglio(anno, mese),
    })
    const i = await incaricoDi(deps, chi.utenteId, comuneId, id)
    await dentroFlussi(deps, 'flusso.carica', i, (ctx) =>
      mappaCarico(
        ctx,
        id,
        { lettura: {}, profilo: profiloDelFoglio, salvaCome: 'Contributi, foglio dell’ufficio' },
        false,
      ),
    )
    await leggiCarico(deps, i)
    if (mese !== 11) continue
    const { id: generazione } = await dentroFlussi(deps, 'flusso.genera', i, (ctx) => apriGenerazione(ctx, { ente }))
    await generaFlussi(deps, { ...i, id: generazione })
  }
  await minori(chi, ente)
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
