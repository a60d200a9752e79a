// One reading of the data, whatever the order and the shape in which they came: persons sorted, parents brought together
// in couples, what cannot be drawn (ties of unknown persons, a person among his own ancestors) left out. Everything that
// computes on the family starts from here, so that the same data give the same answer.
import {
  confronta,
  type DatiGenogramma,
  type Filiazione,
  type Legame,
  type Nucleo,
  type Persona,
  type TipoFiliazione,
  tipiFiliazione,
  type Unione,
} from './modello.ts'

export interface Ramo {
  figlio: string
  tipo: TipoFiliazione
  gemelli?: { gruppo: string; monozigoti: boolean }
}

/** Two partners, two parents, or both (the elder is `a`); or one parent alone. */
export interface Coppia {
  chiave: string
  a: string
  b?: string
  /** From the first to the last. */
  unioni: readonly Unione[]
  /** From the eldest. */
  figli: readonly Ramo[]
}

export interface Famiglia {
  giorno?: string
  persone: readonly Persona[]
  perId: ReadonlyMap<string, Persona>
  coppie: readonly Coppia[]
  legami: readonly Legame[]
  nuclei: readonly Nucleo[]
}

const IGNOTA = '~'
const confrontaPersone = (p: Persona, q: Persona) =>
  confronta(p.nascita ?? IGNOTA, q.nascita ?? IGNOTA) || confronta(p.id, q.id)
const confrontaUnioni = (u: Unione, v: Unione) => confronta(u.dal ?? '', v.dal ?? '') || confronta(u.id, v.id)

interface Genitura extends Ramo {
  genitori: readonly string[]
}

/** Rows of one parent each are paired: two natural parents are a couple, even when each was recorded alone. */
function geniture(dati: DatiGenogramma, perId: ReadonlyMap<string, Persona>): Genitura[] {
  const unioni = new Map(dati.unioni.map((u) => [u.id, u]))
  const genitori = (f: Filiazione) => {
    const u = 'unione' in f.genitori ? unioni.get(f.genitori.unione) : undefined
    const persone = 'persone' in f.genitori ? f.genitori.persone : u ? [u.a, u.b] : []
    return [...new Set(persone)].filter((p) => perId.has(p) && p !== f.figlio).sort(confronta)
  }
  const righe = dati.filiazioni
    .filter((f) => perId.has(f.figlio))
    .map((f): Genitura => ({ figlio: f.figlio, tipo: f.tipo, gemelli: f.gemelli, genitori: genitori(f) }))
    .filter((g) => g.genitori.length > 0)
  const perFiglio = Map.groupBy(righe, (g) => `${g.figlio} ${tipiFiliazione.indexOf(g.tipo)}`)
  const uscita: Genitura[] = []
  for (const chiave of [...perFiglio.keys()].sort(confronta)) {
    const sue = perFiglio.get(chiave)!
    const gemelli = sue
      .flatMap((g) => g.gemelli ?? [])
      .sort((x, y) => confronta(x.gruppo, y.gruppo) || Number(y.monozigoti) - Number(x.monozigoti))[0]
    const base = { figlio: sue[0]!.figlio, tipo: sue[0]!.tipo, ...(gemelli && { gemelli }) }
    const coppie = new Map(
      sue.filter((g) => g.genitori.length > 1).map((g) => [g.genitori.join(' '), g.genitori.slice(0, 2)]),
    )
    const inCoppia = new Set([...coppie.values()].flat())
    const soli = [...new Set(sue.flatMap((g) => (g.genitori.length === 1 ? g.genitori : [])))]
      .filter((p) => !inCoppia.has(p))
      .sort(confronta)
    const insiemi = [...coppie.keys()].sort(confronta).map((k) => coppie.get(k)!)
    if (soli.length === 2) insiemi.push(soli)
    else for (const p of soli) insiemi.push([p])
    for (const g of insiemi) uscita.push({ ...base, genitori: g })
  }
  return uscita
}

/** Without the rows that would make someone his own ancestor: they are reported by `controllaRelazioni`, not drawn. */
function senzaCicli(righe: readonly Genitura[]): Genitura[] {
  const figli = new Map<string, string[]>()
  const scende = (da: string, a: string): boolean => da === a || (figli.get(da) ?? []).some((f) => scende(f, a))
  return righe.filter((g) => {
    if (g.genitori.some((p) => scende(g.figlio, p))) return false
    for (const p of g.genitori) figli.set(p, [...(figli.get(p) ?? []), g.figlio])
    return true
  })
}

/** A twin whose twin is not in the picture is a child like the others. */
function soloGemelliPresenti(figli: readonly Ramo[]): Ramo[] {
  const gruppi = Map.groupBy(figli, (r) => r.gemelli?.gruppo)
  return figli.map((r) => {
    const altri = r.gemelli && gruppi.get(r.gemelli.gruppo)
    if (altri && altri.length > 1)
      return { ...r, gemelli: { ...r.gemelli!, monozigoti: altri.every((x) => x.gemelli?.monozigoti) } }
    return { figlio: r.figlio, tipo: r.tipo }
  })
}

export function leggi(dati: DatiGenogramma): Famiglia {
  const persone = [...new Map(dati.persone.map((p) => [p.id, p])).values()].sort(confrontaPersone)
  const perId = new Map(persone.map((p) => [p.id, p]))
  const posto = new Map(persone.map((p, i) => [p.id, i]))
  const unioni = dati.unioni.filter((u) => perId.has(u.a) && perId.has(u.b) && u.a !== u.b).sort(confrontaUnioni)

  const coppie = new Map<string, { a: string; b?: string; unioni: Unione[]; figli: Map<string, Ramo> }>()
  const coppia = (membri: readonly string[]) => {
    const [a, b] = [...membri].sort((x, y) => posto.get(x)! - posto.get(y)!)
    const chiave = membri.length === 1 ? a! : `${a} ${b}`
    let c = coppie.get(chiave)
    if (!c) {
      c = { a: a!, ...(b !== undefined && { b }), unioni: [], figli: new Map() }
      coppie.set(chiave, c)
    }
    return c
  }
  for (const u of unioni) coppia([u.a, u.b]).unioni.push(u)
  for (const { genitori, ...ramo } of senzaCicli(geniture(dati, perId))) {
    const { figli } = coppia(genitori)
    if (!figli.has(ramo.figlio)) figli.set(ramo.figlio, ramo)
  }
  const primo = (c: { a: string }) => posto.get(c.a)!
  const ultimo = (c: { b?: string }) => (c.b === undefined ? -1 : posto.get(c.b)!)
  return {
    ...(dati.giorno && { giorno: dati.giorno }),
    persone,
    perId,
    coppie: [...coppie.entries()]
      .sort(([, x], [, y]) => primo(x) - primo(y) || ultimo(x) - ultimo(y))
      .map(([chiave, c]) => ({
        ...c,
        chiave,
        figli: soloGemelliPresenti([...c.figli.values()].sort((x, y) => posto.get(x.figlio)! - posto.get(y.figlio)!)),
      })),
    legami: dati.legami
      .filter((l) => perId.has(l.a) && perId.has(l.b) && l.a !== l.b)
      .sort((x, y) => confronta(`${x.a} ${x.b} ${x.qualita}`, `${y.a} ${y.b} ${y.qualita}`)),
    nuclei: dati.nuclei
      .map((n) => ({
        ...n,
        membri: n.membri.filter((m) => perId.has(m.persona)).sort((x, y) => confronta(x.persona, y.persona)),
      }))
      .filter((n) => n.membri.length > 0)
      .sort((x, y) => confronta(x.id, y.id)),
  }
}

/** The last union of the couple is what its line shows. */
export const ultimaUnione = (c: Coppia): Unione | undefined => c.unioni.at(-1)
