// What the caller keeps for this module: the requests sent and the responses received, with which a response is tied to
// its request, a second use of it is refused, and the operations of each digital identity can be told for 24 months
// (DPCM 24 October 2014, art. 13 c. 2).
import type { Motivo } from './motivi.ts'

export interface Richiesta {
  id: string
  tipo: 'accesso' | 'uscita'
  /** entityID of the provider it was sent to. */
  idp: string
  emessaIl: Date
  xml: string
  /** The local page to show afterwards. */
  ritorno: string
  /** SHA-256 of the random cookie of the browser that began (see `routes.ts`). */
  legame: string
}

/** A response that answers a request of ours, accepted or refused. What answers nothing is not kept: anyone could send it. */
export interface Risposta {
  richiesta: Richiesta
  ricevutaIl: Date
  xml: string
  esito: 'accettata' | 'rifiutata'
  motivo?: Motivo
  dettaglio?: string
  assertionId?: string
}

export interface Registro {
  salvaRichiesta(richiesta: Richiesta): Promise<void>
  /** Gives the request once and never again, even to two calls at the same instant: this is the replay protection. */
  prendiRichiesta(id: string): Promise<Richiesta | undefined>
  salvaRisposta(risposta: Risposta): Promise<void>
}
