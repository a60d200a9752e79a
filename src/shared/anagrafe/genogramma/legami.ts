// Bonds are curves over the finished picture: among some tens of bends, the one that meets the fewest symbols, names and
// other lines. What is in the way is painted once on a coarse raster, so that trying a bend costs a look for each step.
import { type Disposizione, type LineaLegame, type Nodo, type Punto, type Rettangolo, simboloDi } from './figura.ts'

type Base = Omit<Disposizione, 'legami' | 'contorni'>

const CELLA = 5
const PASSO = 6
const PIEGHE = [0, 32, -32, 62, -62, 100, -100, 160, -160, 250, -250]
const COSTO = { simbolo: 60, nome: 30, scritta: 20, linea: 3, legame: 14, bordo: 60 }

class Ostacoli {
  #w: number
  #h: number
  #costo: Float32Array
  constructor(d: Base) {
    this.#w = Math.ceil(d.larghezza / CELLA)
    this.#h = Math.ceil(d.altezza / CELLA)
    this.#costo = new Float32Array(this.#w * this.#h)
    for (const n of d.nodi) {
      this.#riempi(simboloDi(n), 5, COSTO.simbolo)
      this.#riempi(n.etichetta, 2, COSTO.nome)
    }
    for (const u of d.unioni) this.#riempi(u.riquadro, 1, COSTO.scritta)
    for (const l of [...d.unioni, ...d.figli])
      for (let i = 1; i < l.punti.length; i++) {
        const [p, q] = [l.punti[i - 1]!, l.punti[i]!]
        const r = { x: Math.min(p.x, q.x), y: Math.min(p.y, q.y), w: Math.abs(q.x - p.x), h: Math.abs(q.y - p.y) }
        this.#riempi(r, 3, COSTO.linea)
      }
  }
  #riempi(r: Rettangolo, m: number, costo: number) {
    if (r.w <= 0 && r.h <= 0) return
    const cella = (v: number, fine: number) => Math.min(fine - 1, Math.max(0, Math.floor(v / CELLA)))
    for (let y = cella(r.y - m, this.#h); y <= cella(r.y + r.h + m, this.#h); y++)
      for (let x = cella(r.x - m, this.#w); x <= cella(r.x + r.w + m, this.#w); x++) {
        const c = y * this.#w + x
        this.#costo[c] = this.#costo[c]! + costo
      }
  }
  di(p: Punto): number {
    const [x, y] = [Math.floor(p.x / CELLA), Math.floor(p.y / CELLA)]
    if (x < 1 || y < 1 || x >= this.#w - 1 || y >= this.#h - 1) return COSTO.bordo
    return this.#costo[y * this.#w + x]!
  }
  aggiungi(punti: readonly Punto[]) {
    for (const p of punti) this.#riempi({ ...p, w: 1, h: 1 }, 6, COSTO.legame / 3)
  }
}

const dentro = (p: Punto, n: Nodo) => Math.abs(p.x - n.x) < n.mezzo + 3 && Math.abs(p.y - n.y) < n.mezzo + 3

/** From centre to centre, bent by two quantities near the two ends; without the part under the symbols. */
function curva(a: Nodo, b: Nodo, p1: number, p2: number): Punto[] {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const l = Math.hypot(dx, dy) || 1
  const [nx, ny] = [dy / l, -dx / l]
  const c1 = { x: a.x + dx / 4 + nx * p1, y: a.y + dy / 4 + ny * p1 }
  const c2 = { x: a.x + (dx * 3) / 4 + nx * p2, y: a.y + (dy * 3) / 4 + ny * p2 }
  const n = Math.max(10, Math.ceil((l + Math.abs(p1) + Math.abs(p2)) / PASSO))
  const punti: Punto[] = []
  for (let i = 0; i <= n; i++) {
    const t = i / n
    const [k0, k1, k2, k3] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3]
    const p = { x: k0 * a.x + k1 * c1.x + k2 * c2.x + k3 * b.x, y: k0 * a.y + k1 * c1.y + k2 * c2.y + k3 * b.y }
    if (!dentro(p, a) && !dentro(p, b)) punti.push(p)
  }
  return punti
}

export function tracciaLegami(d: Base): LineaLegame[] {
  const nodo = new Map(d.nodi.map((n) => [n.persona.id, n]))
  const ostacoli = new Ostacoli(d)
  const fatti: LineaLegame[] = []
  for (const legame of d.famiglia.legami) {
    const [a, b] = [nodo.get(legame.a)!, nodo.get(legame.b)!]
    let scelta: Punto[] = []
    let minimo = Number.POSITIVE_INFINITY
    for (const p1 of PIEGHE)
      for (const p2 of PIEGHE) {
        const punti = curva(a, b, p1, p2)
        if (punti.length < 3) continue
        let costo = (Math.abs(p1) + Math.abs(p2)) * 0.06 + Math.abs(p1 - p2) * 0.05 + punti.length * 0.3
        for (const p of punti) {
          costo += ostacoli.di(p)
          if (costo >= minimo) break
        }
        if (costo >= minimo) continue
        minimo = costo
        scelta = punti
      }
    if (scelta.length === 0) continue
    ostacoli.aggiungi(scelta)
    fatti.push({ legame, punti: scelta })
  }
  return fatti
}
