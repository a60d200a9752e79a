// What Trama itself registers as granted, and what becomes of it: a prestazione on the board, or the reason why it stands in no flow.
import { type Static, Type } from 'typebox'
import {
  endpoint,
  Fatto,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { Mese } from './generazioni.api.ts'
import { statiPrestazione } from './stati.rules.ts'

/** Why something granted is not sent: what the source knows, or what the ente has decided. */
export const motiviConcessa = {
  'da-decidere': 'L’ente non ha ancora detto se e con quale codice si manda',
  'non-si-manda': 'L’ente ha deciso che non si manda',
  'non-pagata': 'Riconosciuta, ma in questo mese non è in pagamento',
  // one reason for what is not known and for what may not be said
  'a-mano': 'Trama non ha tutto ciò che serve per prepararla: si scrive a mano, se riguarda questo mese',
  tolta: 'Non è più tra quelle concesse',
  'di-altro-ente': 'Già di un altro ente dello stesso comune',
} as const
export type MotivoConcessa = keyof typeof motiviConcessa
export const codiciMotivo = Object.keys(motiviConcessa) as MotivoConcessa[]

const Codice = Type.String({ pattern: '^A[1-9]\\.[0-9]{2}(\\.[0-9]{2})?$' })
const Campi = Type.Array(Oggetto({ campo: Testo(80), valore: Type.String({ maxLength: 200 }) }), { maxItems: 20 })

const Voce = Oggetto({
  fonte: Type.String(),
  nomeFonte: Type.String(),
  voce: Type.String(),
  nome: Type.String(),
  /** Absent while nobody has decided. */
  decisione: Nullabile(
    Oggetto({
      invia: Type.Boolean(),
      codice: Nullabile(Type.String()),
      campi: Campi,
      motivo: Nullabile(Type.String()),
      versione: Versione,
    }),
  ),
  /** What the catalogue of services says it is: never applied by itself. */
  proposta: Nullabile(
    Oggetto({
      intervento: Type.String(),
      nome: Type.String(),
      codice: Nullabile(Type.String()),
      /** Area of SIUSS, from that of ISTAT. */
      area: Nullabile(Type.String()),
      /** The ente does not send that service. */
      nonInviare: Type.Boolean(),
    }),
  ),
})
export type VoceFonte = Static<typeof Voce>

const Concessa = Oggetto({
  id: Id,
  nome: Type.String(),
  riferimento: Type.String(),
  periodo: Type.String(),
  prestazioneId: Nullabile(Id),
  stato: Nullabile(Uno(statiPrestazione)),
  flusso: Nullabile(Type.String()),
  motivo: Nullabile(Uno(codiciMotivo)),
  /** Who has it, where it is another ente's. */
  altroEnte: Nullabile(Type.String()),
  cambiata: Type.Boolean(),
})
export type Concessa = Static<typeof Concessa>

export const fontiApi = {
  voci: endpoint({
    method: 'GET',
    path: '/flussi/fonti',
    azione: 'flusso.leggi',
    summary: 'Che cosa Trama registra come concesso, e come un ente lo manda a INPS',
    query: Oggetto({ ente: Id }),
    reply: Lista(Voce),
  }),
  decidi: endpoint({
    method: 'POST',
    path: '/flussi/fonti/decisione',
    azione: 'flusso.ente',
    summary: 'Decide con quale codice si manda a INPS ciò che Trama registra, o perché non si manda',
    body: Oggetto({
      ente: Id,
      fonte: Testo(40),
      voce: Testo(80),
      invia: Type.Boolean(),
      codice: Type.Optional(Codice),
      campi: Campi,
      motivo: Type.Optional(Testo(500)),
      /** Of the decision that this one changes. */
      versione: Type.Optional(Versione),
    }),
    reply: Fatto,
  }),
  estrai: endpoint({
    method: 'POST',
    path: '/flussi/fonti/estrazione',
    azione: 'flusso.correggi',
    summary: 'Porta tra le prestazioni da inviare ciò che Trama registra come concesso in un mese',
    body: Oggetto({ ente: Id, periodo: Mese, dopo: Type.Optional(Testo(200)) }),
    fascicolo: true,
    reply: Oggetto({
      viste: Type.Integer(),
      nuove: Type.Integer(),
      ferme: Type.Integer(),
      cambiate: Type.Integer(),
      /** Where it has come to, when there is more: to be sent again. */
      dopo: Nullabile(Type.String()),
    }),
  }),
  concesse: endpoint({
    method: 'GET',
    path: '/flussi/concesse',
    azione: 'flusso.leggi',
    summary: 'Ciò che Trama ha concesso in un mese, con il flusso in cui è o perché non c’è',
    query: Oggetto({ ente: Id, periodo: Mese, soloFuori: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: Page(Concessa),
  }),
}
