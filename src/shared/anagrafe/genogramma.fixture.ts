// Synthetic families for tests and measures, from a seed: three to five generations with remarriages, half siblings,
// twins, adoptions, foster care, lonely parents, losses, cousins who marry, in-laws with parents of their own, persons of
// the network, several households at once. Invented names only.
import type {
  DatiGenogramma,
  Filiazione,
  Legame,
  Nucleo,
  Persona,
  Sesso,
  TipoFiliazione,
  TipoPersona,
  Unione,
} from './genogramma/modello.ts'
import { stiliLegame, stiliSegno } from './genogramma/tabelle.ts'

/** Small and even enough for tests (mulberry32). */
export function caso(seme: number): () => number {
  let a = seme >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function mescola<T>(lista: readonly T[], dado: () => number): T[] {
  const copia = [...lista]
  for (let i = copia.length - 1; i > 0; i--) {
    const j = Math.floor(dado() * (i + 1))
    ;[copia[i], copia[j]] = [copia[j]!, copia[i]!]
  }
  return copia
}

/** The same facts in another order, couples written the other way round. */
export function rimescola(d: DatiGenogramma, seme: number): DatiGenogramma {
  const dado = caso(seme)
  return {
    ...d,
    persone: mescola(d.persone, dado),
    unioni: mescola(d.unioni, dado).map((u) => (dado() < 0.5 ? u : { ...u, a: u.b, b: u.a })),
    filiazioni: mescola(d.filiazioni, dado),
    legami: mescola(d.legami, dado),
    nuclei: mescola(d.nuclei, dado).map((n) => ({ ...n, membri: mescola(n.membri, dado) })),
  }
}

const nomi = {
  M: ['Luca', 'Mario', 'Giuseppe', 'Pier Giorgio', 'Andrea', 'Ahmed', 'Carlo', 'Massimiliano', 'Ivo', 'Tommaso'],
  F: ['Anna', 'Maria Antonietta', 'Giulia', 'Fatima', 'Elena', 'Bruna', 'Sofia', 'Ines', 'Mariangela', 'Lucia'],
}
/** Nothing of these families is later than this year. */
const OGGI = 2025

const cognomi = [
  'Rossi',
  'Bianchi',
  'De Santis',
  'Ferraro',
  'El Amrani',
  'Quaranta',
  'Montanari',
  'Popescu',
  'Li',
  'D’Angelo',
]

class Costruttore {
  persone: Persona[] = []
  unioni: Unione[] = []
  filiazioni: Filiazione[] = []
  legami: Legame[] = []
  nuclei: Nucleo[] = []
  #dado: () => number
  #massimo: number
  #genitori = new Map<string, string[]>()
  constructor(seme: number, massimo: number) {
    this.#dado = caso(seme)
    this.#massimo = massimo
  }
  capita = (p: number) => this.#dado() < p
  tra = (da: number, a: number) => da + Math.floor(this.#dado() * (a - da + 1))
  uno = <T>(lista: readonly T[]): T => lista[Math.floor(this.#dado() * lista.length)]!
  get pieno() {
    return this.persone.length >= this.#massimo
  }
  data = (anno: number) =>
    `${anno}-${String(this.tra(1, 12)).padStart(2, '0')}-${String(this.tra(1, 28)).padStart(2, '0')}`
  anno = (p: Persona) => Number(p.nascita?.slice(0, 4) ?? 1950)

  persona(anno: number, sesso: Sesso = this.capita(0.5) ? 'M' : 'F', tipo?: TipoPersona): Persona {
    const p: Persona = {
      id: `p${String(this.persone.length + 1).padStart(3, '0')}`,
      etichetta: tipo ? '' : `${this.uno(nomi[sesso === 'F' ? 'F' : 'M'])} ${this.uno(cognomi)}`,
      sesso: !tipo && this.capita(0.02) ? 'altro' : sesso,
      nascita: this.data(anno),
      ...(tipo && { tipo }),
    }
    if (!tipo && anno < 1950 && this.capita(0.6)) p.decesso = this.data(Math.min(2024, anno + this.tra(50, 85)))
    if (!tipo && this.capita(0.12)) p.segni = [{ codice: this.uno(stiliSegno).codice }]
    this.persone.push(p)
    return p
  }

  coppia(a: Persona, b: Persona, finita = this.capita(0.25)): Unione {
    const dal = Math.min(OGGI - 1, Math.max(this.anno(a), this.anno(b)) + this.tra(20, 27))
    const al = dal + this.tra(3, 12)
    const u: Unione = {
      id: `u${this.unioni.length + 1}`,
      a: a.id,
      b: b.id,
      tipo: this.capita(0.65)
        ? 'matrimonio'
        : this.uno(['unione-civile', 'convivenza', 'fidanzamento', 'relazione'] as const),
      dal: this.data(dal),
      ...(finita &&
        al < OGGI && {
          al: this.data(al),
          esito: this.uno(['divorzio', 'separazione-legale', 'separazione-di-fatto'] as const),
        }),
    }
    this.unioni.push(u)
    return u
  }

  figlia(
    figlio: Persona,
    genitori: Filiazione['genitori'],
    chi: string[],
    tipo: TipoFiliazione,
    gemelli?: Filiazione['gemelli'],
  ) {
    this.filiazioni.push({ figlio: figlio.id, genitori, tipo, ...(gemelli && { gemelli }) })
    if (tipo === 'naturale') this.#genitori.set(figlio.id, chi)
  }

  /** The children of a couple or of one parent. */
  figli(chi: Persona[], genitori: Filiazione['genitori'], quanti: number): Persona[] {
    const primo = Math.max(...chi.map(this.anno)) + this.tra(22, 27)
    const nati: Persona[] = []
    const ids = chi.map((p) => p.id)
    for (let i = 0; i < quanti && !this.pieno; i++) {
      const anno = primo + i * 2
      if (anno > OGGI) break
      if (this.capita(0.08)) {
        const tipo = this.uno(['nato-morto', 'aborto-spontaneo', 'interruzione', 'gravidanza'] as const)
        this.figlia(
          this.persona(tipo === 'gravidanza' ? 2026 : anno, this.capita(0.5) ? 'M' : 'F', tipo),
          genitori,
          ids,
          'naturale',
        )
        continue
      }
      const f = this.persona(anno)
      const tipo: TipoFiliazione = this.capita(0.08) ? 'adottiva' : this.capita(0.05) ? 'affido' : 'naturale'
      nati.push(f)
      if (this.capita(0.1) && !this.pieno) {
        const monozigoti = this.capita(0.5)
        const g = this.persona(anno, monozigoti ? f.sesso : undefined)
        g.nascita = f.nascita
        if (monozigoti) g.sesso = f.sesso
        const gemelli = { gruppo: `g${f.id}`, monozigoti }
        this.figlia(f, genitori, ids, tipo, gemelli)
        this.figlia(g, genitori, ids, tipo, gemelli)
        nati.push(g)
      } else this.figlia(f, genitori, ids, tipo)
    }
    return nati
  }

  fratelli = (a: Persona, b: Persona) => {
    const [x, y] = [this.#genitori.get(a.id) ?? [], this.#genitori.get(b.id) ?? []]
    return x.some((g) => y.includes(g))
  }

  /** A partner for someone: a newcomer, sometimes with parents and siblings in the picture, sometimes a cousin. */
  partner(p: Persona, generazione: readonly Persona[]): Persona | undefined {
    const cugini = generazione.filter(
      (q) =>
        q !== p &&
        q.sesso !== p.sesso &&
        !this.fratelli(p, q) &&
        !this.unioni.some((u) => u.a === q.id || u.b === q.id),
    )
    if (cugini.length > 0 && this.capita(0.06)) return this.uno(cugini)
    if (this.pieno) return undefined
    const altro = this.persona(this.anno(p) + this.tra(-4, 4), p.sesso === 'F' ? 'M' : 'F')
    if (this.capita(0.25) && this.persone.length + 3 <= this.#massimo) {
      const padre = this.persona(this.anno(altro) - this.tra(25, 30), 'M')
      const madre = this.persona(this.anno(altro) - this.tra(23, 28), 'F')
      const u = this.coppia(padre, madre)
      this.figlia(altro, { unione: u.id }, [padre.id, madre.id], 'naturale')
      if (this.capita(0.4))
        this.figlia(this.persona(this.anno(altro) + 2), { unione: u.id }, [padre.id, madre.id], 'naturale')
    }
    return altro
  }

  generazione(gente: readonly Persona[]): Persona[] {
    const nuovi: Persona[] = []
    for (const p of gente) {
      if (this.anno(p) > 2003 || this.capita(0.2)) continue
      const volte = this.capita(0.2) ? (this.capita(0.25) ? 3 : 2) : 1
      for (let v = 0; v < volte; v++) {
        if (this.capita(0.12) && !this.pieno) {
          nuovi.push(...this.figli([p], { persone: [p.id] }, 1))
          continue
        }
        const altro = this.partner(p, gente)
        if (!altro) break
        if (this.capita(0.1)) {
          nuovi.push(...this.figli([p, altro], { persone: [p.id, altro.id] }, this.tra(1, 2)))
          continue
        }
        const u = this.coppia(p, altro, v < volte - 1 ? true : undefined)
        nuovi.push(...this.figli([p, altro], { unione: u.id }, this.tra(0, 4)))
      }
    }
    return nuovi
  }

  nucleo(tipo: Nucleo['tipo'], etichetta: string, chi: readonly Persona[]) {
    if (chi.length > 0)
      this.nuclei.push({
        id: `n${this.nuclei.length + 1}`,
        tipo,
        etichetta,
        membri: chi.map((p) => ({ persona: p.id })),
      })
  }
}

export function famiglia(seme: number, massimo = 12 + ((seme * 7) % 49)): DatiGenogramma {
  const c = new Costruttore(seme, massimo)
  let gente: Persona[] = []
  for (let i = 0; i < c.tra(1, 3); i++) {
    const a = c.persona(c.tra(1925, 1940), 'M')
    const b = c.persona(c.anno(a) + c.tra(-3, 6), 'F')
    gente.push(...c.figli([a, b], { unione: c.coppia(a, b).id }, c.tra(1, 4)))
  }
  for (let g = 0; g < c.tra(2, 4) && !c.pieno; g++) gente = c.generazione(gente)
  const adulti = c.persone.filter((p) => !p.tipo)
  const indice = c.uno(adulti)
  indice.indice = true
  const u = c.unioni.find((x) => !x.al && x.dal! > '1980')
  if (u) {
    const figli = c.filiazioni.filter((f) => 'unione' in f.genitori && f.genitori.unione === u.id).map((f) => f.figlio)
    const casa = adulti.filter((p) => p.id === u.a || p.id === u.b || figli.includes(p.id))
    c.nucleo('anagrafico', 'Nucleo anagrafico', casa)
    c.nucleo(
      'isee',
      'Nucleo ISEE',
      [...casa.slice(1), c.uno(adulti)].filter((p, i, l) => l.indexOf(p) === i),
    )
    if (c.capita(0.5) && !c.pieno) c.nucleo('fatto', 'Nucleo di fatto', [...casa, c.persona(c.tra(1950, 1995))])
  }
  if (c.capita(0.5)) for (let i = 0; i < c.tra(1, 3) && !c.pieno; i++) c.persona(c.tra(1950, 1990))
  for (let i = 0; i < c.tra(0, 5); i++) {
    const [a, b] = mescola(adulti, () => c.tra(0, 999) / 1000)
    if (a && b && !c.legami.some((l) => l.a === a.id && l.b === b.id))
      c.legami.push({ a: a.id, b: b.id, qualita: c.uno(stiliLegame).codice })
  }
  const { persone, unioni, filiazioni, legami, nuclei } = c
  return { giorno: '2026-11-26', persone, unioni, filiazioni, legami, nuclei }
}
