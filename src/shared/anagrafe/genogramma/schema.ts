// A connected part of the family as rows of blocks, before any coordinate: partners side by side where they can be, and
// the narrow places ("porte" beside a person, "passaggi" through a row) that lines need so as never to cross a symbol.
import type { Coppia, Famiglia } from './famiglia.ts'
import type { Componente } from './generazioni.ts'

export interface Voce {
  chiave: string
  tipo: 'persona' | 'porta' | 'passaggio'
  /** The person himself, or the one the door stands beside. */
  persona?: string
}

export interface Blocco {
  riga: number
  voci: Voce[]
}

/** A tie from a row to the next: `su` is one place, or two whose middle counts. */
export interface Arco {
  riga: number
  su: readonly string[]
  giu: string
}

/** How a couple is drawn. `discesa` is where its children hang from: between two places or from one. */
export interface Giunto {
  coppia: Coppia
  modo: 'affiancata' | 'sola' | 'distante' | 'livelli'
  riga: number
  discesa: readonly string[]
  /** Only for `livelli`: from the door of the upper partner down to that of the lower one. */
  catena: readonly string[]
  /** For each child, the places its line passes through, down to the child. */
  rami: readonly (readonly string[])[]
}

export interface Schema {
  blocchi: Blocco[]
  giunti: Giunto[]
  archi: Arco[]
  righe: number
  /** Lonely person → the one he stands by. */
  accanto: readonly (readonly [string, string])[]
}

export const chiavePersona = (id: string) => `p:${id}`
const chiavePorta = (c: Coppia, id: string) => `o:${c.chiave}:${id}`

/** Chains of partners: each person touches two at most, the ones with children and the present ones first. */
function catene(f: Famiglia, comp: Componente, coppie: readonly Coppia[]) {
  const vicini = new Map<string, string[]>([...comp.riga.keys()].map((id) => [id, []]))
  const capo = new Map([...comp.riga.keys()].map((id) => [id, id]))
  const radice = (id: string): string => (capo.get(id) === id ? id : radice(capo.get(id)!))
  const affiancate = new Set<Coppia>()
  const peso = (c: Coppia) => (c.figli.length > 0 ? 2 : 0) + (c.unioni.length > 0 && !c.unioni.at(-1)!.al ? 1 : 0)
  for (const c of [...coppie].sort((x, y) => peso(y) - peso(x))) {
    if (c.b === undefined || comp.riga.get(c.a) !== comp.riga.get(c.b)) continue
    const [va, vb] = [vicini.get(c.a)!, vicini.get(c.b)!]
    if (va.length > 1 || vb.length > 1 || radice(c.a) === radice(c.b)) continue
    va.push(c.b)
    vb.push(c.a)
    capo.set(radice(c.b), radice(c.a))
    affiancate.add(c)
  }
  const inizio = (id: string, con: string) =>
    coppie.find((c) => affiancate.has(c) && (c.a === id || c.b === id) && (c.a === con || c.b === con))?.unioni[0]
      ?.dal ?? ''
  const visti = new Set<string>()
  const file: string[][] = []
  for (const p of f.persone) {
    if (!comp.riga.has(p.id) || visti.has(p.id) || vicini.get(p.id)!.length > 1) continue
    const fila: string[] = []
    for (let id: string | undefined = p.id; id !== undefined; id = vicini.get(id)!.find((v) => !visti.has(v))) {
      visti.add(id)
      fila.push(id)
    }
    // the man on the left; of more partners, the first on the left
    const rovescia =
      fila.length === 2
        ? f.perId.get(fila[0]!)!.sesso === 'F' && f.perId.get(fila[1]!)!.sesso === 'M'
        : fila.length > 2 && inizio(fila[0]!, fila[1]!) > inizio(fila.at(-1)!, fila.at(-2)!)
    file.push(rovescia ? fila.reverse() : fila)
  }
  return { file, affiancate }
}

export function schema(f: Famiglia, comp: Componente, accanto: ReadonlyMap<string, string>): Schema {
  const coppie = f.coppie.filter((c) => comp.riga.has(c.a))
  const { file, affiancate } = catene(f, comp, coppie)
  const porte = new Map<string, Voce[]>()
  const passaggi: Blocco[] = []
  const archi: Arco[] = []
  const giunti: Giunto[] = []
  const porta = (c: Coppia, persona: string) => {
    const voce: Voce = { chiave: chiavePorta(c, persona), tipo: 'porta', persona }
    porte.set(persona, [...(porte.get(persona) ?? []), voce])
    return voce.chiave
  }
  /** Ties from a row to a place further down, with a passage through each row between. */
  const collega = (nome: string, su: readonly string[], da: number, giu: string, a: number): string[] => {
    const luoghi: string[] = []
    for (let r = da + 1; r < a; r++) {
      const chiave = `v:${nome}:${r}`
      passaggi.push({ riga: r, voci: [{ chiave, tipo: 'passaggio' }] })
      luoghi.push(chiave)
    }
    luoghi.push(giu)
    luoghi.forEach((l, i) => {
      archi.push({ riga: da + i, su: i === 0 ? su : [luoghi[i - 1]!], giu: l })
    })
    return luoghi
  }
  for (const coppia of coppie) {
    const [ra, rb] = [comp.riga.get(coppia.a)!, coppia.b === undefined ? undefined : comp.riga.get(coppia.b)!]
    let giunto: Omit<Giunto, 'rami'>
    if (rb === undefined) giunto = { coppia, modo: 'sola', riga: ra, discesa: [porta(coppia, coppia.a)], catena: [] }
    else if (affiancate.has(coppia))
      giunto = { coppia, modo: 'affiancata', riga: ra, discesa: [coppia.a, coppia.b!].map(chiavePersona), catena: [] }
    else if (ra === rb) {
      const discesa = [porta(coppia, coppia.a), porta(coppia, coppia.b!)]
      giunto = { coppia, modo: 'distante', riga: ra, discesa, catena: [] }
    } else {
      const [alto, basso] = ra < rb ? [coppia.a, coppia.b!] : [coppia.b!, coppia.a]
      const [da, a] = [porta(coppia, alto), porta(coppia, basso)]
      const catena = [da, ...collega(`u:${coppia.chiave}`, [da], Math.min(ra, rb), a, Math.max(ra, rb))]
      giunto = { coppia, modo: 'livelli', riga: Math.max(ra, rb), discesa: [a], catena }
    }
    const rami = coppia.figli.map((r) =>
      collega(
        `${coppia.chiave}:${r.figlio}`,
        giunto.discesa,
        giunto.riga,
        chiavePersona(r.figlio),
        comp.riga.get(r.figlio)!,
      ),
    )
    giunti.push({ ...giunto, rami })
  }
  const blocchi = file.map((fila): Blocco => {
    const voci = fila.flatMap((persona, i) => {
      const voce: Voce = { chiave: chiavePersona(persona), tipo: 'persona', persona }
      const sue = porte.get(persona) ?? []
      return i === 0 && fila.length > 1 ? [...sue, voce] : [voce, ...sue]
    })
    return { riga: comp.riga.get(fila[0]!)!, voci }
  })
  return {
    blocchi: [...blocchi, ...passaggi],
    giunti,
    archi,
    righe: comp.righe,
    accanto: [...accanto].filter(([p]) => comp.riga.has(p)),
  }
}
