// The door by which INPS takes the flows of an ente, seen from inside: how it is set, what was put there, who has knocked.
import { type Static, Type } from 'typebox'
import {
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { banche, Mese } from './generazioni.api.ts'
import { tipiFlusso } from './prestazione.ts'

const Audience = Type.String({ minLength: 1, maxLength: 300, pattern: '^\\S+$' })
const Finalita = Type.Array(Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }), { maxItems: 10 })

const Impostazione = Oggetto({
  /** Base path of the e-service, to be declared on PDND. */
  indirizzo: Type.String(),
  audience: Type.String(),
  finalita: Type.Array(Type.String()),
  attiva: Type.Boolean(),
  versione: Versione,
})

const Cooperazione = Oggetto({
  impostazione: Nullabile(Impostazione),
  /** The installation knows where the public keys of PDND are. */
  chiavi: Type.Boolean(),
  pubblicati: Type.Integer(),
  /** Of those, not given to INPS yet. */
  daPrendere: Type.Integer(),
  accettati: Type.Integer(),
  respinti: Type.Integer(),
  pronte: Type.Integer(),
  /** Cards of minors. */
  minoriPronti: Type.Integer(),
})
export type Cooperazione = Static<typeof Cooperazione>

export const statiPubblicato = ['da-prendere', 'preso', 'errore-inps', 'accettato', 'respinto'] as const
export const nomiStatoPubblicato = {
  'da-prendere': 'Da prendere',
  preso: 'Preso da INPS',
  'errore-inps': 'INPS ha avuto un errore',
  accettato: 'Accettato',
  respinto: 'Respinto',
} as const

const Pubblicato = Oggetto({
  id: Id,
  nome: Type.String(),
  istante: Istante,
  centesimi: Type.Integer(),
  stato: Uno(statiPubblicato),
  /** INPS's reason, in its words. */
  motivo: Nullabile(Type.String()),
})
export type Pubblicato = Static<typeof Pubblicato>

const Chiamata = Oggetto({
  id: Type.Integer(),
  quando: Istante,
  risorsa: Uno(['flussi', 'esiti'] as const),
  rifiuto: Nullabile(Type.String()),
  flussi: Type.Integer(),
  accettati: Type.Integer(),
  respinti: Type.Integer(),
  giaNoti: Type.Integer(),
  problemi: Type.Array(Type.String()),
})
export type Chiamata = Static<typeof Chiamata>

export const cooperazioneApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/cooperazione',
    azione: 'flusso.leggi',
    summary: 'La cooperazione di un ente con INPS: com’è impostata e a che punto è',
    query: Oggetto({ ente: Id }),
    reply: Cooperazione,
  }),
  imposta: endpoint({
    method: 'PUT',
    path: '/flussi/cooperazione',
    azione: 'flusso.ente',
    summary: 'Imposta la cooperazione di un ente con INPS',
    body: Oggetto({
      ente: Id,
      audience: Audience,
      finalita: Finalita,
      attiva: Type.Boolean(),
      /** Absent the first time. */
      versione: Type.Optional(Versione),
    }),
    reply: Fatto,
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/flussi/pubblicazioni',
    azione: 'flusso.genera',
    summary: 'Mette a disposizione di INPS le prestazioni o le schede dei minori pronte, una per flusso',
    body: Oggetto({
      ente: Id,
      /** Prestazioni where it is not said; cards of minors have no bank, and are of the month in which they were written. */
      tipo: Type.Optional(Uno(tipiFlusso)),
      banca: Type.Optional(Uno(banche)),
      dal: Type.Optional(Mese),
      al: Type.Optional(Mese),
    }),
    reply: Oggetto({ id: Id }),
  }),
  pubblicati: endpoint({
    method: 'GET',
    path: '/flussi/pubblicati',
    azione: 'flusso.leggi',
    summary: 'I flussi di un ente a disposizione di INPS, dal più recente',
    query: Oggetto({ ente: Id, stato: Type.Optional(Uno(statiPubblicato)), ...Pagina }),
    reply: Page(Pubblicato),
  }),
  chiamate: endpoint({
    method: 'GET',
    path: '/flussi/chiamate',
    azione: 'flusso.leggi',
    summary: 'Le ultime chiamate di INPS per un ente',
    query: Oggetto({ ente: Id }),
    reply: Lista(Chiamata),
  }),
}
