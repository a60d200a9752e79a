// What a version would change for many households: who gains, who loses, what it costs. It keeps counts and sums only, so its
// memory does not grow with the households, and what it answers is about nobody.
import { type Static, Type } from 'typebox'
import { Oggetto } from '../kernel/endpoint.ts'
import type { Fatti } from './linguaggio.ts'
import { valuta } from './valutazione.rules.ts'
import type { VersioneCompilata } from './versione.rules.ts'

/** A household in charge: what is known of it, and what it receives each month now, in cents. */
export interface NucleoInCarico {
  fatti: Fatti
  /** Null where that is not known. */
  attuale: number | null
}
/** Where households come from, a lot at a time: whoever has them implements this, and the what-if knows nothing else. */
export type FonteNuclei = AsyncIterable<readonly NucleoInCarico[]>

/** Bounds of the change, in euro a month. */
export const fasce = [-200, -100, -50, 0, 50, 100, 200] as const

const Conto = Type.Integer({ minimum: 0 })
export const RisultatoSimulazione = Oggetto({
  nuclei: Conto,
  /** Received nothing, would receive. */
  entrano: Conto,
  /** Receive, would receive nothing. */
  escono: Conto,
  aumentano: Conto,
  diminuiscono: Conto,
  uguali: Conto,
  /** A fact is missing: for the new version, or for what they receive now. */
  nonSiSa: Conto,
  /** Cents each month, of those of whom both are known. */
  spesaPrima: Type.Integer(),
  spesaDopo: Type.Integer(),
  /** Households by change: below the first bound, between each and the next, above the last; who does not change is in none. */
  perFascia: Type.Array(Conto),
  /** The facts that are missing, and for how many households. */
  mancano: Type.Array(Oggetto({ fatto: Type.String(), nuclei: Conto })),
})
export type RisultatoSimulazione = Static<typeof RisultatoSimulazione>

type Conti = { -readonly [K in keyof Omit<RisultatoSimulazione, 'mancano'>]: RisultatoSimulazione[K] }

export class Simulazione {
  readonly #versione: VersioneCompilata
  readonly #conti: Conti
  readonly #mancano = new Map<string, number>()

  constructor(versione: VersioneCompilata) {
    this.#versione = versione
    this.#conti = {
      nuclei: 0,
      entrano: 0,
      escono: 0,
      aumentano: 0,
      diminuiscono: 0,
      uguali: 0,
      nonSiSa: 0,
      spesaPrima: 0,
      spesaDopo: 0,
      perFascia: Array.from({ length: fasce.length + 1 }, () => 0),
    }
  }

  aggiungi(n: NucleoInCarico): void {
    const c = this.#conti
    c.nuclei++
    const r = valuta(this.#versione, n.fatti)
    if (r.mensile === null) {
      const fatti = new Set([...r.requisiti, ...r.importi].flatMap((x) => x.mancano).map((m) => m.split('#')[0]!))
      for (const f of fatti) this.#mancano.set(f, (this.#mancano.get(f) ?? 0) + 1)
    }
    if (r.mensile === null || n.attuale === null) {
      c.nonSiSa++
      return
    }
    c.spesaPrima += n.attuale
    c.spesaDopo += r.mensile
    const cambio = r.mensile - n.attuale
    if (cambio === 0) {
      c.uguali++
      return
    }
    if (n.attuale === 0) c.entrano++
    else if (r.mensile === 0) c.escono++
    else if (cambio > 0) c.aumentano++
    else c.diminuiscono++
    const fascia = fasce.findIndex((f) => cambio < f * 100)
    c.perFascia[fascia < 0 ? fasce.length : fascia]!++
  }

  risultato(): RisultatoSimulazione {
    const mancano = [...this.#mancano].map(([fatto, nuclei]) => ({ fatto, nuclei })).sort((a, b) => b.nuclei - a.nuclei)
    return { ...this.#conti, perFascia: [...this.#conti.perFascia], mancano }
  }
}

/** Runs over all of them, lot by lot; `avanza` is told how many so far, and ends it by answering false. */
export async function simula(
  versione: VersioneCompilata,
  fonte: FonteNuclei,
  avanza: (esaminati: number) => Promise<boolean>,
): Promise<RisultatoSimulazione | null> {
  const s = new Simulazione(versione)
  let esaminati = 0
  for await (const lotto of fonte) {
    for (const n of lotto) s.aggiungi(n)
    esaminati += lotto.length
    if (!(await avanza(esaminati))) return null
  }
  return s.risultato()
}
