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

/** A response that answers a request of ours, accepted or refused. */
export interface Risposta {
  richiesta: Richiesta
  ricevutaIl: Date
  xml: string
  esito: 'accettata' | 'rifiutata'
  motivo?: Motivo
  dettaglio?: string
  assertionId?: string
}

/**
 * A response that answers no open request of ours (unsolicited, of an unknown request, or here again), but that a provider
 * has signed. What nobody we know has signed is not kept: anyone could send it, and of nobody's identity does it say anything.
 */
export interface RispostaNonAttesa {
  idp: string
  inRispostaA: string | undefined
  ricevutaIl: Date
  /** What the provider has signed of it, and nothing else: it alone is the same each time that it comes. */
  xml: string
  motivo: Motivo
  dettaglio: string
}

/** A provider that asks to end a session of ours, and what it is answered: verified, or it would not be here. */
export interface UscitaDalGestore {
  /** As the provider numbers it: unique among its own. */
  id: string
  idp: string
  xml: string
  ricevutaIl: Date
  risposta: string
}

export interface Registro {
  salvaRichiesta(richiesta: Richiesta): Promise<void>
  /** Gives the request once and never again, even to two calls at the same instant: this is the replay protection. */
  prendiRichiesta(id: string): Promise<Richiesta | undefined>
  salvaRisposta(risposta: Risposta): Promise<void>
  /** The same response is kept once, however often it comes. */
  salvaNonAttesa(risposta: RispostaNonAttesa): Promise<void>
  /** False when it had already come: a request is obeyed once. */
  salvaUscita(uscita: UscitaDalGestore): Promise<boolean>
}
