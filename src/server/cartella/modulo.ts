// The social record: prese in carico and the work around them.
import type { Modulo } from '../kernel/modulo.ts'
import { assegnazioneRotte } from './assegnazione.ts'
import { compitiRotte } from './compiti.ts'
import { preseRotte, preseVincoli } from './prese.ts'
import { trasferimentiRotte, trasferimentiVincoli } from './trasferimenti.ts'

export const cartella: Modulo = {
  nome: 'cartella',
  rotte: [assegnazioneRotte, preseRotte, compitiRotte, trasferimentiRotte],
  vincoli: { ...preseVincoli, ...trasferimentiVincoli },
}
