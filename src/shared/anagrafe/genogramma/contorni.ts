// The boundary of a household: a closed line round its members that leaves the others out. Members are joined two by two
// where nobody stands between them, else by a corridor that goes round; the edge of what is filled is the boundary.
import {
  type Contorno,
  type Disposizione,
  type Nodo,
  type Punto,
  type Rettangolo,
  simboloDi,
  toccano,
} from './figura.ts'
import { arrotonda, Griglia, involucro, sfoltisci } from './griglia.ts'
import { type Nucleo, tipiNucleo } from './modello.ts'
import { larghezzaTesto } from './testo.ts'

type Base = Omit<Disposizione, 'legami' | 'contorni'>

const CELLA = 5
const TOLLERANZA = 5.2
const RAGGIO_ANGOLI = 14
/** Around a member always; around others never. */
const STRETTO = 11
const RISPETTO = 4
/** Each kind a little wider than the one before, so that two boundaries of the same persons do not coincide. */
const SCARTO = 5
/** Farther than this, two members are joined through those between them. */
const LONTANI = 460
/** Room round the members for a corridor to turn. */
const GIRO = 150
export const CORPO_NUCLEO = 10

const gonfia = (r: Rettangolo, m: number): Rettangolo => ({ x: r.x - m, y: r.y - m, w: r.w + 2 * m, h: r.h + 2 * m })
const ingombro = (n: Nodo): Rettangolo => {
  const s = simboloDi(n)
  const x = Math.min(s.x, n.etichetta.x)
  return {
    x,
    y: s.y,
    w: Math.max(s.x + s.w, n.etichetta.x + n.etichetta.w) - x,
    h: n.etichetta.y + n.etichetta.h - s.y,
  }
}

/** The grid of one household: no larger than what a corridor may need round its members. */
class Campo {
  #g: Griglia
  #bordo: number[]
  #x: number
  #y: number
  constructor(zona: Rettangolo) {
    this.#x = zona.x
    this.#y = zona.y
    this.#g = new Griglia(Math.ceil(zona.w / CELLA) + 1, Math.ceil(zona.h / CELLA) + 1)
    this.#bordo = this.#g.bordo()
  }

  #ogni(r: Rettangolo, fai: (c: number, x: number, y: number) => void) {
    const [w, h] = [this.#g.w, this.#g.h]
    const [x1, y1] = [
      Math.max(0, Math.floor((r.x - this.#x) / CELLA)),
      Math.max(0, Math.floor((r.y - this.#y) / CELLA)),
    ]
    const [x2, y2] = [Math.floor((r.x + r.w - this.#x) / CELLA), Math.floor((r.y + r.h - this.#y) / CELLA)]
    for (let y = y1; y <= Math.min(h - 1, y2); y++) for (let x = x1; x <= Math.min(w - 1, x2); x++) fai(y * w + x, x, y)
  }

  #dentro(poligono: readonly Punto[]): number[] {
    const [x, y] = [Math.min(...poligono.map((p) => p.x)), Math.min(...poligono.map((p) => p.y))]
    const w = Math.max(...poligono.map((p) => p.x)) - x
    const h = Math.max(...poligono.map((p) => p.y)) - y
    const celle: number[] = []
    this.#ogni({ x, y, w, h }, (c, cx, cy) => {
      const p = { x: this.#x + (cx + 0.5) * CELLA, y: this.#y + (cy + 0.5) * CELLA }
      const sta = poligono.every((a, i) => {
        const b = poligono[(i + 1) % poligono.length]!
        return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) >= 0
      })
      if (sta) celle.push(c)
    })
    return celle
  }

  anelli(membri: readonly Rettangolo[], altri: readonly Rettangolo[], largo: number): Punto[][] {
    const g = this.#g
    const [propria, vietata, piena] = [g.nuova(), g.nuova(), g.nuova()]
    for (const r of altri)
      this.#ogni(gonfia(r, RISPETTO), (c) => {
        vietata[c] = 1
      })
    for (const r of membri) {
      this.#ogni(gonfia(r, STRETTO), (c) => {
        propria[c] = 1
      })
      this.#ogni(gonfia(r, STRETTO + largo), (c) => {
        if (!vietata[c]) piena[c] = 1
      })
    }
    for (let c = 0; c < propria.length; c++)
      if (propria[c]) {
        vietata[c] = 0
        piena[c] = 1
      }
    membri.forEach((a, i) => {
      for (const b of membri.slice(i + 1)) {
        if (Math.abs(a.x - b.x) > LONTANI || Math.abs(a.y - b.y) > LONTANI) continue
        const celle = this.#dentro(involucro([gonfia(a, STRETTO + largo), gonfia(b, STRETTO + largo)]))
        const libere = this.#dentro(involucro([gonfia(a, 2), gonfia(b, 2)])).every((c) => !vietata[c])
        if (libere) for (const c of celle) if (!vietata[c]) piena[c] = 1
      }
    })
    this.#unisci(membri, piena, vietata)
    this.#apri(piena, propria)
    return g.bordi(piena).map((anello) =>
      arrotonda(
        sfoltisci(
          anello.map((p) => ({ x: this.#x + p.x * CELLA, y: this.#y + p.y * CELLA })),
          TOLLERANZA,
        ),
        RAGGIO_ANGOLI,
      ),
    )
  }

  #centro = (r: Rettangolo) =>
    Math.floor((r.y + r.h / 2 - this.#y) / CELLA) * this.#g.w + Math.floor((r.x + r.w / 2 - this.#x) / CELLA)

  /** Corridors until all is one piece, and pieces without members away. */
  #unisci(membri: readonly Rettangolo[], piena: Uint8Array, vietata: Uint8Array) {
    const g = this.#g
    const centri = membri.map(this.#centro)
    for (;;) {
      const pezzo = g.raggiunte([centri[0]!], (c) => piena[c] === 1)
      const fuori = new Set(centri.filter((c) => !pezzo[c]))
      if (fuori.size === 0) {
        piena.set(pezzo)
        return
      }
      const altro = g.raggiunte([...fuori], (c) => piena[c] === 1)
      const arrivo = (c: number) => altro[c] === 1
      const via = g.cammino(pezzo, arrivo, (c) => !vietata[c]) ?? g.cammino(pezzo, arrivo, () => true)!
      for (const c of via) {
        piena[c] = 1
        g.ogniVicina(c, (v) => {
          if (!vietata[v]) piena[v] = 1
        })
      }
    }
  }

  /** Someone left out in the middle is given a way out, straight down or straight up, when no member is there. */
  #apri(piena: Uint8Array, propria: Uint8Array) {
    const g = this.#g
    const lasciate = g.nuova()
    for (;;) {
      const esterna = g.raggiunte(this.#bordo, (c) => !piena[c])
      const buco = piena.findIndex((v, c) => !v && !esterna[c] && !lasciate[c])
      if (buco < 0) return
      const celle = [...g.raggiunte([buco], (c) => !piena[c]).entries()].filter(([, v]) => v).map(([c]) => c)
      // a sliver between two corridors is nobody's place: it is filled
      if (celle.length < 12) for (const c of celle) piena[c] = 1
      else if (!this.#scava(celle, piena, propria, esterna)) for (const c of celle) lasciate[c] = 1
    }
  }

  #scava(celle: readonly number[], piena: Uint8Array, propria: Uint8Array, esterna: Uint8Array): boolean {
    const g = this.#g
    const colonne = celle.map((c) => c % g.w)
    const [da, a] = [Math.min(...colonne), Math.max(...colonne)]
    for (const passo of [g.w, -g.w]) {
      const scavo: number[] = []
      let libero = true
      for (let x = da; x <= a && libero; x++) {
        const mie = celle.filter((c) => c % g.w === x)
        let c = (passo > 0 ? Math.max(...mie) : Math.min(...mie)) + passo
        while (c >= 0 && c < piena.length && !esterna[c]) {
          if (propria[c]) libero = false
          scavo.push(c)
          c += passo
        }
      }
      if (!libero) continue
      const copia = piena.slice()
      for (const c of scavo) piena[c] = 0
      const resta = piena.findIndex((v, c) => v === 1 && propria[c] === 1)
      const pezzo = g.raggiunte([resta], (c) => piena[c] === 1)
      if (propria.every((v, c) => !v || pezzo[c] === 1)) {
        piena.set(pezzo)
        return true
      }
      piena.set(copia)
    }
    return false
  }
}

function zonaDi(membri: readonly Rettangolo[], d: Base): Rettangolo {
  const x = Math.max(0, Math.min(...membri.map((r) => r.x)) - GIRO)
  const y = Math.max(0, Math.min(...membri.map((r) => r.y)) - GIRO)
  const w = Math.min(d.larghezza, Math.max(...membri.map((r) => r.x + r.w)) + GIRO) - x
  const h = Math.min(d.altezza, Math.max(...membri.map((r) => r.y + r.h)) + GIRO) - y
  return { x, y, w, h }
}

function scritta(
  nucleo: Nucleo,
  anelli: readonly (readonly Punto[])[],
  occupati: readonly Rettangolo[],
  d: Base,
): Rettangolo {
  const w = larghezzaTesto(nucleo.etichetta, CORPO_NUCLEO)
  const h = CORPO_NUCLEO + 3
  const punti = anelli.flat().sort((p, q) => p.y - q.y || p.x - q.x)
  const posti = punti.flatMap((p): Rettangolo[] => [
    { x: p.x, y: p.y - h - 2, w, h },
    { x: p.x - w, y: p.y - h - 2, w, h },
    { x: p.x + 4, y: p.y + 3, w, h },
  ])
  const sta = (r: Rettangolo) => r.x >= 4 && r.y >= 2 && r.x + r.w <= d.larghezza - 4 && r.y + r.h <= d.altezza
  return posti.find((r) => sta(r) && !occupati.some((o) => toccano(o, gonfia(r, 2)))) ?? posti[0]!
}

export function contorni(d: Base): Contorno[] {
  const occupati = [...d.nodi.flatMap((n) => [simboloDi(n), n.etichetta]), ...d.unioni.map((u) => u.riquadro)]
  return d.famiglia.nuclei.map((nucleo) => {
    const ids = new Set(nucleo.membri.map((m) => m.persona))
    const membri = d.nodi.filter((n) => ids.has(n.persona.id)).map(ingombro)
    const altri = d.nodi.filter((n) => !ids.has(n.persona.id)).map(ingombro)
    const campo = new Campo(zonaDi(membri, d))
    const anelli = campo.anelli(membri, altri, tipiNucleo.indexOf(nucleo.tipo) * SCARTO)
    const riquadro = scritta(nucleo, anelli, occupati, d)
    occupati.push(riquadro)
    return { nucleo, anelli, riquadro }
  })
}
