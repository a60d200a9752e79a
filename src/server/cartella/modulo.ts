// The social record: the desk, prese in carico and the work around them, the diary and the folder.
import type { Modulo } from '../kernel/modulo.ts'
import { accessiInsoliti, accessiRotte } from './accessi.ts'
import { assegnazioneRotte } from './assegnazione.ts'
import { comandiCartella } from './comandi.ts'
import { compitiRotte } from './compiti.ts'
import { cronologieRotte, cronologieVincoli } from './cronologie.ts'
import { decisioniRotte, decisioniVincoli } from './decisioni.ts'
import { diarioRotte, diarioVincoli } from './diario.ts'
import { bozzeInRitardo } from './diario-bozze.ts'
import { emergenzeRotte } from './emergenze.ts'
import { esportazioneRotte } from './esporta.ts'
import { fascicoloRotte } from './fascicolo.ts'
import { messaggiRotte, messaggiVincoli } from './messaggi/modulo.ts'
import { oscuramentiRotte, oscuramentiVincoli } from './oscuramento.ts'
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
    diarioRotte,
    fascicoloRotte,
    cronologieRotte,
    oscuramentiRotte,
    accessiRotte,
    esportazioneRotte,
    messaggiRotte,
  ],
  vincoli: {
    ...sportelloVincoli,
    ...preseVincoli,
    ...trasferimentiVincoli,
    ...scambiVincoli,
    ...decisioniVincoli,
    ...diarioVincoli,
    ...cronologieVincoli,
    ...oscuramentiVincoli,
    ...messaggiVincoli,
  },
  jobs: [...sportelloJobs, bozzeInRitardo, accessiInsoliti],
  comandi: comandiCartella,
}
