// The same person twice (cartella §3.2, idea 6): a merge is an overlay that says, fact by fact, whose value is shown. It
// can be lifted; until then both are one, and no row has moved.
import { type Static, Type } from 'typebox'
import {
  Data,
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
import { nomiFatto } from './fatti.ts'
import { tipiNucleo } from './nuclei.rules.ts'
import { PersonaBreve } from './persone.api.ts'

/** One of the two persons, with what hangs on her. */
const Lato = Oggetto({
  persona: PersonaBreve,
  fatti: Type.Integer(),
  relazioni: Type.Integer(),
  prese: Type.Array(
    Oggetto({ id: Id, numero: Type.Integer(), stato: Type.String(), area: Type.String(), apertaIl: Data }),
  ),
  nuclei: Type.Array(
    Oggetto({ id: Id, tipo: Uno(tipiNucleo), etichetta: Nullabile(Type.String()), dal: Nullabile(Data) }),
  ),
  /** Persons already found to be the same as this one. */
  unite: Type.Integer(),
})

const Valore = Oggetto({
  /** Which of the two shows it. */
  lato: Id,
  dal: Nullabile(Data),
  al: Nullabile(Data),
  classe: Nullabile(Type.String()),
  parole: Type.Array(Oggetto({ campo: Type.String(), etichetta: Type.String(), valore: Type.String() })),
})

const Confronto = Oggetto({
  principale: Lato,
  altra: Lato,
  campi: Type.Array(
    Oggetto({
      tipo: Uno(nomiFatto),
      nome: Type.String(),
      /** Of a single kind, true today of both and different: somebody must say which is shown. */
      conflitto: Type.Boolean(),
      valori: Type.Array(Valore),
    }),
  ),
})

const Unione = Oggetto({
  id: Id,
  unitaId: Id,
  cognome: Type.String(),
  nome: Type.String(),
  motivo: Type.String(),
  unitaIl: Istante,
  unitaDa: Nullabile(Type.String()),
  divisaIl: Nullabile(Istante),
  divisaDa: Nullabile(Type.String()),
  motivoDivisione: Nullabile(Type.String()),
})

const Coppia = Oggetto({
  una: PersonaBreve,
  altra: PersonaBreve,
  grado: Uno(['certo', 'probabile', 'possibile']),
  motivi: Type.Array(Type.String()),
})
const Coppie = Page(Coppia)

const unisce = {
  azione: 'persona.unisci',
  fascicolo: true,
  soggetto: { tipo: 'persona', campo: 'id' },
} as const

export const unioniApi = {
  anteprima: endpoint({
    ...unisce,
    method: 'GET',
    path: '/persone/:id/unioni/con/:altra',
    summary: 'Due schede a confronto, prima di unirle',
    params: Oggetto({ id: Id, altra: Id }),
    reply: Confronto,
    mostra: {
      persone: (r: Static<typeof Confronto>) => [r.principale.persona.id, r.altra.persona.id],
      domanda: () => 'confronto tra due schede',
    },
  }),
  unisci: endpoint({
    ...unisce,
    method: 'POST',
    path: '/persone/:id/unioni',
    summary: 'Unisce un’altra scheda a questa: si può dividere di nuovo, e niente va perso',
    params: Oggetto({ id: Id }),
    body: Oggetto({
      altra: Id,
      /** Kind of fact → whose value is shown; this one’s where it is not said. */
      scelte: Type.Record(Type.String(), Id),
      motivo: Testo(300),
    }),
    reply: Oggetto({ id: Id }),
  }),
  dividi: endpoint({
    ...unisce,
    method: 'POST',
    path: '/persone/:id/unioni/:unione/divisione',
    summary: 'Divide due schede unite per errore: ognuna riprende i suoi dati, anche quelli scritti dopo',
    params: Oggetto({ id: Id, unione: Id }),
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  unioni: endpoint({
    ...unisce,
    azione: 'persona.leggi',
    method: 'GET',
    path: '/persone/:id/unioni',
    summary: 'Le schede unite a questa, anche quelle divise poi',
    params: Oggetto({ id: Id }),
    reply: Lista(Unione),
  }),
  doppioni: endpoint({
    method: 'POST',
    path: '/persone/doppioni',
    azione: 'persona.unisci',
    summary: 'Le coppie di schede che potrebbero essere la stessa persona',
    body: Oggetto(Pagina),
    reply: Coppie,
    mostra: {
      persone: (r: Static<typeof Coppie>) =>
        r.voci.flatMap((c) => [...mostratePer(c.altra.id, [c.una.id]), ...mostratePer(c.una.id, [c.altra.id])]),
      domanda: () => 'possibili doppioni',
    },
  }),
  scarta: endpoint({
    method: 'POST',
    path: '/persone/doppioni/scarto',
    azione: 'persona.unisci',
    summary: 'Ricorda che due persone simili sono diverse',
    body: Oggetto({ una: Id, altra: Id, motivo: Opzionale(Testo(300)) }),
    reply: Fatto,
  }),
}
