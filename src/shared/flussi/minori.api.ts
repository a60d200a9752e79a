// The cards of the minors for SINBA: written by hand, checked, made into a flow. Lists say the token and no more; who a minor is, is asked
// apart, and whoever asks is registered.
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
import { Difetto } from './carichi.api.ts'
import { statiPrestazione } from './stati.rules.ts'

const Campi = Type.Array(Oggetto({ campo: Testo(80), valore: Type.String({ maxLength: 500 }) }), {
  minItems: 1,
  maxItems: 100,
})

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

const Esito = Oggetto({ id: Id, stato: Uno(statiPrestazione), versione: Versione })

export const minoriApi = {
  list: endpoint({
    method: 'GET',
    path: '/flussi/minori',
    azione: 'flusso.leggi',
    summary: 'Le schede dei minori per SINBA di un ente, senza dire di chi sono',
    query: Oggetto({ ente: Id, stato: Type.Optional(Uno(statiPrestazione)), ...Pagina }),
    reply: Page(Scheda),
  }),
  scelte: endpoint({
    method: 'GET',
    path: '/flussi/minori/scelte',
    azione: 'flusso.leggi',
    summary: 'Che cosa si può scegliere in ogni campo della scheda di un minore',
    reply: Lista(
      Oggetto({ campo: Type.String(), voci: Type.Array(Oggetto({ codice: Type.String(), nome: Type.String() })) }),
    ),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/minori/:id',
    azione: 'flusso.correggi',
    summary: 'Una scheda di un minore con ciò che dice e i suoi difetti',
    params: ById,
    fascicolo: true,
    reply: Oggetto({
      ...Scheda.properties,
      enteId: Id,
      /** How the office knows the minor: it is in no flow. */
      riferimento: Type.String(),
      valori: Type.Array(Oggetto({ campo: Type.String(), valore: Type.String() })),
      difetti: Type.Array(Difetto),
      deroghe: Type.Array(Oggetto({ regola: Type.String(), motivo: Type.String(), il: Istante })),
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
  correggi: endpoint({
    method: 'POST',
    path: '/flussi/minori/:id/correzione',
    azione: 'flusso.correggi',
    summary: 'Corregge la scheda di un minore non ancora partita',
    params: ById,
    body: Oggetto({ versione: Versione, campi: Campi }),
    fascicolo: true,
    reply: Esito,
  }),
  deroga: endpoint({
    method: 'POST',
    path: '/flussi/minori/:id/deroga',
    azione: 'flusso.correggi',
    summary: 'Supera con un motivo un avviso sulla scheda di un minore',
    params: ById,
    body: Oggetto({ versione: Versione, regola: Testo(8), motivo: Testo(500) }),
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
    reply: Fatto,
  }),
  genera: endpoint({
    method: 'POST',
    path: '/flussi/minori/generazione',
    azione: 'flusso.genera',
    summary: 'Genera il flusso SINBA con le schede pronte di un ente',
    body: Oggetto({ ente: Id }),
    fascicolo: true,
    reply: Oggetto({ flusso: Nullabile(Type.String()), schede: Type.Integer() }),
  }),
}
