// Who is signed in, what he may do and where: all that the screens need to decide what to offer.
import { Type } from 'typebox'
import { Data, endpoint, Fatto, Id, Istante, Lista, Nullabile, Oggetto, Uno } from './endpoint.ts'

export const portate = ['nazionale', 'ambito', 'comune', 'assegnati'] as const
export type Portata = (typeof portate)[number]

export const AssegnazioneInParole = Oggetto({
  ruolo: Type.String(),
  ruoloNome: Type.String(),
  /** «tutto l’ambito», «Comune di Latina», «tutto il territorio nazionale». */
  territorio: Type.String(),
  comuneId: Nullabile(Type.String()),
  dal: Data,
  al: Nullabile(Data),
  /** Why it is not effective today, in words; null when it is. */
  nonEfficacePerche: Nullabile(Type.String()),
})

export const StatoSezione = Oggetto({
  codice: Type.String(),
  nome: Type.String(),
  /** Comuni of the user's ambito whose data are open in this section today. */
  comuniAperti: Type.Array(Type.String()),
  /** In words: why it is closed, and for whom. */
  spiegazione: Type.String(),
  /** Of the user's acts, those that work on its data. */
  azioni: Type.Array(Type.String()),
})

export const Sessione = Oggetto({
  utente: Oggetto({ id: Id, nome: Type.String(), cognome: Type.String() }),
  ambito: Nullabile(Oggetto({ id: Id, codice: Type.String(), nome: Type.String(), dimostrativo: Type.Boolean() })),
  assegnazioni: Type.Array(AssegnazioneInParole),
  /** Act → the widest reach any of the user's roles gives it. An act that is absent is not allowed. */
  azioni: Type.Record(Type.String(), Uno(portate)),
  sezioni: Type.Array(StatoSezione),
  /** Other ambiti where he may work today, because some of their comuni entrust his with something; and the acts he has there. */
  affidati: Type.Array(Oggetto({ id: Id, nome: Type.String(), azioni: Type.Array(Type.String()) })),
  notificheDaLeggere: Type.Integer(),
  scadeIl: Istante,
})

export const SessioneAperta = Oggetto({
  id: Id,
  apertaIl: Istante,
  ultimaAttivita: Istante,
  dispositivo: Type.String(),
  corrente: Type.Boolean(),
})

export const sessioneApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/sessione',
    azione: 'sessione',
    summary: 'Chi sono, con quali ruoli e su quale territorio',
    reply: Sessione,
  }),
  aperte: endpoint({
    method: 'GET',
    path: '/sessione/aperte',
    azione: 'sessione',
    summary: 'Le mie sessioni aperte',
    reply: Lista(SessioneAperta),
  }),
  esciOvunque: endpoint({
    method: 'POST',
    path: '/sessione/esci-ovunque',
    azione: 'sessione',
    summary: 'Chiude tutte le mie sessioni, questa compresa',
    reply: Fatto,
  }),
}
