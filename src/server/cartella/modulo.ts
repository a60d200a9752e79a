// The folder and the work on the case.
import type { Modulo } from '../kernel/modulo.ts'
import { cronologieRotte, cronologieVincoli } from './cronologie.ts'
import { diarioRotte, diarioVincoli } from './diario.ts'
import { bozzeInRitardo } from './diario-bozze.ts'
import { fascicoloRotte } from './fascicolo.ts'
import { oscuramentiRotte, oscuramentiVincoli } from './oscuramento.ts'

const rotteFascicolo = [diarioRotte, fascicoloRotte, cronologieRotte, oscuramentiRotte]

export const cartella: Modulo = {
  nome: 'cartella',
  rotte: [...rotteFascicolo],
  vincoli: { ...diarioVincoli, ...cronologieVincoli, ...oscuramentiVincoli },
  jobs: [bozzeInRitardo],
}
