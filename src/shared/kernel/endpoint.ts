// One contract object per endpoint. The server route, its validation, the permission check, the OpenAPI
// document and the typed web client are all read from it; nothing is generated and nothing is said twice.
import { type Static, type TObject, type TSchema, Type } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `pubblico`: no session at all. `sessione`: any signed-in person, about himself. Otherwise an act of `config/ruoli.csv`. */
export type Azione = 'pubblico' | 'sessione' | `${string}.${string}`

export interface Endpoint<
  P extends TObject = TObject,
  Q extends TObject = TObject,
  B extends TObject = TObject,
  R extends TSchema = TSchema,
> {
  method: Method
  /** Below `/api`, with `:name` for each key of `params`. */
  path: `/${string}`
  azione: Azione
  /** One Italian sentence: the title of the operation in the OpenAPI document. */
  summary: string
  params?: P
  query?: Q
  body?: B
  reply: R
  /** Opens a record: detail tables readable, the access logged first. */
  fascicolo?: boolean
  /** Whose folder it opens, and in which field of the input its id stands: a purpose is asked outside the caseload. */
  soggetto?: { tipo: string; campo: string }
  /** The field of the input that says why it is opened: written beside the reading in the register. */
  motivo?: string
  /**
   * Shows persons of the record outside a folder (a search, a list, an export): which ones, and by which kind of
   * question. One row in the register of accesses says so; what was typed is never written. Where they stand in a list by
   * rows that may be hidden, which row: who may not know of it is not told of this reading either.
   */
  mostra?: { persone: (reply: never) => (string | Mostrata)[]; domanda: (input: never) => string }
  /** The request body is one file of at most this many bytes; the handler finds it in `input.file`, already on disk. */
  upload?: { maxBytes: number }
  /** Requests per minute and address; for what is open to anyone. */
  limite?: number
}

export interface Mostrata {
  persona: string
  /** The row by which she stands there: a segnalazione, a presa in carico. */
  per: string
}
/** These persons, shown by one row. */
export const mostratePer = (per: string, persone: readonly string[]): Mostrata[] =>
  persone.map((persona) => ({ persona, per }))

// biome-ignore lint/complexity/noBannedTypes: the empty contribution to an intersection
type Nothing = {}
type Part<S> = S extends TSchema ? Static<S> : Nothing

/** A file received by an `upload` endpoint. The path is a temporary file, removed after the reply. */
export interface UploadedFile {
  path: string
  nome: string
  bytes: number
  sha256: string
  /** Ids of what was written of it ahead of the handler, in short transactions, by a name that its module knows. */
  depositi: Map<string, string>
}

/** What the handler receives: path, query and body in one flat object. */
export type Input<E extends Endpoint> = Part<E['params']> &
  Part<E['query']> &
  Part<E['body']> &
  (E extends { upload: object } ? { file: UploadedFile } : Nothing)

export type Output<E extends Endpoint> = E extends { reply: infer R }
  ? R extends typeof Binario
    ? FileReply
    : R extends TSchema
      ? Static<R>
      : never
  : never

/** The reply of an endpoint that answers with a file. */
export const Binario = Type.Unsafe<FileReply>({ type: 'string', format: 'binary' })
export interface FileReply {
  nome: string
  tipo: string
  /** An iterable is read, a function called, after the transaction has ended: see `ctx.rileggi`. */
  contenuto: Uint8Array | AsyncIterable<Uint8Array> | (() => Promise<Uint8Array | AsyncIterable<Uint8Array>>)
  /** Where it is known, the browser can show how much is left. */
  bytes?: number
  /** With `bytes`: the same bytes from any point, under a strong validator, so that a broken download goes on. */
  parti?: { etag: string; leggi(da: number, a: number): AsyncIterable<Uint8Array> }
  /** Shown in a page instead of saved: only for what cannot run, and sandboxed all the same. */
  inLinea?: true
  /** Persons of the record that stand in it: for `mostra`, never sent. */
  persone?: readonly string[]
}

/** Declares an endpoint; only gives the literal its type. */
export function endpoint<const E extends Endpoint>(e: E): E {
  return e
}

// ---- schemas that every contract uses -------------------------------------------------------------------------

const strict = { additionalProperties: false } as const

/** An object schema that refuses unknown keys: a mistyped field is an error, never silently lost. */
export const Oggetto = <const T extends Record<string, TSchema>>(props: T) => Type.Object(props, strict)

export const Id = Type.String({ format: 'uuid' })
export const ById = Oggetto({ id: Id })
/** Plain calendar date, `YYYY-MM-DD`. */
export const Data = Type.String({ format: 'date' })
/** UTC instant, ISO 8601. */
export const Istante = Type.String({ format: 'date-time' })
export const Testo = (max = 200, min = 1) =>
  Type.String({ minLength: min, maxLength: max, pattern: min > 0 ? '\\S' : '' })
export const Opzionale = <T extends TSchema>(s: T) => Type.Optional(Type.Union([s, Type.Null()]))
export const Nullabile = <T extends TSchema>(s: T) => Type.Union([s, Type.Null()])
export const Uno = <const T extends readonly string[]>(valori: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...valori] })
export const Versione = Type.Integer({ minimum: 1 })
export const Fatto = Oggetto({ fatto: Type.Literal(true) })
/** Belfiore (cadastral) code of a comune or foreign state: the stable identity of a comune through renames and moves. */
export const Belfiore = Type.String({ pattern: '^[A-Z][0-9]{3}$' })

/** Keyset pagination: `dopo` is the opaque cursor given as `prossima` by the page before. */
export const Pagina = {
  dopo: Type.Optional(Type.String({ maxLength: 500 })),
  limite: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
}
export const Page = <T extends TSchema>(voce: T) =>
  Oggetto({ voci: Type.Array(voce), prossima: Nullabile(Type.String()) })
export const Lista = <T extends TSchema>(voce: T) => Oggetto({ voci: Type.Array(voce) })
