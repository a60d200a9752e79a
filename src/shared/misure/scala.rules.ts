// The equivalence scale: one for who applies, and for each other member the weight of what he is. A member counts once, and
// some weights are for so many members only («the first two minors»). Who takes which is chosen so that the whole is the
// highest: it must depend neither on the order in which members are written nor on which of two equals comes first.

import { confronta, type Frazione, intero, prodotto, somma } from './frazione.ts'
import type { Contesto, Nodo } from './linguaggio.ts'
import { Ignoto } from './linguaggio.ts'

export interface VoceScala {
  id: string
  chi: Nodo
  peso: Frazione
  quanti: number | null
}
export interface ScalaCompilata {
  primo: Frazione
  esclusi: Nodo | null
  voci: readonly VoceScala[]
  massimo: Nodo | null
}
export interface EsitoScala {
  valore: Frazione
  /** Before the maximum. */
  somma: Frazione
  /** Entry by entry, the members that take it. */
  voci: { id: string; componenti: number[] }[]
  esclusi: number[]
}

export function calcolaScala(s: ScalaCompilata, c: Contesto): EsitoScala | Ignoto {
  const mancano: string[] = []
  const diUno = (n: Nodo, componente: number): boolean => {
    const v = n({ ...c, componente })
    if (v instanceof Ignoto) mancano.push(...v.mancano)
    return v === true
  }
  const altri = c.fatti.componenti.map((_v, i) => i).slice(1)
  const esclusi = s.esclusi ? altri.filter((i) => diUno(s.esclusi!, i)) : []
  const contano = altri.filter((i) => !esclusi.includes(i))
  const candidati = s.voci.map((v) => contano.filter((i) => diUno(v.chi, i)))
  const massimo = s.massimo?.(c) ?? null
  if (massimo instanceof Ignoto) mancano.push(...massimo.mancano)
  if (mancano.length > 0) return new Ignoto([...new Set(mancano)])
  const assegnata = assegna(s.voci, candidati)
  const voci = s.voci.map((v, n) => ({ id: v.id, componenti: contano.filter((i) => assegnata.get(i) === n) }))
  const totale = voci.reduce((a, v, n) => somma(a, prodotto(s.voci[n]!.peso, intero(v.componenti.length))), s.primo)
  const valore = massimo !== null && confronta(totale, massimo as Frazione) > 0 ? (massimo as Frazione) : totale
  return { valore, somma: totale, voci, esclusi }
}

/**
 * Places of the heaviest entries are filled first, moving who already sits elsewhere when that makes room: the weights are of
 * the places, so this gives the highest sum (a matching in a bipartite graph, by augmenting paths).
 */
function assegna(voci: readonly VoceScala[], candidati: readonly (readonly number[])[]): Map<number, number> {
  const assegnata = new Map<number, number>()
  const siede = (voce: number, visti: Set<number>): boolean => {
    for (const i of candidati[voce]!) {
      if (visti.has(i)) continue
      visti.add(i)
      const prima = assegnata.get(i)
      if (prima === undefined || siede(prima, visti)) {
        assegnata.set(i, voce)
        return true
      }
    }
    return false
  }
  const ordine = voci.map((_v, n) => n).sort((a, b) => confronta(voci[b]!.peso, voci[a]!.peso) || a - b)
  for (const voce of ordine) {
    const posti = Math.min(voci[voce]!.quanti ?? Number.POSITIVE_INFINITY, candidati[voce]!.length)
    for (let n = 0; n < posti && siede(voce, new Set()); n++);
  }
  return assegnata
}
