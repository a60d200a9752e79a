// A definition read: either what is wrong with it, in sentences, or something that evaluates facts. Names are resolved and
// types checked here, once; an evaluation then cannot fail.

import type { Definizione } from './definizione.ts'
import { compila } from './espressione.ts'
import { fattiComuni } from './fatti.rules.ts'
import { arrotonda, type Frazione, type ModoArrotondamento } from './frazione.ts'
import {
  type Compilata,
  Difetto,
  deiComponenti,
  type Esito,
  type Fatto,
  foglia,
  Ignoto,
  letterale,
  type Nodo,
  nodoFatto,
  parolaTipo,
  type Tipo,
} from './linguaggio.ts'
import { calcolaScala, type ScalaCompilata } from './scala.rules.ts'

export interface RigaCompilata {
  id: string
  nodo: Nodo
  arrotonda: { modo: ModoArrotondamento; passo: number } | null
}
export interface RegolaCompilata {
  id: string
  nodo: Nodo
}
export interface VersioneCompilata {
  definizione: Definizione
  fatti: readonly Fatto[]
  scala: ScalaCompilata | null
  requisiti: readonly RegolaCompilata[]
  importi: readonly RigaCompilata[]
  obblighi: readonly RegolaCompilata[]
  esoneri: readonly RegolaCompilata[]
  /** Conditions of the terms on one member or on the household, by «termine», «termine quando», «termine ancora n», and chiaveSosta. */
  condizioni: ReadonlyMap<string, Nodo>
  /** Facts, values and quantities that a name rests on, directly. */
  nomi: ReadonlyMap<string, Compilata>
  /** Facts that the measure asks for, in the order of the vocabulary. */
  usati: readonly Fatto[]
}
export type Lettura = { difetti: string[]; versione: null } | { difetti: []; versione: VersioneCompilata }

/** Of the n-th renewal: where there is no pause before it. */
export const chiaveSosta = (n: number) => `durata ${n}`

/** The scale is a number like any other quantity, by this name. */
export const CHIAVE_SCALA = 'scala'

/** Computed once for each evaluation, once for each member. */
const conMemoria =
  (id: string, nodo: Nodo, diComponente: boolean): Nodo =>
  (c) => {
    const chiave = diComponente ? `${id}#${c.componente}` : id
    const gia = c.calcolati.get(chiave)
    if (gia !== undefined) return gia
    const v = nodo(diComponente ? c : { ...c, componente: null })
    c.calcolati.set(chiave, v)
    return v
  }

/** What has a name is seen by its name, so that an explanation can show the step; what it was made of stays beside. */
const nominato = (id: string, c: Pick<Compilata, 'nomi'>) => ({ nomi: new Set([id]), sotto: c.nomi, costante: null })

class Lettore {
  readonly difetti: string[] = []
  readonly nomi = new Map<string, Compilata>()
  readonly chiesti = new Set<string>()

  /** Reads in the place named, adding to the defects instead of stopping: who writes sees all of them. */
  prova(dove: string, fn: () => void) {
    try {
      fn()
    } catch (e) {
      if (!(e instanceof Difetto)) throw e
      this.difetti.push(`${dove}: ${e.message}`)
    }
  }

  aggiungi(id: string, c: Compilata) {
    if (this.nomi.has(id)) throw new Difetto(`il nome «${id}» è usato due volte.`)
    this.nomi.set(id, c)
  }

  /** An expression of one type, of the household or of one member. */
  espressione(e: unknown, tipo: Tipo | readonly Tipo[], diComponente = false): Compilata {
    const c = compila(e, this.nomi)
    const ammessi = typeof tipo === 'string' ? [tipo] : tipo
    if (!ammessi.includes(c.tipo))
      throw new Difetto(`serve ${ammessi.map((t) => parolaTipo[t]).join(' o ')}, qui c’è ${parolaTipo[c.tipo]}.`)
    if (c.diComponente && !diComponente)
      throw new Difetto('parla di un componente: usa «esiste», «tutti», «conta» o «somma».')
    for (const n of c.nomi) this.chiesti.add(n)
    return c
  }

  costante(e: unknown): Frazione {
    const c = this.espressione(e, 'numero')
    if (c.costante === null) throw new Difetto('serve un numero stabilito dalla misura.')
    return c.costante
  }
}

const doppi = (voci: readonly { id: string }[]) =>
  voci.map((v) => v.id).filter((id, i, tutti) => tutti.indexOf(id) !== i)

function leggiNomi(l: Lettore, d: Definizione): Fatto[] {
  const propri = new Set(d.fatti.map((f) => f.id))
  for (const f of d.fatti)
    l.prova(`Fatto «${f.nome}»`, () => {
      if (fattiComuni.some((x) => x.id === f.id)) throw new Difetto(`«${f.id}» è già un fatto comune.`)
      if (f.tipo === 'codice' && !f.scelte?.length) throw new Difetto('di una voce di elenco servono le scelte.')
    })
  const fatti = [...fattiComuni.filter((f) => !propri.has(f.id)), ...(d.fatti as Fatto[])]
  for (const f of fatti) l.prova(`Fatto «${f.nome}»`, () => l.aggiungi(f.id, nodoFatto(f)))
  for (const v of d.valori)
    l.prova(`Valore «${v.nome}»`, () => {
      const scritti = (['euro', 'numero', 'giorno'] as const).filter((g) => v[g] !== undefined)
      if (scritti.length !== 1) throw new Difetto('serve uno tra importo, numero e giorno.')
      l.aggiungi(v.id, { ...letterale(scritti[0]!, v[scritti[0]!])!, nomi: new Set([v.id]) })
    })
  for (const k of d.calcoli)
    l.prova(`Calcolo «${k.nome}»`, () => {
      const diComponente = k.di === 'componente'
      const c = compila(k.formula, l.nomi)
      if (c.diComponente && !diComponente) throw new Difetto('parla di un componente: scrivi «di»: «componente».')
      l.aggiungi(k.id, { ...c, nodo: conMemoria(k.id, c.nodo, diComponente), ...nominato(k.id, c), diComponente })
    })
  return fatti
}

/** Everything that a name rests on, through the computed quantities, itself included. */
export function fondamenta(nomi: ReadonlyMap<string, Compilata>, da: Iterable<string>): Set<string> {
  const visti = new Set<string>()
  const coda = [...da]
  for (let n = coda.pop(); n !== undefined; n = coda.pop()) {
    if (visti.has(n)) continue
    visti.add(n)
    coda.push(...(nomi.get(n)?.sotto ?? []))
  }
  return visti
}

function leggiScala(l: Lettore, d: Definizione): ScalaCompilata | null {
  const s = d.scala
  if (!s) return null
  let letta: ScalaCompilata | null = null
  l.prova('Scala di equivalenza', () => {
    const sotto = new Set<string>()
    const nota = (c: Compilata) => {
      for (const n of c.nomi) sotto.add(n)
      return c
    }
    const esclusi = s.esclusi === undefined ? null : nota(l.espressione(s.esclusi, 'logico', true)).nodo
    const voci = s.voci.map((v) => ({
      id: v.id,
      chi: nota(l.espressione(v.chi, 'logico', true)).nodo,
      peso: l.costante(v.peso),
      quanti: v.quanti ?? null,
    }))
    const massimo = s.massimo === undefined ? null : nota(l.espressione(s.massimo, 'numero')).nodo
    const pronta: ScalaCompilata = { primo: l.costante(s.primo), esclusi, voci, massimo }
    for (const id of doppi(voci)) throw new Difetto(`la voce «${id}» è scritta due volte.`)
    const nodo: Nodo = conMemoria(
      CHIAVE_SCALA,
      (c): Esito => {
        const e = calcolaScala(pronta, c)
        return e instanceof Ignoto ? e : e.valore
      },
      false,
    )
    l.aggiungi(CHIAVE_SCALA, { ...foglia('numero', false), nodo, ...nominato(CHIAVE_SCALA, { nomi: sotto }) })
    letta = pronta
  })
  return letta
}

function leggiImporti(l: Lettore, d: Definizione): RigaCompilata[] {
  const righe: RigaCompilata[] = []
  for (const v of d.importi.voci)
    l.prova(`Importo «${v.nome}»`, () => {
      const c = l.espressione(v.formula, 'importo')
      const modo = v.arrotonda ? { modo: v.arrotonda.modo, passo: v.arrotonda.passo ?? 1 } : null
      righe.push({ id: v.id, nodo: c.nodo, arrotonda: modo })
      const nodo: Nodo = (x) => {
        const f = c.nodo(x)
        return f instanceof Ignoto || !modo ? f : arrotonda(f as Frazione, modo.modo, modo.passo)
      }
      l.aggiungi(v.id, { ...c, nodo: conMemoria(v.id, nodo, false), ...nominato(v.id, c) })
    })
  const mensile = d.importi.voci.find((v) => v.id === d.importi.mensile)
  if (!mensile) l.difetti.push('Importi: «mensile» deve essere una delle voci.')
  else if (mensile.periodo !== 'mese')
    l.difetti.push(`Importo «${mensile.nome}»: ciò che si paga ogni mese è un importo mensile.`)
  else if (!mensile.arrotonda) l.difetti.push(`Importo «${mensile.nome}»: ciò che si paga va arrotondato.`)
  return righe
}

const segnaposti = (testo: string) => [...testo.matchAll(/\{([^}]*)\}/g)].map((m) => m[1]!)

function regole<T extends { id: string; nome: string; testo: string }>(
  l: Lettore,
  che: string,
  voci: readonly T[],
  espressione: (v: T) => unknown,
  diComponente: boolean,
): RegolaCompilata[] {
  const lette: RegolaCompilata[] = []
  for (const v of voci)
    l.prova(`${che} «${v.nome}»`, () => {
      lette.push({ id: v.id, nodo: l.espressione(espressione(v), 'logico', diComponente).nodo })
      const ignoto = segnaposti(v.testo).find((n) => !l.nomi.has(n) || n.includes('.'))
      if (ignoto !== undefined) throw new Difetto(`il testo nomina «{${ignoto}}», che non è un valore.`)
    })
  for (const id of doppi(voci)) l.difetti.push(`${che}: «${id}» è scritto due volte.`)
  return lette
}

export function leggiDefinizione(d: Definizione): Lettura {
  const l = new Lettore()
  const fatti = leggiNomi(l, d)
  const scala = leggiScala(l, d)
  const importi = leggiImporti(l, d)
  const requisiti = regole(l, 'Requisito', d.requisiti, (r) => r.condizione, false)
  const obblighi = regole(l, 'Obbligo', d.obblighi, (o) => o.chi, true)
  const esoneri = regole(l, 'Esonero', d.esoneri, (e) => e.chi, true)
  // what only the terms ask is not asked of a household
  const usati = fondamenta(l.nomi, l.chiesti)
  const condizioni = new Map<string, Nodo>()
  for (const t of d.termini)
    l.prova(`Termine «${t.nome}»`, () => {
      if (t.quando !== undefined) condizioni.set(`${t.id} quando`, l.espressione(t.quando, 'logico').nodo)
      if (t.esclusi !== undefined) condizioni.set(t.id, l.espressione(t.esclusi, 'logico', true).nodo)
      for (const [n, a] of t.ancore.entries()) {
        if ((a.quando === undefined) !== (n === t.ancore.length - 1))
          throw new Difetto('solo l’ultima decorrenza è senza condizione.')
        if (a.quando !== undefined) condizioni.set(`${t.id} ancora ${n}`, l.espressione(a.quando, 'logico').nodo)
      }
    })
  for (const [n, r] of d.durata.rinnovi.entries())
    l.prova('Durata', () => {
      if (r.senzaSosta !== undefined) condizioni.set(chiaveSosta(n), l.espressione(r.senzaSosta, 'logico').nodo)
      if (r.ripete && n < d.durata.rinnovi.length - 1) throw new Difetto('soltanto l’ultimo rinnovo si ripete.')
    })
  for (const id of doppi(d.termini)) l.difetti.push(`Termine: «${id}» è scritto due volte.`)
  if (l.difetti.length > 0) return { difetti: l.difetti, versione: null }
  return {
    difetti: [],
    versione: {
      definizione: d,
      fatti,
      scala,
      requisiti,
      importi,
      obblighi,
      esoneri,
      condizioni,
      nomi: l.nomi,
      usati: fatti.filter((f) => usati.has(f.id)),
    },
  }
}

/** The facts of the household and those of each member, as a form asks for them. */
export const dividiFatti = (fatti: readonly Fatto[]) => ({
  nucleo: fatti.filter((f) => !deiComponenti(f.id)),
  componenti: fatti.filter((f) => deiComponenti(f.id)),
})
