// Texts, names and codici fiscali as other programs and people write them.
import { analizzaCodiceFiscale } from '../../kernel/codice-fiscale.ts'
import { type Esito, invariato, type Letto, letto, type NonLetto } from './esito.ts'

/** Spaces that are not the plain one, and characters that nobody sees: controls, zero width, byte order mark, soft hyphen. */
const INVISIBILI = /[\p{Cc}\p{Cf}]/gu

/** Printable ASCII, one space at a time and none at the ends: nearly every value, and nothing to clean in it. */
const PULITO = /^(?:[!-~]+(?: [!-~]+)*)?$/

export const ePulito = (v: string): boolean => PULITO.test(v)

/** N01. Line ends and tabs become spaces. */
export function testo(v: string): Letto {
  if (ePulito(v)) return invariato(v)
  const pulito = v
    .toWellFormed()
    .replace(/[\t\r\n]/g, ' ')
    .replace(INVISIBILI, '')
    .replace(/[\ufffd\ufffe\uffff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return letto(v, pulito, 'N01')
}

/** At most so many letters of it, never half of one: the half of a pair is no text that the database takes. */
export const inizio = (v: string, lettere: number): string => v.slice(0, lettere).replace(/[\ud800-\udbff]$/, '')

/** The most that the layout holds of a surname, and of a name. */
const LETTERE_MASSIME = 36

const NOME_PULITO = /^[A-Z]+(?: [A-Z]+)*$/

/** N02. */
export function nome(v: string): Letto {
  if (v.length <= LETTERE_MASSIME && NOME_PULITO.test(v)) return invariato(v)
  const base = testo(v)
  // Italian has no capitals of its own: those of everybody, which cost less to find
  const maiuscolo = base.valore
    .toUpperCase()
    .replace(/[’‘`´ʼ]/g, "'")
    .replace(/\s*'\s+/g, "' ")
  const corto = inizio(maiuscolo, LETTERE_MASSIME).trim()
  return { valore: corto, regole: [...base.regole, ...letto(base.valore, corto, 'N02').regole] }
}

const frasi = {
  omocodia:
    'Il codice fiscale ha lettere al posto delle cifre dell’anno o del giorno di nascita (omocodia): è valido, ma lo schema INPS non lo accetta. Chiedi a INPS come inviarlo.',
  provvisorio: 'Il codice fiscale è provvisorio (11 cifre): appena c’è, metti quello definitivo.',
} as const

/** N03. */
export function codiceFiscale(v: string): Letto {
  if (/^[0-9A-Z]*$/.test(v)) return invariato(v)
  return letto(v, v.replace(/[\s\p{Cc}\p{Cf}.-]/gu, '').toUpperCase(), 'N03')
}

/** The schema of INPS wants digits for the year and the day; those of the place, which omocodia takes first, may be letters. */
const CIFRE_VOLUTE = /^.{6}\d\d.\d\d/

/** N04: what there is to say of a code already cleaned; undefined when it is simply good. */
export function segnalaCodiceFiscale(codice: string): NonLetto | undefined {
  const a = analizzaCodiceFiscale(codice)
  if (a.valido) return a.omocodico && !CIFRE_VOLUTE.test(codice) ? { regola: 'N04', frase: frasi.omocodia } : undefined
  return { regola: 'N04', frase: a.motivo === 'provvisorio' ? frasi.provvisorio : a.frase }
}

/** N09: the leading zeros that a spreadsheet takes off a code made of digits. */
export function zeri(v: string, cifre: number): Esito {
  const base = v.trim()
  // a number in a cell may come with its decimals
  const intero = base.replace(/[.,]0+$/, '')
  if (!/^\d+$/.test(intero) || intero.length > cifre) return invariato(v)
  return letto(v, intero.padStart(cifre, '0'), 'N09')
}
