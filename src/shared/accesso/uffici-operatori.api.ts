// Who works in which office, from a day to another. It gives no right: it says whose inbox, agenda and reminders are
// somebody's own, among all those that his roles let him see.
import { Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Opzionale } from '../kernel/endpoint.ts'

/** What is asked of a list: of the offices in which one works, or of all those that one sees. */
export const sceltaUffici = ['miei', 'tutti'] as const

const Ufficio = Oggetto({
  id: Id,
  nome: Type.String(),
  /** Null: of the whole ambito. */
  comune: Nullabile(Type.String()),
})

export const ufficiOperatoriApi = {
  miei: endpoint({
    method: 'GET',
    path: '/uffici/miei',
    azione: 'territorio.leggi',
    summary: 'Gli uffici in cui lavoro oggi',
    reply: Lista(Ufficio),
  }),
  diUtente: endpoint({
    method: 'GET',
    path: '/utenti/:id/uffici',
    azione: 'utente.leggi',
    summary: 'Gli uffici di un operatore, oggi e nel tempo',
    params: ById,
    reply: Lista(Oggetto({ id: Id, ufficio: Ufficio, dal: Data, al: Nullabile(Data) })),
  }),
  assegna: endpoint({
    method: 'POST',
    path: '/utenti/:id/uffici',
    azione: 'ufficio.assegna',
    summary: 'Dice che un operatore lavora in un ufficio, da un giorno',
    params: ById,
    body: Oggetto({ ufficioId: Id, dal: Opzionale(Data), al: Opzionale(Data) }),
    reply: Oggetto({ id: Id }),
  }),
  termina: endpoint({
    method: 'POST',
    path: '/uffici-operatori/:id/termine',
    azione: 'ufficio.assegna',
    summary: 'Dice l’ultimo giorno di un operatore in un ufficio',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Fatto,
  }),
}
