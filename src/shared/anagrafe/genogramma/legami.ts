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
  di(px: number, py: number): number {
    const x = Math.floor(px / CELLA)
    const y = Math.floor(py / CELLA)
    if (x < 1 || y < 1 || x >= this.#w - 1 || y >= this.#h - 1) return COSTO.bordo
    return this.#costo[y * this.#w + x]!
  }
  aggiungi(punti: readonly Punto[]) {
    for (const p of punti) this.#riempi({ ...p, w: 1, h: 1 }, 6, COSTO.legame / 3)
  }
}

/** From centre to centre, bent by two quantities near the two ends; without the part under the symbols. */
class Curva {
  readonly #a: Nodo
  readonly #b: Nodo
  readonly #c1: Punto
  readonly #c2: Punto
  readonly passi: number
  constructor(a: Nodo, b: Nodo, p1: number, p2: number) {
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const l = Math.hypot(dx, dy) || 1
    const [nx, ny] = [dy / l, -dx / l]
    this.#a = a
    this.#b = b
    this.#c1 = { x: a.x + dx / 4 + nx * p1, y: a.y + dy / 4 + ny * p1 }
    this.#c2 = { x: a.x + (dx * 3) / 4 + nx * p2, y: a.y + (dy * 3) / 4 + ny * p2 }
    this.passi = Math.max(10, Math.ceil((l + Math.abs(p1) + Math.abs(p2)) / PASSO))
  }
  #asse(t: number, a: number, c1: number, c2: number, b: number) {
    const u = 1 - t
    return u * u * u * a + 3 * t * u * u * c1 + 3 * t * t * u * c2 + t * t * t * b
  }
  x = (i: number) => this.#asse(i / this.passi, this.#a.x, this.#c1.x, this.#c2.x, this.#b.x)
  y = (i: number) => this.#asse(i / this.passi, this.#a.y, this.#c1.y, this.#c2.y, this.#b.y)
  scoperta(x: number, y: number) {
    const sotto = (n: Nodo) => Math.abs(x - n.x) < n.mezzo + 3 && Math.abs(y - n.y) < n.mezzo + 3
    return !sotto(this.#a) && !sotto(this.#b)
  }
  /** What it meets; infinite as soon as it is worse than `limite`, or when nothing of it is seen. */
  costo(ostacoli: Ostacoli, limite: number): number {
    let [costo, visti] = [0, 0]
    for (let i = 0; i <= this.passi && costo < limite; i++) {
      const [x, y] = [this.x(i), this.y(i)]
      if (!this.scoperta(x, y)) continue
      visti++
      costo += ostacoli.di(x, y) + 0.3
    }
    return costo < limite && visti > 2 ? costo : Number.POSITIVE_INFINITY
  }
  punti(): Punto[] {
    return Array.from({ length: this.passi + 1 }, (_v, i) => ({ x: this.x(i), y: this.y(i) })).filter((p) =>
      this.scoperta(p.x, p.y),
    )
  }
}

export function tracciaLegami(d: Base): LineaLegame[] {
  const nodo = new Map(d.nodi.map((n) => [n.persona.id, n]))
  const ostacoli = new Ostacoli(d)
  const fatti: LineaLegame[] = []
  for (const legame of d.famiglia.legami) {
    const [a, b] = [nodo.get(legame.a)!, nodo.get(legame.b)!]
    let scelta: Curva | undefined
    let minimo = Number.POSITIVE_INFINITY
    for (const p1 of PIEGHE)
      for (const p2 of PIEGHE) {
        const curva = new Curva(a, b, p1, p2)
        const piega = (Math.abs(p1) + Math.abs(p2)) * 0.06 + Math.abs(p1 - p2) * 0.05
        const costo = piega + curva.costo(ostacoli, minimo - piega)
        if (costo >= minimo) continue
        minimo = costo
        scelta = curva
      }
    if (!scelta) continue
    const punti = scelta.punti()
    ostacoli.aggiungi(punti)
    fatti.push({ legame, punti })
  }
  return fatti
}
