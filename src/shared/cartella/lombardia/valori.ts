// Single values of the message: what a text, a day, an instant, an amount may be. Each check answers with the end of a
// sentence, whose beginning is the name of the field, or with null when there is nothing to say.
import { analizzaCodiceFiscale } from '../../kernel/codice-fiscale.ts'
import type { Giorno, Momento } from './messaggio.ts'

export type Controllo = (v: string) => string | null

/** Texts longer than this are refused: the schema has no limit, but whoever reads them has one. */
const PIU_LUNGO = 10_000
const PIU_LUNGA_RIGA = 255
// Control characters, lone surrogates and non-characters cannot be written in XML, not even escaped; the line and
// paragraph separators can, but parsers turn them into other line ends.
const VIETATI = /[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/u

function scritto(v: string, massimo: number): string | null {
  if (v === '') return 'è presente ma vuoto: scrivilo, oppure togli il campo.'
  if (v !== v.trim()) return 'comincia o finisce con uno spazio: toglilo.'
  if (v.length > massimo) return `è troppo lungo: al massimo ${massimo} caratteri.`
  return null
}
const VIETATO = 'contiene un carattere invisibile che il file non può portare: riscrivilo a mano.'

/** One line: names, codes, identifiers. */
export const riga: Controllo = (v) => scritto(v, PIU_LUNGA_RIGA) ?? (VIETATI.test(v) ? VIETATO : null)

/** Free text, where a new line and a tab are at home. */
export const testoLibero: Controllo = (v) =>
  scritto(v, PIU_LUNGO) ?? (VIETATI.test(v.replace(/[\n\t]/g, '')) ? VIETATO : null)

export const codice: Controllo = (v) => riga(v) ?? (/\s/.test(v) ? 'è un codice e non può contenere spazi.' : null)

export const importo: Controllo = (v) =>
  /^(0|[1-9]\d{0,8})(\.\d{1,2})?$/.test(v) ? null : `non è un importo in euro («${v}»): si scrive come 12345.67.`

export const telefono: Controllo = (v) =>
  riga(v) ?? (/^[+\d][\d ()./-]*$/.test(v) ? null : `non è un numero di telefono («${v}»).`)

export const email: Controllo = (v) =>
  riga(v) ?? (/^[^\s@]+@[^\s@]+$/.test(v) ? null : `non è un indirizzo di posta («${v}»).`)

/** A provisional code of eleven digits is a codice fiscale too. */
export const codiceFiscale: Controllo = (v) => {
  const analisi = analizzaCodiceFiscale(v)
  if (!analisi.valido && analisi.motivo !== 'provvisorio') return `non va bene. ${analisi.frase}`
  return /^[A-Z\d]+$/.test(v) ? null : 'va scritto in lettere maiuscole e senza spazi.'
}

const FORMA_GIORNO = /^(\d{4})-(\d\d)-(\d\d)$/
const FORMA_ISTANTE = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/

function isGiorno(v: string): v is Giorno {
  const m = FORMA_GIORNO.exec(v)
  if (!m) return false
  const [anno, mese, giorno] = m.slice(1).map(Number) as [number, number, number]
  const d = new Date(Date.UTC(anno, mese - 1, giorno))
  return anno >= 1800 && d.getUTCMonth() === mese - 1 && d.getUTCDate() === giorno
}
export const isMomento = (v: string): v is Momento => isGiorno(FORMA_ISTANTE.exec(v)?.[1] ?? v)

export const giorno: Controllo = (v) => {
  if (isGiorno(v)) return null
  return isMomento(v) ? `porta anche l’ora («${v}»): serve soltanto il giorno.` : `non è un giorno che esiste («${v}»).`
}
export const momento: Controllo = (v) =>
  isMomento(v) ? null : `non è un giorno che esiste, né un giorno con l’ora («${v}»).`

/** Whether the second comes before the first; a day holds all its instants. */
export const precede = (prima: Momento, poi: Momento) => {
  const lunghezza = Math.min(prima.length, poi.length)
  return poi.slice(0, lunghezza) < prima.slice(0, lunghezza)
}

// HL7 writes a day as 20261123 and an instant as 20261123093000+0000.
export const versoHl7 = (m: Momento) => m.replace(/[-:T]/g, '').replace('Z', '+0000')

const FORMA_HL7 = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)([+-]\d\d)(\d\d))?$/

/** Undefined when it is not a date of HL7: an hour without its zone is not, because it could be another hour. */
export function daHl7(v: string): Momento | undefined {
  const m = FORMA_HL7.exec(v)
  if (!m) return undefined
  const [, anno, mese, g, ore, minuti, secondi, fusoOre, fusoMinuti] = m
  const data = `${anno}-${mese}-${g}`
  if (!isGiorno(data)) return undefined
  if (ore === undefined) return data
  const istante = new Date(`${data}T${ore}:${minuti}:${secondi}${fusoOre}:${fusoMinuti}`)
  return Number.isNaN(istante.getTime()) ? undefined : istante.toISOString().replace('.000', '')
}
