// What Trama has to tell the signed-in person: his lines, newest first, and their reading. The count of those still to
// read travels with the session.
import { Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Istante, Nullabile, Oggetto, Page, Pagina } from '../kernel/endpoint.ts'

export const Notifica = Oggetto({
  id: Id,
  testo: Type.String(),
  /** Path of the page where it is about. */
  collegamento: Nullabile(Type.String()),
  creata: Istante,
  letta: Nullabile(Istante),
})

export const notificheApi = {
  list: endpoint({
    method: 'GET',
    path: '/notifiche',
    azione: 'sessione',
    summary: 'Le mie notifiche, dalla più recente',
    query: Oggetto({ soloDaLeggere: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: Page(Notifica),
  }),
  leggi: endpoint({
    method: 'POST',
    path: '/notifiche/:id/lettura',
    azione: 'sessione',
    summary: 'Segna come letta una notifica',
    params: ById,
    reply: Fatto,
  }),
  leggiTutte: endpoint({
    method: 'POST',
    path: '/notifiche/lettura',
    azione: 'sessione',
    summary: 'Segna come lette tutte le mie notifiche',
    reply: Fatto,
  }),
}
