// Who stands left of whom. A family is first told as one would tell it (a couple, its children from the eldest, then the
// in-laws), in a few ways; each telling is improved by moving blocks while crossings, siblings out of order, siblings
// kept apart and women on the left weigh less. The best telling wins; ties go to the first, so nothing depends on chance.
import type { Famiglia } from './famiglia.ts'
import type { Arco, Blocco, Giunto, Schema } from './schema.ts'
import { chiavePersona } from './schema.ts'

const PESO = { incrocio: 4, inversione: 1, separati: 0.7, gemelli: 3, partner: 1.5, accanto: 0.8, lato: 0.5 }

interface Racconto {
  padrePrima: boolean
  suoceriSubito: boolean
}

/** The rows as they come out of one telling of the family. */
function racconta(f: Famiglia, s: Schema, modo: Racconto): Blocco[][] {
  const righe: Blocco[][] = Array.from({ length: s.righe }, () => [])
  const bloccoDi = new Map(s.blocchi.flatMap((b) => b.voci.map((v) => [v.chiave, b] as const)))
  const posti = new Set<Blocco>()
  const metti = (b: Blocco) => {
    posti.add(b)
    righe[b.riga]!.push(b)
  }
  const persona = (id: string) => bloccoDi.get(chiavePersona(id))!
  const natale = (id: string) => s.giunti.filter((g) => g.coppia.figli.some((r) => r.figlio === id))
  const membri = (g: Giunto) => (g.coppia.b === undefined ? [g.coppia.a] : [g.coppia.a, g.coppia.b])

  const visita = (b: Blocco, sopra: Blocco[]) => {
    if (posti.has(b)) return
    metti(b)
    const persone = b.voci.flatMap((v) => (v.tipo === 'persona' ? [v.persona!] : []))
    const attesa: Blocco[] = []
    for (const id of persone) {
      for (const g of s.giunti.filter((x) => membri(x).includes(id))) {
        for (const luogo of g.catena)
          if (!posti.has(bloccoDi.get(luogo)!) && luogo.startsWith('v:')) metti(bloccoDi.get(luogo)!)
        for (const ramo of g.rami)
          for (const luogo of ramo) {
            const suo = bloccoDi.get(luogo)!
            if (luogo.startsWith('v:')) {
              if (!posti.has(suo)) metti(suo)
            } else visita(suo, attesa)
          }
        for (const m of membri(g)) visita(persona(m), attesa)
      }
      for (const [ospite, presso] of s.accanto) if (presso === id) visita(persona(ospite), attesa)
    }
    for (const a of attesa) visita(a, [])
    for (const id of persone)
      for (const g of natale(id))
        for (const m of membri(g)) {
          if (modo.suoceriSubito) visita(persona(m), [])
          else sopra.push(persona(m))
        }
  }

  /** Up from the index person, by the father's or the mother's line. */
  const radice = (id: string): Blocco => {
    const genitori = natale(id).flatMap(membri)
    const scelto = genitori.find((g) => (f.perId.get(g)!.sesso === 'M') === modo.padrePrima) ?? genitori[0]
    return scelto === undefined ? persona(id) : radice(scelto)
  }
  const presenti = f.persone.filter((p) => bloccoDi.has(chiavePersona(p.id)))
  const indice = presenti.find((p) => p.indice)
  const coda = [...(indice ? [radice(indice.id)] : []), ...presenti.map((p) => radice(p.id)), ...s.blocchi]
  while (coda.length > 0) visita(coda.shift()!, coda)
  return righe
}

class Tavola {
  righe: Blocco[][]
  #f: Famiglia
  #archi: Arco[][]
  #posto = new Map<string, number>()
  #blocco = new Map<string, number>()
  /** For each row: siblings in order of birth, twins, and the pairs that should be near. */
  #fratrie: string[][][]
  #vicini: { a: string; b: string; peso: number }[][]

  constructor(f: Famiglia, s: Schema, righe: Blocco[][]) {
    this.#f = f
    this.righe = righe
    const perRiga = <T>(lista: readonly T[], riga: (x: T) => number) =>
      righe.map((_r, i) => lista.filter((x) => riga(x) === i))
    this.#archi = perRiga(s.archi, (a) => a.riga)
    const rigaDi = new Map(s.blocchi.flatMap((b) => b.voci.map((v) => [v.chiave, b.riga] as const)))
    const chiavi = (g: Giunto) => g.coppia.figli.map((r) => chiavePersona(r.figlio))
    this.#fratrie = righe.map((_r, i) =>
      s.giunti.map((g) => chiavi(g).filter((k) => rigaDi.get(k) === i)).filter((x) => x.length > 1),
    )
    const coppie = [
      ...s.giunti
        .filter((g) => g.modo === 'distante')
        .map((g) => ({ a: g.discesa[0]!, b: g.discesa[1]!, peso: PESO.partner })),
      ...s.accanto.map(([p, q]) => ({ a: chiavePersona(p), b: chiavePersona(q), peso: PESO.accanto })),
      ...s.giunti.flatMap((g) =>
        [...Map.groupBy(g.coppia.figli, (r) => r.gemelli?.gruppo)].flatMap(([gruppo, rami]) =>
          gruppo === undefined
            ? []
            : rami
                .slice(1)
                .map((r, i) => ({ a: chiavePersona(rami[i]!.figlio), b: chiavePersona(r.figlio), peso: PESO.gemelli })),
        ),
      ),
    ]
    this.#vicini = perRiga(coppie, (c) => rigaDi.get(c.a)!)
    righe.forEach((_r, i) => {
      this.#numera(i)
    })
  }

  #numera(riga: number) {
    let n = 0
    this.righe[riga]!.forEach((b, i) => {
      for (const v of b.voci) {
        this.#posto.set(v.chiave, n++)
        this.#blocco.set(v.chiave, i)
      }
    })
  }

  #incroci(riga: number): number {
    const archi = (this.#archi[riga] ?? []).map((a) => ({
      su: a.su.reduce((n, k) => n + this.#posto.get(k)!, 0) / a.su.length,
      giu: this.#posto.get(a.giu)!,
    }))
    let n = 0
    for (let i = 0; i < archi.length; i++)
      for (let j = i + 1; j < archi.length; j++)
        if ((archi[i]!.su - archi[j]!.su) * (archi[i]!.giu - archi[j]!.giu) < 0) n++
    return n
  }

  #costoRiga(riga: number): number {
    let costo = 0
    for (const fratria of this.#fratrie[riga]!) {
      const blocchi = fratria.map((k) => this.#blocco.get(k)!)
      const posti = fratria.map((k) => this.#posto.get(k)!)
      costo += PESO.separati * (Math.max(...blocchi) - Math.min(...blocchi) + 1 - new Set(blocchi).size)
      for (let i = 0; i < posti.length; i++)
        for (let j = i + 1; j < posti.length; j++) if (posti[i]! > posti[j]!) costo += PESO.inversione
    }
    for (const { a, b, peso } of this.#vicini[riga]!)
      costo += peso * Math.max(0, Math.abs(this.#blocco.get(a)! - this.#blocco.get(b)!) - 1)
    for (const b of this.righe[riga]!) {
      const persone = b.voci.filter((v) => v.tipo === 'persona').map((v) => this.#f.perId.get(v.persona!)!)
      if (persone.length === 2 && persone[0]!.sesso === 'F' && persone[1]!.sesso === 'M') costo += PESO.lato
    }
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
