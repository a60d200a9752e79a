// Who stands left of whom. A family is first told as one would tell it (a couple, its children from the eldest, then the
// in-laws), in a few ways; each telling is improved by moving blocks while crossings, siblings out of order, siblings
// kept apart and women on the left weigh less. The best telling wins; ties go to the first, so nothing depends on chance.
import type { Famiglia } from './famiglia.ts'
import { racconta } from './racconto.ts'
import { type Blocco, chiavePersona, type Schema } from './schema.ts'

const PESO = {
  incrocio: 4,
  inversione: 1,
  separati: 0.7,
  gemelli: 3,
  partner: 1.5,
  accanto: 0.8,
  nucleo: 0.4,
  lato: 0.5,
}

/** The order under work: places are numbered once and looked up in plain arrays, because it is weighed thousands of times. */
class Tavola {
  righe: Blocco[][]
  #numero: Map<string, number>
  /** Place → how many stand on its left; place → block on its row. */
  #posto: Int32Array
  #blocco: Int32Array
  /** Strip by strip, the ties as triples: two upper places (the same one twice), one lower. */
  #archi: Int32Array[]
  #su: Float64Array
  #giu: Float64Array
  /** For each row: siblings in order of birth, members of one household, and the pairs that should be near. */
  #fratrie: number[][][]
  #nuclei: number[][][]
  #vicini: { a: number; b: number; peso: number }[][]
  /** A man and a woman alone in a block: he should be on the left. */
  #coppie: { uomo: number; donna: number }[][]

  constructor(f: Famiglia, s: Schema, righe: Blocco[][]) {
    this.righe = righe
    const voci = s.blocchi.flatMap((b) => b.voci.map((v) => ({ chiave: v.chiave, riga: b.riga })))
    this.#numero = new Map(voci.map((v, i) => [v.chiave, i]))
    this.#posto = new Int32Array(voci.length)
    this.#blocco = new Int32Array(voci.length)
    this.#su = new Float64Array(s.archi.length)
    this.#giu = new Float64Array(s.archi.length)
    const n = (chiave: string) => this.#numero.get(chiave)!
    const persona = (id: string) => n(chiavePersona(id))
    const inRiga = (i: number) => (k: number) => voci[k]!.riga === i
    const perRiga = <T>(lista: readonly T[], riga: (x: T) => number) =>
      righe.map((_r, i) => lista.filter((x) => riga(x) === i))
    const insiemi = (liste: readonly number[][]) =>
      righe.map((_r, i) => liste.map((l) => l.filter(inRiga(i))).filter((l) => l.length > 1))

    this.#archi = perRiga(s.archi, (a) => a.riga).map(
      (archi) => new Int32Array(archi.flatMap((a) => [n(a.su[0]!), n(a.su.at(-1)!), n(a.giu)])),
    )
    this.#fratrie = insiemi(s.giunti.map((g) => g.coppia.figli.map((r) => persona(r.figlio))))
    const presenti = new Set(this.#numero.keys())
    this.#nuclei = insiemi(
      f.nuclei.map((x) =>
        x.membri
          .map((m) => chiavePersona(m.persona))
          .filter((k) => presenti.has(k))
          .map(n),
      ),
    )
    const gemelli = s.giunti.flatMap((g) =>
      [...Map.groupBy(g.coppia.figli, (r) => r.gemelli?.gruppo)].flatMap(([gruppo, rami]) =>
        gruppo === undefined ? [] : rami.slice(1).map((r, i) => [rami[i]!.figlio, r.figlio].map(persona)),
      ),
    )
    const vicini = [
      ...s.giunti
        .filter((g) => g.modo === 'distante')
        .map((g) => ({ a: n(g.discesa[0]!), b: n(g.discesa[1]!), peso: PESO.partner })),
      ...s.accanto.map(([p, q]) => ({ a: persona(p), b: persona(q), peso: PESO.accanto })),
      ...gemelli.map(([a, b]) => ({ a: a!, b: b!, peso: PESO.gemelli })),
    ].filter((c) => voci[c.a]!.riga === voci[c.b]!.riga)
    this.#vicini = perRiga(vicini, (c) => voci[c.a]!.riga)
    const sesso = (id: string) => f.perId.get(id)!.sesso
    const coppie = s.blocchi.flatMap((b) => {
      const due = b.voci.filter((v) => v.tipo === 'persona').map((v) => v.persona!)
      const uomo = due.find((id) => sesso(id) === 'M')
      const donna = due.find((id) => sesso(id) === 'F')
      return due.length === 2 && uomo && donna ? [{ uomo: persona(uomo), donna: persona(donna) }] : []
    })
    this.#coppie = perRiga(coppie, (c) => voci[c.uomo]!.riga)
    righe.forEach((_r, i) => {
      this.#numera(i)
    })
  }

  #numera(riga: number) {
    let n = 0
    this.righe[riga]!.forEach((b, i) => {
      for (const v of b.voci) {
        const k = this.#numero.get(v.chiave)!
        this.#posto[k] = n++
        this.#blocco[k] = i
      }
    })
  }

  #incroci(riga: number): number {
    const archi = this.#archi[riga]
    if (!archi) return 0
    const [su, giu, posto] = [this.#su, this.#giu, this.#posto]
    const quanti = archi.length / 3
    for (let i = 0; i < quanti; i++) {
      su[i] = posto[archi[3 * i]!]! + posto[archi[3 * i + 1]!]!
      giu[i] = posto[archi[3 * i + 2]!]!
    }
    let n = 0
    for (let i = 0; i < quanti; i++)
      for (let j = i + 1; j < quanti; j++) if ((su[i]! - su[j]!) * (giu[i]! - giu[j]!) < 0) n++
    return n
  }

  /** How many blocks stand between the first and the last of these places, without holding any of them. */
  #estranei(luoghi: readonly number[]): number {
    let [da, a, n] = [Number.POSITIVE_INFINITY, -1, 0]
    for (let i = 0; i < luoghi.length; i++) {
      const b = this.#blocco[luoghi[i]!]!
      da = Math.min(da, b)
      a = Math.max(a, b)
      let nuovo = true
      for (let j = 0; j < i && nuovo; j++) nuovo = this.#blocco[luoghi[j]!] !== b
      if (nuovo) n++
    }
    return a - da + 1 - n
  }

  #costoRiga(riga: number): number {
    let costo = 0
    for (const fratria of this.#fratrie[riga]!) {
      costo += PESO.separati * this.#estranei(fratria)
      for (let i = 0; i < fratria.length; i++)
        for (let j = i + 1; j < fratria.length; j++)
          if (this.#posto[fratria[i]!]! > this.#posto[fratria[j]!]!) costo += PESO.inversione
    }
    for (const nucleo of this.#nuclei[riga]!) costo += PESO.nucleo * this.#estranei(nucleo)
    for (const { a, b, peso } of this.#vicini[riga]!)
      costo += peso * Math.max(0, Math.abs(this.#blocco[a]! - this.#blocco[b]!) - 1)
    for (const { uomo, donna } of this.#coppie[riga]!) if (this.#posto[donna]! < this.#posto[uomo]!) costo += PESO.lato
    return costo
  }

  /** What depends on the order of this row. */
  #attorno = (riga: number) => PESO.incrocio * (this.#incroci(riga - 1) + this.#incroci(riga)) + this.#costoRiga(riga)

  costo = () => this.righe.reduce((n, _r, i) => n + PESO.incrocio * this.#incroci(i) + this.#costoRiga(i), 0)

  migliora() {
    for (let giro = 0; giro < 12; giro++) {
      const prima = this.costo()
      for (let i = 0; i < this.righe.length; i++) this.#miglioraRiga(giro % 2 === 0 ? i : this.righe.length - 1 - i)
      if (this.costo() >= prima) return
    }
  }

  #miglioraRiga(riga: number) {
    let meglio = this.#attorno(riga)
    const prova = (cambia: () => void, disfa: () => void) => {
      cambia()
      this.#numera(riga)
      const costo = this.#attorno(riga)
      if (costo < meglio - 1e-9) {
        meglio = costo
        return true
      }
      disfa()
      this.#numera(riga)
      return false
    }
    for (const b of [...this.righe[riga]!]) {
      if (b.voci.length > 1)
        prova(
          () => b.voci.reverse(),
          () => b.voci.reverse(),
        )
      const fila = this.righe[riga]!
      for (let a = 0; a < fila.length; a++) {
        const da = fila.indexOf(b)
        if (a === da) continue
        prova(
          () => fila.splice(a, 0, ...fila.splice(da, 1)),
          () => fila.splice(da, 0, ...fila.splice(a, 1)),
        )
      }
    }
  }
}

export function ordina(f: Famiglia, s: Schema): Blocco[][] {
  let scelta: Tavola | undefined
  for (const padrePrima of [true, false])
    for (const suoceriSubito of [false, true]) {
      const copia = { ...s, blocchi: s.blocchi.map((b) => ({ ...b, voci: [...b.voci] })) }
      const tavola = new Tavola(f, copia, racconta(f, copia, { padrePrima, suoceriSubito }))
      tavola.migliora()
      if (!scelta || tavola.costo() < scelta.costo() - 1e-9) scelta = tavola
    }
  return scelta?.righe ?? []
}
