// What the expressions of a measure are made of: types, facts, what is not known, and an expression once it is read.
// The language is described in espressione.ts, its operators are in operatori.ts.
import { confronta, daDecimale, type Frazione, intero, prodotto } from './frazione.ts'

export const tipi = ['logico', 'numero', 'importo', 'giorno', 'codice'] as const
/** `importo` is in cents. `giorno` is `YYYY-MM-DD`. */
export type Tipo = (typeof tipi)[number]
export type Valore = boolean | Frazione | string
export type Espressione = string | number | boolean | { [operatore: string]: unknown }

/** Which facts are missing: `isee.valore`, or `componente.nascita#2` for the third member. */
export class Ignoto {
  readonly mancano: readonly string[]
  constructor(mancano: readonly string[]) {
    this.mancano = mancano
  }
}
export type Esito = Valore | Ignoto

/** All that is missing among several, or null. */
export const uniti = (esiti: readonly Esito[]) => {
  const nomi = esiti.flatMap((e) => (e instanceof Ignoto ? e.mancano : []))
  return nomi.length > 0 ? new Ignoto([...new Set(nomi)]) : null
}

export type ValoreFatto = boolean | number | string | null
export interface Fatti {
  nucleo: Readonly<Record<string, ValoreFatto>>
  /** The first is who applies. */
  componenti: readonly Readonly<Record<string, ValoreFatto>>[]
}

/** One evaluation: the facts, and what has already been computed from them. */
export interface Contesto {
  fatti: Fatti
  /** The member that a condition is about, where there is one. */
  componente: number | null
  /** By name; for quantities of a member, `nome#2`. */
  calcolati: Map<string, Esito>
}

export type Nodo = (c: Contesto) => Esito
export interface Compilata {
  tipo: Tipo
  nodo: Nodo
  /** Names it refers to, directly. */
  nomi: ReadonlySet<string>
  /** Of a computed quantity, which is seen by its own name: the names it was made of. */
  sotto?: ReadonlySet<string>
  /** Speaks of one member: only inside «conta», «somma», «esiste», «tutti», or where the definition says so. */
  diComponente: boolean
  /** Known before any fact. */
  costante: Frazione | null
  /** For a code that comes from a fact: what it may be. */
  scelte: readonly string[] | null
}

export class Difetto extends Error {}
export const difetto = (frase: string) => new Difetto(frase)

/** What a name means, for who compiles. */
export type Nomi = ReadonlyMap<string, Compilata>

export const parolaTipo: Readonly<Record<Tipo, string>> = {
  logico: 'un sì o un no',
  numero: 'un numero',
  importo: 'un importo',
  giorno: 'un giorno',
  codice: 'una voce di elenco',
}

export interface Fatto {
  /** `gruppo.nome`; those of each member begin with «componente.». */
  id: string
  tipo: Tipo
  /** As an assertion where it is true or false: it stands alone in a sentence. */
  nome: string
  aiuto?: string
  /** For a code: what may be chosen. */
  scelte?: readonly { codice: string; nome: string }[]
}
export const deiComponenti = (id: string): boolean => id.startsWith('componente.')

type Operandi = readonly Compilata[]
export const foglia = (tipo: Tipo, valore: Valore): Compilata => ({
  tipo,
  nodo: () => valore,
  nomi: new Set(),
  diComponente: false,
  costante: typeof valore === 'object' ? valore : null,
  scelte: null,
})

export const isGiorno = (s: unknown): s is string =>
  typeof s === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(s) && !Number.isNaN(Date.parse(s))

/** The value of a fact as it was given, in the type of the language; undefined where it is not of that type. */
export function leggiFatto(tipo: Tipo, v: ValoreFatto): Valore | undefined {
  if (tipo === 'logico') return typeof v === 'boolean' ? v : undefined
  if (tipo === 'importo') return Number.isSafeInteger(v) ? intero(v as number) : undefined
  if (tipo === 'numero') return typeof v === 'number' ? daDecimale(String(v)) : undefined
  if (tipo === 'giorno') return isGiorno(v) ? v : undefined
  return typeof v === 'string' ? v : undefined
}

/** A fact, by its name. What is absent, null or of another type is not known. */
export function nodoFatto(f: Fatto): Compilata {
  const { id, tipo } = f
  const diComponente = deiComponenti(id)
  const nodo: Nodo = diComponente
    ? (c) => {
        const v = c.fatti.componenti[c.componente ?? -1]?.[id]
        return (
          (v === undefined || v === null ? undefined : leggiFatto(tipo, v)) ?? new Ignoto([`${id}#${c.componente}`])
        )
      }
    : (c) => {
        const v = c.fatti.nucleo[id]
        return (v === undefined || v === null ? undefined : leggiFatto(tipo, v)) ?? new Ignoto([id])
      }
  return {
    tipo,
    nodo,
    nomi: new Set([id]),
    diComponente,
    costante: null,
    scelte: f.scelte?.map((s) => s.codice) ?? null,
  }
}

/** The one type of all of them, among those admitted. */
export const stesso = (o: Operandi, ammessi: readonly Tipo[]): Tipo => {
  const t = o[0]!.tipo
  if (!ammessi.includes(t))
    throw difetto(`Qui serve ${ammessi.map((a) => parolaTipo[a]).join(' o ')}, non ${parolaTipo[t]}.`)
  const altro = o.find((x) => x.tipo !== t)
  if (altro) throw difetto(`Non si possono mettere insieme ${parolaTipo[t]} e ${parolaTipo[altro.tipo]}.`)
  return t
}
export const tutti = (o: Operandi, tipo: Tipo): Tipo => stesso(o, [tipo])
/** A number or amount written in the definition. */
export function letterale(genere: string, v: unknown): Compilata | undefined {
  if (genere === 'euro' || genere === 'numero') {
    const f = typeof v === 'number' || typeof v === 'string' ? daDecimale(String(v)) : undefined
    if (!f) throw difetto(`«${String(v)}» non è un numero decimale.`)
    if (genere === 'numero') return foglia('numero', f)
    const cent = prodotto(f, intero(100))
    if (cent.d !== 1n) throw difetto('Un importo ha al più due decimali.')
    return foglia('importo', cent)
  }
  if (genere === 'giorno') {
    if (!isGiorno(v)) throw difetto('Un giorno si scrive come 2018-05-31.')
    return foglia('giorno', v)
  }
  if (genere === 'codice') {
    if (typeof v !== 'string') throw difetto('Una voce si scrive con il suo codice.')
    return { ...foglia('codice', v), scelte: [v] }
  }
  return undefined
}

export const ordine = (a: Valore, b: Valore): number =>
  typeof a === 'string' ? (a < (b as string) ? -1 : a > (b as string) ? 1 : 0) : confronta(a as Frazione, b as Frazione)
export const uguali = (a: Valore, b: Valore) => (typeof a === 'object' ? confronta(a, b as Frazione) === 0 : a === b)
