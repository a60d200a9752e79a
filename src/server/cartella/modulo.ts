// The folder and the work on the case.
import type { Modulo } from '../kernel/modulo.ts'
import { accessiInsoliti, accessiRotte } from './accessi.ts'
import { comandiCartella } from './comandi.ts'
import { cronologieRotte, cronologieVincoli } from './cronologie.ts'
import { diarioRotte, diarioVincoli } from './diario.ts'
import { bozzeInRitardo } from './diario-bozze.ts'
import { esportazioneRotte } from './esporta.ts'
import { fascicoloRotte } from './fascicolo.ts'
import { oscuramentiRotte, oscuramentiVincoli } from './oscuramento.ts'

const rotteFascicolo = [diarioRotte, fascicoloRotte, cronologieRotte, oscuramentiRotte, accessiRotte, esportazioneRotte]

export const cartella: Modulo = {
  nome: 'cartella',
  rotte: [...rotteFascicolo],
  vincoli: { ...diarioVincoli, ...cronologieVincoli, ...oscuramentiVincoli },
  jobs: [bozzeInRitardo, accessiInsoliti],
  comandi: comandiCartella,
}
