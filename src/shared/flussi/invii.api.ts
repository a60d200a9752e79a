// Who has sent what: enti by month, what is due, what has left in money and numbers. Counts, and of nobody.
import { type Static, Type } from 'typebox'
import { Binario, endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import { decorrenze, statiScadenza, tipiTermine } from './scadenze.rules.ts'

const conti = {
  righe: Type.Integer(),
  rifiutate: Type.Integer(),
  daCompletare: Type.Integer(),
  pronte: Type.Integer(),
  /** In a flow, accepted or not yet. */
  inviate: Type.Integer(),
  accettate: Type.Integer(),
  /** Come back with a reason of INPS, and not sent again yet. */
  respinte: Type.Integer(),
  /** Amounts of what was sent, in cents. */
  centesimi: Type.Integer(),
}

const Invio = Oggetto({
  enteId: Id,
  ente: Type.String(),
  codice: Type.String(),
  tipo: Uno(tipiTermine),
  /** Of a card of SINBA, the month in which it was written. Null where no month can be read, or there is nothing. */
  periodo: Nullabile(Type.String()),
  ...conti,
})
export type Invio = Static<typeof Invio>

const Scadenza = Oggetto({
  enteId: Id,
  ente: Type.String(),
  tipo: Uno(tipiTermine),
  periodo: Type.String(),
  /** Those of its rows on the board: of what is due from its recognition, those that follow. */
  periodi: Type.Array(Type.String()),
  prima: Type.String({ format: 'date' }),
  ultima: Type.String({ format: 'date' }),
  stato: Uno(statiScadenza),
  righe: Type.Integer(),
  daInviare: Type.Integer(),
  inviate: Type.Integer(),
})
export type Scadenza = Static<typeof Scadenza>

const TermineEnte = Oggetto({
  /** Null where no term is known. */
  giorni: Nullabile(Type.Integer()),
  /** From when they are counted; of SINBA it says nothing. */
  da: Uno(decorrenze),
  preavviso: Type.Integer(),
  fonte: Type.String(),
  /** Null while it is the one of all. */
  versione: Nullabile(Versione),
})
export type TermineEnte = Static<typeof TermineEnte>

const Voce = Oggetto({
  codice: Type.String(),
  nome: Type.String(),
  righe: Type.Integer(),
  /** With an error that stops them. */
  rifiutate: Type.Integer(),
  inviate: Type.Integer(),
  accettate: Type.Integer(),
  centesimi: Type.Integer(),
})
export type VoceAndamento = Static<typeof Voce>

const Anno = Type.Integer({ minimum: 2010, maximum: 2100 })
const quale = { anno: Anno, ente: Type.Optional(Id) }

export const inviiApi = {
  invii: endpoint({
    method: 'GET',
    path: '/flussi/invii',
    azione: 'flusso.leggi',
    summary: 'Chi ha mandato che cosa: ogni ente, mese per mese',
    query: Oggetto(quale),
    reply: Lista(Invio),
  }),
  andamento: endpoint({
    method: 'GET',
    path: '/flussi/andamento',
    azione: 'flusso.leggi',
    summary: 'Quante prestazioni e quanto denaro, per ente, mese, codice e area',
    query: Oggetto(quale),
    reply: Oggetto({
      tipi: Type.Array(Voce),
      enti: Type.Array(Voce),
      mesi: Type.Array(Voce),
      codici: Type.Array(Voce),
      aree: Type.Array(Voce),
    }),
  }),
  foglio: endpoint({
    method: 'GET',
    path: '/flussi/andamento/foglio',
    azione: 'flusso.leggi',
    summary: 'Gli invii e i loro importi in un foglio di calcolo',
    query: Oggetto({ ...quale, formato: Uno(['xlsx', 'csv'] as const) }),
    reply: Binario,
  }),
  scadenze: endpoint({
    method: 'GET',
    path: '/flussi/scadenze',
    azione: 'flusso.leggi',
    summary: 'Che cosa ogni ente deve inviare, ed entro quando',
    query: Oggetto({ ente: Type.Optional(Id) }),
    reply: Lista(Scadenza),
  }),
  termine: endpoint({
    method: 'GET',
    path: '/flussi/termine',
    azione: 'flusso.leggi',
    summary: 'Il termine entro il quale un ente invia le prestazioni, o le schede dei minori',
    query: Oggetto({ ente: Id, tipo: Type.Optional(Uno(tipiTermine)) }),
    reply: TermineEnte,
  }),
  cambiaTermine: endpoint({
    method: 'PUT',
    path: '/flussi/termine',
    azione: 'flusso.ente',
    summary: 'Cambia il termine entro il quale un ente invia le prestazioni, o le schede dei minori',
    body: Oggetto({
      ente: Id,
      tipo: Type.Optional(Uno(tipiTermine)),
      giorni: Type.Integer({ minimum: 1, maximum: 366 }),
      /** As it was, where it is not said; at first, as for all. */
      da: Type.Optional(Uno(decorrenze)),
      preavviso: Type.Integer({ minimum: 0, maximum: 60 }),
      fonte: Testo(300),
      versione: Type.Optional(Versione),
    }),
    reply: Fatto,
  }),
}
