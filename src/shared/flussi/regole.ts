// What a numbered rule is, and how severe. A rule is pure: a record and what is known go in, sentences come out, each with the
// field to look at and what to do. Severity follows how sure the rule is: what INPS writes ([O]) is an error; what is only
// seen in a product ([I]) or inferred ([inf]), or not documented ([?]), is a warning that the clerk overrides with a
// reason, and that an ente may make an error.
import type { Elenchi } from './elenchi.ts'
import type { PrestazioneErogata } from './prestazione.ts'

export const segni = {
  O: 'ufficiale',
  I: 'visto in un prodotto in uso',
  inf: 'dedotto',
  '?': 'non documentato',
} as const
export type Segno = keyof typeof segni

export type Gravita = 'errore' | 'avviso'

export interface InfoRegola {
  id: string
  segno: Segno
  /** What it asks, as the table of the manual says it. */
  titolo: string
  /** An error that the clerk may override all the same, saying why: INPS's own examples break it. */
  derogabile?: true
}

/** Reports one defect of a record: the field, by its path in the types of prestazione.ts, and a sentence. */
export type Dice = (campo: string, frase: string) => void

export interface Regola<R> extends InfoRegola {
  controlla(record: R, contesto: Contesto, dice: Dice): void
}

export interface Contesto {
  elenchi: Elenchi
  /** The record that was sent with I, where one can be found: a cancellation must repeat it. */
  inviata?(p: PrestazioneErogata): PrestazioneErogata | undefined
}

/** Severity of single rules, chosen by an ente. Only of those that are not official: an [O] stays an error. */
export type GravitaScelte = Readonly<Record<string, Gravita>>

export interface Difetto {
  regola: string
  segno: Segno
  gravita: Gravita
  /** The clerk may go on all the same, writing why. */
  derogabile: boolean
  campo: string
  frase: string
}

export const gravitaDi = (r: InfoRegola, scelte: GravitaScelte = {}): Gravita =>
  r.segno === 'O' ? 'errore' : (scelte[r.id] ?? 'avviso')

export function applica<R>(
  regole: readonly Regola<R>[],
  record: R,
  contesto: Contesto,
  scelte: GravitaScelte = {},
): Difetto[] {
  const difetti: Difetto[] = []
  // one for all the rules: a million records would make twenty-five million
  let r: Regola<R>
  const dice: Dice = (campo, frase) => {
    const gravita = gravitaDi(r, scelte)
    const derogabile = gravita === 'avviso' || r.derogabile === true
    difetti.push({ regola: r.id, segno: r.segno, gravita, derogabile, campo, frase })
  }
  for (r of regole) r.controlla(record, contesto, dice)
  return difetti
}
