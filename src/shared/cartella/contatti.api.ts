// The desk: the quick contact, its full sheet (cartella §2.19), what was counted.
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
  mostratePer,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { MAX_TESTO, statiContatto } from './contatti.rules.ts'

export const Codice = Type.String({ minLength: 1, maxLength: 80 })
const Codici = Type.Array(Codice, { maxItems: 20 })
const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** Enough to call a person by name in a list. */
export const PersonaNominata = Oggetto({ id: Id, cognome: Type.String(), nome: Type.String() })
export type PersonaNominata = Static<typeof PersonaNominata>

const Breve = {
  id: Id,
  quando: Istante,
  stato: Uno(statiContatto),
  canale: Type.String(),
  canaleTesto: Type.String(),
  bisogni: Type.Array(Type.String()),
  bisogniTesto: Type.Array(Type.String()),
  esito: Type.String(),
  esitoTesto: Type.String(),
  persona: Nullabile(PersonaNominata),
  comuneId: Belfiore,
  ufficioId: Nullabile(Id),
  ufficio: Nullabile(Type.String()),
  operatore: Type.String(),
}
const ContattoBreve = Oggetto(Breve)
const PaginaContatti = Page(ContattoBreve)

const Servizio = Oggetto({
  prestazioneId: Opzionale(Id),
  descrizione: Testo(200),
  soloStranieri: Type.Optional(Type.Boolean()),
  esterno: Type.Optional(Type.Boolean()),
})

const NotaPrivata = Oggetto({
  id: Id,
  testo: Type.String(),
  scrittaIl: Istante,
  scrittaDa: Type.String(),
  /** Names of those for whom it exists. */
  visibileA: Type.Array(Type.String()),
})

export const ContattoScheda = Oggetto({
  ...Breve,
  versione: Versione,
  riservato: Type.Boolean(),
  motivo: Nullabile(Type.String()),
  interlocutore: Nullabile(Type.String()),
  durataMinuti: Nullabile(Type.Integer()),
  motivoAnnullamento: Nullabile(Type.String()),
  accompagnatoDa: Nullabile(Type.String()),
  informata: Nullabile(Type.Boolean()),
  nota: Nullabile(Type.String()),
  aiutoTipo: Nullabile(Type.String()),
  aiutoImporto: Nullabile(Type.Integer()),
  aiutoFonte: Nullabile(Type.String()),
  servizi: Type.Array(
    Oggetto({
      id: Id,
      prestazioneId: Nullabile(Id),
      descrizione: Type.String(),
      soloStranieri: Type.Boolean(),
      esterno: Type.Boolean(),
    }),
  ),
  note: Type.Array(NotaPrivata),
})
export type ContattoScheda = Static<typeof ContattoScheda>

const Filtri = {
  dal: Type.Optional(Data),
  al: Type.Optional(Data),
  canale: Type.Optional(Codice),
  bisogno: Type.Optional(Codice),
  esito: Type.Optional(Codice),
  stato: Type.Optional(Uno(statiContatto)),
  ufficio: Type.Optional(Id),
}

const Conteggi = Type.Array(Oggetto({ codice: Type.String(), testo: Type.String(), contatti: Type.Integer() }))
export const Statistiche = Oggetto({
  dal: Data,
  al: Data,
  contatti: Type.Integer(),
  anonimi: Type.Integer(),
  perCanale: Conteggi,
  perBisogno: Conteggi,
  perEsito: Conteggi,
  perGiorno: Conteggi,
})
const FiltriStatistiche = Oggetto({
  dal: Type.Optional(Data),
  al: Type.Optional(Data),
  comune: Type.Optional(Belfiore),
  ufficio: Type.Optional(Id),
})

const unContatto = { params: ById, fascicolo: true } as const

export const contattiApi = {
  postazione: endpoint({
    method: 'GET',
    path: '/sportello/postazione',
    azione: 'contatto.crea',
    summary: 'Dove lavora l’operatore: comuni e uffici tra cui scegliere, e quelli che ha usato per ultimi',
    reply: Oggetto({
      comuni: Type.Array(Oggetto({ id: Belfiore, nome: Type.String() })),
      uffici: Type.Array(Oggetto({ id: Id, nome: Type.String(), comuneId: Nullabile(Belfiore) })),
      predefiniti: Oggetto({
        comuneId: Nullabile(Belfiore),
        ufficioId: Nullabile(Id),
        canale: Type.String(),
        esito: Type.String(),
      }),
    }),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/sportello/contatti',
    azione: 'contatto.crea',
    summary: 'Registra un contatto dello sportello, anche anonimo',
    fascicolo: true,
    body: Oggetto({
      comuneId: Belfiore,
      ufficioId: Opzionale(Id),
      canale: Codice,
      bisogno: Opzionale(Codice),
      esito: Codice,
      personaId: Opzionale(Id),
      nota: Opzionale(Testo(MAX_TESTO)),
    }),
    reply: Oggetto({ id: Id }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/sportello/contatti',
    azione: 'contatto.leggi',
    summary: 'I contatti dello sportello, dal più recente',
    query: Oggetto({ ...Filtri, ...Pagina }),
    reply: PaginaContatti,
    mostra: {
      persone: (r: Static<typeof PaginaContatti>) =>
        r.voci.flatMap((c) => (c.persona ? mostratePer(c.id, [c.persona.id]) : [])),
      domanda: () => 'elenco dei contatti dello sportello',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/sportello/contatti/:id',
    azione: 'contatto.leggi',
    summary: 'La scheda di un contatto',
    ...unContatto,
    soggetto: { tipo: 'contatto', campo: 'id' },
    reply: ContattoScheda,
  }),
  completa: endpoint({
    method: 'PUT',
    path: '/sportello/contatti/:id',
    azione: 'contatto.aggiorna',
    summary: 'Completa o corregge la scheda di un contatto',
    ...unContatto,
    body: Oggetto({
      versione: Versione,
      /** When it took place, in Italy, where it is not when it was written; the hour alone is of the day it has. */
      giorno: Opzionale(Data),
      ora: Opzionale(Ora),
      canale: Codice,
      motivo: Opzionale(Codice),
      interlocutore: Opzionale(Codice),
      bisogni: Codici,
      esito: Codice,
      personaId: Opzionale(Id),
      durataMinuti: Opzionale(Type.Integer({ minimum: 1, maximum: 600 })),
      accompagnatoDa: Opzionale(Testo(200)),
      informata: Opzionale(Type.Boolean()),
      nota: Opzionale(Testo(MAX_TESTO)),
      aiutoTipo: Opzionale(Codice),
      aiutoImporto: Opzionale(Type.Integer({ minimum: 0, maximum: 100_000_00 })),
      aiutoFonte: Opzionale(Codice),
      servizi: Type.Array(Servizio, { maxItems: 20 }),
    }),
    reply: Fatto,
  }),
  annota: endpoint({
    method: 'POST',
    path: '/sportello/contatti/:id/note',
    azione: 'contatto.aggiorna',
    summary: 'Aggiunge una nota che esiste soltanto per alcuni colleghi',
    ...unContatto,
    body: Oggetto({ testo: Testo(MAX_TESTO), colleghi: Type.Array(Id, { maxItems: 20 }) }),
    reply: Oggetto({ id: Id }),
  }),
  riserva: endpoint({
    method: 'POST',
    path: '/sportello/contatti/:id/riservatezza',
    azione: 'contatto.aggiorna',
    summary: 'Riserva un contatto ad alcuni colleghi: per gli altri non esiste; con null torna di tutti',
    ...unContatto,
    body: Oggetto({ colleghi: Nullabile(Type.Array(Id, { maxItems: 20 })) }),
    reply: Fatto,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/sportello/contatti/:id/annullamento',
    azione: 'contatto.aggiorna',
    summary: 'Annulla un contatto registrato per errore: resta nel registro e non si conta',
    ...unContatto,
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  statistiche: endpoint({
    method: 'GET',
    path: '/sportello/contatti/statistiche',
    azione: 'contatto.statistiche',
    summary: 'Quanti contatti, per canale, bisogno, esito e giorno',
    query: FiltriStatistiche,
    reply: Statistiche,
  }),
  esporta: endpoint({
    method: 'GET',
    path: '/sportello/contatti/statistiche/csv',
    azione: 'contatto.statistiche',
    summary: 'Le statistiche dei contatti come foglio CSV',
    query: FiltriStatistiche,
    reply: Binario,
  }),
  colleghi: endpoint({
    method: 'GET',
    path: '/sportello/colleghi',
    azione: 'contatto.leggi',
    summary: 'I colleghi ai quali si può riservare una nota',
    reply: Oggetto({ voci: Type.Array(Oggetto({ id: Id, nome: Type.String() })) }),
  }),
}
