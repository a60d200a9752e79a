// The operators of the language that take all of their terms: comparisons, arithmetic, extremes, time between two days.

import { differenza, type Frazione, intero, prodotto, quoziente, somma } from './frazione.ts'
import { giorniTra } from './giorni.ts'
import { type Compilata, difetto, ordine, stesso, type Tipo, tipi, tutti, uguali, type Valore } from './linguaggio.ts'

type Operandi = readonly Compilata[]
export interface Operatore {
  /** How many operands: exactly, or at least. */
  quanti?: number
  almeno?: number
  tipo(o: Operandi): Tipo
  calcola(v: readonly Valore[]): Valore
}

const frazioni = (v: readonly Valore[]) => v as readonly Frazione[]

/** A code compared with one that its fact can never have is a mistake of who writes. */
function assertScelte(o: Operandi) {
  const scelte = o.find((x) => x.scelte && x.nomi.size > 0)?.scelte
  const scritto = o.find((x) => x.scelte && x.nomi.size === 0)?.scelte?.[0]
  if (scelte && scritto !== undefined && !scelte.includes(scritto))
    throw difetto(`«${scritto}» non è tra le voci possibili.`)
}

const confronto = (vale: (o: number) => boolean): Operatore => ({
  quanti: 2,
  tipo: (o) => {
    stesso(o, ['numero', 'importo', 'giorno'])
    return 'logico'
  },
  calcola: ([a, b]) => vale(ordine(a!, b!)),
})
const uguaglianza = (vale: (uguale: boolean) => boolean): Operatore => ({
  quanti: 2,
  tipo: (o) => {
    stesso(o, tipi)
    assertScelte(o)
    return 'logico'
  },
  calcola: ([a, b]) => vale(uguali(a!, b!)),
})
const tempo = (tra: (da: string, a: string) => number): Operatore => ({
  quanti: 2,
  tipo: (o) => {
    tutti(o, 'giorno')
    return 'numero'
  },
  calcola: ([a, b]) => intero(tra(a as string, b as string)),
})
const estremo = (verso: 1 | -1): Operatore => ({
  almeno: 2,
  tipo: (o) => stesso(o, ['numero', 'importo', 'giorno']),
  calcola: (v) => v.reduce((a, b) => (ordine(b, a) * verso > 0 ? b : a)),
})

const cifre = (giorno: string) => giorno.split('-').map(Number) as [number, number, number]
/** Whole months passed; as many below zero when the second day comes before. */
export function mesiTra(da: string, a: string): number {
  if (a < da) return -mesiTra(a, da)
  const [a1, m1, g1] = cifre(da)
  const [a2, m2, g2] = cifre(a)
  // who is born on the 31st is a month older on the last day of a shorter one
  const ultimo = new Date(Date.UTC(a2, m2, 0)).getUTCDate()
  return (a2 - a1) * 12 + m2 - m1 - (g2 < Math.min(g1, ultimo) ? 1 : 0)
}
/** Whole years passed. Who is born on 29 February has his birthday on 1 March of the other years. */
export function anniTra(da: string, a: string): number {
  if (a < da) return -anniTra(a, da)
  return Number(a.slice(0, 4)) - Number(da.slice(0, 4)) - (a.slice(5) < da.slice(5) ? 1 : 0)
}
export const operatori: Readonly<Record<string, Operatore>> = {
  non: { quanti: 1, tipo: (o) => tutti(o, 'logico'), calcola: ([a]) => !a },
  '=': uguaglianza((u) => u),
  '!=': uguaglianza((u) => !u),
  '<': confronto((o) => o < 0),
  '<=': confronto((o) => o <= 0),
  '>': confronto((o) => o > 0),
  '>=': confronto((o) => o >= 0),
  '+': { almeno: 2, tipo: (o) => stesso(o, ['numero', 'importo']), calcola: (v) => frazioni(v).reduce(somma) },
  '-': {
    quanti: 2,
    tipo: (o) => stesso(o, ['numero', 'importo']),
    calcola: (v) => differenza(frazioni(v)[0]!, frazioni(v)[1]!),
  },
  '*': {
    almeno: 2,
    tipo: (o) => {
      const importi = o.filter((x) => x.tipo === 'importo')
      if (importi.length > 1) throw difetto('Un importo si moltiplica per un numero, non per un altro importo.')
      tutti(
        o.filter((x) => x.tipo !== 'importo'),
        'numero',
      )
      return importi.length === 1 ? 'importo' : 'numero'
    },
    calcola: (v) => frazioni(v).reduce(prodotto),
  },
  '/': {
    quanti: 2,
    tipo: (o) => {
      if (o[1]!.tipo !== 'numero' || o[1]!.costante === null || o[1]!.costante.n === 0n)
        throw difetto('Si divide solo per un numero stabilito dalla misura e diverso da zero.')
      return stesso([o[0]!], ['numero', 'importo'])
    },
    calcola: (v) => quoziente(frazioni(v)[0]!, frazioni(v)[1]!),
  },
  min: estremo(-1),
  max: estremo(1),
  'anni-tra': tempo(anniTra),
  'mesi-tra': tempo(mesiTra),
  'giorni-tra': tempo(giorniTra),
}
