// Strokes as SVG text, black on white and without style sheets or fonts of their own, so that a picture taken away from
// Trama looks the same. Nothing enters an SVG without passing from `testo` or `n`.
import type { Punto } from './figura.ts'
import type { StileLegame } from './tabelle.ts'

export const INCHIOSTRO = '#111'
export const CARATTERE = "Arial, Helvetica, 'Liberation Sans', sans-serif"

const entita: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Also without the control characters that XML does not admit. */
export const testo = (t: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken away
  t.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (c) => entita[c]!)
export const n = (v: number): string => String(Math.round(v * 10) / 10)

export interface Penna {
  spessore?: number
  tratto?: string
  colore?: string
}
const penna = (p: Penna) =>
  `fill="none" stroke="${p.colore ?? INCHIOSTRO}" stroke-width="${p.spessore ?? 1.5}"${p.tratto ? ` stroke-dasharray="${p.tratto}"` : ''}`

export const linea = (punti: readonly Punto[], p: Penna = {}, chiusa = false): string =>
  `<path d="M${punti.map((q) => `${n(q.x)} ${n(q.y)}`).join('L')}${chiusa ? 'Z' : ''}" ${penna(p)} stroke-linejoin="round"/>`

export const area = (punti: readonly Punto[], riempi = INCHIOSTRO, bordo = 'none'): string =>
  `<path d="M${punti.map((q) => `${n(q.x)} ${n(q.y)}`).join('L')}Z" fill="${riempi}" stroke="${bordo}"/>`

export function scrivi(t: string, x: number, y: number, corpo: number, altro = ''): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="${corpo}" ${altro}>${testo(t)}</text>`
}
/** White around the letters, where lines pass under them. */
export const ALONE = 'paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"'

const normale = (a: Punto, b: Punto): Punto => {
  const l = Math.hypot(b.x - a.x, b.y - a.y) || 1
  return { x: -(b.y - a.y) / l, y: (b.x - a.x) / l }
}

/** The same line moved aside. */
export const parallela = (punti: readonly Punto[], scarto: number): Punto[] =>
  punti.map((p, i) => {
    const v = normale(punti[Math.max(0, i - 1)]!, punti[Math.min(punti.length - 1, i + 1)]!)
    return { x: p.x + v.x * scarto, y: p.y + v.y * scarto }
  })

/** Points at equal steps along a line. */
function passi(punti: readonly Punto[], passo: number): Punto[] {
  const uscita: Punto[] = [punti[0]!]
  let resto = passo
  for (let i = 1; i < punti.length; i++) {
    let a = punti[i - 1]!
    const b = punti[i]!
    for (let l = Math.hypot(b.x - a.x, b.y - a.y); l >= resto; l = Math.hypot(b.x - a.x, b.y - a.y)) {
      a = { x: a.x + ((b.x - a.x) * resto) / l, y: a.y + ((b.y - a.y) * resto) / l }
      uscita.push(a)
      resto = passo
    }
    resto -= Math.hypot(b.x - a.x, b.y - a.y)
  }
  return uscita
}

function zigzag(punti: readonly Punto[], passo: number, ampiezza: number): Punto[] {
  const tappe = passi(punti, passo)
  return tappe.map((p, i) => {
    if (i === 0 || i === tappe.length - 1) return p
    const v = normale(tappe[i - 1]!, tappe[i + 1]!)
    const s = i % 2 === 0 ? ampiezza : -ampiezza
    return { x: p.x + v.x * s, y: p.y + v.y * s }
  })
}

export function punta(da: Punto, a: Punto, piena: boolean): string {
  const v = normale(da, a)
  const l = Math.hypot(a.x - da.x, a.y - da.y) || 1
  const [ux, uy] = [(a.x - da.x) / l, (a.y - da.y) / l]
  const base = { x: a.x - ux * 10, y: a.y - uy * 10 }
  const lati = [{ x: base.x + v.x * 5, y: base.y + v.y * 5 }, a, { x: base.x - v.x * 5, y: base.y - v.y * 5 }]
  return area(lati, piena ? INCHIOSTRO : '#fff', INCHIOSTRO)
}

function segnoInMezzo(punti: readonly Punto[], segno: NonNullable<StileLegame['segno']>): string {
  const i = Math.floor((punti.length - 1) / 2)
  const p = punti[i]!
  const v = normale(p, punti[i + 1] ?? p)
  const u = { x: v.y, y: -v.x }
  const q = (a: number, b: number): Punto => ({ x: p.x + u.x * a + v.x * b, y: p.y + u.y * a + v.y * b })
  switch (segno) {
    case 'barre':
      return (
        area([q(-3, 6), q(3, 6), q(3, -6), q(-3, -6)], '#fff') +
        linea([q(-3, 7), q(-3, -7)]) +
        linea([q(3, 7), q(3, -7)])
      )
    case 'croce':
      return linea([q(-5, 5), q(5, -5)]) + linea([q(-5, -5), q(5, 5)])
    case 'quadrato':
      return area([q(-4, 4), q(4, 4), q(4, -4), q(-4, -4)], '#fff', INCHIOSTRO)
    case 'rombo':
      return area([q(-5, 0), q(0, 5), q(5, 0), q(0, -5)], '#fff', INCHIOSTRO)
    case 'cerchio':
      return `<circle cx="${n(p.x)}" cy="${n(p.y)}" r="4" fill="#fff" stroke="${INCHIOSTRO}"/>`
  }
}

export function trattoLegame(punti: readonly Punto[], s: StileLegame): string {
  const tratto = s.tratto === 'punti' ? '1.5 4' : s.tratto === 'tratti' ? '6 4' : undefined
  const p: Penna = { spessore: s.spessore ?? 1.2, ...(tratto && { tratto }) }
  const scarti = s.linee === 1 ? [0] : s.linee === 2 ? [-2.2, 2.2] : [-3.6, 0, 3.6]
  const rette =
    s.onda && s.linee === 1 && !s.tratto ? [] : scarti.map((d) => linea(parallela(punti, s.onda ? d * 1.8 : d), p))
  const onda = s.onda
    ? linea(zigzag(punti, s.onda === 'larga' ? 6 : 3.4, s.linee === 1 ? 4 : 3.2), {
        spessore: s.spessore ?? 1.1,
      })
    : ''
  const fine = s.freccia ? punta(punti.at(-3) ?? punti[0]!, punti.at(-1)!, s.freccia === 'piena') : ''
  return rette.join('') + onda + (s.segno ? segnoInMezzo(punti, s.segno) : '') + fine
}
