// The language in which a measure says its rules (ADR 0020): expressions in JSON, typed, over named facts and values. It is
// total: what passes `compila` always ends with a value or with the names of the facts that are missing, never with an
// exception. There are no loops but over the members of the household, no functions, nothing is evaluated as code.
//
//   { "<=": ["isee.valore", "soglia-isee"] }          a name is a fact («gruppo.nome»), a value or a computed quantity
//   { "o": [{ "esiste": { "<": ["eta", 18] } }, { ">": [{ "conta": "componente.studente" }, 2] }] }
//   { "*": [{ "euro": 3000 }, "scala", 0.75] }        numbers are exact (frazione.ts); amounts are a type of their own
//   { "se": [condizione, allora, altrimenti] }   { "tra": ["richiedente.titolo", ["italiano", "ue"]] }
//
// A missing fact does not make an answer false. «e» is false as soon as one part is, whatever is missing of the others; a
// comparison with what is not known is not known.
import { type Frazione, intero, somma, zero } from './frazione.ts'
import {
  type Compilata,
  type Contesto,
  difetto,
  type Esito,
  foglia,
  Ignoto,
  letterale,
  type Nodo,
  stesso,
  tipi,
  tutti,
  uguali,
  uniti,
  type Valore,
} from './linguaggio.ts'
import { type Operatore, operatori } from './operatori.ts'

type Operandi = readonly Compilata[]
/** What a name means, for who compiles. */
export type Nomi = ReadonlyMap<string, Compilata>

const unione = (o: Operandi) => new Set(o.flatMap((x) => [...x.nomi]))

function applica(nome: string, op: Operatore, o: Operandi): Compilata {
  if (op.quanti !== undefined && o.length !== op.quanti)
    throw difetto(`«${nome}» vuole ${op.quanti} termini, qui sono ${o.length}.`)
  if (op.almeno !== undefined && o.length < op.almeno) throw difetto(`«${nome}» vuole almeno ${op.almeno} termini.`)
  const tipo = op.tipo(o)
  const nodi = o.map((x) => x.nodo)
  const costanti = o.map((x) => x.costante)
  return {
    tipo,
    nodo: (c) => {
      const v = nodi.map((n) => n(c))
      return uniti(v) ?? op.calcola(v as Valore[])
    },
    nomi: unione(o),
    diComponente: o.some((x) => x.diComponente),
    costante:
      (tipo === 'numero' || tipo === 'importo') && costanti.every((x) => x !== null)
        ? (op.calcola(costanti as Frazione[]) as Frazione)
        : null,
    scelte: null,
  }
}

/** «e» and «o»: decided by the first part that is enough, whatever is missing of the others. */
function connettivo(o: Operandi, decide: boolean): Compilata {
  if (o.length === 0) throw difetto('Serve almeno una condizione.')
  tutti(o, 'logico')
  const nodi = o.map((x) => x.nodo)
  return {
    tipo: 'logico',
    nodo: (c) => {
      const ignoti: Esito[] = []
      for (const n of nodi) {
        const v = n(c)
        if (v === decide) return decide
        if (v instanceof Ignoto) ignoti.push(v)
      }
      return uniti(ignoti) ?? !decide
    },
    nomi: unione(o),
    diComponente: o.some((x) => x.diComponente),
    costante: null,
    scelte: null,
  }
}

function scelta(o: Operandi): Compilata {
  if (o.length !== 3) throw difetto('«se» vuole una condizione e due esiti.')
  if (o[0]!.tipo !== 'logico') throw difetto('La prima parte di «se» è una condizione.')
  const tipo = stesso(o.slice(1), tipi)
  const [se, allora, altrimenti] = o.map((x) => x.nodo) as [Nodo, Nodo, Nodo]
  return {
    tipo,
    nodo: (c) => {
      const v = se(c)
      if (!(v instanceof Ignoto)) return v ? allora(c) : altrimenti(c)
      const [a, b] = [allora(c), altrimenti(c)]
      // whichever way it goes, it is the same
      if (!(a instanceof Ignoto) && !(b instanceof Ignoto) && uguali(a, b)) return a
      return uniti([v, a, b])!
    },
    nomi: unione(o),
    diComponente: o.some((x) => x.diComponente),
    costante: null,
    scelte: null,
  }
}

function suiComponenti(nome: string, x: Compilata): Compilata {
  if (nome === 'somma') stesso([x], ['numero', 'importo'])
  else tutti([x], 'logico')
  const diOgnuno = (c: Contesto) => c.fatti.componenti.map((_v, i) => x.nodo({ ...c, componente: i }))
  const nodo: Record<string, Nodo> = {
    conta: (c) => {
      const v = diOgnuno(c)
      return uniti(v) ?? intero(v.filter((b) => b === true).length)
    },
    somma: (c) => {
      const v = diOgnuno(c)
      return uniti(v) ?? (v as Frazione[]).reduce(somma, zero)
    },
    esiste: (c) => {
      const v = diOgnuno(c)
      return v.includes(true) || (uniti(v) ?? false)
    },
    tutti: (c) => {
      const v = diOgnuno(c)
      return v.includes(false) ? false : (uniti(v) ?? true)
    },
  }
  const tipo = nome === 'conta' ? 'numero' : nome === 'somma' ? x.tipo : 'logico'
  return { tipo, nodo: nodo[nome]!, nomi: x.nomi, diComponente: false, costante: null, scelte: null }
}

function appartenenza(x: Compilata, voci: unknown): Compilata {
  if (x.tipo !== 'codice') throw difetto('«tra» guarda una voce di elenco.')
  if (!Array.isArray(voci) || voci.length === 0 || !voci.every((v) => typeof v === 'string'))
    throw difetto('«tra» vuole le voci ammesse.')
  const fuori = x.scelte && voci.find((v: string) => !x.scelte!.includes(v))
  if (fuori) throw difetto(`«${fuori}» non è tra le voci possibili.`)
  const ammesse = new Set<unknown>(voci)
  return {
    ...x,
    tipo: 'logico',
    nodo: (c) => {
      const v = x.nodo(c)
      return v instanceof Ignoto ? v : ammesse.has(v)
    },
    scelte: null,
  }
}

const MAX_PROFONDITA = 40

/** Reads an expression, or says in a sentence what is wrong with it. */
export function compila(e: unknown, nomi: Nomi, profondita = 0): Compilata {
  if (profondita > MAX_PROFONDITA) throw difetto('L’espressione è troppo annidata.')
  if (typeof e === 'boolean') return foglia('logico', e)
  if (typeof e === 'number') return letterale('numero', e)!
  if (typeof e === 'string') {
    const trovato = nomi.get(e)
    if (!trovato) throw difetto(`«${e}» non è un fatto, un valore né un calcolo che viene prima.`)
    return trovato
  }
  const voci = typeof e === 'object' && e !== null && !Array.isArray(e) ? Object.entries(e) : []
  if (voci.length !== 1) throw difetto('Un’espressione ha un solo operatore.')
  const [nome, argomento] = voci[0]!
  const dentro = (x: unknown) => compila(x, nomi, profondita + 1)
  const scritto = letterale(nome, argomento)
  if (scritto) return scritto
  if (nome === 'conta' || nome === 'somma' || nome === 'esiste' || nome === 'tutti')
    return suiComponenti(nome, dentro(argomento))
  const argomenti = Array.isArray(argomento) ? (argomento as unknown[]) : [argomento]
  if (nome === 'tra') return appartenenza(dentro(argomenti[0]), argomenti[1])
  if (nome === 'e' || nome === 'o') return connettivo(argomenti.map(dentro), nome === 'o')
  if (nome === 'se') return scelta(argomenti.map(dentro))
  const op = Object.hasOwn(operatori, nome) ? operatori[nome] : undefined
  if (!op) throw difetto(`«${nome}» non è un operatore.`)
  return applica(nome, op, argomenti.map(dentro))
}
