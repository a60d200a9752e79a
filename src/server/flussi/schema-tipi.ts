// The values of XML Schema that the two layouts use: how each built-in type is written, what each restriction adds, and in
// words what is wrong with a value.
import { Ricordi } from '../../shared/flussi/ricordi.ts'
import { giorniDelMese, giorno } from '../../shared/flussi/valori.ts'

export const predefiniti = [
  'string',
  'date',
  'decimal',
  'integer',
  'nonNegativeInteger',
  'positiveInteger',
  'int',
] as const
export type Predefinito = (typeof predefiniti)[number]

/** What one `xs:restriction` asks; several patterns are alternatives, several restrictions all hold. */
export interface Restrizione {
  valori?: ReadonlySet<string>
  forme?: readonly RegExp[]
  lunghezza?: number
  lunghezzaMinima?: number
  lunghezzaMassima?: number
  minimo?: number
  massimo?: number
}

export interface TipoSemplice {
  base: Predefinito
  restrizioni: readonly Restrizione[]
}

const DECIMALE = /^[+-]?(\d+(\.\d*)?|\.\d+)$/
const INTERO = /^[+-]?\d+$/
const DATA = /^(-?)(\d{4,})-(\d{2})-(\d{2})(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?$/

function eData(v: string): boolean {
  const m = DATA.exec(v)
  if (!m) return false
  const [anno, mese, giorno] = [Number(m[2]), Number(m[3]), Number(m[4])]
  if (anno === 0 || (m[2]!.length > 4 && m[2]!.startsWith('0'))) return false
  return mese >= 1 && mese <= 12 && giorno >= 1 && giorno <= giorniDelMese(anno, mese)
}

const LIMITI: Partial<Record<Predefinito, [number, number]>> = {
  int: [-2_147_483_648, 2_147_483_647],
  nonNegativeInteger: [0, Number.POSITIVE_INFINITY],
  positiveInteger: [1, Number.POSITIVE_INFINITY],
}

const SPAZI = /[ \t\n\r]/

/** All but texts are read without the white space around them. */
const senzaSpazi = (base: Predefinito, v: string) =>
  base === 'string' || !SPAZI.test(v) ? v : v.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')

function difettoBase(base: Predefinito, v: string): string | undefined {
  if (base === 'string') return undefined
  if (base === 'date') return eData(v) ? undefined : 'non è una data che esiste: scrivila come 2025-12-31'
  if (base === 'decimal') return DECIMALE.test(v) ? undefined : 'non è un numero: scrivilo con il punto, come 1234.56'
  const limiti = LIMITI[base]
  const n = Number(v)
  return INTERO.test(v) && (!limiti || (n >= limiti[0] && n <= limiti[1]))
    ? undefined
    : 'non è un numero intero ammesso'
}

const FUORI_DAL_PIANO = /[\ud800-\udbff]/

/** Characters as the schema counts them: one for each, also outside the first plane. */
function caratteri(v: string): number {
  if (!FUORI_DAL_PIANO.test(v)) return v.length
  let n = 0
  for (const _ of v) n++
  return n
}

/** Beyond this many, the allowed values are not listed one by one. */
const ELENCATI = 14

/** What is wrong with a value, as the end of a sentence that begins with it; undefined when nothing is. */
export function difettoValore(tipo: TipoSemplice, scritto: string): string | undefined {
  const v = senzaSpazi(tipo.base, scritto)
  const base = difettoBase(tipo.base, v)
  if (base) return base
  for (const r of tipo.restrizioni) {
    if (r.valori && !r.valori.has(v)) {
      const ammessi = [...r.valori]
      return `non è tra i valori ammessi${ammessi.length <= ELENCATI ? ` (${ammessi.join(', ')})` : ''}`
    }
    if (r.forme && !r.forme.some((f) => f.test(v))) return 'non ha la forma richiesta'
    if (r.lunghezza !== undefined || r.lunghezzaMinima !== undefined || r.lunghezzaMassima !== undefined) {
      const n = caratteri(v)
      if (r.lunghezza !== undefined && n !== r.lunghezza) return `ha ${n} caratteri, deve averne ${r.lunghezza}`
      if (r.lunghezzaMinima !== undefined && n < r.lunghezzaMinima)
        return n === 0 ? 'è vuoto' : `ha ${n} caratteri, deve averne almeno ${r.lunghezzaMinima}`
      if (r.lunghezzaMassima !== undefined && n > r.lunghezzaMassima)
        return `ha ${n} caratteri, può averne al più ${r.lunghezzaMassima}`
    }
    if (r.minimo !== undefined && Number(v) < r.minimo) return `è meno di ${r.minimo}`
    if (r.massimo !== undefined && Number(v) > r.massimo) return `è più di ${r.massimo}`
  }
  return undefined
}

type Vale = (v: string) => boolean

/** Whether a value is good, for who asks of a million. */
export function ammette(tipo: TipoSemplice): Vale {
  const lento: Vale = (v) => difettoValore(tipo, v) === undefined
  if (tipo.restrizioni.length === 0 && tipo.base === 'date') return (v) => giorno(v) !== undefined || lento(v)
  if (tipo.restrizioni.length === 0 && tipo.base === 'decimal') return (v) => DECIMALE.test(v) || lento(v)
  if (tipo.base === 'string' && tipo.restrizioni.every((r) => !r.forme)) return lento
  // of codes, years and numbers the same ones come again
  const noti = new Ricordi<boolean>()
  return (v) => noti.trova(v, lento)
}
