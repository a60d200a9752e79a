// What turns in each strip between two rows: the lines of couples that are not side by side, the bars from which children
// hang, and the place on a couple's line from which its children go down.
import type { Rete } from './corsie.ts'
import type { TipoFiliazione } from './modello.ts'
import { type Aspetto, RAGGIO } from './nodi.ts'
import type { Giunto, Schema } from './schema.ts'

export interface ReteFigli extends Rete {
  giunto: Giunto
  riga: number
  /** Child → place where its line arrives; the branches that start here. */
  rami: { tipo: TipoFiliazione; luogo: string; gemelli?: string; monozigoti: boolean }[]
}
export interface ReteUnione extends Rete {
  giunto: Giunto
  riga: number
  luoghi: readonly [string, string]
}

export function reti(
  s: Schema,
  px: (luogo: string) => number,
  riga: (luogo: string) => number,
  aspetti: ReadonlyMap<string, Aspetto>,
) {
  const discese = new Map<Giunto, number>()
  const retiUnione: ReteUnione[] = []
  const retiFigli: ReteFigli[] = []
  for (const g of s.giunti) {
    let u: ReteUnione | undefined
    if (g.modo === 'distante') {
      const [a, b] = [g.discesa[0]!, g.discesa[1]!]
      u = { giunto: g, riga: g.riga, luoghi: [a, b], sorgenti: [px(a), px(b)], uscite: [] }
      retiUnione.push(u)
    }
    g.catena.slice(1).forEach((b, i) => {
      const a = g.catena[i]!
      retiUnione.push({ giunto: g, riga: riga(a), luoghi: [a, b], sorgenti: [px(a)], uscite: [px(b)] })
    })
    const primi = g.rami.map((r) => px(r[0]!))
    const discesa = primi.length > 0 ? scegliDiscesa(g, px, aspetti, primi) : 0
    discese.set(g, discesa)
    if (g.rami.length > 0)
      retiFigli.push({
        giunto: g,
        riga: g.riga,
        sorgenti: [discesa],
        uscite: primi,
        ...(u && { sotto: u }),
        rami: g.coppia.figli.map((r, i) => ({
          tipo: r.tipo,
          luogo: g.rami[i]![0]!,
          gemelli: g.rami[i]!.length === 1 ? r.gemelli?.gruppo : undefined,
          monozigoti: r.gemelli?.monozigoti === true,
        })),
      })
    g.rami.forEach((ramo, i) => {
      ramo.slice(1).forEach((luogo, k) => {
        const da = ramo[k]!
        retiFigli.push({
          giunto: g,
          riga: riga(da),
          sorgenti: [px(da)],
          uscite: [px(luogo)],
          rami: [{ tipo: g.coppia.figli[i]!.tipo, luogo, monozigoti: false }],
        })
      })
    })
  }
  return { discese, retiUnione, retiFigli }
}

/** Where the line to the children leaves: over them when the line of the couple allows it, so that it goes straight. */
function scegliDiscesa(
  g: Giunto,
  px: (chiave: string) => number,
  aspetti: ReadonlyMap<string, Aspetto>,
  figli: readonly number[],
): number {
  const [a, b] = [px(g.discesa[0]!), px(g.discesa.at(-1)!)]
  const centro = (a + b) / 2
  if (g.modo === 'sola' || g.modo === 'livelli') return a
  // never over the labels of the two partners
  const [sinistra, destra] =
    g.modo === 'affiancata'
      ? [Math.min(a, b) + fiancoDi(a < b ? 0 : 1) + 5, Math.max(a, b) - fiancoDi(a < b ? 1 : 0) - 5]
      : [Math.min(a, b) + 8, Math.max(a, b) - 8]
  const voluta = Math.min(Math.max(centro, Math.min(...figli)), Math.max(...figli))
  return Math.round(Math.min(Math.max(voluta, sinistra), destra))

  function fiancoDi(i: number) {
    return Math.max(RAGGIO + 7, aspetti.get(g.discesa[i]!.slice(2))!.fianco)
  }
}
