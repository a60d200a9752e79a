// The folder and the work on the case.
import type { Modulo } from '../kernel/modulo.ts'
import { diarioRotte, diarioVincoli } from './diario.ts'
import { bozzeInRitardo } from './diario-bozze.ts'

export const cartella: Modulo = {
  nome: 'cartella',
  rotte: [diarioRotte],
  vincoli: { ...diarioVincoli },
  jobs: [bozzeInRitardo],
}
