// The lines of a connected part: unions, descents, twins. Rows get their heights here, because a strip is as high as the
// lanes its lines need.
import { corsie, type Rete } from './corsie.ts'
import type { Famiglia } from './famiglia.ts'
import {
  type Disposizione,
  type LineaFiglio,
  type LineaUnione,
  mezzaLarghezza,
  type Nodo,
  type Punto,
} from './figura.ts'
import type { TipoFiliazione } from './modello.ts'
import { aspetto, RAGGIO, STACCO } from './nodi.ts'
import { type ReteFigli, type ReteUnione, reti } from './reti.ts'
import { type Blocco, chiavePersona, type Giunto, type Schema } from './schema.ts'
import { scrittaUnione, taglioUnione } from './unioni.ts'

const CORSIA = 14
const SOPRA = 18
const SOTTO = 26
const CIMA = 42
const USCITA = 8

type Parte = Pick<Disposizione, 'nodi' | 'unioni' | 'figli' | 'gemelli'> & { larghezza: number; altezza: number }

export function traccia(f: Famiglia, s: Schema, righe: readonly Blocco[][], x: ReadonlyMap<string, number>): Parte {
  const aspetti = new Map(f.persone.map((p) => [p.id, aspetto(f, p)]))
  const rigaDi = new Map(righe.flatMap((fila, i) => fila.flatMap((b) => b.voci.map((v) => [v.chiave, i] as const))))
  const px = (chiave: string) => x.get(chiave)!

  const { retiUnione, retiFigli, discese } = reti(s, px, (luogo) => rigaDi.get(luogo)!, aspetti)

  // heights
  const corsia = new Map<Rete, number>()
  const centro: number[] = []
  const fondo: number[] = []
  let y = CIMA
  righe.forEach((fila, r) => {
    const persone = fila.flatMap((b) => b.voci.flatMap((v) => (v.tipo === 'persona' ? [aspetti.get(v.persona!)!] : [])))
    centro.push(y + RAGGIO)
    fondo.push(y + 2 * RAGGIO + Math.max(0, ...persone.map((a) => a.altezzaEtichetta)))
    const reti = [...retiUnione, ...retiFigli].filter((n) => n.riga === r)
    const assegnate = corsie(reti)
    for (const [rete, n] of assegnate) corsia.set(rete, n)
    const quante = Math.max(0, ...assegnate.values()) + 1
    y = fondo[r]! + (r < righe.length - 1 || reti.length > 0 ? SOPRA + (quante - 1) * CORSIA + SOTTO : 0)
  })
  const yCorsia = (n: Rete & { riga: number }) => fondo[n.riga]! + SOPRA + corsia.get(n)! * CORSIA

  // symbols
  const nodi = righe.flatMap((fila, r) =>
    fila.flatMap((b) =>
      b.voci.flatMap((v): Nodo[] => {
        if (v.tipo !== 'persona') return []
        const a = aspetti.get(v.persona!)!
        const [cx, cy] = [px(v.chiave), centro[r]!]
        const etichetta = {
          x: cx - a.fianco,
          y: cy + RAGGIO + STACCO - 2,
          w: 2 * a.fianco,
          h: Math.max(0, a.altezzaEtichetta - STACCO + 2),
        }
        return [{ ...a, persona: f.perId.get(v.persona!)!, x: cx, y: cy, etichetta, generazione: r }]
      }),
    ),
  )
  const nodo = new Map(nodi.map((n) => [n.persona.id, n]))
  const cima = (luogo: string): Punto => {
    const n = luogo.startsWith('p:') ? nodo.get(luogo.slice(2)) : undefined
    return { x: px(luogo), y: n ? n.y - n.mezzo : centro[rigaDi.get(luogo)!]! - RAGGIO }
  }

  // doors: how far below the centre of its person each one leaves
  const scartoPorta = new Map<string, number>()
  for (const fila of righe)
    for (const b of fila)
      for (const lato of [-1, 1])
        for (const [, porte] of Map.groupBy(
          b.voci.filter((v) => v.tipo === 'porta' && Math.sign(px(v.chiave) - px(chiavePersona(v.persona!))) === lato),
          (v) => v.persona!,
        ))
          [...porte]
            .sort((v, w) => lato * (px(w.chiave) - px(v.chiave)))
            .forEach((v, i) => {
              scartoPorta.set(v.chiave, USCITA + Math.min(i, 2) * 5)
            })
  const dallaPersona = (porta: string): [Punto, Punto] => {
    const v = righe
      .flat()
      .flatMap((b) => b.voci)
      .find((w) => w.chiave === porta)!
    const n = nodo.get(v.persona!)!
    const dy = scartoPorta.get(porta)!
    const lato = Math.sign(px(porta) - n.x)
    return [
      { x: n.x + lato * mezzaLarghezza(n.forma, n.mezzo, dy), y: n.y + dy },
      { x: px(porta), y: n.y + dy },
    ]
  }

  // unions
  const unioni: LineaUnione[] = []
  for (const g of s.giunti) {
    if (g.modo === 'sola') continue
    const punti = puntiUnione(g)
    const [p, q] = tratto(punti)
    const medio = { x: (p.x + q.x) / 2, y: p.y }
    const { testo, w, h } = scrittaUnione(g.coppia)
    const conFigli = g.rami.length > 0 && Math.abs(discese.get(g)! - medio.x) < 14
    const taglio = taglioUnione(g.coppia)
    const taglioIn =
      conFigli && taglio ? { x: Math.max(p.x + 9, medio.x - Math.min(26, (q.x - p.x) / 4)), y: p.y } : medio
    const yTesto = p.y - 3 - h - (taglio ? 6 : 0)
    unioni.push({
      coppia: g.coppia,
      tipo: g.coppia.unioni.at(-1)?.tipo ?? 'genitori',
      punti,
      ...(taglio && { taglio }),
      taglioIn,
      testo,
      riquadro: { x: medio.x - w / 2, y: yTesto, w, h },
    })
  }

  // children
  const figli: LineaFiglio[] = []
  const gemelli: { monozigoti: boolean; barra?: readonly [Punto, Punto] }[] = []
  for (const n of retiFigli) {
    const yb = yCorsia(n)
    const tipi = new Set(n.rami.map((r) => r.tipo))
    const tipoTronco: TipoFiliazione = tipi.size === 1 ? [...tipi][0]! : 'naturale'
    const primo =
      n.riga === n.giunto.riga && n.sorgenti[0] === discese.get(n.giunto) && n.rami.length === n.giunto.rami.length
    figli.push({ tipo: tipoTronco, punti: [...inizioDiscesa(n, primo), { x: n.sorgenti[0]!, y: yb }] })
    const attacchi: number[] = []
    for (const [gruppo, rami] of Map.groupBy(n.rami, (r) => r.gemelli)) {
      const punte = rami.map((r) => cima(r.luogo))
      if (gruppo === undefined) {
        for (const [i, r] of rami.entries()) {
          attacchi.push(punte[i]!.x)
          figli.push({ tipo: r.tipo, punti: [{ x: punte[i]!.x, y: yb }, punte[i]!] })
        }
        continue
      }
      const attacco = { x: punte.reduce((t, p) => t + p.x, 0) / punte.length, y: yb }
      attacchi.push(attacco.x)
      for (const [i, r] of rami.entries()) figli.push({ tipo: r.tipo, punti: [attacco, punte[i]!] })
      const monozigoti = rami.every((r) => r.monozigoti)
      const meta = (p: Punto): Punto => ({ x: (attacco.x + p.x) / 2, y: (attacco.y + p.y) / 2 })
      const perX = [...punte].sort((a, b) => a.x - b.x)
      const [m1, m2] = [meta(perX[0]!), meta(perX.at(-1)!)]
      gemelli.push({ monozigoti, ...(monozigoti && { barra: [m1, { x: m2.x, y: m2.y }] as const }) })
    }
    const [da, a] = [Math.min(n.sorgenti[0]!, ...attacchi), Math.max(n.sorgenti[0]!, ...attacchi)]
    if (a - da >= 1)
      figli.push({
        tipo: tipoTronco,
        punti: [
          { x: da, y: yb },
          { x: a, y: yb },
        ],
      })
  }

  const destra = [...nodi.map((n) => n.x + aspetti.get(n.persona.id)!.fianco), ...[...x.values()].map((v) => v + 6)]
  return { nodi, unioni, figli, gemelli, larghezza: Math.max(0, ...destra), altezza: y }

  function puntiUnione(g: Giunto): Punto[] {
    if (g.modo === 'affiancata') {
      const [n, m] = [nodo.get(g.coppia.a)!, nodo.get(g.coppia.b!)!].sort((v, w) => v.x - w.x) as [Nodo, Nodo]
      return [
        { x: n.x + mezzaLarghezza(n.forma, n.mezzo, 0), y: n.y },
        { x: m.x - mezzaLarghezza(m.forma, m.mezzo, 0), y: m.y },
      ]
    }
    const reti = retiUnione.filter((n) => n.giunto === g)
    const punti = dallaPersona(reti[0]!.luoghi[0])
    for (const n of reti) for (const l of n.luoghi) punti.push({ x: px(l), y: yCorsia(n) })
    return [...punti, ...dallaPersona(reti.at(-1)!.luoghi[1]).reverse()]
  }

  function inizioDiscesa(n: ReteFigli, primo: boolean): Punto[] {
    const xs = n.sorgenti[0]!
    const g = n.giunto
    if (!primo) return [{ x: xs, y: centro[n.riga]! - RAGGIO }]
    if (g.modo === 'affiancata') return [{ x: xs, y: centro[g.riga]! }]
    if (g.modo === 'distante') return [{ x: xs, y: yCorsia(n.sotto as ReteUnione) }]
    if (g.modo === 'livelli') return [{ x: xs, y: centro[g.riga]! + scartoPorta.get(g.discesa[0]!)! }]
    const [bordo, svolta] = dallaPersona(g.discesa[0]!)
    return [bordo, { x: xs, y: svolta.y }]
  }
}

/** The longest level piece of a line: dates and slashes go there. */
function tratto(punti: readonly Punto[]): [Punto, Punto] {
  let scelto: [Punto, Punto] = [punti[0]!, punti[1]!]
  punti.slice(1).forEach((q, i) => {
    const p = punti[i]!
    if (p.y === q.y && Math.abs(q.x - p.x) > Math.abs(scelto[1].x - scelto[0].x)) scelto = [p, q]
  })
  return scelto[0].x <= scelto[1].x ? scelto : [scelto[1], scelto[0]]
}
