// The strip between two rows: every tie that turns there gets a lane of its own, so that two horizontal lines never lie
// one over the other, nor a line going down to a child over the line coming down from other parents.

export interface Rete {
  /** Where it comes from and where it goes, sideways. */
  sorgenti: readonly number[]
  uscite: readonly number[]
  /** Nets of the same strip that must lie above this one. */
  sotto?: Rete
}

const MARGINE = 8
/** Nearer than this, two vertical lines look like one. */
const VICINE = 4

const estremi = (r: Rete): [number, number] => {
  const tutte = [...r.sorgenti, ...r.uscite]
  return [Math.min(...tutte), Math.max(...tutte)]
}
const isDritta = (r: Rete) => {
  const [da, a] = estremi(r)
  return r.uscite.length <= 1 && r.sorgenti.length === 1 && a - da < 1
}

/** Net → lane, from 0 at the top; a straight line takes none, and is put in the first. */
export function corsie(reti: readonly Rete[]): Map<Rete, number> {
  const piegate = reti.filter((r) => !isDritta(r))
  const sopra = (a: Rete, b: Rete) =>
    b.sotto === a || a.sorgenti.some((x) => b.uscite.some((y) => Math.abs(x - y) < VICINE))
  const ordinate = [...piegate].sort((a, b) => {
    const [[a1, a2], [b1, b2]] = [estremi(a), estremi(b)]
    return a1 - b1 || a2 - b2
  })
  const uscita = new Map<Rete, number>(reti.map((r) => [r, 0]))
  const fatte: Rete[] = []
  while (fatte.length < ordinate.length) {
    const restano = ordinate.filter((r) => !fatte.includes(r))
    // a circle of nets each above the other cannot be kept: the first of them gives way
    const prossima = restano.find((r) => !restano.some((q) => q !== r && sopra(q, r))) ?? restano[0]!
    const [da, a] = estremi(prossima)
    const vietata = fatte.filter((q) => {
      const [qa, qb] = estremi(q)
      return qa - MARGINE < a && da - MARGINE < qb
    })
    let corsia = Math.max(0, ...fatte.filter((q) => sopra(q, prossima)).map((q) => uscita.get(q)! + 1))
    while (vietata.some((q) => uscita.get(q) === corsia)) corsia++
    uscita.set(prossima, corsia)
    fatte.push(prossima)
  }
  return uscita
}
