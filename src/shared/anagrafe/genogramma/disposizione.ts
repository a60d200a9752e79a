// From data to a picture in coordinates. A layered drawing made for families: rows are generations, partners stand side
// by side, parents over their children; the parts that no tie joins stand one beside the other. It is our own and not a
// general graph library's because couples, twins and households are no part of those, and because here the same data must
// give the same picture to the pixel, in whatever order they arrive.
import { contorni } from './contorni.ts'
import { type Famiglia, leggi } from './famiglia.ts'
import type { Disposizione, Punto, Rettangolo } from './figura.ts'
import { componenti } from './generazioni.ts'
import { tracciaLegami } from './legami.ts'
import type { DatiGenogramma } from './modello.ts'
import { aspetto } from './nodi.ts'
import { ordina } from './ordine.ts'
import { traccia } from './percorsi.ts'
import { collocaX } from './posizioni.ts'
import { schema } from './schema.ts'
import { scrittaUnione } from './unioni.ts'

const MARGINE = 34
const TRA_PARTI = 56

type Parte = ReturnType<typeof traccia>

const sposta = (p: Punto, d: Punto): Punto => ({ x: p.x + d.x, y: p.y + d.y })
const spostaR = (r: Rettangolo, d: Punto): Rettangolo => ({ ...r, x: r.x + d.x, y: r.y + d.y })

function trasla(p: Parte, d: Punto): Parte {
  return {
    ...p,
    nodi: p.nodi.map((n) => ({ ...n, ...sposta(n, d), etichetta: spostaR(n.etichetta, d) })),
    unioni: p.unioni.map((u) => ({
      ...u,
      punti: u.punti.map((q) => sposta(q, d)),
      taglioIn: sposta(u.taglioIn, d),
      riquadro: spostaR(u.riquadro, d),
    })),
    figli: p.figli.map((l) => ({ ...l, punti: l.punti.map((q) => sposta(q, d)) })),
    gemelli: p.gemelli.map((g) =>
      g.barra ? { ...g, barra: [sposta(g.barra[0], d), sposta(g.barra[1], d)] as const } : g,
    ),
  }
}

/** Parts on shelves: the first as it is, the others beside it while there is room, then below. */
function affianca(parti: readonly Parte[]): { messe: Parte[]; larghezza: number; altezza: number } {
  const massima = Math.max(900, parti[0]?.larghezza ?? 0)
  const messe: Parte[] = []
  let [x, y, altezza, larghezza] = [0, 0, 0, 0]
  for (const p of parti) {
    if (x > 0 && x + p.larghezza > massima) {
      y += altezza + TRA_PARTI / 2
      ;[x, altezza] = [0, 0]
    }
    messe.push(trasla(p, { x: x + MARGINE, y }))
    larghezza = Math.max(larghezza, x + p.larghezza)
    altezza = Math.max(altezza, p.altezza)
    x += p.larghezza + TRA_PARTI
  }
  return { messe, larghezza: larghezza + 2 * MARGINE, altezza: y + altezza + MARGINE }
}

function parte(f: Famiglia, comp: Parameters<typeof schema>[1], accanto: ReadonlyMap<string, string>): Parte {
  const s = schema(f, comp, accanto)
  const righe = ordina(f, s)
  const aspetti = new Map([...comp.riga.keys()].map((id) => [id, aspetto(f, f.perId.get(id)!)]))
  const x = collocaX(righe, s, { aspetto: (id) => aspetti.get(id)!, scritta: (g) => scrittaUnione(g.coppia).w })
  return traccia(f, s, righe, x)
}

export function disponi(dati: DatiGenogramma): Disposizione {
  const f = leggi(dati)
  const { parti, accanto } = componenti(f)
  const { messe, larghezza, altezza } = affianca(parti.map((c) => parte(f, c, accanto)))
  const base = {
    famiglia: f,
    larghezza,
    altezza,
    nodi: messe.flatMap((p) => p.nodi),
    unioni: messe.flatMap((p) => p.unioni),
    figli: messe.flatMap((p) => p.figli),
    gemelli: messe.flatMap((p) => p.gemelli),
  }
  return { ...base, legami: tracciaLegami(base), contorni: contorni(base) }
}
