// The board of what waits to leave, and the prestazioni themselves: read, corrected one by one or many at once, overridden with a
// reason, put back, excluded, written by hand.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import {
  attiSulleRighe,
  Campi,
  campiRiga,
  codiciDeiCampi,
  contiStato,
  Esito,
  elencoDi,
  filtriRighe,
  regoleDi,
} from './righe.api.ts'
import { statiPrestazione } from './stati.rules.ts'

export const filtriPrestazioni = filtriRighe

const Periodi = Oggetto({
  ...contiStato,
  /** Money of what is ready, in cents. */
  centesimi: Type.Integer(),
})
export type PeriodoQuadro = Static<typeof Periodi>

const Prestazione = Oggetto({ ...campiRiga, operazione: Uno(['I', 'C'] as const) })
export type Prestazione = Static<typeof Prestazione>

/** Another row with which this one is tied. */
const Legame = Nullabile(Oggetto({ id: Id, stato: Uno(statiPrestazione) }))

export const prestazioniApi = {
  ...attiSulleRighe('flussi/prestazioni', { Riga: Prestazione, una: 'una prestazione', molte: 'prestazioni' }),
  quadro: endpoint({
    method: 'GET',
    path: '/flussi/quadro',
    azione: 'flusso.leggi',
    summary: 'Per ogni mese, quante prestazioni di un ente sono pronte, da completare, rifiutate',
    query: Oggetto({ ente: Id }),
    reply: Lista(Periodi),
  }),
  regole: regoleDi('/flussi/quadro/regole', 'Quali regole fermano le prestazioni di un ente, e quante'),
  list: elencoDi('/flussi/prestazioni', 'Le prestazioni di un ente, con i loro difetti', Prestazione),
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
      /** With another program. */
      giaInviata: Type.Boolean(),
      /** When what it is of was recognised, where Trama knows: in no flow. */
      riconosciutaIl: Nullabile(Type.String({ format: 'date' })),
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
    reply: codiciDeiCampi,
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
}
