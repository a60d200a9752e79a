// An expression in Italian, so that who reads a requirement can check that what is computed is what the text says; and the
// values and facts as one reads them. Written by nobody: it cannot differ from the rule.
import type { Definizione } from './definizione.ts'
import { deiComponenti, type Espressione, type Fatti, type Fatto, type ValoreFatto } from './linguaggio.ts'
import type { VersioneCompilata } from './versione.rules.ts'

const conDecimali = new Intl.NumberFormat('it-IT', {
  useGrouping: 'always',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
} as Intl.NumberFormatOptions)

/** Cents → `1.234,56 €`. */
export const euro = (centesimi: number): string => `${conDecimali.format(centesimi / 100)} €`
const giorno = (g: string) => g.split('-').reverse().join('/')
const decimale = (n: string | number) => String(n).replace('.', ',')
const inEuro = (n: string | number) => euro(Math.round(Number(String(n).replace(',', '.')) * 100))

export function valoreMisura(v: Definizione['valori'][number]): string {
  if (v.euro !== undefined) return inEuro(v.euro)
  return v.giorno !== undefined ? giorno(v.giorno) : decimale(v.numero ?? '')
}

/** `{soglia-isee}` becomes its value. */
export const conValori = (testo: string, d: Definizione): string =>
  testo.replace(/\{([^}]*)\}/g, (intero, id: string) => {
    const v = d.valori.find((x) => x.id === id)
    return v ? valoreMisura(v) : intero
  })

export function valoreDelFatto(f: Fatto, v: ValoreFatto | undefined): string {
  if (v === null || v === undefined || v === '') return 'non si sa'
  if (typeof v === 'boolean') return v ? 'sì' : 'no'
  if (f.tipo === 'importo') return euro(Number(v))
  if (f.tipo === 'giorno') return giorno(String(v))
  if (f.tipo === 'codice') return f.scelte?.find((s) => s.codice === v)?.nome ?? String(v)
  return decimale(v)
}

const tra: Readonly<Record<string, string>> = {
  '=': 'è',
  '!=': 'non è',
  '<': 'è meno di',
  '<=': 'non supera',
  '>': 'supera',
  '>=': 'è almeno',
  '-': 'meno',
  '/': 'diviso',
}
const lista: Readonly<Record<string, string>> = { e: ' e ', o: ' oppure ', '+': ' più ', '*': ' per ' }

export type Nomina = (nome: string) => string

/** How names are said: facts and quantities by their name, values with their amount. */
export function nominatore(d: Definizione, fatti: readonly Fatto[]): Nomina {
  const nomi = new Map<string, string>([
    ...fatti.map((f) => [f.id, f.nome] as const),
    ...d.valori.map((v) => [v.id, `${v.nome} (${valoreMisura(v)})`] as const),
    ...d.calcoli.map((c) => [c.id, c.nome] as const),
    ...d.importi.voci.map((v) => [v.id, v.nome.charAt(0).toLowerCase() + v.nome.slice(1)] as const),
    ['scala', 'scala di equivalenza'],
  ])
  return (n) => nomi.get(n) ?? n
}

/** A yes or no written, or compared, needs no verb of its own. */
export function inParole(e: Espressione, nomina: Nomina, dentro = false): string {
  if (typeof e === 'boolean') return e ? 'sempre' : 'mai'
  if (typeof e === 'number') return decimale(e)
  if (typeof e === 'string') return nomina(e)
  const [op, a] = Object.entries(e)[0]!
  const parti = (Array.isArray(a) ? a : [a]) as Espressione[]
  const dice = (x: Espressione | undefined) => inParole(x!, nomina, true)
  const chiuso = (s: string) => (dentro ? `(${s})` : s)
  if (op === 'euro') return inEuro(a as number)
  if (op === 'numero') return decimale(a as number)
  if (op === 'giorno') return giorno(String(a))
  if (op === 'codice') return `«${String(a).replaceAll('-', ' ')}»`
  if (op in lista) return chiuso(parti.map(dice).join(lista[op]))
  if (op in tra) return chiuso(`${dice(parti[0])} ${tra[op]} ${dice(parti[1])}`)
  if (op === 'non') return `non ${dice(parti[0])}`
  if (op === 'min') return `il minore tra ${parti.map(dice).join(' e ')}`
  if (op === 'max') return `il maggiore tra ${parti.map(dice).join(' e ')}`
  if (op === 'se') return chiuso(`se ${dice(parti[0])}, ${dice(parti[1])}, altrimenti ${dice(parti[2])}`)
  if (op === 'tra')
    return `${dice(parti[0])} è tra ${(a as [unknown, string[]])[1].map((v) => `«${v.replaceAll('-', ' ')}»`).join(', ')}`
  if (op === 'anni-tra') return `anni tra ${dice(parti[0])} e ${dice(parti[1])}`
  if (op === 'mesi-tra') return `mesi tra ${dice(parti[0])} e ${dice(parti[1])}`
  if (op === 'giorni-tra') return `giorni tra ${dice(parti[0])} e ${dice(parti[1])}`
  const di = a === true ? 'componenti' : `componenti per cui ${dice(parti[0])}`
  if (op === 'conta') return `numero dei ${di}`
  if (op === 'somma') return `somma, sui componenti, di ${dice(parti[0])}`
  if (op === 'esiste') return `c’è almeno uno dei ${di}`
  return `per ogni componente: ${dice(parti[0])}`
}

export interface FattoUsato {
  fatto: Fatto
  /** Null for the household. */
  componente: number | null
  valore: string
}

/** The facts on which some names rest, with what was said of them. */
export function fattiUsati(v: VersioneCompilata, nomi: ReadonlySet<string>, fatti: Fatti): FattoUsato[] {
  const usati = v.fatti.filter((f) => nomi.has(f.id))
  return usati.flatMap((f): FattoUsato[] =>
    deiComponenti(f.id)
      ? fatti.componenti.map((c, i) => ({ fatto: f, componente: i, valore: valoreDelFatto(f, c[f.id]) }))
      : [{ fatto: f, componente: null, valore: valoreDelFatto(f, fatti.nucleo[f.id]) }],
  )
}

/** `componente.nascita#2` → «data di nascita del terzo componente». */
export function mancanteInParole(chiave: string, fatti: readonly Fatto[]): string {
  const [id, n] = chiave.split('#')
  const nome = fatti.find((f) => f.id === id)?.nome ?? id!
  return n === undefined ? nome : `${nome} (componente ${Number(n) + 1})`
}
