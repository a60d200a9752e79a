// The answers of an analysis while one writes: what the server has, what has been typed over it, what a colleague has
// written meanwhile. Knows nothing of React nor of the network: it says what to send, and takes in what comes back.
import { chiaveDi, stessoValore, type Valore } from '../../shared/parametri/questionari.rules.ts'
import type { Risposta } from '../../shared/patti/compilazioni.api.ts'

export interface DaInviare {
  componenteId: string | null
  campo: string
  valore: Valore
  revisione: number
}
export interface Conflitto {
  mio: Valore
  loro: Risposta
}
interface Ricevuto {
  versione: number
  conflitti: readonly Risposta[]
  cambiate: readonly Risposta[]
}

const parti = (chiave: string): [string | null, string] => {
  const i = chiave.indexOf('/')
  return i < 0 ? [null, chiave] : [chiave.slice(0, i), chiave.slice(i + 1)]
}
const perChiave = (risposte: readonly Risposta[]) =>
  new Map(risposte.map((r) => [chiaveDi(r.componenteId, r.campo), r]))

export interface FotoScritti {
  /** What is on the screen. */
  valori: ReadonlyMap<string, Valore>
  risposte: ReadonlyMap<string, Risposta>
  conflitti: ReadonlyMap<string, Conflitto>
  versione: number
  /** Typed here, and not yet on the server. */
  inSospeso: number
}

export class Scritti {
  #risposte: Map<string, Risposta>
  #sporche = new Map<string, Valore>()
  #conflitti = new Map<string, Conflitto>()
  #versione: number
  #ascoltatori = new Set<() => void>()
  #foto: FotoScritti

  constructor(versione: number, risposte: readonly Risposta[]) {
    this.#versione = versione
    this.#risposte = perChiave(risposte)
    this.#foto = this.#scatta()
  }

  ascolta = (f: () => void) => {
    this.#ascoltatori.add(f)
    return () => void this.#ascoltatori.delete(f)
  }
  foto = () => this.#foto

  #scatta(): FotoScritti {
    const valori = new Map<string, Valore>()
    for (const [k, r] of this.#risposte) valori.set(k, r.valore)
    for (const [k, v] of this.#sporche) valori.set(k, v)
    return {
      valori,
      risposte: new Map(this.#risposte),
      conflitti: new Map(this.#conflitti),
      versione: this.#versione,
      inSospeso: this.#sporche.size,
    }
  }
  #cambiato() {
    this.#foto = this.#scatta()
    for (const f of this.#ascoltatori) f()
  }

  scrivi(chiave: string, valore: Valore) {
    const r = this.#risposte.get(chiave)
    if (stessoValore(valore, r?.valore ?? null) && !this.#conflitti.has(chiave)) this.#sporche.delete(chiave)
    else this.#sporche.set(chiave, valore)
    this.#cambiato()
  }

  /** All that can go: what is in conflict waits for a choice. */
  daInviare(): DaInviare[] {
    return [...this.#sporche]
      .filter(([k]) => !this.#conflitti.has(k))
      .map(([k, valore]) => {
        const [componenteId, campo] = parti(k)
        return { componenteId, campo, valore, revisione: this.#risposte.get(k)?.revisione ?? 0 }
      })
  }

  /** What was typed while the answer was on its way stays typed. */
  ricevi(inviate: readonly DaInviare[], r: Ricevuto) {
    const contesi = perChiave(r.conflitti)
    const mie = new Map(inviate.map((s) => [chiaveDi(s.componenteId, s.campo), s.valore]))
    for (const [k, valore] of mie)
      if (!contesi.has(k) && stessoValore(this.#sporche.get(k) ?? null, valore)) this.#sporche.delete(k)
    for (const [k, loro] of perChiave(r.cambiate)) {
      const nota = this.#risposte.get(k)
      if (nota && loro.revisione <= nota.revisione) continue
      const scritta = this.#sporche.get(k)
      const nostra = mie.has(k) && !contesi.has(k) && stessoValore(mie.get(k)!, loro.valore)
      // written by a colleague where one is typing as well: to be looked at, not overwritten
      if (scritta !== undefined && !nostra && !stessoValore(scritta, loro.valore)) contesi.set(k, loro)
      else {
        this.#risposte.set(k, loro)
        if (scritta !== undefined && stessoValore(scritta, loro.valore)) this.#sporche.delete(k)
      }
    }
    for (const [k, loro] of contesi) this.#conflitti.set(k, { mio: this.#sporche.get(k) ?? null, loro })
    this.#versione = r.versione
    this.#cambiato()
  }

  /** One has looked at both: from here on one writes over what the colleague has written. */
  risolvi(chiave: string, valore: Valore) {
    const c = this.#conflitti.get(chiave)
    if (!c) return
    this.#conflitti.delete(chiave)
    this.#risposte.set(chiave, c.loro)
    this.#sporche.delete(chiave)
    this.scrivi(chiave, valore)
  }

  /** Drafts: what the server does not have, over which answer it was typed. */
  sospese(): Record<string, unknown> {
    return { risposte: this.daInviare() }
  }
  riprendi(v: Record<string, unknown>) {
    for (const s of (v.risposte ?? []) as DaInviare[]) {
      const k = chiaveDi(s.componenteId, s.campo)
      const ora = this.#risposte.get(k)
      if (ora && ora.revisione !== s.revisione && !stessoValore(ora.valore, s.valore)) {
        this.#sporche.set(k, s.valore)
        this.#conflitti.set(k, { mio: s.valore, loro: ora })
      } else if (!stessoValore(s.valore, ora?.valore ?? null)) this.#sporche.set(k, s.valore)
    }
    this.#cambiato()
  }
}
