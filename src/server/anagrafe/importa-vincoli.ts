// What the constraints of the record mean, for work that has no request to answer.
import type { Vincoli } from '../kernel/context.ts'
import { fattiVincoli } from './fatti.ts'
import { nucleiVincoli } from './nuclei.ts'
import { personeVincoli } from './persone.ts'
import { relazioniVincoli } from './relazioni.ts'

export const vincoliImportazione: Vincoli = {
  ...personeVincoli,
  ...fattiVincoli,
  ...nucleiVincoli,
  ...relazioniVincoli,
}
