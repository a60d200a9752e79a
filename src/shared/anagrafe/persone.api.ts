// Persons of the record: search, creation with the duplicates proposed first, the sheet «as it was on day D, as we knew
// it on day K», facts and their corrections, opening of a folder with a purpose, who has read it (cartella §2.1).
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
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { nomiFatto } from './fatti.ts'

export const speciePersona = ['nota', 'alias', 'anonima'] as const

/** What a list shows of a person: enough to tell him from another, and no more. */
export const PersonaBreve = Oggetto({
  id: Id,
  cognome: Type.String(),
  nome: Type.String(),
  specie: Uno(speciePersona),
  sesso: Nullabile(Uno(['M', 'F'])),
  dataNascita: Nullabile(Data),
  nascitaPresunta: Type.Boolean(),
  codiceFiscale: Nullabile(Type.String()),
  decesso: Nullabile(Data),
  comuneId: Belfiore,
  comune: Type.String(),
})
export type PersonaBreve = Static<typeof PersonaBreve>

const Trovata = Oggetto({
  ...PersonaBreve.properties,
  /** In charge of somebody now. */
  inCarico: Type.Boolean(),
})
const PaginaPersone = Page(Trovata)

const Criteri = Oggetto({
  /** Beginnings of surnames and names, in any order. */
  nome: Type.Optional(Type.String({ maxLength: 100 })),
  /** Also names that sound alike. */
  suono: Type.Optional(Type.Boolean()),
  /** Codice fiscale, or a provisional, STP or ENI code. */
  codice: Type.Optional(Type.String({ maxLength: 30 })),
  recapito: Type.Optional(Type.String({ maxLength: 254 })),
  indirizzo: Type.Optional(Type.String({ maxLength: 100 })),
  natoDal: Type.Optional(Data),
  natoAl: Type.Optional(Data),
  comune: Type.Optional(Belfiore),
  ...Pagina,
})
export type CriteriPersona = Static<typeof Criteri>

/** Kinds of question, as the register of accesses names them. */
export const domandaDi = (c: CriteriPersona): string => {
  const parti = [
    c.nome && (c.suono ? 'nome che suona simile' : 'nome'),
    c.codice && 'codice',
    c.recapito && 'recapito',
    c.indirizzo && 'indirizzo',
    (c.natoDal || c.natoAl) && 'data di nascita',
  ].filter(Boolean)
  return parti.length > 0 ? `ricerca per ${parti.join(', ')}` : 'elenco'
}

const Dati = Type.Record(Type.String(), Type.Unknown())

const Generalita = {
  cognome: Testo(100),
  nome: Testo(100),
  sesso: Opzionale(Uno(['M', 'F'])),
  dataNascita: Opzionale(Data),
  nascitaPresunta: Type.Optional(Type.Boolean()),
  luogoNascita: Opzionale(Belfiore),
  codiceFiscale: Opzionale(Type.String({ minLength: 11, maxLength: 20, pattern: '^[A-Za-z0-9 ]+$' })),
}

const Simile = Oggetto({
  persona: PersonaBreve,
  grado: Uno(['certo', 'probabile', 'possibile']),
  /** Why it is proposed, in words. */
  motivi: Type.Array(Type.String()),
})
const Simili = Lista(Simile)

const NuovoFatto = {
  tipo: Uno(nomiFatto),
  dati: Dati,
  dal: Opzionale(Data),
  al: Opzionale(Data),
  /** Code of «fonte-informazione». */
  fonte: Testo(60),
  nota: Opzionale(Testo(500)),
  segreto: Type.Optional(Type.Boolean()),
}

export const FattoLetto = Oggetto({
  id: Id,
  /** Which of the merged persons it was written for. */
  personaId: Id,
  tipo: Uno(nomiFatto),
  dati: Dati,
  dal: Nullabile(Data),
  al: Nullabile(Data),
  fonte: Type.String(),
  nota: Nullabile(Type.String()),
  classe: Nullabile(Type.String()),
  riservato: Type.Boolean(),
  registratoIl: Istante,
  registratoDa: Nullabile(Type.String()),
  sostituitoIl: Nullabile(Istante),
  sostituitoDa: Nullabile(Type.String()),
  motivoSostituzione: Nullabile(Type.String()),
  /** Its data in words, field by field: labels of codes, names of places. */
  parole: Type.Array(Oggetto({ campo: Type.String(), etichetta: Type.String(), valore: Type.String() })),
  /** True on the day asked about. */
  vigente: Type.Boolean(),
  /** Written for a merged sheet, where another value was chosen to be shown. */
  dellaUnita: Type.Boolean(),
})
export type FattoLetto = Static<typeof FattoLetto>

export const PersonaScheda = Oggetto({
  ...PersonaBreve.properties,
  luogoNascita: Nullabile(Oggetto({ codice: Type.String(), nome: Nullabile(Type.String()) })),
  versione: Versione,
  /** The record exists only for some users, and the reader is one of them. */
  riservata: Type.Boolean(),
  /** Set when this person was found to be the same as another: the folder is that one's. */
  principaleId: Nullabile(Id),
  unite: Type.Array(Oggetto({ id: Id, unioneId: Id, cognome: Type.String(), nome: Type.String(), unitaIl: Istante })),
  giorno: Data,
  comeNotoIl: Nullabile(Istante),
  fatti: Type.Array(FattoLetto),
})

const unaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const Creata = Oggetto({ id: Id })

export const personeApi = {
  cerca: endpoint({
    method: 'POST',
    path: '/persone/ricerca',
    azione: 'persona.cerca',
    summary: 'Cerca le persone per parti del nome, suono, codice, nascita, indirizzo o recapito',
    body: Criteri,
    reply: PaginaPersone,
    mostra: {
      persone: (r: Static<typeof PaginaPersone>) => r.voci.map((p) => p.id),
      domanda: (i: CriteriPersona) => domandaDi(i),
    },
  }),
  comuni: endpoint({
    method: 'GET',
    path: '/persone/comuni',
    azione: 'persona.crea',
    summary: 'I comuni per i quali si possono aggiungere persone',
    reply: Lista(Oggetto({ id: Belfiore, nome: Type.String() })),
  }),
  simili: endpoint({
    method: 'POST',
    path: '/persone/simili',
    azione: 'persona.crea',
    summary: 'Propone le persone già presenti che potrebbero essere la stessa',
    body: Oggetto({ ...Generalita, recapito: Opzionale(Type.String({ maxLength: 254 })) }),
    reply: Simili,
    mostra: {
      persone: (r: Static<typeof Simili>) => r.voci.map((s) => s.persona.id),
      domanda: () => 'possibili doppioni',
    },
  }),
  create: endpoint({
    method: 'POST',
    path: '/persone',
    azione: 'persona.crea',
    // its facts are detail of the record
    fascicolo: true,
    summary: 'Aggiunge una persona, dopo aver guardato le simili',
    body: Oggetto({
      ...Generalita,
      specie: Type.Optional(Uno(speciePersona)),
      comuneId: Belfiore,
      fonte: Testo(60),
      recapito: Opzionale(Testo(254)),
      /** The similar persons that were looked at and found to be others. */
      diverseDa: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      confermaDubbio: Opzionale(Testo(300)),
    }),
    reply: Creata,
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/persone/:id',
    azione: 'persona.leggi',
    summary: 'La persona com’era in un giorno, come era nota in un altro',
    ...unaPersona,
    query: Oggetto({ giorno: Type.Optional(Data), comeNotoIl: Type.Optional(Istante) }),
    reply: PersonaScheda,
  }),
  apri: endpoint({
    method: 'POST',
    path: '/persone/:id/apertura',
    azione: 'fascicolo.apri',
    summary: 'Apre il fascicolo di una persona che non si ha in carico, indicando il motivo',
    params: ById,
    // `schedaId`: the sheet of the desk that asked for the purpose, of which it may tell
    body: Oggetto({ motivo: Testo(60), dettaglio: Testo(500), schedaId: Opzionale(Id) }),
    reply: Oggetto({ scade: Istante }),
  }),
  letture: endpoint({
    method: 'GET',
    path: '/persone/:id/letture',
    azione: 'persona.letture',
    summary: 'Chi ha letto il fascicolo di questa persona, quando e perché',
    ...unaPersona,
    query: Oggetto(Pagina),
    reply: Page(
      Oggetto({
        id: Type.Integer(),
        quando: Istante,
        chi: Type.String(),
        atto: Type.String(),
        interrogazione: Nullabile(Type.String()),
        fuoriCarico: Type.Boolean(),
        motivo: Nullabile(Type.String()),
      }),
    ),
  }),
}

const unFatto = {
  ...unaPersona,
  params: Oggetto({ id: Id, fatto: Id }),
  azione: 'persona.aggiorna',
} as const

export const fattiApi = {
  registra: endpoint({
    method: 'POST',
    path: '/persone/:id/fatti',
    azione: 'persona.aggiorna',
    summary: 'Registra un fatto che riguarda la persona',
    ...unaPersona,
    body: Oggetto(NuovoFatto),
    reply: Creata,
  }),
  correggi: endpoint({
    ...unFatto,
    method: 'POST',
    path: '/persone/:id/fatti/:fatto/correzione',
    summary: 'Corregge un fatto: quello di prima resta nella storia',
    body: Oggetto({ ...NuovoFatto, motivo: Testo(300) }),
    reply: Creata,
  }),
  termina: endpoint({
    ...unFatto,
    method: 'POST',
    path: '/persone/:id/fatti/:fatto/termine',
    summary: 'Indica fino a quando un fatto è stato vero',
    body: Oggetto({ al: Data }),
    reply: Creata,
  }),
  annulla: endpoint({
    ...unFatto,
    method: 'POST',
    path: '/persone/:id/fatti/:fatto/annullamento',
    summary: 'Annulla un fatto registrato per errore: resta nella storia',
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  storia: endpoint({
    method: 'GET',
    path: '/persone/:id/fatti/storia',
    azione: 'persona.leggi',
    summary: 'Tutto ciò che è stato registrato della persona, anche corretto o annullato',
    ...unaPersona,
    query: Oggetto({ tipo: Type.Optional(Uno(nomiFatto)) }),
    reply: Lista(FattoLetto),
  }),
}
