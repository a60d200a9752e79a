// The flows in the demonstration: a year of two comuni that have spreadsheets, with the defects that spreadsheets have, prepared by one
// person. The first sends files; from the second INPS takes the flows by itself. Both are told of most months that all is well, of one
// that it is not, of the last nothing yet. Everything passes through the handlers, with the clock on the day of each thing: the same steps
// as the pages and as the door of INPS.
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
import { esitiApi } from '../src/shared/flussi/esiti.api.ts'
import { generazioniApi } from '../src/shared/flussi/generazioni.api.ts'
import { minoriApi } from '../src/shared/flussi/minori.api.ts'
import { prestazioniApi } from '../src/shared/flussi/prestazioni.api.ts'
import { type Profilo, profiloDa, proponiColonne } from '../src/shared/flussi/profilo.ts'
import { mesi, mesiPrima } from '../src/shared/flussi/scadenze.rules.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { COLONNE, type Foglio, foglio, type Mese } from './flussi-fogli.ts'
import { persone } from './persone.ts'

interface EnteDemo {
  ente: string
  comuneId: string
  /** Its residents, as the sheet of the office calls the comune. */
  nome: string
  incarico: Omit<Incarico, 'id'>
}

/** The clerk, on a day. */
interface Scena {
  app: FastifyInstance
  deps: Deps
  oggi: string
  il(giorno: string): void
}

/** Months that are still on the board: nobody has sent them yet. */
const SUL_TAVOLO = 2
const MESI = 12
/** The day of the following month on which the office hands its sheet over, and that on which INPS has answered. */
const [CONSEGNA, RISPOSTA] = [4, 24] as const

/** Of the year's months: where a row was forgotten, which one INPS sent back, where a row is left out. */
const [DIMENTICATA, RESPINTO, LASCIATA_FUORI] = [3, 4, 6] as const
/** What the clerk cannot put right by herself: where somebody lives. */
const LASCIATO = 'beneficiario.indirizzi.0.comune'

/** A day of the month after; never later than yesterday. */
function dopo(s: Scena, mese: Mese, giorno: number): string {
  const [anno, numero] = mese.split('-').map(Number) as [number, number]
  const quel = new Date(Date.UTC(anno, numero, giorno)).toISOString().slice(0, 10)
  return [quel, piuGiorni(s.oggi, -1)].sort()[0]!
}

async function nelGiorno(s: Scena, giorno: string): Promise<Caller> {
  s.il(giorno)
  return signIn(s.app, s.deps, persone.operatoreFlussi.codiceFiscale)
}

async function enteDi(s: Scena, chi: Caller, comuneId: string, nome: string): Promise<EnteDemo> {
  const { id: ente } = await chi.call(entiApi.create, {
    comuneId,
    tipo: 'comune',
    codice: comuneId,
    denominazione: `Comune di ${nome} (dimostrativo)`,
    sede: comuneId,
    codiceFiscaleOperatore: persone.operatoreFlussi.codiceFiscale,
    gravita: {},
  })
  const [riga] = await s.deps.db.inScope(
    { azione: 'dimostrazione.carica', nazionale: true, operatore: 'dimostrazione' },
    (tx) => tx.selectFrom('utente').select('ambitoId').where('id', '=', chi.utenteId).execute(),
  )
  return { ente, comuneId, nome, incarico: { ambito: riga!.ambitoId!, utente: chi.utenteId, comuni: [comuneId] } }
}

/** The sheet of some months, read. */
async function carica(
  s: Scena,
  chi: Caller,
  e: EnteDemo,
  quali: readonly Mese[],
  righe: number,
  conDifetti: boolean,
): Promise<Foglio> {
  const proposto: Profilo = profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', COLONNE, []))
  const profilo: Profilo = {
    ...proposto,
    voci: proposto.voci.map((v) => (v.colonna === 'Servizio' ? { ...v, campo: 'codicePrestazione' } : v)),
  }
  const f = foglio({ mesi: quali, residenza: e.nome, righe, conDifetti })
  const { id } = await chi.call(carichiApi.carica, { ente: e.ente, nome: `contributi-${quali.at(-1)}.csv` } as never, {
    file: f.bytes,
  })
  const i = { ...e.incarico, id }
  await dentroFlussi(s.deps, 'flusso.carica', i, (ctx) =>
    mappaCarico(ctx, id, { lettura: {}, profilo, salvaCome: 'Contributi, foglio dell’ufficio' }, false),
  )
  await leggiCarico(s.deps, i)
  return f
}

/** What the clerk puts right of a month before it leaves; what she leaves is still on the board today. */
async function sistema(chi: Caller, e: EnteDemo, periodo: Mese, f: Foglio): Promise<void> {
  for (const stato of ['rifiutata', 'da-completare'] as const) {
    // of a date that does not exist nobody knows the month
    for (const mese of [periodo, 'senza-data']) {
      const { voci } = await chi.call(prestazioniApi.list, { ente: e.ente, periodo: mese, stato, limite: 50 })
      for (const { id, versione, riga } of voci) {
        const giusto = f.giusti.get(riga ?? 0)
        if (giusto && giusto.campo !== LASCIATO)
          await chi.call(prestazioniApi.correggi, { id, versione, campi: [giusto] })
      }
    }
  }
}

/** It will not be sent at all. */
async function escludi(chi: Caller, e: EnteDemo, periodo: Mese): Promise<void> {
  const { voci } = await chi.call(prestazioniApi.list, { ente: e.ente, periodo, stato: 'rifiutata' })
  for (const { id, versione } of voci) await chi.call(prestazioniApi.escludi, { id, versione })
}

async function genera(s: Scena, chi: Caller, e: EnteDemo): Promise<string[]> {
  const { id } = await dentroFlussi(s.deps, 'flusso.genera', { ...e.incarico, id: '' }, (ctx) =>
    apriGenerazione(ctx, { ente: e.ente }),
  )
  await generaFlussi(s.deps, { ...e.incarico, id })
  const { voci } = await chi.call(generazioniApi.flussi, { ente: e.ente, generazione: id })
  return voci.map((f) => f.nome)
}

/** What INPS answered of files, as somebody brings it in. */
async function riporta(chi: Caller, flussi: readonly string[], rifiuto?: string): Promise<void> {
  const esiti = flussi.map((flusso) =>
    rifiuto
      ? { id_flusso: flusso, codice_esito: 'DATI_NON_TROVATI', descrizione_esito: rifiuto }
      : { id_flusso: flusso, codice_esito: 'OK' },
  )
  await chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file: Buffer.from(JSON.stringify(esiti)) })
}

/** One that INPS has and is wrong: cancelled, with the right one that follows. */
async function correggiPartita(chi: Caller, e: EnteDemo, periodo: Mese): Promise<void> {
  const { voci } = await chi.call(prestazioniApi.list, { ente: e.ente, periodo, stato: 'accettata', limite: 20 })
  const una = voci.find((v) => v.valori.some((x) => x.campo === 'importo'))!
  await chi.call(prestazioniApi.cancella, {
    id: una.id,
    motivo: 'Importo letto male dal mandato',
    campi: [{ campo: 'importo', valore: '999,00' }],
  })
}

async function rimanda(chi: Caller, e: EnteDemo, periodo: Mese): Promise<void> {
  await chi.call(prestazioniApi.deroga, {
    ente: e.ente,
    periodo,
    regola: 'TR02',
    motivo: 'Verificato con INPS: il codice dell’ente era sospeso',
  })
}

/** The comune that sends files, month after month. */
async function aFile(s: Scena, e: EnteDemo, periodi: readonly Mese[]): Promise<void> {
  for (const [n, mese] of periodi.entries()) {
    const mancano = periodi.length - 1 - n
    const sulTavolo = mancano < SUL_TAVOLO
    const conDifetti = sulTavolo || n === DIMENTICATA || n === LASCIATA_FUORI
    const chi = await nelGiorno(s, dopo(s, mese, CONSEGNA))
    const f = await carica(s, chi, e, [mese], conDifetti ? 32 : 20, conDifetti)
    if (sulTavolo) continue
    if (conDifetti) await sistema(chi, e, mese, f)
    if (n === LASCIATA_FUORI) await escludi(chi, e, mese)
    if (n === RESPINTO + 1) await rimanda(chi, e, periodi[RESPINTO]!)
    const ultimo = mancano === SUL_TAVOLO
    const corretto = n === RESPINTO - 2 || ultimo ? periodi[n - 2] : undefined
    if (corretto) await correggiPartita(chi, e, corretto)
    const flussi = await genera(s, chi, e)
    // of the last nothing is known yet
    if (ultimo) continue
    const rifiuto = n === RESPINTO ? 'Ente non abilitato alla banca dati indicata' : undefined
    await riporta(await nelGiorno(s, dopo(s, mese, RISPOSTA)), flussi, rifiuto)
  }
}

/** The comune whose flows INPS takes, four times a year: it is told of them at once, and of the last ones of three alone. */
async function inCooperazione(s: Scena, e: EnteDemo, periodi: readonly Mese[]): Promise<void> {
  let cursore = '0'
  for (let n = 0; n < periodi.length; n += 3) {
    const mesi = periodi.slice(n, n + 3)
    const mese = mesi.at(-1)!
    const ultimo = n + 3 >= periodi.length
    const chi = await nelGiorno(s, dopo(s, mese, CONSEGNA))
    if (n === 0)
      await chi.call(cooperazioneApi.imposta, {
        ente: e.ente,
        audience: 'https://example.it/siuss/cisterna-dimostrativo',
        finalita: ['00000000-0000-4000-8000-000000000000'],
        attiva: true,
      })
    await carica(s, chi, e, mesi, ultimo ? 16 : 5, ultimo)
    const { id } = await dentroFlussi(s.deps, 'flusso.genera', { ...e.incarico, id: '' }, (ctx) =>
      apriPubblicazione(ctx, { ente: e.ente }),
    )
    await pubblicaFlussi(s.deps, { ...e.incarico, id })
    if (!ultimo) s.il(dopo(s, mese, RISPOSTA))
    cursore = await prendeInps(s, e, cursore, ultimo)
  }
}

/** INPS takes what comes after its cursor, and answers; of the last it takes most, and tells of three. */
async function prendeInps(s: Scena, e: EnteDemo, cursore: string, ultimo: boolean): Promise<string> {
  const { ambito, comuni } = e.incarico
  const scope = { ambito, comuni, ente: e.ente, fascicolo: true, operatore: 'INPS, in cooperazione' }
  const chiamato = { enteId: e.ente, comuneId: e.comuneId }
  const { elenco_flussi: presi } = await inCtx(s.deps, { ...scope, azione: 'waas.flussi' }, (ctx) =>
    consegna(ctx, chiamato, { since: cursore, limit: ultimo ? '10' : '16' }),
  )
  const elenco_esiti = (ultimo ? presi.slice(0, 3) : presi).map((f, n) => ({
    id_flusso: f.id_flusso,
    tipo: f.tipo,
    ts_flusso: f.ts_flusso,
    ts_acquisizione: s.deps.clock().toISOString(),
    ...(n === 2 && ultimo
      ? {
          codice_esito: 'DATI_NON_TROVATI',
          descrizione_esito: 'Codice fiscale del beneficiario non presente in anagrafe',
        }
      : { codice_esito: 'OK', id_acquisizione_siuss: String(22_738 + n) }),
  }))
  await inCtx(s.deps, { ...scope, azione: 'waas.esiti' }, (ctx) => notifica(ctx, chiamato, { elenco_esiti }))
  const fino = presi.at(-1)?.ts_flusso
  return fino ? String(Date.parse(fino)) : cursore
}

/** The twelve months before this one, as far as there was somebody who prepares flows. */
function periodiDi(oggi: string, inizio: string): Mese[] {
  const ora = oggi.slice(0, 7)
  return mesi([mesiPrima(ora, MESI), inizio.slice(0, 7)].sort()[1]!, mesiPrima(ora, 1))
}

/** `inizio` is the day since when there is who prepares flows. */
export async function flussiDimostrativi(s: Scena, latina: string, cisterna: string, inizio: string): Promise<void> {
  const periodi = periodiDi(s.oggi, inizio)
  const chi = await nelGiorno(s, dopo(s, periodi[0]!, CONSEGNA - 1))
  const primo = await enteDi(s, chi, latina, 'Latina')
  const secondo = await enteDi(s, chi, cisterna, 'Cisterna di Latina')
  await aFile(s, primo, periodi)
  await inCooperazione(s, secondo, periodi)
  await minori(await nelGiorno(s, piuGiorni(s.oggi, -1)), primo.ente)
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
