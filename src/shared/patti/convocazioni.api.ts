// Convocations of one's own casi: whom, when, by which channels; one or five hundred at a time; the evidence of each message; what the
// operator registers of what leaves by hand.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { canali, statiConvocazione, statiMessaggio } from './convocazioni.rules.ts'
import { specieRicevuta } from './ricevute-pec.rules.ts'

const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const esiti = ['presentato', 'assente', 'giustificato'] as const
export const nomiEsitoConvocazione = {
  presentato: 'Si è presentato',
  assente: 'Non si è presentato',
  giustificato: 'Assente con giustificato motivo',
} as const

const Scelte = Oggetto({
  modelli: Type.Array(Oggetto({ id: Id, nome: Type.String(), descrizione: Type.String(), versione: Type.Integer() })),
  uffici: Type.Array(Oggetto({ id: Id, nome: Type.String(), comuneId: Nullabile(Belfiore) })),
  /** How they are now, with their source in the register of parameters. */
  preavviso: Type.Integer(),
  distanza: Type.Integer(),
  massimo: Type.Integer(),
})

const Quanti = { minItems: 1, maxItems: 500 }
const come = {
  modello: Id,
  canali: Type.Array(Uno(canali), { minItems: 1, maxItems: canali.length, uniqueItems: true }),
  modo: Uno(['primo', 'tutti'] as const),
}
const chi = Oggetto({
  casoId: Id,
  componenteId: Opzionale(Id),
  giorno: Data,
  ora: Ora,
  /** The meeting of the pact to which it calls; without it, the one that is planned for that hour. */
  incontroId: Opzionale(Id),
})

const Anteprima = Oggetto({
  voci: Type.Array(
    Oggetto({
      casoId: Id,
      personaId: Nullabile(Id),
      nome: Type.String(),
      /** Which convocation it would be since the household was last met. */
      numero: Type.Integer(),
      /** By which channels it would leave; those chosen that may not be used. */
      usati: Type.Array(Uno(canali)),
      esclusi: Type.Array(Uno(canali)),
      /** Why it cannot be convened. */
      impedimento: Nullabile(Type.String()),
    }),
  ),
  /** The messages of the first. */
  esempio: Nullabile(Oggetto({ oggetto: Type.String(), email: Type.String(), sms: Type.String() })),
})

const Breve = Oggetto({
  id: Id,
  casoId: Id,
  personaId: Nullabile(Id),
  /** The member convened, or the applicant for the household. */
  nome: Type.String(),
  comune: Type.String(),
  misura: Type.String(),
  numero: Type.Integer(),
  giorno: Data,
  ora: Type.String(),
  minuti: Type.Integer(),
  luogo: Type.String(),
  stato: Uno(statiConvocazione),
  esito: Nullabile(Uno(esiti)),
  motivo: Nullabile(Type.String()),
  inviataIl: Nullabile(Data),
  creataIl: Istante,
  invioId: Id,
})
export type ConvocazioneBreve = Static<typeof Breve>
const Elenco = Page(Breve)

const Messaggio = Oggetto({
  id: Id,
  canale: Uno(canali),
  /** Left out where the household must not be found. */
  indirizzo: Nullabile(Type.String()),
  oggetto: Nullabile(Type.String()),
  testo: Nullabile(Type.String()),
  stato: Uno(statiMessaggio),
  motivo: Nullabile(Type.String()),
  tentativi: Type.Integer(),
  creatoIl: Istante,
  inviatoIl: Nullabile(Istante),
  esitoIl: Nullabile(Istante),
  riferimento: Nullabile(Type.String()),
  /** The letter can be opened. */
  lettera: Type.Boolean(),
  /** Receipts of certified mail, as the provider sent them; their words are left out where the household must not be found. */
  ricevute: Type.Array(
    Oggetto({
      id: Id,
      specie: Uno(specieRicevuta),
      quando: Istante,
      gestore: Nullabile(Type.String()),
      identificativo: Nullabile(Type.String()),
      motivo: Nullabile(Type.String()),
      /** The file can be opened. */
      leggibile: Type.Boolean(),
    }),
  ),
})
export type MessaggioConvocazione = Static<typeof Messaggio>
const Letta = Oggetto({ ...Breve.properties, messaggi: Type.Array(Messaggio) })

const Invio = Oggetto({
  id: Id,
  stato: Uno(['in-corso', 'concluso'] as const),
  totale: Type.Integer(),
  preparate: Type.Integer(),
  inUscita: Type.Integer(),
  inviate: Type.Integer(),
  nonRecapitate: Type.Integer(),
  /** Letters printed, that nobody has yet said to have posted or handed over. */
  lettere: Type.Integer(),
})
export type InvioConvocazioni = Static<typeof Invio>

const mia = { azione: 'convocazione.gestisci', fascicolo: true } as const
const atto = { ...mia, method: 'POST', params: ById, reply: Fatto } as const

export const convocazioniApi = {
  scelte: endpoint({
    method: 'GET',
    path: '/convocazioni/scelte',
    azione: 'convocazione.gestisci',
    summary: 'Con quali modelli si convoca, in quali uffici, con quanti giorni di preavviso',
    reply: Scelte,
  }),
  anteprima: endpoint({
    ...mia,
    method: 'POST',
    path: '/convocazioni/anteprima',
    summary: 'A chi arriverebbe una convocazione, per quali canali, con quali parole: non scrive nulla',
    body: Oggetto({ ...come, voci: Type.Array(chi, Quanti), luogo: Testo(200) }),
    reply: Anteprima,
    mostra: {
      persone: (r: Static<typeof Anteprima>) => r.voci.flatMap((v) => v.personaId ?? []),
      domanda: () => 'anteprima di convocazioni',
    },
  }),
  crea: endpoint({
    ...mia,
    method: 'POST',
    path: '/convocazioni',
    summary: 'Convoca uno o più nuclei di un comune: un lavoro prepara i messaggi, e si può lasciare e ritrovare',
    body: Oggetto({
      ...come,
      voci: Type.Array(chi, Quanti),
      luogo: Testo(200),
      minuti: Type.Integer({ minimum: 5, maximum: 720 }),
      /** Takes the hour in the agenda of the case manager, in this office. */
      ufficioId: Opzionale(Id),
    }),
    reply: Oggetto({ id: Id, convocati: Type.Integer() }),
  }),
  invio: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/invii/:id',
    summary: 'A che punto è un invio di convocazioni',
    params: ById,
    reply: Invio,
  }),
  lettere: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/invii/:id/lettere',
    summary: 'Le lettere di un invio, da stampare',
    params: ById,
    reply: Binario,
  }),
  documento: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/invii/:id/lettere/documento',
    summary: 'Le lettere di un invio in un solo PDF, da stampare',
    params: ById,
    query: Oggetto({
      /** Each letter begins on a sheet of its own. */
      fronteRetro: Type.Optional(Type.Boolean()),
    }),
    reply: Binario,
  }),
  ricevuta: endpoint({
    ...mia,
    method: 'POST',
    path: '/convocazioni/ricevute',
    summary:
      'Riporta una ricevuta di posta certificata, o un avviso di mancato recapito (.eml): trova da sé il suo messaggio; due volte non cambia nulla',
    upload: { maxBytes: 10 * 1024 * 1024 },
    reply: Oggetto({
      convocazioneId: Id,
      specie: Uno(specieRicevuta),
      quando: Nullabile(Istante),
      /** applicata: the message has changed; conservata: kept, the message was as it says; nota: it was here already. */
      esito: Uno(['applicata', 'conservata', 'nota'] as const),
    }),
  }),
  scaricaRicevuta: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/ricevute/:id',
    summary: 'Una ricevuta di posta certificata, come il gestore l’ha mandata',
    params: ById,
    reply: Binario,
  }),
  spedite: endpoint({
    ...atto,
    path: '/convocazioni/invii/:id/spedizione',
    summary: 'Registra che le lettere di un invio sono state spedite',
    body: Oggetto({ giorno: Data }),
  }),
  elenco: endpoint({
    ...mia,
    method: 'POST',
    path: '/convocazioni/elenco',
    summary: 'Le convocazioni dei propri casi, dalla più recente',
    body: Oggetto({
      stato: Type.Optional(Uno(statiConvocazione)),
      caso: Type.Optional(Id),
      invio: Type.Optional(Id),
      /** Whose day has passed, and of which nobody has said how it went. */
      anche: Type.Optional(Uno(['senza-esito'] as const)),
      ...Pagina,
    }),
    reply: Elenco,
    mostra: {
      persone: (r: Static<typeof Elenco>) => r.voci.flatMap((v) => v.personaId ?? []),
      domanda: () => 'elenco delle convocazioni',
    },
  }),
  leggi: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/:id',
    summary: 'Una convocazione con la prova di ogni messaggio: canale, indirizzo, testo, esito',
    params: ById,
    reply: Letta,
    mostra: {
      persone: (r: Static<typeof Letta>) => (r.personaId ? [r.personaId] : []),
      domanda: () => 'prova di una convocazione',
    },
  }),
  lettera: endpoint({
    ...mia,
    method: 'GET',
    path: '/convocazioni/messaggi/:id/lettera',
    summary: 'La lettera di una convocazione, come è stata stampata',
    params: ById,
    reply: Binario,
  }),
  spedita: endpoint({
    ...atto,
    path: '/convocazioni/messaggi/:id/spedizione',
    summary: 'Registra che una lettera è stata spedita, o consegnata a mano',
    body: Oggetto({ giorno: Data, riferimento: Opzionale(Testo(200)) }),
  }),
  recapito: endpoint({
    ...atto,
    path: '/convocazioni/messaggi/:id/recapito',
    summary: 'Registra che un messaggio è arrivato, o che non è arrivato e perché',
    body: Oggetto({ arrivato: Type.Boolean(), giorno: Data, motivo: Opzionale(Testo(300)) }),
  }),
  rimanda: endpoint({
    ...atto,
    path: '/convocazioni/messaggi/:id/ancora',
    summary: 'Manda di nuovo un messaggio che non è arrivato, o non si sa se sia partito',
    body: Oggetto({}),
  }),
  annulla: endpoint({
    ...atto,
    path: '/convocazioni/:id/annullamento',
    summary: 'Annulla una convocazione: ciò che non è partito non parte, l’ora torna libera',
    body: Oggetto({ motivo: Testo(300) }),
  }),
} as const
