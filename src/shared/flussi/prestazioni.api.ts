// The board of what waits to leave, and the prestazioni themselves: read, corrected one by one or many at once, overridden with a
// reason, put back, excluded, written by hand.
import { type Static, Type } from 'typebox'
import {
  Binario,
  ById,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { Cambio, Difetto } from './carichi.api.ts'
import { Mese } from './generazioni.api.ts'
import { statiPrestazione } from './stati.rules.ts'

const Regola = Type.String({ pattern: '^[A-Z]{1,2}[0-9]{2}[a-z]?$' })
const Campo = Testo(80)
const Valore = Type.String({ maxLength: 500 })
const VALORI_MASSIMI = 100

/** `senza-data` is where no month can be read. */
const Periodo = Type.Union([Mese, Type.Literal('senza-data')])

export const filtriPrestazioni = {
  ente: Id,
  periodo: Type.Optional(Periodo),
  stato: Type.Optional(Uno(statiPrestazione)),
  regola: Type.Optional(Regola),
  carico: Type.Optional(Id),
  flusso: Type.Optional(Id),
}

const Periodi = Oggetto({
  periodo: Nullabile(Type.String()),
  rifiutate: Type.Integer(),
  daCompletare: Type.Integer(),
  pronte: Type.Integer(),
  inFlusso: Type.Integer(),
  accettate: Type.Integer(),
  escluse: Type.Integer(),
  /** Money of what is ready, in cents. */
  centesimi: Type.Integer(),
})
export type PeriodoQuadro = Static<typeof Periodi>

const Prestazione = Oggetto({
  id: Id,
  versione: Versione,
  stato: Uno(statiPrestazione),
  operazione: Uno(['I', 'C'] as const),
  periodo: Nullabile(Type.String()),
  caricoId: Nullabile(Id),
  riga: Nullabile(Type.Integer()),
  valori: Type.Array(Oggetto({ campo: Type.String(), valore: Type.String() })),
  difetti: Type.Array(Difetto),
  modifiche: Type.Array(Cambio),
  deroghe: Type.Array(Oggetto({ regola: Type.String(), motivo: Type.String(), il: Istante })),
})
export type Prestazione = Static<typeof Prestazione>

/** Another row with which this one is tied. */
const Legame = Nullabile(Oggetto({ id: Id, stato: Uno(statiPrestazione) }))

const Campi = Type.Array(Oggetto({ campo: Campo, valore: Valore }), { minItems: 1, maxItems: VALORI_MASSIMI })
const Esito = Oggetto({ id: Id, stato: Uno(statiPrestazione), versione: Versione })

export const prestazioniApi = {
  quadro: endpoint({
    method: 'GET',
    path: '/flussi/quadro',
    azione: 'flusso.leggi',
    summary: 'Per ogni mese, quante prestazioni di un ente sono pronte, da completare, rifiutate',
    query: Oggetto({ ente: Id }),
    reply: Lista(Periodi),
  }),
  regole: endpoint({
    method: 'GET',
    path: '/flussi/quadro/regole',
    azione: 'flusso.leggi',
    summary: 'Quali regole fermano le prestazioni di un ente, e quante',
    query: Oggetto({ ente: Id, periodo: Type.Optional(Periodo) }),
    reply: Lista(Oggetto({ regola: Type.String(), errori: Type.Integer(), avvisi: Type.Integer() })),
  }),
  list: endpoint({
    method: 'GET',
    path: '/flussi/prestazioni',
    azione: 'flusso.correggi',
    summary: 'Le prestazioni di un ente, con i loro difetti',
    query: Oggetto({ ...filtriPrestazioni, ...Pagina }),
    fascicolo: true,
    reply: Page(Prestazione),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/prestazioni/:id',
    azione: 'flusso.correggi',
    summary: 'Una prestazione con i suoi difetti e ciò che è stato cambiato',
    params: ById,
    fascicolo: true,
    reply: Oggetto({
      ...Prestazione.properties,
      enteId: Id,
      celle: Type.Array(Type.String()),
      /** What this one cancels, or what cancels it; what it waits for, or what waits to take the place of this one. */
      legami: Oggetto({ annulla: Legame, annullata: Legame, segue: Legame, seguita: Legame }),
    }),
  }),
  scelte: endpoint({
    method: 'GET',
    path: '/flussi/prestazioni/scelte',
    azione: 'flusso.leggi',
    summary: 'I codici che un campo di una prestazione può avere oggi, con ciò che significano',
    reply: Lista(
      Oggetto({ campo: Type.String(), voci: Type.Array(Oggetto({ codice: Type.String(), nome: Type.String() })) }),
    ),
  }),
  create: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni',
    azione: 'flusso.correggi',
    summary: 'Scrive a mano una prestazione',
    body: Oggetto({ ente: Id, campi: Campi }),
    fascicolo: true,
    reply: Lista(Esito),
  }),
  correggi: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/:id/correzione',
    azione: 'flusso.correggi',
    summary: 'Corregge una prestazione non ancora partita',
    params: ById,
    body: Oggetto({
      versione: Versione,
      campi: Campi,
      /** What was written so, from now on means this. */
      insegna: Type.Optional(Type.Boolean()),
    }),
    fascicolo: true,
    reply: Prestazione,
  }),
  correggiMolte: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/correzioni',
    azione: 'flusso.correggi',
    summary: 'Corregge lo stesso campo in molte prestazioni',
    body: Oggetto({
      ...filtriPrestazioni,
      campo: Campo,
      /** Only where it is written so; empty text: only where there is nothing. */
      prima: Type.Optional(Valore),
      valore: Valore,
      insegna: Type.Optional(Type.Boolean()),
      /** Where the time before has come to. */
      dopo: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    fascicolo: true,
    /** `dopo` is where to go on from; null when there are no more. */
    reply: Oggetto({ cambiate: Type.Integer(), dopo: Nullabile(Type.Integer()) }),
  }),
  deroga: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/deroghe',
    azione: 'flusso.correggi',
    summary: 'Supera un avviso indicando il motivo, in una o in molte prestazioni',
    body: Oggetto({ ...filtriPrestazioni, regola: Regola, id: Type.Optional(Id), motivo: Testo(500, 5) }),
    fascicolo: true,
    reply: Oggetto({ cambiate: Type.Integer() }),
  }),
  ripristina: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/:id/ripristino',
    azione: 'flusso.correggi',
    summary: 'Rimette un valore com’era prima della normalizzazione',
    params: ById,
    body: Oggetto({ versione: Versione, campo: Campo }),
    fascicolo: true,
    reply: Prestazione,
  }),
  escludi: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/:id/esclusione',
    azione: 'flusso.correggi',
    summary: 'Esclude una prestazione: non partirà',
    params: ById,
    body: Oggetto({ versione: Versione }),
    fascicolo: true,
    reply: Fatto,
  }),
  riammetti: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/:id/riammissione',
    azione: 'flusso.correggi',
    summary: 'Riammette una prestazione esclusa',
    params: ById,
    body: Oggetto({ versione: Versione }),
    fascicolo: true,
    reply: Prestazione,
  }),
  cancella: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/:id/cancellazione',
    azione: 'flusso.correggi',
    summary: 'Prepara la cancellazione di una prestazione già inviata, ed eventualmente quella corretta che la segue',
    params: ById,
    body: Oggetto({
      motivo: Testo(500, 5),
      /** The fields of the record that takes its place; without them it is only cancelled. */
      campi: Type.Optional(Campi),
    }),
    fascicolo: true,
    reply: Lista(Esito),
  }),
  foglio: endpoint({
    method: 'GET',
    path: '/flussi/prestazioni/foglio',
    azione: 'flusso.correggi',
    summary: 'Le prestazioni da correggere in un foglio di calcolo',
    /** `dopo` is where the workbook begins, as `fogli` says. */
    query: Oggetto({ ...filtriPrestazioni, dopo: Type.Optional(Type.Integer({ minimum: 0 })) }),
    fascicolo: true,
    reply: Binario,
  }),
  fogli: endpoint({
    method: 'GET',
    path: '/flussi/prestazioni/fogli',
    azione: 'flusso.correggi',
    summary: 'In quanti fogli di calcolo stanno le prestazioni da correggere',
    query: Oggetto(filtriPrestazioni),
    reply: Lista(Oggetto({ dopo: Type.Integer(), righe: Type.Integer() })),
  }),
  rientro: endpoint({
    method: 'POST',
    path: '/flussi/prestazioni/foglio',
    azione: 'flusso.correggi',
    summary: 'Riporta le prestazioni corrette nel foglio di calcolo',
    query: Oggetto({ ente: Id }),
    upload: { maxBytes: 50 * 1024 * 1024 },
    fascicolo: true,
    reply: Oggetto({ cambiate: Type.Integer(), uguali: Type.Integer(), problemi: Type.Array(Type.String()) }),
  }),
}
