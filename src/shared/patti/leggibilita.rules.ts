// How easy a text is to read: the Gulpease index (Lucisano and Piemontese, 1988), which counts letters, words and sentences of an
// Italian text. From 0 to 100; below 80 it is hard for who has the primary school, below 60 for who has the lower secondary one,
// below 40 for who has the upper secondary one.

export interface Leggibilita {
  indice: number
  parole: number
  frasi: number
}

/** Of texts of at least this many words: of fewer the index says nothing. */
const MINIMO = 10

export function leggibilita(testo: string): Leggibilita | null {
  const parole = testo.match(/[\p{L}\p{N}]+/gu) ?? []
  if (parole.length < MINIMO) return null
  const lettere = parole.reduce((n, p) => n + p.length, 0)
  // an entry of a list, a title: whatever stands on a line of its own is a sentence
  const frasi = Math.max(1, testo.split(/[.!?;:…]+(?=\s|$)|\n+/u).filter((f) => /[\p{L}\p{N}]/u.test(f)).length)
  const grezzo = 89 + (300 * frasi - 10 * lettere) / parole.length
  return { indice: Math.round(Math.min(100, Math.max(0, grezzo))), parole: parole.length, frasi }
}

/** For whom a text of this index is hard. */
export function fatica(indice: number): string {
  if (indice >= 80) return 'facile anche per chi ha la licenza elementare'
  if (indice >= 60) return 'facile per chi ha la licenza media, difficile per chi ha la licenza elementare'
  if (indice >= 40) return 'difficile per chi ha la licenza media'
  return 'difficile anche per chi ha un diploma'
}
