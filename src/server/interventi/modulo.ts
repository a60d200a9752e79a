// What the comuni give: for now the catalogue of services, from which the flows take the codes of INPS.
import type { Modulo } from '../kernel/modulo.ts'
import { interventiRotte, interventiVincoli } from './interventi.ts'

export const interventi: Modulo = { nome: 'interventi', rotte: [interventiRotte], vincoli: interventiVincoli }
