// What a decision must say before it can be taken.
export interface DaPrendere {
  quesito: string
  scelta: string
  ragioni: readonly { testo: string }[]
}

/** What is missing, in words; empty when it can be taken. */
export function mancaPerDecidere(d: DaPrendere): string[] {
  return [
    !d.quesito.trim() && 'Manca la domanda a cui la decisione risponde.',
    !d.scelta.trim() && 'Manca che cosa si decide.',
    d.ragioni.length === 0 && 'Manca almeno una ragione.',
    d.ragioni.some((r) => !r.testo.trim()) && 'Una ragione è vuota: scrivila o toglila.',
  ].filter((x): x is string => Boolean(x))
}
