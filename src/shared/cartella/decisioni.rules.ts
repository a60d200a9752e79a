// What a decision must say before it can be taken.
export interface DaPrendere {
  quesito: string
  scelta: string
  /** With what each rests on, as far as who takes it sees. */
  ragioni: readonly { testo: string; fonti: readonly unknown[] }[]
}

/** What is missing, in words; empty when it can be taken. */
export function mancaPerDecidere(d: DaPrendere): string[] {
  return [
    !d.quesito.trim() && 'Manca la domanda a cui la decisione risponde.',
    !d.scelta.trim() && 'Manca che cosa si decide.',
    d.ragioni.length === 0 && 'Manca almeno una ragione.',
    d.ragioni.some((r) => !r.testo.trim()) && 'Una ragione è vuota: scrivila o toglila.',
    // one in all: a reason of law or of judgement has no row of the folder
    d.ragioni.length > 0 &&
      d.ragioni.every((r) => r.fonti.length === 0) &&
      'Nessuna ragione rimanda a un dato del fascicolo: collega almeno quello su cui la decisione si fonda.',
  ].filter((x): x is string => Boolean(x))
}
