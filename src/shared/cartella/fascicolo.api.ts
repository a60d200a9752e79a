// The folder of a person (cartella §2.2): the first page (who, why, what now, next due, alerts) in one reading, the
// stream of all that happened, and the chronologies that a worker makes of it.
import { type Static, Type } from 'typebox'
import { PersonaBreve } from '../anagrafe/persone.api.ts'
import {
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
import { statiCronologia } from './cronologia.rules.ts'

const Chi = Oggetto({ id: Id, nome: Type.String() })

const PresaBreve = Oggetto({
  id: Id,
  numero: Type.Integer(),
  stato: Type.String(),
  riaperture: Type.Integer(),
  area: Type.String(),
  apertaIl: Data,
  chiusaIl: Nullabile(Data),
  responsabile: Nullabile(Chi),
  equipe: Type.Array(Chi),
  /** Mine to work on. */
  mia: Type.Boolean(),
})

const Nucleo = Oggetto({
  id: Id,
  tipo: Type.String(),
  tipoTesto: Type.String(),
  componenti: Type.Array(
    Oggetto({ id: Id, nome: Type.String(), parentela: Nullabile(Type.String()), eta: Nullabile(Type.Integer()) }),
  ),
})

const Frontespizio = Oggetto({
  persona: PersonaBreve,
  eta: Nullabile(Type.Integer()),
  minorenne: Type.Boolean(),
  riservata: Type.Boolean(),
  principaleId: Nullabile(Id),
  /** Rules of safe contact, in words: on every page of the folder. */
  contattoSicuro: Type.Array(Type.String()),
  /** What one needs to reach and recognise him, in words, by kind of fact. */
  dati: Type.Array(
    Oggetto({ tipo: Type.String(), etichetta: Type.String(), valore: Type.String(), dal: Nullabile(Data) }),
  ),
  prese: Type.Array(PresaBreve),
  /** Why he is in charge, as written by the service; absent for who does not read the content. */
  perche: Nullabile(
    Oggetto({
      oggetto: Nullabile(Type.String()),
      accordi: Nullabile(Type.String()),
      desideri: Nullabile(Type.String()),
      sicurezza: Nullabile(Type.String()),
    }),
  ),
  /** Where she is along the five phases; absent, as above, for who does not read the content. */
  percorso: Nullabile(
    Oggetto({
      fase: Nullabile(Oggetto({ lettera: Type.String(), nome: Type.String() })),
      spiegazione: Type.String(),
    }),
  ),
  prossimi: Type.Array(
    Oggetto({ giorno: Data, cosa: Type.String(), collegamento: Type.String(), scaduto: Type.Boolean() }),
  ),
  avvisi: Type.Array(Oggetto({ codice: Type.String(), testo: Type.String(), grave: Type.Boolean() })),
  ultimi: Type.Array(
    Oggetto({ id: Id, giorno: Data, tipo: Type.String(), significativo: Type.Boolean(), autore: Type.String() }),
  ),
  nuclei: Type.Array(Nucleo),
})
export type Frontespizio = Static<typeof Frontespizio>

export const EventoLetto = Oggetto({
  tipo: Type.String(),
  id: Id,
  giorno: Data,
  quando: Nullabile(Istante),
  titolo: Type.String(),
  testo: Nullabile(Type.String()),
  significativo: Type.Boolean(),
  riservato: Type.Boolean(),
  autore: Nullabile(Type.String()),
  collegamento: Nullabile(Type.String()),
})
export type EventoLetto = Static<typeof EventoLetto>

const unaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const unaCronologia = { params: ById, fascicolo: true, soggetto: { tipo: 'cronologia', campo: 'id' } } as const

export const fascicoloApi = {
  frontespizio: endpoint({
    method: 'GET',
    path: '/persone/:id/fascicolo',
    azione: 'fascicolo.leggi',
    summary: 'Il frontespizio del fascicolo: chi è, perché, che cosa ora, le prossime scadenze',
    ...unaPersona,
    reply: Frontespizio,
    mostra: {
      persone: (r: Frontespizio) =>
        r.nuclei.flatMap((n) =>
          mostratePer(
            n.id,
            n.componenti.map((c) => c.id).filter((id) => id !== r.persona.id),
          ),
        ),
      domanda: () => 'componenti dei nuclei, nel frontespizio',
    },
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/persone/:id/timeline',
    azione: 'timeline.leggi',
    summary: 'Tutto ciò che è accaduto a una persona, dal più recente',
    ...unaPersona,
    query: Oggetto({
      tipo: Type.Optional(Type.String({ maxLength: 40 })),
      dal: Type.Optional(Data),
      al: Type.Optional(Data),
      autore: Type.Optional(Id),
      significativi: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(EventoLetto),
  }),
}

const CronologiaBreve = Oggetto({
  id: Id,
  titolo: Type.String(),
  scopo: Nullabile(Type.String()),
  stato: Uno(statiCronologia),
  creataIl: Istante,
  creataDa: Type.String(),
  chiusaIl: Nullabile(Istante),
})

const CronologiaIntera = Oggetto({
  ...CronologiaBreve.properties,
  persona: Chi,
  analisi: Nullabile(Type.String()),
  versione: Versione,
  /** In order of time. */
  eventi: Type.Array(Oggetto({ ...EventoLetto.properties, commento: Nullabile(Type.String()) })),
  passaggi: Type.Array(
    Oggetto({ a: Uno(statiCronologia), motivo: Nullabile(Type.String()), quando: Istante, chi: Type.String() }),
  ),
})
export type CronologiaIntera = Static<typeof CronologiaIntera>

export const cronologieApi = {
  cronologie: endpoint({
    method: 'GET',
    path: '/persone/:id/cronologie',
    azione: 'cronologia.leggi',
    summary: 'Le cronologie ragionate di una persona',
    ...unaPersona,
    query: Oggetto(Pagina),
    reply: Page(CronologiaBreve),
  }),
  comincia: endpoint({
    method: 'POST',
    path: '/persone/:id/cronologie',
    azione: 'cronologia.cura',
    summary: 'Comincia una cronologia ragionata',
    ...unaPersona,
    body: Oggetto({ titolo: Testo(150), scopo: Opzionale(Type.String({ maxLength: 2000 })) }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/cronologie/:id',
    azione: 'cronologia.leggi',
    summary: 'Una cronologia con gli eventi scelti e l’analisi',
    ...unaCronologia,
    reply: CronologiaIntera,
  }),
  update: endpoint({
    method: 'PUT',
    path: '/cronologie/:id',
    azione: 'cronologia.cura',
    summary: 'Sceglie gli eventi e scrive l’analisi di una cronologia aperta',
    ...unaCronologia,
    body: Oggetto({
      versione: Versione,
      titolo: Testo(150),
      scopo: Opzionale(Type.String({ maxLength: 2000 })),
      analisi: Opzionale(Type.String()),
      eventi: Type.Array(
        Oggetto({
          tipo: Type.String({ maxLength: 40 }),
          id: Id,
          commento: Opzionale(Type.String({ maxLength: 4000 })),
        }),
        { maxItems: 500 },
      ),
    }),
    reply: Oggetto({ versione: Versione }),
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/cronologie/:id/chiusura',
    azione: 'cronologia.cura',
    summary: 'Chiude una cronologia: da allora non si modifica',
    ...unaCronologia,
    body: Oggetto({ versione: Versione }),
    reply: Fatto,
  }),
  riapri: endpoint({
    method: 'POST',
    path: '/cronologie/:id/riapertura',
    azione: 'cronologia.cura',
    summary: 'Riapre una cronologia chiusa, indicando il motivo',
    ...unaCronologia,
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
}
