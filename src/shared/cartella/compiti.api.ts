// To-dos of a presa in carico: what, by whom, by when; closed with how it went.
import { Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Id, Oggetto, Opzionale, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import { unaPresa } from './prese.api.ts'

const unCompito = { params: ById, fascicolo: true, soggetto: { tipo: 'compito', campo: 'id' } } as const

export const compitiApi = {
  crea: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/compiti',
    azione: 'compito.gestisci',
    summary: 'Aggiunge un compito alla presa in carico',
    body: Oggetto({
      titolo: Testo(200),
      tipo: Testo(60),
      scade: Data,
      /** One of the team; absent: the writer, or the responsible where the writer is not of the team. */
      utenteId: Type.Optional(Id),
    }),
    reply: Oggetto({ id: Id }),
  }),
  modifica: endpoint({
    ...unCompito,
    method: 'PUT',
    path: '/compiti/:id',
    azione: 'compito.gestisci',
    summary: 'Cambia testo, scadenza o incaricato di un compito aperto',
    body: Oggetto({ versione: Versione, titolo: Testo(200), tipo: Testo(60), scade: Data, utenteId: Id }),
    reply: Fatto,
  }),
  chiudi: endpoint({
    ...unCompito,
    method: 'POST',
    path: '/compiti/:id/chiusura',
    azione: 'compito.gestisci',
    summary: 'Conclude un compito, o lo annulla dicendo perché',
    body: Oggetto({ come: Uno(['fatto', 'annullato']), esito: Opzionale(Testo(500)) }),
    reply: Fatto,
  }),
}
