// The cards of the minors for SINBA: written by hand, checked, corrected one by one or many at once, made into a flow. Lists say the token and
// no more; who a minor is, is asked apart, and whoever asks is registered.
import { type Static, Type } from 'typebox'
import {
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
import { Mese } from './generazioni.api.ts'
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

const Scheda = Oggetto({
  id: Id,
  versione: Versione,
  stato: Uno(statiPrestazione),
  /** What INPS sees of the minor. */
  gettone: Type.String(),
  errori: Type.Array(Type.String()),
  avvisi: Type.Array(Type.String()),
  flusso: Nullabile(Type.String()),
  creataIl: Istante,
})
export type SchedaInElenco = Static<typeof Scheda>

/** As it is corrected: nothing says whose it is. */
const Riga = Oggetto({
  ...campiRiga,
  /** What INPS sees of the minor. */
  gettone: Type.String(),
})
export type RigaScheda = Static<typeof Riga>

export const minoriApi = {
  ...attiSulleRighe('flussi/minori', { Riga, una: 'una scheda di un minore', molte: 'schede di minori' }),
  quadro: endpoint({
    method: 'GET',
    path: '/flussi/minori/quadro',
    azione: 'flusso.leggi',
    summary:
      'Per ogni mese in cui sono scritte, quante schede di minori di un ente sono pronte, da completare, rifiutate',
    query: Oggetto({ ente: Id }),
    reply: Lista(Oggetto(contiStato)),
  }),
  regole: regoleDi('/flussi/minori/regole', 'Quali regole fermano le schede dei minori di un ente, e quante'),
  righe: elencoDi('/flussi/minori/righe', 'Le schede dei minori di un ente con ciò che dicono e i loro difetti', Riga),
  list: endpoint({
    method: 'GET',
    path: '/flussi/minori',
    azione: 'flusso.leggi',
    summary: 'Le schede dei minori per SINBA di un ente, senza dire di chi sono',
    query: Oggetto({ ...filtriRighe, ...Pagina }),
    reply: Page(Scheda),
  }),
  scelte: endpoint({
    method: 'GET',
    path: '/flussi/minori/scelte',
    azione: 'flusso.leggi',
    summary: 'Che cosa si può scegliere in ogni campo della scheda di un minore',
    reply: codiciDeiCampi,
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/minori/:id',
    azione: 'flusso.correggi',
    summary: 'Una scheda di un minore con ciò che dice, i suoi difetti e ciò che è stato cambiato',
    params: ById,
    fascicolo: true,
    reply: Oggetto({
      ...Riga.properties,
      enteId: Id,
      /** How the office knows the minor: it is in no flow. */
      riferimento: Type.String(),
      flusso: Nullabile(Type.String()),
      /** With another program. */
      giaInviata: Type.Boolean(),
      creataIl: Istante,
    }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/flussi/minori',
    azione: 'flusso.correggi',
    summary: 'Scrive la scheda di un minore',
    body: Oggetto({ ente: Id, riferimento: Testo(100), campi: Campi }),
    fascicolo: true,
    reply: Esito,
  }),
  escludi: endpoint({
    method: 'POST',
    path: '/flussi/minori/:id/esclusione',
    azione: 'flusso.correggi',
    summary: 'Toglie una scheda da quelle da inviare',
    params: ById,
    body: Oggetto({ versione: Versione }),
    fascicolo: true,
    reply: Fatto,
  }),
  genera: endpoint({
    method: 'POST',
    path: '/flussi/minori/generazione',
    azione: 'flusso.genera',
    summary: 'Genera il flusso SINBA con le schede pronte di un ente',
    body: Oggetto({ ente: Id, dal: Type.Optional(Mese), al: Type.Optional(Mese) }),
    fascicolo: true,
    reply: Oggetto({ flusso: Nullabile(Type.String()), schede: Type.Integer() }),
  }),
}
