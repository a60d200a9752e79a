// Transfer between comuni, of one ambito or of two: each is controller of its own record. The receiving side accepts
// and gets a copy, with the terms already running; the sender keeps his row, closed as transferred.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Testo,
} from '../kernel/endpoint.ts'
import { unaPresa } from './prese.api.ts'

const Ricevuto = Oggetto({
  id: Id,
  comuneId: Belfiore,
  personaOrigineId: Id,
  cognome: Type.String(),
  nome: Type.String(),
  dataNascita: Nullabile(Data),
  area: Type.String(),
  primoContattoEntro: Nullabile(Data),
  compiti: Type.Array(Oggetto({ titolo: Type.String(), scade: Data })),
  consegne: Type.Array(Oggetto({ sezione: Type.String(), testo: Type.String(), scade: Nullabile(Data) })),
  operatori: Type.Array(Oggetto({ utenteId: Id, nome: Type.String() })),
  /** Persons of the receiving comune that may be this one; none where it is already known which she is. */
  simili: Type.Array(
    Oggetto({
      id: Id,
      cognome: Type.String(),
      nome: Type.String(),
      dataNascita: Nullabile(Data),
      motivi: Type.Array(Type.String()),
    }),
  ),
})

export const scambiApi = {
  offriAComune: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/scambio',
    azione: 'presa.trasferisci',
    summary: 'Offre la presa in carico a un altro comune',
    body: Oggetto({ comuneId: Belfiore, motivo: Testo(500) }),
    reply: Oggetto({ id: Id }),
  }),
  ritira: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/scambio/ritiro',
    azione: 'presa.trasferisci',
    summary: 'Ritira la presa in carico offerta a un altro comune',
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
  arrivi: endpoint({
    method: 'GET',
    path: '/scambi',
    azione: 'presa.ricevi',
    summary: 'Le prese in carico offerte da altri comuni, da quella che attende di più',
    reply: Lista(
      Oggetto({
        id: Id,
        comuneDestId: Belfiore,
        comuneDest: Type.String(),
        comune: Type.String(),
        ambito: Type.String(),
        offertoIl: Istante,
        tipo: Nullabile(Type.String()),
        area: Nullabile(Type.String()),
        peso: Type.Integer(),
      }),
    ),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/scambi/:id',
    azione: 'presa.ricevi',
    summary: 'Ciò che l’altro comune manda insieme alla presa in carico',
    params: ById,
    fascicolo: true,
    reply: Ricevuto,
    mostra: {
      persone: (r: Static<typeof Ricevuto>) => [r.personaOrigineId, ...r.simili.map((s) => s.id)],
      domanda: () => 'presa in carico offerta da altro comune',
    },
  }),
  accetta: endpoint({
    method: 'POST',
    path: '/scambi/:id/accettazione',
    azione: 'presa.ricevi',
    summary: 'Accetta la presa in carico di un altro comune e la assegna',
    params: ById,
    fascicolo: true,
    // which of the similar ones she is, or those that were looked at and are others
    body: Oggetto({
      utenteId: Id,
      personaId: Opzionale(Id),
      diverseDa: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    }),
    reply: Oggetto({ id: Id }),
  }),
  rifiuta: endpoint({
    method: 'POST',
    path: '/scambi/:id/rifiuto',
    azione: 'presa.ricevi',
    summary: 'Rifiuta la presa in carico di un altro comune, dicendo perché',
    params: ById,
    fascicolo: true,
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
}
