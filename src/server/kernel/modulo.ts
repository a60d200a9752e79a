// What a domain module gives to the process. One value per module, listed in order in modules.ts.
import type { FastifyInstance } from 'fastify'
import type { Deps, Vincoli } from './context.ts'
import type { Job } from './jobs.ts'
import type { Api, Handlers, Ricezione, Ricezioni } from './serve.ts'

export interface Rotte {
  api: Api
  handlers: Record<string, unknown>
  ricezioni: Record<string, Ricezione | undefined>
}

/** Pairs a contract with its handlers, and its uploads with what precedes them; the types hold them together. */
export const rotte = <A extends Api>(api: A, handlers: Handlers<A>, ricezioni: Ricezioni<A> = {}): Rotte => ({
  api,
  handlers,
  ricezioni: ricezioni as Record<string, Ricezione | undefined>,
})

/** A command of `npm run trama -- <nome>`. */
export interface Comando {
  /** Words of the command: `territorio importa-comuni`. */
  nome: string
  uso: string
  descrizione: string
  /** Returns the exit code. Paths in `args` are relative to `cwd`. */
  run(env: AmbienteComando, args: string[]): Promise<number>
}

export interface AmbienteComando {
  deps: Deps
  /** Named in the register as who acted. */
  operatore: string
  cwd: string
  /** Address of the running server, where a command needs it. */
  baseUrl: string
  out(line: string): void
  /** How far a long command is, where somebody listens: never part of its answer. */
  err?(line: string): void
}

/** Addresses for other machines, below a prefix of their own: they have no session and follow the contract of others. */
export interface Porta {
  prefisso: `/${string}`
  /** Acts of the policy table that it asks for, as the contracts of pages do. */
  azioni: readonly string[]
  /** Inside the prefix; what is refused there, the door itself answers. */
  apri(app: FastifyInstance, deps: Deps): Promise<void>
}

export interface Modulo {
  nome: string
  rotte: Rotte[]
  porte?: Porta[]
  vincoli?: Vincoli
  jobs?: Job[]
  comandi?: Comando[]
}
