// Pacts and supports for who sees none of them, added up from the same groups as the dashboard (cruscotto.rules.ts), and by the same
// rule: each answer here counts what an answer of the dashboard counts, so that one taken from the other tells of nobody (ADR 0061).
import { type Gruppo, gruppiContati } from './cruscotto.rules.ts'

export interface FiguraPatti extends Gruppo {
  casi: number
  presiInCarico: number
  inPreparazione: number
  daFirmare: number
  attivi: number
  firmati: number
  chiusi: number
}
const avanzamento = ['presiInCarico', 'inPreparazione', 'daFirmare', 'attivi', 'firmati', 'chiusi'] as const
export type NumeriDiMisura = Record<'casi' | 'taciuti' | (typeof avanzamento)[number], number> & { misuraId: string }

const somma = <R>(righe: readonly R[], di: (r: R) => number): number => righe.reduce((n, r) => n + di(r), 0)

/** One row for each measure: how many casi, and of those that can be counted how far they are; «taciuti» are the others. */
export function numeriDelleMisure(righe: readonly FiguraPatti[], minimo: number): NumeriDiMisura[] {
  return [...Map.groupBy(righe, (r) => r.misuraId)].map(([misura, sue]) => {
    // as the dashboard filtered by this measure
    const contate = sue.filter(gruppiContati(righe, { misura }, minimo))
    const casi = somma(sue, (r) => r.casi)
    return {
      misuraId: misura,
      casi,
      taciuti: casi - somma(contate, (r) => r.casi),
      ...(Object.fromEntries(avanzamento.map((k) => [k, somma(contate, (r) => r[k])])) as Pick<
        NumeriDiMisura,
        (typeof avanzamento)[number]
      >),
    }
  })
}

/** What is counted where nothing is filtered: rows of the groups that may be counted. With a least of one, all of them. */
export function contate<G extends Gruppo>(
  righe: readonly G[],
  gruppi: readonly (Gruppo & { casi: number })[],
  minimo: number,
): G[] {
  return minimo <= 1 ? [...righe] : righe.filter(gruppiContati(gruppi, {}, minimo))
}

/** From the first day of a year to the last of one: a period that moves by a day is a subtraction by itself. */
export const anniInteri = (dal: string, al: string): boolean => dal.endsWith('-01-01') && al.endsWith('-12-31')
