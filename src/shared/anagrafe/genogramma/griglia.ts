// A small grid of cells over the picture, for the boundaries of households: filling, reaching, walking round the edge.
import type { Punto, Rettangolo } from './figura.ts'

export class Griglia {
  readonly w: number
  readonly h: number
  constructor(w: number, h: number) {
    this.w = w
    this.h = h
  }
  nuova = () => new Uint8Array(this.w * this.h)

  /** Also the outermost cells: from there one reaches all that is not enclosed. */
  bordo(): number[] {
    const celle: number[] = []
    for (let c = 0; c < this.w * this.h; c++)
      if (c % this.w === 0 || c % this.w === this.w - 1 || c < this.w || c >= this.w * (this.h - 1)) celle.push(c)
    return celle
  }

  /** The four neighbours inside the grid. */
  ogniVicina(c: number, fai: (v: number) => void) {
    const x = c % this.w
    if (x > 0) fai(c - 1)
    if (x < this.w - 1) fai(c + 1)
    if (c >= this.w) fai(c - this.w)
    if (c < this.w * (this.h - 1)) fai(c + this.w)
  }

  /** The cells that can be reached from there, among those that `passa` allows. */
  raggiunte(da: readonly number[], passa: (c: number) => boolean): Uint8Array {
    const viste = this.nuova()
    const coda: number[] = []
    const entra = (c: number) => {
      if (viste[c] || !passa(c)) return
      viste[c] = 1
      coda.push(c)
    }
    for (const c of da) entra(c)
    for (let i = 0; i < coda.length; i++) this.ogniVicina(coda[i]!, entra)
    return viste
  }

  /** The shortest way from a set to the first cell that satisfies `arrivo`, through the allowed ones. */
  cammino(da: Uint8Array, arrivo: (c: number) => boolean, passa: (c: number) => boolean): number[] | undefined {
    const prima = new Int32Array(this.w * this.h).fill(-2)
    const coda: number[] = []
    da.forEach((v, c) => {
      if (!v) return
      prima[c] = -1
      coda.push(c)
    })
    for (let i = 0; i < coda.length; i++) {
      let trovata = -1
      this.ogniVicina(coda[i]!, (v) => {
        if (trovata >= 0 || prima[v] !== -2 || !(passa(v) || arrivo(v))) return
        prima[v] = coda[i]!
        if (arrivo(v)) trovata = v
        else coda.push(v)
      })
      if (trovata < 0) continue
      const via: number[] = []
      for (let c = trovata; c >= 0; c = prima[c]!) via.push(c)
      return via
    }
    return undefined
  }

  /** The edges of the filled cells as closed lines of grid corners, filled side on the right. */
  bordi(piene: Uint8Array): Punto[][] {
    const piena = (x: number, y: number) => x >= 0 && y >= 0 && x < this.w && y < this.h && piene[y * this.w + x] === 1
    const lati = new Map<number, { x: number; y: number }[]>()
    const W = this.w + 1
    const lato = (x1: number, y1: number, x2: number, y2: number) => {
      const k = y1 * W + x1
      lati.set(k, [...(lati.get(k) ?? []), { x: x2, y: y2 }])
    }
    for (let y = 0; y < this.h; y++)
      for (let x = 0; x < this.w; x++) {
        if (!piena(x, y)) continue
        if (!piena(x, y - 1)) lato(x, y, x + 1, y)
        if (!piena(x + 1, y)) lato(x + 1, y, x + 1, y + 1)
        if (!piena(x, y + 1)) lato(x + 1, y + 1, x, y + 1)
        if (!piena(x - 1, y)) lato(x, y + 1, x, y)
      }
    const anelli: Punto[][] = []
    for (const [inizio, uscenti] of lati)
      while (uscenti.length > 0) {
        const anello: Punto[] = []
        let [x, y] = [inizio % W, Math.floor(inizio / W)]
        let [dx, dy] = [0, 0]
        do {
          anello.push({ x, y })
          const scelte: { x: number; y: number }[] = lati.get(y * W + x)!
          // where two cells touch by a corner, turn left: the two stay apart
          const i = Math.max(
            0,
            scelte.findIndex((q) => (q.x - x) * dy - (q.y - y) * dx > 0),
          )
          const [q] = scelte.splice(scelte.length > 1 ? i : 0, 1)
          ;[dx, dy] = [q!.x - x, q!.y - y]
          ;[x, y] = [q!.x, q!.y]
        } while (y * W + x !== inizio)
        anelli.push(anello)
      }
    return anelli
  }
}

/** Fewer points, none farther than `tolleranza` from the line (Douglas and Peucker), for a closed line. */
export function sfoltisci(anello: readonly Punto[], tolleranza: number): Punto[] {
  const ramo = (da: number, a: number): Punto[] => {
    const [p, q] = [anello[da]!, anello[a % anello.length]!]
    const l = Math.hypot(q.x - p.x, q.y - p.y)
    let [peggio, dove] = [tolleranza, -1]
    for (let i = da + 1; i < a; i++) {
      const r = anello[i]!
      const d =
        l === 0 ? Math.hypot(r.x - p.x, r.y - p.y) : Math.abs((q.x - p.x) * (p.y - r.y) - (p.x - r.x) * (q.y - p.y)) / l
      if (d > peggio) [peggio, dove] = [d, i]
    }
    return dove < 0 ? [p] : [...ramo(da, dove), ...ramo(dove, a)]
  }
  let lontano = 0
  anello.forEach((p, i) => {
    const d = (k: number) => Math.hypot(anello[k]!.x - anello[0]!.x, anello[k]!.y - anello[0]!.y)
    if (Math.hypot(p.x - anello[0]!.x, p.y - anello[0]!.y) > d(lontano)) lontano = i
  })
  return [...ramo(0, lontano), ...ramo(lontano, anello.length)]
}

/** Rounded corners, as dense points. */
export function arrotonda(anello: readonly Punto[], raggio: number): Punto[] {
  return anello.flatMap((p, i) => {
    const prima = anello[(i + anello.length - 1) % anello.length]!
    const dopo = anello[(i + 1) % anello.length]!
    const verso = (q: Punto) => {
      const l = Math.hypot(q.x - p.x, q.y - p.y) || 1
      const t = Math.min(raggio, l / 2) / l
      return { x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t }
    }
    const [a, b] = [verso(prima), verso(dopo)]
    return [0, 0.25, 0.5, 0.75, 1].map((t) => ({
      x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * p.x + t ** 2 * b.x,
      y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * p.y + t ** 2 * b.y,
    }))
  })
}

/** The convex hull of some boxes. */
export function involucro(riquadri: readonly Rettangolo[]): Punto[] {
  const punti = riquadri
    .flatMap((r) => [
      { x: r.x, y: r.y },
      { x: r.x + r.w, y: r.y },
      { x: r.x, y: r.y + r.h },
      { x: r.x + r.w, y: r.y + r.h },
    ])
    .sort((p, q) => p.x - q.x || p.y - q.y)
  const mezzo = (lista: readonly Punto[]) => {
    const giro: Punto[] = []
    for (const p of lista) {
      while (giro.length > 1) {
        const [a, b] = [giro.at(-2)!, giro.at(-1)!]
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break
        giro.pop()
      }
      giro.push(p)
    }
    return giro.slice(0, -1)
  }
  return [...mezzo(punti), ...mezzo([...punti].reverse())]
}
