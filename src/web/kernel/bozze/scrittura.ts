// One opening of a form, from the first key to the act: what is typed goes within seconds to the server and, until the
// server has it, into the drawer of this browser; what was left before is found and offered; another opening that has
// written meanwhile is told and never overwritten without a choice (ADR 0012). Knows nothing of React nor of the form:
// it asks for the values and gives them back.
import { asProblema, ProblemaRete } from '../client.ts'
import type { Cassetto } from './cassetto.ts'
import {
  type BozzaLocale,
  type BozzaServer,
  type Contenuto,
  confronta,
  daServer,
  FRASE_SOSPESA,
  passaDaSola,
  type StatoBozza,
  sulComputer,
  type Trovata,
} from './trovate.ts'

export interface Salvata {
  versione: string
  aggiornata: string
}

/** The server, as far as one form's draft is concerned. */
export interface Rete {
  leggi(): Promise<BozzaServer | null>
  salva(b: { scrittura: string; sopra: string | null; contenuto: Contenuto }): Promise<Salvata>
  elimina(versione: string): Promise<unknown>
}

export interface Foto {
  stato: StatoBozza
  trovate: readonly Trovata[]
  /** What was taken up had been written over an older version of the record. */
  superata: boolean
  /** How many times a draft was taken up: for what the page must set again over it. */
  riprese: number
}

export interface Porta {
  rete: Rete
  cassetto(): Promise<Cassetto>
  valori(): Record<string, unknown>
  mostra(valori: Record<string, unknown>): void
  versione(): number | undefined
}

/** From a key to its saving: with the time of the saving, well under the five seconds that may be lost. */
const ATTESA = 2000
const RIPROVA = 4000
export const fotoVuota: Foto = { stato: { tipo: 'niente' }, trovate: [], superata: false, riprese: 0 }

export class Scrittura {
  readonly #chiave: string
  readonly #porta: Porta
  readonly #ascoltatori = new Set<() => void>()
  #foto = fotoVuota
  #id = crypto.randomUUID() as string
  #sopra: string | null = null
  #n = 0
  /** Something here the server does not have. */
  #daSalvare = false
  #scritto = false
  #pausa = false
  /** Changed since the act left: its draft does not end with it. */
  #dopoInvio = false
  /** The form is no longer there to be asked: its last values. */
  #ultimi: Record<string, unknown> | undefined
  #inCorso: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #scatta = 0

  constructor(chiave: string, porta: Porta) {
    this.#chiave = chiave
    this.#porta = porta
  }

  ascolta = (f: () => void) => {
    this.#ascoltatori.add(f)
    return () => void this.#ascoltatori.delete(f)
  }
  foto = () => this.#foto
  /** What the act says it is for: see HEADER_BOZZA. */
  get id() {
    return this.#id
  }

  /** It has something that the server does not. */
  get inSospeso() {
    return this.#daSalvare
  }

  #mostra(nuova: Partial<Foto>) {
    this.#foto = { ...this.#foto, ...nuova }
    for (const f of this.#ascoltatori) f()
  }

  /** Looks for what was left before, here and on the server. */
  async apri(): Promise<void> {
    this.#ultimi = undefined
    const [server, tutte] = await Promise.all([
      this.#porta.rete.leggi().catch(() => null),
      this.#nelCassetto((c) => c.leggi(), []),
    ])
    const mie = tutte.filter((b) => b.chiave === this.#chiave && b.scrittura !== this.#id)
    const { trovate, superate } = confronta(server?.scrittura === this.#id ? null : server, mie)
    for (const scrittura of superate) await this.#nelCassetto((c) => c.togli(scrittura), undefined)
    this.#mostra({ trovate })
  }

  /** Something has changed, by a person or by the page itself: of a form that nobody has touched there is no draft. */
  cambiata(persona = true): void {
    if (!persona && !this.#scritto) return
    this.#daSalvare = this.#scritto = true
    this.#dopoInvio = this.#pausa
    this.#fra(ATTESA)
  }

  /** The form is going: what it has is saved, now or when it will be possible. */
  lascia(): void {
    if (!this.#daSalvare) return
    this.#ultimi = this.#porta.valori()
    void this.salva(true)
  }

  #fra(ms: number) {
    const scatta = Date.now() + ms
    if (this.#timer !== undefined && this.#scatta <= scatta) return
    clearTimeout(this.#timer)
    this.#scatta = scatta
    this.#timer = setTimeout(() => void this.salva(), ms)
  }

  #nelCassetto<T>(f: (c: Cassetto) => Promise<T>, altrimenti: T): Promise<T> {
    return this.#porta
      .cassetto()
      .then(f)
      .catch(() => altrimenti)
  }

  /** Saves what is to be saved; `ultima` when the page is going away and nothing after this may run. */
  async salva(ultima = false): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#pausa) return
    if (!this.#daSalvare) return this.#inCorso
    if (this.#inCorso && !ultima) {
      // a server that does not answer must not keep the words out of the drawer
      await this.#nelCassetto((c) => c.metti(this.#corrente()), undefined)
      await this.#inCorso
      if (this.#pausa) return
      if (!this.#daSalvare) return this.#inCorso
    }
    // with one still under way when the page is going: whoever waits for what is under way waits for both
    const giro = Promise.all([this.#inCorso, this.#giro()]).then(() => {})
    this.#inCorso = giro
    await giro
    if (this.#inCorso === giro) this.#inCorso = undefined
  }

  #corrente(): BozzaLocale {
    const versione = this.#porta.versione()
    return {
      chiave: this.#chiave,
      scrittura: this.#id,
      sopra: this.#sopra,
      scritta: new Date().toISOString(),
      contenuto: {
        valori: this.#ultimi ?? this.#porta.valori(),
        ...(versione !== undefined && { versione }),
        n: ++this.#n,
      },
    }
  }

  async #giro(): Promise<void> {
    const b = this.#corrente()
    this.#daSalvare = false
    const [conservata, esito] = await Promise.all([
      this.#nelCassetto((c) => c.metti(b).then(() => true), false),
      this.#alServer(b),
    ])
    if (!(esito instanceof ProblemaRete)) {
      this.#sopra = esito.versione
      // what was typed meanwhile is in nobody's hands yet: the copy here goes with its own turn
      if (!this.#daSalvare) await this.#nelCassetto((c) => c.togli(b.scrittura), undefined)
      this.#mostra({ stato: { tipo: 'server', quando: esito.aggiornata } })
      return
    }
    this.#daSalvare = true
    this.#mostra({ stato: conservata ? sulComputer(esito) : { tipo: 'impossibile' } })
    if (passaDaSola(esito)) this.#fra(RIPROVA)
    if (esito.codice === 'bozza-piu-recente' && !this.#sospesa()) await this.#guardaAltra()
  }

  /** A draft on the server waits for a choice: until then it is not to be touched. */
  #sospesa = () => this.#foto.trovate.some((t) => t.dove === 'server')

  #alServer(b: BozzaLocale): Promise<Salvata | ProblemaRete> {
    if (this.#sospesa())
      return Promise.resolve(new ProblemaRete({ status: 409, codice: 'bozza-piu-recente', title: FRASE_SOSPESA }))
    return this.#porta.rete.salva({ scrittura: b.scrittura, sopra: b.sopra, contenuto: b.contenuto }).catch(asProblema)
  }

  async #guardaAltra() {
    const altra = await this.#porta.rete.leggi().catch(() => undefined)
    if (altra && altra.scrittura !== this.#id) this.#mostra({ trovate: [daServer(altra, true), ...this.#foto.trovate] })
    // gone meanwhile, or the network with it
    else this.#fra(RIPROVA)
  }

  async #ferma() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#inCorso
  }

  /** Goes on with that one. What was being written here is kept, and can be taken up in its turn. */
  async riprendi(t: Trovata): Promise<void> {
    await this.#ferma()
    let trovate = this.#foto.trovate
      .filter((x) => x !== t)
      .map((x) => ({ ...x, altrove: true, recente: x.quando > t.quando }))
    if (this.#scritto) {
      const { scritta, chiave: _c, ...mia } = this.#corrente()
      await this.#nelCassetto((c) => c.metti({ ...mia, chiave: this.#chiave, scritta }), undefined)
      trovate = [{ ...mia, dove: 'computer', quando: scritta, altrove: true, recente: true }, ...trovate]
      this.#id = crypto.randomUUID()
    }
    this.#sopra = t.dove === 'server' ? t.sopra : (this.#sopra ?? t.sopra)
    this.#n = t.contenuto.n
    this.#daSalvare = this.#scritto = true
    this.#porta.mostra(t.contenuto.valori)
    this.#mostra({
      trovate,
      superata: t.contenuto.versione !== this.#porta.versione(),
      riprese: this.#foto.riprese + 1,
    })
    // at once: so that it is of this opening, and goes with its act
    await this.salva()
    if (t.dove === 'computer' && this.#foto.stato.tipo !== 'impossibile')
      await this.#nelCassetto((c) => c.togli(t.scrittura), undefined)
  }

  /** Goes on with what is here, which takes the place of that one on the server. */
  async continua(t: Trovata): Promise<void> {
    await this.#ferma()
    if (t.dove === 'server') this.#sopra = t.sopra
    this.#mostra({ trovate: this.#foto.trovate.filter((x) => x !== t) })
    await this.salva()
  }

  async elimina(t: Trovata): Promise<void> {
    if (t.dove === 'server') await this.#porta.rete.elimina(t.sopra!)
    else await this.#nelCassetto((c) => c.togli(t.scrittura), undefined)
    this.#mostra({ trovate: this.#foto.trovate.filter((x) => x !== t) })
    await this.salva()
  }

  /** Throws away what is being written here. */
  async scarta(): Promise<void> {
    await this.#ferma()
    if (this.#sopra && !this.#sospesa()) await this.#porta.rete.elimina(this.#sopra)
    await this.#dimentica()
  }

  /** The act is leaving: nothing may be saved after it has taken the draft away. */
  async inviando(): Promise<void> {
    this.#pausa = true
    this.#dopoInvio = false
    await this.#ferma()
  }
  nonInviata(): void {
    this.#pausa = false
    if (this.#daSalvare) this.#fra(0)
  }
  /** Done. What was typed meanwhile the act has not taken: it is another draft, from here. */
  inviata(): void {
    this.#pausa = false
    void this.#dimentica()
    if (this.#dopoInvio) this.cambiata()
  }

  #dimentica() {
    const scrittura = this.#id
    this.#id = crypto.randomUUID()
    this.#sopra = null
    this.#daSalvare = this.#scritto = false
    this.#mostra({ stato: { tipo: 'niente' }, superata: false })
    return this.#nelCassetto((c) => c.togli(scrittura), undefined)
  }
}
