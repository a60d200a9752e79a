// The standard symbols one by one (§ life events): the picture and its legend draw them with the same functions, each
// under the code by which the legend knows that it was used.
import { type Forma, type LineaFiglio, type LineaUnione, mezzaLarghezza, type Punto, type Taglio } from './figura.ts'
import type { TipoNucleo } from './modello.ts'
import type { StileSegno } from './tabelle.ts'
import { area, INCHIOSTRO, linea, n, type Penna, parallela, testo } from './tratti.ts'

export const gruppo = (codice: string, dentro: string) => `<g data-simbolo="${testo(codice)}">${dentro}</g>`

export function sagoma(f: Forma, x: number, y: number, r: number, riempi = '#fff'): string {
  const tratto = `fill="${riempi}" stroke="${INCHIOSTRO}" stroke-width="1.6"`
  switch (f) {
    case 'quadrato':
      return `<rect x="${n(x - r)}" y="${n(y - r)}" width="${n(2 * r)}" height="${n(2 * r)}" ${tratto}/>`
    case 'cerchio':
      return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${tratto}/>`
    case 'rombo':
      return `<path d="M${n(x)} ${n(y - r)}L${n(x + r)} ${n(y)}L${n(x)} ${n(y + r)}L${n(x - r)} ${n(y)}Z" ${tratto}/>`
    case 'triangolo':
      return `<path d="M${n(x)} ${n(y - r)}L${n(x + r)} ${n(y + r)}L${n(x - r)} ${n(y + r)}Z" ${tratto}/>`
    case 'punto':
      return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${INCHIOSTRO}"/>`
    case 'croce':
      return croce(x, y, r)
  }
}

function croce(x: number, y: number, r: number, spessore = 1.5): string {
  const p: Penna = { spessore }
  return (
    linea(
      [
        { x: x - r, y: y - r },
        { x: x + r, y: y + r },
      ],
      p,
    ) +
    linea(
      [
        { x: x - r, y: y + r },
        { x: x + r, y: y - r },
      ],
      p,
    )
  )
}

/** The X of death reaches the edge of the shape. */
export const morte = (f: Forma, x: number, y: number, r: number) =>
  croce(x, y, f === 'cerchio' ? r * 0.71 : f === 'rombo' ? r * 0.5 : r, 1.3)

export const doppio = (f: Forma, x: number, y: number, r: number) =>
  sagoma(f, x, y, r - (f === 'rombo' ? 6 : 4), 'none')

export function segno(s: StileSegno, f: Forma, x: number, y: number, r: number): string {
  if (s.dove === 'onde' || s.dove === 'tilde') {
    const riga = (dy: number) =>
      `<path d="M${n(x + r + 1)} ${n(y - r + dy)}q3 -5 6 0t6 0" fill="none" stroke="${INCHIOSTRO}" stroke-width="1.5"/>`
    return s.dove === 'onde' ? riga(-2) + riga(3) : riga(0)
  }
  const sotto = s.dove.startsWith('sotto')
  const passo = s.rigato ? 3.5 : r / 12
  const bordi: [Punto, Punto][] = []
  for (let dy = sotto ? 0 : -r; dy <= r + 0.01; dy += passo) {
    const m = mezzaLarghezza(f, r, dy)
    const da = s.dove === 'destra' || s.dove === 'sotto-destra' ? 0 : -m
    const a = s.dove === 'sinistra' || s.dove === 'sotto-sinistra' ? 0 : m
    bordi.push([
      { x: x + da, y: y + dy },
      { x: x + a, y: y + dy },
    ])
  }
  if (s.rigato) return bordi.map(([p, q]) => linea([p, q], { spessore: 1 })).join('')
  return area([...bordi.map(([p]) => p), ...bordi.map(([, q]) => q).reverse()], '#333')
}

const tratti: Record<LineaUnione['tipo'], Penna> = {
  matrimonio: { spessore: 1.6 },
  'unione-civile': { spessore: 1.6 },
  convivenza: { spessore: 1.6, tratto: '7 4' },
  fidanzamento: { spessore: 1.5, tratto: '10 3 2 3' },
  relazione: { spessore: 1.6, tratto: '2 3.5' },
  genitori: { spessore: 0.8 },
}
export const trattoUnione = (tipo: LineaUnione['tipo'], punti: readonly Punto[]) => linea(punti, tratti[tipo])

export function taglio(t: Taglio, p: Punto): string {
  const barra = (dx: number, penna: Penna = {}) =>
    linea(
      [
        { x: p.x + dx - 4, y: p.y + 8 },
        { x: p.x + dx + 4, y: p.y - 8 },
      ],
      penna,
    )
  if (t === 'divorzio') return barra(-3) + barra(3)
  return barra(0, t === 'separazione-di-fatto' ? { tratto: '3 2' } : {})
}

export function trattoFiglio(tipo: LineaFiglio['tipo'], punti: readonly Punto[]): string {
  if (tipo === 'naturale') return linea(punti, { spessore: 1.4 })
  if (tipo === 'affido') return linea(punti, { spessore: 1.6, tratto: '1.6 3.4' })
  const accanto = punti.slice(1).map((q, i) => linea(parallela([punti[i]!, q], -4), { spessore: 1.2, tratto: '5 3' }))
  return linea(punti, { spessore: 1.4 }) + accanto.join('')
}

export const trattoNucleo: Record<TipoNucleo, Penna> = {
  anagrafico: { tratto: '9 5', spessore: 1.3, colore: '#333' },
  isee: { tratto: '10 4 2 4', spessore: 1.2, colore: '#333' },
  fatto: { tratto: '4 4', spessore: 1.3, colore: '#333' },
  rete: { tratto: '1.5 4', spessore: 1.4, colore: '#333' },
}
