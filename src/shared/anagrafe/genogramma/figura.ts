// The computed picture, in pixels: what `disponi` gives and `disegna` draws. No stored positions, no SVG.
import type { Coppia, Famiglia } from './famiglia.ts'
import type { Legame, Nucleo, Persona, TipoFiliazione, TipoUnione } from './modello.ts'

export interface Punto {
  x: number
  y: number
}
export interface Rettangolo {
  x: number
  y: number
  w: number
  h: number
}

export type Forma = 'quadrato' | 'cerchio' | 'rombo' | 'triangolo' | 'punto' | 'croce'

export interface Nodo extends Punto {
  persona: Persona
  forma: Forma
  /** Half the side of the symbol. */
  mezzo: number
  eta?: string
  nome: readonly string[]
  date: string
  /** Name and dates, under the symbol. */
  etichetta: Rettangolo
  generazione: number
}

export type Taglio = 'separazione-di-fatto' | 'separazione-legale' | 'divorzio'

export interface LineaUnione {
  coppia: Coppia
  /** `genitori`: two parents whose union is not recorded. */
  tipo: TipoUnione | 'genitori'
  punti: readonly Punto[]
  taglio?: Taglio
  /** Where the slashes cross the line, which is level there. */
  taglioIn: Punto
  testo: readonly string[]
  riquadro: Rettangolo
}

export interface LineaFiglio {
  tipo: TipoFiliazione
  punti: readonly Punto[]
}

export interface LineaLegame {
  legame: Legame
  /** Dense points from `a` to `b`. */
  punti: readonly Punto[]
}

export interface Contorno {
  nucleo: Nucleo
  /** Closed lines: what is inside an odd number of them is in the household. */
  anelli: readonly (readonly Punto[])[]
  /** Where its name is written. */
  riquadro: Rettangolo
}

export interface Disposizione {
  famiglia: Famiglia
  larghezza: number
  altezza: number
  nodi: readonly Nodo[]
  unioni: readonly LineaUnione[]
  figli: readonly LineaFiglio[]
  /** The bars that join identical twins, and the twin forks that have none. */
  gemelli: readonly { monozigoti: boolean; barra?: readonly [Punto, Punto] }[]
  legami: readonly LineaLegame[]
  contorni: readonly Contorno[]
}

/** Half the width of a symbol at a distance `dy` below its centre. */
export function mezzaLarghezza(forma: Forma, r: number, dy: number): number {
  const t = Math.min(Math.abs(dy), r)
  if (forma === 'quadrato') return r
  if (forma === 'cerchio' || forma === 'punto') return Math.sqrt(r * r - t * t)
  if (forma === 'triangolo') return ((Math.max(-r, Math.min(r, dy)) + r) / (2 * r)) * r
  return r - t
}

export const simboloDi = (n: Nodo): Rettangolo => ({
  x: n.x - n.mezzo,
  y: n.y - n.mezzo,
  w: 2 * n.mezzo,
  h: 2 * n.mezzo,
})

export const toccano = (a: Rettangolo, b: Rettangolo) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
