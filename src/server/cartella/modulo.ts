// The social record: the desk, prese in carico and the work around them.
import type { Modulo } from '../kernel/modulo.ts'
import { assegnazioneRotte } from './assegnazione.ts'
import { compitiRotte } from './compiti.ts'
import { decisioniRotte, decisioniVincoli } from './decisioni.ts'
import { emergenzeRotte } from './emergenze.ts'
import { preseRotte, preseVincoli } from './prese.ts'
import { radarRotte } from './radar.ts'
import { scambiRotte, scambiVincoli } from './scambi.ts'
import { sportelloJobs, sportelloRotte, sportelloVincoli } from './sportello-modulo.ts'
import { trasferimentiRotte, trasferimentiVincoli } from './trasferimenti.ts'

export const cartella: Modulo = {
  nome: 'cartella',
  rotte: [
    ...sportelloRotte,
    assegnazioneRotte,
    preseRotte,
    compitiRotte,
    trasferimentiRotte,
    scambiRotte,
    radarRotte,
    decisioniRotte,
    emergenzeRotte,
  ],
  vincoli: { ...sportelloVincoli, ...preseVincoli, ...trasferimentiVincoli, ...scambiVincoli, ...decisioniVincoli },
  jobs: sportelloJobs,
}
