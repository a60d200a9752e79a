// A sheet sent to another office of the ambito, which finds it in its inbox, or to an outside body, which receives a
// note without personal data; who saw it, accepted it or sent it back.
import { type Static, Type } from 'typebox'
import { sceltaUffici } from '../accesso/uffici-operatori.api.ts'
import {
  ById,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  mostratePer,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { PersonaNominata } from './contatti.api.ts'
import { MAX_TESTO } from './contatti.rules.ts'
import { statiInvio } from './invii.rules.ts'

export const versi = ['arrivo', 'partenza'] as const

const Breve = {
  id: Id,
  riferimento: Type.String(),
  stato: Uno(statiInvio),
  /** As the reader stands to it. */
  verso: Uno(versi),
  /** To a body outside: the sender writes down what it answers. */
  esterno: Type.Boolean(),
  destinatario: Type.String(),
  mittente: Type.String(),
  mittenteUfficio: Nullabile(Type.String()),
  creatoIl: Istante,
  inviatoIl: Nullabile(Istante),
  persona: Nullabile(PersonaNominata),
}
const InvioBreve = Oggetto(Breve)
const PaginaInvii = Page(InvioBreve)

const InvioScheda = Oggetto({
  ...Breve,
  contattoId: Nullabile(Id),
  segnalazioneId: Nullabile(Id),
  testo: Type.String(),
  email: Nullabile(Type.String()),
  risposta: Nullabile(Type.String()),
  passaggi: Type.Array(
    Oggetto({
      id: Id,
      da: Nullabile(Type.String()),
      a: Type.String(),
      motivo: Nullabile(Type.String()),
      quando: Istante,
      chi: Nullabile(Type.String()),
    }),
  ),
})

const uno = { params: ById, fascicolo: true } as const
const persone = (r: { persona: { id: string } | null }) => (r.persona ? [r.persona.id] : [])

export const inviiApi = {
  destinatari: endpoint({
    method: 'GET',
    path: '/invii/destinatari',
    azione: 'invio.crea',
    summary: 'Gli uffici dell’ambito a cui si può inviare una scheda',
    reply: Lista(Oggetto({ id: Id, nome: Type.String(), comune: Nullabile(Type.String()) })),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/invii',
    azione: 'invio.crea',
    summary: 'Prepara o manda un invio a un altro ufficio o a un ente esterno',
    fascicolo: true,
    body: Oggetto({
      contattoId: Id,
      ufficioId: Opzionale(Id),
      ente: Opzionale(Testo(150)),
      /** Where the body is told that something is coming: the note carries no personal data. */
      email: Opzionale(Type.String({ format: 'email', maxLength: 254 })),
      testo: Testo(MAX_TESTO),
      /** Kept, to be sent later. */
      bozza: Type.Optional(Type.Boolean()),
    }),
    reply: Oggetto({ id: Id }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/invii',
    azione: 'invio.leggi',
    summary: 'Gli invii in arrivo agli uffici dell’operatore, o partiti da essi',
    query: Oggetto({
      verso: Uno(versi),
      stato: Type.Optional(Uno(statiInvio)),
      /** Of what arrives; `miei` where it is not said, and where one has any. */
      uffici: Type.Optional(Uno(sceltaUffici)),
      ufficio: Type.Optional(Id),
      ...Pagina,
    }),
    reply: PaginaInvii,
    mostra: {
      persone: (r: Static<typeof PaginaInvii>) => r.voci.flatMap((v) => mostratePer(v.id, persone(v))),
      domanda: () => 'elenco degli invii',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/invii/:id',
    azione: 'invio.leggi',
    summary: 'Un invio; chi lo riceve e lo apre per primo ne prende visione',
    ...uno,
    soggetto: { tipo: 'invio', campo: 'id' },
    reply: InvioScheda,
  }),
  invia: endpoint({
    method: 'POST',
    path: '/invii/:id/invio',
    azione: 'invio.crea',
    summary: 'Manda un invio preparato',
    ...uno,
    reply: Fatto,
  }),
  accetta: endpoint({
    method: 'POST',
    path: '/invii/:id/accettazione',
    azione: 'invio.rispondi',
    summary: 'Accetta un invio ricevuto, o registra che l’ente esterno lo ha accettato',
    ...uno,
    body: Oggetto({ risposta: Opzionale(Testo(1000)) }),
    reply: Fatto,
  }),
  respingi: endpoint({
    method: 'POST',
    path: '/invii/:id/respingimento',
    azione: 'invio.rispondi',
    summary: 'Respinge un invio ricevuto con il motivo, o registra che l’ente esterno lo ha respinto',
    ...uno,
    body: Oggetto({ motivo: Testo(1000) }),
    reply: Fatto,
  }),
}
