// Ties of a person: unions, parentage, twins, bonds; and the family around her, as the genogram draws it (cartella §2.13).
import { Type } from 'typebox'
import {
  Binario,
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
  Uno,
} from '../kernel/endpoint.ts'
import { qualitaRisorsa, tipiRisorsa, versiEnergia } from './ecomappa.rules.ts'
import { tipiNucleo } from './nuclei.rules.ts'
import { PersonaBreve } from './persone.api.ts'
import { esitiGravidanza, nomiEsito, specieRelazione } from './relazioni.rules.ts'

const Relazione = Oggetto({
  id: Id,
  specie: Uno(specieRelazione),
  tipo: Type.String(),
  altro: PersonaBreve,
  /** What the other one is to this person, in words. */
  etichetta: Type.String(),
  esito: Nullabile(Uno(nomiEsito)),
  dal: Nullabile(Data),
  al: Nullabile(Data),
  fonte: Type.String(),
  dettoDa: Nullabile(Type.String()),
  nota: Nullabile(Type.String()),
  classe: Nullabile(Type.String()),
  riservata: Type.Boolean(),
  registrataIl: Istante,
  registrataDa: Nullabile(Type.String()),
  vigente: Type.Boolean(),
})

const Contenuto = {
  esito: Opzionale(Uno(nomiEsito)),
  dal: Opzionale(Data),
  al: Opzionale(Data),
  fonte: Testo(60),
  dettoDa: Opzionale(Testo(150)),
  nota: Opzionale(Testo(500)),
}

const Famiglia = Oggetto({
  giorno: Data,
  persone: Type.Array(
    Oggetto({
      id: Id,
      nome: Type.String(),
      sesso: Nullabile(Uno(['M', 'F'])),
      nascita: Nullabile(Data),
      decesso: Nullabile(Data),
      indice: Type.Boolean(),
    }),
  ),
  relazioni: Type.Array(
    Oggetto({
      id: Id,
      specie: Uno(specieRelazione),
      tipo: Type.String(),
      /** Mark of the code list, by which the picture draws it. */
      segno: Nullabile(Type.String()),
      /** Of a bond, its words in the code list. */
      nome: Nullabile(Type.String()),
      a: Id,
      b: Id,
      esito: Nullabile(Uno(nomiEsito)),
      dal: Nullabile(Data),
      al: Nullabile(Data),
    }),
  ),
  nuclei: Type.Array(
    Oggetto({
      id: Id,
      tipo: Uno(tipiNucleo),
      etichetta: Type.String(),
      membri: Type.Array(Oggetto({ persona: Id, dal: Nullabile(Data), al: Nullabile(Data) })),
    }),
  ),
  /** Marks that facts put beside a person, of those whose folder the reader has open and whose class he sees. */
  segni: Type.Array(Oggetto({ persona: Id, codice: Type.String(), dal: Nullabile(Data), al: Nullabile(Data) })),
  gravidanze: Type.Array(
    Oggetto({
      id: Id,
      madre: Id,
      esito: Nullabile(Uno(esitiGravidanza)),
      dellaCoppia: Type.Boolean(),
      dal: Nullabile(Data),
      al: Nullabile(Data),
    }),
  ),
})

const Ecomappa = Oggetto({
  giorno: Data,
  centro: Type.String(),
  risorse: Type.Array(
    Oggetto({
      id: Type.String(),
      etichetta: Type.String(),
      tipo: Uno(tipiRisorsa),
      qualita: Uno(qualitaRisorsa),
      energia: Uno(versiEnergia),
    }),
  ),
})

const dellaPersona = {
  fascicolo: true,
  soggetto: { tipo: 'persona', campo: 'id' },
  params: ById,
} as const
const unaRelazione = {
  ...dellaPersona,
  azione: 'relazione.gestisci',
  params: Oggetto({ id: Id, relazione: Id }),
} as const
const Creata = Oggetto({
  id: Id,
  /** What does not fit with the rest of the family, in words: said, not refused. */
  avvisi: Type.Array(Type.String()),
})

export const relazioniApi = {
  elenco: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/relazioni',
    azione: 'persona.leggi',
    summary: 'Parentele, unioni e legami di una persona, letti dal suo lato',
    query: Oggetto({ giorno: Type.Optional(Data), comeNotoIl: Type.Optional(Istante) }),
    reply: Lista(Relazione),
  }),
  registra: endpoint({
    ...dellaPersona,
    method: 'POST',
    path: '/persone/:id/relazioni',
    azione: 'relazione.gestisci',
    summary: 'Registra una parentela, un’unione o un legame con un’altra persona',
    body: Oggetto({
      con: Id,
      specie: Uno(specieRelazione),
      tipo: Testo(60),
      /** Of a filiation, what the other one is to this person; of a bond, whether it goes from the other one. */
      altroE: Type.Optional(Uno(['genitore', 'figlio'])),
      ...Contenuto,
    }),
    reply: Creata,
  }),
  correggi: endpoint({
    ...unaRelazione,
    method: 'POST',
    path: '/persone/:id/relazioni/:relazione/correzione',
    summary: 'Corregge una relazione, o dice quando e come è finita: quella di prima resta nella storia',
    body: Oggetto({ tipo: Testo(60), ...Contenuto, motivo: Testo(300) }),
    reply: Creata,
  }),
  annulla: endpoint({
    ...unaRelazione,
    method: 'POST',
    path: '/persone/:id/relazioni/:relazione/annullamento',
    summary: 'Annulla una relazione registrata per errore: resta nella storia',
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  famiglia: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/famiglia',
    azione: 'persona.leggi',
    summary: 'La famiglia intorno a una persona, per il genogramma: chi non si può vedere non c’è',
    query: Oggetto({ comeNotoIl: Type.Optional(Istante) }),
    reply: Famiglia,
  }),
  genogrammaPdf: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/genogramma.pdf',
    azione: 'persona.leggi',
    summary: 'Il genogramma di un giorno in PDF, con ciò che dice in parole',
    query: Oggetto({ giorno: Type.Optional(Data) }),
    reply: Binario,
  }),
  ecomappaPdf: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/ecomappa.pdf',
    azione: 'persona.leggi',
    summary: 'L’ecomappa di oggi in PDF, con ciò che dice in parole',
    reply: Binario,
  }),
  ecomappa: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/ecomappa',
    azione: 'persona.leggi',
    summary: 'Ciò su cui una persona si appoggia oggi: servizi, scuola, lavoro, rete, per il disegno dell’ecomappa',
    reply: Ecomappa,
  }),
}
