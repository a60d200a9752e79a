// The one way in which a screen speaks to the server. Hidden here: how the flat input of a contract is divided into
// path, query and body; the defence against forged requests (the `X-Trama` header, which another site cannot send
// without the consent of ours); the idempotency key; uploads with progress; files received; and the translation of
// every refusal, whatever its origin, into one `ProblemaRete` with an Italian sentence.
//
//   const pagina = await call(utentiApi.list, { stato: 'attivo' })
//   await call(utentiApi.sospendi, { id, motivo })                     // id → path, motivo → body
//   await call(importazioniApi.carica, { file }, { onProgress: setQuota })
//   salvaFile(await call(utentiApi.esporta, {}))                       // reply: Binario
import { HEADER_BOZZA } from '../../shared/kernel/bozze.api.ts'
import { Binario, type Endpoint, type Input, type Output } from '../../shared/kernel/endpoint.ts'
import type { Compito, ErroreCampo, ProblemBody } from '../../shared/kernel/problems.ts'
import { leggiConRipresa } from './scarica.ts'

export type AnyEndpoint = Endpoint

/** A file as it arrives in the browser. */
export interface FileRicevuto {
  nome: string
  blob: Blob
}

/** What a screen gives: as the contract says, with the browser's own File where the server finds one on disk. */
export type InputWeb<E extends AnyEndpoint> = E extends { upload: object }
  ? Omit<Input<E>, 'file'> & { file: File }
  : Input<E>

export type OutputWeb<E extends AnyEndpoint> = E extends { reply: infer R }
  ? R extends typeof Binario
    ? FileRicevuto
    : Output<E>
  : never

export interface CallOptions {
  signal?: AbortSignal
  /** Reused when the same act is sent again after a broken connection, so that it happens once. */
  idempotencyKey?: string
  /** The secret that opens what a person without an account is writing (`Trama-Chiave`). */
  chiave?: string
  /** The ambito to ask, where it is not the one the screen works in; null: one's own. */
  ambito?: string | null | undefined
  /** Goes on when the page is left. */
  keepalive?: boolean
  /** The draft that this act is the end of: it goes in the same transaction. */
  bozza?: string
  /** Uploads, and downloads of which the length is known: from 0 to 1. */
  onProgress?: (quota: number) => void
}

/** A refusal, of the server or of the network. `message` is the sentence to show. */
export class ProblemaRete extends Error {
  readonly status: number
  readonly codice: string
  readonly title: string
  readonly errori: ErroreCampo[]
  readonly richiestaId: string | undefined
  readonly persona: string | undefined
  readonly compito: Compito | undefined
  constructor(body: Partial<ProblemBody> & { status: number; title: string; codice: string }) {
    super(body.detail ?? body.title)
    this.status = body.status
    this.codice = body.codice
    this.title = body.title
    this.errori = body.errori ?? []
    this.richiestaId = body.richiestaId
    this.persona = body.persona
    this.compito = body.compito
  }
}

/** Anything thrown, as a refusal that can be shown. */
export function asProblema(errore: unknown): ProblemaRete {
  if (errore instanceof ProblemaRete) return errore
  return new ProblemaRete({
    status: 0,
    codice: 'errore-della-pagina',
    title: 'La pagina ha avuto un problema imprevisto: ricaricala e riprova. Ciò che hai scritto è conservato.',
  })
}

const SENZA_RETE = {
  status: 0,
  codice: 'server-non-raggiungibile',
  title: 'Il server non risponde: controlla la connessione e riprova. Ciò che hai scritto è conservato.',
}

type Keys = Record<string, unknown>
const keysOf = (schema: { properties?: Keys } | undefined): Keys => schema?.properties ?? {}

/** Divides the flat input by the keys of the contract; the first part that declares a key takes it. */
export function splitInput(e: AnyEndpoint, input: object): { url: string; body?: Keys; file?: File } {
  const params = keysOf(e.params)
  const query = keysOf(e.query)
  const inBody = keysOf(e.body)
  const search = new URLSearchParams()
  const body: Keys = {}
  const path: Record<string, string> = {}
  let file: File | undefined
  for (const [key, value] of Object.entries(input)) {
    if (e.upload && key === 'file') file = value as File
    else if (key in params) path[key] = String(value ?? '')
    else if (key in query) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined && one !== null && one !== '') search.append(key, String(one))
      }
    } else if (key in inBody) {
      if (value !== undefined) body[key] = value
    } else throw new TypeError(`${e.method} ${e.path}: the contract has no «${key}»`)
  }
  const filled = e.path.replace(/:(\w+)/g, (_all, key: string) => {
    if (!path[key]) throw new TypeError(`${e.method} ${e.path}: «${key}» is missing`)
    return encodeURIComponent(path[key])
  })
  if (file) search.set('nome', file.name)
  const url = `/api${filled}${search.size > 0 ? `?${search}` : ''}`
  return { url, ...(e.body && { body }), ...(file && { file }) }
}

/** Filename of a Content-Disposition (RFC 6266), the UTF-8 form first. */
export function nomeFile(disposition: string | null, altrimenti = 'documento'): string {
  const esteso = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (esteso) return decodeURIComponent(esteso)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? altrimenti
}

/** The reply as the contract promises it, or a thrown ProblemaRete. */
export async function readReply(e: AnyEndpoint, r: Response): Promise<unknown> {
  if (r.ok) {
    if (e.reply === Binario) return { nome: nomeFile(r.headers.get('content-disposition')), blob: await r.blob() }
    return r.status === 204 ? undefined : await r.json()
  }
  const body = r.headers.get('content-type')?.includes('json') ? await r.json().catch(() => undefined) : undefined
  if (body?.title && body.codice) throw new ProblemaRete({ ...body, status: r.status })
  // a proxy or a server that is restarting, not Trama
  throw new ProblemaRete({ ...SENZA_RETE, status: r.status })
}

type Observer = (status: number) => void
const observers = new Set<Observer>()
/** Told the status of every reply: the session listens here, once for all screens. */
export function observeReplies(o: Observer): () => void {
  observers.add(o)
  return () => observers.delete(o)
}

let ambitoDi: (azione: string) => string | null = () => null
/** Which ambito an act works in: said by `ambito.ts` alone. */
export const setAmbitoHeader = (f: (azione: string) => string | null) => {
  ambitoDi = f
}

export async function call<const E extends AnyEndpoint>(
  e: E,
  input: InputWeb<E>,
  options: CallOptions = {},
): Promise<OutputWeb<E>> {
  const { url, body, file } = splitInput(e, input)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (e.method !== 'GET') headers['x-trama'] = '1'
  if (e.method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID()
  const ambito = options.ambito === undefined ? ambitoDi(e.azione) : options.ambito
  if (ambito) headers['trama-ambito'] = ambito
  if (options.chiave) headers['trama-chiave'] = options.chiave
  if (options.bozza) headers[HEADER_BOZZA] = options.bozza
  if (file) headers['content-type'] = 'application/octet-stream'
  else if (body) headers['content-type'] = 'application/json'
  const chiedi = (altri: Record<string, string> = {}) =>
    fetch(url, {
      method: e.method,
      headers: { ...headers, ...altri },
      body: body && JSON.stringify(body),
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: 'same-origin',
    })
  let response: Response
  let blob: Blob | undefined
  try {
    response = file ? await sendFile(e.method, url, headers, file, options) : await chiedi()
    // a large file goes on from where it was when the connection falls
    if (e.reply === Binario && e.method === 'GET' && response.ok) {
      const { signal, onProgress } = options
      const r = await leggiConRipresa(response, { chiedi, signal, onProgress })
      if ('blob' in r) blob = r.blob
      else response = r.rifiuto
    }
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ProblemaRete(SENZA_RETE)
  }
  for (const o of observers) o(response.status)
  if (blob) return { nome: nomeFile(response.headers.get('content-disposition')), blob } as OutputWeb<E>
  return (await readReply(e, response)) as OutputWeb<E>
}

/** fetch cannot tell how much of an upload has left: only here is XMLHttpRequest used. */
function sendFile(method: string, url: string, headers: Record<string, string>, file: File, o: CallOptions) {
  return new Promise<Response>((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(method, url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.responseType = 'blob'
    xhr.upload.onprogress = (p) => p.lengthComputable && o.onProgress?.(p.loaded / p.total)
    xhr.onload = () => {
      const received = new Headers()
      for (const name of ['content-type', 'content-disposition']) {
        const value = xhr.getResponseHeader(name)
        if (value) received.set(name, value)
      }
      const empty = xhr.status === 204
      resolve(new Response(empty ? null : (xhr.response as Blob), { status: xhr.status, headers: received }))
    }
    xhr.onerror = () => reject(new Error('network'))
    xhr.onabort = () => reject(new Error('aborted'))
    o.signal?.addEventListener('abort', () => xhr.abort())
    xhr.send(file)
  })
}

/** Hands a received file to the browser's download. */
export function salvaFile(f: FileRicevuto): void {
  const url = URL.createObjectURL(f.blob)
  const a = document.createElement('a')
  a.href = url
  a.download = f.nome
  a.click()
  // the download has its own reference by the next turn of the loop
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
