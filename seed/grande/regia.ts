// Who does what and when: one clock that only goes forward, people who enter with their sessions, requests that are done
// once. Each carries an idempotency key made from what it says: where a start was killed half way, the next one tells
// the same story, finds the answers that were already given, and goes on from there.
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type Caller, type CallOptions, Refused, signIn } from '../../src/server/kernel/call.ts'
import type { Deps, Evento } from '../../src/server/kernel/context.ts'
import type { Job } from '../../src/server/kernel/jobs.ts'
import { Binario, type Endpoint, type Input, type Output } from '../../src/shared/kernel/endpoint.ts'
import type { PersonaDemo } from '../persone.ts'

/** Seconds between one request and the next. */
const PASSO = 30
/** Minutes after which whoever has been idle enters again: less than what a session bears. */
const INATTIVO = 27
/** Requests after which rows are counted anew, the first time; then each time they have grown by half. */
const CONTA = 250

interface Presente {
  caller: Caller
  entrato: number
  ultimo: number
}

interface Scena {
  deps: Deps
  app: FastifyInstance
  /** The day on which the story is told: with it the same story has the same keys. */
  oggi: string
  /** What the product does outside a request; here it is done at once. */
  lavori: readonly Job[]
  /** Key → answer of what a process that died had done. */
  risposte: ReadonlyMap<string, unknown>
  /** Counts the rows, after which plans are made anew. */
  conta(): Promise<void>
  /** Jobs that the requests ask for. */
  coda: Evento[]
  sposta(adesso: Date): void
}

export const comeUuid = (testo: string): string => {
  const h = createHash('sha256').update(testo).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`
}

export class Regia {
  readonly #s: Scena
  readonly #presenti = new Map<string, Presente>()
  readonly #ids = new Map<string, string>()
  #adesso = 0
  #richieste = 0
  #prossimaConta = CONTA
  /** How many times each request was made: the second is another one. */
  readonly #volte = new Map<string, number>()
  /** What has no key, of which one knows that it was done when the next request turns out to have been. */
  readonly #sospese: (() => Promise<unknown>)[] = []
  /** What is told now was already done by a process that died. */
  #passato: boolean

  constructor(s: Scena) {
    this.#s = s
    this.#passato = s.risposte.size > 0
  }

  get richieste(): number {
    return this.#richieste
  }

  /** The day it is in the story. */
  get giorno(): string {
    return new Date(this.#adesso).toISOString().slice(0, 10)
  }

  /** The morning of a day; never back. */
  il(giorno: string) {
    this.#adesso = Math.max(this.#adesso, Date.parse(`${giorno}T07:30:00Z`))
    this.#s.sposta(new Date(this.#adesso))
  }

  #passa(secondi: number) {
    this.#adesso += secondi * 1000
    this.#s.sposta(new Date(this.#adesso))
  }

  async #chi(p: PersonaDemo): Promise<Caller> {
    const c = this.#presenti.get(p.codiceFiscale)
    const minuti = (da: number) => (this.#adesso - da) / 60_000
    if (c && minuti(c.ultimo) < INATTIVO && minuti(c.entrato) < 540) {
      c.ultimo = this.#adesso
      return c.caller
    }
    const caller = await signIn(this.#s.app, this.#s.deps, p.codiceFiscale)
    this.#presenti.set(p.codiceFiscale, { caller, entrato: this.#adesso, ultimo: this.#adesso })
    this.#ids.set(p.codiceFiscale, caller.utenteId)
    return caller
  }

  /** Whom others name when they give him work. */
  async id(p: PersonaDemo): Promise<string> {
    return this.#ids.get(p.codiceFiscale) ?? (await this.#chi(p)).utenteId
  }

  #chiave(p: PersonaDemo, e: Endpoint, input: object): string {
    const che = `${this.#s.oggi} ${p.codiceFiscale} ${e.path} ${JSON.stringify(input)}`
    const volta = this.#volte.get(che) ?? 0
    this.#volte.set(che, volta + 1)
    return comeUuid(`${che} ${volta}`)
  }

  /** One request of one person. */
  async fa<E extends Endpoint>(p: PersonaDemo, e: E, input: Input<E>, o: CallOptions = {}): Promise<Output<E>> {
    this.#passa(PASSO)
    const unaVolta = e.method === 'POST' && !e.mostra && (e.reply as unknown) !== Binario
    if (!unaVolta) return this.#chiama(p, e, input, o)
    return this.#conChiave(p, e, this.#chiave(p, e, input), () => input, o)
  }

  async #conChiave<E extends Endpoint>(
    p: PersonaDemo,
    e: E,
    chiave: string,
    input: () => Input<E> | Promise<Input<E>>,
    o: CallOptions,
  ): Promise<Output<E>> {
    if (this.#s.risposte.has(chiave)) {
      this.#sospese.length = 0
      return this.#s.risposte.get(chiave) as Output<E>
    }
    await this.#raggiunge()
    return this.#chiama(p, e, await input(), { ...o, headers: { 'idempotency-key': chiave } })
  }

  /**
   * A request that says what it has read (a version, a signature): it is known by its name, which no other has. Answered
   * once, nothing of what leads to it is read or done again; otherwise all of it is, from what is there.
   */
  async unaVolta<E extends Endpoint>(
    p: PersonaDemo,
    e: E,
    nome: string,
    input: () => Promise<Input<E>>,
    o: CallOptions = {},
  ): Promise<Output<E>> {
    this.#passa(PASSO)
    return this.#conChiave(p, e, comeUuid(`${this.#s.oggi} ${p.codiceFiscale} ${e.path} ${nome}`), input, o)
  }

  /** Within what leads to another request, or in `forse`: done as it comes. */
  subito<E extends Endpoint>(p: PersonaDemo, e: E, input: Input<E>): Promise<Output<E>> {
    this.#passa(PASSO)
    return this.#chiama(p, e, input, {})
  }

  /** From here on nothing was done before; of what came just before one cannot know. */
  async #raggiunge() {
    if (!this.#passato) return
    this.#passato = false
    for (const fai of this.#sospese.splice(0))
      await fai().catch((x) => {
        if (!(x instanceof Refused) || !['versione-superata', 'stato-non-ammesso'].includes(x.problem.codice)) throw x
      })
  }

  async #chiama<E extends Endpoint>(p: PersonaDemo, e: E, input: Input<E>, o: CallOptions): Promise<Output<E>> {
    this.#richieste++
    const risposta = await (await this.#chi(p)).call(e, input, o)
    await this.#contaRighe()
    return risposta
  }

  /** A change that says which version it changes (PUT), and has no key; the story needs nothing of what it answers. */
  async cambia<E extends Endpoint>(p: PersonaDemo, e: E, input: Input<E>): Promise<void> {
    this.#passa(PASSO)
    await this.forse(() => this.#chiama(p, e, input, {}))
  }

  /** Something that has no key, and that twice does no harm. */
  async forse(fai: () => Promise<unknown>): Promise<void> {
    if (this.#passato) this.#sospese.push(fai)
    else await fai()
  }

  /** Does what the requests have left to the jobs, as they would do it a moment later. */
  async lavora() {
    for (let e = this.#s.coda.shift(); e; e = this.#s.coda.shift()) {
      const lavoro = this.#s.lavori.find((l) => l.nome === e?.nome)
      await lavoro?.run(this.#s.deps, e.dati)
    }
  }

  /** A job that runs by itself at its hours, and what it leaves to others. */
  async turno(nome: string, minutiDopo: number) {
    this.#passa(minutiDopo * 60)
    await this.#lavoro(nome).run(this.#s.deps, {})
    await this.lavora()
  }

  /** The same, where it was not done already. */
  async aSuoTempo(nome: string, minutiDopo: number) {
    await this.forse(() => this.turno(nome, minutiDopo))
  }

  /** A work that may have been lost with the process that had to do it, and that twice does no harm. */
  async rifai(nome: string, dati: Evento['dati']) {
    await this.#lavoro(nome).run(this.#s.deps, dati)
  }

  #lavoro(nome: string): Job {
    return this.#s.lavori.find((l) => l.nome === nome)!
  }

  /** The story has been told: nothing waits. */
  async fine() {
    await this.#raggiunge()
  }

  async #contaRighe() {
    if (this.#richieste < this.#prossimaConta) return
    this.#prossimaConta = Math.round(this.#richieste * 1.5)
    await this.#s.conta()
  }
}

/** The script: what happens on which day, written in any order and played in that of time. */
export class Copione {
  readonly scene: { giorno: string; n: number; fai: (r: Regia) => Promise<unknown> }[] = []

  il(giorno: string, fai: (r: Regia) => Promise<unknown>) {
    this.scene.push({ giorno, n: this.scene.length, fai })
  }

  /** Those of the days that are wanted. */
  async recita(r: Regia, quando: (giorno: string) => boolean, avanza: (fatte: number, tutte: number) => void) {
    const ordinate = this.scene
      .filter((s) => quando(s.giorno))
      .sort((a, b) => (a.giorno < b.giorno ? -1 : a.giorno > b.giorno ? 1 : a.n - b.n))
    for (const [n, s] of ordinate.entries()) {
      r.il(s.giorno)
      await s.fai(r)
      await r.lavora()
      avanza(n + 1, ordinate.length)
    }
  }
}
