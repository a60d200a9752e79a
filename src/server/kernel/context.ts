// What a handler receives: who acts, in which ambito, when, and the transaction. One clock for all.
import type { CodiceProblema } from '../../shared/kernel/problems.ts'
import type { Database, Tx } from './db.ts'

/** Current instant; tests and demo data move it. */
export type Clock = () => Date

export interface Deps {
  db: Database
  clock: Clock
  /** Enqueued with the transaction that emits; consumers are registered by name in jobs. */
  jobs: JobQueue
  /** Every reply is checked against its contract: on in tests and development. */
  verificaRisposte: boolean
}

export interface JobQueue {
  /** Writes jobs through `exec`, i.e. inside the caller's transaction. */
  enqueue(exec: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>, jobs: Evento[]): Promise<void>
}

export interface Evento {
  nome: string
  dati: Record<string, unknown>
}

export interface Ctx {
  tx: Tx
  /** Empty on public endpoints. */
  utente: string
  /** Null in a national scope where no ambito was chosen. */
  ambito: string | null
  nazionale: boolean
  azione: string
  richiesta: string
  /** On public endpoints, which network asks: a word that leads back to no address (`provenienza.ts`). Empty elsewhere. */
  provenienza: string
  adesso(): Date
  /** Today in Italy, `YYYY-MM-DD`. */
  oggi(): string
  /**
   * Opens this same scope again, to read only: for a reply that is streamed when its transaction has ended. One turn for
   * each part, so that a slow receiver holds no connection, and whoever loses his right in the meantime stops receiving.
   * Never before the handler has answered: the embedded engine has one connection, and would wait for itself.
   */
  rileggi<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** Enqueues a job in this transaction: it runs only if this commits. */
  emit(nome: string, dati: Record<string, unknown>): void
}

const giorno = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' })
/** The calendar day in Italy of an instant, `YYYY-MM-DD`. */
export const oggiInItalia = (d: Date): string => giorno.format(d)

/** A named database constraint → the refusal that it means. */
export type Vincoli = Record<string, { codice: CodiceProblema; detail?: string; campo?: string }>
