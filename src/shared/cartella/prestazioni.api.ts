// The catalogue that the desk offers from: benefits of every body, each with who may have it in words, the needs that it
// answers and where it is asked. National rows come from the configuration or a national act, the others from the ambito.
import { type Static, Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Opzionale, Testo } from '../kernel/endpoint.ts'
import { Codice } from './contatti.api.ts'

const Prestazione = Oggetto({
  id: Id,
  codice: Type.String(),
  nazionale: Type.Boolean(),
  nome: Type.String(),
  erogatore: Type.String(),
  requisiti: Type.String(),
  situazioni: Type.Array(Type.String()),
  situazioniTesto: Type.Array(Type.String()),
  dove: Type.String(),
  soloStranieri: Type.Boolean(),
  dal: Data,
  al: Nullabile(Data),
  fonte: Type.String(),
})
export type Prestazione = Static<typeof Prestazione>

const campi = {
  nome: Testo(200),
  erogatore: Testo(150),
  requisiti: Testo(2000),
  situazioni: Type.Array(Codice, { minItems: 1, maxItems: 20 }),
  dove: Testo(500),
  soloStranieri: Type.Optional(Type.Boolean()),
  dal: Data,
  al: Opzionale(Data),
  fonte: Testo(300),
}

export const prestazioniApi = {
  list: endpoint({
    method: 'GET',
    path: '/prestazioni-offerte',
    azione: 'prestazione-offerta.leggi',
    summary: 'Le prestazioni da proporre, anche di altri enti, per i bisogni indicati',
    query: Oggetto({
      /** Codes of «bisogno», divided by commas: those that answer more of them come first. */
      bisogni: Type.Optional(Type.String({ maxLength: 500, pattern: '^[a-z0-9-]+(,[a-z0-9-]+)*$' })),
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      /** Also those of the past and of the future. */
      tutte: Type.Optional(Type.Boolean()),
    }),
    reply: Lista(Prestazione),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/prestazioni-offerte',
    azione: 'prestazione-offerta.gestisci',
    summary: 'Aggiunge una prestazione al catalogo del proprio ambito, o nazionale',
    body: Oggetto(campi),
    reply: Oggetto({ id: Id }),
  }),
  rinnova: endpoint({
    method: 'POST',
    path: '/prestazioni-offerte/:id/versioni',
    azione: 'prestazione-offerta.gestisci',
    summary: 'Scrive una nuova versione di una prestazione: quella di prima vale fino al giorno prima',
    params: ById,
    body: Oggetto(campi),
    reply: Oggetto({ id: Id }),
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/prestazioni-offerte/:id/chiusura',
    azione: 'prestazione-offerta.gestisci',
    summary: 'Indica fino a quando una prestazione si può chiedere',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Fatto,
  }),
}
