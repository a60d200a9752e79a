// From what is ready to files for INPS, and the files.
import { type Static, Type } from 'typebox'
import {
  Binario,
  ById,
  endpoint,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Uno,
} from '../kernel/endpoint.ts'
import { tipiFlusso } from './prestazione.ts'

export const banche = ['PSA', 'PS'] as const
export const nomiBanca = {
  PSA: 'PSA, soggette a ISEE',
  PS: 'PS, non soggette a ISEE',
} as const

export const Mese = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' })

/** What goes in one file, when nobody says: INPS publishes no limit for the upload. */
export const MASSIMO = { record: 50_000, mega: 50 } as const

/** Files to be uploaded, or flows of one prestazione each that INPS takes. */
export const canali = ['file', 'waas'] as const

const quali = {
  banca: Type.Optional(Uno(banche)),
  dal: Type.Optional(Mese),
  al: Type.Optional(Mese),
  massimoRecord: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  massimoMega: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
}

const Generazione = Oggetto({
  id: Id,
  enteId: Id,
  ente: Type.String(),
  canale: Uno(canali),
  banca: Nullabile(Uno(banche)),
  dal: Nullabile(Type.String()),
  al: Nullabile(Type.String()),
  stato: Uno(['in-corso', 'conclusa', 'fallita'] as const),
  flussi: Type.Integer(),
  prestazioni: Type.Integer(),
  errore: Nullabile(Type.String()),
  creataIl: Istante,
  conclusaIl: Nullabile(Istante),
})
export type Generazione = Static<typeof Generazione>

const Flusso = Oggetto({
  id: Id,
  enteId: Id,
  ente: Type.String(),
  nome: Type.String(),
  beneficiari: Type.Integer(),
  prestazioni: Type.Integer(),
  centesimi: Type.Integer(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  generatoIl: Istante,
  esito: Nullabile(Uno(['accettato', 'respinto'] as const)),
  esitoIl: Nullabile(Istante),
  /** INPS answered with an error of its own, and with nothing else. */
  erroreInpsIl: Nullabile(Istante),
})
export type Flusso = Static<typeof Flusso>

export const generazioniApi = {
  genera: endpoint({
    method: 'POST',
    path: '/flussi/generazioni',
    azione: 'flusso.genera',
    summary: 'Genera i flussi con le prestazioni pronte di un ente',
    body: Oggetto({ ente: Id, ...quali }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/generazioni/:id',
    azione: 'flusso.leggi',
    summary: 'Una generazione di flussi e a che punto è',
    params: ById,
    reply: Generazione,
  }),
  recenti: endpoint({
    method: 'GET',
    path: '/flussi/generazioni',
    azione: 'flusso.leggi',
    summary: 'Le ultime generazioni di flussi di un ente',
    query: Oggetto({ ente: Id }),
    reply: Lista(Generazione),
  }),
  flussi: endpoint({
    method: 'GET',
    path: '/flussi/generati',
    azione: 'flusso.leggi',
    summary: 'I flussi generati',
    query: Oggetto({ ente: Type.Optional(Id), generazione: Type.Optional(Id), ...Pagina }),
    reply: Page(Flusso),
  }),
  xml: endpoint({
    method: 'GET',
    path: '/flussi/generati/:id/xml',
    azione: 'flusso.genera',
    summary: 'Il file di un flusso, come va a INPS',
    params: ById,
    fascicolo: true,
    reply: Binario,
  }),
  tutti: endpoint({
    method: 'GET',
    path: '/flussi/generazioni/:id/archivio',
    azione: 'flusso.genera',
    summary: 'Tutti i flussi di una generazione con una sola ricevuta, in un archivio zip',
    params: ById,
    fascicolo: true,
    reply: Binario,
  }),
  archivio: endpoint({
    method: 'GET',
    path: '/flussi/generati/:id/archivio',
    azione: 'flusso.genera',
    summary: 'Il file di un flusso con la sua ricevuta, in un archivio zip',
    params: ById,
    fascicolo: true,
    reply: Binario,
  }),
}

/** Of several enti at once: one generation for each, each with its flows. */
export const insiemeApi = {
  genera: endpoint({
    method: 'POST',
    path: '/flussi/insieme',
    azione: 'flusso.genera',
    summary: 'Genera i flussi di più enti insieme, o li mette a disposizione di INPS',
    body: Oggetto({
      enti: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
      canale: Uno(canali),
      /** Prestazioni, where it is not said; cards of minors are of the month in which they were written. */
      tipo: Type.Optional(Uno(tipiFlusso)),
      ...quali,
    }),
    reply: Oggetto({
      insieme: Id,
      avviate: Type.Integer(),
      /** Enti for which nothing began, and why. */
      problemi: Type.Array(Oggetto({ ente: Type.String(), motivo: Type.String() })),
    }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/insieme/:id',
    azione: 'flusso.leggi',
    summary: 'Le generazioni di più enti insieme, e a che punto sono',
    params: ById,
    reply: Lista(Generazione),
  }),
}
