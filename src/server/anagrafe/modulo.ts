// Persons and their facts, households, ties.
import type { Modulo } from '../kernel/modulo.ts'
import { fattiRotte, fattiVincoli } from './fatti.ts'
import { personeRotte, personeVincoli } from './persone.ts'

export const anagrafe: Modulo = {
  nome: 'anagrafe',
  rotte: [personeRotte, fattiRotte],
  vincoli: { ...personeVincoli, ...fattiVincoli },
}
