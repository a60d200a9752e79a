// Which row each person stands on: children always below their parents, siblings on one row when they can, in-laws' parents
// just above their child. Partners stand side by side, unless one descends from a partner of the other: who was
// with the mother and then with the daughter stays beside the one he has children with.
import type { Famiglia } from './famiglia.ts'

/** Enough for a move to reach the whole of five generations. */
const GIRI = 6

export interface Componente {
  /** Person → row, from 0. */
  riga: ReadonlyMap<string, number>
  righe: number
}

/** Persons who must share a row, growing as couples are accepted. */
class Gruppi {
  #di: Map<string, string>
  #membri: Map<string, string[]>
  constructor(ids: readonly string[]) {
    this.#di = new Map(ids.map((id) => [id, id]))
    this.#membri = new Map(ids.map((id) => [id, [id]]))
  }
  di = (id: string) => this.#di.get(id)!
  membri = (g: string) => this.#membri.get(g)!
  tutti = () => [...this.#membri.keys()]
  unisci(a: string, b: string) {
    const [da, verso] = [this.di(b), this.di(a)]
    if (da === verso) return
    for (const m of this.membri(da)) this.#di.set(m, verso)
    this.#membri.set(verso, [...this.membri(verso), ...this.membri(da)])
    this.#membri.delete(da)
  }
}

function vicini(f: Famiglia) {
  const giu = new Map<string, string[]>(f.persone.map((p) => [p.id, []]))
  for (const c of f.coppie)
    for (const g of c.b === undefined ? [c.a] : [c.a, c.b]) giu.get(g)!.push(...c.figli.map((r) => r.figlio))
  return giu
}

function livelli(f: Famiglia): Map<string, number> {
  const giu = vicini(f)
  const gruppi = new Gruppi(f.persone.map((p) => p.id))
  const figliDi = (g: string) => [...new Set(gruppi.membri(g).flatMap((m) => giu.get(m)!.map(gruppi.di)))]
  const raggiunge = (da: string, a: string): boolean => {
    const visti = new Set<string>()
    const coda = figliDi(da)
    for (let g = coda.pop(); g !== undefined; g = coda.pop()) {
      if (g === a) return true
      if (visti.has(g)) continue
      visti.add(g)
      coda.push(...figliDi(g))
    }
    return false
  }
  // couples with children first: their row decides that of others
  for (const c of [...f.coppie].sort((x, y) => Number(y.figli.length > 0) - Number(x.figli.length > 0))) {
    if (c.b === undefined) continue
    const [a, b] = [gruppi.di(c.a), gruppi.di(c.b)]
    if (a !== b && !raggiunge(a, b) && !raggiunge(b, a)) gruppi.unisci(c.a, c.b)
  }

  const su = new Map<string, string[]>(gruppi.tutti().map((g) => [g, []]))
  for (const g of gruppi.tutti()) for (const h of figliDi(g)) su.get(h)!.push(g)
  const livello = new Map<string, number>()
  const calcola = (g: string): number => {
    const noto = livello.get(g)
    if (noto !== undefined) return noto
    const n = Math.max(-1, ...su.get(g)!.map(calcola)) + 1
    livello.set(g, n)
    return n
  }
  gruppi.tutti().forEach(calcola)
  // down again: parents towards their children, and who has none beside his siblings
  const livelliDi = (gs: readonly string[]) => gs.map((h) => livello.get(h)!)
  const fratelli = (g: string) =>
    f.coppie
      .filter((c) => c.figli.some((r) => gruppi.di(r.figlio) === g))
      .flatMap((c) => c.figli.map((r) => gruppi.di(r.figlio)))
  for (let giro = 0; giro < GIRI; giro++)
    for (const g of gruppi.tutti().sort((x, y) => livello.get(y)! - livello.get(x)!)) {
      const fondo = Math.min(...livelliDi(figliDi(g))) - 1
      const voluto = su.get(g)!.length > 0 ? Math.max(...livelliDi(fratelli(g))) : fondo
      const nuovo = Math.min(voluto, fondo)
      if (Number.isFinite(nuovo) && nuovo > livello.get(g)!) livello.set(g, nuovo)
    }
  return new Map(f.persone.map((p) => [p.id, livello.get(gruppi.di(p.id))!]))
}

/** Of the members of his households, the one nearest in age: a person of the network stands by him. */
function ospiti(f: Famiglia, legato: ReadonlySet<string>): Map<string, string> {
  const uscita = new Map<string, string>()
  const anno = (id: string) => Number(f.perId.get(id)!.nascita?.slice(0, 4) ?? 0)
  for (const p of f.persone) {
    if (legato.has(p.id)) continue
    const compagni = f.nuclei
      .filter((n) => n.membri.some((m) => m.persona === p.id))
      .flatMap((n) => n.membri.map((m) => m.persona))
      .filter((id) => legato.has(id))
    const scelto = f.persone
      .filter((q) => compagni.includes(q.id))
      .sort((q, r) => Math.abs(anno(q.id) - anno(p.id)) - Math.abs(anno(r.id) - anno(p.id)))[0]
    if (scelto) uscita.set(p.id, scelto.id)
  }
  return uscita
}

/** The connected parts of the family, that of the index person first, then the largest; the lonely ones last. */
export function componenti(f: Famiglia): { parti: Componente[]; accanto: ReadonlyMap<string, string> } {
  const livello = livelli(f)
  const legami = new Map<string, Set<string>>(f.persone.map((p) => [p.id, new Set()]))
  const lega = (a: string, b: string) => {
    legami.get(a)!.add(b)
    legami.get(b)!.add(a)
  }
  for (const c of f.coppie) {
    if (c.b !== undefined) lega(c.a, c.b)
    for (const r of c.figli) lega(c.a, r.figlio)
  }
  const accanto = ospiti(f, new Set(f.persone.filter((p) => legami.get(p.id)!.size > 0).map((p) => p.id)))
  for (const [p, q] of accanto) {
    lega(p, q)
    livello.set(p, livello.get(q)!)
  }
  const visti = new Set<string>()
  const insiemi: string[][] = []
  for (const p of f.persone) {
    if (visti.has(p.id)) continue
    const insieme: string[] = []
    const coda = [p.id]
    visti.add(p.id)
    for (let id = coda.shift(); id !== undefined; id = coda.shift()) {
      insieme.push(id)
      for (const q of legami.get(id)!) if (!visti.has(q)) coda.push(q)
      for (const q of legami.get(id)!) visti.add(q)
    }
    insiemi.push(insieme)
  }
  const indice = (i: readonly string[]) => i.some((id) => f.perId.get(id)!.indice)
  insiemi.sort((x, y) => Number(indice(y)) - Number(indice(x)) || y.length - x.length)
  const parti = insiemi.map((insieme) => {
    const dentro = new Set(insieme)
    const ids = f.persone.filter((p) => dentro.has(p.id)).map((p) => p.id)
    const usati = [...new Set(ids.map((id) => livello.get(id)!))].sort((x, y) => x - y)
    return { riga: new Map(ids.map((id) => [id, usati.indexOf(livello.get(id)!)])), righe: usati.length }
  })
  return { parti, accanto }
}
